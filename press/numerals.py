"""Numbers that are written otherwise than in Arabic figures: in Roman ones, and in letters; and those of lists."""

from __future__ import annotations

import string
from dataclasses import dataclass, replace

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def to_roman(number: int) -> str:
    """A number from 1 in lower-case Roman numerals."""
    out = ""
    for value, numeral in ROMAN:
        out += numeral * (number // value)
        number %= value
    return out


def to_letters(number: int) -> str:
    """A number from 1 as a letter, as appendices have it: A to Z, then AA to ZZ."""
    return string.ascii_uppercase[(number - 1) % 26] * ((number + 25) // 26)


def from_letters(letters: str) -> int:
    """The number of a letter, or of one said again."""
    return (len(letters) - 1) * 26 + string.ascii_uppercase.index(letters[0]) + 1


@dataclass(frozen=True, slots=True)
class ItemNumbers:
    """The numbers of a list: the numeral ("decimal", "lower-alpha", "upper-roman", …), the delimiter (".", ")" or "()")
    and that of the first item.
    """

    numeral: str = "decimal"
    delimiter: str = "."
    start: int = 1

    def written(self, number: int) -> str:
        """A number in the numeral: iv, D, 12."""
        if self.numeral == "decimal" or number < 1:
            return str(number)
        shown = to_roman(number) if self.numeral.endswith("roman") else to_letters(number)
        return shown.upper() if self.numeral.startswith("upper") else shown.lower()

    def after(self, items: int) -> ItemNumbers:
        """The numbers of a list that goes on behind so many items."""
        return replace(self, start=self.start + items)

    def mark(self, item: int) -> str:
        """What stands before an item, counted from 0: (iv), D., 12)."""
        number = self.written(self.start + item)
        return f"({number})" if self.delimiter == "()" else f"{number}{self.delimiter}"
