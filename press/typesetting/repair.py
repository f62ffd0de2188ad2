"""The repair of notes: a section is laid out until every note stands where it must.

A note that would leave a page short, or has no room beside its call, is cut between its steps; a later note may have to
begin before it is finished; a block of text is turned over to the next page. All this is done by HTML in another order
and page breaks. The number of repairs is bounded; what they cannot mend is a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol, TypeAlias

from press.compose.compose import Section
from press.compose.cutting import Cut, count
from press.compose.note_pieces import Cuts
from press.problem import Faulty, Origin
from press.text import Blocks
from press.typesetting.account import PIECE, Account, Stray, blocks_begun
from press.typesetting.cuttable import (
    LINES,
    WHOLE,
    CuttableNote,
    length_of,
    lines_of_note,
    needed,
    places_behind_lines,
    places_between_steps,
)
from press.typesetting.engine.typeset import Layout
from press.typesetting.foresight import GAP, Share, foresee
from press.typesetting.note_faults import unplaced
from press.typesetting.page import notes_of

REPAIRS = 60
"""Strays of one section that are seen to; more is no book, but a loop or a manuscript that cannot be set."""
SHORT = 3.0
"""Lines that a page may lack for the sake of a long note; where it would be more, the note is cut."""
TRIES = 4
"""How often one note is made room for."""
Compose: TypeAlias = Callable[[Cuts], Section]


class LayOut(Protocol):
    """What lays a section out, with some of its blocks turned over to the next page."""

    def __call__(self, section: Section, *, turned: frozenset[str]) -> Layout:
        """The section's pages."""


Worded: TypeAlias = Mapping[str, Blocks]
"""Note → what it holds, as printed."""


class Repair:
    """One section under repair: what has been cut and turned so far, and how the last layout came out.

    `cuts`: where notes are expected to be cut, for the section was laid out before with other wishes, or are to be
    looked at as they have been made up.
    """

    def __init__(
        self,
        lay_out: LayOut,
        compose: Compose,
        worded: Worded,
        long_note: int,
        *,
        cuts: Cuts = MappingProxyType({}),
    ) -> None:
        self.lay_out, self.compose, self.worded = lay_out, compose, worded
        self.long_note, self.expected = long_note, cuts
        self.opened: dict[str, CuttableNote] = {}
        self.turned: frozenset[str] = frozenset()
        self.in_vain: frozenset[str] = frozenset()
        self.tries: dict[str, int] = {}
        self.closed: frozenset[str] = frozenset()
        self.by_line: frozenset[str] = frozenset()
        self.heights: dict[tuple[str, int], float] = {}
        self.repairs = 0
        self._lay_out(cuts)

    def mend(self, origins: Mapping[str, Origin]) -> tuple[Section, Layout]:
        """The section with every note in its place. Raises `Faulty` for a note that cannot be brought there."""
        if self.expected:
            if not self.astray and set(self.held_back()) <= set(self.cuts):
                return self.section, self.layout
            self._lay_out({})  # what was expected has not come: begin as if nothing had been
        # Pages are filled only while every note is at home. Where one is not, it is brought home first, which may cut
        # the same notes.
        if not self.account.strays:
            self._fill_short_pages()
        while strays := self.account.strays:
            self.repairs += 1
            stray = strays[0]
            self.closed = self._before(stray)
            attempts = (*self._attempts(stray), self._between_lines)
            if self.repairs > REPAIRS or not any(attempt(stray) for attempt in attempts):
                first = {each.anchor: each for each in reversed(strays)}  # of each note the first thing amiss
                raise Faulty(unplaced(each, self.account, origins) for each in reversed(first.values()))
        self._fill_in_order()
        return self.section, self.layout

    @property
    def account(self) -> Account:
        """The account of the last layout."""
        return self.layout.account

    def _lay_out(self, cuts: Cuts) -> None:
        self.cuts = cuts
        self.section = self.compose(cuts)
        vars(self).pop("layout", None)  # two layouts of a long section are too many for the memory
        self.layout = self.lay_out(self.section, turned=self.turned)

    def _attempts(self, stray: Stray) -> Iterator[Callable[[Stray], bool]]:
        """What to try, in order. A note called from the first line of a page wants room, any other another page."""
        foot = self.account.feet[stray.page]
        # While a note that began earlier runs on over this page, a later one gets room only if that one gives way.
        unfinished = any(self.account.pieces[anchor][-1] > stray.page for (anchor, _), _ in foot.printed)
        room = (self._give_way, self._open) if unfinished else (self._open, self._give_way)
        crowded = stray.fault == "overlapping" or stray.anchor in foot.first
        yield from (*room, self._turn) if crowded else (self._turn, *room)

    @property
    def astray(self) -> bool:
        """Whether a note is not where it must be, or is cut elsewhere than it was to be."""
        return bool(self.account.strays) or self._kept() != self.cuts

    def fill(self) -> None:
        """Let the last line before a cut fill the measure where it nearly does."""
        kept = self._kept()
        was, now = ({a: [each.place for each in own] for a, own in cuts.items()} for cuts in (self.cuts, kept))
        if now == was and kept != self.cuts:
            self._lay_out(kept)

    def _share(self, note: str) -> Share | None:
        """How a note would be cut that leaves a page short, if that can be told."""
        page, survey = self.account.calls[note], self.layout.survey
        return foresee(survey[page - 1], survey[page], note, self.worded[note])

    # --- cutting -------------------------------------------------------------------------------

    def held_back(self) -> list[str]:
        """The long notes that leave a page short because they stand whole on the next."""
        return [
            anchor
            for before, after in pairwise(self.account.feet)
            if before.white > SHORT * before.line
            for anchor in after.early
            if length_of(self.worded.get(anchor, ())) > self.long_note
        ]

    def _fill_short_pages(self) -> None:
        """Cut the long notes that leave a page short, unless that leads astray."""
        for _ in range(REPAIRS):
            if not self._cut(self.held_back()):
                break
        if self.account.strays:
            self.opened = {}
            self._lay_out({})
        # Then between lines what still leaves a page short.
        for _ in range(REPAIRS):
            before, opened = self.cuts, dict(self.opened)
            if not self._refine(self._leaving_gaps()):
                break
            if self.account.strays:
                self.opened = opened
                self._lay_out(before)
                break

    def _fill_in_order(self) -> None:
        """Cut, one after another, the notes that leave pages short all the same; what comes out otherwise than it was
        foreseen is taken back. So no note is cut in vain because another one, cut with it, has led astray.
        """
        seen = set[str]()
        while note := next((a for a in self.held_back() if a not in seen and not self.cuts.get(a)), ""):
            seen.add(note)
            before, page, share = self.cuts, self.account.calls[note] - 1, self._share(note)
            white = self.account.feet[page].white
            if share and share.cuts:
                self._lay_out({**before, note: share.cuts})
                if (kept := self._kept()) != self.cuts and not self.account.strays:
                    self._lay_out(kept)
                if self.account.strays or self.account.feet[page].white > white - self.account.area.line:
                    self._lay_out(before)
            self.cuts = {note: (), **self.cuts}  # if it is not cut, it is known to be so, and is not tried again

    def _leaving_gaps(self) -> Iterator[str]:
        """The notes of which more would find room: those held back, and those that go on behind a page too short."""
        for n, (before, after) in enumerate(pairwise(self.account.feet)):
            if before.white > GAP * before.line:
                yield from (a for a in after.early if length_of(self.worded.get(a, ())) > self.long_note)
                yield from (a for (a, _), _ in before.printed if self.account.pieces[a][-1] > n)

    def _between_lines(self, stray: Stray) -> bool:
        """Cut between lines what has been cut between steps, for these have not been enough."""
        feet = {stray.page, self.account.calls.get(stray.anchor, stray.page)}
        beside = (anchor for n in sorted(feet) for (anchor, _), _ in self.account.feet[n].printed)
        return self._refine((stray.anchor, *self.account.feet[stray.page].first, *beside))

    def _refine(self, anchors: Iterable[str]) -> bool:
        """Let notes be cut at any of their lines as they stand now; says whether this gives any other places."""
        found = {a: each for a in dict.fromkeys(anchors) if a not in self.by_line and (each := self._by_lines(a))}
        self.by_line |= set(found)
        self.opened |= found
        self.closed -= set(found)
        self.heights = {each: height for each, height in self.heights.items() if each[0] not in found}
        self.tries = {anchor: times for anchor, times in self.tries.items() if anchor not in found}
        if found:
            self._join()
        return bool(found)

    def _by_lines(self, anchor: str) -> CuttableNote | None:
        """A note as it may be cut between its lines; None if it has none to be cut between."""
        blocks = self.worded.get(anchor, ())
        lines = lines_of_note((line for _, line in notes_of(self.layout.survey)), anchor, PIECE)
        behind = places_behind_lines(blocks, lines)
        if not behind:
            return None
        settled = self.opened[anchor].settled if anchor in self.opened else ()
        wanted = {
            *places_between_steps(count(blocks)),
            *(cut.place for cut in settled),
            *(place for _, place in behind),
        }
        places = tuple(sorted(wanted))
        free = places.index(settled[-1].place) + 1 if settled else 0
        return CuttableNote(places, settled, free, most=LINES)

    def _open(self, stray: Stray) -> bool:
        """Cut the stray note, what is called beside it from the first line, and what is printed on its page."""
        foot = self.account.feet[stray.page]
        return self._cut((stray.anchor, *foot.first, *(anchor for (anchor, _), _ in foot.printed)))

    def _cut(self, anchors: Iterable[str]) -> bool:
        """Cut notes that have several steps and are not cut yet; says whether there were any."""
        counts = {a: count(self.worded.get(a, ())) for a in anchors if a not in self.opened}
        found = {a: CuttableNote(places_between_steps(number)) for a, number in counts.items() if number > 1}
        self.opened |= found
        if found:
            self._join()
        return bool(found)

    def _join(self) -> None:
        """Keep only those cuts at which a note goes over to another page.

        A first layout has every step as a piece of its own; pieces that fall on one page are then joined. They then
        take less room, so that text may move up; the account tells whether any note is the worse for it.
        """
        while True:
            every = {
                anchor: self.cuts[anchor] if anchor in self.closed else opening.every_cut()
                for anchor, opening in self.opened.items()
            }
            self._lay_out(every)
            if not self._draw_up():
                break
        for anchor, own in every.items():
            self._measure(anchor, own)  # now, while the steps still stand apart
        cuts = {anchor: tuple(needed(each, self.account.pieces.get(anchor, ()))) for anchor, each in every.items()}
        # The joined pieces take less room, so that another cut may have become needless. It comes to rest after one or
        # two layouts; where it does not, the last is as good as any, for the account says what is amiss with it.
        for _ in range(3):
            self._lay_out(cuts)
            if (joined := self._kept()) == cuts:
                return
            cuts = joined

    def _kept(self) -> dict[str, tuple[Cut, ...]]:
        """The cuts of the last layout that are still needed."""
        return {anchor: tuple(self._still_needed(anchor, each)) for anchor, each in self.cuts.items()}

    def _measure(self, anchor: str, cuts: tuple[Cut, ...]) -> None:
        """Note how high the units of a note are when they stand apart."""
        if anchor not in self.opened:
            return
        opening = self.opened[anchor]
        beginnings = (0, *(opening.before(cut) for cut in cuts), opening.units)
        for (first, end), height in zip(pairwise(beginnings), self.account.heights(anchor), strict=False):
            # The height of a piece of several units is shared out evenly; what was measured first stays.
            for unit in range(first, end):
                self.heights.setdefault((anchor, unit), height / (end - first))

    def _still_needed(self, anchor: str, cuts: tuple[Cut, ...]) -> Iterator[Cut]:
        """Of a note's cuts in the last layout those still needed; a last line that nearly fills the measure is
        to fill it.
        """
        full = {piece for note, piece in self.account.full if note == anchor}
        marked = tuple(replace(cut, fills=n in full or cut.into > 0) for n, cut in enumerate(cuts, 1))
        return needed(marked, self.account.pieces.get(anchor, ()))

    def _before(self, stray: Stray) -> frozenset[str]:
        """The notes that have been cut and are finished before the page of a stray: they are not tried anew, for then
        all that follows might come to stand on other pages than it does when they are joined again.
        """
        page = min(stray.page, self.account.calls.get(stray.anchor, stray.page))
        return frozenset(a for a, pages in self.account.pieces.items() if a in self.cuts and pages[-1] < page)

    # --- letting a later note begin ------------------------------------------------------------

    def _give_way(self, stray: Stray) -> bool:
        """Let a note begin on the page of its call beside others, and go on, if need be, on the next.

        It has the white of that page; and what is left of an earlier note may come behind its beginning.
        """
        self.tries[stray.anchor] = self.tries.get(stray.anchor, 0) + 1
        page = self.account.calls.get(stray.anchor, stray.page)
        foot = self.account.feet[page]
        beside = {anchor: (piece, height) for (anchor, piece), height in foot.printed if anchor != stray.anchor}
        taken = sum(height for _, height in beside.values())
        area = self.account.area
        # Where there are no notes yet, what parts them from the text has still to find room.
        white = min(foot.white - (0 if beside else area.apart), foot.height - area.kept - taken)
        longest = max(beside, key=lambda anchor: beside[anchor][1], default="")
        begun, kept = self._shares(stray.anchor, white, longest, *beside.get(longest, (1, 0.0)))
        if not begun or self.tries[stray.anchor] > TRIES:
            return False
        # An earlier note stops where it stopped before, or sooner if it must; the rest comes behind the later note.
        for anchor, (piece, _) in beside.items():
            cuts, its = self.cuts.get(anchor, ()), self.opened.get(anchor, WHOLE)
            at = kept if anchor == longest and kept else its.before(cuts[piece - 1]) if piece <= len(cuts) else 0
            if at:
                settled = (*cuts[: piece - 1], its.cut(at, stray.anchor))
                self.opened[anchor] = replace(its, settled=settled, free=at)
        if stray.anchor in self.opened:
            own = self.opened[stray.anchor]
            settled = (own.cut(begun),) if begun < own.units else ()
            self.opened[stray.anchor] = replace(own, settled=settled, free=begun)
        self._join()
        return True

    def _shares(self, later: str, white: float, earlier: str, piece: int, height: float) -> tuple[int, int]:
        """With how many of its units a note can begin, and before which unit an earlier one must stop for that.

        The second is 0 when the white of the page is enough, the first when all is in vain. `height` is what that
        piece of the earlier note takes. Units were measured apart; together they take less.
        """
        number = self.opened.get(later, WHOLE).units
        whole = sum(self.account.heights(later))
        mine = [self.heights.get((later, n), whole) for n in range(number)]
        cuts, its = self.cuts.get(earlier, ()), self.opened.get(earlier, WHOLE)
        first = its.before(cuts[piece - 2]) if piece > 1 else 0
        end = its.before(cuts[piece - 1]) if piece <= len(cuts) else its.units
        theirs = [self.heights.get((earlier, n), height) for n in range(first, end)]
        shrunk = height / (sum(theirs) or 1)
        # As much of the later note as can be had; and for that, as little as possible of the earlier one put off.
        for begun in range(number, 0, -1):
            # What was measured may be too little, for the lines fall otherwise: a line more of room at every try.
            needed = min(sum(mine[:begun]), whole) + self.account.area.line * (self.tries[later] - 1)
            if needed <= white:
                return begun, 0
            for kept in range(len(theirs) - 1, 0, -1):
                if sum(theirs[:kept]) * shrunk + needed <= height + white:
                    return begun, first + kept
        return 0, 0

    def _draw_up(self) -> bool:
        """Take back to an earlier page what there is room for behind the note it gave way to; says whether
        there was any.
        """
        changed = False
        for anchor, opening in self.opened.items():
            if anchor in self.closed or not opening.settled or not (host := opening.settled[-1].after):
                continue  # it has not given way to any note, or what stands before is not touched any more
            behind = self.account.pieces.get(anchor, ())[len(opening.settled) :]
            if room := sum(1 for page in behind if page == self.account.calls.get(host)):
                *before, last = opening.settled
                ends = (*map(opening.before, opening.every_cut()), opening.units)
                at = ends[len(opening.settled) - 1 + room]
                moved = replace(last, after=before[-1].after if before else "", tried=False)
                settled = (*before, moved, *([opening.cut(at, host)] if at < opening.units else []))
                self.opened[anchor] = replace(opening, settled=settled, free=at)
                changed = True
        return changed

    # --- turning -------------------------------------------------------------------------------

    def _turn(self, stray: Stray) -> bool:
        """Turn the last block begun on the page of the call over to the next; if that mends nothing, turn it back."""
        blocks = blocks_begun(self.layout.anchors, stray.page)
        if not (block := next((b for b in reversed(blocks) if b not in self.turned | self.in_vain), "")):
            return False
        before, self.turned = self.turned, self.turned | {block}
        self._relay()
        if any(each.anchor == stray.anchor for each in self.account.strays):
            # Not every block moves the call: the one before it is tried from the pages as they were.
            self.turned, self.in_vain = before, self.in_vain | {block}
            self._relay()
            return self._turn(stray)
        return True

    def _relay(self) -> None:
        """Lay out again after a turn: long notes may now go over elsewhere."""
        if self.opened:
            self._join()
        else:
            self._lay_out({})
