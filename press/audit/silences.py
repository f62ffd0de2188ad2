"""Looks that somebody has taken: what `looks.yaml` silences in an audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from press.audit.audit import Audit, Finding
from press.problem import Problem, Silence
from press.silences import silences as silenced_by
from press.silences import stale


def heed(
    found: Audit, silences: Sequence[Silence], lines: Mapping[str, Sequence[str]]
) -> tuple[Audit, tuple[Problem, ...]]:
    """The audit with its findings silenced where somebody said so, and the silences that silence nothing (an error:
    what they were for has been mended, or they never hit it). `lines`: the files of the manuscript.
    """
    silent: dict[int, Finding] = {}
    problems: list[Problem] = []
    for silence in silences:
        findings = enumerate(found.findings)
        hit = {n: each for n, each in findings if silenced_by(silence, each.fault.rule, each.origin, lines)}
        silent |= hit
        problems += [] if hit else [stale(silence)]
    left = tuple(each for n, each in enumerate(found.findings) if n not in silent)
    return Audit(left, found.figures, tuple(silent[n] for n in sorted(silent))), tuple(problems)
