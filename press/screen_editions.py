"""The book without pages in `dist/`: one page for a browser, a web edition, an EPUB; all from the same parts."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from press.book import Book
from press.build import prepare, with_permissions
from press.citations.wording import Wording
from press.commands import call
from press.ebook.epub import MEDIA, make_epub, suffix_of
from press.ebook.lettering import with_type
from press.ebook.package import isbn_of_epub
from press.ebook.page_breaks import with_page_breaks
from press.ebook.rules import LOST_PAGE
from press.ebook.site import FIRST, make_site, texts_of
from press.ebook.site_folder import put_site, site_digest
from press.ebook.web_page import Parts, compose_page, compose_parts, web_style
from press.editions import silent
from press.importing.names.full_names import sure_name
from press.manifest import Product, Standard
from press.people import Contributor
from press.placing import put_in_place, refuse_others
from press.problem import Faulty, Origin, Problem, Severity, has_errors
from press.project import Project
from press.rules import OUTSIDE
from press.stages import stage
from press.store import Store
from press.style.libraries import libraries_of
from press.style.read import read_style
from press.style.style import Style
from press.words.screen_account import account_for_epub, account_for_page, account_for_site

if TYPE_CHECKING:  # the engine takes a second to load, and a book without pages does not need it
    from press.typesetting.last_places import Last

WEB = "web"


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
    audience = "a browser, or a server: the whole folder"
    entry = Product(file=f"{slug}-site/{FIRST}", kind="site", audience=audience, folder=site_digest(folder))
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
    content = make_epub(with_sorted_names(made.book), made.style, parts, pictures.files, cover)
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


def with_sorted_names(book: Book) -> Book:
    """The book with the names of its authors and editors divided, as catalogues sort them: those that `book.yaml` says
    in one line too, where there is no doubt how.
    """

    def divided(each: Contributor) -> Contributor:
        parts = sure_name(each.who.only, book.imprint.language) if each.who.only and not each.who.sort else None
        who = parts and replace(each.who, only="", family=parts.family, given=parts.given, suffix=parts.suffix)
        return replace(each, who=who) if who and who.full_name == each.name else each

    authors, editors = (tuple(map(divided, some)) for some in (book.imprint.authors, book.imprint.editors))
    return replace(book, imprint=replace(book.imprint, authors=authors, editors=editors))


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
