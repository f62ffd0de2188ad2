"""Copyfitting: paragraphs set a line longer or shorter, or another way, so that the pages end well.

A compositor who finds a hyphen at the foot of a recto, or facing pages of unequal depth, looks for a paragraph that can
do with a line more or less, or runs both pages of the spread a line short (Bringhurst 2.4.9). So here: from the survey
of a section as laid out, and its paragraphs as measured, the pages are made up in the mind, with every paragraph in
each of its ways and every page of either depth, and the best make-up of all is wished for. It is laid out in earnest,
and kept only if the audit is the better for it. What is left over is for people.

Making up pages as paragraphs are broken, by the fewest demerits of all ways, is an idea of M. F. Plass, Optimal
Pagination Techniques for Automatic Typesetting Systems (Stanford, 1981); the search here keeps the best few ways only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol, TypeVar

from press.problem import Faulty
from press.style.limits import Limits
from press.typesetting.account import PIECE
from press.typesetting.faults import faults
from press.typesetting.foresight import Share
from press.typesetting.page import Line, Survey
from press.typesetting.total_fit import Breaking, Fit, MeasuredParagraph
from press.typesetting.wishes import NO_WISH, NO_WISHES, Short, Wish, Wishes

ROUNDS = 2
"""How often a section is laid out again at most."""
WAYS = (Wish(lines=-1), Wish(lines=1), Wish(way=1))
"""What a paragraph may be asked for, besides the best way, and besides no hyphen on a line that has one."""
LEAST = 3
"""Lines that a paragraph must have for one more or less not to be seen."""
FAIR = 1.2
"""How loose (in the measure of `Fit.ratios`) a line may become for the sake of the pages."""
SHORT = 1.0
"""What it costs (in the measure of `WEIGHTS`) to set a page a line short."""
IN_VAIN = 20
"""What it costs if a note that is cut would stand whole on the page of its call: it would not be cut then, and the
pages would come out otherwise than made up."""
ASTRAY = 0.02
"""What share of the pages may be made up otherwise than the engine made them: the others can still be mended."""
KEPT = 60
"""Make-ups that are kept as the search goes on."""
SLACK = 0.05
"""CSS px by which a page may seem too full."""
WEIGHTS = Counter(
    {
        "recto-hyphen": 8,
        "verso-hyphen": 4,
        "runt": 4,
        "widow": 8,
        "orphan": 4,
        "stranded-heading": 8,
        "short-page": 4,
        "unequal-pages": 6,
        "unequal-at-heading": 2,
        "ladder": 6,
        "loose-line": 2,
        "tight-line": 1,
        "overfull-line": 20,
    }
)
"""How much worse a section is for a fault of each rule."""
MENDED = frozenset(
    {"recto-hyphen", "verso-hyphen", "runt", "widow", "short-page", "unequal-pages", "unequal-at-heading"}
)
"""The faults for which a section is set again."""


class LaidOut(Protocol):
    """What the copyfitting must see of a section laid out."""

    @property
    def survey(self) -> Survey:
        """Its pages."""

    @property
    def measured(self) -> Mapping[str, MeasuredParagraph]:
        """Its paragraphs as measured, by block."""

    @property
    def shares(self) -> Mapping[str, Share]:
        """The notes that stand whole and will be cut when it is laid out again, and how much will stand where."""


Trial = TypeVar("Trial", bound=LaidOut)


def copyfit(lay_out: Callable[[Wishes], Trial], limits: Limits, before: Wishes = NO_WISHES) -> tuple[Trial, Wishes]:
    """The section with its pages ending as well as can be, and the wishes that this takes.

    `lay_out` sets it with its paragraphs as wished for, and may raise `Faulty`; with any wishes but none this means
    that they cannot be had. `before`: the wishes that were best with other page numbers; they are good enough, and
    pages that no longer move let the page numbers settle. If they are untried, the section must be the better for them.
    """
    if before and (again := _trial(lay_out, before)):
        if before.untried is None or cost(again.survey, limits) < before.untried:
            return again, replace(before, untried=None)
        del again
    best, wishes = lay_out(NO_WISHES), NO_WISHES
    for _ in range(ROUNDS):
        wished, expected = wish(best.survey, best.measured, wishes, limits, best.shares)
        if wished == wishes and best.shares:
            best = lay_out(wishes)
            wished, expected = wish(best.survey, best.measured, wishes, limits)
        if wished == wishes:
            break
        bad = cost(best.survey, limits)
        del best  # two layouts of a long section are too many for the memory; that this one is wanted again is rare
        trial = _trial(lay_out, wished)
        if trial is None or cost(trial.survey, limits) >= bad:
            return lay_out(wishes), wishes
        best, wishes = trial, wished
        if ends(best.survey) == expected:  # as it was made up in the mind: there is no better
            break
    return best, wishes


def plan(laid: LaidOut, limits: Limits) -> Wishes:
    """What a section that has been laid out with no wishes should be asked for when it is set again."""
    wished, _ = wish(laid.survey, laid.measured, NO_WISHES, limits, laid.shares)
    return replace(wished, untried=cost(laid.survey, limits)) if wished else wished


def _trial(lay_out: Callable[[Wishes], Trial], wishes: Wishes) -> Trial | None:
    """A section set with some wishes, or None if they cannot be had."""
    try:
        return lay_out(wishes)
    except Faulty:
        return None


def cost(survey: Survey, limits: Limits) -> int:
    """How bad a section is, by its faults."""
    return sum(WEIGHTS[fault.rule] for fault in faults(survey, limits))


def wish(
    survey: Survey,
    measured: Mapping[str, MeasuredParagraph],
    wishes: Wishes,
    limits: Limits,
    shares: Mapping[str, Share] = MappingProxyType({}),
) -> tuple[Wishes, tuple[int, ...]]:
    """Better wishes for a section, or the same, and how many rows its pages would then have: it has been laid out with
    `wishes`, and notes that have a share are to be cut.
    """
    now = ends(survey)
    if not any(fault.rule in MENDED for fault in faults(survey, limits)):
        return wishes, now
    asked = dict(wishes.paragraphs)
    sheet = read_sheet(survey)
    as_is = [[Way("", NO_WISH, block.rows, 0.0)] for block in read_flow(survey)]
    made_up = make_up(as_is, sheet, limits, frozenset(each.page for each in wishes.short)).ends
    astray = sum(a != b for a, b in zip(made_up, now, strict=False))
    if len(made_up) != len(now) or astray > len(now) * ASTRAY:
        return wishes, now
    best = make_up([_ways(block, measured, asked, limits) for block in read_flow(survey, shares)], sheet, limits)
    asked |= {way.block: way.wish for way in best.ways if way.block}
    paragraphs = tuple(sorted((block, each) for block, each in asked.items() if each))
    return Wishes(paragraphs, best.short), best.ends


# --- the flow --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page sees it: its height, the space above it (at the head of a page only `head` of it), the notes
    it brings (those that are finished elsewhere are `later`). `at`, `of`: its number in its paragraph from 0, and how
    many that has; `least`: how many of them must stay together before and after the end of a page. In CSS px.
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


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or whatever stands as one: the lines it has been set in, and its rows."""

    anchor: str
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of setting a block: its rows, the wish that gives them, and what it costs. No `block`, no wish."""

    block: str
    wish: Wish
    rows: tuple[Row, ...]
    cost: float


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


def read_sheet(survey: Survey) -> PageMeasures:
    """The measures of a section's pages."""
    pitches = Counter(page.pitch for page in survey)
    apart = [page.notes_depth - sum(line.height for line in page.notes) for page in survey if page.notes]
    above_notes = min((page.free for page in survey if page.notes), default=0.0)
    foot = min((page.free for page in survey if not page.notes), default=0.0)
    pitch = pitches.most_common(1)[0][0]
    return PageMeasures(survey[0].area[3], pitch, min(apart, default=0.0), above_notes, foot, survey[0].verso)


def ends(survey: Survey) -> tuple[int, ...]:
    """How many rows stand on each page but the last."""
    return tuple(len(list(_rows(page.lines))) for page in survey[:-1])


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


def read_flow(survey: Survey, shares: Mapping[str, Share] = MappingProxyType({})) -> list[Block]:
    """The text of a section without its pages: paragraph after paragraph, row after row; notes with a share as cut."""
    depths: dict[str, float] = defaultdict(float)
    for page in survey:
        for line in page.notes:
            depths[line.block] += line.height
    blocks: list[tuple[list[Line], list[Row]]] = []
    for number, page in enumerate(survey):
        foot, before = page.area[1], None
        for row in _rows(page.lines):
            line = row[0]
            space, opens = line.y - foot, before is None
            # the engine leaves a margin out at the head of a page, but not at that of the first
            head = space if opens else max(0.0, space - line.margin)
            notes = [note for each in row for note, _ in each.calls]
            made = Row(
                line.height,
                space + line.margin if opens and number else space,
                head,
                sum(shares[note].here if note in shares else depths[note] for note in notes if PIECE not in note),
                sum(shares[note].later if note in shares else depths[note] * (PIECE in note) for note in notes),
                row[-1].hyphen,
                any(each.tied for each in row),
                line.kind == "heading",
                0,
                1,
                line.least,
            )
            if not blocks or line.first or len(row) > 1:
                blocks.append(([], []))
            blocks[-1][0].append(line)
            blocks[-1][1].append(made)
            foot, before = max(each.y + each.height for each in row), line
    return [
        Block(
            lines[0].block,
            tuple(lines),
            tuple(replace(row, at=n, of=len(rows)) for n, row in enumerate(rows)),
        )
        for lines, rows in blocks
    ]


# --- ways of setting a paragraph -------------------------------------------------------------------


def _ways(
    block: Block, measured: Mapping[str, MeasuredParagraph], wishes: Mapping[str, Wish], limits: Limits
) -> list[Way]:
    """A block as it is set, and in other ways if it is a paragraph that has any."""
    as_is = Way("", NO_WISH, block.rows, 0.0)
    paragraph = measured.get(block.anchor)
    if paragraph is None or len(block.rows) < LEAST or block.lines[0].kind == "note":
        return [as_is]
    breaking = Breaking(paragraph)
    now = wishes.get(block.anchor, NO_WISH)
    set_now = breaking.fit(now)
    if set_now.lines != len(block.rows):
        return [as_is]
    found = [replace(as_is, cost=_strain(paragraph, set_now, block, limits))]
    fair = max(FAIR, *set_now.ratios)
    hyphened = [n for n, end in enumerate(set_now.ends, 1) if paragraph.places[end].hyphen]
    for asked in (NO_WISH, *WAYS, *(Wish(whole=frozenset([line])) for line in hyphened)):
        if asked == now:
            continue
        other = breaking.fit(asked)
        as_wished = other.lines == breaking.fit().lines + asked.lines and other.ends != set_now.ends
        if as_wished and max(other.ratios) <= fair and min(other.ratios) >= -1:
            strain = _strain(paragraph, other, block, limits)
            rows = tuple(_set_again(block, paragraph, set_now, other))
            found.append(Way(block.anchor, asked, rows, strain + 0.5))
    return found


def _strain(paragraph: MeasuredParagraph, way: Fit, block: Block, limits: Limits) -> float:
    """What a way of setting a paragraph costs by itself, in the measure of `WEIGHTS`."""
    loose = sum(max(0.0, ratio - 1.0) for ratio in way.ratios) + sum(0.5 for ratio in way.ratios if ratio < -0.9)
    hyphens = [paragraph.places[end].hyphen for end in way.ends]
    ladder = sum(all(hyphens[n : n + limits.ladder]) for n in range(len(hyphens) - limits.ladder + 1))
    begin = paragraph.places[way.ends[-2]].begin if len(way.ends) > 1 else 0.0
    runt = paragraph.places[-1].end - begin < limits.runt * block.lines[0].size
    return 1.5 * loose + 0.4 * sum(hyphens) + WEIGHTS["ladder"] * ladder + WEIGHTS["runt"] * runt


def _set_again(block: Block, paragraph: MeasuredParagraph, before: Fit, after: Fit) -> Iterator[Row]:
    """The rows of a paragraph set another way, with the notes that each brings."""
    begins = [0.0, *(paragraph.places[end].begin for end in after.ends)]
    notes, later = [0.0] * after.lines, [0.0] * after.lines
    for n, (line, row) in enumerate(zip(block.lines, block.rows, strict=True)):
        begin = paragraph.places[before.ends[n - 1]].begin if n else 0.0
        length = paragraph.places[before.ends[n]].end - begin
        share = 1 / max(1, len(line.calls))
        for _, x in line.calls:
            at = begin + (x - line.x) / max(line.width, 1.0) * length
            to = min(max(bisect_right(begins, at) - 1, 0), after.lines - 1)
            notes[to] += row.notes * share
            later[to] += row.later * share
    first, then, last = block.rows[0], block.rows[1], block.rows[-1]
    for n, end in enumerate(after.ends):
        model = first if n == 0 else last if n == after.lines - 1 else then
        yield replace(
            model,
            space=first.space if n == 0 else 0.0,
            head=first.head if n == 0 else 0.0,
            notes=notes[n],
            later=later[n],
            hyphen=paragraph.places[end].hyphen,
            tied=last.tied and n == after.lines - 1,
            at=n,
            of=after.lines,
        )


# --- making up pages -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Pages made up so far: the ways chosen, rows on each page closed, rows not yet on a closed page, notes carried
    over to the next, what the verso lacks (−1 before a verso), pages set short, and what it all costs.
    """

    ways: tuple[Way, ...] = ()
    ends: tuple[int, ...] = ()
    open: tuple[Row, ...] = ()
    carried: float = 0.0
    facing: tuple[int, bool] = (-1, False)
    short: tuple[Short, ...] = ()
    cost: float = 0.0

    def key(self) -> tuple[object, ...]:
        """What the pages to come depend on."""
        height = round(sum(row.height + row.space for row in self.open), 1)
        notes = round(sum(row.notes + row.later for row in self.open) + self.carried, 1)
        return height, notes, len(self.ends) % 2, self.facing, self.open[-1:]


def make_up(
    flow: Sequence[Sequence[Way]], sheet: PageMeasures, limits: Limits, short: Collection[int] | None = None
) -> MakeUp:
    """The best make-up of a section in which every block may be set in several ways and every page a line short.

    `short`: the pages (from 1) that are to be short; none else is then.
    """
    kept = [MakeUp()]
    for ways in flow:
        found: dict[tuple[object, ...], MakeUp] = {}
        for state in kept:
            for way in ways:
                for after in _take(state, way, sheet, limits, short):
                    key = after.key()
                    if key not in found or after.cost < found[key].cost:
                        found[key] = after
        kept = sorted(found.values(), key=lambda state: state.cost)[:KEPT]
    return min(kept, key=lambda state: state.cost + _last(state, limits))


def _take(
    state: MakeUp, way: Way, sheet: PageMeasures, limits: Limits, short: Collection[int] | None
) -> Iterator[MakeUp]:
    """Make-ups with one more block, and pages closed as they fill."""
    waiting = [replace(state, ways=(*state.ways, way), open=(*state.open, *way.rows), cost=state.cost + way.cost)]
    while waiting:
        each = waiting.pop()
        if (at := _page_end(each, sheet, 0.0)) is None:
            yield each
        else:
            waiting += _closed(each, at, sheet, limits, short)


def _closed(
    state: MakeUp, at: int, sheet: PageMeasures, limits: Limits, short: Collection[int] | None
) -> Iterator[MakeUp]:
    """A page that is full after so many rows closed there, and closed a line short of it."""
    number = len(state.ends) + 1
    if short is None or number not in short:
        yield (full := _close(state, at, sheet, limits))
        if short is not None or (full.cost == state.cost and full.facing == (-1, False)):
            return  # what it is to be is known, or it is as good as can be
    if earlier := _page_end(state, sheet, sheet.pitch):
        less = _close(state, earlier, sheet, limits)
        notes = any(row.notes for row in state.open[:earlier]) or bool(state.carried)
        free = (sheet.above_notes if notes else sheet.foot) + sheet.pitch
        made = Short(number, sheet.pitch, notes, free)
        yield replace(less, short=(*state.short, made), cost=less.cost + SHORT)


def _filled(state: MakeUp, rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
    """For each row of a page: the depth of text and of notes down to it."""
    text, notes = 0.0, state.carried
    for n, row in enumerate(rows):
        text += row.height + (row.space if n else row.head)
        notes += row.notes
        yield text, notes


def _page_end(state: MakeUp, sheet: PageMeasures, less: float) -> int | None:
    """How many of the open rows go on the page, `less` px short of its height; None while there is room for more."""
    rows = state.open
    for n, (text, notes) in enumerate(_filled(state, rows)):
        if text + (notes + sheet.apart if notes else 0.0) > sheet.height - less + SLACK:
            return _divide(rows, n) or max(n, 1)
    return None


def _divide(rows: Sequence[Row], at: int) -> int:
    """The last place up to `at` where a page may end: the first and the last lines of a paragraph stay together, a
    heading stays with what follows. 0 if there is none.
    """
    while at > 0:
        row = rows[at]
        if not rows[at - 1].tied and (row.at == 0 or (row.at >= row.least[0] and row.of - row.at >= row.least[1])):
            return at
        at -= 1
    return 0


def _close(state: MakeUp, at: int, sheet: PageMeasures, limits: Limits) -> MakeUp:
    """The page closed after so many rows."""
    rows = state.open[:at]
    text, notes, later, in_vain = 0.0, 0.0, 0.0, False
    for row, (text, notes) in zip(rows, _filled(state, rows), strict=True):
        later += row.later
        in_vain |= bool(row.later) and text + notes + later + sheet.apart <= sheet.height
    white = sheet.height - text - (notes + sheet.apart if notes else 0.0)
    lacking = max(0, int((white + 0.5) / sheet.pitch))
    verso = sheet.verso == (len(state.ends) % 2 == 0)
    headed = any(row.heading for row in rows)
    spent = float(IN_VAIN * in_vain)
    if lacking >= limits.short:
        spent += WEIGHTS["short-page"] + 0.2 * lacking
    if rows[-1].hyphen:
        spent += WEIGHTS["verso-hyphen" if verso else "recto-hyphen"]
    if not verso and state.facing[0] >= 0 and (apart := abs(state.facing[0] - lacking)):
        spent += WEIGHTS["unequal-at-heading" if headed or state.facing[1] else "unequal-pages"] + 0.3 * apart
    return replace(
        state,
        ends=(*state.ends, at),
        open=state.open[at:],
        carried=later,
        facing=(lacking, headed) if verso else (-1, False),
        cost=state.cost + spent,
    )


def _last(state: MakeUp, limits: Limits) -> float:
    """What the last page costs: a few lines alone on it."""
    return WEIGHTS["short-page"] if state.ends and 0 < len(state.open) < limits.last_page else 0.0
