"""Memory that nothing needs any more, given back to the system.

Python's collector is kept from searching while a book is made (`build.no_collecting`), and what a process has freed in
small pieces its allocator keeps. After the pages of a long section, or the PDF of a long book, that is most of what the
process has.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Search for what nothing refers to, and give back to the system what is free."""
    gc.collect()
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc; other allocators see to it themselves
