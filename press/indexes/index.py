"""Book × places → the index of names: one entry for each person, a *see* for each other name, in groups by letter.

Conventions are those of Chicago 18 (ch. 15), New Hart's Rules (ch. 19) and BS ISO 999; `IndexOptions` chooses between
them. Persons without a page get no entry, and no other name refers to them: no reference is blind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from press.book import Book, Occurrence
from press.collation import SortKey, initial, sort_key
from press.indexes.divisions import divisions
from press.indexes.headings import invert, tell_apart
from press.indexes.locators import Homes, Locator, homes_of, make_locators
from press.indexes.options import IndexOptions
from press.kinds import MADE, kind_named
from press.people import Alias, Person
from press.places import Places

KINDS = {"code": "code name", "cover": "cover name", "pen": "pen name"}


@dataclass(frozen=True, slots=True)
class SubEntry:
    """A part of an entry: what it is about, and where. `turned` where it begins a verso, away from its heading."""

    label: str
    locators: tuple[Locator, ...]
    anchor: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A heading and all that stands under it. `note` goes after it in parentheses; a target is heading and anchor."""

    anchor: str
    heading: str
    note: str = ""
    small_caps: bool = False
    locators: tuple[Locator, ...] = ()
    subentries: tuple[SubEntry, ...] = ()
    see: tuple[tuple[str, str], ...] = ()
    see_also: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The heading with its note, as a cross-reference to it reads."""
        return f"{self.heading} ({self.note})" if self.note else self.heading


@dataclass(frozen=True, slots=True)
class Group:
    """The entries under one letter."""

    letter: str
    entries: tuple[Entry, ...]


def make_index(book: Book, places: Places, options: IndexOptions) -> tuple[Group, ...]:
    """The index of names with the page numbers of `places`."""
    mentions: dict[str, list[Occurrence]] = defaultdict(list)
    silent = {name for name, kind in MADE.items() if not kind.indexed}
    silent |= {piece.anchor for piece in book.pieces if not kind_named(piece.own_kind).indexed}
    for each in book.occurrences:
        if each.unit not in silent and _counts(each, options):
            mentions[each.person].append(each)
    homes = homes_of(book, places, options)
    filled = {
        key: entry
        for key, found in mentions.items()
        if (entry := _fill(key, found, book, places, options, homes=homes))
    }
    people = {key: book.people[key] for key in filled}
    notes = tell_apart(people.values(), options.gloss)
    headed = {key: replace(filled[key], heading=invert(person), note=notes[key]) for key, person in people.items()}
    entries = []
    for key, person in people.items():
        also = _targets((headed[other] for other in person.see_also if other in headed), options)
        # with the note behind it, which decides between two who are called alike
        sorted_as = replace(headed[key], heading=person.sort or headed[key].heading).name
        entries.append((filing_key(sorted_as, options), replace(headed[key], see_also=also)))
    entries += [(filing_key(entry.name, options), entry) for entry in _see_entries(people, headed, options)]
    entries.sort(key=lambda pair: pair[0])
    groups = groupby(entries, key=lambda pair: initial(pair[0]))
    return tuple(Group(letter, tuple(entry for _, entry in pairs)) for letter, pairs in groups)


def _counts(each: Occurrence, options: IndexOptions) -> bool:
    """Whether a mention counts where it stands: in a note perhaps not, or not where the note only cites.

    What an editor has marked as a principal passage is no mere citation.
    """
    if each.where != "note" or options.in_notes == "all":
        return True
    return options.in_notes == "discursive" and (each.principal or not each.citing)


def entries_by_person(book: Book, places: Places, options: IndexOptions) -> dict[str, Entry]:
    """The entry of each person who has one, by the person's key."""
    entries = {entry.anchor: entry for group in make_index(book, places, options) for entry in group.entries}
    return {key: entries[anchor] for key in book.people if (anchor := _anchor(key)) in entries}


def _anchor(person: str) -> str:
    return f"index-{person}"


def filing_key(name: str, options: IndexOptions) -> SortKey:
    """Where a heading is filed, by the order and the switches of the style, in the alphabet of the book."""
    return sort_key(name, options.order, options.mc_as_mac, options.st_as_saint, options.alphabet)


def _targets(entries: Iterable[Entry], options: IndexOptions) -> tuple[tuple[str, str], ...]:
    in_order = sorted(entries, key=lambda entry: filing_key(entry.name, options))
    return tuple((entry.name, entry.anchor) for entry in in_order)


def turn_leaves(index: Iterable[Group], rectos: Mapping[str, Sequence[bool]]) -> tuple[Group, ...]:
    """The index with each heading to be said again that a turn of the leaf parts from its sub-entries.

    `rectos`: whether the pages are rectos that a sub-entry has come to stand on. Chicago 18: from the foot of a recto,
    for the reader who turns the leaf; not from one column or verso to the next.
    """

    def turn(entry: Entry) -> Entry:
        placed: list[SubEntry] = []
        recto = False
        for each in entry.subentries:
            stands = rectos.get(each.anchor, (False,))  # a style's own index need not print it
            placed.append(replace(each, turned=recto and not stands[0]))
            recto = stands[-1]
        return replace(entry, subentries=tuple(placed))

    return tuple(replace(group, entries=tuple(map(turn, group.entries))) for group in index)


# --- what stands under a heading -----------------------------------------------------------------


def _fill(
    person: str, mentions: list[Occurrence], book: Book, places: Places, options: IndexOptions, *, homes: Homes
) -> Entry | None:
    """A person's entry, as yet without its heading; None where there is no page to give."""
    parts: dict[str, list[Occurrence]] = defaultdict(list)
    for each in mentions:
        parts[each.sub].append(each)
    bare = _not_repeated(parts.pop("", []), parts, places, options)
    locators = make_locators(bare, places, homes, options)
    if options.break_up and len(locators) > options.break_up:
        titles = divisions(bare, book, options)
        if len(set(titles) | parts.keys()) > 1:  # a single sub-entry would tell nothing
            locators = ()
            for title, each in zip(titles, bare, strict=True):
                parts[title].append(each)
    found = [SubEntry(label, make_locators(part, places, homes, options)) for label, part in parts.items()]
    subentries = sorted((each for each in found if each.locators), key=lambda each: filing_key(each.label, options))
    if options.subentries == "pages":  # those that begin on one page stay in the order of the alphabet
        subentries.sort(key=lambda each: places[each.locators[0].anchor][0])
    if not (locators or subentries):
        return None
    anchored = (replace(each, anchor=f"{_anchor(person)}:{n}") for n, each in enumerate(subentries, 1))
    return Entry(anchor=_anchor(person), heading="", locators=locators, subentries=tuple(anchored))


def _not_repeated(
    bare: list[Occurrence], parts: Mapping[str, list[Occurrence]], places: Places, options: IndexOptions
) -> list[Occurrence]:
    """Mentions outside sub-entries, but for those in passing on a page that a sub-entry gives: no page stands twice."""
    given = {
        (each.unit, page)
        for part in parts.values()
        for each in part
        if each.where == "text"
        for page in places.get(each.anchor, ())[: None if each.span else 1]  # a name over two pages is on the first
    }

    def repeated(each: Occurrence) -> bool:
        passing = each.where == "text" or (each.where == "note" and options.text_wins)
        place = places.get(each.anchor, ())[:1]
        return passing and not (each.span or each.principal) and any((each.unit, page) in given for page in place)

    return [each for each in bare if not repeated(each)]


# --- cross-references ----------------------------------------------------------------------------


def _see_entries(people: Mapping[str, Person], headed: Mapping[str, Entry], options: IndexOptions) -> list[Entry]:
    """A *see* from every other name; a name that several people bore refers to them all.

    None where the reader has no need of it, being at the right place already: where the name is the person's heading,
    or has the same family name (letter for letter, whatever its accents) and nobody else in the index has it. Among
    several people of one family name the reference stays, for it tells which of them bore the other forename.
    """
    families = Counter(_family(entry.heading, options) for entry in headed.values())
    bearers: dict[str, dict[str, Alias]] = defaultdict(dict)
    for key, person in people.items():
        heading = headed[key].heading
        family = _family(heading, options)
        for alias in person.aliases:
            beside = _family(alias.name, options) == family and families[family] == 1
            if alias.name != heading and not beside:
                bearers[alias.name].setdefault(key, alias)
    entries = []
    for number, name in enumerate(sorted(bearers, key=lambda name: filing_key(name, options)), 1):
        aliases = bearers[name].values()
        # the kind is told of a code name, and of any that is not inverted, since one with a comma reads as a person's;
        # not where several bore one name in different ways
        kinds = {KINDS.get(a.kind, "") if a.kind == "code" or "," not in name else "" for a in aliases}
        note = kinds.pop() if len(kinds) == 1 else ""
        # only code names are written in capitals, and set in small ones; other capitals are an abbreviation's
        small_caps = name.isupper() and all(alias.kind == "code" for alias in aliases)
        targets = _targets((headed[key] for key in bearers[name]), options)
        anchor = f"index-see-{number}"
        entries.append(Entry(anchor=anchor, heading=name, note=note, small_caps=small_caps, see=targets))
    return entries


def _family(heading: str, options: IndexOptions) -> tuple[tuple[int, ...], ...]:
    return filing_key(heading, options).letters[:1]


# --- the headnote --------------------------------------------------------------------------------

NOTES_EXPLAINED = {
    "chicago": "The letter n after a page number refers to a note on that page, nn to several notes.",
    "oxford": "After a page number, n. refers to a note on that page, nn. to several notes.",
    "mhra": "After a page number, n. refers to a note on that page, nn. to several notes.",
}


def explain(options: IndexOptions, groups: tuple[Group, ...]) -> tuple[str, ...]:
    """Sentences for the headnote: what italic, bold, n and the number of a document mean, where they occur."""
    entries = [entry for group in groups for entry in group.entries]
    parts = [entry.locators for entry in entries] + [sub.locators for entry in entries for sub in entry.subentries]
    locators = [locator for part in parts for locator in part]
    kinds = {locator.kind for locator in locators}
    sentences = {
        "Numbers in bold refer to the principal passages on a person.": any(each.principal for each in locators),
        "Numbers in italic refer to the captions of figures.": "figure" in kinds,
        NOTES_EXPLAINED[options.notes]: "note" in kinds,
        f"{options.document} with a number refers to a whole document, by its number.": "document" in kinds,
    }
    return tuple(sentence for sentence, occurs in sentences.items() if occurs)
