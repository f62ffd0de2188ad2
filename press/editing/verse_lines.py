"""What the marks of a stanza say of its lines, and the lines of verse counted: those that are shared count once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from press.editing.markdown_text import MarkdownText
from press.editing.verse_rules import SHARED_LINE, VERSE_START
from press.problem import Origin, Problem
from press.text import Block, Blocks, Drama, LineId, SectionBreak, Speech, StageDirection, Verse, VerseLine, plain

SHARED = "shared"
"""The class of a line that ends the one before it."""
HINT = "mark the whole line, [words]{.shared}, below the line that it ends"


@dataclass(slots=True)
class LineMarks:
    """What is said of the lines of a stanza, each by its number from 0: their ids, and which are shared."""

    ids: dict[int, tuple[LineId, ...]] = field(default_factory=dict)
    shared: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _OpenMark:
    """A mark that has been opened: what it says, on which line, whether that line begins with it, and whether it says
    anything else.
    """

    name: str
    shared: bool
    line: int
    first: bool
    more: bool


def marks_of_lines(text: MarkdownText, token: Token) -> LineMarks:
    """What the marks of a stanza say of its lines, taken from its token: a mark that says nothing else is gone from it.

    `[words]{#id}` names the lines that it stands on; `[words]{.shared}` ends the line before it.
    """
    found = LineMarks()
    kept: list[Token] = []
    opened: list[_OpenMark] = []
    line, bare = 0, True  # whether nothing has been read of the line yet
    for each in token.children or ():
        if each.type in ("softbreak", "hardbreak"):
            line, bare = line + 1, True
        elif each.type == "span_open":
            opened.append(mark := _opened(each, line, bare))
            if not mark.more:
                continue
        elif each.type == "span_close" and opened:
            mark = opened.pop()
            if mark.name:
                found.ids[mark.line] = (*found.ids.get(mark.line, ()), LineId(mark.name, line - mark.line + 1))
            if mark.shared and (not mark.first or mark.line != line):
                at = (token.map[0] if token.map else 0) + mark.line
                text.complain(at, SHARED_LINE, "a shared line that is marked in part, or with another", HINT)
            elif mark.shared:
                found.shared.add(line)
            if not mark.more:
                continue
        elif each.type != "text" or each.content.strip():
            bare = False
        kept.append(each)
    token.children = kept
    return found


def _opened(token: Token, line: int, first: bool) -> _OpenMark:
    name = str(token.attrs.pop("id", ""))
    classes = str(token.attrs.get("class", "")).split()
    shared = SHARED in classes
    if shared:
        token.attrs["class"] = " ".join(each for each in classes if each != SHARED)
        if not token.attrs["class"]:
            del token.attrs["class"]
    # a mark that says nothing at all is told by who reads marks
    return _OpenMark(name, shared, line, first, bool(token.attrs) or not (name or shared))


def start_of(text: MarkdownText, said: str, line: int) -> int:
    """The number of a first line, as it is written."""
    if said.isascii() and said.isdecimal() and int(said) > 0:
        return int(said)
    text.complain(line, VERSE_START, f'"{said}" is no number of a line', "write start=101")
    return 1


def numbers_of(verse: Verse) -> Iterator[tuple[str, str]]:
    """The ids of lines, each with the number of its line, or with those of the first and the last of several: 14-16."""
    for n, line in enumerate(lines := verse.lines):
        for each in line.ids:
            last = lines[min(n + each.lines, len(lines)) - 1].number
            yield each.name, str(line.number) if last == line.number else f"{line.number}-{last}"


def counted(block: Verse | Drama, problems: list[Problem]) -> Verse | Drama:
    """Verse or a drama whose lines have their numbers; a line that ends none is told."""
    begun = {n for n, (line, _) in enumerate(_lines((block,)), -1) if line and line.shared}
    count = _LineCount(block.start, begun, problems)
    return count.verse(block) if isinstance(block, Verse) else replace(block, blocks=count.blocks(block.blocks))


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[VerseLine | None, Origin]]:
    """The lines of verse of some blocks, in order; None for what is said in prose, and ends what was begun in verse."""
    for block in blocks:
        if isinstance(block, Verse):
            yield from ((line, block.origin) for line in block.lines)
        elif isinstance(block, (Drama, Speech)):
            yield from _lines(block.blocks)
        elif not isinstance(block, (StageDirection, SectionBreak)):
            yield None, block.origin


class _LineCount:
    """The count of lines: the number of the next, how many lines and passages of prose there were, and what the last
    line says so far; `begun`: which of them another line ends.
    """

    def __init__(self, start: int, begun: set[int], problems: list[Problem]) -> None:
        self.next, self.begun, self.problems = start, begun, problems
        self.at = 0
        self.last = ""

    def blocks(self, blocks: Blocks) -> Blocks:
        """The blocks of a drama or a speech."""
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Verse):
            return self.verse(block)
        if isinstance(block, Speech):
            return replace(block, blocks=self.blocks(block.blocks))
        if not isinstance(block, (StageDirection, SectionBreak)):
            self.at, self.last = self.at + 1, ""
        return block

    def verse(self, verse: Verse) -> Verse:
        """Verse with its lines counted."""
        return replace(verse, stanzas=tuple(self._stanza(each, verse.origin) for each in verse.stanzas))

    def _stanza(self, stanza: Sequence[VerseLine], origin: Origin) -> tuple[VerseLine, ...]:
        return tuple(self._line(line, origin) for line in stanza)

    def _line(self, line: VerseLine, origin: Origin) -> VerseLine:
        shared = line.shared and bool(self.last)
        if line.shared and not shared:
            what = f'a shared line that nobody has begun: "{plain(line.inlines)[:40]}"'
            self.problems.append(Problem(origin, SHARED_LINE, what, HINT))
        begun = self.at in self.begun
        self.at += 1
        before, self.last = self.last, plain(line.inlines).strip()
        if shared:
            self.last = f"{before} {self.last}"
            return replace(line, number=self.next - 1, before=before, begun=begun)
        self.next += 1
        return replace(line, number=self.next - 1, begun=begun)
