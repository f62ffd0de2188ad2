"""The order of passages cited: `1:2` before `1:10`, 17a before 17b, a verse before the verses that begin with it.

What is shared by the ends of a range is written once, `1:2–5`, `17a–c`: it is filled in before they are compared.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from press.numerals import to_roman

TOKEN = re.compile(r"\d+|[^\W\d_]+")
RANGE = re.compile(r"(?<=[\w.])\s?[–—-]\s?(?=\w)")
ROMANS = {to_roman(number): number for number in range(1, 200)}
BOOK = re.compile(rf"(?:{'|'.join(sorted(ROMANS, key=len, reverse=True))})(?!\w)(?!(?<=^.)\.\s)(?!(?<=^[lcdm]))")
"""A book in small Roman figures, `xxiv 3`; a letter before a point is an abbreviation, as in `v. 12`, `l. 5`."""
Token: TypeAlias = tuple[bool, int, str]
"""A number, or a word behind all numbers."""
PassageKey: TypeAlias = tuple[tuple[Token, ...], tuple[Token, ...]]
"""Where a passage begins, and where it ends."""


def passage_key(label: str) -> PassageKey:
    """Where a passage stands among others of one work: by where it begins, then by where it ends."""
    first, *rest = RANGE.split(label.partition(",")[0].partition(";")[0], maxsplit=1)
    begin = _tokens(first)
    if not rest:
        return begin, begin
    end = _tokens(rest[0])
    return begin, begin[: _shared(begin, end)] + end


def _shared(begin: tuple[Token, ...], end: tuple[Token, ...]) -> int:
    """How many tokens at the beginning the end of a range does not say again: `17a5–b2` says neither 17 nor a page."""
    if end and len(end) < len(begin):
        # the end begins with what is of the same kind: a letter for a letter, a number for the last number
        kinds = [word for word, _, _ in begin]
        for at in range(len(begin) - len(end), 0, -1):
            if kinds[at] == end[0][0]:
                return at
    return 0


def _tokens(text: str) -> tuple[Token, ...]:
    tokens = [(False, int(each), "") if each.isdigit() else (True, 0, each.casefold()) for each in TOKEN.findall(text)]
    if book := BOOK.match(text):
        tokens[0] = (False, ROMANS[book[0]], "")
    return tuple(tokens)
