"""Rivers: spaces between words that stand below one another over several lines, so that the eye runs down them.

All is reckoned from the places of a measured paragraph; what stands at a space that no line may end at is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from press.typesetting.measured_paragraph import Fit, MeasuredParagraph

RIVER = 4
"""Lines through which a river runs, at least."""
NEAR = 1.2
"""Spaces (as the type has them) between the middles of two that stand below one another."""
WIDE = 0.9
"""Spaces so much narrower than the type has them make no river."""


def rivers(paragraph: MeasuredParagraph, found: Fit) -> list[int]:
    """The lines (from 0) at which a river has run through as many as make one."""
    if found.ends not in paragraph.rivers:
        paragraph.rivers[found.ends] = _rivers(paragraph, found)
    return paragraph.rivers[found.ends]


def _rivers(paragraph: MeasuredParagraph, found: Fit) -> list[int]:
    space = _space(paragraph)
    before: list[tuple[float, int]] = []
    told: list[int] = []
    for number, gaps in enumerate(_gaps(paragraph, found.ends, space)):
        before = list(_run_on(before, gaps, NEAR * space))
        told += [number for _, run in before if run == RIVER]
    return told


def _run_on(before: list[tuple[float, int]], gaps: list[float], near: float) -> Iterator[tuple[float, int]]:
    """Each gap of a line with the number of lines through which gaps run down to it; both lines from the left."""
    begin = 0
    for middle in gaps:
        while begin < len(before) and before[begin][0] - middle <= -near:
            begin += 1
        run, at = 1, begin
        while at < len(before) and before[at][0] - middle < near:
            run = max(run, before[at][1] + 1)
            at += 1
        yield middle, run


def _space(paragraph: MeasuredParagraph) -> float:
    """How wide a space is in the type."""
    return next((w for p in paragraph.places if (w := p.spaces_begin - p.spaces_end) > 0), 0.0)


def _gaps(paragraph: MeasuredParagraph, ends: Sequence[int], space: float) -> Iterator[list[float]]:
    """The middles of the spaces of each line, from the left of the measure; none of a line whose spaces are narrow."""
    places, last = paragraph.places, len(paragraph.places) - 1
    for number, (at, to) in enumerate(pairwise((-1, *ends))):
        begin, room, shift = places[at], places[to], paragraph.shorter(number)
        edge, done = (begin.begin, begin.spaces_begin) if at >= 0 else (0.0, 0.0)
        shift = shift if number else paragraph.indent
        spaces = room.spaces_end - done
        letters = room.end - edge - spaces
        missing = paragraph.measure - shift - letters - spaces
        if to == last and missing > 0:
            missing = 0.0
        give = paragraph.give * letters
        by_type = max(-give, min(give, missing))
        wider = 1 + (missing - by_type) / spaces if spaces > 0 else 1.0
        if wider < WIDE:
            yield []
            continue
        scale = 1 + by_type / letters if letters > 0 else 1.0
        yield [
            shift + scale * (p.end - edge - (p.spaces_end - done)) + wider * (p.spaces_end - done + space / 2)
            for p in places[at + 1 : to]
            if p.spaces_begin > p.spaces_end
        ]
