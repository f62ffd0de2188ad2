"""A .docx with its parts where Word puts them, in the namespaces of Word: other programs name and place them otherwise.

Which part is which is said by the relations of the package, and not by its name (ISO/IEC 29500-2, 9.3): the text may be
`word/document2.xml`. A file saved as “Strict Open XML” has other namespaces for the same (29500-1, Annex A).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from press.importing.word.names import MAIN

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STRICT = b"http://purl.oclc.org/ooxml/"
NAMESPACES: Mapping[bytes, bytes] = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/wordprocessingml/": b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
"""The namespaces of Strict Open XML, and those that all programs write."""
OWN = ("footnotes", "endnotes", "comments", "styles", "numbering", "commentsExtended", "settings")
"""Parts that are read by their names in Word."""


def main_part(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the text, or nothing."""
    names = set(archive.namelist())
    found = next((part for kind, part in _related(archive, "") if kind == "officeDocument"), "")
    return found if found in names else MAIN if MAIN in names else ""


def in_words_places(content: bytes) -> bytes:
    """The package with its parts under their names in Word; as it was, if they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        main = main_part(archive)
        moved = {main: MAIN, _relations_of(main): _relations_of(MAIN)}
        for kind, part in _related(archive, main):
            if kind in OWN and part in names:
                moved[part] = f"word/{kind}.xml"
        strict = STRICT in archive.read(main)[:20_000]
        moved = {old: new for old, new in moved.items() if old != new}
        if not moved and not strict:
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
            taken = set(moved.values())
            for name in dict.fromkeys(names):
                if name in taken and name not in moved:
                    continue  # another part with the name of the one that is moved there
                text = archive.read(name)
                if name.endswith((".xml", ".rels")):
                    text = _renamed(_transitional(text), name, main, moved)
                written.writestr(moved.get(name, name), text)
        return out.getvalue()


def _related(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """What a part (the package itself: "") relates to: kind and name, in its order; no address outside."""
    try:
        root = ElementTree.fromstring(archive.read(_relations_of(part)))
    except (KeyError, ElementTree.ParseError):
        return
    for each in root.iter(RELATIONS):
        if each.get("TargetMode") != "External":
            yield each.get("Type", "").rpartition("/")[2], _target(part, each.get("Target", ""))


def _target(part: str, target: str) -> str:
    folder = posixpath.dirname(part)
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _transitional(text: bytes) -> bytes:
    for old, new in NAMESPACES.items():
        text = text.replace(old, new)
    return text


def _renamed(text: bytes, name: str, main: str, moved: Mapping[str, str]) -> bytes:
    """A part that names others with their new names: the list of types, and the relations."""
    if name == "[Content_Types].xml":
        part = re.compile(rb'(PartName=")/([^"]*)(")')
        return part.sub(lambda f: f[1] + b"/" + moved.get(f[2].decode(), f[2].decode()).encode() + f[3], text)
    if not name.endswith(".rels"):
        return text
    owner = main if name == _relations_of(main) else "" if name == "_rels/.rels" else None
    if owner is None:
        return text

    def target(found: re.Match[bytes]) -> bytes:
        there = _target(owner, found[2].decode("utf-8", errors="replace"))
        if found[2].startswith((b"http", b"mailto", b"file")):
            return found[0]
        # from where the part that says so stands now
        made = moved.get(there, there)
        return found[1] + (posixpath.relpath(made, "word") if owner else made).encode() + found[3]

    return re.sub(rb'(\sTarget=")([^"]*)(")', target, text)
