"""A table → its rows as a template writes them: which cells head what, to which side each is set, and how numbers are
brought under one another.

Numbers stand with their points in line without being taken apart: what a number lacks behind its point to be as long
there as the longest of its column is its `pad`, which a sheet sets behind it unseen. So its width is that of the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from press.text import Cell, Inlines, Table, plain

NUMBER = re.compile(r"\d(?:[\d.,·'’\s]*\d)?")


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in its column (from 0): `tag` and `scope` as HTML has them, the side that it is set to, its pad.

    `apart`: it is in a column set to the right, beside one that is not, and their words would all but touch. `over`: it
    is of the head, and stands over other cells of it.
    """

    inlines: Inlines
    column: int
    across: int
    down: int
    tag: Literal["th", "td"]
    scope: str
    side: str
    pad: str = ""
    apart: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row; `tied` if a cell goes on from it into the next, so that no page may end between the two."""

    cells: tuple[PlacedCell, ...]
    tied: bool = False


@dataclass(frozen=True, slots=True)
class TabularRows:
    """The rows of a table, and how many columns it has."""

    head: tuple[PlacedRow, ...]
    body: tuple[PlacedRow, ...]
    foot: tuple[PlacedRow, ...]
    columns: int


def tabulate(table: Table, language: str) -> TabularRows:
    """The rows of a table, in a book of this language: it decides which mark parts the fraction of a number."""
    head = tuple(
        replace(row, cells=tuple(replace(each, over=n + each.down < len(table.head)) for each in row.cells))
        for n, row in enumerate(_placed(table, table.head, True))
    )
    body, foot = (tuple(_placed(table, rows, False)) for rows in (table.rows, table.foot))
    # what a row is about stands in its first cell; of a table in passing, which has no caption, nobody knows
    if table.caption and all(cell.inlines for row in body for cell in row.cells if cell.column == 0):
        body, foot = (tuple(map(_headed, rows)) for rows in (body, foot))
    point = "." if re.match(r"(?:en|ja|zh|ko|th|he|ga|cy|mt)\b", language) else ","
    for column in (n for n, side in enumerate(table.aligns) if side == "decimal"):
        numbers = [_number(plain(cell.inlines), point) for row in (*body, *foot) for cell in _in(row, column)]
        longest = max((each for each, _ in numbers), key=len, default="")
        behind = max((each for _, each in numbers), key=len, default="")
        body, foot = (tuple(_padded(row, column, longest, behind, point) for row in rows) for rows in (body, foot))
    # no page begins with the sums; nor ends with the first row of a table, or begins with its last
    ties = {len(body) - 1} if foot else set()
    ties |= {0, len(body) - 2} if len(body) > 1 else set()
    # nor is a row that goes over all columns, as the heading of those below it does, left with fewer than two of them
    across = {n for n, row in enumerate(body) if [each.across for each in row.cells] == [len(table.aligns)] != [1]}
    ties |= {m for n in across for m in (n, n + 1) if m < len(body) - 1}
    body = tuple(replace(row, tied=row.tied or n in ties) for n, row in enumerate(body))
    head, body, foot = (tuple(_apart(row, table.aligns) for row in rows) for rows in (head, body, foot))
    return TabularRows(head, body, foot, len(table.aligns))


def _apart(row: PlacedRow, aligns: Sequence[str]) -> PlacedRow:
    """A row in which the cells say whether their last column is set to the right and the next is not."""
    to_the_right = [side in ("right", "decimal") for side in aligns]
    edges = {n for n, (one, other) in enumerate(pairwise(to_the_right)) if one and not other}
    return replace(row, cells=tuple(replace(each, apart=each.column + each.across - 1 in edges) for each in row.cells))


def _in(row: PlacedRow, column: int) -> Iterator[PlacedCell]:
    return (cell for cell in row.cells if cell.column == column and cell.across == 1)


# --- places ---------------------------------------------------------------------------------------


def _placed(table: Table, rows: Sequence[tuple[Cell, ...]], head: bool) -> Iterator[PlacedRow]:
    """Each row with the columns of its cells: a column is taken where a cell from above goes on."""
    above: dict[int, int] = {}
    for row in rows:
        column, cells = 0, []
        for cell in row:
            while above.get(column):
                column += 1
            cells.append(_cell(table, cell, column, head))
            column += cell.across
        above = {n: left - 1 for n, left in above.items() if left > 1}
        for each in cells:
            above |= (
                dict.fromkeys(range(each.column, each.column + each.across), each.down - 1) if each.down > 1 else {}
            )
        yield PlacedRow(tuple(cells), bool(above))


def _cell(table: Table, cell: Cell, column: int, head: bool) -> PlacedCell:
    side = table.aligns[column] if column < len(table.aligns) else ""
    side = "right" if side == "decimal" else side or "left"
    if head:
        scope = "colgroup" if cell.across > 1 else "col"
        return PlacedCell(
            cell.inlines, column, cell.across, cell.down, "th", scope, "center" if cell.across > 1 else side
        )
    return PlacedCell(cell.inlines, column, cell.across, cell.down, "td", "", side)


def _headed(row: PlacedRow) -> PlacedRow:
    """A row whose first cell says what it is about."""
    first = row.cells[0] if row.cells else None
    if first is None or first.column or not first.inlines or len(row.cells) == 1:
        return row
    return replace(row, cells=(replace(first, tag="th", scope="rowgroup" if first.down > 1 else "row"), *row.cells[1:]))


# --- decimals -------------------------------------------------------------------------------------


def _number(text: str, point: str) -> tuple[str, str]:
    """The fraction of a number with its point, and what follows it, a per cent sign or a bracket."""
    found = list(NUMBER.finditer(text))
    if not found:
        return "", ""
    number = found[-1][0]
    mark = "·" if "·" in number else point
    fraction = number.rpartition(mark)[2] if number.count(mark) == 1 else ""
    return f"{mark}{fraction}" if fraction else "", text[found[-1].end() :].strip()


def _padded(row: PlacedRow, column: int, longest: str, behind: str, point: str) -> PlacedRow:
    """A row with the pad of its number in a column, whose fractions and what follows them are at most so long."""

    def padded(cell: PlacedCell) -> PlacedCell:
        if cell.column != column or cell.across > 1 or not cell.inlines:
            return cell
        fraction, after = _number(plain(cell.inlines), point)
        return replace(cell, pad=longest[len(fraction) :] + behind[len(after) :])

    return replace(row, cells=tuple(map(padded, row.cells)))
