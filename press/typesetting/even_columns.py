"""The last columns of an index made even: which entry is to begin the second, so that both are as deep as can be.

The engine looks for the least depth at which all has room, in steps of whole entries, and may pass it by. Of three
columns and more nothing is known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from press.style.limits import Limits
from press.typesetting.page import Line, Survey
from press.typesetting.type_faults import unequal_columns

OF_ENTRIES = "index"
"""What the ids of entries begin with."""


def even_columns(pages: Survey, limits: Limits) -> str:
    """The id of the entry that should begin the second column of the last page; none if its columns are even enough, or
    cannot be made so.
    """
    page = pages[-1]
    first, second = ([line for line in page.lines if line.column == n] for n in (1, 2))
    if not second or any(line.column > 2 for line in page.lines) or not any(unequal_columns(pages[-1:], limits)):
        return ""
    lines, depths = [*first, *second], [*_depths(first), *_depths(second)]
    ids = [line.block for line in lines]
    apart = {
        # the white above what begins a column is left out there
        n: abs(sum(depths[:n]) - sum(depths[n:]) + lines[n].margin)
        for n in range(1, len(lines))
        if lines[n].first and not lines[n - 1].tied and ids[n].startswith(OF_ENTRIES) and ids.count(ids[n]) == 1
    }
    best = min(apart, key=lambda n: (apart[n], n), default=len(first))
    return ids[best] if best != len(first) else ""


def _depths(column: Sequence[Line]) -> Iterator[float]:
    """How deep each line of a column is, with the white above it."""
    foot = column[0].y - column[0].margin
    for line in column:
        yield line.y + line.height - foot
        foot = line.y + line.height
