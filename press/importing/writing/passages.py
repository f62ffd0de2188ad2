"""What an author's file calls its paragraphs → passages that are set apart: parts of a letter, epigraphs, languages.

A word processor says it by styles (Word has *Salutation*, *Closing* and *Signature*), a web page by classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from press.pandoc import Json
from press.problem import Origin
from press.text import (
    LANGUAGE,
    Block,
    Blocks,
    Epigraph,
    Extract,
    ForeignPassage,
    Heading,
    Inlines,
    ItemList,
    LetterPart,
    Paragraph,
    Text,
    Verse,
    plain,
    walk,
)

BRACKETS = {"bracketed": "()", "closed": ")"}
"""How our own pages say that there are brackets around the numbers of a list, or behind them."""
NUMBERED = re.compile(rf"({'|'.join(BRACKETS)})-[a-z-]+")
KINDS = {
    "dateline": re.compile(r"date[-_ ]?(?:line)?", re.IGNORECASE),
    "salutation": re.compile(r"salutation|greeting", re.IGNORECASE),
    "signature": re.compile(r"signature|closing|e-mail signature", re.IGNORECASE),
    "postscript": re.compile(r"post-?script", re.IGNORECASE),
    "epigraph": re.compile(r"epigraph", re.IGNORECASE),
    "unmarked": re.compile(r"unmarked|list-unstyled", re.IGNORECASE),
}
"""What styles and classes are called."""
DASH = re.compile(r"[—–] ?")


def lined(nodes: list[Json], called: Iterable[str]) -> list[Json]:
    """Pandoc's blocks of a part of a letter, whose lines in Markdown are lines in print."""
    parts = [KINDS[kind] for kind in ("dateline", "salutation", "signature")]
    if not any(pattern.fullmatch(name) for name in called for pattern in parts):
        return nodes
    return [
        {**node, "c": [{"t": "LineBreak"} if each["t"] == "SoftBreak" else each for each in node["c"]]}
        if node["t"] in ("Para", "Plain")
        else node
        for node in nodes
    ]


def with_epigraph(blocks: Blocks) -> tuple[dict[str, Inlines], Blocks]:
    """What the header of a chapter says of its epigraph, if the chapter begins with one; and the blocks without it."""
    match blocks[:1]:
        case (Epigraph(blocks=(Paragraph() as only,), source=source),):
            return {"epigraph": only.inlines, **({"epigraph_source": source} if source else {})}, blocks[1:]
    return {}, blocks


def _bracketed(block: Block, delimiter: str) -> Block:
    if isinstance(block, ItemList) and block.numbers:
        return replace(block, numbers=replace(block.numbers, delimiter=delimiter))
    return block


def passage_of(blocks: Blocks, called: Sequence[str], language: str, origin: Origin) -> Blocks:
    """The blocks of a division as what its styles or classes say that they are; as they stand if they say nothing."""
    kinds = [kind for name in called for kind, pattern in KINDS.items() if pattern.fullmatch(name)]
    plain_prose = all(isinstance(each, Paragraph) for each in blocks)
    brackets = next((BRACKETS[found[1]] for name in called if (found := NUMBERED.fullmatch(name))), "")
    if brackets:
        blocks = tuple(_bracketed(each, brackets) for each in blocks)
    match kinds[:1], blocks:
        case ["unmarked"], (ItemList(numbers=None) as only,):
            blocks = (replace(only, unmarked=True),)
        case ["epigraph"], _ if blocks and all(isinstance(each, (Paragraph, Verse)) for each in blocks):
            blocks = (_epigraph(blocks, origin),)
        case ["dateline" | "salutation" | "signature" | "postscript" as kind], _ if blocks and plain_prose:
            blocks = (LetterPart(kind, blocks, origin),)
    # the language of a whole page is no passage's
    if blocks and LANGUAGE.fullmatch(language) and not any(isinstance(each, Heading) for each in walk(blocks)):
        return (ForeignPassage(language, blocks, origin),)
    return blocks


def _epigraph(blocks: Blocks, origin: Origin) -> Epigraph:
    """An epigraph, its last paragraph the source if that begins with a dash."""
    last = blocks[-1]
    if len(blocks) > 1 and isinstance(last, Paragraph) and (dash := DASH.match(plain(last.inlines))):
        first = last.inlines[0]
        if isinstance(first, Text):
            rest = first.text[dash.end() :]
            return Epigraph(blocks[:-1], origin, (*((Text(rest),) if rest else ()), *last.inlines[1:]))
    return Epigraph(blocks, origin)


def quoted(epigraph: Epigraph) -> Blocks:
    """An epigraph as a quotation, with its source in the paragraph below."""
    source = (Paragraph(epigraph.source, epigraph.origin),) if epigraph.source else ()
    return (Extract(epigraph.blocks, epigraph.origin), *source)
