"""What all tasks have in common: problems printed, the status with which a task ends, the bar while pages are set."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from press.files import disk_trouble
from press.problem import Faulty, Problem, in_order, summary

if TYPE_CHECKING:
    from press.typesetting.settle import Progress

INTERRUPTED = 130
"""The status that a shell gives a program ended by Ctrl-C: 128, and the number of the signal."""
UNREAD = 141
"""The same for one whose reader has gone."""
Given = ParamSpec("Given")


def answered(
    unharmed: str = "dist/ is as it was", *, counted: bool = True
) -> Callable[[Callable[Given, int]], Callable[Given, int]]:
    """Make of a task one that raises nothing but faults of the press.

    Problems are printed and give 1, an interrupt gives 130, a disk that refuses 1, a reader who has gone 141.

    `unharmed` is what an interrupt has left alone; `counted`: the problems are summed up behind the last.
    """

    def as_answered(task: Callable[Given, int]) -> Callable[Given, int]:
        @wraps(task)
        def answer(*given: Given.args, **named: Given.kwargs) -> int:
            try:
                return task(*given, **named)
            except Faulty as fault:  # anything else that is raised is a fault of the press, and its trace is wanted
                tell(fault.problems, counted=counted)
                return 1
            except KeyboardInterrupt:
                print(f"interrupted; {unharmed}", file=sys.stderr)
                return INTERRUPTED
            except BrokenPipeError:  # `./go names | head` has read enough; nor shall Python complain when it ends
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return UNREAD  # what was still to be said, and whether all is well, nobody knows
            except OSError as fault:
                print(disk_trouble(fault, "a file"), file=sys.stderr)
                return 1

        return answer

    return as_answered


def say(problem: Problem) -> None:
    """Print one problem, as soon as it is known."""
    print(problem, file=sys.stderr)


def tell(problems: Iterable[Problem], *, counted: bool = True) -> None:
    """Print all problems of a task in the order of their places and, if they are to be counted, how many there are."""
    problems = in_order(problems)
    for problem in problems:
        say(problem)
    if counted:
        print(summary(problems), file=sys.stderr)


@contextmanager
def bar() -> Iterator[Progress]:
    """A bar on a terminal: sections set in this round. Nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    sections = TextColumn("{task.completed}/{task.total} sections")
    columns = TextColumn("round {task.fields[round]}"), BarColumn(), sections
    console = Console(stderr=True)  # what is printed may go into a file or to another program
    # a bar that refreshes itself has a thread, which would be alive when the workers are forked
    with Bar(*columns, console=console, transient=True, auto_refresh=False, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task("", round=1, total=None)
        yield lambda round_, done, total: shown.update(task, completed=done, total=total, round=round_, refresh=True)
