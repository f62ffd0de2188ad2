"""What of the type itself a compositor would not pass: figures, numbers of notes, columns, type over something else.

Each rule is one function, as in `faults`: a section's survey and the limits → faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

from press.style.limits import Limits
from press.typesetting.fault import Box, Fault, around, box_of, quote
from press.typesetting.page import PX, RUNNING, Line, Page, Survey, lines_of
from press.typesetting.rules import (
    OVERPRINT,
    PARTED_BLOCK,
    TABLE_BEYOND,
    TOUCHING_NUMBER,
    UNEQUAL_COLUMNS,
    WRONG_FIGURES,
)

Judge: TypeAlias = Callable[[Survey, Limits], Iterator[Fault]]
CLOSE = 0.5
"""Ems of the lower of two lines, one over the other: their baselines are never as close as this."""
ROUNDED = 0.5
"""CSS px by which heights may be out."""
NUMBER = re.compile(r"[\s\d.,  –−+%-]+")
"""All that stands in a cell that is a number."""


def touching_numbers(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """The number of a note that touches its words, or a call that touches the next: read as one they are another."""
    for page, line in lines_of(pages):
        if line.touching:
            message = f"the number of a note touches what stands beside it: “{line.touching}”"
            yield Fault(TOUCHING_NUMBER, page, box_of(line), line.block, message)


def wrong_figures(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """Figures for columns in running text, which leave holes beside a 1, and figures for text in columns, which then do
    not stand under one another: Bringhurst 3.2. Told once of each, where it is seen first: it is so throughout.
    """
    told = set[str]()
    for page, line in lines_of(pages):
        if line.figures in told:
            continue
        if line.kind in RUNNING and line.figures == "alike":
            told.add(line.figures)
            message = f"figures of one width in running text: {quote(line)}"
            yield Fault(WRONG_FIGURES, page, box_of(line), line.block, message)
        elif line.kind == "table" and line.figures == "own" and NUMBER.fullmatch(line.text):
            told.add(line.figures)
            message = f"figures of several widths in a column of numbers: {quote(line)}"
            yield Fault(WRONG_FIGURES, page, box_of(line), line.block, message)


def unequal_columns(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A column that has room for what the next begins with, or a last one shorter by more than the last entry of the
    one before it. Nothing is told of a page with pictures, of whose columns the lines do not tell the depth.
    """
    for number, page in enumerate(pages):
        for columns in () if page.pictures else _side_by_side(page):
            feet = [_foot(column) for column in columns]
            for (column, after), foot in zip(pairwise(columns), feet, strict=False):
                if (lacking := max(feet) - foot) > _head(after) + ROUNDED:
                    yield _shorter(number, page, column, foot, lacking)
            if len(feet) > 1 and (lacking := max(feet) - feet[-1]) > _tail(columns[-2]) + ROUNDED:
                yield _shorter(number, page, columns[-1], feet[-1], lacking)


def _side_by_side(page: Page) -> Iterator[list[list[Line]]]:
    """The lines of columns that stand beside each other; those that begin below others are of another block."""
    of_columns = (line for line in page.lines if line.column)
    columns = [list(lines) for _, lines in groupby(of_columns, key=lambda line: line.column)]
    beside: list[list[Line]] = []
    for column in columns:
        if beside and column[0].y >= max(map(_foot, beside)) - ROUNDED:
            yield beside
            beside = []
        beside.append(column)
    if beside:
        yield beside


def _foot(column: Sequence[Line]) -> float:
    return max(line.y + line.height for line in column)


def _shorter(number: int, page: Page, column: Sequence[Line], foot: float, lacking: float) -> Fault:
    line = column[-1]
    lines = round(lacking / (page.pitch or line.size))
    box = (line.left_edge, foot, line.right_edge - line.left_edge, lacking)
    message = f"a column {lines} line{'s' if lines != 1 else ''} shorter than the one beside it"
    return Fault(UNEQUAL_COLUMNS, number, box, line.block, message)


def _head(column: Sequence[Line]) -> float:
    """How deep the first entry of a column is, with what it must stay with."""
    end = next((n for n, line in enumerate(column) if line.last and not line.tied), len(column) - 1)
    return column[end].y + column[end].height - column[0].y + column[0].margin


def _tail(column: Sequence[Line]) -> float:
    """How deep the last entry of a column is, with what must stay with it."""
    begin = len(column) - 1
    while begin and (not column[begin].first or column[begin - 1].tied):
        begin -= 1
    return column[-1].y + column[-1].height - column[begin].y + column[begin].margin


def overprints(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """Type over other type, or over a picture. Told once of a page."""
    for number, page in enumerate(pages):
        lines = sorted((*page.lines, *page.notes), key=lambda line: line.baseline)
        if found := next(_over(lines, page.pictures), None):
            what, line = found
            yield Fault(OVERPRINT, number, box_of(line), line.block, f"type over {what}: {quote(line)}")


def _over(lines: Sequence[Line], pictures: Sequence[Box]) -> Iterator[tuple[str, Line]]:
    largest = max((line.size for line in lines), default=0.0)
    for n, line in enumerate(lines):
        for other in lines[n + 1 :]:
            apart = other.baseline - line.baseline
            if apart >= CLOSE * largest:
                break
            if apart < CLOSE * other.size and min(line.right, other.right) - max(line.x, other.x) > 1.0:
                yield "other type", other
    for line in lines:
        for x, y, width, height in pictures:
            if x < line.x + line.width / 2 < x + width and y + ROUNDED < line.baseline < y + height - ROUNDED:
                yield "a picture", line


def tables_beyond(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A table whose cells stand out of the type area, on either side."""
    for number, page in enumerate(pages):
        left, right = page.area[0], page.area[0] + page.area[2]
        out = [line for line in page.lines if line.kind == "table" and not left - 1 < line.x < line.right < right + 1]
        if out:
            beyond = max(max(left - line.x, line.right - right) for line in out) * PX
            box = around([box_of(line) for line in out])
            message = f"a table that runs {beyond:.1f} pt out of the measure"
            yield Fault(TABLE_BEYOND, number, box, out[0].block, message)


def parted_blocks(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A list or a quotation of which the first line stands alone at the foot of a page, or the last at the head."""
    for number, (page, after) in enumerate(pairwise(pages)):
        foot, head = page.lines[-2:], after.lines[:2]
        kind = foot[-1].kind if foot else "text"
        if kind not in ("list", "quotation") or not head or head[0].kind != kind or foot[-1].column:
            continue
        if len(foot) > 1 and foot[0].kind != kind and head[0].first:
            message = f"a {kind} is parted after one line: {quote(foot[-1])}"
            yield Fault(PARTED_BLOCK, number, box_of(foot[-1]), foot[-1].block, message)
        elif len(head) > 1 and head[1].kind != kind and foot[-1].last:
            message = f"a {kind} is parted before its last line: {quote(head[0])}"
            yield Fault(PARTED_BLOCK, number + 1, box_of(head[0]), head[0].block, message)


OF_TYPE: tuple[Judge, ...] = (
    touching_numbers,
    wrong_figures,
    unequal_columns,
    overprints,
    tables_beyond,
    parted_blocks,
)
