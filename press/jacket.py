"""The cover's own short way: book × style × the print edition as it was made → `dist/<slug>-cover.pdf`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from press.build import edit, replace_file
from press.fields import POINTS
from press.printing.cover import Wrap, measure, set_cover
from press.printing.glyphs import check_glyphs
from press.printing.preflight import read_file
from press.printing.style import read_style
from press.problem import Faulty, Origin, Problem, has_errors, in_order


@dataclass(frozen=True, slots=True)
class CoverMade:
    """The cover that was made, and its measures."""

    path: Path
    wrap: Wrap

    def __str__(self) -> str:
        width, height, spine = (f"{side / POINTS['mm']:.1f}" for side in (*self.wrap.size, self.wrap.spine))
        return f"{self.path}: {width} × {height} mm, a spine of {spine} mm for {self.wrap.pages} pages"


def make_cover(top: Path, marks: bool = False) -> tuple[CoverMade, tuple[Problem, ...]]:
    """Make the cover, with what is doubtful about it; `marks`: with crop marks. Raises `Faulty`."""
    book, found = edit(top)
    style = read_style(top, book.style, book.citation_style, Origin("manuscript/book.yaml"))
    problems = in_order((*found, *check_glyphs(book, style)))
    if has_errors(problems):
        raise Faulty(problems)
    shown = f"dist/{book.imprint.slug}-print.pdf"
    wrap = measure(read_file(top / shown, shown), book)
    content, doubts = set_cover(book, style, wrap, marks)
    path = replace_file(top / "dist" / f"{book.imprint.slug}-cover.pdf", content)
    return CoverMade(path.relative_to(top), wrap), doubts
