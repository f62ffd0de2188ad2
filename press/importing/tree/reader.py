"""Pandoc's tree → the nouns of `press.text`: what the press has no use for is turned into what it has, and told.

Inlines come out tidy: neighbouring words joined, spaces single and outside marks, no mark within its own kind, no space
before a note. Pictures are lifted out of their lines, and follow them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from press.editing.drama import drama_of
from press.editing.placement import HERE
from press.importing.markup.page_notes import begins_with_id, linked_notes, name_of, note_of_division
from press.importing.tidy import clean, stanzas_of, tidy
from press.importing.tree.figures import GROUPS, group_in, grouped
from press.importing.tree.flat import flat_lines, rows_of
from press.importing.tree.ids import anchors_in, ids_asked, joined_names, with_name, without_anchors
from press.importing.tree.inlines import InlineTree
from press.importing.tree.note_lists import with_lists
from press.importing.tree.tables import ALIGNS, has_notes, number_of, said_of, table_of, unlabelled, with_letters
from press.importing.tree.verse import (
    DRAMA,
    VERSE,
    is_stanzas,
    joined,
    lines_of_verse,
    marks_of,
    speech_in,
    without_drama,
)
from press.importing.typescript import words_of
from press.importing.writing.passages import lined, passage_of
from press.numerals import ItemNumbers
from press.pandoc import Json
from press.problem import Origin, Problem
from press.text import (
    Block,
    Blocks,
    Definition,
    DefinitionList,
    Drama,
    Extract,
    Figure,
    Heading,
    Inlines,
    ItemList,
    LineBreak,
    LineId,
    Note,
    Paragraph,
    Phrase,
    SectionBreak,
    Speech,
    Strong,
    Table,
    Text,
    Verse,
    VerseLine,
    plain,
    walk,
)

NOINDENT = ({"t": "RawInline", "c": ["tex", "\\noindent "]}, {"t": "Str", "c": "\\noindent"})
NUMERALS = {
    "LowerAlpha": "lower-alpha",
    "UpperAlpha": "upper-alpha",
    "LowerRoman": "lower-roman",
    "UpperRoman": "upper-roman",
}
DELIMITERS = {"OneParen": ")", "TwoParens": "()"}
"""Pandoc's numbers of lists, and ours."""
SUBTITLE = re.compile(r"(?:chapter|part|section)?[-_ ]?sub-?title", re.IGNORECASE)
BYLINE = re.compile(r"(?:chapter)?[-_ ]?(?:authors?|by-?line)", re.IGNORECASE)
BELONGING = re.compile(r"(?:chapter|author)?[-_ ]?(?:affiliations?|institut(?:e|ion)s?|adress|address)", re.IGNORECASE)
"""Styles, or classes, of lines below a title."""


class Tree(InlineTree):
    """The blocks of one conversion."""

    def read(self, nodes: list[Json]) -> Blocks:
        """The blocks of a whole document."""
        self.linked, self.asked = linked_notes(nodes), frozenset(ids_asked(nodes))
        return self.blocks(nodes)

    def blocks(self, nodes: list[Json]) -> Blocks:
        """A run of blocks, each followed by the pictures that stood in it."""
        found: list[Block] = []
        for node in joined(nodes):
            found += self._block(node)
            if self.images and not self.in_note:  # a note holds no picture: it stands behind the paragraph that calls
                found, self.images = [*found, *self.images], []
        return tuple(found)

    def _block(self, node: Json) -> Blocks:
        make: Callable[[Json], Blocks] | None = getattr(self, f"_{node['t']}", None)  # named as pandoc names them
        if make is None:  # a later pandoc may have more kinds
            self._tell(f"a {node['t']} that the press does not know")
            return ()
        return make(node.get("c"))

    def _next(self) -> Origin:
        self.place += not self.in_note  # what a note says stands where it is called
        return self._here()

    def _Para(self, content: Json) -> Blocks:
        if not self.in_note and begins_with_id(content, self.used):  # a note that stands at its call already
            return ()
        origin = self._next()
        flush = bool(content) and content[0] in NOINDENT
        inlines = tidy(self.inlines(content[flush:]))
        return (Paragraph(inlines, origin, flush=flush),) if inlines else ()

    _Plain = _Para

    def _LineBlock(self, content: Json) -> Blocks:
        origin = self._next()
        stanzas = stanzas_of(self._verse_line(line) for line in content)
        return (Verse(stanzas, origin),) if stanzas else ()

    def _verse_line(self, nodes: list[Json]) -> VerseLine:
        names, shared = marks_of(nodes)
        return VerseLine(self.inlines(nodes), ids=tuple(LineId(each) for each in names), shared=shared)

    def _verse(self, attributes: Mapping[str, str], classes: list[str], content: list[Json]) -> Blocks:
        """A block or a style of verse, if it holds nothing but lines; its source may stand below them."""
        if (lines := lines_of_verse(content)) is None:
            return self.blocks(content)
        origin = self._next()
        stanzas = tuple(each for stanza in lines.stanzas for each in stanzas_of(map(self._verse_line, stanza)))
        source = tidy(self.inlines(lines.source)) or tidy((Text(clean(attributes.get("source", ""))),))
        if not stanzas:
            return ()
        start = attributes.get("start", "")
        first = int(start) if start.isascii() and start.isdecimal() and int(start) else 1
        return (Verse(stanzas, origin, source, first, "unnumbered" not in classes),)

    def _drama(self, attributes: Mapping[str, str], classes: list[str], content: list[Json]) -> Blocks:
        """A drama; of what cannot stand in one all is set as it would be elsewhere."""
        origin = Origin(self.name, self.place + 1)
        blocks: list[Block] = []
        for node in content:
            speech = speech_in(node)
            blocks += [self._speech(*speech)] if speech else self._block(node)
        problems: list[Problem] = []
        parts = drama_of(tuple(blocks), problems)
        if problems or not any(isinstance(each, Speech) for each in parts):
            self._tell(f"a drama set as paragraphs: {problems[0].message if problems else 'nobody speaks in it'}")
            return tuple(each for block in blocks for each in without_drama(block))
        start = attributes.get("start", "")
        first = int(start) if start.isascii() and start.isdecimal() and int(start) else 1
        return (Drama(parts, origin, first, "unnumbered" not in classes),)

    def _speech(self, speaker: list[Json], said: list[Json]) -> Speech:
        origin, words = self._next(), tidy(self.inlines(speaker))
        return Speech(words, self._inside(said), origin)

    def _CodeBlock(self, content: Json) -> Blocks:
        origin = self._next()
        self._tell("a block of code, set as text line by line")
        lines = [inline for line in clean(content[1]).split("\n") for inline in (Text(line), LineBreak())]
        return (Paragraph(tidy(tuple(lines)), origin),)

    def _RawBlock(self, content: Json) -> Blocks:
        kind, text = content
        if kind == "html":  # tags, and no words for readers; of other languages that cannot be known
            self._drop(text, "HTML of the author's")
            return ()
        self._tell(f"raw {kind}, set as text")
        return (Paragraph(tidy((Text(clean(text)),)), self._next()),)

    def _BlockQuote(self, content: Json) -> Blocks:
        if is_stanzas(content):
            return self._verse({}, [], content)
        origin = Origin(self.name, self.place + (not self.in_note))
        blocks = self._inside(content)
        return (Extract(blocks, origin),) if blocks else ()

    def _inside(self, content: Json) -> Blocks:
        """Blocks within another, where no heading can stand."""
        self.level += 1
        blocks = self.blocks(content)
        self.level -= 1
        return blocks

    def _Header(self, content: Json) -> Blocks:
        level, (name, classes, pairs), inlines = content
        short = Phrase.of(dict(pairs).get("short", ""))
        origin = self._next()
        said = self.inlines(inlines)
        anchor = joined_names(self._name(name), *anchors_in(said))
        line = without_anchors(said)
        if not line:  # word processors leave empty headings behind
            return ()
        if any(SUBTITLE.fullmatch(each) for each in classes) and not self.level:
            self.subtitles.add(origin.line)
            return (Paragraph(line, origin),)
        if {"unnumbered", "-"} & set(classes):
            self.unnumbered.add(origin.line)
        if self.level:
            self._tell(f'the heading "{plain(line)}" stands within a list, a table or a quotation: set in bold')
            return (Paragraph((Strong(line),), origin),)
        return (
            Heading(0 if "title" in classes else level, line, origin, anchor=anchor, short=short),
        )  # 0: the author calls it the title

    def _HorizontalRule(self, _: Json) -> Blocks:
        return (SectionBreak(self._next()),)

    def _BulletList(self, content: Json) -> Blocks:
        return self._items(content, None)

    def _OrderedList(self, content: Json) -> Blocks:
        (start, style, delimiter), items = content
        numeral = NUMERALS.get(style["t"], "decimal")
        numbers = ItemNumbers(numeral, DELIMITERS.get(delimiter["t"], "."), max(start, 1))
        if len(items) == 1 and numeral != "decimal" and start != 1 and self.name.endswith(".md"):
            return self._as_typed(numbers.mark(0), items[0])
        return self._items(items, numbers)

    def _as_typed(self, mark: str, item: list[Json]) -> Blocks:
        """What Markdown takes for a list of one item, as it was typed: c. 1890."""
        blocks = self.blocks(item)
        match blocks[:1]:
            case (Paragraph() as first,):
                return (replace(first, inlines=tidy((Text(f"{mark} "), *first.inlines))), *blocks[1:])
        return (Paragraph((Text(mark),), self._here()), *blocks)

    def _items(self, items: Json, numbers: ItemNumbers | None) -> Blocks:
        origin = Origin(self.name, self.place + (not self.in_note))
        kept = [item for item in items if self.in_note or name_of(item) not in self.used]
        found = tuple(blocks for item in kept if (blocks := self._inside(item)))
        return (ItemList(found, origin, numbers),) if found else ()

    def _DefinitionList(self, content: Json) -> Blocks:
        found: list[Block] = []
        for term, meanings in content:
            origin, line = self._next(), tidy(self.inlines(term))
            told = tuple(blocks for meaning in meanings if (blocks := self._inside(meaning)))
            if line and told:  # lists that follow one another are one, when they have been written
                found.append(DefinitionList((Definition(line, told, origin),), origin))
            else:
                found += (Paragraph(line, origin),) if line else (block for blocks in told for block in blocks)
        return tuple(found)

    def _Div(self, content: Json) -> Blocks:
        (name, classes, attributes), inner = content
        if not self.in_note and (name or note_of_division(content)) in self.used:
            return ()
        # what a word processor calls a style, a web page calls a class
        styles = (*classes, dict(attributes).get("custom-style", ""))
        if "left-out" in classes:  # as the editor's table of styles says
            self._drop(" ".join(map(words_of, self._inside(inner))), "of a style that is left out")
            return ()
        for pattern, make in ((VERSE, self._verse), (DRAMA, self._drama)):
            if any(pattern.fullmatch(each) for each in styles):
                return make(dict(attributes), classes, inner)
        if is_stanzas(inner):
            return self._verse({}, classes, inner)
        before = self.place
        if inner and name in self.asked:
            inner = [with_name(inner[0], name), *inner[1:]]
        blocks = self.blocks(lined(inner, styles) if self.name.endswith(".md") else inner)
        stands = set(GROUPS) & set(classes) or name.startswith("fig:")
        if stands and (group := group_in(blocks, Origin(self.name, before + 1), classes, dict(attributes))):
            return (replace(group, anchor=self._name(name)),)
        if "table" in classes:
            if file := dict(attributes).get("csv"):
                self._tell(f"a table whose rows are in {file}: put the file in place, and write the block anew")
            blocks = tuple(said_of(each, classes, dict(attributes)) for each in blocks)
        for style in styles:
            below = ((SUBTITLE, self.subtitles), (BYLINE, self.bylines), (BELONGING, self.belongings))
            for pattern, places in below:
                if pattern.fullmatch(style) and not self.level:
                    places.update(range(before + 1, self.place + 1))
        return passage_of(blocks, styles, dict(attributes).get("lang", ""), Origin(self.name, before + 1))

    def _Figure(self, content: Json) -> Blocks:
        (name, _, _), caption, blocks = content
        lines = [each for block in caption[1] for each in self.lines(block)]
        below = tidy(tuple(each for line in lines for each in (*line, Text(" "))))
        inside = self.blocks(blocks)
        figures = [block for block in inside if isinstance(block, Figure)]
        if not figures:  # a table, or code, under a caption
            return (*inside, Paragraph(below, self._next())) if below else inside
        if below and len(figures) == len(inside) > 1:
            return (grouped(figures, below, figures[0].origin),)
        first = figures[0]
        decorative = first.decorative and not below
        captioned = replace(
            first, caption=below or first.caption, decorative=decorative, anchor=self._name(name)
        )  # several pictures have one
        if any(isinstance(each, Note) for each in walk(captioned.caption)):
            captioned = replace(captioned, at=HERE)  # whose number must stand where it is counted
        return tuple(captioned if block is first else block for block in inside)

    def _Table(self, content: Json) -> Blocks:
        (name, classes, attributes), caption, columns, head, bodies, foot = content
        origin = self._next()
        lines = [line for block in caption[1] for line in self.lines(block)]
        words = tidy(tuple(each for line in lines for each in (*line, Text(" "))))
        parts = [[self._row(row) for row in rows_of(part)] for part in (head, *bodies, foot)]
        table = table_of(parts, tuple(ALIGNS.get(align["t"], "") for align, _ in columns), origin)
        if table is None:
            flat = [block for part in parts for row in part for _, _, cell in row for block in cell]
            if flat:
                self._tell("a table that is no plain table: its cells set as paragraphs, row by row")
            return (*(Paragraph(line, origin) for line in lines), *flat)
        if has_notes(table.head):  # it comes again on every page that the table goes on to
            self._tell("notes in the head of a table: given letters, and set at its foot")
        words, label = unlabelled(words)
        if label:
            self._tell(f'"{label}" taken from a caption: the press numbers tables itself')
        made = replace(with_letters(table), caption=words, number=number_of(label), anchor=self._name(name))
        return (said_of(made, classes, dict(attributes)),)

    def _row(self, row: list[Json]) -> list[tuple[int, int, Blocks]]:
        """The cells of a row: over how many columns and rows each goes, and what stands in it."""
        return [(cell[3], cell[2], self._inside(cell[4])) for cell in row]

    def _Null(self, _: Json) -> Blocks:
        return ()

    def held(self, nodes: list[Json]) -> Blocks:
        """What a note can hold of its blocks: a table without its caption, which stands above it."""
        held: list[Block] = []
        for block in with_lists(self._inside(nodes)):
            if isinstance(block, SectionBreak):
                self._tell("a break within a note, left out")
            elif isinstance(block, Table) and block.caption:
                held += (Paragraph(block.caption, block.origin), replace(block, caption=()))
            else:
                held.append(block)
        return tuple(held)

    def lines(self, node: Json) -> list[Inlines]:
        """The lines of a block that must become lines: a caption, or what stands in a note."""
        lines: list[Inlines] = []
        for block in self._inside([node]):
            lines += flat_lines(block)
        return lines
