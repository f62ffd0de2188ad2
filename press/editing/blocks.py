"""A text in Markdown → blocks: what a page of text consists of, each with its place in the manuscript."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes

from press.editing.inlines import NOT_PROSE, MarkdownText, parse_inlines
from press.editing.markdown import tokens
from press.editing.punctuation import polished
from press.editing.rules import (
    DISCUSSION_OF_NOBODY,
    FIGURE_WITHOUT_ALT,
    HEADING_LEVEL,
    NOT_PLAIN_PROSE,
    NOT_SUPPORTED,
    NOTE_OUT_OF_PLACE,
    ONE_PARAGRAPH,
    UNCLOSED_DISCUSSION,
)
from press.fields import Written
from press.problem import Problem, warning
from press.text import (
    Block,
    Blocks,
    Discussion,
    Extract,
    Figure,
    Heading,
    Inlines,
    ItemList,
    Note,
    Paragraph,
    SectionBreak,
    Table,
    Text,
    walk,
)

HEADING_ID = re.compile(r"\s*\{#([\w-]+)\}\s*$")


def parse_text(written: Written, problems: list[Problem], in_note: bool = False) -> Blocks:
    """A run of Markdown as blocks; `in_note` when citations are worded in place, as in a note."""
    text = MarkdownText(written.origin, problems)
    parser = _BlockParser(text, written.text, in_note)
    blocks = parser.until("")
    text.complain_of_uncalled()
    return blocks


def parse_line(written: Written, problems: list[Problem], notes: bool = True, in_note: bool = False) -> Inlines:
    """A field of Markdown that must be one paragraph; `notes` whether it may have some."""
    if not written.text.strip():
        return ()
    blocks = parse_text(written, problems, in_note)
    if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
        problems.append(Problem(written.origin, ONE_PARAGRAPH, "this field takes one paragraph of text"))
        return ()
    inlines = blocks[0].inlines
    if not notes and any(isinstance(each, Note) for each in walk(inlines)):
        problems.append(Problem(written.origin, NOTE_OUT_OF_PLACE, "a note cannot stand here"))
        return ()
    return inlines


class _BlockParser:
    """Markdown tokens of one text on their way to blocks."""

    def __init__(self, text: MarkdownText, written: str, in_note: bool) -> None:
        self.text, self.in_note = text, in_note
        self.source = written.split("\n")
        stream, slips = tokens(written)
        self.stream = text.without_notes_apart(stream)
        text.problems += (warning(text.place(each.line), each.rule, each.message, each.hint) for each in slips)
        self.at = 0

    def until(self, close: str) -> Blocks:
        """The blocks up to a closing token, or to the end of the text."""
        blocks: list[Block] = []
        while self.at < len(self.stream):
            token = self.stream[self.at]
            self.at += 1
            if token.type == close:
                return tuple(blocks)
            if (block := self._block(token)) is not None:
                blocks.append(block)
        return tuple(blocks)

    def _block(self, token: Token) -> Block | None:
        line = token.map[0] if token.map else 0
        if token.type in NOT_PROSE:
            what = NOT_PROSE[token.type]
            self.text.complain(line, NOT_PLAIN_PROSE, f"{what} in the manuscript", "a chapter is plain prose")
            return None
        if (make := MAKERS.get(token.type)) is None:
            what = token.type.removesuffix("_open")
            self.text.complain(line, NOT_SUPPORTED, f'the press has no use for "{what}"')
            return None
        return make(self, token, line)

    def _inlines(self, token: Token) -> Inlines:
        """What stands in a block, whose lines the token knows."""
        return parse_inlines(self.text, token.children, token.map[0] if token.map else 0, self.in_note)

    def _take_inline(self) -> Token:
        """The inline token of a paragraph or heading that has just been opened, past its closing token."""
        # markdown-it gives three tokens to either: open, inline, close
        token = self.stream[self.at]
        self.at += 2
        return token

    def paragraph(self, _: Token, line: int) -> Block | None:
        """A paragraph, or the figure that a picture alone in one is; nothing of a paragraph without words."""
        inline = self._take_inline()
        children = [child for child in inline.children or [] if child.content.strip() or child.type != "text"]
        if len(children) == 1 and children[0].type == "image":
            return self._figure(children[0], line)
        inlines = self._inlines(inline)
        # what was not prose has been told, and left nothing to print
        return Paragraph(inlines, self.text.place(line)) if inlines else None

    def _figure(self, image: Token, line: int) -> Figure:
        caption = parse_inlines(self.text, image.children, line)
        # markdown-it makes a URL of what was written, and the manuscript's files have names
        alt, path = str(image.attrs.get("alt", "")), unquote(str(image.attrs["src"]))
        origin = self.text.place(line)
        if not alt.strip():
            hint = 'write ![…](…){#id alt="what a blind reader should be told"}'
            self.text.complain(line, FIGURE_WITHOUT_ALT, "a figure without a description", hint)
        return Figure(path, caption, alt, origin, str(image.attrs.get("id", "")))

    def heading(self, token: Token, line: int) -> Block:
        """A heading of level 2 or 3, with the id in braces at its end."""
        level = int(token.tag[1])
        if level not in (2, 3):
            hint = "use ## or ###; the title is in the header"
            self.text.complain(line, HEADING_LEVEL, f"a heading of level {level}", hint)
        inlines = self._inlines(self._take_inline())
        anchor = ""
        # by hand, for the plugin of attributes knows them only behind spans, links and pictures
        if inlines and isinstance(last := inlines[-1], Text) and (found := HEADING_ID.search(last.text)):
            anchor = found[1]
            inlines = (*inlines[:-1], Text(last.text[: found.start()], last.line))
        # read on as the nearest level that there is, for what may be wrong below it
        return Heading(min(max(level, 2), 3), inlines, self.text.place(line), anchor)

    def extract(self, _: Token, line: int) -> Block:
        """A block quotation."""
        return Extract(self.until("blockquote_close"), self.text.place(line))

    def bullet_list(self, _: Token, line: int) -> Block:
        """A list without numbers."""
        return ItemList(False, self._items("bullet_list_close"), self.text.place(line))

    def ordered_list(self, token: Token, line: int) -> Block:
        """A list with numbers, from that of its first item on."""
        start = int(token.attrs.get("start", 1))
        return ItemList(True, self._items("ordered_list_close"), self.text.place(line), start)

    def _items(self, close: str) -> tuple[Blocks, ...]:
        items = []
        while (token := self.stream[self.at]).type != close:
            self.at += 1
            if token.type == "list_item_open":
                items.append(self.until("list_item_close"))
        self.at += 1
        return tuple(items)

    def section_break(self, _: Token, line: int) -> Block:
        """A rule of Markdown's."""
        return SectionBreak(self.text.place(line))

    def table(self, _: Token, line: int) -> Block:
        """A table: the first of its rows is the head, which Markdown demands."""
        rows: list[tuple[Inlines, ...]] = []
        cells: list[Inlines] = []
        aligns: list[str] = []
        while (token := self.stream[self.at]).type != "table_close":
            self.at += 1
            if token.type == "inline":
                cells.append(self._inlines(token))
            elif token.type == "th_open":
                aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        self.at += 1
        return Table(rows[0], tuple(rows[1:]), tuple(aligns), self.text.place(line))

    def discussion(self, token: Token, line: int) -> Block | None:
        """A `:::` block: a passage about one person."""
        close = token.map[1] if token.map else line
        # markdown-it closes what is open at the end of the text by itself
        end = self.source[close].lstrip("> \t") if close < len(self.source) else ""  # it may stand in a quotation
        if not end.startswith(token.markup):
            hint = "end it with ::: on a line"
            self.text.complain(line, UNCLOSED_DISCUSSION, "a discussion that is never closed", hint)
        blocks = self.until("container_discussion_close")
        try:
            _, attrs = parse_attributes(token.info.strip())
        except ParseError:
            attrs = {}
        classes = str(attrs.get("class", "")).split()
        if not attrs.get("person") or set(attrs) - {"person", "sub", "class"} or set(classes) - {"principal"}:
            hint = "write ::: {person=some-id}"
            self.text.complain(line, DISCUSSION_OF_NOBODY, "a ::: block must name a person", hint)
            return None
        origin, sub = self.text.place(line), polished(str(attrs.get("sub", "")))
        return Discussion(attrs["person"], blocks, origin, principal="principal" in classes, sub=sub)


MAKERS: Mapping[str, Callable[[_BlockParser, Token, int], Block | None]] = {
    "paragraph_open": _BlockParser.paragraph,
    "heading_open": _BlockParser.heading,
    "blockquote_open": _BlockParser.extract,
    "bullet_list_open": _BlockParser.bullet_list,
    "ordered_list_open": _BlockParser.ordered_list,
    "hr": _BlockParser.section_break,
    "table_open": _BlockParser.table,
    "container_discussion_open": _BlockParser.discussion,
}
"""What makes a block of each kind of token, which stands on a line of the text, counted from 0."""
