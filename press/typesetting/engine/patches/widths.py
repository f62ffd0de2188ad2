"""Blocks that are as wide as their longest line."""

from __future__ import annotations

from typing import Any

WIDTH = "    block_level_width(box, containing_block)\n"
OWN_WIDTH = f"""    press_as_wide_as_its_lines(context, box, containing_block)
{WIDTH}"""
FITTED = {"poem", "entries"}
"""The classes of such blocks."""


def as_wide_as_its_lines(context: Any, box: Any, containing_block: Any) -> None:
    """Give verse, or a list with folios, that has auto margins on both sides the width of its longest line, or all that
    there is.
    """
    from weasyprint.layout.preferred import max_content_width

    fits = box.element is not None and not FITTED.isdisjoint(str(box.element.get("class", "")).split())
    if fits and box.width == box.margin_left == box.margin_right == "auto":
        box.width = min(max_content_width(context, box, outer=False), containing_block.width)
