"""The standing attack on the press: its tasks misled, killed and starved, and a table of what it did not stand."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeAlias

from bench.machines import WAYS, fill_disk, kill_builds, small_disk, starve_builds
from bench.misled import build_mutants, check_mutants
from bench.victim import Victim, victim_at

COLUMNS = ("tracebacks", "status 70", "hangs", "no line", "half files", "mixed editions", "orphans", "leaks")
"""What is counted of every kind of attack; whatever else is wrong stands behind the table's line."""
Attack: TypeAlias = Callable[[Victim, Iterable[int], random.Random], Counter[str]]


@dataclass(frozen=True, slots=True)
class KindOfAttack:
    """A line of the table: what it is called, what is done, and which folder is to have a disk of its own for it."""

    name: str
    attack: Attack
    disk: str | None = None


KINDS: dict[str, tuple[KindOfAttack, ...]] = {
    "checks": (KindOfAttack("mutants of check", check_mutants),),
    "builds": (KindOfAttack("mutants of build", build_mutants),),
    "kills": tuple(
        KindOfAttack(f"{how.name}, {'main process' if alone else 'whole group'}", partial(kill_builds, way=way))
        for way, (how, alone) in enumerate(WAYS)
    ),
    "machines": (KindOfAttack("machines that lack something", starve_builds),),
    "disks": (
        KindOfAttack("a full disk for dist", partial(fill_disk, full="dist"), "dist"),
        KindOfAttack("a full disk for all", partial(fill_disk, full=""), ""),
    ),
}
"""The kinds of attack by the option that says how many of each there are to be."""


def attack(
    manuscript: Path, folder: Path, seed: int, *, seconds: float = 0, counts: Mapping[str, int] | None = None
) -> Iterator[str]:
    """The lines of a table of what the press has stood, as they are known; what failed is kept in `folder`.

    Each kind of attack goes on for its share of the `seconds`, or as many times as `counts` says of it.
    """
    yield f"{'':30}{'tried':>7}" + "".join(f"{column:>16}" for column in COLUMNS)
    asked = {kind: most for kind, most in (counts or {}).items() if most}
    kinds = asked or dict.fromkeys(KINDS, 0)
    for kind, most in kinds.items():
        number = len(KINDS[kind])
        for one in KINDS[kind]:
            yield _line(one, folder, manuscript, rounds(-(-most // number), seconds / len(kinds) / number), seed)


def _line(kind: KindOfAttack, folder: Path, manuscript: Path, tried: Iterator[int], seed: int) -> str:
    """An attack, and its line of the table."""
    top = folder / kind.name.replace(",", "").replace(" ", "-")
    try:
        with nullcontext() if kind.disk is None else small_disk(top / kind.disk):
            return row(kind.name, kind.attack(victim_at(top, manuscript), tried, random.Random(seed)))
    except OSError as fault:
        return f"{kind.name:30}not tried: {fault}"


def rounds(most: int, seconds: float) -> Iterator[int]:
    """1, 2, 3 …, as many as asked for, or for so long; one at least."""
    until = time.monotonic() + seconds
    for number in count(1):
        if number > 1 and (number > most if most else time.monotonic() >= until):
            return
        yield number


def row(name: str, found: Counter[str]) -> str:
    """A line of the table."""
    without = sum(times for what, times in found.items() if what.startswith("no line"))
    told = {**found, "no line": without}
    beside = {what: times for what, times in found.items() if times and what not in ("tried", *COLUMNS)}
    rest = "".join(f"  {times} {what}" for what, times in sorted(beside.items()))
    return f"{name:30}{found['tried']:7}" + "".join(f"{told.get(column, 0):16}" for column in COLUMNS) + rest
