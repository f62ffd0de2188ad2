"""How problems are told: as lines on standard error, in colour on a terminal; or, if asked for, to other programs.

`json`: a list of problems on standard output at the end, one of all tasks that were asked for it; `gitlab`: the same as
GitLab's report on code quality. What a task prints else goes to standard error then. `github`: each as an annotation of
GitHub's, as soon as it is known.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from press.cli.progress import LINE
from press.problem import Problem, Severity, in_order, summary

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.LOOK: "36"}
"""Numbers of the terminal's: red, yellow, cyan."""
ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.LOOK: "notice"}
GRADES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.LOOK: "info"}
"""How grave GitLab takes a problem to be."""


class Telling:
    """How the problems of the task that runs are told, and those that have been gathered for the end of the last."""

    def __init__(self) -> None:
        self.how = ""
        self.gathered: dict[str, list[Problem]] = {}
        self.remarked: list[Problem] = []


_now = Telling()


@contextmanager
def telling(how: str) -> Iterator[None]:
    """Tell the problems of the block in one of the ways above; of none, as lines."""
    _now.how, _now.remarked = how, []
    try:
        if how not in ("json", "gitlab"):
            yield
            return
        if how not in _now.gathered:  # of `press check -j build -j` nobody but the end knows which task was the last
            _now.gathered[how] = []
            atexit.register(_print_list, how, sys.stdout)
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        _now.how, _now.remarked = "", []


def _print_list(how: str, out: TextIO) -> None:
    gathered = in_order(_now.gathered.pop(how))
    told = [as_json(each) for each in gathered] if how == "json" else as_report(gathered)
    with contextlib.suppress(OSError):  # nobody reads it any more
        print(json.dumps(told, ensure_ascii=False, indent=1), file=out, flush=True)


def told_to_others() -> bool:
    """Whether problems are told to other programs."""
    return bool(_now.how)


def say(problem: Problem | str) -> None:
    """Tell one problem as soon as it is known; whatever else there is to say goes to standard error."""
    LINE.clear()
    with contextlib.suppress(OSError):  # nobody reads it any more
        if isinstance(problem, str):
            print(problem, file=sys.stderr, flush=True)
        elif _now.how == "github":
            print(as_annotation(problem), flush=True)
        elif _now.how:
            _now.gathered[_now.how].append(problem)
        else:
            print(coloured(problem) if in_colour() else problem, file=sys.stderr, flush=True)


def remark(problem: Problem) -> None:
    """Tell a problem before the task begins; where that counts its own, it is counted with them."""
    say(problem)
    _now.remarked.append(problem)


def tell(problems: Iterable[Problem], *, counted: bool = True) -> None:
    """Tell all problems of a task in the order of their places and, if they are to be counted, how many there are."""
    problems = in_order(problems)
    for problem in problems:
        say(problem)
    if counted:
        LINE.clear()
        print(summary((*_now.remarked, *problems)), file=sys.stderr)


def in_colour() -> bool:
    """Whether standard error is a terminal that is to have colours (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def coloured(problem: Problem) -> str:
    """A problem as it is told, its severity in colour."""
    severity = problem.severity.value
    return str(problem).replace(f": {severity}: ", f": \x1b[1;{COLOURS[problem.severity]}m{severity}\x1b[0m: ", 1)


def as_json(problem: Problem) -> dict[str, Any]:
    """A problem for other programs; `line` is 0 for a file as a whole."""
    return {
        "path": problem.origin.path,
        "line": problem.origin.line,
        "severity": problem.severity.value,
        "rule": problem.rule.name,
        "message": problem.message,
        "hint": problem.hint,
    }


def as_report(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as GitLab's report on code quality has them."""
    alike: Counter[tuple[str, ...]] = Counter()
    told = []
    for problem in problems:
        words = problem.origin.path, problem.rule.name, problem.message
        told.append(as_code_quality(problem, alike[words]))
        alike[words] += 1
    return told


def as_code_quality(problem: Problem, alike: int = 0) -> dict[str, Any]:
    """A problem in GitLab's report on code quality, which knows it again by its words, wherever they have moved to; of
    several with the same words in a file, by how many are `alike` before it.
    """
    words = "\0".join((problem.origin.path, problem.rule.name, problem.message, *([str(alike)] if alike else [])))
    return {
        "description": _with_hint(problem),
        "check_name": problem.rule.name,
        "fingerprint": hashlib.sha256(words.encode()).hexdigest(),
        "severity": GRADES[problem.severity],
        "location": {"path": in_repository(problem.origin.path), "lines": {"begin": max(1, problem.origin.line)}},
    }


def as_annotation(problem: Problem) -> str:
    """A problem as a workflow of GitHub's is told of it: the press's own words, at their line."""
    at = {"file": in_repository(problem.origin.path), "line": str(problem.origin.line or 1), "title": problem.rule.name}
    places = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in at.items())
    return f"::{ANNOTATIONS[problem.severity]} {places}::{_escaped(_with_hint(problem))}"


def in_repository(path: str) -> str:
    """A path as it is told, from the top of the repository where its machine says where that is."""
    top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    whole = Path(os.path.abspath(path))
    return whole.relative_to(top).as_posix() if top and whole.is_relative_to(top) else path


def _with_hint(problem: Problem) -> str:
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def _escaped(text: str, besides: str = "") -> str:
    """A text as GitHub takes it, which counts a percent, the end of a line and some other characters as its own."""
    return "".join(f"%{ord(each):02X}" if each in f"%\r\n{besides}" else each for each in text)
