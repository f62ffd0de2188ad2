"""Draft → Book: keys are proved, everything is numbered, names are found.

After this stage every person, source and anchor that the book speaks of exists, or there is a problem with its line.
Here a note gets its number and its anchor, and a name in the text becomes a mention.
"""

from __future__ import annotations

from dataclasses import replace

from press.book import Book, Chapter, Document, Event, Person, Piece, Target
from press.editing.manuscript import Draft
from press.editing.mentions import MentionFinder
from press.editing.numbering import UnitLinker
from press.editing.record_rules import UNKNOWN_PIECE
from press.editing.records import PIECES, PieceRecord
from press.editing.registers import Registers
from press.problem import Origin, Problem
from press.text import Inlines, Phrase, plain


def link(draft: Draft) -> tuple[Book, tuple[Problem, ...]]:
    """The draft as a book, with the problems of its references, names and numbers."""
    linker = _Linker(draft)
    book = linker.book()
    return book, tuple(linker.registers.problems)


class _Linker:
    """The state of one linking: the registers, the units come to, and the files placed."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.registers = Registers(draft)
        self.finder = MentionFinder(draft.people, draft.sources, draft.lines)
        self.units: dict[str, UnitLinker] = {}
        self.placed: set[str] = set()

    def book(self) -> Book:
        """The linked book."""
        draft, record = self.draft, self.draft.record
        # in reading order, for figures are numbered, and occurrences stand, as they are come to
        front = self._pieces(record.contents.front, numbered=False)
        body = self._pieces(record.contents.body, numbered=True)
        documents = tuple(self._document(d, n) for n, d in enumerate(draft.documents, 1))
        back = self._pieces(record.contents.back, numbered=False)
        events = tuple(map(self._event, draft.events))
        people = {key: self._person(person) for key, person in self.registers.people.items()}
        # not before, for a chapter may refer to a later one
        self.registers.check_references()
        return Book(
            imprint=draft.imprint,
            style=record.style,
            citation_style=record.citations,
            trim=record.trim,
            front=front,
            body=body,
            back=back,
            documents=documents,
            people=people,
            sources=self.registers.sources,
            bibliography=draft.sections,
            events=events,
            targets=self.registers.targets,
            occurrences=tuple(self.registers.occurrences),
            lines=draft.lines,
            origin=Origin(record.origin.path),
            keys=record.keys,
            signature=int(record.signature),
            cover=draft.cover,
        )

    def _unit(self, anchor: str) -> UnitLinker:
        """The one unit of an anchor: a list and the words before it count their mentions together."""
        if anchor not in self.units:
            self.units[anchor] = UnitLinker(anchor, self.registers, self.finder)
        return self.units[anchor]

    # --- pieces ------------------------------------------------------------------------------

    def _pieces(self, records: tuple[PieceRecord, ...], numbered: bool) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        number = 0
        for record in records:
            if record.piece.endswith(".md"):
                draft = self.draft.chapters.get(record.piece)
                # a file that cannot be read, or stands in the book twice, has been complained of
                if draft is None or record.piece in self.placed:
                    continue
                self.placed.add(record.piece)
                number += numbered
                chapter = self._chapter(draft, number if numbered else 0)
                kind = "chapter" if numbered else "prose"
                title = Phrase.of(plain(chapter.title))
                pieces.append(
                    Piece(kind=kind, anchor=chapter.anchor, title=title, origin=record.origin, chapter=chapter)
                )
            elif record.piece not in PIECES:
                self.registers.complain_of_unknown(record.origin, UNKNOWN_PIECE, "piece", record.piece, PIECES)
            else:
                pieces.append(self._made_piece(record))
        return tuple(pieces)

    def _made_piece(self, record: PieceRecord) -> Piece:
        """A piece that the press makes, with the words before it, which the editor writes."""
        kind = record.piece
        headnote = self.draft.chapters.get(record.headnote)
        chapter = self._unit(kind).chapter(headnote, 0) if headnote else None
        # with neither the style has a word for it
        title = self.draft.titles[record.origin] or Phrase.of(plain(chapter.title) if chapter else "")
        target = Target(kind="piece", number="", home=kind, title=str(title), origin=record.origin)
        self.registers.add_target(kind, target)
        return Piece(kind=kind, anchor=kind, title=title, origin=record.origin, chapter=chapter)

    def _chapter(self, draft: Chapter, number: int) -> Chapter:
        kind, title = "chapter" if number else "prose", plain(draft.title)
        origin = draft.keys.get("id", draft.origin)
        target = Target(kind=kind, number=str(number or ""), home=draft.anchor, title=title, origin=origin)
        self.registers.add_target(draft.anchor, target)
        return self._unit(draft.anchor).chapter(draft, number)

    def _document(self, draft: Document, number: int) -> Document:
        title = plain(draft.title)
        origin = draft.keys.get("id", draft.origin)
        target = Target(kind="document", number=str(number), home=draft.anchor, title=title, origin=origin)
        self.registers.add_target(draft.anchor, target)
        for key, people in (("from", draft.senders), ("to", draft.recipients)):
            for person in people:
                self.registers.person_exists(person, draft.keys.get(key, draft.origin))
        if draft.image:
            self.registers.file_exists(draft.image, draft.keys.get("image", draft.origin))
        foreign = replace(draft, language=self._foreign(draft.language))
        return self._unit(draft.anchor).document(foreign, number)

    def _foreign(self, language: str) -> str:
        """A language, if it is another than the book's: in a book in `en-GB`, `en` is the same."""
        return "" if f"{self.draft.record.language}-".lower().startswith(f"{language}-".lower()) else language

    # --- lists -------------------------------------------------------------------------------

    def _event(self, event: Event) -> Event:
        if event.see:
            self.registers.refer(event.see, event.keys.get("see", event.origin))
        return replace(event, text=self._listed("chronology", event.text, event.origin))

    def _person(self, person: Person) -> Person:
        return replace(person, bio=self._listed("list-of-people", person.bio, person.origin))

    def _listed(self, anchor: str, line: Inlines, origin: Origin) -> Inlines:
        """A line of a list linked: of the chronology, or of the list of people."""
        unit = self._unit(anchor)
        # the words before the list, which the unit may have come from, stand in a file of their own
        unit.path = origin.path
        return unit.plain_line(line)
