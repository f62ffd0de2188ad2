"""The noun of design: a style as it has been read, with all that it takes from those it is based on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import jinja2

from press.book import PageOne
from press.citations.wording import CitationStyle
from press.hyphens import Dashes
from press.indexes.options import IndexOptions
from press.kinds import kind_named
from press.style.justification import Justification
from press.style.limits import Limits
from press.style.records import (
    AuthorsRecord,
    ContentsOptions,
    HeadingsRecord,
    HeadsRecord,
    InitialsRecord,
    LineNumbersRecord,
    NotesAt,
    NumeralsRecord,
    Opening,
    PlatesRecord,
    PrintRecord,
    SideColumnRecord,
    Speakers,
)


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One style sheet: its path as shown, the folder from which its URLs are read, its text."""

    path: str
    folder: Path
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A design: its folders, its own first; sheets, those of the style it is based on first, each folder's in order of
    name; templates, fonts (family → files), words, how to cite and index; where notes stand, and where those of some
    kinds of pieces; from how many words a note is long; every which line of verse is numbered, and where speakers
    stand; what becomes of a hyphen for a dash; for how many levels of lists it has bullets; the lines of the imprint;
    and its own folder as it is told to people (`shown`).
    """

    name: str
    folders: tuple[Path, ...]
    sheets: tuple[StyleSheet, ...]
    cover: tuple[StyleSheet, ...]
    templates: jinja2.Environment
    fonts: Mapping[str, tuple[Path, ...]]
    csl: CitationStyle
    words: Mapping[str, str]
    openings: Mapping[str, Opening]
    heads: HeadsRecord
    authors: AuthorsRecord
    bibliography_at: Literal["book", "chapter"]
    page_one: PageOne
    initials: InitialsRecord
    headings: HeadingsRecord
    side_column: SideColumnRecord
    contents: ContentsOptions
    numerals: NumeralsRecord
    index: IndexOptions
    justification: Justification
    notes_at: NotesAt
    notes_at_of: Mapping[str, NotesAt]
    long_note: int
    verse_numbers: int
    speakers: Speakers
    line_numbers: LineNumbersRecord
    dashes: Dashes
    plates: PlatesRecord
    credits: Literal["caption", "list"]
    bullets: int
    limits: Limits
    print: PrintRecord
    imprint: tuple[str, ...]
    shown: str

    def notes_of(self, *kinds: str) -> NotesAt:
        """Where the notes of a piece stand that is of these kinds, the narrowest first."""
        return notes_at(self.notes_at, self.notes_at_of, *kinds)


def notes_at(usually: NotesAt, of_kinds: Mapping[str, NotesAt], *kinds: str) -> NotesAt:
    """Where the notes of a piece stand that is of these kinds, the narrowest first, in a style that says this."""
    said = next((of_kinds[kind] for kind in kinds if kind in of_kinds), None)
    # a dedication or a frontispiece is a page, and no chapter with an end, unless the style says so of its kind
    page = usually == "chapter" and any(not kind_named(kind).listed for kind in kinds)
    return said or ("foot" if page else usually)
