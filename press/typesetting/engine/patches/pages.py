"""Pages that are kept free within a section, or parts of them, for what is laid out apart from its text.

The text goes on behind them as if they were not there, with the notes that it has begun.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

BLANK = """        (context.reported_footnotes and resume_at is None))"""
BLANK_OR_FREE = """        (context.reported_footnotes and resume_at is None) or
        press_kept_free(index))"""
GROUPED = "    name = _update_page_groups("
GROUPED_UNLESS_FREE = """    # a page within a paragraph begins no element that could have a name
    name = next_page['page'] if press_kept_free(index) else _update_page_groups("""
NOTES_TAKEN_UP = """    reported_footnotes = context.reported_footnotes
    context.reported_footnotes = []
"""
NOTES_TAKEN_UP_UNLESS_FREE = """    reported_footnotes = []
    if not press_kept_free(page_number - 1):
        reported_footnotes, context.reported_footnotes = context.reported_footnotes, []
"""

PAGE_READY = """    context.page_bottom = page.content_box_y() + page.height
    initial_containing_block = page
"""
PAGE_WITH_ROOM = f"    press_keep_room(page, page_number - 1)\n{PAGE_READY}"

_free: Collection[int] = ()
_rooms: Mapping[int, tuple[float, float]] = {}


@contextmanager
def kept_free(pages: Collection[int], rooms: Iterable[tuple[int, float, float]] = ()) -> Iterator[None]:
    """Layouts within the block have these pages, counted from 0, blank; and of others they leave so much room at the
    head and at the foot, in CSS px.
    """
    global _free, _rooms
    before = _free, _rooms
    _free, _rooms = frozenset(pages), {page: (head, foot) for page, head, foot in rooms}
    try:
        yield
    finally:
        _free, _rooms = before


def is_kept_free(page: int) -> bool:
    """Whether a page, counted from 0, is to be blank."""
    return page in _free


def keep_room(page: Any, number: int) -> None:
    """Have a page of the engine's, counted from 0, leave the room that is to be kept at its head and its foot."""
    head, foot = _rooms.get(number, (0.0, 0.0))
    page.padding_top += head
    page.padding_bottom += foot
    page.height -= head + foot
