"""`./go import TABLE`: the headings of a table are added to the file of a register."""

from __future__ import annotations

from press.cli.answer import say
from press.fields import Reader
from press.files import replace_file
from press.importing.deliver import refuse_missing, text_of
from press.importing.heading_tables import read_headings
from press.importing.receive import Received
from press.importing.records import add_records, ids_in
from press.importing.rules import IMPORT_FORMAT
from press.problem import Faulty, Origin, Problem, in_order
from press.project import Project
from press.terms import PEOPLE


def import_headings(project: Project, received: Received, register: str) -> int:
    """Add what a register has not yet; returns the exit status. Raises `Faulty`; then nothing has been written."""
    if register == PEOPLE:
        hint = "name another register by --register; people come with the text"
        message = "a table of headings makes no people, whose names have parts"
        raise Faulty([Problem(Origin(received.path.name), IMPORT_FORMAT, message, hint)])
    refuse_missing(project)
    name, listed = _file_of(project, register)
    path = project.manuscript / name
    shown = project.shown(path)
    text = text_of(path, shown)
    taken = {str(record.get("heading", "")): key for key, (record, _) in ids_in(text, shown).items()}
    found = read_headings(received, taken)
    records = found.records(taken)
    if records:
        replace_file(path, add_records(text, shown, records).encode())
    for problem in in_order(found.problems):
        say(problem)
    there = f", {known} there already" if (known := len(found.headings) - len(records)) else ""
    pages = f"; {found.pages} page numbers are left out, for the press makes them" if found.pages else ""
    print(f"{shown}: {len(records)} heading{'s' * (len(records) != 1)} added{there}{pages}")
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
