"""How a book on the web is cited: its citation for readers, tags for managers of references, data for search engines.

The tags are Highwire's, as Google Scholar and Zotero read them; the data are those of schema.org.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from press.book import Book
from press.compose.bylines import Bylines
from press.ebook.text_files import TextFile, title_inlines, words
from press.people import Contributor
from press.style.style import Style


def citation_of(book: Book, style: Style) -> str:
    """The book as a note cites it: its authors, its title, who has edited it, its place, publisher and year."""
    imprint, bylines = book.imprint, Bylines(book, style)
    authors = bylines.names(imprint.authors) or imprint.author
    edited = style.words["edited_by"]
    editors = bylines.names(imprint.editors) or imprint.editor
    editors = f"{edited[:1].lower()}{edited[1:]} {editors}" if editors else ""
    house = ": ".join(part for part in (imprint.place, imprint.publisher) if part)
    published = ", ".join(part for part in (house, imprint.year) if part)
    said = ", ".join(part for part in (authors, imprint.whole_title, editors) if part)
    return said + (f" ({published})" if published else "")


def title_within(file: TextFile) -> str:
    """The title of a part as others cite it: without its number."""
    heading = title_inlines(file.heading)
    for number in [each for each in heading if each.get("class") == "chapter-number"]:
        number.text = ""
    return words(heading)


def scholarly_tags(book: Book, file: TextFile | None, pages: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """Names and contents of the tags of a page: of a part of the book, which stands on some `pages` of print, or of the
    whole.
    """
    return tuple((name, content) for name, content in _tags(book, file, pages) if content)


def _tags(book: Book, file: TextFile | None, pages: Sequence[str]) -> Iterator[tuple[str, str]]:
    imprint = book.imprint
    yield "citation_title", title_within(file) if file else imprint.whole_title
    if file:
        yield "citation_inbook_title", imprint.whole_title
    yield from (("citation_author", name) for name in _authors(book, file))
    yield from (("citation_editor", name) for name in _editors(book))
    yield "citation_publication_date", imprint.year
    yield "citation_publisher", imprint.publisher
    yield "citation_isbn", imprint.isbn
    yield "citation_doi", imprint.doi
    yield "citation_language", imprint.language
    if file and pages:
        yield "citation_firstpage", pages[0]
        yield "citation_lastpage", pages[-1]


def _authors(book: Book, file: TextFile | None) -> tuple[str, ...]:
    """Whose a part is, or else the book; nobody's in a volume that has only been edited."""
    keys = file.piece.chapter.authors if file and file.piece and file.piece.chapter else ()
    own = tuple(book.contributors[key].name for key in keys if key in book.contributors)
    senders = (key for each in book.documents if file and each.anchor == file.anchor for key in each.senders)
    own = own or tuple(book.people[key].full_name for key in senders)
    return own or _named(book.imprint.authors, book.imprint.author)


def _editors(book: Book) -> tuple[str, ...]:
    return _named(book.imprint.editors, book.imprint.editor)


def _named(some: Iterable[Contributor], written: str) -> tuple[str, ...]:
    """The names of some people, or the line that stands for them."""
    return tuple(each.name for each in some) or tuple(name for name in (written,) if name)


def linked_data(book: Book, file: TextFile | None, pages: Sequence[str] = ()) -> dict[str, Any]:
    """A page as schema.org has it: a chapter as part of the book, with its `pages` of print, or the book."""
    imprint = book.imprint
    whole: dict[str, Any] = {
        "@type": "Book",
        "name": str(imprint.title),
        "alternativeHeadline": str(imprint.subtitle),
        "author": _people(_authors(book, None)),
        "editor": _people(_editors(book)),
        "publisher": {"@type": "Organization", "name": imprint.publisher} if imprint.publisher else "",
        "datePublished": imprint.year,
        "inLanguage": imprint.language,
        "isbn": imprint.isbn.replace("-", ""),
        "sameAs": f"https://doi.org/{imprint.doi}" if imprint.doi else "",
        "accessMode": ["textual"],
        "accessibilityFeature": ["alternativeText", "readingOrder", "structuralNavigation", "tableOfContents"],
    }
    whole = {key: value for key, value in whole.items() if value}
    if not file:
        return {"@context": "https://schema.org", **whole}
    part: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "name": title_within(file),
        "author": _people(_authors(book, file)),
        "inLanguage": imprint.language,
        "isPartOf": whole,
        "pageStart": pages[0] if pages else "",
        "pageEnd": pages[-1] if pages else "",
    }
    return {key: value for key, value in part.items() if value}


def as_data(told: object) -> Markup:
    """Data for a script of a page, which nothing in them can end early."""
    return Markup(json.dumps(told, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))


def _people(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": name} for name in names]
