"""*PART ONE* and *Chapter 1* typed as paragraphs, where no style says that they are headings: made headings."""

from __future__ import annotations

from collections.abc import Iterator

from press.importing.structure.titles import Label, label_of
from press.importing.typescript import Changed, place_of
from press.text import Block, Blocks, Heading, Inlines, Paragraph, Text, plain

LONGEST = 80
"""Letters of a line that may be a title."""
LEVELS = {"part": 1, "chapter": 2}


def with_typed_labels(blocks: Blocks, changed: list[Changed]) -> Blocks:
    """The blocks with such lines as headings: all of them in a text that has no headings, else those of parts."""
    heads = [block.level for block in blocks if isinstance(block, Heading)]
    found = list(_lines(blocks, bool(heads)))
    # one line of a text without headings may speak of a chapter somewhere else
    if not found or (not heads and len(found) < 2):
        return blocks
    changed.append(
        Changed(place_of(blocks[found[0][0]]), "lines that say they are parts or chapters: made headings", "likely")
    )
    made: dict[int, Block] = {}
    below: set[int] = set()
    for n, label, title in found:
        level = min(heads) if heads else LEVELS[label.kind]
        line = _inlines(blocks[n])
        made[n] = Heading(level, (*line, Text(": "), *title) if title else line, blocks[n].origin)
        below |= {n + 1} if title else set()
    return tuple(made.get(n, block) for n, block in enumerate(blocks) if n not in below)


def _lines(blocks: Blocks, headed: bool) -> Iterator[tuple[int, Label, Inlines]]:
    """Paragraphs that are such lines: which they are, their labels, and the titles typed below them."""
    for n, block in enumerate(blocks):
        label = label_of(_inlines(block)) if _is_line(block) else None
        if label is None or label.kind not in LEVELS or (headed and label.kind != "part"):
            continue
        title = _inlines(blocks[n + 1]) if label.bare and n + 1 < len(blocks) and _is_title(blocks[n + 1]) else ()
        after = blocks[n + 2 if title else n + 1 :][:1]
        if not headed or (after and isinstance(after[0], Heading)):
            yield n, label, title


def _inlines(block: Block) -> Inlines:
    return block.inlines if isinstance(block, Paragraph) else ()


def _is_line(block: Block) -> bool:
    return isinstance(block, Paragraph) and 0 < len(plain(block.inlines)) <= LONGEST


def _is_title(block: Block) -> bool:
    words = plain(_inlines(block))
    label = label_of(_inlines(block))
    return (
        _is_line(block) and not words.endswith((".", ":", ";", ",", "!", "”")) and not (label and label.kind in LEVELS)
    )
