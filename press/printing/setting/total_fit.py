"""Where to end the lines of a paragraph: all of them weighed together.

The total fit of D. E. Knuth and M. F. Plass, "Breaking paragraphs into lines", Software: Practice and Experience 11
(1981), 1119–1184: of all ways to break a paragraph the one with the fewest demerits. Knows nothing of fonts or pages:
a paragraph comes as the places where a line may end, and what it would measure up to there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from press.printing.setting.justification import NO_WISH, Wish

STRETCH = 0.5
"""By how much of itself a space grows on a line that is as loose as lines should be."""
SHRINK = 0.25
"""By how much of itself a space may shrink. With more, programs that read the PDF no longer see some spaces."""
TIGHT = 1.2
"""How much more tightness is felt than looseness."""
EASY = 0.6
"""A paragraph whose lines can all be kept as tight as this (in units of `STRETCH`) is set without hyphens."""
LOOSEST = 2.0
"""Lines looser than this are set only where there is no other way."""
HYPHEN = 40_000.0
"""Demerits for a hyphen at the end of a line; as many as a line pays that is loose by 1.24 of `STRETCH`."""
LADDER = (0.0, 40_000.0, 4e9)
"""Demerits for a hyphen after none, one, two hyphens in a row."""
LAST_BUT_ONE = 10_000.0
"""Demerits for a hyphen at the end of the last line but one."""
CONTRAST = 8_000.0
"""Demerits for each step by which a line is looser or tighter than the one before, beyond the first."""
STUB = 60_000.0
"""Demerits for a last line shorter than it should be."""
MISFIT = 1e9
"""Demerits for a line that is not to be; only where there is no other way."""
TAKEN = 1e6
"""Demerits for a place where another way of setting the paragraph ends a line."""


class Place(NamedTuple):
    """Where a line may end and the next begin; lengths run from the beginning of the paragraph.

    `end`: up to the last letter before it, a hyphen to be printed included; `begin`: up to the first letter after it.
    `spaces_end`, `spaces_begin`: how much of each is space between words. `hyphen`: whether the line ends in one;
    `demerits`: what it costs to end a line there, beyond what any hyphen costs.
    """

    end: float
    begin: float
    spaces_end: float
    spaces_begin: float
    hyphen: bool = False
    demerits: float = 0.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is to be broken: places in order, the last being the end of the paragraph.

    `opening`: the places as the first line would measure them, if that is set in another way. `give`: by how much of
    its length the type itself of a line may be widened or narrowed. `fills`: the last line fills the measure.
    `least`: how long the last line should be.
    """

    places: Sequence[Place]
    measure: float
    indent: float = 0.0
    opening: Sequence[Place] = ()
    give: float = 0.0
    fills: bool = False
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How a paragraph is set: the place that ends each line, and how loose (over 0) or tight (to −1) each line is."""

    ends: tuple[int, ...]
    ratios: tuple[float, ...]
    demerits: float = field(compare=False)

    @property
    def lines(self) -> int:
        """How many lines."""
        return len(self.ends)


State: TypeAlias = tuple[float, int, int]
"""Demerits so far, and the place and the state from which the last line was set."""


def fit(paragraph: Paragraph, wish: Wish = NO_WISH) -> Fit:
    """The best way to set a paragraph, as near to the wish as lines of a fair looseness allow. Never fails."""
    taken: set[int] = set()
    for _ in range(wish.way):
        taken |= set(_best(paragraph, Wish(whole=wish.whole), frozenset(taken)).ends[:-1])
    return _best(paragraph, wish, frozenset(taken))


def _best(paragraph: Paragraph, wish: Wish, taken: frozenset[int]) -> Fit:
    search = _Search(paragraph, wish, taken)
    if not (wish or taken) and (found := search.run(EASY, hyphens=False, desperate=False)):
        return found
    found = search.run(LOOSEST, hyphens=True, desperate=False) or search.run(LOOSEST, hyphens=True, desperate=True)
    if not found:
        raise AssertionError("a paragraph that cannot be set")
    return found


CLASSES = 4
KEYS = CLASSES * 3


class _Search:
    """The search for the fewest demerits. A state is a line number (if lines count), hyphens in a row, a class."""

    def __init__(self, paragraph: Paragraph, wish: Wish, taken: frozenset[int]) -> None:
        self.paragraph, self.wish, self.taken = paragraph, wish, taken
        self.counted = bool(wish.lines or wish.whole or taken)
        self.start = Place(0.0, 0.0, 0.0, 0.0)
        self.ends = [place.end for place in paragraph.places]
        self.opening_ends = [place.end for place in paragraph.opening]

    def run(self, loosest: float, hyphens: bool, desperate: bool) -> Fit | None:
        """The best way with no line looser than `loosest`; if `desperate`, a way in any case."""
        self.loosest, self.hyphens, self.desperate = loosest, hyphens, desperate
        last = len(self.paragraph.places) - 1
        states: list[dict[int, State]] = [{} for _ in self.paragraph.places]
        self._advance(-1, {1: (0.0, -1, -1)}, states)
        for at in range(last):
            if states[at]:
                self._advance(at, states[at], states)
        return self._trace(states) if states[last] else None

    def _advance(self, at: int, here: dict[int, State], states: list[dict[int, State]]) -> None:
        """Set every line that can begin after place `at`, and note what it costs to come to its end."""
        last = len(states) - 1
        for to, ratio in self._lines(at):
            hyphen, ends = self.paragraph.places[to].hyphen, to == last
            sort = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
            demerits = self._demerits(at, to, ratio)
            there = states[to]
            for key, (so_far, _, _) in here.items():
                line, rest = divmod(key, KEYS)
                run, before = divmod(rest, CLASSES)
                total = so_far + demerits
                if abs(before - sort) > 1:
                    total += CONTRAST * (abs(before - sort) - 1)
                if hyphen:
                    total += LADDER[run] + (MISFIT if line + 1 in self.wish.whole else 0)
                elif run and ends:
                    total += LAST_BUT_ONE
                after = (line + 1) * KEYS if self.counted else 0
                after += (min(run + 1, 2) * CLASSES if hyphen else 0) + sort
                if after not in there or total < there[after][0]:
                    there[after] = (total, at, key)

    def _lines(self, at: int) -> list[tuple[int, float]]:
        """The lines that can begin after a place: where each ends, and how loose it is."""
        paragraph = self.paragraph
        first = at < 0
        places = (first and paragraph.opening) or paragraph.places
        ends = self.opening_ends if first and paragraph.opening else self.ends
        begin = self.start if first else places[at]
        measure = paragraph.measure - (paragraph.indent if first else 0.0)
        last = len(places) - 1
        found: list[tuple[int, float]] = []
        reach = bisect_right(ends, begin.begin + measure * (1.12 + paragraph.give), max(at + 1, 0))
        for to in range(min(reach, last + 1) - 1, at, -1):
            place = places[to]
            if place.hyphen and not self.hyphens:
                continue
            ratio = self._ratio(begin, place, measure, to == last)
            if ratio > self.loosest:
                if not place.hyphen:
                    break
            elif ratio >= -1:
                found.append((to, ratio))
        if self.desperate and not found:
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
            return 0.0
        spaces = max(end.spaces_end - begin.spaces_begin, 0.0)
        give = self.paragraph.give * (length - spaces)
        if missing >= 0:
            return missing / max(STRETCH * spaces + give, 1e-3)
        return missing / max(SHRINK * spaces + give, 1e-3)

    def _demerits(self, at: int, to: int, ratio: float) -> float:
        """What a line costs, whatever stands before it."""
        places = self.paragraph.places
        if ratio < -1:
            demerits = 100 * MISFIT * min(-ratio, 1e3)
        elif ratio > self.loosest:
            demerits = MISFIT * min(ratio, 1e3)
        else:
            demerits = (10 + 100 * max(ratio, -TIGHT * ratio) ** 3) ** 2
        if places[to].hyphen:
            demerits += HYPHEN + places[to].demerits
        if to in self.taken and to < len(places) - 1:
            demerits += TAKEN
        if to == len(places) - 1:
            length = places[to].end - (places[at].begin if at >= 0 else 0.0)
            demerits += STUB if at >= 0 and length < self.paragraph.least else 0.0
        return demerits

    def _trace(self, states: list[dict[int, State]]) -> Fit:
        """Back from the end: the way with the fewest demerits among those with the number of lines asked for."""
        final = states[-1]
        key = min(final, key=lambda each: final[each][0])
        if self.wish.lines:
            wanted = key // KEYS + self.wish.lines
            key = min(final, key=lambda each: (abs(each // KEYS - wanted), final[each][0]))
        demerits = final[key][0]
        ends: list[int] = []
        at = len(states) - 1
        while at >= 0:
            ends.append(at)
            _, at, key = states[at][key]
        ends.reverse()
        ratios = tuple(dict(self._lines(at))[to] for at, to in pairwise((-1, *ends)))
        return Fit(tuple(ends), ratios, demerits)
