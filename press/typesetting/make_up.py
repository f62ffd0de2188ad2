"""Pages made up in the mind: a flow whose blocks have several ways → how best to divide it into pages.

Every page may be full or a line short, and a line long if the style lets it, for facing pages may run a line short or
long together (Bringhurst 2.4.9). Pages are made up as paragraphs are broken, by the least cost of all ways, which is
an idea of M. F. Plass, Optimal Pagination Techniques for Automatic Typesetting Systems (Stanford, 1981); the search
here keeps the best few make-ups only. Lengths are CSS px, costs in the measure of `WEIGHTS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

from press.compose.cutting import Cut
from press.style.limits import Limits
from press.typesetting.carding import Carded, card
from press.typesetting.faults import WEIGHTS
from press.typesetting.flow import PageMeasures, Row
from press.typesetting.note_flow import NoteFlow, cut_at
from press.typesetting.rules import (
    RECTO_HYPHEN,
    SHORT_PAGE,
    STRANDED_HEADNOTE,
    UNEQUAL_AT_HEADING,
    UNEQUAL_PAGES,
    VERSO_HYPHEN,
)
from press.typesetting.ways import Way
from press.typesetting.wishes import Long, Short

SHORT, LONG = 1.0, 1.5
"""What it costs to set a page a line short, and a line long."""
CARDED = 1.0
"""What it costs to spread the white of a page of a list between its entries."""
IN_VAIN = 20
"""What it costs if a note that is cut would stand whole on the page of its call: it would not be cut then, and the
pages would come out otherwise than made up."""
TOO_DEEP = 60
"""What it costs if notes have no room on their page."""
CUT, CARRIED = 3.0, 0.02
"""What it costs to cut a note, and for each line of it that is carried over: the reader is to have it soon."""
OF_REST = 6
"""Ways of closing a page that the rest of a note runs over."""
KEPT = 60
"""Make-ups that are kept as the search goes on."""
SLACK = 0.02
"""CSS px by which a page may seem too full."""


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Pages made up so far: the ways chosen, rows on each page closed, rows not yet on a closed page, notes carried
    over to the next, pages set short and long, entries carded, notes cut, and what it all costs. `facing`: how many
    lines the verso lacks that the next page faces, and whether a heading stands on it; None where the next is a verso.
    `rest`: of what is carried over the rest of a note that has been cut, which may be cut again.
    """

    ways: tuple[Way, ...] = ()
    ends: tuple[int, ...] = ()
    open: tuple[Row, ...] = ()
    carried: float = 0.0
    facing: tuple[int, bool] | None = None
    short: tuple[Short, ...] = ()
    long: tuple[Long, ...] = ()
    carded: tuple[Carded, ...] = ()
    cost: float = 0.0
    cuts: tuple[tuple[str, tuple[Cut, ...]], ...] = ()
    rest: NoteFlow | None = None

    def key(self, rooms: Mapping[int, float]) -> tuple[object, ...]:
        """What the pages to come depend on: of two make-ups that are alike in this only the cheaper need be kept."""
        pages = len(self.ends) if rooms else len(self.ends) % 2
        height = round(sum(row.height + row.space for row in self.open), 1)
        notes = round(sum(row.notes + row.later for row in self.open) + self.carried, 1)
        return height, notes, pages, self.facing, self.open[-1:], self.rest


def make_up(
    flow: Sequence[Sequence[Way]], measures: PageMeasures, limits: Limits, depths: Mapping[int, int] | None = None
) -> MakeUp:
    """The best make-up of a section in which every block may be set in several ways and every page a line short or, if
    the limits say so, long.

    `depths`: by how many lines pages (from 1) are to be longer, or shorter (−1); all others are full then.
    """
    kept = [MakeUp()]
    for ways in flow:
        found = (after for state in kept for way in ways for after in _take(state, way, measures, limits, depths))
        kept = _cheapest(found, measures)
    ended = [each for state in kept for each in _closing(state, measures, limits, depths)]
    return min(ended, key=lambda state: state.cost + _last(state, limits))


def _take(
    state: MakeUp, way: Way, measures: PageMeasures, limits: Limits, depths: Mapping[int, int] | None
) -> Iterator[MakeUp]:
    """Make-ups with one more block, and pages closed as they fill."""
    more = replace(state, ways=(*state.ways, way), open=(*state.open, *way.rows), cost=state.cost + way.cost)
    # Whether a page can be long shows only when there are more rows than a long one holds.
    longer = limits.longer if depths is None else 1 in depths.values()
    yield from _closing(more, measures, limits, depths, reach=measures.pitch if longer else 0.0)


def _closing(
    state: MakeUp,
    measures: PageMeasures,
    limits: Limits,
    depths: Mapping[int, int] | None,
    reach: float | None = None,
) -> Iterator[MakeUp]:
    """Make-ups with pages closed for as long as there are more rows than one holds that is longer by `reach`, wherever
    its last note is cut; or, if none are to come, more than it holds with that note whole.
    """
    waiting = [state]
    while waiting:
        found: list[MakeUp] = []
        for each in waiting:
            if not (_is_over(each, measures, reach) if reach is not None else page_end(each, measures, 0.0)):
                yield each
            elif depths is None:
                found += reversed([*_closed(each, measures, limits)])
            else:
                found.append(_closed_as(each, depths.get(len(each.ends) + 1, 0), measures, limits))
        # A note may be cut behind any of its lines, and its rest, on page after page: these are too many.
        waiting = found if len(found) <= KEPT else _cheapest(found, measures)


def _cheapest(found: Iterable[MakeUp], measures: PageMeasures) -> list[MakeUp]:
    """Those make-ups that are kept: of those alike in what is to come the cheaper, and of these the cheapest."""
    unlike: dict[tuple[object, ...], MakeUp] = {}
    for each in found:
        key = each.key(measures.rooms)
        if key not in unlike or each.cost < unlike[key].cost:
            unlike[key] = each
    return sorted(unlike.values(), key=lambda state: state.cost)[:KEPT]


def _is_over(state: MakeUp, measures: PageMeasures, reach: float) -> bool:
    """Whether there are more rows than a page holds that is longer by `reach`, wherever its last note is cut."""
    height = measures.height_of(len(state.ends) + 1) + reach
    last = state.rest
    for row, (text, notes) in zip(state.open, _filled(state, state.open), strict=True):
        last = _cuttable(row, text + notes + measures.apart - height) if row.notes else last
        least = notes - last.depth + last.least() if last else notes
        if text + (least + measures.apart if least else 0.0) > height + SLACK:
            return True
    return False


def _closed(state: MakeUp, measures: PageMeasures, limits: Limits) -> Iterator[MakeUp]:
    """A page closed where it is full, and a line short of that, and a line long; and wherever it is full of a note that
    is cut.
    """
    yield from _cut(state, measures, limits)
    if page_end(state, measures, 0.0) is None:
        return
    yield (full := _closed_as(state, 0, measures, limits))
    # A recto that costs nothing cannot be better. A verso is tried otherwise in any case, for the recto that it faces
    # may have to be.
    if full.cost == state.cost and full.facing is None:
        return
    yield from _carded(state, measures, limits)
    yield _closed_as(state, -1, measures, limits)
    # The first page has its own foot, where a style may have its folio.
    if limits.longer and state.ends:
        yield _closed_as(state, 1, measures, limits)


def _cut(state: MakeUp, measures: PageMeasures, limits: Limits) -> Iterator[MakeUp]:
    """A page closed where the last note called on it is cut, with as many lines of that as there is room for."""
    tried = 0
    height, last = measures.height_of(len(state.ends) + 1), state.rest
    for at, (row, (text, notes)) in enumerate(zip(state.open, _filled(state, state.open), strict=True), 1):
        last = _cuttable(row, text + notes + measures.apart - height) if row.notes else last
        room = height - text - measures.apart - (notes - last.depth if last else 0.0) + SLACK
        if last is None or at == len(state.open) or room >= last.depth or _divide(state.open, at) != at:
            continue
        if (end := last.last_end(room)) and not _fits(state.open[at], room - end.lines * last.line):
            closed = _close(state, at, measures, limits, longer=False, cut=last.depth - end.lines * last.line)
            rest, cuts = last.rest(end), dict(state.cuts)
            cuts[last.anchor] = (*cuts.get(last.anchor, ()), cut_at(end))
            carried, cost = closed.carried + rest.depth, closed.cost + CUT + CARRIED * rest.lines
            yield replace(closed, carried=carried, cuts=tuple(cuts.items()), cost=cost, rest=rest)
            # The more of a rest the better; a few ways are enough, for it may run on over many pages.
            if last is state.rest and (tried := tried + 1) == OF_REST:
                return


def _cuttable(row: Row, over: float) -> NoteFlow | None:
    """The last note called on a row, if it may be cut: `over` is by how much it would be too long there. A rest that
    has room beside its call the engine sets there at once, whatever text is still to come.
    """
    flow = row.flow
    return flow if flow and over > SLACK else None


def _fits(row: Row, white: float) -> bool:
    """Whether a row would still be set on a page that has so much white: then it does not end before it."""
    notes = row.notes - row.flow.depth + row.flow.least() if row.flow else row.notes
    return row.space + row.height + notes <= white


def _closed_as(state: MakeUp, depth: int, measures: PageMeasures, limits: Limits) -> MakeUp:
    """A page closed so many lines longer than it is, or shorter; full if that cannot be had."""
    number, more = len(state.ends) + 1, depth * measures.pitch
    at = page_end(state, measures, -more)
    if not at:
        depth, more, at = 0, 0.0, page_end(state, measures, 0.0) or len(state.open)
    closed = _close(state, at, measures, limits, longer=depth > 0)
    if depth > 0:
        return replace(closed, long=(*state.long, Long(number, more)), cost=closed.cost + LONG)
    if depth == 0:
        return closed
    notes = any(row.notes for row in state.open[:at]) or bool(state.carried)
    free = (measures.above_notes if notes else measures.foot) - more
    made = Short(number, -more, notes, free)
    return replace(closed, short=(*state.short, made), cost=closed.cost + SHORT)


def _carded(state: MakeUp, measures: PageMeasures, limits: Limits) -> Iterator[MakeUp]:
    """A page of a list closed where it is full, and made full by the white between its entries."""
    number = len(state.ends) + 1
    if not (at := page_end(state, measures, 0.0)) or not state.open[at - 1].listed:
        return
    *_, (text, notes) = _filled(state, state.open[:at])
    if not notes and (entries := card(state.open[:at], measures.height_of(number) - text, measures.pitch)):
        closed = _close(state, at, measures, limits, longer=False, full=True)
        yield replace(closed, carded=(*state.carded, *entries), cost=closed.cost + CARDED)


def _filled(state: MakeUp, rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
    """For each row of a page: the depth of text and of notes down to it."""
    text, notes = 0.0, state.carried
    for n, row in enumerate(rows):
        text += row.height + (row.space if n else row.head)
        notes += row.notes
        yield text, notes


def page_end(state: MakeUp, measures: PageMeasures, less: float) -> int | None:
    """How many of the open rows go on the page, `less` px short of its height; None while there is room for more."""
    rows, height = state.open, measures.height_of(len(state.ends) + 1)
    for n, (text, notes) in enumerate(_filled(state, rows)):
        if text + (notes + measures.apart if notes else 0.0) > height - less + SLACK:
            # Where it may end nowhere it ends all the same, with a row on it at least: or it would never end.
            return _divide(rows, n) or max(n, 1)
    return None


def _divide(rows: Sequence[Row], at: int) -> int:
    """The last place up to `at` where a page may end: the first and the last lines of a paragraph stay together, a
    heading stays with what follows. 0 if there is none.
    """
    while at > 0:
        row = rows[at]
        before = min(row.at, at)  # of its paragraph, on this page
        if not rows[at - 1].tied and (row.at == 0 or (before >= row.least[0] and row.of - row.at >= row.least[1])):
            return at
        at -= 1
    return 0


def _close(
    state: MakeUp,
    at: int,
    measures: PageMeasures,
    limits: Limits,
    *,
    longer: bool,
    full: bool = False,
    cut: float = 0.0,
) -> MakeUp:
    """The page closed after so many rows; `full`: nothing is lacking, however deep these are; `cut`: what of its last
    note does not stand on it.
    """
    rows, height = state.open[:at], measures.height_of(len(state.ends) + 1)
    text, notes, later, in_vain = 0.0, 0.0, 0.0, False
    for row, (text, notes) in zip(rows, _filled(state, rows), strict=True):
        later += row.later
        in_vain |= bool(row.later) and text + notes + later + measures.apart <= height
    white = height - text - (notes - cut + measures.apart if notes else 0.0)
    lacking = 0 if full else max(-1 if longer else 0, floor((white + 0.5) / measures.pitch))  # as `Page.lacking`
    verso = measures.verso == (len(state.ends) % 2 == 0)
    headed = any(row.heading for row in rows)
    too_deep = notes > 0 and white < -measures.pitch  # a note is longer than a page, and nowhere to be cut
    spent = float(IN_VAIN * in_vain + TOO_DEEP * too_deep)
    # Beyond the weight of the fault a little for each line, so that of two faulty pages the less faulty is taken.
    if lacking >= limits.short:
        spent += WEIGHTS[SHORT_PAGE] + 0.6 * lacking
    if rows[-1].hyphen:
        spent += WEIGHTS[VERSO_HYPHEN if verso else RECTO_HYPHEN]
    if _strands_headnote(rows, state.open[at:], limits):
        spent += WEIGHTS[STRANDED_HEADNOTE]
    if not verso and state.facing and (apart := abs(state.facing[0] - lacking)):
        spent += WEIGHTS[UNEQUAL_AT_HEADING if headed or state.facing[1] else UNEQUAL_PAGES] + 0.3 * apart
    return replace(
        state,
        ends=(*state.ends, at),
        open=state.open[at:],
        carried=later,
        rest=None,
        facing=(lacking, headed) if verso else None,
        cost=state.cost + spent,
    )


def _strands_headnote(rows: Sequence[Row], after: Sequence[Row], limits: Limits) -> bool:
    """Whether a page ends with a headnote, or with fewer lines below it than a heading has, as `faults` tells it."""
    below = next((n for n, row in enumerate(reversed(rows)) if row.headnote), len(rows))
    return below < min(limits.under_heading, len(rows)) and not (below == 0 and after and after[0].headnote)


def _last(state: MakeUp, limits: Limits) -> float:
    """What the last page costs: a few lines alone on it."""
    return WEIGHTS[SHORT_PAGE] if state.ends and 0 < len(state.open) < limits.last_page else 0.0
