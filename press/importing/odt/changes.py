"""The tracked changes of an .odt: pandoc leaves out what has been deleted, and cannot bring it back."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from press.importing.odt.names import CONTENT, TEXT
from press.importing.receive import Received
from press.importing.rules import IMPORT_CHANGES
from press.importing.typescript import LeftOut
from press.problem import Faulty, Origin, Problem


def odt_changes(received: Received, changes: str) -> tuple[LeftOut, ...]:
    """The words that have been deleted. Raises `Faulty` where `changes` are to be rejected."""
    with zipfile.ZipFile(io.BytesIO(received.content)) as archive:
        text = archive.read(CONTENT)
    if b"<text:tracked-changes" not in text:
        return ()
    if changes == "reject":
        hint = "reject them in the word processor, or save the file as .docx"
        message = "tracked changes of an .odt cannot be rejected"
        raise Faulty([Problem(Origin(received.path.name), IMPORT_CHANGES, message, hint)])
    deleted = ElementTree.fromstring(text).iter(f"{TEXT}deletion")
    found = (" ".join("".join(p.itertext()).split()) for each in deleted for p in each.iter(f"{TEXT}p"))
    return tuple(LeftOut(0, words, "deleted, and the deletion accepted") for words in found if words)
