"""The nouns of a page as it is looked at: a page and its lines. Plain values, in CSS px; `engine.survey` makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import Literal, TypeAlias

Kind = Literal["text", "quotation", "heading", "list", "table", "caption", "note"]
"""What a line belongs to, by the HTML element around it."""
RUNNING = frozenset({"text", "quotation", "list", "note"})
"""What is read line after line, and set as paragraphs."""
PX = 0.75
"""Points in a CSS px."""
Widths = Literal["", "alike", "own"]
"""Whether the figures of a line are all of one width, or each has its own; empty where it has no number of several."""
Stray = Literal["here", "other", "early"]
"""What is amiss with a float: it stands in the text, or elsewhere on a page than it is to, or before the spread on
which it is first mentioned.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of type. Lengths are CSS px from the page's top left corner.

    `x`, `right`: the edges of the type itself; `left_edge`, `right_edge`: those of the measure it is set to. `gap`:
    its word space as a share of the type size (1 is an em), of `gaps` such spaces. `justified`: it was to fill the
    measure. `block`: the id of the element it stands in. `first`, `last`: of its paragraph. `column`: from 1, or 0
    where there are none. `calls`: the notes called on it, and where. `tied`: it must stay with what follows it.
    `margin`: the white that the style wants above it, and that is left out at the head of a page; `own`: the margin
    that its own block has there, None of a heading without an id. `figures`: how wide these are. `touching`: the
    number of a note, or a call of one, that touches what stands beside it. `least`: how many lines of its paragraph
    at least must stand before the end of a page, and after it. `document`: the document of whose text it is a line, by
    its id; verse whose own lines are numbered is none. `headnote`: it is of what the editors say before a document.
    `strained`: its type is as wide or as narrow as it may be. `river`: spaces stand below one another down to it.
    """

    block: str
    kind: Kind
    left_edge: float
    right_edge: float
    x: float
    right: float
    y: float
    height: float
    baseline: float
    size: float
    gap: float
    gaps: int
    justified: bool
    hyphen: bool
    first: bool
    last: bool
    column: int
    text: str
    calls: tuple[tuple[str, float], ...] = ()
    tied: bool = False
    margin: float = 0.0
    own: float | None = 0.0
    least: tuple[int, int] = (2, 2)
    figures: Widths = ""
    touching: str = ""
    document: str = ""
    headnote: bool = False
    strained: bool = False
    river: bool = False

    @property
    def width(self) -> float:
        """Of the type."""
        return self.right - self.x


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a float stands: the page of the text; at its `top` or `bottom`, on a `page` of its own behind it; or `here`
    in the text, or `over` on the next page of it, whatever page. `room`: what it takes of a page of text, in CSS px.
    """

    anchor: str
    page: int
    at: str
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class Floated:
    """What stands at the head or the foot of a page, or alone on it, apart from the text: its box (x, y, width,
    height), its lines, and its pictures.
    """

    box: tuple[float, float, float, float]
    lines: tuple[Line, ...]
    pictures: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Something in the margin: its box (x, y, width, height), the top of the line that it is written at, and whether it
    is a heading.
    """

    box: tuple[float, float, float, float]
    line: float
    heading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its size and type area (x, y, width, height), the lines of text and of notes, and how they fill it.

    `depth`: from the top of the type area to the foot of the last line or picture; `notes_depth`: of the notes with
    what parts them from the text, 0 without notes; `white`: what is left between the two; `pitch`: the commonest
    distance from line to line; `free`: what the style keeps free above the notes or, without notes, at the foot;
    `below`: the margin that it wants below the last line, which is left out there. `pictures`: boxes (x, y, width,
    height) that hold no type. All in CSS px. `asked`: families of type, and features of OpenType that the style wants
    of them here. `turned`: it is told as it is read, with its head up, and stands on its left side in the book.
    `sides`: what stands in the margin. `long`: by how much it was set longer than its depth. `floats`: what stands on
    it apart from the text, and is in neither lines nor pictures; `room`: the height that this takes, which is no part
    of the area; `room_above`: what of it is above the area. `alone`: a float has the page to itself. `strays`: the
    blocks of floats that stand on it otherwise than was asked for, and how.
    """

    verso: bool
    blank: bool
    width: float
    height: float
    area: tuple[float, float, float, float]
    lines: tuple[Line, ...]
    notes: tuple[Line, ...]
    pictures: tuple[tuple[float, float, float, float], ...]
    depth: float
    notes_depth: float
    white: float
    pitch: float
    free: float = 0.0
    below: float = 0.0
    turned: bool = False
    asked: tuple[tuple[str, bool, str, str], ...] = ()
    floats: tuple[Floated, ...] = ()
    room: float = 0.0
    room_above: float = 0.0
    alone: bool = False
    strays: tuple[tuple[str, Stray], ...] = ()
    sides: tuple[Beside, ...] = ()
    long: float = 0.0

    @property
    def lacking(self) -> int:
        """How many more lines of text the page has room for, fewer than none if it is longer than it was to be; half a
        px is forgiven.
        """
        if not self.pitch:
            return 0
        return floor((self.white + 0.5) / self.pitch) if self.long else max(0, int((self.white + 0.5) / self.pitch))


Survey: TypeAlias = tuple[Page, ...]
"""The pages of a section, in order."""


def lines_of(pages: Survey) -> Iterator[tuple[int, Line]]:
    """Every line of text and notes, and of what floats, with its page from 0."""
    yield from text_of(pages)
    yield from notes_of(pages)
    yield from ((n, line) for n, page in enumerate(pages) for each in page.floats for line in each.lines)


def text_of(pages: Survey) -> Iterator[tuple[int, Line]]:
    """Every line of text, with its page from 0."""
    return ((number, line) for number, page in enumerate(pages) for line in page.lines)


def notes_of(pages: Survey) -> Iterator[tuple[int, Line]]:
    """Every line of a note, with its page from 0."""
    return ((number, line) for number, page in enumerate(pages) for line in page.notes)


def facing(pages: Survey) -> Iterator[tuple[int, Page, Page]]:
    """The spreads that lie within a section, but those with its last page: the verso's number from 0, verso, recto."""
    for page, (verso, recto) in enumerate(pairwise(pages[:-1])):  # the last page ends where the text does
        if verso.verso and not verso.blank and not recto.blank:
            yield page, verso, recto


def headed(page: Page) -> bool:
    """Whether a heading stands on a page."""
    return any(line.kind == "heading" for line in page.lines)
