"""The ways of setting a paragraph: a line longer or shorter, without a certain hyphen, with its lines ended elsewhere;
a heading: with a line more or less above it; what stands apart in the text, as a quotation does: with a line more; and
an ornament: with half a line more on either side.

A paragraph is broken anew in each by the total fit; a way that would be seen on the page as a loose or tight line is
none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from press.style.limits import Limits
from press.typesetting.faults import WEIGHTS
from press.typesetting.flow import BLOCKS, Block, Row
from press.typesetting.measured_paragraph import Fit, MeasuredParagraph
from press.typesetting.note_flow import NoteFlow
from press.typesetting.rivers import rivers
from press.typesetting.rules import LADDER, RUNT
from press.typesetting.total_fit import Breaking
from press.typesetting.wishes import NO_WISH, Wish

WAYS = (Wish(lines=-1), Wish(lines=1), Wish(way=1))
"""What a paragraph may be asked for, besides the best way, and besides no hyphen on a line that has one."""
LEAST = 3
"""Lines that a paragraph must have for one more or less not to be seen."""
FAIR = 1.2
"""How loose (in the measure of `Fit.ratios`) a line may become for the sake of the pages."""
AMPLE = 3
"""Lines of white above a heading of which one may be saved: it still stands nearer to what follows it."""
MOVED = 1.5
"""What it costs (in the measure of `WEIGHTS`) to set a heading, or what stands apart, a line higher or lower."""
MOVABLE = frozenset({"text", "quotation", "list"})
"""What may have other white above it, if it has any."""
CHANGED = 0.5
"""What it costs (in the measure of `WEIGHTS`) to set a paragraph otherwise than it is: nothing is moved for nothing."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of setting a block: its rows, the wish that gives them, and what it costs (in the measure of `WEIGHTS`).

    `block` is the anchor to wish it for, empty for a block as it is set.
    """

    block: str
    wish: Wish
    rows: tuple[Row, ...]
    cost: float


def ways_of(
    block: Block, measured: Mapping[str, MeasuredParagraph], wishes: Mapping[str, Wish], limits: Limits, pitch: float
) -> list[Way]:
    """A block as it is set, and in other ways if it is a paragraph that has any, or a heading.

    `measured`, `wishes`: by anchor, the paragraphs of the section, and what was wished for when it was set. `pitch`: of
    the lines of text, in CSS px.
    """
    as_is = Way("", NO_WISH, block.rows, 0.0)
    if block.lines[0].kind == "heading":
        return [as_is, *(() if block.anchor in wishes else _with_other_white(block, pitch))]
    return [*_of_paragraph(block, measured, wishes, limits), *_apart(block, wishes, pitch)]


def _of_paragraph(
    block: Block, measured: Mapping[str, MeasuredParagraph], wishes: Mapping[str, Wish], limits: Limits
) -> list[Way]:
    """A paragraph as it is set, and in its other ways."""
    as_is = Way("", NO_WISH, block.rows, 0.0)
    paragraph = measured.get(block.anchor)
    if paragraph is None or len(block.rows) < LEAST or block.lines[0].kind == "note":
        return [as_is]
    breaking = Breaking(paragraph)
    wished = wishes.get(block.anchor, NO_WISH)
    now = replace(wished, above=None)
    set_now = breaking.fit(now)
    if set_now.lines != len(block.rows):
        return [as_is]  # the engine has set it otherwise than it was told: nobody knows what it would do next
    found = [replace(as_is, cost=_strain(paragraph, set_now, block, limits))]
    fair = max(FAIR, *set_now.ratios)  # no looser than it is set now, if that is looser than fair
    hyphened = [n for n, end in enumerate(set_now.ends, 1) if paragraph.places[end].hyphen]
    for asked in (NO_WISH, *WAYS, *(Wish(whole=frozenset([line])) for line in hyphened)):
        if asked == now:
            continue
        other = breaking.fit(asked)
        # The total fit comes as near to a wish as it can: what is as it is now, or not as long as asked, is no way.
        as_wished = other.lines == breaking.fit().lines + asked.lines and other.ends != set_now.ends
        as_wished &= other.lines > len(paragraph.beside)  # an initial would have no room any more
        if as_wished and max(other.ratios) <= fair and min(other.ratios) >= -1:
            strain = _strain(paragraph, other, block, limits)
            rows = tuple(_set_again(block, paragraph, set_now, other))
            found.append(Way(block.anchor, replace(asked, above=wished.above), rows, strain + CHANGED))
    return found


def _with_other_white(block: Block, pitch: float) -> Iterator[Way]:
    """A heading with a line more above it, and with one less where there is enough."""
    line, first = block.lines[0], block.rows[0]
    if line.own is None or line.column or line.margin < pitch or first.space < pitch:
        return
    for lines in (1, -1) if line.margin > (AMPLE - 0.5) * pitch else (1,):
        yield _moved(block, lines * pitch, MOVED)


def _apart(block: Block, wishes: Mapping[str, Wish], pitch: float) -> Iterator[Way]:
    """What stands apart in the text by a line, with a line more above it; an ornament in the middle of such a line."""
    line, first = block.lines[0], block.rows[0]
    movable = line.kind in MOVABLE and block.anchor.startswith(BLOCKS) and block.anchor not in wishes
    # by whole lines alone: the lines of the two pages of a leaf stand back to back
    if movable and not line.column and not block.held and line.margin >= pitch and first.space >= pitch:
        yield _amid(block, pitch) if _is_ornament(block) else _moved(block, pitch, MOVED)


def _is_ornament(block: Block) -> bool:
    """Whether a block has nothing to be read, and stays with what follows it."""
    return len(block.lines) == 1 and block.rows[-1].tied and not any(map(str.isalnum, block.lines[0].text))


def _amid(block: Block, pitch: float) -> Way:
    """An ornament with a line more, half of it above and half below, where it stands at the head of a page too."""
    first = block.rows[0]
    rows = (replace(first, space=first.space + pitch, head=first.head + pitch), *block.rows[1:])
    return Way(block.anchor, Wish(around=round(pitch / 2, 3)), rows, MOVED)


def _moved(block: Block, by: float, cost: float) -> Way:
    """A block with so much more white above it, in CSS px, or less."""
    line, first = block.lines[0], block.rows[0]
    # What has a smaller margin of its own than stands around it can only take away from that.
    above = line.margin + by if line.own == line.margin or by > 0 else by
    rows = (replace(first, space=first.space + by), *block.rows[1:])
    return Way(block.anchor, Wish(above=round(above, 3)), rows, cost)


def _strain(paragraph: MeasuredParagraph, way: Fit, block: Block, limits: Limits) -> float:
    """What a way of setting a paragraph costs by itself, in the measure of `WEIGHTS`."""
    loose = sum(max(0.0, ratio - 1.0) for ratio in way.ratios) + sum(0.5 for ratio in way.ratios if ratio < -0.9)
    hyphens = [paragraph.places[end].hyphen for end in way.ends]
    ladder = sum(all(hyphens[n : n + limits.ladder]) for n in range(len(hyphens) - limits.ladder + 1))
    begin = paragraph.places[way.ends[-2]].begin if len(way.ends) > 1 else 0.0
    runt = paragraph.places[-1].end - begin < limits.runt * block.lines[0].size
    seen = 1.5 * loose + 0.4 * sum(hyphens) + len(rivers(paragraph, way))
    return seen + WEIGHTS[LADDER] * ladder + WEIGHTS[RUNT] * runt


def _set_again(block: Block, paragraph: MeasuredParagraph, before: Fit, after: Fit) -> Iterator[Row]:
    """The rows of a paragraph set another way, with the notes that each brings."""
    begins = [0.0, *(paragraph.places[end].begin for end in after.ends)]
    notes, later = [0.0] * after.lines, [0.0] * after.lines
    flows: list[NoteFlow | None] = [None] * after.lines
    for n, (line, row) in enumerate(zip(block.lines, block.rows, strict=True)):
        begin = paragraph.places[before.ends[n - 1]].begin if n else 0.0
        length = paragraph.places[before.ends[n]].end - begin
        share = 1 / max(1, len(line.calls))  # a row knows its notes together: several are taken to be alike
        for _, x in line.calls:
            # How far down the paragraph the call stands, by its share of the line; and so on which line it will.
            at = begin + (x - line.x) / max(line.width, 1.0) * length
            to = min(max(bisect_right(begins, at) - 1, 0), after.lines - 1)
            notes[to] += row.notes * share
            later[to] += row.later * share
            flows[to] = row.flow  # the last of a line: those before it are whole
    first, then, last = block.rows[0], block.rows[1], block.rows[-1]
    for n, end in enumerate(after.ends):
        model = first if n == 0 else last if n == after.lines - 1 else then
        yield replace(
            model,
            space=first.space if n == 0 else 0.0,
            head=first.head if n == 0 else 0.0,
            notes=notes[n],
            later=later[n],
            flow=flows[n],
            hyphen=paragraph.places[end].hyphen,
            tied=last.tied and n == after.lines - 1,
            at=n,
            of=after.lines,
        )
