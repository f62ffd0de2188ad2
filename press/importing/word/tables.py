"""The tables of a .docx made whole for pandoc: it counts their columns by the widths that the file gives, and drops
every cell beyond them without a word. Programs that write files leave the widths out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from press.importing.archive_parts import with_parts
from press.importing.word.names import MAIN, W

GRID = re.compile(rb"<w:tblGrid(?:\s[^>]*)?(?:/>|>.*?</w:tblGrid>)", re.DOTALL)
COLUMN = b'<w:gridCol w:w="1000"/>'


def with_columns(content: bytes) -> bytes:
    """The file with as many columns given in each table as its widest row has; as it was, if they all are."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read(MAIN)
            root = ElementTree.fromstring(text)
            counts = list(_columns(root))
            if not any(lacking for _, lacking in counts) or len(counts) != len(GRID.findall(text)):
                return content
            return with_parts(archive, {MAIN: _widened(text, counts)})
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return content  # pandoc says what is wrong with it


def fill_rows(root: Element) -> None:
    """Give every row of a table as many cells as its widest has: pandoc drops what goes beyond the first of a part."""
    for table in root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        widest = max(map(_width, rows), default=0)
        for row in rows:
            for _ in range(widest - _width(row)):
                SubElement(SubElement(row, f"{W}tc"), f"{W}p")


def _columns(root: Element) -> Iterator[tuple[int, bool]]:
    """Of each table that gives its columns: how many it has, and whether any lacks its width."""
    for table in root.iter(f"{W}tbl"):
        grid = table.find(f"{W}tblGrid")
        if grid is None:
            continue
        given = sum(f"{W}w" in each.attrib for each in grid.iter(f"{W}gridCol"))
        widest = max((_width(row) for row in table.findall(f"{W}tr")), default=0)
        yield max(given, widest), given < widest


def _width(row: Element) -> int:
    """Over how many columns the cells of a row go, with what is left out before and behind them."""
    spans = [each.get(f"{W}val", "1") for name in ("gridBefore", "gridAfter") for each in row.iter(f"{W}{name}")]
    cells = row.findall(f"{W}tc")
    found = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
    spans += ["1" if each is None else each.get(f"{W}val", "1") for each in found]
    return sum(int(each) for each in spans if each.isdigit())


def _widened(text: bytes, counts: list[tuple[int, bool]]) -> bytes:
    waiting = iter(counts)

    def grid(found: re.Match[bytes]) -> bytes:
        number, lacking = next(waiting)
        return b"<w:tblGrid>" + COLUMN * number + b"</w:tblGrid>" if lacking else found[0]

    return GRID.sub(grid, text)
