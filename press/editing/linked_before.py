"""Chapters and documents as they were linked last, for who links the same book again and again.

To link one depends on the registers, and leaves in them what it declares, refers to and mentions. So what it has left
is kept beside it, and left there again; but only where nothing was wrong with it, and no range of an index is open over
its edges: what is told, and what ends elsewhere, is found anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from press.book import Chapter, Document, Occurrence, Target
from press.editing.manuscript import Draft
from press.editing.numbering import UnitLinker
from press.editing.registers import Registers
from press.problem import Origin
from press.text import Figure, FigureGroup

Unit = TypeVar("Unit", Chapter, Document)
FILLED = ("authors-cited", "first-lines")
"""Kinds of registers to which headings are added as a book is linked: of such a book nothing is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _LinkedUnit:
    """A chapter or document linked: of what, with which numbers given, and what it has left in the registers."""

    draft: Chapter | Document
    given: tuple[object, ...]
    made: Chapter | Document
    notes: int
    numbers: Mapping[tuple[str, str], int]
    targets: Mapping[str, Target]
    references: tuple[tuple[str, Origin], ...]
    occurrences: tuple[Occurrence, ...]
    plates: tuple[Figure | FigureGroup, ...]


class LinkedBefore:
    """What has been linked before; used for one linking after another."""

    def __init__(self) -> None:
        self.units: dict[str, _LinkedUnit] = {}
        self.basis: tuple[object, ...] = ()

    def begin(self, draft: Draft, registers: Registers) -> None:
        """Begin with another draft: where what every unit depends on is another, nothing is known of any."""
        indexes, record = draft.registers, draft.record
        basis = (draft.people, indexes, draft.sources, draft.contributors, record, draft.files, draft.incomplete)
        if basis != self.basis or any(each.kind in FILLED for each in registers.indexes.values()):
            self.units.clear()
        self.basis = basis

    def linked(
        self, registers: Registers, unit: UnitLinker, draft: Unit, number: int, link: Callable[[], Unit]
    ) -> Unit:
        """A draft linked by `link`, or as it was before, and what it leaves in the registers left there."""
        given = (number, unit.letter, unit.marks.numbers, dict(registers.numbers))
        kept = self.units.get(draft.anchor)
        as_before = kept and kept.draft is draft and kept.given == given and not registers.ranges.begun
        if kept and as_before and not kept.targets.keys() & registers.targets.keys():
            return self._left_again(kept, registers, unit, draft)
        problems, references = len(registers.problems), len(registers.references)
        occurrences, plates, targets = len(registers.occurrences), len(registers.plates), len(registers.targets)
        closed = not registers.ranges.begun
        made = link()
        self.units.pop(draft.anchor, None)
        if len(registers.problems) == problems and closed and not registers.ranges.begun:
            self.units[draft.anchor] = _LinkedUnit(
                draft=draft,
                given=given,
                made=made,
                notes=unit.marks.numbers,
                numbers=dict(registers.numbers),
                targets=dict(list(registers.targets.items())[targets:]),
                references=tuple(registers.references[references:]),
                occurrences=tuple(registers.occurrences[occurrences:]),
                plates=tuple(registers.plates[plates:]),
            )
        return made

    @staticmethod
    def _left_again(kept: _LinkedUnit, registers: Registers, unit: UnitLinker, draft: Unit) -> Unit:
        registers.numbers.update(kept.numbers)
        registers.targets.update(kept.targets)
        registers.references += kept.references
        registers.occurrences += kept.occurrences
        registers.plates += kept.plates
        unit.marks.numbers = kept.notes
        assert isinstance(kept.made, type(draft))
        return kept.made
