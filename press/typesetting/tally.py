"""What came of the paragraphs of one layout: how many were set well, and which were not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from press.problem import Faulty, Origin, Problem, warning
from press.typesetting.rules import CROWDED_SIDES, NO_INITIAL, SET_BY_LINE, STRAINED_PARAGRAPH


@dataclass(frozen=True, slots=True)
class Amiss:
    """A paragraph that is not set as it should be: its anchor (or empty), how it begins, and why."""

    anchor: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The paragraphs of one layout: how many were broken as a whole, into how many lines, how many of them end in a
    hyphen; those left to the engine; those that came out badly; those that were to have an initial and have none.
    `crowded`: what stands in the margin and has no room there.
    """

    paragraphs: int = 0
    lines: int = 0
    hyphens: int = 0
    left: tuple[Amiss, ...] = ()
    strained: tuple[Amiss, ...] = ()
    plain: tuple[Amiss, ...] = ()
    crowded: tuple[Amiss, ...] = ()

    def problems(self, section: str, origins: Mapping[str, Origin]) -> Iterator[Problem]:
        """What to look at, with the manuscript's line where an anchor gives it."""
        told = (
            (SET_BY_LINE, self.left, "set line by line"),
            (STRAINED_PARAGRAPH, self.strained, "not set well"),
            (NO_INITIAL, self.plain, "set without its initial"),
        )
        for rule, some, said in told:
            for each in some:
                origin = origins.get(each.anchor.partition("--")[0], Origin(f"section {section}"))
                yield warning(origin, rule, f"“{each.words}…” is {said}: {each.reason}")

    def refuse_crowded(self, section: str, origins: Mapping[str, Origin]) -> None:
        """Raises `Faulty` if something in the margin has no room on its page."""
        problems = [
            Problem(
                origins.get(each.anchor, Origin(f"section {section}")),
                CROWDED_SIDES,
                f"“{each.words}…” has no room in the margin: {each.reason}",
                "say it in fewer words, or leave out one that stands near it",
            )
            for each in self.crowded
        ]
        if problems:
            raise Faulty(problems)
