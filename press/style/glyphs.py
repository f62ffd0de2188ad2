"""What the fonts of a style have not.

A character would be printed as an empty box: found in the manuscript, line by line. Small capitals or old-style figures
would be made up, or left out: found on the laid-out pages, which say what the style asks of each family.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from press.book import Book
from press.problem import Origin, Problem, warning
from press.store import Store, key_of
from press.style.rendering import line_that_says
from press.style.rules import MISSING_FEATURE, MISSING_GLYPH
from press.style.style import Style

FEATURES = {
    "smcp": "small capitals",
    "c2sc": "small capitals in the place of capitals",
    "onum": "old-style figures",
    "sups": "superior figures",
    "subs": "inferior figures",
}
SINGLY = 4
"""So many characters of a line are told one by one."""
UNPRINTED = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def check_glyphs(book: Book, style: Style, store: Store) -> Iterator[Problem]:
    """One problem for each line and character that the style cannot print; one for a line in a script without type."""
    covered = characters(style, store)
    for path, lines in book.lines.items():
        for number, line in enumerate(lines, 1):
            if line.isascii():  # most lines, and every font has what is in them
                continue
            lacking = sorted({char for char in line if is_lacking(char, covered)})
            for char in lacking if len(lacking) <= SINGLY else lacking[-1:]:  # a letter, behind its points
                others = f" and {len(lacking) - 1} others of this line" if len(lacking) > SINGLY else ""
                yield Problem(Origin(path, number), MISSING_GLYPH, f"{no_font_has(char)}{others}")


def is_lacking(char: str, covered: frozenset[int]) -> bool:
    """Whether a character would be printed, and no font has it."""
    return ord(char) not in covered and unicodedata.category(char) not in UNPRINTED


def no_font_has(char: str) -> str:
    """How it is told that no font has a character."""
    name = unicodedata.name(char, "unnamed")
    return f'no font of the style has "{char}" (U+{ord(char):04X}, {name.lower()})'


def check_features(asked: Iterable[tuple[str, str]], style: Style) -> Iterator[Problem]:
    """A warning for each feature that the pages ask of a family and none of its fonts has."""
    for family, feature in sorted(set(asked)):
        # which of a family's fonts the pages ask is not known here: one that has it will do
        files = style.fonts.get(family, ())
        if files and not any(feature in _features(path) for path in files):
            message = f"{family} has no {FEATURES[feature]} ({feature}), which the sheets ask for"
            where = line_that_says(style, family) or Origin(style.shown)
            yield warning(where, MISSING_FEATURE, message, "ask for something else, or name other type")


def _features(path: Path) -> frozenset[str]:
    with _opened(path) as font:
        found = font["GSUB"].table.FeatureList.FeatureRecord if "GSUB" in font else ()
        return frozenset(record.FeatureTag for record in found)


def characters(style: Style, store: Store) -> frozenset[int]:
    """Every character that a font of the style has."""
    files = [path for files in style.fonts.values() for path in files]
    key = key_of("characters", *(path.read_bytes() for path in files))
    return store.recall(key, frozenset, lambda: frozenset().union(*map(_characters, files)))


def _characters(path: Path) -> frozenset[int]:
    with _opened(path) as font:
        return frozenset(font.getBestCmap())


def _opened(path: Path) -> Any:
    from fontTools.ttLib import TTFont  # a check for which all has been kept opens no font

    return TTFont(path, lazy=True)
