"""Who has written or edited something, as the style names them: under titles, in contents, running heads, a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from press.book import Book, Piece
from press.indexes.headings import invert
from press.indexes.index import filing_key
from press.people import Contributor
from press.style.style import Style


def in_a_row(style: Style, names: Sequence[str]) -> str:
    """Names or other words in a row, as a style has them."""
    *before, last = names or [""]
    if len(before) < 2:
        return f" {style.words['and']} ".join([*before, last])
    return f"{', '.join(before)}{style.words['and_last']} {last}"


@dataclass(frozen=True, slots=True)
class Bylines:
    """The contributors of one book, as its style names them."""

    book: Book
    style: Style

    def of_piece(self, piece: Piece) -> tuple[Contributor, ...]:
        """The authors of a piece that is signed."""
        return tuple(self.book.contributors[key] for key in piece.chapter.authors) if piece.chapter else ()

    def names(self, contributors: Sequence[Contributor]) -> str:
        """Their names in a row: A, A and B, A, B, and C (Chicago 18, 6.19)."""
        return in_a_row(self.style, [each.name for each in contributors])

    def surnames(self, contributors: Sequence[Contributor]) -> str:
        """Their surnames in a row, where whole names are too long."""
        return in_a_row(self.style, [each.who.surname for each in contributors])

    def outline(self, piece: Piece, title: str) -> str:
        """The entry of a piece in the outline of the PDF."""
        authors = self.of_piece(piece) if self.style.authors.outline else ()
        return f"{self.names(authors)}: {title}" if authors else title

    def listed(self) -> tuple[Contributor, ...]:
        """All of them, by their family names."""
        by_heading = {each.key: each.who.sort or invert(each.who) for each in self.book.contributors.values()}
        return tuple(
            sorted(self.book.contributors.values(), key=lambda each: filing_key(by_heading[each.key], self.style.index))
        )
