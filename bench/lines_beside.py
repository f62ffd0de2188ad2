"""The lines and pages of the press beside those of LuaLaTeX and Typst, and what layout costs: a table of Markdown.

    python -m bench.lines_beside [--before OTHER] [BOOK[=chapters/10.md,chapters/12.md] …]

Each book is built in both styles, and its chapters set by each rival that is there, in the style's own face, size and
measure; one audit (`bench.lines`) reads all the PDFs. A book is a folder with a manuscript, or some of its chapters
alone; without any, the manuscript that comes with the press; one of plain paragraphs is always added. `--before` names
another copy of the press, whose lines and seconds are told too.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import yaml

from bench.lines import COLUMNS, Geometry, audited, row
from bench.plain import Anywhere
from bench.plain_paragraphs import write_book
from bench.rivals import TextFace, lualatex, typst
from press import build as pipeline
from press.book import Book
from press.compose.compose import Composer
from press.project import Project
from press.style.style import Style

TOP = Path(__file__).resolve().parents[1]
GEOMETRIES = {
    "classic": Geometry((396, 612), 11, 13.5, 292.5, (47.25, 56.25), 13.5, 54, 540, 9),
    "modern": Geometry((432, 648), 9.5, 14.25, 303.75, (81, 81), 14.25, 60, 573, 8.25),
}
"""Of each style, as its sheets have it."""
FACES: dict[str, tuple[str, dict[str, float], float, float]] = {
    "classic": ("EB Garamond", {}, 9, 11.25),
    "modern": ("Source Serif 4", {"opsz": 11}, 8.25, 10.69),
}
"""The face of the text, where it stands on its axes, the size of notes and their pitch."""


def beside(manuscript: Path, only: Sequence[str], folder: Path, before: Path | None) -> Iterator[list[str]]:
    """The rows of one book, in both styles. Raises `Faulty`."""
    for style_name, how in GEOMETRIES.items():
        top = folder / style_name
        _lay(top, manuscript, style_name, only)
        book, style, chapters = _chapters(Project.at(top))
        for who, code in (("press", TOP), *([("press before", before)] if before else [])):
            pdf, seconds = _built(top, code, book.imprint.slug)
            yield [f"{who}, {style_name}", *row(audited(pdf, how, _pages_of(pdf, book))), f"{seconds:.1f}"]
        face = _face(style_name, style)
        for name, program in (("LuaLaTeX, microtype", lualatex), ("Typst", typst)):
            spent = _spent()
            if rival := program(chapters, top, how, face, book.imprint.language):
                yield [f"{name}, {style_name}", *row(audited(rival, how)), f"{_spent() - spent:.1f}"]


def _lay(top: Path, manuscript: Path, style: str, only: Sequence[str]) -> None:
    """A project with a copy of a manuscript, to be printed in a style."""
    for name in ("styles", "profiles"):
        shutil.copytree(TOP / name, top / name)
    (top / "dist").mkdir()
    shutil.copytree(manuscript, top / "manuscript")
    file = top / "manuscript" / "book.yaml"
    said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) | {"style": style}
    if only:
        said["contents"] = {"front": ["half-title", "title-page", "imprint", "contents"], "body": list(only)}
    file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _chapters(project: Project) -> tuple[Book, Style, list[str]]:
    """The chapters of a book as the press composes them."""
    book, style, wording, _ = pipeline.prepare(project)
    composer, places = Composer(book, style, wording), Anywhere()
    pieces = [piece for piece in book.body if piece.kind == "chapter"]
    return book, style, [composer.compose(each, places, {}, composer.index(each, places)).html for each in pieces]


def _built(top: Path, code: Path, slug: str) -> tuple[Path, float]:
    """The reading edition made cold by a copy of the press, and its user seconds."""
    shutil.rmtree(top / ".cache", ignore_errors=True)
    if code != TOP:  # its styles are its own
        shutil.rmtree(top / "styles")
        shutil.copytree(code / "styles", top / "styles")
    spent = _spent()
    task = [sys.executable, "-m", "bench.bench", "build", str(top)]
    subprocess.run(task, cwd=code, env={**os.environ, "PYTHONPATH": str(code)}, check=True, stdout=subprocess.PIPE)
    return top / "dist" / f"{slug}-reading.pdf", _spent() - spent


def _spent() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime + resource.getrusage(resource.RUSAGE_SELF).ru_utime


def _pages_of(pdf: Path, book: Book) -> list[int]:
    """The pages of a PDF (from 1) on which the chapters stand, by its outline."""
    with pikepdf.open(pdf) as opened, opened.open_outline() as outline:
        numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(opened.pages, 1)}
        marks = [(depth, title, numbers[page]) for depth, title, page in _marks(outline.root, 0)]
        last = len(opened.pages)
    titles = tuple(_letters(str(piece.title)) for piece in book.body if piece.kind == "chapter")
    pages: set[int] = set()
    for n, (depth, title, page) in enumerate(marks):
        if _letters(title).endswith(titles):
            after = next((at for other, _, at in marks[n + 1 :] if other <= depth), last + 1)
            pages.update(range(page, after))
    return sorted(pages)


def _marks(items: Sequence[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Each item of an outline in order: how deep it is, its words, and the page that it leads to."""
    for item in items:
        goal: Any = item.destination
        yield depth, str(item.title), goal[0].objgen
        yield from _marks(item.children, depth + 1)


def _letters(title: str) -> str:
    """The letters of a title, by which its forms are known as one."""
    return re.sub(r"\W", "", re.sub("<[^>]*>", "", title)).lower()


def _face(name: str, style: Style) -> TextFace:
    family, axes, note, pitch = FACES[name]
    files = sorted(style.fonts[family], key=lambda file: "Italic" in file.name)
    return TextFace(family, (files[0], files[1]), axes, note, pitch)


def main() -> None:
    """Print the table of what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("books", nargs="*", default=[str(TOP / "manuscript")], metavar="BOOK")
    parser.add_argument("--before", type=Path, help="another copy of the press")
    asked = parser.parse_args()
    heads = ["", *(name for name, _ in COLUMNS), "user seconds"]
    with tempfile.TemporaryDirectory(prefix="press-lines-") as made:
        plain = write_book(Path(made, "plain", "manuscript"), "classic")
        for n, (book, only) in enumerate([*(named.partition("=")[::2] for named in asked.books), (str(plain), "")]):
            print(f"\n**{Path(book).name}** {only}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
            folder = Path(made, str(n))
            for cells in beside(Path(book).resolve(), only.split(",") if only else [], folder, asked.before):
                print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
