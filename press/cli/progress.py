"""How far a task has got: on a terminal one line that is written over again and again, in a pipe a line for each stage.

It goes to standard error, for what is printed may go into a file or to another program.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from press.stages import listened

WIDTH = 24
"""Of the bar, in characters."""
CLEAR = "\r\x1b[K"
"""What takes away the line on a terminal."""


class StatusLine:
    """What is shown of the task that runs: the stage that it is in, and how many sections are set."""

    def __init__(self) -> None:
        self.stage = ""
        self.shown = False

    def begin(self, stage: str) -> None:
        """Show that a stage begins, once however often it is told in a row."""
        if stage != self.stage:
            self.stage = stage
            self._show(f"{stage} …", lasting=True)

    def sections(self, round_: int, done: int, total: int) -> None:
        """Show how many sections are set in a round, on a terminal alone."""
        filled = WIDTH * done // max(total, 1)
        bar = "█" * filled + "░" * (WIDTH - filled)
        self._show(f"{self.stage or 'setting pages'} {bar} {done}/{total}, round {round_}", lasting=False)

    def clear(self) -> None:
        """Take the line away, for something else is to be printed."""
        if self.shown:
            self.shown = False
            _write(CLEAR)

    def _show(self, line: str, *, lasting: bool) -> None:
        if sys.stderr.isatty():
            self.shown = True
            _write(CLEAR + line[: shutil.get_terminal_size().columns - 1])
        elif lasting:
            _write(f"{line}\n")


def _write(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
        sys.stderr.write(text)
        sys.stderr.flush()


LINE = StatusLine()
"""That of this process, in which one task runs at a time."""


@contextmanager
def stages_told() -> Iterator[None]:
    """Show the stages of the block, from the first second to the last."""
    LINE.stage = ""
    try:
        with listened(LINE.begin):
            yield
    finally:
        LINE.clear()
