"""A note as it stands at its call: whole, or cut in pieces of which some stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from press.compose.sentences import Cut, in_pieces
from press.text import Inlines, Note


@dataclass(frozen=True, slots=True)
class NotePiece:
    """A note or a piece of one: its number from 1, its paragraphs, whether its last line fills the measure, and the
    anchor of the note behind whose first piece it stands, or nothing if it stands behind what precedes it.
    """

    note: Note
    number: int
    paragraphs: tuple[Inlines, ...]
    fills: bool
    after: str


def pieces_of(note: Note, paragraphs: Sequence[Inlines], cuts: Sequence[Cut]) -> tuple[NotePiece, ...]:
    """All the pieces of a note, one more than it has cuts; `paragraphs` are its own, as worded."""
    # A cut between two paragraphs leaves a last line as any paragraph has.
    ends = (*(cut.fills and cut.mid_paragraph(paragraphs) for cut in cuts), False)
    hosts = ("", *(cut.after for cut in cuts))
    return tuple(
        NotePiece(note, number, piece, fills, host)
        for number, (piece, fills, host) in enumerate(zip(in_pieces(paragraphs, cuts), ends, hosts, strict=True), 1)
    )


def left_over(cut_notes: Iterable[Sequence[NotePiece]]) -> dict[str, list[NotePiece]]:
    """Anchor of a note → what is left of earlier notes to stand behind its first piece."""
    left: dict[str, list[NotePiece]] = {}
    for pieces in cut_notes:
        for piece in pieces:
            if piece.after:
                left.setdefault(piece.after, []).append(piece)
    return left
