"""The nouns of editing, between the files and the Book: the manuscript as it is written, and the draft, parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from press.book import Abbreviation, Chapter, Cover, Document, Event, Permission, Query, Source
from press.editing.index_records import RegisterRecord, TermRecord
from press.editing.records import (
    AbbreviationRecord,
    BookRecord,
    ChapterRecord,
    ContributorRecord,
    DocumentRecord,
    EventRecord,
    PermissionRecord,
    PersonRecord,
)
from press.fields import Raw, Written
from press.imprint import Imprint
from press.people import Contributor, Person
from press.problem import Origin
from press.terms import Register, Term
from press.text import Phrase


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter as written: header and Markdown; and the texts of the `.csv` files that it names, by their names."""

    header: ChapterRecord
    body: Written
    stem: str
    origin: Origin
    tables: Mapping[str, Written] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document as written: header and Markdown, the title of its group, and the `.csv` files that it names."""

    header: DocumentRecord
    body: Written
    origin: Origin
    group: Written
    tables: Mapping[str, Written] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A register as book.yaml declares it, with the headings of its file, if it has one."""

    record: RegisterRecord
    terms: tuple[TermRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """Everything the editor wrote, unparsed. Lives only inside `press.editing`.

    `incomplete` names what could not be read whole (people, sources, events, chapters, documents, and each register by
    its id behind `index`): of what is missing there nobody may complain, for it may well have been written.
    """

    book: BookRecord
    people: tuple[PersonRecord, ...]
    registers: tuple[RegisterFile, ...]
    contributors: tuple[ContributorRecord, ...]
    permissions: tuple[PermissionRecord, ...]
    abbreviations: Mapping[str, AbbreviationRecord]
    sources: tuple[tuple[Raw, Origin], ...]
    events: tuple[EventRecord, ...]
    chapters: Mapping[str, ChapterFile]
    documents: tuple[DocumentFile, ...]
    files: frozenset[str]
    lines: Mapping[str, tuple[str, ...]]
    incomplete: frozenset[str]
    queries: tuple[Query, ...] = ()
    bare: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The manuscript parsed: the book's nouns, not yet linked. `titles`: those given in `contents:`, by their words."""

    record: BookRecord
    chapters: Mapping[str, Chapter]
    documents: tuple[Document, ...]
    people: tuple[Person, ...]
    registers: tuple[tuple[Register, tuple[Term, ...]], ...]
    contributors: tuple[Contributor, ...]
    permissions: tuple[Permission, ...]
    abbreviations: tuple[Abbreviation, ...]
    sources: tuple[Source, ...]
    events: tuple[Event, ...]
    files: frozenset[str]
    lines: Mapping[str, tuple[str, ...]]
    incomplete: frozenset[str]
    queries: tuple[Query, ...] = ()
    bare: Mapping[str, str] = field(default_factory=dict)
    cover: Cover
    imprint: Imprint
    sections: tuple[tuple[str, Phrase], ...]
    titles: Mapping[Written, Phrase]
