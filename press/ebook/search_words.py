"""The words of a web edition as its search has them: every paragraph, heading, note and row, with its place and page.

They are written as a script, so that a page finds them though no server is there: a file may not ask for another
otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from press.ebook.text_files import TextFile

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


def searched_blocks(files: Sequence[TextFile]) -> Iterator[SearchedBlock]:
    """The words of all files, block by block."""
    page = ""
    for file in files:
        walk = _BlockWalk(file, page)
        yield from walk.blocks(file.root)
        page = walk.page


def search_script(files: Sequence[TextFile]) -> str:
    """The script that holds them: the files with their titles and matters, and rows of file, place, page, words."""
    named = {file.name: n for n, file in enumerate(files)}
    rows = [(named[each.file], each.place, each.page, each.words) for each in searched_blocks(files)]
    told = {"files": [(file.name, file.title, file.matter) for file in files], "rows": rows}
    # no HTML is ever made of these, but a file that ends a script early should not even look as if it did
    return f"{HEAD}{json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n".replace("</", "<\\/")


class _BlockWalk:
    """Through a file, block by block: the last place and the last page that were passed."""

    def __init__(self, file: TextFile, page: str) -> None:
        self.file, self.page, self.place = file, page, file.anchor

    def blocks(self, element: Element) -> Iterator[SearchedBlock]:
        """The blocks of an element; what a block has of others within it is theirs."""
        self._pass(element)
        if element.tag in BLOCKS and not any(each.tag in BLOCKS for each in element.iter() if each is not element):
            said = " ".join("".join(self._said(element)).split())
            if said:
                yield SearchedBlock(self.file.name, self.place, self.page, said)
            return
        for child in element:
            if isinstance(child.tag, str):
                yield from self.blocks(child)

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
        if element.get("role") == "doc-pagebreak":
            self.page = element.get("title", "")
        elif (anchor := element.get("id")) and (element.tag not in ("a",) or element.get("class") != "back"):
            # a place that is led to; words marked for an index come one behind another, and the first will do
            self.place = anchor if _leads(element) else self.place


def _leads(element: Element) -> bool:
    """Whether an element begins a place: a paragraph by its number, a section, a note, a heading, a figure."""
    return element.tag != "span" or element.get("class") == "paragraph-number"
