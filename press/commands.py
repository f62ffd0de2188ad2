"""How a task is called by whoever runs the press, as it is told to them: `press build`, or by `./go` or `invoke`.

Other processes of the same run are told by the environment.
"""

from __future__ import annotations

import os
import shlex

VARIABLE = "PRESS_COMMAND"
CALLS = ("press", "./go", "invoke")


def called(command: str) -> None:
    """Remember by which of `CALLS` the tasks are called in this run."""
    os.environ[VARIABLE] = command


def call(*words: str) -> str:
    """A command that may be typed next, paths with spaces in quotation marks: `press build --manuscript 'my book'`."""
    command = os.environ.get(VARIABLE, "")
    return " ".join([command if command in CALLS else CALLS[0], *map(shlex.quote, words)])
