"""What the fonts of a style have not.

A character would be printed as an empty box: found in the manuscript, line by line. Small capitals or old-style figures
would be made up, or left out: found on the laid-out pages, which say what the style asks of each family.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from press.book import Book
from press.problem import Origin, Problem, warning
from press.store import Store, key_of
from press.style.libraries import Measures, measures_of
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
ITALIC, BOLD = "italic", "bold"
"""What is asked of a family beside features."""
HEAVY = 600
"""The weight from which type is bold."""
FEW = 6
"""So many of the characters for which a face lacks a feature are told."""
SET: Mapping[str, Callable[[str], bool]] = {
    "smcp": str.islower,
    "c2sc": str.isupper,
    "onum": lambda char: False,  # of figures type has all or none
    "sups": str.isalnum,
    "subs": str.isalnum,
}
"""Of which characters a feature is to make others."""
Asked: TypeAlias = tuple[str, bool, str, str]
"""A family, whether of its italics, a feature, and the characters of which it is asked."""
UNPRINTED = {"Cc", "Cf", "Zs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class OpenedFace:
    """What a font has: whether it is an italic, whether it can be bold, for which characters it has features, and all
    its characters.
    """

    italic: bool
    bold: bool
    features: Mapping[str, frozenset[str]]
    characters: frozenset[str]


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


def check_features(asked: Iterable[Asked], style: Style) -> Iterator[Problem]:
    """A warning for each feature that the pages ask of a face and that it has not, or not for some characters; and for
    slanted or thickened type in the place of italics and bold.
    """
    wanted: dict[tuple[str, bool, str], set[str]] = {}
    for family, italic, feature, letters in asked:
        wanted.setdefault((family, italic, feature), set()).update(letters)
    for (family, italic, feature), of in sorted(wanted.items()):
        faces = [_face(path, measures_of(path)) for path in style.fonts.get(family, ())]
        if faces and (lacking := _lacking(faces, feature, of, italic=italic)):
            message = f"{family}{' italic' if italic and feature in FEATURES else ''} has no {lacking}"
            where = line_that_says(style, family) or Origin(style.shown)
            hint = "ask for something else, or name other type"
            yield warning(where, MISSING_FEATURE, f"{message}, which the sheets ask for", hint)


def _lacking(faces: Sequence[OpenedFace], feature: str, characters: set[str], *, italic: bool) -> str:
    """What the faces of a family have not of what is asked; empty if they have it."""
    if feature == ITALIC:
        return "" if any(face.italic for face in faces) else "italics: they would be the roman, slanted"
    if feature == BOLD:
        return "" if any(face.bold for face in faces) else "bold: it would be the text's own type, thickened"
    own = [face for face in faces if face.italic == italic] or list(faces)
    called = f"{FEATURES[feature]} ({feature})"
    if not any(feature in face.features for face in own):
        return called
    known = set().union(*(face.features.get(feature, frozenset()) for face in own))
    drawn = set().union(*(face.characters for face in own))
    lost = sorted(each for each in characters if SET[feature](each) and each in drawn and each not in known)
    return (
        f"{called} for {', '.join(f'“{each}”' for each in lost[:FEW])}{' and others' if lost[FEW:] else ''}"
        if lost
        else ""
    )


@lru_cache(maxsize=32)  # who watches a book opens them again and again, and sees that one is another
def _face(path: Path, _: Measures) -> OpenedFace:
    from press.style.small_capitals import replaced  # opens fonts, which most checks need not

    with _opened(path) as font:
        tags = {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord} if "GSUB" in font else set()
        glyphs = font.getBestCmap()
        features = {
            tag: frozenset(chr(code) for code, glyph in glyphs.items() if glyph in made)
            for tag in FEATURES
            if tag in tags
            for made in (replaced(font, tag),)
        }
        heavy = [axis.maxValue for axis in font["fvar"].axes if axis.axisTag == "wght"] if "fvar" in font else []
        weight = max([font["OS/2"].usWeightClass, *heavy])
        return OpenedFace(font["post"].italicAngle != 0, weight >= HEAVY, features, frozenset(map(chr, glyphs)))


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
