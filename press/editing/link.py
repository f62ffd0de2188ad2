"""Draft → Book: keys are proved, everything is numbered, names are found.

After this stage every person, source and anchor that the book speaks of exists, or there is a problem with its line.
Here a note gets its number and its anchor, and a name in the text becomes a mention.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from press.alphabets.alphabet import order_called, order_of
from press.book import Book, Chapter, Document, Event, Piece, Target
from press.editing.abbreviations import with_use
from press.editing.contents import ContentsEntry, entries
from press.editing.contents_rules import CHAPTER_OUTSIDE_PARTS, MISPLACED
from press.editing.contributors import Contributions
from press.editing.figure_rules import PLATE
from press.editing.index_rules import INDEX_OF_NOTHING
from press.editing.indexes import LISTS
from press.editing.linked_before import LinkedBefore
from press.editing.manuscript import Draft
from press.editing.mentions import MentionFinder
from press.editing.numbering import UnitLinker
from press.editing.record_rules import DUPLICATE_ID, UNKNOWN_PIECE
from press.editing.records import PieceRecord
from press.editing.registers import Registers
from press.editing.rules import NOTE_OUT_OF_PLACE
from press.kinds import MADE, PROSE, Matter
from press.numerals import to_letters
from press.people import Person
from press.problem import Origin, Problem, did_you_mean
from press.terms import PEOPLE, Indexed, Register, Term
from press.text import Figure, Inlines, Note, Phrase, plain, walk

PLATES = "plates"
"""The piece in which plates are gathered."""
LEAVE_FOR = {"told": (), "required": ("reading", "print"), "print": ("print",)}
"""The editions of which none is made without leave, as `permissions:` says."""


def link(draft: Draft, before: LinkedBefore | None = None) -> tuple[Book, tuple[Problem, ...]]:
    """The draft as a book, with the problems of its references, names and numbers. `before`: what was linked before."""
    linker = _Linker(draft, before or LinkedBefore())
    book = linker.book()
    return book, tuple(linker.registers.problems)


class _Linker:
    """The state of one linking: the registers, the units come to, the files placed, the part come to, and how many
    there have been of what is numbered.
    """

    def __init__(self, draft: Draft, before: LinkedBefore) -> None:
        self.draft, self.before = draft, before
        self.registers = Registers(draft)
        before.begin(draft, self.registers)
        self.contributions = Contributions(draft.contributors, self.registers)
        self.finder = MentionFinder(self.registers.by_mark.values(), draft.sources, draft.lines)
        self.units: dict[str, UnitLinker] = {}
        self.placed: set[str] = set()
        self.part = ""
        self.numbered_parts: list[tuple[str, str]] = []
        self.counts: dict[tuple[str, str], Iterator[int]] = {}
        self.document_notes = 0

    def book(self) -> Book:
        """The linked book."""
        draft, record = self.draft, self.draft.record
        # in reading order, for figures are numbered, and occurrences stand, as they are come to
        ranges = self.registers.ranges
        front = self._pieces("front")
        ranges.close()  # roman folios are no range with those that follow
        body = self._pieces("body")
        with ranges.laid_aside():  # what is open goes on behind the body, and not in the documents
            documents = tuple(self._document(d, n) for n, d in enumerate(draft.documents, 1))
        back = self._pieces("back")
        front, body, back = map(self._with_plates, (front, body, back))
        self._check_plates()
        events = tuple(map(self._event, draft.events))
        people = {key: self._person(person) for key, person in self.registers.people.items()}
        indexes = self._noted(front + body + back, people)
        self._name_parts()
        front, body, back = map(self._with_parts, (front, body, back))
        ranges.close()
        # not before, for a chapter may refer to a later one
        self.registers.check_references()
        imprint = self.contributions.of_book(draft.imprint, record)
        notes = [getattr(term, "note", ()) for each in indexes.values() for term in each.terms.values()]
        printed = (front, body, back, documents, events, tuple(people.values()), tuple(notes))
        return Book(
            abbreviations=with_use(draft.abbreviations, printed, self.registers.sources.values()),
            imprint=imprint,
            contributors=self.contributions.all(),
            style=record.style,
            citation_style=record.citations,
            libraries=(record.styles,) if isinstance(record.styles, str) else record.styles,
            trim=record.trim,
            front=front,
            body=body,
            back=back,
            documents=documents,
            people=people,
            registers=indexes,
            sources=self.registers.sources,
            bibliography=draft.sections,
            events=events,
            targets=self.registers.targets,
            occurrences=tuple(self.registers.occurrences),
            lines=draft.lines,
            origin=Origin(record.origin.path),
            keys=record.keys,
            permissions=draft.permissions,
            leave_for=LEAVE_FOR[record.permissions],
            queries=draft.queries,
            bare=draft.bare,
            queries_stop=record.queries == "stop",
            signature=int(record.signature),
            alphabet=order_called(record.alphabet) if record.alphabet else order_of(record.language),
            cover=draft.cover,
            houses=(record.houses,) if isinstance(record.houses, str) else record.houses,
        )

    def _unit(self, anchor: str) -> UnitLinker:
        """The one unit of an anchor: a list and the words before it count their mentions together."""
        if anchor not in self.units:
            self.units[anchor] = UnitLinker(anchor, self.registers, self.finder)
        return self.units[anchor]

    # --- pieces ------------------------------------------------------------------------------

    def _pieces(self, matter: Matter) -> tuple[Piece, ...]:
        pieces = (self._piece(entry) for entry in entries(self.draft.record.contents) if entry.matter == matter)
        return tuple(piece for piece in pieces if piece)

    def _piece(self, entry: ContentsEntry) -> Piece | None:
        """A piece in its place; none where its entry is of nothing that could be read, which has been told."""
        record = entry.record
        if entry.is_part:
            return self._part(record)
        if not record.file:
            if record.piece in MADE:
                behind = self.part if entry.part and any(each.file in self.placed for each in entry.part.pieces) else ""
                return replace(self._made_piece(record, behind), part=self.part if entry.part else "")
            if record.piece:
                self._unknown_piece(record)
            return None
        if (draft := self._placed(record.file)) is None:
            return None
        part = self.part if entry.part else ""
        chapter = self._chapter(draft, entry.matter, part)
        return Piece(
            kind="chapter" if entry.matter == "body" else "prose",
            anchor=chapter.anchor,
            title=Phrase.of(plain(chapter.title)),
            origin=record.origin,
            chapter=chapter,
            part=part,
        )

    def _unknown_piece(self, record: PieceRecord) -> None:
        """Say of a name which the press does not know what there is: a kind of prose is that of a file."""
        hint = did_you_mean(record.piece, MADE) or f"a file ends in .md; the press makes {', '.join(MADE)}"
        if record.piece in PROSE:
            hint = f"write it in a file, with kind: {record.piece} in its header"
        self.registers.problems.append(Problem(record.origin, UNKNOWN_PIECE, f'no piece "{record.piece}"', hint))

    def _placed(self, name: str) -> Chapter | None:
        """A file of prose, once: one that cannot be read, or stands in the book twice, has been complained of."""
        draft = None if name in self.placed else self.draft.chapters.get(name)
        self.placed.add(name)
        return draft

    def _part(self, record: PieceRecord) -> Piece | None:
        """The divider of a part, from its file or its title alone; what comes next belongs to it."""
        title = self.draft.titles.get(record.part, Phrase())
        titled = Chapter(anchor="", title=title.inlines, short=title, blocks=(), origin=record.origin)
        draft = self._placed(record.file) if record.file else titled
        self.part = ""
        if draft is None:
            return None
        number = self._next("part") if draft.numbered else 0
        self.part = draft.anchor or f"part-{number}"
        self._add_target(draft, self.part, "part", str(number or ""))
        self.numbered_parts += [(f"part-{number}", self.part)] if number else []
        chapter = self._unit(self.part).chapter(self.contributions.signed(draft), number)
        title = Phrase.of(plain(chapter.title))
        return Piece(kind="part", anchor=self.part, title=title, origin=record.origin, chapter=chapter, part=self.part)

    def _name_parts(self) -> None:
        """Let a part be referred to by its number too; nothing else may be called so."""
        for name, anchor in self.numbered_parts:
            part = self.registers.targets[anchor]
            other = self.registers.targets.setdefault(name, part)
            if other != part:
                message, hint = f'id "{name}" is that of the part of this number', "give this an id: of its own"
                self.registers.problems.append(Problem(other.origin, DUPLICATE_ID, message, hint))

    def _next(self, what: str, within: str = "") -> int:
        """The next number of a part, an appendix, or a chapter, whose numbers may begin anew within each part."""
        return next(self.counts.setdefault((what, within), count(1)))

    def _made_piece(self, record: PieceRecord, part: str = "") -> Piece:
        """A piece that the press makes, with the words before it, which the editor writes. `part`: that behind whose
        chapters it stands; an index there is of it, unless it says of which.
        """
        within = "" if record.of_part == "all" else record.of_part or (part if record.piece == "index" else "")
        kind, anchor = record.piece, record.piece
        of = tuple(dict.fromkeys(each for each in record.registers if each in {PEOPLE, *self.registers.indexes}))
        listed: tuple[str, ...] = ()
        if kind in LISTS:
            anchor, of, listed = f"{kind}-of-{'-'.join(record.registers)}", (), of
        if kind == "index":
            anchor = f"index-of-{'-'.join(of)}" if len(of) == 1 or "index" in self.registers.targets else "index"
            anchor += f"-in-{within}" if within else ""
        headnote = self.draft.chapters.get(record.headnote)
        chapter = self._unit(anchor).chapter(headnote, 0) if headnote else None
        given = self.draft.titles[record.title]
        if given and chapter and (note := next((n for n in walk(chapter.title) if isinstance(n, Note)), None)):
            message = f'a note to a title that is not printed: that in book.yaml is, "{given}"'
            hint = "give the title in one of the two files"
            self.registers.problems.append(Problem(note.origin, NOTE_OUT_OF_PLACE, message, hint))
        # with neither the style has a word for it
        title = given or Phrase.of(plain(chapter.title) if chapter else "")
        target = Target(kind="piece", number="", home=anchor, title=str(title), origin=record.origin)
        self.registers.add_target(anchor, target)
        return Piece(
            kind=kind,
            anchor=anchor,
            title=title,
            origin=record.origin,
            chapter=chapter,
            of=of,
            within=within,
            listed=listed,
        )

    def _with_parts(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Pieces with the part of which an index is, which may be said by its number, and may come behind the index."""
        found = []
        for each in pieces:
            said = (f"part-{each.within}", each.within)
            parts = (self.registers.targets.get(name) for name in said if each.within)
            part = next((target.home for target in parts if target and target.kind == "part"), "")
            if each.within and not part:
                hint = "write its number, or its id"
                message = f'an index of the part "{each.within}", which is not there'
                self.registers.problems.append(Problem(each.origin, INDEX_OF_NOTHING, message, hint))
            found.append(replace(each, within=part))
        return tuple(found)

    def _with_plates(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Pieces with the plates where they are to stand: no sooner is it known of all of them."""
        plates = tuple(self.registers.plates)
        return tuple(
            replace(each, chapter=Chapter(anchor=PLATES, title=(), short=Phrase(), blocks=plates, origin=each.origin))
            if each.kind == PLATES
            else each
            for each in pieces
        )

    def _check_plates(self) -> None:
        """Plates that the book has no place for."""
        if not any(entry.record.piece == PLATES for entry in entries(self.draft.record.contents)):
            for each in self.registers.plates:
                if isinstance(each, Figure) and each.decorative:
                    continue  # which no plate is: it has been told
                hint = "add plates to contents:; or take at=plate out"
                self.registers.problems.append(Problem(each.origin, PLATE, "a plate, and the book has no plates", hint))

    def _chapter(self, draft: Chapter, matter: Matter, part: str) -> Chapter:
        """A chapter or other prose linked, with the number or the letter that falls to it in its matter."""
        self.registers.ranges.enter(draft.anchor)
        unit = self._unit(draft.anchor)
        if draft.kind == "appendix" and matter != "back":
            message = f"an appendix stands in the {matter}"
            self.registers.problems.append(Problem(draft.keys["kind"], MISPLACED, message, "list it under back:"))
        appendix = draft.kind == "appendix" and matter == "back"
        # in the body a foreword or an introduction is set as a chapter, and has no number unless its header says so
        counted = matter == "body" and draft.numbered and (not draft.kind or "number" in draft.keys)
        kind = "appendix" if appendix else "chapter" if counted else "prose"
        within = part if counted and self.draft.record.chapter_numbers == "by-part" else ""
        if counted and self.draft.record.chapter_numbers == "by-part" and not part:
            message = "chapters are numbered in each part anew, and this one is in none"
            hint = "write number: no, or list it in a part"
            self.registers.problems.append(Problem(draft.origin, CHAPTER_OUTSIDE_PARTS, message, hint))
        number = self._next(kind, within) if counted or (appendix and draft.numbered) else 0
        unit.letter = to_letters(number) if appendix and number else ""
        self._add_target(draft, draft.anchor, kind, unit.letter or str(number or ""), within)
        signed = self.contributions.signed(draft)
        return self.before.linked(self.registers, unit, draft, number, lambda: unit.chapter(signed, number))

    def _add_target(self, draft: Chapter, anchor: str, kind: str, number: str, part: str = "") -> None:
        origin = draft.keys.get("id", draft.origin)
        target = Target(kind=kind, number=number, home=anchor, title=plain(draft.title), part=part, origin=origin)
        self.registers.add_target(anchor, target)

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
        self.registers.ranges.enter(draft.anchor)
        foreign = replace(draft, language=self._foreign(draft.language))
        unit = self._unit(draft.anchor)
        if self.draft.record.document_notes == "throughout":
            # two documents that share a page would else have two notes of one number at its foot
            unit.marks.numbers = self.document_notes
        linked = self.before.linked(self.registers, unit, draft, number, lambda: unit.document(foreign, number))
        self.document_notes = unit.marks.numbers
        return linked

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

    def _noted(self, pieces: tuple[Piece, ...], people: Mapping[str, Person]) -> dict[str, Register]:
        """The registers of the book, with what lists say of their headings linked; where none does, without it."""
        listed = {id_ for piece in pieces if piece.kind == "list" for id_ in piece.listed}
        found: dict[str, Register] = {}
        for id_, register in self.registers.indexes.items():
            terms: Mapping[str, Indexed] = people if register.kind == PEOPLE else register.terms
            noted = {key: each for key, each in terms.items() if isinstance(each, Term) and each.note}
            for key, each in noted.items():
                note = self._listed(f"list-of-{id_}", each.note, each.origin) if id_ in listed else ()
                noted[key] = replace(each, note=note)
            found[id_] = replace(register, terms={**terms, **noted}) if noted or terms is people else register
        return found

    def _listed(self, anchor: str, line: Inlines, origin: Origin) -> Inlines:
        """A line of a list linked: of the chronology, or of that of people or of what another register has."""
        unit = self._unit(anchor)
        # the words before the list, which the unit may have come from, stand in a file of their own
        unit.path = origin.path
        return unit.plain_line(line)
