"""A table keeps its head on a page that begins with a row taller than the page.

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


def as_edited(_: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function as it stands in its own module, for a module that has it by name."""
    edited: Callable[..., Any] = table.table_layout
    return edited
