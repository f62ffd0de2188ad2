"""Numbers of the pages of another edition in the text, *the ship [10] sailed*, *{10}*, *[Pg 10]*: left out, and told.

They are told from calls of notes by their order: one follows another through the whole text, far apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from press.importing.sureness import Sure
from press.importing.tidy import tidy
from press.importing.typescript import Changed, LeftOut, place_of
from press.lines import remade
from press.text import Block, Blocks, Emphasis, Heading, Inlines, Strong, Text

NAMED = re.compile(r"\s?[\[{]\s*Pg\.?\s*(?P<number>\d{1,4}|[ivxlc]{1,8})\s*[\]}]", re.IGNORECASE)
"""A number that says what it is of."""
BARE = {
    "named": re.compile(r"\s?[\[{|]\s*(?:pp?|page|seite|s|fol)\.?\s*(?P<number>\d{1,4})\s*[\]}|]", re.IGNORECASE),
    "brackets": re.compile(r"\s?\[(?P<number>\d{1,4})\]"),
    "braces": re.compile(r"\s?\{(?P<number>\d{1,4})\}"),
    "bars": re.compile(r"\s?\|(?P<number>\d{1,4})\|"),
}
WHY = "the number of a page of another edition"
FEWEST = 3
APART = 60
"""Words between two pages, in the middle, or it is no page."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A number, and how many words stand before it in the text."""

    number: int
    words: int


def without_page_numbers(blocks: Blocks, left: list[LeftOut], changed: list[Changed]) -> Blocks:
    """The blocks without such numbers; each is told with the words before it."""
    count = len(left)
    patterns = [NAMED, *(each for each in BARE.values() if _are_pages(list(_numbers(blocks, each))))]
    for pattern in patterns:
        blocks = tuple(_without(block, pattern, left) for block in blocks)
    if taken := len(left) - count:
        hint = "to keep one, write [10]{.side} where it stood"
        changed.append(Changed(0, f"{PAGES}, {taken}, left out of the text: {hint}", "likely"))
    return blocks


PAGES = "numbers of the pages of another edition"


def _numbers(blocks: Blocks, pattern: re.Pattern[str]) -> Iterator[_Found]:
    words = 0
    for block in blocks:
        for text in _texts(block):
            last = 0
            for found in pattern.finditer(text):
                words += len(text[last : found.start()].split())
                last = found.end()
                yield _Found(int(found["number"]), words)
            words += len(text[last:].split())


def _texts(block: Block) -> list[str]:
    found: list[str] = []

    def look(line: Inlines) -> Inlines:
        found.extend(each.text for each in line if isinstance(each, Text))
        return line

    remade((block,), look)
    return found


def _are_pages(found: list[_Found]) -> bool:
    """Whether numbers rise one by one, and have a page of words between them."""
    if len(found) < FEWEST:
        return False
    steps = [b.number - a.number for a, b in pairwise(found)]
    apart = sorted(b.words - a.words for a, b in pairwise(found))
    # 1, 2, 3 of notes stand much closer; and they begin anew
    return min(steps) > 0 and sum(each == 1 for each in steps) >= len(steps) * 0.8 and apart[len(apart) // 2] >= APART


def _without(block: Block, pattern: re.Pattern[str], left: list[LeftOut]) -> Block:
    place = place_of(block)

    def line(inlines: Inlines) -> Inlines:
        if not any(isinstance(each, (Text, Emphasis, Strong)) for each in inlines):
            return inlines
        made = tuple(part for each in inlines for part in _parts(each))
        return tidy(made) if made != inlines else inlines

    def _parts(each: object) -> Inlines:
        if isinstance(each, (Emphasis, Strong)):
            return (replace(each, inlines=line(each.inlines)),)
        if not isinstance(each, Text):
            return (each,)  # type: ignore[return-value]
        for found in pattern.finditer(each.text):
            before = " ".join(each.text[: found.start()].split()[-4:])
            sure: Sure = "sure" if pattern is NAMED else "likely"
            left.append(LeftOut(place, f"{before} {found[0].strip()}".strip(), WHY, sure))
        return (Text(pattern.sub(lambda m: " " * m[0].startswith(" "), each.text), each.line),)

    return block if isinstance(block, Heading) and pattern is not NAMED else remade((block,), line)[0]
