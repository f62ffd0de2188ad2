"""Headings typed in bold and breaks typed as signs, which no style says: guessed by how they stand, and told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from press.importing.tidy import tidy
from press.importing.typescript import Changed, place_of
from press.text import Block, Blocks, Emphasis, Heading, Inlines, Paragraph, SectionBreak, Strong, Text, plain

BREAK = re.compile(r"(?:\*\s*){1,7}|⁂|❦|❧|#|(?:[•·~✱]\s*){2,7}|(?:[-–—_]\s*){3,}|[oO0]{3}")
LONGEST = 100
"""Letters of a line that may be a heading."""
GUESSED = "bold by itself: taken for a heading"
NO_END = (".", ",", ";", ":", "”", '"')
OFTEN = 3
"""A line that stands so often says who speaks, or the like."""


def with_typed_structure(blocks: Blocks, changed: list[Changed]) -> Blocks:
    """The blocks with such lines as headings and breaks; each is told with its place."""
    count = Counter(_words(block) for block in blocks)
    bold = {n for n, block in enumerate(blocks) if _is_bold(block) and count[_words(block)] < OFTEN}
    headed = any(isinstance(block, Heading) for block in blocks)
    # one line at the head of a text without headings is its title, whatever it looks like
    heads = {n for n in bold if n + 1 < len(blocks) and n + 1 not in bold and isinstance(blocks[n + 1], Paragraph)}
    if not headed and heads <= {0}:
        heads = set()
    return tuple(_made(blocks, heads, headed, changed))


def _made(blocks: Blocks, heads: set[int], headed: bool, changed: list[Changed]) -> Iterator[Block]:
    level = 0
    for n, block in enumerate(blocks):
        if isinstance(block, Heading):
            level = block.level
            yield block
        elif n in heads and isinstance(block, Paragraph) and (level or not headed):
            line = _without_bold(block.inlines)
            slanted = len(line) == 1 and isinstance(line[0], Emphasis)
            own = level + 1 if level else 1
            own = min(own + slanted, 6)
            changed.append(Changed(place_of(block), f'{GUESSED} of level {own}: "{plain(line)}"', "likely"))
            yield Heading(own, line[0].inlines if slanted and isinstance(line[0], Emphasis) else line, block.origin)
        elif isinstance(block, Paragraph) and BREAK.fullmatch(words := plain(block.inlines).strip()):
            changed.append(Changed(place_of(block), f'a line of signs alone: taken for a break, "{words}"', "sure"))
            yield SectionBreak(block.origin)
        else:
            yield block


def _words(block: Block) -> str:
    return plain(block.inlines).strip() if isinstance(block, Paragraph) else ""


def _is_bold(block: Block) -> bool:
    """Whether a paragraph is one short line, all of it bold, that ends like no sentence."""
    if not isinstance(block, Paragraph):
        return False
    words = plain(block.inlines).strip()
    line = [each for each in block.inlines if each != Text(" ")]
    return (
        bool(line)
        and all(isinstance(each, Strong) for each in line)
        and len(words) <= LONGEST
        and any(map(str.isalpha, words))
        and not words.endswith(NO_END)
    )


def _without_bold(inlines: Inlines) -> Inlines:
    parts = (each.inlines if isinstance(each, Strong) else (each,) for each in inlines)
    return tidy(tuple(part for some in parts for part in some))
