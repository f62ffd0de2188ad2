"""What might be better in the entries of an index: long strings of bare locators, double posting, a *see* longer than
what it leads to. Only pages tell.

Chicago 18, ch. 15: what is posted twice has the same locators in both places; a *see* to an entry with few locators
had better be an entry with the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from press.book import Book, Occurrence
from press.editing.proofread import NO_NAMES
from press.indexer.surroundings import Surroundings, words_in
from press.indexes.entries import Entry, Group, SubEntry
from press.indexes.headings import heading_of
from press.indexes.index import MadeEntry, entries_by_term, make_index, options_of_register
from press.indexes.locators import homes_of, make_locators, pages_of
from press.indexes.options import IndexOptions
from press.places import Places
from press.terms import PEOPLE, Indexed, Register, TermId, told

CROWDED = 6
"""More locators than this, with nothing said of what is to be found at any, tire the reader."""
WORDS = 4
"""How many words are told of what a passage is about."""
SMALL_WORDS = re.compile(
    r"^(?:(?:about|after|against|and|as|at|before|between|by|during|for|from|in|of|on|the|to|under|with) )+"
    r"|(?: (?:about|against|and|at|by|for|from|in|of|on|to|under|with))+$"
)
"""What stands around the name in a sub-entry: *in Spain*, *Reiss and*."""


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """A part of a long entry: the division of the book in which it stands, its locators, words that are found there."""

    division: str
    locators: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostedTwice:
    """A sub-entry whose name is a heading too; the pages that only the one has, and only the other."""

    heading: str
    sub: str
    other: str
    only_there: tuple[str, ...]
    only_here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortSee:
    """Another heading, the heading that it refers to, and the locators of that, which are shorter than a reference."""

    name: str
    heading: str
    locators: str


class Adviser:
    """The entries of one register as the index prints them, looked over."""

    def __init__(self, book: Book, places: Places, options: IndexOptions, register: Register) -> None:
        self.book, self.places, self.register = book, places, register
        self.options = options_of_register(register, options)
        self.made: Mapping[TermId, MadeEntry] = {}
        self.groups: tuple[Group, ...] = ()
        printed = [piece.anchor for piece in book.pieces if register.id in piece.of]
        if printed or register.id == PEOPLE:
            piece = printed[0] if printed else ""
            self.made = entries_by_term(book, places, options, piece)
            self.groups = make_index(book, places, options, piece)
        self.homes = homes_of(book, places, self.options)

    @property
    def entries(self) -> dict[str, Entry]:
        """The entry of each heading of the register that has one, by its key."""
        return {key: made.entry for (mark, key), made in self.made.items() if mark == self.register.mark}

    @property
    def sorts(self) -> dict[str, str]:
        """By what each entry of the index is sorted, where that is said, by its anchor."""
        return {made.entry.anchor: sort for term, made in self.made.items() if (sort := self._term(term).sort)}

    def crowded(self) -> Iterator[tuple[str, int]]:
        """Headings, by their keys, with many bare locators, and how many."""
        for key, entry in self.entries.items():
            if len(entry.locators) > CROWDED:
                yield key, len(entry.locators)

    # --- where to break up -----------------------------------------------------------------------

    def parts(self, key: str, around: Surroundings) -> Iterator[ProposedPart]:
        """Where a long entry might be broken up: chapter by chapter, and by section where a chapter is still too much;
        each with the words that stand in those sentences and elsewhere are rare.
        """
        made = self.made[self.register.mark, key]
        bare = [each for each in made.mentions if not each.sub]
        units: dict[str, list[Occurrence]] = defaultdict(list)
        for each in bare:
            units[each.unit].append(each)
        for unit, found in units.items():
            numbered = self.homes.documents.get(unit)  # two documents may have one title
            title = f"{self.options.document} {numbered}: " * bool(numbered) + self.book.targets[unit].title
            sections: dict[str, list[Occurrence]] = defaultdict(list)
            for each in found:
                sections[each.section if len(self._locators(found)) > CROWDED else ""].append(each)
            for section, within in sections.items():
                if locators := self._locators(within):
                    words = tuple(self._telling(within, self.register.terms[key], around))
                    yield ProposedPart(f"{title}: {section}" if section else title, locators, words)

    def _locators(self, found: Sequence[Occurrence]) -> tuple[str, ...]:
        return tuple(each.text for each in make_locators(found, self.places, self.homes, self.options))

    def _telling(self, found: Iterable[Occurrence], term: Indexed, around: Surroundings) -> list[str]:
        """The words that are more frequent around mentions than in the book, but for those of the name itself."""
        own = {word.casefold() for name in names(term) for word in words_in(name)} | NO_NAMES
        counts: dict[str, int] = defaultdict(int)
        spelled: dict[str, str] = {}
        seen = {around.by_anchor[each.anchor] for each in found if each.anchor in around.by_anchor}
        for each in seen:
            text = f"{each.before} {each.after}"
            for word, folded in {word.casefold(): word for word in words_in(text)}.items():
                if word not in own:
                    counts[word] += 1
                    spelled[word] = min(spelled.get(word, folded), folded, key=str.islower)
        total = max(around.frequent[""], 1)
        weights = {word: n * log(total / max(around.frequent[word], 1)) for word, n in counts.items()}
        best = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]
        return [spelled[word] for word in best if weights[word] > 0]

    # --- double posting --------------------------------------------------------------------------

    def posted_twice(self) -> Iterator[PostedTwice]:
        """Sub-entries that are headings of the same index too, where the two have not the same pages."""
        named = {name.casefold(): term for term in self.made for name in names(self._term(term))}
        for (mark, key), made in self.made.items():
            for sub in made.entry.subentries if mark == self.register.mark else ():
                other = named.get(bare_name(sub.label))
                if other and other != (mark, key):
                    yield from self._compare(made, sub, self.made[other], names(self._term((mark, key))))

    def _compare(self, made: MadeEntry, sub: SubEntry, other: MadeEntry, own: Iterable[str]) -> Iterator[PostedTwice]:
        known = {name.casefold() for name in own}
        back = next((each for each in other.entry.subentries if bare_name(each.label) in known), None)
        here = self._sheets(each for each in made.mentions if each.sub.startswith(sub.label))
        there = self._sheets(each for each in other.mentions if not back or each.sub.startswith(back.label))
        missing = sorted(set(here) - set(there))
        more = sorted(set(there) - set(here)) if back else []  # without a sub-entry there, all else is there too
        if missing or more:
            heading, name = (told(each.entry.heading) for each in (made, other))
            only = tuple(here[sheet] for sheet in missing), tuple(there[sheet] for sheet in more)
            yield PostedTwice(heading, sub.label, f"{name}: {back.label}" if back else name, *only)

    def _sheets(self, found: Iterable[Occurrence]) -> dict[int, str]:
        """Every page of some mentions: its place in the book, and its folio."""
        pages = [pages for each in found if (pages := pages_of(each, self.places))]
        sheets = {page.sheet: str(page) for each in pages for page in each}
        for each in pages:  # of a range by its two ends
            for sheet in range(each[0].sheet, each[-1].sheet):
                sheets.setdefault(sheet, str(each[0].number + sheet - each[0].sheet))
        return sheets

    def _term(self, term: TermId) -> Indexed:
        mark, key = term
        registers = (self.book.register(PEOPLE), *self.book.registers.values())
        return next(each.terms[key] for each in registers if each.mark == mark)

    # --- references ------------------------------------------------------------------------------

    def short_sees(self) -> Iterator[ShortSee]:
        """A *see* that is printed, to one heading, and is no shorter than the locators to which it leads."""
        by_anchor = {entry.anchor: entry for entry in self.entries.values()}
        for entry in (entry for group in self.groups for entry in group.entries if len(entry.see) == 1):
            name, anchor = entry.see[0]
            target = by_anchor.get(anchor)
            if target is None or target.subentries or entry.see_under:
                continue
            locators = ", ".join(each.text for each in target.locators)
            if len(locators) <= len(f"{self.options.see} {told(name)}"):
                yield ShortSee(told(entry.heading), told(name), locators)


def bare_name(label: str) -> str:
    """A sub-entry without the small words around it."""
    return SMALL_WORDS.sub("", label).casefold()


def names(term: Indexed) -> tuple[str, ...]:
    """What a heading is called: as it is printed, in reading order, by its forms and other headings."""
    heading = told(heading_of(term))
    family, comma, given = heading.partition(", ")
    turned = [f"{given} {family}"] if comma else []
    return (heading, *turned, *(each.text for each in term.forms), *(each.name for each in term.aliases))
