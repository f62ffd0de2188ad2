"""The tasks of whoever changes the press: those of a book, and those that try, measure and judge the press itself."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke.collection import Collection
from invoke.context import Context
from invoke.tasks import task

from press.cli.invoked import HOME, found_by_invoke, run
from press.cli.tasks import TASKS

TOP = Path(__file__).resolve().parents[1]
MANUSCRIPT = {"manuscript": "the folder of a book that lives elsewhere"}


@task(help={"only": "run the tests whose names match", "all": "the slow ones too, as CI does"})
def test(context: Context, only: str = "", all: bool = False) -> None:
    """Pass the tests, but for the slow ones."""
    options = (f' -k "{only}"' if only else "") + ("" if all else ' -m "not slow"')
    with context.cd(TOP):
        context.run(f"{sys.executable} -m pytest -n auto --dist worksteal{options}", pty=sys.stdout.isatty())


@task
def golden(context: Context) -> None:
    """Write anew the list of rules, and what the tests expect of pages and messages."""
    with context.cd(TOP):
        context.run(f"{sys.executable} tests/rewrite.py", env={"PYTHONPATH": str(TOP)})


@task
def lint(context: Context) -> None:
    """Check the press's own code: ruff, mypy, and who imports whom."""
    with context.cd(TOP):
        context.run(f"{sys.executable} -m ruff check press bench tasks.py tests")
        context.run(f"{sys.executable} -m ruff format --check press bench tasks.py tests")
        context.run(f"{sys.executable} -m mypy")
        context.run(f"{Path(sys.executable).with_name('lint-imports')} --no-cache")


@task(
    help={
        "pages": "how long a book is made of the manuscript: 100, 550, 1100 or 2200 pages",
        "much": "a book of so much more is checked and built instead: people=3000,sources=2000,notes=5000,rows=2000,"
        "chapter=400, or some of these",
        "plain": "with plain WeasyPrint, which takes a quarter of an hour and more for the longest",
        "slips": "instead, spoil the manuscript so many times, and tell which slips are told",
        "seed": "of the chance by which it is spoiled",
        **MANUSCRIPT,
    }
)
def bench(
    _: Context,
    pages: int = 100,
    plain: bool = True,
    slips: int = 0,
    seed: int = 1,
    manuscript: str = "",
    *,
    much: str = "",
) -> None:
    """Measure the press against plain WeasyPrint on the same text, or how many slips of an editor it tells."""
    from bench import report  # nobody else needs it

    sys.exit(report.bench(HOME.project(manuscript), pages, slips, seed, plain=plain, much=much))


@task(
    help={
        "seconds": "for how long",
        "times": "instead, how often: checks=10000,builds=500,kills=300,machines=20,disks=100, or some of these",
        "seed": "another begins another attack",
        **MANUSCRIPT,
    }
)
def attack(_: Context, seconds: int = 180, times: str = "", seed: int = 1, manuscript: str = "") -> None:
    """Mislead, kill and starve the press, and print a table of what it did not stand."""
    from bench import report  # nobody else needs it

    sys.exit(report.attack_press(HOME.project(manuscript), seconds, seed, times))


ALL = Collection(*TASKS.tasks.values(), test, golden, lint, bench, attack)
"""Every task that there is in a checkout."""


def tasks_of(file: str) -> Collection:
    """The tasks, for the `tasks.py` of a checkout, whose path is `file`."""
    return found_by_invoke(ALL, file)


def main(go: str) -> None:
    """Run what has been typed behind `go`, by the path by which it was called: for the book that one is in, or else the
    one that comes with the press.
    """
    run(ALL, go, TOP, sys.argv[1:])
