"""Drawings lettered as the style letters what stands around them.

The engine letters a drawing sign by sign, with nothing of the sheets: no figures of the style, no kerning, no ligature,
and in whatever face it comes upon where the drawing names none. What a drawing says itself goes before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from press.style.lettering import GENERIC

SIZED = "style['font_size'] = font_size"
SIZED_AND_SET = "style['font_size'] = font_size\n    press_set_as_around(style, node)"
LETTERS = "for char in node.text]"
RUNS = "for char in press_runs(node)]"
APART = ("rotate", "textLength", "letter-spacing")
"""What is said of the single letters of a text."""
PLACES = ("x", "y", "dx", "dy")
TAKEN = (
    "font_feature_settings",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_numeric",
)
"""What is taken from the picture's own style, whatever family a drawing names."""
OF_FAMILY = ("font_family", "font_variation_settings")
"""What is taken from it where a drawing names no family."""

_around: ContextVar[Any] = ContextVar("_around", default=None)
"""The style of the picture that is being drawn."""


def drawn_in_style(draw: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's drawing of a picture in SVG, in which the style of the picture is known."""

    def drawn(self: Any, stream: Any, concrete_width: Any, concrete_height: Any, _style: Any) -> Any:
        token = _around.set(_style)
        try:
            return draw(self, stream, concrete_width, concrete_height, _style)
        finally:
            _around.reset(token)

    return drawn


def set_as_around(style: Any, node: Any) -> None:
    """Give a text of a drawing what the style of its picture says of type."""
    style["white_space"] = "pre"  # or a run would lose the space at its end
    if (around := _around.get()) is None:
        return
    named = str(node.get("font-family", "")).split(",")[0].strip(" \"'").casefold()
    for name in TAKEN if named and named not in GENERIC else (*TAKEN, *OF_FAMILY):
        style[name] = around[name]


def runs(node: Any) -> Iterator[str]:
    """The signs of a text in runs that are set as one: all of it, or each by itself if their places are given."""
    placed = any(len(str(node.get(name, "")).replace(",", " ").split()) > 1 for name in PLACES)
    if placed or any(node.get(name) for name in APART):
        return iter(node.text)
    return iter((node.text,) if node.text else ())
