"""What stands apart from the text of a section: turned tables and floats, taken out of it and brought to their pages.

The text is laid out without them. Where they stand follows from where their places come to be in it, and moves these in
turn; so it is looked at again after every layout, until nothing stands otherwise than it was kept room for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from press.compose.compose import Section
from press.problem import Faulty, Origin, Problem
from press.typesetting.engine.floats import (
    LaidFloat,
    alone,
    floated_in,
    measured_float,
    pictures_too_large,
    spots_of,
)
from press.typesetting.engine.patches.table import is_applied
from press.typesetting.engine.turned import put_in, turned, turned_sheet
from press.typesetting.engine.typeset import Compositor, Layout
from press.typesetting.floats import (
    HERE,
    Float,
    Waiting,
    begin_pages,
    has_text_beside,
    holds,
    order_of,
    part_floats,
    room_for,
    rooms_of,
    rows_of_pages,
    stand_floats,
)
from press.typesetting.flow import PageMeasures, Row, ends, read_flow, read_measures, row_at
from press.typesetting.page import Page, Stand, Stray
from press.typesetting.rules import FIGURE_TOO_LARGE, FLOAT_TOO_TALL
from press.typesetting.turned import TurnedPages, counted_all, part, place_of, stand
from press.typesetting.wide_tables import narrowed, wide_blocks

MM = 25.4 / 96
"""Millimetres in a CSS px."""
TRIES = 2
"""How often a float is sent to another page at most, where it has not come out as it was made up; then it stands in the
text, where nothing can be wrong with it but that it was to float.
"""
PATCH = "keep-room-for-floats"
ROOMY = "keep-pages-free"
OVER = "over"
"""Where a table in the text stands that begins a page, so that it comes behind a turned one."""
NOTED = '<span class="note'
"""A note in what stands apart would not come to the foot of its page."""
OTHER = {"top": "bottom", "bottom": "top"}
"""Where what floats stands rather than in the text, if no page of its section has room for it where it is to stand."""
AT = {"top": "at the head of a page", "bottom": "at the foot of a page", "page": "on a page by itself"}
SIZED = 'class="sized"'
"""What a picture has whose width has been asked for."""


def refuse_too_large(section: Section, layout: Layout, origins: Mapping[str, Origin]) -> None:
    """Raises `Faulty` for pictures too large at the width that they have been given. `origins`: file → line."""
    found = pictures_too_large(layout) if SIZED in section.html else ()
    problems = [
        Problem(
            origins.get(name, Origin(f"section {section.key}")),
            FIGURE_TOO_LARGE,
            f"a picture {length * MM:.0f} mm {'wide' if wide else 'tall'}, where there are {most * MM:.0f} mm",
            "give it a smaller width=" + (", or a share of the measure: width=100%" if wide else ""),
        )
        for name, length, most, wide in found
    ]
    if problems:
        raise Faulty(problems)


@dataclass(frozen=True, slots=True)
class _Own:
    """Pages of its own that a turned table has, or a float, and the page of the text behind which they come."""

    behind: int
    layout: Layout
    float: LaidFloat | None = None

    @property
    def pages(self) -> Layout:
        """The pages as they go into the section."""
        return alone(self.float) if self.float else turned(self.layout)


class Apart:
    """What stands apart from the text of one section, and where.

    `stands`: where its floats stood when it was last set; `origins`: the lines of the manuscript.
    """

    def __init__(
        self,
        compositor: Compositor,
        section: Section,
        *,
        verso: bool,
        stands: tuple[Stand, ...],
        origins: Mapping[str, Origin],
    ) -> None:
        self.compositor, self.whole, self.verso, self.origins = compositor, section, verso, origins
        self.here = {each.anchor for each in stands if each.at == HERE}
        self.over = {each.anchor for each in stands if each.at == OVER}
        self.stands = tuple(each for each in stands if each.at not in (HERE, OVER))
        self.afloat = {each.anchor for each in self.stands}
        self.other: dict[str, str] = {}
        self.tries: dict[str, int] = {}
        self.earliest: dict[str, int] = {}
        self.laid: dict[str, LaidFloat] = {}
        self.made: dict[tuple[str, bool, str], Layout] = {}
        self.free: tuple[int, ...] = ()
        self.rooms: tuple[tuple[int, float, float], ...] = ()
        self.own: tuple[_Own, ...] = ()
        self._part()
        asked = {each.anchor: each.at for each in self.floats}
        self.other = {each.anchor: each.at for each in self.stands if each.at != asked.get(each.anchor, each.at)}
        # The text is begun with the room that was kept when it was last set. Pages that are free must be counted with
        # what stands on them, which is not known before there is a layout.
        if not self.tables and not any(each.at == "page" for each in self.stands):
            taken = {each.anchor: each.room for each in self.stands}
            self.rooms = tuple(rooms_of(self.stands, taken, max((each.page + 1 for each in self.stands), default=0)))

    def _part(self) -> None:
        upright, self.tables = part(self.whole)
        self.order, self.tabular = order_of(upright.html, [each.place for each in self.tables])
        self.text, self.floats = self._afloat(upright)
        if self.floats and not (is_applied(PATCH) and is_applied(ROOMY)):
            self.here |= {each.anchor for each in self.floats}
            self.text, self.floats = self._afloat(upright)

    def _afloat(self, upright: Section) -> tuple[Section, tuple[Float, ...]]:
        """A section without what floats, and that."""
        text, floats = part_floats(upright, self.here, self.afloat)
        return replace(text, html=begin_pages(text.html, self.over)), floats

    def __bool__(self) -> bool:
        return bool(self.tables or self.floats)

    def without(self, section: Section) -> Section:
        """The section, composed again, without what stands apart; with the room that is kept for that."""
        upright, _ = part(section)
        return replace(self._afloat(upright)[0], free=self.free, rooms=self.rooms)

    def make_room(self, layout: Layout) -> bool:
        """Keep room for all of it where it is to stand, as the places are in a layout; says whether this is other room
        than was kept. Raises `Faulty` for what no page has room for.
        """
        before = self._room()
        self._send_on(layout)
        self._stand_floats(layout)
        self._keep_pages(layout)
        return before != self._room()

    def _room(self) -> tuple[object, ...]:
        """Where room is kept, and what does not stand as it is written."""
        return self.free, self.rooms, *map(frozenset, (self.here, self.over, self.afloat))

    # --- tables in the text ----------------------------------------------------------------------

    def _send_on(self, layout: Layout) -> None:
        """Have tables float that stand in the text, and on the page behind which a turned one comes that is numbered
        before them; or begin the next page, if they are too long for that or call notes.
        """
        floating = {each.anchor for each in self.floats}
        early = {
            anchor
            for table, page in zip(self.tables, self._pages_of_turned(layout, self.stands), strict=True)
            for anchor in self.tabular - floating - self.over
            if not self._is_before(anchor, table.place) and place_of(layout.anchors, anchor) <= page
        }
        if early:
            able = {each for each in early - self.here if self._may_float(each, layout)}
            self.afloat |= able
            self.over |= early - able
            self._part()

    def _may_float(self, anchor: str, layout: Layout) -> bool:
        """Whether a table in the text has notes at its own foot alone, and leaves room for text on a page."""
        _, floats = part_floats(part(self.whole)[0], frozenset(), {anchor})
        each = next(each for each in floats if each.anchor == anchor)
        if NOTED in each.section.html:
            return False
        laid, measures = self._on_own_page(each.section, self.verso), read_measures(layout.survey)
        measured = measured_float(each, laid)
        return laid.count == 1 and has_text_beside(room_for(measured.depth, measured.gap, measures), measures)

    # --- floats ----------------------------------------------------------------------------------

    def _stand_floats(self, layout: Layout) -> None:
        """Find where the floats stand; where they already do, and may, they stay."""
        if not self.floats:
            return
        measures = replace(read_measures(layout.survey), rooms={})
        rows = [row for block in read_flow(layout.survey) for row in block.rows]
        waiting = {each.anchor: each for each in self._waiting(layout, measures, len(rows))}
        pages = rows_of_pages(ends(layout.survey), len(rows))
        bound = self._behind_turned(layout, self.stands)
        amiss = next(
            (
                each
                for each in self.stands
                if each.page < bound.get(each.anchor, 0) or not holds(each, waiting, rows, pages)
            ),
            None,
        )
        if not amiss and {each.anchor for each in self.stands} == set(waiting):
            return
        if amiss:  # those behind it may be amiss because it is
            self.tries[amiss.anchor] = self.tries.get(amiss.anchor, 0) + 1
            self.earliest[amiss.anchor] = amiss.page + 1
        lost = self._make_up(layout, rows, measures, waiting)
        while other := {each: at for each in sorted(lost) if (at := self._instead(waiting[each], len(rows)))}:
            self.other |= other
            self.earliest = {each: page for each, page in self.earliest.items() if each not in other}
            waiting = {each.anchor: each for each in self._waiting(layout, measures, len(rows))}
            lost = self._make_up(layout, rows, measures, waiting)
        if lost := lost | {anchor for anchor, times in self.tries.items() if times > TRIES}:
            self.here |= lost
            self.stands = tuple(each for each in self.stands if each.anchor not in lost)
            self._part()

    def _instead(self, each: Waiting, count: int) -> str:
        """Where a float may stand that no page will have where it is to stand: at the other end of a page; or behind
        the last lines, if only these are left of its section. Empty if there is nothing left but the text.
        """
        if each.anchor not in self.other:
            return OTHER.get(each.at, "")
        return "page" if each.at != "page" and each.until == count else ""

    def _make_up(
        self, layout: Layout, rows: Sequence[Row], measures: PageMeasures, waiting: Mapping[str, Waiting]
    ) -> set[str]:
        """Stand the floats on pages made up in the mind; says which of them no page will have."""
        columns = any(line.column for page in layout.survey for line in page.lines)
        bound = self._behind_turned(layout, self.stands)
        self.stands = ()
        for _ in range(0 if columns else len(self.tables) + 1):
            earliest = {each: max(bound.get(each, 0), self.earliest.get(each, 0)) for each in waiting}
            self.stands = stand_floats(rows, measures, tuple(waiting.values()), earliest)
            if (bound := self._behind_turned(layout, self.stands)).items() <= earliest.items():
                break
        return set(waiting) - {each.anchor for each in self.stands}

    def _waiting(self, layout: Layout, measures: PageMeasures, count: int) -> Iterator[Waiting]:
        """The floats on their way to a page, in order."""
        wanted = (name for each in self.floats for name in (each.place, each.since, each.until, each.following))
        names = {name for name in wanted if name}
        spots = spots_of(layout, names, self.free)

        def rows_above(name: str, edge: int, otherwise: int) -> int:
            return row_at(layout.survey, int(spots[name][0]), spots[name][edge]) if name in spots else otherwise

        for each in self.floats:
            laid = self._lay_out(each, measures)
            own_page = each.at == "page" or not has_text_beside(laid.room, measures)
            if own_page:
                self.other.pop(each.anchor, None)
            yield Waiting(
                anchor=each.anchor,
                at=self.other.get(each.anchor, "page" if own_page else each.at),
                room=laid.room,
                place=rows_above(each.place, 2, 0),
                since=rows_above(each.since, 1, 0),
                until=rows_above(each.until, 1, count),
                following=rows_above(each.following, 1, count),
            )

    def _lay_out(self, each: Float, measures: PageMeasures) -> LaidFloat:
        """A float laid out by itself, once. Raises `Faulty` if it is taller than a page."""
        if each.anchor not in self.laid:
            layout = self._on_own_page(each.section, self.verso)
            refuse_too_large(each.section, layout, self.origins)
            laid = measured_float(each, layout)
            if layout.count > 1 or laid.depth > measures.height + 0.5:
                depth = sum(page.depth for page in layout.survey)
                origin = self.origins.get(each.anchor, Origin(f"section {self.whole.key}"))
                tall, room = (f"{length * MM:.0f} mm" for length in (max(depth, laid.depth), measures.height))
                told = f"to stand {AT[each.at]}, and {tall} tall, where pages have room for {room}"
                raise Faulty([Problem(origin, FLOAT_TOO_TALL, told, FLOAT_TOO_TALL.do)])
            self.laid[each.anchor] = replace(laid, room=room_for(laid.depth, laid.gap, measures))
        return self.laid[each.anchor]

    def _on_own_page(self, section: Section, verso: bool, sheet: str = "") -> Layout:
        """A section on pages of its own, its tables narrow if they are too wide otherwise; laid out once."""
        key = (section.html, verso, sheet)
        if key not in self.made:
            set_again = partial(self.compositor.lay_out, verso=verso, sheet=sheet)
            laid = set_again(section)
            wide = wide_blocks(laid.survey)
            self.made[key] = set_again(narrowed(section, wide)) if wide else laid
        return self.made[key]

    # --- pages -----------------------------------------------------------------------------------

    def _keep_pages(self, layout: Layout) -> None:
        """Keep pages free behind those on which what has pages of its own has its place, and room on others."""
        places = self._pages_of_turned(layout, self.stands)
        behind = [
            (page, self.order[table.place], table.section, "") for page, table in zip(places, self.tables, strict=True)
        ]
        behind += [
            (each.page, self.order[each.anchor], self._float(each.anchor).section, each.anchor)
            for each in self.stands
            if each.at == "page"
        ]
        sheet = turned_sheet(self.compositor.leaves(self.text, self.verso)) if self.tables else ""
        own: list[_Own] = []
        for page, _, section, anchor in sorted(behind, key=lambda each: each[:2]):
            first = page + 1 + sum(each.layout.count for each in own)
            made = self._on_own_page(section, self.verso == (first % 2 == 0), "" if anchor else sheet)
            own.append(_Own(page, made, measured_float(self._float(anchor), made) if anchor else None))
        self.own = tuple(own)
        pages = self._pages
        # behind the last page of the text none need be kept free
        last = layout.count + sum(pages.lengths)
        self.free = tuple(n for n in pages.all if any(each not in pages.all for each in range(n + 1, last)))
        kept = rooms_of(self.stands, {anchor: each.room for anchor, each in self.laid.items()}, layout.count)
        self.rooms = tuple((counted_all(page + 1, self.free) - 1, head, foot) for page, head, foot in kept)

    def _pages_of_turned(self, layout: Layout, stands: Sequence[Stand]) -> list[int]:
        """The pages of the text behind which turned tables come: those of their places, or of tables that float and are
        numbered before them.
        """
        pages: list[int] = []
        for table in self.tables:
            before = (each.page for each in stands if self._is_before(each.anchor, table.place))
            pages.append(max((place_of(layout.anchors, table.place), *before, *pages)))
        return pages

    def _behind_turned(self, layout: Layout, stands: Sequence[Stand]) -> dict[str, int]:
        """The first page on which tables that float may stand that are numbered behind a turned one."""
        bound: dict[str, int] = {}
        for table, page in zip(self.tables, self._pages_of_turned(layout, stands), strict=True):
            for each in self.floats:
                if each.anchor in self.tabular and not self._is_before(each.anchor, table.place):
                    bound[each.anchor] = page + (each.at != "page")
        return bound

    def _is_before(self, anchor: str, place: str) -> bool:
        """Whether a table that floats is numbered before a turned one."""
        return anchor in self.tabular and self.order[anchor] < self.order[place]

    @property
    def _pages(self) -> TurnedPages:
        return stand([each.behind for each in self.own], [each.layout.count for each in self.own])

    def _float(self, anchor: str) -> Float:
        return next(each for each in self.floats if each.anchor == anchor)

    # --- brought back ----------------------------------------------------------------------------

    def gathered(self, layout: Layout) -> Layout:
        """A layout of the text with all that stands apart on its pages; it can be laid out no more."""
        if self.rooms:
            layout = floated_in(layout, self.stands, self.laid, self.free)
        if self.own:
            layout = put_in(layout, [each.pages for each in self.own], self._pages)
        return replace(layout, survey=tuple(self._judged(layout))) if self.floats or self.here else layout

    @property
    def stood(self) -> tuple[Stand, ...]:
        """Where the floats stand, for the next time that the section is set."""
        kept = ((HERE, self.here), (OVER, self.over))
        return (*self.stands, *(Stand(anchor, 0, at) for at, anchors in kept for anchor in sorted(anchors)))

    def _judged(self, layout: Layout) -> Iterator[Page]:
        """The pages of a section, with what is amiss of floats on them."""
        _, every = part_floats(self.whole, frozenset())
        pages = {anchor: n for n, anchors in reversed(list(enumerate(layout.anchors))) for anchor in anchors}
        strays: dict[int, list[tuple[str, Stray]]] = {}
        for each in every:
            page = pages.get(each.anchor, 0)
            mentioned = next((pages[name] for name in each.mentions if name in pages), page)
            if each.anchor in self.here:
                strays.setdefault(page, []).append((each.block, "here"))
            elif each.anchor in self.other:
                strays.setdefault(page, []).append((each.block, "other"))
            elif self._spread(mentioned) > self._spread(page):
                strays.setdefault(page, []).append((each.block, "early"))
        for n, surveyed in enumerate(layout.survey):
            yield replace(surveyed, strays=tuple(strays.get(n, ())))

    def _spread(self, page: int) -> int:
        """Which pair of facing pages a page is of."""
        return (page + (not self.verso)) // 2
