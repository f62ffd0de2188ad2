"""Chapters and documents as they were linked before, for who links the same book again.

To link one depends on the registers, and leaves in them what it declares, refers to and mentions. So what it has left
is kept beside it, and left there again; but only where nothing was wrong with it, and each range of an index that
begins in it ends in it, and the other way round: what is told, and what ends elsewhere, is found anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from press.book import Chapter, Document, Occurrence, Target
from press.editing.index_ranges import RangeKey
from press.editing.manuscript import Draft
from press.editing.numbering import UnitLinker
from press.editing.registers import Registers
from press.problem import Origin
from press.store import Store, key_of, written_out
from press.text import Figure, FigureGroup

Unit = TypeVar("Unit", Chapter, Document)
FILLED = ("authors-cited", "first-lines")
"""Kinds of registers to which headings are added as a book is linked: of such a book nothing is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _LinkedUnit:
    """A chapter or document linked, and what it has left in the registers."""

    made: Chapter | Document
    notes: int
    numbers: Mapping[tuple[str, str], int]
    targets: Mapping[str, Target]
    references: tuple[tuple[str, Origin], ...]
    occurrences: tuple[Occurrence, ...]
    plates: tuple[Figure | FigureGroup, ...]
    ranges: frozenset[RangeKey]
    """The ranges of indexes that begin and end in it."""


class LinkedBefore:
    """What has been linked before: in this process, for one linking after another, and what a store has."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store(None)
        self.units: dict[str, tuple[Chapter | Document, tuple[object, ...], _LinkedUnit]] = {}
        """The units linked last: of what, and with which numbers given."""
        self.basis: tuple[object, ...] = ()
        self.filled = False
        self.lines: Mapping[str, tuple[str, ...]] = {}

    def begin(self, draft: Draft, registers: Registers) -> None:
        """Begin with another draft: where what every unit depends on is another, nothing is known of any."""
        indexes, record = draft.registers, draft.record
        basis = (draft.people, indexes, draft.sources, draft.contributors, record, draft.files, draft.incomplete)
        self.filled = any(each.kind in FILLED for each in registers.indexes.values())
        if basis != self.basis or self.filled:
            self.units.clear()
        self.basis, self.lines = basis, draft.lines
        self.__dict__.pop("written_basis", None)

    @cached_property
    def written_basis(self) -> bytes:
        """What every unit depends on, for keys."""
        return written_out([sorted(each) if isinstance(each, frozenset) else each for each in self.basis])

    def linked(
        self, registers: Registers, unit: UnitLinker, draft: Unit, number: int, link: Callable[[], Unit]
    ) -> Unit:
        """A draft linked by `link`, or as it was before, and what it leaves in the registers left there."""
        given = (number, unit.letter, unit.marks.numbers, dict(registers.numbers))
        kept, key, ranges = self._last(draft, given), "", registers.ranges
        if kept is None and (key := self._key(draft, given)):
            kept = self.store.load(key, _LinkedUnit)
        if kept and not kept.ranges & ranges.begun.keys() and not kept.targets.keys() & registers.targets.keys():
            self.units[draft.anchor] = draft, given, kept
            return self._left_again(kept, registers, unit, draft)
        problems, references = len(registers.problems), len(registers.references)
        occurrences, plates, targets = len(registers.occurrences), len(registers.plates), len(registers.targets)
        begun, ends = dict(ranges.begun), len(ranges.ends)
        made = link()
        self.units.pop(draft.anchor, None)
        own = frozenset(ranges.ends[ends:])
        if len(registers.problems) == problems and ranges.begun == begun and not own & begun.keys():
            linked = _LinkedUnit(
                made=made,
                notes=unit.marks.numbers,
                numbers=dict(registers.numbers),
                targets=dict(list(registers.targets.items())[targets:]),
                references=tuple(registers.references[references:]),
                occurrences=tuple(registers.occurrences[occurrences:]),
                plates=tuple(registers.plates[plates:]),
                ranges=own,
            )
            self.units[draft.anchor] = draft, given, linked
            if key:
                self.store.keep(key, linked)
        return made

    def _key(self, draft: Chapter | Document, given: tuple[object, ...]) -> str:
        """The key of a unit; empty where nothing is kept."""
        if self.filled or self.store.folder is None:
            return ""
        own = written_out((draft, given, self.lines.get(draft.origin.path)))
        return key_of("linked unit", self.written_basis, own)

    def _last(self, draft: Chapter | Document, given: tuple[object, ...]) -> _LinkedUnit | None:
        """A unit as it was linked last, if it is the same."""
        last = self.units.get(draft.anchor)
        return last[2] if last and last[0] is draft and last[1] == given else None

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
