"""The one loop: compose, typeset, read the page numbers, and again until they no longer change.

Within it, for each section, the repair of notes: a note astray is brought home by turning a paragraph over to the next
page, a long note is cut between sentences. Both are bounded; what cannot be mended is a problem with the note's line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from press.book import Book, Piece, plain
from press.printing import sentences
from press.printing.account import Account, Stray
from press.printing.compose import Composer, Cuts, Section
from press.printing.index import Group
from press.printing.places import Folio, Places
from press.printing.typeset import Compositor, Sheets, Start
from press.problem import Faulty, Origin, Problem

ROUNDS = 5
REPAIRS = 60
LEAVES = 20  # turned within one entry of the index; more than anybody has been written about
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
    raise Faulty(
        [Problem(Origin("manuscript/book.yaml"), "unsettled", f"page numbers still change after {ROUNDS} rounds")]
    )


class _Setter:
    """Sets the sections one after another; remembers the repairs of a section for its next round."""

    def __init__(self, book: Book, composer: Composer, compositor: Compositor, long_note: int) -> None:
        self.book, self.composer, self.compositor = book, composer, compositor
        self.long = self._long_notes(long_note)
        self.repairs = 0

    def _long_notes(self, words: int) -> dict[str, tuple[int, ...]]:
        """Notes of more than so many words, with every sentence but the first as a place to cut."""
        found = {}
        for note in (note for notes in self.composer.notes.values() for note in notes):
            paragraphs = self.composer.wording.notes.get(note.anchor, note.paragraphs)
            if sum(len(plain(paragraph).split()) for paragraph in paragraphs) > words:
                found[note.anchor] = tuple(range(1, sentences.count(paragraphs)))
        return found

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
                self._append_blank(pages, folios, roman, before_body)
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
        """A piece whose first page is `at`; the index again, where a heading said again moves what follows it."""
        for _ in range(LEAVES):

            def compose(cuts: Cuts, index: tuple[Group, ...] = index) -> Section:
                return self.composer.compose(piece, places, cuts, index)

            section, sheets = self.set(compose, Start(at.number, at.sheet % 2 == 0))
            folios = tuple(Folio(at.sheet + n, at.number + n, at.roman) for n in range(sheets.count))
            setting = Setting(piece, section, sheets, folios)
            before, index = index, self._index_as_set(setting, places, index)
            if index == before:
                break
        return setting

    def _index_as_set(self, setting: Setting, places: Places, index: tuple[Group, ...]) -> tuple[Group, ...]:
        """The index as it must be, now that its own pages are known."""
        own = _places([setting])
        return self.composer.index({**places, **own}) if setting.piece.kind == "index-of-names" else index

    def _opens_on_verso(self, piece: Piece, pages: int) -> bool:
        """Whether a piece opens on a verso, after so many pages."""
        opening = self.composer.style.openings.get(piece.kind, "recto")
        return bool(pages % 2) if opening == "next" else opening == "verso"

    def _append_blank(self, pages: list[Any], folios: list[Folio], roman: bool, before_body: int) -> None:
        verso = bool(len(pages) % 2)
        pages.append(self.compositor.blank(verso))
        folios.append(Folio(len(pages), len(pages) - (0 if roman else before_body), roman))

    # --- one section ---------------------------------------------------------------------------

    def set(self, compose: Callable[[Cuts], Section], start: Start) -> tuple[Section, Sheets]:
        """A section with every note in its place. Raises `Faulty` for a note that cannot be brought there."""
        section = compose({})
        cuts: dict[str, tuple[int, ...]] = {a: self.long[a] for a in section.notes if self.long.get(a)}
        if cuts:
            section, cuts = self._cut(compose, start, cuts)
        turned: frozenset[str] = frozenset()
        for _ in range(REPAIRS):
            sheets = self.compositor.lay_out(section, start, turned)
            if not sheets.account.strays:
                return section, sheets
            self.repairs += 1
            stray = sheets.account.strays[0]
            if (block := _last_block_begun(sheets, stray.page)) and block not in turned:
                turned |= {block}
            elif stray.anchor not in cuts and (every := self._all_cuts(stray.anchor)):
                cuts[stray.anchor] = every
                section, cuts = self._cut(compose, start, cuts, turned)
            else:
                break
        raise Faulty(self._astray(stray) for stray in sheets.account.strays)

    def _all_cuts(self, anchor: str) -> tuple[int, ...]:
        paragraphs = self.composer.wording.notes.get(anchor, ())
        return tuple(range(1, sentences.count(paragraphs)))

    def _cut(
        self,
        compose: Callable[[Cuts], Section],
        start: Start,
        cuts: Mapping[str, tuple[int, ...]],
        turned: frozenset[str] = frozenset(),
    ) -> tuple[Section, dict[str, tuple[int, ...]]]:
        """Long notes cut only where they go over to another page.

        A first layout has every sentence as a piece of its own; pieces that fall on one page are then joined. Joined
        pieces take no more room than parted ones, so a second layout settles it; it is checked like any other.
        """
        section = compose(cuts)
        kept = dict(cuts)
        for _ in range(3):
            account = self.compositor.lay_out(section, start, turned).account
            joined = {anchor: _page_turns(account.pieces.get(anchor, ()), places) for anchor, places in kept.items()}
            if joined == kept:
                break
            kept, section = joined, compose(joined)
        return section, kept

    def _astray(self, stray: Stray) -> Problem:
        origin = self.composer.origins.get(stray.anchor, Origin("manuscript"))
        hint = "shorten the note, or divide it into sentences"
        return Problem(
            origin, "note-astray", f"a note is {stray.fault} and could not be brought to the page of its call", hint
        )


def _page_turns(pages: tuple[int, ...], cuts: tuple[int, ...]) -> tuple[int, ...]:
    """Of the cuts of a note, those at which its pieces go over to another page."""
    return tuple(cut for cut, before, after in zip(cuts, pages, pages[1:], strict=False) if before != after)


def _last_block_begun(sheets: Sheets, page: int) -> str:
    """The last block that begins on a page and is not the first to stand on it; a heading goes with what it heads."""
    earlier = set(sheets.anchors[page - 1]) if page else set()
    standing = [anchor for anchor in sheets.anchors[page] if anchor.startswith(("b-", "bh-"))]
    begun = [anchor for anchor in standing if anchor not in earlier and anchor != standing[0]]
    begun = [anchor for anchor in begun if not anchor.endswith("-note")]
    while len(begun) > 1 and begun[-2].startswith("bh-"):
        begun.pop()
    return begun[-1] if begun else ""


def _places(settings: list[Setting]) -> Places:
    """Anchor → folios, over all sections; the anchors of blocks are of no interest outside their section."""
    places: dict[str, list[Folio]] = {}
    for setting in settings:
        for folio, anchors in zip(setting.folios, setting.sheets.anchors, strict=True):
            for anchor in anchors:
                if not anchor.startswith(("b-", "bh-")):
                    places.setdefault(anchor, []).append(folio)
    return {anchor: tuple(folios) for anchor, folios in places.items()}
