"""The whole book made in a process of its own, for `press.preview.watch`, which may give it up at any moment.

What has become of it is left as a pickled `Whole` in a file that the watch names.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

from press import build as pipeline
from press.editions import Made
from press.files import disk_trouble, replace_file
from press.lifetime import end_with
from press.problem import Faulty, Problem
from press.project import Project


@dataclass(frozen=True, slots=True)
class Whole:
    """What became of the whole book: all problems, and what was made, or why nothing could be."""

    problems: tuple[Problem, ...]
    made: Made | None = None
    trouble: str = ""


def make_whole(project: Project) -> Whole:
    """The whole book made."""
    problems: list[Problem] = []
    try:
        made = pipeline.build(project, say=problems.append)
    except Faulty as fault:
        return Whole(fault.problems)
    except OSError as fault:
        return Whole((), trouble=disk_trouble(fault, project.shown(project.dist)))
    return Whole(tuple(problems), made)


def main() -> None:
    """Make the whole book of the project whose folders are given, and leave the answer in the file named last.

    What is named first is the process that watches, with which this one ends.
    """
    end_with(int(sys.argv[1]))
    *folders, out = map(Path, sys.argv[2:])
    with contextlib.suppress(KeyboardInterrupt):
        # put in place whole, for the watch may look at any moment
        replace_file(out, pickle.dumps(make_whole(Project(*folders))))
