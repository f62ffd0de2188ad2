"""Primary sources that stand numbered under a heading of their own: cut out of the text, and taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from press.importing.tidy import tidy
from press.importing.typed.endnotes import NUMBER
from press.importing.typescript import Changed, Item, Prose, line_of, place_of
from press.problem import Origin
from press.text import Block, Blocks, Heading, ItemList, Paragraph, Strong, Text, plain

SOURCES = re.compile(
    r"(?:appendix\W+)?(?:(?:selected |the |key )?(?:primary|original) (?:sources?|documents?|texts?)|source documents?"
    r"|documents|documentary appendix)",
    re.IGNORECASE,
)
LONGEST_ITEM_HEADING = 200


def take_items(blocks: Blocks, changed: list[Changed]) -> tuple[Blocks, Prose | None, tuple[Item, ...]]:
    """The other blocks, the heading *Primary Sources* with what it is followed by, and the numbered items."""
    start = next(
        (n for n, b in enumerate(blocks) if isinstance(b, Heading) and SOURCES.fullmatch(plain(b.inlines).strip(" :"))),
        None,
    )
    if start is None:
        return blocks, None, ()
    head = blocks[start]
    level = head.level if isinstance(head, Heading) else 1
    end, expected = start + 1, 1
    while end < len(blocks):
        block = blocks[end]
        numbered = _number(block)
        if isinstance(block, Heading) and block.level <= level and numbered != expected:
            break  # the next chapter; items may have headings as high as that of them all
        expected += numbered == expected
        end += 1
    inside = _unlisted(blocks[start + 1 : end])
    firsts = list(_item_starts(inside))
    if not firsts:  # a chapter may be called "Documents"
        words = "a heading of primary sources without numbered items: kept as a chapter"
        changed.append(Changed(place_of(head), words, "likely"))
        return blocks, None, ()
    items = [_item(inside[a:b]) for a, b in zip(firsts, [*firsts[1:], len(inside)], strict=True)]
    told = f"taken for the heading of primary sources: {len(items)} numbered ones below it, each a document"
    changed.append(Changed(place_of(head), told, "likely"))
    opening = Prose(title=line_of(head), blocks=tuple(map(_lowered, inside[: firsts[0]])), place=place_of(head))
    return (*blocks[:start], *blocks[end:]), opening, tuple(items)


def _item(blocks: Blocks) -> Item:
    """An item: its heading without the number, and its text, in which no heading can stand but as bold words."""
    head, text = blocks[0], blocks[1:]
    line = line_of(head)
    if line and isinstance(first := line[0], Text) and (number := NUMBER.match(first.text)):
        line = tidy((Text(first.text[number.end() :]), *line[1:]))
    return Item(line, tuple(map(_lowered, text)), place_of(head))


def _lowered(block: Block) -> Block:
    """A block of a document: a heading becomes a paragraph in bold."""
    return Paragraph((Strong(block.inlines),), block.origin) if isinstance(block, Heading) else block


def _number(block: Block) -> int:
    """The number with which a short line begins, or 0."""
    words = plain(line_of(block))
    found = NUMBER.match(words) if len(words) <= LONGEST_ITEM_HEADING else None
    return int(next(filter(None, found.groups()))) if found else 0


def _item_starts(blocks: Blocks) -> Iterator[int]:
    """Where items begin: at lines numbered 1, 2, 3 and so on."""
    expected = 1
    for n, block in enumerate(blocks):
        if _number(block) == expected:  # other numbers are of the text: a list in a document, a year
            yield n
            expected += 1


def _unlisted(blocks: Blocks) -> Blocks:
    """Blocks with numbered lists, which a converter may have made of numbered headings, opened again."""
    opened: list[Block] = []
    for block in blocks:
        if isinstance(block, ItemList) and block.numbers and all(_is_head(item) for item in block.items):
            for number, item in enumerate(block.items, block.numbers.start):
                head = tidy((Text(f"({number}) "), *line_of(item[0])))
                opened += [Paragraph(head, item[0].origin), *item[1:]]
        else:
            opened.append(block)
    return tuple(opened)


def _is_head(item: Blocks) -> bool:
    return isinstance(item[0], Paragraph) and len(plain(item[0].inlines)) <= LONGEST_ITEM_HEADING


def with_omission(blocks: Blocks, place: int, name: str) -> Blocks:
    """A document's text with the mark of an omission at its end."""
    if blocks and isinstance(last := blocks[-1], Paragraph):
        return (*blocks[:-1], replace(last, inlines=(*last.inlines, Text(" [...]"))))
    origin = blocks[-1].origin if blocks else None
    return (*blocks, Paragraph((Text("[...]"),), origin or Origin(name, place)))
