"""A fault of a page, as a plain value, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from press.problem import Rule
from press.typesetting.page import Line

Box: TypeAlias = tuple[float, float, float, float]
"""x, y, width, height in CSS px from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a section: which rule, on which of its pages (from 0), where, in which block, and in words."""

    rule: Rule
    page: int
    box: Box
    block: str
    message: str


def box_of(line: Line) -> Box:
    """The box of a line of type."""
    return (line.x, line.y, line.width, line.height)


def around(boxes: Sequence[Box]) -> Box:
    """The box around several."""
    x, y = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, foot = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return (x, y, right - x, foot - y)


def quote(line: Line) -> str:
    """The last words of a line, as the place is known by."""
    words = line.text.split()
    return f"“{'… ' if len(words) > 4 else ''}{' '.join(words[-4:])}”"
