"""Pages made up in the mind: a flow whose blocks have several ways → how best to divide it into pages.

Every page may be full or a line short, for facing pages may run a line short together (Bringhurst 2.4.9). Pages are
made up as paragraphs are broken, by the least cost of all ways, which is an idea of M. F. Plass, Optimal Pagination
Techniques for Automatic Typesetting Systems (Stanford, 1981); the search here keeps the best few make-ups only. Lengths
are CSS px, costs in the measure of `WEIGHTS`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from press.style.limits import Limits
from press.typesetting.faults import WEIGHTS
from press.typesetting.flow import PageMeasures, Row
from press.typesetting.rules import RECTO_HYPHEN, SHORT_PAGE, UNEQUAL_AT_HEADING, UNEQUAL_PAGES, VERSO_HYPHEN
from press.typesetting.ways import Way
from press.typesetting.wishes import Short

SHORT = 1.0
"""What it costs to set a page a line short."""
IN_VAIN = 20
"""What it costs if a note that is cut would stand whole on the page of its call: it would not be cut then, and the
pages would come out otherwise than made up."""
KEPT = 60
"""Make-ups that are kept as the search goes on."""
SLACK = 0.05
"""CSS px by which a page may seem too full."""
BEFORE_VERSO = (-1, False)
"""`MakeUp.facing` where the next page is a verso."""


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Pages made up so far: the ways chosen, rows on each page closed, rows not yet on a closed page, notes carried
    over to the next, pages set short, and what it all costs. `facing`: how many lines the verso lacks that the next
    page faces, and whether a heading stands on it.
    """

    ways: tuple[Way, ...] = ()
    ends: tuple[int, ...] = ()
    open: tuple[Row, ...] = ()
    carried: float = 0.0
    facing: tuple[int, bool] = BEFORE_VERSO
    short: tuple[Short, ...] = ()
    cost: float = 0.0

    def key(self, rooms: Mapping[int, float]) -> tuple[object, ...]:
        """What the pages to come depend on: of two make-ups that are alike in this only the cheaper need be kept."""
        pages = len(self.ends) if rooms else len(self.ends) % 2
        height = round(sum(row.height + row.space for row in self.open), 1)
        notes = round(sum(row.notes + row.later for row in self.open) + self.carried, 1)
        return height, notes, pages, self.facing, self.open[-1:]


def make_up(
    flow: Sequence[Sequence[Way]], measures: PageMeasures, limits: Limits, short: Collection[int] | None = None
) -> MakeUp:
    """The best make-up of a section in which every block may be set in several ways and every page a line short.

    `short`: the pages (from 1) that are to be short; none else is then.
    """
    kept = [MakeUp()]
    for ways in flow:
        found: dict[tuple[object, ...], MakeUp] = {}
        for state in kept:
            for way in ways:
                for after in _take(state, way, measures, limits, short):
                    key = after.key(measures.rooms)
                    if key not in found or after.cost < found[key].cost:
                        found[key] = after
        kept = sorted(found.values(), key=lambda state: state.cost)[:KEPT]
    return min(kept, key=lambda state: state.cost + _last(state, limits))


def _take(
    state: MakeUp, way: Way, measures: PageMeasures, limits: Limits, short: Collection[int] | None
) -> Iterator[MakeUp]:
    """Make-ups with one more block, and pages closed as they fill."""
    waiting = [replace(state, ways=(*state.ways, way), open=(*state.open, *way.rows), cost=state.cost + way.cost)]
    while waiting:
        each = waiting.pop()
        if (at := page_end(each, measures, 0.0)) is None:
            yield each
        else:
            waiting += _closed(each, at, measures, limits, short)


def _closed(
    state: MakeUp, at: int, measures: PageMeasures, limits: Limits, short: Collection[int] | None
) -> Iterator[MakeUp]:
    """A page that is full after so many rows closed there, and closed a line short of it."""
    number = len(state.ends) + 1
    if short is None or number not in short:
        yield (full := _close(state, at, measures, limits))
        # What the page is to be is known; or it is a recto that costs nothing and so cannot be better. A verso is tried
        # short in any case, for the recto that it faces may have to be.
        if short is not None or (full.cost == state.cost and full.facing == BEFORE_VERSO):
            return
    if earlier := page_end(state, measures, measures.pitch):
        less = _close(state, earlier, measures, limits)
        notes = any(row.notes for row in state.open[:earlier]) or bool(state.carried)
        free = (measures.above_notes if notes else measures.foot) + measures.pitch
        made = Short(number, measures.pitch, notes, free)
        yield replace(less, short=(*state.short, made), cost=less.cost + SHORT)


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
        if not rows[at - 1].tied and (row.at == 0 or (row.at >= row.least[0] and row.of - row.at >= row.least[1])):
            return at
        at -= 1
    return 0


def _close(state: MakeUp, at: int, measures: PageMeasures, limits: Limits) -> MakeUp:
    """The page closed after so many rows."""
    rows, height = state.open[:at], measures.height_of(len(state.ends) + 1)
    text, notes, later, in_vain = 0.0, 0.0, 0.0, False
    for row, (text, notes) in zip(rows, _filled(state, rows), strict=True):
        later += row.later
        in_vain |= bool(row.later) and text + notes + later + measures.apart <= height
    white = height - text - (notes + measures.apart if notes else 0.0)
    lacking = max(0, int((white + 0.5) / measures.pitch))  # as `Page.lacking`
    verso = measures.verso == (len(state.ends) % 2 == 0)
    headed = any(row.heading for row in rows)
    spent = float(IN_VAIN * in_vain)
    # Beyond the weight of the fault a little for each line, so that of two faulty pages the less faulty is taken.
    if lacking >= limits.short:
        spent += WEIGHTS[SHORT_PAGE] + 0.2 * lacking
    if rows[-1].hyphen:
        spent += WEIGHTS[VERSO_HYPHEN if verso else RECTO_HYPHEN]
    if not verso and state.facing[0] >= 0 and (apart := abs(state.facing[0] - lacking)):
        spent += WEIGHTS[UNEQUAL_AT_HEADING if headed or state.facing[1] else UNEQUAL_PAGES] + 0.3 * apart
    return replace(
        state,
        ends=(*state.ends, at),
        open=state.open[at:],
        carried=later,
        facing=(lacking, headed) if verso else BEFORE_VERSO,
        cost=state.cost + spent,
    )


def _last(state: MakeUp, limits: Limits) -> float:
    """What the last page costs: a few lines alone on it."""
    return WEIGHTS[SHORT_PAGE] if state.ends and 0 < len(state.open) < limits.last_page else 0.0
