"""Notes as pages are made up of them: how deep each is, behind which of its lines it may be cut, and what is left then.

Read from a layout in which all notes stand whole, wherever they stand. How many lines the parts of a note have that has
been cut is reckoned from the letters of its lines at first, and known when it has been laid out so. Lengths are CSS px.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby, pairwise
from math import ceil
from operator import attrgetter
from typing import TypeAlias

from press.compose.cutting import Cut, Place, words_of_steps
from press.compose.note_pieces import Cuts
from press.text import Blocks, plain
from press.typesetting.account import PIECE
from press.typesetting.cuttable import LEAST, length_of, letters_of, places_behind_lines
from press.typesetting.page import Line, Survey, notes_of

FULLER = 1.01
"""How many times the letters of a line of the note one of its rest is taken to hold. A rest that is longer than it was
taken to be is found out when it is laid out; one that is shorter never, for then the note is cut elsewhere.
"""
BEGUN = 0.25
"""How much of a line the end of a sentence must fill for a note to be cut there: less looks like that of the note."""
FIRST: Place = (0, 0)
"""Where a note begins."""
Parts: TypeAlias = Mapping[tuple[str, Place, Place | None], int]
"""The note, where a part of it begins, and where it is cut, or None for the last → how many lines it has."""


@dataclass(frozen=True, slots=True)
class NoteEnd:
    """Where a note may be cut: behind so many of its lines, at a place in its words; how many lines the rest has."""

    lines: int
    place: Place
    rest: int


@dataclass(frozen=True, slots=True, eq=False)
class NoteFlow:
    """A note that pages are made up with, or the rest of one: its anchor, how many lines it has, how deep they are and
    one of them is, where it may be cut, and where it begins. `whole`: the ends of the note as it stands whole, of so
    many lines as are `reckoned`. `found`: what is known of its parts. `rests`: those of its rests that have been asked
    for, by where they begin.
    """

    anchor: str
    lines: int
    depth: float
    line: float
    ends: tuple[NoteEnd, ...]
    whole: tuple[NoteEnd, ...]
    reckoned: int
    begin: Place = FIRST
    found: Parts = field(default_factory=dict)
    rests: dict[Place, NoteFlow] = field(default_factory=dict)

    def least(self) -> float:
        """How deep it is at least where it begins."""
        return self.ends[0].lines * self.line if self.ends else self.depth

    def last_end(self, room: float) -> NoteEnd | None:
        """Where it is cut if it has so much room."""
        return next((each for each in reversed(self.ends) if each.lines * self.line <= room), None)

    def rest(self, end: NoteEnd) -> NoteFlow:
        """What is left of it if it is cut there: the same whichever way it has been cut before."""
        if end.place not in self.rests:
            at = next(each.lines for each in self.whole if each.place == end.place)
            more = end.rest - (self.reckoned - at)  # it says first which note it is of
            later = (replace(each, lines=each.lines - at + more) for each in self.whole if each.place > end.place)
            ends = tuple(each for each in self._known(later, end.place) if each.lines >= LEAST)
            depth = end.rest * self.line
            self.rests[end.place] = replace(self, lines=end.rest, depth=depth, ends=ends, begin=end.place)
        return self.rests[end.place]

    def known(self, found: Parts) -> NoteFlow:
        """The same with what is known of its parts."""
        flow = replace(self, found=found, rests={})
        return replace(flow, ends=flow._known(self.whole, FIRST))

    def _known(self, ends: Iterable[NoteEnd], begin: Place) -> tuple[NoteEnd, ...]:
        return _in_order(
            NoteEnd(
                self.found.get((self.anchor, begin, each.place), each.lines),
                each.place,
                self.found.get((self.anchor, each.place, None), each.rest),
            )
            for each in ends
        )


def cut_at(end: NoteEnd) -> Cut:
    """The cut at the end of a part of a note."""
    return Cut(end.place[0], into=end.place[1], fills=end.place[1] > 0)


def _in_order(ends: Iterable[NoteEnd]) -> tuple[NoteEnd, ...]:
    """Of several behind one line the end of a sentence last, for that is taken."""
    return tuple(sorted(ends, key=lambda each: (each.lines, each.place[1] == 0)))


def flows_of(survey: Survey, worded: Mapping[str, Blocks], long_note: int, continued: str) -> dict[str, NoteFlow]:
    """The notes of a section, all whole, that may be cut: those of more words than `long_note`. `continued`: what
    stands before the rest of one, behind its number.
    """
    lines = sorted((line for _, line in notes_of(survey)), key=attrgetter("block"))
    found = (
        flow_of(anchor, tuple(each), worded[anchor], continued)
        for anchor, each in groupby(lines, attrgetter("block"))
        if anchor in worded and length_of(worded[anchor]) > long_note
    )
    return {flow.anchor: flow for flow in found if flow.ends}


def flow_of(anchor: str, lines: Sequence[Line], blocks: Blocks, continued: str) -> NoteFlow:
    """One of them."""
    letters = [len(letters_of(line.text)) - line.hyphen for line in lines]
    so_far = [*accumulate(letters)]
    full = [each for each, line in zip(letters, lines, strict=True) if not line.last] or letters
    of_line = sum(full) / len(full) * FULLER
    number = len(lines[0].text) - len(lines[0].text.lstrip("0123456789"))

    def end(count: int, place: Place, kept: int) -> NoteEnd:
        return NoteEnd(count, place, ceil((so_far[-1] - kept + number + len(continued)) / of_line))

    found = [end(n + 1, place, so_far[n]) for n, place in places_behind_lines(blocks, lines)]
    steps = [len(letters_of(plain(words))) for words in words_of_steps(blocks)]
    # Behind a sentence, if that can be told: where all steps of the note are sentences.
    for step, kept in enumerate(accumulate(steps[:-1], initial=number)) if all(steps) else ():
        line = bisect_left(so_far, kept)
        before = so_far[line - 1] if line else 0
        if step and line + 1 >= LEAST and kept < so_far[-1] and kept - before > BEGUN * of_line:
            found.append(end(line + 1, (step, 0), kept))
    depth, ends = sum(line.height for line in lines), _in_order(each for each in found if each.rest >= LEAST)
    return NoteFlow(anchor, len(lines), depth, lines[0].height, ends, whole=ends, reckoned=len(lines))


def parts_of(survey: Survey, cuts: Cuts) -> Parts:
    """How many lines each part has of the notes that have been cut, each part behind the one before."""
    lines = Counter(line.block for _, line in notes_of(survey))
    found: dict[tuple[str, Place, Place | None], int] = {}
    for anchor, its in cuts.items():
        if its and not any(cut.after for cut in its):
            places = (FIRST, *(cut.place for cut in its), None)
            for n, (begin, end) in enumerate(pairwise(places), 1):
                found[anchor, begin or FIRST, end] = lines[f"{anchor}{PIECE}{n}" if n > 1 else anchor]
    return found
