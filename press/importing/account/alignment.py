"""Two runs of words held against each other: which word of the one is which of the other, in order.

Both are nearly the same, so one walk does it: where the next words differ, the nearest place is looked for from which
both go on alike, by `KEY` words in a row. Time grows with the words, and in a gap with its length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher

KEY = 3
"""So many words in a row are the same place."""
SMALL = 400
"""A gap of so many words at most on either side is held together word by word."""
FAR = 20_000
"""No further than that many words is a place looked for."""


def aligned(one: Sequence[str], other: Sequence[str]) -> list[int]:
    """For each word of the one its place in the other, or -1."""
    found = [-1] * len(one)
    index = _index(other)
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            found[i] = j
            i, j = i + 1, j + 1
            continue
        skip, to = _next(one, other, index, i, j)
        _fill(one, other, (i, i + skip), (j, to), found)
        i, j = i + skip, to
    return found


def _index(words: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    index: dict[tuple[str, ...], list[int]] = {}
    for n in range(len(words) - KEY + 1):
        index.setdefault(tuple(words[n : n + KEY]), []).append(n)
    return index


def _next(
    one: Sequence[str], other: Sequence[str], index: dict[tuple[str, ...], list[int]], i: int, j: int
) -> tuple[int, int]:
    """How many words of the one to pass over, and to which of the other; to the ends of both where nothing agrees."""
    best = FAR
    found = (len(one) - i, len(other))
    for skip in range(min(len(one) - i - KEY + 1, FAR)):
        if skip >= best:
            break
        places = index.get(tuple(one[i + skip : i + skip + KEY]), ())
        at = bisect_left(places, j)
        if at < len(places) and skip + places[at] - j < best:
            best = skip + places[at] - j
            found = (skip, places[at])
    return found


def _fill(
    one: Sequence[str], other: Sequence[str], here: tuple[int, int], there: tuple[int, int], found: list[int]
) -> None:
    """The words of a gap that agree, be they but one in a row; or that are parted otherwise: `to day`, `today`."""
    a, b = one[slice(*here)], other[slice(*there)]
    if not a or not b:
        return
    if "".join(a) == "".join(b):
        for n in range(*here):
            found[n] = min(there[0] + n - here[0], there[1] - 1)
        return
    if len(a) > SMALL or len(b) > SMALL:  # the beginning and the end may agree
        a, b = a[:SMALL], b[:SMALL]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    last = (0, 0)
    for x, y, size in matcher.get_matching_blocks():
        if _are_joined(a[last[0] : x], b[last[1] : y]):
            for n in range(last[0], x):
                found[here[0] + n] = there[0] + last[1]
        for n in range(size):
            found[here[0] + x + n] = there[0] + y + n
        last = (x + size, y + size)


def _are_joined(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether words have the letters of others, and are parted otherwise."""
    one, other = "".join(a), "".join(b)
    return bool(one) and (one == other or (len(one) >= KEY and one in other))
