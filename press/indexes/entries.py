"""The nouns of an index: its entries in their groups, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from press.indexes.locators import Locator
from press.text import Phrase, Text


@dataclass(frozen=True, slots=True)
class SubEntry:
    """A part of an entry: what it is about, and where; and the parts of it. `turned` where it begins a page or a column
    away from its heading, which is then said again; `held`: it is kept at the head of that. `parted`: as of an entry.
    `see`: where it refers to, without pages of its own; `see_also`: beside them.
    """

    label: str
    locators: tuple[Locator, ...]
    anchor: str = ""
    turned: bool = False
    held: bool = False
    parted: tuple[int, ...] = ()
    subentries: tuple[SubEntry, ...] = ()
    see: tuple[tuple[str | Phrase, str], ...] = ()
    see_also: tuple[tuple[str | Phrase, str], ...] = ()

    @property
    def all_locators(self) -> Iterator[Locator]:
        """Its locators, and those of what is below it."""
        yield from self.locators
        for each in self.subentries:
            yield from each.all_locators


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A heading and all that stands under it. `note` goes after it in parentheses; a target is heading and anchor.

    `see_under`: targets under whose headings a sub-entry is what is meant. `parted`: behind how many of its letters the
    paragraph of an entry that is run in goes on away from its heading, which is then said again; `held` as above.
    """

    anchor: str
    heading: str | Phrase
    note: str = ""
    small_caps: bool = False
    locators: tuple[Locator, ...] = ()
    subentries: tuple[SubEntry, ...] = ()
    see: tuple[tuple[str | Phrase, str], ...] = ()
    see_under: tuple[tuple[str | Phrase, str], ...] = ()
    see_also: tuple[tuple[str | Phrase, str], ...] = ()
    parted: tuple[int, ...] = ()
    held: bool = False

    @property
    def deep(self) -> bool:
        """Whether it has sub-entries below others."""
        return any(each.subentries for each in self.subentries)

    @property
    def name(self) -> str | Phrase:
        """The heading with its note, as a cross-reference to it reads."""
        return name_of(self.heading, self.note)

    @property
    def all_locators(self) -> Iterator[Locator]:
        """Its locators, and those of its sub-entries."""
        yield from self.locators
        for each in self.subentries:
            yield from each.all_locators


def name_of(heading: str | Phrase, note: str, between: str = " (", end: str = ")") -> str | Phrase:
    """A heading with what stands behind it, if anything does."""
    behind = f"{between}{note}{end}" if note else ""
    return f"{heading}{behind}" if isinstance(heading, str) else Phrase((*heading.inlines, Text(behind)))


@dataclass(frozen=True, slots=True)
class Group:
    """The entries under one letter; under none, where an index has an order of its own."""

    letter: str
    entries: tuple[Entry, ...]
