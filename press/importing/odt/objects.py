"""What an .odt holds in folders of their own: charts and files of other programs, which pandoc passes by in silence.

Formulas are read by pandoc itself (OpenDocument 1.3, 10.4.6).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from press.importing.odt.names import DRAW, HREF, LINES, MATH, SVG, TEXT
from press.importing.typescript import LeftOut

OBJECT = "a chart or an object of another program, of which a picture is kept at most"
HOLDERS = tuple(f"{DRAW}{name}" for name in ("object", "object-ole", "plugin", "applet"))


def objects_of(root: Element, archive: zipfile.ZipFile) -> Iterator[tuple[str, LeftOut]]:
    """Every object but formulas, with the words that it stands beside."""
    beside, frame = "", root
    for each in root.iter():
        if each.tag in LINES:
            words = " ".join("".join(each.itertext()).split())
            beside = words or beside
        elif each.tag == f"{DRAW}frame":
            frame = each
        elif each.tag in HOLDERS and not (len(each) and each.tag == HOLDERS[0]):  # what it holds itself is text
            held = _content(each, archive)
            if held is not None and (held.tag == f"{MATH}math" or held.find(f".//{MATH}math") is not None):
                continue
            said = (
                [" ".join("".join(line.itertext()).split()) for line in held.iter(f"{TEXT}p")]
                if held is not None
                else []
            )
            named = frame.findtext(f"{SVG}title") or frame.findtext(f"{SVG}desc") or frame.get(f"{DRAW}name", "")
            words = " / ".join(dict.fromkeys(filter(None, (named, *said)))) or each.get(HREF, "") or "an object"
            yield beside, LeftOut(0, words, OBJECT)


def _content(holder: Element, archive: zipfile.ZipFile) -> Element | None:
    """The content of an object; None where it is not in the file, or is no XML."""
    name = posixpath.normpath(f"{holder.get(HREF, '')}/content.xml")
    if name not in archive.namelist():
        return None
    text = archive.read(name)
    try:
        return None if b"<!DOCTYPE" in text[:2000] and b"<!ENTITY" in text else ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return None
