"""Folder → Manuscript: the only reader of manuscript files.

What comes in is the project; what goes out is every record and every text as written, with origins, and the
problems of files: not there, not UTF-8, malformed YAML, keys unknown or missing, a path that leaves the manuscript.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import yaml

from press.book import Query
from press.characters import strange_characters
from press.commands import call
from press.editing.conflicts import without_conflicts
from press.editing.contents import entries, misplaced_documents, misplaced_parts
from press.editing.contents_rules import UNTITLED
from press.editing.index_records import RegisterRecord, TermRecord
from press.editing.indexes import FILELESS, kind_of, misdeclared_registers, sound_registers, with_registers
from press.editing.manuscript import ChapterFile, DocumentFile, Manuscript, RegisterFile
from press.editing.queries import JOINT, folded, without_queries
from press.editing.record_rules import DUPLICATE_FILE
from press.editing.records import (
    AbbreviationRecord,
    BookRecord,
    ChapterRecord,
    ContributorRecord,
    DocumentRecord,
    EventRecord,
    PermissionRecord,
    PersonRecord,
    SourcesRecord,
)
from press.editing.rules import MISSING_HEADER
from press.fields import Raw, Reader, Written
from press.files import is_there, kind_of_file, read_text
from press.kinds import PROSE
from press.problem import Faulty, Origin, Problem, Silence, did_you_mean, has_errors
from press.project import KEPT, MANUSCRIPT, Project
from press.rules import MISSING_FILE, MISSING_KEY, MISSING_MANUSCRIPT, NOT_TEXT, OUTSIDE, WRONG_TYPE
from press.store import Store
from press.yaml_tree import Tree, place_of, revalued

T = TypeVar("T")
Made = TypeVar("Made")
CSV = re.compile(r'[\s>]*:{3,}.*\bcsv=("[^"]*"|[^\s}"]+)')
"""How a `:::` block begins that has its table from a file."""


def manuscript_missing(project: Project) -> Problem | None:
    """That there is no folder of the manuscript, if there is none."""
    folder = project.manuscript
    if folder.is_dir():
        return None
    shown = project.shown(folder)
    beside = folder.parent.glob("*/book.yaml") if folder.parent.is_dir() else ()
    hint = did_you_mean(folder.name, [path.parent.name for path in beside])
    if not hint and folder == project.here / MANUSCRIPT:  # nobody has named one, and none is around
        hint = f"{call('new', 'my-book')} begins a book; -m DIR names one elsewhere"
    return Problem(Origin(shown), MISSING_MANUSCRIPT, f'no folder "{shown}"', hint)


def read(project: Project, store: Store | None = None) -> tuple[Manuscript, tuple[Problem, ...]]:
    """The manuscript, whatever of it can be read; `store` may hold what has not changed since it was read last. Raises
    `Faulty` when there is no book.yaml to go by.
    """
    files = _ManuscriptFiles(project, store)
    if missing := manuscript_missing(project):
        raise Faulty([missing])
    book = files.made("book.yaml", lambda reader, node: reader.record(node, BookRecord), "book")
    if book is None or has_errors(files.problems):
        raise Faulty(files.problems)
    files.problems += (*misplaced_parts(book.contents), *misplaced_documents(book.documents))
    files.problems += misdeclared_registers(book)
    book = with_registers(book)
    manuscript = Manuscript(
        book=book,
        people=files.records("people.yaml", PersonRecord, "people"),
        registers=tuple(_register(files, record) for record in sound_registers(book)),
        contributors=_optional(files, "contributors.yaml", ContributorRecord),
        permissions=_optional(files, "permissions.yaml", PermissionRecord),
        abbreviations=_abbreviations(files, book),
        sources=_sources(files),
        events=_optional(files, "events.yaml", EventRecord),
        chapters=_chapters(files, book),
        documents=_documents(files, book),
        files=frozenset(files.names()),
        lines=files.lines,
        queries=tuple(each for found in files.queries.values() for each in found),
        bare=files.bare,
        incomplete=frozenset(files.incomplete),
    )
    return manuscript, tuple(files.problems)


def read_silences(project: Project) -> tuple[tuple[Silence, ...], tuple[Problem, ...]]:
    """The looks that have been taken, from looks.yaml; a book need not have one."""
    files = _ManuscriptFiles(project)
    silences = files.records("looks.yaml", Silence, "looks") if files.has("looks.yaml") else ()
    return silences, tuple(files.problems)


class _ManuscriptFiles:
    """The files read so far, with the problems met; one per call of `read`."""

    def __init__(self, project: Project, store: Store | None = None) -> None:
        self.folder, self.project, self.store = project.manuscript, project, store or Store(None)
        self.problems: list[Problem] = []
        self.lines: dict[str, tuple[str, ...]] = {}
        self.queries: dict[str, tuple[Query, ...]] = {}
        self.bare: dict[str, str] = {}
        self.incomplete: set[str] = set()

    def names(self) -> list[str]:
        """Every file of the manuscript by its path below the folder, read or not; none that a link leads out of it, and
        none of those that an import keeps for itself.
        """
        files = (path for path in self.folder.rglob("*") if path.is_file() and self._is_within(path))
        names = (path.relative_to(self.folder).as_posix() for path in files)
        return [name for name in names if not name.startswith(f"{KEPT}/")]

    def _is_within(self, path: Path) -> bool:
        # resolved, since a symbolic link may lead out of the manuscript as well as .. does
        return path.resolve().is_relative_to(self.folder.resolve())

    def has(self, name: str) -> bool:
        """Whether there is a file that a manuscript may do without."""
        return is_there(self.folder / name)

    def shown(self, name: str) -> str:
        """A file of the manuscript as it is told to people."""
        return self.project.shown(self.folder / name)

    def text(self, name: str, asked: Origin) -> str | None:
        """A file's text in NFC, or None with a problem where it was asked for."""
        path = self.folder / name.replace("\0", "")  # no name of a file has one, and the system would raise
        if not self._is_within(path):
            self.problems.append(Problem(asked, OUTSIDE, f'"{name}" leaves the manuscript'))
            return None
        if not is_there(path):
            # a register has its name from the press: nobody can have misspelt it, and no other will do
            hint = did_you_mean(name, self.names()) if asked.line else ""
            self.problems.append(Problem(asked, MISSING_FILE, f'no file "{name}"', hint))
            return None
        shown = self.shown(name)
        if kind := kind_of_file(path):
            hint = f"{call('import', shown, '--into', 'FOLDER')} makes text of it"
            self.problems.append(Problem(Origin(shown, 1), NOT_TEXT, f"{kind}, and no text", hint))
            return None
        try:
            written = read_text(path, shown)
        except Faulty as fault:
            self.problems += fault.problems
            return None
        record = not name.endswith(".md")
        read = self.store.same(("read", shown), written, lambda: _readable(written, shown, record=record))
        self.problems += read.problems
        # a file may be read twice, as one that two entries name: its queries stand in it once
        self.queries |= {shown: read.queries}
        if read.bare is not None:
            self.bare[shown] = read.bare
        self.lines[shown] = read.lines
        return read.text

    def tables(self, written: Written) -> dict[str, Written]:
        """The texts of the `.csv` files that a text asks for, those that can be read, by their names."""
        found: dict[str, Written] = {}
        for at, line in enumerate(written.text.split("\n")):
            name = asked[1].strip('"') if (asked := CSV.match(line)) else ""
            if name and name not in found and (text := self.text(name, written.origin.below(at))) is not None:
                found[name] = Written(text, Origin(self.shown(name), 1))
        return found

    def made(
        self,
        name: str,
        make: Callable[[Reader, yaml.Node | None], Made],
        register: str,
        asked: Origin | None = None,
    ) -> Made:
        """What is made of the node tree of a register's YAML file, None for one that cannot be read; `asked`: where it
        is named, if not by the press.
        """
        path = self.shown(name)
        text = self.text(name, asked or Origin(path))

        def make_now() -> tuple[Reader, Made]:
            reader = Reader(path)
            reader.whole = text is not None
            node = revalued(reader.compose(text), folded) if text is not None else None
            return reader, make(reader, node)

        reader, made = self.store.same(("made", path, register), text, make_now)
        self.done(reader, register)
        return made

    def records(self, name: str, kind: type[T], register: str, asked: Origin | None = None) -> tuple[T, ...]:
        """The records of a register that is a list in a YAML file."""
        return self.made(name, lambda reader, node: reader.records(node, kind, register), register, asked)

    def headed(self, name: str, asked: Origin, kind: type[T], register: str) -> tuple[T | None, Written] | None:
        """A Markdown file's header, if it fits, and its body; None when the file cannot be read."""
        text = self.text(name, asked)
        if text is None:
            self.incomplete.add(register)
            return None
        reader = Reader(self.shown(name))
        lines = text.split("\n")
        rules = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
        if len(rules) < 2 or rules[0] != 0:
            hint = "the file must begin with --- title: … ---"
            self.problems.append(Problem(Origin(reader.path, 1), MISSING_HEADER, "no header", hint))
            self.incomplete.add(register)
            # of a header that is never closed nobody can say where the text begins
            return None, Written("" if rules[:1] == [0] else text, Origin(reader.path, 1))
        end = rules[1]
        head = "\n".join(["", *lines[1:end]])

        def record() -> tuple[Reader, T | None]:
            return reader, reader.record(revalued(reader.compose(head), folded), kind)

        reader, header = self.store.same(("header", reader.path, register), head, record)
        self.done(reader, register)
        return header, Written("\n".join(lines[end + 1 :]), Origin(reader.path, end + 2))

    def done(self, reader: Reader, register: str) -> None:
        """A file of a register has been read: its problems are kept, and whether something of it is lost."""
        self.problems += reader.problems
        self.incomplete |= set() if reader.whole else {register, register.replace("index", "indexes").split()[0]}


@dataclass(frozen=True, slots=True)
class _ReadText:
    """A file's text as it is parsed, its lines and its queries, the text without these if it has any, and what is wrong
    with it.
    """

    text: str
    lines: tuple[str, ...]
    queries: tuple[Query, ...]
    bare: str | None
    problems: tuple[Problem, ...]


def _readable(written: str, shown: str, *, record: bool) -> _ReadText:
    """The text of a file as it is parsed; `record`: whether it is YAML."""
    # one spelling of é, so that what is typed on one machine is found in what is typed on another
    text = unicodedata.normalize("NFC", written)
    returns = "\r\n" in text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, conflicts = without_conflicts(text, shown)
    strange = strange_characters(text.split("\n"), shown, record=record)
    read = without_queries(text, shown)
    bare = read.bare.replace("\n", "\r\n") if returns else read.bare
    return _ReadText(
        text=read.text,
        lines=tuple(read.text.replace(JOINT, "").split("\n")),
        queries=read.queries,
        bare=bare if read.bare != text else None,
        problems=(*conflicts, *strange, *read.problems),
    )


def _optional(files: _ManuscriptFiles, name: str, kind: type[T]) -> tuple[T, ...]:
    """The records of a register that a manuscript may do without."""
    return files.records(name, kind, name.removesuffix(".yaml")) if files.has(name) else ()


def _register(files: _ManuscriptFiles, record: RegisterRecord) -> RegisterFile:
    """A register with its headings; people have a file of their own, and the first lines of verse need none."""
    if not record.file or kind_of(record) in FILELESS:
        return RegisterFile(record)
    asked = record.keys.get("file", record.origin)
    return RegisterFile(record, files.records(record.file, TermRecord, f"index {record.id}", asked))


def _abbreviations(files: _ManuscriptFiles, book: BookRecord) -> dict[str, AbbreviationRecord]:
    """The abbreviations, each by itself; a book that lists them must have some."""
    listed = any(entry.record.piece == "abbreviations" for entry in entries(book.contents))
    if not files.has("abbreviations.yaml") and not listed:
        return {}
    return files.made("abbreviations.yaml", _read_abbreviations, "abbreviations")


def _read_abbreviations(reader: Reader, node: yaml.Node | None) -> dict[str, AbbreviationRecord]:
    found: dict[str, AbbreviationRecord] = {}
    if node is not None and not isinstance(node, Tree):
        reader.complain(node, WRONG_TYPE, "expected a mapping of abbreviations", "write NKVD: what it stands for")
        reader.whole = False
    for key, value in reader.pairs(node) if isinstance(node, Tree) else ():
        if record := reader.value(value, AbbreviationRecord, key.value):
            found[key.value] = replace(record, origin=place_of(key))
    return found


def _sources(files: _ManuscriptFiles) -> tuple[tuple[Raw, Origin], ...]:
    return files.made("sources.yaml", _read_sources, "sources")


def _read_sources(reader: Reader, node: yaml.Node | None) -> tuple[tuple[Raw, Origin], ...]:
    # a book that cites nothing has an empty sources.yaml, without the key that any other must have
    record = reader.record(node, SourcesRecord) if node is not None else None
    raws = record.references if record else ()
    return tuple((raw, Origin(reader.path, min(raw.lines.values(), default=1))) for raw in raws)


def _chapters(files: _ManuscriptFiles, book: BookRecord) -> dict[str, ChapterFile]:
    """Every file of prose that the book lists, as a piece or as the words before one, by its name there."""
    chapters: dict[str, ChapterFile] = {}
    for piece in (entry.record for entry in entries(book.contents)):
        for name in (piece.file, piece.headnote):
            if not name:
                continue
            if name in chapters:
                files.problems.append(Problem(piece.origin, DUPLICATE_FILE, f'"{name}" stands in the book twice'))
                continue
            if (found := files.headed(name, piece.origin, ChapterRecord, "chapters")) is None:
                continue
            header, body = found
            origin = Origin(body.origin.path, 1)
            if header and PROSE[header.kind].title == "file" and "title" not in header.keys:
                at = min(header.keys.values(), key=lambda each: each.line, default=origin)
                files.problems.append(Problem(at, MISSING_KEY, 'missing key "title"'))
                files.incomplete.add("chapters")
            given = header.keys.get("title") if header and PROSE[header.kind].title == "file" else None
            if header and given and not header.title.text.strip() and name == piece.file:
                files.problems.append(Problem(given, UNTITLED, "the title is empty", "write one"))
            # a spoilt header has been told; the text below it is read all the same, for what may be wrong there
            stopgap = ChapterRecord(title=Written("", origin))
            chapters[name] = ChapterFile(header or stopgap, body, Path(name).stem, origin, files.tables(body))
    return chapters


def _documents(files: _ManuscriptFiles, book: BookRecord) -> tuple[DocumentFile, ...]:
    documents = []
    for group, listed in ((entry.group, each) for entry in book.documents for each in entry.documents):
        name = listed.text
        if (found := files.headed(name, listed.origin, DocumentRecord, "documents")) is None:
            continue
        header, body = found
        origin = Origin(body.origin.path, 1)
        blank = Written("", origin)
        stopgap = DocumentRecord(
            id=Path(name).stem, title=blank, kind="note", treatment="full", source=blank, rights=blank, origin=origin
        )
        documents.append(DocumentFile(header or stopgap, body, origin, group, files.tables(body)))
    return tuple(documents)
