"""How a book on the web is cited: its citation for readers, tags for managers of references, data for search engines.

The tags are Highwire's, as Google Scholar and Zotero read them; the data are those of schema.org.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from press.book import Book
from press.ebook.text_files import TextFile, elements


def citation_of(book: Book) -> str:
    """The book as a note cites it: whose, its title, place, publisher and year."""
    imprint = book.imprint
    who = ", ".join(each.name for _, each in imprint.creators) or imprint.author or imprint.editor
    title = f"{imprint.title}: {imprint.subtitle}" if str(imprint.subtitle) else str(imprint.title)
    house = ": ".join(part for part in (imprint.place, imprint.publisher) if part)
    published = ", ".join(part for part in (house, imprint.year) if part)
    return ", ".join(part for part in (who, title) if part) + (f" ({published})" if published else "")


def pages_within(file: TextFile) -> tuple[str, ...]:
    """The pages of the printed book that begin in a file."""
    signs = (each for each in elements(file.root) if each.get("role") == "doc-pagebreak")
    return tuple(each.get("title", "") for each in signs)


def scholarly_tags(book: Book, file: TextFile | None) -> tuple[tuple[str, str], ...]:
    """Names and contents of the tags of a page: of a part of the book, or of the whole."""
    return tuple((name, content) for name, content in _tags(book, file) if content)


def _tags(book: Book, file: TextFile | None) -> Iterator[tuple[str, str]]:
    imprint = book.imprint
    whole = f"{imprint.title}: {imprint.subtitle}" if str(imprint.subtitle) else str(imprint.title)
    yield "citation_title", file.title if file else whole
    if file:
        yield "citation_inbook_title", whole
    yield from (("citation_author", name) for name in _authors(book, file))
    yield from (("citation_editor", each.name) for each in imprint.editors if file)
    yield "citation_publication_date", imprint.year
    yield "citation_publisher", imprint.publisher
    yield "citation_isbn", imprint.isbn
    yield "citation_doi", imprint.doi
    yield "citation_language", imprint.language
    if pages := pages_within(file) if file else ():
        yield "citation_firstpage", pages[0]
        yield "citation_lastpage", pages[-1]


def _authors(book: Book, file: TextFile | None) -> tuple[str, ...]:
    """Whose a part is, or else the book."""
    keys = file.piece.chapter.authors if file and file.piece and file.piece.chapter else ()
    own = tuple(book.contributors[key].name for key in keys if key in book.contributors)
    senders = (key for each in book.documents if file and each.anchor == file.anchor for key in each.senders)
    own = own or tuple(book.people[key].full_name for key in senders)
    imprint = book.imprint
    whole = tuple(each.name for each in (imprint.authors or imprint.editors))
    return own or whole or tuple(name for name in (imprint.author or imprint.editor,) if name)


def linked_data(book: Book, file: TextFile | None) -> dict[str, Any]:
    """A page as schema.org has it: a chapter as part of the book, or the book."""
    imprint = book.imprint
    whole: dict[str, Any] = {
        "@type": "Book",
        "name": str(imprint.title),
        "alternativeHeadline": str(imprint.subtitle),
        "author": [{"@type": "Person", "name": name} for name in _authors(book, None)],
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
    pages = pages_within(file)
    part: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "name": file.title,
        "author": [{"@type": "Person", "name": name} for name in _authors(book, file)],
        "inLanguage": imprint.language,
        "isPartOf": whole,
        "pageStart": pages[0] if pages else "",
        "pageEnd": pages[-1] if pages else "",
    }
    return {key: value for key, value in part.items() if value}
