"""Pandoc's tables → `Table`, with their captions, heads, spans and sides; and a `Table` drawn as a grid.

What a cell of ours cannot hold, such as a list, becomes text: then the whole table does, row by row, and that is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from press.editing.placement import HERE, PLACES
from press.editing.tables import ALIGNS as LETTERS
from press.problem import Origin
from press.text import Block, Blocks, Cell, Inlines, LineBreak, Note, Paragraph, Table, Text, walk

ALIGNS = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
LABEL = re.compile(
    r"(?:table|tab\.|tabelle|tableau|tabla|tabella|tabela|tabel|tabulka)\s*\d+(?:[.-]\d+)*\s*[.:–—-]?\s*", re.IGNORECASE
)
"""How a caption begins whose table the author has numbered."""
Row = tuple[Cell, ...]


def table_of(
    parts: Sequence[Sequence[Sequence[tuple[int, int, Blocks]]]], aligns: tuple[str, ...], origin: Origin
) -> Table | None:
    """A table of its head, its bodies and its foot; None for what is no table of ours, or of one column only, as many
    a frame around a page is. Without a head its first row is one, if it can.
    """
    made = [[tuple(cell_of(blocks, across, down) for across, down, blocks in row) for row in part] for part in parts]
    if len(aligns) < 2 or any(cell is None for part in made for row in part for cell in row):
        return None
    head, *bodies, foot = [[tuple(cell for cell in row if cell) for row in part] for part in made]
    body = [row for part in bodies for row in part]
    if not head and body and all(cell.down == 1 for cell in body[0]):
        head, body = body[:1], body[1:]
    table = Table(head=tuple(head), rows=tuple(body), foot=tuple(foot), aligns=aligns, origin=origin)
    return table if body and fits(table) else None


def cell_of(blocks: Blocks, across: int, down: int) -> Cell | None:
    """A cell of paragraphs, each on a line of its own; None where it holds anything else."""
    words: Inlines = ()
    for block in blocks:
        if not isinstance(block, Paragraph):
            return None
        words += (*((LineBreak(),) if words else ()), *block.inlines)
    return Cell(words, across, down)


def fits(table: Table) -> bool:
    """Whether every row has as many columns as the table, with what goes on from above, and none goes further."""
    columns = len(table.aligns)
    for part in (table.head, table.rows, table.foot):
        above = [0] * columns
        for row in part:
            at = 0
            for cell in row:
                while at < columns and above[at]:
                    at += 1
                if at + cell.across > columns or any(above[at : at + cell.across]):
                    return False
                above[at : at + cell.across] = [cell.down] * cell.across
                at += cell.across
            if not all(above):
                return False
            above = [each - 1 for each in above]
        if any(above):
            return False
    return True


def with_letters(table: Table) -> Table:
    """A table whose head calls no numbered notes: it comes again on every page, and they have letters."""

    def lettered(inlines: Inlines) -> Inlines:
        return tuple(replace(each, lettered=True) if isinstance(each, Note) else each for each in inlines)

    head = tuple(tuple(replace(cell, inlines=lettered(cell.inlines)) for cell in row) for row in table.head)
    return replace(table, head=head)


def said_of(block: Block, classes: Sequence[str], said: Mapping[str, str]) -> Block:
    """A table with what its braces say of it: whether it is turned, where it stands, how its columns are aligned.

    One that calls numbered notes stands where they are counted.
    """
    if not isinstance(block, Table):
        return block
    if any(isinstance(each, Note) and not each.lettered for each in walk((block.caption, block.rows, block.foot))):
        classes, said = (), {key: value for key, value in said.items() if key != "at"}
    turned, at = "turned" in classes or block.turned, said.get("at", block.at)
    columns = [LETTERS.get(each, "") for each in said.get("align", "").split()]
    aligns = tuple(columns) if all(columns) and len(columns) == len(block.aligns) else block.aligns
    return replace(block, turned=turned, at=at if at in PLACES and not turned else HERE, aligns=aligns)


def asked(table: Table) -> str:
    """What the braces behind its caption say of a table, if it says anything."""
    letters = {align: letter for letter, align in LETTERS.items()}
    aligns = f'align="{" ".join(letters.get(each, "l") for each in table.aligns)}"' * ("decimal" in table.aligns)
    said = (
        f"#{table.anchor}" * bool(table.anchor and table.caption),
        ".turned" * table.turned,
        f"at={table.at}" * (table.at != HERE),
        aligns,
    )
    return " {" + " ".join(filter(None, said)) + "}" if any(said) else ""


def has_notes(rows: Sequence[Row]) -> bool:
    """Whether some rows call notes."""
    return any(isinstance(each, Note) for each in walk(tuple(rows)))


def unlabelled(caption: Inlines) -> tuple[Inlines, str]:
    """A caption without the number that its author gave the table, and that number."""
    first = caption[0] if caption else None
    found = LABEL.match(first.text) if isinstance(first, Text) else None
    if found is None or not isinstance(first, Text):
        return caption, ""
    rest = first.text[found.end() :]
    return (*((Text(rest, first.line),) if rest else ()), *caption[1:]), found[0].strip()


def number_of(label: str) -> str:
    """The number in the label of a caption: 7, or 2.3."""
    found = re.search(r"\d+(?:[.-]\w{1,2}\b)*", label)
    return found[0] if found else ""


# --- a table drawn ------------------------------------------------------------------------------------


def is_plain(table: Table) -> bool:
    """Whether bars alone can say it: one row of a head, cells of one line, none that goes across or down."""
    cells = [cell for row in (*table.head, *table.rows) for cell in row]
    alone = all(cell.across == cell.down == 1 and LineBreak() not in cell.inlines for cell in cells)
    return alone and len(table.head) == 1 and not table.foot


def drawn(table: Table, words: Sequence[Sequence[Sequence[str]]]) -> str:
    """A table as a grid; `words`: the lines of each cell, row by row."""
    rows = (*table.head, *table.rows, *table.foot)
    placed = list(_placed(table))
    widths = [3] * len(table.aligns)
    heights = [1] * len(rows)
    cells = [(r, c, cell, lines) for (r, c, cell), lines in zip(placed, _flat(words), strict=True)]
    # first what stands in one column or row, then what goes over several, which may widen the last of them
    for _, c, cell, lines in sorted(cells, key=lambda each: each[2].across):
        wanted = max(map(_width, lines), default=0) + 2
        have = sum(widths[c : c + cell.across]) + cell.across - 1
        widths[c + cell.across - 1] += max(0, wanted - have)
    for r, _, cell, lines in sorted(cells, key=lambda each: each[2].down):
        have = sum(heights[r : r + cell.down]) + cell.down - 1
        heights[r + cell.down - 1] += max(0, len(lines) - have)
    xs = [sum(widths[:n]) + n for n in range(len(widths) + 1)]
    ys = [sum(heights[:n]) + n for n in range(len(heights) + 1)]
    squares = [[" "] * (xs[-1] + 1) for _ in range(ys[-1] + 1)]
    for r, c, cell, lines in cells:
        _draw(squares, (xs[c], ys[r]), (xs[c + cell.across], ys[r + cell.down]), lines)
    head, foot = len(table.head), len(rows) - len(table.foot)
    double = {ys[head]} if head else {0} if table.foot else set()
    for y in double | ({ys[foot], ys[-1]} if table.foot else set()):
        squares[y] = ["=" if each == "-" else each for each in squares[y]]
    _mark_sides(squares[ys[head]], xs, table.aligns)
    return "\n".join("".join(line) for line in squares)


def _placed(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """Every cell with its row and column."""
    at = 0
    for part in (table.head, table.rows, table.foot):
        above: dict[int, int] = {}
        for row in part:
            column = 0
            for cell in row:
                while above.get(column, 0) > at:
                    column += 1
                yield at, column, cell
                above |= dict.fromkeys(range(column, column + cell.across), at + cell.down)
                column += cell.across
            at += 1


def _flat(words: Sequence[Sequence[Sequence[str]]]) -> Iterator[Sequence[str]]:
    return (lines for row in words for lines in row)


def _draw(squares: list[list[str]], upper: tuple[int, int], lower: tuple[int, int], lines: Sequence[str]) -> None:
    """The walls of a cell, and its words."""
    (left, top), (right, bottom) = upper, lower
    for y in (top, bottom):
        squares[y][left : right + 1] = [each if each == "+" else "-" for each in squares[y][left : right + 1]]
    for x in (left, right):
        for y in range(top, bottom + 1):
            squares[y][x] = "+" if squares[y][x] == "+" or y in (top, bottom) else "|"
    for n, line in enumerate(lines):
        shown = [square for char in line for square in _squares(char)]
        squares[top + 1 + n][left + 2 : left + 2 + len(shown)] = shown


def _squares(char: str) -> list[str]:
    return [char, ""] if unicodedata.east_asian_width(char) in "WF" else [char]


def _width(line: str) -> int:
    return sum(len(_squares(char)) for char in line)


def _mark_sides(rule: list[str], xs: Sequence[int], aligns: Sequence[str]) -> None:
    for (left, right), side in zip(pairwise(xs), aligns, strict=True):
        if side in ("left", "center"):
            rule[left + 1] = ":"
        if side in ("right", "center"):
            rule[right - 1] = ":"
