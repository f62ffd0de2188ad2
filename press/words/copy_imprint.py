"""What the copyright page must print, as book.yaml says it: of those lines that the style prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from press.words.letters import CopyRun

if TYPE_CHECKING:
    from press.words.plain_yaml import Record, Value

WITHIN = {"printer": ("printer", "printed_in")}
"""Lines of which the record has several keys; the number line is counted by the press."""
APART = {"edition": "edition", "publisher": "publisher", "rights": "rights", "isbn": "isbn", "series": "series"}
"""Lines whose key stands in book.yaml itself, and not under `imprint:`."""


def imprint_runs(
    book: Record, lines: Sequence[str], plain: Callable[[Value | None, str], CopyRun | None]
) -> Iterator[CopyRun]:
    """The runs of the lines that a style prints; `plain` reads a field of book.yaml."""
    page = book.get("imprint")
    for line in lines:
        if line == "printing":
            continue
        if line in APART:
            values = [(line, book.get(line))]
        elif line == "doi":
            values = [(line, _bare(book.get(line)))]
        else:
            values = [(key, page.get(key)) for key in WITHIN.get(line, (line,))] if isinstance(page, dict) else []
        for key, value in values:
            yield from (run for each in _scalars(value) if (run := plain(each, key)))


def _bare(value: Value | None) -> Value | None:
    """A DOI without what it may be given with: it is printed as an address."""
    found = re.search(r"10\..*", getattr(value, "text", ""))
    return value._replace(text=found[0]) if found and not isinstance(value, (list, dict, type(None))) else None


def _scalars(value: Value | None) -> Iterator[Value]:
    """The texts of a value, in whatever it holds."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _scalars(each)
    elif isinstance(value, list):
        for each in value:
            yield from _scalars(each)
    elif value is not None:
        yield value
