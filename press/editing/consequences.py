"""Complaints that follow from others: one slip is told in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from press.editing.rules import UNKNOWN_REFERENCE
from press.problem import Problem, Severity


def without_consequences(found: Sequence[Problem], lines: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Problems without references to what was to have an id on a line with an error, by which the id has been lost.
    `lines`: of each file.
    """
    faulty = [
        lines[each.origin.path][each.origin.line - 1]
        for each in found
        if each.severity is Severity.ERROR
        and each.rule != UNKNOWN_REFERENCE
        and 0 < each.origin.line <= len(lines.get(each.origin.path, ()))
    ]
    for each in found:
        missing = each.lacks if each.rule == UNKNOWN_REFERENCE else ""
        if not (missing and any(re.search(rf"\{{[^}}]*#{re.escape(missing)}\b", line) for line in faulty)):
            yield each
