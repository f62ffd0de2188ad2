"""Numbers of a sheet that are too large for any page: with some the engine would go on for hours, or fill the memory.

They are looked for wherever they stand in a sheet, by the property that they stand behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2

from press.limits import SHEET_COUNT, SHEET_NUMBER, SHEET_TIMES

SUSPECT = re.compile(rf"\d{{{len(str(SHEET_TIMES))}}}|\de\+?\d", re.IGNORECASE)
"""Sheets in which no number has so many figures, or an exponent, need not be parsed."""
NUMBERS = ("number", "dimension", "percentage")
TIMES = re.compile(r"columns?|column-count|pad|grid(?:-\w+)*")
"""Properties, and functions, whose numbers without a unit say how many there are of something, or which of them."""
COUNTERS = ("counter-reset", "counter-set", "counter-increment")
UNMEASURED = ("z-index",)
"""What is only compared, and may be as large as it will."""


def too_large(css: str) -> Iterator[tuple[int, str]]:
    """Each number of a sheet that is too large, with its line (from 1) and what is told of it."""
    if SUSPECT.search(css):
        yield from _in(tinycss2.parse_component_value_list(css, skip_comments=True), "")


def _in(tokens: Sequence[Any], property_: str) -> Iterator[tuple[int, str]]:
    """The same of what stands behind a property, or in a block whose declarations name theirs."""
    name = word = property_
    for token in tokens:
        if token.type == "ident":
            word = token.lower_value
        elif token.type == "literal" and token.value == ":":
            name = word
        elif token.type == "literal" and token.value == ";":
            name = property_
        elif token.type in NUMBERS:
            yield from _of_number(token, name)
        elif token.type == "function":
            yield from _in(token.arguments, "grid" if token.lower_name == "repeat" else name)
        elif token.type in ("{} block", "() block", "[] block"):
            yield from _in(token.content, "" if token.type[0] == "{" else name)
            name = property_


def _of_number(token: Any, name: str) -> Iterator[tuple[int, str]]:
    size, shown = abs(token.value), tinycss2.serialize([token])
    if size > SHEET_NUMBER and name not in UNMEASURED:
        yield token.source_line, f"a number beyond {SHEET_NUMBER:,}: {shown}"
    elif token.type == "number" and size > SHEET_TIMES and TIMES.fullmatch(name):
        yield token.source_line, f"more than {SHEET_TIMES:,} of something: {shown}"
    elif token.type == "number" and size > SHEET_COUNT and name in COUNTERS:
        yield token.source_line, f"a counter beyond {SHEET_COUNT:,}: {shown}"
