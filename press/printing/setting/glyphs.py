"""A character that no font of the style has would be printed as an empty box: found in the manuscript, line by line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

from press.book import Book
from press.printing.style import Style
from press.problem import Origin, Problem

UNPRINTED = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def check_glyphs(book: Book, style: Style) -> Iterator[Problem]:
    """One problem for each line and character that the style cannot print."""
    covered = characters(style)
    for path, lines in book.lines.items():
        for number, line in enumerate(lines, 1):
            if line.isascii():
                continue
            for char in sorted({c for c in line if ord(c) not in covered and unicodedata.category(c) not in UNPRINTED}):
                name = unicodedata.name(char, "unnamed")
                message = f'no font of the style has "{char}" (U+{ord(char):04X}, {name.lower()})'
                yield Problem(Origin(path, number), "missing-glyph", message)


def characters(style: Style) -> frozenset[int]:
    """Every character that a font of the style has."""
    return frozenset().union(*(_characters(path) for files in style.fonts.values() for path in files))


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
