"""Pages for what stands apart from the text: how broad those of turned tables are, and how all such pages come to where
pages have been kept free for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from press.typesetting.engine.typeset import Layout
from press.typesetting.turned import TurnedPages


def turned_sheet(pages: Sequence[Any]) -> str:
    """The sheet of a turned page, for either side: as a leaf of these pages is, with its head at the left."""
    sides = {page._page_box.page_type.side: page._page_box for page in pages[1:]}
    rules = []
    for side, box in sorted(sides.items()):
        left, top, right, bottom = (
            getattr(box, f"margin_{edge}") + getattr(box, f"border_{edge}_width") + getattr(box, f"padding_{edge}")
            for edge in ("left", "top", "right", "bottom")
        )
        # turned to the left, the head stands at what was the left edge, and each line runs upwards
        margins = " ".join(f"{each:g}px" for each in (left, top, right, bottom))
        size = f"{box.margin_height():g}px {box.margin_width():g}px"
        said = f"size: {size} !important; margin: {margins} !important; padding: 0 !important"
        rules.append(f"@page :{side} {{ {said}; border-width: 0 !important }}")
    return " ".join(rules)


def turned(layout: Layout) -> Layout:
    """The layout of a turned table, whose pages say that they are turned."""
    return replace(layout, survey=tuple(replace(page, turned=True) for page in layout.survey))


def put_in(layout: Layout, apart: Sequence[Layout], stand: TurnedPages) -> Layout:
    """The layout of a section with the pages of what is laid out apart from its text where they stand."""
    document = layout.document
    # where the engine is left without its patch no page has been kept free: then they come behind the text
    free = {n for n in stand.all if n < len(document.pages) and document.pages[n]._page_box.page_type.blank}
    upright = [page for n, page in enumerate(document.pages) if n not in free]
    surveyed, anchors = list(layout.survey), list(layout.anchors)
    for first, own in zip(stand.firsts, apart, strict=True):
        at = min(first, len(upright))
        upright[at:at] = own.document.pages
        surveyed[at:at] = own.survey
        anchors[at:at] = own.anchors
    document.pages[:] = upright
    return replace(layout, survey=tuple(surveyed), anchors=tuple(anchors))
