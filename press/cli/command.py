"""The command `press`: the tasks of `press.cli.tasks`, for the book whose folder one is in."""

from __future__ import annotations

import sys


def main() -> None:
    """Run what has been typed behind `press`; ends the process with the status of the task."""
    from pathlib import Path

    from press.cli.invoked import run
    from press.cli.tasks import TASKS

    try:
        here = Path.cwd()
    except OSError:
        sys.exit("error: the folder that you are in is not there any more [disk]")
    run(TASKS, "press", here, sys.argv[1:])
