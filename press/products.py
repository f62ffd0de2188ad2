"""What else is made of a book, in `dist/`, each by the stages of `press.build` and one of its own:

make_cover               the cover, as wide as the print edition that lies there is thick
look                     the audit of the pages, and the contact sheet
export_html, _epub       the book without pages
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from press.audit.audit import Audit, audit
from press.audit.contact_sheet import contact_sheet
from press.audit.figures import SurveyedSection
from press.audit.silences import heed
from press.book import Book
from press.build import edit, of_machine, prepare, set_up, style_of, with_permissions
from press.citations.wording import Wording
from press.commands import call
from press.ebook.epub import MEDIA, make_epub, suffix_of
from press.ebook.lettering import with_type
from press.ebook.package import isbn_of_epub
from press.ebook.page_breaks import with_page_breaks
from press.ebook.rules import LOST_PAGE
from press.ebook.site import FIRST, make_site, texts_of
from press.ebook.site_folder import put_site
from press.ebook.web_page import Parts, compose_page, compose_parts, web_style
from press.editing.read import read_silences
from press.editions import choose_houses, of_pages, product, product_for, silent
from press.fields import POINTS
from press.hyphens import with_dashes
from press.manifest import Product, Standard
from press.placing import put_in_place, refuse_others
from press.prepress.artwork import read_file
from press.prepress.cover import cover_job, cover_job_for, front_picture, set_cover
from press.prepress.house import House
from press.prepress.house_edition import edition_for, isbn_for, refused_by
from press.prepress.preflight import preflight
from press.prepress.print_edition import Printed
from press.prepress.rules import SPINE_WITHOUT_TITLE
from press.prepress.wrap import PLAIN, Wrap, measure, trim_size
from press.problem import Faulty, Origin, Problem, Severity, has_errors, in_order
from press.project import Project
from press.rules import OUTSIDE
from press.stages import stage
from press.store import Store
from press.style.glyphs import check_glyphs
from press.style.libraries import libraries_of
from press.style.read import read_style
from press.style.style import Style
from press.typesetting.rules import LOOKS
from press.words.cover_account import account_for_cover
from press.words.screen_account import account_for_epub, account_for_page, account_for_site

if TYPE_CHECKING:  # the engine takes a second to load, and a book without pages does not need it
    from press.typesetting.last_places import Last
    from press.typesetting.settle import Progress

WEB = "web"


@dataclass(frozen=True, slots=True)
class CoverMade:
    """A cover that was made, its measures, and the trim of the book inside, in points."""

    path: Path
    wrap: Wrap
    trim: tuple[float, float]

    def __str__(self) -> str:
        width, height, spine = (f"{side / POINTS['mm']:.1f}" for side in (*self.wrap.size, self.wrap.spine))
        return f"{self.path}: {width} × {height} mm, a spine of {spine} mm for {self.wrap.pages} pages"


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to look at: the audit, all problems, and the files made."""

    audit: Audit
    problems: tuple[Problem, ...]
    made: tuple[Path, ...]


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
    _refuse(amiss)
    checks = preflight(content, house, shown) if house else ()
    refused = tuple(refused_by(each, house, shown) for each in checks if house and not each.passed)
    pages = Printed(content, ((),), (), len(checks), len(checks) - len(refused))
    trim = trim_size(inside)
    made = CoverMade(path=Path(shown), wrap=wrap, trim=trim)
    return made, product_for(book, name, job, house, pages), content, (*amiss, *refused)


def look(project: Project, progress: Progress = silent, sheet: bool = True) -> Looked:
    """Audit the book's pages and, unless `sheet` is false, make the contact sheet. Raises `Faulty`."""
    from press.pdf.bind import bind
    from press.typesetting.settle import settle

    looks = {look.name for look in LOOKS}
    silences = [each for each in read_silences(project)[0] if each.rule in looks]  # of the others the check tells
    book, style, wording, problems = prepare(project)
    refuse_others(project, book)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        stage("setting pages")
        proof = settle(shop, progress)
        stage("judging pages")
        pdf = bind(shop, proof) if sheet else b""
        shown = of_pages(shop, proof)
    parts = [
        SurveyedSection(each.fragment.survey, each.folios, each.piece.origin, each.piece.named_kind)
        for each in proof.settings
    ]
    found, stale = heed(audit(parts, shop.composer.origins, style.limits), silences, book.lines)
    drawn = contact_sheet(pdf, proof.folios, found, book, project) if sheet else {}
    files = {project.dist / name: content for name, content in drawn.items()}
    told = [finding.problem() for finding in found.findings]
    put_in_place(project, book, {}, told.append, files)
    return Looked(audit=found, problems=in_order((*problems, *shop.problems, *shown, *stale, *told)), made=tuple(files))


def export_html(
    project: Project, say: Callable[[Problem], None] = silent, tell: Callable[[str], None] = silent
) -> Path:
    """Make `dist/<slug>.html`, which needs no other file. `tell`: told whose numbers are cited. Raises `Faulty`."""
    made = _without_pages(project, say)
    tell(made.cited)
    pictures = Pictures(project, made.printed)
    stage("composing the page")
    parts = made.parts(pictures.embedded, say)
    page = compose_page(made.book, made.style, parts)
    _refuse(account_for_page(project, made.style, page))
    entry = Product(file=f"{made.book.imprint.slug}.html", kind="html", audience="a browser")
    put_in_place(project, made.book, {entry: page.encode()}, say)
    return project.dist / entry.file


def export_site(
    project: Project, say: Callable[[Problem], None] = silent, tell: Callable[[str], None] = silent
) -> Path:
    """Make the folder `dist/<slug>-site/`, the book in many pages; what lies in it of the last one is taken away.

    `tell`: told whose numbers are cited. Raises `Faulty`.
    """
    made = _without_pages(project, say)
    tell(made.cited)
    pictures = Pictures(project, made.printed, "pictures/")
    stage("composing the pages")
    files = make_site(made.book, made.style, made.parts(pictures.address, say), pictures.files)
    _refuse(account_for_site(project, made.style, {path: text.decode() for path, text in texts_of(files).items()}))
    folder = project.dist / f"{made.book.imprint.slug}-site"
    put_site(folder, files, project)
    slug = made.book.imprint.slug
    entry = Product(file=f"{slug}-site/{FIRST}", kind="site", audience="a browser, or a server: the whole folder")
    put_in_place(project, made.book, {entry: files[FIRST]}, say)
    return folder


def export_epub(
    project: Project, say: Callable[[Problem], None] = silent, tell: Callable[[str], None] = silent
) -> Path:
    """Make `dist/<slug>.epub`. `tell`: told whose numbers are cited. Raises `Faulty`."""
    from press.ebook.cover import draw_cover  # loads the engine

    made = _without_pages(project, say)
    tell(made.cited)
    pictures = Pictures(project, made.printed, "../media/")
    stage("composing the book")
    parts = made.parts(pictures.address, say)
    cover = draw_cover(project, made.book, made.printed, made.wording)
    content = make_epub(made.book, made.style, parts, pictures.files, cover)
    _refuse(account_for_epub(project, made.style, content))
    imprint = made.book.imprint
    entry = Product(
        file=f"{imprint.slug}.epub",
        kind="epub",
        audience="reading devices",
        isbn=isbn_of_epub(imprint),
        standards=(Standard("EPUB 3"),),
    )
    put_in_place(project, made.book, {entry: content}, say)
    return project.dist / entry.file


@dataclass(frozen=True, slots=True)
class ScreenEdition:
    """What the book without pages is made from: the style of the web with the words of the book's own, that style
    itself (`printed`), the citations worded, and what is known of the pages of print, if the last build was of this.
    """

    book: Book
    style: Style
    printed: Style
    wording: Wording
    last: Last | None

    @property
    def cited(self) -> str:
        """Whose numbers indexes and references give, for people."""
        if self.last:
            return "Pages are those of the last build, which was of this text."
        return f"Paragraphs are cited, not pages: the last build was not of this text. {call('build')} makes one."

    def parts(self, picture: Callable[[str], str], say: Callable[[Problem], None]) -> Parts:
        """The parts of the book, with the pages of print where they are known. Raises `Faulty`."""
        places = self.last.places if self.last else None
        parts = compose_parts(self.book, self.style, self.wording, picture, places)
        if not self.last:
            return parts
        paged = with_page_breaks(parts, self.last.pages)
        for folio in paged.lost:
            say(
                Problem(
                    self.book.origin,
                    LOST_PAGE,
                    f"where p. {folio} of the printed book begins cannot be found",
                    severity=Severity.WARNING,
                )
            )
        return paged.parts


def _without_pages(project: Project, say: Callable[[Problem], None]) -> ScreenEdition:
    """What all products without pages are made from. Raises `Faulty`."""
    from press.typesetting.last_places import last_pages

    book, printed, wording, problems = prepare(project)
    refuse_others(project, book)
    for problem in with_permissions(book, problems, "reading"):
        say(problem)
    among, asked = libraries_of(project, book), Origin(project.shown(project.styles))
    web = read_style(project, WEB, printed.csl.path.stem, asked, paged=False, among=among)
    last = last_pages(project, book, printed)
    return ScreenEdition(book, web_style(web, printed, last is not None), printed, wording, last)


def _refuse(amiss: tuple[Problem, ...]) -> None:
    """Put nothing in place of the last good product when something is amiss. Raises `Faulty`."""
    if has_errors(amiss):
        raise Faulty(amiss)


class Pictures:
    """The pictures of a product, drawings with the type of a style: `files`, by the names that they get, where they lie
    in files of their own.
    """

    def __init__(self, project: Project, style: Style, folder: str = "") -> None:
        self.project, self.style, self.folder = project, style, folder
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}

    def address(self, path: str) -> str:
        """Where a picture of the manuscript lies, as a text asks for it. Raises `Faulty` if it lies outside."""
        if path not in self.names:
            content = self._content(path)
            self.names[path] = f"picture-{len(self.names) + 1:03}{suffix_of(content)}"
            self.files[self.names[path]] = content
        return f"{self.folder}{self.names[path]}"

    def embedded(self, path: str) -> str:
        """A picture of the manuscript as a URL that holds it. Raises `Faulty` if it lies outside."""
        content = self._content(path)
        return f"data:{MEDIA[suffix_of(content)]};base64,{base64.b64encode(content).decode()}"

    def _content(self, path: str) -> bytes:
        content = _picture(self.project, path)
        return with_type(content, self.style, Store(self.project.cache)) if suffix_of(content) == ".svg" else content


def _picture(project: Project, name: str) -> bytes:
    """What is in a picture of the manuscript. Raises `Faulty` if it lies outside.

    By way of a symbolic link it may; and what is embedded goes out to readers.
    """
    path = (project.manuscript / name).resolve()
    if not path.is_relative_to(project.manuscript.resolve()):
        raise Faulty([Problem(Origin(project.shown(project.manuscript / name)), OUTSIDE, "leaves the manuscript")])
    return path.read_bytes()
