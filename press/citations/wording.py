"""The nouns of citing: the style by which it is done, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from press.lines import with_lines
from press.problem import Origin
from press.text import Blocks, Inlines, Note, Phrase

Bibliography: TypeAlias = "tuple[tuple[Phrase, tuple[tuple[str, Inlines], ...]], ...]"
"""Sections, each with its title and its entries: a key, and how its work is worded."""


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A CSL file, and how it is named to people."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: which source, in which unit and note, whether in full, and why so."""

    key: str
    unit: str
    note: str
    mark: str
    full: bool
    origin: Origin
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """All that citeproc said. `notes`: anchor of a note (or of a document, for its source) → its lines as worded.
    `by_piece`: anchor of a piece → a bibliography of what it cites, where the style asks for one.
    """

    notes: Mapping[str, tuple[Inlines, ...]]
    bibliography: Bibliography
    register: tuple[Cited, ...]
    by_piece: Mapping[str, Bibliography] = field(default_factory=dict)

    def note(self, note: Note) -> Blocks:
        """The blocks of a note, its citations worded."""
        lines = self.notes.get(note.anchor)
        return note.blocks if lines is None else with_lines(note.blocks, lines)


SentNote: TypeAlias = tuple[str, str, Origin, tuple[Inlines, ...]]
"""A note to be worded: its anchor, its mark, where it was written, its lines."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Notes among which a work is cited in full once: a chapter's, a document's, or a document's source alone."""

    unit: str
    notes: tuple[SentNote, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class WordedStretch:
    """A stretch as worded: the lines of each of its notes, and what is cited in them."""

    notes: tuple[tuple[Inlines, ...], ...]
    register: tuple[Cited, ...]
