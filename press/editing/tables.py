"""Tables in Markdown → `Table`: cells between bars or in a grid, or of a `.csv` file; their captions and remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes

from press.editing.block_checks import check_row
from press.editing.csv_tables import csv_table
from press.editing.grid_tables import DrawnTable
from press.editing.inlines import unread
from press.editing.mark_rules import ALMOST_A_MARK, NOTHING_IN_IT
from press.editing.markdown_tables import REMARK
from press.editing.markdown_text import MarkdownText
from press.editing.placement import HERE, read_place
from press.editing.placement_rules import FLOAT_PLACE
from press.editing.rules import NOT_SUPPORTED, UNKNOWN_MARK
from press.editing.table_rules import GRID_TABLE, TABLE_ALIGN, TABLE_BLOCK
from press.fields import Written
from press.rules import NOTE_IN_TABLE_HEAD
from press.text import Cell, Inlines, LineBreak, Note, Table, Text, paragraphs_of, walk

SAYS: Mapping[str, Set[str]] = {**dict.fromkeys(("id", "align", "at"), frozenset[str]()), "class": {"turned"}}
TABLES = frozenset({"table_open", "grid_open"})
BLOCK_SAYS: Mapping[str, Set[str]] = {**SAYS, "csv": frozenset[str](), "class": {"turned", "table"}}
ALIGNS = {"l": "left", "r": "right", "c": "center", "d": "decimal"}
ITEM = ("- ", "* ", "+ ", "> ", "# ", "## ")
"""How a line of a cell begins that was meant as more than words."""
BARE = re.compile(r"""((?<=[\s{])[\w-]+=)([^\s"'{}]+)""")
"""A value that stands without quotation marks, as Pandoc lets it, whatever it consists of."""
Said = Mapping[str, str]


class TableReader:
    """Reads the tables of one text; `inlines` makes words of a token, those of a note if told so; `files`: the texts
    of the files that it names, those that can be read.
    """

    def __init__(
        self,
        text: MarkdownText,
        source: Sequence[str],
        inlines: Callable[[Token, bool], Inlines],
        files: Mapping[str, Written],
    ) -> None:
        self.text, self.source, self.inlines, self.files = text, source, inlines, files

    def read(self, stream: Sequence[Token], at: int, said: Said | None = None) -> tuple[Table, int]:
        """The table that a token opens, with the caption and the remarks below it; and where they end.

        `said`: what the block around it says of it; then all paragraphs below it are remarks.
        """
        line = _line(stream[at])
        close = "grid_close" if stream[at].type == "grid_open" else "table_close"
        end = next(n for n in range(at, len(stream)) if stream[n].type == close)
        table = (self._drawn if close == "grid_close" else self._with_bars)(stream[at:end], line)
        at = end + 1
        if at < len(stream) and stream[at].type == "table_caption":
            table = self._captioned(table, stream[at : at + 2], said or {})
            at += 2
        elif said is not None:
            table = self._said(table, said, line)
        if said is None and table.caption:
            while at < len(stream) and stream[at].type == "paragraph_open" and REMARK.match(stream[at + 1].content):
                table = replace(table, remarks=(*table.remarks, self._remark(stream[at + 1])))
                at += 3
        return table, at

    # --- rows ----------------------------------------------------------------------------------

    def _with_bars(self, stream: Sequence[Token], line: int) -> Table:
        """A table whose cells bars part: the first of its rows is the head, which Markdown demands."""
        rows: list[tuple[Cell, ...]] = []
        cells: list[Cell] = []
        aligns: list[str] = []
        for token in stream:
            if token.type == "inline":
                cells.append(Cell(self.inlines(token, False)))
            elif token.type == "tr_open" and token.map:
                check_row(self.text, token.map[0], self.source[token.map[0]], len(aligns))
            elif token.type == "th_open":
                aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        if len(aligns) == 1:
            self._check_bars(stream)
        table = Table(head=(rows[0],), rows=tuple(rows[1:]), aligns=tuple(aligns), origin=self.text.place(line))
        return self._whole(table, line)

    def _check_bars(self, stream: Sequence[Token]) -> None:
        """Of one column nobody knows whether it is one, unless bars close its rows: verse begins its lines so too."""
        lines = [_line(token) for token in stream if token.type == "tr_open"]
        if bare := [each for each in lines if not self.source[each].rstrip().endswith("|")]:
            what = "a table of one column, or lines of verse: a row without its closing bar"
            hint = "end each row of a table with |; no row of --- stands in verse"
            self.text.complain(bare[0], ALMOST_A_MARK, what, hint)

    def _drawn(self, stream: Sequence[Token], line: int) -> Table:
        """A table drawn as a grid."""
        origin = self.text.place(line)
        if (drawn := stream[0].meta.get("drawn")) is None:
            at, what = stream[0].meta["line"], stream[0].meta["what"]
            hint = "every bar stands below a +, and every line is of one length"
            self.text.complain(at, GRID_TABLE, f"a grid table that cannot be read: {what}", hint)
            return Table(head=(), rows=(), aligns=(), origin=origin)
        rows: list[list[Cell]] = [[] for _ in range(drawn.rows)]
        for row, cell in self._drawn_cells(drawn, iter(stream[1:])):
            rows[row].append(cell)
        whole = tuple(map(tuple, rows))
        head, body, foot = (
            whole[: drawn.head],
            whole[drawn.head : drawn.rows - drawn.foot],
            whole[drawn.rows - drawn.foot :],
        )
        return self._whole(Table(head=head, rows=body, foot=foot, aligns=drawn.aligns, origin=origin), line)

    def _drawn_cells(self, drawn: DrawnTable, stream: Iterator[Token]) -> Iterator[tuple[int, Cell]]:
        for cell in drawn.cells:
            words: Inlines = ()
            for _ in cell.paragraphs():
                token = next(stream)
                if token.content.startswith(ITEM):
                    hint = "a cell takes words; a backslash before the mark keeps it"
                    self.text.complain(_line(token), NOT_SUPPORTED, "a list, quotation or heading in a cell", hint)
                words += (*((LineBreak(),) if words else ()), *self.inlines(token, False))
            yield cell.row, Cell(words, cell.across, cell.down)

    def _whole(self, table: Table, line: int) -> Table:
        """A head has no numbered notes, and a table has rows."""
        if any(isinstance(each, Note) and not each.lettered for each in walk(table.head)):
            hint = "write it with a letter, ^[…]{.letter}; or call it in a cell, or in the sentence before the table"
            self.text.complain(line, NOTE_IN_TABLE_HEAD, "a note in the head of a table", hint)
        if not table.rows:
            self.text.complain(line, NOTHING_IN_IT, "a table without rows", "give it a row, or take it out")
        return table

    # --- what is said of a table ---------------------------------------------------------------

    def _captioned(self, table: Table, caption: Sequence[Token], said: Said) -> Table:
        """A table with its caption, and with what this says of it."""
        line = _line(caption[0])
        own = self._attributes(caption[0].info, line, SAYS)
        if twice := sorted(set(own) & set(said) - {"class"}):
            self.text.complain(line, UNKNOWN_MARK, f"a table says {', '.join(twice)} twice", "take one out")
        words = self.inlines(caption[1], False)
        if not words:
            self.text.complain(line, NOTHING_IN_IT, "a caption without words", "give it words, or take it out")
        classes = f"{said.get('class', '')} {own.get('class', '')}"
        return self._said(replace(table, caption=words), {**said, **own, "class": classes}, line)

    def _said(self, table: Table, said: Said, line: int) -> Table:
        """A table with what its caption, or the block around it, says of it."""
        anchor, aligns = str(said.get("id", "")), table.aligns
        if anchor and not table.caption:
            hint = "write it below the table: : The caption."
            self.text.complain(line, NOTHING_IN_IT, f'a table with an id, "{anchor}", and no caption', hint)
        if written := str(said.get("align", "")).split():
            if len(written) != len(aligns) or not set(written) <= set(ALIGNS):
                what = f'align="{" ".join(written)}" for a table of {len(aligns)} columns'
                self.text.complain(line, TABLE_ALIGN, what, "a letter for each column: l, r, c, or d for decimals")
            else:
                aligns = tuple(ALIGNS[each] for each in written)
        turned = "turned" in str(said.get("class", "")).split()
        if turned and "at" in said:
            self.text.complain(line, FLOAT_PLACE, "a table that is turned says at=", "it has pages of its own")
        at = read_place(self.text, said.get("at"), line)
        if at == "plate":
            self.text.complain(line, FLOAT_PLACE, "a table that is to be a plate", "plates are pictures: at=page")
            at = HERE
        return replace(table, anchor=anchor, aligns=aligns, turned=turned, at=HERE if turned else at)

    def _attributes(self, written: str, line: int, says: Mapping[str, Set[str]]) -> dict[str, str]:
        """What stands in braces, each key with its value; what nobody reads is told."""
        attrs = attributes_in(written)
        if strange := unread(attrs, says):
            self.text.complain(line, UNKNOWN_MARK, f"a table says {strange}", "it may have: #id, .turned, align, at")
        return attrs

    def _remark(self, inline: Token) -> Note:
        """A paragraph below a table that speaks of it; the word before a colon that it begins with is its mark."""
        lead = REMARK.match(inline.content)
        words = self.inlines(inline, True)
        mark = ""
        if lead and words and isinstance(first := words[0], Text) and first.text.startswith(f"{lead['lead']}: "):
            mark = lead["lead"]
            rest = first.text.removeprefix(f"{mark}: ")
            words = (*((Text(rest, first.line),) if rest else ()), *words[1:])
        origin = self.text.place(_line(inline))
        return Note("", paragraphs_of((words,), origin), origin, mark=mark, lettered=True)

    # --- a block of a table ----------------------------------------------------------------------

    def block(self, stream: Sequence[Token], attrs: dict[str, str], line: int) -> Table | None:
        """What stands in a `::: {.table}` block: a table or a `.csv` file, a caption, remarks."""
        if strange := unread(attrs, BLOCK_SAYS):
            self.text.complain(
                line, UNKNOWN_MARK, f"a table says {strange}", "it may have: #id, .turned, align, at, csv"
            )
        table: Table | None = None
        if strange and "csv" not in attrs and not any(each.type in TABLES for each in stream):
            # the key may have been meant for csv=, and what is not there need not be told as well
            table = Table(head=(), rows=(), aligns=(), origin=self.text.place(line))
        if "csv" in attrs:
            table = self._from_file(attrs["csv"], line)
            attrs = {key: value for key, value in attrs.items() if key != "csv"}
            table = self._said(table, {"align": attrs.pop("align", "")}, line)
        captioned, at = False, 0
        while at < len(stream):
            token = stream[at]
            if token.type in TABLES and table is None:
                table, at = self.read(stream, at, attrs)
                captioned = True
            elif table and not captioned and token.type in ("table_caption", "paragraph_open"):
                captioned = True
                if token.type == "table_caption" or not REMARK.match(stream[at + 1].content):
                    table = self._captioned(table, (token, stream[at + 1]), attrs)
                    at += 2 if token.type == "table_caption" else 3
            elif table and token.type == "paragraph_open":
                table = replace(table, remarks=(*table.remarks, self._remark(stream[at + 1])))
                at += 3
            else:
                hint = "it holds one table, its caption and its remarks"
                what = "something else in the block of a table" if table else "the block of a table, and no table in it"
                self.text.complain(_line(token), TABLE_BLOCK, what, hint)
                return table
        if table is None:
            self.text.complain(line, TABLE_BLOCK, "a block of a table without a table", "give it one, or a csv=")
        return table

    def _from_file(self, name: str, line: int) -> Table:
        """The table that a `.csv` file holds; what cannot be read has been told by who reads files."""
        origin = self.text.place(line)
        if name not in self.files:
            return Table(head=(), rows=(), aligns=(), origin=origin)
        return csv_table(self.files[name], origin, self.text.problems)


def attributes_in(written: str) -> dict[str, str]:
    """What stands in braces; words that cannot be read as attributes are given as a class, which nobody knows."""
    quoted = BARE.sub(r'\1"\2"', written)
    try:
        read, attrs = parse_attributes(quoted) if written else (-1, {})
    except ParseError:
        return {"class": written}
    return attrs if read == len(quoted) - 1 else {"class": written}


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0
