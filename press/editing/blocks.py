"""A text in Markdown → blocks: what a page of text consists of, each with its place in the manuscript."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import unquote

from markdown_it.token import Token

from press.editing.block_checks import (
    check_attributes,
    check_beginning,
    check_break,
    check_definitions,
    check_heading,
    check_item,
    check_numbers,
)
from press.editing.inlines import NOT_PROSE, hint_at, parse_inlines, unread
from press.editing.mark_rules import (
    ALMOST_A_MARK,
    LIST_NUMBER,
    NOTHING_IN_IT,
    TOO_DEEP,
)
from press.editing.markdown import tokens
from press.editing.markdown_text import MarkdownText, NotesApart
from press.editing.near_misses import CAPTION_HINT, OF_BLOCKS, OF_LINES, Misses
from press.editing.phrases import parse_phrase
from press.editing.punctuation import polished
from press.editing.rules import (
    DISCUSSION_OF_NOBODY,
    FIGURE_WITHOUT_ALT,
    HEADING_LEVEL,
    NOT_PLAIN_PROSE,
    NOT_SUPPORTED,
    NOTE_OUT_OF_PLACE,
    ONE_PARAGRAPH,
    UNCLOSED_DISCUSSION,
    UNKNOWN_MARK,
)
from press.editing.tables import TableReader, attributes_in
from press.editing.value_rules import NEVER_PRINTED
from press.editing.verse import read_verse
from press.fields import Written
from press.problem import Problem, Severity, warning
from press.text import (
    Block,
    Blocks,
    Cluster,
    Definition,
    DefinitionList,
    Discussion,
    Extract,
    Figure,
    Heading,
    Inlines,
    ItemList,
    Note,
    Paragraph,
    Reference,
    SectionBreak,
    Table,
    Text,
    walk,
)

DEEPEST = 6
"""How many lists and quotations may stand within one another."""
FIGURE_SAYS = {**dict.fromkeys(("src", "alt", "id"), frozenset[str]()), "class": frozenset({"map"})}


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
) -> tuple[tuple[Inlines, ...], Blocks]:
    """The fields of a header, which may call the notes written apart below them; and the text below it.

    `files`: those that the text names, by their names.
    """
    apart = NotesApart()
    text = MarkdownText(written.origin, problems, apart)
    parser = _BlockParser(text, written.text, in_note, files)
    lines = tuple(parse_line(field, problems, apart=apart) for field in fields)
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
    blocks = _BlockParser(text, written.text, in_note).until("")
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


class _BlockParser:
    """Markdown tokens of one text on their way to blocks."""

    def __init__(
        self, text: MarkdownText, written: str, in_note: bool, files: Mapping[str, Written] = MappingProxyType({})
    ) -> None:
        self.text, self.in_note = text, in_note
        self.source = written.split("\n")
        read = tokens(written)
        self.stream = text.without_notes_apart(read.blocks)
        text.problems += (warning(text.place(each.line), each.rule, each.message, each.hint) for each in read.slips)
        self.at = self.depth = 0
        self.items = 0  # how many lists are open
        self.closes: dict[int, int] = {}  # the line on which an open discussion ends → that on which it begins
        self.parted = False  # whether a heading of the second level has been seen
        self.ended = -1  # the line behind the last paragraph
        self.before: Block | None = None  # what stands before the block that is begun
        self.tables = TableReader(text, self.source, self._table_words, files)
        check_definitions(text, read.definitions)
        check_attributes(text, written)

    def until(self, close: str) -> Blocks:
        """The blocks up to a closing token, or to the end of the text."""
        blocks: list[Block] = []
        self.depth += 1
        while self.at < len(self.stream):
            token = self.stream[self.at]
            self.at += 1
            if token.type == close:
                break
            self.before = blocks[-1] if blocks else None
            if (block := self._block(token)) is not None:
                blocks.append(block)
        self.depth -= 1
        return tuple(blocks)

    def _block(self, token: Token) -> Block | None:
        line = token.map[0] if token.map else 0
        if token.type in NOT_PROSE:
            what = NOT_PROSE[token.type]
            self.text.complain(line, NOT_PLAIN_PROSE, f"{what} in the manuscript", hint_at(token))
            return None
        if (make := MAKERS.get(token.type)) is None:
            what = token.type.removesuffix("_open")
            self.text.complain(line, NOT_SUPPORTED, f'the press has no use for "{what}"')
            return None
        return make(self, token, line)

    def _inlines(self, token: Token, misses: Misses = OF_LINES) -> Inlines:
        """What stands in a block, whose lines the token knows."""
        return parse_inlines(self.text, token.children, token.map[0] if token.map else 0, self.in_note, misses)

    def _table_words(self, token: Token, in_note: bool) -> Inlines:
        """What stands in a cell, a caption or a remark."""
        return parse_inlines(self.text, token.children, token.map[0] if token.map else 0, in_note or self.in_note)

    def _whole(self, blocks: Blocks, line: int, what: str) -> Blocks:
        """What a block holds, which must be something, and not too deep within others."""
        if self.depth > DEEPEST:
            message = f"lists and quotations within one another, more than {DEEPEST} deep"
            self.text.complain(line, TOO_DEEP, message, "say it otherwise")
        elif not blocks:
            self.text.complain(line, NOTHING_IN_IT, f"{what} with nothing in it", "give it words, or take it out")
        return blocks

    def _take_inline(self) -> Token:
        """The inline token of a paragraph or heading that has just been opened, past its closing token."""
        # markdown-it gives three tokens to either: open, inline, close
        token = self.stream[self.at]
        self.at += 2
        return token

    def paragraph(self, opening: Token, line: int) -> Block | None:
        """A paragraph, or the figure that a picture alone in one is; nothing of a paragraph without words."""
        inline = self._take_inline()
        children = [child for child in inline.children or [] if child.content.strip() or child.type != "text"]
        if len(children) == 1 and children[0].type == "image":
            return self._figure(children[0], line)
        told = len(self.text.problems)
        inlines = self._inlines(inline, OF_BLOCKS)
        self.ended = inline.map[1] if inline.map else -1
        if told == len(self.text.problems) and not any(_seen(each) for each in walk(inlines)):
            self.text.complain(line, NOTHING_IN_IT, "a paragraph without words", "take it out")
        # what was not prose has been told, and left nothing to print
        return Paragraph(inlines, self.text.place(line), flush="flush" in opening.meta) if inlines else None

    def _figure(self, image: Token, line: int) -> Figure:
        caption = parse_inlines(self.text, image.children, line)
        if strange := unread(image.attrs, FIGURE_SAYS):
            hint = 'write ![caption](figures/…){#id alt="…"}'
            self.text.complain(line, UNKNOWN_MARK, f"a figure says {strange}", hint)
        # markdown-it makes a URL of what was written, and the manuscript's files have names
        alt, path = str(image.attrs.get("alt", "")), unquote(str(image.attrs["src"]))
        origin = self.text.place(line)
        if not alt.strip():
            hint = 'write ![…](…){#id alt="what a blind reader should be told"}'
            self.text.complain(line, FIGURE_WITHOUT_ALT, "a figure without a description", hint)
        is_map = "map" in str(image.attrs.get("class", "")).split()
        return Figure(path, caption, alt, origin, str(image.attrs.get("id", "")), is_map=is_map)

    def heading(self, token: Token, line: int) -> Block:
        """A heading of level 2 or 3; an id, and a short title for the running head, stand in braces at its end."""
        level = int(token.tag[1])
        if level not in (2, 3) and token.markup.startswith("#"):
            hint = "use ## or ###; the title is in the header"
            self.text.complain(line, HEADING_LEVEL, f"a heading of level {level}", hint)
        check_heading(self.text, line, token.markup, self.parted)
        self.parted = self.parted or level == 2
        inline = self._take_inline()
        inlines, place = self._inlines(inline), self.text.place(line)
        if not inline.children:
            self.text.complain(line, NOTHING_IN_IT, "a heading without words", "give it words, or take it out")
        said = str(token.meta.get("short", ""))
        if "short" in token.meta and (level != 2 or not said.strip()):
            what = "is for a heading of the second level" if said.strip() else "says nothing"
            self.text.complain(line, NEVER_PRINTED, f"short= {what}", "take it out")
        short = parse_phrase(Written(said, place), self.text.problems)
        # read on as the nearest level that there is, for what may be wrong below it
        return Heading(min(max(level, 2), 3), inlines, place, str(token.meta.get("id", "")), short)

    def extract(self, _: Token, line: int) -> Block:
        """A block quotation."""
        if line == self.ended:
            check_beginning(self.text, line, self.source[line - 1], "a quotation")
        blocks = self._whole(self.until("blockquote_close"), line, "a quotation")
        self.ended = -1
        return Extract(blocks, self.text.place(line))

    def verse(self, _: Token, line: int) -> Block | None:
        """Lines of verse; nothing of what has none, which is told."""
        first = self.at - 1
        while self.stream[self.at].type != "verse_close":
            self.at += 1
        self.at += 1
        self.ended = -1
        verse = read_verse(self.text, self.stream[first : self.at], self._inlines, line)
        return verse if verse.stanzas else None

    def bullet_list(self, token: Token, line: int) -> Block:
        """A list without numbers."""
        items = self._items("bullet_list_close", 0, line)
        if not self.items:
            check_item(self.text, line, items)
        return ItemList(False, items, self.text.place(line))

    def ordered_list(self, token: Token, line: int) -> Block:
        """A list with numbers, from that of its first item on."""
        start = int(token.attrs.get("start", 1))
        # behind another list the mark only tells that a new one begins
        if token.markup == ")" and not isinstance(self.before, ItemList):
            hint = "write it with a full stop"
            message = f"a list numbered {start}) is printed {start}."
            self.text.complain(line, LIST_NUMBER, message, hint, Severity.WARNING)
        items = self._items("ordered_list_close", start, line)
        return ItemList(True, items, self.text.place(line), start)

    def _items(self, close: str, start: int, first: int) -> tuple[Blocks, ...]:
        """The items of a list that has just been opened.

        `start`: the number of the first, 0 if they have none; `first`: its line.
        """
        items: list[Blocks] = []
        numbers: list[tuple[int, int]] = []
        # within an item a list needs no blank line before it
        at_once = first == self.ended and not self.items
        self.items += 1
        while (token := self.stream[self.at]).type != close:
            self.at += 1
            if token.type == "list_item_open":
                line = token.map[0] if token.map else 0
                numbers.append((int(token.info or 0), line))
                items.append(self._whole(self.until("list_item_close"), line, "an item"))
        self.at += 1
        self.items -= 1
        self.ended = -1  # a list of another mark may follow at once
        if at_once:
            check_beginning(self.text, first, self.source[first - 1], "a list", len(items) == 1)
        check_numbers(self.text, start, numbers)
        return tuple(items)

    def definition_list(self, _: Token, line: int) -> Block:
        """A list of terms: each is a line, and below it what it means, behind a colon."""
        found: list[Definition] = []
        term: Inlines = ()
        meanings: list[Blocks] = []
        origin = self.text.place(line)
        while (token := self.stream[self.at]).type != "dl_close":
            self.at += 1
            if token.type == "inline":
                term, origin, meanings = self._inlines(token), self.text.place(token.map[0] if token.map else line), []
            elif token.type == "dd_open":
                self.ended = -1  # a meaning may begin with a list
                meanings.append(self._whole(self.until("dd_close"), token.map[0] if token.map else line, "a meaning"))
                # the next token shows whether the term has another meaning
                if self.stream[self.at].type != "dd_open":
                    found.append(Definition(term, tuple(meanings), origin))
        self.at += 1
        self.ended = -1
        return DefinitionList(tuple(found), self.text.place(line))

    def section_break(self, _: Token, line: int) -> Block:
        """A rule of Markdown's."""
        check_break(self.text, line, self.source[line])
        return SectionBreak(self.text.place(line))

    def table(self, _: Token, line: int) -> Block:
        """A table with the caption and the remarks that may follow it."""
        table, self.at = self.tables.read(self.stream, self.at - 1)
        return table

    def stray_caption(self, _: Token, line: int) -> None:
        """A caption that no table stands above."""
        self.at += 1
        self.text.complain(line, ALMOST_A_MARK, "the caption of no table", CAPTION_HINT)

    def discussion(self, token: Token, line: int) -> Block | None:
        """A `:::` block: a passage about one person; or a table."""
        close = token.map[1] if token.map else line
        # markdown-it closes what is open at the end of the text by itself
        end = self.source[close].lstrip("> \t") if close < len(self.source) else ""  # it may stand in a quotation
        # nor does it ask which of two that are open a line closes: both end there, and the outer one has no end
        hint = "end it with ::: on a line; around another it has a colon more: ::::"
        if not end.startswith(token.markup):
            self.text.complain(line, UNCLOSED_DISCUSSION, "a discussion that is never closed", hint)
        elif (outer := self.closes.get(close, line)) != line:  # either may be the one whose end was forgotten
            one = self.text.place(outer).line
            what = f"two discussions, begun on lines {one} and {self.text.place(line).line}, that one line closes"
            self.text.complain(outer, UNCLOSED_DISCUSSION, what, hint)
            self.text.complain(line, UNCLOSED_DISCUSSION, what, hint)
        self.closes[close] = line
        attrs = attributes_in(token.info.strip())
        classes = str(attrs.get("class", "")).split()
        if "table" in classes:
            return self._table_block(attrs, line, close)
        blocks = self._whole(self.until("container_discussion_close"), line, "a discussion")
        self.closes.pop(close, None)  # one within it may have ended on the same line
        if not attrs.get("person") or set(attrs) - {"person", "sub", "class"} or set(classes) - {"principal"}:
            hint = "write ::: {person=some-id}"
            self.text.complain(line, DISCUSSION_OF_NOBODY, "a ::: block must name a person", hint)
            return None
        origin, sub = self.text.place(line), polished(str(attrs.get("sub", "")))
        return Discussion(attrs["person"], blocks, origin, principal="principal" in classes, sub=sub)

    def _table_block(self, attrs: dict[str, str], line: int, close: int) -> Table | None:
        """A `::: {.table}` block, which has been opened."""
        level, end = 1, self.at
        while level:  # another may stand in it, which is told
            level += {"container_discussion_open": 1, "container_discussion_close": -1}.get(self.stream[end].type, 0)
            end += 1
        stream, self.at = self.stream[self.at : end - 1], end
        self.closes.pop(close, None)
        return self.tables.block(stream, attrs, line)


MAKERS: Mapping[str, Callable[[_BlockParser, Token, int], Block | None]] = {
    "paragraph_open": _BlockParser.paragraph,
    "heading_open": _BlockParser.heading,
    "blockquote_open": _BlockParser.extract,
    "verse_open": _BlockParser.verse,
    "bullet_list_open": _BlockParser.bullet_list,
    "ordered_list_open": _BlockParser.ordered_list,
    "dl_open": _BlockParser.definition_list,
    "hr": _BlockParser.section_break,
    "table_open": _BlockParser.table,
    "grid_open": _BlockParser.table,
    "table_caption": _BlockParser.stray_caption,
    "container_discussion_open": _BlockParser.discussion,
}
"""What makes a block of each kind of token, which stands on a line of the text, counted from 0."""


def _seen(node: object) -> bool:
    """Whether something of a paragraph can be seen in print."""
    if isinstance(node, Text):
        return bool(node.text.strip())
    return isinstance(node, (Note, Cluster, Reference))
