"""Work for the tests of workers, done in a process of its own that has no threads, as the press's own.

Workers are forked, and a fork of a process with threads may stand still for ever: a thread of the test runner's, or of
Pango's where it has been used, may hold a lock that nobody is left to open. Python 3.12 and later warn of it.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from press.problem import Faulty, Origin, Problem
from press.workers import Workers


def begin() -> None:
    """Make a warning, so that of a fork of threads, a failure of the work in this process."""
    warnings.simplefilter("error")


def desk() -> int:
    """The process that the desk stands in."""
    return os.getpid()


def no_desk() -> int:
    """A desk that cannot be laid."""
    raise Faulty([Problem(Origin("styles/classic/1-page.css", 3), "css", "no such colour")])


def double(where: int, number: int) -> tuple[int, int]:
    """Twice a number, and the process that made it."""
    return number * 2, where


def refuse_odd(_: Any, number: int) -> int:
    """A number, unless it is odd."""
    if number % 2:
        raise Faulty([Problem(Origin("chapter.md", number), "odd", f"{number} is odd")])
    return number


def die(_: Any, number: int) -> int:
    """End as if from outside."""
    os._exit(9)


def all_of(
    do: Callable[[Any, int], Any], tasks: Sequence[int], number: int, make_desk: Callable[[], int] = desk
) -> tuple[int, dict[int, Any]]:
    """This process, and what so many workers make of all tasks, by the tasks' numbers."""
    with Workers(make_desk, number) as workers:
        return os.getpid(), dict(workers.work(do, tasks))


def one_begun(task: int, number: int) -> tuple[int, int]:
    """What comes of one task that has been begun."""
    with Workers(desk, number) as workers:
        return workers.begin(double, task)()


def one_by_one(number: int) -> tuple[list[int], list[int]]:
    """The numbers of four tasks and what came of them, of which the last waits for what the others make."""
    seen: list[int] = []
    at: list[int] = []
    waiting = [1, 2, 3, 4]

    def next_task() -> int | None:
        return None if not waiting or (len(waiting) == 1 and len(seen) < 3) else waiting.pop(0)

    with Workers(desk, number) as workers:
        for n, (made, _) in workers.feed(double, next_task):
            at.append(n)
            seen.append(made)
    return at, seen


def before_and_after_a_rest(number: int) -> tuple[set[int], set[int]]:
    """The processes that work, and those that do so after a rest."""
    with Workers(desk, number) as workers:
        before = {process for _, (_, process) in workers.work(double, [1, 2, 3])}
        workers.rest()
        return before, {process for _, (_, process) in workers.work(double, [1, 2, 3])}
