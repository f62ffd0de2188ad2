"""How a note that leaves a page short will be cut, told from a layout in which it stands whole on the next.

The repair can find it out by layouts; to foresee it saves two of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from press.compose.cutting import Cut
from press.compose.sentences import sentences as sentences_of
from press.lines import lines_within
from press.text import Blocks, Paragraph, plain
from press.typesetting.cuttable import letters_of, places_behind_lines
from press.typesetting.page import Line, Page

GAP = 4.0
"""Lines that a page may lack beside a note that is cut where a sentence ends; where it would be more, it is cut between
lines.
"""
TIGHT = 0.1
"""By how much more than the fullest line of a note one might hold when its sentences are set anew. A wrong guess costs
a layout, no more.
"""


@dataclass(frozen=True, slots=True)
class Share:
    """With how many of its sentences a note begins on the page of its call, and with how many characters of the next;
    none if not even the first has room there.
    """

    sentences: int
    into: int = 0

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Where the note is cut for that, if it is."""
        return (Cut(self.sentences, into=self.into, fills=self.into > 0),) if self.sentences or self.into else ()


def foresee(page: Page, after: Page, note: str, blocks: Blocks) -> Share | None:
    """The share of a note that leaves `page` short because it stands whole on the page after, called from one of the
    first lines there. None if it cannot be told: it is too near to tell whether its first sentence has room, or it
    holds more than paragraphs.
    """
    if not all(isinstance(block, Paragraph) for block in blocks):
        return None  # letters tell nothing of the height of a table
    sentences = [plain(each) for line in lines_within(blocks) for each in sentences_of(line)]
    lines = [line for line in after.notes if line.block == note]
    called = next((n for n, line in enumerate(after.lines) if any(each == note for each, _ in line.calls)), None)
    if called is None or not lines:
        return None
    # What moves back to the page with the note: the lines down to its call, the notes called on them, and, if the page
    # has no notes yet, all that parts notes from text.
    end = _end(after.lines, called)
    also = {each for line in after.lines[: end + 1] for each, _ in line.calls} - {note}
    moved = after.lines[end].y + after.lines[end].height - after.area[1]
    moved += sum(line.height for line in after.notes if line.block in also)
    if not page.notes:
        moved += after.notes_depth - sum(line.height for line in after.notes)
    height = lines[0].height
    room = int((page.white - moved) / height + 0.05)  # the hundredths: what is full but for a rounding is full
    ends = _ends(lines, sentences)
    letters = list(accumulate(map(_letters, sentences)))
    full = [_letters(line.text) for line in lines[:-1]] or [letters[-1]]
    number = sum(end <= room for end in ends[:-1])
    used = ends[number - 1] if number else 0
    into = 0
    gap = page.white - (moved + used * height if number else 0.0)
    if gap > GAP * page.pitch:
        for line, (_, characters) in reversed(places_behind_lines(blocks, lines)):
            if used <= line < room:
                into = characters
                break
    if not number and not into:
        near = len(sentences) > 1 and letters[0] <= room * max(full) * (1 + TIGHT)
        return None if near else Share(0)
    return Share(number, into)


def _end(lines: Sequence[Line], called: int) -> int:
    """The line down to which the head of a page goes back with the line that calls, as no paragraph may be left with
    fewer lines before or after the end of a page than its style wants.
    """
    for n in range(called, len(lines)):
        line = lines[n]
        begun = next((n - first + 1 for first in range(n, -1, -1) if lines[first].first), line.least[0])
        left = next((last - n for last in range(n, len(lines)) if lines[last].last), line.least[1])
        if not line.tied and (line.last or (begun >= line.least[0] and left >= line.least[1])):
            return n
    return len(lines) - 1


def _ends(lines: Sequence[Line], sentences: Sequence[str]) -> list[int]:
    """On which line (from 1) each sentence of a note ends."""
    on_lines = list(accumulate(_letters(line.text) - line.hyphen for line in lines))
    letters = accumulate(map(_letters, sentences), initial=len(_number(lines)))
    return [min(bisect_left(on_lines, end) + 1, len(lines)) for end in letters][1:]


def _number(lines: Sequence[Line]) -> str:
    """The number that a note begins with, or the mark."""
    return lines[0].text[: len(lines[0].text) - len(lines[0].text.lstrip("0123456789"))]


def _letters(text: str) -> int:
    """How many characters of a text are printed."""
    return len(letters_of(text))
