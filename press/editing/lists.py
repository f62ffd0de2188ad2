"""Tokens of lists → lists: with and without numbers, and of terms."""

from __future__ import annotations

from markdown_it.token import Token

from press.editing.block_checks import check_beginning, check_item, check_numbers
from press.editing.block_reader import BlockReader
from press.editing.mark_rules import LIST_NUMBER
from press.problem import Severity
from press.text import Block, Blocks, Definition, DefinitionList, Inlines, ItemList


def bullet_list(reader: BlockReader, token: Token, line: int) -> Block:
    """A list without numbers."""
    items = _items(reader, "bullet_list_close", 0, line)
    if not reader.items:
        check_item(reader.text, line, items)
    return ItemList(False, items, reader.text.place(line))


def ordered_list(reader: BlockReader, token: Token, line: int) -> Block:
    """A list with numbers, from that of its first item on."""
    start = int(token.attrs.get("start", 1))
    # behind another list the mark only tells that a new one begins
    if token.markup == ")" and not isinstance(reader.before, ItemList):
        hint = "write it with a full stop"
        message = f"a list numbered {start}) is printed {start}."
        reader.text.complain(line, LIST_NUMBER, message, hint, Severity.WARNING)
    items = _items(reader, "ordered_list_close", start, line)
    return ItemList(True, items, reader.text.place(line), start)


def _items(reader: BlockReader, close: str, start: int, first: int) -> tuple[Blocks, ...]:
    """The items of a list that has just been opened.

    `start`: the number of the first, 0 if they have none; `first`: its line.
    """
    items: list[Blocks] = []
    numbers: list[tuple[int, int]] = []
    # within an item a list needs no blank line before it
    at_once = first == reader.ended and not reader.items
    reader.items += 1
    while (token := reader.stream[reader.at]).type != close:
        reader.at += 1
        if token.type == "list_item_open":
            line = token.map[0] if token.map else 0
            numbers.append((int(token.info or 0), line))
            items.append(reader.whole(reader.until("list_item_close"), line, "an item"))
    reader.at += 1
    reader.items -= 1
    reader.ended = -1  # a list of another mark may follow at once
    if at_once:
        check_beginning(reader.text, first, reader.source[first - 1], "a list", len(items) == 1)
    check_numbers(reader.text, start, numbers)
    return tuple(items)


def definition_list(reader: BlockReader, _: Token, line: int) -> Block:
    """A list of terms: each is a line, and below it what it means, behind a colon."""
    found: list[Definition] = []
    term: Inlines = ()
    meanings: list[Blocks] = []
    origin = reader.text.place(line)
    while (token := reader.stream[reader.at]).type != "dl_close":
        reader.at += 1
        if token.type == "inline":
            term, origin, meanings = reader.inlines(token), reader.text.place(token.map[0] if token.map else line), []
        elif token.type == "dd_open":
            reader.ended = -1  # a meaning may begin with a list
            meanings.append(reader.whole(reader.until("dd_close"), token.map[0] if token.map else line, "a meaning"))
            # the next token shows whether the term has another meaning
            if reader.stream[reader.at].type != "dd_open":
                found.append(Definition(term, tuple(meanings), origin))
    reader.at += 1
    reader.ended = -1
    return DefinitionList(tuple(found), reader.text.place(line))
