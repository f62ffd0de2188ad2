"""Base, ours and theirs, each a row of units → one row: what either has changed is taken, what both have is told.

Units are paragraphs, lines or words, as whoever asks has cut them. A unit that was changed is known again by its
likeness, so that two changes side by side are two, and not one that both have made. After Khanna, Kunal and Pierce, A
Formal Investigation of Diff3 (2007), with that likeness added; `difflib` finds what is the same. (The one library at
hand for it, merge3, is under the GPL, and knows no likeness.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from typing import TypeAlias

ALIKE = 0.4
"""From which likeness on (0 to 1) a unit is another one changed."""
MOST_PAIRS = 40_000
"""Units of two rows that are compared each with each; of more only those in the same places."""


class Came(Enum):
    """Where a unit of a merged row has come from; of `BOTH` it is what the two have made of it together."""

    SAME = "same"
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Unit:
    """Words and what stands between them and the next unit; two of the same `key` say the same."""

    text: str
    end: str = ""

    @property
    def key(self) -> str:
        """The words, however they are broken into lines."""
        return " ".join(self.text.split())

    @property
    def whole(self) -> str:
        """As it stands in the file."""
        return self.text + self.end


Units: TypeAlias = tuple[Unit, ...]
Versions: TypeAlias = tuple[Units, Units, Units]
"""Base, ours, theirs."""


def lines_of(text: str) -> Units:
    """A text of lines, each a unit."""
    return tuple(Unit(line, "\n") for line in text.removesuffix("\n").split("\n"))


@dataclass(frozen=True, slots=True)
class MergedUnit:
    """A place of the merged row: its units, and of a conflict what each side has; `added` if the base has no such."""

    came: Came
    units: Units = ()
    ours: Units = ()
    base: Units = ()
    theirs: Units = ()
    added: bool = False


Alike: TypeAlias = Callable[[str, str], float]
Combine: TypeAlias = Callable[[Unit, Unit, Unit], Unit | None]


def merge_units(versions: Versions, alike: Alike, combine: Combine) -> tuple[MergedUnit, ...]:
    """Base, ours and theirs as one row; `combine` makes one unit of three that are all different, if that is safe."""
    base, ours, theirs = versions
    return _Merge(base, _Side(base, ours, alike), _Side(base, theirs, alike), combine).merged()


def edits(base: Sequence[str], side: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """What is equal and what is not, from place to place in the base and on a side."""
    return SequenceMatcher(None, base, side, autojunk=False).get_opcodes()


def likeness(one: str, other: str) -> float:
    """How many words two texts share, 0 to 1 (Dice)."""
    a, b = Counter(one.split()), Counter(other.split())
    both = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / both if both else 1.0


class _Side:
    """What one side has made of the base: of each unit the unit that it has become, and what is new in each gap."""

    def __init__(self, base: Units, side: Units, alike: Alike) -> None:
        self.became: list[Unit | None] = [None] * len(base)
        self.new: list[list[Unit]] = [[] for _ in range(len(base) + 1)]
        partner: dict[int, int] = {}
        for tag, low, high, from_, to in edits([each.key for each in base], [each.key for each in side]):
            if tag == "equal":
                partner |= dict(zip(range(from_, to), range(low, high), strict=True))
            else:
                partner |= {j + from_: i + low for i, j in _paired(base[low:high], side[from_:to], alike)}
        gap = 0
        for j, unit in enumerate(side):
            if (i := partner.get(j)) is None:
                self.new[gap].append(unit)
            else:
                self.became[i] = unit
                gap = i + 1


def _paired(base: Units, side: Units, alike: Alike) -> list[tuple[int, int]]:
    """Which units of a stretch have become which, in order: those most alike, or where there are as many, in turn."""
    if len(base) == len(side) == 1:
        return [(0, 0)]
    if len(base) * len(side) > MOST_PAIRS:
        return [(n, n) for n in range(min(len(base), len(side)))]
    score = [[alike(one.key, other.key) for other in side] for one in base]
    best = [[0.0] * (len(side) + 1) for _ in range(len(base) + 1)]
    for i in reversed(range(len(base))):
        for j in reversed(range(len(side))):
            pair = score[i][j] + best[i + 1][j + 1] if score[i][j] >= ALIKE else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(base) and j < len(side):
        if score[i][j] >= ALIKE and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs if pairs or len(base) != len(side) else [(n, n) for n in range(len(base))]


class _Merge:
    """Two sides over one base."""

    def __init__(self, base: Units, ours: _Side, theirs: _Side, combine: Combine) -> None:
        self.base, self.ours, self.theirs, self.combine = base, ours, theirs, combine
        self._follow_moves(ours, theirs)
        self._follow_moves(theirs, ours)

    def merged(self) -> tuple[MergedUnit, ...]:
        """Every gap and every unit of the base, in order; gaps with nothing in them are left out."""
        found: list[MergedUnit] = []
        for n in range(len(self.base) + 1):
            found += self._gap(n)
            if n < len(self.base):
                found += self._unit(n)
        return tuple(found)

    def _follow_moves(self, side: _Side, other: _Side) -> None:
        """A unit that one side has moved, and the other changed where it stood, is moved as it was changed."""
        gone = {unit.key: n for n, unit in enumerate(self.base) if side.became[n] is None and unit.key}
        for gap in side.new:
            for place, unit in enumerate(gap):
                n = gone.pop(unit.key, None)
                if n is None:
                    continue
                changed = other.became[n]
                if changed is None:  # the other has moved it too, for which once is enough; or taken it out: it stays
                    for row in other.new:
                        row[:] = [each for each in row if each.key != unit.key]
                elif changed.key != unit.key:
                    gap[place], other.became[n] = changed, self.base[n]

    def _gap(self, n: int) -> list[MergedUnit]:
        ours, theirs = tuple(self.ours.new[n]), tuple(self.theirs.new[n])
        if [each.key for each in ours] == [each.key for each in theirs]:
            return [MergedUnit(Came.OURS, ours, added=True)] if ours else []
        if not ours or not theirs:
            came = Came.OURS if ours else Came.THEIRS
            return [MergedUnit(came, ours or theirs, added=True)]
        beside = [each for each in (n - 1, n) if 0 <= each < len(self.base)]
        if any(self.ours.became[each] is None and self.theirs.became[each] is None for each in beside):
            return [MergedUnit(Came.CONFLICT, (), ours, (), theirs, added=True)]  # both wrote it anew
        return [MergedUnit(Came.OURS, ours, added=True), MergedUnit(Came.THEIRS, theirs, added=True)]

    def _unit(self, n: int) -> list[MergedUnit]:
        base, ours, theirs = self.base[n], self.ours.became[n], self.theirs.became[n]
        if ours and theirs:
            return [_of_three(base, ours, theirs, self.combine)]
        if not ours and not theirs:
            return []
        stays, came = (ours, Came.THEIRS) if ours else (theirs, Came.OURS)
        if stays and stays.key != base.key:
            here, there = (ours,) if ours else (), (theirs,) if theirs else ()
            return [MergedUnit(Came.CONFLICT, (), here, (base,), there)]
        return [MergedUnit(came)]


def _of_three(base: Unit, ours: Unit, theirs: Unit, combine: Combine) -> MergedUnit:
    end = theirs.end if ours.end == base.end else ours.end
    if ours.text == base.text:
        came = Came.SAME if theirs.key == base.key else Came.THEIRS
        return MergedUnit(came, (replace(theirs, end=end),))
    if theirs.key in (base.key, ours.key):
        came = Came.OURS if ours.key != base.key else Came.SAME
        return MergedUnit(came, (replace(ours, end=end),))
    if ours.key == base.key:
        return MergedUnit(Came.THEIRS, (replace(theirs, end=end),))
    if made := combine(base, ours, theirs):
        return MergedUnit(Came.BOTH, (replace(made, end=end),))
    return MergedUnit(Came.CONFLICT, (), (ours,), (base,), (theirs,))
