"""The blocks between `::: drama` and `:::` → a drama: terms and meanings are speakers and speeches.

::: drama
*[Enter the King.]*

KING
:   | So far, and then
    | the sea.

FOOL
:   | [And then the sea?]{.shared}
:::
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from press.editing.block_reader import BlockReader
from press.editing.inlines import unread
from press.editing.mark_rules import NOTHING_IN_IT
from press.editing.rules import UNKNOWN_MARK
from press.editing.verse_lines import counted, start_of
from press.editing.verse_rules import DRAMA_PART
from press.problem import Problem, warning
from press.text import (
    Block,
    Blocks,
    DefinitionList,
    Drama,
    Emphasis,
    Extract,
    Figure,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    SectionBreak,
    Speech,
    StageDirection,
    Table,
    Text,
    Verse,
    plain,
)

SAYS: Mapping[str, Set[str]] = {"start": frozenset(), "class": {"drama", "unnumbered"}}
LIKE_A_SPEECH = re.compile(r"(?:[^\W\d_a-z]{2,}\.?\s+)*[^\W\d_a-z]{2,}[.:]?\s+[‘’“]?[^\W\d_a-z]?’?[a-z]")
"""Capitals, and then words that begin with one: a speaker whose colon was forgotten."""
SPOKEN = (Paragraph, Verse, Extract, StageDirection)
"""What a speech consists of."""
NAMES: Mapping[type, str] = {
    Heading: "a heading",
    Extract: "a quotation",
    ItemList: "a list",
    DefinitionList: "a list of terms",
    Table: "a table",
    Figure: "a picture",
    SectionBreak: "a break",
    Drama: "a drama",
}


def drama(reader: BlockReader, attrs: dict[str, str], line: int, close: int) -> Block | None:
    """A `::: drama` block, which has been opened."""
    if strange := unread(attrs, SAYS):
        reader.text.complain(line, UNKNOWN_MARK, f"a drama says {strange}", "it may have: start=101, .unnumbered")
    within, reader.in_drama = reader.in_drama, True
    blocks = reader.whole(reader.until("container_discussion_close"), line, "a drama")
    reader.in_drama = within
    reader.closes.pop(close, None)
    reader.ended = -1
    start = start_of(reader.text, attrs["start"], line) if "start" in attrs else 1
    parts = drama_of(blocks, reader.text.problems)
    if blocks and not any(isinstance(each, Speech) for each in parts):
        hint = "write who speaks on a line, and what below it, behind a colon"
        reader.text.complain(line, NOTHING_IN_IT, "a drama in which nobody speaks", hint)
    if not parts:
        return None
    found = Drama(parts, reader.text.place(line), start, "unnumbered" not in str(attrs.get("class", "")).split())
    return counted(found, reader.text.problems)


def drama_of(blocks: Blocks, problems: list[Problem]) -> Blocks:
    """Blocks as the parts of a drama: terms and what they mean are speakers and speeches, paragraphs stage directions.
    What cannot stand in one is told, and left out.
    """
    return tuple(part for block in blocks for part in _parts(block, problems))


def _parts(block: Block, problems: list[Problem]) -> Iterator[Block]:
    """What a block is in a drama; what it cannot be is told, and left out."""
    match block:
        case DefinitionList():
            for each in block.definitions:
                said = (part for meaning in each.meanings for part in meaning)
                spoken = tuple(part for one in said for part in _spoken(one, problems))
                yield Speech(each.term, spoken, each.origin)
        case Paragraph():
            if LIKE_A_SPEECH.match(plain(block.inlines[:1])) and isinstance(block.inlines[0], Text):
                hint = "a speech stands below its speaker, behind a colon; or write the direction in italics"
                problems.append(warning(block.origin, DRAMA_PART, "a stage direction that begins like a speech", hint))
            yield StageDirection(_upright(block.inlines), block.origin)
        case Verse() if block.start != 1 or not block.numbered:
            hint = "say it of the drama: ::: {.drama start=101}"
            problems.append(Problem(block.origin, DRAMA_PART, "verse in a drama that has a count of its own", hint))
        case Verse() | SectionBreak() | Speech() | StageDirection():
            yield block
        case _:
            hint = "end the drama before it, and begin another behind it"
            problems.append(Problem(block.origin, DRAMA_PART, f"{_named(block)} in a drama", hint))


def _spoken(block: Block, problems: list[Problem]) -> Blocks:
    """What a block is in a speech."""
    if isinstance(block, Paragraph) and (aside := _bracketed(block.inlines)):
        return (StageDirection(aside, block.origin),)
    if isinstance(block, Verse) and (block.start != 1 or not block.numbered):
        return tuple(_parts(block, problems))
    if isinstance(block, SPOKEN):
        return (block,)
    hint = "a speech has paragraphs, verse and quotations"
    problems.append(Problem(block.origin, DRAMA_PART, f"{_named(block)} in a speech", hint))
    return ()


def _bracketed(inlines: Inlines) -> Inlines:
    """The words of a paragraph that is all a stage direction: italic, and in brackets or parentheses."""
    words = plain(inlines).strip()
    closed = words[:1] + words[-1:] in ("[]", "()")
    return _upright(inlines) if closed and len(inlines) == 1 and isinstance(inlines[0], Emphasis) else ()


def _upright(inlines: Inlines) -> Inlines:
    """A stage direction without its italics, which are the style's to give. One that begins with them has been typed as
    it is to look: what is not italic there is to stand out.
    """
    if not inlines or not isinstance(inlines[0], Emphasis):
        return inlines
    turned = (each.inlines if isinstance(each, Emphasis) else (Emphasis((each,)),) for each in inlines)
    return tuple(each for run in turned for each in run)


def _named(block: Block) -> str:
    return NAMES.get(type(block), "a block of colons")
