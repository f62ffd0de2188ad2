"""The tables of a .docx made whole for pandoc: it counts their columns by the widths that the file gives, and drops
every cell beyond them without a word. Programs that write files leave the widths out.
"""

from __future__ import annotations

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
        widest = max(map(_width, rows), default=0)
        for row in rows:
            for _ in range(widest - _width(row)):
                SubElement(SubElement(row, f"{W}tc"), f"{W}p")
        grid = table.find(f"{W}tblGrid")
        if grid is None:
            continue
        given = sum(f"{W}w" in each.attrib for each in grid.iter(f"{W}gridCol"))
        if given < widest:
            grid[:] = [Element(f"{W}gridCol", {f"{W}w": WIDTH}) for _ in range(widest)]


def _width(row: Element) -> int:
    """Over how many columns the cells of a row go, with what is left out before and behind them."""
    spans = [value_of(row, f"{W}trPr/{W}{name}") or "0" for name in ("gridBefore", "gridAfter")]
    spans += [value_of(cell, f"{W}tcPr/{W}gridSpan") or "1" for cell in row.findall(f"{W}tc")]
    return sum(int(each) for each in spans if each.isdigit())
