"""The cells of tables that are drawn, or stand in `.csv` files, as plain lines: read without `press.editing`.

A drawn cell is found by going around it, from corner to corner, as docutils does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

ALONG, DOWN = "-=:+", "|+"
FILL = "\ue004"
"""Stands behind a letter that is two columns wide."""
SIGNS = re.compile(r"([\\^\[\]@&!`*_{}<>#])")
"""What `plain_markdown` could take for a mark, and what the cells of a file never mean as one."""


def drawn_cells(lines: Sequence[str]) -> tuple[Sequence[tuple[int, str]], int]:
    """The lines of every cell in order, each with its number from 0; and how many of them are of the head."""
    width = max(map(len, lines))
    squares = [_wide(line).ljust(width) for line in lines]
    double = [n for n, line in enumerate(squares) if re.fullmatch(r"\+(?:[=:]+\+)+\s*", line)]
    ends = double[0] if double and 0 < double[0] < len(lines) - 1 else 0
    found: list[tuple[int, str]] = []
    head = 0
    for top in range(len(squares)):
        for left in range(len(squares[top])):
            if not (corner := _corner(squares, top, left)):
                continue
            bottom, right = corner
            for n in range(top + 1, bottom):
                if words := squares[n][left + 1 : right].replace(FILL, "").strip():
                    found.append((n, words))
                    head += bottom <= ends
    return found, head


def _corner(squares: Sequence[str], top: int, left: int) -> tuple[int, int] | None:
    """The lower right corner of the cell whose upper left is here, if one is."""
    if squares[top][left] != "+":
        return None
    for right in range(left + 1, len(squares[top])):
        if squares[top][right] not in ALONG:
            return None
        if squares[top][right] != "+":
            continue
        for bottom in range(top + 1, len(squares)):
            if squares[bottom][left] not in DOWN or squares[bottom][right] not in DOWN:
                break
            floor = squares[bottom][left : right + 1]
            if floor[0] == floor[-1] == "+" and all(each in ALONG for each in floor):
                return bottom, right
    return None


def _wide(line: str) -> str:
    """A line in which every letter takes as many signs as it is columns wide."""
    out: list[str] = []
    for char in line.rstrip():
        if unicodedata.combining(char) and out:
            out[-1] += char
        else:
            out += [char, FILL] if unicodedata.east_asian_width(char) in ("W", "F") else [char]
    return "".join(each[0] for each in out)


def csv_rows(text: str) -> Iterator[str]:
    """Each row of a file as a line of plain words."""
    head = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    parts = max(("\t", ";", ","), key=head.count)
    row: list[str] = []
    for found in re.compile(rf'(?:"(?:[^"]|"")*"|[^{parts}\n"]|")*').finditer(f"{text}\n"):
        row.append(found[0])
        if found.end() >= len(text) or text[found.end()] == "\n":
            yield from _row(row)
            row = []


def _row(cells: Sequence[str]) -> Iterator[str]:
    words = " ".join(" ".join(each.replace('"', " ").split()) for each in cells)
    if words.strip():
        yield SIGNS.sub(r"\\\1", words)
