"""A text in Markdown → blocks: what a page of text consists of, each with its place in the manuscript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from markdown_it.token import Token

from press.editing.block_checks import (
    check_beginning,
    check_break,
    check_heading,
)
from press.editing.block_reader import BlockReader, Maker
from press.editing.divs import discussion
from press.editing.figure_rules import FIGURE_GROUP
from press.editing.figures import figure
from press.editing.lists import bullet_list, definition_list, ordered_list
from press.editing.mark_rules import (
    ALMOST_A_MARK,
    NOTHING_IN_IT,
)
from press.editing.markdown_text import MarkdownText, NotesApart
from press.editing.near_miss_table import CAPTION_HINT
from press.editing.near_misses import OF_BLOCKS
from press.editing.phrases import parse_phrase
from press.editing.rules import (
    HEADING_LEVEL,
    NOTE_OUT_OF_PLACE,
    ONE_PARAGRAPH,
    SIDE_OUT_OF_PLACE,
)
from press.editing.value_rules import NEVER_PRINTED
from press.editing.verse import read_verse
from press.editing.verse_lines import counted
from press.fields import Written
from press.problem import Problem
from press.text import (
    Block,
    Blocks,
    Cluster,
    Extract,
    Heading,
    Inlines,
    Note,
    Paragraph,
    Reference,
    SectionBreak,
    Side,
    Text,
    walk,
)


def parse_text(written: Written, problems: list[Problem], in_note: bool = False) -> Blocks:
    """A run of Markdown as blocks; `in_note` when citations are worded in place, as in a note."""
    return parse_headed((), written, problems, in_note=in_note)[1]


def parse_headed(
    fields: Iterable[Written],
    written: Written,
    problems: list[Problem],
    files: Mapping[str, Written] = MappingProxyType({}),
    *,
    in_note: bool = False,
    phrases: Iterable[Written] = (),
) -> tuple[tuple[Inlines, ...], Blocks]:
    """The fields of a header, which may call the notes written apart below them; and the text below it.

    `files`: those that the text names, by their names; `phrases`: fields of a few words, which come behind the others.
    """
    apart = NotesApart()
    text = MarkdownText(written.origin, problems, apart)
    parser = BlockReader(text, written.text, in_note, files, MAKERS)
    lines = tuple(parse_line(field, problems, apart=apart) for field in fields)
    lines += tuple(parse_phrase(phrase, problems, apart).inlines for phrase in phrases)
    blocks = parser.until("")
    text.complain_of_uncalled()
    return lines, blocks


def parse_line(
    written: Written,
    problems: list[Problem],
    notes: bool = True,
    in_note: bool = False,
    apart: NotesApart | None = None,
) -> Inlines:
    """A field of Markdown that must be one paragraph; `notes` whether it may have some, `apart` those of its file."""
    if not written.text.strip():
        return ()
    text = MarkdownText(written.origin, problems, apart or NotesApart())
    blocks = BlockReader(text, written.text, in_note, {}, MAKERS).until("")
    if apart is None:
        text.complain_of_uncalled()
    if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
        problems.append(Problem(written.origin, ONE_PARAGRAPH, "this field takes one paragraph of text"))
        return ()
    inlines = blocks[0].inlines
    if not notes and any(isinstance(each, Note) for each in walk(inlines)):
        problems.append(Problem(written.origin, NOTE_OUT_OF_PLACE, "a note cannot stand here"))
        return ()
    return inlines


def paragraph(reader: BlockReader, opening: Token, line: int) -> Block | None:
    """A paragraph, or the figure that a picture alone in one is; nothing of a paragraph without words."""
    inline = reader.take_inline()
    children = [child for child in inline.children or [] if child.content.strip() or child.type != "text"]
    if len(children) == 1 and children[0].type == "image":
        return figure(reader, children[0], line)
    if children and all(child.type in ("image", "softbreak") for child in children):
        hint = "put them between a line ::: {.figures} and, below their caption, a line :::"
        reader.text.complain(line, FIGURE_GROUP, "pictures side by side, and no group of figures", hint)
        return None
    told = len(reader.text.problems)
    inlines = reader.inlines(inline, OF_BLOCKS)
    reader.ended = inline.map[1] if inline.map else -1
    if told == len(reader.text.problems) and not any(_seen(each) for each in walk(inlines)):
        reader.text.complain(line, NOTHING_IN_IT, "a paragraph without words", "take it out")
    elif told == len(reader.text.problems) and not _in_line(inlines):
        hint = "write it into the paragraph beside which it is to stand"
        reader.text.complain(line, SIDE_OUT_OF_PLACE, "a side-note beside no words", hint)
    # what was not prose has been told, and left nothing to print
    return Paragraph(inlines, reader.text.place(line), flush="flush" in opening.meta) if inlines else None


def heading(reader: BlockReader, token: Token, line: int) -> Block:
    """A heading of level 2 or 3; an id, and a short title for the running head, stand in braces at its end."""
    level = int(token.tag[1])
    if level not in (2, 3) and token.markup.startswith("#"):
        hint = "use ## or ###; the title is in the header"
        reader.text.complain(line, HEADING_LEVEL, f"a heading of level {level}", hint)
    check_heading(reader.text, line, token.markup, reader.parted)
    reader.parted = reader.parted or level == 2
    inline = reader.take_inline()
    inlines, place = reader.inlines(inline), reader.text.place(line)
    if not inline.children:
        reader.text.complain(line, NOTHING_IN_IT, "a heading without words", "give it words, or take it out")
    said = str(token.meta.get("short", ""))
    if "short" in token.meta and (level != 2 or not said.strip()):
        what = "is for a heading of the second level" if said.strip() else "says nothing"
        reader.text.complain(line, NEVER_PRINTED, f"short= {what}", "take it out")
    short = parse_phrase(Written(said, place), reader.text.problems)
    # read on as the nearest level that there is, for what may be wrong below it
    return Heading(min(max(level, 2), 3), inlines, place, str(token.meta.get("id", "")), short)


def extract(reader: BlockReader, _: Token, line: int) -> Block:
    """A block quotation."""
    if line == reader.ended:
        check_beginning(reader.text, line, reader.source[line - 1], "a quotation")
    within, reader.in_drama = reader.in_drama, False
    blocks = reader.whole(reader.until("blockquote_close"), line, "a quotation")
    reader.ended, reader.in_drama = -1, within
    return Extract(blocks, reader.text.place(line))


def verse(reader: BlockReader, _: Token, line: int) -> Block | None:
    """Lines of verse; nothing of what has none, which is told."""
    first = reader.at - 1
    while reader.stream[reader.at].type != "verse_close":
        reader.at += 1
    reader.at += 1
    reader.ended = -1
    verse = read_verse(reader.text, reader.stream[first : reader.at], reader.inlines, line)
    if not verse.stanzas:
        return None
    # the lines of a drama are counted through all its speeches, when these have been read
    return counted(verse, [] if reader.in_drama else reader.text.problems)


def section_break(reader: BlockReader, _: Token, line: int) -> Block:
    """A rule of Markdown's."""
    check_break(reader.text, line, reader.source[line])
    return SectionBreak(reader.text.place(line))


def table(reader: BlockReader, _: Token, line: int) -> Block:
    """A table with the caption and the remarks that may follow it."""
    table, reader.at = reader.tables.read(reader.stream, reader.at - 1)
    return table


def stray_caption(reader: BlockReader, _: Token, line: int) -> None:
    """A caption that no table stands above."""
    reader.at += 1
    reader.text.complain(line, ALMOST_A_MARK, "the caption of no table", CAPTION_HINT)


MAKERS: Mapping[str, Maker] = {
    "paragraph_open": paragraph,
    "heading_open": heading,
    "blockquote_open": extract,
    "verse_open": verse,
    "bullet_list_open": bullet_list,
    "ordered_list_open": ordered_list,
    "dl_open": definition_list,
    "hr": section_break,
    "table_open": table,
    "grid_open": table,
    "table_caption": stray_caption,
    "container_discussion_open": discussion,
}
"""What makes a block of each kind of token."""


def _seen(node: object) -> bool:
    """Whether something of a paragraph can be seen in print."""
    if isinstance(node, Text):
        return bool(node.text.strip())
    return isinstance(node, (Note, Cluster, Reference))


def _in_line(inlines: Inlines) -> bool:
    """Whether something of a paragraph is seen in its lines, and not only beside them."""
    return any(_seen(each) or _in_line(getattr(each, "inlines", ())) for each in inlines if not isinstance(each, Side))
