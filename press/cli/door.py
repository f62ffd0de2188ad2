"""What is typed behind `press`, looked at before anything is done: a task or an option that there is not, with what it
is like, or no number where one is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from press.cli.rules import UNKNOWN_TASK
from press.commands import call
from press.problem import Origin, Problem, did_you_mean

OF_ALL: Mapping[str, type | None] = {"--help": None, "-h": None}
"""Options of every task."""
VALUED = {"--search-root", "-r", "--collection", "-c", "--config", "-f", "--prompt-for-login-password"}
"""Options of the runner of tasks that take a value; they stand before the task."""


def misspelt(typed: Sequence[str], tasks: Mapping[str, Mapping[str, type | None]]) -> Problem | None:
    """The first word typed that is no task, no option of the task before it, or no number where one is wanted.

    `tasks`: each with its options, and what kind of value these take, if any.
    """
    task = ""
    words = iter(typed)
    for word in words:
        name, _, given = word.partition("=")
        if not task and word.startswith("-"):
            if name in VALUED and not given:
                next(words, None)
        elif not task or (word in tasks and not word.startswith("-")):
            if word not in tasks:
                return _problem(f'no task "{word}"', word, tasks)
            task = word
        elif len(word) > 1 and word.startswith("-") and word != "--":
            options = {**OF_ALL, **tasks[task]}
            if not word.startswith("--"):  # its value may be joined to a short one, or others that have none
                name, given = word[:2], word[2:]
            if name not in options:
                return _problem(f'{task} has no option "{name}"', name, options)
            value = given or (next(words, "") if options[name] else "")
            if options[name] is int and not re.fullmatch(r"[+-]?\d+", value.removeprefix("=")):
                return Problem(Origin(call()), UNKNOWN_TASK, f'{name} of {task} wants a number, found "{value}"')
    return None


def _problem(message: str, word: str, known: Iterable[str]) -> Problem:
    names = sorted(each for each in known if each.startswith("--") or not each.startswith("-"))
    return Problem(Origin(call()), UNKNOWN_TASK, message, did_you_mean(word, names) or f"one of: {', '.join(names)}")
