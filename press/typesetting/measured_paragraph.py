"""The nouns of breaking a paragraph into lines: as it is measured, and as it is set. All lengths are of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

SHRINK = 0.31
"""By how much of itself a space may shrink, where nothing else is said."""


class Place(NamedTuple):
    """Where a line may end and the next begin; lengths run from the beginning of the paragraph.

    `end`: up to the last letter before it, a hyphen to be printed included; `begin`: up to the first letter after it.
    `spaces_end`, `spaces_begin`: how much of each is space between words. `hyphen`: whether the line ends in one;
    `demerits`: what it costs to end a line there, beyond what any hyphen costs. `last`, `first`: the words before and
    after it, where they would be seen above their like.
    """

    end: float
    begin: float
    spaces_end: float
    spaces_begin: float
    hyphen: bool = False
    demerits: float = 0.0
    last: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredParagraph:
    """What is to be broken: places in order, the last being the end of the paragraph.

    `opening`: the places as the first line would measure them, if that is set in another way. `give`: by how much of
    its length the type itself of a line may be widened or narrowed. `fills`: the last line fills the measure.
    `least`: how long the last line should be. `beside`: by how much each line after the first is shorter, as those are
    that stand beside an initial. `shrink`: by how much of itself a space may shrink; `pinched`: by how much it has
    shrunk when it is seen to be narrow. `fits`, `rivers`: what has been found of it already, for layouts and make-ups
    ask for the same again and again: by what is asked for, and by the ends of its lines.
    """

    places: Sequence[Place]
    measure: float
    indent: float = 0.0
    opening: Sequence[Place] = ()
    give: float = 0.0
    fills: bool = False
    least: float = 0.0
    beside: Sequence[float] = ()
    shrink: float = SHRINK
    pinched: float = 1.0
    fits: dict[object, Fit] = field(default_factory=dict, init=False, repr=False, compare=False)
    rivers: dict[tuple[int, ...], list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def shorter(self, line: int) -> float:
        """By how much a line (from 0) is shorter than the measure, but for the indent of the first."""
        return self.beside[line - 1] if 0 < line <= len(self.beside) else 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How a paragraph is set: the place that ends each line, and how loose (over 0) or tight (to −1) each line is."""

    ends: tuple[int, ...]
    ratios: tuple[float, ...]
    demerits: float = field(compare=False)

    @property
    def lines(self) -> int:
        """How many lines."""
        return len(self.ends)
