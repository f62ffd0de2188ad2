"""The notes of a piece as templates see them: what stands at each call, of its own note and of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from press.citations.wording import Wording
from press.compose.cutting import Cut, in_pieces
from press.compose.endnotes import NotePlaces
from press.text import Blocks, Note, Paragraph

Cuts: TypeAlias = Mapping[str, tuple[Cut, ...]]
"""Note anchor → where a long note is cut."""


@dataclass(frozen=True, slots=True)
class NotePiece:
    """A note or a piece of one: its number from 1, what it holds, and the anchor of the note behind whose first piece
    it stands, or nothing if it stands behind what precedes it. `tried`: it may not stand by itself in the end;
    `within`: it begins within a sentence.
    """

    note: Note
    number: int
    blocks: Blocks
    after: str
    tried: bool
    within: bool

    @property
    def led(self) -> bool:
        """Whether it begins with words, which stand in one line with its number."""
        return isinstance(self.blocks[0], Paragraph)


class PrintedNotes:
    """The notes that a piece prints, cut where a layout has shown that they must be."""

    def __init__(self, notes: Sequence[Note], placed: NotePlaces, wording: Wording, cuts: Cuts) -> None:
        self.placed, self.wording, self.cuts = placed, wording, cuts
        self.left = self._left_over(notes)

    def names(self) -> dict[str, Any]:
        """What of it a template may call."""
        return {
            "note_pieces": self.pieces,
            "is_paragraph": lambda block: isinstance(block, Paragraph),
            "at_foot": self.at_foot,
            "end_notes": self.at_end,
            "note_groups": self.placed.groups,
        }

    def pieces(self, note: Note) -> tuple[NotePiece, ...]:
        """What stands at a call: its note, cut in pieces; behind the first, what is left of earlier notes."""
        # The first piece stands at the call, and what is left of earlier notes before the own rest: so the order of the
        # manuscript is kept on the next page. What waits for a later note is not here, but there (`_left_over`).
        own = self._pieces(note)
        return (own[0], *self.left.get(note.anchor, ()), *(piece for piece in own[1:] if not piece.after))

    def at_foot(self, note: Note) -> bool:
        """Whether a note stands at the foot of the page where it is called."""
        return note.anchor in self.placed.foot

    def at_end(self, unit: str) -> tuple[Note, ...]:
        """The notes at the end of a chapter or a document, by its anchor."""
        return self.placed.ends.get(unit, ())

    def _left_over(self, notes: Sequence[Note]) -> dict[str, list[NotePiece]]:
        """Note → what is left of earlier notes to go behind its beginning."""
        left: dict[str, list[NotePiece]] = {}
        for note in notes:
            for piece in self._pieces(note) if any(cut.after for cut in self.cuts.get(note.anchor, ())) else ():
                left.setdefault(piece.after, []).append(piece)
        return left

    def _pieces(self, note: Note) -> tuple[NotePiece, ...]:
        """All the pieces of a note."""
        cuts = self.cuts.get(note.anchor, ())
        pieces = in_pieces(self.wording.note(note), cuts)
        return tuple(
            NotePiece(note, number, piece, cut.after, cut.tried, cut.into > 0)
            for number, (piece, cut) in enumerate(zip(pieces, (Cut(0), *cuts), strict=True), 1)
        )
