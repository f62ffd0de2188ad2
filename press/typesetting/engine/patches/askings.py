"""What the engine asks of boxes and styles again and again, answered at once.

Whether a box is in the flow, how high a line of some type is, what stands in a box: each is asked some hundred thousand
times in a section, and the answers are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

LINE = "press_line"
"""The attribute of a style that holds how high its lines are, and where they have their base."""


def line_once(strut: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, which works out the height of a line but once for a style.

    The engine has them by all that they depend on, as one long string, which it writes each time.
    """

    def line_of(style: Any) -> Any:
        asked, found = (style["font_size"], style["line_height"]), style.__dict__.get(LINE)
        if found is None or found[0] != asked:
            found = style.__dict__[LINE] = asked, strut(style)
        return found[1]

    return line_of


def in_flow_at_once(is_in_normal_flow: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, which need not ask five questions of a box that neither floats nor has a position."""

    def is_in_flow(self: Any) -> Any:
        style = self.style
        if style["float"] == "none" and style["position"] in ("static", "relative"):
            return True
        return is_in_normal_flow(self)

    return is_in_flow


def one_by_one(_: Callable[..., Any]) -> Callable[..., Any]:
    """All that stands in a box, gone through without one generator within another for every level."""

    def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
        yield self
        waiting = [iter(self.children)]
        while waiting:
            for child in waiting[-1]:
                if isinstance(child, boxes.Box):
                    yield child
                    if child.children:
                        waiting.append(iter(child.children))
                        break
                elif placeholders:
                    yield from child.descendants(placeholders)
                else:
                    yield child
            else:
                waiting.pop()

    return descendants
