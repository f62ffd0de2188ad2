"""Book × Style → one HTML page that needs nothing else: the whole book, with numbered paragraphs instead of pages.

Its templates and sheet are those of `styles/web/`; words, citations and the conventions of the index are the book's
style's, so that the page says what the printed book says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from press.book import Book, Piece
from press.citations.wording import Wording
from press.compose.compose import Composer
from press.compose.endnotes import notes_in, place_notes
from press.ebook.citing import as_data, linked_data, scholarly_tags
from press.ebook.index_links import entries_of, links_to_entries
from press.ebook.paragraphs import number_paragraphs
from press.kinds import Matter
from press.links import links_nowhere, stray_links
from press.places import Places
from press.problem import Faulty
from press.style.rendering import guarded, link_nowhere, stray_link
from press.style.style import Style
from press.terms import PEOPLE
from press.text import Heading, Phrase, walk

PAGE = "page.html.j2"
OPENING = ("half-title", "title-page", "contents")
"""Pieces that stand before the text, once, whether the book lists them or not; a page has no half-title."""
CLOSING = ("imprint", "colophon")
ROLES = {
    kind: f"doc-{kind}"
    for kind in ("dedication", "epigraph", "foreword", "preface", "introduction", "appendix", "glossary", "afterword")
} | {"acknowledgements": "doc-acknowledgments"}
"""Kind of prose → its role, by the names that the web has for them (DPUB-ARIA 1.1), where it has one."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The book's parts as HTML, each with its piece."""

    title_page: Markup
    contents: Markup
    text: tuple[tuple[Piece, Markup], ...]
    closing: Markup


PAGED = {"page": "page", "pages": "pages", "discussed": "discussed", "about_numbers": "about_pages"}
"""Words of the screen that are others where the pages of the printed book are known: those of print, or of its own."""


def web_style(web: Style, printed: Style, paged: bool = False) -> Style:
    """The style of the web for a book printed in another: its own templates and words, the other's for all else.

    `paged`: the pages of the printed book are known, and indexes and references give these.
    """
    words = {**printed.words, **web.words}
    if paged:
        words |= {name: {**web.words, **printed.words}[word] for name, word in PAGED.items()}
    return replace(
        web,
        csl=printed.csl,
        index=printed.index,
        imprint=printed.imprint,
        authors=printed.authors,
        bibliography_at=printed.bibliography_at,
        contents=printed.contents,
        numerals=printed.numerals,
        plates=printed.plates,
        credits=printed.credits,
        notes_at=printed.notes_at,
        notes_at_of=printed.notes_at_of,
        verse_numbers=printed.verse_numbers,
        speakers=printed.speakers,
        words=words,
    )


def compose_parts(
    book: Book, style: Style, wording: Wording, picture: Callable[[str], str], printed: Places | None = None
) -> Parts:
    """Every part of the book; `picture` gives the URL of a picture by its path in the manuscript. Raises `Faulty`.

    `printed`: the pages of the printed book, if they are known; else paragraphs are what indexes and references give.
    """
    numbering = number_paragraphs(book)
    places = numbering.places if printed is None else printed
    # a document stands in a part of the book: its headings are a level lower than those of a chapter
    deeper = {id(node): 2 for node in walk(book.documents) if isinstance(node, Heading)}
    deeper |= {key: 3 for d in book.documents if d.group for node in walk(d) if (key := id(node)) in deeper}
    whole = with_opening(book)
    moved = {note.anchor for group in place_notes(whole, style).groups for note in group.notes}
    entries = entries_of(whole, places, style.index)
    links = links_to_entries(whole, entries)
    people = whole.register(PEOPLE).mark
    also: Mapping[str, Any] = {
        "number_of": numbering.number,
        "numbered": lambda anchor: anchor in places,
        "paged": printed is not None,
        "entry_of": lambda node: links.get(node.anchor, ""),
        "entry_of_person": lambda person: entries.get((people, person.key), ""),
        "heading_level": lambda node: node.level + deeper.get(id(node), 1),
        "roles": ROLES,
        "picture": picture,
        "notes_in": lambda part: tuple(note for note in notes_in(part) if note.anchor not in moved),
    }
    # what the composer is given as pages may be the numbers of paragraphs: index and references follow from `Places`
    composer = Composer(whole, style, wording, also)

    def compose(pieces: Iterable[Piece]) -> tuple[tuple[Piece, Markup], ...]:
        indexes = ((piece, composer.index(piece, places)) for piece in pieces)
        sections = ((piece, composer.compose(piece, places, {}, index).html) for piece, index in indexes)
        return tuple((piece, Markup(html)) for piece, html in sections)

    # what opens and closes a page is placed by its template, wherever the book has it
    made = {piece.kind: piece for piece in composer.book.pieces}
    apart = OPENING + CLOSING
    return Parts(
        compose([made["title-page"]])[0][1],
        compose([made["contents"]])[0][1],
        compose(piece for piece in composer.book.pieces if piece.kind not in apart),
        Markup().join(html for _, html in compose(made[kind] for kind in CLOSING if kind in made)),
    )


def matter_of(book: Book, piece: Piece) -> Matter:
    """In which matter of the book a piece stands."""
    return "front" if piece in book.front else "body" if piece in book.body else "back"


def compose_page(book: Book, style: Style, parts: Parts) -> str:
    """The whole page. Raises `Faulty` for a fault of a template."""
    context = {
        "imprint": book.imprint,
        "words": style.words,
        "css": Markup("\n".join(sheet.text for sheet in style.sheets)),
        "title_page": parts.title_page,
        "contents": parts.contents,
        "parts": Markup("\n").join(html for _, html in parts.text),
        "closing": parts.closing,
        "tags": scholarly_tags(book, None),
        "linked_data": as_data(linked_data(book, None)),
    }
    page = guarded(style, PAGE, lambda: style.templates.get_template(PAGE).render(context))
    refuse_links(page, style)
    return page


def refuse_links(html: str, style: Style) -> None:
    """The last guard of what goes out to readers: text has no links that lead astray or nowhere, but a template may.

    Raises `Faulty`, with the template that writes such a link, or else with that of the page.
    """
    found = [stray_link(style, href, PAGE) for href in dict.fromkeys(stray_links(html))]
    found += [link_nowhere(style, place, PAGE) for place in links_nowhere(html)]
    if found:
        raise Faulty(found)


def with_opening(book: Book) -> Book:
    """The book with a title page and contents, which a page has even if the printed book has none."""
    there = {piece.kind for piece in book.pieces}
    lacking = [
        Piece(kind=kind, anchor=f"b-{kind}", title=Phrase(), origin=book.origin)
        for kind in ("title-page", "contents")
        if kind not in there
    ]
    return replace(book, front=(*lacking, *book.front))
