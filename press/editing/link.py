"""Draft → Book: keys are proved, everything is numbered, names are found.

After this stage every person, source and anchor that the book speaks of exists, or there is a problem with its line.
Here a note gets its number and its anchor, and a name in the text becomes a mention.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any

from press.book import Book, Chapter, Document, Imprint, Occurrence, Person, Piece, Source, Target
from press.editing.names import Marker, Names, Titles, fold
from press.editing.parse import Draft
from press.editing.read import PIECES, PieceRecord
from press.problem import Origin, Problem, did_you_mean
from press.text import (
    Block,
    Blocks,
    Cluster,
    Discussion,
    Emphasis,
    Extract,
    Figure,
    Foreign,
    Heading,
    Inline,
    Inlines,
    ItemList,
    Link,
    Mention,
    Note,
    Paragraph,
    Reference,
    SmallCaps,
    Strong,
    Superscript,
    Table,
    plain,
)

ID = re.compile(r"[^\W_][\w-]*")
RESERVED = ("b-", "bh-", "d-", "h-", "m-", "n-", "r-", "call-", "index-", "source-")
"""Anchors of the press's own begin so."""
MARKED = re.compile(r"\[[^\]]*\]\{[^}]*\}")
REGISTERS = {"person": {"people"}, "source": {"sources"}, "place": {"chapters", "documents"}}
"""Where a thing would be declared: as long as that has not been read whole, nobody can say that it is unknown."""


def link(draft: Draft) -> tuple[Book, tuple[Problem, ...]]:
    """The draft as a book, with the problems of its references, names and numbers."""
    linker = _Linker(draft)
    book = linker.book()
    return book, tuple(linker.problems)


class _Linker:
    """The state of one linking: the registers of people, sources and targets, and the problems met."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.problems: list[Problem] = []
        self.targets: dict[str, Target] = {}
        self.occurrences: list[Occurrence] = []
        self.references: list[tuple[str, Origin]] = []
        self.units: dict[str, _Unit] = {}
        self.figures = 0
        self.placed: set[str] = set()
        self.people: Mapping[str, Person] = self._register(draft.people, "person")
        self.sources: Mapping[str, Source] = self._register(draft.sources, "source")
        titles = [str(s.record.get(k, "")) for s in draft.sources for k in ("title", "title-short", "container-title")]
        self.marker = Marker(Names(draft.people), Titles(titles))

    def _register(self, things: Iterable[Any], what: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for thing in things:
            if thing.key in found:
                first = found[thing.key].origin
                message = f'{what} "{thing.key}" stands twice'
                self.problems.append(Problem(thing.origin, "duplicate-id", message, f"first at {first}"))
            found.setdefault(thing.key, thing)
        return found

    def book(self) -> Book:
        """The linked book."""
        draft, record = self.draft, self.draft.record
        front = self._pieces(record.contents.front, numbered=False)
        body = self._pieces(record.contents.body, numbered=True)
        documents = tuple(self._document(d, n) for n, d in enumerate(draft.documents, 1))
        back = self._pieces(record.contents.back, numbered=False)
        events = tuple(replace(e, text=self._listed("chronology", e.text, e.origin)) for e in draft.events)
        self._check_references()
        for event in draft.events:
            if event.see and event.see not in self.targets:
                self._unknown(event.origin, "unknown-reference", "place", event.see, self.targets)
        return Book(
            self._imprint(),
            record.style,
            record.citations,
            record.trim,
            front,
            body,
            back,
            documents,
            {key: replace(p, bio=self._listed("list-of-people", p.bio, p.origin)) for key, p in self.people.items()},
            self.sources,
            tuple((section.id, section.title) for section in record.bibliography),
            events,
            self.targets,
            tuple(self.occurrences),
            draft.lines,
            Origin(record.origin.path),
            int(record.signature),
            draft.cover,
        )

    def _imprint(self) -> Imprint:
        r = self.draft.record
        slug = r.slug or re.sub(r"[^a-z0-9]+", "-", r.title.casefold()).strip("-") or "book"
        return Imprint(
            r.title,
            r.subtitle,
            r.author,
            r.editor,
            r.language,
            r.publisher,
            r.place,
            r.year,
            r.isbn,
            r.edition,
            r.rights,
            slug,
        )

    def _unit(self, anchor: str) -> _Unit:
        """The one unit of an anchor: a list and the words before it count their mentions together."""
        return self.units.setdefault(anchor, _Unit(self, anchor))

    def _listed(self, anchor: str, line: Inlines, origin: Origin) -> Inlines:
        """A line of a list linked: of the chronology, or of the list of people."""
        unit = self._unit(anchor)
        unit.path = origin.path
        return unit.plain_line(line)

    def _pieces(self, records: tuple[PieceRecord, ...], numbered: bool) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        number = 0
        for record in records:
            if record.piece.endswith(".md"):
                draft = self.draft.chapters.get(record.piece)
                if draft is None or record.piece in self.placed:
                    continue
                self.placed.add(record.piece)
                number += numbered
                chapter = self._chapter(draft, number if numbered else 0)
                pieces.append(
                    Piece(
                        "chapter" if numbered else "prose", chapter.anchor, plain(chapter.title), record.origin, chapter
                    )
                )
            elif record.piece not in PIECES:
                self._unknown(record.origin, "unknown-piece", "piece", record.piece, PIECES)
            else:
                pieces.append(self._made_piece(record))
        return tuple(pieces)

    def _made_piece(self, record: PieceRecord) -> Piece:
        headnote = self.draft.chapters.get(record.headnote)
        chapter = self._unit(record.piece).chapter(headnote, 0) if headnote else None
        title = record.title or (plain(chapter.title) if chapter else "")
        self.target(record.piece, Target("piece", "", record.piece, title, record.origin))
        return Piece(record.piece, record.piece, title, record.origin, chapter)

    def _chapter(self, draft: Chapter, number: int) -> Chapter:
        kind = "chapter" if number else "prose"
        self.target(draft.anchor, Target(kind, str(number or ""), draft.anchor, plain(draft.title), draft.origin))
        return self._unit(draft.anchor).chapter(draft, number)

    def _document(self, draft: Document, number: int) -> Document:
        self.target(draft.anchor, Target("document", str(number), draft.anchor, plain(draft.title), draft.origin))
        for person in (*draft.senders, *draft.recipients):
            if person not in self.people:
                self._unknown(draft.origin, "unknown-person", "person", person, self.people)
        if draft.image:
            self.file_exists(draft.image, draft.origin)
        return self._unit(draft.anchor).document(draft, number)

    # --- registers ---------------------------------------------------------------------------

    def target(self, anchor: str, target: Target) -> None:
        """Register what a cross-reference can point to."""
        generated = target.kind == "piece" or anchor.startswith(f"n-{target.home}-")
        if not generated and (not ID.fullmatch(anchor) or anchor.startswith(RESERVED)):
            hint = f"letters, digits and hyphens; not to begin with {', '.join(RESERVED)}"
            self.problems.append(Problem(target.origin, "id", f'"{anchor}" cannot be an id', hint))
        if anchor in self.targets:
            first = self.targets[anchor].origin
            self.problems.append(
                Problem(target.origin, "duplicate-id", f'id "{anchor}" stands twice', f"first at {first}")
            )
        self.targets.setdefault(anchor, target)

    def person_exists(self, key: str, origin: Origin) -> bool:
        """Whether a person is declared; a problem if not."""
        if key in self.people:
            return True
        self._unknown(origin, "unknown-person", "person", key, self.people)
        return False

    def file_exists(self, path: str, origin: Origin) -> None:
        """A problem when a picture is not among the manuscript's files."""
        if path.startswith("/") or ".." in path.split("/") or ":" in path:
            self.problems.append(Problem(origin, "outside", f'"{path}" leaves the manuscript'))
        elif path not in self.draft.files:
            hint = did_you_mean(path, self.draft.files)
            self.problems.append(Problem(origin, "missing-figure", f'no picture "{path}"', hint))

    def _unknown(self, origin: Origin, rule: str, what: str, key: str, known: Iterable[str]) -> None:
        if self.draft.incomplete & REGISTERS.get(what, set()):
            return
        where = {"person": " in people.yaml", "source": " in sources.yaml"}.get(what, "")
        self.problems.append(Problem(origin, rule, f'no {what} "{key}"{where}', did_you_mean(key, known)))

    def foreign(self, language: str) -> str:
        """A language, if it is another than the book's: in a book in `en-GB`, `en` is the same."""
        return "" if f"{self.draft.record.language}-".lower().startswith(f"{language}-".lower()) else language

    def source_exists(self, key: str, origin: Origin) -> None:
        """A problem when a work is not in sources.yaml."""
        if key not in self.sources:
            self._unknown(origin, "unknown-source", "source", key, self.sources)

    def _check_references(self) -> None:
        for target, origin in self.references:
            if target not in self.targets:
                self._unknown(origin, "unknown-reference", "place", target, self.targets)


class _Unit:
    """One unit of numbering, a chapter or a document: its notes, mentions and figures get numbers and anchors."""

    def __init__(self, linker: _Linker, anchor: str) -> None:
        self.linker, self.anchor = linker, anchor
        self.path = ""
        self.notes = self.letters = self.mentions = self.references = self.discussions = self.headings = 0
        self.note = ""
        self.where = "text"

    def chapter(self, draft: Chapter, number: int) -> Chapter:
        """A chapter linked."""
        self.path = draft.origin.path
        return replace(
            draft,
            anchor=self.anchor,
            number=number,
            title=self._heading_line(draft.title),
            short=draft.short or plain(draft.title),
            epigraph=self.line(draft.epigraph),
            epigraph_source=self.line(draft.epigraph_source),
            blocks=self.blocks(draft.blocks),
        )

    def document(self, draft: Document, number: int) -> Document:
        """A document linked; its senders and recipients count as mentions."""
        self.path = draft.origin.path
        people = [key for key in dict.fromkeys((*draft.senders, *draft.recipients)) if key in self.linker.people]
        title = self._heading_line(draft.title)
        for key in people:
            name = self.linker.people[key].full_name
            self._occurs(Mention(key, (), f"{self.anchor}-{key}"), name, draft.origin)
        return replace(
            draft,
            number=number,
            language=self.linker.foreign(draft.language),
            title=title,
            headnote=self.blocks(draft.headnote),
            blocks=self.blocks(draft.blocks),
            source=self.plain_line(draft.source),
            rights=self.plain_line(draft.rights),
            provenance=self.line(draft.provenance),
        )

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: Blocks) -> Blocks:
        """A run of blocks linked."""
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, inlines=self.line(block.inlines))
            case Heading():
                return self._heading(block)
            case Extract():
                return replace(block, blocks=self.blocks(block.blocks))
            case ItemList():
                return replace(block, items=tuple(self.blocks(item) for item in block.items))
            case Table():
                head = tuple(self.line(cell) for cell in block.head)
                return replace(block, head=head, rows=tuple(tuple(self.line(c) for c in row) for row in block.rows))
            case Figure():
                return self._figure(block)
            case Discussion():
                return self._discussion(block)
        return block

    def _heading(self, block: Heading) -> Heading:
        self.headings += 1
        anchor = block.anchor or f"h-{self.anchor}-{self.headings}"
        if block.anchor:
            self.linker.target(anchor, Target("heading", "", self.anchor, plain(block.inlines), block.origin))
        return replace(block, inlines=self._heading_line(block.inlines), anchor=anchor)

    def _heading_line(self, inlines: Inlines) -> Inlines:
        self.where, before = "heading", self.where
        line = self.line(inlines)
        self.where = before
        return line

    def _figure(self, block: Figure) -> Figure:
        self.linker.figures += 1
        number = self.linker.figures
        anchor = block.anchor or f"figure-{number}"
        self.linker.target(anchor, Target("figure", str(number), self.anchor, plain(block.caption), block.origin))
        self.linker.file_exists(block.path, block.origin)
        self.where = "caption"
        caption = self.line(block.caption)
        self.where = "text"
        return replace(block, caption=caption, anchor=anchor, number=number)

    def _discussion(self, block: Discussion) -> Discussion:
        self.discussions += 1
        anchor = f"d-{self.anchor}-{self.discussions}"
        if self.linker.person_exists(block.person, block.origin):
            name = self.linker.people[block.person].full_name
            self._occurs(replace(block, anchor=anchor), name, block.origin)
        return replace(block, anchor=anchor, blocks=self.blocks(block.blocks))

    # --- lines -------------------------------------------------------------------------------

    def line(self, inlines: Inlines) -> Inlines:
        """A line of text linked, its names found."""
        marked, shared = self.linker.marker.mark(inlines, self.anchor)
        told: Counter[str] = Counter()
        for name, first in shared:
            choices = " or ".join(f"[{name.form}]{{person={key}}}" for key in name.people)
            lines = self._lines_with(name.form, first)
            origin = Origin(self.path, lines[min(told[name.form], len(lines) - 1)])
            told[name.form] += 1
            message = f'"{name.form}" may be {" or ".join(name.people)}'
            self.linker.problems.append(Problem(origin, "shared-form", message, f"write {choices}"))
        return self._inlines(marked)

    def _lines_with(self, form: str, first: int) -> list[int]:
        """The lines from `first` to the paragraph's end with a form unmarked; `first` if it runs over two lines."""
        lines = self.linker.draft.lines.get(self.path, ())[max(first - 1, 0) :]
        paragraph = [fold(MARKED.sub("", line)) for line in takewhile(str.strip, lines)]
        return [n for n, line in enumerate(paragraph, first) for _ in range(line.count(form))] or [first]

    def plain_line(self, inlines: Inlines) -> Inlines:
        """A line linked without looking for names: source notes, lists and the chronology."""
        return self._inlines(inlines)

    def _inlines(self, inlines: Inlines) -> Inlines:
        return tuple(each for inline in inlines for each in self._inline(inline))

    def _inline(self, inline: Inline) -> Inlines:
        match inline:
            case Emphasis() | Strong() | SmallCaps() | Superscript() | Foreign() | Link():
                return (replace(inline, inlines=self._inlines(inline.inlines)),)
            case Mention():
                return self._mention(inline)
            case Note():
                return (self._note(inline),)
            case Cluster():
                return (self._cluster(inline),)
            case Reference():
                self.linker.references.append((inline.target, Origin(self.path, inline.line)))
                self.references += 1
                anchor = f"r-{self.anchor}-{self.references}"
                return (replace(inline, anchor=anchor, inlines=self._inlines(inline.inlines)),)
        return (inline,)

    def _mention(self, mention: Mention) -> Inlines:
        inner = self._inlines(mention.inlines)
        origin = Origin(self.path, mention.line)
        if not mention.person or not self.linker.person_exists(mention.person, origin):
            return inner
        self.mentions += 1
        anchor = f"m-{self.anchor}-{self.mentions}"
        linked = replace(mention, anchor=anchor, inlines=inner)
        self._occurs(linked, plain(mention.inlines), origin, self.where)
        return (linked,)

    def _occurs(self, named: Mention | Discussion, form: str, origin: Origin, where: str = "text") -> None:
        """Enter a mention, or a whole discussion, in the register of occurrences."""
        span = isinstance(named, Discussion)
        marks = (named.principal, named.sub)
        occurrence = Occurrence(named.anchor, named.person, self.anchor, self.note, where, *marks, span, form, origin)
        self.linker.occurrences.append(occurrence)

    def _note(self, note: Note) -> Note:
        if note.original:
            self.letters += 1
            mark = string.ascii_lowercase[(self.letters - 1) % 26] * ((self.letters + 25) // 26)
        else:
            self.notes += 1
            mark = str(self.notes)
        anchor = note.name or f"n-{self.anchor}-{mark}"
        self.linker.target(anchor, Target("note", mark, self.anchor, "", note.origin))
        self.where, self.note, before = "note", mark, self.where
        paragraphs = tuple(self.line(paragraph) for paragraph in note.paragraphs)
        self.where, self.note = before, ""
        return replace(note, paragraphs=paragraphs, mark=mark, anchor=anchor)

    def _cluster(self, cluster: Cluster) -> Cluster:
        for citation in cluster.citations:
            self.linker.source_exists(citation.key, Origin(self.path, citation.line))
        linked = tuple(
            replace(c, prefix=self._inlines(c.prefix), suffix=self._inlines(c.suffix)) for c in cluster.citations
        )
        return replace(cluster, citations=linked)
