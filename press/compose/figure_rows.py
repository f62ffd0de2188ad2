"""The pictures of a group in rows: all of one height, and as wide together as the measure lets them be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from press.text import Figure, FigureGroup

GAP = 3.0
"""What parts two pictures of a row, in hundredths of the measure."""
WIDEST = 4.0
"""The pictures of a row are so many times as wide, all together, as they are high; with more they grow too small."""
TALLEST = 100.0
"""No picture is higher than the measure is wide."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture of a group where it stands: its width, and what parts it from the one before, in per cent of the
    measure.
    """

    figure: Figure
    width: float
    gap: float


def figure_rows(group: FigureGroup, proportions: Mapping[str, float]) -> tuple[tuple[Panel, ...], ...]:
    """The rows of a group; `proportions`: the width of each picture by its height, 1 where it is not known.

    As many rows as are needed, of pictures as alike in their total width as can be; one height for all.
    """
    wide = [proportions.get(each.path, 1.0) for each in group.figures]
    cuts = _cuts(tuple(wide))
    rows = [range(first, last) for first, last in pairwise(cuts)]
    height = min(TALLEST, *((100 - GAP * (len(row) - 1)) / sum(wide[n] for n in row) for row in rows))
    return tuple(
        tuple(Panel(group.figures[n], round(height * wide[n], 3), GAP * (n > row.start)) for n in row) for row in rows
    )


def _cuts(wide: Sequence[float]) -> tuple[int, ...]:
    """Where rows begin, and where the last one ends: the fewest rows none of which is too wide, as even as can be."""
    sums = (0.0, *accumulate(wide))
    mean = sums[-1] / max(1, -(-sums[-1] // WIDEST))

    @cache
    def best(last: int) -> tuple[int, float, tuple[int, ...]]:
        """The rows of the pictures before one: how many rows are too wide, how uneven all are, where they begin."""
        if last == 0:
            return 0, 0.0, (0,)
        found = []
        for first in range(last):
            over, uneven, cuts = best(first)
            row = sums[last] - sums[first]
            alone = last - first == 1
            found.append((over + (row > WIDEST and not alone), uneven + (row - mean) ** 2, (*cuts, last)))
        return min(found)

    return best(len(wide))[2]
