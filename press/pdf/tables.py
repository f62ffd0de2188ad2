"""The tables of a section's PDF made right: what heads what, and that a table is continued.

The engine pairs cells with headers, but loses count of columns below a cell of several rows; and it takes the row that
says that a table is continued for one of its head. Rules: ISO 14289-1, 7.5; PDF 32000-1, 14.8.4.3.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Name, String

from press.pdf.nodes import Node


class _GridCell(NamedTuple):
    """A cell where it stands: the rows and columns that it takes, and whether it stands in the head."""

    node: Node
    rows: range
    columns: range
    in_head: bool


def mend_table(pdf: pikepdf.Pdf, table: Node) -> None:
    """Headers say what they head, and have identifiers that no other table of the book has; cells name theirs."""
    _mend_continuation(table)
    cells = tuple(_cells(table))
    name = f"{table.mark.name if table.mark else 'table'}-{table.object.objgen[0]}"
    headers = [cell for cell in cells if cell.node.tag == "TH"]
    for number, cell in enumerate(headers, 1):
        cell.node.object.ID = String(f"th-{name}-{number}")
        cell.node.object.A.Scope = Name.Column if cell.in_head else Name.Row
    for cell in cells:
        attributes = cell.node.object.get("/A")
        if attributes is None:
            continue
        if "/RowSpan" in attributes and int(attributes.RowSpan) != len(cell.rows):
            attributes.RowSpan = len(cell.rows)  # a page ends within it
        if cell.node.tag != "TD":
            continue
        named = [head.node.object.ID for head in headers if _heads(head, cell)]
        # a cell that nothing heads has an empty list from the engine, and needs none
        if named:
            attributes.Headers = Array([String(str(each)) for each in named])
        elif "/Headers" in attributes:
            del attributes["/Headers"]


def _heads(head: _GridCell, cell: _GridCell) -> bool:
    """Whether a header heads a cell: that stands below it, or in its row."""
    if head.in_head:
        return not cell.in_head and _meet(head.columns, cell.columns)
    return not cell.in_head and _meet(head.rows, cell.rows)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _cells(table: Node) -> Iterator[_GridCell]:
    """Every cell in its place."""
    first = 0
    for group in [each for each in table.nodes if each.tag in ("THead", "TBody", "TFoot")]:
        rows = [each for each in group.nodes if each.tag == "TR"]
        taken: dict[int, set[int]] = {}
        for number, row in enumerate(rows):
            column = 0
            for node in (each for each in row.nodes if each.tag in ("TH", "TD")):
                while column in taken.get(number, ()):
                    column += 1
                across, down = (_span(node, each) for each in ("/ColSpan", "/RowSpan"))
                down = min(down, len(rows) - number)
                for below in range(number + 1, number + down):
                    taken.setdefault(below, set()).update(range(column, column + across))
                at = first + number
                yield _GridCell(node, range(at, at + down), range(column, column + across), group.tag == "THead")
                column += across
        first += len(rows)


def _span(node: Node, key: str) -> int:
    attributes = node.object.get("/A")
    return int(attributes[key]) if attributes is not None and key in attributes else 1


# --- that it is continued -----------------------------------------------------------------------------


def _mend_continuation(table: Node) -> None:
    """The row of a head that has no headers says that the table is continued: where it is empty it is none, else it is
    the caption of this part of the table.
    """
    for head in [each for each in table.nodes if each.tag == "THead"]:
        for row in [each for each in head.nodes if [cell.tag for cell in each.nodes] == ["TD"]]:
            said = row.nodes[0]
            head.kids = [kid for kid in head.kids if kid is not row]
            head.changed = table.changed = True
            if _has_content(said):
                said.tag, said.parent, said.changed = "Caption", table, True
                del said.object["/A"]
                table.kids.insert(0, said)
        if not head.kids:
            table.kids = [kid for kid in table.kids if kid is not head]


def _has_content(node: Node) -> bool:
    return any(not isinstance(kid, Node) for each in node.walk() for kid in each.kids)
