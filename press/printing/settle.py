"""The one loop: compose, typeset, read the page numbers, and again until they no longer change.

Within it, for each section, the repair of notes (`repair`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from press.book import Book, Piece
from press.printing.account import Account
from press.printing.compose import Composer, Cuts, Section
from press.printing.index import Group
from press.printing.places import Folio, Places
from press.printing.repair import Repair
from press.printing.typeset import Compositor, Sheets, Start
from press.problem import Faulty, Problem

ROUNDS = 5
Progress = Callable[[int, int, int], None]
"""Told the round, how many sections of it are set, and how many there are."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A section as finally set: its pages and their folios."""

    piece: Piece
    section: Section
    sheets: Sheets
    folios: tuple[Folio, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole book set: sections in order, all pages with blanks, folios of all, places, and what it took."""

    settings: tuple[Setting, ...]
    pages: tuple[Any, ...]
    folios: tuple[Folio, ...]
    places: Places
    rounds: int
    repairs: int

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The account of notes of each section."""
        return tuple(setting.sheets.account for setting in self.settings)


def settle(book: Book, composer: Composer, compositor: Compositor, long_note: int, progress: Progress) -> Proof:
    """The book with its page numbers settled and every note in its place. Raises `Faulty` if either cannot be."""
    setter = _Setter(book, composer, compositor, long_note)
    places: Places = {}
    for number in range(1, ROUNDS + 1):
        proof = setter.round(number, places, progress)
        if proof.places == places:
            return proof
        places = proof.places
    raise Faulty([Problem(book.origin, "unsettled", f"page numbers still change after {ROUNDS} rounds")])


class _Setter:
    """Sets the sections one after another, and counts the repairs that it took."""

    def __init__(self, book: Book, composer: Composer, compositor: Compositor, long_note: int) -> None:
        self.book, self.composer, self.compositor = book, composer, compositor
        self.long_note = long_note
        self.worded = {
            note.anchor: composer.wording.notes.get(note.anchor, note.paragraphs)
            for notes in composer.notes.values()
            for note in notes
        }
        self.repairs = 0

    def round(self, number: int, places: Places, progress: Progress) -> Proof:
        """Every section once, in order, with page numbers from `places`."""
        index = self.composer.index(places)
        settings: list[Setting] = []
        pages: list[Any] = []
        folios: list[Folio] = []
        before_body = 0
        for done, piece in enumerate(self.book.pieces):
            progress(number, done, len(self.book.pieces))
            roman = piece in self.book.front
            if piece in self.book.body and not any(s.piece in self.book.body for s in settings):
                before_body = len(pages) + len(pages) % 2
            verso = self._opens_on_verso(piece, len(pages))
            while len(pages) % 2 != verso:
                self._append_blank(pages, folios, roman or len(pages) < before_body, before_body)
            first = len(pages) + 1 - (0 if roman else before_body)
            setting = self._set_piece(piece, places, index, Folio(len(pages) + 1, first, roman))
            pages += setting.sheets.document.pages
            folios += setting.folios
            settings.append(setting)
        progress(number, len(self.book.pieces), len(self.book.pieces))
        if len(pages) % 2:
            self._append_blank(pages, folios, False, before_body)
        return Proof(tuple(settings), tuple(pages), tuple(folios), _places(settings), number, self.repairs)

    def _set_piece(self, piece: Piece, places: Places, index: tuple[Group, ...], at: Folio) -> Setting:
        """A piece whose first page is `at`, with page numbers from `places`."""

        def compose(cuts: Cuts) -> Section:
            return self.composer.compose(piece, places, cuts, index)

        repair = Repair(self.compositor, compose, Start(at.number, at.sheet % 2 == 0), self.worded, self.long_note)
        section, sheets = repair.mend(self.composer.origins)
        self.repairs += repair.repairs
        folios = tuple(Folio(at.sheet + n, at.number + n, at.roman) for n in range(sheets.count))
        return Setting(piece, section, sheets, folios)

    def _opens_on_verso(self, piece: Piece, pages: int) -> bool:
        """Whether a piece opens on a verso, after so many pages."""
        opening = self.composer.style.openings.get(piece.kind, "recto")
        return bool(pages % 2) if opening == "next" else opening == "verso"

    def _append_blank(self, pages: list[Any], folios: list[Folio], roman: bool, before_body: int) -> None:
        verso = bool(len(pages) % 2)
        pages.append(self.compositor.blank(verso))
        folios.append(Folio(len(pages), len(pages) - (0 if roman else before_body), roman))


def _places(settings: list[Setting]) -> Places:
    """Anchor → folios, over all sections; the anchors of blocks are of no interest outside their section."""
    places: dict[str, list[Folio]] = {}
    for setting in settings:
        for folio, anchors in zip(setting.folios, setting.sheets.anchors, strict=True):
            for anchor in anchors:
                if not anchor.startswith(("b-", "bh-")):
                    places.setdefault(anchor, []).append(folio)
    return {anchor: tuple(folios) for anchor, folios in places.items()}
