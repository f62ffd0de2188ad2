"""How much a layout has had to do: boxes made of boxes are counted, and there is an end to them.

Whatever the engine sets on a page it makes of copies of its boxes, anew each time that it tries: in a text one copy for
ten letters, in an index in columns two for each. Boxes within boxes that are tried again on each level, as a sheet may
ask for (`* {display: flex}`), would keep it at that for hours. Copies are counted and not seconds, so that what is
refused on one machine is refused on all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from press.limits import LAYOUT_BOXES, LAYOUT_BOXES_PER_LETTER
from press.patience import TooLong

UNLIMITED = float("inf")


class _Allowance:
    """Of how many boxes copies may still be made; where no layout is limited, of any number."""

    whole = left = UNLIMITED


@contextmanager
def limited(letters: int) -> Iterator[None]:
    """The block lays out so many letters of HTML. Raises `TooLong` when that takes more boxes than a text can need."""
    _Allowance.whole = _Allowance.left = LAYOUT_BOXES + LAYOUT_BOXES_PER_LETTER * letters
    try:
        yield
    finally:
        _Allowance.whole = _Allowance.left = UNLIMITED


def counted(copy: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The engine's function that makes a copy of a box, and counts it."""

    def copy_counted(self: Any) -> Any:
        _Allowance.left -= 1
        if _Allowance.left < 0:
            raise TooLong(f"it makes more than {_Allowance.whole:,} boxes")
        return copy(self)

    return copy_counted
