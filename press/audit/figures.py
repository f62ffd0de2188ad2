"""The book in figures: surveyed sections → word spaces, hyphens, equal depths."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from press.places import Folio
from press.problem import Origin
from press.style.limits import Limits
from press.typesetting.page import PX, RUNNING, Line, Survey, facing, headed, lines_of


@dataclass(frozen=True, slots=True)
class SurveyedSection:
    """A section as surveyed: its pages, their folios, where the manuscript asks for it, and its kind, as those are of
    one that open alike.
    """

    pages: Survey
    folios: tuple[Folio, ...]
    origin: Origin
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """Word spaces: the median, and what one in twenty and one in a hundred exceeds; as shares of the type size."""

    median: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The book in figures: pages, lines of running text, those that end in a hyphen, the spread of word spaces.

    `edge`: the greatest departure from the right edge, in points, without punctuation that may hang. `equal`, `facing`:
    spreads of equal depth, and all; `plain_equal`, `plain_facing`: of those without a heading.
    """

    pages: int
    lines: int
    hyphens: int
    gaps: Spread
    text_gaps: Spread
    note_gaps: Spread
    edge: float
    equal: int
    facing: int
    plain_equal: int
    plain_facing: int


def _departure(line: Line, limits: Limits) -> float:
    """How far a justified line is from the right edge, in CSS px; punctuation may hang over it as far as it may."""
    out = line.right - line.right_edge
    return max(-out, out - limits.hang * line.size, 0.0)


def figures(sections: Sequence[SurveyedSection], limits: Limits) -> Figures:
    """The figures of a whole book."""
    # Of an index nothing is counted: its narrow columns would say nothing of the text.
    lines = [
        line for section in sections for _, line in lines_of(section.pages) if line.kind in RUNNING and not line.column
    ]
    spreads = [(verso, recto) for section in sections for _, verso, recto in facing(section.pages)]
    plain = [(verso, recto) for verso, recto in spreads if not (headed(verso) or headed(recto))]
    return Figures(
        pages=sum(len(section.pages) for section in sections),
        lines=len(lines),
        hyphens=sum(line.hyphen for line in lines),
        gaps=spread_of(lines),
        text_gaps=spread_of(line for line in lines if line.kind != "note"),
        note_gaps=spread_of(line for line in lines if line.kind == "note"),
        edge=max((_departure(line, limits) * PX for line in lines if line.justified), default=0.0),
        equal=sum(verso.lacking == recto.lacking for verso, recto in spreads),
        facing=len(spreads),
        plain_equal=sum(verso.lacking == recto.lacking for verso, recto in plain),
        plain_facing=len(plain),
    )


def spread_of(lines: Iterable[Line]) -> Spread:
    """The spread of word spaces over justified lines, each space counted."""
    gaps = sorted((line.gap, line.gaps) for line in lines if line.justified and line.gaps)
    if not gaps:
        return Spread(0.0, 0.0, 0.0)
    # Every space counts, not every line: a short line has few of them.
    upto = list(accumulate(count for _, count in gaps))
    return Spread(*(gaps[bisect_left(upto, share * upto[-1])][0] for share in (0.5, 0.95, 0.99)))
