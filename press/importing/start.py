"""A new manuscript: the starter book, copied to where the editor wants it.

The starter (`press/starter/`) is a book like any other. It shows each thing that a manuscript can say, and builds.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from press.files import new_folder
from press.importing.rules import IN_THE_WAY
from press.problem import Faulty, Origin, Problem
from press.project import Project

STARTER = Path(__file__).parents[1] / "starter"


def start_manuscript(project: Project) -> tuple[Path, ...]:
    """Put the starter book where the project's manuscript is to be; its files, sorted.

    Raises `Faulty`, with nothing written, where something stands already.
    """
    refuse_what_is_there(project)
    folder = project.manuscript
    with new_folder(folder) as copy:
        # contents without permissions: those of an installed package may be read-only, an editor's must not be
        shutil.copytree(STARTER, copy, copy_function=shutil.copyfile, dirs_exist_ok=True)
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def refuse_what_is_there(project: Project) -> None:
    """Raises `Faulty` where the manuscript is to be and something stands."""
    folder = project.manuscript
    if os.path.lexists(folder) and not folder.is_dir():
        raise Faulty([_in_the_way(project, "is a file")])
    if folder.is_dir() and any(folder.iterdir()):
        raise Faulty([_in_the_way(project, "is not empty")])


def _in_the_way(project: Project, what: str) -> Problem:
    shown = project.shown(project.manuscript)
    return Problem(Origin(shown), IN_THE_WAY, f'"{shown}" {what}', "name a folder that is not there yet")
