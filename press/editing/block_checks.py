"""What Markdown passes over in silence when it makes blocks: each function tells of one kind, at a line of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from markdown_it.rules_block.table import escapedSplit

from press.editing.mark_rules import (
    FOREIGN_MARK,
    IN_A_PARAGRAPH,
    LINK_DEFINITION,
    LIST_NUMBER,
    LONE_ITEM,
    TABLE_CELLS,
    UNDERLINED_HEADING,
)
from press.editing.markdown import LinkDefinition
from press.editing.markdown_text import MarkdownText
from press.editing.rules import HEADING_LEVEL, NOT_IN_NOTE, UNKNOWN_MARK
from press.links import public_link
from press.numerals import ItemNumbers
from press.problem import Problem, Severity
from press.text import (
    Blocks,
    Discussion,
    Drama,
    Epigraph,
    Figure,
    FigureGroup,
    Heading,
    Paragraph,
    SectionBreak,
    Table,
    plain,
    walk,
)

ATTRIBUTES = re.compile(r"(?<=[\])\s])\{([^{}]*)\}")
QUOTED = re.compile(r'"[^"]*"')
WIDTH = re.compile(r"\bwidth=[^\s\"'{}]*")
"""Which may be a share of the measure, and no remark of the plug-in's."""
KEYS = re.compile(r"(?:^|(?<=\s))(?:#|([\w-]+)=)")
ENDED = re.compile(r"[.:;,?!…—–][\"'”’)\]}*_]*$")
"""How a line ends behind which a list or a quotation may begin at once."""
SAID = re.compile(r"[?!]")
"""What is seldom in a list, and often in speech."""
RULES = re.compile(r"(?:(?:-{2,}|={2,})\s+)+(?:-{2,}|={2,})")
"""The second line of a table as Pandoc's simple tables have it."""


def check_definitions(text: MarkdownText, definitions: Iterable[LinkDefinition]) -> None:
    """What defines a link is not printed: it must be one, and be asked for."""
    for each in definitions:
        if not (each.href.startswith("#") or public_link(each.href)) or not each.asked:
            what = f'"[{each.label.lower()}]: {each.href}" would be taken for the address of a link'
            text.complain(each.line, LINK_DEFINITION, what, "\\[ keeps the bracket; a link is [words](https://…)")


def check_attributes(text: MarkdownText, written: str) -> None:
    """Of a key that braces give twice only the last is read, and what stands between per cent signs is not."""
    for found in ATTRIBUTES.finditer(written):
        said = WIDTH.sub("width=", QUOTED.sub("", found[1]))
        keys = [key or "#" for key in KEYS.findall(said)]
        twice = next((key for key in keys if keys.count(key) > 1), "%" if "%" in said else "")
        if twice:
            line = written.count("\n", 0, found.start())
            what = "a remark, which nobody reads" if twice == "%" else f"{twice} twice"
            text.complain(line, UNKNOWN_MARK, f"a mark says {what}", "take one out")


def check_beginning(text: MarkdownText, line: int, before: str, what: str, alone: bool = False) -> None:
    """A list or quotation right below a line of a paragraph may be words of it; a list of one item nearly always is."""
    if not ENDED.search(before.strip()) or (alone and not before.rstrip().endswith(":")):
        hint = "leave a blank line before it; or keep the mark by a backslash, as in 1\\. or \\-"
        text.complain(line, IN_A_PARAGRAPH, f"{what} that begins in the midst of a paragraph", hint)


def check_heading(text: MarkdownText, line: int, markup: str, parted: bool) -> None:
    """A heading is written with ##, and ### stands below one of these."""
    if not markup.startswith("#"):
        hint = "leave a blank line above the line for a break, or write ## before the words of a heading"
        text.complain(line, UNDERLINED_HEADING, f"words that the line {markup * 3} makes a heading", hint)
    elif markup == "###" and not parted:
        text.complain(line, HEADING_LEVEL, "a ### before any ##", "write ##")


def check_item(text: MarkdownText, line: int, items: Sequence[Blocks]) -> None:
    """A list may have one item; but words said, behind what a typewriter has for a dash, are none."""
    match items:
        case [(Paragraph() as only,)] if SAID.search(plain(only.inlines)):
            hint = "behind a dash: write ---; a list of one item may stay"
            text.complain(line, LONE_ITEM, "a list of one item", hint, Severity.WARNING)


def check_numbers(text: MarkdownText, right: ItemNumbers, numbers: Sequence[tuple[int, int]]) -> None:
    """Items have the numbers that will be printed; or all the first, or 0, when the press is to count.

    A number and a line for each.
    """
    if all(number in (right.start, 0) for number, _ in numbers):
        return
    for n, (number, line) in enumerate(numbers):
        if number not in (right.start + n, 0):
            message = f"item {right.written(number)} would be printed as {right.written(right.start + n)}"
            text.complain(line, LIST_NUMBER, message, f"write {right.mark(n)}")
            return


def check_row(text: MarkdownText, line: int, written: str, columns: int) -> None:
    """Markdown leaves out cells beyond the head's, and takes any line below a table for a row."""
    cells = escapedSplit(written.strip(" \t>"))
    given = len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1].strip())
    if columns and given != columns:  # the head itself has none before it
        hint = "each row has a cell for each column; a blank line ends the table"
        text.complain(line, TABLE_CELLS, f"a row of {given} in a table of {columns} columns", hint)


def check_break(text: MarkdownText, line: int, written: str) -> None:
    """A break is no second line of a table of another kind."""
    if RULES.fullmatch(written.strip(" >")):
        hint = "write the table with | and a row of ---"
        text.complain(line, FOREIGN_MARK, "the second line of a table of Pandoc's", hint)


OUT_OF_NOTES: Mapping[type, tuple[str, str]] = {
    Heading: ("a heading", "write its words as a paragraph, in italics if need be"),
    Figure: ("a figure", "show it in the text, and refer to it: [](#id)"),
    FigureGroup: ("a group of figures", "show them in the text, and refer to them: [](#id)"),
    SectionBreak: ("a break", "begin a paragraph"),
    Epigraph: ("an epigraph", "write it as a quotation"),
    Drama: ("a drama", "put it into the text; a note may hold verse"),
    Discussion: ("a passage about a person", "mark the name: [words]{person=some-id}"),
}
"""What no note holds, what it is called, and what may be done."""


def check_note(text: MarkdownText, blocks: Blocks) -> Blocks:
    """What a note holds that is written apart: without what stands in the text alone, which is told."""
    nodes = tuple(walk(blocks))
    inside = {id(figure) for node in nodes if isinstance(node, FigureGroup) for figure in node.figures}
    for node in nodes:
        if id(node) in inside:  # of which its group is told
            continue
        if said := OUT_OF_NOTES.get(type(node)):
            text.problems.append(Problem(node.origin, NOT_IN_NOTE, f"{said[0]} in a note", said[1]))
        elif isinstance(node, Table) and (node.caption or node.turned or node.remarks):
            what = "on its side" if node.turned else "with a number" if node.caption else "with remarks"
            hint = (
                "put it into the text" if node.turned else "say it in a paragraph of the note, above the table or below"
            )
            text.problems.append(Problem(node.origin, NOT_IN_NOTE, f"a table {what} in a note", hint))
    return tuple(block for block in blocks if type(block) not in OUT_OF_NOTES)
