"""The nouns of an import: the author's typescript, what is left of it, and what became of the rest.

The text itself is held in the nouns of `press.text`. Until a typescript has been arranged its headings may be of any
level from 1 to 6, and an `Origin` is a place in the author's file: a line of plain text, else a paragraph's number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from press.book import Document
from press.importing.account.file_words import FileWord
from press.importing.file_styles import StyleTable
from press.importing.sureness import Sure
from press.text import (
    Block,
    Blocks,
    Definition,
    DefinitionList,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Speech,
    StageDirection,
    Table,
    Verse,
    VerseLine,
    plain,
    walk,
)

NOTE_ON_TITLE = "a note on the title of the book, which has no place there: put it into the text or the imprint"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the typescript that are not in the manuscript, from which place, and why; how `sure` it is that they are
    what they were taken for.
    """

    place: int
    text: str
    why: str
    sure: Sure = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that is in the manuscript otherwise than in the typescript, at which place; how `sure` a guess is; `at`
    which file of the manuscript, and how the line there begins, parted by a colon, where that says more than the place.
    """

    place: int
    what: str
    sure: Sure = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typescript:
    """The author's file, read: `unit` is what its places count ("line" or "paragraph"), `bare` if it has no markup.

    `index`: the marks for the index, by the `term` of the mention that stands for each in the text; `comments`: those
    that somebody has made in the file, likewise.
    `words`: the file's own, by which the import is accounted for, and `live`: how many live citations it has; `quotes`:
    words of which something is told, and what; `near`: what is left out, with words that it stands beside; `styles`:
    what its styles were taken for.
    `marked`: the lines of title and subtitle with the marks that they have in the file.
    `said`: which of title, author and language the text says itself, not the program that saved it. `subtitles` and
    `bylines` are the places of paragraphs that are so by their style, `unnumbered` those of headings.
    """

    name: str
    unit: str
    blocks: Blocks
    title: str = ""
    subtitle: str = ""
    author: str = ""
    language: str = ""
    marked: tuple[Inlines, ...] = ()
    bare: bool = False
    from_web: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    references: tuple[Mapping[str, object], ...] = ()
    said: frozenset[str] = frozenset()
    subtitles: frozenset[int] = frozenset()
    bylines: frozenset[int] = frozenset()
    belongings: frozenset[int] = frozenset()
    unnumbered: frozenset[int] = frozenset()
    index: Mapping[str, AuthorsMark] = field(default_factory=dict)
    comments: Mapping[str, AuthorsComment] = field(default_factory=dict)
    words: tuple[FileWord, ...] | None = None
    live: int = 0
    quotes: tuple[tuple[str, str], ...] = ()
    near: tuple[tuple[str, LeftOut], ...] = ()
    styles: StyleTable | None = None
    left: tuple[LeftOut, ...] = ()
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsMark:
    """A mark for the index as the author's file has it: heading and sub-headings, each with what it is sorted by, if
    anything is.

    `edge`: whether a range begins or ends there. `see`, `see_also`: headings referred to. `place`: file and line or the
    like, as it is told. `told`: what of it the press has no use for. `index`: what the file calls the index that it is
    for, if it has several.
    """

    levels: tuple[str, ...]
    sorts: tuple[str, ...] = ()
    edge: Literal["", "begin", "end"] = ""
    principal: bool = False
    see: str = ""
    see_also: str = ""
    place: str = ""
    told: str = ""
    index: str = ""

    @property
    def refers(self) -> bool:
        """Whether it is a reference alone, and no place in the text."""
        return bool(self.see or self.see_also)

    @property
    def said(self) -> str:
        """The mark in words, for a report."""
        reference = f" (see {self.see})" if self.see else f" (see also {self.see_also})" if self.see_also else ""
        return " > ".join(self.levels) + {"begin": ", from here", "end": ", to here"}.get(self.edge, "") + reference


@dataclass(frozen=True, slots=True)
class AuthorsComment:
    """A comment in the author's file, with what has answered it: its `name` there, who made it, on what day, and what
    `about`. `edge`: whether the sign that stands for it is where these words begin, or end.
    """

    name: str
    who: str
    when: str
    text: str
    about: str = ""
    resolved: bool = False
    answers: tuple[AuthorsComment, ...] = ()
    edge: Literal["", "begin", "end"] = ""
    place: str = ""

    @property
    def said(self) -> str:
        """The comment in words, for a report."""
        about = f" (on “{self.about}”)" if self.about else ""
        answers = "".join(f" / {each.said}" for each in self.answers)
        return f"{self.who or 'somebody'}: {self.text}{about}{answers}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A file of prose to be: a chapter, or a piece before or after the chapters. `place` is that of its heading."""

    title: Inlines
    blocks: Blocks
    place: int
    subtitle: Inlines = ()
    kind: str = ""
    numbered: bool = True
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """A part of the book to be: what stands on its divider, and the chapters in it."""

    opening: Prose
    pieces: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A primary source to be: its heading as it stood, and its text."""

    heading: Inlines
    blocks: Blocks
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What an author has sent in the order of a book; `where` its authors work, by lines of their own; `by_part`:
    chapters are numbered anew in each part.
    """

    title: Inlines
    front: tuple[Prose, ...]
    body: tuple[Prose | Division, ...]
    back: tuple[Prose, ...]
    items: tuple[Item, ...]
    before_items: Prose | None = None
    subtitle: Inlines = ()
    author: str = ""
    where: tuple[str, ...] = ()
    by_part: bool = False
    titles: tuple[tuple[int, str], ...] = ()
    left: tuple[LeftOut, ...] = ()
    changed: tuple[Changed, ...] = ()
    decide: tuple[str, ...] = ()

    @property
    def prose(self) -> tuple[Prose, ...]:
        """All prose in order, the openings of parts too."""
        body = (
            prose
            for each in self.body
            for prose in ((each.opening, *each.pieces) if isinstance(each, Division) else (each,))
        )
        before = (self.before_items,) if self.before_items else ()
        return (*self.front, *body, *before, *self.back)


def place_of(block: Block) -> int:
    """Where a block begins in the author's file."""
    return block.origin.line


def line_of(block: Block) -> Inlines:
    """The line of a heading or a paragraph."""
    return block.inlines if isinstance(block, (Heading, Paragraph)) else ()


def words_of(block: Block | Document) -> str:
    """All words of a block, its notes included, for reports and comparisons."""
    return " ".join(text for line in lines_of(block) if (text := plain(line).strip()))


def lines_of(node: object) -> Iterator[Inlines]:
    """Every run of inlines under a node, in reading order: paragraphs, headings, cells, captions, notes."""
    for each in walk(node):
        match each:
            case Paragraph() | Heading() | StageDirection():
                yield each.inlines
            case VerseLine():
                yield each.inlines
            case Verse() if each.source:
                yield each.source
            case Definition():
                yield each.term
            case Speech():
                yield each.speaker
            case Table():
                yield from (each.caption, *each.cells)
            case ItemList() | DefinitionList():  # its items are walked through, and it has no line of its own
                continue
            case _:
                if hasattr(each, "caption"):
                    yield each.caption
