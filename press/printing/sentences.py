"""Where a long note may be cut: between its sentences, never after an abbreviation or an initial."""

from __future__ import annotations

import re
from collections.abc import Sequence

from press.book import Inline, Inlines, Text

END = re.compile(r"(?<=[.?!…])(?P<close>[’”)]*) +(?=[‘“(]*[A-Z0-9])")
ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|pp?|ch|vols?|nos?|fols?|nn?|sec|cf|Mr|Mrs|Dr|St|ed|eds|trans|c|ca|d|b|f|ff|al|viz|etc)\.)$"
)


def sentences(paragraph: Inlines) -> tuple[Inlines, ...]:
    """A paragraph as its sentences; together they are the paragraph, letter for letter."""
    found: list[Inlines] = []
    current: list[Inline] = []
    for inline in paragraph:
        if not isinstance(inline, Text):
            current.append(inline)
            continue
        last = 0
        for end in END.finditer(inline.text):
            if ABBREVIATED.search(inline.text[: end.start()]):
                continue
            current.append(Text(inline.text[last : end.end()], inline.line))
            found.append(tuple(current))
            current, last = [], end.end()
        if last < len(inline.text):
            current.append(Text(inline.text[last:], inline.line))
    if current:
        found.append(tuple(current))
    return tuple(found)


def in_pieces(paragraphs: Sequence[Inlines], cuts: Sequence[int]) -> tuple[tuple[Inlines, ...], ...]:
    """A note's paragraphs in pieces; a cut is the number (from 1) of the sentence that begins a new piece."""
    pieces: list[list[Inlines]] = [[]]
    number = 0
    for paragraph in paragraphs:
        current: list[Inline] = []
        for sentence in sentences(paragraph):
            if number and number in cuts:
                if current:
                    pieces[-1].append(tuple(current))
                pieces.append([])
                current = []
            current += sentence
            number += 1
        if current:
            pieces[-1].append(tuple(current))
    return tuple(tuple(piece) for piece in pieces if piece)


def count(paragraphs: Sequence[Inlines]) -> int:
    """How many sentences a note has."""
    return sum(len(sentences(paragraph)) for paragraph in paragraphs)
