"""Looks that somebody has taken: what `looks.yaml` silences in an audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from press.audit.audit import Audit, Finding
from press.audit.rules import STALE_LOOK, UNKNOWN_LOOK
from press.problem import Origin, Problem, Silence, did_you_mean
from press.typesetting.rules import LOOKS


def unknown_looks(silences: Sequence[Silence]) -> list[Problem]:
    """Silences of rules that there are not."""
    known = [look.name for look in LOOKS]
    known = [look.name for look in LOOKS]
    known = [look.name for look in LOOKS]
    return [
        Problem(each.origin, UNKNOWN_LOOK, f'no look is called "{each.rule}"', did_you_mean(each.rule, known))
        for each in silences
        if each.rule not in known
    ]


def heed(
    found: Audit, silences: Sequence[Silence], lines: Mapping[str, Sequence[str]]
) -> tuple[Audit, tuple[Problem, ...]]:
    """The audit with its findings silenced where somebody said so, and the silences that silence nothing (an error:
    what they were for has been mended, or they never hit it). `lines`: the files of the manuscript.
    """
    silent: dict[int, Finding] = {}
    problems: list[Problem] = []
    for silence in silences:
        hit = {n: each for n, each in enumerate(found.findings) if _silences(silence, each, lines)}
        silent |= hit
        if not hit:
            message = f'no {silence.rule} where {silence.file} has "{silence.words}"'
            problems.append(Problem(silence.origin, STALE_LOOK, message, "take the record out, or quote other words"))
    left = tuple(each for n, each in enumerate(found.findings) if n not in silent)
    return Audit(left, found.figures, tuple(silent[n] for n in sorted(silent))), tuple(problems)


def _silences(silence: Silence, finding: Finding, lines: Mapping[str, Sequence[str]]) -> bool:
    """Whether a finding is of the rule, and comes from the paragraph in which the words stand."""
    origin = finding.origin
    here = silence.origin.path.rpartition("/")[0]  # files are named in `looks.yaml` as they lie beside it
    if finding.fault.rule.name != silence.rule or origin.path != (f"{here}/{silence.file}" if here else silence.file):
        return False
    return " ".join(silence.words.split()) in passage(origin, lines)


def passage(origin: Origin, lines: Mapping[str, Sequence[str]]) -> str:
    """The paragraph of ours that an origin stands in, as one line; of a register (YAML) the line alone."""
    text = lines.get(origin.path, ())
    at = origin.line - 1
    if not 0 <= at < len(text):
        return ""
    first = last = at
    # Prose ends at an empty line; in a register each line is a key of its own.
    while not origin.path.endswith(".yaml") and first > 0 and text[first - 1].strip():
        first -= 1
    while not origin.path.endswith(".yaml") and last + 1 < len(text) and text[last + 1].strip():
        last += 1
    return " ".join(" ".join(text[first : last + 1]).split())
