"""What an EPUB says of itself to libraries, shops and reading systems: its package document.

Names, titles and series are told as EPUB 3.3 has them; what can be read, by whom and how, by EPUB Accessibility 1.1.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from press.book import Book
from press.compose.bylines import in_a_row
from press.imprint import Imprint
from press.indexes.headings import invert
from press.people import Contributor
from press.style.style import Style
from press.text import plain

RELATORS = {"author": "aut", "editor": "edt", "translator": "trl", "series-editor": "edt"}
"""Role → MARC relator of the Library of Congress, as EPUB has them; an editor of a series has none of his own."""
CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
"""What a book conforms to by what somebody certifies of it."""
ARTICLE = re.compile(r"(The|An|A) (.+)", re.DOTALL)
"""What an English title is not sorted by."""


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file of an EPUB: its id, path and media type; what the package says it is; whether it is read, in its order."""

    id: str
    href: str
    media: str
    properties: str = ""
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the files show that the package tells of: whether there are pictures, pages of the printed book, notes, an
    index, cross-references; and when the text was last changed, as 2024-01-01T00:00:00Z.
    """

    pictures: bool
    pages: bool
    notes: bool
    index: bool
    references: bool
    modified: str


def isbn_of_epub(imprint: Imprint) -> str:
    """The ISBN of the EPUB, if it has one. That of a book which does not say of which format it is, is the printed
    book's: no two products share one (ISO 2108).
    """
    return imprint.isbns.get("epub", "") or imprint.isbns.get("ebook", "")


def identifier(imprint: Imprint) -> str:
    """The ISBN of the EPUB, or a name made from what the title page says, which is the same as long as that is."""
    if isbn := isbn_of_epub(imprint):
        return f"urn:isbn:{_figures(isbn)}"
    said = (imprint.title, imprint.subtitle, imprint.author, imprint.editor, imprint.publisher, imprint.edition)
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, chr(10).join(map(str, said)))}"


def package(book: Book, style: Style, files: Sequence[PackagedFile], told: Told, guide: str) -> str:
    """The package document; `guide`: where older devices begin to read."""
    imprint = book.imprint
    lines = [*_names(imprint), *_people(imprint), *_edition(book), *_access(imprint, style, told)]
    if told.pages:
        lines += _source(imprint)
    items = "\n".join(f"    {_item(each)}" for each in files)
    spine = "\n".join(f'    <itemref idref="{each.id}" />' for each in files if each.read)
    metadata = "\n".join(f"    {line}" for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<package version="3.0" xmlns="http://www.idpf.org/2007/opf" xml:lang="{imprint.language}" dir="auto" '
        'unique-identifier="epub-id-1" prefix="a11y: http://www.idpf.org/epub/vocab/package/a11y/#">\n'
        '  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{metadata}\n  </metadata>\n"
        f'  <manifest>\n{items}\n  </manifest>\n  <spine toc="ncx">\n{spine}\n  </spine>\n'
        f"  <guide>{guide}</guide>\n</package>\n"
    )


def _item(file: PackagedFile) -> str:
    properties = f' properties="{file.properties}"' if file.properties else ""
    return f'<item id="{file.id}" href={quoteattr(file.href)} media-type="{file.media}"{properties} />'


def _figures(isbn: str) -> str:
    return re.sub(r"[^0-9X]", "", isbn)


def _names(imprint: Imprint) -> Iterator[str]:
    """What names the book: first what names this edition of it, then the DOI; and its titles."""
    yield f'<dc:identifier id="epub-id-1">{identifier(imprint)}</dc:identifier>'
    if imprint.doi:
        yield f'<dc:identifier id="epub-id-2">https://doi.org/{escape(imprint.doi)}</dc:identifier>'
    for n, (kind, title) in enumerate((("main", str(imprint.title)), ("subtitle", str(imprint.subtitle))), 1):
        if title:
            yield f'<dc:title id="epub-title-{n}">{escape(title)}</dc:title>'
            yield _refined(f"epub-title-{n}", "title-type", kind)
            if kind == "main" and imprint.language.startswith("en") and (found := ARTICLE.fullmatch(title)):
                yield _refined(f"epub-title-{n}", "file-as", f"{found[2]}, {found[1]}")
    yield f"<dc:language>{imprint.language}</dc:language>"


def _people(imprint: Imprint) -> Iterator[str]:
    """Whom the title page names, who are its creators, and who has written something in it; each with the ORCID iD, in
    schema.org's word: EPUB has none.
    """
    whole = tuple((role, each) for role, each in imprint.others if role != "author")
    parts = tuple(each for each in imprint.others if each not in whole)
    for what, people in (("creator", (*imprint.creators, *whole)), ("contributor", parts)):
        for n, (role, each) in enumerate(people, 1):
            yield from _person(what, f"epub-{what}-{n}", RELATORS[role], each)


def _person(what: str, key: str, relator: str, each: Contributor) -> Iterator[str]:
    yield f'<dc:{what} id="{key}">{escape(each.name)}</dc:{what}>'
    yield f'<meta refines="#{key}" property="role" scheme="marc:relators">{relator}</meta>'
    if each.who.family:
        yield _refined(key, "file-as", invert(each.who))
    if each.orcid:
        yield _refined(key, "schema:identifier", f"https://orcid.org/{each.orcid}")


def _edition(book: Book) -> Iterator[str]:
    """Who has published it, when, under which rights, in which series; and what its cover says of it."""
    imprint = book.imprint
    if imprint.publisher:
        yield f"<dc:publisher>{escape(imprint.publisher)}</dc:publisher>"
    if imprint.year:
        yield f'<dc:date id="epub-date">{escape(imprint.year)}</dc:date>'
    if imprint.rights_notice:
        yield f"<dc:rights>{escape(imprint.rights_notice)}</dc:rights>"
    if blurb := "\n\n".join(" ".join(plain(each).split()) for each in book.cover.blurb):
        yield f"<dc:description>{escape(blurb)}</dc:description>"
    if series := str(imprint.series.title):
        yield f'<meta property="belongs-to-collection" id="epub-collection-1">{escape(series)}</meta>'
        yield _refined("epub-collection-1", "collection-type", "series")
        if imprint.series.number:
            yield _refined("epub-collection-1", "group-position", imprint.series.number)
        if imprint.series.issn:
            yield _refined("epub-collection-1", "dcterms:identifier", f"urn:issn:{imprint.series.issn}")


def _access(imprint: Imprint, style: Style, told: Told) -> Iterator[str]:
    """What can be read and how; that it conforms, only where somebody certifies it."""
    yield f'<meta property="dcterms:modified">{told.modified}</meta>'
    modes = ["textual", *["visual"] * told.pictures]
    # every figure has its description, or there would be no book: words alone will do
    enough = ["textual", *["textual,visual"] * told.pictures]
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
    features += ["alternativeText"] * told.pictures + ["index"] * told.index
    features += ["pageBreakMarkers", "pageNavigation"] * told.pages
    for name, values in (
        ("accessMode", modes),
        ("accessModeSufficient", enough),
        ("accessibilityFeature", features),
        ("accessibilityHazard", ["none"]),
        ("accessibilitySummary", [_summary(style, told)]),
    ):
        yield from (f'<meta property="schema:{name}">{escape(value)}</meta>' for value in values)
    access = imprint.accessibility
    if access.certifier:
        yield f'<meta property="dcterms:conformsTo" id="epub-conforms">{CONFORMS}</meta>'
        yield '<meta property="a11y:certifiedBy" refines="#epub-conforms" id="epub-certifier">' + (
            f"{escape(access.certifier)}</meta>"
        )
        if access.credential:
            yield _refined("epub-certifier", "a11y:certifierCredential", access.credential)
        if access.report:
            yield f'<link rel="a11y:certifierReport" refines="#epub-certifier" href={quoteattr(access.report)} />'


def _summary(style: Style, told: Told) -> str:
    """What the style says of it in words, with what of it the book has."""
    said, words = style.words["accessibility"], style.words
    if "{links}" in said:
        there = {"headings": True, "notes": told.notes, "index": told.index, "references": told.references}
        said = said.replace("{links}", in_a_row(style, [words[f"linked_{each}"] for each, has in there.items() if has]))
    if "{figures}" in said:
        said = said.replace("{figures}", words["figures_described"] if told.pictures else "")
    return " ".join(said.split())


def _source(imprint: Imprint) -> Iterator[str]:
    """The printed book, whose pages are told."""
    said = (str(imprint.title), imprint.publisher, imprint.year)
    isbn = _figures(imprint.isbn)
    named = f"urn:isbn:{isbn}" if isbn else ", ".join(part for part in said if part)
    yield f'<dc:source id="epub-source">{escape(named)}</dc:source>'
    yield _refined("epub-source", "source-of", "pagination")
    yield f'<meta property="pageBreakSource">{escape(named)}</meta>'


def _refined(key: str, name: str, value: str) -> str:
    return f'<meta refines="#{key}" property="{name}">{escape(value)}</meta>'
