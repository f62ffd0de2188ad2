"""The nouns: what a book consists of, between the manuscript and the page.

Everything is frozen and does no input or output. `press.editing` makes a `Book`; `press.printing` reads it.
Keys (of people, sources, anchors) that stand in a `Book` have been proved to exist by `press.editing.link`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from dataclasses import replace as replace  # noqa: PLC0414 - part of this vocabulary
from functools import cache
from typing import Any, TypeAlias

from press.problem import Origin

# --- what a line of text consists of -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters; `line` is the manuscript's, for complaints."""

    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Small capitals, for cover names and the like."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised letters, as citation styles ask for."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the book's; `lang` is a BCP 47 tag."""

    lang: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the book."""

    url: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced new line."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference to an anchor of the book: its label, its page (`form="page"`), or the editor's own words."""

    target: str
    form: str
    inlines: Inlines
    anchor: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """One work cited: what goes before, the key in `sources.yaml`, and what goes after (locator first)."""

    key: str
    prefix: Inlines
    suffix: Inlines
    author: bool = True
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Works cited together. `running` when the work stands in the note's own sentence: *quoted in @kern*."""

    citations: tuple[Citation, ...]
    running: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a person. `person` is empty where the editor said that they do not."""

    person: str
    inlines: Inlines
    anchor: str = ""
    principal: bool = False
    sub: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its paragraphs, its mark ("12", or "b" when it belongs to the original of a document)."""

    anchor: str
    paragraphs: tuple[Inlines, ...]
    origin: Origin = field(compare=False)
    original: bool = False
    mark: str = ""
    name: str = ""


Inline: TypeAlias = (
    Text
    | Emphasis
    | Strong
    | SmallCaps
    | Superscript
    | Foreign
    | Link
    | LineBreak
    | Reference
    | Cluster
    | Mention
    | Note
)
Inlines: TypeAlias = tuple[Inline, ...]

# --- what a page of text consists of -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inlines: Inlines
    origin: Origin = field(compare=False)
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter; `level` 2 or 3."""

    level: int
    inlines: Inlines
    origin: Origin = field(compare=False)
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """A block quotation."""

    blocks: Blocks
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, numbered or not; each item is a run of blocks."""

    numbered: bool
    items: tuple[Blocks, ...]
    origin: Origin = field(compare=False)
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one head row, then rows; cells are inlines, `aligns` one of "", "left", "center", "right" a column."""

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    aligns: tuple[str, ...]
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; `path` is relative to the manuscript."""

    path: str
    caption: Inlines
    alt: str
    origin: Origin = field(compare=False)
    anchor: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class SectionBreak:
    """A break between passages."""

    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Discussion:
    """Blocks that discuss one person throughout: a range of pages in the index."""

    person: str
    blocks: Blocks
    origin: Origin = field(compare=False)
    anchor: str = ""
    principal: bool = False
    sub: str = ""


Block: TypeAlias = Paragraph | Heading | Extract | ItemList | Table | Figure | SectionBreak | Discussion
Blocks: TypeAlias = tuple[Block, ...]

# --- what the book consists of -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, or a piece of prose in the front or back (then `number` is 0). Fields stand in reading order."""

    anchor: str
    title: Inlines
    short: str
    epigraph: Inlines = field(default=(), kw_only=True)
    epigraph_source: Inlines = field(default=(), kw_only=True)
    blocks: Blocks
    origin: Origin = field(compare=False)
    number: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A primary source of the appendix, with all that is said of it; `senders` and `recipients` are keys of people.
    `language` is that of its text, where it is another than the book's.
    """

    anchor: str
    title: Inlines
    kind: str
    treatment: str
    date: str
    date_text: str
    place: str
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


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which the text names a person; `only_in` limits it to some chapters or documents."""

    text: str
    only_in: tuple[str, ...] = ()
    origin: Origin = field(default=Origin(""), compare=False)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a person: a birth, cover, code, pen or married name, a title, or a spelling."""

    name: str
    kind: str
    forms: tuple[Form, ...]
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the book names. `only` is set for a person known by a single name."""

    key: str
    family: str
    given: str
    particle: str
    suffix: str
    only: str
    lang: str
    born: str
    died: str
    gloss: str
    bio: Inlines
    forms: tuple[Form, ...]
    aliases: tuple[Alias, ...]
    see_also: tuple[str, ...]
    sort: str
    origin: Origin = field(compare=False)

    @property
    def dates(self) -> str:
        """`1899–1941`, `b. 1899`, `d. 1941` or nothing."""
        if self.born and self.died:
            return f"{self.born}–{self.died}"
        return f"b. {self.born}" if self.born else f"d. {self.died}" if self.died else ""

    @property
    def full_name(self) -> str:
        """The name in reading order."""
        if self.only:
            return self.only
        name = " ".join(part for part in (self.given, self.particle, self.family) if part)
        return f"{name}, {self.suffix}" if self.suffix else name


@dataclass(frozen=True, slots=True)
class Source:
    """A work that is cited: its CSL record as plain values, its part of the bibliography, literal wordings."""

    key: str
    record: Mapping[str, Any]
    section: str
    cite: Inlines
    cite_short: Inlines
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the chronology; `see` is an anchor whose page is printed, or empty."""

    date: str
    date_text: str
    text: Inlines
    see: str
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the book in its order: prose of the editor's, or something the press makes (`kind`)."""

    kind: str
    anchor: str
    title: str
    origin: Origin = field(compare=False)
    chapter: Chapter | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross-reference can point to: `kind` (chapter, document, figure, note, heading, piece), number, home."""

    kind: str
    number: str
    home: str
    title: str
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mention in its place: in which unit (chapter or document), in which note, in a heading or a caption."""

    anchor: str
    person: str
    unit: str
    note: str
    where: str
    principal: bool
    sub: str
    span: bool
    form: str
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the title page, the imprint and the PDF's metadata say."""

    title: str
    subtitle: str
    author: str
    editor: str
    language: str
    publisher: str
    place: str
    year: str
    isbn: str
    edition: str
    rights: str
    slug: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover needs beside the imprint. `leaf` and `board` are thicknesses in points; `leaf` is 0 if not said."""

    leaf: float = 0.0
    board: float = 0.0
    blurb: tuple[Inlines, ...] = ()
    about: tuple[Inlines, ...] = ()
    origin: Origin = field(default=Origin(""), compare=False)


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book, linked and numbered."""

    imprint: Imprint
    style: str
    citation_style: str
    trim: str
    front: tuple[Piece, ...]
    body: tuple[Piece, ...]
    back: tuple[Piece, ...]
    documents: tuple[Document, ...]
    people: Mapping[str, Person]
    sources: Mapping[str, Source]
    bibliography: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    targets: Mapping[str, Target]
    occurrences: tuple[Occurrence, ...]
    lines: Mapping[str, tuple[str, ...]]
    origin: Origin = field(compare=False)
    signature: int = 4
    cover: Cover = Cover()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order."""
        return self.front + self.body + self.back


# --- walking ------------------------------------------------------------------------------------


def walk(node: object) -> Iterator[Any]:
    """The node and everything within it, in reading order, depth first."""
    waiting: list[Any] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            waiting.extend(reversed(each))
        elif (names := _parts(type(each))) is not None:  # type: ignore[arg-type]  # mypy: a class has a hash
            yield each
            waiting.extend(getattr(each, name) for name in names)


SIMPLE = ("str", "int", "bool", "Origin", "tuple[str, ...]", "Mapping[")
"""What the annotations of fields begin with that hold no nodes."""


@cache
def _parts(kind: type) -> tuple[str, ...] | None:
    """The fields of a class that may hold nodes, the last first; None for what is no node itself."""
    if not is_dataclass(kind) or kind is Origin:
        return None
    return tuple(each.name for each in reversed(fields(kind)) if not str(each.type).startswith(SIMPLE))


def plain(node: object) -> str:
    """The words of a node without its notes: for outlines, running heads and sorting."""
    if isinstance(node, tuple):
        return "".join(plain(part) for part in node)
    if isinstance(node, Text):
        return node.text
    if isinstance(node, LineBreak):
        return " "
    if isinstance(node, (Emphasis, Strong, SmallCaps, Superscript, Foreign, Link, Mention, Reference)):
        return plain(node.inlines)
    return ""
