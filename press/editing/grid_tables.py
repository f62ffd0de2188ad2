"""A grid table, as Pandoc has it, drawn in signs → its cells, each with its place, its spans and its lines.

Lines of `+`, `-` and `=` part rows, bars part columns; where a wall is left out a cell goes across it. `=` parts the
head from the body, and the body from a foot that ends with `=` too. Colons in the rule below the head (in the first
where there is none) say to which side a column is set. Lines count from 0 within the drawing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

SEGMENT = re.compile(r"\+(?=([-=:]*[-=][-=:]*)\+)")
"""Where a piece of a rule begins."""
RULE = frozenset("-=:")
WALL = frozenset("|+")
STRAY_RULE = re.compile(r"(?<!\S)(?=[-=:+]*[-=]{2})(?:\+[-=:+]+|[-=:][-=:+]*\+[-=:+]*)(?!\S)")
"""What is a piece of a rule, and can be no word: a run of hyphens that a + begins, ends or parts."""


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell: its row and column from 0, over how many it goes, its first line, and its lines without their margin."""

    row: int
    column: int
    down: int
    across: int
    line: int
    lines: tuple[str, ...]

    def paragraphs(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Its lines as a blank one parts them, each run with its first line in the drawing."""
        run: list[str] = []
        for n, line in enumerate((*self.lines, "")):
            if line.strip():
                run.append(line)
            elif run:
                yield self.line + n - len(run), tuple(run)
                run = []


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """The cells in order; how many rows there are, and how many of them are of the head and of the foot; the sides."""

    cells: tuple[DrawnCell, ...]
    rows: int
    head: int
    foot: int
    aligns: tuple[str, ...]


class NoGrid(ValueError):
    """A drawing that is no table: the line, and what is wrong there."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


def read_grid(lines: Sequence[str]) -> DrawnTable:
    """What a drawing shows. Raises `NoGrid`."""
    return _Drawing(lines).table()


class _Drawing:
    """The drawing as squares, one a column of the screen; where its rules and bars stand."""

    def __init__(self, lines: Sequence[str]) -> None:
        squares = [_squares(line.rstrip()) for line in lines]
        width = max(map(len, squares))
        self.squares = [line + [" "] * (width - len(line)) for line in squares]
        shown = ["".join(each or " " for each in line) for line in self.squares]
        pieces = [(y, each) for y, line in enumerate(shown) for each in SEGMENT.finditer(line)]
        self.ys = sorted({y for y, _ in pieces})
        self.xs = sorted({x for _, each in pieces for x in (each.start(), each.end(1))})
        if self.ys[-1] != len(lines) - 1:
            raise NoGrid(len(lines) - 1, "it does not end with a rule")
        for y in (0, self.ys[-1]):
            if any(self.squares[y][x] != "+" for x in (0, width - 1)) or self.xs[0] or self.xs[-1] != width - 1:
                raise NoGrid(self._longest(width), "its right edge is not straight")
        if crooked := [y for y, line in enumerate(self.squares) if line[-1] not in WALL]:
            raise NoGrid(crooked[0], "its right edge is not straight")

    def _longest(self, width: int) -> int:
        """The line that stands out to the right, or the first that falls short."""
        ends = [len("".join(each or " " for each in line).rstrip()) for line in self.squares]
        out = [n for n, end in enumerate(ends) if end == width]
        return out[0] if len(out) * 2 < len(ends) else next((n for n, end in enumerate(ends) if end < width), 0)

    def table(self) -> DrawnTable:
        """The table that is drawn."""
        cells = tuple(sorted(self._cells(), key=lambda cell: (cell.row, cell.column)))
        double = [n for n, y in enumerate(self.ys) if self._rule(y) and "=" in self.squares[y]]
        rows = len(self.ys) - 1
        inner = [n for n in double if 0 < n < rows]
        closed = rows in double and bool(inner)
        foot = rows - inner[-1] if closed and (len(inner) > 1 or 0 in double) else 0
        head = inner[0] if inner and rows - inner[0] > foot else 0
        sides = self.squares[self.ys[head]]
        for cell in cells:
            for edge in (head, rows - foot):
                if cell.row < edge < cell.row + cell.down:
                    raise NoGrid(cell.line, "a cell goes over the rule of = below the head or above the foot")
        return DrawnTable(cells, rows, head, foot, tuple(self._side(sides, *ends) for ends in pairwise(self.xs)))

    def _rule(self, y: int) -> bool:
        """Whether a rule goes all across."""
        return all(each in RULE or each == "+" for each in self.squares[y])

    @staticmethod
    def _side(rule: Sequence[str], left: int, right: int) -> str:
        begins, ends = rule[left + 1] == ":", rule[right - 1] == ":"
        return "center" if begins and ends else "left" if begins else "right" if ends else ""

    # --- cells ---------------------------------------------------------------------------------

    def _cells(self) -> Iterator[DrawnCell]:
        """Squares between neighbouring rules and bars, joined where no wall stands between them."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        joined = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

        def home(at: tuple[int, int]) -> tuple[int, int]:
            while joined[at] != at:
                at = joined[at]
            return at

        for r, c in tuple(joined):
            if c + 1 < columns and not self._bar(r, c + 1):
                joined[home((r, c + 1))] = home((r, c))
            if r + 1 < rows and not self._floor(r + 1, c):
                first, second = sorted((home((r, c)), home((r + 1, c))))
                joined[second] = first
        whole: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for at in joined:
            whole.setdefault(home(at), []).append(at)
        for parts in whole.values():
            yield self._cell(parts)

    def _cell(self, parts: Sequence[tuple[int, int]]) -> DrawnCell:
        top, left = min(r for r, _ in parts), min(c for _, c in parts)
        down, across = max(r for r, _ in parts) + 1 - top, max(c for _, c in parts) + 1 - left
        line = self.ys[top] + 1
        if down * across != len(parts):
            raise NoGrid(line, "a cell that is no rectangle: a bar or a rule is missing")
        begin, end = self.xs[left] + 1, self.xs[left + across]
        walled = ["".join(each[begin - 1 : end + 1]) for each in self.squares[line : self.ys[top + down]]]
        for n, each in enumerate(walled):
            # Pandoc prints it as words. Hyphens that are words have room about them; from bar to bar a + is wanting
            if STRAY_RULE.search(each.replace("|", " ")) or (len(each) > 4 and RULE.issuperset(each[1:-1])):
                raise NoGrid(line + n, "a rule that does not go from one + to another, or not below a bar")
        lines = tuple(each[1:-1].rstrip() for each in walled)
        return DrawnCell(top, left, down, across, line, _without_margin(lines))

    def _bar(self, row: int, column: int) -> bool:
        """Whether a bar stands before a column on all lines of a row."""
        x = self.xs[column]
        lines = range(self.ys[row] + 1, self.ys[row + 1])
        broken = [y for y in lines if self.squares[y][x] not in WALL]
        if broken and len(broken) < len(lines):
            raise NoGrid(broken[0], "a bar that other lines of the row have is missing, or stands elsewhere")
        return not broken and bool(lines)

    def _floor(self, row: int, column: int) -> bool:
        """Whether a rule stands above a row in a column."""
        between = self.squares[self.ys[row]][self.xs[column] + 1 : self.xs[column + 1]]
        return bool(between) and all(each in RULE for each in between)


def _squares(line: str) -> list[str]:
    """A line by the columns of a screen: a wide letter takes two, and a mark over a letter none."""
    squares: list[str] = []
    for char in line:
        if unicodedata.combining(char) and squares:
            squares[-1] += char
        else:
            squares += [char, ""] if unicodedata.east_asian_width(char) in "WF" else [char]
    return squares


def _without_margin(lines: Sequence[str]) -> tuple[str, ...]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return tuple(line[margin:] for line in lines)
