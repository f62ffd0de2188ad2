"""Leafs through a made PDF: words and where they stand, page labels, links and where they lead, the outline.

Nothing here asks the press: poppler gives the words, pikepdf the rest. Lengths are points, from the top left corner.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from poppler import poppler

PAGE = re.compile(r'<page width="[\d.]+" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
HEAD, FOOT = 54, 555  # the type area of the style `classic`, and a line by which a page may be long, is between them


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed, and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Link:
    """A link: the anchor it leads to, where that is (page from 0, left, top), and its own box."""

    anchor: str
    page: int
    to_left: float
    to_top: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 0, the PDF's label of it, its words in the order of the file, its links, its text."""

    number: int
    label: str
    words: tuple[Word, ...]
    links: tuple[Link, ...]
    text: str

    @property
    def folio(self) -> str:
        """The page number that is printed at the foot or in the outer corner of the head; empty where there is none."""
        if foot := [word for word in self.words if word.top > FOOT]:
            return foot[0].text
        head = sorted((word for word in self.words if word.bottom < HEAD), key=lambda word: word.left)
        return (head[-1] if self.number % 2 == 0 else head[0]).text if head else ""

    def under(self, link: Link) -> str:
        """The words of a link, without the punctuation around them."""
        words = [_part(word, link) for word in self.words if _overlap(word, link)]
        return " ".join(words).strip("(),;.")

    @property
    def said(self) -> str:
        """Its words in one line: they are told apart where `text` misses the space of a line that is set close."""
        return " ".join(word.text for word in self.words)

    def onward(self, left: float, top: float) -> str:
        """The words of a line from a place on."""
        line = [word for word in self.words if word.top - 2 < top < word.bottom - 2 and word.left > left - 1]
        return " ".join(word.text for word in line)


def _within(x: float, y: float, link: Link) -> bool:
    return link.left <= x <= link.right and link.top <= y <= link.bottom


def _part(word: Word, link: Link) -> str:
    """What of a word lies under a link: a call is of the size of the word before it, and poppler takes them for one."""
    at_end = re.search(r"\D(\d+)$", word.text)
    if at_end and link.left > word.left + 0.5 and link.right > word.right - 1.5:
        return at_end[1]
    step = (word.right - word.left) / len(word.text)
    middles = [(word.left + (n + 0.5) * step, char) for n, char in enumerate(word.text)]
    return "".join(char for middle, char in middles if link.left - 0.5 <= middle <= link.right + 0.5)


def _overlap(word: Word, link: Link) -> bool:
    wide = min(word.right, link.right) - max(word.left, link.left)
    return wide > 1.5 and link.top <= (word.top + word.bottom) / 2 <= link.bottom


def read_pages(pdf: Path) -> tuple[Page, ...]:
    """The pages of a PDF."""
    boxes = poppler("pdftotext", pdf, "-bbox")
    texts = read_texts(pdf)
    with pikepdf.open(pdf) as opened:
        found = PAGE.findall(boxes)
        numbers = {page.objgen: number for number, page in enumerate(opened.pages)}
        height = float(found[0][0])
        pages = [
            Page(number, opened.pages[number].label, _words(body), _links(opened, number, numbers, height), text)
            for number, ((_, body), text) in enumerate(zip(found, texts, strict=False))
        ]
        assert len(pages) == len(opened.pages)
    return tuple(pages)


def read_texts(pdf: Path) -> list[str]:
    """The text of each page of a PDF; half the work of `read_pages`."""
    return poppler("pdftotext", pdf, "-raw").split("\f")[:-1]


def read_outline(pdf: Path) -> list[tuple[int, str, int]]:
    """The outline: depth, title and page (from 0) of every entry."""
    with pikepdf.open(pdf) as opened, opened.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(opened.pages)}
        entries = [(0, item) for item in outline.root]
        found = []
        while entries:
            depth, item = entries.pop(0)
            found.append((depth, str(item.title), numbers[item.destination[0].objgen]))
            entries = [(depth + 1, child) for child in item.children] + entries
        return found


def golden_text(pages: tuple[Page, ...], folio_of: Callable[[Page], str] = lambda page: page.folio) -> str:
    """The words of every page under its folio; a page number that is counted but not printed stands in brackets."""
    parts = []
    for page in pages:
        folio = folio_of(page) or f"[{page.label}]"
        parts.append(f"== folio {folio} ==\n{page.text.strip()}\n".replace("\n\n", "\n"))
    return "\n".join(parts)


def _words(body: str) -> tuple[Word, ...]:
    found = []
    for left, top, right, bottom, text in WORD.findall(body):
        found.append(Word(html.unescape(text), float(left), float(top), float(right), float(bottom)))
    return tuple(found)


def _links(pdf: pikepdf.Pdf, number: int, numbers: dict[tuple[int, int], int], height: float) -> tuple[Link, ...]:
    """The links within the book on a page; where several boxes of one link lie over one another, the widest."""
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    found: list[Link] = []
    for each in pdf.pages[number].get("/Annots", []):
        if each.get("/Dest") is None:
            continue
        page, _, to_left, to_top, _ = names[str(each.Dest)]
        x1, y1, x2, y2 = (float(value) for value in each.Rect)
        left, right, low, high = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        place = (numbers[page.objgen], float(to_left), height - float(to_top))
        found.append(Link(str(each.Dest), *place, left, height - high, right, height - low))
    return tuple(link for link in found if not any(_covers(other, link) for other in found))


def _covers(outer: Link, inner: Link) -> bool:
    wider = outer.right - outer.left > inner.right - inner.left
    return outer.anchor == inner.anchor and wider and _within(inner.left, inner.top, outer) and outer.top == inner.top
