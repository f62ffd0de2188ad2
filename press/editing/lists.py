"""Tokens of lists → lists: with and without numbers, and of terms."""

from __future__ import annotations

from markdown_it.token import Token

from press.editing.block_checks import check_beginning, check_item, check_numbers
from press.editing.block_reader import BlockReader
from press.editing.mark_rules import LIST_NUMBER
from press.numerals import ItemNumbers
from press.text import Block, Blocks, Definition, DefinitionList, Inlines, ItemList


def bullet_list(reader: BlockReader, token: Token, line: int) -> Block:
    """A list without numbers."""
    items = _items(reader, "bullet_list_close", None, line)
    if not reader.items:
        check_item(reader.text, line, items)
    return ItemList(items, reader.text.place(line))


def ordered_list(reader: BlockReader, token: Token, line: int) -> Block:
    """A list with numbers, from that of its first item on."""
    if token.meta.get("counted") and isinstance(reader.before, ItemList) and reader.before.numbers:
        hint = "write the number with which it is to begin; or words between the lists"
        reader.text.complain(line, LIST_NUMBER, "a list that #. begins right behind another of another mark", hint)
    numbers = ItemNumbers(token.meta["numeral"], token.markup, int(token.attrs.get("start", 1)))
    items = _items(reader, "ordered_list_close", numbers, line)
    return ItemList(items, reader.text.place(line), numbers)


def _items(reader: BlockReader, close: str, right: ItemNumbers | None, first: int) -> tuple[Blocks, ...]:
    """The items of a list that has just been opened.

    `right`: what numbers they have, if any; `first`: the line of the first.
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
            numbers.append((int(token.meta.get("value", 0)), line))
            items.append(reader.whole(reader.until("list_item_close"), line, "an item"))
    reader.at += 1
    reader.items -= 1
    reader.ended = -1  # a list of another mark may follow at once
    if at_once:
        check_beginning(reader.text, first, reader.source[first - 1], "a list", len(items) == 1)
    if right:
        check_numbers(reader.text, right, numbers)
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
