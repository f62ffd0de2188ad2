"""How a task is called by whoever runs the press, as it is told to them: `press build`, or by `./go` or `invoke`.

Other processes of the same run are told by the environment.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "PRESS_COMMAND"
CALLS = ("press", "invoke")
GO = "/go"
"""How the path of the third ends, by which a checkout is called: `./go`, `../press/go`."""
BOOK = "PRESS_BOOK"
OF_NO_BOOK = frozenset({"new", "import", "schemas"})
"""Tasks that are not told of which book they are, or in their own way."""
NAMED = frozenset({"--manuscript", "--help"})
"""Words behind which no book need be named."""


def called(command: str) -> None:
    """Remember by which of `CALLS`, or by which path of `go`, the tasks are called in this run."""
    os.environ[VARIABLE] = command


@contextmanager
def for_book(named: str) -> Iterator[None]:
    """While the block runs, have `call` name the book that somebody has named; nothing where it is the one around."""
    if named:
        os.environ[BOOK] = named
    try:
        yield
    finally:
        os.environ.pop(BOOK, None)


def call(*words: str) -> str:
    """A command that may be typed next, paths with spaces in quotation marks: `press build --manuscript 'my book'`."""
    command, book = os.environ.get(VARIABLE, ""), os.environ.get(BOOK, "")
    if book and words and words[0] not in OF_NO_BOOK and NAMED.isdisjoint(words):
        words = (*words, "--manuscript", book)
    known = command in CALLS or command.endswith(GO)
    return " ".join(map(shlex.quote, (command if known else CALLS[0], *words)))
