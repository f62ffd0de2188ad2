"""Where things stand in the made book: folios, and the places of anchors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from press.numerals import to_roman


@dataclass(frozen=True, slots=True, order=True)
class Folio:
    """A page of the book: its place from the front of the book (from 1; odd numbers are rectos), and the number that is
    printed on it, in Roman figures or not.
    """

    sheet: int
    number: int
    roman: bool = False

    def __str__(self) -> str:
        return to_roman(self.number) if self.roman else str(self.number)


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page of print, line by line, without those of its notes."""

    folio: Folio
    lines: tuple[str, ...]


Places: TypeAlias = Mapping[str, tuple[Folio, ...]]
"""Anchor → the pages on which it stands, in order. What runs over a page stands on both."""
