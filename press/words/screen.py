"""The finished page for a browser, or an EPUB, as it is read: its parts, the notes of each, and what can be seen.

The file is read again, as any reading system would, by parsers that know nothing of the templates that wrote it. A page
is parted at its outermost sections, an EPUB at the files of its spine.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement, TreeBuilder

from press.numerals import ItemNumbers
from press.words.compare import FoundText
from press.words.letters import fold
from press.words.piece_account import ENTRY, WITHIN, FoundPiece
from press.words.proof import Typed
from press.words.visible import Sheets, Unseen

VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
CLOSED_BY = {
    "li": frozenset(["li"]),
    "tr": frozenset(["tr", "td", "th"]),
    "td": frozenset(["td", "th"]),
    "th": frozenset(["td", "th"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
}
"""What stands open and is closed by the beginning of another element, as HTML has it; a paragraph is by any block."""
BLOCK = re.compile(
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|"
    "section|table|ul"
)
TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
NAMESPACE = re.compile(r"\{[^}]*\}")
OPF = "{http://www.idpf.org/2007/opf}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
NOTED = ("doc-footnote", "note")
"""The roles of a note, and of one in the margin."""
LINE = (0.0, 0.0, 0.0, 0.0)
"""Where words stand is the browser's affair: their order is all that is known."""


class Read(NamedTuple):
    """A document read: its body, and its sheets."""

    root: Element
    sheets: Sheets


@dataclass(slots=True)
class _Part:
    """What is found in one part, as it is walked through."""

    text: FoundText = field(default_factory=FoundText)
    notes: dict[str, FoundText] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    entries: dict[str, FoundText] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    sides: FoundText = field(default_factory=FoundText)

    def found(self, others: Sequence[_Part] = ()) -> FoundPiece:
        """The notes in the order of their calls; one that is called and not there is empty. `others`: where notes may
        be called that stand here, one behind another, or stand that are called here.
        """
        called = {call for part in others for call in part.calls}
        there = {note for part in others if part is not self for note in part.notes}
        own = (call for call in self.calls if call in self.notes or call not in there)
        keys = (*own, *(key for key in self.notes if key not in self.calls and key in called))
        return FoundPiece(
            text=self.text,
            notes=tuple(self.notes.get(key, FoundText()) for key in keys),
            apart=tuple(note for key, note in self.notes.items() if key not in keys),
            sides=self.sides,
            entries=self.entries,
            number_at=lambda at: self.numbers.get(at, ""),
            place=lambda at: "",
            unseen="".join(self.unseen),
        )


class Screened(NamedTuple):
    """What is found in a page or an EPUB: before its parts, in each, behind them."""

    before: FoundPiece
    parts: tuple[FoundPiece, ...]
    behind: FoundPiece


def read_page(html: str) -> Read:
    """A page of HTML, with the sheets that it holds."""
    parser = _PageParser()
    parser.feed(html)
    root = parser.finish()
    return Read(root, Sheets("".join(each.itertext()) for each in root.iter("style")))


def read_site(files: Mapping[str, str]) -> Read:
    """A web edition as one page: what stands in the `main` of each of its pages, with the sheets beside them.

    What is said of the edition, in a section of its own there, stands behind all others, as it does on one page; and
    documents where they are listed.
    """
    root = Element("html")
    body = SubElement(root, "body", {"class": "site"})
    for name, text in files.items():
        if name.endswith(".html"):
            body.extend(read_page(text).root.iter("main"))
    _documents_home(body)
    for edition in body.findall("main/section[@id='b-imprint']"):
        edition.tag = "div"
    return Read(root, Sheets(text for name, text in files.items() if name.endswith(".css")))


def _documents_home(body: Element) -> None:
    """Put each document that has a page of its own where a list leads to it."""
    pages = {each[0].get("id"): each for each in body if len(each) and "document" in each[0].get("class", "").split()}
    for above in [each for each in body.iter() if each.find("ol[@class='documents-listed']") is not None]:
        for listed in above.findall("ol[@class='documents-listed']"):
            at = list(above).index(listed)
            leads = [link.get("href", "").partition("#")[2] for link in listed.iter("a")]
            homes = [pages[anchor] for anchor in leads if anchor in pages]
            above[at : at + 1] = [home[0] for home in homes]
            for home in homes:
                body.remove(home)


def read_epub(epub: bytes) -> tuple[Read, ...]:
    """The text of an EPUB, file by file as its spine has them, each with the sheets that it asks for."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    pointed = ElementTree.fromstring(files["META-INF/container.xml"]).find(f".//{CONTAINER}rootfile")
    package = "" if pointed is None else pointed.get("full-path", "")
    tree = ElementTree.fromstring(files[package])
    items = {each.get("id"): each for each in tree.iter(f"{OPF}item")}
    sheets: dict[tuple[str, ...], Sheets] = {}
    read = []
    for each in tree.iter(f"{OPF}itemref"):
        item = items[each.get("idref")]
        name = _beside(package, item.get("href", ""))
        root = _plain(ElementTree.fromstring(files[name]))
        if "nav" in item.get("properties", "").split() or not _has_words(root):
            continue  # what leads into the text, or the picture of the cover
        linked = tuple(_beside(name, link.get("href", "")) for link in root.iter("link"))
        if linked not in sheets:
            sheets[linked] = Sheets(files[sheet].decode() for sheet in linked if sheet in files)
        read.append(Read(root, sheets[linked]))
    return tuple(read)


def views(page: Read) -> Mapping[Unseen, str]:
    """What cannot be seen of a page, always and under conditions of its sheets, each with the first of these."""
    found: dict[Unseen, str] = {}
    for medium in page.sheets.media:
        found.setdefault(page.sheets.unseen(page.root, medium), medium)
    return found


def screen_page(page: Read, unseen: Unseen) -> Screened:
    """What can be seen of a page, parted at its outermost sections."""
    walked = _Screening(unseen)
    walked.walk(page.root, parting=True)
    parts = tuple(part.found(walked.parts) for part in walked.parts)
    return Screened(walked.before.found(), parts, walked.behind.found())


def screen_epub(files: Sequence[Read], closing: bool) -> Screened:
    """What can be seen of an EPUB; `closing`: its last file says what is said of the edition."""
    parts = []
    for read in files:
        walked = _Screening(read.sheets.unseen(read.root))
        walked.walk(read.root, parting=False)
        parts.append(("titlepage" in _types(read.root), walked.before))
    every = [part for _, part in parts]
    titles = [part.found(every) for is_title, part in parts if is_title]
    text = [part.found(every) for is_title, part in parts if not is_title]
    last = text.pop() if closing and text else _Part().found()
    return Screened(titles[0] if titles else _Part().found(), tuple(text), last)


class _Screening:
    """Through a document, element by element."""

    def __init__(self, unseen: Unseen) -> None:
        self.hidden = unseen
        self.before, self.behind = _Part(), _Part()
        self.parts: list[_Part] = []
        self.part = self.before
        self.order = 0

    def walk(self, element: Element, *, parting: bool, note: str = "", entry: str = "") -> None:
        """An element with all that it holds; `parting`: the next section begins a part."""
        # the number of a paragraph is the press's; other words hidden from listeners would be lost to them
        if element.get("aria-hidden") == "true" or element.get("class") == "paragraph-number":
            return
        role, anchor = element.get("role", ""), element.get("id", "")
        begins = parting and element.tag == "section"
        if begins:
            self.part = _Part()
            self.parts.append(self.part)
        note = anchor if role in NOTED else note
        entry = anchor.removeprefix(ENTRY) if anchor.startswith(ENTRY) else entry
        if role == "doc-noteref":
            self.part.calls.append(element.get("href", "").partition("#")[2])
        if role == "doc-footnote":
            self.part.notes[note] = FoundText()
        self.say(element, element.text, note, entry)
        numbers = _numbers(element) if role != "doc-endnotes" else {}
        for child in element:
            if number := numbers.get(child, ""):
                self.part.numbers[self.part.text.length] = number
            self.walk(child, parting=parting and not begins, note=note, entry=entry)
            self.say(element, child.tail, note, entry)
        if begins:
            self.part = self.behind

    def say(self, element: Element, text: str | None, note: str, entry: str) -> None:
        """Words that an element holds itself."""
        if not text or not (letters := fold(text)):
            return
        if element in self.hidden:
            self.part.unseen.append(letters)
            return
        self.order += 1
        typed = Typed(text, letters, LINE)
        if entry:
            key, within, _ = entry.rpartition(WITHIN)
            self.part.entries.setdefault(key if within else entry, FoundText()).add(self.order, typed)
            if within:  # at the end of a chapter, in whose text the same title may stand
                return
        (self.part.notes.get(note, self.part.sides) if note else self.part.text).add(self.order, typed)


def _numbers(element: Element) -> Mapping[Element, str]:
    """The items of a numbered list, with their numbers."""
    if element.tag != "ol":
        return {}
    numbers: dict[Element, str] = {}
    number = int(element.get("start", "1"))
    for item in element.iter("li"):
        if item in list(element):
            number = int(item.get("value", number))
            numbers[item] = fold(ItemNumbers(TYPES.get(element.get("type", ""), "decimal"), ".", 1).written(number))
            number += 1
    return numbers


def _has_words(root: Element) -> bool:
    """Whether a file has any words besides those of its head."""
    return any(fold(text) for body in root.iter("body") for text in body.itertext())


def _types(root: Element) -> set[str]:
    """What the parts of a file are to a reading system."""
    return {kind for each in root.iter() for kind in each.get("type", "").split()}


def _beside(name: str, href: str) -> str:
    """The file that another refers to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href.partition("#")[0])))


def _plain(element: Element) -> Element:
    """XHTML as HTML: names without their namespaces."""
    for each in element.iter():
        each.tag = NAMESPACE.sub("", each.tag)
        for name in list(each.attrib):
            each.set(NAMESPACE.sub("", name), each.attrib[name])
    return element


class _PageParser(HTMLParser):
    """HTML → a tree of elements, with those closed that HTML lets stand open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.builder.start("document", {})
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """An element begins, and may close others."""
        if BLOCK.fullmatch(tag) and self.open and self.open[-1] == "p":
            self._close()
        if self.open and self.open[-1] in CLOSED_BY.get(tag, ()):
            self._close()
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and all that still stands open in it; the end of what is not open is nothing."""
        if tag in self.open:
            while self.open[-1] != tag:
                self._close()
            self._close()

    def handle_data(self, text: str) -> None:
        """Words."""
        self.builder.data(text)

    def finish(self) -> Element:
        """The tree, when everything is read."""
        self.close()
        while self.open:
            self._close()
        self.builder.end("document")
        return self.builder.close()

    def _close(self) -> None:
        self.builder.end(self.open.pop())
