"""The files of an import, put in their place: all written beside first, then there at once, or nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from press.editing.records import PersonRecord
from press.fields import Reader
from press.files import new_folder, read_text, replace_files
from press.importing.assemble import REPORT, Assembled, Known
from press.importing.report import write_report
from press.importing.rules import IMPORT_EXISTS
from press.importing.slugs import slug
from press.importing.writing.records import PEOPLE, SOURCES, add_records, ids_in, source_record
from press.problem import Faulty, Origin, Problem, has_errors
from press.project import KEPT, Project
from press.rules import MISSING_MANUSCRIPT

T = TypeVar("T")


def refuse_existing(project: Project) -> None:
    """An existing folder is never written to unasked. Raises `Faulty`."""
    if os.path.lexists(project.manuscript):
        hint = "name another folder, or add --update to add only new records to this one"
        shown = Origin(project.shown(project.manuscript))
        raise Faulty([Problem(shown, IMPORT_EXISTS, "it exists, and nothing is ever overwritten", hint)])


def refuse_missing(project: Project) -> None:
    """Records are added to a manuscript only. Raises `Faulty`."""
    if not (project.manuscript / "book.yaml").is_file():
        hint = "name a manuscript folder, one with a book.yaml, after --into"
        shown = Origin(project.shown(project.manuscript))
        raise Faulty([Problem(shown, MISSING_MANUSCRIPT, "no manuscript there", hint)])


def deliver(
    files: Mapping[str, bytes], project: Project, look: Callable[[Path], T], report: Callable[[T], str] | None = None
) -> T:
    """Make the project's manuscript of the files; `look` sees the folder before it is in its place, and by what it has
    seen the `report` is written anew.
    """
    with new_folder(project.manuscript) as folder:
        for name in ("chapters", "documents", "front", "figures"):
            (folder / name).mkdir()  # empty ones too: they show an editor where things go
        _fill(folder, files)
        seen = look(folder)
        if report is not None:
            (folder / REPORT).write_text(report(seen), encoding="utf-8")
        refuse_existing(project)  # again: somebody may have made it while the file was read
    return seen


def looked_at(files: Mapping[str, bytes], look: Callable[[Path], T]) -> T:
    """What `look` sees in a folder of the files, which is gone again."""
    with TemporaryDirectory() as folder:
        _fill(Path(folder), files)
        return look(Path(folder))


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def known_in(project: Project) -> Known:
    """What the records of a manuscript say already. Raises `Faulty` when they cannot be read."""
    path = project.manuscript / PEOPLE
    reader = Reader(project.shown(path))
    people = reader.records(reader.compose(text_of(path, reader.path)), PersonRecord, "people")
    if has_errors(reader.problems):
        raise Faulty(reader.problems)
    sources = sources_in(project)
    forms = {f.form for p in people for f in (*p.forms, *(form for alias in p.aliases for form in alias.forms))}
    works = {slug(str(record.get("title", ""))) for record, _ in sources.values()} - {""}
    return Known(frozenset(p.id for p in people), frozenset(forms), frozenset(sources), frozenset(works))


def sources_in(project: Project) -> dict[str, tuple[Mapping[str, Any], int]]:
    """The sources that a manuscript has."""
    path = project.manuscript / SOURCES
    return ids_in(text_of(path, project.shown(path)), project.shown(path), "references")


def extend(assembled: Assembled, project: Project) -> Path:
    """Add the people and works that a manuscript has not; returns the report, put beside those that are there."""
    people = project.manuscript / PEOPLE
    report = free_report(project)
    remark = (
        f"Only people and works were added: what the first import wrote is not kept in {KEPT}. The text went nowhere."
    )
    told = replace(assembled.report, went=(), remark=remark)
    shown = project.shown(people)
    texts = {
        people: add_records(text_of(people, shown), shown, list(assembled.people)),
        project.manuscript / SOURCES: add_sources(project, [each.record for each in assembled.sources]),
        report: write_report(told),
    }
    replace_files({path: text.encode() for path, text in texts.items()})
    return report


def add_sources(project: Project, records: Iterable[Mapping[str, Any]]) -> str:
    """The text of sources.yaml with records added, each in its own section, or else in the fullest."""
    path = project.manuscript / SOURCES
    section = next(iter(sections_in(project)), "")
    placed = [record if "section" in record or not section else _placed(record, section) for record in records]
    shown = project.shown(path)
    return add_records(text_of(path, shown), shown, [source_record(record) for record in placed], "references")


def _placed(record: Mapping[str, Any], section: str) -> dict[str, Any]:
    return {"id": record["id"], "section": section, **{key: value for key, value in record.items() if key != "id"}}


def sections_in(project: Project) -> tuple[str, ...]:
    """The sections of a manuscript's bibliography, the fullest first; none where it is one list."""
    path = project.manuscript / "book.yaml"
    reader = Reader(project.shown(path))
    node = reader.compose(text_of(path, reader.path))
    book = reader.plain(node) if node is not None else None
    listed = book.get("bibliography", []) if isinstance(book, dict) else []
    found = [str(each.get("id", "")) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    # the fullest is where most works go, and so is the best guess for a new one
    used = Counter(str(record.get("section", "")) for record, _ in sources_in(project).values())
    return tuple(sorted(found, key=lambda each: -used[each]))


def free_report(project: Project) -> Path:
    """Where the next report is put, beside those that are there."""
    return next(path for path in _numbered(project.manuscript / REPORT) if not path.exists())


def _numbered(path: Path) -> Iterator[Path]:
    """The names that a report may have, the first free one to be taken: those of earlier imports stay."""
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000))


def text_of(path: Path, shown: str) -> str:
    """A file's text, nothing if there is none. Raises `Faulty` if it is not UTF-8."""
    return read_text(path, shown) if path.is_file() else ""
