"""The book as one HTML page and as an EPUB: what reads pictures and writes to `dist/` for them."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable
from pathlib import Path

from press.book import Book
from press.build import prepare
from press.citations.wording import Wording
from press.ebook.epub import make_epub
from press.ebook.web_page import compose_page, compose_parts, web_style
from press.files import replace_file
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.style.style import Style, read_style

WEB = "web"


def export_html(project: Project, say: Callable[[Problem], None] = lambda _: None) -> Path:
    """Make `dist/<slug>.html`, which needs no other file. Raises `Faulty`."""
    book, style, _, wording = _prepare(project, say)
    page = compose_page(book, style, wording, lambda path: _embedded(project, path))
    return replace_file(project.dist / f"{book.imprint.slug}.html", page.encode())


def export_epub(project: Project, say: Callable[[Problem], None] = lambda _: None) -> Path:
    """Make `dist/<slug>.epub`. Raises `Faulty`."""
    from press.ebook.cover import draw_cover  # loads the engine

    book, style, printed, wording = _prepare(project, say)
    parts = compose_parts(book, style, wording, lambda path: _embedded(project, path))
    content = make_epub(book, style, parts, draw_cover(project, book, printed, wording))
    return replace_file(project.dist / f"{book.imprint.slug}.epub", content)


def _prepare(project: Project, say: Callable[[Problem], None]) -> tuple[Book, Style, Style, Wording]:
    """The book, the style of the web with the words of the book's own, that style itself, and the citations worded."""
    book, printed, wording, problems = prepare(project)
    for problem in problems:
        say(problem)
    web = read_style(project, WEB, printed.csl.path.stem, Origin(project.shown(project.styles)), paged=False)
    return book, web_style(web, printed), printed, wording


def _embedded(project: Project, name: str) -> str:
    """A picture of the manuscript as a URL that holds it."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(read_picture(project, name)).decode()}"


def read_picture(project: Project, name: str) -> bytes:
    """A picture of the manuscript. Raises `Faulty` if it lies outside, by way of a symbolic link."""
    path = (project.manuscript / name).resolve()
    if not path.is_relative_to(project.manuscript.resolve()):
        raise Faulty([Problem(Origin(project.shown(project.manuscript / name)), "outside", "leaves the manuscript")])
    return path.read_bytes()
