"""Carding: a page of a list that lacks a line or two, made full by a little more white between its entries.

In metal a strip of card went between the entries. It is done where nothing is in register anyway, and by so little that
it is not seen; what is read line after line is never treated so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from press.typesetting.flow import Row

MOST = 0.2
"""Lines of white that may be added between two entries."""
LEAST = 8
"""Gaps that a page must have for it."""
KEPT_BACK = 0.2
"""CSS px by which it stays short of its depth: what is rounded must not drive its last entry over."""


@dataclass(frozen=True, slots=True)
class Carded:
    """An entry that is to have another margin above it, in CSS px."""

    block: str
    above: float


def card(rows: Sequence[Row], white: float, pitch: float) -> tuple[Carded, ...]:
    """The entries of a page with its `white` between them, in CSS px; none if it is no page of a list, or would be seen
    to be looser than others. What stands before the list, as a title does, stays as it is.
    """
    listed = list(dropwhile(lambda row: not row.listed, rows))
    if not all(row.listed or row.heading for row in listed):
        return ()
    gaps = [row.entry for row in listed[1:] if row.at == 0 and not row.heading]
    if len(gaps) < LEAST or None in gaps:
        return ()
    more = (white - KEPT_BACK) / len(gaps)
    if not 0 < more <= MOST * pitch:
        return ()
    return tuple(Carded(entry[0], round(entry[1] + more, 3)) for entry in gaps if entry)
