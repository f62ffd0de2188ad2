"""Rules of blocks for markdown-it: what Pandoc has in tables and CommonMark has not.

`table_caption` is `: Its words. {#id}`, or `Table: …`, up to a blank line or to the table's remarks; it stands below a
table, with a blank line before it or none, or at the head of a `:::` block. `grid_open` begins a grid table, whose
cells follow as inlines, a run of lines each; or says in `meta` what is wrong with it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from press.editing.grid_tables import NoGrid, read_grid

CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(?=\S)")
SAID = re.compile(r"(?:^|\s+)(\{[^{}]*\})$")
"""What a caption says of its table, in braces behind it."""
REMARK = re.compile(r"(?P<lead>Sources?|Notes?):\s+(?=\S)")
"""How a paragraph begins that belongs to the table above it."""
RULE = re.compile(r"\+(?:[-=:]*[-=][-=:]*\+)+\s*")
ENDS = ("table_close", "grid_close", "container_discussion_open")


def tables(md: MarkdownIt) -> None:
    """Have a parser know tables as Pandoc has them."""
    md.enable("table")
    # before lists and paragraphs, and asked by the rule of tables where they end, as quotations are
    md.block.ruler.before("table", "table_caption", _caption, {"alt": ["blockquote"]})
    md.block.ruler.before("table", "grid", _grid, {"alt": ["paragraph", "reference", "blockquote"]})


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]]


def _caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The caption of the table above."""
    if not (begun := CAPTION.match(_line(state, start))):
        return False
    if silent:
        return state.parentType == "table"
    if not state.tokens or state.tokens[-1].type not in ENDS:
        return False
    after = start + 1
    while after < end and not state.isEmpty(after) and state.sCount[after] >= state.blkIndent:
        if REMARK.match(_line(state, after)):
            break
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


def _grid(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table that is drawn with rules and bars."""
    if (
        not RULE.fullmatch(_line(state, start))
        or start + 1 >= end
        or not _line(state, start + 1).startswith(("|", "+"))
    ):
        return False
    if silent:
        return True
    after = start
    while after < end and state.sCount[after] >= state.blkIndent and _line(state, after).startswith(("|", "+")):
        after += 1
    opening = state.push("grid_open", "table", 1)
    opening.map = [start, after]
    try:
        drawn = read_grid([_line(state, line) for line in range(start, after)])
    except NoGrid as fault:
        opening.meta = {"line": start + fault.line, "what": fault.what}
    else:
        opening.meta = {"drawn": drawn}
        for cell in drawn.cells:
            for line, words in cell.paragraphs():
                inline = state.push("inline", "", 0)
                inline.map = [start + line, start + line + len(words)]
                inline.content, inline.children = "\n".join(each.strip() for each in words), []
    state.push("grid_close", "table", -1)
    state.line = after
    return True
