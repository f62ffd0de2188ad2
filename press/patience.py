"""How long something may go on: what a style or a text asks for may never end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 1.0
"""Seconds after which it is said once more, should whoever was at work have taken it for a fault of his own."""


class TooLong(Exception):
    """Something that goes on and on."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """The block, for so much of the processor's time: of that, and not of the clock, which a busy machine lets run.

    Raises `TooLong`. In another than the main thread, which alone hears signals, it may take as long as it will.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise TooLong(f"it goes on for more than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
