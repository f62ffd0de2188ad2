"""The covers of a book in `dist/`, each as wide as the print edition there is thick, and the front for shops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from press.book import Book
from press.build import edit, of_machine, style_of
from press.commands import call
from press.editions import choose_houses, product, product_for
from press.fields import POINTS
from press.hyphens import with_dashes
from press.manifest import Product
from press.placing import put_in_place
from press.prepress.artwork import read_file
from press.prepress.cover import cover_job, cover_job_for, front_picture, set_cover
from press.prepress.house import House
from press.prepress.house_edition import check_cover, edition_for, isbn_for, proved_by, refused_by
from press.prepress.print_edition import Printed
from press.prepress.rules import SPINE_WITHOUT_TITLE
from press.prepress.wrap import PLAIN, Wrap, measure, trim_size
from press.problem import Faulty, Problem, has_errors, in_order
from press.project import Project
from press.stages import stage
from press.store import Store
from press.style.glyphs import check_glyphs
from press.style.style import Style
from press.words.cover_account import account_for_cover


@dataclass(frozen=True, slots=True)
class CoverMade:
    """A cover that was made, its measures, and the trim of the book inside, in points."""

    path: Path
    wrap: Wrap
    trim: tuple[float, float]

    def __str__(self) -> str:
        width, height, spine = (f"{side / POINTS['mm']:.1f}" for side in (*self.wrap.size, self.wrap.spine))
        return f"{self.path}: {width} × {height} mm, a spine of {spine} mm for {self.wrap.pages} pages"


def make_covers(
    project: Project, marks: bool = False, houses: Iterable[str] = ()
) -> tuple[tuple[CoverMade, ...], tuple[Problem, ...]]:
    """Make the cover, or one for each house that is named or that the book names, with what is doubtful about them, and
    the picture of the front for shops; `marks`: with crop marks. Raises `Faulty`.
    """
    book, found = edit(project)
    style = style_of(project, book)
    told = list[Problem]()
    chosen = choose_houses(project, book, style, houses, told.append)
    book = with_dashes(book, style.dashes)
    missing = check_glyphs(book, style, Store(project.cache))
    problems = in_order((*found, *missing, *of_machine()))  # a cover cites nothing, and has no figures
    if has_errors(problems):
        raise Faulty(problems)
    made, contents = list[CoverMade](), dict[Product, bytes]()
    stage("setting the cover")
    for house in chosen or (None,):
        cover, entry, content, amiss = _cover_for(project, book, style, house, marks)
        made.append(cover)
        told += amiss
        contents[entry] = content
    front = front_picture(book, style, *made[0].trim)
    contents[Product(file=f"{book.imprint.slug}-cover.jpg", kind="front", audience="shops, catalogues")] = front
    put_in_place(project, book, contents, told.append)
    return tuple(made), in_order(told)


def make_cover(project: Project, marks: bool = False) -> tuple[CoverMade, tuple[Problem, ...]]:
    """Make the cover for no house in particular, or for the first of the book's. Raises `Faulty`."""
    made, problems = make_covers(project, marks)
    return made[0], problems


def _cover_for(
    project: Project, book: Book, style: Style, house: House | None, marks: bool
) -> tuple[CoverMade, Product, bytes, tuple[Problem, ...]]:
    """A cover, what the manifest says of it, its bytes, and what is doubtful about it. Raises `Faulty`."""
    edition, name = (edition_for(house), f"cover-{house.id}") if house else ("print", "cover")
    printed, path = product(project, book, edition), product(project, book, name)
    inside = read_file(printed, project.shown(printed), call("build", "--house", house.id) if house else "")
    asked = house.cover if house else PLAIN
    shown = project.shown(path)
    wrap = measure(inside, book, asked)
    of_house = replace(book, imprint=replace(book.imprint, isbn=isbn_for(book, house))) if house else book
    job = cover_job_for(project, book, style, house, marks) if house else cover_job(book, style, marks, shown)
    content, amiss = set_cover(of_house, style, wrap, job, asked)
    bare = any(each.rule == SPINE_WITHOUT_TITLE for each in amiss) or wrap.spine < style.print.spine.points
    bare = bare or wrap.pages < asked.spine_from
    amiss = in_order((*amiss, *account_for_cover(project, style, content, wrap, not bare)))
    if has_errors(amiss):  # and nothing is put in place of the last good cover
        raise Faulty(amiss)
    checks = check_cover(content, book, house, shown) if house else ()
    refused = tuple(refused_by(each, house, shown) for each in checks if house and not each.passed)
    pages = Printed(content, ((),), proved=proved_by(checks, house) if house else ())
    trim = trim_size(inside)
    made = CoverMade(path=Path(shown), wrap=wrap, trim=trim)
    return made, product_for(book, name, job, house, pages), content, (*amiss, *refused)
