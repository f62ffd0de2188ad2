"""The pages of a book with the place of the manuscript that each of their lines comes from.

In come sections as they were set; out go plain values that lie beside the PDF, in which nothing of this stands. A block
of a page is known by its id, and composing has kept from which line of the manuscript each was made. Which of the lines
of a paragraph a line of type was, its words tell, when somebody asks (`line_of`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import TypeAlias

from press.places import Folio
from press.preview.entries import EntryOrigins, entries_in
from press.problem import Origin
from press.typesetting.page import Line, Page
from press.typesetting.paginate import Setting
from press.typesetting.workshop import Workshop

Texts: TypeAlias = Mapping[str, Sequence[str]]
"""The files of a manuscript, line by line, by their paths as they are told to people."""
Written: TypeAlias = tuple[int, int]
"""A line of a file and a column of it, both from 1."""
WORD = re.compile(r"[^\W_]+")
LONGEST = 80
"""Lines of the manuscript in which the words of one block are looked for at most."""


@dataclass(frozen=True, slots=True)
class TracedLine:
    """A line of type: its box in CSS px from the page's top left corner (left, top, width, height), its words, whether
    they end in a hyphen that no word has, where in the manuscript its block begins, and which block that is.
    """

    box: tuple[float, float, float, float]
    text: str
    divided: bool
    origin: Origin
    block: str


@dataclass(frozen=True, slots=True)
class TracedPage:
    """A page: its folio, its measures in CSS px, its lines; the anchor of its section; whether it stands on its left
    side; where the manuscript asks for the section.
    """

    folio: Folio
    width: float
    height: float
    lines: tuple[TracedLine, ...]
    section: str = ""
    turned: bool = False
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the outline: its level from 1, its words, its page (from 0)."""

    level: int
    label: str
    page: int


def trace_pages(shop: Workshop, settings: Iterable[Setting], folios: Sequence[Folio] = ()) -> tuple[TracedPage, ...]:
    """The pages of some sections; all `folios` of a book with those that were left blank between sections."""
    made = {folio.sheet: page for setting in settings for folio, page in _pages(shop, setting)}
    if not made:
        return ()
    size = next(iter(made.values()))
    blank = (TracedPage(folio, size.width, size.height, ()) for folio in folios if folio.sheet not in made)
    return tuple(sorted((*made.values(), *blank), key=lambda page: page.folio.sheet))


def _pages(shop: Workshop, setting: Setting) -> Iterator[tuple[Folio, TracedPage]]:
    origins = shop.composer.origins
    own = origins.get(f"section {setting.piece.anchor}", setting.piece.origin)
    entries = entries_in(shop.book, setting.piece, own, shop.style.words)
    for folio, page in zip(setting.folios, setting.fragment.survey, strict=True):
        lines = (*page.lines, *page.notes, *(line for each in page.floats for line in each.lines))
        traced = tuple(_line(line, page, origin_of(line, origins, entries)) for line in lines if line.text)
        # a turned page is told as it is read, and seen as it stands
        width, height = (page.height, page.width) if page.turned else (page.width, page.height)
        size = round(width, 2), round(height, 2)
        yield folio, TracedPage(folio, *size, traced, setting.piece.anchor, page.turned, own)


def origin_of(line: Line, origins: Mapping[str, Origin], entries: EntryOrigins) -> Origin:
    """Where a line comes from; one of a piece of a note from where the note does."""
    block = line.block
    return origins.get(block) or origins.get(block.partition("--")[0]) or entries.of(block, line.text)


def _line(line: Line, page: Page, origin: Origin) -> TracedLine:
    left, top, width, height = line.x, line.y, line.width, line.height
    if page.turned:
        left, top, width, height = top, page.width - left - width, height, width
    box = round(left, 1), round(top, 1), round(width, 1), round(height, 1)
    # a hyphen that the line shows and its word may have: what is looked for is found either way
    return TracedLine(box, line.text, line.hyphen, origin, line.block)


def outline(settings: Iterable[Setting], pages: Sequence[TracedPage]) -> tuple[OutlineEntry, ...]:
    """The headings of some sections, each with its page."""
    at = {page.folio.sheet: number for number, page in enumerate(pages)}
    return tuple(
        OutlineEntry(mark.level, mark.label, at[setting.folios[mark.page].sheet])
        for setting in settings
        for mark in setting.fragment.bookmarks
    )


# --- from the page to the manuscript, and back -------------------------------------------------------


class Traces:
    """The pages of one view, and the files that they were made from, asked in both directions."""

    def __init__(self, pages: Sequence[TracedPage], texts: Texts) -> None:
        self.pages, self.texts = pages, texts
        self._refined: dict[tuple[str, Origin], dict[tuple[int, int], Written]] = {}

    @cached_property
    def _blocks(self) -> dict[tuple[str, Origin], list[tuple[int, int]]]:
        """Every block with its lines, each by its page and its number there (both from 0)."""
        found: dict[tuple[str, Origin], list[tuple[int, int]]] = {}
        for page, each in enumerate(self.pages):
            for n, line in enumerate(each.lines):
                found.setdefault((line.block.partition("--")[0], line.origin), []).append((page, n))
        return found

    @cached_property
    def _begun(self) -> dict[str, list[int]]:
        """Where the blocks of each file begin, without notes, which stand within others."""
        found: dict[str, set[int]] = {}
        for block, origin in self._blocks:
            if not _is_note(block, origin):
                found.setdefault(origin.path, set()).add(origin.line)
        return {path: sorted(lines) for path, lines in found.items()}

    def line_of(self, page: int, number: int) -> tuple[Origin, int]:
        """The line of the manuscript from which a line of a page comes, and the column (from 1) of its first word.
        Raises `IndexError` if there is none.
        """
        line = self.pages[page].lines[number]
        key = line.block.partition("--")[0], line.origin
        at, column = self._lines_of_block(key)[page, number]
        return Origin(line.origin.path, at), column

    def _lines_of_block(self, key: tuple[str, Origin]) -> dict[tuple[int, int], Written]:
        if key not in self._refined:
            places = self._blocks[key]
            printed = [self.pages[page].lines[n] for page, n in places]
            path, first = key[1].path, key[1].line
            begun = self._begun.get(path, [])
            after = next(iter(begun[bisect_right(begun, first) :]), first + LONGEST)
            found = lines_written(printed, self.texts.get(path, ())[: after - 1], first)
            self._refined[key] = dict(zip(places, found, strict=True))
        return self._refined[key]

    def place_of(self, path: str, line: int) -> tuple[int, float] | None:
        """Where on the pages a line of the manuscript is printed: the page (from 0), and how far down it, in shares of
        its height. None for a file of which nothing is printed. What prints nothing is where the text before it is.
        """
        blocks = [key for key in self._blocks if key[1].path == path]
        if not blocks:
            return None
        before = [key for key in blocks if key[1].line <= max(line, 1)] or [min(blocks, key=lambda key: key[1].line)]
        found: list[tuple[int, bool, tuple[int, int]]] = []
        for notes in (False, True):  # a note may begin on the line of the text that calls it
            kind = [key for key in before if _is_note(*key) is notes]
            first = max((key[1].line for key in kind), default=0)
            here = [place for key in kind if key[1].line == first for place in self._lines_of_block(key).items()]
            found += [(n, notes, place) for place, (n, _) in here]
        best = max((n for n, *_ in found if n <= line), default=min(n for n, *_ in found))
        # of several lines of type that one line of the manuscript makes, the first
        page, number = min((notes, place) for n, notes, place in found if n == best)[1]
        there = self.pages[page]
        return page, round(there.lines[number].box[1] / there.height, 4)


def _is_note(block: str, origin: Origin) -> bool:
    """Whether a block stands in a note: those of the text have ids of their own kinds, and records have no notes."""
    return origin.path.endswith(".md") and not block.startswith(("b-", "bh-"))


def lines_written(printed: Sequence[TracedLine], text: Sequence[str], first: int) -> list[Written]:
    """For each line of type of a block that begins on the line `first` of a text: where its words begin there."""
    here = text[first - 1 : first - 1 + LONGEST] if first else ()
    words = [
        (found[0].casefold(), n, found.start() + 1)
        for n, line in enumerate(here, first)
        for found in WORD.finditer(line)
    ]
    wanted = [(word, n) for n, line in enumerate(printed) for word in WORD.findall(line.text.casefold())]
    match = SequenceMatcher(None, [word for word, _ in wanted], [word for word, *_ in words], autojunk=False)
    found: dict[int, Written] = {}
    for a, b, length in match.get_matching_blocks():
        for at in range(length):
            found.setdefault(wanted[a + at][1], words[b + at][1:])
    places, last = [], (first, 1)
    for n in range(len(printed)):
        places.append(last := max(last, found.get(n, last)))
    return places


def line_now(line: int, then: Sequence[str], now: Sequence[str]) -> int:
    """Where a line of a text (from 1) stands in another version of it; the line where it was, if it is gone."""
    if not line or then == now:
        return line
    for op, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if a <= line - 1 < b:
            return c + (line - 1 - a) + 1 if op == "equal" else min(c + (line - 1 - a), max(d - 1, c)) + 1
    return len(now) or 1


# --- what has changed ----------------------------------------------------------------------------------


def changed_lines(before: Sequence[TracedPage], now: Sequence[TracedPage]) -> dict[int, list[int]]:
    """The lines that were not so before, by their page (from 0); what has only moved is no change."""
    old = [line.text for page in before for line in page.lines]
    new = [(page, n, line.text) for page, each in enumerate(now) for n, line in enumerate(each.lines)]
    start = next(
        (n for n, (a, b) in enumerate(zip_longest(old, new)) if b is None or a != b[2]), min(len(old), len(new))
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end][2]:
        end += 1
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    found: dict[int, list[int]] = {}
    match = SequenceMatcher(None, left, [text for _, _, text in right], autojunk=False)
    for (_, after, length), (_, until, _) in pairwise([(0, 0, 0), *map(tuple, match.get_matching_blocks())]):
        for page, n, _ in right[after + length : until]:
            found.setdefault(page, []).append(n)
    return found
