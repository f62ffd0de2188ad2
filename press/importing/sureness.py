"""How sure a guess of an import is; every guess is told with it, whatever has been guessed."""

from __future__ import annotations

from typing import Literal, TypeAlias

Sure: TypeAlias = Literal["", "sure", "likely", "doubtful"]
"""*sure*: the words, a style or a row of numbers say it; *likely*: it looks so; *doubtful*: for want of anything
better. Nothing where nothing has been guessed.
"""
SURENESS: tuple[Sure, ...] = ("", "sure", "likely", "doubtful")
"""The surest first."""


def surer(one: Sure, other: Sure) -> Sure:
    """The surer of two."""
    return min(one, other, key=SURENESS.index)


def bracketed(sure: str) -> str:
    """How sure something is, as it stands at the end of a line that tells it."""
    return f" [{sure}]" if sure else ""
