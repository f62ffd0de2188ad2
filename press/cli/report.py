"""What the people at the desk are told: problems, progress and results; every function returns an exit status."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from press.problem import Faulty, Origin, Problem, has_errors, in_order
from press.project import Project
from press.store import Store

if TYPE_CHECKING:
    from press.places import Places
    from press.typesetting.settle import Progress as Told

# Every function imports what it needs: the list of tasks, and a check, must not wait for the engine.

INTERRUPTED = 130


def build(project: Project, marks: bool = False) -> int:
    """Make both editions and say what was made; `marks`: the print edition with crop marks."""
    from press import build as pipeline

    def make() -> int:
        with _Bar() as told:
            made = pipeline.build(project, told, _say, marks)
        print(made)
        return 0

    return answer(make)


def check(project: Project, pages: bool = False) -> int:
    """Print every problem; with `pages` those that only layout shows too."""
    from press import build as pipeline

    def look() -> int:
        if pages:
            with _Bar() as told:
                *_, problems = pipeline.proof(project, told)
        else:
            problems = pipeline.examine(project)
        _print(problems)
        return 1 if has_errors(problems) else 0

    return answer(look)


def look(project: Project, strict: bool = False, sheet: bool = True) -> int:
    """Audit the pages and make the contact sheet; print what there is to look at, then the table."""
    from press.audit.audit import table
    from press.products import look as look_at

    def audit() -> int:
        with _Bar() as told:
            looked = look_at(project, told, sheet)
        for problem in looked.problems:
            _say(problem)
        print(table(looked.audit))
        for path in looked.made:
            print(project.shown(path))
        return 1 if has_errors(looked.problems) or (strict and looked.problems) else 0

    return answer(audit)


def names(project: Project, missing: bool = False, strict: bool = False, pages: bool = False) -> int:
    """The working table of names; `missing`, what no record covers; `strict`, doubts, and 1 if there are any."""
    from press import build as pipeline
    from press.cli.worktable import print_sheets, table_of_doubts, table_of_missing, work_table
    from press.editing.proofread import proofread
    from press.indexes.index import entries_by_person

    def look() -> int:
        entries = None
        if pages:
            with _Bar() as told:
                book, style, proof, problems = pipeline.proof(project, told)
            entries = entries_by_person(book, proof.places, style.index)
        else:
            book, problems = pipeline.edit(project)
        found = proofread(book)
        some = (*table_of_doubts(found) * strict, *(table_of_missing(found),) * missing)
        print_sheets(some if missing or strict else work_table(found, entries))
        if has_errors(problems):
            _print(problems)
        return 1 if has_errors(problems) or (strict and not found.clean) else 0

    return answer(look)


def trace(project: Project, key: str, pages: bool = False) -> int:
    """Print where a source is cited, or `all` of them; with `pages` the book is laid out for the page numbers."""
    from press import build as pipeline
    from press.citations.trace import trace as trace_source
    from press.citations.trace import trace_all

    def look() -> int:
        book, _, wording, _ = pipeline.prepare(project)
        places: Places = {}
        if pages:
            with _Bar() as told:
                _, _, settled, _ = pipeline.proof(project, told)
            places = settled.places
        known = key in book.sources
        print(
            "\n".join(
                trace_all(book, wording) if key == "all" and not known else trace_source(book, wording, places, key)
            )
        )
        return 0 if known or key == "all" else 1

    return answer(look)


def html(project: Project) -> int:
    """Make the book as one page for a browser and say where it is."""

    def make() -> int:
        from press.products import export_html

        made = export_html(project, _say)
        print(f"{project.shown(made)}: {made.stat().st_size / 1000:.0f} kB, one page that needs no other file")
        return 0

    return answer(make)


def epub(project: Project, check: bool = False, install: bool = False) -> int:
    """Make the book as an EPUB and say where it is; with `check` have it validated, with `install` by a validator
    that is fetched first.
    """

    def make() -> int:
        from press.products import export_epub

        if install:
            from press.cli import validators

            validators.install(validators.EPUBCHECK, project.cache)
        made = export_epub(project, _say)
        print(f"{project.shown(made)}: {made.stat().st_size / 1000:.0f} kB")
        return _check_epub(project, made) if check or install else 0

    return answer(make)


def _check_epub(project: Project, made: Path) -> int:
    """Say what epubcheck finds in an EPUB; 1 if it will not do."""
    from press.cli.validation import check_epub
    from press.cli.validators import EPUBCHECK

    problems = check_epub(project.shown(made), made, project.cache)
    if problems:
        _print(problems)
    else:
        print(f"valid by {EPUBCHECK}")
    return 1 if has_errors(problems) else 0


def new(project: Project) -> int:
    """Write a new manuscript and say how to go on."""

    def write() -> int:
        from press.importing.start import start_manuscript

        files = start_manuscript(project)
        shown = project.shown(project.manuscript)
        print(f"{shown}: {len(files)} files, a whole small book to be replaced by yours; begin with {shown}/book.yaml")
        print(f"./go build --manuscript {shown}")
        return 0

    return answer(write)


def watch(project: Project, port: int) -> int:
    """Watch the manuscript and the style until interrupted."""

    def run() -> int:
        from press.preview.watch import watch as begin

        return begin(project, port, lambda line: print(line, flush=True))

    return answer(run)


def validate(project: Project, install: bool = False) -> int:
    """Hold the reading edition against its standards; with `install`, fetch the validator first."""

    def look() -> int:
        from press.cli import validation, validators
        from press.cli.worktable import WorkSheet, print_sheets

        files = {project.shown(path): path for path in sorted(project.dist.glob("*-reading.pdf"))}
        if install:
            validators.install(validators.VERAPDF, project.cache)
        if not files:
            where = Origin(project.shown(project.dist))
            raise Faulty([Problem(where, "missing-file", "no reading edition to validate", "./go build")])
        verdicts = validation.validate(files, project.cache)
        rows = tuple((v.path, v.standard, f"{v.checks:,}", str(v.failed)) for v in verdicts)
        print_sheets([WorkSheet(str(validators.VERAPDF), ("file", "standard", "checks", "failed"), rows)])
        problems = [problem for verdict in verdicts for problem in verdict.problems()]
        _print(problems)
        return 1 if problems else 0

    return answer(look)


def preflight(project: Project, house: str, cover: bool = False) -> int:
    """The print edition, or the cover, against what a printing house asks for; 1 if it will not do."""

    def look() -> int:
        from press import build as pipeline
        from press.cli.worktable import WorkSheet, print_sheets
        from press.prepress.house import read_house
        from press.prepress.preflight import page_count, read_file
        from press.prepress.preflight import preflight as check_file

        asked = read_house(project, house)
        book, _ = pipeline.edit(project)
        inside, jacket = (project.dist / f"{book.imprint.slug}-{part}.pdf" for part in ("print", "cover"))
        path = jacket if cover else inside
        shown = project.shown(path)
        checks = check_file(read_file(path, shown), asked, shown)
        rows = tuple(
            ("ok" if c.passed else "FAULT", c.name, c.wanted, c.found, f"page {c.page}" if c.page else "")
            for c in checks
        )
        print_sheets((WorkSheet(f"{shown} for: {asked.name}", ("", "check", "wanted", "found", "where"), rows),))
        if cover and inside.is_file():
            for problem in pipeline.look_at_cover(project, path, page_count(inside.read_bytes())):
                _say(problem)
        faults = sum(not check.passed for check in checks)
        print(f"{faults or 'no'} fault{'' if faults == 1 else 's'} in {len(checks)} checks")
        return 1 if faults else 0

    return answer(look)


def cover(project: Project, marks: bool = False) -> int:
    """Make the cover for the print edition as it is, and say its measures."""

    def make() -> int:
        from press.products import make_cover

        made, problems = make_cover(project, marks)
        for problem in problems:
            _say(problem)
        print(made)
        return 0

    return answer(make)


def clean(top: Path) -> None:
    """Remove the products, what is kept between builds, and what the tools left behind."""
    Store(top / ".cache").empty()
    for path in (top / "dist").iterdir():
        if path.name != ".keep":
            path.unlink() if path.is_file() else shutil.rmtree(path)
    for name in (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"):
        shutil.rmtree(top / name, ignore_errors=True)


def answer(act: Callable[[], int]) -> int:
    """Act; problems are printed and give 1, an interrupt gives 130, a disk that refuses gives 1."""
    try:
        return act()
    except Faulty as fault:
        _print(fault.problems)
        return 1
    except KeyboardInterrupt:
        print("interrupted; dist/ is as it was", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # `./go names | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        print(f"error: {fault.strerror or fault}: {fault.filename or 'a file'} [disk]", file=sys.stderr)
        return 1


def _print(problems: Iterable[Problem]) -> None:
    problems = in_order(problems)
    for problem in problems:
        _say(problem)
    errors = sum(has_errors([problem]) for problem in problems)
    counted = [(errors, "error"), (len(problems) - errors, "warning")]
    summary = ", ".join(f"{n} {what}{'s' if n != 1 else ''}" for n, what in counted if n)
    print(summary or "no problems", file=sys.stderr)


def _say(problem: Problem) -> None:
    print(problem, file=sys.stderr)


class _Bar:
    """A bar on a terminal: sections set in this round. Nothing where nobody watches."""

    def __enter__(self) -> Told:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self.bar = Progress(
            TextColumn("round {task.fields[round]}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total} sections"),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
            auto_refresh=False,  # its thread would be alive when the workers are forked
        )
        self.bar.start()
        self.task = self.bar.add_task("", round=1, total=None)
        return lambda round_, done, total: self.bar.update(
            self.task, completed=done, total=total, round=round_, refresh=True
        )

    def __exit__(self, *_: object) -> None:
        self.bar.stop()
