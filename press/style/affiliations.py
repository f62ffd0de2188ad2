"""The affiliations of authors as notes, where the style has them so: Book × Style → Book.

Such a note is called behind the names under a title, by an asterisk, so that it counts with no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from press.book import Book, Piece
from press.people import Contributor
from press.style.style import Style
from press.text import STAR, Inlines, Note, Text, paragraphs_of, walk

NEXT = "†"
"""The mark of the note to the authors where the title has one without a number."""


def with_affiliations(book: Book, style: Style) -> Book:
    """The book with a note behind the authors of each chapter, if the style wants one and they have affiliations."""
    if style.authors.affiliation != "note" or not style.authors.title:
        return book
    front, body, back = (tuple(_noted(each, book) for each in part) for part in (book.front, book.body, book.back))
    return replace(book, front=front, body=body, back=back)


def _noted(piece: Piece, book: Book) -> Piece:
    chapter = piece.chapter
    authors = [book.contributors[key] for key in chapter.authors] if chapter else []
    if chapter is None or not any(each.affiliation for each in authors):
        return piece
    first = next(each for each in authors if each.affiliation)
    origin = first.keys.get("affiliation", first.origin)
    taken = any(isinstance(each, Note) and each.mark == STAR for each in walk((chapter.title, chapter.subtitle)))
    mark = NEXT if taken else STAR
    note = Note(f"n-{piece.anchor}-authors", paragraphs_of((_words(authors),), origin), origin, mark=mark)
    return replace(piece, chapter=replace(chapter, authors_note=(note,)))


def _words(authors: Sequence[Contributor]) -> Inlines:
    """What the note says: the affiliation alone of one author, and of several each behind the name."""
    words: list[Inlines] = []
    for each in (each for each in authors if each.affiliation):
        name = (Text(f"{each.name}, "),) if len(authors) > 1 else ()
        stop = () if str(each.affiliation).endswith(".") else (Text("."),)
        words.append((*name, *each.affiliation.inlines, *stop))
    first, *rest = words
    return (*first, *(inline for more in rest for inline in (Text(" "), *more)))
