"""The nouns of `press.text` → the manuscript's Markdown: what `press.editing.parse` reads, written.

A line that has more than letters and ordinary points is read back, and written more plainly if it does not come back as
it was: better a lost italic, which is told, than a lost word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from press.editing.blocks import parse_text
from press.editing.queries import without_queries
from press.fields import Written
from press.importing.tidy import attribute_value, tidy
from press.importing.tree.figures import written_figure, written_group
from press.importing.tree.tables import asked, drawn, is_plain
from press.importing.typescript import Changed
from press.importing.writing.escaping import GAP, escaped, is_risky
from press.importing.writing.markdown_verse import drama_opening, verse_lines
from press.importing.writing.passages import quoted
from press.importing.writing.read_back import Sign, eased, signs_of, unmarked, without_one
from press.importing.writing.wrapping import fenced, prefixed, wrapped
from press.numerals import ItemNumbers
from press.problem import Origin, Problem, has_errors
from press.text import (
    Block,
    Blocks,
    Citation,
    Cluster,
    Definition,
    DefinitionList,
    Drama,
    Emphasis,
    Epigraph,
    Extract,
    Figure,
    FigureGroup,
    Foreign,
    ForeignPassage,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LetterPart,
    LineBreak,
    Link,
    Mention,
    Note,
    Paragraph,
    Reference,
    SectionBreak,
    Side,
    SmallCaps,
    Speech,
    StageDirection,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
    plain,
    walk,
)

WIDTH = 120
BACKSLASHED = "\\ "
CELL = 40
"""How many letters a line of a cell has in a table that is drawn."""
RESUMED_BEHIND = (Extract, Verse, Drama, ItemList, DefinitionList, ForeignPassage)
CLASSES = {SmallCaps: "smallcaps", Superscript: "super", Side: "side"}
NAMED: Mapping[type[Inline], str] = {
    Emphasis: "italics",
    Strong: "bold",
    SmallCaps: "small capitals",
    Superscript: "raised letters",
    Subscript: "lowered letters",
    Struck: "a stroke",
    Foreign: "the language",
}
"""What an editor calls the marks."""


@dataclass(slots=True)
class MarkdownWriter:
    """Writes the text of one file; `changed`: what had to be written more plainly; `careful`: how much to escape;
    `marks`: how the marks of the index are written, by their keys; `lines`: where each block begins that is written.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    careful: bool = False
    noted: bool = False
    lines: list[tuple[Block, int]] = field(default_factory=list)

    def text(self, blocks: Blocks) -> str:
        """The body of a file: blocks parted by blank lines, and the notes of several paragraphs at its end."""
        self.lines = []
        written: list[str] = []
        line = 1
        for block, each in self._written(blocks, WIDTH):
            self.lines.append((block, line))
            written.append(each)
            line += each.count("\n") + 2
        notes, self.notes = self.notes, []  # those that a title has called, too
        return "\n\n".join([*written, *notes]).replace(GAP, " ") + "\n" if written or notes else ""

    def line(self, inlines: Inlines) -> str:
        """A title or another field of one line."""
        return wrapped(self._one_line(inlines, Origin("")), 10**6).replace(GAP, " ")

    # --- blocks ------------------------------------------------------------------------------

    def _blocks(self, blocks: Blocks, width: int) -> Iterator[str]:
        yield from (written for _, written in self._written(blocks, width))

    def _written(self, blocks: Blocks, width: int) -> Iterator[tuple[Block, str]]:
        other = False
        last: Block | None = None
        for block in blocks:
            # a list directly after another of its kind needs a mark of its own
            again = isinstance(block, ItemList) and isinstance(last, ItemList) and _runs_together(last, block)
            other = again and not other
            resumes = isinstance(block, Paragraph) and block.flush and isinstance(last, RESUMED_BEHIND)
            if isinstance(block, Epigraph) and not isinstance(last, Heading):
                self.changed.append(Changed(block.origin.line, "an epigraph below no heading: now a quotation"))
                yield from ((block, each) for each in self._blocks(quoted(block), width))
                last = block
            elif written := self._block(block, width, other, resumes):
                yield block, written
                last = block

    def _block(self, block: Block, width: int, other: bool, resumes: bool) -> str:  # noqa: C901 – a case for each kind of block
        match block:
            case Paragraph():
                resumed = "\\noindent " if resumes else ""
                return resumed + wrapped(self._faithful(block.inlines, block.origin), width - len(resumed))
            case Heading():
                # the only level at which a running head may be told
                short = f'short="{attribute_value(str(block.short))}"' if block.short and block.level == 2 else ""
                told = " ".join(filter(None, (f"#{block.anchor}" * bool(block.anchor), short)))
                braces = f" {{{told}}}" if told else ""
                return f"{'#' * block.level} {self._one_line(block.inlines, block.origin)}{braces}"
            case Extract():
                return prefixed("\n\n".join(self._blocks(block.blocks, width - 2)), "> ", "> ")
            case Verse():
                return verse_lines(block, lambda words: self._cell(words, block.origin))
            case Drama():
                return "\n\n".join([drama_opening(block), *self._blocks(block.blocks, width), ":::"])
            case Speech():
                return self._definition(Definition(block.speaker, (block.blocks,), block.origin), width)
            case StageDirection():
                slanted = any(isinstance(each, Emphasis) for each in block.inlines)
                said = block.inlines if slanted else (Emphasis(block.inlines),)
                return wrapped(self._faithful(said, block.origin), width)
            case ItemList():
                return self._items(block, width, other)
            case LetterPart():  # whose lines are not to be wrapped: where one ends, it ends in print
                return fenced(block.kind, "\n\n".join(self._blocks(block.blocks, 10**6)))
            case ForeignPassage():
                return fenced(f"{{lang={block.lang}}}", "\n\n".join(self._blocks(block.blocks, width)))
            case Epigraph():
                source = [f"--- {self._one_line(block.source, block.origin)}"] if block.source else []
                return fenced("epigraph", "\n\n".join([*self._blocks(block.blocks, width), *source]))
            case DefinitionList():
                return "\n\n".join(self._definition(each, width) for each in block.definitions)
            case Table():
                return self._table(block)
            case Figure():
                return written_figure(block, self._one_line)
            case FigureGroup():
                return written_group(block, self._one_line)
            case SectionBreak():
                return "***"
        raise TypeError(type(block).__name__)

    def _one_line(self, inlines: Inlines, origin: Origin) -> str:
        return self._faithful(tuple(Text(" ") if isinstance(i, LineBreak) else i for i in inlines), origin)

    def _items(self, block: ItemList, width: int, other: bool) -> str:
        written = []
        tight = all(len(item) == 1 for item in block.items)  # several blocks in one item need blank lines
        numbers = block.numbers
        if numbers and other:
            numbers = self._told_apart(numbers, block.origin)
        for n, item in enumerate(map(self._within_unmarked, block.items) if block.unmarked else block.items):
            mark = "+ " if other else "- "
            if numbers:  # a capital with one space behind it would be the initial of a name
                mark = f"{numbers.mark(n)}{'  ' if numbers.numeral.startswith('upper') else ' '}"
            inner = "\n\n".join(self._blocks(item, width - len(mark)))
            written.append(prefixed(inner, mark, " " * len(mark)))
        whole = ("\n" if tight else "\n\n").join(written)
        return fenced("unmarked", whole) if block.unmarked else whole

    def _within_unmarked(self, item: Blocks) -> Blocks:
        """An item of a list without bullets: what says so of the list says it of those in it too."""
        blocks = list(item)
        for n, each in enumerate(blocks):
            if isinstance(each, ItemList):
                if not each.numbers and not each.unmarked:
                    self.changed.append(Changed(each.origin.line, "a list with bullets in one without: now without"))
                blocks[n] = replace(each, items=tuple(map(self._within_unmarked, each.items)), unmarked=False)
        return tuple(blocks)

    def _told_apart(self, numbers: ItemNumbers, origin: Origin) -> ItemNumbers:
        """Numbers by which a list is known from another right before it."""
        numbers = replace(numbers, delimiter=")" if numbers.delimiter != ")" else ".")
        what = f"a list right behind another of its kind: now numbered {numbers.mark(0)} to tell them apart"
        self.changed.append(Changed(origin.line, what))
        return numbers

    def _definition(self, definition: Definition, width: int) -> str:
        """A term on a line of its own, and each of its meanings behind a colon."""
        term = wrapped(self._one_line(definition.term, definition.origin), 10**6)
        meanings = ("\n\n".join(self._blocks(each, width - 4)) for each in definition.meanings)
        return "\n".join([term, *(prefixed(each, ":   ", "    ") for each in meanings)])

    def _table(self, block: Table) -> str:
        rows = (*block.head, *block.rows, *block.foot)
        lines = [[[self._cell(part, block.origin) for part in _at_breaks(c.inlines)] for c in row] for row in rows]
        if is_plain(block):
            written = self._with_bars(block, lines)
        else:
            written = drawn(block, [[_narrow(cell) for cell in row] for row in lines])
        said = asked(block)
        if not block.caption:
            return fenced(said.replace("{", "{.table ", 1).strip(), written) if said else written
        return f"{written}\n\n: {wrapped(self._one_line(block.caption, block.origin), WIDTH - 2)}{said}"

    def _with_bars(self, block: Table, lines: list[list[list[str]]]) -> str:
        rows = [[" ".join(cell) for cell in row] for row in lines]
        rules = {"": "---", "left": ":--", "right": "--:", "center": ":-:", "decimal": "--:"}
        columns = len(block.aligns)
        aligns = [rules[each] for each in block.aligns]
        # rows of unequal length: Markdown drops the cells beyond the head, and a missing one is empty
        whole = [rows[0], aligns, *([*row, *([""] * columns)][:columns] for row in rows[1:])]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in whole)

    def _cell(self, inlines: Inlines, origin: Origin) -> str:
        # not one that is escaped already; two backslashes before it are one that is printed
        return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", self._one_line(inlines, origin))

    # --- lines -------------------------------------------------------------------------------

    def _faithful(self, inlines: Inlines, origin: Origin) -> str:
        """A line written so that it reads back the same, if need be without its marks."""
        if self.noted:
            return self._inlines(inlines, True)
        if len(inlines) == 1 and isinstance(only := inlines[0], Text) and not is_risky(only.text):
            return only.text
        known = len(self.notes)
        for line, told in self._attempts(inlines):
            wanted = signs_of(line)
            # a second time what stands in two places, with other marks between, may make one mark
            for self.careful in (False, True):
                written = self._inlines(line)
                if _read_back(written, self.notes[known:]) == wanted:
                    if told:
                        self.changed.append(Changed(origin.line, told))
                    return written
                del self.notes[known:]  # those that this attempt has written
        self.changed.append(
            Changed(origin.line, f'look at this line, which may not read as it did: "{plain(inlines)[:80]}"')
        )
        return self._inlines(tidy(unmarked(inlines)))

    @staticmethod
    def _attempts(inlines: Inlines) -> Iterator[tuple[Inlines, str]]:
        """A line, and plainer ones if that cannot be written: marks may go, words may not; and what is told of each."""
        yield inlines, ""
        if (plainer := tidy(eased(inlines))) != inlines:
            yield plainer, f'points at the edge of a mark now stand outside it: "{plain(inlines)[:60]}"'
        for plainer, lost in without_one(inlines):
            yield tidy(plainer), f'{NAMED.get(type(lost), "a mark")} could not be kept: "{plain((lost,))[:60]}"'
        yield tidy(unmarked(inlines)), f'italic or other marks could not be kept: "{plain(inlines)[:60]}"'

    def _inlines(self, inlines: Inlines, in_note: bool = False) -> str:
        out = ""
        for inline in inlines:
            written = self._inline(inline, in_note)
            # side by side two may make a third: brackets and a parenthesis a link, "!" and brackets a picture
            if out.endswith("]") and written[:1] in ("(", ":"):
                written = "\\" + written
            if out.endswith("!") and written.startswith("["):
                out = out[:-1] + "\\!"
            if written.startswith("{>>") and out.endswith(" "):
                out += " "  # which goes with the query
            out += written
        return out

    def _inline(self, inline: Inline, in_note: bool) -> str:
        match inline:
            case Text():
                return escaped(inline.text, self.careful)
            case Emphasis():
                return f"*{self._inlines(inline.inlines, in_note)}*"
            case Strong():
                return f"**{self._inlines(inline.inlines, in_note)}**"
            case SmallCaps() | Superscript() | Side():
                return f"[{self._inlines(inline.inlines, in_note)}]{{.{CLASSES[type(inline)]}}}"
            case Subscript():
                # no space is read in it but behind a backslash
                return f"~{self._inlines(inline.inlines, in_note).replace(' ', BACKSLASHED)}~"
            case Struck():
                return f"~~{self._inlines(inline.inlines, in_note)}~~"
            case Foreign():
                return f"[{self._inlines(inline.inlines, in_note)}]{{lang={inline.lang}}}"
            case Link():
                return f"[{self._inlines(inline.inlines, in_note)}](<{inline.url}>)"
            case LineBreak():
                return "\\\n"
            case Note():
                return self._note(inline)
            case Cluster():
                return self._cluster(inline)
            case Mention():
                return self.marks.get(inline.term, "")
            case Reference():
                return (
                    f"[{self._inlines(inline.inlines, in_note)}](#{inline.target}){'{.page}' * (inline.form == 'page')}"
                )
        raise TypeError(type(inline).__name__)

    def _note(self, note: Note) -> str:
        match note.blocks:
            # `^[…]` cannot hold more, and has no name
            case (Paragraph(inlines=line),) if LineBreak() not in line and not note.name:
                return f"^[{self._inlines(line, True)}]{'{.letter}' if note.lettered else ''}"
        label = note.name or str(len(self.notes) + 1)
        self.noted = True  # all of it is read back with the line that calls it
        held = "\n\n".join(self._blocks(note.blocks, WIDTH - 4))
        self.noted = False
        begun = " " if isinstance(note.blocks[0], Paragraph) else "\n\n    "
        self.notes.append(prefixed(held, f"[^{label}]:{begun}", "    "))
        return f"[^{label}]{'{.letter}' if note.lettered else ''}"

    def _cluster(self, cluster: Cluster) -> str:
        if cluster.running:
            (citation,) = cluster.citations
            suffix = self._inlines(citation.suffix, True).strip(" ,")  # in brackets no comma parts it
            return f"@{citation.key}" + (f" [{suffix}]" if suffix else "")
        return f"[{'; '.join(self._citation(each) for each in cluster.citations)}]"

    def _citation(self, citation: Citation) -> str:
        prefix = self._inlines(citation.prefix, True).strip()
        suffix = self._inlines(citation.suffix, True).strip()
        suffix = f"{'' if suffix.startswith(',') or not suffix else ', '}{suffix}"
        return f"{prefix}{' ' if prefix else ''}{'' if citation.author else '-'}@{citation.key}{suffix}"


def _runs_together(one: ItemList, other: ItemList) -> bool:
    """Whether two lists, one behind the other, would be read as one."""
    first, second = (each.numbers and replace(each.numbers, start=1) for each in (one, other))
    return first == second


def _narrow(lines: list[str]) -> list[str]:
    """The lines of a cell that is drawn."""
    return [each for line in lines for each in wrapped(line, CELL).split("\n")]


def _at_breaks(inlines: Inlines) -> list[Inlines]:
    """What stands in a cell, parted at its new lines, with a blank line for each: they begin paragraphs there."""
    parts: list[Inlines] = [()]
    for each in inlines:
        if isinstance(each, LineBreak):
            parts += [(), ()]
        else:
            parts[-1] = (*parts[-1], each)
    return parts


def _read_back(written: str, notes: list[str]) -> tuple[Sign, ...] | None:
    """What the press reads where a line was written, or None if it is no line, or faulty."""
    problems: list[Problem] = []
    text = "\n\n".join([wrapped(written, WIDTH), *notes]).replace(GAP, " ")
    blocks = parse_text(Written(without_queries(text, "").text, Origin("", 1)), problems)
    if has_errors(problems) or len(blocks) > 1 or (blocks and not isinstance(blocks[0], Paragraph)):
        return None
    return signs_of(blocks[0].inlines if blocks and isinstance(blocks[0], Paragraph) else ())


def has_text(blocks: Blocks) -> bool:
    """Whether there is a word in the blocks."""
    return any(isinstance(each, (Text, Cluster, Figure)) for each in walk(blocks))
