"""The tasks of `./go`: doors into the press and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context, task

from press import report
from press.bench import bench as measure

TOP = Path(__file__).resolve().parent


@task(default=True, help={"marks": "crop marks in the print edition"})
def build(_: Context, marks: bool = False) -> None:
    """Make the book: dist/<slug>-reading.pdf and dist/<slug>-print.pdf, page for page the same."""
    sys.exit(report.build(TOP, marks))


@task(help={"house": "a profile of profiles/: offset, print-on-demand", "cover": "the cover, not the book"})
def preflight(_: Context, house: str = "offset", cover: bool = False) -> None:
    """Check the made print edition against what a printing house asks for."""
    sys.exit(report.preflight(TOP, house, cover))


@task(help={"marks": "with crop marks"})
def cover(_: Context, marks: bool = False) -> None:
    """Make the cover, dist/<slug>-cover.pdf, as wide as the print edition is thick."""
    sys.exit(report.cover(TOP, marks))


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
