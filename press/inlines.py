"""The nouns of a line of text, and ways to walk through them and whatever holds them.

Everything is frozen and does no input or output. What a page of text consists of is in `press.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from press.problem import Origin

if TYPE_CHECKING:  # a note stands in a line, and holds what a page does
    from press.text import Blocks

LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}"  # the language, as it may be with its extensions
    r"(-[a-z]{4})?"  # script
    r"(-[a-z]{2}|-[0-9]{3})?"  # region
    r"(-[a-z0-9]{5,8}|-[0-9][a-z0-9]{3})*"  # variants
    r"(-[0-9a-wyz](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",  # extensions, and what is for private use
    re.IGNORECASE | re.ASCII,
)
"""A language tag (BCP 47; RFC 5646, 2.1), as far as its form goes."""

STAR = "*"
"""The mark of a note that has no number."""

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
class Subscript:
    """Lowered figures and letters, as a formula in a title has them."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Struck:
    """Words that whoever wrote a source has struck out, and that can still be read."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class KeptCase:
    """Words of a record in whose capitals no citation style may meddle (CSL calls them `nocase`)."""

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

    @property
    def address(self) -> str:
        """What is printed, if it is the address itself, character for character, and no words of a language."""
        printed = plain(self.inlines)
        return printed if self.url in (printed, f"https://{printed}") else ""


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
    """Words that name a heading of an index, or are marked for it; or a place that is, without words.

    `term` is the heading's id, and is empty where the editor said that they name none; `mark`: what the text calls its
    register. `edge`: whether a range of pages begins or ends here, or only the place is marked and not the words.
    `found`: no mark of the editor's says so.
    """

    term: str
    inlines: Inlines
    anchor: str = ""
    principal: bool = False
    sub: str = ""
    line: int = field(default=0, compare=False)
    mark: str = "person"
    edge: Literal["", "begin", "end", "point"] = ""
    found: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its blocks, its mark ("12", or "b" when it belongs to the original of a document).

    The mark of one to a title may be an asterisk, which counts with no others. One that is `lettered` belongs to a
    table, and stands at its foot: its mark is a letter. The remarks of a table are such notes too, which nothing calls:
    the mark is the word that they begin with ("Source"), or nothing.
    """

    anchor: str
    blocks: Blocks
    origin: Origin = field(compare=False)
    original: bool = False
    mark: str = ""
    name: str = ""
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """A side-note: words that stand in the margin, at the line in which they are written."""

    inlines: Inlines
    origin: Origin = field(compare=False)
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words with their marks, as a record has them: a title, the wording of a date. As a string it is its plain
    words, for wherever no mark can be: metadata, an outline, a running head.
    """

    inlines: Inlines = ()

    def __str__(self) -> str:
        return plain(self.inlines)

    def __bool__(self) -> bool:
        return bool(self.inlines)

    @classmethod
    def of(cls, words: str) -> Phrase:
        """Words without marks."""
        return cls((Text(words),) if words else ())


Inline: TypeAlias = (
    Text
    | Emphasis
    | Strong
    | SmallCaps
    | Superscript
    | Subscript
    | Struck
    | KeptCase
    | Foreign
    | Link
    | LineBreak
    | Reference
    | Cluster
    | Mention
    | Note
    | Side
)
Inlines: TypeAlias = tuple[Inline, ...]


def are_the_same(some: Inlines, others: Inlines) -> bool:
    """Whether two lines are of the very same inlines: one that is made of another mostly is."""
    return [*map(id, some)] == [*map(id, others)]


# --- walking ------------------------------------------------------------------------------------


def walk(node: object) -> Iterator[Any]:
    """The node and everything within it, in reading order, depth first."""
    # not by recursion, which would hand every node up through all levels: a book is walked through many times
    waiting: list[Any] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            waiting += each[::-1]  # the last goes in first, for the first is taken next
        elif (names := _parts(type(each))) is not None:  # type: ignore[arg-type]  # mypy: a class has a hash
            yield each
            for name in names:
                waiting.append(getattr(each, name))


SIMPLE = ("ItemNumbers", "str", "int", "bool", "Literal", "Origin", "tuple[str, ...]", "Mapping[")
"""What the annotations of fields begin with that hold no nodes."""


@cache
def _parts(kind: type) -> tuple[str, ...] | None:
    """The fields of a class that may hold nodes, the last first; None for what is no node itself."""
    if not is_dataclass(kind) or kind is Origin:  # a place in a file is no part of a text
        return None
    return tuple(each.name for each in reversed(fields(kind)) if not str(each.type).startswith(SIMPLE))


_WRAPPERS = (
    *(Emphasis, Strong, SmallCaps, Superscript, Subscript, Struck, KeptCase, Foreign, Link),
    *(Mention, Reference),
)


def plain(node: object) -> str:
    """The words of a node without its notes: for outlines, running heads and sorting."""
    if isinstance(node, tuple):
        return "".join(plain(part) for part in node)
    if isinstance(node, Text):
        return node.text
    if isinstance(node, LineBreak):
        return " "  # a title on two lines is one line in a running head
    if isinstance(node, _WRAPPERS):
        return plain(node.inlines)
    return ""


def repeated(inlines: Inlines) -> Inlines:
    """A title as it is repeated elsewhere: without notes, and without anchors, which belong to the title itself."""
    again: list[Inline] = []
    for each in inlines:
        if isinstance(each, (Mention, Reference)):
            again += repeated(each.inlines)
        elif isinstance(each, (Emphasis, Strong, SmallCaps, Superscript, Subscript, Struck, Foreign, Link)):
            again.append(replace(each, inlines=repeated(each.inlines)))
        elif not isinstance(each, (Note, Side)):
            again.append(each)
    return tuple(again)
