"""Words that a typewriter has divided at the ends of lines → whole: without their hyphen if the text has them so
elsewhere, with it if it has them so; what it has in neither way goes as most of the others do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from press.importing.typed.plain_furniture import LineGroup
from press.importing.typescript import Changed

ENDS = re.compile(r"([^\W\d_]{2,})-$")
BEGINS = re.compile(r"\s*([^\W\d_]{2,})")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FEWEST = 3
"""Divided words that show how a text was typed."""


def whole_words(groups: Sequence[LineGroup], changed: list[Changed]) -> list[LineGroup]:
    """The groups of a text in lines, with no word divided between two of them."""
    known = {word.casefold() for group in groups for line in group.lines for word in WORD.findall(ENDS.sub("", line))}
    divided = [pair for group in groups for pair in _divided(group.lines)]
    kept = {pair for pair in divided if "-".join(pair) in known and "".join(pair) not in known}
    sure = {pair for pair in divided if "".join(pair) in known}
    by_machine = len(sure) >= FEWEST and len(sure) > len(kept)
    count = 0
    made: list[LineGroup] = []
    for group in groups:
        lines = list(group.lines)
        for n in range(len(lines) - 1):
            if (pair := _pair(lines[n], lines[n + 1])) is None:
                continue
            hyphen = "" if pair in sure or (by_machine and pair not in kept) else "-"
            count += 1
            begun = ENDS.search(lines[n])
            rest = lines[n + 1].lstrip()
            lines[n + 1] = f"{lines[n + 1][: len(lines[n + 1]) - len(rest)]}{begun[1] if begun else ''}{hyphen}{rest}"
            lines[n] = lines[n][: begun.start()].rstrip() if begun else lines[n]
        made.append(replace(group, lines=tuple(lines)))
    if count:
        changed.append(Changed(0, f"words divided at the ends of lines, {count}, put together", "likely"))
    return made


def _divided(lines: Sequence[str]) -> list[tuple[str, str]]:
    return [pair for one, other in pairwise(lines) if (pair := _pair(one, other))]


def _pair(one: str, other: str) -> tuple[str, str] | None:
    """The halves of a word that is divided between two lines: a capital or a figure never goes on in a word."""
    begun, gone_on = ENDS.search(one), BEGINS.match(other)
    if begun is None or gone_on is None or not gone_on[1][0].islower():
        return None
    return begun[1].casefold(), gone_on[1].casefold()
