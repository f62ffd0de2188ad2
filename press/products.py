"""What else is made of a book, in `dist/`, each by the stages of `press.build` and one of its own:

make_cover               the cover, as wide as the print edition that lies there is thick
look                     the audit of the pages, and the contact sheet
export_html, _epub       the book without pages
"""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from press.audit.audit import Audit, audit
from press.audit.contact_sheet import contact_sheet
from press.audit.figures import SurveyedSection
from press.audit.silences import heed
from press.book import Book
from press.build import edit, of_machine, prepare, set_up, style_of, with_permissions
from press.citations.wording import Wording
from press.ebook.epub import make_epub
from press.ebook.web_page import compose_page, compose_parts, web_style
from press.editing.read import read_silences
from press.editions import of_pages, product, silent
from press.fields import POINTS
from press.files import replace_file, replace_files
from press.hyphens import with_dashes
from press.prepress.artwork import read_file
from press.prepress.cover import Wrap, measure, set_cover
from press.prepress.rules import SPINE_WITHOUT_TITLE
from press.problem import Faulty, Origin, Problem, has_errors, in_order
from press.project import Project
from press.rules import OUTSIDE
from press.store import Store
from press.style.glyphs import check_glyphs
from press.style.libraries import libraries_of
from press.style.read import read_style
from press.style.style import Style
from press.typesetting.rules import LOOKS
from press.words.cover_account import account_for_cover
from press.words.screen_account import account_for_epub, account_for_page

if TYPE_CHECKING:  # the engine takes a second to load, and a book without pages does not need it
    from press.typesetting.settle import Progress

WEB = "web"


@dataclass(frozen=True, slots=True)
class CoverMade:
    """The cover that was made, and its measures."""

    path: Path
    wrap: Wrap

    def __str__(self) -> str:
        width, height, spine = (f"{side / POINTS['mm']:.1f}" for side in (*self.wrap.size, self.wrap.spine))
        return f"{self.path}: {width} × {height} mm, a spine of {spine} mm for {self.wrap.pages} pages"


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to look at: the audit, all problems, and the files made."""

    audit: Audit
    problems: tuple[Problem, ...]
    made: tuple[Path, ...]


def make_cover(project: Project, marks: bool = False) -> tuple[CoverMade, tuple[Problem, ...]]:
    """Make the cover, with what is doubtful about it; `marks`: with crop marks. Raises `Faulty`."""
    book, found = edit(project)
    style = style_of(project, book)
    book = with_dashes(book, style.dashes)
    missing = check_glyphs(book, style, Store(project.cache))
    problems = in_order((*found, *missing, *of_machine()))  # a cover cites nothing, and has no figures
    if has_errors(problems):
        raise Faulty(problems)
    printed, path = (product(project, book, edition) for edition in ("print", "cover"))
    wrap = measure(read_file(printed, project.shown(printed)), book)
    content, amiss = set_cover(book, style, wrap, marks, project.shown(path))
    bare = wrap.spine < style.print.spine.points or any(each.rule == SPINE_WITHOUT_TITLE for each in amiss)
    amiss = in_order((*amiss, *account_for_cover(project, style, content, wrap, not bare)))
    _refuse(amiss)
    replace_file(path, content)
    return CoverMade(path=Path(project.shown(path)), wrap=wrap), amiss


def look(project: Project, progress: Progress = silent, sheet: bool = True) -> Looked:
    """Audit the book's pages and, unless `sheet` is false, make the contact sheet. Raises `Faulty`."""
    from press.pdf.bind import bind
    from press.typesetting.settle import settle

    looks = {look.name for look in LOOKS}
    silences = [each for each in read_silences(project)[0] if each.rule in looks]  # of the others the check tells
    book, style, wording, problems = prepare(project)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        proof = settle(shop, progress)
        pdf = bind(shop, proof) if sheet else b""
        shown = of_pages(shop, proof)
    parts = [
        SurveyedSection(each.fragment.survey, each.folios, each.piece.origin, each.piece.named_kind)
        for each in proof.settings
    ]
    found, stale = heed(audit(parts, shop.composer.origins, style.limits), silences, book.lines)
    drawn = contact_sheet(pdf, proof.folios, found, book, project) if sheet else {}
    files = {project.dist / name: content for name, content in drawn.items()}
    replace_files(files)
    told = [finding.problem() for finding in found.findings]
    return Looked(audit=found, problems=in_order((*problems, *shop.problems, *shown, *stale, *told)), made=tuple(files))


def export_html(project: Project, say: Callable[[Problem], None] = silent) -> Path:
    """Make `dist/<slug>.html`, which needs no other file. Raises `Faulty`."""
    book, style, _, wording = _prepare(project, say)
    page = compose_page(book, style, wording, lambda path: _embedded(project, path))
    _refuse(account_for_page(project, style, page))
    return replace_file(project.dist / f"{book.imprint.slug}.html", page.encode())


def export_epub(project: Project, say: Callable[[Problem], None] = silent) -> Path:
    """Make `dist/<slug>.epub`. Raises `Faulty`."""
    from press.ebook.cover import draw_cover  # loads the engine

    book, style, printed, wording = _prepare(project, say)
    parts = compose_parts(book, style, wording, lambda path: _embedded(project, path))
    content = make_epub(book, style, parts, draw_cover(project, book, printed, wording))
    _refuse(account_for_epub(project, style, content))
    return replace_file(project.dist / f"{book.imprint.slug}.epub", content)


def _prepare(project: Project, say: Callable[[Problem], None]) -> tuple[Book, Style, Style, Wording]:
    """The book, the style of the web with the words of the book's own, that style itself, and the citations worded."""
    book, printed, wording, problems = prepare(project)
    for problem in with_permissions(book, problems, "reading"):
        say(problem)
    among, asked = libraries_of(project, book), Origin(project.shown(project.styles))
    web = read_style(project, WEB, printed.csl.path.stem, asked, paged=False, among=among)
    return book, web_style(web, printed), printed, wording


def _refuse(amiss: tuple[Problem, ...]) -> None:
    """Put nothing in place of the last good product when something is amiss. Raises `Faulty`."""
    if has_errors(amiss):
        raise Faulty(amiss)


def _embedded(project: Project, name: str) -> str:
    """A picture of the manuscript as a URL that holds it. Raises `Faulty` if it lies outside.

    By way of a symbolic link it may; and what is embedded goes out to readers.
    """
    path = (project.manuscript / name).resolve()
    if not path.is_relative_to(project.manuscript.resolve()):
        raise Faulty([Problem(Origin(project.shown(project.manuscript / name)), OUTSIDE, "leaves the manuscript")])
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
