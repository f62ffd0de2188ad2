"""The manuscript's files → what each piece of the book must print, as `contents:` orders them.

The files are read again, by PyYAML and `plain_markdown` alone. Named after the copy-text of an edition: what it is
held against.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from press.files import read_text
from press.kinds import kind_named
from press.problem import Origin
from press.project import Project
from press.style.style import Style
from press.words.copy_abbreviations import abbreviation_runs
from press.words.copy_contents import SECTION, entries_of, registers_of, with_registers, with_section
from press.words.copy_contributors import CopyContributors
from press.words.copy_figures import credit_runs, plate_runs
from press.words.copy_files import CopyFile, CopyFiles
from press.words.copy_imprint import imprint_runs
from press.words.copy_lists import file_of, heading_runs, other_name_runs
from press.words.copy_sources import CopySource, cited_in, read_source
from press.words.copy_style import CopyStyle
from press.words.letters import CopyCitation, CopyPiece, CopyRun, CopyWord, fold
from press.words.moved_notes import MovedNotes
from press.words.plain_markdown import UnitNotes, notes_apart, read_plain
from press.words.plain_tables import Read, Rows
from press.words.plain_yaml import CopyField, Record, Value, compose_plain, line_of, list_of, record_of, text_of


@dataclass(frozen=True, slots=True)
class Copytext:
    """What the whole book must print: its pieces in order, and its sources by key; and title and contents as a book
    without pages has them, whether the printed one has or not.
    """

    pieces: tuple[CopyPiece, ...]
    title: CopyPiece
    contents: CopyPiece
    sources: Mapping[str, CopySource]


def read_copytext(project: Project, style: Style | CopyStyle) -> Copytext:
    """What a manuscript must print in a style."""
    return Copyist(project, style).all()


class Copyist(CopyFiles):
    """Reads the files of one manuscript, to be printed in a style."""

    def __init__(self, project: Project, style: Style | CopyStyle) -> None:
        super().__init__(project)
        self.style = style
        self.book = self.records("book.yaml")
        self.people = {text_of(each.get("id")): each for each in self.listed("people.yaml")}
        contributors = {text_of(each.get("id")): each for each in self.listed("contributors.yaml")}
        self.contributors = CopyContributors(contributors, self.book, self.people, style.authors, self.plain)
        self.below = style.credits == "caption"
        self.said: dict[Path, Record] = {}  # the words of the styles, by their files
        self.entries: list[Record] = []
        self.moved = MovedNotes(style.notes_of)
        self.cited: tuple[CopyCitation, ...] = ()  # in the documents
        self.apart: dict[tuple[str, Read], dict[str, Rows]] = {}  # by file, and by what others are read with

    def all(self) -> Copytext:
        """Every piece, the bibliography last, when all is known that is cited."""
        by_chapter = self.style.bibliography_at == "chapter"
        contents = record_of(self.book.get("contents"))
        sources = {text_of(each.get("id")): each for each in self.listed("sources.yaml", "references")}
        known = {key: read_source(record, self.shown("sources.yaml")) for key, record in sources.items()}
        self.entries = with_registers(entries_of(contents), [*map(record_of, list_of(self.book.get("indexes")))])
        pieces = self.with_notes([self.piece(entry, n) for n, entry in enumerate(self.entries)])
        pieces = [self.with_works(piece, sources, known, by_chapter) for piece in pieces]
        cited = {each.key for piece in pieces for run in (*piece.runs, *piece.notes) for each in run.citations}
        listed = CopyRun(
            self.shown("sources.yaml"),
            (),
            tuple(
                CopyCitation(key, "", line_of(record))
                for key, record in sources.items()
                if key in cited and known[key].listed
            ),
        )
        return Copytext(tuple(piece.listing(listed) for piece in pieces), self.title(), self.contents(), known)

    def with_notes(self, pieces: list[CopyPiece]) -> list[CopyPiece]:
        """The pieces with a section of notes where notes have gone there, and without one where none have."""
        made = {id(entry): piece for entry, piece in zip(self.entries, pieces, strict=True)}
        self.entries = with_section(self.entries, [*map(self.kind_of, self.entries)], wanted=bool(self.moved.groups))
        whole: list[CopyPiece] = []
        for n, entry in enumerate(self.entries):
            piece = made.get(id(entry))
            if piece is None or piece.kind == "contents":  # they list what there is now
                piece = self.piece(entry, n)
            whole.append(self.moved.section(piece) if piece.kind == SECTION else piece)
        return whole

    def title(self) -> CopyPiece:
        """The title page of a book without pages: what is said of the edition stands at its end."""
        runs = (*self.fields("title", "subtitle"), *self.contributors.title_page())
        return CopyPiece("title-page", Origin(self.shown("book.yaml")), runs)

    def contents(self) -> CopyPiece:
        """The contents: all that follows them, or everything if the printed book has none."""
        at = next((n for n, entry in enumerate(self.entries) if text_of(entry["piece"]) == "contents"), -1)
        runs = (self.made("contents"), *self._contents(at)[0])
        return CopyPiece("contents", Origin(self.shown("book.yaml")), tuple(run for run in runs if run))

    def with_works(
        self, piece: CopyPiece, sources: Mapping[str, Record], known: Mapping[str, CopySource], by_chapter: bool
    ) -> CopyPiece:
        """A piece with the works that it cites listed at its end, under the titles of their sections."""
        cited = {each.key for each in piece.listed} if by_chapter else set()
        listed = [key for key, source in known.items() if key in cited and source.listed]
        if not listed:
            return replace(piece, listed=())
        within = {text_of(sources[key].get("section")) for key in listed}
        every = map(record_of, list_of(self.book.get("bibliography")))
        heads = (self.plain(each.get("title"), "title") for each in every if text_of(each.get("id")) in within)
        works = tuple(CopyCitation(key, "", line_of(sources[key])) for key in listed)
        runs = tuple(run for run in (self.made("works_cited"), *heads) if run)
        return replace(piece, runs=(*piece.runs, *runs), listed=works)

    def texts(self, under: str, *names: str) -> list[CopyRun]:
        """Texts in Markdown under a key of book.yaml."""
        record, path = record_of(self.book.get(under)), self.shown("book.yaml")
        found = [(name, value) for name in names if isinstance(value := record.get(name), CopyField)]
        return [read_plain(value.text, value.line, UnitNotes(path), name)[0] for name, value in found]

    # --- pieces --------------------------------------------------------------------------------

    def piece(self, entry: Record, at: int) -> CopyPiece:
        """What an entry of the contents asks for."""
        named = entry["piece"]
        name, line = text_of(named), line_of(named)
        origin = Origin(self.shown("book.yaml"), line)
        if name.endswith(".md"):
            kind = "part" if "part" in entry else "chapter" if text_of(entry["matter"]) == "body" else "prose"
            return self.chapter(self.headed(name), Origin(self.shown(name), 1), kind)
        if "part" in entry:
            return CopyPiece("part", origin, runs=tuple(run for run in [self.plain(named, "part")] if run))
        unit = UnitNotes(self.shown(text_of(entry.get("headnote"))), read=self.read, credits=self.below)
        before = self.headnote(entry, unit)
        custom = kind_named(name)
        shown = (custom.listed and custom.title != "none") or name == "contents"
        title = [self.titled(entry)] if shown else []
        maker = getattr(self, "_" + name.replace("-", "_"), None)
        runs, notes, heads = maker(at) if maker else ([], [], frozenset())
        whole = tuple(run for run in (*title, *before[0], *runs) if run and (run.words or run.citations))
        ordered, heads = name == "documents", before[1] | heads
        kept = (*self.moved.kept(unit, self.titled(entry), name), *notes)
        cited = self.cited if name == "documents" else ()
        return CopyPiece(name, origin, runs=whole, notes=kept, ordered=ordered, repeated=heads, listed=cited)

    def kind_of(self, entry: Record) -> str:
        """What the piece of an entry is, as its file says or by its name."""
        name = text_of(entry["piece"])
        return (text_of(self.headed(name).header.get("kind")) if name.endswith(".md") else "") or name

    def titled(self, entry: Record) -> CopyRun | None:
        """The title of a piece that the press makes: the entry's, that of the words before it, or the style's word."""
        before = text_of(entry.get("headnote"))
        given = self.plain(entry.get("title"), "title")
        given = given or (self.field(self.headed(before), "title", UnitNotes(self.shown(before))) if before else None)
        return given or self.made(text_of(entry.get("word")) or text_of(entry["piece"]))

    def chapter(self, file: CopyFile, origin: Origin, kind: str) -> CopyPiece:
        """A chapter, or other prose: title, epigraph, text."""
        unit = UnitNotes(file.path, read=self.read, credits=self.below)
        own = text_of(file.header.get("kind"))
        shown = kind_named(own).title != "none"
        title = (self.field(file, "title", unit) or self.made(own)) if shown else None
        titles = (title, self.field(file, "subtitle", unit))
        unit.notes += self.contributors.note(file.header)
        byline = self.contributors.byline(file.header) if shown else ()
        epigraph = [self.field(file, key, unit) for key in ("epigraph", "epigraph_source")]
        body, heads = read_plain(file.body, file.line, unit)
        behind = [self.field(file, key, UnitNotes(file.path)) for key in ("signed", "place", "date_text")]
        whole = tuple(run for run in (*titles, *byline, *epigraph, body, *behind) if run)
        cited = () if not kind_named(own).listed else cited_in((*whole, *unit.notes))
        kept = tuple(self.moved.kept(unit, titles[0], own, kind))
        return CopyPiece("chapter", origin, runs=whole, notes=kept, repeated=heads, listed=cited)

    def headnote(self, entry: Record, unit: UnitNotes) -> tuple[list[CopyRun], frozenset[str]]:
        """The editor's words before what the press makes."""
        if not (name := text_of(entry.get("headnote"))):
            return [], frozenset()
        file = self.headed(name)
        run, heads = read_plain(file.body, file.line, unit, "headnote")
        return [run], heads

    def field(self, file: CopyFile, key: str, unit: UnitNotes) -> CopyRun | None:
        """A field of a header that is written in Markdown."""
        value = file.header.get(key)
        given = file.path, unit.read
        if given not in self.apart:
            self.apart[given] = notes_apart(file.body, file.line, unit.read)
        unit.apart = unit.apart or self.apart[given]
        return read_plain(value.text, value.line, unit, key)[0] if isinstance(value, CopyField) and value.text else None

    def plain(self, value: Value | None, name: str, path: str = "book.yaml") -> CopyRun | None:
        """A field of one line: a name, a place, a title, which may have marks."""
        if not isinstance(value, CopyField):
            return None
        return read_plain(value.text, value.line, UnitNotes(self.shown(path)), name)[0]

    def made(self, word: str) -> CopyRun | None:
        """A word of the style."""
        written = self.style.words.get(word, "")
        path, line = self._said_by_style(word)
        words = tuple(CopyWord(fold(each), each, line) for each in written.split() if fold(each))
        return CopyRun(path, words, (), f"words: {word}") if words else None

    def _said_by_style(self, word: str) -> tuple[str, int]:
        """The file and the line in which the style, or one that it is based on, says a word."""
        for folder in self.style.folders:
            path = folder / "style.yaml"
            if path not in self.said:
                self.said[path] = record_of(record_of(compose_plain(read_text(path, self.style.shown))).get("words"))
            if word in self.said[path]:
                return self.project.shown(path), line_of(self.said[path][word])
        return self.style.shown, 0

    def fields(self, *names: str) -> list[CopyRun]:
        """Fields of book.yaml."""
        return [run for name in names if (run := self.plain(self.book.get(name), name))]

    def _half_title(self, at: int) -> Made:
        return self.fields("title"), [], frozenset()

    def _title_page(self, at: int) -> Made:
        whole = self.contributors.title_page()
        return [*self.fields("title", "subtitle"), *whole, *self.fields("publisher", "place", "year")], [], frozenset()

    def _imprint(self, at: int) -> Made:
        return list(imprint_runs(self.book, self.style.imprint, self.plain)), [], frozenset()

    def _contents(self, at: int) -> Made:
        runs = []
        for entry in self.entries[at + 1 :]:
            name = text_of(entry["piece"])
            if name.endswith(".md"):
                file, unit = self.headed(name), UnitNotes(self.shown(name))
                kind = self.kind_of(entry)
                if not kind_named(kind).listed:
                    continue
                runs.append(self.field(file, "title", unit) or self.made(kind))
                runs += [self.field(file, "subtitle", unit)] if self.style.contents.subtitles else []
                runs += self.contributors.in_contents(file.header)
            elif "part" in entry:
                runs.append(self.plain(entry["part"], "part"))
            elif kind_named(name).listed:
                runs.append(self.titled(entry))
        return [run.unnoted for run in runs if run], [], frozenset()

    def _list_of_documents(self, at: int) -> Made:
        runs = []
        for group, file in self.documents():
            runs += [group, self.field(file, "title", UnitNotes(file.path))]
        return [run.unnoted for run in runs if run], [], frozenset()

    def documents(self) -> Iterator[tuple[CopyRun | None, CopyFile]]:
        """Each document, the first of a group with the title of that."""
        for entry in list_of(self.book.get("documents")):
            group = self.plain(record_of(entry).get("group"), "group")
            for each in list_of(record_of(entry).get("documents")) or [entry]:
                yield group, self.headed(text_of(each))
                group = None

    def _chronology(self, at: int) -> Made:
        runs = []
        for event in self.listed("events.yaml"):
            if isinstance(text := event.get("text"), CopyField):
                unit = UnitNotes(self.shown("events.yaml"))
                runs += [self.plain(event.get("date_text"), "date_text", "events.yaml")]
                runs += [read_plain(text.text, text.line, unit, "event")[0]]
        return [run for run in runs if run], [], frozenset()

    def _list_of_people(self, at: int) -> Made:
        runs: list[CopyRun] = []
        for person in self.people.values():
            told = person.get("bio") or person.get("gloss")
            runs += self.name(person, "family", "given", "only")
            if isinstance(told, CopyField):
                runs.append(read_plain(told.text, told.line, UnitNotes(self.shown("people.yaml")), "bio")[0])
        return runs, [], frozenset()

    def _list(self, at: int) -> Made:
        runs: list[CopyRun] = []
        for register in registers_of(self.entries[at]):
            if register == "people":
                runs += self._list_of_people(at)[0]
            elif file := file_of(register, map(record_of, list_of(self.book.get("indexes")))):
                runs += heading_runs(self.listed(file), self.shown(file))
        return runs, [], frozenset()

    def _other_names(self, at: int) -> Made:
        runs: list[CopyRun] = []
        for register in registers_of(self.entries[at]):
            file = "people.yaml"
            if register != "people":
                file = file_of(register, map(record_of, list_of(self.book.get("indexes"))))
            runs += other_name_runs(self.listed(file), self.shown(file)) if file else ()
        return runs, [], frozenset()

    def _contributors(self, at: int) -> Made:
        files = (name for entry in self.entries if (name := text_of(entry["piece"])).endswith(".md"))
        return self.contributors.listed(self.headed(name).header for name in files), [], frozenset()

    def _plates(self, at: int) -> Made:
        return list(plate_runs(self.texts_of(), self.below)), [], frozenset()

    def _list_of_credits(self, at: int) -> Made:
        return list(credit_runs(self.texts_of())), [], frozenset()

    def texts_of(self) -> list[CopyFile]:
        """Every text of the manuscript that the book has."""
        named = [text_of(entry.get(key)) for entry in self.entries for key in ("piece", "headnote")]
        files = [self.headed(name) for name in named if name.endswith(".md")]
        return [*files, *(file for _, file in self.documents())]

    def _abbreviations(self, at: int) -> Made:
        texts = [file.body for file in self.texts_of()]
        return list(abbreviation_runs(self.records("abbreviations.yaml"), texts, self.plain)), [], frozenset()

    def _cover_names(self, at: int) -> Made:
        aliases = [record_of(each) for person in self.people.values() for each in list_of(person.get("aliases"))]
        runs = [
            self.plain(each.get("name"), "alias", "people.yaml")
            for each in aliases
            if text_of(each.get("kind")) != "spelling"
        ]
        return [run for run in runs if run], [], frozenset()

    def _documents(self, at: int) -> Made:
        runs: list[CopyRun] = []
        notes: list[CopyRun] = []
        heads: frozenset[str] = frozenset()
        for group, file in self.documents():
            unit = UnitNotes(file.path, read=self.read, credits=self.below)
            runs += [group] if group else []
            runs += [run for key in ("title",) if (run := self.field(file, key, unit))]
            for person in (*list_of(file.header.get("from")), *list_of(file.header.get("to"))):
                runs += self.name(self.people.get(text_of(person), {}), "given", "family", "only")
            runs += [run for key in ("place", "date_text", "headnote") if (run := self.field(file, key, unit))]
            body, found = read_plain(file.body, file.line, unit)
            heads |= found
            runs.append(body)
            source = UnitNotes(file.path)
            for key in ("source", "provenance", "rights"):
                if isinstance(value := file.header.get(key), CopyField):
                    runs.append(_in_place(value, key, unit if key == "provenance" else source))
            runs += [run for key in ("translated_by", "original_language") if (run := self._told(file, key))]
            self.cited += cited_in(unit.notes)
            notes += self.moved.kept(unit, self.field(file, "title", UnitNotes(file.path)), "documents")
        self.cited += cited_in(runs)
        return runs, notes, heads

    def _told(self, file: CopyFile, key: str) -> CopyRun | None:
        run = self.plain(file.header.get(key), key)
        return CopyRun(file.path, run.words, (), key) if run else None

    def name(self, person: Record, *parts: str) -> list[CopyRun]:
        """The parts of a person's name, each a run: how they are put together is the index's or the style's affair."""
        name = person.get("name")
        given = name if isinstance(name, dict) else {"only": name} if name else {}
        runs = (self.plain(given.get(part), part, "people.yaml") for part in parts)
        return [run for run in runs if run]


Made: TypeAlias = "tuple[list[CopyRun], list[CopyRun], frozenset[str]]"
"""The runs, the notes and the heads of tables of a piece that the press makes."""


def _in_place(value: CopyField, name: str, unit: UnitNotes) -> CopyRun:
    """A field whose citations are worded where they stand, as in a note."""
    if name == "provenance":
        return read_plain(value.text, value.line, unit, name)[0]
    return read_plain(value.text, value.line, unit, name, in_note=True)[0]
