"""What is typed behind `press`, looked at before anything is done: a task or an option that there is not, with what it
is like, or no number where one is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from press.cli.rules import UNKNOWN_TASK
from press.commands import call
from press.problem import Origin, Problem, did_you_mean

OF_ALL: Mapping[str, type | None] = {"--help": None, "-h": None}
"""Options of every task."""
VALUED = {
    *("--search-root", "-r", "--collection", "-c", "--config", "-f", "--prompt-for-login-password"),
    *("--list-depth", "-D", "--list-format", "-F", "--command-timeout", "-T", "--hide", "--print-completion-script"),
}
"""Options of the runner of tasks that take a value; they stand before the task."""


Options: TypeAlias = Mapping[str, type | None]
"""What a task takes, as it is typed, each with the kind of value that it takes, if any."""


def misspelt(
    typed: Sequence[str],
    tasks: Mapping[str, Options],
    wants: Mapping[str, tuple[str, ...]] | None = None,
    before: Collection[str] = (),
) -> Problem | None:
    """The first word typed that is no task, no option of the task before it, or no number where one is wanted; or that
    a task has not been given what it `wants`. `before`: the options of the runner, if these are known too.
    """
    if "--complete" in typed:  # a shell asks what may follow; what is typed behind it is not whole
        return None
    task, wanted = "", list[str]()
    asking = not {*OF_ALL, "--list", "-l", "--version", "-V"}.isdisjoint(typed)
    words = iter(typed)
    for word in words:
        name, _, given = word.partition("=")
        if not task and word.startswith("-"):
            flag = name if word.startswith("--") else word[:2]
            if before and flag not in before:
                return _early(flag, tasks, before)
            if name in VALUED and not given:
                next(words, None)
        elif len(word) > 1 and word.startswith("-") and word != "--":
            options = {**OF_ALL, **tasks[task]}
            if not word.startswith("--"):  # its value may be joined to a short one, or others that have none
                name, given = word[:2], word[2:].removeprefix("=")
            if name not in options:
                return _problem(f'{task} has no option "{name}"', name, options)
            wanted = [each for each in wanted if f"--{each}" != name]
            value = given or (next(words, "") if options[name] else "")
            if options[name] in (str, list) and (not value or (not given and value in options)):
                return _wanting(f"{name} of {task} wants a value", task)
            if options[name] is int and not re.fullmatch(r"[+-]?\d+", value):
                return Problem(Origin(call()), UNKNOWN_TASK, f'{name} of {task} wants a number, found "{value}"')
        elif wanted:
            if word:  # as of a variable of a shell that is not set
                wanted.pop(0)
        elif word not in tasks:
            return _problem(f'no task "{word}"', word, tasks)
        else:
            task, wanted = word, list((wants or {}).get(word, ()))
    return _wanting(f"{task} wants: {', '.join(wanted)}", task) if wanted and not asking else None


def asked_about(typed: Sequence[str], tasks: Mapping[str, Options]) -> str:
    """The task whose help is asked for behind it; Invoke would take that for what the task wants."""
    at = next((n for n, word in enumerate(typed) if word in ("-h", "--help")), 0)
    return next((word for word in reversed(typed[:at]) if word in tasks), "")


def _early(name: str, tasks: Mapping[str, Options], before: Iterable[str]) -> Problem:
    """An option before every task that is none of the runner's: one of a task stands behind it."""
    of = [task for task, options in tasks.items() if name in options]
    if not of:
        return _problem(f'no option "{name}"', name, before)
    hint = f"an option stands behind its task: {call('build' if 'build' in of else of[0], name)}"
    return Problem(Origin(call()), UNKNOWN_TASK, f'"{name}" before a task', hint)


def _wanting(message: str, task: str) -> Problem:
    return Problem(Origin(call()), UNKNOWN_TASK, message, call(task, "--help"))


def _problem(message: str, word: str, known: Iterable[str]) -> Problem:
    names = sorted(each for each in known if each.startswith("--") or not each.startswith("-"))
    return Problem(Origin(call()), UNKNOWN_TASK, message, did_you_mean(word, names) or f"one of: {', '.join(names)}")
