"""`./go bench` and `./go attack`: the table of a measurement, of slips, or of an attack, printed."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

from bench.attack import KINDS, attack
from bench.bench import LENGTHS, TOP, measure_all
from bench.enlarge import read_extent
from bench.slips import judge_slips, table_of_slips
from bench.slips_of_records import SLIPS_OF_RECORDS
from bench.slips_of_text import SLIPS_OF_TEXT
from press.cli import answered
from press.project import Project


@answered()
def bench(project: Project, pages: int, slips: int, seed: int, *, plain: bool, much: str = "") -> int:
    """Print the table of a measurement, or of so many `slips` if there are any; the exit status."""
    if slips:
        return report_slips(project, slips, seed)
    if pages not in LENGTHS:  # others would not compare with what has been measured before
        print(f"error: --pages is one of {', '.join(map(str, LENGTHS))} [pages]", file=sys.stderr)
        return 1
    try:
        extent = read_extent(much)
    except ValueError as why:
        print(f"error: --much: {why} [much]", file=sys.stderr)
        return 1
    print(measure_all(project, pages, partial(print, file=sys.stderr, flush=True), plain=plain, extent=extent))
    return 0


@answered()
def attack_press(project: Project, seconds: float, seed: int, times: str) -> int:
    """Print the table of an attack, and where what failed is kept; the exit status. `times`: checks=100,kills=10"""
    asked = re.findall(r"([a-z]+)=(\d+)", times)
    if ",".join(map("=".join, asked)) != times or not {kind for kind, _ in asked} <= KINDS.keys():
        print(f"error: --times is of {', '.join(KINDS)}, such as checks=100,kills=10 [times]", file=sys.stderr)
        return 1
    folder = project.cache / f"attack-{seed}"
    counts = {kind: int(number) for kind, number in asked}
    for line in attack(project.manuscript, folder, seed, seconds=seconds, counts=counts):
        print(line, flush=True)
    print(f"{project.shown(folder)}: what failed, to be tried again")
    return 0


def report_slips(project: Project, count: int, seed: int, *, built: bool = False) -> int:
    """Print what became of so many slips, told one by one as they are judged; 1 if one of them breaks the press.

    `built`: what no check tells is built, for some things only pages show.
    """
    judged = []
    for n, each in enumerate(judge_slips(project, (*SLIPS_OF_TEXT, *SLIPS_OF_RECORDS), count, seed, built=built), 1):
        print(f"{n}: {each.verdict}: {each.kind.group}, {each.kind.name}", file=sys.stderr, flush=True)
        judged.append(each)
    print(table_of_slips(judged))
    return 1 if any(each.verdict == "traceback" for each in judged) else 0


if __name__ == "__main__":  # python -m bench.report MANUSCRIPT 50 1: with builds, which takes hours for a long book
    manuscript, count, seed = sys.argv[1:]
    sys.exit(report_slips(Project.at(TOP, Path(manuscript), Path.cwd()), int(count), int(seed), built=True))
