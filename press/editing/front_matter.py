"""Pieces of prose that are a page of their own by custom: what their header says in vain, and what they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from press.book import Book, Chapter, Piece
from press.editing.contents_rules import NO_FRONTISPIECE
from press.editing.placement import HERE
from press.editing.placement_rules import FLOAT_PLACE
from press.editing.records import ChapterRecord
from press.editing.value_rules import NEVER_PRINTED
from press.kinds import PROSE
from press.problem import Origin, Problem, warning
from press.text import Figure

OF_OPENINGS = (
    "subtitle",
    "short",
    "number",
    "authors",
    "epigraph",
    "epigraph_source",
    "signed",
    "place",
    "date",
    "date_text",
)
SIGNED = ("place", "date", "date_text")


def unprinted_of(header: ChapterRecord, origin: Origin) -> Iterator[Problem]:
    """What the header of a file of prose says, and its page does not print."""
    if header.epigraph_source.text.strip() and not header.epigraph.text.strip():
        at = header.keys.get("epigraph_source", origin)
        yield Problem(at, NEVER_PRINTED, '"epigraph_source" is printed below an epigraph alone')
    if header.kind == "praise" or PROSE[header.kind].title == "none":
        kept = ("epigraph", "epigraph_source") if header.kind == "epigraph" else ()
        for key in (key for key in OF_OPENINGS if key in header.keys and key not in kept):
            yield Problem(header.keys[key], NEVER_PRINTED, f'"{key}" is not printed of the kind "{header.kind}"')
    elif "date" in header.keys and "date_text" in header.keys:
        message = '"date" is printed in the words of "date_text"'
        yield Problem(header.keys["date"], NEVER_PRINTED, message, "give one of the two")


def frontispieces_are_pictures(book: Book) -> Iterator[Problem]:
    """A frontispiece is one picture, and faces the title page."""
    pieces = book.pieces
    for piece, after in zip(pieces, (*pieces, None)[1:], strict=True):
        if piece.own_kind != "frontispiece" or not piece.chapter:
            continue
        origin = at_kind(piece.chapter)
        if not (len(piece.chapter.blocks) == 1 and isinstance(piece.chapter.blocks[0], Figure)):
            hint = "leave one ![caption](figures/…){alt=…} in it; words are a piece of their own"
            yield Problem(origin, NO_FRONTISPIECE, "a frontispiece that is not one picture", hint)
        for picture in (each for each in piece.chapter.blocks if isinstance(each, Figure) and each.at != HERE):
            yield Problem(picture.origin, FLOAT_PLACE, "a frontispiece says at=", "it has a page of its own")
        if not _is_title_page(after):
            hint = "list it right before title-page"
            yield warning(origin, NO_FRONTISPIECE, "a frontispiece that faces no title page", hint)


def _is_title_page(piece: Piece | None) -> bool:
    return piece is not None and piece.kind == "title-page"


def at_kind(chapter: Chapter) -> Origin:
    """Where a file says what it is."""
    return chapter.keys.get("kind", chapter.origin)


FRONT_RULES: tuple[Callable[[Book], Iterator[Problem]], ...] = (frontispieces_are_pictures,)
"""Each may be asked of any book."""
