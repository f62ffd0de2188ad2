"""Where a task has got to, told to whoever listens. Nothing depends on what becomes of it.

A stage is named by what is done in it: `reading the manuscript`. Processes that work for a task tell nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str], None]
_listeners: list[Listener] = []


def stage(name: str) -> None:
    """Tell that a stage begins."""
    for each in _listeners:
        each(name)


@contextmanager
def listened(listener: Listener) -> Iterator[None]:
    """Have the stages of the block told to somebody."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
