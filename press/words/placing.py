"""Where words stand: off the sheet, outside the type area, over one another.

The survey of a section says which line leaves its measure, and of which block it is; what its boxes cannot tell, the
ink itself does, as pdfium measures it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from press.problem import Rule
from press.style.limits import Limits
from press.typesetting.page import Line, Page, Survey
from press.words.proof import LARGE, PrintedPage, Typed
from press.words.rules import OFF_PAGE, OVERPRINTED

PX = 0.75
"""Points in a CSS px."""
MM = 25.4 / 72
"""Millimetres in a point."""
OUT = 1.5
"""Points by which type may stand out of the type area besides what the style hangs: the swash of an italic."""
OVER = 2.0
"""Points of width that two things typed must share to lie over one another: letters are kerned by less."""
SLANT = 0.28
"""And the share of their height: an italic bracket leans so far over a p behind it."""
OPEN = 0.35
"""The share of its width that an initial must have in common with what lies over it."""
DEEP = 0.35
"""The share of the lower one's height that they must have in common: lines set tight touch by less."""
INITIAL = 3
"""So many letters at most make an initial, with a mark of quotation or an apostrophe."""
TALL = 1.5
"""How much taller than the line beside it an initial is at least."""
OFF = 0.5
"""Points of ink beyond the edge of the sheet that are a fault."""
BLOCK = re.compile(r"bh?-.*-(\d+)(?:--\d+)?$")
"""The anchor of a block, which ends with its number."""
NUMBER = re.compile(r"\d+[.)]?|\(?(?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+)[.)]")
"""The number of an item of a list."""


class Misplaced(NamedTuple):
    """Words in a wrong place: what is said of them, the block they are of, if it is known, and what is typed there;
    and whether a table that is too wide would have room if it were turned.
    """

    rule: Rule
    message: str
    block: str
    typed: Typed | None = None
    fits_turned: bool = False


def outside(page: Page, limits: Limits) -> Iterator[Misplaced]:
    """The lines of a page that reach outside the type area, though the style has not set their measure there.

    A style that hangs a number in the margin gives it a measure there. A table has none: what is too wide for the page
    makes one of its own, so its cells are held against the type area alone, and it is told once, by its first line.
    """
    left, _, width, _ = page.area
    floats = tuple(line for each in page.floats for line in each.lines if line.kind == "table")
    for table, each in groupby((*page.lines, *floats), lambda line: line.kind == "table"):
        lines = list(each)
        if table:
            widest = max(lines, key=lambda line: line.right)
            if (beyond := (widest.right - left - width) * PX) > _allowed(widest, limits):
                told = f"the table is {beyond * MM:.0f} mm wider than the type area"
                fits = not page.turned and (widest.right - left) <= page.area[3]
                yield Misplaced(OFF_PAGE, told, lines[0].block, fits_turned=fits)
            continue
        for line in lines:
            yield from _beyond(line, left + width, limits)
    for line in (*page.notes, *(line for each in page.floats for line in each.lines if line.kind != "table")):
        yield from _beyond(line, left + width, limits)


def _beyond(line: Line, edge: float, limits: Limits) -> Iterator[Misplaced]:
    beyond = (
        line.right - max(edge, line.right_edge)
    ) * PX  # a number hangs to the left of its measure as a style likes
    if beyond > _allowed(line, limits):
        yield Misplaced(OFF_PAGE, f"{beyond:.1f} pt outside the type area: {_quoted(line.text)}", line.block)


def _allowed(line: Line, limits: Limits) -> float:
    """How far a line may stand out, in points."""
    return OUT + limits.hang * line.size * PX


def off_sheet(page: PrintedPage) -> Iterator[Misplaced]:
    """What is typed beyond the edges of the sheet."""
    width, height = page.size
    for typed in page.typed:
        left, lower, right, upper = typed.box
        if min(left, lower) < -OFF or right > width + OFF or upper > height + OFF:
            yield Misplaced(OFF_PAGE, f"off the sheet: {_quoted(typed.text)}", "", typed)


def cut_off(page: PrintedPage) -> Iterator[Misplaced]:
    """What is typed and cut off in part: mostly lettering at the edge of a drawing."""
    for typed in page.cut:
        yield Misplaced(OFF_PAGE, f"cut off at the edge of what holds it: {_quoted(typed.text)}", "", typed)


def overprinted(page: PrintedPage) -> Iterator[Misplaced]:
    """What is typed over other type."""
    ink = sorted((each for each in page.typed if each.letters or each.text == LARGE), key=lambda each: -each.box[3])
    for n, one in enumerate(ink):
        _, lower, right, upper = one.box
        for other in ink[n + 1 :]:
            if other.box[3] <= lower:
                break
            across = min(right, other.box[2]) - max(one.box[0], other.box[0])
            height = min(upper - lower, other.box[3] - other.box[1])
            if across < max(OVER, SLANT * height, OPEN * _width_of_initial(one, other)):
                continue
            deep = min(upper, other.box[3]) - max(lower, other.box[1])
            if deep > DEEP * height:
                message = f"{_quoted(other.text)} lies over {_quoted(one.text)}"
                yield Misplaced(OVERPRINTED, message, "", one if other.furniture else other)


def _width_of_initial(*both: Typed) -> float:
    """How wide an initial is, if one of two things is one: its word may stand below its arm, or above its foot."""
    return max((each.box[2] - each.box[0] for each in both if each.text == LARGE), default=0.0)


def _quoted(text: str) -> str:
    """The first words of some text."""
    words = text.replace(LARGE, "an initial").split()
    return f"“{' '.join(words[:6])}{' …' if len(words) > 6 else ''}”"


def line_at(page: Page, typed: Typed, height: float) -> Line | None:
    """The line of the notes that something typed stands on, if it stands among them; `height`: of the page, in pt."""
    notes, (_, middle) = page.notes, _middle(typed, height)
    return _nearest(notes, typed, height) if notes and middle >= notes[0].y - 1 else None


def float_at(page: Page, typed: Typed, height: float) -> int:
    """Which of the floats of a page something typed belongs to, from 1; 0 if to none."""
    _, y = _middle(typed, height)
    within = (n for n, each in enumerate(page.floats, 1) if each.box[1] <= y <= each.box[1] + each.box[3])
    return next(within, 0)


def nearest_line(page: Page, typed: Typed, height: float) -> Line | None:
    """The line of the text, or of a float, that something typed stands on, or next to."""
    at = float_at(page, typed, height)
    lines = page.floats[at - 1].lines if at else page.lines
    return _nearest(lines, typed, height) if lines else None


def block_at(page: Page, typed: Typed, height: float) -> str:
    """The block of the text that something typed belongs to."""
    line = nearest_line(page, typed, height)
    return line.block if line else ""


class PrintedCell(NamedTuple):
    """A cell of a table: the block of its row, and how far from the left edge of the type area it stands, in CSS px."""

    row: str
    left: int


NO_CELL = PrintedCell("", 0)


def cell_at(page: Page, typed: Typed, height: float) -> PrintedCell:
    """The cell that something typed stands in, or would if its line were one of a table."""
    line = nearest_line(page, typed, height)
    return PrintedCell(line.block, round(line.left_edge - page.area[0])) if line else NO_CELL


def initials_in_place(typed: Sequence[Typed]) -> list[Typed]:
    """What is typed, with each initial before the line that it begins: one that floats is painted before all text."""
    order = list(typed)
    for initial in (each for each in typed if 0 < len(each.letters) <= INITIAL and not each.furniture):
        beside = [line for line in order if line is not initial and _begins(initial, line)]
        if beside:
            order.remove(initial)
            order.insert(order.index(max(beside, key=lambda line: line.box[3])), initial)
    return order


def _begins(initial: Typed, line: Typed) -> bool:
    """Whether something typed is an initial at a line: taller by half at least, and reaching down below it."""
    left, lower, right, upper = initial.box
    tall = upper - lower > TALL * (line.box[3] - line.box[1])
    if len(line.letters) <= INITIAL:  # the call of a note, raised beside a short word
        return False
    near = left - 1 <= line.box[0] <= right + (upper - lower) and lower < line.box[1] < upper
    return tall and near and line.box[3] > lower + (upper - lower) / 2 and not line.furniture


def torn_rows(pages: Survey) -> frozenset[str]:
    """The rows of tables that go on to another page, as one that is taller than a page must."""
    seen: set[str] = set()
    torn: set[str] = set()
    for page in pages:
        rows = {line.block: line for line in reversed(page.lines) if line.kind == "table"}
        # The head of a table comes again too, but from its beginning.
        torn |= {block for block, line in rows.items() if block in seen and not line.first}
        seen |= set(rows)
    return frozenset(torn)


def in_reading_order(
    kept: Sequence[tuple[PrintedCell, int, Typed]], torn: frozenset[str]
) -> Iterator[tuple[int, Typed]]:
    """What is typed, each thing with its sheet, in the order in which it is read: a torn row is not read page by page,
    but cell by cell.
    """
    begun: dict[str, int] = {}
    for at, (cell, *_) in enumerate(kept):
        begun.setdefault(cell.row, at)
    places = [(begun[cell.row], cell.left) if cell.row in torn else (at, 0) for at, (cell, *_) in enumerate(kept)]
    return (kept[at][1:] for at in sorted(range(len(kept)), key=lambda at: (places[at], at)))


def in_their_places(order: Sequence[tuple[int, Typed, str, int]]) -> Iterator[tuple[int, Typed]]:
    """What is typed, each thing with its sheet, in the order in which it is read. What stands apart from the text, as a
    turned table and a float do, is read at its place in it, and the text goes on below that.

    In come sheet, type, block, and which of the things on the sheet it belongs to that stand apart, 0 for the text.
    Blocks are numbered as they are read, so that what stands apart goes before the first with a higher number.
    """
    apart: dict[tuple[int, int], list[tuple[int, Typed, str, int]]] = {}
    for each in order:
        if each[3]:
            apart.setdefault((each[0], each[3]), []).append(each)
    # the caption of a table has an anchor of its own; its rows, which come behind it, have those of blocks
    numbered = ((next((n for each in run if (n := _number(each[2]))), 0), key) for key, run in apart.items())
    waiting = sorted(numbered)
    text = [each for each in order if not each[3]]
    numbers = [_number(each[2]) for each in text]
    for n in range(len(numbers) - 2, -1, -1):
        numbers[n] = numbers[n] or numbers[n + 1]
    for each, number in zip(text, numbers, strict=True):
        while waiting and waiting[0][0] < number:
            yield from (one[:2] for one in apart[waiting.pop(0)[1]])
        yield each[:2]
    yield from (one[:2] for _, key in waiting for one in apart[key])


def _number(block: str) -> int:
    """The number of a block, 0 for what has none."""
    found = BLOCK.match(block)
    return int(found[1]) if found else 0


def _nearest(lines: Sequence[Line], typed: Typed, height: float) -> Line:
    x, (_, middle) = typed.box[0] / PX, _middle(typed, height)
    return min(lines, key=lambda line: (abs(line.y + line.height / 2 - middle) // 3, abs(line.x - x)))


def _middle(typed: Typed, height: float) -> tuple[float, float]:
    """The middle of something typed, in CSS px from the upper left corner of a page of so many points."""
    return (typed.box[0] + typed.box[2]) / 2 / PX, (height - (typed.box[1] + typed.box[3]) / 2) / PX


def beside(page: Page, typed: Typed, height: float) -> bool:
    """Whether something typed stands in the margin, as side-notes do."""
    return any(_within(each.box, typed, height) for each in page.sides if not each.heading)


def heads_in_place(page: Page, typed: Sequence[Typed], height: float) -> Sequence[Typed]:
    """What is typed, with each heading in the margin before the line beside which it stands: it is painted last."""
    order = list(typed)

    def is_below(each: Typed, line: float) -> bool:
        return _middle(each, height)[1] >= line

    for head in (each for each in page.sides if each.heading):
        lines = [each for each in order if _within(head.box, each, height) and not each.furniture]
        rest = [each for each in order if each not in lines]
        below = (n for n, each in enumerate(rest) if each.letters and not each.furniture and is_below(each, head.line))
        at = next(below, len(rest))
        order = [*rest[:at], *lines, *rest[at:]]
    return order


def _within(box: tuple[float, float, float, float], typed: Typed, height: float) -> bool:
    left, top, wide, deep = box
    x, y = _middle(typed, height)
    return left <= x <= left + wide and top <= y <= top + deep


def in_picture(page: Page, typed: Typed, height: float) -> bool:
    """Whether something typed belongs to a picture; `height`: of the page, in points."""
    x, y = _middle(typed, height)
    return any(left <= x <= left + wide and top <= y <= top + deep for left, top, wide, deep in _pictures(page))


def _pictures(page: Page) -> tuple[tuple[float, float, float, float], ...]:
    """The pictures of a page, those of floats too."""
    return (*page.pictures, *(picture for each in page.floats for picture in each.pictures))


def caption_at(page: Page, typed: Typed, height: float) -> str:
    """The block of the caption nearest to something typed that a picture has at least a part of, or nothing."""
    left, right = typed.box[0] / PX, typed.box[2] / PX
    top, foot = (height - typed.box[3]) / PX, (height - typed.box[1]) / PX
    if not any(
        x <= right and left <= x + wide and y <= foot and top <= y + deep for x, y, wide, deep in _pictures(page)
    ):
        return ""
    lines = (*page.lines, *(line for each in page.floats for line in each.lines))
    captions = [line for line in lines if line.kind == "caption"]
    return min(captions, key=lambda line: abs(line.y - foot)).block if captions else ""


def numbers_in_place(typed: Sequence[Typed]) -> Sequence[Typed]:
    """What is typed on a page, with each number of an item before the item: the engine paints it when all else of the
    page is painted, and then it would stand within a word that is divided at the page's foot.
    """
    placed = list(typed)
    for number in typed:
        if NUMBER.fullmatch(number.text.strip()) and not number.text.strip().isdigit():
            at = placed.index(number)
            item = next((n for n, each in enumerate(placed[:at]) if _stands_before(number, each)), at)
            placed.insert(item, placed.pop(at))
    return placed


def _stands_before(one: Typed, other: Typed) -> bool:
    """Whether one stands on the other's line, to the left."""
    beside = min(one.box[3], other.box[3]) > max(one.box[1], other.box[1])
    return beside and one.box[2] <= other.box[0] + 1


def number_beside(typed: Sequence[Typed], word: Typed) -> str:
    """The number to the left of a word, on its line: that of an item of a list; "" if there is none."""
    left, lower, _, upper = word.box
    beside = [
        each
        for each in typed
        if each.box[2] <= left + 1
        and min(upper, each.box[3]) > max(lower, each.box[1])
        and NUMBER.fullmatch(each.text.strip())
    ]
    return max(beside, key=lambda each: each.box[2]).letters if beside else ""
