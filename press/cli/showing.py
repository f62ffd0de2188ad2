"""The task `show`: from a line of the manuscript to its page, in the open window if there is one."""

from __future__ import annotations

import os
import re
from pathlib import Path

from press.cli.answer import answered, bar
from press.cli.rules import UNKNOWN_PLACE
from press.cli.telling import say
from press.files import is_there
from press.problem import Faulty, Origin, Problem
from press.project import Project

PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d{1,7}))?(?::\d+)?:?")
"""As problems, editors and compilers write it: `chapters/01.md:45`, `01.md:45:7`."""


@answered(counted=False)
def show(project: Project, place: str) -> int:
    """Turn the open window to a line of the manuscript and say on which page that is printed; 1 if it is on none.

    Without a window the pages are those of the last good book, or are laid out.
    """
    found = PLACE.fullmatch(place)
    path = _path(project, found["path"] if found else place)
    if path is None:
        from press.editing.read import manuscript_missing  # nobody waits for it who has a window

        if missing := manuscript_missing(project):
            raise Faulty([missing])
        hint = f"give a file below {project.shown(project.manuscript)}, and a line: {PLACES}"
        say(Problem(Origin(place), UNKNOWN_PLACE, "no file of the manuscript", hint))
        return 1
    line = int(found["line"] or 1) if found else 1
    shown = f"{project.shown(path)}:{line}"
    folio, window = _folio(project, path, line)
    if not folio:
        say(Problem(Origin(project.shown(path), line), UNKNOWN_PLACE, "it is printed on no page of the last good book"))
        return 1
    print(f"{shown}: p. {folio}{', shown in the window' if window else ''}")
    return 0


PLACES = "chapters/01-first.md:45"


def _path(project: Project, written: str) -> Path | None:
    """The file that is meant, from where one stands or from the manuscript; None if the manuscript has none such."""
    folder = Path(os.path.abspath(project.manuscript))
    for path in (Path(os.path.abspath(written)), Path(os.path.abspath(folder / written)), folder.parent / written):
        if path.is_relative_to(folder) and is_there(path):
            return path
    return None


def _folio(project: Project, path: Path, line: int) -> tuple[str, bool]:
    """The folio of the page, empty if there is none, and whether a window shows it."""
    from press.preview.good import folio_in, last_good, turned

    place = turned(project, path, line)
    if place is not None:
        return str(place.get("folio", "")), True
    if good := last_good(project):
        return folio_in(good.view, good.here, path, line), False
    from press.preview.whole import view_of_project

    with bar() as progress:
        view = view_of_project(project, progress)
    return folio_in(view, project.here, path, line), False
