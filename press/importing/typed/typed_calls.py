"""The calls of typed notes, in each form that is in use, and which note belongs to which: by its label and its turn."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from press.importing.tidy import tidy
from press.importing.typed.endnotes import RAISED
from press.lines import remade
from press.text import (
    Block,
    Blocks,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Link,
    Note,
    Strong,
    Superscript,
    Text,
    plain,
)

FORMS: Mapping[str, re.Pattern[str]] = {
    "brackets": re.compile(r"\s?\[(?P<label>\d{1,3}|[A-Z]|\*{1,3})\]"),
    "raised": re.compile(r"(?P<label>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\^\{?\(?(?P<hat>\d{1,3})\)?\}?"),
    "braces": re.compile(r"\{(?P<label>\d{1,3})\}"),
    "stars": re.compile(r"(?<=[\w.,;:!?”\"'’)])\s?(?P<label>\*{1,3}|[†‡§]{1,2})(?=[\s.,;:)”\"]|$)"),
    "parentheses": re.compile(r"(?<=[\w.,;:!?”\"'’])\s?\((?P<label>\d{1,3})\)"),
    "figures": re.compile(
        r"(?:(?<=[^\W\d][.,;:!?”\"'’)])|(?<=\d\d[.,;:!?”\"'’)])|(?<=[.,;:!?][”\"'’)])|(?<=[^\W\d_]))"
        r"(?P<label>\d{1,3})(?=[\s.,;:)—]|$)"
    ),
}
"""Forms of calls, the plainest last: figures behind a word may be anything."""
DOUBTFUL = ("parentheses", "figures", "braces")
PLAIN = ("parentheses", "figures", "braces")
"""Forms that are no calls in a heading: Chapter 1."""
NEARLY = 0.9
"""Of notes so many must have a call of a doubtful form."""
MOST = 0.8
"""Of calls of a doubtful form so many must have a note, or they are no calls."""
FAR = 400
"""Blocks: beyond so many a note has its call at no time."""


@dataclass(slots=True)
class TypedNote:
    """A note: its label, what it says, which blocks of the text it has been, and how often its label has begun anew."""

    label: str
    blocks: list[Block]
    at: int
    until: int
    chapter: int = 0


@dataclass(frozen=True, slots=True)
class TypedCall:
    """A call: its label, in which block it stands, and which of the chapters that is."""

    label: str
    at: int
    chapter: int


def label_of_note(said: str) -> str:
    """The label of a call or a note, its figures plain: 1 for ¹, and for 01."""
    said = said.translate(RAISED)
    return str(int(said)) if said.isdecimal() else said


def best_form(
    blocks: Blocks, notes: Sequence[TypedNote], taken: set[int], chapters: Sequence[int]
) -> tuple[str, dict[int, TypedNote]]:
    """The form in which the text calls its notes, and each note by the number of its call among all of that form."""
    best: tuple[str, dict[int, TypedNote]] = ("", {})
    for form in FORMS:
        calls = [
            TypedCall(label, n, chapters[n])
            for n, block in enumerate(blocks)
            if n not in taken
            for label in _labels_in(block, form)
        ]
        places = _in_turn_alone(calls) if form in DOUBTFUL else range(len(calls))
        matched = {places[n]: note for n, note in _matched([calls[n] for n in places], notes).items()}
        certain = form not in DOUBTFUL or (
            len(matched) >= max(len(notes) * NEARLY, 2) and len(matched) >= len(places) * MOST and _in_turn(matched)
        )
        if certain and len(matched) > len(best[1]):
            best = (form, matched)
    return best


def _in_turn_alone(calls: Sequence[TypedCall]) -> list[int]:
    """Which figures go on from those before, or begin anew: others are decimals, and names of ships and vitamins."""
    found, last = [], 0
    for n, call in enumerate(calls):
        if not call.label.isdecimal():
            continue
        number = int(call.label)
        if number == 1 or 0 < number - last <= 2:
            found.append(n)
            last = number
    return found


def _in_turn(matched: Mapping[int, TypedNote]) -> bool:
    """Whether notes come in the order of their calls."""
    order = [matched[n].at for n in sorted(matched)]
    return all(a < b for a, b in pairwise(order))


def _matched(calls: Sequence[TypedCall], notes: Sequence[TypedNote]) -> dict[int, TypedNote]:
    by_label: dict[str, tuple[list[int], list[TypedNote]]] = defaultdict(lambda: ([], []))
    for n, call in enumerate(calls):
        by_label[call.label][0].append(n)
    for note in notes:
        by_label[note.label][1].append(note)
    found: dict[int, TypedNote] = {}
    for called, told in by_label.values():
        if len(called) == len(told) and all(calls[c].at < note.until for c, note in zip(called, told, strict=True)):
            found |= zip(called, told, strict=True)
            continue
        free = list(called)
        for note in told:
            near = [c for c in free if calls[c].at <= note.at and calls[c].chapter == note.chapter]
            near = [c for c in near if note.at - calls[c].at < FAR]
            if near:
                found[near[-1]] = note
                free = [c for c in free if c > near[-1]]
    return found | _by_runs(calls, notes, found)


def _by_runs(
    calls: Sequence[TypedCall], notes: Sequence[TypedNote], found: Mapping[int, TypedNote]
) -> dict[int, TypedNote]:
    """What is left, where the text numbers its notes anew as often as these are numbered anew at its end."""
    called, told = _runs([each.label for each in calls]), _runs([each.label for each in notes])
    if max(called, default=0) != max(told, default=0):
        return {}
    there = {id(note) for note in found.values()}
    free = {(run, note.label): note for run, note in zip(told, notes, strict=True) if id(note) not in there}
    keyed = ((n, (run, call.label)) for n, (run, call) in enumerate(zip(called, calls, strict=True)))
    return {n: free.pop(key) for n, key in keyed if key in free and n not in found and calls[n].at < free[key].at}


def _runs(labels: Sequence[str]) -> list[int]:
    """How often numbers have begun anew at each of them."""
    runs, run, last = [], 0, 0
    for label in labels:
        number = int(label) if label.isdecimal() else last
        run += number < last
        last = number
        runs.append(run)
    return runs


def _labels_in(block: Block, form: str) -> list[str]:
    found: list[str] = []

    def look(line: Inlines) -> Inlines:
        found.extend(label for label, _, _, _ in _calls(line, form))
        return line

    if not (isinstance(block, Heading) and form in PLAIN):
        remade((block,), look)
    return found


def _calls(line: Inlines, form: str) -> Iterator[tuple[str, int, int, int]]:
    """The calls of a line in their order: label, in which of its inlines, where that begins and ends."""
    for n, each in enumerate(line):
        if isinstance(each, Text):
            for found in FORMS[form].finditer(each.text):
                label = next(group for group in found.groups() if group)
                yield label_of_note(label), n, found.start(), found.end()
        elif isinstance(each, (Superscript, Link)) and form == "raised":
            words = plain(each.inlines).strip(" []()")
            if words.isdecimal() and len(words) < 4:
                yield label_of_note(words), n, 0, 0
        elif isinstance(each, (Emphasis, Strong)):
            for label, _, _, _ in _calls(each.inlines, form):
                yield label, n, 0, 0


class NotePlacer:
    """Puts notes for calls, which it counts as `_labels_in` does."""

    def __init__(self, form: str, matched: Mapping[int, TypedNote]) -> None:
        self.form, self.matched, self.count = form, matched, -1

    def placed(self, block: Block) -> Block:
        """A block with the notes that it calls."""
        if isinstance(block, Heading) and self.form in PLAIN:
            return block
        return remade((block,), lambda line: tidy(tuple(self._line(line, block))))[0]

    def _line(self, line: Inlines, block: Block) -> Iterator[Inline]:
        for each in line:
            if isinstance(each, (Emphasis, Strong)):
                yield replace(each, inlines=tuple(self._line(each.inlines, block)))
                continue
            last = 0
            kept = not isinstance(each, Text)
            for _, _, start, end in _calls((each,), self.form):
                self.count += 1
                if (note := self.matched.get(self.count)) is None:
                    continue
                kept = False
                if isinstance(each, Text):
                    yield Text(each.text[last:start], each.line)
                yield Note("", tuple(note.blocks), block.origin)
                last = end
            if isinstance(each, Text):
                yield Text(each.text[last:], each.line)
            elif kept:
                yield each
