"""Lengths of boxes that depend on nothing around them, resolved once for each style.

Nearly all that is on a page has margins, padding and widths in pixels, or `auto`: what the engine works out of those
for a box is the same for all boxes of its style, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes

SIDES = ("top", "right", "bottom", "left")
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in SIDES),
    *("width", "height", "min_width", "min_height", "max_width", "max_height"),
)
NONE_TAKEN = 0, "px"
FOUND = "press_lengths"
"""The attribute of a style that holds what its boxes have, or nothing if that depends on what is around them."""


def resolved_once(resolve_percentages: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, which looks at the lengths of a style but once."""

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        try:
            found = style.__dict__[FOUND]
        except KeyError:
            found = style.__dict__[FOUND] = _lengths(style)
        if found is None or not isinstance(box, boxes.Box):  # what is placed absolutely stands in for its box
            resolve_percentages(box, containing_block)
        else:
            box.__dict__.update(found)

    return resolve


def _lengths(style: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The lengths of every box of a style, if they are the same for all of them."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return None
    found = {}
    for name in LENGTHS:
        value = style[name]
        if value is not None and value != "auto":
            if getattr(value, "unit", None) != "px":
                return None
            value = value.value
        found[name] = 0 if value == "auto" and name.startswith("min_") else value
    return found | {name: style[name] for name in (f"border_{side}_width" for side in SIDES)}


def sharp_at_once(resolve_radii_percentages: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function for the radii of a box, which it need not ask of a style without any."""

    def resolve(box: Any) -> None:
        style = box.style
        try:
            found = style.__dict__["press_radii"]
        except KeyError:
            sharp = all(NONE_TAKEN in style[f"border_{corner}_radius"] for corner in CORNERS)
            found = {f"border_{corner}_radius": (0, 0) for corner in CORNERS} if sharp else None
            style.__dict__["press_radii"] = found
        if found is None or not isinstance(box, boxes.Box):
            resolve_radii_percentages(box)
        else:
            box.__dict__.update(found)

    return resolve
