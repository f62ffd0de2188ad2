"""A `.csv` file → a table: its first row is the head; its cells are words as they stand, and no Markdown."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from press.editing.punctuation import polished
from press.editing.table_rules import CSV_ROWS
from press.fields import Written
from press.limits import TABLE_ROWS
from press.problem import Origin, Problem
from press.text import Cell, Inlines, LineBreak, Table, Text

NUMBER = re.compile(r"[(\[]?[-−–+<>~]?\s?[$£€]?\s?\d(?:[\d.,·'’\s]*\d)?\s?%?[)\]]?|[-–—…]|n\.?\s?a\.?|")
"""What may stand in a column of numbers."""
SEPARATORS = "\t;,"


def csv_table(written: Written, origin: Origin, problems: list[Problem]) -> Table:
    """The table that a file holds, with a column of numbers set by its decimals; `origin`: where it is asked for."""
    told = len(problems)
    rows = list(_rows(written, problems))
    while rows and not any(each.strip() for each in rows[-1][1]):
        rows.pop()
    path = written.origin.path
    if len(rows) < 2:
        if told == len(problems):
            problems.append(Problem(Origin(path, 1), CSV_ROWS, "a head and a row at least make a table"))
        return Table(head=(), rows=(), aligns=(), origin=origin, path=path)
    width = len(rows[0][1])
    for line, row in rows:
        if len(row) != width:
            what = f"a row of {len(row)} in a table of {width} columns"
            hint = "each row has as many cells as the first; one with a comma stands in quotation marks"
            problems.append(Problem(Origin(path, line), CSV_ROWS, what, hint))
    if len(rows) > TABLE_ROWS:
        what = f"{len(rows)} rows; {TABLE_ROWS} at most make a table"
        problems.append(Problem(Origin(path, rows[TABLE_ROWS][0]), CSV_ROWS, what, "divide it"))
        rows = rows[:TABLE_ROWS]
    cells = [tuple(Cell(_words(each, line)) for each in row) for line, row in rows]
    aligns = (
        "",
        *("decimal" if _numbers(row[n] for _, row in rows[1:] if n < len(row)) else "" for n in range(1, width)),
    )
    return Table(head=(cells[0],), rows=tuple(cells[1:]), aligns=aligns, origin=origin, path=path)


def _rows(written: Written, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each row with its first line; blank lines are none."""
    lines = written.text.split("\n")
    head = re.sub(r'"[^"]*"', "", lines[0])
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=max(SEPARATORS, key=head.count), strict=True)
    begins = 1
    try:
        for row in reader:
            if row:
                yield begins, [each.strip() for each in row]
            begins = reader.line_num + 1
    except csv.Error as fault:
        told = "a quotation mark is never closed" if "end of data" in str(fault) else str(fault)
        hint = 'a cell in quotation marks has those of its own twice: "He said ""no""."'
        problems.append(Problem(Origin(written.origin.path, begins), CSV_ROWS, told, hint))


def _words(cell: str, line: int) -> Inlines:
    """The words of a cell, with the new lines that it has."""
    found: Inlines = ()
    for part in cell.split("\n"):
        if words := polished(" ".join(part.split())):
            found += (*((LineBreak(),) if found else ()), Text(words, line))
    return found


def _numbers(cells: Iterator[str]) -> bool:
    """Whether a column is one of numbers."""
    column = list(cells)
    return all(NUMBER.fullmatch(each) for each in column) and any(re.search(r"\d", each) for each in column)
