"""The live citations of a .docx: fields of Zotero, Mendeley, EndNote and Word, Zotero’s bookmarks, Mendeley’s controls.

The bibliography, the contents and the index that a program has made are left out, and said. ISO/IEC 29500-1, 17.16.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from press.importing.archive_parts import parsed, with_parts, written
from press.importing.references.live_citations import CitedItem, LiveCitations, items_of
from press.importing.tree.pandoc import read_by_pandoc
from press.importing.typescript import Changed
from press.importing.word.names import PARTS, SPACE, W
from press.importing.word.sources import WORD_SOURCES, word_sources
from press.problem import Faulty, Origin

LIVE = re.compile(rb"CSL_CITATION|EN\.CITE|MENDELEY_|ZOTERO_|CITATION|BIBLIOGRAPHY|EN\.REFLIST|TOC|INDEX")
MADE: Mapping[str, str] = {
    r"ADDIN\s+ZOTERO_BIBL|ADDIN\s+Mendeley\s+Bibliography|ADDIN\s+EN\.REFLIST|BIBLIOGRAPHY\b": "a made bibliography",
    r"TOC\b": "the made table of contents",
    r"INDEX\b": "the made index",
}
HEADING = re.compile(
    r"(?:selected |select )?(?:bibliograph(?:y|ie)|references|works cited|sources|literatur(?:verzeichnis)?"
    r"|bibliographie|(?:table of )?contents|inhalt(?:sverzeichnis)?|index)",
    re.IGNORECASE,
)
"""Headings of what is made."""
MENDELEY = "MENDELEY_CITATION_v3_"
TOKEN = re.compile(r'"([^"]*)"|\\(\w)|(\S+)')


@dataclass(slots=True)
class _Live:
    """A field, a bookmark or a control: what it says, its data, the runs that it goes over, and its words."""

    said: str = ""
    data: str = ""
    runs: list[Element] = field(default_factory=list)
    words: str = ""
    result: bool = False


def word_citations(content: bytes, found: LiveCitations) -> bytes:
    """The file with a sign for every live citation, which is entered in `found`; as it was, if it has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = {name: archive.read(name) for name in PARTS if name in archive.namelist()}
            roots = {n: parsed(t) for n, t in texts.items() if LIVE.search(t) and b"<!DOCTYPE" not in t}
            if not roots:
                return content
            bookmarks = _bookmarks(archive)
            live = {name: list(_live_in(root, bookmarks)) for name, root in roots.items()}
            items = _CitationReader(_sources(archive), [each for some in live.values() for each in some])
            done = [n for n in roots if sum([_replace(roots[n], each, items, found) for each in live[n]])]
            made = {n: written(roots[n]) for n in done}
            return with_parts(archive, made) if made else content
    except (ElementTree.ParseError, zipfile.BadZipFile, KeyError) as fault:
        # pandoc says what is wrong with the text; of what stands beside it nobody else would
        found.changed.append(Changed(0, f"the live citations of the file cannot be read ({fault}): see each by hand"))
        return content


# --- found -----------------------------------------------------------------------------------------------


def _live_in(root: Element, bookmarks: Mapping[str, str]) -> Iterator[_Live]:
    """All that lives in a part, in its order; of what stands within another only that which ends first."""
    yield from _controls(root)
    yield from _marked(root, bookmarks)
    begun: list[_Live] = []
    for each in root.iter():
        if each.tag == f"{W}fldSimple":
            runs = list(each.iter(f"{W}r"))
            yield _Live(each.get(f"{W}instr", ""), "", runs, _words(runs))
        if each.tag == f"{W}p":
            for one in begun:
                one.words += " " * one.result
        if each.tag != f"{W}r":
            continue
        ended: list[_Live] = []
        for part in each:
            kind = part.get(f"{W}fldCharType") if part.tag == f"{W}fldChar" else ""
            if kind == "begin":
                begun.append(_Live(data="".join(part.itertext())))
            elif begun and kind == "separate":
                begun[-1].result = True
            elif begun and kind == "end":
                ended.append(begun.pop())
            elif begun and part.tag == f"{W}instrText" and not begun[-1].result:
                begun[-1].said += part.text or ""
            elif begun and part.tag in (f"{W}t", f"{W}tab"):
                for one in begun:
                    one.words += part.text or " " if one.result else ""
        for one in (*begun, *ended):
            one.runs.append(each)
        yield from ended


def _controls(root: Element) -> Iterator[_Live]:
    """Mendeley Cite’s controls of content, whose tag is the data."""
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        said = tag.get(f"{W}val", "") if tag is not None else ""
        runs = list(control.iter(f"{W}r"))
        if said.startswith(MENDELEY):
            yield _Live("MENDELEY", said.removeprefix(MENDELEY), runs, _words(runs))
        elif said.startswith("MENDELEY_BIBLIOGRAPHY"):
            yield _Live("ADDIN Mendeley Bibliography", "", runs, _words(runs))


def _marked(root: Element, bookmarks: Mapping[str, str]) -> Iterator[_Live]:
    """Zotero’s bookmarks, whose data stands in the properties of the file."""
    opened: dict[str, _Live] = {}
    for each in root.iter():
        name = each.get(f"{W}name", "") if each.tag == f"{W}bookmarkStart" else ""
        if name.startswith("ZOTERO_BREF_"):
            opened[each.get(f"{W}id", "")] = _Live(f"ADDIN ZOTERO_{bookmarks.get(name, 'ITEM')}")
        elif each.tag == f"{W}bookmarkEnd" and (ended := opened.pop(each.get(f"{W}id", ""), None)):
            ended.words = _words(ended.runs)
            yield ended
        elif each.tag == f"{W}r":
            for one in opened.values():
                one.runs.append(each)


def _words(runs: list[Element]) -> str:
    return "".join(part.text or "" for run in runs for part in run.iter(f"{W}t"))


def _bookmarks(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the properties say of Zotero’s bookmarks, each in pieces that are numbered."""
    if "docProps/custom.xml" not in archive.namelist():
        return {}
    pieces: dict[str, dict[int, str]] = {}
    for each in ElementTree.fromstring(archive.read("docProps/custom.xml")):
        name, _, number = each.get("name", "").rpartition("_")
        if name.startswith("ZOTERO_BREF_") and number.isdigit():
            pieces.setdefault(name, {})[int(number)] = "".join(each.itertext())
    return {name: "".join(said[n] for n in sorted(said)) for name, said in pieces.items()}


def _sources(archive: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    """Word’s own sources by their tags."""
    found: dict[str, dict[str, Any]] = {}
    for name in archive.namelist():
        if re.fullmatch(r"customXml/item\d+\.xml", name):
            text = archive.read(name)
            if b"office/2006/bibliography" in text.lower() or WORD_SOURCES[1:-1].encode() in text:
                found |= {each["id"]: each for each in word_sources(ElementTree.fromstring(text))}
    return found


# --- read ------------------------------------------------------------------------------------------------


class _CitationReader:
    """What each citation cites. EndNote’s records are read all at once, for pandoc is slow to begin."""

    def __init__(self, sources: Mapping[str, dict[str, Any]], live: list[_Live]) -> None:
        self.sources = sources
        cites = [cite for each in live for cite in _cites(each)]
        records = {_number(each): each.find("record") for each in cites if each.find("record") is not None}
        self.records = _of_endnote(records)

    def items(self, live: _Live) -> list[CitedItem] | None:
        """The works of a citation; nothing where its data is lost, None where it is none."""
        said = live.said.strip()
        if "CSL_CITATION" in said:
            return items_of(said)
        if said == "MENDELEY":
            return items_of(_decoded(live.data))
        if re.match(r"ADDIN\s+EN\.CITE(?!\.DATA)", said):
            found = [self._cited(each) for each in _cites(live)]
            return [] if None in found else [each for each in found if each is not None]
        if re.match(r"ADDIN\s+ZOTERO_ITEM", said):
            return []
        return self._of_word(said) if re.match(r"CITATION\s", said) else None

    def _cited(self, cite: Element) -> CitedItem | None:
        number = _number(cite)
        if number not in self.records:
            return None
        said = {each.tag: "".join(each.itertext()).strip() for each in cite if each.tag != "record"}
        return CitedItem(
            self.records[number],
            f"endnote {number}",
            said.get("Prefix", ""),
            said.get("Suffix", ""),
            said.get("Pages", ""),
            author=cite.get("ExcludeAuth") != "1",
        )

    def _of_word(self, said: str) -> list[CitedItem]:
        r"""`CITATION Ker03 \p 45 \m Kri39`: tags, and switches with what they say of the tag before."""
        found: list[dict[str, str]] = []
        switch = "m"
        for quoted, letter, bare in TOKEN.findall(re.sub(r"^CITATION\s+", "", said)):
            if letter:
                switch = letter
                if letter in "nyt" and found:
                    found[-1][letter] = "yes"
                continue
            words = quoted or bare
            if switch == "m":
                found.append({"tag": words})
            elif found:
                found[-1][switch] = f"{found[-1].get(switch, '')} {words}".strip()
            switch = switch if not quoted and switch != "m" else ""
        if not found or any(each["tag"] not in self.sources for each in found):
            return []
        return [
            CitedItem(
                self.sources[each["tag"]],
                f"word {each['tag']}",
                each.get("f", ""),
                each.get("s", ""),
                ", ".join(filter(None, (f"vol. {each['v']}" if "v" in each else "", each.get("p", "")))),
                author="n" not in each,
            )
            for each in found
        ]


def _cites(live: _Live) -> list[Element]:
    """The works in the data of an EndNote citation: beside the field, or in what it says."""
    if not live.said.strip().startswith("ADDIN EN.CITE"):
        return []
    inline = live.said[live.said.find("<") :] if "<" in live.said else ""
    try:
        root = ElementTree.fromstring(inline or _decoded(live.data))
    except ElementTree.ParseError:
        return []
    return list(root.iter("Cite"))


def _number(cite: Element) -> str:
    key = cite.find("record/foreign-keys/key")
    base = key.get("db-id", "") if key is not None else ""
    return f"{base} {cite.findtext('RecNum') or cite.findtext('record/rec-number') or ''}".strip()


def _of_endnote(records: Mapping[str, Element | None]) -> dict[str, dict[str, Any]]:
    if not records:
        return {}
    root = Element("xml")
    held = SubElement(root, "records")
    for record in records.values():
        held.append(record if record is not None else Element("record"))
    try:
        made = read_by_pandoc(ElementTree.tostring(root, encoding="utf-8"), "endnotexml", Origin(""), writer="csljson")
    except Faulty:
        return {}
    return dict(zip(records, made, strict=True)) if len(made) == len(records) else {}


def _decoded(data: str) -> str:
    try:
        return base64.b64decode("".join(data.split()) + "===").decode("utf-8", errors="replace").rstrip("\0")
    except (binascii.Error, ValueError):
        return ""


# --- replaced --------------------------------------------------------------------------------------------


def _replace(root: Element, live: _Live, reading: _CitationReader, found: LiveCitations) -> bool:
    """Put a sign in the place of a citation, or take away what a program has made; whether anything is changed."""
    what = next((name for pattern, name in MADE.items() if re.match(pattern, live.said.strip(), re.IGNORECASE)), "")
    if what:
        _take_heading(root, live, what, found)
        found.made(what, live.words)
        for run in live.runs:
            _empty(run)
        return True
    items = reading.items(live)
    if items is None:
        return False
    if not items or not live.runs:
        words = next((part for run in live.runs for part in run.iter(f"{W}t") if part.text), None)
        if words is not None:
            words.text = found.dead(live.words) + (words.text or "")
        return words is not None
    first, *others = live.runs
    _empty(first)
    SubElement(first, f"{W}t", {SPACE: "preserve"}).text = found.sign(items)
    for run in others:
        _empty(run)
    return True


def _empty(run: Element) -> None:
    """Take all out of a run; the run stays, so that nobody need know whose it is."""
    for part in list(run):
        run.remove(part)


def _take_heading(root: Element, live: _Live, what: str, found: LiveCitations) -> None:
    """Take away the heading right above what a program has made, below which nothing would be left."""
    first = live.runs[0] if live.runs else None
    before: Element | None = None
    for paragraph in root.iter(f"{W}p"):
        if any(run is first for run in paragraph.iter(f"{W}r")):
            break
        if _words(list(paragraph.iter(f"{W}r"))).strip():
            before = paragraph
    words = _words(list(before.iter(f"{W}r"))).strip() if before is not None else ""
    if before is not None and HEADING.fullmatch(words.rstrip(" .:")):
        found.made(f"the heading of {what}", words)
        for run in before.iter(f"{W}r"):
            _empty(run)
