"""The tasks that make something: both editions, the cover, the book without pages, all of it at every save, nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from press.cli.answer import answered, bar
from press.cli.progress import LINE
from press.cli.rules import UNKNOWN_EDITOR, UNUSABLE_PORT
from press.cli.telling import say, tell
from press.files import is_there
from press.problem import Faulty, Origin, Problem, has_errors
from press.project import BOOK, Project, shipped
from press.rules import MISSING_MANUSCRIPT
from press.store import Store

MOST_PORTS = 65535
"""The highest number that a port of TCP may have."""


def names_in(given: Iterable[str]) -> tuple[str, ...]:
    """The names in what was given once or more often, with commas between them or not."""
    return tuple(name for each in given for part in each.split(",") if (name := part.strip()))


@answered()
def build(project: Project, marks: bool = False, reading: bool = False, houses: Iterable[str] = ()) -> int:
    """Make both editions, or that for `reading` alone, and say what was made; `marks`: crop marks for the printer;
    `houses`: one for each of these in the place of the print edition.
    """
    from press import build as pipeline

    with bar() as told:
        made = pipeline.build(project, told, say, marks=marks, reading=reading, houses=names_in(houses))
    print(made)
    return 0


@answered()
def cover(project: Project, marks: bool = False, houses: Iterable[str] = ()) -> int:
    """Make the cover for the print edition as it is, or for those of some houses, and say its measures."""
    from press.covers import make_covers

    made, problems = make_covers(project, marks, names_in(houses))
    for problem in problems:
        say(problem)
    LINE.clear()
    for each in made:
        print(each)
    return 0


@answered()
def export(project: Project) -> int:
    """Write the sources as CSL-JSON and BibLaTeX, for a reference manager, and say where they are."""
    from press import build as pipeline
    from press.importing.deliver import sources_in
    from press.importing.references.export import biblatex, csl_json
    from press.importing.writing.records import SOURCES
    from press.placing import put_in_place

    book, problems = pipeline.edit(project)
    shown = project.shown(project.manuscript / SOURCES)
    if errors := [each for each in problems if each.origin.path == shown and has_errors([each])]:
        raise Faulty(errors)  # a record that cannot be read would go out as something else
    records = [record for record, _ in sources_in(project).values()]
    name = f"{book.imprint.slug}-sources"
    texts = {".json": csl_json(records), ".bib": biblatex(records, f"{name}.bib")}
    paths = {project.dist / f"{name}{suffix}": text.encode() for suffix, text in texts.items()}
    put_in_place(project, book, {}, say, paths)
    print(f"{' and '.join(map(project.shown, paths))}: {len(records)} records")
    return 0


def _said(line: str) -> None:
    """A line for people, where the line of progress stood."""
    LINE.clear()
    print(line)


@answered()
def html(project: Project, site: bool = False) -> int:
    """Make the book as one page for a browser, or as a folder of pages (`site`), and say where it is."""
    from press.screen_editions import export_html, export_site

    if site:
        folder = export_site(project, say, _said)
        pages = sum(1 for _ in folder.glob("*.html"))
        LINE.clear()
        print(f"{project.shown(folder)}/: {pages} pages, which need no server; begin with index.html")
        return 0
    made = export_html(project, say, _said)
    LINE.clear()
    print(f"{project.shown(made)}: {made.stat().st_size / 1000:.0f} kB, one page that needs no other file")
    return 0


@answered()
def epub(project: Project, check: bool = False, install: bool = False) -> int:
    """Make the book as an EPUB and say where it is; with `check` have it validated, with `install` by a validator
    that is fetched first.
    """
    from press.screen_editions import export_epub

    if install:  # before the book is made: who has no network learns it at once
        from press.cli import validators

        validators.install(validators.EPUBCHECK, project.cache)
    made = export_epub(project, say, _said)
    LINE.clear()
    print(f"{project.shown(made)}: {made.stat().st_size / 1000:.0f} kB")
    return _check_epub(project, made) if check or install else 0


def _check_epub(project: Project, made: Path) -> int:
    """Say what epubcheck finds in an EPUB; 1 if it will not do."""
    from press.cli.validation import check_epub
    from press.cli.validators import EPUBCHECK
    from press.manifest import Standard
    from press.placing import note_proved

    problems = check_epub(project.shown(made), made, project.cache)
    note_proved(project, made, Standard("EPUB 3", str(EPUBCHECK), not has_errors(problems)))
    if problems:
        tell(problems)
    else:
        print(f"valid by {EPUBCHECK}")
    return 1 if has_errors(problems) else 0


@answered()
def watch(project: Project, port: int, editor: str = "", anew: bool = False) -> int:
    """Watch until interrupted; 2 if there is no such editor or port, 1 if that is taken, or there is no manuscript.
    `anew`: after every save all problems are told.
    """
    from press.editing.read import manuscript_missing
    from press.preview.editor import Editor
    from press.preview.watch import watch as begin
    from press.preview.window import PortTaken

    if not 0 <= port <= MOST_PORTS:
        say(Problem(Origin("--port"), UNUSABLE_PORT, f"no port {port}", f"give one from 1024 to {MOST_PORTS}"))
        return 2
    try:
        opener = Editor.named(editor)
    except ValueError as fault:
        say(Problem(Origin("--editor" if editor else "PRESS_EDITOR"), UNKNOWN_EDITOR, str(fault)))
        return 2
    if missing := manuscript_missing(project):  # for which nobody wants to wait
        raise Faulty([missing])
    try:
        return begin(project, port, lambda line: print(line, flush=True), opener, anew=anew)
    except PortTaken:
        say(
            Problem(
                Origin("--port"),
                UNUSABLE_PORT,
                f"port {port} is taken, or kept from you",
                "leave it out for a free one",
            )
        )
        return 1


@answered("", "what had been made is gone")
def clean(project: Project) -> int:
    """Remove the products of a book, what is kept between builds, and in a checkout of the press what the tools left
    behind. Where there is no book nothing is touched: a `dist/` there is somebody else's.
    """
    from press.placing import made_of

    if not is_there(project.manuscript / BOOK):
        shown = project.shown(project.manuscript)
        raise Faulty([Problem(Origin(shown), MISSING_MANUSCRIPT, "no book there, of which anything could be removed")])
    Store(project.cache).empty()
    for path in made_of(project):
        path.unlink() if path.is_file() or path.is_symlink() else shutil.rmtree(path)
    for name in (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"):
        if project.dist.parent.resolve() == shipped():
            shutil.rmtree(project.dist.parent / name, ignore_errors=True)
    return 0
