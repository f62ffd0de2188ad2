"""The command `press`: the tasks of `press.cli.tasks`, for the book whose folder one is in."""

from __future__ import annotations

import os
import signal
import sys

if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
    # Ctrl-C ends it quietly until a task hears it itself, also while all the rest is loaded
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))


def main() -> None:
    """Run what has been typed behind `press`; ends the process with the status of the task."""
    from pathlib import Path

    from press.cli.invoked import run
    from press.cli.tasks import TASKS

    run(TASKS, "press", Path.cwd(), sys.argv[1:])
