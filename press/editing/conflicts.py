"""Two wordings that a merge has left in a file for an editor to choose from, between marks as git writes them.

Such a place is an error; what is read of it is the manuscript's own wording, with every line where it stands, so that
nothing else is told amiss.
"""

from __future__ import annotations

from press.editing.rules import CONFLICT_LEFT
from press.problem import Origin, Problem

OURS, BASE, PARTED, ENDED = "<<<<<<< manuscript", "||||||| before", "=======", ">>>>>>>"
AUTHOR = "author"
LONGEST = 60
"""Letters of a wording that are shown."""
BEFORE = 4
"""Words shown before those in which two wordings differ."""


def without_conflicts(text: str, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text with the manuscript's wording alone, the other lines being blank; and every place where two are left."""
    if OURS[:7] not in text:
        return text, ()
    lines = text.split("\n")
    problems: list[Problem] = []
    while start := next((n for n, line in enumerate(lines, 1) if _is(line, OURS)), 0):
        end = next((n for n in range(start + 1, len(lines) + 1) if _is(lines[n - 1], ENDED)), len(lines))
        inside = lines[start : end - 1]
        cut = next((n for n, line in enumerate(inside) if _is(line, BASE) or _is(line, PARTED)), len(inside))
        behind = next((n for n, line in enumerate(inside) if _is(line, PARTED)), len(inside))
        ours, theirs = inside[:cut], inside[behind + 1 :]
        here, there = _apart(" ".join(ours).split(), " ".join(theirs).split())
        message = f"two wordings are left: {here} in the manuscript, {there} in what was merged"
        problems.append(Problem(Origin(path, start), CONFLICT_LEFT, message, CONFLICT_LEFT.do))
        lines[start - 1 : end] = ["", *ours, *[""] * (end - start - len(ours))]
    return "\n".join(lines), tuple(problems)


def _is(line: str, sign: str) -> bool:
    """Whether a line is a mark: its seven signs, alone or with a name behind them."""
    return line[:7] == sign[:7] and line[7:8] in ("", " ", "\r")


def _apart(one: list[str], other: list[str]) -> tuple[str, str]:
    """Two wordings from the words before those in which they differ on."""
    alike = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, alike - BEFORE)
    return _shown(one, begin), _shown(other, begin)


def _shown(words: list[str], begin: int) -> str:
    if not words:
        return "nothing"
    text = " ".join(words[begin:])
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0]} …"
    return f'"{"… " * bool(begin)}{cut}"'
