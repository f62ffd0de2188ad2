"""Where notes are printed: at the foot of the page of their call, at the end of their chapter, in a section of notes.

The style says so for all of them, or by the kind of the piece; the manuscript is the same. Notes that belong to the
original of a document are a part of it, not of the editor's apparatus: where the others leave the foot of the page,
these stand at the end of the document, before the editor's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from press.book import Book, Chapter, Document, Piece
from press.kinds import behind_notes
from press.problem import Origin, Problem, warning
from press.style.rules import NOTES_ELSEWHERE
from press.style.style import Style
from press.text import Note, Phrase, Reference, walk

SECTION = "notes"
"""The kind of the piece in which the notes of the whole book stand."""


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes of a chapter or a document in the section of notes: the anchor of this `unit`, the piece that it stands
    in, the part that this belongs to, if any, and the document if it is one.
    """

    unit: str
    piece: Piece
    part: Piece | None
    document: Document | None
    notes: tuple[Note, ...]

    @property
    def origin(self) -> Origin:
        """Where the manuscript has it."""
        return self.notes[0].origin


@dataclass(frozen=True, slots=True)
class NotePlaces:
    """Where the notes of a book are printed.

    `called`: piece → its notes, in order. `foot`: the anchors of those at the foot of their page. `ends`: chapter or
    document → the notes at its end, in the order in which they stand there. `groups`: the section of notes.
    """

    called: Mapping[str, tuple[Note, ...]]
    foot: frozenset[str]
    ends: Mapping[str, tuple[Note, ...]]
    groups: tuple[NoteGroup, ...]

    def printed_in(self, piece: Piece) -> tuple[Note, ...]:
        """The notes that a piece prints, in the manuscript's order."""
        if piece.kind == SECTION:
            return tuple(note for group in self.groups for note in group.notes)
        away = {note.anchor for group in self.groups for note in group.notes}
        return tuple(note for note in self.called[piece.anchor] if note.anchor not in away)

    def ended_in(self, piece: Piece, book: Book) -> tuple[str, ...]:
        """The anchors of the notes that a piece prints at an end, in the order in which they stand there."""
        own = tuple(note for unit in _units(piece, book) for note in self.ends.get(unit.anchor, ()))
        groups = self.groups if piece.kind == SECTION else ()
        return tuple(note.anchor for note in (*own, *(note for group in groups for note in group.notes)))


@dataclass(frozen=True, slots=True)
class _Unit:
    """What notes are numbered through, a `part` of the book: a chapter, a document, or the words before what the press
    makes.
    """

    anchor: str
    kinds: tuple[str, ...]
    part: object
    document: Document | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Its notes, in order."""
        return notes_in(self.part)


def place_notes(book: Book, style: Style) -> NotePlaces:
    """Where a style has the notes of a book printed."""
    called: dict[str, tuple[Note, ...]] = {}
    foot: set[str] = set()
    ends: dict[str, tuple[Note, ...]] = {}
    groups: list[NoteGroup] = []
    parts = {piece.anchor: piece for piece in book.pieces if piece.kind == "part"}
    for piece in book.pieces:
        units = tuple(_units(piece, book))
        notes = [unit.notes for unit in units]
        called[piece.anchor] = tuple(note for own in notes for note in own)
        for unit, here in zip(units, notes, strict=True):
            where = style.notes_of(*unit.kinds)
            if where == "foot":
                foot |= {note.anchor for note in here}
                continue
            own = tuple(note for note in here if note.original)
            others = tuple(note for note in here if not note.original)
            ends[unit.anchor] = own if where == "book" else (*own, *others)
            if where == "book" and others:
                groups.append(NoteGroup(unit.anchor, piece, parts.get(piece.part), unit.document, others))
    return NotePlaces(called, frozenset(foot), ends, tuple(groups))


def with_section_of_notes(book: Book, style: Style) -> tuple[Book, tuple[Problem, ...]]:
    """The book with a section of notes if its style puts notes there, and without one if it puts none; with a warning
    if the book asks for one in vain, and an error where something refers to it.
    """
    asked = next((piece for piece in book.pieces if piece.kind == SECTION), None)
    placed = {style.notes_of(*unit.kinds) for piece in book.pieces for unit in _units(piece, book)}
    if asked is None and "book" not in placed:
        return book, ()
    groups = place_notes(book, style).groups
    if groups and asked is None:
        at = next((n for n, piece in enumerate(book.back) if behind_notes(piece.named_kind)), len(book.back))
        made = Piece(kind=SECTION, anchor=f"b-{SECTION}", title=Phrase(), origin=book.origin)
        return replace(book, back=(*book.back[:at], made, *book.back[at:])), ()
    if groups or asked is None:
        return book, ()
    message = f'the style "{style.name}" puts no note there: `{SECTION}` is left out'
    problems = [warning(asked.origin, NOTES_ELSEWHERE, message)]
    for origin in _references(book, asked.anchor):
        problems.append(Problem(origin, NOTES_ELSEWHERE, f'a reference to "{asked.anchor}", which is left out'))
    matters = (book.front, book.body, book.back)
    front, body, back = (tuple(piece for piece in pieces if piece is not asked) for pieces in matters)
    return replace(book, front=front, body=body, back=back), tuple(problems)


def _units(piece: Piece, book: Book) -> Iterator[_Unit]:
    """The chapters or documents of a piece, each with its notes."""
    if piece.chapter:
        yield _Unit(piece.anchor, (piece.chapter.kind, piece.kind), piece.chapter)
    for document in book.documents if piece.kind == "documents" else ():
        yield _Unit(document.anchor, (piece.kind,), document.noted, document)


def notes_in(part: object) -> tuple[Note, ...]:
    """The notes of a part of the book; what stands at the foot of a table is set there, and is none."""
    return tuple(node for node in walk(part) if isinstance(node, Note) and not node.lettered)


def _references(book: Book, anchor: str) -> Iterator[Origin]:
    """The lines that refer to an anchor."""
    texts: list[Chapter | Document] = [piece.chapter for piece in book.pieces if piece.chapter]
    for text in (*texts, *book.documents):
        found = (node for node in walk(text) if isinstance(node, Reference) and node.target == anchor)
        yield from (Origin(text.origin.path, node.line) for node in found)
    yield from (event.keys.get("see", event.origin) for event in book.events if event.see == anchor)
