"""The one loop: compose, typeset, read the page numbers, and again until every section has the right ones.

Sections are set side by side, for none depends on another but by `places`. Most print no page numbers and are set once.
The documents and the index, which are long and print many, wait until all pages are known that they ask for; a contents
list or a chapter that points onward is set at once with dashes, for its length, and again when the dashes can be
filled. The book is settled when every section is set from the pages and for the side that it has come to. Each setting,
repairs of notes included, is a pure function of the section's HTML and side, and so is kept between runs too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from press.book import Piece
from press.printing.binding.fragment import Fragment
from press.printing.compose import Section
from press.printing.desk import Order, Workshop, set_section
from press.printing.places import Folio, Places
from press.printing.setting.account import Account
from press.printing.setting.justification import Tally
from press.printing.wording.index import Group
from press.problem import Faulty, Origin, Problem, in_order

ROUNDS = 9
WAITING = ("documents", "index-of-names")
"""The kinds of pieces that are not set before the pages are known that they ask for."""
Progress = Callable[[int, int, int], None]
"""Told the round, how many sections of it are set, and how many there are."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A section as finally set: its pages and their folios."""

    piece: Piece
    section: Section
    fragment: Fragment
    folios: tuple[Folio, ...]

    @property
    def verso(self) -> bool:
        """Whether it begins on a verso."""
        return self.folios[0].sheet % 2 == 0


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole book set: sections in order, folios of all pages with blanks, places, rounds that it took."""

    settings: tuple[Setting, ...]
    folios: tuple[Folio, ...]
    places: Places
    rounds: int

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The account of notes of each section."""
        return tuple(setting.fragment.account for setting in self.settings)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The tally of paragraphs of each section."""
        return tuple(setting.fragment.tally for setting in self.settings)

    def problems(self, origins: Mapping[str, Origin]) -> tuple[Problem, ...]:
        """The paragraphs that are not set as they should be."""
        return in_order(p for s in self.settings for p in s.fragment.tally.problems(s.section.key, origins))

    @property
    def repairs(self) -> int:
        """How many repairs of notes it took."""
        return sum(setting.fragment.repairs for setting in self.settings)


def settle(shop: Workshop, progress: Progress) -> Proof:
    """The book with its page numbers settled and every note in its place. Raises `Faulty` if either cannot be."""
    setter = _Setter(shop)
    for number in range(1, ROUNDS + 1):
        if not (due := setter.due()):
            return setter.proof(number - 1)
        setter.set(due, number, progress)
    raise Faulty([Problem(shop.book.origin, "unsettled", f"page numbers still change after {ROUNDS} rounds")])


class _Setter:
    """Has the sections set, and remembers what each was set from."""

    def __init__(self, shop: Workshop) -> None:
        self.shop, self.book, self.composer = shop, shop.book, shop.composer
        self.places: Places = {}
        self.known: dict[int, tuple[object, ...]] = {}
        self.sections: dict[int, Section] = {}
        self.versos = [shop.style.openings.get(piece.kind, "recto") == "verso" for piece in shop.book.pieces]
        self.orders: dict[int, Order] = {}
        self.fragments: dict[int, Fragment] = {}
        """What each piece was last set from, and what came of it."""

    def due(self) -> list[Order]:
        """What is to be set now: what stands otherwise than it was set and has nothing left to wait for."""
        index = self.composer.index(self.places)
        orders = [self._order(n, piece, index) for n, piece in enumerate(self.book.pieces)]
        stale = [order for order in orders if not _same(order, self.orders.get(order.piece))]
        return [order for order in stale if self._may_begin(order)] or stale

    def _order(self, n: int, piece: Piece, index: tuple[Group, ...]) -> Order:
        """What a piece is to be set from. It is composed again only if pages that it asks for have changed."""
        asked = self.sections[n].asked if n in self.sections else ()
        known = tuple(self.places.get(anchor) for anchor in sorted(asked))
        if n not in self.sections or known != self.known[n]:
            self.sections[n] = self.composer.compose(piece, self.places, {}, index)
            self.known[n] = tuple(self.places.get(anchor) for anchor in sorted(self.sections[n].asked))
        section = self.sections[n]
        if n in self.fragments:
            section = replace(section, wishes=self.fragments[n].wishes)
        wanted = {anchor: self.places[anchor] for anchor in section.asked if anchor in self.places}
        entries = index if piece.kind == "index-of-names" else ()
        written = len(wanted) == len(section.asked) or len(self.fragments) == len(self.book.pieces)
        return Order(n, section, self.versos[n], wanted, entries, written, self.shop.pictures(section.html))

    def _may_begin(self, order: Order) -> bool:
        """Whether a section is to be set though pages may be unknown: once, for its length, if it does not wait."""
        if order.written or order.piece in self.fragments:
            return order.written
        unknown = (anchor for anchor in order.section.asked if anchor not in order.places)
        waits = self.book.pieces[order.piece].kind in WAITING
        return not waits or all(f'id="{anchor}"' in order.section.html for anchor in unknown)

    def set(self, due: list[Order], number: int, progress: Progress) -> None:
        """Have sections set, or take them from the store, and place them all."""
        keys = [order.key(self.shop.fingerprint) for order in due]
        missing = []
        for order, key in zip(due, keys, strict=True):
            self.orders[order.piece] = order
            if kept := self.shop.store.load(key, Fragment):
                self.fragments[order.piece] = kept
            else:
                missing.append((order, key))
        missing.sort(key=lambda each: -len(each[0].section.html))
        sections = len(self.book.pieces)
        progress(number, sections - len(missing), sections)
        for done, (at, fragment) in enumerate(self.shop.hands.work(set_section, [order for order, _ in missing]), 1):
            order, key = missing[at]
            self.fragments[order.piece] = fragment
            self.shop.store.keep(key, fragment)
            progress(number, sections - len(missing) + done, sections)
        self._place()

    def proof(self, rounds: int) -> Proof:
        """The book as it stands now, every piece having been set."""
        settings, folios = self._place()
        return Proof(tuple(settings), tuple(folios), self.places, rounds)

    def _place(self) -> tuple[list[Setting], list[Folio]]:
        """The sections one behind another, with blank pages where one opens on the next recto or verso."""
        settings: list[Setting] = []
        folios: list[Folio] = []
        places: dict[str, tuple[Folio, ...]] = {}
        before_body, known = 0, True
        for n, piece in enumerate(self.book.pieces):
            roman = piece in self.book.front
            if piece == next(iter(self.book.body), None):
                before_body, known = len(folios) + len(folios) % 2, True
            self.versos[n] = self._opens_on_verso(piece, len(folios))
            if len(folios) % 2 != self.versos[n]:
                folios.append(_folio(len(folios) + 1, roman or len(folios) < before_body, before_body))
            first = len(folios) + 1
            if known:
                places[piece.anchor] = (_folio(first, roman, before_body),)
            if n not in self.fragments:
                known = False
                continue
            fragment = self.fragments[n]
            own = tuple(_folio(first + leaf, roman, before_body) for leaf in range(fragment.count))
            settings.append(Setting(piece, self.sections[n], fragment, own))
            folios += own
            if known:
                places |= _places(settings[-1])
        if len(folios) % 2:
            folios.append(_folio(len(folios) + 1, False, before_body))
        self.places = places
        return settings, folios

    def _opens_on_verso(self, piece: Piece, pages: int) -> bool:
        """Whether a piece opens on a verso, after so many pages."""
        first = piece in self.book.body[:1]  # page 1 is a recto, whatever the style says
        opening = "recto" if first else self.shop.style.openings.get(piece.kind, "recto")
        return bool(pages % 2) if opening == "next" else opening == "verso"


def _same(order: Order, other: Order | None) -> bool:
    """Whether two orders ask for the same, whatever their paragraphs are wished to be."""
    return other is not None and _basis(order) == _basis(other)


def _basis(order: Order) -> tuple[object, ...]:
    return order.section.html, order.verso, order.written, order.pictures


def _folio(sheet: int, roman: bool, before_body: int) -> Folio:
    return Folio(sheet, sheet - (0 if roman else before_body), roman)


def _places(setting: Setting) -> dict[str, tuple[Folio, ...]]:
    """Anchor → folios in a section; the anchors of blocks are of no interest outside it."""
    places: dict[str, tuple[Folio, ...]] = {}
    for folio, leaf in zip(setting.folios, setting.fragment.leaves, strict=True):
        for anchor in leaf.anchors:
            if not anchor.startswith(("b-", "bh-")):
                places[anchor] = (*places.get(anchor, ()), folio)
    return places
