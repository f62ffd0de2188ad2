"""The account of notes: after every layout, is each note printed once, on the page of its call, in order, in its place?

The engine can lose a note, or print it pages away from its call, or over the text, without a word. So nothing is
believed: what stands on the made pages (`engine.notes` reads it off) is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeAlias

CALL = "call-"
"""What the id of a call begins with, before that of its note."""
PIECE = "--"  # between a note's anchor and the number of its piece, in the id of a continued piece
Fault = Literal["lost", "strayed", "overlapping", "out of order", "doubled", "called twice", "not called"]
Slip: TypeAlias = tuple[str, int]
"""A piece of a note: the note's anchor, and the piece's number from 1."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A note that is not where it must be; pages count from 0 within the section."""

    anchor: str
    fault: Fault
    page: int
    printed: int | None


@dataclass(frozen=True, slots=True)
class Foot:
    """A page as the repair of notes sees it.

    `white`: what is left empty between text and notes; `early`: the notes called in the first lines of text, `first`
    those in the very first; `printed`: the pieces at the foot, in order, with their heights; `height`: of the page's
    type area, `line`: of a line of text. All in CSS px.
    """

    white: float
    first: tuple[str, ...]
    early: tuple[str, ...]
    printed: tuple[tuple[Slip, float], ...]
    height: float
    line: float


@dataclass(frozen=True, slots=True)
class NoteArea:
    """What the style wants of the notes at the foot of a page, as measured there, in CSS px.

    `apart`: all that stands between text and notes (margins, padding, a rule); `kept`: how much of the type area notes
    never have, however many there are; `line`: a line of a note.
    """

    apart: float = 0.0
    kept: float = 0.0
    line: float = 0.0


@dataclass(frozen=True, slots=True)
class PageNotes:
    """The notes of a page as laid out: the pieces called on it, in order; its foot; the pieces whose last line fills
    the measure; the notes that stand over the text or leave the type area; and their area, if there are any. `away`:
    the notes called on it that stand at an end; `ends`: those of an end that begin on it, in order.
    """

    called: tuple[Slip, ...]
    foot: Foot
    full: frozenset[Slip]
    overlapping: tuple[str, ...]
    area: NoteArea | None
    away: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Where the notes of a section stand: note → pages of its pieces, in order; calls; pages; and what is amiss.

    `full`: the pieces whose last line fills the measure, or nearly so. `area`: what notes take on any of the pages.
    `ended`: the notes that stand at an end here, and on which page each begins; `amiss`: what is wrong with these, or
    with the calls of such, which no other layout would mend.
    """

    calls: Mapping[str, int]
    pieces: Mapping[str, tuple[int, ...]]
    feet: tuple[Foot, ...]
    full: frozenset[Slip]
    strays: tuple[Stray, ...]
    area: NoteArea
    ended: Mapping[str, int] = field(default_factory=dict)
    amiss: tuple[Stray, ...] = ()

    @property
    def continued(self) -> int:
        """How many notes run on to another page."""
        return sum(1 for pages in self.pieces.values() if len(set(pages)) > 1)

    def heights(self, anchor: str) -> tuple[float, ...]:
        """The heights of a note's pieces, in CSS px."""
        return tuple(height for foot in self.feet for (note, _), height in foot.printed if note == anchor)

    @property
    def placed(self) -> int:
        """How many notes begin on the page of their call."""
        return sum(1 for note, pages in self.pieces.items() if pages[0] == self.calls.get(note))


def take_account(
    pages: Sequence[PageNotes], expected: Sequence[str], away: Sequence[str] = (), ends: Sequence[str] = ()
) -> Account:
    """The account of one section: its `pages` as laid out, and the anchors of its notes in the manuscript's order.

    `away`: those called in it that stand at an end; `ends`: those that stand at an end in it, as they follow there.
    """
    called = [(each, number) for number, page in enumerate(pages) for each in page.called]
    feet = [page.foot for page in pages]
    printed = [(each, number) for number, foot in enumerate(feet) for each, _ in foot.printed]
    calls_of: dict[str, int] = {}
    for (anchor, _), number in called:
        calls_of.setdefault(anchor, number)  # the first piece's; a later one may be called behind another note
    pieces: dict[str, list[int]] = {}
    for (anchor, _), number in printed:
        pieces.setdefault(anchor, []).append(number)
    strays = [Stray(note, "overlapping", n, n) for n, page in enumerate(pages) for note in page.overlapping]
    for anchor in expected:
        strays += _whereabouts(anchor, calls_of.get(anchor), pieces)
    strays += _miscounted(called, printed)
    strays += _out_of_order(feet, expected)
    # In page order, for a stray moves all that comes after it: the first is mended first.
    in_page_order = sorted(set(strays), key=lambda s: (s.page, expected.index(s.anchor), s.fault))
    places = {key: tuple(value) for key, value in pieces.items()}
    full = frozenset(piece for page in pages for piece in page.full)
    area = _least([page.area for page in pages if page.area])
    ended = [(anchor, number) for number, page in enumerate(pages) for anchor in page.ends]
    amiss = (*_miscalled([anchor for page in pages for anchor in page.away], away), *_misplaced(ended, ends))
    return Account(calls_of, places, tuple(feet), full, tuple(in_page_order), area, dict(reversed(ended)), amiss)


def _miscalled(called: Sequence[str], expected: Sequence[str]) -> Iterator[Stray]:
    """Notes at an end whose call is not printed, or printed more than once."""
    counts = Counter(called)
    for anchor in expected:
        if counts[anchor] != 1:
            yield Stray(anchor, "called twice" if counts[anchor] else "not called", 0, None)


def _misplaced(ended: Sequence[tuple[str, int]], expected: Sequence[str]) -> Iterator[Stray]:
    """Notes at an end that are not printed there, printed twice, or not where they follow from one another."""
    pages = dict(reversed(ended))
    counts = Counter(anchor for anchor, _ in ended)
    for anchor in expected:
        if counts[anchor] != 1:
            yield Stray(anchor, "doubled" if counts[anchor] else "lost", pages.get(anchor, 0), pages.get(anchor))
    rank = {anchor: number for number, anchor in enumerate(expected)}
    for (before, _), (after, page) in pairwise(ended):
        if rank.get(before, -1) > rank.get(after, len(rank)):
            yield Stray(after, "out of order", page, page)


def _least(areas: Sequence[NoteArea]) -> NoteArea:
    """What notes take on any page: the least of each measure, for on a page that is to be a line short more stands
    between text and notes, and a line may be higher than others for what stands in it.
    """
    if not areas:
        return NoteArea()  # then no note is printed, and nothing has been measured
    return NoteArea(min(a.apart for a in areas), min(a.kept for a in areas), min(a.line for a in areas))


def _whereabouts(anchor: str, call: int | None, pieces: Mapping[str, Sequence[int]]) -> Iterator[Stray]:
    """Whether a note begins on the page of its call and goes on page after page."""
    pages = pieces.get(anchor, ())
    if call is None or not pages:
        yield Stray(anchor, "lost", call or 0, None)
    elif pages[0] != call:
        yield Stray(anchor, "strayed", call, pages[0])
    else:
        for before, after in pairwise(pages):
            between = range(before + 1, after)
            # It may pass over a page only while a note that began before it is still being finished there.
            if after < before or any(not _busy(page, anchor, pieces) for page in between):
                yield Stray(anchor, "strayed", call, after)


def _busy(page: int, waiting: str, pieces: Mapping[str, Sequence[int]]) -> bool:
    """Whether another note goes on over a page that a waiting note passes over."""
    return any(page in pages[1:] and pages[0] < page for anchor, pages in pieces.items() if anchor != waiting)


def _miscounted(called: Sequence[tuple[Slip, int]], printed: Sequence[tuple[Slip, int]]) -> Iterator[Stray]:
    """Pieces called and not printed, printed twice, or called twice (a table's head does so on every page)."""
    calls, prints = Counter(each for each, _ in called), Counter(each for each, _ in printed)
    for each, page in called:
        if not prints[each]:
            yield Stray(each[0], "lost", page, None)
        if calls[each] > 1:
            yield Stray(each[0], "called twice", page, None)
    for each, page in printed:
        if prints[each] > 1:
            yield Stray(each[0], "doubled", page, page)


def _out_of_order(feet: Sequence[Foot], expected: Sequence[str]) -> Iterator[Stray]:
    """On a page notes stand in the order of their numbers, so that what is continued comes first; and from page to page
    they go on in it. Cells of a row that is divided are not read page by page, and their notes may go back.
    """
    rank = {anchor: number for number, anchor in enumerate(expected)}
    latest = -1
    for page, foot in enumerate(feet):
        for (before, _), (after, _) in pairwise(foot.printed):
            if (rank[before[0]], before[1]) > (rank[after[0]], after[1]):
                yield Stray(after[0], "out of order", page, page)
        begun = [rank[anchor] for (anchor, piece), _ in foot.printed if piece == 1]
        for each in begun:
            if each < latest:
                yield Stray(expected[each], "out of order", page, page)
        latest = max((latest, *begun))


def blocks_begun(anchors: tuple[tuple[str, ...], ...], page: int) -> list[str]:
    """The blocks that begin on a page, but the first to stand on it; not those that follow a heading, which go
    with it.
    """
    earlier = set(anchors[page - 1]) if page else set()
    standing = [anchor for anchor in anchors[page] if anchor.startswith(("b-", "bh-"))]
    return [anchor for before, anchor in pairwise(standing) if anchor not in earlier and not before.startswith("bh-")]
