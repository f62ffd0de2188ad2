"""How a style wants its lines filled: `justification:` in style.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from press.problem import Origin, Problem

EXPANSION = 1.5
"""Per cent by which type may be widened or narrowed; more is seen (Hermann Zapf's hz-program allowed itself 2)."""


@dataclass(frozen=True, slots=True)
class Justification:
    """`justification:` in style.yaml.

    `whole`: paragraphs are broken as a whole, or else line by line by the engine. `expansion`: by how many per cent the
    type of a line may be widened or narrowed. `hanging`: how many per cent of their full measure punctuation marks
    stand out into the margins.
    """

    whole: bool = True
    expansion: float = 0.0
    hanging: float = 0.0
    origin: Origin = field(default=Origin(""), compare=False)

    def problems(self) -> Iterator[Problem]:
        """What is out of bounds."""
        for key, value, most in (("expansion", self.expansion, EXPANSION), ("hanging", self.hanging, 100.0)):
            if not 0 <= value <= most:
                yield Problem(self.origin, "wrong-value", f'"{key}" is {value:g}', f"per cent, from 0 to {most:g}")
