"""The part of the graphics state that separation must know: what letters, fills and strokes would be painted with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeAlias

from pikepdf import Name, Operator

from press.prepress.inks import Ink

Instruction: TypeAlias = tuple[list[Any], Operator]
"""One instruction of a content stream: its operands and its operator."""
FILLS, STROKES = {0, 2, 4, 6}, {1, 2, 5, 6}
"""The modes in which letters are filled, and those in which they are stroked (PDF 32000-1, 9.3.6)."""


def ink_written(ink: Ink, stroke: bool) -> Instruction:
    """The instruction that takes up inks, for strokes or for fills."""
    return [number(level) for level in ink], Operator("K" if stroke else "k")


def number(value: float) -> int | Decimal:
    """A level as a PDF writes it: three decimals are finer than any press, and a whole number needs none."""
    whole = round(value, 3)
    return int(whole) if whole == int(whole) else Decimal(str(whole))


@dataclass(slots=True)
class Pen:
    """What an operator would paint with: the colour space, the ink (None for a pattern or an ink of its own), and the
    instruction by which it has been taken up.
    """

    space: Any = Name.DeviceGray
    ink: Ink | None = (0.0, 0.0, 0.0, 1.0)
    written: Instruction = field(default_factory=lambda: ink_written((0, 0, 0, 1), False))


@dataclass(slots=True)
class Pens:
    """Both pens, and how letters are painted; a page begins with black for both (PDF 32000-1, 8.4.1). `overprint`:
    what is painted prints over what lies below it; None where nobody knows yet, as in a form.
    """

    fill: Pen = field(default_factory=Pen)
    stroke: Pen = field(default_factory=Pen)
    mode: int = 0
    overprint: bool | None = None

    def copy(self) -> Pens:
        """The same once more, to be put by while something else is painted."""
        return Pens(replace(self.fill), replace(self.stroke), self.mode, self.overprint)

    def pen(self, stroke: bool) -> Pen:
        """The pen for strokes, or that for fills."""
        return self.stroke if stroke else self.fill

    def take(self, stroke: bool, pen: Pen) -> None:
        """Take up another pen."""
        if stroke:
            self.stroke = pen
        else:
            self.fill = pen

    def for_letters(self) -> list[tuple[Pen, bool]]:
        """The pens that letters are painted with now, and of each whether it is that for strokes."""
        filled = [(self.fill, False)] if self.mode in FILLS else []
        return filled + ([(self.stroke, True)] if self.mode in STROKES else [])
