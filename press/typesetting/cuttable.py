"""Where a note may be cut that has been laid out: between its steps, and where no end of one serves, between its lines.

A line is known again by its last letters among those of the note, for what stands before them (the note's number, the
mark of an item) is no word of the note. Lines that end within a word, a name or a link are none to be cut behind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from press.compose.cutting import Cut, Place, count, spaces_within, words_of_steps
from press.lines import lines_within
from press.text import Blocks, Paragraph, plain
from press.typesetting.page import Line

PIECES, LINES = 12, 40
"""Pieces of a note that are tried at once, by its steps and by its lines; the engine's work grows with their square."""
WORDS = 10
"""Words of a line of a note, about."""
LEAST = 2
"""Lines of a paragraph that at least stand before a cut between lines, and after it."""
KNOWN = 12
"""The last letters of a line, by which it is known."""
BEFORE = 30
"""Letters at the beginning of a line, at most, that are no words of the note."""
AHEAD = 400
"""How many letters further on a line is looked for."""
SURE = 5
"""Letters that tell nothing, for they may stand anywhere."""
UNSEEN = "\u00ad\u200b\u2060"


@dataclass(frozen=True, slots=True)
class CuttableNote:
    """A note that may be cut: at which places, in order; cuts that are settled; which of the places is the first that
    is still free; and how many pieces of it are tried at once. What stands between two places is a *unit* of it.
    """

    places: tuple[Place, ...]
    settled: tuple[Cut, ...] = ()
    free: int = 0
    most: int = PIECES

    @property
    def units(self) -> int:
        """How many units it has."""
        return len(self.places) + 1

    def before(self, cut: Cut) -> int:
        """How many units stand before a cut."""
        return bisect_left(self.places, cut.place) + 1

    def cut(self, units: int, after: str = "", *, tried: bool = False) -> Cut:
        """A cut behind so many units."""
        step, into = self.places[units - 1]
        return Cut(step, after, tried=tried, into=into, fills=bool(into))

    def every_cut(self) -> tuple[Cut, ...]:
        """The settled cuts, and the places where the rest may be cut: all, or in a very long note every second
        or third.
        """
        host = self.settled[-1].after if self.settled else ""
        free = range(self.free + 1, self.units)
        stride = 1 + len(free) // self.most
        return (*self.settled, *(self.cut(units, host, tried=True) for units in free[::stride]))


WHOLE = CuttableNote(())
"""A note that is not cut anywhere."""


def places_between_steps(number: int) -> tuple[Place, ...]:
    """The places between so many steps."""
    return tuple((step, 0) for step in range(1, number))


def places_behind_lines(blocks: Blocks, lines: Sequence[Line]) -> tuple[tuple[int, Place], ...]:
    """The lines (from 0) of a note behind which it may be cut within a sentence, and the place where each ends."""
    signs, spots = _signs(blocks)
    found: list[tuple[int, Place]] = []
    at = 0
    for n, line in enumerate(lines):
        letters = letters_of(line.text)[: -1 if line.hyphen else None]
        if (end := _end_of(letters, signs, at)) is None:
            continue  # it is no line of a sentence, or too short to be known
        at = end
        place = None if line.hyphen or at >= len(spots) else spots[at]
        if place and _may_part(lines, n):
            found.append((n, place))
    return tuple(found)


def _end_of(line: str, signs: str, at: int) -> int | None:
    """Where among the letters of a note a line of it ends, of which those before `at` stand on lines before."""
    if signs.startswith(line, at):
        return at + len(line)
    known = line[-KNOWN:]
    begin = at + max(0, len(line) - len(known) - BEFORE)
    start = signs.find(known, begin, begin + AHEAD) if len(known) > SURE else -1
    return None if start < 0 else start + len(known)


def _signs(blocks: Blocks) -> tuple[str, list[Place | None]]:
    """The letters of all steps of a note, and before which of them it may be cut within a sentence."""
    signs, spots = "", list[Place | None]()
    for step, words in enumerate(words_of_steps(blocks)):
        said, spaces = plain(words), spaces_within(words)
        for n, sign in enumerate(said):
            if letters_of(sign):
                signs += sign
                spots.append((step, n) if n in spaces else None)
    return signs, spots


def letters_of(text: str) -> str:
    """What of a text is printed: neither white space nor what is never seen."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in UNSEEN)


def _may_part(lines: Sequence[Line], n: int) -> bool:
    """Whether a paragraph has lines enough before the end of a line and after it."""
    begun = next((k for k in range(n, -1, -1) if lines[k].first), 0)
    end = next((k for k in range(n, len(lines)) if lines[k].last), len(lines) - 1)
    return n - begun + 1 >= LEAST and end - n >= LEAST


def needed(cuts: tuple[Cut, ...], pages: tuple[int, ...]) -> Iterator[Cut]:
    """Of the cuts of a note, those at which its pieces go over to another page or stand apart."""
    host = ""
    for cut, before, after in zip(cuts, pages, pages[1:], strict=False):
        if before != after or cut.after != host:
            yield replace(cut, tried=False)
        host = cut.after


def length_of(blocks: Blocks) -> int:
    """How long a note is, in words; a short line of verse takes as much room as a full one."""
    words = sum(len(plain(line).split()) for line in lines_within(blocks))
    return words if all(isinstance(block, Paragraph) for block in blocks) else max(words, WORDS * count(blocks))


def lines_of_note(notes: Iterator[Line], anchor: str, piece: str) -> tuple[Line, ...]:
    """The lines of a note among those of all notes, in whatever pieces it stands; `piece`: what parts its anchor from
    the number of a piece.
    """
    return tuple(line for line in notes if line.block.partition(piece)[0] == anchor)
