"""The words of a web edition as its search has them: every paragraph, heading, note and row, with its place and page.

They are written as a script, so that a page finds them though no server is there: a file may not ask for another
otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from press.ebook.text_files import TextFile, elements, is_sign

BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "tr", "dt", "dd"}
UNSAID = {"paragraph-number", "line-number", "back", "page-break"}
"""The classes of what is no word of the text."""
HEAD = "window.PRESS_WORDS = "


@dataclass(frozen=True, slots=True)
class SearchedBlock:
    """Some words: in which file, behind which place, on which page of the printed book, if that is known."""

    file: str
    place: str
    page: str
    words: str


def searched_blocks(
    files: Sequence[TextFile], pages: Sequence[Sequence[str]], foot: Container[str]
) -> Iterator[SearchedBlock]:
    """The words of all files, block by block; `pages`: those of print on which each stands; `foot`: the anchors of the
    notes that print has at the foot of the page of their call.
    """
    for file, own in zip(files, pages, strict=True):
        yield from _BlockWalk(file, own[0] if own else "", foot).blocks(file.root)


def search_script(files: Sequence[TextFile], pages: Sequence[Sequence[str]], foot: Container[str]) -> str:
    """The script that holds them: the files with their titles and matters, and rows of file, place, page, words."""
    named = {file.name: n for n, file in enumerate(files)}
    blocks = searched_blocks(files, pages, foot)
    rows = [(named[each.file], each.place, each.page, each.words) for each in blocks]
    told = {"files": [(file.name, file.title, file.matter) for file in files], "rows": rows}
    # no HTML is ever made of these, but a file that ends a script early should not even look as if it did
    return f"{HEAD}{json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n".replace("</", "<\\/")


class _BlockWalk:
    """Through a file, block by block: the last place and the last page that were passed. `foot`: the anchors of notes
    whose page is that of their call.
    """

    def __init__(self, file: TextFile, page: str, foot: Container[str]) -> None:
        self.file, self.page, self.place = file, page, file.anchor
        self.called = {note: at for note, at in _called(file, page) if note in foot}

    def blocks(self, element: Element, noted: str = "") -> Iterator[SearchedBlock]:
        """The blocks of an element; what a block has of others within it is theirs. `noted`: the page of the note in
        which it stands.
        """
        self._pass(element)
        noted = self.called.get(element.get("id", ""), noted)
        if element.tag in BLOCKS and not any(each.tag in BLOCKS for each in element.iter() if each is not element):
            words, page = "", ""
            for each in self._said(element):
                # a block is on the page on which its words begin
                page = page or (self.page if each.strip() else "")
                words += each
            if said := " ".join(words.split()):
                yield SearchedBlock(self.file.name, self.place, noted or page, said)
            return
        for child in element:
            if isinstance(child.tag, str):
                yield from self.blocks(child, noted)

    def _said(self, element: Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                if child.get("class") in UNSAID:
                    self._pass(child)
                elif child.tag != "sup" or child.get("class") != "call":
                    yield from self._said(child)
            yield (child.tail or "") if child.tag not in ("td", "th", "br") else f" {child.tail or ''}"

    def _pass(self, element: Element) -> None:
        if is_sign(element):
            self.page = element.get("title", "")
        elif (anchor := element.get("id")) and (element.tag not in ("a",) or element.get("class") != "back"):
            # a place that is led to; words marked for an index come one behind another, and the first will do
            self.place = anchor if _leads(element) else self.place


def _called(file: TextFile, page: str) -> Iterator[tuple[str, str]]:
    """The notes that are called in a file, each with the page of its call; `page`: that on which the file begins."""
    for each in elements(file.root):
        if is_sign(each):
            page = each.get("title", "")
        elif each.get("role") == "doc-noteref":
            yield each.get("href", "").rpartition("#")[2], page


def _leads(element: Element) -> bool:
    """Whether an element begins a place: a paragraph by its number, a section, a note, a heading, a figure."""
    return element.tag != "span" or element.get("class") == "paragraph-number"
