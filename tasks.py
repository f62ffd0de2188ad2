"""The tasks of `./go`: doors into the press and nothing else."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

RUN = Path(sys.argv[0]).name in ("inv", "invoke") or Path(sys.argv[0]).parent.name == "invoke"
"""Whether this is read by the runner of tasks, and not by a test."""
if RUN and signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
    # Ctrl-C ends it quietly until a task hears it itself, also while all the rest is loaded
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

from invoke import Context, Task, task  # noqa: E402

from press import cli  # noqa: E402
from press.project import Project  # noqa: E402

TOP = Path(__file__).resolve().parent
MANUSCRIPT = {"manuscript": "the folder of a book that lives elsewhere"}


def project(manuscript: str) -> Project:
    """The project of this folder, with a book that may live elsewhere; files are named from where one stands."""
    return Project.at(TOP, Path(manuscript) if manuscript else None, Path.cwd())


def flags(argument: Any) -> list[str]:
    """How an option of a task is typed: `--no-sheet`, `-n`, and `--no-plain` where it is on by itself."""
    typed = [f"{'--' if len(name) > 1 else '-'}{name.replace('_', '-')}" for name in argument.names]
    return typed + [f"--no-{typed[0][2:]}"] * (argument.default is True)


@task(
    default=True,
    help={"marks": "crop marks in the print edition", "reading": "the reading edition alone", **MANUSCRIPT},
)
def build(_: Context, marks: bool = False, reading: bool = False, manuscript: str = "") -> None:
    """Make the book: dist/<slug>-reading.pdf and dist/<slug>-print.pdf, page for page the same."""
    sys.exit(cli.build(project(manuscript), marks, reading))


@task(help={"pages": "lay the pages out too, and account for every note", **MANUSCRIPT})
def check(_: Context, pages: bool = False, manuscript: str = "") -> None:
    """Name every fault of the manuscript and the style."""
    sys.exit(cli.check(project(manuscript), pages))


@task(
    help={
        "strict": "fail if there is anything to look at",
        "no-sheet": "the table alone, no contact sheet",
        **MANUSCRIPT,
    }
)
def look(_: Context, strict: bool = False, no_sheet: bool = False, manuscript: str = "") -> None:
    """Audit the finished pages, and show them all: dist/<slug>-look.html and .png."""
    sys.exit(cli.look(project(manuscript), strict, not no_sheet))


@task(
    help={
        "missing": "only what no record covers",
        "check": "fail if there is a doubt",
        "pages": "with page numbers",
        "page": "every mention in its sentence, as a page for a browser: dist/<slug>-names.html",
        "export": "every index as tables for other programs: dist/<slug>-index-….csv and .tab",
        **MANUSCRIPT,
    }
)
def names(
    _: Context,
    missing: bool = False,
    check: bool = False,
    pages: bool = False,
    manuscript: str = "",
    *,
    page: bool = False,
    export: bool = False,
) -> None:
    """Set out who and what is named, how, and whom the people file leaves out."""
    sys.exit(cli.names(project(manuscript), missing, check, pages, page=page, export=export))


@task(help=MANUSCRIPT)
def permissions(_: Context, manuscript: str = "") -> None:
    """Tell of every picture whose leave there is to print it, since when and until when."""
    sys.exit(cli.permissions(project(manuscript)))


@task(help={"all": "those that are resolved too", **MANUSCRIPT})
def queries(_: Context, all: bool = False, manuscript: str = "") -> None:
    """List what editor and author still ask each other in the manuscript."""
    sys.exit(cli.queries(project(manuscript), all))


@task(help={"key": "a source of sources.yaml, or all", "pages": "with page numbers", **MANUSCRIPT})
def trace(_: Context, key: str, pages: bool = False, manuscript: str = "") -> None:
    """Tell where a source is cited, in full or short, and why."""
    sys.exit(cli.trace(project(manuscript), key, pages))


@task(help={"site": "as a folder of pages, one a chapter, with a search: dist/<slug>-site/", **MANUSCRIPT})
def html(_: Context, site: bool = False, manuscript: str = "") -> None:
    """Make the book as one page for a browser: dist/<slug>.html."""
    sys.exit(cli.html(project(manuscript), site))


@task(help={"check": "have it validated by epubcheck", "install": "fetch epubcheck first, with Maven", **MANUSCRIPT})
def epub(_: Context, check: bool = False, install: bool = False, manuscript: str = "") -> None:
    """Make the book for reading devices: dist/<slug>.epub."""
    sys.exit(cli.epub(project(manuscript), check, install))


@task(help=MANUSCRIPT)
def export(_: Context, manuscript: str = "") -> None:
    """Write sources.yaml as CSL-JSON and BibLaTeX, dist/<slug>-sources.json and .bib, for a reference manager."""
    sys.exit(cli.export(project(manuscript)))


@task(help={"folder": "where the book is to live"})
def new(_: Context, folder: str) -> None:
    """Write a new manuscript: a whole small book that shows every construct, to be replaced by yours."""
    sys.exit(cli.new(project(folder)))


@task(help={"port": "where the pages are shown; any free one", **MANUSCRIPT})
def watch(_: Context, port: int = 0, manuscript: str = "") -> None:
    """After every save show the problems, the changed chapter, and make the book."""
    sys.exit(cli.watch(project(manuscript), port))


@task(
    help={"house": "a profile of profiles/: offset, print-on-demand", "cover": "the cover, not the book", **MANUSCRIPT}
)
def preflight(_: Context, house: str = "offset", cover: bool = False, manuscript: str = "") -> None:
    """Check the made print edition against what a printing house asks for."""
    sys.exit(cli.preflight(project(manuscript), house, cover))


@task(help={"marks": "with crop marks", **MANUSCRIPT})
def cover(_: Context, marks: bool = False, manuscript: str = "") -> None:
    """Make the cover, dist/<slug>-cover.pdf, as wide as the print edition is thick."""
    sys.exit(cli.cover(project(manuscript), marks))


@task(help={"install": "fetch veraPDF first, with Maven"})
def validate(_: Context, install: bool = False) -> None:
    """Hold the reading edition against PDF/UA-1 and PDF/A-3a, by veraPDF."""
    sys.exit(cli.validate(Project.at(TOP), install))


@task(
    name="import",
    help={
        "file": "a .docx, .odt, .html, .md, .txt, .tex or .xml, or a folder; or references: .bib, .json, .ris, .xml …",
        "into": "the manuscript folder to be made, or to be added to",
        "changes": "tracked changes: accept or reject; else as the first import did, which accepts them",
        "update": "the folder exists: merge it with what the author has changed in this version",
        "since": "the version that was imported, where .import/ does not have it",
        "dry_run": "tell what would change, and write nothing",
        "styles": "a table of what the file's styles are, as an import writes it (import-styles.yaml)",
        "register": "to which register headings are added from a table, .csv or .tab; else to the subjects",
    },
)
def import_(  # noqa: PLR0917 – invoke makes an option of each
    _: Context,
    file: str,
    into: str = "",
    changes: str = "",
    update: bool = False,
    since: str = "",
    dry_run: bool = False,
    register: str = "",
    styles: str = "",
) -> None:
    """Make a manuscript folder of the author's file or files, or add references or headings of an index to one."""
    base, table = (Path(each) if each else None for each in (since, styles))
    told = {"register": register, "since": base, "dry": dry_run, "styles": table}
    sys.exit(cli.import_file(project(into), Path(file), bool(into), changes, update, **told))


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

    sys.exit(report.bench(project(manuscript), pages, slips, seed, plain=plain, much=much))


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

    sys.exit(report.attack_press(project(manuscript), seconds, seed, times))


@task
def clean(_: Context) -> None:
    """Remove what has been made."""
    cli.clean(TOP)


TASKS = {each.name: each for each in list(globals().values()) if isinstance(each, Task)}
# the runner names no near miss, and asks nobody between reading these tasks and reading what was typed
if RUN:
    options = {
        name: {flag: each.kind if each.takes_value else None for each in made.get_arguments() for flag in flags(each)}
        for name, made in TASKS.items()
    }
    if problem := cli.misspelt(sys.argv[1:], options):
        print(problem, file=sys.stderr)
        sys.exit(2)
