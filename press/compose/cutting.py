"""Where a long note may be cut: between sentences, lines of verse, rows of a table, terms; and its pieces.

The least that stays together is a *step*. What goes on in another piece does so as what it is: a list counts on, a
table has its head again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from press.compose.sentences import sentences
from press.text import (
    Block,
    Blocks,
    Cell,
    DefinitionList,
    Extract,
    ForeignPassage,
    ItemList,
    LetterPart,
    Paragraph,
    Table,
    Verse,
    VerseLine,
)

SHORTEST = 2
"""Lines of a stanza that at least stand before the end of a page, and after it."""
Step = TypeVar("Step")
Row = tuple[Cell, ...]
Ends = Mapping[int, bool]
"""Before which steps (from 1) something is cut, and whether the last line before the cut fills the measure."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a note is cut: before which of its steps (from 1).

    What follows the cut stands in the manuscript's order next to what precedes it, or, when a later note must begin
    before this one is finished, behind the first piece of that note: `after`. `fills`: the last line before the cut
    fills the measure, as lines in the middle of a paragraph do. `tried`: it is not known yet whether it is needed.
    """

    step: int
    after: str = ""
    fills: bool = False
    tried: bool = False


def count(blocks: Blocks) -> int:
    """How many steps there are in a note, or in a part of one."""
    return sum(map(_steps, blocks))


def _steps(block: Block) -> int:
    match block:
        case Paragraph():
            return len(sentences(block.inlines))
        case Extract() | LetterPart() | ForeignPassage():
            return count(block.blocks)
        case ItemList():
            return sum(map(count, block.items))
        case DefinitionList():
            return len(block.definitions)
        case Verse():
            return len(_verse_steps(block))
        case Table():
            return len(_row_steps(block))
    return 1


def in_pieces(blocks: Blocks, cuts: Sequence[Cut]) -> tuple[Blocks, ...]:
    """What a note holds in pieces, one more than there are cuts."""
    return tuple(_parted(blocks, {cut.step: cut.fills for cut in cuts}))


def _parted(blocks: Blocks, ends: Ends) -> list[Blocks]:
    """Blocks in parts: what is cut goes on in the next."""
    parts: list[Blocks] = [()]
    at = 0
    for block in blocks:
        number = _steps(block)
        if number and at and at in ends:
            parts.append(())
        first, *others = _parts(block, _within(ends, at, number))
        parts[-1] += (first,)
        parts += ((each,) for each in others)
        at += number
    return parts


def _within(ends: Ends, at: int, number: int) -> Ends:
    """The cuts within so many steps, counted from the first of them."""
    return {end - at: fills for end, fills in ends.items() if at < end < at + number}


def _parts(block: Block, ends: Ends) -> list[Block]:
    """A block in parts, one more than it has cuts."""
    match block:
        case Paragraph():
            return list(_of_paragraph(block, ends))
        case Extract() | LetterPart() | ForeignPassage():
            return [replace(block, blocks=part) for part in _parted(block.blocks, ends)]
        case ItemList():
            return list(_of_list(block, ends))
        case DefinitionList():
            return [replace(block, definitions=part) for part in _groups(block.definitions, ends)]
        case Verse():
            return list(_of_verse(block, ends))
        case Table():
            steps = _groups(_row_steps(block), ends)
            rows = [tuple(row for step in part for row in step) for part in steps]
            return [
                replace(block, rows=each, foot=block.foot if n == len(rows) else ()) for n, each in enumerate(rows, 1)
            ]
    return [block]


def _groups(steps: Sequence[Step], ends: Ends) -> list[tuple[Step, ...]]:
    """Steps in groups, parted where there is a cut."""
    bounds = [0, *ends, len(steps)]
    return [tuple(steps[first:end]) for first, end in pairwise(bounds)]


def _of_paragraph(block: Paragraph, ends: Ends) -> Iterator[Paragraph]:
    """What goes on in another piece has no indent there."""
    fills = (*ends.values(), False)
    for n, (part, fill) in enumerate(zip(_groups(sentences(block.inlines), ends), fills, strict=True)):
        words = tuple(inline for sentence in part for inline in sentence)
        yield replace(block, inlines=words, fills=fill, flush=block.flush or n > 0)


def _of_list(block: ItemList, ends: Ends) -> Iterator[ItemList]:
    """A list counts on; an item that is cut has its mark once."""
    items: list[Blocks] = []
    first, resumed, at = 0, False, 0

    def part() -> ItemList:
        numbers = block.numbers and block.numbers.after(first)
        return replace(block, items=tuple(items), numbers=numbers, resumed=resumed)

    for n, item in enumerate(block.items):
        number = count(item)
        if number and at and at in ends:
            yield part()
            items, first, resumed = [], n, False
        begun, *others = _parted(item, _within(ends, at, number))
        items.append(begun)
        for other in others:
            yield part()
            items, first, resumed = [other], n, True
        at += number
    yield part()


def _verse_steps(block: Verse) -> list[tuple[int, tuple[VerseLine, ...]]]:
    """The lines of each stanza, by its number, but that none of its ends is left alone."""
    steps = []
    for n, stanza in enumerate(block.stanzas):
        last = len(stanza) - SHORTEST
        bounds = [0, *range(SHORTEST, last + 1), len(stanza)]
        steps += [(n, stanza[first:end]) for first, end in pairwise(bounds)]
    return steps


def _of_verse(block: Verse, ends: Ends) -> Iterator[Verse]:
    """Its source stands below the last of its lines."""
    parts = _groups(_verse_steps(block), ends)
    for n, part in enumerate(parts, 1):
        stanzas: dict[int, tuple[VerseLine, ...]] = {}
        for number, lines in part:
            stanzas[number] = (*stanzas.get(number, ()), *lines)
        yield replace(block, stanzas=tuple(stanzas.values()), source=block.source if n == len(parts) else ())


def _row_steps(block: Table) -> list[tuple[Row, ...]]:
    """The rows of a table, those together over which a cell goes."""
    steps: list[tuple[Row, ...]] = []
    open_ = 0
    for row in block.rows:
        if open_ > 0:
            steps[-1] += (row,)
        else:
            steps.append((row,))
        open_ = max(open_, *(cell.down for cell in row), 1) - 1
    return steps
