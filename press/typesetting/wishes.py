"""What a section may be asked for so that its pages end well: paragraphs set another way, pages a line short."""

from __future__ import annotations

from dataclasses import dataclass

from press.compose.cutting import Cut
from press.typesetting.page import Stand


@dataclass(frozen=True, slots=True)
class Wish:
    """What a paragraph is asked for: so many lines more or fewer, no hyphen on certain lines (from 1), another way.

    `way` 0 is the best way, 1 the best that ends no line but the last where that does, and so on.
    """

    lines: int = 0
    whole: frozenset[int] = frozenset()
    way: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines or self.whole or self.way)

    def key(self) -> tuple[int, tuple[int, ...], int]:
        """The same in an order that never changes."""
        return self.lines, tuple(sorted(self.whole)), self.way


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Short:
    """A page of a section (from 1) that is to be a line short: by how much, whether it has notes, and what it is to
    keep free for that, above its notes or, if it has none, at its foot. In CSS px.
    """

    page: int
    by: float
    notes: bool
    free: float

    def css(self) -> str:
        """The rule that makes it so."""
        kept = f"@footnote {{ margin-top: {self.free:g}px !important }}"
        return f"@page :nth({self.page}) {{ {kept if self.notes else f'padding-bottom: {self.free:g}px !important'} }}"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a section is asked for: paragraphs to be set in another way, by their anchors, in order; short pages; and
    where its notes will have to be cut then, by their anchors, which is a guess. `stands`: where its floats stood.

    `untried`: what the section costs without all this (in the measure of `copyfit.cost`), if it is not known what it
    costs with it.
    """

    paragraphs: tuple[tuple[str, Wish], ...] = ()
    short: tuple[Short, ...] = ()
    cuts: tuple[tuple[str, tuple[Cut, ...]], ...] = ()
    untried: int | None = None
    stands: tuple[Stand, ...] = ()

    def __bool__(self) -> bool:
        # Cuts alone are no wish: notes that leave a page short are cut in any case.
        return bool(self.paragraphs or self.short)

    def key(self) -> tuple[object, ...]:
        """The same in an order that never changes."""
        paragraphs = tuple((anchor, wish.key()) for anchor, wish in self.paragraphs)
        return paragraphs, self.short, self.cuts, self.untried, self.stands


NO_WISHES = Wishes()
