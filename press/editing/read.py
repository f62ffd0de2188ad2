"""Folder → Manuscript: the only reader of manuscript files.

What comes in is the project; what goes out is every record and every text as written, with origins, and the
problems of files: not there, not UTF-8, malformed YAML, keys unknown or missing, a path that leaves the manuscript.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

import yaml

from press.fields import Length, Raw, Reader, Written
from press.problem import Faulty, Origin, Problem, Silence, did_you_mean
from press.project import Project

T = TypeVar("T")
DOCUMENT_KINDS = Literal[
    "letter",
    "telegram",
    "memo",
    "report",
    "interview",
    "diary",
    "article",
    "minute",
    "testimony",
    "speech",
    "book",
    "note",
]
TREATMENTS = Literal["full", "extract", "calendar", "facsimile", "translation"]
ALIAS_KINDS = Literal["birth", "cover", "code", "pen", "married", "title", "spelling"]
PIECES = (
    "half-title",
    "title-page",
    "imprint",
    "contents",
    "list-of-documents",
    "list-of-figures",
    "list-of-people",
    "cover-names",
    "chronology",
    "documents",
    "bibliography",
    "index-of-names",
    "colophon",
)


@dataclass(frozen=True, slots=True)
class PieceRecord:
    """An entry of `contents:` in book.yaml: a file, or a piece that the press makes, perhaps with words before it."""

    piece: str
    headnote: str = ""
    title: str = ""
    origin: Origin = Origin("")

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> PieceRecord:
        """The short way of writing it: only the name."""
        return cls(text, origin=origin)


@dataclass(frozen=True, slots=True)
class ContentsRecord:
    """The order of the book."""

    front: tuple[PieceRecord, ...] = ()
    body: tuple[PieceRecord, ...] = ()
    back: tuple[PieceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A section of the bibliography."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """The paper of the book: how thick a page of it is, said in one of three ways.

    `leaf`: the thickness of a leaf; `pages_per_inch`; or `grammage` (g/m²) and `volume` (cm³/g).
    """

    leaf: Length = Length()
    pages_per_inch: float = 0.0
    grammage: float = 0.0
    volume: float = 0.0
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class CoverRecord:
    """What the cover needs beside the imprint: the paper within, the board without, and what the back says."""

    paper: PaperRecord = field(default_factory=PaperRecord)
    board: Length = Length()
    blurb: Written = Written("", Origin(""))
    about: Written = Written("", Origin(""))
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class BookRecord:
    """book.yaml."""

    title: str
    language: str
    contents: ContentsRecord
    subtitle: str = ""
    author: str = ""
    editor: str = ""
    publisher: str = ""
    place: str = ""
    year: str = ""
    isbn: str = ""
    edition: str = ""
    rights: str = ""
    slug: str = ""
    style: str = "classic"
    citations: str = ""
    trim: str = ""
    bibliography: tuple[SectionRecord, ...] = ()
    documents: tuple[Written, ...] = ()
    signature: Literal["4", "8", "16"] = "4"
    cover: CoverRecord = field(default_factory=CoverRecord)
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A person's name in its parts, or `only` for a single name."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    only: str = ""

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> NameRecord:
        """The short way of writing it: a single name."""
        return cls(only=text)


@dataclass(frozen=True, slots=True)
class FormRecord:
    """A form of a name, perhaps limited to some chapters or documents."""

    form: str
    only_in: tuple[str, ...] = ()
    origin: Origin = Origin("")

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> FormRecord:
        """The short way of writing it: only the form."""
        return cls(text, origin=origin)


@dataclass(frozen=True, slots=True)
class AliasRecord:
    """Another name of a person."""

    name: str
    kind: ALIAS_KINDS
    forms: tuple[FormRecord, ...] = ()
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """An entry of people.yaml."""

    id: str
    name: NameRecord
    forms: tuple[FormRecord, ...] = ()
    lang: str = ""
    born: str = ""
    died: str = ""
    gloss: str = ""
    bio: Written = Written("", Origin(""))
    aliases: tuple[AliasRecord, ...] = ()
    see_also: tuple[str, ...] = ()
    sort: str = ""
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class SourcesRecord:
    """sources.yaml: `references:`, as Zotero and Pandoc write it."""

    references: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An entry of events.yaml."""

    date: str
    text: Written
    date_text: str = ""
    see: str = ""
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class ChapterRecord:
    """The header of a chapter or of front matter."""

    title: Written
    short: str = ""
    id: str = ""
    epigraph: Written = Written("", Origin(""))
    epigraph_source: Written = Written("", Origin(""))


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The header of a document."""

    id: str
    title: Written
    kind: DOCUMENT_KINDS
    treatment: TREATMENTS
    source: Written
    rights: Written
    date: str = ""
    date_text: str = ""
    place: str = ""
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    language: str = ""
    translated_by: str = ""
    original_language: str = ""
    image: str = ""
    provenance: Written = Written("", Origin(""))
    headnote: Written = Written("", Origin(""))
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter as written: header and Markdown."""

    header: ChapterRecord
    body: Written
    stem: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document as written: header and Markdown."""

    header: DocumentRecord
    body: Written
    origin: Origin


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything the editor wrote, unparsed. Lives only inside `press.editing`.

    `incomplete` names what could not be read whole (people, sources, events, chapters, documents): of what is missing
    there nobody may complain, for it may well have been written.
    """

    book: BookRecord
    people: tuple[PersonRecord, ...]
    sources: tuple[tuple[Raw, Origin], ...]
    events: tuple[EventRecord, ...]
    chapters: Mapping[str, ChapterFile]
    documents: tuple[DocumentFile, ...]
    files: frozenset[str]
    lines: Mapping[str, tuple[str, ...]]
    incomplete: frozenset[str]


class _Desk:
    """The files read so far, with the problems met; one per call of `read`."""

    def __init__(self, project: Project) -> None:
        self.folder, self.project = project.manuscript, project
        self.problems: list[Problem] = []
        self.lines: dict[str, tuple[str, ...]] = {}
        self.incomplete: set[str] = set()

    def done(self, reader: Reader, register: str) -> None:
        """A file of a register has been read: its problems are the desk's, and what is lost of it is noted."""
        self.problems += reader.problems
        self.incomplete |= set() if reader.whole else {register}

    def shown(self, name: str) -> str:
        """A file of the manuscript as it is told to people."""
        return self.project.shown(self.folder / name)

    def text(self, name: str, asked: Origin) -> str | None:
        """A file's text in NFC, or None with a problem where it was asked for."""
        path = self.folder / name.replace("\0", "")
        if not path.resolve().is_relative_to(self.folder.resolve()):
            self.problems.append(Problem(asked, "outside", f'"{name}" leaves the manuscript'))
            return None
        if not path.is_file():
            there = [p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file()]
            hint = did_you_mean(name, there) if asked.line else ""
            self.problems.append(Problem(asked, "missing-file", f'no file "{name}"', hint))
            return None
        shown = self.shown(name)
        try:
            text = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            line = fault.object[: fault.start].count(b"\n") + 1
            self.problems.append(
                Problem(Origin(shown, line), "utf-8", "not UTF-8", "save the file with the encoding UTF-8")
            )
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.lines[shown] = tuple(text.split("\n"))
        return text

    def tree(self, name: str, asked: Origin) -> tuple[Reader, yaml.Node | None]:
        """A YAML file's reader and node tree."""
        reader = Reader(self.shown(name))
        text = self.text(name, asked)
        reader.whole = text is not None
        return reader, reader.compose(text) if text is not None else None

    def headed(self, name: str, asked: Origin, kind: type[T], register: str) -> tuple[T | None, Written] | None:
        """A Markdown file's header, if it fits, and its body; None when the file cannot be read."""
        text = self.text(name, asked)
        if text is None:
            self.incomplete.add(register)
            return None
        reader = Reader(self.shown(name), offset=1)
        lines = text.split("\n")
        rules = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
        if len(rules) < 2 or rules[0] != 0:
            hint = "the file must begin with --- title: … ---"
            self.problems.append(Problem(Origin(reader.path, 1), "missing-header", "no header", hint))
            self.incomplete.add(register)
            return None, Written("" if rules[:1] == [0] else text, Origin(reader.path, 1))
        end = rules[1]
        header = reader.record(reader.compose("\n".join(lines[1:end])), kind)
        self.done(reader, register)
        return header, Written("\n".join(lines[end + 1 :]), Origin(reader.path, end + 2))


def read(project: Project) -> tuple[Manuscript, tuple[Problem, ...]]:
    """The manuscript, whatever of it can be read. Raises `Faulty` when there is no book.yaml to go by."""
    desk = _Desk(project)
    if not desk.folder.is_dir():
        shown = project.shown(desk.folder)
        raise Faulty([Problem(Origin(shown), "missing-manuscript", f'no folder "{shown}"')])
    reader, node = desk.tree("book.yaml", Origin(desk.shown("book.yaml")))
    book = reader.record(node, BookRecord)
    if book is None or reader.problems or desk.problems:
        raise Faulty(desk.problems + reader.problems)
    people = _people(desk)
    sources = _sources(desk)
    events = _events(desk)
    chapters = _chapters(desk, book)
    documents = _documents(desk, book)
    files = frozenset(p.relative_to(desk.folder).as_posix() for p in desk.folder.rglob("*") if p.is_file())
    incomplete = frozenset(desk.incomplete)
    manuscript = Manuscript(book, people, sources, events, chapters, documents, files, desk.lines, incomplete)
    return manuscript, tuple(desk.problems)


def read_silences(project: Project) -> tuple[tuple[Silence, ...], tuple[Problem, ...]]:
    """The looks that have been taken, from looks.yaml; a book need not have one."""
    desk = _Desk(project)
    if not (desk.folder / "looks.yaml").exists():
        return (), ()
    reader, node = desk.tree("looks.yaml", Origin(desk.shown("looks.yaml")))
    silences = reader.records(node, Silence, "looks")
    return silences, (*desk.problems, *reader.problems)


def _people(desk: _Desk) -> tuple[PersonRecord, ...]:
    reader, node = desk.tree("people.yaml", Origin(desk.shown("people.yaml")))
    people = reader.records(node, PersonRecord, "people")
    desk.done(reader, "people")
    return people


def _sources(desk: _Desk) -> tuple[tuple[Raw, Origin], ...]:
    reader, node = desk.tree("sources.yaml", Origin(desk.shown("sources.yaml")))
    found: list[tuple[Raw, Origin]] = []
    if node is not None and (record := reader.record(node, SourcesRecord)):
        found = [(raw, Origin(reader.path, min(raw.lines.values(), default=1))) for raw in record.references]
    desk.done(reader, "sources")
    return tuple(found)


def _events(desk: _Desk) -> tuple[EventRecord, ...]:
    if not (desk.folder / "events.yaml").exists():
        return ()
    reader, node = desk.tree("events.yaml", Origin(desk.shown("events.yaml")))
    events = reader.records(node, EventRecord, "events")
    desk.done(reader, "events")
    return events


def _chapters(desk: _Desk, book: BookRecord) -> dict[str, ChapterFile]:
    chapters: dict[str, ChapterFile] = {}
    for piece in book.contents.front + book.contents.body + book.contents.back:
        for name in (piece.piece if piece.piece.endswith(".md") else "", piece.headnote):
            if not name:
                continue
            if name in chapters:
                desk.problems.append(Problem(piece.origin, "duplicate-file", f'"{name}" stands in the book twice'))
                continue
            if (found := desk.headed(name, piece.origin, ChapterRecord, "chapters")) is None:
                continue
            header, body = found
            origin = Origin(body.origin.path, 1)
            chapters[name] = ChapterFile(header or ChapterRecord(Written("", origin)), body, Path(name).stem, origin)
    return chapters


def _documents(desk: _Desk, book: BookRecord) -> tuple[DocumentFile, ...]:
    documents = []
    for listed in book.documents:
        name = listed.text
        if (found := desk.headed(name, listed.origin, DocumentRecord, "documents")) is None:
            continue
        header, body = found
        origin = Origin(body.origin.path, 1)
        blank = Written("", origin)
        stopgap = DocumentRecord(Path(name).stem, blank, "note", "full", blank, blank, origin=origin)
        documents.append(DocumentFile(header or stopgap, body, origin))
    return tuple(documents)
