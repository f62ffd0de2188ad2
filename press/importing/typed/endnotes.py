"""Notes that stand numbered at the end of a text, and their calls in it: put together again."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from press.importing.tidy import tidy
from press.problem import Origin
from press.text import (
    Block,
    Blocks,
    Definition,
    DefinitionList,
    Drama,
    Extract,
    Inlines,
    ItemList,
    Link,
    Note,
    Paragraph,
    Speech,
    StageDirection,
    Superscript,
    Table,
    Text,
    Verse,
    VerseLine,
    plain,
    walk,
)

NUMBER = re.compile(
    r"(?:\((\d{1,3})\)|\[(\d{1,3})\]|(?:document|doc\.?|source|no\.?)\s+(\d{1,3})\s*[.:)–—-]?|(\d{1,3})[.)])\s+"
)
RAISED = {ord(raised): plain_ for raised, plain_ in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)}
RAISED_CALL = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def numbered_notes(blocks: Blocks) -> list[Blocks]:
    """The notes in a run of blocks, if each begins with its number, or goes on without one."""
    notes: list[Blocks] = []
    # all or none: were one put at the wrong call, every later one would be too, and nobody would see it
    for block in blocks:
        if isinstance(block, ItemList) and block.numbers and block.numbers.start == len(notes) + 1:
            notes += block.items  # a converter may have made a list of numbered lines
        elif isinstance(block, Paragraph):
            first = block.inlines[0]
            number = NUMBER.match(first.text) if isinstance(first, Text) else None
            if number and isinstance(first, Text) and number_in(number) == len(notes) + 1:
                notes.append((replace(block, inlines=tidy((Text(first.text[number.end() :]), *block.inlines[1:]))),))
            elif notes:  # a paragraph without a number goes on with the note before it
                notes[-1] += (block,)
            else:
                return []
        elif notes and isinstance(block, (Extract, Verse, Table)):  # so does what a sentence of it led to
            notes[-1] += (block,)
        else:
            return []
    return notes


def number_in(found: re.Match[str]) -> int:
    """The number that `NUMBER` has found, in whichever of its spellings."""
    return int(next(filter(None, found.groups())))


def calls_in(block: Block) -> list[int]:
    """The numbers of notes that a block calls, in order."""
    calls: list[int] = []
    # what notes hold that stand at their calls already
    noted = {id(each) for note in walk(block) if isinstance(note, Note) for each in walk(note)}
    for line in (each.inlines for each in walk(block) if isinstance(each, Paragraph) and id(each) not in noted):
        calls += [number for inline in line for number, _, _ in _calls_in(inline)]
    return calls


def _calls_in(inline: object) -> list[tuple[int, int, int]]:
    """Calls in an inline, each with its start and end."""
    if isinstance(inline, Text):
        found = [(m, int(m[1])) for m in re.finditer(r"\[(\d{1,3})\]", inline.text)]
        found += [(m, int(m[0].translate(RAISED))) for m in RAISED_CALL.finditer(inline.text)]
        return sorted(((number, m.start(), m.end()) for m, number in found), key=lambda each: each[1])
    if isinstance(inline, (Superscript, Link)):
        words = plain(inline.inlines).strip(" []()")  # nothing but a number: 2nd and m² are no calls
        return [(int(words), 0, 0)] if words.isdecimal() and len(words) < 4 else []
    return []


def with_notes(block: Block, notes: list[Blocks]) -> Block:
    """A block with notes in place of their calls."""
    if isinstance(block, (Paragraph, StageDirection)):
        return replace(block, inlines=_noted(block.inlines, notes, block.origin))
    if isinstance(block, Speech):
        block = replace(block, speaker=_noted(block.speaker, notes, block.origin))
    if isinstance(block, (Extract, Drama, Speech)):
        return replace(block, blocks=tuple(with_notes(each, notes) for each in block.blocks))
    if isinstance(block, ItemList):
        return replace(block, items=tuple(tuple(with_notes(each, notes) for each in item) for item in block.items))
    if isinstance(block, Verse):
        noted = partial(_verse_line, notes=notes, origin=block.origin)
        return replace(block, stanzas=tuple(tuple(map(noted, stanza)) for stanza in block.stanzas))
    if isinstance(block, DefinitionList):
        return replace(block, definitions=tuple(_defined(each, notes) for each in block.definitions))
    return block


def _noted(inlines: Inlines, notes: list[Blocks], origin: Origin) -> Inlines:
    out: list[object] = []
    for inline in inlines:
        out += _with_note(inline, notes, origin)
    return tidy(tuple(out))  # type: ignore[arg-type]


def _verse_line(line: VerseLine, notes: list[Blocks], origin: Origin) -> VerseLine:
    return replace(line, inlines=_noted(line.inlines, notes, origin))


def _defined(definition: Definition, notes: list[Blocks]) -> Definition:
    meanings = tuple(tuple(with_notes(each, notes) for each in meaning) for meaning in definition.meanings)
    return replace(definition, meanings=meanings)


def _with_note(inline: object, notes: list[Blocks], origin: Origin) -> list[object]:
    calls = _calls_in(inline)
    if not calls:
        return [inline]
    if not isinstance(inline, Text):
        return [Note("", notes[calls[0][0] - 1], origin)]
    out: list[object] = []
    last = 0
    for number, start, end in calls:
        out += [Text(inline.text[last:start]), Note("", notes[number - 1], origin)]
        last = end
    return [*out, Text(inline.text[last:])]
