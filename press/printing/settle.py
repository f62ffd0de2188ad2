"""The one loop: compose, typeset, read the page numbers, and again until they no longer change.

Sections are set side by side, for none depends on another but by `places`: a section that prints no page numbers is
set once, one that does once in every round that changes them. Each setting, repairs of notes included, is a pure
function of the section's HTML and side, and so is kept in the store between runs too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from press.book import Piece
from press.printing.binding.fragment import Fragment
from press.printing.compose import Section
from press.printing.desk import Order, Workshop, set_section
from press.printing.looking.copyfit import Wishes
from press.printing.places import Folio, Places
from press.printing.setting.account import Account
from press.printing.setting.justification import Tally
from press.problem import Faulty, Origin, Problem, in_order

ROUNDS = 5
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
    places: Places = {}
    for number in range(1, ROUNDS + 1):
        proof = setter.round(number, places, progress)
        if proof.places == places and setter.on_their_sides(proof):
            return proof
        places = proof.places
    raise Faulty([Problem(shop.book.origin, "unsettled", f"page numbers still change after {ROUNDS} rounds")])


class _Setter:
    """Has the sections set, and remembers what has been set already."""

    def __init__(self, shop: Workshop) -> None:
        self.shop, self.book, self.composer = shop, shop.book, shop.composer
        self.sections: dict[int, Section] = {}
        self.versos = [shop.style.openings.get(piece.kind, "recto") == "verso" for piece in shop.book.pieces]
        self.fragments: dict[str, Fragment] = {}
        self.wishes: dict[int, Wishes] = {}

    def round(self, number: int, places: Places, progress: Progress) -> Proof:
        """Every section with page numbers from `places`, in its place."""
        orders = self._orders(places, first=number == 1)
        keys = [order.key(self.shop.fingerprint) for order in orders]
        missing = []
        for order, key in zip(orders, keys, strict=True):
            if key not in self.fragments and (kept := self.shop.store.load(key, Fragment)):
                self.fragments[key] = kept
            if key not in self.fragments:
                missing.append((order, key))
        missing.sort(key=lambda each: -len(each[0].section.html))
        progress(number, len(orders) - len(missing), len(orders))
        for done, (at, fragment) in enumerate(self.shop.hands.work(set_section, [order for order, _ in missing]), 1):
            self.fragments[missing[at][1]] = fragment
            self.shop.store.keep(missing[at][1], fragment)
            progress(number, len(orders) - len(missing) + done, len(orders))
        made = [self.fragments[key] for key in keys]
        self.wishes = {n: fragment.wishes for n, fragment in enumerate(made)}
        return self._place(number, made)

    def _orders(self, places: Places, first: bool) -> list[Order]:
        """What each section is to be set from. A section is composed again only if it prints page numbers."""
        index = self.composer.index(places)
        orders = []
        for n, piece in enumerate(self.book.pieces):
            if n not in self.sections or self.sections[n].asked:
                section = self.composer.compose(piece, places, {}, index)
                self.sections[n] = replace(section, wishes=self.wishes.get(n, ()))
            section = self.sections[n]
            wanted = {anchor: places[anchor] for anchor in section.asked if anchor in places}
            entries = index if piece.kind == "index-of-names" else ()
            written = not (first and section.asked)
            pictures = self.shop.pictures(section.html)
            orders.append(Order(n, section, self.versos[n], wanted, entries, written, pictures))
        return orders

    def _place(self, number: int, fragments: list[Fragment]) -> Proof:
        """The sections one behind another, with blank pages where one opens on the next recto or verso."""
        settings: list[Setting] = []
        folios: list[Folio] = []
        before_body = 0
        for n, piece in enumerate(self.book.pieces):
            roman = piece in self.book.front
            if piece in self.book.body and not any(s.piece in self.book.body for s in settings):
                before_body = len(folios) + len(folios) % 2
            self.versos[n] = self._opens_on_verso(piece, len(folios))
            if len(folios) % 2 != self.versos[n]:
                folios.append(_folio(len(folios) + 1, roman or len(folios) < before_body, before_body))
            first = len(folios) + 1
            own = tuple(_folio(first + leaf, roman, before_body) for leaf in range(fragments[n].count))
            settings.append(Setting(piece, self.sections[n], fragments[n], own))
            folios += own
        if len(folios) % 2:
            folios.append(_folio(len(folios) + 1, False, before_body))
        return Proof(tuple(settings), tuple(folios), _places(settings), number)

    def _opens_on_verso(self, piece: Piece, pages: int) -> bool:
        """Whether a piece opens on a verso, after so many pages."""
        first = piece in self.book.body[:1]  # page 1 is a recto, whatever the style says
        opening = "recto" if first else self.shop.style.openings.get(piece.kind, "recto")
        return bool(pages % 2) if opening == "next" else opening == "verso"

    def on_their_sides(self, proof: Proof) -> bool:
        """Whether every section was set for the side it has come to stand on, and has been written."""
        return all(s.fragment.pdf and s.fragment.verso == s.verso for s in proof.settings)


def _folio(sheet: int, roman: bool, before_body: int) -> Folio:
    return Folio(sheet, sheet - (0 if roman else before_body), roman)


def _places(settings: list[Setting]) -> Places:
    """Anchor → folios, over all sections; the anchors of blocks are of no interest outside their section."""
    places: dict[str, list[Folio]] = {}
    for setting in settings:
        for folio, leaf in zip(setting.folios, setting.fragment.leaves, strict=True):
            for anchor in leaf.anchors:
                if not anchor.startswith(("b-", "bh-")):
                    places.setdefault(anchor, []).append(folio)
    return {anchor: tuple(folios) for anchor, folios in places.items()}
