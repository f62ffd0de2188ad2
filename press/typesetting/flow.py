"""The flow of a section: its survey → the text without its pages, paragraph after paragraph, row after row.

From the flow, pages can be made up otherwise than the engine made them. Lengths are CSS px.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from press.typesetting.account import PIECE
from press.typesetting.note_flow import NoteFlow
from press.typesetting.page import Line, Survey

BLOCKS = ("b-", "bh-", "source-")
"""What the anchors of blocks begin with that are paragraphs or entries of their own."""

SERIES, SPEECH = 16, 3
"""Rows between which equal white makes a series, as that between stanzas does; and of a block that can be of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line as the page sees it, or several side by side.

    `height`: of the row; `space`: the white above it, of which only `head` is left at the head of a page. `notes`: the
    height of the notes that it brings to its page; `later`: of what is left of them for the next. `hyphen`: it ends in
    one. `tied`: it must stay with the row after it. `heading`: it is one. `at`, `of`: its number in its paragraph, from
    0, and how many that has; `least`: how many of them must stay together before the end of a page, and after it.
    `headnote`: it is of what the editors say before a document. `listed`: it is of a list; `entry`: the block that
    begins with it, and the margin above it, if that can be asked for. `flow`: the last note called on it, if that may
    be cut.
    """

    height: float
    space: float
    head: float
    notes: float
    later: float
    hyphen: bool
    tied: bool
    heading: bool
    at: int
    of: int
    least: tuple[int, int] = (2, 2)
    headnote: bool = False
    listed: bool = False
    entry: tuple[str, float] | None = None
    flow: NoteFlow | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or whatever stands as one: its anchor, the lines it has been set in, and its rows. `held`: the
    white above it is no other than it is, as below an opening or a heading, between entries, stanzas or speeches.
    """

    anchor: str
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    held: bool = False


@dataclass(frozen=True, slots=True)
class PageMeasures:
    """What all pages of a section have in common: the height of the type area, of a line, what parts text from notes,
    what is kept free above these, what at the foot of a page without notes, and whether the first is a verso.
    """

    height: float
    pitch: float
    apart: float
    above_notes: float
    foot: float
    verso: bool
    rooms: Mapping[int, float] = field(default_factory=dict)

    def height_of(self, page: int) -> float:
        """The height that the text and the notes of a page have, by its number from 1."""
        return self.height - self.rooms.get(page, 0.0)


def read_measures(survey: Survey) -> PageMeasures:
    """The measures of a section's pages."""
    pitches = Counter(page.pitch for page in survey if page.pitch)  # pages of pictures have none
    apart = [page.notes_depth - sum(line.height for line in page.notes) for page in survey if page.notes]
    return PageMeasures(
        height=survey[0].area[3] + survey[0].room,
        pitch=pitches.most_common(1)[0][0] if pitches else 0.0,
        # The commonest: on some pages something else takes room among the notes; and on some they have not room enough.
        apart=_commonest([each for each in apart if each >= 0]),
        above_notes=min((page.free for page in survey if page.notes), default=0.0),
        foot=min((page.free for page in survey if not page.notes), default=0.0),
        verso=survey[0].verso,
        rooms={number: page.room for number, page in enumerate(survey, 1) if page.room},
    )


def _commonest(lengths: Sequence[float]) -> float:
    """The commonest of some lengths but for roundings, of several the least; 0 of none."""
    counts = Counter(round(each, 1) for each in lengths)
    most = max(counts.values(), default=0)
    commonest = min((each for each, count in counts.items() if count == most), default=0.0)
    return min((each for each in lengths if round(each, 1) == commonest), default=0.0)


def ends(survey: Survey) -> tuple[int, ...]:
    """How many rows stand on each page but the last."""
    return tuple(len(list(_rows(page.lines))) for page in survey[:-1])


def read_flow(survey: Survey, flows: Mapping[str, NoteFlow] = MappingProxyType({})) -> list[Block]:
    """The text of a section without its pages. `flows`: the notes that may be cut."""
    depths: dict[str, float] = defaultdict(float)
    for page in survey:
        for line in page.notes:
            depths[line.block] += line.height
    blocks: list[tuple[list[Line], list[Row]]] = []
    below = 0.0
    for number, page in enumerate(survey):
        foot, opens = page.area[1], True
        for row in _rows(page.lines):
            # A paragraph that goes on from the page before is one block with what stands there. The cells of a table
            # begin a block each time: between its rows a page may end anywhere.
            if not blocks or row[0].first or len(row) > 1:
                blocks.append(([], []))
            blocks[-1][0].append(row[0])
            left_out = max(row[0].margin, below * row[0].first) if opens and number else None
            blocks[-1][1].append(_row(row, foot, depths, flows, opens=opens, left_out=left_out))
            foot, opens = max(each.y + each.height for each in row), False
        below = page.below
    tied = (False, *(a[-1].tied or (a[-1].listed and b[0].listed) for (_, a), (_, b) in pairwise(blocks)))
    firsts = [(lines[0].kind, lines[0].margin, len(rows)) for lines, rows in blocks]
    # the first paragraph stands as deep as that of other openings does
    first = next((n for n, (lines, _) in enumerate(blocks) if lines[0].block.startswith(BLOCKS)), 0)
    held = [each or n == first or _in_series(firsts, n) for n, each in enumerate(tied)]
    return [
        Block(lines[0].block, tuple(lines), tuple(replace(row, at=n, of=len(rows)) for n, row in enumerate(rows)), each)
        for (lines, rows), each in zip(blocks, held, strict=False)
    ]


def _in_series(blocks: Sequence[tuple[str, float, int]], at: int) -> bool:
    """Whether the white above a block is that of another shortly before it, and so must stay like it: they are stanzas
    or speeches. Of blocks are told the kind, the white above, and the number of rows.
    """
    kind, margin, _ = blocks[at]
    rows = 0
    for other, above, number in reversed(blocks[:at]):
        rows += number
        if rows > SERIES or number > SPEECH or other != kind:
            return False
        if above:
            return above == margin
    return False


def row_at(survey: Survey, page: int, y: float) -> int:
    """How many rows of a section stand above a height on a page, counted from 0, and on the pages before it."""
    before = sum(len(list(_rows(each.lines))) for each in survey[:page])
    return before + sum(row[0].y + row[0].height / 2 < y for row in _rows(survey[page].lines))


def _row(
    row: Sequence[Line],
    foot: float,
    depths: Mapping[str, float],
    flows: Mapping[str, NoteFlow],
    *,
    opens: bool,
    left_out: float | None,
) -> Row:
    """A row as yet alone in its paragraph; `foot` is where the row before it ends, or the page begins that it opens.

    `left_out`: the margin, its own or that of what ends the page before, that the engine leaves out at the head of a
    page; None where it leaves out none, as at the head of the first.
    """
    line = row[0]
    space = line.y - foot
    notes = [note for each in row for note, _ in each.calls]
    return Row(
        height=line.height,
        space=space + (left_out or 0.0),
        head=space if opens else max(0.0, space - line.margin),
        # Of a note that has been cut only the first piece stands on the page of its call, the others on the next.
        notes=sum(depths[note] for note in notes if PIECE not in note),
        later=sum(depths[note] for note in notes if PIECE in note),
        flow=flows.get(notes[-1]) if notes else None,
        hyphen=row[-1].hyphen,
        # Of the cells of a row that is to stay whole every line is tied but the last of the last.
        tied=row[-1].tied,
        heading=line.kind == "heading",
        at=0,
        of=1,
        least=line.least,
        headnote=line.headnote,
        listed=line.kind == "list",
        entry=(line.block, line.margin) if line.first and not line.column and line.block.startswith(BLOCKS) else None,
    )


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines side by side (the cells of a table) as one row."""
    row: list[Line] = []
    for line in lines:
        if row and line.y >= row[0].y + row[0].height / 2:
            yield row
            row = []
        row.append(line)
    if row:
        yield row
