"""The nouns of text: what a page of it consists of; and those of a line, which are in `press.inlines`.

Everything is frozen and does no input or output. What a book consists of beside its text is in `press.book`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from press.inlines import (
    LANGUAGE,
    STAR,
    Citation,
    Cluster,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    KeptCase,
    LineBreak,
    Link,
    Mention,
    Note,
    Phrase,
    Reference,
    Side,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
    plain,
    repeated,
    walk,
)
from press.numerals import ItemNumbers
from press.problem import Origin

__all__ = (
    "LANGUAGE",
    "STAR",
    "Block",
    "Blocks",
    "Cell",
    "Citation",
    "Cluster",
    "Definition",
    "DefinitionList",
    "Discussion",
    "Drama",
    "Emphasis",
    "Epigraph",
    "Extract",
    "Figure",
    "FigureGroup",
    "Foreign",
    "ForeignPassage",
    "Heading",
    "Inline",
    "Inlines",
    "ItemList",
    "KeptCase",
    "LetterPart",
    "LineBreak",
    "LineId",
    "Link",
    "Mention",
    "Note",
    "Paragraph",
    "Phrase",
    "Reference",
    "SectionBreak",
    "Side",
    "SmallCaps",
    "Speech",
    "StageDirection",
    "Strong",
    "Struck",
    "Subscript",
    "Superscript",
    "Table",
    "Text",
    "Verse",
    "VerseLine",
    "paragraphs_of",
    "plain",
    "repeated",
    "walk",
)
"""Whoever has to do with text knows both."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; one that is `flush` resumes behind a quotation, verse or a list, and has no indent. `fills`: it goes
    on in the next piece of its note, so that its last line here fills the measure.
    """

    inlines: Inlines
    origin: Origin = field(compare=False)
    anchor: str = ""
    flush: bool = False
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter; `level` 2 or 3; `short`: for the running head, if its words are too many."""

    level: int
    inlines: Inlines
    origin: Origin = field(compare=False)
    anchor: str = ""
    short: Phrase = field(default_factory=Phrase)


@dataclass(frozen=True, slots=True)
class Extract:
    """A block quotation."""

    blocks: Blocks
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class LineId:
    """By what a line of verse may be referred to, and how many lines from it on are meant."""

    name: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class VerseLine:
    """A line of verse, and by how many spaces it is indented; `number`: which it is of its poem, counted from 1.

    `shared`: it ends the line that stands before it, and `before` are the words that came before. `begun`: another ends
    it, and both have one number.
    """

    inlines: Inlines
    indent: int = 0
    ids: tuple[LineId, ...] = ()
    shared: bool = False
    number: int = 0
    before: str = ""
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines of verse in stanzas, and the source that is given below them; `start`: the number of the first, `numbered`:
    whether a style that prints numbers may print them here.
    """

    stanzas: tuple[tuple[VerseLine, ...], ...]
    origin: Origin = field(compare=False)
    source: Inlines = ()
    start: int = 1
    numbered: bool = True

    @property
    def lines(self) -> tuple[VerseLine, ...]:
        """The lines of all stanzas."""
        return tuple(line for stanza in self.stanzas for line in stanza)


@dataclass(frozen=True, slots=True)
class StageDirection:
    """What is done on the stage, or a place and time there."""

    inlines: Inlines
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody says in a drama, in prose or in verse, and who it is."""

    speaker: Inlines
    blocks: Blocks
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Drama:
    """Speeches, stage directions, and verse that nobody by name says; `start`: the number of its first line."""

    blocks: Blocks
    origin: Origin = field(compare=False)
    start: int = 1
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; each item is a run of blocks. One without `numbers` has bullets, unless it is `unmarked`, as are then
    those in it. `resumed`: its first item goes on from the piece of its note before.
    """

    items: tuple[Blocks, ...]
    origin: Origin = field(compare=False)
    numbers: ItemNumbers | None = None
    unmarked: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A term, and what it means: each meaning is a run of blocks."""

    term: Inlines
    meanings: tuple[Blocks, ...]
    origin: Origin = field(compare=False)

    @property
    def lead(self) -> Paragraph | None:
        """The paragraph that may stand in one line with the term, if the first meaning begins with one."""
        first = next(iter(self.meanings[0]), None)
        return first if isinstance(first, Paragraph) else None

    @property
    def rest(self) -> Blocks:
        """All that follows the lead."""
        return tuple(block for meaning in self.meanings for block in meaning)[1 if self.lead else 0 :]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A list of terms, as a glossary has them."""

    definitions: tuple[Definition, ...]
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words, and over how many columns and rows it goes."""

    inlines: Inlines
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, its fields in reading order: the rows of its head, its body and its foot, and what is said below it.

    `aligns`: one of "", "left", "center", "right", "decimal" a column. One with a caption has a number and an anchor.
    `turned`: it stands on its side, on pages of its own. `path`: the file of its cells, if that is another. `at`: as of
    a figure.
    """

    caption: Inlines = ()
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()
    remarks: tuple[Note, ...] = ()
    aligns: tuple[str, ...]
    origin: Origin = field(compare=False)
    anchor: str = ""
    number: str = ""
    turned: bool = False
    path: str = ""
    at: str = "here"

    @property
    def cells(self) -> tuple[Inlines, ...]:
        """The words of every cell, row by row."""
        return tuple(cell.inlines for row in (*self.head, *self.rows, *self.foot) for cell in row)

    @property
    def letters(self) -> tuple[Note, ...]:
        """The notes that its cells and its caption call and that stand at its foot, in the order of their calls."""
        return tuple(each for each in walk((self.caption, *self.cells)) if isinstance(each, Note) and each.lettered)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; `path` is relative to the manuscript. `is_map`: the editor says that it is one.

    `width`: as sheets have it, or empty. `at`: where it stands, `here` in the text, at the `top` or `bottom` of a page,
    on a `page` by itself, or among the plates (`plate`); `bleeds`: it runs over the edges of its page there. `credit`:
    whose it is. `letter`: which of a group it is. One that is `decorative` says nothing, and has neither caption nor
    number.
    """

    path: str
    caption: Inlines
    alt: str
    origin: Origin = field(compare=False)
    anchor: str = ""
    number: str = ""
    is_map: bool = False
    width: str = ""
    at: str = "here"
    credit: Phrase = field(default_factory=Phrase)
    bleeds: bool = False
    letter: str = ""
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Pictures side by side, (a), (b), each with a caption of its own or none; they have one number and one caption."""

    figures: tuple[Figure, ...]
    caption: Inlines
    origin: Origin = field(compare=False)
    anchor: str = ""
    number: str = ""
    is_map: bool = False
    credit: Phrase = field(default_factory=Phrase)
    at: str = "here"


@dataclass(frozen=True, slots=True)
class SectionBreak:
    """A break between passages."""

    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Discussion:
    """Blocks that are about one heading of an index throughout, mostly a person: a range of pages there."""

    term: str
    blocks: Blocks
    origin: Origin = field(compare=False)
    anchor: str = ""
    principal: bool = False
    sub: str = ""
    mark: str = "person"


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of a letter that is set apart: its `kind` is "dateline", "salutation", "signature" or "postscript"."""

    kind: str
    blocks: Blocks
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Epigraph:
    """What stands below the heading of a section, and the source that is given below it."""

    blocks: Blocks
    origin: Origin = field(compare=False)
    source: Inlines = ()


@dataclass(frozen=True, slots=True)
class ForeignPassage:
    """Blocks in another language than the text around them; `lang` is a BCP 47 tag."""

    lang: str
    blocks: Blocks
    origin: Origin = field(compare=False)


Block: TypeAlias = (
    Paragraph
    | Heading
    | Extract
    | Verse
    | Drama
    | Speech
    | StageDirection
    | ItemList
    | DefinitionList
    | Table
    | Figure
    | FigureGroup
    | SectionBreak
    | Discussion
    | LetterPart
    | Epigraph
    | ForeignPassage
)
Blocks: TypeAlias = tuple[Block, ...]


def paragraphs_of(lines: Iterable[Inlines], origin: Origin) -> Blocks:
    """Lines of words as paragraphs, as most notes consist of them."""
    return tuple(Paragraph(inlines, origin) for inlines in lines)
