"""The notes of a copy that a style has printed in a section of notes, away from the chapter that calls them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from press.words.letters import CopyPiece, CopyRun
from press.words.plain_markdown import UnitNotes


@dataclass(slots=True)
class MovedNotes:
    """What is to be printed in the section of notes: of each chapter and document its title and these notes.

    `notes_of`: kinds of a piece → where its notes stand, as the style says it.
    """

    notes_of: Callable[..., str]
    groups: list[tuple[CopyRun | None, tuple[CopyRun, ...]]] = field(default_factory=list)

    def kept(self, unit: UnitNotes, title: CopyRun | None, *kinds: str) -> list[CopyRun]:
        """The notes of a chapter or document that stand with it; a document's original keeps its own in any style."""
        if self.notes_of(*kinds) != "book":
            return unit.notes
        if moved := tuple(note for n, note in enumerate(unit.notes) if n not in unit.originals):
            self.groups.append((title, moved))
        return [note for n, note in enumerate(unit.notes) if n in unit.originals]

    def section(self, piece: CopyPiece) -> CopyPiece:
        """The section of notes with all that it prints."""
        runs = (_without_calls(title) for title, _ in self.groups if title)
        return replace(
            piece, runs=(*piece.runs, *runs), notes=tuple(note for _, group in self.groups for note in group)
        )


def _without_calls(title: CopyRun) -> CopyRun:
    return CopyRun(title.path, tuple(word for word in title.words if word.sure), (), title.name)
