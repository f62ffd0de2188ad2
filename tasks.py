"""The tasks of `./go`: doors into the press and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context, task

from press import report
from press.bench import bench as measure

TOP = Path(__file__).resolve().parent


@task(default=True)
def build(_: Context) -> None:
    """Make the book: dist/<slug>-reading.pdf."""
    sys.exit(report.build(TOP))


@task(help={"pages": "lay the pages out too, and account for every note"})
def check(_: Context, pages: bool = False) -> None:
    """Name every fault of the manuscript and the style."""
    sys.exit(report.check(TOP, pages))


@task(help={"missing": "only what no record covers", "check": "fail if there is a doubt", "pages": "with page numbers"})
def names(_: Context, missing: bool = False, check: bool = False, pages: bool = False) -> None:
    """Set out who is named, how, and whom the people file leaves out."""
    sys.exit(report.names(TOP, missing, check, pages))


@task(help={"key": "a source of sources.yaml, or all", "pages": "with page numbers"})
def trace(_: Context, key: str, pages: bool = False) -> None:
    """Tell where a source is cited, in full or short, and why."""
    sys.exit(report.trace(TOP, key, pages))


@task(
    name="import",
    help={
        "file": "a .docx, .odt, .html, .md or .txt; or references as .bib, .json or .yaml",
        "into": "the manuscript folder to be made, or to be added to",
        "changes": "tracked changes: accept or reject",
        "update": "the folder exists: add only people and sources that it has not",
    },
)
def import_(_: Context, file: str, into: str = "", changes: str = "accept", update: bool = False) -> None:
    """Make a manuscript folder of the author's file, or add references to sources.yaml."""
    from press.intake import import_file

    sys.exit(import_file(TOP, Path(file), Path(into) if into else None, changes, update))


@task(help={"only": "run the tests whose names match", "fast": "leave the slow ones out"})
def test(context: Context, only: str = "", fast: bool = False) -> None:
    """Pass the tests."""
    options = (f' -k "{only}"' if only else "") + (' -m "not slow"' if fast else "")
    with context.cd(TOP):
        context.run(f"{sys.executable} -m pytest -n auto --dist loadfile{options}", pty=sys.stdout.isatty())


@task
def golden(context: Context) -> None:
    """Write anew what the tests expect of pages and messages."""
    with context.cd(TOP):
        context.run(f"{sys.executable} tests/rewrite.py", env={"PYTHONPATH": str(TOP)})


@task
def lint(context: Context) -> None:
    """Check the press's own code: ruff and mypy."""
    with context.cd(TOP):
        context.run(f"{sys.executable} -m ruff check press tasks.py tests")
        context.run(f"{sys.executable} -m ruff format --check press tasks.py tests")
        context.run(f"{sys.executable} -m mypy")


@task
def bench(_: Context) -> None:
    """Measure what a build spends its time on, as ratios to one layout."""
    print(measure(TOP))


@task
def clean(_: Context) -> None:
    """Remove what has been made."""
    report.clean(TOP)
