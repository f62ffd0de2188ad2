"""`press upgrade`: which pages would move if another press, or another style, made the book.

The book is made once more in a folder of its own below `.cache/`, by the other press in a process of its own, and both
are read again. Neither `dist/` nor the manuscript is touched.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from press.cli.answer import answered, bar
from press.cli.rules import NO_OTHER_PRESS, OTHER_PRESS_FAILS
from press.cli.telling import say
from press.commands import call
from press.files import replace_file
from press.lifetime import ending_with_us
from press.problem import Faulty, Origin, Problem
from press.project import BOOK, Project, shipped
from press.scratch import scratch
from press.stages import stage

PROGRAM = """
import sys
from pathlib import Path
from press import build
from press.problem import Faulty
from press.project import Project
try:
    build.build(Project(*map(Path, sys.argv[1:6])), say=lambda problem: print(problem, file=sys.stderr), reading=True)
except Faulty as fault:
    print(*fault.problems, sep="\\n", file=sys.stderr)
    sys.exit(1)
"""
"""How the other press makes the reading edition; it says what is wrong as this one does."""


STYLE_KEYS = re.compile(r"^styles?:.*\n?(?:(?:[ \t]|-[ \t]).*\n?)*", re.MULTILINE)
"""What book.yaml says of its style, and of where styles are looked for."""


@dataclass(frozen=True, slots=True)
class OtherPress:
    """A press to compare with: the Python that runs it, and the folder that has its package, if that has not."""

    python: str
    package: Path | None


@answered("nothing is changed", "nothing is changed")
def upgrade(project: Project, to: str = "", style: str = "", strict: bool = False) -> int:
    """Tell which pages another press, another style, or both would set otherwise; of neither, what this press makes now
    of what lies in `dist/`. With `strict`, 1 if a page would move.
    """
    from press import build as pipeline
    from press.cli.worktable import WorkSheet, print_sheets
    from press.style.libraries import libraries_of
    from press.style.read import read_style
    from press.words.moves import moved_pages
    from press.words.proof import page_labels, read_pages

    with scratch(project.cache.absolute()) as folder:  # the other press is run within it
        other = find_press(to, folder) if to else OtherPress(sys.executable, Path(__file__).resolve().parents[2])
        book, _ = pipeline.edit(project)
        if style and not to:  # before a book is made for it; of another press only that knows its own
            read_style(project, style, book.citation_style, Origin("--style"), among=libraries_of(project, book))
        name = f"{book.imprint.slug}-reading.pdf"
        now = _made_now(project, folder, name) if to or style else _made_before(project, name)
        manuscript = _in_style(project, book.libraries, style, folder) if style else project.manuscript.absolute()
        stage("making the book once more" + (f" in the style {style}" if style else ""))
        then = _made_by(other, project, folder, manuscript, name)
        labels = page_labels(now), page_labels(then)
        moved = list(moved_pages(read_pages(now), read_pages(then), labels))
    rows = tuple((each.pages, str(each.count), each.how, each.now, each.then) for each in moved)
    print_sheets([WorkSheet("Pages that would move", ("page", "pages", "how", "begins now", "would begin"), rows)])
    count = sum(each.count for each in moved)
    now_and_then = f"of {len(labels[0])} would move; there would be {len(labels[1])}"
    print(f"{count or 'no'} page{'' if count == 1 else 's'} {now_and_then}")
    return 1 if strict and moved else 0


def _made_now(project: Project, folder: Path, name: str) -> bytes:
    """The reading edition as this press and this style make it."""
    from press import build as pipeline

    dist = folder / "now"
    with bar() as told:
        pipeline.build(replace(project, dist=dist), told, say, reading=True)
    return (dist / name).read_bytes()


def _made_before(project: Project, name: str) -> bytes:
    """The reading edition as it lies in `dist/`."""
    from press.prepress.artwork import read_file

    return read_file(project.dist / name, project.shown(project.dist / name))


def find_press(to: str, folder: Path) -> OtherPress:
    """The press of a checkout, a wheel or an environment, by its path, or of a version, which pip fetches into
    `folder`. Raises `Faulty` where there is none.
    """
    path = Path(os.path.expanduser(to))
    if (path / "press" / "__init__.py").is_file():
        return OtherPress(sys.executable, path.resolve())
    if (path / "bin" / "python").is_file():
        return OtherPress(str(path.absolute() / "bin" / "python"), None)
    if path.suffix == ".whl" and path.is_file():
        return OtherPress(sys.executable, _unpacked(path, to, folder / "wheel"))
    if not re.fullmatch(r"\d[\w.+!-]*", to):
        message = f'"{to}" is neither a checkout, a wheel nor an environment of a press, nor a version'
        raise Faulty(
            [Problem(Origin(to), NO_OTHER_PRESS, message, f"{call('upgrade', '--to', '../press')}, or --to 0.3.0")]
        )
    stage(f"fetching press {to}")
    place = folder / "other"
    _run([sys.executable, "-m", "venv", str(place)], to)
    # a wheel alone, of which nothing is run before it is looked at: others have packages of this name too
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--only-binary", "press"]
    _run([*pip, f"press=={to}"], to)
    if not any(_is_press(site) for site in place.glob("lib/python*/site-packages")):
        raise Faulty([Problem(Origin(to), NO_OTHER_PRESS, f"press {to} is another package of that name")])
    return OtherPress(str(place / "bin" / "python"), None)


def _is_press(folder: Path) -> bool:
    """Whether the package in a folder is this press, and not another of its name."""
    return (folder / "press" / "typesetting").is_dir()


def _unpacked(path: Path, to: str, folder: Path) -> Path:
    """A wheel of a press, unpacked. Raises `Faulty` if it is none."""
    try:
        with zipfile.ZipFile(path) as wheel:
            wheel.extractall(folder)
    except zipfile.BadZipFile:
        raise Faulty([Problem(Origin(to), NO_OTHER_PRESS, "not a wheel, or a part of one")]) from None
    if not _is_press(folder):
        raise Faulty([Problem(Origin(to), NO_OTHER_PRESS, "a wheel without a press in it")])
    return folder


def _run(command: list[str], to: str) -> None:
    run = subprocess.run(ending_with_us(command), capture_output=True, encoding="utf-8", errors="replace", check=False)
    if run.returncode:
        said = next((line for line in reversed(run.stderr.splitlines()) if line.strip()), f"status {run.returncode}")
        raise Faulty([Problem(Origin(to), NO_OTHER_PRESS, f"press {to} cannot be had: {said.removeprefix('ERROR: ')}")])


def _in_style(project: Project, libraries: Sequence[str], style: str, folder: Path) -> Path:
    """A copy of the manuscript that asks for another style, where folders that it names for styles are found still."""
    from press.style.libraries import named_folder

    manuscript = folder / "book" / "manuscript"
    shutil.copytree(project.manuscript, manuscript)
    text = STYLE_KEYS.sub("", (manuscript / BOOK).read_text(encoding="utf-8-sig"))
    asked: dict[str, object] = {"style": style}
    if libraries:
        folders = (named_folder(project, each) for each in libraries)
        asked["styles"] = [
            os.path.abspath(named) if named else each for named, each in zip(folders, libraries, strict=True)
        ]
    said = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in asked.items())
    replace_file(manuscript / BOOK, f"{text.rstrip()}\n{said}".encode())
    return manuscript


def _made_by(other: OtherPress, project: Project, folder: Path, manuscript: Path, name: str) -> bytes:
    """The reading edition as the other press makes it of a manuscript. Raises `Faulty` where it fails."""
    dist = folder / "then"
    # the styles of a checkout are those of its press, and the other has its own
    own = project.styles if project.styles.resolve() != (shipped() / "styles").resolve() else folder / "none"
    # the keys of what it keeps are its own
    folders = [manuscript, own.absolute(), dist, project.cache.absolute(), folder]
    environment = {**os.environ, **({"PYTHONPATH": str(other.package)} if other.package else {})}
    command = ending_with_us([other.python, "-c", PROGRAM, *map(str, folders)])
    run = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    made = dist / name
    if run.returncode or not made.is_file():
        said = run.stderr.strip().splitlines() or [f"status {run.returncode}"]
        # of a fault that the press has not foreseen the last line says what it is
        first = next((line for line in said if ": error: " in line), said[-1])
        message = f"the book cannot be made so: {first.removeprefix(str(folder) + '/')}"
        raise Faulty([Problem(Origin(project.shown(project.manuscript / BOOK)), OTHER_PRESS_FAILS, message)])
    return made.read_bytes()
