"""What a sheet may not ask of notes: lines in common, and columns. They are counted as blocks, one below another, and
the engine falls over a note in columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

import cssselect2
import tinycss2

SUSPECT = re.compile(r"footnote-display|column(?:s|-count|-width)", re.IGNORECASE)
"""Sheets in which none of this stands need not be parsed."""
COLUMNS = ("columns", "column-count", "column-width")
RUN_IN = ("inline", "compact")
COMBINATORS = (">", "+", "~")
NOTE = cssselect2.ElementWrapper.from_html_root(
    ElementTree.fromstring(
        '<html lang="en"><body><p><span class="note" id="m" data-mark="1"/>'
        '<span class="note continued fills follows figures-3 figures-4" id="n" lang="en"'
        ' data-mark="1" data-continued="continued"/></p></body></html>'
    )
)
"""A page with notes on it, as the templates write them."""


def refused_of_notes(text: str) -> Iterator[tuple[int, str]]:
    """Each declaration of a sheet that would set notes in a line with one another, or in columns: line and message."""
    if SUSPECT.search(text):
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        yield from ((line, f'"{said}" of notes') for line, said in _in_rules(rules))


def _in_rules(rules: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """What rules ask that may not be, each with its line."""
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _of_columns(inner) if rule.lower_at_keyword == "footnote" else _in_rules(inner)
        elif rule.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            for each in (each for each in inner if each.type == "declaration"):
                value = tinycss2.serialize(each.value).strip()
                if each.lower_name == "footnote-display" and value.lower() in RUN_IN:
                    yield each.source_line, f"{each.lower_name}: {value}"
            if _is_of_notes(rule.prelude):
                yield from _of_columns(inner)


def _of_columns(inner: Sequence[Any]) -> Iterator[tuple[int, str]]:
    for each in inner:
        if each.type == "declaration" and each.lower_name in COLUMNS:
            value = tinycss2.serialize(each.value).strip()
            if value.lower() not in ("auto", "initial", "unset"):
                yield each.source_line, each.lower_name


def _is_of_notes(prelude: Sequence[Any]) -> bool:
    """Whether a selector may be of a note, by what it says of the element itself, whatever that stands in."""
    notes = tuple(NOTE.query_all(".note"))
    for end in _ends(prelude):
        try:
            selectors = cssselect2.compile_selector_list(end)
        except cssselect2.SelectorError:  # the engine tells of it
            continue
        if any(each.pseudo_element is None and any(map(each.test, notes)) for each in selectors):
            return True
    return False


def _ends(prelude: Sequence[Any]) -> Iterator[list[Any]]:
    """The last compound of each selector of a list: what it says of the very element that it is of."""
    end: list[Any] = []
    parted = False
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield end
            end, parted = [], False
        elif token.type == "whitespace" or (token.type == "literal" and token.value in COMBINATORS):
            parted = True
        else:
            end, parted = [*([] if parted else end), token], False
    yield end
