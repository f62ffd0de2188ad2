"""What the audit of pages lets pass: `look:` of a style's style.yaml → limits."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from press.fields import Raw
from press.problem import Origin, Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Limits:
    """What is let pass. `loose`, `tight`: word space as a share of the type size. `ladder`: so many hyphens in a row
    are too many. `runt`: the least width of a last line, in ems. `short`: so many lines lacking make a page short.
    `last_page`: the least lines of a section's last page. `under_heading`: the least lines below a heading. `notes`:
    the greatest share of the page for notes. `edge`: how far the right edge may be out, in points.
    `hang`: how far punctuation may stand out of the measure besides, in ems.
    """

    loose: float = 0.40
    tight: float = 0.13
    ladder: int = 3
    runt: float = 1.25
    short: int = 2
    last_page: int = 4
    under_heading: int = 2
    notes: float = 0.5
    edge: float = 0.25
    hang: float = 0.0


def read_limits(raw: Raw, path: str, problems: list[Problem]) -> Limits:
    """The limits that a style sets; what is no limit or no number is complained of."""
    asked: dict[str, Any] = dict(raw.value) if isinstance(raw.value, dict) else {}
    known: dict[str, int | float] = dataclasses.asdict(Limits())
    limits: dict[str, Any] = {}
    for key, value in asked.items():
        origin = Origin(path, raw.lines.get(key, 0))
        if key not in known:
            problems.append(Problem(origin, "unknown-key", f'unknown key "{key}"', did_you_mean(key, known)))
            continue
        try:
            limits[key] = type(known[key])(str(value))
        except ValueError:
            problems.append(Problem(origin, "wrong-type", f'"{key}" wants a number'))
    return Limits(**limits)
