"""The tables of a .docx made whole for pandoc: it counts their columns by the widths that the file gives, and drops
every cell beyond them without a word. Programs that write files leave the widths out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from press.importing.word.names import W
from press.importing.word.styles import value_of

WIDTH = "1000"
"""Twentieths of a point, as good as any other: the press measures its columns itself."""


def make_tables_whole(root: Element) -> None:
    """Give every row of a table as many cells as its widest has, and the table the widths of as many columns.

    Pandoc drops what goes beyond the first row of a part, and what goes beyond the columns.
    """
    for table in root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        for row in rows:
            _fill(row)
        widest = max(map(_width, rows), default=0)
        for row in rows:
            for _ in range(widest - _width(row)):
                row.append(_empty())
        _part(rows)
        grid = table.find(f"{W}tblGrid")
        if grid is None:
            grid = Element(f"{W}tblGrid")
            table.insert(1 if table.find(f"{W}tblPr") is not None else 0, grid)
        given = sum(f"{W}w" in each.attrib for each in grid.iter(f"{W}gridCol"))
        if given < widest:
            grid[:] = [Element(f"{W}gridCol", {f"{W}w": WIDTH}) for _ in range(widest)]


def _fill(row: Element) -> None:
    """Put cells where a row says that it leaves columns out before its first cell, which pandoc does not count, and
    have no cell go over no column, or over what is no number of them.
    """
    for said in row.findall(f"{W}tc/{W}tcPr"):
        span = said.find(f"{W}gridSpan")
        if span is not None and not re.fullmatch(r"0*[1-9]\d{0,2}", span.get(f"{W}val", "")):
            said.remove(span)
    properties = row.find(f"{W}trPr")
    before = properties.find(f"{W}gridBefore") if properties is not None else None
    if properties is None or before is None:
        return
    properties.remove(before)
    number = before.get(f"{W}val", "1")
    at = next((n for n, each in enumerate(row) if each.tag == f"{W}tc"), len(row))
    row[at:at] = [_empty() for _ in range(int(number) if number.isdecimal() else 0)]


def _part(rows: Iterable[Element]) -> None:
    """Take a cell for one by itself that says it goes on from above, where no cell as wide as it stands there.

    So does Word; pandoc takes it for part of whatever is above it, and moves or drops what stands beside it.
    """
    above: dict[int, int] = {}
    for row in rows:
        at, here = 0, dict[int, int]()
        for cell in row.findall(f"{W}tc"):
            width = _span(cell)
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            if merged is not None and merged.get(f"{W}val") != "restart" and above.get(at) != width:
                merged.set(f"{W}val", "restart")
            if merged is not None:
                here[at] = width
            at += width
        above = here


def _empty() -> Element:
    cell = Element(f"{W}tc")
    SubElement(cell, f"{W}p")
    return cell


def _width(row: Element) -> int:
    """Over how many columns the cells of a row go."""
    return sum(map(_span, row.findall(f"{W}tc")))


def _span(cell: Element) -> int:
    said = value_of(cell, f"{W}tcPr/{W}gridSpan")
    return int(said) if said else 1
