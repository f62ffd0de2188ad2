"""How a style wants its lines filled: `justification:` in style.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from press.fields import Between

EXPANSION = 2.0
"""Per cent by which type may be widened or narrowed; what Hermann Zapf’s hz-program allowed itself; more is seen."""
TRACKING = 1.0
"""Per cent of their size by which letters may be moved apart (Robert Bringhurst, 2.1.9, lets pass 3, which is seen)."""


@dataclass(frozen=True, slots=True)
class Justification:
    """`justification:` in style.yaml.

    `whole`: paragraphs are broken as a whole, or else line by line by the engine. `expansion`: by how many per cent the
    type of a line may be widened or narrowed. `tracking`: by how many per cent of their size the letters of a line that
    would be loose may stand further apart, in paragraphs that are broken as a whole, and up to four times as much where
    the spaces would yet be holes. `hanging`: how many per cent of their full measure punctuation marks stand out into
    the margins.
    """

    whole: bool = True
    expansion: Annotated[float, Between(0, EXPANSION, "per cent")] = 0.0
    tracking: Annotated[float, Between(0, TRACKING, "per cent")] = 0.0
    hanging: Annotated[float, Between(0, 100, "per cent")] = 0.0
