"""The initial with which a chapter begins: the letter that is to be set large, and the marks before it.

Only a paragraph that opens a chapter has one, and only where its first letter is a capital, whatever that stands in: a
name, italics, a foreign phrase. A figure is part of a number, and a small letter is meant to be small: neither is set
as one, nor is a letter of a script without capitals.
"""

from __future__ import annotations

import re
import typing
import unicodedata
from dataclasses import dataclass, replace

from press.book import Piece
from press.style.records import InitialsRecord
from press.text import (
    Block,
    Blocks,
    Discussion,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    Link,
    Mention,
    Paragraph,
    Reference,
    Side,
    SmallCaps,
    Strong,
    Table,
    Text,
)

OPENING = "“‘„‚«‹\"'¿¡"
"""Marks that may stand before the letter."""
WIDE = "\u00a0\u202f\u2009 "
"""Spaces by which the French part such a mark from its word."""
WORD = re.compile(r"[\s\u00a0]*[^\s\u00a0–—-]*")
DIGRAPHS = {"nl": ("IJ",)}
"""Letters that are written in two signs, and both large."""
Holder = Mention | Emphasis | Strong | SmallCaps | Foreign | Link | Reference
"""What may hold the first letter; a call, a line break, a raised letter begin no word."""


@dataclass(frozen=True, slots=True)
class Initial:
    """An initial as a template sees it: its letter, the marks before it, the rest of its word (or the next, behind a
    word of one letter), and how the style wants it.
    """

    letter: str
    marks: str
    word: str
    how: InitialsRecord


def opening_of(piece: Piece, how: InitialsRecord) -> Paragraph | None:
    """The paragraph that opens a piece with an initial, if it is a chapter and the style has those."""
    chapter = piece.chapter if piece.kind == "chapter" and how.kind != "none" else None
    return opening_paragraph(chapter.blocks) if chapter else None


def opening_paragraph(blocks: Blocks) -> Paragraph | None:
    """The paragraph with which a text opens, if it opens with one; a turned table stands elsewhere."""
    first: Block | None = next((each for each in blocks if not (isinstance(each, Table) and each.turned)), None)
    while isinstance(first, Discussion):
        first = next(iter(first.blocks), None)
    return first if isinstance(first, Paragraph) else None


def with_initial(inlines: Inlines, how: InitialsRecord, language: str) -> tuple[Inlines, Initial | None]:
    """A paragraph's line without its first letter, which stands before it as an `Initial`; as it is if it has none.

    What holds the letter holds the initial: it is written where it is read.
    """
    if not inlines:
        return inlines, None
    first, rest = inlines[0], inlines[1:]
    if isinstance(first, Side):  # it stands in the margin
        after_it, behind = with_initial(rest, how, language)
        return (first, *after_it), behind
    if isinstance(first, Text):
        found = _parted(first.text, how, language)
        if found is None:
            return inlines, None
        initial, after = found
        kept = (Text(after, first.line),) if after else ()
        return typing.cast("Inlines", (initial, *kept, *rest)), initial
    if not _may_hold(first):
        return inlines, None
    own = first.lang if isinstance(first, Foreign) else language
    inner, initial_within = with_initial(first.inlines, how, own)
    return (replace(first, inlines=inner), *rest), initial_within


def _may_hold(first: Inline) -> typing.TypeGuard[Holder]:
    """Whether the first letter of a text may stand within something: a label or an address is no text."""
    if isinstance(first, Reference):
        return first.form == "words"
    return not first.address if isinstance(first, Link) else isinstance(first, Holder)


def _parted(text: str, how: InitialsRecord, language: str) -> tuple[Initial, str] | None:
    """The initial of a text and what follows it."""
    at = len(text) - len(text.lstrip(OPENING + WIDE))
    digraph = next((each for each in DIGRAPHS.get(language[:2], ()) if text.startswith(each, at)), "")
    end = at + (len(digraph) or 1)
    if text[at : at + 1] and unicodedata.category(text[at]) in ("Lu", "Lt"):
        while unicodedata.combining(text[end : end + 1] or "x"):
            end += 1
        word = WORD.match(text, end)
        assert word is not None  # it may be empty
        return Initial(text[at:end], text[:at], word[0], how), text[word.end() :]
    return None
