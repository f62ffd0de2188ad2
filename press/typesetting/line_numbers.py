"""The numbers of lines in the margins of documents: which line of which page has one, told from a survey.

They belong to what is laid over the pages when these stand, as running heads do, for only then are there any lines.
Lengths are CSS px.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from press.style.records import LineNumbersRecord
from press.typesetting.page import Page, Survey

COUNTED = ("text", "quotation", "list")
"""What has lines that are counted: headings, tables and captions have none."""


class LineNumber(NamedTuple):
    """A number beside a line: from where that line begins below the head of the type area, and how high it is."""

    top: float
    height: float
    number: int


def line_numbers(pages: Survey, how: LineNumbersRecord) -> tuple[tuple[LineNumber, ...], ...]:
    """The numbers of each page; none at all where none is asked for, or no document stands."""
    if not how.every:
        return ()
    counted = Counter[str]()
    numbers: list[tuple[LineNumber, ...]] = []
    for page in pages:
        if how.anew == "page":
            counted.clear()
        numbers.append(tuple(_of_page(page, counted, how.every)))
    return tuple(numbers) if any(numbers) else ()


def _of_page(page: Page, counted: Counter[str], every: int) -> Iterator[LineNumber]:
    """The numbers of a page; `counted`: how many lines of each document have been before. One that is turned has none:
    its margins are those of another page.
    """
    head = page.area[1] - page.room_above  # the page of the numbers has no room for what floats
    for line in page.lines:
        if line.document and line.kind in COUNTED and not page.turned:
            counted[line.document] += 1
            if counted[line.document] % every == 0:
                yield LineNumber(round(line.y - head, 2), round(line.height, 2), counted[line.document])
