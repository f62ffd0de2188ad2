"""Where a long note may be cut: between sentences, lines of verse, rows of a table, terms; and its pieces.

The least that stays together of itself is a *step*; where no end of one serves, a sentence is cut behind any of its
words, which a layout has shown to end a line. What goes on in another piece does so as what it is: a list counts on,
a table has its head again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias, TypeVar

from press.compose.sentences import sentences
from press.text import (
    Block,
    Blocks,
    Cell,
    DefinitionList,
    Emphasis,
    Extract,
    Foreign,
    ForeignPassage,
    Inline,
    Inlines,
    ItemList,
    KeptCase,
    LetterPart,
    Paragraph,
    SmallCaps,
    Strong,
    Struck,
    Table,
    Text,
    Verse,
    VerseLine,
    plain,
)

SHORTEST = 2
"""Lines of a stanza that at least stand before the end of a page, and after it."""
Step = TypeVar("Step")
Row = tuple[Cell, ...]
Place: TypeAlias = tuple[int, int]
"""A place in a note: how many of its steps stand before it, and how many characters of the next."""
Ends = Mapping[Place, bool]
"""Where something is cut, and whether the last line before the cut fills the measure."""
SPLIT = (Emphasis, Strong, SmallCaps, Struck, Foreign, KeptCase)
"""Runs of words that may go on in the next piece; a name or a link has one anchor, and stays whole."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a note is cut: before which of its steps (from 1), or within the one behind so many, after `into`
    characters of its words.

    What follows the cut stands in the manuscript's order next to what precedes it, or, when a later note must begin
    before this one is finished, behind the first piece of that note: `after`. `fills`: the last line before the cut
    fills the measure, as lines in the middle of a paragraph do. `tried`: it is not known yet whether it is needed.
    """

    step: int
    after: str = ""
    fills: bool = False
    tried: bool = False
    into: int = 0

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.step, self.into


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
    return tuple(_parted(blocks, {cut.place: cut.fills for cut in cuts}))


def words_of_steps(blocks: Blocks) -> tuple[Inlines, ...]:
    """The words of each step that is a sentence, which may be cut within; nothing for each other."""
    return tuple(words for block in blocks for words in _words_of_steps(block))


def _words_of_steps(block: Block) -> Sequence[Inlines]:
    match block:
        case Paragraph():
            return sentences(block.inlines)
        case Extract() | LetterPart() | ForeignPassage():
            return words_of_steps(block.blocks)
        case ItemList():
            return [words for item in block.items for words in words_of_steps(item)]
    return ((),) * _steps(block)


def spaces_within(words: Inlines) -> frozenset[int]:
    """Behind how many characters words may go on in another piece: behind a space that stands in no name or link."""
    found: list[int] = []
    at = 0
    for each in words:
        if isinstance(each, SPLIT):
            found += [at + space for space in spaces_within(each.inlines)]
        elif isinstance(each, Text):
            found += [at + n + 1 for n, sign in enumerate(each.text) if sign == " "]
        at += len(plain(each))
    said = plain(words)
    return frozenset(each for each in found if said[:each].strip() and said[each:].strip())


def _split(words: Inlines, at: int) -> tuple[Inlines, Inlines]:
    """Words in two, the first of so many characters."""
    before: list[Inline] = []
    after: list[Inline] = []
    for each in words:
        length = len(plain(each))
        if at >= length > 0 or (not length and at > 0):
            before.append(each)
        elif at <= 0:
            after.append(each)
        elif isinstance(each, Text):
            before.append(replace(each, text=each.text[:at]))
            after.append(replace(each, text=each.text[at:]))
        elif isinstance(each, SPLIT):
            first, rest = _split(each.inlines, at)
            before.append(replace(each, inlines=first))
            after.append(replace(each, inlines=rest))
        else:
            before.append(each)
        at -= length
    return tuple(before), tuple(after)


def _parted(blocks: Blocks, ends: Ends) -> list[Blocks]:
    """Blocks in parts: what is cut goes on in the next."""
    parts: list[Blocks] = [()]
    at = 0
    for block in blocks:
        number = _steps(block)
        if number and at and (at, 0) in ends:
            parts.append(())
        first, *others = _parts(block, _within(ends, at, number))
        parts[-1] += (first,)
        parts += ((each,) for each in others)
        at += number
    return parts


def _within(ends: Ends, at: int, number: int) -> Ends:
    """The cuts within so many steps, counted from the first of them."""
    return {
        (step - at, into): fills for (step, into), fills in ends.items() if (at, 0) < (step, into) < (at + number, 0)
    }


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
    bounds = [0, *(step for step, into in ends if not into), len(steps)]
    return [tuple(steps[first:end]) for first, end in pairwise(bounds)]


def _of_paragraph(block: Paragraph, ends: Ends) -> Iterator[Paragraph]:
    """What goes on in another piece has no indent there."""
    fills = (*ends.values(), False)
    for n, (words, fill) in enumerate(zip(_words_in_parts(block.inlines, ends), fills, strict=True)):
        yield replace(block, inlines=words, fills=fill, flush=block.flush or n > 0)


def _words_in_parts(words: Inlines, ends: Ends) -> list[Inlines]:
    """The words of a paragraph in parts, cut between its sentences or within them."""
    parts: list[Inlines] = [()]
    for n, sentence in enumerate(sentences(words)):
        if n and (n, 0) in ends:
            parts.append(())
        rest, begun = sentence, 0
        for into in (into for step, into in ends if step == n and into):
            first, rest = _split(rest, into - begun)
            begun = into
            parts[-1] += first
            parts.append(())
        parts[-1] += rest
    return parts


def _of_list(block: ItemList, ends: Ends) -> Iterator[ItemList]:
    """A list counts on; an item that is cut has its mark once."""
    items: list[Blocks] = []
    first, resumed, at = 0, False, 0

    def part() -> ItemList:
        numbers = block.numbers and block.numbers.after(first)
        return replace(block, items=tuple(items), numbers=numbers, resumed=resumed)

    for n, item in enumerate(block.items):
        number = count(item)
        if number and at and (at, 0) in ends:
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
