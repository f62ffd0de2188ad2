"""Book × places → an index: one entry for each heading of its registers, a *see* for each other name, by letters.

Conventions are those of Chicago 18 (ch. 15), New Hart's Rules (ch. 19) and BS ISO 999; `IndexOptions` chooses between
them, and a register of the book may say otherwise what counts. What has no page gets no entry, and no other name refers
to it: no reference is blind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby

from press.book import Book, Occurrence, Piece
from press.collation import SortKey, initial, sort_key
from press.indexes.divisions import divisions
from press.indexes.entries import Entry, Group, SubEntry, name_of
from press.indexes.headings import heading_of, tell_apart
from press.indexes.locators import homes_of, make_locators, pages_of
from press.indexes.options import IndexOptions
from press.indexes.passages import passage_key
from press.indexes.sub_references import with_references
from press.people import Alias
from press.places import Folio, Places
from press.terms import BELOW, INDEX, PEOPLE, Indexed, Register, TermId, parts_of_target, told
from press.text import Phrase

KINDS = {"code": "code name", "cover": "cover name", "pen": "pen name"}
Target = tuple[str | Phrase, str]
"""What a reference names, and the anchor of that."""


def make_index(book: Book, places: Places, options: IndexOptions, piece: str = "") -> tuple[Group, ...]:
    """What a piece prints, by its anchor, with the page numbers of `places`; of no piece, the index of names."""
    return _IndexMaker(book, places, options, piece).groups()


def entries_by_person(book: Book, places: Places, options: IndexOptions) -> dict[str, Entry]:
    """The entry of each person who has one, by the person's key."""
    return {key: entry for (_, key), entry in _IndexMaker(book, places, options, "").headed.items()}


@dataclass(frozen=True, slots=True)
class MadeEntry:
    """An entry, as yet without *see also*, and the mentions that it was made of."""

    entry: Entry
    mentions: tuple[Occurrence, ...]


def entries_by_term(book: Book, places: Places, options: IndexOptions, piece: str) -> dict[TermId, MadeEntry]:
    """The entry of each heading of an index that has one, by the mark of its register and its key."""
    maker = _IndexMaker(book, places, options, piece)
    return {term: MadeEntry(entry, tuple(maker.mentions[term])) for term, entry in maker.headed.items()}


def entry_anchors(book: Book, places: Places, options: IndexOptions, piece: str) -> dict[TermId, str]:
    """The anchor of each entry of an index, by the mark of its register and its key."""
    return {term: entry.anchor for term, entry in _IndexMaker(book, places, options, piece).headed.items()}


def filing_key(name: str, options: IndexOptions) -> SortKey:
    """Where a heading is filed, by the order and the switches of the style, in the alphabet of the book."""
    return sort_key(name, options.order, options.mc_as_mac, options.st_as_saint, options.alphabet)


class _IndexMaker:
    """Makes the index of one piece: of a register, or of several in one alphabet."""

    def __init__(self, book: Book, places: Places, options: IndexOptions, piece: str) -> None:
        self.book, self.places, self.options, self.piece = book, places, options, piece
        of = next((each.of for each in book.pieces if each.anchor == piece), ()) or (PEOPLE,)
        self.registers = {each.mark: each for each in map(book.register, of)}
        self.counting = {mark: options_of_register(register, options) for mark, register in self.registers.items()}
        self.homes = homes_of(book, places, options)
        self.terms: dict[TermId, Indexed] = {
            (mark, key): term for mark, each in self.registers.items() for key, term in each.terms.items()
        }

    def groups(self) -> tuple[Group, ...]:
        """The entries in their order: by letters, or as their register lists them."""
        entries = [(self._filed(term), self._with_see_also(term, entry)) for term, entry in self.headed.items()]
        entries += [(filing_key(told(entry.name), self.options), entry) for entry in self._see_entries()]
        entries += self._referring()
        if all(each.listed for each in self.registers.values()):
            ranks = {self._anchor(term): getattr(each, "rank", 0) for term, each in self.terms.items()}
            listed = [entry for _, entry in entries if entry.anchor in ranks]
            others = [entry for _, entry in sorted(entries, key=lambda pair: pair[0]) if entry.anchor not in ranks]
            found = (*sorted(listed, key=lambda entry: ranks[entry.anchor]), *others)
            return (Group("", found),) if found else ()
        entries.sort(key=lambda pair: pair[0])
        groups = groupby(entries, key=lambda pair: initial(pair[0]))
        return tuple(Group(letter, tuple(entry for _, entry in pairs)) for letter, pairs in groups)

    def _anchor(self, term: TermId) -> str:
        """The anchor of an entry: no two indexes of a book may have one that is alike."""
        if self.piece in ("", "index-of-names"):
            return f"index-{term[1]}"
        return f"{self.piece}.{term[1] if len(self.registers) == 1 else '.'.join(term)}"

    @cached_property
    def same(self) -> dict[TermId, TermId]:
        """Authors cited that are people of the same index, by their headings: each has one entry for both."""
        headings: dict[str, list[TermId]] = defaultdict(list)
        for term, each in self.terms.items():
            headings[told(heading_of(each))].append(term)
        authors = {mark for mark, each in self.registers.items() if each.kind == "authors-cited"}
        pairs = [
            (term, [each for each in found if each[0] not in authors]) for found in headings.values() for term in found
        ]
        return {term: others[0] for term, others in pairs if term[0] in authors and len(others) == 1}

    @cached_property
    def mentions(self) -> dict[TermId, list[Occurrence]]:
        """What counts of the text for each heading."""
        mentions: dict[TermId, list[Occurrence]] = defaultdict(list)
        marks = {each.id: mark for mark, each in self.registers.items()}
        silent = self.book.unindexed
        documents = {each.anchor for each in self.book.documents}
        within = _units_of(self.book, self.piece)
        for each in self.book.occurrences:
            if within and not within.intersection(each.passed or (each.unit,)):
                continue
            mark = marks.get(each.register, "")
            if mark and each.unit not in silent and _counts(each, self.counting[mark], documents):
                mentions[self.same.get((mark, each.term), (mark, each.term))].append(each)
        return mentions

    @cached_property
    def headed(self) -> dict[TermId, Entry]:
        """Every entry that has a page, with its heading, as yet without *see also*."""
        filled = {term: entry for term, found in self.mentions.items() if (entry := self._fill(term, found))}
        notes = tell_apart((self.terms[term] for term in filled), self.options.gloss)
        return {
            term: replace(entry, heading=heading_of(self.terms[term]), note=notes[term])
            for term, entry in filled.items()
        }

    def _filed(self, term: TermId) -> SortKey:
        # with the note behind it, which decides between two that are called alike
        entry = self.headed[term]
        return filing_key(told(name_of(self.terms[term].sort or entry.heading, entry.note)), self.options)

    def _targets(self, targets: Iterable[Target]) -> tuple[Target, ...]:
        return tuple(sorted(targets, key=lambda target: filing_key(told(target[0]), self.options)))

    # --- what stands under a heading -------------------------------------------------------------

    def _fill(self, term: TermId, mentions: list[Occurrence]) -> Entry | None:
        """An entry, as yet without its heading; None where there is no page to give."""
        options = self.counting[term[0]]
        parts: dict[str, list[Occurrence]] = defaultdict(list)
        for each in mentions:
            parts[each.sub].append(each)
        bare = self._not_repeated(parts.pop("", []), parts, options)
        locators = make_locators(bare, self.places, self.homes, options)
        divided: set[str] = set()
        if options.break_up and len(locators) > options.break_up:
            titles = divisions(bare, self.book, options)
            if len(set(titles) | parts.keys()) > 1:  # a single sub-entry would tell nothing
                locators, divided = (), set(titles)
                for title, each in zip(titles, bare, strict=True):
                    parts[title].append(each)
        subentries = self._subentries(parts, options, self._anchor(term), divided)
        if not (locators or subentries):
            return None
        return Entry(anchor=self._anchor(term), heading="", locators=locators, subentries=subentries)

    def _subentries(
        self, parts: Mapping[str, list[Occurrence]], options: IndexOptions, anchor: str, divided: Set[str] = frozenset()
    ) -> tuple[SubEntry, ...]:
        """The parts of an entry, each with those below it, in order. `divided`: those that are chapters or sections."""
        tops: dict[str, dict[str, list[Occurrence]]] = defaultdict(dict)
        for label, found in parts.items():
            top, _, rest = label.partition(BELOW)
            tops[top][rest] = found
        made = []
        for top, within in tops.items():
            own = self._not_repeated(within.pop("", []), within, options)
            # what stands under the name of a chapter need not say of its notes that they are of that
            told_apart = top in divided and len({each.unit for each in own}) == 1
            homes = replace(self.homes, shared=frozenset()) if told_apart else self.homes
            locators = make_locators(own, self.places, homes, options)
            below = self._subentries(within, options, "") if within else ()
            if locators or below:
                made.append(SubEntry(top, locators, subentries=below))
        made.sort(key=lambda each: filing_key(each.label, options))
        if options.subentries == "passages":
            made.sort(key=lambda each: passage_key(each.label))
        elif options.subentries == "pages":  # those that begin on one page stay in the order of the alphabet
            made.sort(key=self._first)
        return tuple(_anchored(each, f"{anchor}:{n}") for n, each in enumerate(made, 1))

    def _first(self, each: SubEntry) -> Folio:
        found = [self.places[each.locators[0].anchor][0]] if each.locators else []
        return min((*found, *map(self._first, each.subentries)))

    def _not_repeated(
        self, bare: list[Occurrence], parts: Mapping[str, list[Occurrence]], options: IndexOptions
    ) -> list[Occurrence]:
        """Mentions outside sub-entries, but for those in passing on a page, or in a note, that one gives."""
        texts = (each for part in parts.values() for each in part if each.where == "text")
        given = [(each.passed or (each.unit,), pages) for each in texts if (pages := pages_of(each, self.places))]
        by_page: dict[Folio, set[str]] = defaultdict(set)
        for units, pages in given:
            by_page[pages[0]].update(units)
        longer = [(units, pages) for units, pages in given if len(pages) > 1]
        notes = {(each.unit, each.note) for part in parts.values() for each in part if each.where == "note"}

        def repeated(each: Occurrence) -> bool:
            if each.where == "note" and not each.principal and (each.unit, each.note) in notes:
                return True
            passing = each.where == "text" or (each.where == "note" and options.text_wins)
            if not passing or each.span or each.principal or not (place := self.places.get(each.anchor, ())[:1]):
                return False
            within = any(each.unit in units and pages[0] <= place[0] <= pages[-1] for units, pages in longer)
            return within or each.unit in by_page.get(place[0], ())

        return [each for each in bare if not repeated(each)]

    # --- cross-references ------------------------------------------------------------------------

    def _with_see_also(self, term: TermId, entry: Entry) -> Entry:
        led_to = partial(self._led_to, term[0])
        listed = self.terms[term]
        subs = with_references(entry.subentries, listed.subs, led_to, self.counting[term[0]], entry.anchor)
        return replace(entry, see_also=led_to(listed.see_also), subentries=subs)

    def _referring(self) -> list[tuple[SortKey, Entry]]:
        """Headings of a register that only refer to others, and where they are filed."""
        found = []
        for term, each in self.terms.items():
            if term in self.headed or not (getattr(each, "see", ()) or each.subs):
                continue
            bare = Entry(anchor=self._anchor(term), heading=heading_of(each), note=each.gloss)
            entry = replace(
                self._with_see_also(term, bare), see=self._led_to(term[0], getattr(each, "see", ())), see_also=()
            )
            if entry.see or entry.subentries:
                found.append((filing_key(told(name_of(each.sort or entry.heading, each.gloss)), self.options), entry))
        return found

    def _led_to(self, mark: str, written: Iterable[str]) -> tuple[Target, ...]:
        """Headings in their order, and behind them whole indexes."""
        indexes, headings = [], []
        for each in dict.fromkeys(written):
            named, key, _ = parts_of_target(each)
            if named == INDEX:
                indexes += [
                    (piece.title or self.book.targets[piece.anchor].title, piece.anchor)
                    for piece in self._other_pieces()
                    if key in piece.of
                ][:1]
            elif target := self._target(mark, each):
                headings.append(target)
        return (*self._targets(headings), *indexes)

    def _other_pieces(self) -> list[Piece]:
        """The other indexes of the book: those of its own part first, then those of the whole."""
        here = next((each.within for each in self.book.pieces if each.anchor == self.piece), "")
        others = [each for each in self.book.pieces if each.of and each.anchor != self.piece]
        return sorted(others, key=lambda each: (each.within != here, bool(each.within)))

    def _target(self, mark: str, written: str) -> Target | None:
        """What a *see also* leads to, if that has an entry; in another index of the book, with the title of that."""
        named, key, sub = parts_of_target(written)
        term = (named or mark, key)
        if term in self.headed:
            return _at_sub(self.headed[term], sub)
        for other in self._other_pieces():
            marks = [self.book.register(each).mark for each in other.of]
            if term[0] in marks and term[0] not in self.registers:
                there = self._other(other.anchor).headed
                if term in there:
                    heading, anchor = _at_sub(there[term], sub)
                    return name_of(heading, self.book.targets[other.anchor].title), anchor
        return None

    def _other(self, piece: str) -> _IndexMaker:
        """The maker of another index of the book, kept: many references may lead into it."""
        return self.others.setdefault(piece, _IndexMaker(self.book, self.places, self.options, piece))

    @cached_property
    def others(self) -> dict[str, _IndexMaker]:
        """Those that references have led into so far."""
        return {}

    def _see_entries(self) -> list[Entry]:
        """A *see* from every other name; a name that several bore refers to them all.

        None where the reader has no need of it, being at the right place already: where the name is the heading, or
        has the same family name (letter for letter, whatever its accents) and nothing else in the index has it. Among
        several people of one family name the reference stays, for it tells which of them bore the other forename.
        """
        families = Counter(self._family(told(entry.heading)) for entry in self.headed.values())
        bearers: dict[str, dict[TermId, Alias]] = defaultdict(dict)
        for term, entry in self.headed.items():
            heading = told(entry.heading)
            family = self._family(heading)
            for alias in self.terms[term].aliases:
                beside = self._family(alias.name) == family and families[family] == 1 and not alias.sub
                if alias.name != heading and not beside:
                    bearers[alias.name].setdefault(term, alias)
        in_order = sorted(bearers, key=lambda name: filing_key(name, self.options))
        return [self._see_entry(number, name, bearers[name]) for number, name in enumerate(in_order, 1)]

    def _see_entry(self, number: int, name: str, bearers: Mapping[TermId, Alias]) -> Entry:
        aliases = bearers.values()
        # the kind is told of a code name, and of any that is not inverted, since one with a comma reads as a person's;
        # not where several bore one name in different ways
        kinds = {KINDS.get(a.kind, "") if a.kind == "code" or "," not in name else "" for a in aliases}
        # only code names are written in capitals, and set in small ones; other capitals are an abbreviation's
        small_caps = name.isupper() and all(alias.kind == "code" for alias in aliases)
        under = {term: sub for term, alias in bearers.items() if (sub := _sub_of(self.headed[term], alias.sub))}
        prefix = "index-" if self.piece in ("", "index-of-names") else f"{self.piece}."
        return Entry(
            anchor=f"{prefix}see-{number}" if prefix == "index-" else f"{prefix}.see-{number}",
            heading=name,
            note=kinds.pop() if len(kinds) == 1 else "",
            small_caps=small_caps,
            see=self._targets((e.name, e.anchor) for t, e in self._entries(bearers) if t not in under),
            see_under=self._targets((e.name, under[t].anchor) for t, e in self._entries(bearers) if t in under),
        )

    def _entries(self, terms: Iterable[TermId]) -> list[tuple[TermId, Entry]]:
        return [(term, self.headed[term]) for term in terms]

    def _family(self, heading: str) -> tuple[tuple[int, ...], ...]:
        return filing_key(heading, self.options).letters[:1]


def _units_of(book: Book, piece: str) -> frozenset[str]:
    """The units of the part that an index is of; none where it is of the whole book."""
    part = next((each.within for each in book.pieces if each.anchor == piece), "")
    pieces = [each for each in book.pieces if part and each.part == part]
    papers = [each.anchor for each in book.documents] if any(each.kind == "documents" for each in pieces) else []
    return frozenset((*(each.anchor for each in pieces), *papers))


def options_of_piece(book: Book, piece: Piece, options: IndexOptions) -> IndexOptions:
    """The conventions of the index of a piece: the style's, and what of them is otherwise for all of its registers."""
    own = [options_of_register(book.register(each), options) for each in piece.of]
    return own[0] if own and all(each == own[0] for each in own) else options


def options_of_register(register: Register, options: IndexOptions) -> IndexOptions:
    """The conventions of the style, and what of them is otherwise for a register; passages stand in their own order."""
    own = replace(options, **register.options)
    if register.kind == "authors-cited":  # whatever a house leaves out of other indexes, it is made of notes
        return replace(own, in_notes="all", text_wins=False)
    return replace(own, subentries="passages") if register.listed else own


def _counts(each: Occurrence, options: IndexOptions, documents: set[str]) -> bool:
    """Whether a mention counts where it stands: in a note perhaps not, or not where the note only cites.

    What an editor has marked as a principal passage is no mere citation.
    """
    if (each.quoted and not options.quotations) or (options.documents == "none" and each.unit in documents):
        return False
    if each.where == "caption":
        return options.captions
    if each.where != "note" or options.in_notes == "all":
        return True
    return options.in_notes == "discursive" and (each.principal or not each.citing)


def _anchored(each: SubEntry, anchor: str) -> SubEntry:
    below = (_anchored(sub, f"{anchor}:{n}") for n, sub in enumerate(each.subentries, 1))
    return replace(each, anchor=anchor, subentries=tuple(below))


def _sub_of(entry: Entry, sub: str) -> SubEntry | None:
    """The sub-entry of a name, or that below one, if the entry has it."""
    first, _, below = sub.partition(BELOW)
    found = next((each for each in entry.subentries if each.label == first), None) if sub else None
    return next((each for each in found.subentries if each.label == below), None) if found and below else found


def _at_sub(entry: Entry, sub: str) -> Target:
    """An entry as a reference names it, with the sub-entry that it leads to behind a colon (Chicago 18, 15.18)."""
    found = _sub_of(entry, sub)
    if found is None:
        return entry.name, entry.anchor
    return name_of(entry.name, sub.replace(BELOW, ": "), between=": ", end=""), found.anchor
