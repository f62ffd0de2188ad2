"""What a word processor's file says of its pictures, where pandoc passes it over: the descriptions of an .odt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

from press.importing.odt.names import CONTENT, DRAW, HREF, SVG


def descriptions_of(content: bytes) -> Mapping[str, str]:
    """The description of each picture of an .odt, or else its title, by the path that it has there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = ElementTree.fromstring(archive.read(CONTENT))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):  # of such a file pandoc complains
        return {}
    found: dict[str, str] = {}
    for frame in root.iter(f"{DRAW}frame"):
        said = frame.findtext(f"{SVG}desc") or frame.findtext(f"{SVG}title") or ""
        for image in frame.iter(f"{DRAW}image"):
            if said.strip():
                found[image.get(HREF, "").removeprefix("./")] = " ".join(said.split())
    return found
