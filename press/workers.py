"""The same work on many pieces, by as many worker processes as there are cores.

The workers are forked from this process, which must not have touched the engine: its fonts cannot be shared (Pango
searches them in a thread, which a fork does not have). Nor may any other thread be alive then, for what it had locked
would stay locked in the worker for good. What they work with they inherit; what they are told and what they make are
plain values.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import count
from multiprocessing import get_context
from typing import Any, Generic, TypeVar

from press.at_fault import path_at_work, press_fault
from press.lifetime import end_with
from press.problem import Faulty, FaultyThroughout, Origin, Problem
from press.rules import ENDED

Desk = TypeVar("Desk")
Task = TypeVar("Task")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes are worth having: as PRESS_WORKERS says, or one a core; one where forking is not safe."""
    if (asked := os.environ.get("PRESS_WORKERS", "")).isdigit():
        return max(1, int(asked))
    if sys.platform != "linux":  # elsewhere the system's own libraries have threads that no fork survives
        return 1
    return len(os.sched_getaffinity(0))  # those that this process may use, which in a container are fewer


class Workers(Generic[Desk]):
    """Processes with a desk each (whatever `make_desk` makes), or just this one if `number` is 1; 0 is one a core.

    To be opened with `with`, at the end of which they are stopped, whatever they are doing. They are forked when the
    first task is given to them, all at once.
    """

    def __init__(self, make_desk: Callable[[], Desk], number: int = 0) -> None:
        self.make_desk = make_desk
        self.number = number or cores()
        self.own: Desk | None = None
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers[Desk]:
        if self.number > 1:
            self._open_pool()
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool:
            for process in list((self.pool._processes or {}).values()):
                process.terminate()  # nothing is lost: whatever is still being made is not wanted any more
            self.pool.shutdown(wait=True, cancel_futures=True)

    def work(self, do: Callable[[Desk, Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[int, Result]]:
        """The number (from 0) and the result of each task as it is done; the first tasks are begun first.

        Raises `Faulty` with the problems of all tasks that have any.
        """
        waiting = iter(tasks)
        return ((number, result) for number, _, result in self._results(do, lambda: next(waiting, None)))

    def feed(
        self, do: Callable[[Desk, Task], Result], task: Callable[[], Task | None]
    ) -> Iterator[tuple[Task, Result]]:
        """Each task with its result. Tasks are asked for one by one as workers fall idle, after what they have made has
        been seen; None means that there is nothing to begin before more has been made. Raises `Faulty` as `work` does.
        """
        for _ in range(self.number - 1 if self.pool else 0):  # while the first task is still being thought of
            self.begin(_make_ready, None)
        return ((one, result) for _, one, result in self._results(do, task))

    def _results(
        self, do: Callable[[Desk, Task], Result], task: Callable[[], Task | None]
    ) -> Iterator[tuple[int, Task, Result]]:
        problems: list[Problem] = []
        for number, one, result in self._begin(do, task):
            try:
                yield number, one, result()
            except FaultyThroughout:
                raise
            except Faulty as fault:  # the others go on, so that all faults are told at once
                problems += fault.problems
            except BrokenProcessPool:
                raise _ended() from None
        if problems:
            raise Faulty(problems)

    def begin(self, do: Callable[[Desk, Task], Result], task: Task, *, bare: bool = False) -> Callable[[], Result]:
        """Have one task begun; the result is asked for by a call, which raises what `work` raises. What is `bare` wants
        no desk, and need not wait for one to be made.
        """
        if self.pool is None:
            return lambda: next(iter(self.work(do, [task])))[1]
        future = self._submit(self.pool, do, task, bare)

        def result() -> Result:
            try:
                return future.result()
            except BrokenProcessPool:
                raise _ended() from None

        return result

    def rest(self, number: int = 0) -> None:
        """Have the processes end and give their memory back; new ones come when there is work again, `number` of them
        or else as many as there were at first: one that has nothing to do takes memory too.

        It waits for what has been begun.
        """
        if self.pool:
            self.pool.shutdown(wait=True)
            self._open_pool(number)

    def _open_pool(self, number: int = 0) -> None:
        given = self.make_desk, os.getpid()
        self.pool = ProcessPoolExecutor(number or self.number, get_context("fork"), _start_worker, given)

    @staticmethod
    def _submit(
        pool: ProcessPoolExecutor, do: Callable[[Desk, Task], Result], task: Task, bare: bool = False
    ) -> Future[Result]:
        """A task given to the processes. Raises `Faulty` if one of them has been ended already."""
        try:
            return pool.submit(_do, do, task, bare)
        except BrokenProcessPool:
            raise _ended() from None

    def _begin(
        self, do: Callable[[Desk, Task], Result], task: Callable[[], Task | None]
    ) -> Iterator[tuple[int, Task, Callable[[], Result]]]:
        """The number of each task, the task, and what gives its result, as it is done."""
        numbers = count()
        if self.pool is None:
            self.own = self.own or self.make_desk()
            while (one := task()) is not None:
                yield next(numbers), one, partial(do, self.own, one)
            return
        begun: dict[Future[Any], tuple[int, Task]] = {}
        while True:
            # No more than there are workers: what is best begun next may be another task when one of them falls idle.
            while len(begun) < self.number and (one := task()) is not None:
                begun[self._submit(self.pool, do, one)] = next(numbers), one
            if not begun:
                return
            for future in wait(begun, return_when=FIRST_COMPLETED).done:
                yield *begun.pop(future), future.result


def _make_ready(desk: object, _: None) -> None:
    """The least that a worker can do: it has its desk by then."""


def _ended() -> Faulty:
    message = "a process that lays out sections was ended from outside"
    return Faulty([Problem(Origin("press"), ENDED, message, "is there memory enough?")])


# What a worker process has: global, for all that reaches it are functions and plain values.
_desk: Any = None
_make_desk: Callable[[], Any] | None = None


def _start_worker(make_desk: Callable[[], Any], parent: int) -> None:
    global _make_desk  # noqa: PLW0603
    end_with(parent)
    gc.disable()  # nearly all that the engine makes is in use: searching it costs a fifth of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who gave the work
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # and this is how that one stops us
    _make_desk = make_desk
    gc.freeze()  # and what was made before the fork is the other's


def _do(do: Callable[[Any, Any], Any], task: Any, bare: bool = False) -> Any:
    global _desk  # noqa: PLW0603
    try:
        if _desk is None and _make_desk is not None and not bare:
            _desk = _make_desk()  # not when the worker starts, so that its faults come back as those of a task
        return do(_desk, task)
    except OSError as fault:  # the other process cannot see what was being worked on
        fault.filename = fault.filename or str(path_at_work(fault) or "") or None
        raise
    except (Faulty, MemoryError):
        raise
    except Exception as fault:  # its trace stays in this process, and with it what was being worked on
        raise press_fault(fault) from None
