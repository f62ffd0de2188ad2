"""The bar code of an ISBN: an EAN-13, drawn as bars."""

from __future__ import annotations

import re
from dataclasses import dataclass

from barcode.ean import EAN13

from press.fields import POINTS

MODULE = 0.33 * POINTS["mm"]
BAR_HEIGHT, GUARD_EXTRA = 22.85 * POINTS["mm"], 5 * MODULE
QUIET = (11, 7)
"""EAN-13 at its nominal size (ISO/IEC 15420), in points: the width of a module, the height of a bar, how far guard bars
go down below the others; and in modules, the quiet zones to the left and right."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a bar code: where it begins, how wide and how high it is, in points."""

    left: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class BarCode:
    """An EAN-13 drawn: its size with the quiet zones, its bars, and its figures in their three groups."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    figures: tuple[str, str, str]
    module: float = MODULE


def bar_code(isbn: str) -> BarCode | None:
    """The bar code of an ISBN that has been checked; None without one."""
    figures = re.sub(r"[^0-9]", "", isbn)
    if len(figures) != 13:  # an old ISBN of ten figures has no code of its own (ISO 2108)
        return None
    code = EAN13(figures, guardbar=True)
    modules = code.build()[0]
    bars: list[Bar] = []
    at = 0
    while at < len(modules):
        end = at
        while end < len(modules) and modules[end] == modules[at]:
            end += 1
        if modules[at] != "0":  # G is a bar of a guard, 1 one of a figure
            height = BAR_HEIGHT + (GUARD_EXTRA if modules[at] == "G" else 0)
            bars.append(Bar((QUIET[0] + at) * MODULE, (end - at) * MODULE, height))
        at = end
    width = (QUIET[0] + len(modules) + QUIET[1]) * MODULE
    return BarCode(width, BAR_HEIGHT + GUARD_EXTRA, tuple(bars), (figures[0], figures[1:7], figures[7:]))
