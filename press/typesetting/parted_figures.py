"""Figures that no page is deep enough for: where the parts of each stand, once every page number is settled."""

from __future__ import annotations

from collections.abc import Iterator

from press.book import Book
from press.places import Places
from press.problem import Problem
from press.text import Figure, FigureGroup
from press.typesetting.rules import FIGURE_PARTED


def parted_figures(book: Book, places: Places) -> Iterator[Problem]:
    """A problem for each figure or group that stands on more pages than one: the engine parts what fits on none."""
    inside: set[str] = set()
    for node in book.nodes:
        if not isinstance(node, (Figure, FigureGroup)) or not node.anchor or node.anchor in inside:
            continue
        panels = tuple(each.anchor for each in node.figures) if isinstance(node, FigureGroup) else ()
        inside |= set(panels)  # they have been told with their group
        pages = sorted({folio for anchor in (node.anchor, *panels) for folio in places.get(anchor, ())})
        if len(pages) > 1:
            what = "a group of figures" if panels else "a figure"
            message = f"{what} fits on no page: it begins on p. {pages[0]} and ends on p. {pages[-1]}"
            yield Problem(node.origin, FIGURE_PARTED, message)
