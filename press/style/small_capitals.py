"""Letters that have no small capital in the type of a style, and what is then set without any.

Type fakes nothing here: where small capitals are asked for, a letter that has none stays as it is, and a word would be
of two kinds. So such a word is set in its own letters; in another script than Latin, all words that stand together; and
all of a script that has small capitals for the fewest letters, as EB Garamond has for Greek without its breathings.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from fontTools.ttLib import TTFont

from press.style.libraries import Measures, measures_of

Fonts: TypeAlias = Mapping[str, tuple[Path, ...]]
"""Families and their files, in the order in which the style names them."""
NO_LETTERS = re.compile(r"(?!)")
WORDS = frozenset({"LATIN"})
"""Scripts of which single words are set otherwise, for their type has small capitals for nearly all letters."""


def without_small_capitals(fonts: Fonts) -> re.Pattern[str]:
    """What is to be set without small capitals, as a pattern that finds it in a text."""
    return _pattern(tuple(tuple((path, measures_of(path)) for path in files) for files in fonts.values()))


@lru_cache(maxsize=8)
def _pattern(families: tuple[tuple[tuple[Path, Measures], ...], ...]) -> re.Pattern[str]:
    having: dict[str, set[str]] = defaultdict(set)
    lacking: dict[str, set[str]] = defaultdict(set)
    known: set[str] = set()
    for files in families:
        letters, small = _letters(path for path, _ in files)
        # a letter is set in the first family that has it
        for letter in letters - known:
            (having if letter in small else lacking)[_script(letter)].add(letter)
        known |= letters
    return re.compile("|".join(_parts(having, lacking)) or NO_LETTERS.pattern)


def _parts(having: Mapping[str, set[str]], lacking: Mapping[str, set[str]]) -> Iterator[str]:
    for script in sorted(set(having) & set(lacking)):  # of which all or none have one: then all are of one kind
        without = f"[{re.escape(''.join(sorted(lacking[script])))}]"
        if script in WORDS:
            yield rf"\w*{without}[\w’'\u0300-\u036f]*"
        else:
            capitals = {each.upper() for each in having[script] | lacking[script] if len(each.upper()) == 1}
            letters = re.escape("".join(sorted(having[script] | lacking[script] | capitals)))
            run = rf"[{letters}]+(?:[\W\d]+[{letters}]+)*[\u0300-\u036f]*"
            # where most letters lack one, even words that would have them all would stand beside words of another kind
            yield run if len(lacking[script]) > len(having[script]) else rf"(?=[{letters}\W\d]*?{without}){run}"


def _letters(files: Iterable[Path]) -> tuple[set[str], set[str]]:
    """The small letters of a family, and those that have a small capital in one of its files."""
    letters: set[str] = set()
    small: set[str] = set()
    for path in files:
        with TTFont(path, lazy=True) as font:
            small_capitals = replaced(font, "smcp")
            found = {chr(code): glyph for code, glyph in font.getBestCmap().items()}
            lower = {char for char in found if unicodedata.category(char) == "Ll"}
            letters |= lower
            small |= {char for char in lower if found[char] in small_capitals}
    return letters, small


def replaced(font: TTFont, feature: str) -> set[str]:
    """The glyphs that a feature of OpenType replaces one by one."""
    if "GSUB" not in font:
        return set()
    table = font["GSUB"].table
    records = table.FeatureList.FeatureRecord if table.FeatureList else ()
    lookups = {at for record in records if record.FeatureTag == feature for at in record.Feature.LookupListIndex}
    subtables = (each for at in sorted(lookups) for each in table.LookupList.Lookup[at].SubTable)
    return {glyph for each in subtables for glyph in getattr(getattr(each, "ExtSubTable", each), "mapping", ())}


def _script(letter: str) -> str:
    """The script of a letter, as the first word of its name tells it."""
    return unicodedata.name(letter, "").partition(" ")[0]
