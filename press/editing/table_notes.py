"""The table that is being linked, at whose foot its notes stand, and the letters of notes."""

from __future__ import annotations

import string
from dataclasses import dataclass


@dataclass(slots=True)
class TableInHand:
    """The table that is being linked: where its notes are at home, how their anchors begin, how many it has so far."""

    home: str
    prefix: str
    turned: bool
    letters: int = 0


def note_letter(number: int) -> str:
    """The letters of notes: a to z, then aa, bb."""
    return string.ascii_lowercase[(number - 1) % 26] * ((number + 25) // 26)
