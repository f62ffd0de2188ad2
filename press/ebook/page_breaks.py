"""Where the pages of the printed book begin in a text without pages: a sign before the word that begins each.

The words of every page are known from its layout (`typesetting.last_places`). In the text they are looked for where the
page before ends, and from there on: a page may begin with what stands elsewhere in the text, as a figure that floats,
or with a head said again, as a table's. A word that is divided between two pages belongs to the one on which it begins.
What the screen has not, a half-title, or words otherwise, as the colophon, has no sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element, tostring

from markupsafe import Markup

from press.bare_letters import bare_letters
from press.ebook.text_files import UNREAD, parse_part
from press.ebook.web_page import Parts
from press.places import Folio, PageWords

HEAD, TAIL = 48, 32
"""So many letters of the head of a page, and of the end of the page before, are looked for."""
FOLIO = re.compile(r"[\s.]*(?:\d+|[ivxlc]+)$")
"""The folio at the end of an entry of contents, which the screen has not; letters before it may go with it."""
FEW = 12
"""Fewer letters than that are found only where the page before ends."""
LINES = 8
"""In so many lines at the head of a page there is one that stands in the text as it is printed."""
INLINE = {"a", "abbr", "b", "em", "i", "s", "span", "strong", "sub", "sup"}
IDS = "b-page-"
"""What the ids of signs begin with."""


def fold(text: str) -> str:
    """The letters and figures of a text, character by character, so that each is known by its place."""
    return "".join(map(bare_letters, text))


class _Letter(NamedTuple):
    """A letter of the text: in which run of characters it stands, and at which of these."""

    run: int
    at: int


class _Run(NamedTuple):
    """Characters within an element, or behind it (`tail`); and the paragraph or the like in which they stand."""

    element: Element
    tail: bool
    text: str
    block: Element


@dataclass(frozen=True, slots=True)
class Paged:
    """Parts with the signs of pages, and the pages that could not be found."""

    parts: Parts
    lost: tuple[Folio, ...]


def with_page_breaks(parts: Parts, pages: Mapping[str, Sequence[PageWords]]) -> Paged:
    """The parts with a sign before the word that begins each page; `pages`: those of each piece, by its anchor."""
    made, lost = [], list[Folio]()
    opening = [_with_signs(each, pages, lost) for each in (parts.title_page, parts.contents)]
    for piece, html in parts.text:
        root = parse_part(str(html))
        lost += _mark(root, pages.get(piece.anchor, ()))
        marked = "".join(tostring(each, encoding="unicode", method="html") for each in root)
        made.append((piece, Markup(marked) if piece.anchor in pages else html))
    # of what closes the book the screen may say other words, which are no page of print
    closing = _with_signs(parts.closing, pages, [], sure=False)
    whole = replace(parts, title_page=opening[0], contents=opening[1], text=tuple(made), closing=closing)
    return Paged(whole, tuple(lost))


def _with_signs(
    html: Markup, pages: Mapping[str, Sequence[PageWords]], lost: list[Folio], *, sure: bool = True
) -> Markup:
    """Pieces that stand one after the other, each in an element with its anchor, with the signs of their pages."""
    root = parse_part(str(html))
    if not any(each.get("id") in pages for each in root):
        return html
    for each in root:
        lost += _mark(each, pages.get(each.get("id", ""), ()), sure=sure)
    return Markup("".join(tostring(each, encoding="unicode", method="html") for each in root))


def _mark(root: Element, pages: Sequence[PageWords], *, sure: bool = True) -> list[Folio]:
    """Put the signs of pages into a part; those that are not found are returned. `sure`: it begins with the first."""
    runs = _runs(root, root)
    places = [_Letter(n, at) for n, run in enumerate(runs) for at, char in enumerate(run.text) for _ in fold(char)]
    letters = "".join(fold(char) for run in runs for char in run.text)
    found: list[tuple[int, Folio]] = []
    lost, begin, before = [], 0, ""
    for number, page in enumerate(pages):
        at = _begin_of(page, letters, begin, before) if number else _first_of(page, letters, sure=sure)
        if at < 0 or not places:
            lost.append(page.folio)
        else:
            found.append((at, page.folio))
            begin = at + 1
        before = "".join(map(fold, page.lines)) or before
    # from the last to the first: what stands before a sign stays where it is
    for at, folio in reversed(found):
        _put(root, runs, _word_at(runs, places, at), folio)
    return lost


def _runs(element: Element, block: Element) -> list[_Run]:
    """The characters of a part in order, as they are printed."""
    block = block if element.tag in INLINE else element
    runs = [_Run(element, False, element.text, block)] if element.text else []
    for child in element:
        if isinstance(child.tag, str) and child.get("class") not in UNREAD:
            runs += _runs(child, block)
        if child.tail:
            runs.append(_Run(child, True, child.tail, block))
    return runs


def _first_of(page: PageWords, letters: str, *, sure: bool) -> int:
    """The letter with which the first page of a part begins: its own first, unless the screen has a title before it.
    `sure`: it does so though the screen words it otherwise.
    """
    head = "".join(map(fold, page.lines))[:HEAD]
    at = letters.find(head) if len(head) >= FEW else -1
    return max(at, 0) if sure else at


def _begin_of(page: PageWords, letters: str, begin: int, before: str) -> int:
    """The letter with which a page begins, not before `begin`; -1 if it is not found. `before`: the page before it."""
    tail = before[-TAIL:]
    end = letters.find(tail, begin) + len(tail) if tail and tail in letters[begin:] else begin
    for n in range(min(LINES, len(page.lines))):
        head = "".join(map(fold, page.lines[n:]))[:HEAD]
        if not head:
            continue
        if letters.startswith(head, end):
            return end
        at = letters.find(head, end)
        at = letters.find(head, begin) if at < 0 else at
        if at >= 0 and len(head) >= FEW:
            return at
    for line in filter(FOLIO.search, page.lines[:LINES]):
        head = fold(FOLIO.sub("", line))
        if len(head) >= FEW and (at := letters.find(head, begin)) >= 0:
            return at
    return -1


def _word_at(runs: Sequence[_Run], places: Sequence[_Letter], at: int) -> _Letter:
    """The letter with which the next word begins, from a letter on."""
    while at + 1 < len(places):
        run, char = places[at]
        text = runs[run].text
        if char == 0 and (run == 0 or not _joined(runs[run - 1], runs[run])):
            break
        previous = text[char - 1] if char else runs[run - 1].text[-1]
        if not (previous.isalnum() or previous in "’'\u00ad"):
            break
        at += 1
    return places[at]


def _joined(before: _Run, after: _Run) -> bool:
    """Whether a word goes on from one run into the next: not out of a paragraph, nor behind the call of a note."""
    call = after.tail and after.element.tag == "sup"
    return before.block is after.block and not call and before.text[-1].isalnum()


def _put(root: Element, runs: Sequence[_Run], where: _Letter, folio: Folio) -> None:
    """Put the sign of a page before a word, and before the marks that open it."""
    run = runs[where.run]
    at = where.at
    while at and not run.text[at - 1].isspace() and not run.text[at - 1].isalnum():
        at -= 1
    if at and run.text[at - 1].isalnum():  # what stands there is between two words, and opens none
        at = where.at
    sign = Element("span", {"class": "page-break", "id": f"{IDS}{folio}", "role": "doc-pagebreak"})
    sign.set("title", str(folio))
    parents = {child: parent for parent in root.iter() for child in parent}
    element, tail = run.element, run.tail
    while at == 0 and not tail and element.tag in INLINE:  # before the emphasis or the link, not within
        parent = parents[element]
        place = list(parent).index(element)
        element, tail, at = (parent[place - 1], True, -1) if place else (parent, False, -1)
        text = (element.tail if tail else element.text) or ""
        if text.strip() and not text[-1].isspace():
            break
        at = 0 if not tail and not text.strip() and element.tag in INLINE else -1
    text = (element.tail if tail else element.text) or ""
    at = len(text) if at < 0 else at
    sign.tail = text[at:]
    if tail:
        element.tail = text[:at]
        parent = parents[element]
        parent.insert(list(parent).index(element) + 1, sign)
    else:
        element.text = text[:at]
        element.insert(0, sign)
