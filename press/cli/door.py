"""What is typed behind `./go`, looked at before anything is done: a task or an option that there is not, and what it is
like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from press.cli.rules import UNKNOWN_TASK
from press.problem import Origin, Problem, did_you_mean

OF_ALL = {"--help": False, "-h": False}
"""Options of every task."""
VALUED = {"--search-root", "-r", "--collection", "-c", "--config", "-f", "--prompt-for-login-password"}
"""Options of the runner of tasks that take a value; they stand before the task."""


def misspelt(typed: Sequence[str], tasks: Mapping[str, Mapping[str, bool]]) -> Problem | None:
    """The first word typed that is no task, or no option of the task before it.

    `tasks`: each with its options, and whether these take a value.
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
        elif word.startswith("--") and len(word) > 2:
            options = {**OF_ALL, **tasks[task]}
            if name not in options:
                return _problem(f'{task} has no option "{name}"', name, options)
            if options[name] and not given:
                next(words, None)
    return None


def _problem(message: str, word: str, known: Iterable[str]) -> Problem:
    names = sorted(each for each in known if each.startswith("--") or not each.startswith("-"))
    return Problem(Origin("./go"), UNKNOWN_TASK, message, did_you_mean(word, names) or f"one of: {', '.join(names)}")
