"""Rules of blocks for markdown-it: what Pandoc has in tables and CommonMark has not.

`table_caption` is `: Its words. {#id}`, or `Table: …`, up to a blank line; it stands below a table, with a blank line
before it or none.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(?=\S)")
SAID = re.compile(r"(?:^|\s+)(\{[^{}]*\})$")
"""What a caption says of its table, in braces behind it."""


def tables(md: MarkdownIt) -> None:
    """Have a parser know tables as Pandoc has them."""
    md.enable("table")
    # before lists and paragraphs, and asked by the rule of tables where they end, as quotations are
    md.block.ruler.before("table", "table_caption", _caption, {"alt": ["blockquote"]})


def _caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The caption of the table above."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not (begun := CAPTION.match(line)):
        return False
    if silent:
        return state.parentType == "table"
    if not state.tokens or state.tokens[-1].type != "table_close":
        return False
    after = start + 1
    while after < end and not state.isEmpty(after) and state.sCount[after] >= state.blkIndent:
        after += 1
    token = state.push("table_caption", "", 0)
    token.map = [start, after]
    words = state.getLines(start, after, state.blkIndent, False).lstrip()[begun.end() :].rstrip()
    if said := SAID.search(words):
        words, token.info = words[: said.start()], said[1]
    inline = state.push("inline", "", 0)
    inline.map, inline.content, inline.children = [start, after], words, []
    state.line = after
    return True
