"""Whether a style has a column in its margin, where something is to stand there."""

from __future__ import annotations

from collections.abc import Iterator

from press.book import Book
from press.problem import Problem
from press.style.rules import NO_SIDE_COLUMN
from press.style.style import Style
from press.text import Heading, Note, Side, walk

HINT = "a `side_column:` in its style.yaml has a width, as {width: 60pt}"


def check_sides(book: Book, style: Style) -> Iterator[Problem]:
    """An error for each side-note that a style has no column for, and one for headings at the side; and for each note
    called in such a heading: what stands in the margin calls none.
    """
    for heading in book.nodes:
        beside = isinstance(heading, Heading) and style.headings.at(heading.level) == "side"
        if beside and any(isinstance(each, Note) for each in walk(heading.inlines)):
            hint = "call it in the paragraph behind the heading"
            yield Problem(heading.origin, NO_SIDE_COLUMN, "a note in a heading that stands at the side", hint)
    if style.side_column.width.points:
        return
    if "side" in (style.headings.second, style.headings.third):
        yield Problem(style.headings.origin, NO_SIDE_COLUMN, "headings at the side, without a column for them", HINT)
    for side in book.nodes:
        if isinstance(side, Side):
            message = f"a side-note, for which the style has no column ({style.shown}/style.yaml)"
            yield Problem(side.origin, NO_SIDE_COLUMN, message, HINT)
