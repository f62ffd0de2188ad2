"""Faults as values: where something stands in the manuscript or style, what is wrong with it, and by which rule.

A rule is a record that stands once, in the `rules` module of the package that complains by it; `docs/rules.md` is
written from these records. Every stage returns its problems; `press.build` collects and sorts them, and `press.cli`
prints them once.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How bad a problem is: an error stops the press, a warning does not; a look is for somebody's eye."""

    ERROR = "error"
    WARNING = "warning"
    LOOK = "look"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place in a file of the project: path from the project's top, and line (from 1; 0 for the whole file)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path

    def below(self, lines: int) -> Origin:
        """The place `lines` further down in the same file."""
        return Origin(self.path, self.line + lines)


class Subject(Enum):
    """What a rule is about: the sections of the list of rules, in their order."""

    FILES = "Files and records"
    TEXT = "Text"
    NOTES = "Notes and citations"
    PEOPLE = "People and documents"
    STYLES = "Styles"
    LAYOUT = "Layout"
    LOOKS = "Looks"
    PRINT = "Print and cover"
    IMPORTING = "Importing"
    MACHINE = "Machine"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that something can break: its name, what it is about, what it says, and what is to be done then.

    `authority` is the book or standard that it is taken from, empty where it is the press's own; `example` a line of a
    manuscript, a style or a command that breaks it, or what is said when it is broken. A name means one thing: rules
    are the same if their names are.
    """

    name: str
    subject: Subject = field(compare=False)
    says: str = field(compare=False)
    do: str = field(compare=False)
    authority: str = field(default="", compare=False)
    example: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where, which rule, what is wrong (lower case, no full stop), and a hint how to mend it.

    `lacks`: the id of what is not there, where that is what is wrong.
    """

    origin: Origin
    rule: Rule
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    lacks: str = ""

    def __str__(self) -> str:
        line = f"{self.origin}: {self.severity.value}: {self.message} [{self.rule}]"
        return f"{line}\n    hint: {self.hint}" if self.hint else line


@dataclass(frozen=True, slots=True)
class Silence:
    """A look that has been taken: which rule is to be silent, of which words of a file of the manuscript, and why.

    `rule` is the name as somebody wrote it, and may be that of no rule.
    """

    rule: str
    file: str
    words: str
    why: str
    origin: Origin = Origin("")


class Faulty(Exception):
    """Problems that a stage cannot go on from. Raised past the stages to whoever tells them (`press.cli.answer`)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[Faulty], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # it may come from another process


class FaultyThroughout(Faulty):
    """Problems that all that is made beside would have too: nothing more of it need be tried."""


def warning(origin: Origin, rule: Rule, message: str, hint: str = "") -> Problem:
    """A problem that does not stop the press."""
    return Problem(origin, rule, message, hint, Severity.WARNING)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the closest of the `known` words, or the empty string."""
    spelled = {each.casefold(): each for each in known}  # capitals tell nothing of what is meant
    close = difflib.get_close_matches(word.casefold(), list(spelled), n=1, cutoff=0.6)
    return f'did you mean "{spelled[close[0]]}"?' if close else ""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by place, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.origin, p.rule.name, p.message)))


def summary(problems: Iterable[Problem]) -> str:
    """How many problems there are: `2 errors, 1 warning`. A look is counted as none."""
    counts = Counter(problem.severity for problem in problems)
    told = ((counts[each], each.value) for each in (Severity.ERROR, Severity.WARNING))
    return ", ".join(f"{n} {what}{'s' if n != 1 else ''}" for n, what in told if n) or "no problems"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems stops the press."""
    return any(problem.severity is Severity.ERROR for problem in problems)
