"""Tables among the lines of a text, in the order in which they are printed: what stands below them as their caption
comes first.

Read without `press.editing`, as all of `plain_markdown` is: a table is known by its rule alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

RULED = re.compile(r"[\s|:>-]*\|?[\s|:>-]*-[\s|:>-]*")
CAPTION = re.compile(r"([\s>]*)(?:[Tt]able)?:[ \t]+(\S.*)")
SAID = re.compile(r"(?:^|\s+)\{[^{}]*\}\s*$")

Rows = Sequence[tuple[int, str]]
"""Lines of a text, each with its number in the file."""


def as_printed(rows: Rows) -> tuple[Rows, Rows]:
    """The lines with each caption before its table; and the heads and captions, which may be printed again."""
    printed: list[tuple[int, str]] = []
    again: list[tuple[int, str]] = []
    at = 0
    while at < len(rows):
        if at and _ruled(rows[at][1]) and "|" in rows[at - 1][1]:
            head = printed.pop()
            end = next((n for n in range(at, len(rows)) if _ends(rows[n][1])), len(rows))
            caption, after = _caption(rows, end)
            printed += [*caption, head, *rows[at:end]]
            again += [head, *([(caption[0][0], " ".join(line for _, line in caption))] if caption else ())]
            at = after
        else:
            printed.append(rows[at])
            at += 1
    return printed, again


def _ruled(line: str) -> bool:
    """Whether a line is the rule below the head of a table."""
    return bool(RULED.fullmatch(line)) and "|" in line


def _ends(line: str) -> bool:
    """Whether a line ends a table."""
    return not line.strip(" >") or bool(CAPTION.match(line))


def _caption(rows: Rows, end: int) -> tuple[Rows, int]:
    """The lines of the caption below a table that ends before a line, without its mark; and the line after them."""
    begin = next((n for n in range(end, len(rows)) if rows[n][1].strip(" >")), end)
    if begin >= len(rows) or not (found := CAPTION.match(rows[begin][1])):
        return (), end
    after = next((n for n in range(begin, len(rows)) if not rows[n][1].strip(" >")), len(rows))
    lines = [(rows[begin][0], found[2]), *rows[begin + 1 : after]]
    number, last = lines[-1]
    lines[-1] = (number, SAID.sub("", last))
    return lines, after
