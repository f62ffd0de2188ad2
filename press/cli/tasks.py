"""The tasks of `press`, `./go` and `invoke`: doors into the press and nothing else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from invoke.collection import Collection
from invoke.tasks import Task

from press import cli
from press.cli.invoked import HOME, book_task, desk_task, found_by_invoke
from press.project import Project


@book_task(
    default=True,
    marks="crop marks in the print edition",
    reading="the reading edition alone",
    house="a profile of profiles/, for which the print edition is made; of several one after the other",
)
def build(project: Project, marks: bool = False, reading: bool = False, house: Sequence[str] = ()) -> int:
    """Make the book: dist/<slug>-reading.pdf and dist/<slug>-print.pdf, page for page the same."""
    return cli.build(project, marks, reading, house)


@book_task(pages="lay the pages out too, and account for every note")
def check(project: Project, pages: bool = False) -> int:
    """Name every fault of the manuscript and the style."""
    return cli.check(project, pages)


@book_task(strict="fail if there is anything to look at", no_sheet="the table alone, no contact sheet")
def look(project: Project, strict: bool = False, no_sheet: bool = False) -> int:
    """Audit the finished pages, and show them all: dist/<slug>-look.html and .png."""
    return cli.look(project, strict, not no_sheet)


@book_task(
    missing="only what no record covers",
    check="fail if there is a doubt",
    pages="with page numbers",
    page="every mention in its sentence, as a page for a browser: dist/<slug>-names.html",
    export="every index as tables for other programs: dist/<slug>-index-….csv and .tab",
)
def names(
    project: Project,
    missing: bool = False,
    check: bool = False,
    pages: bool = False,
    *,
    page: bool = False,
    export: bool = False,
) -> int:
    """Set out who and what is named, how, and whom the people file leaves out."""
    return cli.names(project, missing, check, pages, page=page, export=export)


@book_task()
def permissions(project: Project) -> int:
    """Tell of every picture whose leave there is to print it, since when and until when."""
    return cli.permissions(project)


@book_task(all="those that are resolved too")
def queries(project: Project, all: bool = False) -> int:
    """List what editor and author still ask each other in the manuscript."""
    return cli.queries(project, all)


@book_task(key="a source of sources.yaml, or all", pages="with page numbers")
def trace(project: Project, key: str, pages: bool = False) -> int:
    """Tell where a source is cited, in full or short, and why."""
    return cli.trace(project, key, pages)


@book_task(site="as a folder of pages, one a chapter, with a search: dist/<slug>-site/")
def html(project: Project, site: bool = False) -> int:
    """Make the book as one page for a browser: dist/<slug>.html."""
    return cli.html(project, site)


@book_task(check="have it validated by epubcheck", install="fetch epubcheck first, with Maven")
def epub(project: Project, check: bool = False, install: bool = False) -> int:
    """Make the book for reading devices: dist/<slug>.epub."""
    return cli.epub(project, check, install)


@book_task()
def export(project: Project) -> int:
    """Write sources.yaml as CSL-JSON and BibLaTeX, dist/<slug>-sources.json and .bib, for a reference manager."""
    return cli.export(project)


@desk_task(folder="where the book is to live")
def new(folder: str) -> int:
    """Write the folder of a new book: a whole small one that shows every construct, to be replaced by yours."""
    # nothing is kept of it, and nothing temporary lies where nothing may lie yet
    at = Project.at(Path(os.path.expanduser(folder)), here=Path.cwd())
    return cli.new(replace(at, cache=Path(os.devnull) / "cache"))


@desk_task(into="the folder in which they are written")
def schemas(into: str = ".vscode/schemas") -> int:
    """Write a JSON Schema of each record and header, by which an editor completes and checks keys while one types."""
    return cli.schemas(Project.at(Path.cwd()), Path(os.path.expanduser(into)))


@book_task(
    port="where the pages are shown; any free one",
    editor="what opens a line that is clicked on: vscode, emacs, vim, … or a template; else as PRESS_EDITOR says",
    all="after every save all problems, not those alone that came and went: for an editor that lists them",
)
def watch(project: Project, port: int = 0, editor: str = "", all: bool = False) -> int:
    """After every save show the problems, the changed chapter, and make the book."""
    return cli.watch(project, port, editor, all)


@book_task(place="a file of the manuscript and a line of it: manuscript/chapters/01.md:45")
def show(project: Project, place: str) -> int:
    """Turn the window of the watch to a line of the manuscript, and say on which page it stands."""
    return cli.show(project, place)


@book_task(
    house="a profile of profiles/: offset, kdp-black; else those of book.yaml, or offset",
    cover="the cover, not the book",
)
def preflight(project: Project, house: Sequence[str] = (), cover: bool = False) -> int:
    """Check the made print edition against what a printing house asks for."""
    return cli.preflight(project, house, cover)


@book_task(marks="with crop marks", house="as it wants it: a profile of profiles/; of several one after the other")
def cover(project: Project, marks: bool = False, house: Sequence[str] = ()) -> int:
    """Make the cover, dist/<slug>-cover.pdf, as wide as the print edition is thick, and its front for shops."""
    return cli.cover(project, marks, house)


@book_task(install="fetch veraPDF first, with Maven")
def validate(project: Project, install: bool = False) -> int:
    """Hold the reading edition against PDF/UA-1 and PDF/A-3a, by veraPDF."""
    return cli.validate(project, install)


@book_task(
    to="another press: the folder of a checkout or an environment, a wheel, or a version",
    style="another style",
    strict="fail if a page would move",
)
def upgrade(project: Project, to: str = "", style: str = "", strict: bool = False) -> int:
    """Tell which pages would move by another press or style, or have moved since what lies in dist/ was made."""
    return cli.upgrade(project, to, style, strict)


@desk_task(
    name="import",
    file="a .docx, .odt, .html, .md, .txt, .tex or .xml, or a folder; or references: .bib, .json, .ris, .xml …",
    into="the manuscript folder to be made, or to be added to",
    changes="tracked changes: accept or reject; else as the first import did, which accepts them",
    update="the folder exists: merge it with what the author has changed in this version",
    since="the version that was imported, where .import/ does not have it",
    dry_run="tell what would change, and write nothing",
    styles="a table of what the file's styles are, as an import writes it (import-styles.yaml)",
    register="to which register headings are added from a table, .csv or .tab; else to the subjects",
)
def import_(
    file: str,
    into: str = "",
    changes: str = "",
    update: bool = False,
    *,
    since: str = "",
    dry_run: bool = False,
    register: str = "",
    styles: str = "",
) -> int:
    """Make a manuscript folder of the author's file or files, or add references or headings of an index to one."""
    base, table = (Path(each) if each else None for each in (since, styles))
    told: dict[str, Any] = {"register": register, "since": base, "dry": dry_run, "styles": table}
    return cli.import_file(HOME.project(into), Path(file), bool(into), changes, update, **told)


@book_task()
def clean(project: Project) -> int:
    """Remove what has been made."""
    return cli.clean(project)


TASKS = Collection(*(each for each in list(globals().values()) if isinstance(each, Task)))
"""Every task of a book."""


def tasks_of(file: str) -> Collection:
    """What the `tasks.py` of a book's folder has for Invoke; `file` is its own path, which it knows as `__file__`."""
    return found_by_invoke(TASKS, file)
