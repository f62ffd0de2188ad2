"""The order of headings in the alphabet, in an index, a bibliography or a list.

Headings are ordered by the Unicode Collation Algorithm, in the alphabet of a language, part by part, since a comma ends
a name: whole strings compared through the comma come out wrong. The rules are those of Chicago 18 and BS ISO 999.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

from press.alphabets.alphabet import Alphabet, alphabet_named, with_letter

QUOTES = re.compile(r"['’‘ʼʹ\"“”„«»]")
MC = re.compile(r"\bM(?:c|['’])(?=[A-ZÀ-Þ])")
SAINT = re.compile(r"\bSt(e?)\b\.?(?=[\s-])")
ROMAN = re.compile(r"(?:(?<=\w )|^ ?)(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![\w.’'-])")
"""The number of a king or a pope, behind the name or by itself behind a comma."""
ROMAN_LETTER = re.compile(r"(?<=\w )[IVX](?=\s*$|\s+(?:of|the)\b)")
"""The same of a single letter, which among forenames is an initial, and elsewhere a pronoun."""
NUMBERED = re.compile(r"(?<=\w )[IVX](?=\s*$|\s+[a-zà-žа-я])")
"""The same in other languages than English, where a small word goes behind it, `Karl V av Sverige`."""
ORDINAL = re.compile(r"(?<=\w )([IVX]{2,}|[IVX](?=\.\s*(?:$|[a-zà-ž])))\.")
"""A number of a king's as these languages write it, with a stop: `Karl V.`, `Ludwig XIV. von Frankreich`."""
STOPPED = frozenset({"bs", "cs", "de", "dsb", "hr", "hsb", "lb", "sk", "sl", "sr"})
VALUES = {"I": 1, "V": 5, "X": 10}
MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0971-\u109f"
)
"""Accents and points, and the vowels of India and its neighbours, which stand in words and are no letters."""
BETWEEN = re.compile(rf"[^\w{MARKS}]+")
JOINER = "\u034f"
"""Unicode's grapheme joiner, which weighs nothing, and keeps two letters from being one: c and h of two words."""
POINT = re.compile(r"(?<=\w)·(?=\w)")
"""A raised point within a word: Catalan l·l; or the editor's, between letters that would be one."""
INITIAL = re.compile(r"(?<!\w)([^\W\d_])\.\s*")
"""An initial among forenames: J. Robert goes before James."""
APART = "_"
"""Stands behind an initial until it becomes a space, which goes before every letter."""
DIGITS = "0–9"


@dataclass(frozen=True, slots=True, order=True)
class SortKey:
    """Where a heading stands: by its letters part for part, then by accents and capitals, then as it is written."""

    letters: tuple[tuple[int, ...], ...]
    marks: tuple[tuple[int, ...], ...]
    heading: str
    alphabet: str = field(default="", compare=False)


@lru_cache(maxsize=20_000)
def sort_key(
    heading: str, order: str = "letter", mc_as_mac: bool = False, st_as_saint: bool = False, alphabet: str = ""
) -> SortKey:
    """The place of a heading in an alphabet, letter by letter (Chicago) or word by word (ISO 999).

    A comma or parenthesis ends a part, and a shorter name goes first; what stands in parentheses goes before what
    stands behind a comma, and initials before the forenames that they begin (Chicago 18, ch. 15). Quotation marks and
    apostrophes do not count; points and hyphens count as nothing, or word by word as a space. Numbers go before
    letters, and 9 before 10; IX is 9 behind a name. `mc_as_mac` and `st_as_saint` are the older British rules (MHRA
    3.3); ISO 999 and Chicago sort as spelled.
    """
    letters = alphabet_named(alphabet)
    text = normalize("NFC", heading)
    # as if it were spelled out, before anything is taken away: the apostrophe tells M’Gregor from Mgregor
    text = MC.sub("Mac", text) if mc_as_mac else text
    text = SAINT.sub(r"Saint\1", text) if st_as_saint else text
    pieces = re.split(r"([,()])", _without_quotes(text, letters))
    ends = [",", *pieces[1::2]]
    parts = [_with_numbers(part, n, alphabet.partition("-")[0]) for n, part in enumerate(pieces[::2])]
    parts = [INITIAL.sub(rf"\1{APART}", part) if n else part for n, part in enumerate(parts)]
    parts = [POINT.sub(JOINER, part) for part in parts]
    parts = [BETWEEN.sub(" " if order == "word" else JOINER, part).replace(APART, " ").strip() for part in parts]
    # an empty part would go before every other, so what has no letters is no part
    weights = [(end, key) for end, part in zip(ends, parts, strict=True) if (key := letters.key(part))[0]]
    # up to its first 0 a key of the algorithm has the letters alone; behind it come accents, then capitals
    own = tuple((*([end != "("] if n else []), *key[: key.index(0)]) for n, (end, key) in enumerate(weights))
    return SortKey(own, tuple(key for _, key in weights), heading, alphabet)


def _without_quotes(text: str, alphabet: Alphabet) -> str:
    """A text without quotation marks and apostrophes, but for one that makes a letter of the alphabet: Breton c’h."""
    kept = alphabet.apostrophes
    if kept is None:
        return QUOTES.sub("", text)
    either = re.compile(f"({kept})|{QUOTES.pattern}")
    return either.sub(lambda found: with_letter(found[1]) if found[1] else "", text)


def _with_numbers(part: str, n: int, language: str) -> str:
    """The nth part of a heading with its numbers, roman ones too, in nine places, so that 10 goes after 9."""
    if n == 0 and language in STOPPED:
        part = ORDINAL.sub(r"\1", part)
    part = ROMAN.sub(lambda number: str(_arabic(number[0].strip())), part)
    # the forenames are the second part, and what is by itself behind them is no initial any more
    if n == 0:
        letter = ROMAN_LETTER if language in ("", "en", "root") else NUMBERED
        part = letter.sub(lambda number: str(VALUES[number[0]]), part)
    elif n > 1 and part.strip() in VALUES:
        part = str(VALUES[part.strip()])
    return re.sub(r"\d+", lambda number: number[0].zfill(9), part)


def _arabic(roman: str) -> int:
    """The number of a roman numeral: a letter before a greater one is taken away."""
    values = [VALUES[letter] for letter in roman]
    return sum(-each if any(each < later for later in values[n + 1 :]) else each for n, each in enumerate(values))


def initial(key: SortKey) -> str:
    """The letter under which a heading is grouped: accents do not count, and numbers stand together.

    A letter is what the alphabet has as one: Ł in Polish, Ch in Czech. What no alphabet has is its own letter.
    """
    alphabet = alphabet_named(key.alphabet)
    if not key.letters or key.letters[0][0] < alphabet.first:
        return DIGITS
    own = (letter.upper() for letter in key.heading if letter.isalpha())
    return alphabet.letter(key.letters[0][0]) or next(own, DIGITS)
