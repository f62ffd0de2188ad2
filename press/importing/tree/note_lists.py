"""Lists and small tables in the notes of .docx and .odt, made again from the signs of their paragraphs: of
the one pandoc makes paragraphs, of the other it drops lists without a word.

A paragraph of a list gets signs before its words, one for each list that it stands in (`word.note_lists`,
`odt.note_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from press.importing.tree.tables import table_of
from press.importing.typescript import line_of
from press.lines import remade
from press.numerals import ItemNumbers
from press.text import Block, Blocks, Inlines, ItemList, Paragraph, Text

BULLET, NUMBER, MORE = "\ue0f1", "\ue0f2", "\ue0f3"
"""Signs of an item without a number, of one with, and of what goes on in an item."""
ROW, CELL, AGAIN = "\ue0f5", "\ue0f6", "\ue0f7"
"""Signs of the first cell of a row, of another, and of a further paragraph in one: of a small table in a note."""
SIGNED = re.compile(f"([{BULLET}{NUMBER}{MORE}]+|[{ROW}{CELL}{AGAIN}])")


def with_lists(blocks: Blocks) -> Blocks:
    """The blocks of a note with its lists and tables made again from the signs."""
    found: list[Block] = []
    run: list[tuple[str, Block]] = []
    for block in (*blocks, None):
        sign, bare = _read(block) if isinstance(block, Paragraph) else ("", block)
        if run and not (sign and _kind(sign) == _kind(run[0][0])):
            found += _rows(run) if _kind(run[0][0]) else _lists(run, 1)
            run = []
        if sign and bare:
            run.append((sign, bare))
        elif bare:
            found.append(bare)
    return remade(tuple(found), _unsigned)  # in a cell of a table a sign says nothing


def _kind(sign: str) -> str:
    """What a sign is of: a table, or a list."""
    return ROW if sign in (ROW, CELL, AGAIN) else ""


def _rows(run: Sequence[tuple[str, Block]]) -> Blocks:
    """The table of a run of paragraphs in its cells, with a head; these paragraphs, where it is none."""
    rows: list[list[list[Block]]] = []
    for sign, block in run:
        if sign == ROW or not rows:
            rows.append([])
        if sign != AGAIN or not rows[-1]:
            rows[-1].append([])
        rows[-1][-1].append(block)
    columns = max(map(len, rows))
    whole = [[*row, *([[]] * (columns - len(row)))] for row in rows]
    parts = [[[(1, 1, tuple(cell)) for cell in row] for row in part] for part in ([], whole, [])]
    table = table_of(parts, ("",) * columns, run[0][1].origin)
    return (table,) if table else tuple(block for _, block in run if line_of(block))


def _unsigned(line: Inlines) -> Inlines:
    return tuple(Text(SIGNED.sub("", each.text), each.line) if isinstance(each, Text) else each for each in line)


def _read(paragraph: Paragraph) -> tuple[str, Paragraph]:
    """The sign that a paragraph begins with, and the paragraph without it."""
    first = paragraph.inlines[0] if paragraph.inlines else None
    if not isinstance(first, Text) or not (signed := SIGNED.match(first.text)):
        return "", paragraph
    rest = first.text[signed.end() :].lstrip()
    words = (*((Text(rest, first.line),) if rest else ()), *paragraph.inlines[1:])
    return signed[0], replace(paragraph, inlines=words)


def _lists(run: Sequence[tuple[str, Block]], depth: int) -> list[Block]:
    """The lists of a run of paragraphs with signs of at least this depth."""
    lists: list[Block] = []
    items: list[list[tuple[str, Block]]] = []
    for sign, block in run:
        begins = len(sign) <= depth and sign[0] != MORE
        if begins and items and items[0][0][0][0] != sign[0]:  # another list
            lists.append(_list(items, depth))
            items = []
        if begins or not items:
            items.append([])
        items[-1].append((sign, block))
    return [*lists, _list(items, depth)]


def _list(items: Sequence[Sequence[tuple[str, Block]]], depth: int) -> ItemList:
    numbers = ItemNumbers() if items[0][0][0][0] == NUMBER else None
    return ItemList(tuple(tuple(_within(item, depth)) for item in items), items[0][0][1].origin, numbers)


def _within(item: Sequence[tuple[str, Block]], depth: int) -> Iterator[Block]:
    """What an item holds: its first paragraph, others, and lists."""
    waiting: list[tuple[str, Block]] = []
    for n, (sign, block) in enumerate(item):
        if n and len(sign) > depth:
            waiting.append((sign, block))
            continue
        yield from _lists(waiting, depth + 1) if waiting else ()
        waiting = []
        yield block
    yield from _lists(waiting, depth + 1) if waiting else ()
