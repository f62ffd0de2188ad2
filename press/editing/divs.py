"""Blocks between lines of colons, `:::`: passages about one person, tables with what belongs to them, and others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from markdown_it.token import Token

from press.editing.block_reader import BlockReader
from press.editing.drama import drama
from press.editing.figures import figure_group
from press.editing.index_marks import entries_in, faults_of_entries
from press.editing.index_rules import INDEX_MARK
from press.editing.passages import LETTER_PARTS, epigraph, foreign_passage, letter_part, unmarked_list
from press.editing.punctuation import polished
from press.editing.rules import DISCUSSION_OF_NOBODY, UNCLOSED_DISCUSSION
from press.editing.tables import attributes_in
from press.text import Block, Discussion

NO_ENTRIES = ("sub", "class", "lang", "id")
"""What the braces of a passage say that is no heading of an index; a language and an id a discussion cannot have."""


def discussion(reader: BlockReader, token: Token, line: int) -> Block | None:
    """A `:::` block: a passage about one person, or about other headings of indexes; or what its class says."""
    close = token.map[1] if token.map else line
    # markdown-it closes what is open at the end of the text by itself
    end = reader.source[close].lstrip("> \t") if close < len(reader.source) else ""  # it may stand in a quotation
    # nor does it ask which of two that are open a line closes: both end there, and the outer one has no end
    hint = "end it with ::: on a line; around another it has a colon more: ::::"
    attrs = attributes_in(token.info.strip())
    classes = str(attrs.get("class", "")).split()
    kind = next((each for each in classes if each in DIVS), "")
    if not end.startswith(token.markup):
        what = f"::: {kind}" if kind else "a discussion"
        reader.text.complain(line, UNCLOSED_DISCUSSION, f"{what} that is never closed", hint)
    elif (outer := reader.closes.get(close, line)) != line:  # either may be the one whose end was forgotten
        one = reader.text.place(outer).line
        what = f"two discussions, begun on lines {one} and {reader.text.place(line).line}, that one line closes"
        reader.text.complain(outer, UNCLOSED_DISCUSSION, what, hint)
        reader.text.complain(line, UNCLOSED_DISCUSSION, what, hint)
    reader.closes[close] = line
    if kind:
        return DIVS[kind](reader, attrs, line, close)
    if "lang" in attrs and "person" not in attrs:
        return foreign_passage(reader, attrs, line, close)
    blocks = reader.whole(reader.until("container_discussion_close"), line, "a discussion")
    reader.closes.pop(close, None)  # one within it may have ended on the same line
    entries = entries_in(attrs, NO_ENTRIES)
    strange = set(attrs) - {"sub", "class"} - {mark for mark, _ in entries}
    faults = [*faults_of_entries(entries, attrs, wordless=False)]
    if not all(term.strip() for _, term in entries) or not entries or strange or set(classes) - {"principal"}:
        likely = next((each for each in classes if get_close_matches(each, DIVS)), "")
        hint = f"did you mean ::: {get_close_matches(likely, DIVS)[0]}?" if likely else "write ::: {person=some-id}"
        reader.text.complain(line, DISCUSSION_OF_NOBODY, "a ::: block must name a person", hint)
        return None
    for what, hint in faults:
        reader.text.complain(line, INDEX_MARK, what, hint)
    origin, sub = reader.text.place(line), polished(str(attrs.get("sub", "")))
    for mark, term in reversed(entries):
        about = Discussion(term, blocks, origin, principal="principal" in classes, sub=sub, mark=mark)
        blocks = (about,)
    return about


def _tokens_within(reader: BlockReader, close: int) -> list[Token]:
    """The tokens of a block that has been opened, up to its end on a line; another may stand in it, which is told."""
    level, end = 1, reader.at
    while level:
        level += {"container_discussion_open": 1, "container_discussion_close": -1}.get(reader.stream[end].type, 0)
        end += 1
    stream, reader.at = reader.stream[reader.at : end - 1], end
    reader.closes.pop(close, None)
    return stream


def _table_block(reader: BlockReader, attrs: dict[str, str], line: int, close: int) -> Block | None:
    """A `::: {.table}` block, which has been opened."""
    return reader.tables.block(_tokens_within(reader, close), attrs, line)


def _figures_block(reader: BlockReader, attrs: dict[str, str], line: int, close: int) -> Block | None:
    """A `::: {.figures}` block, which has been opened."""
    return figure_group(reader, _tokens_within(reader, close), attrs, line)


DIVS: Mapping[str, Callable[[BlockReader, dict[str, str], int, int], Block | None]] = {
    "table": _table_block,
    "figures": _figures_block,
    "drama": drama,
    "epigraph": epigraph,
    "unmarked": unmarked_list,
    **dict.fromkeys(LETTER_PARTS, letter_part),
}
"""What makes a block of one whose class says what it is: of what its braces say, on a line, to another (from 0)."""
