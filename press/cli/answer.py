"""What all tasks have in common: the status with which a task ends, the bar while pages are set."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeAlias, cast

from press.at_fault import PressFault, path_at_work, press_fault
from press.cli.progress import LINE
from press.cli.telling import say, tell, told_to_others
from press.files import PRIVATE, disk_trouble, mend, replace_file
from press.interrupts import Interrupted, interruptible, status_of
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.rules import DISK, OUT_OF_MEMORY
from press.scratch import scratch

if TYPE_CHECKING:
    from press.typesetting.settle import Progress

atexit.register(gc.freeze)  # Python ends, and need not search once more all that a task has left: a book is much
INTERRUPTED = 130
"""The status that a shell gives a program ended by Ctrl-C: 128, and the number of the signal."""
UNREAD = 141
"""The same for one whose reader has gone."""
OUR_FAULT = 70
"""The status of a program that has failed by itself: EX_SOFTWARE of sysexits.h."""
TRACE = "fault.txt"
"""The file of `.cache/` that has the trace of the last fault of the press itself."""
Given = ParamSpec("Given")
Task: TypeAlias = Callable[Concatenate[Project, Given], int]


def answered(
    unharmed: str = "dist/ is as it was",
    done: str = "dist/ has the new files",
    made_in: Callable[[Project], Path] = lambda project: project.dist,
    *,
    counted: bool = True,
) -> Callable[[Task[Given]], Task[Given]]:
    """Make of a task one that raises nothing: whatever happens is told, and ends with a status of its own.

    Problems are printed and give 1, as does a disk that refuses; an interrupt gives 130, a request to end 143, a reader
    who has gone 141, a fault of the press itself 70. What is temporary meanwhile lies in `.cache/`, and what an earlier
    run was killed at is mended first.

    `unharmed` is what is said of an interrupt that has changed nothing in the folder `made_in`, `done` of one that came
    too late for that; `counted`: the problems are summed up behind the last.
    """

    def as_answered(task: Task[Given]) -> Task[Given]:
        @wraps(task)
        def answer(project: Project, *given: Given.args, **named: Given.kwargs) -> int:
            before: frozenset[object] | None = None

            def last_words() -> str:
                return unharmed if before is None or _standing(made_in(project)) == before else done

            try:
                with interruptible(last_words) as heard:
                    try:
                        mend(project.dist)
                        mend(project.manuscript)  # to which an import adds
                        before = _standing(made_in(project))
                        with scratch(project.cache):
                            status = task(project, *given, **named)
                    except Exception as fault:
                        status = _told(fault, project, counted) if not heard else 1
                    if heard and status:  # and swallowed somewhere: what came of that is not to be told
                        raise Interrupted(heard[0])
                    return status
            except KeyboardInterrupt as interrupt:
                say(f"interrupted; {last_words()}")
                return status_of(interrupt)

        return cast(Task[Given], answer)

    return as_answered


def _told(fault: Exception, project: Project, counted: bool) -> int:
    """Tell of whatever a task has raised; the status with which it ends."""
    match fault:
        case Faulty():
            tell(fault.problems, counted=counted)
        case OSError():
            if not fault.filename and (path := path_at_work(fault)):
                fault.filename = project.shown(path)
            return told_of_disk(fault, f"somewhere below {project.shown(project.here)}")
        case MemoryError():
            say(Problem(Origin("press"), OUT_OF_MEMORY, "memory is used up"))
        case _:
            return _own_fault(press_fault(fault), project)
    return 1


def told_of_disk(fault: OSError, where: str) -> int:
    """Tell of a disk that refuses `where`, if the fault names no file, or not of a reader who has gone; the status."""
    if isinstance(fault, BrokenPipeError):  # `press names | head` has read enough; nor shall Python complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD  # what was still to be said, and whether all is well, nobody knows
    line = disk_trouble(fault, where)
    say(Problem(Origin(str(fault.filename or where)), DISK, fault.strerror or str(fault)) if told_to_others() else line)
    return 1


def _standing(folder: Path) -> frozenset[object]:
    """What stands in a folder: whether anything has been put in place there shows in it."""
    with contextlib.suppress(OSError):
        return frozenset((e.name, e.inode(), e.stat().st_mtime_ns) for e in os.scandir(folder) if e.name[0] != ".")
    return frozenset()


def _own_fault(fault: PressFault, project: Project) -> int:
    """Tell of a fault of the press itself, and leave its trace where it can be sent from."""
    path = project.cache / TRACE
    try:
        shown = project.shown(replace_file(path, fault.trace.encode("utf-8", "replace"), PRIVATE))
    except OSError:  # then it can only be printed
        shown = "that this makes"
        print(fault.trace, file=sys.stderr)
    say(fault.problem(shown))
    return OUR_FAULT


@contextmanager
def bar() -> Iterator[Progress]:
    """How many sections are set, shown while the block runs. Nothing where nobody watches."""
    try:
        yield LINE.sections if sys.stderr.isatty() else _unseen
    finally:
        LINE.clear()


def _unseen(*_: int) -> None:
    """Progress that nobody sees."""
