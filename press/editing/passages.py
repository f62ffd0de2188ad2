"""Blocks between lines of colons that say what a passage is: parts of a letter, an epigraph, a list without bullets,
and whatever is in another language.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from press.editing.block_reader import BlockReader
from press.editing.inlines import unread
from press.editing.passage_rules import EPIGRAPH_PLACE, LETTER_PART, UNMARKED_LIST
from press.editing.phrases import parse_phrase
from press.editing.record_rules import LANGUAGE_HINT, NOT_A_LANGUAGE
from press.editing.rules import UNKNOWN_MARK
from press.editing.verse import undashed
from press.fields import Written
from press.text import (
    LANGUAGE,
    Block,
    Blocks,
    Discussion,
    Epigraph,
    ForeignPassage,
    Heading,
    Inlines,
    ItemList,
    LetterPart,
    Paragraph,
    Verse,
)

CLOSE = "container_discussion_close"
LETTER_PARTS = ("dateline", "salutation", "signature", "postscript")
LINED = LETTER_PARTS[:3]
"""Those whose lines are lines in print."""
EPIGRAPH_SAYS: Mapping[str, Set[str]] = {**dict.fromkeys(("source", "lang"), frozenset()), "class": {"epigraph"}}


def letter_part(reader: BlockReader, attrs: dict[str, str], line: int, close: int) -> Block | None:
    """The date line, salutation, signature or postscript of a letter."""
    kind = next(each for each in str(attrs["class"]).split() if each in LETTER_PARTS)
    _check_said(reader, attrs, {"lang": frozenset(), "class": {kind}}, line, kind)
    if kind in LINED:
        _end_lines(reader)
    blocks = _within(reader, line, close, f"a {kind}")
    if any(not isinstance(each, Paragraph) for each in blocks) and kind in LINED:
        hint = "end it with ::: before what is not of it"
        reader.text.complain(line, LETTER_PART, f"a {kind} with more in it than lines", hint)
    place = reader.text.place(line)
    return LetterPart(kind, _in_language(reader, attrs, blocks, line), place) if blocks else None


def epigraph(reader: BlockReader, attrs: dict[str, str], line: int, close: int) -> Block | None:
    """An epigraph below the heading of a section; the last paragraph is its source, if it begins with a dash."""
    _check_said(reader, attrs, EPIGRAPH_SAYS, line, "an epigraph")
    before, depth = reader.before, reader.depth
    place = reader.text.place(line)
    blocks = _within(reader, line, close, "an epigraph")
    if depth > 1 or not isinstance(before, Heading):
        first = depth == 1 and before is None
        hint = "write it in the header: epigraph: …" if first else "write it right below the line of a ## or ###"
        what = "an epigraph before any heading" if first else "an epigraph that stands below no heading"
        reader.text.complain(line, EPIGRAPH_PLACE, what, hint)
        return None
    if any(not isinstance(each, (Paragraph, Verse)) for each in blocks):
        reader.text.complain(line, EPIGRAPH_PLACE, "an epigraph takes paragraphs and verse", "take the rest out of it")
        return None
    source: Inlines = parse_phrase(Written(str(attrs.get("source", "")), place), reader.text.problems).inlines
    if (
        not source
        and len(blocks) > 1
        and isinstance(last := blocks[-1], Paragraph)
        and (said := undashed(last.inlines))
    ):
        blocks, source = blocks[:-1], said
    return Epigraph(_in_language(reader, attrs, blocks, line), place, source) if blocks else None


def unmarked_list(reader: BlockReader, attrs: dict[str, str], line: int, close: int) -> Block | None:
    """A list whose items have no bullets, nor those of the lists in it."""
    _check_said(reader, attrs, {"class": {"unmarked"}}, line, "a list without bullets")
    blocks = _within(reader, line, close, "a list without bullets")
    match blocks:
        case (ItemList(numbers=None) as only,):
            return without_bullets(only)
    if blocks:
        hint = "it holds one list, each of whose items begins with a hyphen"
        reader.text.complain(line, UNMARKED_LIST, "::: unmarked around something else than a list of hyphens", hint)
    return None


def without_bullets(block: Block) -> Block:
    """A list, and the lists in it: what has no bullets is a hierarchy of entries, as an inventory of archives is."""
    if not isinstance(block, ItemList):
        return block
    items = tuple(tuple(without_bullets(each) for each in item) for item in block.items)
    return replace(block, items=items, unmarked=not block.numbers)


def foreign_passage(reader: BlockReader, attrs: dict[str, str], line: int, close: int) -> Block | None:
    """What is in another language than the text around it: quotations, verse, tables, lists, paragraphs."""
    _check_said(reader, attrs, {"lang": frozenset(), "class": frozenset()}, line, "a passage in a language")
    blocks = _within(reader, line, close, "a passage in a language")
    if any(isinstance(each, (Heading, Discussion)) for each in blocks):
        hint = "end it with ::: before them"
        reader.text.complain(line, UNKNOWN_MARK, "a passage in a language with headings or passages in it", hint)
    return next(iter(_in_language(reader, attrs, blocks, line)), None)


def _within(reader: BlockReader, line: int, close: int, what: str) -> Blocks:
    """The blocks between the colons, or nothing, which is told."""
    reader.ended = -1  # a list or a quotation may begin at once
    blocks = reader.whole(reader.until(CLOSE), line, what)
    reader.ended = -1
    reader.closes.pop(close, None)
    return blocks


def _in_language(reader: BlockReader, attrs: dict[str, str], blocks: Blocks, line: int) -> Blocks:
    """The blocks as a passage in the language that the braces name, if they do."""
    if "lang" not in attrs or not blocks:
        return blocks
    lang = str(attrs["lang"])
    if not LANGUAGE.fullmatch(lang):
        reader.text.complain(line, NOT_A_LANGUAGE, f'"{lang}" is no language', LANGUAGE_HINT)
    return (ForeignPassage(lang, blocks, reader.text.place(line)),)


def _check_said(reader: BlockReader, attrs: dict[str, str], says: Mapping[str, Set[str]], line: int, what: str) -> None:
    if strange := unread(attrs, says):
        keys = ", ".join(f"{key}=" for key in sorted(set(says) - {"class"}))
        hint = f"it may have {keys}" if keys else ""
        reader.text.complain(line, UNKNOWN_MARK, f"{what} says {strange}", hint)


def _end_lines(reader: BlockReader) -> None:
    """Have every line of the block end in print where it ends in the manuscript."""
    for token in reader.stream[reader.at :]:
        if token.type == CLOSE:
            break
        for each in token.children or ():
            if each.type == "softbreak":
                each.type = "hardbreak"
