"""The chapter that has just been changed, set alone: what `./go watch` shows before the whole book is made again.

A `Desk` remembers the book as it last was, and where everything stood when the whole book was last settled. Looking
again it finds which piece has changed, words that piece's citations, lays it out at its true first folio, and says on
which of its pages the change stands. What only a new settling can show (other pages' numbers) is as it last was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from press import build as pipeline
from press.book import Book, Piece, replace
from press.printing.cite import cite
from press.printing.compose import Composer
from press.printing.places import Folio, Places
from press.printing.settle import Proof, Setter
from press.printing.style import Style
from press.printing.typeset import Compositor
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.store import Store, key_of

DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Settled:
    """Where everything stood when the book was last settled: all places, and the folios of each piece."""

    places: Places = field(default_factory=dict)
    folios: Mapping[str, tuple[Folio, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, proof: Proof) -> Settled:
        """What a proof settles."""
        return cls(dict(proof.places), {setting.piece.anchor: setting.folios for setting in proof.settings})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece set alone: its PDF, its title, the folio of each page, and the page (from 0) on which the change is."""

    piece: str
    title: str
    pdf: bytes
    folios: tuple[Folio, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the manuscript shows: all problems, and the changed piece if there is one and it can be set."""

    problems: tuple[Problem, ...]
    excerpt: Excerpt | None = None


class Desk:
    """Looks at one project again and again."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.store = pipeline.store_of(project)
        self.settled = recall(project, self.store)
        self.book: Book | None = None
        self.style: Style | None = None
        self.piece = ""
        self.lines: dict[str, int] = {}

    def look(self, changed: Collection[str] = ()) -> Seen:
        """What has become of the book; `changed` are the files known to have changed, as problems name them."""
        try:
            book, style, problems = pipeline.look_over(self.project)
        except Faulty as fault:
            return Seen(fault.problems)
        piece = _changed_piece(self.book, book, changed) if self.book else None
        before, self.book, self.style = self.book, book, style
        if piece:
            self.piece, self.lines = piece.anchor, _changed_lines(before, book) if before else {}
        elif not self.piece or not any(path.startswith(self.project.shown(self.project.styles)) for path in changed):
            return Seen(problems)
        return self.again(problems)

    def again(self, problems: tuple[Problem, ...] = ()) -> Seen:
        """The piece that was changed last, set again: by another style, or with other page numbers."""
        assert self.book
        piece = next((piece for piece in self.book.pieces if piece.anchor == self.piece), None)
        if piece is None:
            return Seen(problems)
        try:
            return Seen(problems, self.set(piece, self.lines))
        except Faulty as fault:
            return Seen((*problems, *fault.problems))

    def set(self, piece: Piece, lines: Mapping[str, int]) -> Excerpt:
        """A piece set alone; `lines` says where files first differ from what they were. Raises `Faulty`."""
        assert self.book and self.style
        book, style = self.book, self.style
        wording = cite(_alone(book, piece), style, self.store)
        composer = Composer(book, style, wording)
        compositor = Compositor(self.project, style, book.imprint.language, book.trim, composer.origins)
        with pipeline.no_collecting():
            first = self._first(piece)
            index = composer.index(self.settled.places) if piece.kind == "index-of-names" else ()
            setter = Setter(book, composer, compositor, style.long_note)
            setting = setter.set_piece(piece, self.settled.places, index, first)
            pdf = _write(setting.sheets.document)
        at = _page_of(lines, composer.origins, setting.sheets.anchors)
        return Excerpt(piece.anchor, piece.title or piece.kind, pdf, setting.folios, at)

    def _first(self, piece: Piece) -> Folio:
        """The first folio of a piece, as last settled; 1, while that is not known."""
        known = self.settled.folios.get(piece.anchor)
        assert self.book
        return known[0] if known else Folio(1, 1, piece in self.book.front)


def _write(document: Any) -> bytes:
    """The PDF of a piece alone; links to what is not in it are left out."""
    here = {anchor for page in document.pages for anchor in page.anchors}
    for page in document.pages:
        page.links[:] = [link for link in page.links if link[0] != "internal" or link[1] in here]
    return bytes(document.write_pdf(pdf_identifier=b"press"))


def remember(project: Project, settled: Settled, store: Store) -> None:
    """Keep what has been settled for the next watch."""
    store.keep(_key(project), settled)


def recall(project: Project, store: Store) -> Settled:
    """What was last settled, or nothing."""
    return store.load(_key(project), Settled) or Settled()


def _key(project: Project) -> str:
    return key_of("settled", str(project.manuscript.resolve()))


def _alone(book: Book, piece: Piece) -> Book:
    """The book with no other prose than a piece's, for its citations to be worded."""
    return replace(book, front=(), body=(piece,), back=(), documents=book.documents if piece.kind == DOCUMENTS else ())


def _changed_piece(before: Book, now: Book, changed: Collection[str]) -> Piece | None:
    """The piece to be shown: one whose own file has changed before one that has changed with it."""
    old = {piece.anchor: piece for piece in before.pieces}
    documents = before.documents != now.documents
    found = [piece for piece in now.pieces if old.get(piece.anchor) != piece or (piece.kind == DOCUMENTS and documents)]
    own = [piece for piece in found if piece.chapter and piece.chapter.origin.path in changed]
    return next(iter(own or found), None)


def _changed_lines(before: Book, now: Book) -> dict[str, int]:
    """File → the first line (from 1) that is not as it was."""
    return {
        path: next((n for n, (a, b) in enumerate(zip_longest(before.lines.get(path, ()), lines), 1) if a != b), 0)
        for path, lines in now.lines.items()
        if lines != before.lines.get(path)
    }


def _page_of(lines: Mapping[str, int], origins: Mapping[str, Origin], pages: tuple[tuple[str, ...], ...]) -> int:
    """The page (from 0) of the last block or note that begins at or before a changed line."""
    best, at = Origin(""), 0
    for number, anchors in enumerate(pages):
        for anchor in anchors:
            origin = origins.get(anchor)
            if origin and best.line < origin.line <= lines.get(origin.path, 0):
                best, at = origin, number
    return at
