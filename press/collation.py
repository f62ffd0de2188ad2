"""The order of headings in the alphabet, in an index, a bibliography or a list.

Headings are ordered by the Unicode Collation Algorithm (pyuca) part by part, since a comma ends a name: whole strings
compared through the comma come out wrong. The rules are those of Chicago 18 and BS ISO 999.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from unicodedata import normalize

from pyuca import Collator

QUOTES = re.compile(r"['’‘ʼʹ\"“”„«»]")
MC = re.compile(r"\bM(?:c|['’])(?=[A-ZÀ-Þ])")
SAINT = re.compile(r"\bSt(e?)\b\.?(?=[\s-])")
ROMAN = re.compile(r"(?:(?<=\w )|^ ?)(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![\w.’'-])")
"""The number of a king or a pope, behind the name or by itself behind a comma."""
ROMAN_LETTER = re.compile(r"(?<=\w )[IVX](?=\s*$|\s+(?:of|the)\b)")
"""The same of a single letter, which among forenames is an initial, and elsewhere a pronoun."""
VALUES = {"I": 1, "V": 5, "X": 10}
BETWEEN = re.compile(r"[^\w\u0300-\u036f]+")
DIGITS = "0–9"


@dataclass(frozen=True, slots=True, order=True)
class SortKey:
    """Where a heading stands: by its letters part for part, then by accents and capitals, then as it is written."""

    letters: tuple[tuple[int, ...], ...]
    marks: tuple[tuple[int, ...], ...]
    heading: str


@lru_cache(maxsize=1)
def _collator() -> Collator:
    return Collator()  # a quarter of a second: not before it is wanted


@lru_cache(maxsize=20_000)
def sort_key(heading: str, order: str = "letter", mc_as_mac: bool = False, st_as_saint: bool = False) -> SortKey:
    """The place of a heading in the alphabet, letter by letter (Chicago) or word by word (ISO 999).

    A comma or parenthesis ends a part, and a shorter name goes first. Quotation marks and apostrophes do not count;
    points and hyphens count as nothing, or word by word as a space. Numbers go before letters, and 9 before 10; IX is
    9 behind a name. `mc_as_mac` and `st_as_saint` are the older British rules (MHRA 3.3); ISO 999 and Chicago sort as
    spelled.
    """
    text = normalize("NFC", heading)
    # as if it were spelled out, before anything is taken away: the apostrophe tells M’Gregor from Mgregor
    text = MC.sub("Mac", text) if mc_as_mac else text
    text = SAINT.sub(r"Saint\1", text) if st_as_saint else text
    parts = [_with_numbers(part, n) for n, part in enumerate(re.split(r"[,()]", QUOTES.sub("", text)))]
    parts = [BETWEEN.sub(" " if order == "word" else "", part).strip() for part in parts]
    # an empty part would go before every other, so what has no letters is no part
    weights = [key for part in parts if (key := tuple(_collator().sort_key(part)))[0]]
    # up to its first 0 a key of the algorithm has the letters alone; behind it come accents, then capitals
    return SortKey(tuple(each[: each.index(0)] for each in weights), tuple(weights), heading)


def _with_numbers(part: str, n: int) -> str:
    """The nth part of a heading with its numbers, roman ones too, in nine places, so that 10 goes after 9."""
    part = ROMAN.sub(lambda number: str(_arabic(number[0].strip())), part)
    # the forenames are the second part, and what is by itself behind them is no initial any more
    if n == 0:
        part = ROMAN_LETTER.sub(lambda number: str(VALUES[number[0]]), part)
    elif n > 1 and part.strip() in VALUES:
        part = str(VALUES[part.strip()])
    return re.sub(r"\d+", lambda number: number[0].zfill(9), part)


def _arabic(roman: str) -> int:
    """The number of a roman numeral: a letter before a greater one is taken away."""
    values = [VALUES[letter] for letter in roman]
    return sum(-each if any(each < later for later in values[n + 1 :]) else each for n, each in enumerate(values))


def initial(key: SortKey) -> str:
    """The letter under which a heading is grouped: accents do not count, numbers stand together, and other scripts."""
    alphabet = _alphabet()
    weight = key.letters[0][0] if key.letters else 0
    if weight > alphabet[-1]:
        # Greek, Cyrillic and later scripts, and þ and its like: each its own letter
        return next((letter.upper() for letter in key.heading if letter.isalpha()), DIGITS)
    at = bisect_right(alphabet, weight)
    return ascii_uppercase[at - 1] if at else DIGITS


@lru_cache(maxsize=1)
def _alphabet() -> tuple[int, ...]:
    return tuple(sort_key(letter).letters[0][0] for letter in ascii_uppercase)
