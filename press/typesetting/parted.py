"""Figures, and rows of tables, that no page is deep enough for: where the parts of each stand, once all is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from press.book import Book
from press.places import Places
from press.problem import Origin, Problem, warning
from press.text import Figure, FigureGroup
from press.typesetting.paginate import Setting
from press.typesetting.rules import FIGURE_PARTED, ROW_PARTED

ROW = "b-row."
"""What the anchor of a row of a table begins with; no id of a piece has a point."""


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


def parted_rows(settings: Iterable[Setting], origins: Mapping[str, Origin]) -> Iterator[Problem]:
    """A warning for each row of a table that stands on two pages: the engine parts one that is deeper than a page.

    `origins`: block → its line of the manuscript, which is that of its table.
    """
    for setting in settings:
        told: set[str] = set()
        pages = list(zip(setting.folios, setting.fragment.pages, strict=True))
        for (folio, page), (_, following) in pairwise(pages):
            parted = {each for each in page.anchors if each.startswith(ROW) and each in following.anchors}
            for anchor in sorted(parted - told):
                told.add(anchor)
                what = f"p. {folio}: a row of a table is deeper than a page, and goes on over the next"
                yield warning(origins.get(anchor, setting.piece.origin), ROW_PARTED, what, ROW_PARTED.do)
