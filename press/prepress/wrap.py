"""The measures of a cover: a paperback's, a case's, a jacket's; from the leaves inside, and the paper."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from press.book import Book
from press.fields import POINTS
from press.pdf.page_boxes import extent, trim_of
from press.prepress.house import HouseCoverRecord, in_millimetres
from press.prepress.house_checks import SLACK, say_size
from press.prepress.preflight import Checked
from press.prepress.rules import NO_PAPER
from press.problem import Faulty, Problem
from press.rules import WRONG_VALUE

PLAIN = HouseCoverRecord()
"""A paperback for no house in particular."""
THICKEST = 150 * POINTS["mm"]
"""Points: no machine binds a thicker book."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """The measures of a cover in points: of its front and back, the book's pages, the thickness of the spine.

    A case has a `hinge` on both sides of its spine, a jacket has `flap`s.
    """

    width: float
    height: float
    pages: int
    spine: float
    hinge: float = 0.0
    flap: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """The flat cover, trimmed."""
        return 2 * (self.flap + self.width + self.hinge) + self.spine, self.height

    @property
    def back_left(self) -> float:
        """Where the back begins, from the left edge of the flat cover."""
        return self.flap

    @property
    def spine_left(self) -> float:
        """Where the spine begins."""
        return self.flap + self.width + self.hinge

    @property
    def front_left(self) -> float:
        """Where the front begins."""
        return self.spine_left + self.spine + self.hinge

    @property
    def front_flap_left(self) -> float:
        """Where the flap of the front begins, which is folded in behind it."""
        return self.front_left + self.width


def measure(printed: bytes, book: Book, asked: HouseCoverRecord = PLAIN) -> Wrap:
    """The measures of the cover of a print edition, as a house asks for it. Raises `Faulty` when the paper's thickness
    is not said, or makes a book that nobody could bind.

    A spine is as wide as all leaves, which have two pages each, and both boards. Boards stand out over the leaves.
    """
    cover = book.cover
    leaf = asked.leaf.points or cover.leaf
    if not leaf:
        origin = cover.origin if cover.origin.path else book.origin
        hint = "cover: {paper: {leaf: 0.1mm}}, or pages_per_inch, or grammage and volume"
        raise Faulty([Problem(origin, NO_PAPER, "how thick the paper is must be known for the spine", hint)])
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        pages = len(pdf.pages)
        left, bottom, right, top = trim_of(pdf.pages[0])
    # a house that says how thick its leaves are reckons the card in with them
    board = asked.board.points if asked.leaf.points or asked.board.points else cover.board
    spine = pages / 2 * leaf + 2 * board
    if spine > THICKEST:
        said = asked if asked.leaf.points else cover
        thick = f"{in_millimetres(spine)}, of leaves of {in_millimetres(leaf)}"
        message = f"{pages} pages would make a spine of {thick}"
        raise Faulty([Problem(said.origin, WRONG_VALUE, message, "a leaf is about 0.1mm thick")])
    if asked.binding == "perfect":
        return Wrap(right - left, top - bottom, pages, spine)
    width = right - left + asked.overhang.points
    height = top - bottom + 2 * asked.overhang.points
    return Wrap(width, height, pages, spine, asked.hinge.points, asked.flap.points if asked.binding == "jacket" else 0)


def trim_size(printed: bytes) -> tuple[float, float]:
    """The trim of a print edition."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        return extent(trim_of(pdf.pages[0]))


def template_check(cover: bytes, printed: bytes, book: Book, asked: HouseCoverRecord) -> Checked:
    """Whether a cover is as large as the house's template for a print edition would be."""
    width, height = found = trim_size(cover)
    try:
        wanted = measure(printed, book, asked).size
    except Faulty:  # a cover that others made, for paper of which the book says nothing
        return Checked("template", "any, for the paper is not said", say_size((0, 0, width, height)), True, 0)
    good = all(abs(one - other) <= SLACK for one, other in zip(wanted, found, strict=True))
    return Checked("template", say_size((0, 0, *wanted)), say_size((0, 0, width, height)), good, 0 if good else 1)
