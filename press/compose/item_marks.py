"""What stands before the items of a list, and how far in they must stand for it.

A list in figures with full stops is counted by the engine; any other number is written out, so that it is printed, read
aloud and copied as the manuscript has it. A number hangs to the left of its item, its right side in line with those
above it.
"""

from __future__ import annotations

from typing import NamedTuple

from press.text import ItemList

NARROW = {"i": 0.32, "j": 0.32, "l": 0.32, "I": 0.38, "(": 0.36, ")": 0.36, ".": 0.29}
"""How wide letters are, in em, in the types of books; whatever else is in a number is a figure or a letter."""
LOWER, UPPER, WIDE = 0.55, 0.74, 0.9
SPACE = 0.5
HUNG = 1.5
"""So far in, in em, items of every list stand at least."""
TYPES = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
"""HTML's name of a numeral."""


class ItemMarks(NamedTuple):
    """How the numbers of a list are written: HTML's type of them; the mark of each item where the engine is not to
    count; and how far in the items stand, in em, where that is more than they all do.
    """

    type: str
    marks: tuple[str, ...]
    indent: float


def item_marks(items: ItemList) -> ItemMarks:
    """How the numbers of a list are written."""
    numbers = items.numbers
    if not numbers:
        return ItemMarks("", (), 0)
    marks = tuple(numbers.mark(n) for n in range(len(items.items)))
    widest = max((sum(map(_width, mark)) for mark in marks), default=0) + SPACE
    counted = numbers.numeral == "decimal" and numbers.delimiter == "."
    fits = widest <= HUNG or (counted and all(len(mark) <= len("99.") for mark in marks))
    return ItemMarks(TYPES.get(numbers.numeral, ""), () if counted else marks, 0 if fits else round(widest, 2))


def _width(sign: str) -> float:
    return NARROW.get(sign, WIDE if sign in "mwMW" else UPPER if sign.isupper() else LOWER)
