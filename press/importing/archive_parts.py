"""An archive of a word processor with some of its parts written anew: .docx and .odt are such archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def with_parts(archive: zipfile.ZipFile, made: Mapping[str, bytes]) -> bytes:
    """The archive, with these contents in the parts of these names, and the others in their order as they were."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for item in archive.infolist():
            name = item.filename
            written.writestr(item, made[name] if name in made else archive.read(item))
    return out.getvalue()
