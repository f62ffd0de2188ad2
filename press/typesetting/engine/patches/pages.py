"""Pages that are kept free within a section, for what is laid out apart from its text.

The text goes on behind them as if they were not there, with the notes that it has begun.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

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

_free: Collection[int] = ()


@contextmanager
def kept_free(pages: Collection[int]) -> Iterator[None]:
    """Layouts within the block have these pages, counted from 0, blank."""
    global _free  # noqa: PLW0603 – the engine calls back without a word of ours
    before, _free = _free, frozenset(pages)
    try:
        yield
    finally:
        _free = before


def is_kept_free(page: int) -> bool:
    """Whether a page, counted from 0, is to be blank."""
    return page in _free
