"""The tasks as Invoke has them, whoever calls them: `press build`, `./go build` and `invoke build` are one.

A task is a function that is given the project and what was typed, and gives the status with which it ends. What every
task takes beside its own options is added here, and a short option is the same in all of them.
"""

from __future__ import annotations

import inspect
import os
import re
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from invoke.collection import Collection
from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.tasks import Task

from press import __version__
from press.cli.answer import told_of_disk
from press.cli.door import Options, asked_about, misspelt
from press.cli.progress import stages_told
from press.cli.rules import TWO_TASKS_FILES, UNKNOWN_TASK
from press.cli.telling import remark, telling
from press.commands import call, called, for_book
from press.problem import Origin, Problem, warning
from press.project import BOOK, Project, book_around
from press.rules import BOOK_WITHIN

COMMON = {
    "json": "problems as JSON on standard output, and all else on standard error",
    "github": "problems as annotations of GitHub's",
    "gitlab": "problems as a report of GitLab's on code quality",
}
"""What every task takes."""
MANUSCRIPT = "a book by its folder, or that of its manuscript, if it is not the one that you are in"
SHORT: Mapping[str, str] = {
    "all": "a",
    "check": "c",
    "dry_run": "n",
    "github": "g",
    "install": "i",
    "into": "o",
    "json": "j",
    "manuscript": "m",
    "pages": "p",
    "reading": "r",
    "strict": "s",
    "update": "u",
}
"""The options that have a short form, which is the same in every task; `-h` asks for help in each."""


class BookTask(Task[Any]):
    """A task whose short options are those of `SHORT`, and which adds to what it does no more than its options say."""

    def arg_opts(self, name: str, default: Any, taken_names: set[str]) -> dict[str, Any]:
        """What Invoke makes of one parameter, with the short form that the option has everywhere."""
        options = super().arg_opts(name, default, taken_names)
        if name in self.iterable:  # Invoke takes the kind from the default, and would make letters of a word
            options |= {"kind": list, "default": []}
        if name in SHORT:
            options["names"] = [options["names"][0], SHORT[name]]
        return options


Body = Callable[..., int]


class Home:
    """The folder whose book is meant where a task is begun in none; `chosen` if whoever began it has named that."""

    def __init__(self) -> None:
        self.folder = Path()
        self.chosen = False

    def project(self, manuscript: str) -> Project:
        """The project that a task is for; files are named from where one stands. It is told if it lies in another."""
        named = Path(os.path.expanduser(manuscript)) if manuscript else None
        project = Project.found(self.folder, named, Path.cwd(), chosen=self.chosen)
        if problem := _within_another(project):
            remark(problem)
        return project


def _within_another(project: Project) -> Problem | None:
    """A book's folder within that of another: who stands there may mean either."""
    if (around := project.around) is None:
        return None
    where = Origin(project.shown(project.manuscript / BOOK))
    message = f"this book is meant, and not the one in whose folder it lies, {around}"
    return warning(where, BOOK_WITHIN, message, "move its folder beside that one")


HOME = Home()


def book_task(default: bool = False, **help_: str) -> Callable[[Body], Task[Any]]:
    """Make a task for a book of a function of a `Project` and the options that `help_` explains."""
    return lambda body: _task(body, {**help_, "manuscript": MANUSCRIPT}, default, of_book=True)


def desk_task(name: str = "", **help_: str) -> Callable[[Body], Task[Any]]:
    """Make a task that is for no one book of a function of the options that `help_` explains."""
    return lambda body: _task(body, help_, name=name)


def _task(
    body: Body, help_: Mapping[str, str], default: bool = False, *, of_book: bool = False, name: str = ""
) -> Task[Any]:
    own = list(inspect.signature(body).parameters.values())[1 if of_book else 0 :]

    def run(_: Any, **typed: Any) -> None:
        # of a task that nobody has named Invoke gives no options
        how = [each for each in COMMON if typed.pop(each, False)]
        if problem := _untold(body.__name__, how):
            print(problem, file=sys.stderr)
            sys.exit(2)
        named = typed.pop("manuscript", "") if of_book else ""
        # the watch reads at every save, and says itself what comes of it
        told = nullcontext() if body.__name__ == "watch" else stages_told()
        with for_book(named), telling(how[0] if how else ""), told:
            given = (HOME.project(named),) if of_book else ()
            status = body(*given, **typed)
        if status:  # after one that has gone well another may follow: press check build
            sys.exit(status)

    empty = {"manuscript": ""} if of_book else {}
    added = [
        inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, default=value)
        for each, value in (*empty.items(), *dict.fromkeys(COMMON, False).items())
    ]
    context = inspect.Parameter("_", inspect.Parameter.POSITIONAL_ONLY)
    run.__signature__ = inspect.Signature([context, *own, *added])  # type: ignore[attr-defined]
    run.__doc__, run.__name__, run.__module__ = body.__doc__, body.__name__, body.__module__
    repeated = [each.name for each in own if each.default == ()]  # what may be given several times
    help_ = {**help_, **COMMON}
    return BookTask(run, name=name or None, default=default, help=help_, iterable=repeated, auto_shortflags=False)


def _untold(task: str, how: Sequence[str]) -> Problem | None:
    """Two ways of telling problems at once, or any for the watch, which tells each as it comes and has no end."""
    if len(how) > 1:
        return Problem(Origin(call()), UNKNOWN_TASK, f"--{how[0]} and --{how[1]} at once", "give one of them")
    if how and task == "watch":
        hint = f"{call('check', f'--{how[0]}')} after each save"
        return Problem(Origin(call()), UNKNOWN_TASK, f"watch tells lines alone, and takes no --{how[0]}", hint)
    return None


# --- who calls -------------------------------------------------------------------------------------


def quiet_interrupts() -> None:
    """Have Ctrl-C end the process quietly until a task hears it itself."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))


def options_of(collection: Collection) -> dict[str, Options]:
    """Each task with its options as they are typed, and what kind of value these take, if any."""
    found: dict[str, Options] = {}
    for name, task in collection.tasks.items():
        help_ = dict(task.help)  # which Invoke takes away while it reads it
        found[name] = {
            flag: each.kind if each.takes_value else None for each in task.get_arguments() for flag in _typed(each)
        }
        task.help = help_
    return found


def _typed(argument: Any) -> list[str]:
    """How an option of a task is typed: `--no-sheet`, `-n`, and `--no-plain` where it is on by itself."""
    typed = [f"{'--' if len(name) > 1 else '-'}{name.replace('_', '-')}" for name in argument.names]
    return typed + [f"--no-{typed[0][2:]}"] * (argument.default is True)


RUNNER = frozenset(flag for each in (*Program().core_args(), *Program().task_args()) for flag in _typed(each))
"""The options that stand before every task: Invoke's own."""


def unknown(typed: list[str], collection: Collection, besides: str = "") -> Problem | None:
    """What was typed that is no task and no option of one; `besides` is a file in which other tasks may stand."""
    wants = {name: tuple(task.positional) for name, task in collection.tasks.items()}
    problem = misspelt(typed, options_of(collection), wants, RUNNER)
    named = problem and re.match(r'no task "(.+)"', problem.message)
    # Invoke calls `def my_task` my-task
    written = "[-_]".join(map(re.escape, re.split("[-_]", named[1]))) if named else ""
    return None if named and re.search(rf"\b{written}\b", besides) else problem


def found_by_invoke(collection: Collection, file: str) -> Collection:
    """The tasks, as the `tasks.py` that this is called from hands them to Invoke; `file` is the path of that.

    Invoke names no near miss, and asks nobody between reading these tasks and reading what was typed: so what was typed
    is looked at here.
    """
    own = Path(file).resolve()
    HOME.folder, HOME.chosen = own.parent, True
    if Path(sys.argv[0]).name in ("inv", "invoke") or Path(sys.argv[0]).parent.name == "invoke":
        called("invoke")
        quiet_interrupts()
        if problem := _second(own) or unknown(sys.argv[1:], collection, own.read_text("utf-8", errors="replace")):
            print(problem, file=sys.stderr)
            sys.exit(2)
        if task := asked_about(sys.argv[1:], options_of(collection)):
            Caller(namespace=collection, binary="invoke").run(["invoke", "--help", task])
    return collection


def _second(file: Path) -> Problem | None:
    """A `tasks.py` below the folder of a book that has one: nobody can tell which of them is meant."""
    around = book_around(file.parent)
    if around is None or around[0] == file.parent or not (around[0] / file.name).is_file():
        return None
    second, first = (Path(os.path.relpath(each)).as_posix() for each in (file, around[0] / file.name))
    message = f"a second tasks.py, in the folder of the book of {first}"
    return Problem(Origin(second), TWO_TASKS_FILES, message, "give it another name")


class Caller(Program):
    """Invoke's runner of tasks, which ends with 2 where what was typed cannot be understood."""

    def parse_core(self, argv: list[str] | None) -> None:
        """Read the options before the tasks."""
        try:
            super().parse_core(argv)
        except (ParseError, ValueError) as fault:  # of a number that is none Invoke says so as Python does
            raise _not_understood(fault) from None

    def print_help(self) -> None:
        """How a task is called, and which there are; of what Invoke has besides, what somebody may want."""
        print(f"Usage: {self.binary} [task] [options of the task]\n")
        print(f"{self.binary} TASK -h tells the options of a task; -V the version; --list the tasks alone;")
        print("--print-completion-script=bash (zsh, fish) what has a shell complete what is typed.\n")
        self.list_tasks()

    def parse_tasks(self) -> None:
        """Read what was typed."""
        try:
            super().parse_tasks()
        except ParseError as fault:
            raise _not_understood(fault) from None


def _not_understood(fault: Exception) -> Exit:
    return Exit(f"{call()}: error: {str(fault)[:1].lower()}{str(fault)[1:]} [{UNKNOWN_TASK}]", 2)


def run(collection: Collection, command: str, home: Path, typed: list[str]) -> None:
    """Run what was typed behind a command, whose book is that of `home` where it is begun in none."""
    called(command)
    HOME.folder, HOME.chosen = home, False
    if problem := unknown(typed, collection):
        print(problem, file=sys.stderr)
        sys.exit(2)
    if task := asked_about(typed, options_of(collection)):
        typed = ["--help", task]
    try:
        try:
            Caller(version=__version__, namespace=collection, name="press", binary=command).run([command, *typed])
        finally:
            sys.stdout.flush()
    except OSError as fault:  # of the lists and the help of Invoke: a task tells its own
        sys.exit(told_of_disk(fault, "standard output"))
