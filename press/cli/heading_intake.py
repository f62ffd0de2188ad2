"""`press import TABLE`: the headings of a table are added to the file of a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from press.cli.telling import say
from press.fields import Reader
from press.files import replace_file
from press.importing.deliver import refuse_missing, text_of
from press.importing.receive import Received
from press.importing.writing.heading_tables import read_headings
from press.importing.writing.people_tables import people_records
from press.importing.writing.records import add_records, ids_in
from press.indexes.headings import invert
from press.people import Person
from press.problem import Origin, in_order
from press.project import Project
from press.terms import PEOPLE


def import_headings(project: Project, received: Received, register: str) -> int:
    """Add what a register has not yet; returns the exit status. Raises `Faulty`; then nothing has been written."""
    refuse_missing(project)
    people = register == PEOPLE
    name, listed = ("people.yaml", True) if people else _file_of(project, register)
    path = project.manuscript / name
    shown = project.shown(path)
    text = text_of(path, shown)
    there = {key: record for key, (record, _) in ids_in(text, shown).items()}
    known = {heading: each for each in there.values() for heading in _headings_of(each, people=people)}
    taken = {heading: str(each.get("id", "")) for heading, each in known.items()}
    found = read_headings(received, taken, people=people)
    records, told = found.records(taken), list(found.problems)
    if people:
        records, doubts = people_records(found, known, received.path.name)
        told += doubts
    if records:
        replace_file(path, add_records(text, shown, records).encode())
    for problem in in_order(told):
        say(problem)
    others = len(found.headings) - len(records)
    before = f", {others} there already" if others else ""
    pages = f"; {found.pages} page numbers are left out, for the press makes them" if found.pages else ""
    print(f"{shown}: {len(records)} heading{'s' * (len(records) != 1)} added{before}{pages}")
    if not listed:
        print(f"list it in book.yaml: indexes: - {{id: {register}, file: {name}}}")
    return 0


def _file_of(project: Project, register: str) -> tuple[str, bool]:
    """The file of a register, as book.yaml names it, and whether it does."""
    path = project.manuscript / "book.yaml"
    reader = Reader(project.shown(path))
    node = reader.compose(text_of(path, reader.path))
    book = reader.plain(node) if node is not None else None
    listed = book.get("indexes") if isinstance(book, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and each.get("id") == register and isinstance(each.get("file"), str):
            return str(each["file"]), True
    return f"{register}.yaml", False


def _headings_of(record: Mapping[str, Any], *, people: bool) -> Iterator[str]:
    """The heading of an entry; of a person, also with what may stand behind it."""
    if not people:
        yield str(record.get("heading", ""))
        return
    name = record.get("name")
    parts = name if isinstance(name, dict) else {"only": name}
    family, given, particle, suffix, only = (
        str(parts.get(key) or "") for key in ("family", "given", "particle", "suffix", "only")
    )
    lang, born, died, gloss = (str(record.get(key) or "") for key in ("lang", "born", "died", "gloss"))
    person = Person(
        key="",
        family=family,
        given=given,
        particle=particle,
        suffix=suffix,
        only=only,
        lang=lang,
        born=born,
        died=died,
        gloss=gloss,
        bio=(),
        forms=(),
        aliases=(),
        see_also=(),
        sort="",
        origin=Origin(""),
    )
    yield invert(person)
    yield from (f"{invert(person)} ({behind})" for behind in (person.dates, gloss) if behind)
