"""What a section may be asked for so that its pages end well: paragraphs set another way, pages a line short."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from press.compose.cutting import Cut
from press.typesetting.page import Stand


@dataclass(frozen=True, slots=True)
class Wish:
    """What a paragraph is asked for: so many lines more or fewer, no hyphen on certain lines (from 1), another way; or
    a heading: another margin above it, in CSS px; or an ornament: so much more white `around` it, on either side.

    `way` 0 is the best way, 1 the best that ends no line but the last where that does, and so on.
    """

    lines: int = 0
    whole: frozenset[int] = frozenset()
    way: int = 0
    above: float | None = None
    around: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.lines or self.whole or self.way or self.around) or self.above is not None

    def key(self) -> tuple[int, tuple[int, ...], int, float | None, float]:
        """The same in an order that never changes."""
        return self.lines, tuple(sorted(self.whole)), self.way, self.above, self.around


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
class Long:
    """A page of a section (from 1) that is to be a line longer than its depth, and by how much in CSS px."""

    page: int
    by: float


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a section is asked for: paragraphs to be set in another way, by their anchors, in order; short and long
    pages; and where its notes will have to be cut then, by their anchors, which is a guess. `stands`: where its floats
    stood. `column`: the entry of an index that is to begin a column, or none.

    `untried`: what the section costs without all this (in the measure of `copyfit.cost`), if it is not known what it
    costs with it. `verso`: on which side the section began for which all this is best.
    """

    paragraphs: tuple[tuple[str, Wish], ...] = ()
    short: tuple[Short, ...] = ()
    cuts: tuple[tuple[str, tuple[Cut, ...]], ...] = ()
    untried: int | None = None
    stands: tuple[Stand, ...] = ()
    verso: bool = field(default=False, compare=False)
    long: tuple[Long, ...] = ()
    column: str = ""

    def __bool__(self) -> bool:
        return bool(self.paragraphs or self.short or self.cuts or self.long or self.column)

    @property
    def of_pages(self) -> tuple[object, ...]:
        """What of them a layout depends on."""
        return self.paragraphs, self.short, self.long, self.column

    @property
    def of_lines(self) -> dict[str, Wish]:
        """Paragraph → what its lines are asked for: the white above it has nothing to do with them."""
        return {block: each for block, wish in self.paragraphs if (each := replace(wish, above=None, around=0.0))}

    @property
    def shorter(self) -> dict[int, float]:
        """Page (from 1) → by how much it is to be short."""
        return {each.page: each.by for each in self.short}

    @property
    def longer(self) -> dict[int, float]:
        """Page (from 1) → by how much it is to be long."""
        return {each.page: each.by for each in self.long}

    def css(self) -> str:
        """The rules that set margins, and that end a column; those of short pages are told by themselves."""
        white = ((block, wish.above) for block, wish in self.paragraphs if wish.above is not None)
        said = [(block, f"margin-top: {above:g}px") for block, above in white]
        # not by a margin, which the head of a page takes away: the lines below it would stand by half a line too high
        said += [(block, f"padding: {wish.around:g}px 0") for block, wish in self.paragraphs if wish.around]
        said += [(self.column, "break-before: column")] if self.column else []
        return "".join(f' [id="{block}"] {{ {what} !important }}' for block, what in said)

    def key(self) -> tuple[object, ...]:
        """The same in an order that never changes."""
        paragraphs = tuple((anchor, wish.key()) for anchor, wish in self.paragraphs)
        return paragraphs, self.short, self.cuts, self.untried, self.stands, self.verso, self.long, self.column


NO_WISHES = Wishes()
