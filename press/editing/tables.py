"""Tables in Markdown → `Table`: cells between bars, and what the caption below them says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes

from press.editing.block_checks import check_row
from press.editing.inlines import unread
from press.editing.mark_rules import NOTHING_IN_IT
from press.editing.markdown_text import MarkdownText
from press.editing.rules import UNKNOWN_MARK
from press.rules import NOTE_IN_TABLE_HEAD
from press.text import Cell, Inlines, Note, Table, walk

TABLE_SAYS = {"id": frozenset[str]()}


class TableReader:
    """Reads the tables of one text; `inlines` makes of a token what stands in a cell."""

    def __init__(self, text: MarkdownText, source: Sequence[str], inlines: Callable[[Token], Inlines]) -> None:
        self.text, self.source, self.inlines = text, source, inlines

    def with_bars(self, stream: Sequence[Token], line: int) -> Table:
        """A table whose cells bars part: the first of its rows is the head, which Markdown demands."""
        rows: list[tuple[Cell, ...]] = []
        cells: list[Cell] = []
        aligns: list[str] = []
        for token in stream:
            if token.type == "inline":
                cells.append(Cell(self.inlines(token)))
            elif token.type == "tr_open" and token.map:
                check_row(self.text, token.map[0], self.source[token.map[0]], len(aligns))
            elif token.type == "th_open":
                aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        table = Table(head=(rows[0],), rows=tuple(rows[1:]), aligns=tuple(aligns), origin=self.text.place(line))
        self._check(table, line)
        return table

    def _check(self, table: Table, line: int) -> None:
        """A head has no notes, and a table has rows."""
        if any(isinstance(each, Note) for each in walk(table.head)):
            hint = "call it in a cell, or in the sentence before the table"
            self.text.complain(line, NOTE_IN_TABLE_HEAD, "a note in the head of a table", hint)
        if not table.rows:
            self.text.complain(line, NOTHING_IN_IT, "a table without rows", "give it a row, or take it out")

    def captioned(self, table: Table, caption: Token, inline: Token) -> Table:
        """A table with what its caption says of it."""
        line = caption.map[0] if caption.map else 0
        attrs = self._attributes(caption.info, line)
        words = self.inlines(inline)
        if not words:
            self.text.complain(line, NOTHING_IN_IT, "a caption without words", "give it words, or take it out")
        return replace(table, caption=words, anchor=str(attrs.get("id", "")))

    def _attributes(self, written: str, line: int) -> dict[str, str]:
        """What stands in braces, each key with its value; what nobody reads is told."""
        try:
            attrs = parse_attributes(written)[1] if written else {}
        except ParseError:
            attrs = {"class": written}
        if strange := unread(attrs, TABLE_SAYS):
            self.text.complain(line, UNKNOWN_MARK, f"a table says {strange}", "write : The caption. {#id}")
        return attrs
