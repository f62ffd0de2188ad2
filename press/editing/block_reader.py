"""The tokens of a text one after another, on their way to blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from markdown_it.token import Token

from press.editing.block_checks import check_attributes, check_definitions, check_note
from press.editing.inlines import NOT_PROSE, hint_at, parse_inlines
from press.editing.mark_rules import NOTHING_IN_IT, TOO_DEEP
from press.editing.markdown import tokens
from press.editing.markdown_text import MarkdownText, NoteApart
from press.editing.near_misses import OF_LINES, Misses
from press.editing.rules import NOT_PLAIN_PROSE, NOT_SUPPORTED
from press.editing.tables import TableReader
from press.fields import Written
from press.problem import warning
from press.text import Block, Blocks, Inlines

COLONS = "container_discussion_close"
"""What ends a block between lines of colons."""
DEEPEST = 6
"""How many lists and quotations may stand within one another."""


class BlockReader:
    """What is read of a text, and how far: each kind of token has its maker, which takes what belongs to its block."""

    def __init__(
        self,
        text: MarkdownText,
        written: str,
        in_note: bool,
        files: Mapping[str, Written],
        makers: Mapping[str, Maker],
    ) -> None:
        self.text, self.in_note, self.makers = text, in_note, makers
        self.source = written.split("\n")
        read = tokens(written)
        self.stream, notes = text.parted(read.blocks)
        text.problems += (warning(text.place(each.line), each.rule, each.message, each.hint) for each in read.slips)
        self.at = self.depth = 0
        self.items = 0  # how many lists are open
        self.closes: dict[int, int] = {}  # the line on which an open discussion ends → that on which it begins
        self.in_drama = False
        self.parted = False  # whether a heading of the second level has been seen
        self.ended = -1  # the line behind the last paragraph
        self.before: Block | None = None  # what stands before the block that is begun
        self.tables = TableReader(text, self.source, self.table_words, files)
        check_definitions(text, read.definitions)
        check_attributes(text, written)
        for label, (line, stream) in notes.items():
            text.apart.written[label] = NoteApart(self._note(stream), text.place(line))

    def until(self, close: str) -> Blocks:
        """The blocks up to a closing token, or to the end of the text."""
        blocks: list[Block] = []
        within = close != COLONS  # which a reader of the book does not see: only lists and quotations are levels
        self.depth += within
        while self.at < len(self.stream):
            token = self.stream[self.at]
            self.at += 1
            if token.type == close:
                break
            self.before = blocks[-1] if blocks else None
            if (block := self._block(token)) is not None:
                blocks.append(block)
        self.depth -= within
        return tuple(blocks)

    def _note(self, stream: list[Token]) -> Blocks:
        """What a note holds that is written apart; read before the text, which may call it before it comes."""
        text, self.stream = self.stream, stream
        within, self.in_note = self.in_note, True
        blocks = check_note(self.text, self.until(""))
        self.stream, self.in_note = text, within
        self.at, self.ended, self.before, self.parted = 0, -1, None, False
        return blocks

    def _block(self, token: Token) -> Block | None:
        line = token.map[0] if token.map else 0
        if token.type in NOT_PROSE:
            what = NOT_PROSE[token.type]
            self.text.complain(line, NOT_PLAIN_PROSE, f"{what} in the manuscript", hint_at(token))
            return None
        if (make := self.makers.get(token.type)) is None:
            what = token.type.removesuffix("_open")
            self.text.complain(line, NOT_SUPPORTED, f'the press has no use for "{what}"')
            return None
        return make(self, token, line)

    def inlines(self, token: Token, misses: Misses = OF_LINES) -> Inlines:
        """What stands in a block, whose lines the token knows."""
        return parse_inlines(self.text, token.children, token.map[0] if token.map else 0, self.in_note, misses)

    def table_words(self, token: Token, in_note: bool) -> Inlines:
        """What stands in a cell, a caption or a remark."""
        return parse_inlines(self.text, token.children, token.map[0] if token.map else 0, in_note or self.in_note)

    def whole(self, blocks: Blocks, line: int, what: str) -> Blocks:
        """What a block holds, which must be something, and not too deep within others."""
        if self.depth > DEEPEST:
            message = f"lists and quotations within one another, more than {DEEPEST} deep"
            self.text.complain(line, TOO_DEEP, message, "say it otherwise")
        elif not blocks:
            self.text.complain(line, NOTHING_IN_IT, f"{what} with nothing in it", "give it words, or take it out")
        return blocks

    def take_inline(self) -> Token:
        """The inline token of a paragraph or heading that has just been opened, past its closing token."""
        # markdown-it gives three tokens to either: open, inline, close
        token = self.stream[self.at]
        self.at += 2
        return token


Maker: TypeAlias = Callable[[BlockReader, Token, int], Block | None]
"""What makes a block of a token, which stands on a line of the text, counted from 0."""
