"""What the files of a manuscript may say: the records that `press.fields` reads them into, key by key.

A key of book.yaml, people.yaml, sources.yaml, events.yaml or of the header of a chapter or document is a field here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from press.editing.imprint_records import AccessibilityRecord, ImprintRecord, IsbnRecord, SeriesRecord
from press.editing.index_records import FormRecord, RegisterRecord, SubEntryRecord
from press.fields import NOWHERE, Between, Length, OneOrMore, Plain, Raw, Written
from press.kinds import PROSE_KINDS
from press.problem import Origin

DOCUMENT_KINDS = Literal[
    "letter",
    "telegram",
    "memo",
    "report",
    "interview",
    "diary",
    "article",
    "minute",
    "testimony",
    "speech",
    "book",
    "note",
]
"""What a document of the appendix can be."""
TREATMENTS = Literal["full", "extract", "calendar", "facsimile", "translation"]
"""How much of a document is printed, and as what."""
ROLES = Literal["author", "editor", "translator", "series-editor"]
"""What somebody can be to a book."""
ALIAS_KINDS = Literal["birth", "cover", "code", "pen", "married", "title", "spelling"]
"""What another name of a person can be."""


@dataclass(frozen=True, slots=True)
class PieceRecord:
    """An entry of `contents:` in book.yaml: a file, or a piece that the press makes, perhaps with words before it.

    An index or a list says what it is `of`, and an index `of_part` if it is of one part alone. Or a part, by its file
    or its title, with the pieces in it.
    """

    piece: str = ""
    headnote: str = ""
    title: Written = NOWHERE
    part: Written = NOWHERE
    pieces: tuple[PieceRecord, ...] = ()
    of: OneOrMore = ()
    of_part: str = ""
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> PieceRecord:
        """The short way of writing it: only the name."""
        return cls(text, origin=origin)

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers that an index is of, by their ids."""
        named = "people" if self.piece == "index-of-names" else self.of
        return (named,) if named and isinstance(named, str) else tuple(named)

    @property
    def file(self) -> str:
        """The file of prose that it names, if it names one."""
        name = self.piece or self.part.text
        return name if name.endswith(".md") else ""


@dataclass(frozen=True, slots=True)
class ContentsRecord:
    """The order of the book."""

    front: tuple[PieceRecord, ...] = ()
    body: tuple[PieceRecord, ...] = ()
    back: tuple[PieceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentsRecord:
    """An entry of `documents:` in book.yaml: a file, or a group of some under a title."""

    group: Written = NOWHERE
    documents: tuple[Written, ...] = ()
    origin: Origin = Origin("")

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> DocumentsRecord:
        """The short way of writing it: a file in no group."""
        return cls(documents=(Written(text, origin),), origin=origin)


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A section of the bibliography."""

    id: str
    title: Written
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """The paper of the book: how thick a page of it is, said in one of three ways.

    `leaf`: the thickness of a leaf; `pages_per_inch`; or `grammage` (g/m²) and `volume` (cm³/g).
    """

    leaf: Length = Length()
    pages_per_inch: Annotated[float, Between(50, 5000, "pages to the inch")] = 0.0
    grammage: Annotated[float, Between(10, 1000, "grams to the square metre")] = 0.0
    volume: Annotated[float, Between(0.2, 10, "cubic centimetres to the gram")] = 0.0
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class CoverRecord:
    """What the cover needs beside the imprint: the paper within, the board without, and what the back says."""

    paper: PaperRecord = field(default_factory=PaperRecord)
    board: Length = Length()
    blurb: Written = NOWHERE
    about: Written = NOWHERE
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRecord:
    """book.yaml."""

    title: Written
    language: str
    contents: ContentsRecord
    short: Written = NOWHERE
    subtitle: Written = NOWHERE
    author: Plain = ""
    editor: Plain = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    publisher: Plain = ""
    place: Plain = ""
    year: Plain = ""
    isbn: IsbnRecord = field(default_factory=IsbnRecord)
    doi: str = ""
    series: SeriesRecord = field(default_factory=lambda: SeriesRecord(NOWHERE))
    imprint: ImprintRecord = field(default_factory=ImprintRecord)
    accessibility: AccessibilityRecord = field(default_factory=lambda: AccessibilityRecord(""))
    edition: Plain = ""
    rights: Written = NOWHERE
    slug: str = ""
    style: str = "classic"
    styles: OneOrMore = ()
    citations: str = ""
    trim: str = ""
    bibliography: tuple[SectionRecord, ...] = ()
    documents: tuple[DocumentsRecord, ...] = ()
    indexes: tuple[RegisterRecord, ...] = ()
    chapter_numbers: Literal["throughout", "by-part"] = "throughout"
    document_notes: Literal["throughout", "by-document"] = "by-document"
    signature: Literal["4", "8", "16"] = "4"
    permissions: Literal["told", "required", "print"] = "told"
    queries: Literal["told", "stop"] = "told"
    alphabet: str = ""
    cover: CoverRecord = field(default_factory=CoverRecord)
    houses: OneOrMore = ()
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A person's name in its parts, or `only` for a single name."""

    family: Plain = ""
    given: Plain = ""
    particle: Plain = ""
    suffix: Plain = ""
    only: Plain = ""

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> NameRecord:
        """The short way of writing it: a single name."""
        return cls(only=text)


@dataclass(frozen=True, slots=True)
class AliasRecord:
    """Another name of a person."""

    name: Plain
    kind: ALIAS_KINDS
    forms: tuple[FormRecord, ...] = ()
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """An entry of people.yaml."""

    id: str
    name: NameRecord
    forms: tuple[FormRecord, ...] = ()
    lang: str = ""
    born: Plain = ""
    died: Plain = ""
    gloss: Plain = ""
    bio: Written = NOWHERE
    aliases: tuple[AliasRecord, ...] = ()
    see_also: tuple[str, ...] = ()
    subs: tuple[SubEntryRecord, ...] = ()
    sort: str = ""
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributorRecord:
    """An entry of contributors.yaml; the name is that of people.yaml where `person` says whom."""

    id: str
    name: NameRecord = NameRecord()
    person: str = ""
    roles: tuple[ROLES, ...] = ()
    affiliation: Written = NOWHERE
    bio: Written = NOWHERE
    orcid: str = ""
    sort: str = ""
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionRecord:
    """An entry of permissions.yaml: for what, by its id or the path of a picture, whose leave is asked; `cleared` since
    when, `by` whom, `until` when, and for which editions.
    """

    for_: str
    holder: Plain
    cleared: str = ""
    by: Plain = ""
    until: str = ""
    editions: Literal["both", "print", "reading"] = "both"
    note: Plain = ""
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AbbreviationRecord:
    """What an abbreviation of abbreviations.yaml stands for."""

    may_be_nothing = True  # of which more can be told than that it is empty
    long: Written
    lang: str = ""
    origin: Origin = Origin("")

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> AbbreviationRecord:
        """The short way of writing it: its words alone."""
        return cls(Written(text, origin), origin=origin)


@dataclass(frozen=True, slots=True)
class SourcesRecord:
    """sources.yaml: `references:`, as Zotero and Pandoc write it."""

    references: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An entry of events.yaml."""

    date: str
    text: Written
    date_text: Written = NOWHERE
    see: str = ""
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChapterRecord:
    """The header of a chapter, of a part, or of other prose."""

    title: Written = NOWHERE
    subtitle: Written = NOWHERE
    short: Written = NOWHERE
    kind: PROSE_KINDS = ""
    number: bool = True
    id: str = ""
    authors: tuple[str, ...] = ()
    epigraph: Written = NOWHERE
    epigraph_source: Written = NOWHERE
    signed: Written = NOWHERE
    place: Plain = ""
    date: str = ""
    date_text: Written = NOWHERE
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """The header of a document."""

    id: str
    title: Written
    kind: DOCUMENT_KINDS
    treatment: TREATMENTS
    source: Written
    rights: Written
    short: Written = NOWHERE
    date: str = ""
    date_text: Written = NOWHERE
    place: Written = NOWHERE
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    language: str = ""
    translated_by: Plain = ""
    original_language: Plain = ""
    image: str = ""
    provenance: Written = NOWHERE
    headnote: Written = NOWHERE
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)
