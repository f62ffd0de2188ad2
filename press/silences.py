"""What somebody has looked at and left (`looks.yaml`): which problems a record of it silences, and records that silence
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from press.problem import Origin, Problem, Rule, Severity, Silence, did_you_mean
from press.rules import STALE_LOOK, UNKNOWN_LOOK


def silences(silence: Silence, rule: Rule, origin: Origin, lines: Mapping[str, Sequence[str]]) -> bool:
    """Whether a problem is of the rule, and comes from the paragraph in which the words stand."""
    here = silence.origin.path.rpartition("/")[0]  # files are named in `looks.yaml` as they lie beside it
    if rule.name != silence.rule or origin.path != (f"{here}/{silence.file}" if here else silence.file):
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


def stale(silence: Silence) -> Problem:
    """A silence that silences nothing: what it was for has been mended, or it never hit it."""
    message = f'no {silence.rule} where {silence.file} has "{silence.words}"'
    return Problem(silence.origin, STALE_LOOK, message, "take the record out, or quote other words")


def without_silenced(
    problems: Sequence[Problem], taken: Iterable[Silence], lines: Mapping[str, Sequence[str]]
) -> tuple[Problem, ...]:
    """The problems but for warnings that somebody has silenced, and a problem for each silence that hits none.

    `lines`: the files of the manuscript. Where there are errors not all warnings may have come up: none is missed then.
    """
    quiet: set[int] = set()
    idle: list[Problem] = []
    whole = all(problem.severity is not Severity.ERROR for problem in problems)
    for silence in taken:
        hit = {
            n
            for n, each in enumerate(problems)
            if each.severity is Severity.WARNING and silences(silence, each.rule, each.origin, lines)
        }
        quiet |= hit
        idle += [stale(silence)] if whole and not hit else []
    return (*(each for n, each in enumerate(problems) if n not in quiet), *idle)


def unknown_looks(taken: Iterable[Silence], known: Iterable[str]) -> list[Problem]:
    """Silences of rules that there are not."""
    names = set(known)
    return [
        Problem(each.origin, UNKNOWN_LOOK, f'no look is called "{each.rule}"', did_you_mean(each.rule, names))
        for each in taken
        if each.rule not in names
    ]
