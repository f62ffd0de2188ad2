"""A table keeps its head on a page that begins with a row taller than the page; and says on every page but the first
that it is continued.

The engine tries a page with the head and, where no row fits below it, without. That a row does not fit means nothing
where it has to be divided anyway: so it is first tried as what it would be without the head, the first on its page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.layout import table

HEAD_LEFT_OUT = """                # We could not fit any content, drop the header.
                header = None
"""
HEAD_KEPT = """                new_table_children, resume_at, next_page, end_position_y = (
                    body_groups_layout(
                        skip_stack, position_y + header_height, bottom_space,
                        page_is_empty=True))
                if new_table_children:
                    return (
                        header, new_table_children, footer, end_position_y, resume_at,
                        next_page)
                header = None
"""
HEAD_TAKEN = """            header = table.children[0]
            header, resume_at"""
HEAD_OF_THIS_PAGE = """            header = without_continuation(table.children[0], skip_stack)
            header, resume_at"""
CONTINUED = "continued"
"""The class of a row of a head that says that the table is continued."""


def without_continuation(head: Any, skip_stack: object) -> Any:
    """A head as it stands on a page: on the first of its table the row is empty that says that this is continued.

    The row stays, for the engine counts the rows of the head when it draws the rules.
    """
    if skip_stack is not None or not any(_continues(row) for row in head.children):
        return head
    rows = [
        row.copy_with_children([cell.copy_with_children([]) for cell in row.children]) if _continues(row) else row
        for row in head.children
    ]
    return head.copy_with_children(rows)


def _continues(row: Any) -> bool:
    return row.element is not None and CONTINUED in row.element.get("class", "").split()


def as_edited(_: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function as it stands in its own module, for a module that has it by name."""
    edited: Callable[..., Any] = table.table_layout
    return edited
