"""The files of an import, put in their place: all written beside first, then there at once, or nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from press.editing.read import FOLDER, PersonRecord
from press.fields import Reader
from press.importing.account import write_account
from press.importing.assemble import REPORT, Assembled, Known
from press.importing.records import PEOPLE, SOURCES, add_records, ids_in, source_record
from press.importing.slugs import slug
from press.problem import Faulty, Origin, Problem

T = TypeVar("T")


def refuse_existing(into: Path) -> None:
    """An existing folder is never written to unasked. Raises `Faulty`."""
    if into.exists() or into.is_symlink():
        hint = "name another folder, or add --update to add only new records to this one"
        raise Faulty([Problem(Origin(str(into)), "import-exists", "it exists, and nothing is ever overwritten", hint)])


def refuse_missing(into: Path) -> None:
    """Records are added to a manuscript only. Raises `Faulty`."""
    if not (into / "book.yaml").is_file():
        hint = "name a manuscript folder, one with a book.yaml, after --into"
        raise Faulty([Problem(Origin(str(into)), "missing-manuscript", "no manuscript there", hint)])


def deliver(files: Mapping[str, bytes], into: Path, look: Callable[[Path], T]) -> T:
    """Make the folder `into` of the files; `look` sees it before it is in place, within a project of its own."""
    into.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=into.parent, prefix=f".{into.name}."))
    try:
        folder = beside / FOLDER
        for name in ("chapters", "documents", "front", "figures"):
            (folder / name).mkdir(parents=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        seen = look(beside)
        refuse_existing(into)
        os.rename(folder, into)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return seen


def known_in(into: Path) -> Known:
    """What the records of a folder say already. Raises `Faulty` when they cannot be read."""
    reader = Reader(str(into / PEOPLE))
    people = reader.records(reader.compose(read_text(into / PEOPLE)), PersonRecord, "people")
    sources = ids_in(read_text(into / SOURCES), str(into / SOURCES), "references")
    if reader.problems:
        raise Faulty(reader.problems)
    forms = {f.form for p in people for f in (*p.forms, *(form for alias in p.aliases for form in alias.forms))}
    works = {slug(str(record.get("title", ""))) for record, _ in sources.values()} - {""}
    return Known(frozenset(p.id for p in people), frozenset(forms), frozenset(sources), frozenset(works))


def extend(assembled: Assembled, into: Path, section: str) -> Path:
    """Add the people and works that a folder has not, works to a `section`; returns the report, beside those there."""
    people = into / PEOPLE
    report = next(path for path in _numbered(into / REPORT) if not path.exists())
    told = replace(assembled.account, went=(), remark="Only people and works were added; the text went nowhere.")
    replace_all(
        {
            people: add_records(read_text(people), str(people), list(assembled.people)),
            into / SOURCES: add_sources(into, [each.record for each in assembled.sources], section),
            report: write_account(told),
        }
    )
    return report


def add_sources(into: Path, records: Iterable[Mapping[str, Any]], section: str) -> str:
    """The text of a folder's sources.yaml with records added, each in its own section or in this."""
    placed = [
        source_record(record if "section" in record or not section else _placed(record, section)) for record in records
    ]
    return add_records(read_text(into / SOURCES), str(into / SOURCES), placed, "references")


def _placed(record: Mapping[str, Any], section: str) -> dict[str, Any]:
    return {"id": record["id"], "section": section, **{key: value for key, value in record.items() if key != "id"}}


def sections_in(into: Path) -> tuple[str, ...]:
    """The sections of a folder's bibliography, the fullest first; none where it is one list."""
    reader = Reader(str(into / "book.yaml"))
    node = reader.compose(read_text(into / "book.yaml"))
    book = reader.plain(node) if node is not None else None
    listed = book.get("bibliography", []) if isinstance(book, dict) else []
    sections = (
        [str(each.get("id", "")) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    )
    held = ids_in(read_text(into / SOURCES), str(into / SOURCES), "references")
    used = Counter(str(record.get("section", "")) for record, _ in held.values())
    return tuple(sorted(sections, key=lambda each: -used[each]))


def replace_all(texts: Mapping[Path, str]) -> None:
    """Write every file beside itself, then put all in place."""
    beside: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            beside[Path(name)] = path
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        for name_, path in beside.items():
            os.replace(name_, path)
    finally:
        for each in beside:
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000))


def read_text(path: Path) -> str:
    """A file's text, nothing if there is none. Raises `Faulty` if it is not UTF-8."""
    if not path.is_file():
        return ""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faulty(
            [Problem(Origin(str(path)), "utf-8", "not UTF-8", "save the file with the encoding UTF-8")]
        ) from None
