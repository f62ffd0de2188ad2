"""What is printed on a page beside the lines of its text: running heads, folios, a copyright page, captions of plates.

None of it has a block of the manuscript: its words and their boxes are those of the PDF, and the line of the files that
says the same is where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from press.preview.traced import Texts, TracedPage

WORD = re.compile(r"[^\W_]{4,}")
ANY = re.compile(r"[^\W_]+")
NEAR, FAR = 0.5, 0.65
"""The share of the words of a line that a line of a file must have to be where it comes from: of a file that the page
is known to be from, and of any other.
"""
OF_STYLE = frozenset({"colophon"})
"""Sections whose words are the style's, and stand in no file of the manuscript."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MarginLine:
    """A line of a page beside its text: its box in CSS px from the page's top left corner, its words, and whether it is
    read upwards, as the text of a turned page is, whose running head and folio stand upright.
    """

    box: Box
    text: str
    turned: bool = False


def margin_lines(printed: Iterable[MarginLine], traced: TracedPage) -> tuple[MarginLine, ...]:
    """Of the parts of lines that are `printed` on a page those that are none of its text, as lines."""
    return tuple(_joined(each for each in printed if not any(_within(each.box, line.box) for line in traced.lines)))


def _within(box: Box, line: Box) -> bool:
    """Whether the middle of a box lies in that of a line."""
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return line[0] - 1 <= x <= line[0] + line[2] + 1 and line[1] <= y <= line[1] + line[3]


def _joined(parts: Iterable[MarginLine]) -> Iterator[MarginLine]:
    """Parts that stand beside each other as a line each: the reader of the PDF parts one where its type changes."""
    last: MarginLine | None = None
    for part in parts:
        if last and last.turned is part.turned and _beside(*(_as_read(each) for each in (last, part))):
            left, top = min(last.box[0], part.box[0]), min(last.box[1], part.box[1])
            right = max(last.box[0] + last.box[2], part.box[0] + part.box[2])
            low = max(last.box[1] + last.box[3], part.box[1] + part.box[3])
            last = replace(last, box=(left, top, right - left, low - top), text=f"{last.text} {part.text}")
            continue
        if last:
            yield last
        last = part
    if last:
        yield last


def _as_read(line: MarginLine) -> Box:
    """The box of a line as its reader has it before him: along the line first, and from line to line then."""
    left, top, width, height = line.box
    return (-top - height, left, height, width) if line.turned else line.box


def _beside(one: Box, other: Box) -> bool:
    """Whether two boxes stand on one line, and not far from each other."""
    over = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    gap = max(one[0], other[0]) - min(one[0] + one[2], other[0] + other[2])
    return over > min(one[3], other[3]) / 2 and gap < max(one[3], other[3])


def said_in(text: str, texts: Texts, near: Collection[str]) -> tuple[str, int, int] | None:
    """The file, the line and the column (from 1) that say what a line of a page says, those files that are `near`
    before any other; None where none says enough of it.
    """
    words, small = ({word.casefold() for word in each.findall(text)} for each in (WORD, ANY))
    best, found = (0, 0, 0), None
    for path in dict.fromkeys((*(each for each in near if each in texts), *texts)):
        enough = len(words) * (NEAR if path in near else FAR)
        for n, line in enumerate(texts[path], 1):
            shared = [word for word in WORD.finditer(line) if word[0].casefold() in words]
            many = len({word[0].casefold() for word in shared})
            if not many or many < enough:
                continue
            # of two that say as much of it the one that says less besides: a title, and neither its id nor a sentence
            rank = many, len(small & set(ANY.findall(line.casefold()))), -len(WORD.findall(line))
            if not found or rank > best:
                best, found = rank, (path, n, shared[0].start() + 1)
    return found


def line_beside(line: MarginLine, traced: TracedPage) -> int | None:
    """The line of the text before which a mark stands that has no words: the number of an item; None of any other."""
    if line.turned is not traced.turned or WORD.search(line.text):
        return None
    at = 0 if line.turned else 1
    middle = line.box[at] + line.box[at + 2] / 2
    level = (n for n, each in enumerate(traced.lines) if each.box[at] <= middle <= each.box[at] + each.box[at + 2])
    return next(level, None)
