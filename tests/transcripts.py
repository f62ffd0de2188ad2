"""Reads what was typed and printed, written down as at a terminal: the `expected.txt` of each folder in `problems/`.

Lines that begin with `$` are typed: `rm` takes something away; `./go` runs check, build, look, new, import, preflight
or cover. The rest is printed, word for word, but that `<project>` stands for the project's folder.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

from conftest import TESTS, Project

from press import cli
from press.project import Project as Desk

PROBLEMS = TESTS / "problems"
NAME = "expected.txt"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was typed, what was printed, and the exit status of the last command."""

    typed: tuple[str, ...]
    printed: str
    status: int

    def __str__(self) -> str:
        return "".join(f"$ {line}\n" for line in self.typed) + self.printed


def folders() -> list[Path]:
    """The folders of spoiled files."""
    return sorted(path for path in PROBLEMS.iterdir() if path.is_dir())


def typed_in(folder: Path) -> tuple[str, ...]:
    """The commands of a folder's transcript."""
    lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    return tuple(line.removeprefix("$ ") for line in lines if line.startswith("$ "))


def act(folder: Path, top: Path) -> Transcript:
    """The tiny book laid out in `top`, spoiled by a folder, and the folder's commands run."""
    project = Project(top).overlay(folder)
    printed = io.StringIO()
    status = -1
    with contextlib.redirect_stderr(printed), contextlib.redirect_stdout(printed):
        for line in typed_in(folder):
            match line.split():
                case ["rm", "-r", name] | ["rm", name]:
                    project.remove(name)
                case ["./go", "check", *options]:
                    status = project.check(pages=options == ["--pages"])
                case ["./go", "look", *options]:
                    status = project.look("--strict" in options)
                case ["./go", "build"]:
                    status = project.build()
                case ["./go", "import", name, *options]:
                    status = project.take(name, *options)
                case ["./go", "new", name]:
                    status = cli.new(Desk.at(top / name, here=top))
                case ["./go", "preflight", *options]:
                    houses = [option for option in options if not option.startswith("--")]
                    status = project.preflight(*houses, cover="--cover" in options)
                case ["./go", "cover"]:
                    status = project.cover()
                case _:
                    raise ValueError(f"{folder.name}: no such command: {line}")
    return Transcript(typed_in(folder), printed.getvalue().replace(str(top.resolve()), "<project>"), status)
