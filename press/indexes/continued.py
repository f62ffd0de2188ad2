"""Headings said again, *(continued)*, where the end of a page or a column parts them from their sub-entries.

Chicago 18, ch. 15: from the foot of a recto to the verso, for the reader who turns the leaf; some houses have it at the
head of every column. Where that is shows when the index has been laid out: entries and lines come in, entries go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from press.indexes.entries import Entry, Group, SubEntry
from press.indexes.options import IndexOptions

AGAIN = "::"
"""ColumnParts before the number of a part of a paragraph, in the id of that."""


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """Where some lines of a paragraph have come to stand: page (from 0) and column (from 1); how many letters these
    lines have.
    """

    page: int
    column: int
    verso: bool
    letters: int = 0


ColumnParts = Mapping[str, Sequence[ColumnPart]]
"""The id of a paragraph → where it stands, in order. That of its later parts has their number behind `AGAIN`."""


def say_again(
    index: Iterable[Group], stands: ColumnParts, options: IndexOptions, *, hold: int | None = None
) -> tuple[Group, ...]:
    """The index with each heading said again that is parted from what stands below it, and no other.

    `hold`: from this page on whatever begins a column is kept there, for where columns are balanced a heading said
    again may move what has called for it.
    """
    speaker = _Speaker(stands, options, hold)
    return tuple(replace(group, entries=tuple(map(speaker.entry, group.entries))) for group in index)


class _Speaker:
    """Goes down an index, from entry to entry."""

    def __init__(self, stands: ColumnParts, options: IndexOptions, hold: int | None) -> None:
        self.stands, self.options, self.hold = stands, options, hold
        self.before: ColumnPart | None = None

    def entry(self, entry: Entry) -> Entry:
        if self.options.layout == "run-in" and not entry.deep:
            return self._parted(entry) if entry.subentries else entry
        self.before = None  # the first sub-entry stays with its heading
        return replace(entry, subentries=tuple(map(self._sub_entry, entry.subentries)))

    def _sub_entry(self, each: SubEntry) -> SubEntry:
        stands = self.stands.get(each.anchor, ())  # a style's own index need not print it
        if not stands:
            return replace(each, turned=False)
        turned = self.before is not None and self._away(self.before, stands[0])
        held = turned and self._holds(stands[0])
        self.before = stands[-1]
        return replace(each, turned=turned, held=held, subentries=tuple(map(self._sub_entry, each.subentries)))

    def _parted(self, entry: Entry) -> Entry:
        """An entry that is one paragraph, with the places at which that is cut."""
        parts = [self.stands.get(f"{entry.anchor}{AGAIN}{n}" if n else entry.anchor, ()) for n in _count(entry)]
        every = [each for part in parts for each in part]
        cuts, letters, held = [], 0, False
        for stand, after in pairwise(every):
            letters += stand.letters
            if self._away(stand, after):
                cuts.append(letters)
                held = held or self._holds(after)
        return replace(entry, parted=tuple(cuts), held=held)

    def _away(self, before: ColumnPart, after: ColumnPart) -> bool:
        match self.options.continued:
            case "columns":
                return (before.page, before.column) != (after.page, after.column)
            case "versos":
                return after.verso and not before.verso
        return False

    def _holds(self, stand: ColumnPart) -> bool:
        return self.hold is not None and stand.page >= self.hold


def _count(entry: Entry) -> range:
    return range(len(entry.parted) + 1)
