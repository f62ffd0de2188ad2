"""What is built of parts, made flat: the lines of a block that must become lines, and the rows of pandoc's tables."""

from __future__ import annotations

from press.pandoc import Json
from press.text import (
    Block,
    DefinitionList,
    Drama,
    Epigraph,
    Extract,
    ForeignPassage,
    Heading,
    Inlines,
    ItemList,
    LetterPart,
    Paragraph,
    Speech,
    StageDirection,
    Table,
    Verse,
)


def flat_lines(block: Block) -> list[Inlines]:
    """The lines of any block, in order: what a note or a caption can hold of it."""
    match block:
        case Paragraph() | Heading():
            return [block.inlines]
        case Extract():
            return [line for inner in block.blocks for line in flat_lines(inner)]
        case Verse():
            return [
                *(line.inlines for stanza in block.stanzas for line in stanza),
                *((block.source,) if block.source else ()),
            ]
        case LetterPart() | ForeignPassage():
            return [line for inner in block.blocks for line in flat_lines(inner)]
        case Epigraph():
            lines = [line for inner in block.blocks for line in flat_lines(inner)]
            return [*lines, *((block.source,) if block.source else ())]
        case StageDirection():
            return [block.inlines]
        case Drama() | Speech():
            spoken = [line for inner in block.blocks for line in flat_lines(inner)]
            return [block.speaker, *spoken] if isinstance(block, Speech) else spoken
        case ItemList():
            return [line for item in block.items for inner in item for line in flat_lines(inner)]
        case DefinitionList():
            told = [(each.term, [b for meaning in each.meanings for b in meaning]) for each in block.definitions]
            return [line for term, blocks in told for line in (term, *(ln for b in blocks for ln in flat_lines(b)))]
        case Table():
            return [line for line in (block.caption, *block.cells) if line]
    return []


def rows_of(part: Json) -> list[list[Json]]:
    """The rows of a table's head, body or foot, as lists of cells (attributes, alignment, spans, blocks)."""
    kinds = part[1:] if len(part) == 2 else part[2:]
    return [row[1] for rows in kinds for row in rows]
