"""The nouns of `press.text` → the manuscript's Markdown: what `press.editing.parse` reads, written.

A line that has more than letters and ordinary points is read back, and written more plainly if it does not come back as
it was: better a lost italic, which is told, than a lost word.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from press.editing.blocks import parse_text
from press.editing.near_misses import plain_misses
from press.fields import Written
from press.importing.tables import drawn, is_plain
from press.importing.tidy import tidy
from press.importing.typescript import Changed
from press.lines import lines_within, remade
from press.problem import Origin, Problem, has_errors
from press.text import (
    Block,
    Blocks,
    Citation,
    Cluster,
    Definition,
    DefinitionList,
    Emphasis,
    Extract,
    Figure,
    Foreign,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Note,
    Paragraph,
    SectionBreak,
    SmallCaps,
    Strong,
    Superscript,
    Table,
    Text,
    Verse,
    VerseLine,
    plain,
    walk,
)

WIDTH = 120
CELL = 40
"""How many letters a line of a cell has in a table that is drawn."""
OMISSION = re.compile(r"\[(?:\.\.\.|…)\]")
# what Markdown takes for a mark, and what the press replaces: +-
SPECIAL = re.compile(r"[\\`*_\[\]<{}@^]|(?<!\S)#+(?=\s|$)|&(?=#?\w+;)|\+(?=-)", re.IGNORECASE)
RESUMED_BEHIND = (Extract, Verse, ItemList, DefinitionList)
PARTS = frozenset("$~=|:#&>^<!")
"""What marks of other languages are made of."""
STARTS_BLOCK = re.compile(r"(?:Table:|#{1,6}|[-+*:~]|\d{1,9}[.)])$|#|>|=+$|-+$|-{2,}|:::|~~~|```|\||[-:|]+$|\\\[\^")
RISKY = re.compile(rf"{SPECIAL.pattern}|\.\.|\|", re.IGNORECASE)
EVEN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": "-", "–": "-", "…": "...", "′": "'", "″": '"'})
"""What typing leaves open and setting decides: no loss."""


@dataclass(slots=True)
class MarkdownWriter:
    """Writes the text of one file; `changed`: what had to be written more plainly; `careful`: how much to escape."""

    changed: list[Changed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    careful: bool = False
    noted: bool = False

    def text(self, blocks: Blocks) -> str:
        """The body of a file: blocks parted by blank lines, and the notes of several paragraphs at its end."""
        self.notes = []
        written = list(self._blocks(blocks, WIDTH))
        return "\n\n".join([*written, *self.notes]) + "\n" if written or self.notes else ""

    def line(self, inlines: Inlines) -> str:
        """A title or another field of one line."""
        return _wrapped(self._one_line(inlines, Origin("")), 10**6)

    # --- blocks ------------------------------------------------------------------------------

    def _blocks(self, blocks: Blocks, width: int) -> Iterator[str]:
        other = False
        last: Block | None = None
        for block in blocks:
            # a list directly after another of its kind needs a mark of its own
            again = isinstance(block, ItemList) and isinstance(last, ItemList) and block.numbered == last.numbered
            other = again and not other
            resumes = isinstance(block, Paragraph) and block.flush and isinstance(last, RESUMED_BEHIND)
            if written := self._block(block, width, other, resumes):
                yield written
                last = block

    def _block(self, block: Block, width: int, other: bool, resumes: bool) -> str:
        match block:
            case Paragraph():
                resumed = "\\noindent " if resumes else ""
                return resumed + _wrapped(self._faithful(block.inlines, block.origin), width - len(resumed))
            case Heading():
                # the only level at which a running head may be told
                short = f' {{short="{_quoted(str(block.short))}"}}' if block.short and block.level == 2 else ""
                return f"{'#' * block.level} {self._one_line(block.inlines, block.origin)}{short}"
            case Extract():
                return _prefixed("\n\n".join(self._blocks(block.blocks, width - 2)), "> ", "> ")
            case Verse():
                return self._verse(block)
            case ItemList():
                return self._items(block, width, other)
            case DefinitionList():
                return "\n\n".join(self._definition(each, width) for each in block.definitions)
            case Table():
                return self._table(block)
            case Figure():
                alt = _quoted(block.alt or plain(block.caption))
                caption = self._one_line(block.caption, block.origin)
                return f'![{caption}]({block.path}){{alt="{alt}"}}'
            case SectionBreak():
                return "***"
        raise TypeError(type(block).__name__)

    def _one_line(self, inlines: Inlines, origin: Origin) -> str:
        return self._faithful(tuple(Text(" ") if isinstance(i, LineBreak) else i for i in inlines), origin)

    def _verse(self, block: Verse) -> str:
        """Lines behind bars, with the source alone below the last stanza."""
        stanzas = [[self._verse_line(line, block.origin) for line in stanza] for stanza in block.stanzas]
        if block.source:
            stanzas.append([f"| --- {self._one_line(block.source, block.origin)}"])
        return "\n|\n".join("\n".join(each) for each in stanzas)

    def _verse_line(self, line: VerseLine, origin: Origin) -> str:
        return f"| {' ' * line.indent}{self._cell(line.inlines, origin)}"

    def _items(self, block: ItemList, width: int, other: bool) -> str:
        written = []
        tight = all(len(item) == 1 for item in block.items)  # several blocks in one item need blank lines
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}{')' if other else '.'} " if block.numbered else "+ " if other else "- "
            inner = "\n\n".join(self._blocks(item, width - len(mark)))
            written.append(_prefixed(inner, mark, " " * len(mark)))
        return ("\n" if tight else "\n\n").join(written)

    def _definition(self, definition: Definition, width: int) -> str:
        """A term on a line of its own, and each of its meanings behind a colon."""
        term = _wrapped(self._one_line(definition.term, definition.origin), 10**6)
        meanings = ("\n\n".join(self._blocks(each, width - 4)) for each in definition.meanings)
        return "\n".join([term, *(_prefixed(each, ":   ", "    ") for each in meanings)])

    def _table(self, block: Table) -> str:
        rows = (*block.head, *block.rows, *block.foot)
        lines = [[[self._cell(part, block.origin) for part in _at_breaks(c.inlines)] for c in row] for row in rows]
        if is_plain(block):
            written = self._with_bars(block, lines)
        else:
            written = drawn(block, [[_narrow(cell) for cell in row] for row in lines])
        if not block.caption:
            return written
        return f"{written}\n\n: {_wrapped(self._one_line(block.caption, block.origin), WIDTH - 2)}"

    def _with_bars(self, block: Table, lines: list[list[list[str]]]) -> str:
        rows = [[" ".join(cell) for cell in row] for row in lines]
        rules = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}
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
        if len(inlines) == 1 and isinstance(only := inlines[0], Text) and not _is_risky(only.text):
            return only.text
        wanted = _letters(inlines)  # nothing but letters is compared: marks may go, words may not
        known = len(self.notes)
        attempts: tuple[tuple[Callable[[Inlines], Inlines], bool, str], ...] = (
            (lambda line: line, False, ""),
            # what stands in two places, with other marks between, may make one mark
            (lambda line: line, True, ""),
            (lambda line: tidy(_unmarked(line)), True, "italic or other marks could not be kept"),
        )
        for simpler, self.careful, told in attempts:
            written = self._inlines(simpler(inlines))
            if _read_back(written, self.notes[known:]) == wanted:
                if told:
                    self.changed.append(Changed(origin.line, f'{told}: "{plain(inlines)[:60]}"'))
                return written
            del self.notes[known:]  # those that this attempt has written
        self.changed.append(
            Changed(origin.line, f'look at this line, which may not read as it did: "{plain(inlines)[:80]}"')
        )
        return self._inlines(tidy(_unmarked(inlines)))

    def _inlines(self, inlines: Inlines, in_note: bool = False) -> str:
        out = ""
        for inline in inlines:
            written = self._inline(inline, in_note)
            # side by side two may make a third: brackets and a parenthesis a link, "!" and brackets a picture
            if out.endswith("]") and written[:1] in ("(", ":"):
                written = "\\" + written
            if out.endswith("!") and written.startswith("["):
                out = out[:-1] + "\\!"
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
            case SmallCaps():
                return f"[{self._inlines(inline.inlines, in_note)}]{{.smallcaps}}"
            case Superscript():
                return f"[{self._inlines(inline.inlines, in_note)}]{{.super}}"
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
        raise TypeError(type(inline).__name__)

    def _note(self, note: Note) -> str:
        match note.blocks:
            case (Paragraph(inlines=line),) if LineBreak() not in line:  # `^[…]` cannot hold more
                return f"^[{self._inlines(line, True)}]{'{.letter}' if note.lettered else ''}"
        label = str(len(self.notes) + 1)
        self.noted = True  # all of it is read back with the line that calls it
        held = "\n\n".join(self._blocks(note.blocks, WIDTH - 4))
        self.noted = False
        begun = " " if isinstance(note.blocks[0], Paragraph) else "\n\n    "
        self.notes.append(_prefixed(held, f"[^{label}]:{begun}", "    "))
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


def _narrow(lines: list[str]) -> list[str]:
    """The lines of a cell that is drawn."""
    return [each for line in lines for each in _wrapped(line, CELL).split("\n")]


def _at_breaks(inlines: Inlines) -> list[Inlines]:
    """What stands in a cell, parted at its new lines, with a blank line for each: they begin paragraphs there."""
    parts: list[Inlines] = [()]
    for each in inlines:
        if isinstance(each, LineBreak):
            parts += [(), ()]
        else:
            parts[-1] = (*parts[-1], each)
    return parts


def _is_risky(text: str) -> bool:
    """Whether plain words may be read as something else than they are."""
    return bool(RISKY.search(text) or plain_misses(text))


def escaped(text: str, careful: bool = False) -> str:
    """Text in which nothing is taken for a mark, a citation or a sign to be replaced, but quotes and dashes are set.

    `careful`: whatever a mark is made of is escaped, wherever it stands.
    """
    out, last = [], 0
    for omission in OMISSION.finditer(text):  # brackets that the press knows, and checks for: never escaped
        out += [_escaped(text[last : omission.start()], careful), omission[0]]
        last = omission.end()
    rest = _escaped(text[last:], careful)
    # "[...]" with a parenthesis or a colon behind it would be a link, or the definition of one
    return "".join(out) + ("\\" + rest if out and rest[:1] in ("(", ":") else rest)


def _escaped(text: str, careful: bool) -> str:
    special = [match.start() for match in SPECIAL.finditer(text)]
    special += [at for at, char in enumerate(text) if char in PARTS] if careful else ()
    kept = {*special, *plain_misses(text, special)}
    return "".join(f"\\{char}" if at in kept else char for at, char in enumerate(text))


def _unmarked(inlines: Inlines) -> Inlines:
    """The line without marks: words, notes and citations only."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Note):
            out.append(Note("", remade(inline.blocks, _unmarked), inline.origin))
        elif isinstance(inline, (Emphasis, Strong, SmallCaps, Superscript, Foreign, Link)):
            out += _unmarked(inline.inlines)
        else:
            out.append(inline)
    return tuple(out)


def _letters(inlines: Inlines) -> str:
    """What must not be lost of a line: its signs in order, notes at their calls, citations by key."""
    out = []
    for inline in inlines:
        match inline:
            case Text():
                out.append(inline.text)
            case Note():
                out.append(f"\x01{'/'.join(map(_letters, lines_within(inline.blocks)))}\x02")
            case Cluster():
                keys = (f"{_letters(c.prefix)}@{c.key}{_letters(c.suffix).lstrip(', ')}" for c in inline.citations)
                out.append(f"\x03{';'.join(keys)}\x04")
            case LineBreak():
                out.append(" ")
            case _:
                out.append(_letters(getattr(inline, "inlines", ())))
    # dashes are told apart when the book is set, and spaces moved
    return re.sub(r"-+", "-", re.sub(r"\s+", "", "".join(out).translate(EVEN)))


def _read_back(written: str, notes: list[str]) -> str | None:
    """What the press reads where a line was written, or None if it is no line, or faulty."""
    problems: list[Problem] = []
    blocks = parse_text(Written("\n\n".join([_wrapped(written, WIDTH), *notes]), Origin("", 1)), problems)
    if has_errors(problems) or len(blocks) > 1 or (blocks and not isinstance(blocks[0], Paragraph)):
        return None
    inlines = blocks[0].inlines if blocks and isinstance(blocks[0], Paragraph) else ()
    found = _letters(inlines)
    # a citation in brackets is a note of its own when it comes back
    return re.sub(r"\x01(\x03[^\x03\x04]*\x04)\x02", r"\1", found)


def _quoted(words: str) -> str:
    """Words as they can stand in the quotation marks of an attribute."""
    return re.sub(r'["\\{}]', "'", words)


def _wrapped(written: str, width: int) -> str:
    """A paragraph in lines of at most `width` letters, none of which begins like a list, a heading or a rule."""
    lines: list[str] = []
    for forced in written.split("\n"):
        line = ""
        for word in forced.split(" "):
            if not line:  # what begins a block does so at the head of a line alone: there it is escaped
                line = _guarded(word) if word else line
            elif (
                len(line) + 1 + len(word) > width and word and not STARTS_BLOCK.match(word) and not line.endswith("\\")
            ):
                lines.append(line)
                line = word
            else:
                line += f" {word}"
        lines.append(line)
    return "\n".join(lines)


def _guarded(word: str) -> str:
    """The first word of a paragraph, escaped if it would begin a list, a heading or a quotation."""
    if not STARTS_BLOCK.match(word) or word.startswith("\\"):
        return word
    if word == "Table:":
        return "Table\\:"
    digits = re.match(r"\d+", word)  # of "1." the point: only signs can be escaped
    return f"{digits[0]}\\{word[digits.end() :]}" if digits else f"\\{word}"


def _prefixed(text: str, first: str, rest: str) -> str:
    return first + textwrap.indent(text, rest, lambda _: True)[len(rest) :].replace(
        f"\n{rest}\n", f"\n{rest.rstrip()}\n"
    )


def has_text(blocks: Blocks) -> bool:
    """Whether there is a word in the blocks."""
    return any(isinstance(each, (Text, Cluster, Figure)) for each in walk(blocks))
