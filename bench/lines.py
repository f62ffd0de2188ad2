"""How well lines and pages are filled: one audit of finished PDFs, whoever has made them.

Words and where they stand are all that it knows of a PDF (poppler's `pdftotext -bbox`). Programs give a line of the
same type boxes of different heights, so the size of the type is not taken from them: it is known, and the commonest
height on a page is that of the text. All lengths are points; gaps are shares of the type size.
"""

from __future__ import annotations

import html
import re
import statistics
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
DIVIDED = re.compile(r"[^\W\d_][-‐\u00ad]$")
SAME_LINE = 1.6
"""Points between the feet of words on one line, which are not all of one font."""
HANGS = 7.0
"""Points by which punctuation may stand out of the measure."""
OVER = 3.5
"""And those beyond which it is no punctuation."""
NEAR = 2.5
"""Points between the middles of two gaps, one below the other, that make a river."""
WIDE = 0.2
"""Ems: gaps that make a river are at least so wide."""
RIVER = 4
"""Lines that a river runs through."""
LADDER = 3
RUNT = 1.25
"""Ems: a last line of less is a runt."""
FEW = 10
"""Lines of text that a page has at least that is one of text, and not of documents or a list."""
SMALL = 1.05
"""How many times the height is allowed that notes should have, for their face may have another."""
LOOSE, TIGHT = 0.33, 0.15
"""Ems: gaps wider than the one, narrower than the other."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page and its text: the trim, the size of the type, the pitch of lines, the measure, its left edge on a recto
    and a verso, the indent, where the text begins and ends, and the size of notes.
    """

    trim: tuple[float, float]
    size: float
    pitch: float
    measure: float
    left: tuple[float, float]
    indent: float
    top: float
    foot: float
    notes: float


@dataclass(slots=True)
class SetLine:
    """A line of type: its foot, its words with where each begins and ends, and how high its highest is."""

    foot: float
    words: list[tuple[float, float, str]]
    height: float
    full: bool = False
    indented: bool = False

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """The middle of each gap between its words, and how wide it is."""
        # no space of a line is what parts the bullet of an item from its words
        words = self.words if any(map(str.isalnum, self.words[0][2])) else self.words[1:]
        return [((end + begin) / 2, begin - end) for (_, end, _), (begin, _, _) in pairwise(words)]

    @property
    def divided(self) -> bool:
        """Whether its last word is divided."""
        return self.full and bool(DIVIDED.search(self.words[-1][2]))


@dataclass(slots=True)
class SetPage:
    """A page: its number in the PDF, the lines of its running text, and how far its last line is from what is below."""

    number: int
    body: list[SetLine]
    opening: bool
    noted: bool
    white: float
    headed: bool
    lacking: int = 0
    ends: bool = False

    @property
    def recto(self) -> bool:
        """Whether it is a right-hand page."""
        return self.number % 2 == 1


@dataclass(slots=True)
class LineFigures:
    """What is measured: the gap of each full line, and how often each thing is met."""

    gaps: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def audited(pdf: Path, how: Geometry, pages: Sequence[int] = ()) -> LineFigures:
    """The figures of some pages of a PDF (from 1), or of all."""
    found = LineFigures()
    made = [page for page in _pages(pdf, how, pages) if page.body]
    found.counts["pages"] = len(pages) or len(made)
    for page in made:
        _count_lines(page, how, found)
    _count_hyphens(made, found)
    _count_depths(made, how, found)
    return found


def _pages(pdf: Path, how: Geometry, wanted: Sequence[int]) -> Iterator[SetPage]:
    span = ["-f", str(min(wanted)), "-l", str(max(wanted))] if wanted else []
    told = subprocess.run(
        ["pdftotext", "-bbox", *span, str(pdf), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    read = [list(_lines(page)) for page in told.split("<page ")[1:]]
    heights = Counter(round(line.height, 1) for lines in read for line in lines if len(line.words) > 3)
    common = heights.most_common(1)[0][0] if heights else how.size
    for number, lines in enumerate(read, min(wanted) if wanted else 1):
        if not wanted or number in wanted:
            yield _page(number, lines, how, common)


def _lines(page: str) -> Iterator[SetLine]:
    """The lines of a page, from its head."""
    words = sorted(
        ((float(bottom), float(left), float(right), float(bottom) - float(top), html.unescape(word)))
        for left, top, right, bottom, word in WORD.findall(page)
    )
    lines: list[SetLine] = []
    for bottom, left, right, height, word in words:
        line = next((each for each in lines[-4:] if abs(each.foot - bottom) < SAME_LINE), None)
        if line is None:
            lines.append(line := SetLine(bottom, [], height))
        line.words.append((left, right, word))
        line.height = max(line.height, height)
    for line in lines:
        line.words.sort()
        joined = line.words[:1]
        for left, right, word in line.words[1:]:
            # a call of a note is a word of its own to poppler, and no gap stands before it
            if left - joined[-1][1] < 0.6:
                joined[-1] = (joined[-1][0], max(right, joined[-1][1]), joined[-1][2] + word)
            else:
                joined.append((left, right, word))
        line.words = joined
        yield line


def _page(number: int, lines: Sequence[SetLine], how: Geometry, common: float) -> SetPage:
    """What of a page is running text, in its column, and of the size of the text."""
    left = how.left[0] if number % 2 else how.left[1]
    right = left + how.measure
    inside = [line for line in lines if how.top - 4 < line.foot - line.height / 2 < how.foot]
    body = []
    for line in inside:
        begin, end = line.words[0][0], line.words[-1][1]
        line.full = right - 1.6 < end < right + HANGS and len(line.words) > 3
        line.indented = abs(begin - left - how.indent) < 2.5
        if abs(line.height - common) < 0.03 * common and (abs(begin - left) < HANGS or line.indented):
            body.append(line)
    foot = body[-1].foot if body else 0.0
    # what is quoted is larger than notes, and belongs to the text though it is not of its size
    small = common * how.notes / how.size * SMALL
    below = [line.foot for line in inside if line.foot > foot + 2 and line.height < small]
    last = max((line.foot for line in inside if line.foot < min(below, default=how.foot + 2)), default=0.0)
    opening = any(line.height > 1.4 * common for line in inside)
    # what stands among the lines and has letters is a heading, or a caption; three dots are none
    among = [line for line in inside if line.foot < foot and line not in body]
    headed = any(char.isalnum() for line in among for *_, word in line.words for char in word)
    return SetPage(number, body, opening, bool(below), (min(below) if below else how.foot) - last, headed)


def _count_lines(page: SetPage, how: Geometry, found: LineFigures) -> None:
    """Gaps, rivers, stacks, runts, and lines that stick out."""
    left = how.left[0] if page.recto else how.left[1]
    river: list[tuple[float, int]] = []
    for before, line in zip((None, *page.body), page.body, strict=False):
        follows = before is not None and abs(line.foot - before.foot - how.pitch) < 1
        found.counts["over"] += line.words[-1][1] > left + how.measure + OVER
        if line.full:
            found.gaps.append(statistics.mean(gap for _, gap in line.gaps) / how.size)
        else:
            width = line.words[-1][1] - line.words[0][0]
            found.counts["runts"] += not line.indented and len(line.words) <= 3 and width < RUNT * how.size
        wide = [middle for middle, gap in line.gaps if gap >= WIDE * how.size] if line.full else []
        runs = [max((run + 1 for above, run in river if follows and abs(above - at) < NEAR), default=1) for at in wide]
        river = list(zip(wide, runs, strict=True))
        found.counts["rivers"] += runs.count(RIVER)
        if follows and before is not None:
            ends = [(before.words[0][2], line.words[0][2])]
            ends += [(before.words[-1][2], line.words[-1][2])] if before.full and line.full else []
            found.counts["stacks"] += sum(a.lower() == b.lower() and len(a) > 2 for a, b in ends)


def _count_hyphens(pages: Sequence[SetPage], found: LineFigures) -> None:
    run = 0
    for page in pages:
        for line in page.body:
            run = run + 1 if line.divided else 0
            found.counts["hyphens"] += line.divided
            found.counts["ladders"] += run == LADDER
        if page.body[-1].divided:
            found.counts["recto hyphens" if page.recto else "verso hyphens"] += 1


def _count_depths(pages: Sequence[SetPage], how: Geometry, found: LineFigures) -> None:
    """Pages that lack lines, and facing pages of unequal depth; of those alone that no heading or picture parts."""
    # what is below a full page is as far from it as on the page of text where that is least
    text = [page for page in pages if len(page.body) >= FEW]
    least = {noted: min((p.white for p in text if p.noted is noted), default=0.0) for noted in (False, True)}
    for page, after in zip(pages, (*pages[1:], None), strict=True):
        page.lacking = int((page.white - least[page.noted]) / how.pitch + 0.1)
        page.ends = after is None or after.opening
        if not page.ends:
            found.counts["inner"] += 1
            found.counts["short"] += page.lacking >= 2
    for verso, recto in pairwise(pages):
        inner = not (verso.ends or recto.ends or recto.opening)
        if not verso.recto and recto.number == verso.number + 1 and inner:
            unequal, plain = verso.lacking != recto.lacking, not (verso.headed or recto.headed)
            found.counts.update({"facing": 1, "unequal": unequal, "plain": plain, "plain unequal": plain and unequal})


COLUMNS = (
    ("median", ".3f"),
    ("p95", ".3f"),
    ("p99", ".3f"),
    ("max", ".3f"),
    (">.33", ".2f"),
    ("<.15", ".2f"),
    ("hyphens", ".1f"),
    ("ladders", "d"),
    ("page-end r/v", ""),
    ("runts", "d"),
    ("short pages", ""),
    ("unequal facing", ""),
    ("without a heading", ""),
    ("rivers", "d"),
    ("stacks", "d"),
    ("sticking out", "d"),
    ("pages", "d"),
)
"""The columns of the table, and how each is written; gaps in ems, shares in per cent of full lines."""


def row(figures: LineFigures) -> list[str]:
    """The figures as a row of the table."""
    gaps, counts = figures.gaps, figures.counts
    lines = len(gaps) or 1
    hundredths = statistics.quantiles(gaps, n=100) if len(gaps) > 1 else [0.0] * 99
    values: dict[str, object] = {
        "median": hundredths[49],
        "p95": hundredths[94],
        "p99": hundredths[98],
        "max": max(gaps, default=0.0),
        ">.33": 100 * sum(gap > LOOSE for gap in gaps) / lines,
        "<.15": 100 * sum(gap < TIGHT for gap in gaps) / lines,
        "hyphens": 100 * counts["hyphens"] / lines,
        "page-end r/v": f"{counts['recto hyphens']}/{counts['verso hyphens']}",
        "short pages": f"{counts['short']}/{counts['inner']}",
        "unequal facing": f"{counts['unequal']}/{counts['facing']}",
        "without a heading": f"{counts['plain unequal']}/{counts['plain']}",
        "sticking out": counts["over"],
    }
    return [format(values.get(name, counts[name]), how) for name, how in COLUMNS]
