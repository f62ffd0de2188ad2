"""Which sheet of a style, and which rule of it, a page cannot be set with: found by leaving them out one after another.

A sheet may ask for anything, and there is more of it than can be foreseen that a page of text cannot be made of.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from press.problem import Faulty, FaultyThroughout, Origin, Problem
from press.style.nesting import ends_of_rules
from press.style.style import StyleSheet
from press.typesetting.rules import ENGINE, NOTE_ASTRAY, SHEET_FAULT

PATIENCE = 120.0
"""Seconds for which a rule is looked for: of a long chapter the section is told, and the sheet if it has been found."""
UNWRITTEN = re.compile(
    r"fails over it|a note is lost|.*(?:(?:is|are) (?:unsupported|not supported)|only allowed in page margins)"
    r"|unable to compute content|invalid math function|only strings are allowed",
    re.IGNORECASE,
)
"""Problems that no text of a manuscript makes: the engine fails, or cannot do what it was asked for, or a note is on no
page at all.
"""
Made = TypeVar("Made")


def with_sheets_blamed(make: Callable[[Sequence[StyleSheet]], Made], sheets: Sequence[StyleSheet]) -> Made:
    """What is made with some sheets. Raises `FaultyThroughout` with the rule of theirs that it cannot be made with, if
    there is one.
    """
    try:
        return make(sheets)
    except (OSError, MemoryError):
        raise
    except Faulty as fault:
        told = (each.message for each in fault.problems if each.rule in (ENGINE, NOTE_ASTRAY))
        if not any(map(UNWRITTEN.match, told)):
            raise
        problem = _blamed(make, sheets, fault.problems[0].message)
        if problem is None:
            raise
        raise FaultyThroughout([problem]) from None
    except Exception as fault:
        problem = _blamed(make, sheets, f"{fault}" if type(fault) is ValueError else f"{type(fault).__name__}: {fault}")
        if problem is None:  # and the press is at fault
            raise
        raise FaultyThroughout([problem]) from None


def _blamed(make: Callable[[Sequence[StyleSheet]], object], sheets: Sequence[StyleSheet], said: str) -> Problem | None:
    until = time.monotonic() + PATIENCE

    def sets(tried: Sequence[StyleSheet]) -> bool:
        try:
            make(tried)
        except Exception:  # whatever it is
            return False
        return True

    for n in reversed(range(len(sheets))):  # the house's own come last, and are the youngest
        before, sheet, after = sheets[:n], sheets[n], sheets[n + 1 :]
        if time.monotonic() > until:
            return None
        if sets([*before, *after]):
            trials = ([*before, part, *after] for part in _parts(sheet))
            line = _first_that_fails(sheet, trials, sets, until)
            return Problem(Origin(sheet.path, line), SHEET_FAULT, f"no page can be set with it: {said}")
    return None


def _parts(sheet: StyleSheet) -> Iterator[StyleSheet]:
    return (replace(sheet, text=sheet.text[:end]) for _, end in ends_of_rules(sheet.text))


def _first_that_fails(
    sheet: StyleSheet,
    trials: Iterator[Sequence[StyleSheet]],
    sets: Callable[[Sequence[StyleSheet]], bool],
    until: float,
) -> int:
    """The line of the first rule with which no page can be set, 0 where the time is over before it is known."""
    lines, tried = [line for line, _ in ends_of_rules(sheet.text)], list(trials)
    good, bad = -1, len(tried) - 1
    while bad - good > 1 and time.monotonic() < until:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if sets(tried[middle]) else (good, middle)
    return lines[bad] if lines and bad - good == 1 else 0
