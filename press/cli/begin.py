"""How a book begins: from nothing, or from what an author has written."""

from __future__ import annotations

import shlex
from pathlib import Path

from press.cli.answer import answered
from press.commands import GO, call
from press.project import BOOK, Project


def manuscript_of(project: Project) -> Path:
    """Where these tasks write."""
    return project.manuscript


@answered("nothing is changed", "the new book is there", manuscript_of)
def new(project: Project) -> int:
    """Write the folder of a new book, and say how to go on."""
    from press.cli.record_schemas import SCHEMAS_AT, schema_files, settings_for_editors
    from press.importing.begin_folder import begin_folder

    folder = project.manuscript.parent
    shown = project.shown(folder)
    more = {f"{SCHEMAS_AT}/{name}": content for name, content in schema_files().items()}
    files = begin_folder(folder, shown, {**more, **settings_for_editors()})
    begin = project.shown(project.manuscript / BOOK)
    print(f"{shown}: {len(files)} files, a whole small book to be replaced by yours; begin with {shlex.quote(begin)}")
    aside = call().endswith(GO)  # whose path is another from within the new folder
    there = "" if shown == "." else f"cd {shlex.quote(shown)} && "
    print(call("build", "--manuscript", shown) if aside else f"{there}{call('build')}")
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


@answered("nothing is changed", "the schemas are there", counted=False)
def schemas(project: Project, into: Path) -> int:
    """Write the JSON Schemas of all records into a folder and say where they are."""
    from press.cli.record_schemas import schema_files
    from press.files import replace_files

    files = {into / name: content for name, content in schema_files().items()}
    replace_files(files)
    print(f"{project.shown(into)}: {len(files)} schemas")
    return 0
