"""Which mentions in notes an index counts, by the option `in_notes`."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Project
from prose import Case, cases
from test_index_cases import person

from press.build import edit
from press.editing.blocks import parse_line
from press.editing.discursive import citing_mentions
from press.editing.names import Marker, Names, Titles
from press.fields import Written
from press.indexes.index import make_index
from press.indexes.options import IndexOptions
from press.people import Form
from press.places import Folio
from press.problem import Origin
from press.text import Mention, walk

PEOPLE = [person(name.casefold(), forms=(Form(name),)) for name in ("Quill", "Verrall", "Brandt")]
CASES = cases(Path(__file__).parent / "cases" / "discursive.md")
NOTES = """\
Ada Quill kept it.^[Jonas Verrall to Quill, 3 May 1903, in @brandt [20].] It was hers.^[Jonas Verrall denied it.]
"""


@pytest.mark.parametrize("case", [pytest.param(case, id=f"discursive.md:{case.line}") for case in CASES])
def test_a_note_speaks_or_cites_as_the_prose_says(case: Case) -> None:
    line = parse_line(Written(case.given, Origin("case", 1)), [], in_note=True)
    marked, _ = Marker(Names(PEOPLE), Titles([])).mark(line, "")
    citing = citing_mentions(marked)
    counted = [each.term for each in walk(marked) if isinstance(each, Mention) and id(each) not in citing]
    assert ", ".join(name.capitalize() for name in counted) == case.expected, case.sentence


@pytest.mark.parametrize(
    ("in_notes", "of_quill", "of_verrall"),
    [("all", ["1", "2n1"], ["2n1", "3n2"]), ("discursive", ["1"], ["3n2"]), ("none", ["1"], [])],
)
def test_an_index_counts_what_its_option_says(
    tiny: Project, in_notes: str, of_quill: list[str], of_verrall: list[str]
) -> None:
    tiny.write("manuscript/chapters/02-the-crossing.md", f"---\ntitle: The Crossing\nid: crossing\n---\n{NOTES}")
    book, _ = edit(tiny.project)
    found = [each for each in book.occurrences if each.unit == "crossing"]
    # each note on a page of its own, for a page of the text would have its notes' too
    places = {each.anchor: (Folio(int(each.note or 0) + 1, int(each.note or 0) + 1),) for each in found}
    options = IndexOptions(in_notes=in_notes)  # type: ignore[arg-type]
    entries = {entry.anchor: entry for group in make_index(book, places, options) for entry in group.entries}
    printed = {key: [each.text for each in entry.locators] for key, entry in entries.items()}
    assert printed.get("index-quill", []) == of_quill
    assert printed.get("index-verrall", []) == of_verrall


def test_a_principal_mention_counts_though_its_note_cites(tiny: Project) -> None:
    note = "It was hers.^[[Jonas Verrall]{person=verrall .principal} to Quill, 3 May 1903, in @brandt [20].]"
    tiny.write("manuscript/chapters/02-the-crossing.md", f"---\ntitle: The Crossing\nid: crossing\n---\n{note}\n")
    book, _ = edit(tiny.project)
    places = {each.anchor: (Folio(1, 1),) for each in book.occurrences if each.unit == "crossing"}
    options = IndexOptions(in_notes="discursive")
    (group,) = make_index(book, places, options)
    assert [(e.anchor, e.locators[0].principal) for e in group.entries if e.locators] == [("index-verrall", True)]
