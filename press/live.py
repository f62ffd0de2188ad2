"""The chapter that has just been changed, set alone: what `./go watch` shows before the whole book is made again.

A `Desk` remembers the book as it last was, and where everything stood when the whole book was last settled. Looking
again it finds which piece has changed, words that piece's citations, lays it out at its true first folio, and says on
which of its pages the change stands. What only a new settling can show (other pages' numbers) is as it last was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from press import build as pipeline
from press.book import Book, Piece, replace
from press.printing.bind import furnish
from press.printing.cite import cite
from press.printing.desk import Order, Workshop, cast_type, open_workshop, set_section
from press.printing.founts import unite
from press.printing.fragment import Face, Fragment, save
from press.printing.gather import Gathering
from press.printing.places import Folio
from press.printing.settle import Proof, Setting
from press.printing.settled import recall
from press.printing.style import Style
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.store import Store

DOCUMENTS, INDEX = "documents", "index-of-names"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece set alone: its PDF, its title, the folio of each page, and where the change is: on which page (from 0),
    how many points from its lower edge.
    """

    piece: str
    title: str
    pdf: bytes
    folios: tuple[Folio, ...]
    at: int
    height: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the manuscript shows: all problems, and the changed piece if there is one and it can be set."""

    problems: tuple[Problem, ...]
    excerpt: Excerpt | None = None


class Desk:
    """Looks at one project again and again."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.store = Store(project.cache)
        self.settled = recall(project, self.store)
        self.book: Book | None = None
        self.style: Style | None = None
        self.piece = ""
        self.faces: tuple[Face, ...] = ()
        self.type = b""
        """Type cast for these faces: more than a piece needs, for casting takes longer than laying out a page."""
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
        book, style, places = self.book, self.style, self.settled.places
        wording = cite(_alone(book, piece), style, self.store)
        with (
            pipeline.no_collecting(),
            open_workshop(self.project, book, style, wording, hands=1, store=self.store) as shop,
        ):
            index = shop.composer.index(places) if piece.kind == INDEX else ()
            section = shop.composer.compose(piece, places, {}, index)
            first = self._first(piece)
            wanted = {anchor: places[anchor] for anchor in section.asked if anchor in places}
            order = Order(
                book.pieces.index(piece),
                section,
                first.sheet % 2 == 0,
                wanted,
                index,
                True,
                shop.pictures(section.html),
            )
            fragment = self.store.recall(order.key(shop.fingerprint), Fragment, shop.hands.begin(set_section, order))
            folios = tuple(Folio(first.sheet + n, first.number + n, first.roman) for n in range(fragment.count))
            proof = Proof((Setting(piece, section, fragment, folios),), folios, places, 0)
            pdf = self._gather(shop, proof)
        title = piece.title or style.words.get(piece.kind, piece.kind)
        return Excerpt(piece.anchor, title, pdf, folios, *_spot(lines, shop.composer.origins, fragment))

    def _gather(self, shop: Workshop, proof: Proof) -> bytes:
        """The PDF of what is set, with running heads; a link to what is not in it leads nowhere."""
        (setting,), (heads,) = proof.settings, furnish(shop, proof)
        faces = unite((*setting.fragment.faces, *heads.faces))
        if not _in(faces, self.faces):
            self.faces = unite((*faces, *self.faces))
            self.type = shop.hands.begin(cast_type, self.faces)()
        gathering = Gathering()
        gathering.add(setting.fragment, heads)
        return save(gathering.close(self.type, [face.name for face in faces], proof.folios))

    def _first(self, piece: Piece) -> Folio:
        """The first folio of a piece, as last settled; 1, while that is not known."""
        known = self.settled.pieces.get(piece.anchor)
        assert self.book
        return known[0] if known else Folio(1, 1, piece in self.book.front)


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


def _spot(lines: Mapping[str, int], origins: Mapping[str, Origin], fragment: Fragment) -> tuple[int, float]:
    """The page (from 0) and height of the last block or note that begins at or before a changed line."""
    best, at, height = 0, 0, 0.0
    for number, leaf in enumerate(fragment.leaves):
        for anchor, (_, y) in leaf.anchors.items():
            origin = origins.get(anchor)
            if origin and best < origin.line <= lines.get(origin.path, 0):
                best, at, height = origin.line, number, y
    return at, height


def _in(faces: tuple[Face, ...], cast: tuple[Face, ...]) -> bool:
    """Whether every glyph of some faces has been cast."""
    known = {face.name: face.glyphs.keys() for face in cast}
    return all(face.glyphs.keys() <= known.get(face.name, set()) for face in faces)
