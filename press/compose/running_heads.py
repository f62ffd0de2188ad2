"""What the running heads of a section say: of each side, what stands there at first, and what from which place on.

What a style asks for (`style.records.HeadsRecord`) is found here; on which page a place is shows only when the section
has been set (`typesetting.paginate`). Where there is none of what is asked for, the nearest stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from press.book import Piece
from press.compose.typography import refine
from press.compose.view import PieceView
from press.problem import Origin
from press.style.records import Head
from press.text import Heading, Phrase, Text, repeated, walk

BOOK_KEY = "give the book a `short:` title in book.yaml"
PIECE_KEY = "give the piece a `short:` title for its running head"
MADE_KEY = "give the piece a shorter `title:` in contents:"
AUTHOR_KEY = "a style with `heads: {verso: book}` has no names there"
HEADING_KEY = 'give the heading a short title: ## Title {short="…"}'
"""What shortens each kind of running head."""
MANY = 3
"""Of so many authors a head has the surnames alone."""


@dataclass(frozen=True, slots=True)
class RunningHead:
    """The words of a running head, with marks as HTML and without; where they are written, and what shortens them."""

    html: str = ""
    words: str = ""
    origin: Origin = Origin("")
    key: str = ""


@dataclass(frozen=True, slots=True)
class HeadsOfSide:
    """The running heads of the versos or rectos of a section: the first, and the others by the anchors from which on
    they stand. Where several of these are on a page, it has the last or the first.
    """

    first: RunningHead = RunningHead()
    later: tuple[tuple[str, RunningHead], ...] = ()
    last: bool = True


def running_heads(view: PieceView) -> tuple[HeadsOfSide, HeadsOfSide]:
    """What stands on the versos and on the rectos of a piece. The piece has been rendered by then."""
    kind = view.piece.chapter.kind if view.piece.chapter else ""
    asked = view.style.heads.of_kind(kind if kind in view.style.heads.kinds else view.piece.kind)
    return _side(view, asked.verso), _side(view, asked.recto)


def _side(view: PieceView, asked: Head) -> HeadsOfSide:
    if asked in ("section-first", "section-last"):
        return HeadsOfSide(_of_piece(view, view.piece), tuple(_sections(view)), asked == "section-last")
    match asked:
        case "none":
            return HeadsOfSide()
        case "chapter":
            return HeadsOfSide(_of_piece(view, view.piece))
        case "author" if named := _authors(view):
            return HeadsOfSide(named)
        case "part" if divider := next((p for p in view.book.pieces if p.anchor == view.piece.part != ""), None):
            return HeadsOfSide(_of_piece(view, divider))
    return HeadsOfSide(_of_book(view))


def _of_book(view: PieceView) -> RunningHead:
    imprint, keys = view.book.imprint, view.book.keys
    origin = keys.get("short") or keys.get("title") or view.book.origin
    return _head(view, imprint.short or imprint.title, origin, BOOK_KEY)


def _authors(view: PieceView) -> RunningHead | None:
    """Who has written the piece, or else the whole book; nobody, if it has editors alone."""
    signed, imprint = view.bylines.of_piece(view.piece), view.book.imprint
    if not (authors := signed or imprint.authors):
        return None
    origin = authors[0].keys.get("name", authors[0].origin)
    # three whole names are longer than a line
    named = view.bylines.names if len(authors) < MANY else view.bylines.surnames
    return _head(view, Phrase.of(named(authors)), origin, AUTHOR_KEY)


def _of_piece(view: PieceView, piece: Piece) -> RunningHead:
    """The title of a piece, a short one if the editor has given it one."""
    chapter = piece.chapter
    if chapter and piece.kind in ("part", "chapter", "prose"):
        origin = chapter.keys.get("short") or chapter.keys.get("title") or chapter.origin
        return _head(view, chapter.short or view.title(piece), origin, PIECE_KEY)
    return _head(view, view.title(piece), piece.origin, MADE_KEY)


def _sections(view: PieceView) -> Iterator[tuple[str, RunningHead]]:
    """The headings of the second level; in the documents these are the titles of documents."""
    if view.piece.kind == "documents":
        for document in view.book.documents:
            words = f"{view.style.words['document']} {document.number}. "
            origin = document.keys.get("short") or document.keys.get("title") or document.origin
            short = document.short or Phrase(repeated(document.title))
            yield document.anchor, _head(view, Phrase((Text(words), *short.inlines)), origin, PIECE_KEY)
        return
    for heading in walk(view.piece.chapter.blocks if view.piece.chapter else ()):
        if isinstance(heading, Heading) and heading.level == 2:
            short = heading.short or Phrase(repeated(heading.inlines))
            yield heading.anchor, _head(view, short, heading.origin, HEADING_KEY)


def _head(view: PieceView, words: Phrase, origin: Origin, key: str) -> RunningHead:
    return RunningHead(str(view.text(words)), refine(str(words)), origin, key)
