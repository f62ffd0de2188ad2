"""The order of a book's pieces, as Chicago has it (18, 1.4): what stands otherwise is told, and left as it is.

Kinds of prose and pieces that the press makes are held against it alike; plain prose and chapters may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from press.book import Book, Piece
from press.editing.contents_rules import PIECE_ORDER
from press.kinds import Matter, Rank, kind_named
from press.problem import Problem, warning


def pieces_stand_in_order(book: Book) -> Iterator[Problem]:
    """One warning for each matter whose pieces stand in another order, and for each piece in another matter."""
    matters: Mapping[Matter, Sequence[Piece]] = {"front": book.front, "body": book.body, "back": book.back}
    for matter, pieces in matters.items():
        for piece in pieces:
            if matter in kind_named(piece.named_kind).strange and not piece.within:
                message = f'"{piece.named_kind}" stands in the {matter} of the book, where it is not looked for'
                yield warning(piece.origin, PIECE_ORDER, message)
    yield from _turned([(kind_named(piece.named_kind).front, piece) for piece in book.front])
    yield from _turned([(kind_named(piece.named_kind).back, piece) for piece in book.back])


def _turned(pieces: Iterable[tuple[Rank | None, Piece]]) -> Iterator[Problem]:
    """The first piece that stands before one that goes before it."""
    ranked = [(rank, piece) for rank, piece in pieces if rank]
    for n, (rank, piece) in enumerate(ranked):
        for before, early in ranked[:n]:
            if before[0] > rank[1]:
                message = f'"{early.named_kind}" stands before "{piece.named_kind}"'
                yield warning(early.origin, PIECE_ORDER, message, "by custom it stands behind it")
                return
