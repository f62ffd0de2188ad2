"""Numbers that are written otherwise than in Arabic figures: in Roman ones, and in letters."""

from __future__ import annotations

import string

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
