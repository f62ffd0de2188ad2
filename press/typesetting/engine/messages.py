"""What the engine says while it works → problems with a file and a line."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from press.problem import Origin, Problem
from press.typesetting.engine.fetch import path_of
from press.typesetting.rules import BAD_CSS, ENGINE

CSS_LINE = re.compile(r" at (\d+):\d+")
ANCHOR = re.compile(r'#([^\s,"]+)')
FILE = re.compile(r"file://\S+?(?=['\"]?:?(?:\s|$))")


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        # A layout goes over a page several times, and says the same each time.
        if message not in self.messages:
            self.messages.append(message)


@contextmanager
def listening() -> Iterator[list[str]]:
    """What the engine logs as warnings or errors while the block runs."""
    logger = logging.getLogger("weasyprint")
    records = _Records()
    logger.addHandler(records)
    propagate, logger.propagate = logger.propagate, False  # it becomes a problem, and is not to be said twice
    try:
        yield records.messages
    finally:
        logger.removeHandler(records)
        logger.propagate = propagate


def css_problems(path: str, messages: list[str]) -> list[Problem]:
    """What the engine said of a style sheet, with the sheet's line."""
    found = []
    for message in messages:
        line = CSS_LINE.search(message)
        said = CSS_LINE.sub("", message).rstrip(".")
        found.append(Problem(Origin(path, int(line[1]) if line else 0), BAD_CSS, said[:1].lower() + said[1:]))
    return found


@dataclass(frozen=True, slots=True)
class File:
    """A file that the engine speaks of: its name in the manuscript, if it is there, and as it is told to people."""

    name: str
    shown: str


def layout_problems(
    section: str, messages: list[str], origins: Mapping[str, Origin], file_at: Callable[[Path], File | None]
) -> list[Problem]:
    """What the engine said of a section, with the manuscript's line where an anchor or a picture gives it.

    The engine names files by their URLs; `file_at` tells what is at a path, if it is of the project.
    """

    def file_of(url: str) -> File:
        return file_at(path_of(url)) or File("", url)

    found = []
    for message in messages:
        # The engine knows no lines of HTML; an anchor or a picture that it names leads back to the manuscript.
        named = [*ANCHOR.findall(message), *(file_of(url).name for url in FILE.findall(message))]
        origin = next((origins[name] for name in named if name in origins), Origin(section))
        told = FILE.sub(lambda url: file_of(url[0]).shown, message)
        found.append(Problem(origin, ENGINE, told[:1].lower() + told[1:].rstrip(".: ")))
    return found
