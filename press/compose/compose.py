"""Book × Style × wording × places → sections of HTML, by the style's templates.

A section is what is laid out on its own: a piece of the front or back, a chapter, the documents. Page numbers come only
from `places`; in the first round there are none yet, and a dash stands for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from press.book import Book, Piece
from press.citations.wording import Wording
from press.compose.endnotes import place_notes
from press.compose.labels import with_titles
from press.compose.looked import Looks
from press.compose.material import Material
from press.compose.note_pieces import Cuts
from press.compose.running_heads import HeadsOfSide, running_heads
from press.compose.undivided import names_in, names_of
from press.compose.view import PieceView
from press.indexes.entries import Group
from press.indexes.index import make_index
from press.places import Places
from press.problem import Origin
from press.style.style import Style
from press.text import (
    Blocks,
    Figure,
    FigureGroup,
    Reference,
    Side,
    Table,
    walk,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One section ready to be laid out: its key, its HTML, the anchors of the notes that it prints, in order, and of
    which anchors it prints the pages; the names in it, which are not divided; and the running heads of its versos and
    rectos. `called`: the notes called in it that stand at no foot; `ends`: those that it prints so, as they stand;
    `free`: which of its pages, from 0, are kept free; `rooms`: of which others so many CSS px at the head, and at the
    foot.
    """

    key: str
    html: str
    notes: tuple[str, ...]
    asked: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    heads: tuple[HeadsOfSide, HeadsOfSide] = (HeadsOfSide(), HeadsOfSide())
    called: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    free: tuple[int, ...] = ()
    rooms: tuple[tuple[int, float, float], ...] = ()

    @property
    def foot(self) -> tuple[str, ...]:
        """The notes at the foot of its pages."""
        return tuple(note for note in self.notes if note not in self.ends) if self.ends else self.notes


@dataclass(frozen=True, slots=True)
class Composed:
    """What a template has made of a piece: its HTML, the names in it, its running heads, the lines of the manuscript of
    its blocks, and what of the book was looked at.
    """

    html: str
    names: tuple[str, ...]
    heads: tuple[HeadsOfSide, HeadsOfSide]
    origins: Mapping[str, Origin]
    looks: Looks


class Composer:
    """Composes sections of one book in one style; `compose` may be called again and again with other places.

    `also` is what an edition of another kind gives to its templates beside what all of them see. `origins`: the line of
    the manuscript of each section, note, picture and block, for complaints; blocks are known once their section is
    composed.
    """

    def __init__(self, book: Book, style: Style, wording: Wording, also: Mapping[str, Any] | None = None) -> None:
        self.book, self.wording, self.options = book, wording, style.index
        self.placed = place_notes(book, style)
        self.notes = {piece.anchor: self.placed.printed_in(piece) for piece in book.pieces}
        parts = (book.front, book.body, book.documents, book.back)  # in the order of their numbers
        shown = [node for node in walk(parts) if isinstance(node, (Figure, FigureGroup, Table))]
        figures = tuple(node for node in shown if not isinstance(node, Table))
        self.origins = {note.anchor: note.origin for notes in self.notes.values() for note in notes}
        self.origins |= {f"section {p.anchor}": p.chapter.origin if p.chapter else p.origin for p in book.pieces}
        self.origins |= {side.anchor: side.origin for side in book.nodes if isinstance(side, Side)}
        self.origins |= {figure.path: figure.origin for figure in figures if isinstance(figure, Figure)}
        floats = (node for node in book.nodes if isinstance(node, (Figure, FigureGroup, Table)))
        self.origins |= {node.anchor: node.origin for node in floats if node.at not in ("here", "plate")}
        self.origins |= {document.image: document.origin for document in book.documents if document.image}
        self.material = Material(
            book=book,
            style=style,
            wording=wording,
            also=also or {},
            notes=self.notes,
            placed=self.placed,
            figures=figures,
            tables=tuple(node for node in shown if isinstance(node, Table) and node.number),
            cited_in=_uses(book),
            targets=book.targets,
        )
        self.names = names_of((*book.people.values(), *(each.who for each in book.contributors.values())))
        self.mentions = _anchors(book)

    def index(self, piece: Piece, places: Places) -> tuple[Group, ...]:
        """What an index prints, with the page numbers of `places`; nothing of any other piece."""
        titled = with_titles(self.book, self.material.style.words)
        return make_index(titled, places, self.options, piece.anchor) if piece.of else ()

    def compose(self, piece: Piece, places: Places, cuts: Cuts, index: tuple[Group, ...]) -> Section:
        """One section of the book. Raises `Faulty` for a fault of a template.

        `index` is what it prints if it is one; `cuts` are of notes of this section.
        """
        return self.section(piece, self.composed(piece, places, cuts, index))

    def composed(self, piece: Piece, places: Places, cuts: Cuts, index: tuple[Group, ...]) -> Composed:
        """What the template of a piece makes, and has looked at. Raises `Faulty` for a fault of the template."""
        view = PieceView(self.material, piece, places, cuts, index)
        html = view.html()
        named, heads = names_in(html, self.names), running_heads(view)
        return Composed(html=html, names=named, heads=heads, origins=view.origins, looks=view.looking.looks())

    def section(self, piece: Piece, composed: Composed) -> Section:
        """A section as it has been composed, now or once before, with what the book knows of it."""
        self.origins |= composed.origins
        # The index never asks for a page by its template: its entries come with their numbers, from all mentions.
        asked = composed.looks.of("places").union(*(self.mentions.get(each, frozenset()) for each in piece.of))
        notes = tuple(note.anchor for note in self.notes[piece.anchor])
        called = (n.anchor for n in self.placed.called[piece.anchor] if n.anchor not in self.placed.foot)
        return Section(
            key=piece.anchor,
            html=composed.html,
            notes=notes,
            asked=asked,
            names=composed.names,
            heads=composed.heads,
            called=tuple(called),
            ends=self.placed.ended_in(piece, self.book),
        )

    def worded(self, piece: Piece) -> Mapping[str, Blocks]:
        """What a section's notes hold, as printed."""
        return {note.anchor: self.wording.note(note) for note in self.notes[piece.anchor]}


def _anchors(book: Book) -> dict[str, frozenset[str]]:
    """Register → the anchors of which its index prints the pages."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in book.occurrences:
        found[each.register].update(anchor for anchor in (each.anchor, each.end) if anchor)
    return {register: frozenset(anchors) for register, anchors in found.items()}


def _uses(book: Book) -> dict[str, tuple[str, ...]]:
    """Document → the anchors of the references to it in the prose of the book."""
    found: dict[str, list[str]] = {document.anchor: [] for document in book.documents}
    for node in walk(tuple(piece.chapter for piece in book.pieces if piece.chapter)):
        if isinstance(node, Reference) and node.target in found:
            found[node.target].append(node.anchor)
    return {key: tuple(anchors) for key, anchors in found.items()}
