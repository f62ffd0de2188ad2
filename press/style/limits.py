"""What the audit of pages lets pass: `look:` in style.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from press.fields import Between


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is let pass. `loose`, `tight`: word space as a share of the type size. `ladder`: so many hyphens in a row
    are too many. `runt`: the least width of a last line, in ems. `short`: so many lines lacking make a page short.
    `last_page`: the least lines of a section's last page. `under_heading`: the least lines below a heading. `notes`:
    the greatest share of the page for notes. `edge`: how far the right edge may be out, in points.
    `hang`: how far punctuation may stand out of the measure besides, in ems. `longer`: by how many lines a page may be
    longer than its depth, with the one that it faces.
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
    longer: Annotated[int, Between(0, 1, "lines")] = 0
