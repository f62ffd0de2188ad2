"""`./go bench` and `./go attack`: the table of a measurement, printed."""

from __future__ import annotations

import sys

from bench.attack import attack
from bench.bench import LENGTHS, measure_all
from press.cli import answered
from press.project import Project


@answered()
def bench(project: Project, pages: int, *, plain: bool = True) -> int:
    """Print the table of a measurement; the exit status."""
    if pages not in LENGTHS:  # others would not compare with what has been measured before
        print(f"error: --pages is one of {', '.join(map(str, LENGTHS))} [pages]", file=sys.stderr)
        return 1
    print(measure_all(project, pages, lambda told: print(told, file=sys.stderr, flush=True), plain=plain))
    return 0


@answered()
def attack_press(project: Project, seconds: float, seed: int) -> int:
    """Print the table of an attack, and where what failed is kept; the exit status."""
    folder = project.cache / f"attack-{seed}"
    print(attack(project.manuscript, seconds, seed, folder))
    print(f"{project.shown(folder)}: what failed, to be tried again")
    return 0
