"""What a .docx has in parts of their own or outside itself: charts, diagrams, other files, and pictures that it lacks.

Pandoc passes all of it by without a word. Here it is told, each with its words and with those that it stands beside
(ISO/IEC 29500-1, 14.2, 15.2, 17.17.2; ECMA-376, 21.2, 21.4).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from press.importing.typescript import LeftOut
from press.importing.word.names import DGM, A, C, O, R, V

CHART = "a chart: draw it anew as a picture, or make a table of it; it says"
DIAGRAM = "a diagram (SmartArt): draw it anew as a picture; it says"
OBJECT = "an object of another program, of which a picture is kept at most"
CHUNK = "another file embedded whole: import it too"
PICTURE = "a picture that is not printed"
LONGEST = 2000
"""Characters that are told of what is embedded."""
LARGEST = 10**7
"""Bytes of a part of an embedded file that is read."""
TEXTS = ("word/document.xml", "xl/sharedStrings.xml")
TAGS = re.compile(r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def _read(content: bytes) -> Element | None:
    """The root of a part; None where it is not XML, or has entities of its own."""
    if not content or b"<!DOCTYPE" in content:
        return None
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return None


@dataclass(slots=True)
class Related:
    """What a part of a .docx relates to: its kind and the name of the part by id, or an address outside."""

    archive: zipfile.ZipFile
    parts: dict[str, str] = field(default_factory=dict)
    outside: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: zipfile.ZipFile, part: str) -> Related:
        """All that a part relates to."""
        folder, _, name = part.rpartition("/")
        made = cls(archive)
        listed = f"{folder}/_rels/{name}.rels"
        if listed not in archive.namelist():
            return made
        root = _read(archive.read(listed))
        for each in root if root is not None else ():
            target, held = each.get("Target", ""), each.get("Id", "")
            if each.get("TargetMode") == "External":
                made.outside[held] = target
            else:
                there = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                made.parts[held] = posixpath.normpath(there)
        return made

    def content(self, ident: str) -> bytes:
        """What is in a part; nothing where there is none."""
        name = self.parts.get(ident, "")
        return self.archive.read(name) if name in self.archive.namelist() else b""

    def said(self, ident: str, *tags: str) -> str:
        """The words of a part in XML, in these elements, each said once."""
        root = _read(self.content(ident))
        if root is None:
            return ""
        found = (" ".join((each.text or "").split()) for each in root.iter() if each.tag in tags)
        return " / ".join(dict.fromkeys(filter(None, found)))


def drawn_of(graphic: Element, related: Related) -> Iterator[LeftOut]:
    """What of one graphic in a line will not be in the manuscript."""
    name = next((each for each in graphic.iter() if each.tag.endswith("}docPr")), None)
    called = (
        " ".join((name.get("descr") or name.get("title") or name.get("name") or "").split()) if name is not None else ""
    )
    for each in graphic.iter():
        ident = each.get(f"{R}id", "")
        if each.tag == f"{C}chart" or each.tag.endswith("/chartex}chart"):
            words = related.said(ident, f"{A}t", f"{C}v")
            yield LeftOut(0, words or called or "a chart", CHART if words else CHART.partition(":")[0])
        elif each.tag == f"{DGM}relIds":
            words = related.said(each.get(f"{R}dm", ""), f"{A}t")
            yield LeftOut(0, words or called or "a diagram", DIAGRAM)
        elif each.tag == f"{O}OLEObject":
            program = each.get("ProgID", "") or "an object"
            yield LeftOut(0, " / ".join(filter(None, (program, embedded_words(related.content(ident))))), OBJECT)
        elif each.tag in (f"{A}blip", f"{V}imagedata") and (why := _lacking(each, related)):
            yield LeftOut(
                0, called or each.get(f"{O}title", "") or why.partition(" (")[2].rstrip(")"), f"{PICTURE}: {why}"
            )


def _lacking(picture: Element, related: Related) -> str:
    """Why a picture is not in the file; nothing where it is."""
    held = picture.get(f"{R}embed", "") or picture.get(f"{R}id", "")
    linked = picture.get(f"{R}link", "") or held
    if held in related.parts and related.content(held):
        return ""
    if linked in related.outside:
        return f"it is outside the file ({related.outside[linked]})"
    return f"it is not in the file ({related.parts.get(held) or held or 'no name'})"


def embedded_words(content: bytes) -> str:
    """The words of a file that another holds, as far as they can be read; nothing else."""
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                infos = [each for each in archive.infolist() if each.filename in TEXTS and each.file_size < LARGEST]
                roots = [_read(archive.read(each)) for each in infos]
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            return ""
        words = (
            each.text or "" for root in roots if root is not None for each in root.iter() if each.tag.endswith("}t")
        )
        return _short(" ".join(words))
    if b"\0" in content or content.startswith(b"{\\rtf"):
        return ""
    return _short(TAGS.sub(" ", content.decode("utf-8", errors="replace")))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def chunk_of(chunk: Element, related: Related) -> LeftOut:
    """A file that is held whole, with its words."""
    ident = chunk.get(f"{R}id", "")
    words = embedded_words(related.content(ident))
    return LeftOut(0, words or related.parts.get(ident) or f"the part {ident} of the file", CHUNK)
