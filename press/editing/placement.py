"""How wide a figure is to be, and where on its page: what its braces say of that."""

from __future__ import annotations

import re

from press.editing.markdown_text import MarkdownText
from press.editing.placement_rules import FIGURE_WIDTH, FLOAT_PLACE

WIDTH = re.compile(r"(\d{1,4}(?:\.\d{1,3})?|\.\d{1,3})(%|cm|mm|in|pt)")
PLACES = ("here", "top", "bottom", "page")
"""Where what floats may stand: in the text, at the head or the foot of a page, or on one by itself."""
HERE, PLATE = "here", "plate"
OF_FIGURES = (*PLACES, PLATE)
"""And where a figure may: among the plates too."""


def fault_of_width(said: str) -> str:
    """What is wrong with the width that a figure asks for; "" if nothing is."""
    found = WIDTH.fullmatch(said)
    if not said:
        return "width= says nothing"
    if not found or not float(found[1]):
        return f'"{said}" is no width'
    return f"a figure wider than the measure: {said}" if found[2] == "%" and float(found[1]) > 100 else ""


def read_width(text: MarkdownText, said: str | None, line: int) -> str:
    """The width that `width=` asks for, as sheets have it; "" if it asks for none, or is none, which is told."""
    if said is None:
        return ""
    if fault := fault_of_width(said.strip()):
        text.complain(line, FIGURE_WIDTH, fault, "write a number with %, cm, mm, in or pt: width=60%, width=8cm")
        return ""
    return said.strip()


def read_place(text: MarkdownText, said: str | None, line: int, places: tuple[str, ...] = PLACES) -> str:
    """The place that `at=` asks for; `here` if it asks for none, or for one that is not there, which is told."""
    if said is None or said in places:
        return said or HERE
    hint = f"there are {', '.join(places[:-1])} and {places[-1]}"
    what = f'at= names no place: "{said}"' if said.strip() else "at= says nothing"
    text.complain(line, FLOAT_PLACE, what, hint)
    return HERE
