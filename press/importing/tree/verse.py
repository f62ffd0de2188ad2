"""Verse and drama in pandoc's tree: what is lines there, who speaks, and what both are where a drama cannot be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from press.pandoc import Json
from press.text import Block, Definition, DefinitionList, Paragraph, Speech, StageDirection

VERSE = re.compile(r"verses?|poem|poetry|poesie|poésie|gedicht|line-?group|lg", re.IGNORECASE)
"""Styles, or classes, of verse."""
STANZA = "stanza"
DRAMA = re.compile(r"drama", re.IGNORECASE)
SPEAKER = "speaker"
SPEECHES = re.compile(r"speech|sp", re.IGNORECASE)
BREAKS = ("SoftBreak", "LineBreak")
NUMBER = "line-number"
"""The class of the number of a line, which the press counts itself."""


@dataclass(frozen=True, slots=True)
class VerseNodes:
    """The lines of verse in pandoc's tree, stanza by stanza, each a run of inlines; and what is said below them."""

    stanzas: tuple[tuple[list[Json], ...], ...]
    source: list[Json]


def lines_of_verse(content: list[Json]) -> VerseNodes | None:
    """The lines of a block of verse; None if something else stands in it."""
    stanzas: list[list[list[Json]]] = []
    loose, source = False, []  # whether the last paragraph was one line, and so the next may go on with it
    for n, node in enumerate(content):
        if node["t"] in ("Para", "Plain"):
            lines = list(_at_breaks(node["c"]))
            if is_stanzas(content[:n]):  # behind stanzas that are marked as such
                source = node["c"]
            elif loose and len(lines) == 1:
                stanzas[-1] += lines
            else:
                stanzas.append(lines)
            loose = len(lines) == 1
        elif node["t"] == "LineBlock":
            stanzas.append(list(node["c"]))
            loose = False
        elif _is_stanza(node) and (within := lines_of_verse(node["c"][1])):
            stanzas.append([line for stanza in within.stanzas for line in stanza])
            loose = False
        elif node["t"] in ("BlockQuote", "Div") and (within := lines_of_verse(_inner(node))):
            stanzas += map(list, within.stanzas)
            source, loose = within.source or source, False
        else:
            return None
    return VerseNodes(tuple(map(tuple, stanzas)), source)


def _inner(node: Json) -> list[Json]:
    found: list[Json] = node["c"] if node["t"] == "BlockQuote" else node["c"][1]
    return found


def _is_stanza(node: Json) -> bool:
    return node["t"] == "Div" and STANZA in node["c"][0][1]


def is_stanzas(content: list[Json]) -> bool:
    """Whether blocks are stanzas marked as such, and perhaps a line about them."""
    last = content[-1:] if content and content[-1]["t"] in ("Para", "Plain") else []
    stanzas = content[: len(content) - len(last)]
    return bool(stanzas) and all(map(_is_stanza, stanzas))


def _at_breaks(nodes: list[Json]) -> Iterator[list[Json]]:
    line: list[Json] = []
    for node in nodes:
        if node["t"] in BREAKS:
            yield line
            line = []
        else:
            line.append(node)
    yield line


def marks_of(nodes: list[Json]) -> tuple[tuple[str, ...], bool]:
    """The ids of a line of verse, and whether it ends the line before it, by the marks on its words."""
    names: list[str] = []
    shared = False
    for node in nodes:
        if node["t"] == "Span":
            (name, classes, _), inner = node["c"]
            below, within = marks_of(inner)
            names += [name] if name else []
            names += below
            shared = shared or within or "shared" in classes
    return tuple(names), shared


def speech_in(node: Json) -> tuple[list[Json], list[Json]] | None:
    """The speaker, and what is said, of a block that is a speech; None if it is none."""
    if node["t"] != "Div" or not any(SPEECHES.fullmatch(each) for each in node["c"][0][1]):
        return None
    said: list[Json] = node["c"][1]
    if not said or said[0]["t"] not in ("Para", "Plain"):
        return None
    words: list[Json] = said[0]["c"]
    if words and words[0]["t"] == "Span" and SPEAKER in words[0]["c"][0][1]:  # at the head of what is said
        speaker: list[Json] = words[0]["c"][1]
        return speaker, [{"t": said[0]["t"], "c": _unspaced(words[1:])}, *said[1:]]
    return words, said[1:]


def _unspaced(words: list[Json]) -> list[Json]:
    """Words without the space that parts them from the speaker."""
    if not words or words[0]["t"] not in ("Str", "Space"):
        return words
    left = words[0]["c"].lstrip() if words[0]["t"] == "Str" else ""
    return [{"t": "Str", "c": left}, *words[1:]] if left else _unspaced(words[1:])


def joined(nodes: list[Json]) -> list[Json]:
    """Paragraphs that follow one another in a style of verse, as one block of it."""
    found: list[Json] = []
    for node in nodes:
        if found and (style := _verse_style(node)) and style == _verse_style(found[-1]):
            found[-1] = {"t": "Div", "c": [node["c"][0], [*found[-1]["c"][1], *node["c"][1]]]}
        else:
            found.append(node)
    return found


def _verse_style(node: Json) -> str:
    style = str(dict(node["c"][0][2]).get("custom-style", "")) if node["t"] == "Div" else ""
    return style if VERSE.fullmatch(style) else ""


def without_drama(block: Block) -> tuple[Block, ...]:
    """A part of a drama as what it would be elsewhere."""
    if isinstance(block, StageDirection):
        return (Paragraph(block.inlines, block.origin),)
    if isinstance(block, Speech):
        return (DefinitionList((Definition(block.speaker, (block.blocks,), block.origin),), block.origin),)
    return (block,)
