"""Openings side by side: is the title of every chapter as far down its page as those of the others, and its text?

A look that no section can be taken at by itself. Lengths are CSS px.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from press.audit.figures import SurveyedSection
from press.typesetting.fault import Fault, box_of
from press.typesetting.page import PX, Line
from press.typesetting.rules import UNEVEN_SINKAGE

NEAR = 0.5
"""CSS px by which depths may differ."""
FEWEST = 3
"""Openings of a kind that must be of one depth for others to be uneven."""
OPENING = 4
"""Lines at the head of a section among which its title is looked for."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A section that opens with a title, and the depths of its first line, which is the title's or the number above it,
    and of the first line below; None where something else stands between them, as an epigraph does.
    """

    section: int
    title: Line
    text: Line | None


def uneven_sinkage(sections: Sequence[SurveyedSection]) -> Iterator[tuple[int, Fault]]:
    """Of each kind the openings that are of another depth than most, with the number of their section."""
    kinds: dict[str, list[Opening]] = defaultdict(list)
    for n, section in enumerate(sections):
        if section.kind and (opening := _opening(n, section)):
            kinds[section.kind].append(opening)
    for kind, openings in kinds.items():
        yield from _apart(kind, "title stands", [(each.section, each.title) for each in openings])
        yield from _apart(kind, "text begins", [(each.section, each.text) for each in openings if each.text])


def _opening(number: int, section: SurveyedSection) -> Opening | None:
    lines = section.pages[0].lines if section.pages else ()
    heads = [n for n, line in enumerate(lines[:OPENING]) if line.kind == "heading"]
    if not heads:
        return None
    after = lines[heads[-1] + 1 :][:1]
    plain = bool(after) and after[0].kind == "text" and after[0].justified
    return Opening(number, lines[heads[0]], after[0] if plain else None)


def _apart(kind: str, what: str, lines: Sequence[tuple[int, Line]]) -> Iterator[tuple[int, Fault]]:
    """Those whose line stands at another depth than that of most others, if there are enough of these."""
    if not lines:
        return
    halves, times = Counter(round(line.baseline / NEAR) for _, line in lines).most_common(1)[0]
    if times < FEWEST:
        return
    for number, line in lines:
        if abs(lower := line.baseline - halves * NEAR) > NEAR:
            way = "lower" if lower > 0 else "higher"
            message = f"its {what} {abs(lower) * PX:.1f} pt {way} than that of other pieces of its kind ({kind})"
            yield number, Fault(UNEVEN_SINKAGE, 0, box_of(line), line.block, message)
