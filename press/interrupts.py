"""Ctrl-C, and being told to end: both are heard while a task runs, and end it in a moment, whatever it is doing."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 8
"""Seconds after which a task that has been interrupted, and is still tidying up, is ended as it is."""


class Interrupted(KeyboardInterrupt):
    """A task has been interrupted by a signal: Ctrl-C, or being told to end."""

    def __init__(self, which: int) -> None:
        super().__init__(which)
        self.which = which


def status_of(interrupt: KeyboardInterrupt) -> int:
    """The status that a shell gives a program ended so: 128, and the number of the signal."""
    return 128 + (interrupt.which if isinstance(interrupt, Interrupted) else signal.SIGINT)


@contextmanager
def interruptible(last_words: Callable[[], str]) -> Iterator[list[int]]:
    """Run the block; an interrupt raises `Interrupted`, and is put into what the block is given, lest it be swallowed.

    Where that is swallowed (what C calls back may do so), or tidying up takes too long, the process ends all the same,
    with the `last_words`; a second interrupt ends it at once. An interrupt that is ignored, as by `nohup`, stays so.
    """
    heard: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # which alone hears signals
        yield heard
        return

    mine = os.getpid()

    def hear(which: int, _: FrameType | None) -> None:
        if os.getpid() != mine:  # one that has just been forked, and has not settled yet what it hears
            os._exit(128 + which)
        if heard:
            _end(heard[0], last_words)
        heard.append(which)
        signal.alarm(GRACE)
        raise Interrupted(which)

    def give_up(*_: object) -> None:
        _end(heard[0] if heard else signal.SIGTERM, last_words)

    told = [which for which in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(which) != signal.SIG_IGN]
    before = {which: signal.signal(which, hear) for which in told} | {
        signal.SIGALRM: signal.signal(signal.SIGALRM, give_up)
    }
    told_of, sys.unraisablehook = sys.unraisablehook, _told_but_interrupts
    try:
        yield heard
    finally:
        sys.unraisablehook = told_of
        signal.alarm(0)
        for which, handler in before.items():
            signal.signal(which, handler)


def _told_but_interrupts(ignored: sys.UnraisableHookArgs) -> None:
    """What Python says of an exception that nobody can catch; of an interrupt that met such a place, nothing."""
    if not isinstance(ignored.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(ignored)


def _end(which: int, last_words: Callable[[], str]) -> None:
    """End without another step: what is half done is mended when the press next begins."""
    os.write(sys.stderr.fileno(), f"interrupted; {last_words()}\n".encode())
    os._exit(128 + which)
