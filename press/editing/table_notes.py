"""The table that is being linked, at whose foot its notes stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class TableInHand:
    """The table that is being linked: where its notes are at home, how their anchors begin, how many it has so far."""

    home: str
    prefix: str
    turned: bool
    letters: int = 0
