"""What a plain text says by signs, for it has no italics and no margin: *_slanted_*, *[Sidenote: …]*; set, and told."""

from __future__ import annotations

import re
from dataclasses import replace

from press.importing.tidy import tidy
from press.importing.typescript import Changed
from press.lines import remade
from press.text import Block, Blocks, Emphasis, Inline, Inlines, Paragraph, Side, Text, plain

SLANTED = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]{1,400}?)(?<=[^\s_])_(?![\w_])")
"""Project Gutenberg's spelling of italics."""
SIDE = re.compile(r"\[\s*side-?note\s*:\s*(.+)\]", re.IGNORECASE | re.DOTALL)
FEWEST = 2
"""One alone may be a slip."""


def with_slants(blocks: Blocks, changed: list[Changed]) -> Blocks:
    """The blocks with words between underscores in italics."""
    count = 0

    def line(inlines: Inlines) -> Inlines:
        nonlocal count
        out: list[Inline] = []
        for each in inlines:
            if not isinstance(each, Text) or "_" not in each.text:
                out.append(each)
                continue
            last = 0
            for found in SLANTED.finditer(each.text):
                count += 1
                out += [Text(each.text[last : found.start()], each.line), Emphasis((Text(found[1], each.line),))]
                last = found.end()
            out.append(Text(each.text[last:], each.line))
        return tidy(tuple(out))

    made = remade(blocks, line)
    if count < FEWEST:
        return blocks
    changed.append(Changed(0, f"words between underscores, {count}, set in italics", "likely"))
    return made


def with_side_notes(blocks: Blocks, changed: list[Changed]) -> Blocks:
    """The blocks with side-notes, each a paragraph in brackets, at the head of the paragraphs that follow them."""
    kept: list[Block] = []
    waiting: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and (found := SIDE.fullmatch(plain(block.inlines).strip())):
            waiting.append(replace(block, inlines=(Text(found[1].strip()),)))
            continue
        if waiting and isinstance(block, Paragraph):
            sides = tuple(Side(each.inlines, each.origin) for each in waiting)
            changed.append(
                Changed(waiting[0].origin.line, "a side-note, “Sidenote:”, at the paragraph behind it", "sure")
            )
            kept.append(replace(block, inlines=(*sides, *block.inlines)))
        else:
            kept += [*waiting, *([block] if block else [])]
        waiting = []
    return tuple(kept)
