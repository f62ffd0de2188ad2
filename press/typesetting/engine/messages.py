"""What the engine says while it works → problems with a file and a line."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from pathlib import Path

import weasyprint

import press
from press.patience import TooLong
from press.problem import Faulty, Origin, Problem
from press.typesetting.engine.fetch import OutsideProject, path_of
from press.typesetting.rules import BAD_CSS, ENGINE

CSS_LINE = re.compile(r" at (\d+):\d+")
SELECTOR = re.compile(r"selector, ['\"](.*)['\"]", re.DOTALL)
TOKEN = re.compile(r"/\*.*?\*/|\w+|[^\w\s]", re.DOTALL)
NESTED = re.compile(r",?:is\(([^()]*)\)")
OURS, THEIRS = (str(Path(file).resolve().parent) for file in (press.__file__, weasyprint.__file__))
"""The packages in which something may fail."""
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
    """What the engine logs as warnings or errors while the block runs, and what it fails over or was refused."""
    logger = logging.getLogger("weasyprint")
    records = _Records()
    logger.addHandler(records)
    propagate, logger.propagate = logger.propagate, False  # it becomes a problem, and is not to be said twice
    try:
        yield records.messages
    except OutsideProject as fault:
        records.messages.append(str(fault))
    except Exception as fault:
        if not (_is_of_engine(fault) or isinstance(fault, TooLong)):
            raise
        told = fault if isinstance(fault, TooLong) else f"{type(fault).__name__}: {fault}"
        deep = isinstance(fault, RecursionError)
        records.messages.append("nested too deeply" if deep else f"fails over it: {told}")
    finally:
        logger.removeHandler(records)
        logger.propagate = propagate


def _is_of_engine(fault: Exception) -> bool:
    """Whether the engine has failed, at what a sheet or a text asks of it, and not what it called of ours."""
    if isinstance(fault, RecursionError):
        return True
    files = [frame.filename for frame in traceback.extract_tb(fault.__traceback__)]
    known = [file for file in files if file.startswith((OURS, THEIRS))]
    return bool(known) and known[-1].startswith(THEIRS) and not isinstance(fault, (Faulty, OSError, MemoryError))


def css_problems(path: str, messages: list[str], css: str = "") -> list[Problem]:
    """What the engine said of a style sheet, with its line; of a selector the engine tells none."""
    found = []
    for message in messages:
        line = CSS_LINE.search(message)
        said = " ".join(CSS_LINE.sub("", message).rstrip(".").split())
        number = int(line[1]) if line else _line_of_selector(message, css)
        found.append(Problem(Origin(path, number), BAD_CSS, said[:1].lower() + said[1:]))
    return found


def _line_of_selector(message: str, css: str) -> int:
    """The first line of a sheet on which the selector stands that a message is about, 0 if it is about none."""
    named = SELECTOR.search(message)
    if not named:
        return 0
    # of a rule within another the engine has put the selector of the outer one before its own
    _, *pairs = NESTED.split(named[1])
    tokens = [token for token in TOKEN.finditer(css) if not token[0].startswith("/*")]
    sheet = SequenceMatcher(None, b=[token[0] for token in tokens], autojunk=False)
    best = Match(0, 0, 0)
    for selector in (named[1], *pairs[1::2], *pairs[::2]):
        sheet.set_seq1(parts := TOKEN.findall(selector))
        found = sheet.find_longest_match()
        if parts and found.size == len(parts):
            best = found
            break
        best = max(best, found, key=lambda match: match.size)  # as written it stands nowhere: where most of it does
    return css.count("\n", 0, tokens[best.b].start()) + 1 if best.size else 0


@dataclass(frozen=True, slots=True)
class File:
    """A file that the engine speaks of: its name in the manuscript, if it is there, and as it is told to people."""

    name: str
    shown: str


def layout_problems(
    where: Origin, messages: list[str], origins: Mapping[str, Origin], file_at: Callable[[Path], File | None]
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
        origin = next((origins[name] for name in named if name in origins), None)
        told = FILE.sub(lambda url: file_of(url[0]).shown, message)
        hint = "" if origin else "something in this section, or a sheet of the style for all that is there"
        found.append(Problem(origin or where, ENGINE, told[:1].lower() + told[1:].rstrip(".: "), hint))
    return found
