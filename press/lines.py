"""The lines of words that blocks consist of: read one after another, and put back when they have been worded.

A line is a paragraph, a line of verse, a term, a cell of a table: whatever is a run of inlines of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from press.text import (
    Block,
    Blocks,
    Cell,
    Definition,
    DefinitionList,
    Discussion,
    Drama,
    Epigraph,
    Extract,
    Figure,
    FigureGroup,
    ForeignPassage,
    Heading,
    Inlines,
    ItemList,
    LetterPart,
    Paragraph,
    SectionBreak,
    Speech,
    StageDirection,
    Table,
    Verse,
)

Remake: TypeAlias = Callable[[Inlines], Inlines]


def lines_within(blocks: Blocks) -> tuple[Inlines, ...]:
    """Every line of words within blocks, in reading order; those without words are left out."""
    found: list[Inlines] = []

    def keep(line: Inlines) -> Inlines:
        found.append(line)
        return line

    remade(blocks, keep)
    return tuple(found)


def with_lines(blocks: Blocks, lines: Iterable[Inlines]) -> Blocks:
    """The blocks with other lines in the places of their own, as many as `lines_within` gives."""
    others = iter(lines)
    return remade(blocks, lambda _: next(others))


def remade(blocks: Blocks, remake: Remake) -> Blocks:
    """The blocks with every line of words made anew."""
    return tuple(_block(block, lambda line: remake(line) if line else line) for block in blocks)


def _block(block: Block, remake: Remake) -> Block:
    match block:
        case Paragraph() | Heading() | StageDirection():
            return replace(block, inlines=remake(block.inlines))
        case Extract() | Discussion() | LetterPart() | ForeignPassage() | Drama():
            return replace(block, blocks=remade(block.blocks, remake))
        case Speech():
            return replace(block, speaker=remake(block.speaker), blocks=remade(block.blocks, remake))
        case Epigraph():
            return replace(block, blocks=remade(block.blocks, remake), source=remake(block.source))
        case Verse():
            stanzas = tuple(
                tuple(replace(line, inlines=remake(line.inlines)) for line in stanza) for stanza in block.stanzas
            )
            return replace(block, stanzas=stanzas, source=remake(block.source))
        case ItemList():
            return replace(block, items=tuple(remade(item, remake) for item in block.items))
        case DefinitionList():
            return replace(block, definitions=tuple(_definition(each, remake) for each in block.definitions))
        case Table():
            return _table(block, remake)
        case Figure():
            return replace(block, caption=remake(block.caption))
        case FigureGroup():
            figures = tuple(replace(each, caption=remake(each.caption)) for each in block.figures)
            return replace(block, figures=figures, caption=remake(block.caption))
        case SectionBreak():
            return block
    raise AssertionError(f"the lines of a {type(block).__name__} are not known")  # a kind that was forgotten here


def _definition(definition: Definition, remake: Remake) -> Definition:
    term = remake(definition.term)
    return replace(definition, term=term, meanings=tuple(remade(each, remake) for each in definition.meanings))


def _table(table: Table, remake: Remake) -> Table:
    """Its remarks are notes, which are worded by themselves."""

    def rows(part: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(replace(cell, inlines=remake(cell.inlines)) for cell in row) for row in part)

    return replace(
        table, caption=remake(table.caption), head=rows(table.head), rows=rows(table.rows), foot=rows(table.foot)
    )
