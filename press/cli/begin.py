"""How a book begins: from nothing, or from what an author has written."""

from __future__ import annotations

from pathlib import Path

from press.cli.answer import answered
from press.project import Project


def manuscript_of(project: Project) -> Path:
    """Where these tasks write."""
    return project.manuscript


@answered("nothing is changed", "the new manuscript is there", manuscript_of)
def new(project: Project) -> int:
    """Write a new manuscript and say how to go on."""
    from press.importing.start import start_manuscript

    files = start_manuscript(project)
    shown = project.shown(project.manuscript)
    print(f"{shown}: {len(files)} files, a whole small book to be replaced by yours; begin with {shown}/book.yaml")
    print(f"./go build --manuscript {shown}")
    return 0


@answered("nothing is changed", "what was to be imported is in place", manuscript_of, counted=False)
def import_file(
    project: Project,
    file: Path,
    into: bool = True,
    changes: str = "",
    update: bool = False,
    *,
    register: str = "",
    since: Path | None = None,
    dry: bool = False,
    styles: Path | None = None,
) -> int:
    """Import a file into the project's manuscript, named by the desk or (`into` false) not; a table of headings into a
    register. With `update` the manuscript is merged with what the author has changed, `since` which version if need be.
    `styles`: a table of what the styles of the file are.

    On an error nothing has been written.
    """
    from press.cli.intake import Asked, take_in  # it loads what reads manuscripts, and fonts

    return take_in(project, file, into=into, asked=Asked(changes, update, since, dry, register, styles))
