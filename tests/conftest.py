"""The tiny book, and ways to lay it out in a folder of its own, spoil it and look at what the press says and makes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import jinja2
import pytest
from hypothesis import settings

from press import build as pipeline
from press import cli
from press.book import Book
from press.commands import VARIABLE
from press.pdf.bind import bind
from press.project import Project as Desk
from press.store import Store
from press.typesetting.settle import Proof, settle

TESTS = Path(__file__).parent
TOP = TESTS.parent
TINY = TESTS / "books" / "tiny"

os.environ["PRESS_WORKERS"] = "1"  # the engine is used in this process, so that none may be forked from it
os.environ.pop(VARIABLE, None)  # what is to be typed next is told alike, by whatever command the tests are run
settings.register_profile("press", deadline=None, derandomize=True, database=None)
settings.load_profile("press")

KEPT = "PRESS_TESTS_KEPT"
"""Names the folder in which all processes of one run keep what they have set, so that the same section is set once.

Its keys are the press's own, and it ends with the run: nothing is taken from it that would not have been made anew.
"""


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of this run, in the process that the others are begun from."""
    if not hasattr(config, "workerinput"):
        os.environ[KEPT] = tempfile.mkdtemp(prefix="press-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take it away again."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(KEPT), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of what is marked `once` all but the first are slow. Slow tests come first, so that none is left at the end."""
    seen: set[str] = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if item.get_closest_marker("once") and name in seen:
            item.add_marker("slow")
        seen.add(name)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def compile_templates_once() -> None:
    """Translate a template once in a process: the same styles are read hundreds of times, which is half of a check."""
    compile_ = jinja2.Environment.compile
    known: dict[object, str] = {}

    def compile_once(
        self: jinja2.Environment, source: Any, name: str | None = None, filename: str | None = None, **how: bool
    ) -> Any:
        said = (self.trim_blocks, self.lstrip_blocks, self.undefined, frozenset(self.filters), *how.items())
        key = (source, name, self.autoescape(name) if callable(self.autoescape) else self.autoescape, said)
        if how.get("raw") or not isinstance(source, str):
            return compile_(self, source, name, filename, **how)
        if key not in known:
            known[key] = compile_(self, source, name, filename, **{**how, "raw": True})
        return self._compile(known[key], filename or "<template>")

    jinja2.Environment.compile = compile_once


compile_templates_once()


def desk_at(top: Path, manuscript: Path | None = None) -> Desk:
    """The project in a folder, as the press has it but for the store, which is that of the run."""
    desk = Desk.at(top, manuscript)
    return replace(desk, cache=Path(os.environ[KEPT])) if KEPT in os.environ else desk


SMALL = {
    "book.yaml": "title: A Small Book\nlanguage: en-GB\nstyle: classic\n"
    "contents:\n  body:\n    - chapters/one.md\n  back:\n    - colophon\n",
    "people.yaml": "[]\n",
    "sources.yaml": "references: []\n",
    "chapters/one.md": f"---\ntitle: One\n---\n{'It went over at every tide and came back. ' * 40}^[So it is said.]\n",
}
"""A manuscript of one short chapter and a colophon."""


class Project:
    """A project's folder with a book of its own and the styles of the press; ways of spoiling it can be chained."""

    def __init__(self, top: Path, book: Path = TINY) -> None:
        self.top = top
        self.project = desk_at(top)
        for folder, to in ((book, top), (TOP / "styles", top / "styles"), (TOP / "profiles", top / "profiles")):
            shutil.copytree(folder, to, copy_function=shutil.copyfile, dirs_exist_ok=True)

    def cold(self) -> Project:
        """Share nothing that has been set: from now on the store is `.cache`, which is not there yet."""
        self.project = Desk.at(self.top)
        return self

    def without(self, *pieces: str) -> Project:
        """Leave out pieces that the press makes; what it makes of names takes a third of the time."""
        text = self.read("manuscript/book.yaml")
        for piece in pieces:
            text = text.replace(f"    - {piece}\n", "")
        return self.write("manuscript/book.yaml", text)

    def brief(self) -> Project:
        """Leave out the front and what the press makes of names: the same text is set in half the time."""
        text = re.sub(r"  front:\n.*?  body:", "  body:", self.read("manuscript/book.yaml"), flags=re.DOTALL)
        self.write("manuscript/book.yaml", text.replace("    - colophon", "    - title-page"))
        # a file that the book does not name would be told
        return self.without("list-of-people", "cover-names", "index-of-names").remove("manuscript/front/preface.md")

    def small(self) -> Project:
        """Put a small book in the place of this one, for what any book shows: it is set in a fifth of the time."""
        self.remove("manuscript")
        for name, text in SMALL.items():
            self.write(f"manuscript/{name}", text)
        return self

    def write(self, name: str, content: str | bytes) -> Project:
        """Put a file where it belongs, whatever stood there."""
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def mend(self, name: str, old: str, new: str) -> Project:
        """Put other words in the place of some that stand in a file once."""
        text = (self.top / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
        return self.write(name, text.replace(old, new))

    def remove(self, name: str) -> Project:
        """Take a file or a folder away."""
        path = self.top / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        return self

    def overlay(self, folder: Path) -> Project:
        """Lay the files of a folder over those of the project."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.parent != folder:
                self.write(path.relative_to(folder).as_posix(), path.read_bytes())
        return self

    def read(self, name: str) -> str:
        """The text of a file."""
        return (self.top / name).read_text(encoding="utf-8")

    def check(self, pages: bool = False) -> int:
        """`./go check`: the exit status; what it prints is for `capsys`."""
        return cli.check(self.project, pages)

    def build(self) -> int:
        """`./go build`: the exit status; what it prints is for `capsys`."""
        return cli.build(self.project)

    def look(self, strict: bool = False) -> int:
        """`./go look --no-sheet`: the exit status; what it prints is for `capsys`."""
        return cli.look(self.project, strict, sheet=False)

    def preflight(self, house: str = "offset", cover: bool = False) -> int:
        """`./go preflight`: the exit status; what it prints is for `capsys`."""
        return cli.preflight(self.project, house, cover)

    def cover(self) -> int:
        """`./go cover`: the exit status; what it prints is for `capsys`."""
        return cli.cover(self.project)

    def take(self, name: str, *options: str) -> int:
        """`./go import FILE …` with files and folders of the project's: the exit status."""
        update = "--update" in options
        options = tuple(each for each in options if each != "--update")
        told = dict(zip(options[::2], options[1::2], strict=True))
        project = Desk.at(self.top, self.top / told.get("--into", "manuscript"))
        table = self.top / told["--styles"] if "--styles" in told else None
        changes = told.get("--changes", "")
        return cli.import_file(project, self.top / name, "--into" in told, changes, update, styles=table)

    def make(self) -> Path:
        """The PDF of the book made, or `Faulty`."""
        return self.top / pipeline.build(self.project).path


@contextmanager
def watching(command: Sequence[str | Path], folder: Path) -> Iterator[TextIO]:
    """What a watch prints, in a process of its own; interrupted at the end of the block it must end, and say so."""
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    told: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, env=environment, cwd=folder, **told) as process:
        limit = threading.Timer(120, process.kill)
        limit.start()
        try:
            assert process.stdout
            yield process.stdout
            process.send_signal(signal.SIGINT)
            assert process.stdout.read().splitlines()[-1] == "the watch has ended"
            assert process.wait(10) == 130
        finally:
            limit.cancel()
            process.kill()


@pytest.fixture(scope="session")
def proofed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Proof, Path]:
    """The tiny book made once in a session: the book, its proof, and the PDF. Nobody may change them."""
    project = Project(tmp_path_factory.mktemp("proofed"))
    book, style, wording, problems = pipeline.prepare(project.project)
    assert problems == ()
    pdf = project.top / "tiny.pdf"
    with pipeline.set_up(project.project, book, style, wording, store=Store(project.project.cache)) as shop:
        proof = settle(shop, pipeline.silent)
        pdf.write_bytes(bind(shop, proof))
    return book, proof, pdf


@pytest.fixture(scope="session")
def made(proofed: tuple[Book, Proof, Path]) -> Path:
    """The PDF of the tiny book, made once in a session."""
    return proofed[2]


@pytest.fixture
def tiny(tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    """A fresh copy of the tiny book, to be spoiled.

    It is cold for a test that may patch the press: what is made then is nothing for others, yet has the same keys.
    """
    project = Project(tmp_path)
    return project.cold() if "monkeypatch" in request.fixturenames else project
