"""Where to end the lines of a paragraph: all of them weighed together.

The total fit of D. E. Knuth and M. F. Plass, "Breaking paragraphs into lines", Software: Practice and Experience 11
(1981), 1119–1184: of all ways to break a paragraph the one with the fewest demerits. Knows nothing of fonts or pages:
a paragraph comes as the places where a line may end, and what it would measure up to there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from press.typesetting.measured_paragraph import Fit, MeasuredParagraph, Place
from press.typesetting.rivers import RIVER, rivers
from press.typesetting.wishes import NO_WISH, Wish

STRETCH = 0.5
"""By how much of itself a space grows on a line that is as loose as lines should be."""
TYPE = 0.1
"""How loose or tight a line is that its type alone has made fit, widened or narrowed as far as it may be: the eye sees
that less than spaces, which give only when it has given all.
"""
SHRUNK = 0.33
"""A space that has shrunk by so much of itself is felt as one that has grown by `STRETCH`."""
PINCHED = 38_000.0
"""Demerits for a line whose spaces are seen to be narrow; as many as for a hyphen."""
EASY = 1.0
"""A paragraph whose lines can all be kept as tight as this (in units of `STRETCH`) is set without hyphens."""
LOOSEST = 2.0
"""Lines looser than this are set only where there is no other way."""
HYPHEN = 38_000.0
"""Demerits for a hyphen at the end of a line; as many as for a line looser by a quarter than lines should be."""
STRAINED = 12_000.0
"""Demerits for a hyphen where the type itself is as wide or as narrow as it may be: the line was divided in vain."""
NONE, ONE, LADDER, ONE_BEFORE, TWO_BEFORE = range(5)
"""Hyphens at the ends of lines so far: none near, one on the last, two in a row, the last of them further up."""
CROWDED = (0.0, 40_000.0, 4e9, 12_000.0, 6_000.0)
"""Demerits for a hyphen after each of these: two in a row are seen, and so are those that stand close together."""
AFTER_HYPHEN = (ONE, LADDER, LADDER, ONE, ONE)
AFTER_WHOLE = (NONE, ONE_BEFORE, ONE_BEFORE, TWO_BEFORE, NONE)
STACK = 40_000.0
"""Demerits for two lines, one below the other, that begin or end with the same word."""
LAST_BUT_ONE = 10_000.0
"""Demerits for a hyphen at the end of the last line but one."""
CONTRAST = 8_000.0
"""Demerits for each step by which a line is looser or tighter than the one before, beyond the first."""
RIVER_MADE = 120_000.0
"""Demerits for a river."""
STUB = 60_000.0
"""Demerits for a last line shorter than it should be."""
MISFIT = 1e9
"""Demerits for a line that is not to be; only where there is no other way."""
TAKEN = 1e6
"""Demerits for a place where another way of setting the paragraph ends a line."""


class Allowed(NamedTuple):
    """What lines may be: how loose at most, whether they may end in a hyphen, be misfits where nothing else fits."""

    loosest: float
    hyphens: bool
    misfits: bool


EASILY, FAIRLY, ANYHOW = Allowed(EASY, False, False), Allowed(LOOSEST, True, False), Allowed(LOOSEST, True, True)
State: TypeAlias = tuple[float, int, int]
"""Demerits so far, and the place and the state from which the last line was set."""
States: TypeAlias = list[dict[int, State]]
"""For each place the states in which a line can end there: its number (if lines count), hyphens near, a class."""
CLASSES = 4
KEYS = CLASSES * len(CROWDED)


def fit(paragraph: MeasuredParagraph, wish: Wish = NO_WISH) -> Fit:
    """The best way to set a paragraph, as near to the wish as lines of a fair looseness allow. Never fails."""
    return Breaking(paragraph).fit(wish)


class Breaking:
    """One paragraph to be set in several ways: what they have in common is looked for only once."""

    def __init__(self, paragraph: MeasuredParagraph) -> None:
        self.paragraph = paragraph
        self.lines: dict[Allowed, _Lines] = {}
        self.fits = paragraph.fits
        self.counted: dict[tuple[frozenset[int], frozenset[int]], tuple[_Lines, States]] = {}

    def fit(self, wish: Wish = NO_WISH) -> Fit:
        """The best way to set it, as near to the wish as lines of a fair looseness allow. Never fails."""
        if wish not in self.fits:
            self.fits[wish] = self._fit(wish)
        return self.fits[wish]

    def _fit(self, wish: Wish) -> Fit:
        taken: set[int] = set()
        # Each way is found by making all ends of the better ones dear, so as many searches go before it.
        for _ in range(wish.way):
            taken |= set(self._best(Wish(whole=wish.whole), frozenset(taken)).ends[:-1])
        return self._with_fewest_rivers(wish, frozenset(taken))

    def _with_fewest_rivers(self, wish: Wish, taken: frozenset[int]) -> Fit:
        """A way in which a river does not come about, if lines need not be much worse for it, nor more of them divided.

        Demerits are of lines and their neighbours, a river is of four: so each end of a line within it is made dear.
        """
        found = self._best(wish, taken)
        if not (told := rivers(self.paragraph, found)):
            return found
        ends = {found.ends[line] for at in told for line in range(max(at - RIVER, 0), at)}
        ways = [found, *(self._best(wish, taken | {end}) for end in sorted(ends))]
        no_more = [
            way
            for way in ways
            if self._hyphens(way) <= self._hyphens(found) and (way.lines == found.lines or not wish.lines)
        ]
        return min(no_more, key=lambda way: way.demerits + RIVER_MADE * len(rivers(self.paragraph, way)))

    def _hyphens(self, way: Fit) -> int:
        return sum(self.paragraph.places[end].hyphen for end in way.ends)

    def _best(self, wish: Wish, taken: frozenset[int]) -> Fit:
        if (wish, taken) not in self.fits:
            lines, states = self._search(wish, taken)
            self.fits[wish, taken] = _trace(lines, states, wish.lines)
        return self.fits[wish, taken]

    def _search(self, wish: Wish, taken: frozenset[int]) -> tuple[_Lines, States]:
        # Only where lines are counted can one more or fewer be asked for; that makes many more states, and without a
        # wish none are needed. A wish may also need hyphens where the paragraph by itself needs none.
        if not wish:
            return self._first_of((EASILY, FAIRLY, ANYHOW) if not taken else (FAIRLY, ANYHOW), _Search(taken=taken))
        key = wish.whole, taken
        if key not in self.counted:
            self.counted[key] = self._first_of((FAIRLY, ANYHOW), _Search(*key, counted=True))
        return self.counted[key]

    def _first_of(self, kinds: Sequence[Allowed], search: _Search) -> tuple[_Lines, States]:
        """The first kind of lines with which the end of the paragraph is reached."""
        for allowed in kinds:
            lines = self.lines[allowed] = self.lines.get(allowed) or _Lines(self.paragraph, allowed)
            if (states := search.run(lines))[-1]:
                return lines, states
        raise AssertionError("a paragraph that cannot be set")


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for the fewest demerits: lines that are not to end in a hyphen, places where another way ends a line,
    and whether it matters how many lines there are.
    """

    whole: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()
    counted: bool = False

    def run(self, lines: _Lines) -> States:
        """All the states that can be reached."""
        states: States = [{} for _ in lines.paragraph.places]
        # The paragraph is entered as after a line of the second class, neither loose nor tight, without a hyphen.
        self._advance(-1, {1: (0.0, -1, -1)}, lines, states)
        for at in range(len(states) - 1):
            if states[at]:
                self._advance(at, states[at], lines, states)
        return states

    def _advance(self, at: int, here: dict[int, State], lines: _Lines, states: States) -> None:
        """Set every line that can begin after place `at`, and note what it costs to come to its end."""
        for shorter, alike in lines.alike(here):
            self._set(at, alike, lines, states, shorter=shorter)

    def _set(self, at: int, here: dict[int, State], lines: _Lines, states: States, *, shorter: float) -> None:
        last = len(states) - 1
        for to, ratio, line_demerits in lines.after(at, shorter):
            hyphen, ends = lines.paragraph.places[to].hyphen, to == last
            demerits = line_demerits + (TAKEN if to in self.taken and not ends else 0.0)
            # The classes of Knuth and Plass: tight, decent, loose, very loose.
            sort = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
            there = states[to]
            for key, (so_far, _, _) in here.items():
                line, rest = divmod(key, KEYS)
                near, before = divmod(rest, CLASSES)
                total = so_far + demerits
                if abs(before - sort) > 1:
                    total += CONTRAST * (abs(before - sort) - 1)
                if hyphen:
                    total += CROWDED[near] + (MISFIT if line + 1 in self.whole else 0)
                elif ends and near in (ONE, LADDER):
                    total += LAST_BUT_ONE
                after = (line + 1 if self.counted else min(line + 1, lines.told_apart)) * KEYS
                after += (AFTER_HYPHEN if hyphen else AFTER_WHOLE)[near] * CLASSES + sort
                if after not in there or total < there[after][0]:
                    there[after] = (total, at, key)


class _Lines:
    """The lines that can be set of a paragraph."""

    def __init__(self, paragraph: MeasuredParagraph, allowed: Allowed) -> None:
        self.paragraph, self.allowed = paragraph, allowed
        self.start = Place(0.0, 0.0, 0.0, 0.0)
        self.ends = [place.end for place in paragraph.places]
        self.opening_ends = [place.end for place in paragraph.opening]
        self.known: dict[tuple[int, float], list[tuple[int, float, float]]] = {}
        self.told_apart = len(paragraph.beside) + 1 if paragraph.beside else 0

    def alike(self, here: dict[int, State]) -> Iterator[tuple[float, dict[int, State]]]:
        """States of which the next line is shorter by as much, and by how much: by its number, near the beginning."""
        if not self.told_apart:
            yield 0.0, here
            return
        found: dict[float, dict[int, State]] = {}
        for key, state in here.items():
            found.setdefault(self.paragraph.shorter(key // KEYS), {})[key] = state
        yield from found.items()

    def after(self, at: int, shorter: float) -> list[tuple[int, float, float]]:
        """The lines that can begin after a place: where each ends, how loose it is, and what it costs by itself."""
        if (at, shorter) not in self.known:
            begun = self._begun(at, shorter)
            self.known[at, shorter] = [(to, ratio, self._demerits(at, to, ratio)) for to, ratio in begun]
        return self.known[at, shorter]

    def _begun(self, at: int, shorter: float) -> list[tuple[int, float]]:
        paragraph = self.paragraph
        first = at < 0
        places = (first and paragraph.opening) or paragraph.places
        ends = self.opening_ends if first and paragraph.opening else self.ends
        begin = self.start if first else places[at]
        measure = paragraph.measure - (paragraph.indent if first else shorter)
        last = len(places) - 1
        found: list[tuple[int, float]] = []
        # A line shrinks by a third of its spaces, and these are never half of it: what ends further on is too long.
        reach = bisect_right(ends, begin.begin + measure * (1.2 + paragraph.give), max(at + 1, 0))
        for to in range(min(reach, last + 1) - 1, at, -1):
            place = places[to]
            if place.hyphen and not self.allowed.hyphens:
                continue
            ratio = self._ratio(begin, place, measure, to == last)
            if ratio > self.allowed.loosest:
                # From the fullest line down, all that follow are looser still. Where hyphens are printed the lengths
                # are not quite in this order, so that only an end without one is trusted.
                if not place.hyphen:
                    break
            elif ratio >= -1:
                found.append((to, ratio))
        if self.allowed.misfits and not found:
            found = self._misfits(at, reach, begin, places, measure)
        return found

    def _misfits(
        self, at: int, reach: int, begin: Place, places: Sequence[Place], measure: float
    ) -> list[tuple[int, float]]:
        """Where no line fits: the fullest that is not too full, and the one after it."""
        last = len(places) - 1
        near = [
            (to, self._ratio(begin, places[to], measure, to == last))
            for to in range(at + 1, min(max(reach, at + 1), last) + 1)
        ]
        short = [each for each in near if each[1] >= -1][-1:]
        over = [each for each in near if each[1] < -1][:1]
        return short + over

    def _ratio(self, begin: Place, end: Place, measure: float, ends: bool) -> float:
        """How loose a line is: 1 as loose as it should be at most, −1 as tight as it can be, less if it is too long."""
        length = end.end - begin.begin
        missing = measure - length
        if missing >= 0 and ends and not self.paragraph.fills:
            return 0.0  # a last line has room behind it, and is as it should be
        spaces = max(end.spaces_end - begin.spaces_begin, 0.0)
        room = max((STRETCH if missing >= 0 else self.paragraph.shrink) * spaces, 1e-3)
        if not (give := self.paragraph.give * (length - spaces)):
            return missing / room
        by_type = min(abs(missing), give)
        ratio = TYPE * by_type / give + (1 - TYPE) * (abs(missing) - by_type) / room
        return ratio if missing >= 0 else -ratio

    def _demerits(self, at: int, to: int, ratio: float) -> float:
        """What a line costs, whatever stands before it."""
        places = self.paragraph.places
        # A line that sticks out is worse than any that is too loose.
        if ratio < -1:
            demerits = 100 * MISFIT * min(-ratio, 1e3)
        elif ratio > self.allowed.loosest:
            demerits = MISFIT * min(ratio, 1e3)
        elif ratio >= 0:
            demerits = (10 + 100 * ratio**3) ** 2
        else:
            shrink = self.paragraph.shrink
            demerits = (10 + 100 * (-ratio * shrink / SHRUNK) ** 3) ** 2
            by_type = TYPE if self.paragraph.give else 0.0
            if (-ratio - by_type) / (1 - by_type) * shrink > self.paragraph.pinched:
                demerits += PINCHED
        demerits += places[to].demerits
        if places[to].hyphen:
            demerits += HYPHEN + (STRAINED if self.paragraph.give and abs(ratio) >= TYPE else 0.0)
        if at >= 0:
            demerits += STACK * (places[at].first == places[to].first != "")
            demerits += STACK * (places[at].last == places[to].last != "")
        if to == len(places) - 1:
            length = places[to].end - (places[at].begin if at >= 0 else 0.0)
            demerits += STUB if at >= 0 and length < self.paragraph.least else 0.0
        return demerits


def _trace(lines: _Lines, states: States, more: int) -> Fit:
    """Back from the end: the way with the fewest demerits of those with so many lines more or fewer than the best."""
    final = states[-1]
    # The best of all is the measure of what is wished for; where so many lines cannot be had, the nearest number.
    key = min(final, key=lambda each: final[each][0])
    if more:
        wanted = key // KEYS + more
        key = min(final, key=lambda each: (abs(each // KEYS - wanted), final[each][0]))
    demerits = final[key][0]
    ends: list[int] = []
    at = len(states) - 1
    while at >= 0:
        ends.append(at)
        _, at, key = states[at][key]
    ends.reverse()
    set_so = [(at, to, lines.paragraph.shorter(n)) for n, (at, to) in enumerate(pairwise((-1, *ends)))]
    loose = [next(ratio for end, ratio, _ in lines.known[at, by] if end == to) for at, to, by in set_so]
    return Fit(tuple(ends), tuple(loose), demerits)
