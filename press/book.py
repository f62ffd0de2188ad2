"""The nouns of a book, between the manuscript and the page.

Everything is frozen and does no input or output. `press.editing` makes a `Book`; what stands after it reads it.
Keys (of people, sources, anchors) that stand in a `Book` have been proved to exist by `press.editing.link`. An `origin`
is for complaints alone, and is not compared: what has only moved in its file is the same as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from press.imprint import Imprint
from press.kinds import MADE, kind_named
from press.people import Contributor, Keys, Person
from press.problem import Origin
from press.terms import PEOPLE, Register
from press.text import Blocks, Inlines, Phrase, walk

PageOne: TypeAlias = Literal["body", "part", "chapter"]
"""Which piece begins on page 1: the first of the body, the first part, or the first chapter that has a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter, a part, or a piece of prose: `number` is 0 where it has none. Fields stand in reading order.

    `kind`: what its header says that it is (`preface`, `appendix`), or nothing; `numbered`: whether it may be given a
    number; `authors`: keys of contributors; `authors_note`: the note behind their names.
    """

    anchor: str
    title: Inlines
    subtitle: Inlines = ()
    authors_note: Inlines = ()
    short: Phrase
    epigraph: Inlines = ()
    epigraph_source: Inlines = ()
    blocks: Blocks
    signed: Phrase = field(default_factory=Phrase)
    place: str = ""
    date: str = ""
    date_text: Phrase = field(default_factory=Phrase)
    origin: Origin = field(compare=False)
    number: int = 0
    kind: str = ""
    numbered: bool = True
    authors: tuple[str, ...] = ()
    keys: Keys = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A primary source of the appendix, with all that is said of it; `senders` and `recipients` are keys of people.
    `language` is that of its text, where it is another than the book's; `group` the title of those it stands among.
    Its place and date may call notes, where they stand in its dateline.
    """

    anchor: str
    title: Inlines
    kind: str
    treatment: str
    date: str
    date_text: Phrase
    place: Phrase
    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    headnote: Blocks
    blocks: Blocks
    source: Inlines
    rights: Inlines
    provenance: Inlines
    translation: str
    image: str
    origin: Origin = field(compare=False)
    number: int = 0
    language: str = ""
    group: Phrase = field(default_factory=Phrase)
    short: Phrase = field(default_factory=Phrase)
    keys: Keys = field(default_factory=dict, compare=False)

    @property
    def noted(self) -> tuple[object, ...]:
        """What of it may call notes, in the order in which it is printed."""
        return (self.title, self.place, self.date_text, self.headnote, self.blocks, self.provenance)


@dataclass(frozen=True, slots=True)
class SourceName:
    """A name in a record: its parts by CSL's names for them (`family`, `given`, `literal`, …)."""

    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceDate:
    """A date in a record: a day or the two ends of a span, each as year, month, day, as far as they are known.

    A year 0 is an end that is open. `season`: from 1 for spring to 4 for winter. `literal`: words, printed as they are.
    """

    parts: tuple[tuple[int, ...], ...] = ()
    doubtful: bool = False
    season: int = 0
    literal: str = ""


SourceField: TypeAlias = "str | Inlines | tuple[SourceName, ...] | SourceDate"
"""What a field of a record holds: characters that nobody may touch, words, names, or a date."""


@dataclass(frozen=True, slots=True)
class Source:
    """A work that is cited: its CSL record as plain values, and by fields as citeproc is given them; its part of the
    bibliography and, where it is not its first words, by what it is sorted there; literal wordings.
    """

    key: str
    record: Mapping[str, Any]
    fields: Mapping[str, SourceField]
    section: str
    cite: Inlines
    cite_short: Inlines
    origin: Origin = field(compare=False)
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the chronology; `see` is an anchor whose page is printed, or empty."""

    date: str
    date_text: Phrase
    text: Inlines
    see: str
    origin: Origin = field(compare=False)
    keys: Keys = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the book in its order: prose of the editor's (`chapter`, `prose`), the divider of a `part`, or
    something that the press makes (`kind`). `part`: the anchor of the part that it belongs to, its own for a divider.
    `of`: the registers that an index is of; `within`: the part that it is of, if not of the whole book. `listed`: the
    registers that a list is of, which has no pages.
    """

    kind: str
    anchor: str
    title: Phrase
    origin: Origin = field(compare=False)
    chapter: Chapter | None = None
    part: str = ""
    of: tuple[str, ...] = ()
    within: str = ""
    listed: tuple[str, ...] = ()

    @property
    def own_kind(self) -> str:
        """What its header says that it is, or nothing."""
        return self.chapter.kind if self.chapter else ""

    @property
    def named_kind(self) -> str:
        """What it is: what its header says, or else its kind."""
        return self.own_kind or self.kind

    @property
    def word(self) -> str:
        """What its title is called among the words of a style; indexes and lists are told apart by what they are of."""
        if self.kind == "list":
            return f"list-of-{'-'.join(self.listed)}"
        of = f"index-of-{self.of[0]}" if len(self.of) == 1 else self.anchor
        return self.own_kind or (of if self.kind == "index" else self.kind)

    @property
    def classes(self) -> str:
        """What it is in the classes of its HTML: a `note` and an `epigraph` are something else within a text."""
        own = kind_named(self.own_kind).html or self.own_kind
        kind = kind_named(self.kind).html or self.kind
        return f"{kind} {own}" if own else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a cross-reference can point to: `kind` (part, chapter, appendix, prose, document, figure, plate, table,
    note, line, heading, piece), number, and the unit in which it is at home. An appendix is counted in letters here,
    and what is numbered within it after them (`A`, `A.1`), a part in figures: how they are written is the style's.
    `part`: the anchor of the part without which the number would be no name, where chapters are numbered anew in each.
    """

    kind: str
    number: str
    home: str
    title: str
    part: str = ""
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A mention in its place: in which unit (chapter or document), in which note, in a heading or a caption; `marked`:
    by the editor's own hand; `citing`: in words of a note that only cite; `section`: below which heading of the second
    level; `quoted`: in a quotation. `register`, `term`: the heading it is of. `end`: the anchor where a range ends that
    is marked by its two ends; `passed`: the units over which it goes.
    """

    anchor: str
    term: str
    unit: str
    note: str
    where: str
    principal: bool
    sub: str
    span: bool
    form: str
    marked: bool = False
    citing: bool = False
    section: str = ""
    register: str = PEOPLE
    quoted: bool = False
    end: str = ""
    passed: tuple[str, ...] = ()
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and what it stands for, in the language `lang` if that is another than the book's; `used`: the
    book has it somewhere.
    """

    short: str
    long: Phrase
    lang: str
    used: bool
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Leave to print something: `subject` is its id, or the path of a picture; `cleared`, `until`: dates as written;
    `editions`: both, print or reading.
    """

    subject: str
    holder: str
    cleared: str
    by: str
    until: str
    editions: str
    note: str
    origin: Origin = field(compare=False)
    keys: Keys = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks or answers in the manuscript, and which never reaches an edition: `who`, on what day (`when`),
    `about` which words; `resolved` as a whole, with what has been answered; an `answer` to the one before.
    """

    what: str
    who: str
    when: str
    about: str
    resolved: bool
    answer: bool
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover needs beside the imprint. `leaf` and `board` are thicknesses in points; `leaf` is 0 if not said."""

    leaf: float = 0.0
    board: float = 0.0
    blurb: tuple[Inlines, ...] = ()
    about: tuple[Inlines, ...] = ()
    origin: Origin = field(default=Origin(""), compare=False)


@dataclass(frozen=True, kw_only=True)
class Book:
    """The whole book, linked and numbered. `alphabet`: the order of letters that its lists have, by its name.
    `libraries`: the packages and folders, as they are named, in which styles are looked for beside the book's own.
    `houses`: for which printing houses it is made. `proportions`: the width of pictures in groups, by their heights.
    `bare`: the texts of those files that have queries, without them.
    """

    imprint: Imprint
    style: str
    citation_style: str
    libraries: tuple[str, ...] = ()
    trim: str
    front: tuple[Piece, ...]
    body: tuple[Piece, ...]
    back: tuple[Piece, ...]
    documents: tuple[Document, ...]
    people: Mapping[str, Person]
    registers: Mapping[str, Register] = field(default_factory=dict)
    contributors: Mapping[str, Contributor] = field(default_factory=dict)
    abbreviations: tuple[Abbreviation, ...] = ()
    sources: Mapping[str, Source]
    bibliography: tuple[tuple[str, Phrase], ...]
    events: tuple[Event, ...]
    targets: Mapping[str, Target]
    occurrences: tuple[Occurrence, ...]
    lines: Mapping[str, tuple[str, ...]]
    origin: Origin = field(compare=False)
    keys: Keys = field(default_factory=dict, compare=False)
    signature: int = 4
    cover: Cover = Cover()
    proportions: Mapping[str, float] = field(default_factory=dict)
    permissions: tuple[Permission, ...] = ()
    leave_for: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()
    bare: Mapping[str, str] = field(default_factory=dict)
    queries_stop: bool = False
    alphabet: str = ""
    houses: tuple[str, ...] = ()

    @cached_property
    def nodes(self) -> tuple[Any, ...]:
        """All that its pieces and documents consist of, in reading order: many rules go through it."""
        return tuple(walk((self.pieces, self.documents)))

    def register(self, id_: str) -> Register:
        """The register of an id that has been proved; the people are one, whether the book lists them or not."""
        people = Register(id=PEOPLE, kind=PEOPLE, mark="person", terms=self.people, origin=self.origin)
        return self.registers.get(id_, people)

    @property
    def unindexed(self) -> frozenset[str]:
        """The units in which no index looks: lists, the words before them, and what by custom is not indexed."""
        made = {name for name, kind in MADE.items() if not kind.indexed}
        made |= {f"list-of-{id_}" for piece in self.pieces for id_ in piece.listed}
        return frozenset(made | {piece.anchor for piece in self.pieces if not kind_named(piece.named_kind).indexed})

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order."""
        return self.front + self.body + self.back

    def page_one(self, rule: PageOne) -> int:
        """The number (from 0) of the piece with page 1, by the rule; the first of the body where none fits it."""

        def fits(piece: Piece) -> bool:
            number = piece.chapter.number if piece.chapter else 0
            return rule == "body" or (piece.kind == rule and (rule == "part" or number > 0))

        return len(self.front) + next((n for n, piece in enumerate(self.body) if fits(piece)), 0)
