"""An arrangement and the records proposed → the files of a manuscript folder, as text; nothing is written here."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from press.editing.placement import PLATE
from press.importing.comments import imported_comments
from press.importing.decisions import decisions, to_confirm
from press.importing.file_styles import written_tables
from press.importing.names.people import Census, propose_people
from press.importing.names.source_headings import parse_heading
from press.importing.names.works import Proposal, WorkList, find_works, propose_sources
from press.importing.references.records import our_record
from press.importing.report import ImportReport, Went, write_report
from press.importing.slugs import Slugs, slug
from press.importing.structure.collection import Collection
from press.importing.structure.folder import recognise_folder
from press.importing.structure.items import with_omission
from press.importing.structure.recognise import recognise
from press.importing.typed.typed_citations import typed_citations
from press.importing.typescript import Arrangement, Changed, Division, Item, Prose, lines_of, place_of
from press.importing.writing.contributors import CONTRIBUTORS, Contributors
from press.importing.writing.cross_references import CrossReferences, anchors_of, prose_in_order
from press.importing.writing.index_records import declared, every_mark, imported_indexes
from press.importing.writing.markdown import MarkdownWriter, has_text
from press.importing.writing.passages import with_epigraph
from press.importing.writing.records import PEOPLE, SOURCES, header_line, person_record, scalar, source_record
from press.importing.writing.unprintable import TypeOfStyle
from press.kinds import KINDS, MADE, kind_named
from press.text import Block, Blocks, Cluster, Figure, FigureGroup, Heading, Inlines, Note, Text, plain, walk

REPORT = "import-report.md"
LONGEST_RUNNING_HEAD = 45
OMITS = ("[...]", "[…]")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A manuscript folder to be: its files by path, and what is to be told."""

    files: Mapping[str, bytes]
    report: ImportReport
    people: tuple[str, ...]
    sources: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a folder has already, and is not proposed: people and their forms, sources and their titles, by id."""

    people: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()


def assemble(collection: Collection, prints: Callable[[str], bool], known: Known | None = None) -> Assembled:
    """The files that an author's become; a character for which `prints` is false is written as its number."""
    return _Assembly(collection, prints, known or Known()).assembled()


class _Assembly:
    """One folder being put together."""

    def __init__(self, collection: Collection, prints: Callable[[str], bool], known: Known) -> None:
        self.collection, self.type, self.known = collection, TypeOfStyle(prints), known
        self.places = collection.places
        self.slugs = Slugs()
        self.indexes = imported_indexes([(file.index, file.blocks) for file in collection.files])
        self.comments = imported_comments([(file.comments, file.blocks) for file in collection.files])
        self.writer = MarkdownWriter({**every_mark(self.indexes.values()), **self.comments.written})
        self.authors = Contributors()
        heads = (each for file in collection.files for each in file.blocks if isinstance(each, Heading))
        self.shorts = {place_of(each): str(each.short) for each in heads if each.short}
        self.texts: dict[str, str] = {}
        self.went: list[Went] = []
        self.changed: list[Changed] = []
        self.kinds: dict[str, str] = {}
        self.names: dict[int, str] = {}
        self.referring: tuple[Changed, ...] = ()
        self.written: dict[int, str] = {}
        self.author = ""

    def assembled(self) -> Assembled:
        """Every step, in order."""
        collection = self.collection
        arrangement = recognise_folder(collection) if collection.is_folder else recognise(collection.files[0])
        arrangement = self._crossed(arrangement)
        works, proposals, keys = self._works(arrangement)  # before people, whose names stand in titles
        census = self._people(arrangement, works)
        contents = self._contents(arrangement)
        documents = [self._document(item, n, works, keys) for n, item in enumerate(arrangement.items, 1)]
        people = tuple(person_record(person, self.places.said(person.place)) for person in census.people)
        self.texts[PEOPLE] = "\n".join(people) or "[]\n"  # a list even when it is empty: that is where names are to go
        self.texts[SOURCES] = "references:\n\n" + "\n".join(source_record(each.record) for each in proposals)
        if not proposals:
            self.texts[SOURCES] = "references: []\n"
        self.texts |= {register.file: index.records for register, index in self.indexes.items() if index.headings}
        self.author = self.authors.line(arrangement.author)
        if self.authors.records:
            self.texts[CONTRIBUTORS] = "\n".join(self.authors.records)
        self.texts["book.yaml"] = self._book(arrangement, contents, documents, bool(people), bool(proposals))
        # last of all, over whatever has been written: no character that cannot be printed slips through another way
        files = {path: self.type.printable(text).encode() for path, text in self.texts.items()}
        report = self._report(arrangement, census, proposals)
        tables = written_tables(collection.name, (file.styles for file in collection.files))
        files |= {**collection.pictures, **tables}
        files[REPORT] = write_report(report).encode()
        return Assembled(files, report, people, proposals)

    def _crossed(self, arrangement: Arrangement) -> Arrangement:
        """The arrangement with references to ids; every piece has its id before any refers to it."""
        for prose, number in prose_in_order(arrangement):
            self.names[prose.place] = self._name(prose, number)
        for n, item in enumerate(arrangement.items, 1):
            self.names[item.place] = self.slugs.make(plain(parse_heading(item).title), f"document {n}")
        blocks = [block for file in self.collection.files for block in file.blocks]
        crossed = CrossReferences(dict(self.names), anchors_of(blocks), self.slugs)
        arrangement = crossed.resolved(arrangement)
        self.writer.marks = {**self.writer.marks, **crossed.written}
        self.changed += crossed.changed
        self.referring = crossed.typed(arrangement)
        return arrangement

    def _name(self, prose: Prose, number: int) -> str:
        title = plain(prose.title)
        return self.slugs.make(title, f"the {title}", f"chapter {number}" if number else "text")

    # --- records -----------------------------------------------------------------------------

    def _works(self, arrangement: Arrangement) -> tuple[WorkList, tuple[Proposal, ...], dict[Any, str]]:
        """Works of the documents' headings and of the text; those that a citation manager knows; stubs for the rest."""
        works = WorkList()  # headings first, for they say more of a work than the text does
        for item in arrangement.items:
            works.add(parse_heading(item).work)
        find_works(self._lines(arrangement), works)
        blocks = [block for file in self.collection.files for block in file.blocks]
        cited = {c.key for node in walk(tuple(blocks)) if isinstance(node, Cluster) for c in node.citations}
        described = {
            str(each.get("id", "")): each for each in self.collection.references
        }  # in two files it is one work
        given = [our_record(dict(each)) | {"id": key} for key, each in described.items()]
        # a key that the text cites is not for another work, be it described or not
        held = {str(record["id"]) for record in given} | cited | self.known.sources
        keys, proposals = propose_sources(works, held)
        records = [
            Proposal(str(record["id"]), record, ()) for record in given if record["id"] not in self.known.sources
        ]
        # so that the first check complains of nothing that only a library can answer
        stubs = sorted(cited - {str(record["id"]) for record in given} - self.known.sources)
        for key in stubs:
            self.changed.append(
                Changed(0, f'"@{key}" is cited and not described: its record has only a title, "{key}"')
            )
        records += [Proposal(key, {"id": key, "type": "book", "title": key}, ()) for key in stubs]
        fresh = (each for each in proposals if slug(str(each.record.get("title", each.key))) not in self.known.works)
        return works, (*records, *fresh), keys

    def _typed(self, proposals: tuple[Proposal, ...]) -> tuple[Changed, ...]:
        records = [each.record for each in proposals]
        return tuple(each for file in self.collection.files for each in typed_citations(file.blocks, records))

    @staticmethod
    def _lines(arrangement: Arrangement) -> Iterator[tuple[Inlines, int]]:
        """Every line of the book's text, with its place."""
        for blocks in (*(prose.blocks for prose in arrangement.prose), *(item.blocks for item in arrangement.items)):
            for block in blocks:
                yield from ((line, place_of(block)) for line in lines_of(block))

    def _people(self, arrangement: Arrangement, works: WorkList) -> Census:
        lines = [(plain(line), place) for line, place in self._lines(arrangement)]
        titles = [work.title for work in works.works.values()]
        language = self.collection.language or "en"
        return propose_people(lines, titles, self.known.people, self.known.forms, language)

    # --- files -------------------------------------------------------------------------------

    def _contents(self, arrangement: Arrangement) -> Mapping[str, list[str]]:
        """Write all prose; returns the lines of `contents:`, front, body and back."""
        count, parts = itertools.count(1), itertools.count(1)
        front = [self._prose("front", prose) for prose in arrangement.front]
        body: list[str] = []
        for each in arrangement.body:
            if isinstance(each, Prose):
                body.append(self._prose("chapters", each, next(count)))
                continue
            body.append(f"part: {self._divider(each.opening, next(parts))}")
            body.append("  pieces:")
            body += [f"    - {self._prose('chapters', prose, next(count))}" for prose in each.pieces]
        back = [*self._documents_piece(arrangement), *(self._prose("front", prose) for prose in arrangement.back)]
        return {"front": front, "body": body, "back": back}

    def _divider(self, opening: Prose, number: int) -> str:
        """The part as book.yaml names it: by its title, or by the file of its divider, where there is more to say."""
        noted = any(isinstance(each, Note) for each in walk(opening.title))
        said = opening.place in self.shorts or self._short(opening.title)
        if opening.blocks or opening.subtitle or not opening.numbered or said or noted:
            return self._prose("parts", opening, number)
        self.went.append(Went(opening.place, opening.place, "the title of a part, in book.yaml"))
        return scalar(self.writer.line(opening.title))

    def _prose(self, folder: str, prose: Prose, number: int = 0) -> str:
        """Write a chapter or another piece of prose; returns its path."""
        name = self.names.pop(prose.place, "") or self._name(prose, number)
        figures = f"{number:0{1 if folder == 'parts' else 2}}-" if number else ""
        path = f"{folder}/{figures}{name}.md"
        authors = [self.authors.key(each) for each in prose.authors]
        said, blocks = with_epigraph(prose.blocks)
        header: dict[str, object] = {
            "title": self.writer.line(prose.title),
            **({"subtitle": self.writer.line(prose.subtitle)} if prose.subtitle else {}),
            **{key: self.writer.line(line) for key, line in said.items()},
            **({"short": self.shorts[prose.place]} if prose.place in self.shorts else self._short(prose.title)),
            "id": name,
            **({"kind": prose.kind} if prose.kind else {}),
            **({"number": False} if not prose.numbered and (folder != "front" or prose.kind == "appendix") else {}),
            **({"authors": authors} if authors else {}),
        }
        self.kinds[path] = prose.kind
        self._write(path, header, blocks)
        last = max((place_of(each) for block in prose.blocks for each in _blocks_in(block)), default=prose.place)
        self.went.append(Went(prose.place, last, path))
        return path

    def _documents_piece(self, arrangement: Arrangement) -> list[str]:
        """How book.yaml names the documents: under the author's heading, with what the author says before them."""
        opening = arrangement.before_items
        if opening is None:
            return []
        if has_text(opening.blocks):
            return [f"{{piece: documents, headnote: {self._prose('front', opening)}}}"]
        self.went.append(Went(opening.place, opening.place, "the heading of the documents, in book.yaml"))
        return [f"{{piece: documents, title: {scalar(plain(opening.title))}}}"]

    @staticmethod
    def _short(title: Inlines) -> dict[str, str]:
        """A running head for a long title that has a subtitle."""
        words = plain(title)
        short = re.split(r": | [–—] ", words)[0]
        return {"short": short} if len(words) > LONGEST_RUNNING_HEAD and len(short) < len(words) else {}

    def _document(self, item: Item, number: int, works: WorkList, keys: Mapping[Any, str]) -> str:
        """Write a primary source; returns its path."""
        parsed = parse_heading(item)
        found = works.key(parsed.work)
        key = keys[found] if found else ""
        name = self.names[item.place]
        path = f"documents/{number:02}-{name}.md"
        blocks = item.blocks
        header = {  # what a document must say, where need be that it is not known
            "id": name,
            "title": self.writer.line(parsed.title),
            "kind": parsed.kind,
            **({"date": parsed.date} if parsed.date else {}),
            **({"date_text": parsed.date_text} if parsed.date_text else {}),
            "treatment": "extract",
            "source": f"From @{key}." if key else "Not yet known.",
            "rights": "Rights not yet settled.",
        }
        # that a text is whole is an editor's to say; and an extract must show where it leaves something out
        if not any(mark in plain(line) for block in blocks for line in lines_of(block) for mark in OMITS):
            blocks = with_omission(blocks, item.place, self.collection.name)
            self.changed.append(
                Changed(item.place, f"[...] set at the end of document {number}, an extract without omissions")
            )
        taken = f'the heading of document {number}, taken apart: "{plain(item.heading)}"'
        self.changed.append(Changed(item.place, taken))
        self._write(path, header, blocks)
        last = max((place_of(each) for block in item.blocks for each in _blocks_in(block)), default=item.place)
        self.went.append(Went(item.place, last, path))
        return path

    def _write(self, path: str, header: Mapping[str, object], blocks: Blocks) -> None:
        lines = "".join(f"{header_line(key, value)}\n" for key, value in header.items())
        self.texts[path] = f"---\n{lines}---\n{self.writer.text(blocks)}"
        above = lines.count("\n") + 2
        for block, line in self.writer.lines:
            for each in _blocks_in(block):
                self.written.setdefault(place_of(each), f"{path}:{above + line}")

    def _book(
        self,
        arrangement: Arrangement,
        contents: Mapping[str, list[str]],
        documents: list[str],
        people: bool,
        sources: bool,
    ) -> str:
        pictures = [
            node
            for prose in arrangement.prose
            for node in walk(prose.blocks)
            if isinstance(node, (Figure, FigureGroup))
        ]
        figures, plates = bool(pictures), any(each.at == PLATE for each in pictures)
        indexes = [f"{{piece: index, of: {each.id}}}" for each, index in self.indexes.items() if index.headings]
        lists = ["list-of-documents"] * bool(documents) + ["list-of-figures"] * figures
        made = {
            "front": sorted(
                ("half-title", "title-page", "imprint", "contents", *lists, *contents["front"]), key=self._rank
            ),
            "body": [*contents["body"], *["plates"] * plates],
            "back": [*contents["back"], *["bibliography"] * sources, *["index-of-names"] * people, *indexes],
        }
        also = "editor, publisher, place, year, isbn, edition, rights"
        lines = [
            f"title: {scalar(self.writer.line((Text(arrangement.title),)))}",
            *([f"subtitle: {scalar(self.writer.line((Text(arrangement.subtitle),)))}"] if arrangement.subtitle else []),
            self.author,
            f"language: {self._language()}",
            f"# also {'' if arrangement.subtitle else 'subtitle, '}{also}",
            f"slug: {slug(arrangement.title) or 'book'}",
            "style: classic",
            *(["chapter_numbers: by-part"] if arrangement.by_part else []),
        ]
        if documents:
            lines += ["", "documents:", *(f"  - {path}" for path in documents)]
        lines += [*declared(self.indexes), "", "contents:"]
        for matter, names in ((matter, names) for matter, names in made.items() if names):
            lines += [f"  {matter}:", *(f"    {'' if name.startswith(' ') else '- '}{name}" for name in names)]
        return "\n".join(lines) + "\n"

    def _rank(self, name: str) -> int:
        """Where an entry of the front stands: before the contents by custom, behind as the author has it."""
        rank, contents = kind_named(self.kinds.get(name, name)).front, MADE["contents"].front
        made = name not in self.kinds
        return rank[0] if rank and (made or (contents and rank < contents)) else len(KINDS)

    def _language(self) -> str:
        """The language of the book, which is English; that the files say another is told."""
        language = self.collection.language
        if language and not language.lower().startswith("en"):
            told = f'the file says that its language is "{language}": see language: in book.yaml'
            self.changed.append(Changed(0, told))
        # a bare "en" does not say whose spelling
        return language if re.fullmatch(r"en(-[A-Z]{2})?", language) and language != "en" else "en-GB"

    # --- the report --------------------------------------------------------------------------

    def _report(self, arrangement: Arrangement, census: Census, proposals: tuple[Proposal, ...]) -> ImportReport:
        titles = (Went(place, place, what) for place, what in arrangement.titles)
        files = self.collection.files
        told = [*(each for file in files for each in file.changed), *arrangement.changed]
        told += [Changed(0, each) for file in files if file.styles for each in file.styles.told]
        told += [
            *self.changed,
            *self.writer.changed,
            *(each for index in self.indexes.values() for each in index.changed),
        ]
        told += self.type.told()
        of_files = (each for file in files for each in file.left)
        of_indexes = (each for index in self.indexes.values() for each in index.left)
        left = (*of_files, *arrangement.left, *of_indexes, *self.comments.lost_in(self.texts))
        return ImportReport(
            name=self.collection.name,
            places=self.places,
            went=tuple(sorted((*titles, *self.went), key=lambda each: each.first)),
            left=left,
            written=self.written,
            parts=sum(isinstance(each, Division) for each in arrangement.body),
            passed_over=self.collection.passed_over,
            changed=tuple(told),
            census=census,
            sources=proposals,
            typed=(typed := self._typed(proposals)),
            referring=self.referring,
            decide=(
                *decisions(arrangement, census, proposals, left, told, written=self.written),
                *to_confirm(typed, self.referring, self.written),
            ),
        )


def _blocks_in(block: Block) -> Iterable[Block]:
    return (each for each in walk(block) if hasattr(each, "origin") and each.origin.path)
