"""What all sections of a book are composed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from press.book import Book, Target
from press.citations.wording import Wording
from press.compose.endnotes import NotePlaces
from press.compose.looked import Looking
from press.style.style import Style
from press.text import Figure, FigureGroup, Note, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What all sections of a book are composed from.

    `also` is what an edition of another kind gives to its templates; `notes`: those that each piece prints, in
    order; `placed`: where they stand; `figures`: all, and those of groups; `tables`: those with a caption; `cited_in`:
    document → the anchors of the references to it; `targets`: of cross-references, by their anchors.
    """

    book: Book
    style: Style
    wording: Wording
    also: Mapping[str, Any]
    notes: Mapping[str, tuple[Note, ...]]
    placed: NotePlaces
    figures: tuple[Figure | FigureGroup, ...]
    tables: tuple[Table, ...]
    cited_in: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, Target]

    def watched(self, looking: Looking) -> Material:
        """The same, of which it is noted by their keys which of the `values` are asked for."""
        at = {what: looking.at(what, values) for what, values in self.values().items()}
        wording = replace(self.wording, notes=at["notes"], by_piece=at["works"])
        placed = replace(self.placed, ends=at["ends"])
        return replace(self, wording=wording, placed=placed, cited_in=at["cited"], targets=at["targets"])

    def values(self) -> dict[str, Mapping[str, Any]]:
        """What single pieces ask of it by keys: notes and works as worded, notes at an end, and the like."""
        return {
            "notes": self.wording.notes,
            "works": self.wording.by_piece,
            "ends": self.placed.ends,
            "cited": self.cited_in,
            "targets": self.targets,
        }
