"""The cover's own short way: book × style × the print edition as it was made → `dist/<slug>-cover.pdf`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from press.build import edit
from press.fields import POINTS
from press.files import replace_file
from press.prepress.cover import Wrap, measure, set_cover
from press.prepress.preflight import read_file
from press.problem import Faulty, Problem, has_errors, in_order
from press.project import Project
from press.style.glyphs import check_glyphs
from press.style.style import read_style


@dataclass(frozen=True, slots=True)
class CoverMade:
    """The cover that was made, and its measures."""

    path: Path
    wrap: Wrap

    def __str__(self) -> str:
        width, height, spine = (f"{side / POINTS['mm']:.1f}" for side in (*self.wrap.size, self.wrap.spine))
        return f"{self.path}: {width} × {height} mm, a spine of {spine} mm for {self.wrap.pages} pages"


def make_cover(project: Project, marks: bool = False) -> tuple[CoverMade, tuple[Problem, ...]]:
    """Make the cover, with what is doubtful about it; `marks`: with crop marks. Raises `Faulty`."""
    book, found = edit(project)
    style = read_style(project, book.style, book.citation_style, book.origin)
    problems = in_order((*found, *check_glyphs(book, style)))
    if has_errors(problems):
        raise Faulty(problems)
    printed, path = (project.dist / f"{book.imprint.slug}-{part}.pdf" for part in ("print", "cover"))
    wrap = measure(read_file(printed, project.shown(printed)), book)
    content, doubts = set_cover(book, style, wrap, marks, project.shown(path))
    replace_file(path, content)
    return CoverMade(Path(project.shown(path)), wrap), doubts
