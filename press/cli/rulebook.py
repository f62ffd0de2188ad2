"""The rules of all packages → `docs/rules.md`: a table for each subject, with what a rule says and what to do then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import ModuleType

import press.cli.rules
import press.ebook.rules
import press.editing.check
import press.importing.rules
import press.prepress.house_rules
import press.prepress.rules
import press.rules
import press.style.rules
import press.typesetting.rules
import press.words.rules
from press.problem import Rule, Subject

MODULES: tuple[ModuleType, ...] = (
    press.rules,
    *press.editing.check.MODULES,
    press.style.rules,
    press.typesetting.rules,
    press.prepress.rules,
    press.prepress.house_rules,
    press.importing.rules,
    press.words.rules,
    press.ebook.rules,
    press.cli.rules,
)
"""Every module of rules, in the order in which their rules stand in a table."""
INTRODUCTION = """# The rules

What the press complains of, by the word in brackets at the end of a complaint:

    manuscript/people.yaml:17: error: unknown key "glos" [unknown-key]
        hint: did you mean "gloss"?

An *error* stops the press; a *warning* does not; a *look* is for somebody's eye. All are told at once, each with its
file and line, and `dist/` stays as it was. `press validate` names a clause of its standard instead: `[PDF/UA-1 7.1-9]`.

In parentheses stands what a rule is taken from; where nothing does, it is the press's own. *Bringhurst* is The Elements
of Typographic Style, version 3; *Chicago* The Chicago Manual of Style, 17th or 18th edition; *De Vinne* Correct
Composition (1902); *ISO 999* the standard of indexes, *ISO 2108* of the ISBN, *ISO 8601* of dates, which EDTF extends;
*BCP 47* that of language tags; *PDF/UA-1* is ISO 14289-1, *PDF/X-4* ISO 15930-7.

This page is written by `./go golden` from the records in `press/rules.py` and `press/*/*rules.py`.
"""
HEAD = "| rule | says | for example | do |\n| --- | --- | --- | --- |\n"


def all_rules() -> tuple[Rule, ...]:
    """Every rule that there is, each package's in the order in which they are written."""
    return tuple(each for module in MODULES for each in vars(module).values() if isinstance(each, Rule))


def rulebook(rules: Iterable[Rule]) -> str:
    """The page that lists the rules, as Markdown."""
    rules = tuple(rules)
    return INTRODUCTION + "".join(_section(subject, rules) for subject in Subject)


def _section(subject: Subject, rules: Iterable[Rule]) -> str:
    return f"\n## {subject.value}\n\n{HEAD}" + "".join(_rows(rule for rule in rules if rule.subject is subject))


def _rows(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        says = f"{rule.says} (*{rule.authority}*)" if rule.authority else rule.says
        yield _row(f"`{rule.name}`", says, _code(rule.example), rule.do)


def _row(*cells: str) -> str:
    """A row of a table; a bar within a cell is escaped, in code too, for it would begin the next cell."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _code(text: str) -> str:
    """A line of code; two backticks around one that has some itself."""
    fence, space = ("``", " ") if "`" in text else ("`", "")
    return f"{fence}{space}{text}{space}{fence}" if text else ""
