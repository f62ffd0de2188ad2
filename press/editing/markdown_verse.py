"""Rules of blocks for markdown-it: verse, as Pandoc has it.

`| A line` is a line of verse, and so is every line of a block `::: verse`. `verse_open` … `verse_close` hold a
paragraph for each stanza, whose lines are parted by line feeds; a hard space stands for each space of an indent.
`verse_open` has in `info` what the block says in braces, and in `meta` whether it is closed.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

INDENT = "\u00a0"
LINE = re.compile(r"\|(?:[ ](?P<words>.*)|\s*)$")
BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")
RULED = re.compile(r"\|[\s:|-]*-[\s:|-]*$")
"""The second line of a table."""
BLOCK = re.compile(r"(?P<colons>:{3,})\s*(?:verse|(?P<said>\{(?=[^}]*\.verse\b)[^{}]*\}))\s*:*\s*$")


def verse(md: MarkdownIt) -> None:
    """Have a parser know verse; before `:::` blocks of any kind, and before tables, which it leaves alone."""
    md.block.ruler.before(
        "container_discussion", "verse", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.block.ruler.before("table", "line_block", _line_block, {"alt": []})  # it ends nothing: no row of a table


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]]


def _line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that each begin with a bar; one that begins with a space goes on with that before it."""
    lines: list[tuple[int, str]] = []
    at = start
    while at < end and state.sCount[at] >= state.blkIndent:
        line = _line(state, at)
        if found := LINE.fullmatch(line):
            lines.append((at, found["words"] or ""))
        elif lines and line and state.sCount[at] > state.blkIndent:
            lines[-1] = lines[-1][0], f"{lines[-1][1]} {line}"
        else:
            break
        at += 1
    # a second bar is told where the lines have become a paragraph
    ruled = start + 1 < end and RULED.fullmatch(_line(state, start + 1))
    if not lines or ruled or any(BAR.search(line) for _, line in lines):
        return False
    if not silent:
        _push(state, start, at, lines, "")
        state.line = at
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block whose every line is one of verse."""
    if not (found := BLOCK.fullmatch(_line(state, start))):
        return False
    if silent:
        return True
    at = start + 1
    while at < end and not _line(state, at).startswith(found["colons"]):
        at += 1
    # what stands before the lines is what they have in common with the block: of a quotation, or an item
    raw = state.getLines(start + 1, at, state.blkIndent, False).split("\n") if at > start + 1 else []
    lines = [(start + 1 + n, line.expandtabs(4)) for n, line in enumerate(raw)]
    _push(state, start, min(at + 1, end), lines, found["said"] or "", closed=at < end)
    state.line = min(at + 1, end)
    return True


def _push(  # noqa: PLR0917 – what a block of tokens is made of
    state: StateBlock, start: int, end: int, lines: list[tuple[int, str]], said: str, closed: bool = True
) -> None:
    opening = state.push("verse_open", "", 1)
    opening.map, opening.info, opening.meta = [start, end], said, {"closed": closed}
    stanza: list[tuple[int, str]] = []
    for each in (*lines, (end, "")):
        if each[1].strip():
            stanza.append(each)
        elif stanza:
            _push_stanza(state, stanza)
            stanza = []
    state.push("verse_close", "", -1)


def _push_stanza(state: StateBlock, lines: list[tuple[int, str]]) -> None:
    place = [lines[0][0], lines[-1][0] + 1]
    state.push("paragraph_open", "p", 1).map = place
    inline = state.push("inline", "", 0)
    written = [line.rstrip(" ") for _, line in lines]
    indents = [len(line) - len(line.lstrip(" ")) for line in written]
    inline.content = "\n".join(INDENT * by + line.lstrip(" ") for by, line in zip(indents, written, strict=True))
    inline.map, inline.children = place, []
    state.push("paragraph_close", "p", -1)
