"""Notes as pages are made up of them: how deep each is, behind which of its lines it may be cut, and what is left then.

Read from a layout in which all notes stand whole, wherever they stand. Lengths are CSS px.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from math import ceil
from operator import attrgetter

from press.compose.cutting import Cut, Place, words_of_steps
from press.compose.note_pieces import Cuts
from press.text import Blocks, plain
from press.typesetting.account import PIECE
from press.typesetting.cuttable import length_of, letters_of, places_behind_lines
from press.typesetting.page import Line, Survey, notes_of

LOOSE = -0.01
"""By how much fewer letters a line of the rest of a note may hold than one of the note as it stands."""


@dataclass(frozen=True, slots=True)
class NoteEnd:
    """Where a note may be cut: behind so many of its lines, at a place in its words; and how many lines the rest has."""

    lines: int
    place: Place
    rest: int


@dataclass(frozen=True, slots=True)
class NoteFlow:
    """A note that pages are made up with: its anchor, how deep it is and one line of it, and where it may be cut."""

    anchor: str
    depth: float
    line: float
    ends: tuple[NoteEnd, ...]

    def least(self) -> float:
        """How deep it is at least on the page of its call."""
        return self.ends[0].lines * self.line

    def last_end(self, room: float) -> NoteEnd | None:
        """Where it is cut if it has so much room."""
        return next((each for each in reversed(self.ends) if each.lines * self.line <= room), None)

    def cut_at(self, end: NoteEnd) -> Cut:
        """The cut there."""
        return Cut(end.place[0], into=end.place[1], fills=end.place[1] > 0)

    def as_found(self, found: Mapping[tuple[str, Place], tuple[int, int]]) -> NoteFlow:
        """The same, with as many lines before a cut and behind it as have been found there."""
        there = {place: each for (anchor, place), each in found.items() if anchor == self.anchor}
        ends = [NoteEnd(lines, place, rest) for place, (lines, rest) in there.items()]
        ends += [each for each in self.ends if each.place not in there]
        return replace(self, ends=_in_order(ends))


def _in_order(ends: Iterable[NoteEnd]) -> tuple[NoteEnd, ...]:
    """Of several behind one line the end of a sentence last, for that is taken."""
    return tuple(sorted(ends, key=lambda each: (each.lines, each.place[1] == 0)))


def flows_of(
    survey: Survey, worded: Mapping[str, Blocks], long_note: int, continued: str
) -> dict[str, NoteFlow]:
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
    number = len(lines[0].text) - len(lines[0].text.lstrip("0123456789"))

    def end(count: int, place: Place, kept: int) -> NoteEnd:
        left = so_far[-1] - kept + number + len(continued)
        return NoteEnd(count, place, ceil(left / (sum(full) / len(full) * (1 - LOOSE))))

    found = [end(n + 1, place, so_far[n]) for n, place in places_behind_lines(blocks, lines)]
    steps = [len(letters_of(plain(words))) for words in words_of_steps(blocks)]
    # Behind a sentence, if that can be told: where all steps of the note are sentences.
    for step, kept in enumerate(accumulate(steps[:-1], initial=number), 0) if all(steps) else ():
        if step and kept < so_far[-1]:
            found.append(end(bisect_left(so_far, kept) + 1, (step, 0), kept))
    return NoteFlow(anchor, sum(line.height for line in lines), lines[0].height, _in_order(found))


def parts_of(survey: Survey, cuts: Cuts) -> dict[tuple[str, Place], tuple[int, int]]:
    """How many lines each note that has been cut once has before the cut, and how many behind it."""
    lines = Counter(line.block for _, line in notes_of(survey))
    once = ((anchor, cut[0].place) for anchor, cut in cuts.items() if len(cut) == 1)
    return {(anchor, place): (lines[anchor], lines[f"{anchor}{PIECE}2"]) for anchor, place in once}
