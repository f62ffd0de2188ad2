"""The order of a book's pieces, as Chicago has it (18, 1.4): what stands otherwise is told, and left as it is.

Kinds of prose and pieces that the press makes are held against it alike; plain prose and chapters may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from press.book import Book, Piece
from press.editing.contents_rules import PIECE_ORDER
from press.problem import Problem, warning


class Rank(NamedTuple):
    """Where a kind of piece stands among those of its matter: the first place that it may have, and the last."""

    first: int
    last: int


FRONT: Mapping[str, Rank] = {
    "praise": Rank(0, 0),
    "half-title": Rank(1, 1),
    "series": Rank(2, 2),
    "also-by": Rank(2, 2),
    "frontispiece": Rank(2, 2),
    "title-page": Rank(3, 3),
    "imprint": Rank(4, 4),
    "dedication": Rank(5, 5),
    "epigraph": Rank(6, 6),
    "contents": Rank(7, 7),
    "list-of-documents": Rank(8, 8),
    "list-of-figures": Rank(8, 8),
    "list-of-maps": Rank(8, 8),
    "list-of-tables": Rank(8, 8),
    "foreword": Rank(9, 9),
    "preface": Rank(10, 10),
    "acknowledgements": Rank(11, 11),
    "introduction": Rank(12, 12),
    "note": Rank(8, 13),
    "translators-note": Rank(8, 13),
    "abbreviations": Rank(8, 13),
    "contributors": Rank(8, 13),
    "chronology": Rank(8, 13),
    "list-of-people": Rank(8, 13),
    "cover-names": Rank(8, 13),
}
"""The front, from the first leaf on."""
BACK: Mapping[str, Rank] = {
    "afterword": Rank(0, 0),
    "acknowledgements": Rank(1, 1),
    "appendix": Rank(2, 2),
    "documents": Rank(2, 2),
    "chronology": Rank(3, 3),
    "list-of-people": Rank(3, 6),
    "cover-names": Rank(3, 6),
    "abbreviations": Rank(4, 4),
    "notes": Rank(5, 5),
    "glossary": Rank(6, 6),
    "bibliography": Rank(7, 7),
    "contributors": Rank(8, 8),
    "index-of-names": Rank(10, 10),
    "also-by": Rank(11, 11),
    "colophon": Rank(12, 12),
}
"""The back, to the last."""
ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "body": (
        *("praise", "frontispiece", "title-page", "imprint", "dedication", "contents", "foreword", "preface"),
        *("glossary", "bibliography", "index-of-names", "colophon"),
    ),
    "front": ("afterword", "glossary", "bibliography", "index-of-names"),
    "back": ("praise", "half-title", "frontispiece", "title-page", "dedication", "foreword", "preface", "introduction"),
}
"""What does not belong in the front, the body or the back."""


def pieces_stand_in_order(book: Book) -> Iterator[Problem]:
    """One warning for each matter whose pieces stand in another order, and for each piece in another matter."""
    matters = {"front": book.front, "body": book.body, "back": book.back}
    for matter, pieces in matters.items():
        for piece in pieces:
            if kind_of(piece) in ELSEWHERE[matter]:
                message = f'"{kind_of(piece)}" stands in the {matter} of the book, where it is not looked for'
                yield warning(piece.origin, PIECE_ORDER, message)
    yield from _turned(book.front, FRONT)
    yield from _turned(book.back, BACK)


def kind_of(piece: Piece) -> str:
    """What a piece is: what its header says, or what the press makes."""
    own = piece.chapter.kind if piece.chapter and piece.kind in ("chapter", "prose") else ""
    return own or piece.kind


def _turned(pieces: Sequence[Piece], ranks: Mapping[str, Rank]) -> Iterator[Problem]:
    """The first piece that stands before one that goes before it."""
    ranked = [(ranks[kind], piece) for piece in pieces if (kind := kind_of(piece)) in ranks]
    for n, (rank, piece) in enumerate(ranked):
        for before, early in ranked[:n]:
            if before.first > rank.last:
                message = f'"{kind_of(early)}" stands before "{kind_of(piece)}"'
                yield warning(early.origin, PIECE_ORDER, message, "by custom it stands behind it")
                return
