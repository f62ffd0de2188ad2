"""People in a table for an indexer's program: what is exported comes back as entries of people.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_index_marks import book, places_of
from test_indexer import desk

from press import cli
from press.importing.writing.people_tables import read_person
from press.indexer.advice import Adviser
from press.indexer.index_table import Row, by_commas, by_tabs, index_rows
from press.indexes.options import IndexOptions

PEOPLE = """- id: quill
  name: {family: Quill, given: Ada}
  forms: [Ada Quill, Quill]
  aliases:
    - {name: HERON, kind: code, forms: [HERON]}
    - {name: Mrs Marsh, kind: cover, forms: [Mrs Marsh]}
  see_also: [wit]
- id: wit
  name: {family: Wit, given: Tomas, particle: de}
  lang: nl
  forms: [Tomas de Wit, de Wit]
- id: king-john
  name: {family: King, given: John, suffix: Jr}
  born: 1871
  died: 1934
  forms: [John King]
- id: king-john-2
  name: {family: King, given: John, suffix: Jr}
  born: 1880
  forms: [Jack King]
- id: saint
  name: {family: St Clair, given: Ann}
  sort: Saint Clair, Ann
  forms: [Ann St Clair, St Clair]
- id: leonore
  name: {only: Leonore}
  forms: [Leonore]
"""
TEXT = 'Quill, Tomas de Wit, John King, Jack King, [Ann]{person=saint sub="at sea"}, Leonore, HERON, Mrs Marsh.'


def exported(top: Path) -> tuple[Row, ...]:
    made, errors = book(top, TEXT, people=PEOPLE)
    assert errors == []
    adviser = Adviser(made, places_of(made), IndexOptions(), made.register("people"))
    return tuple(index_rows(adviser.groups, adviser.sorts, adviser.options))


@pytest.mark.parametrize(("suffix", "written"), [(".tab", by_tabs), (".csv", by_commas)])
def test_people_that_are_exported_come_back(
    tmp_path: Path, suffix: str, written: Callable[[Iterable[Row]], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"people{suffix}").write_bytes(written(exported(tmp_path)))
    (tmp_path / "manuscript/people.yaml").unlink()
    assert cli.import_file(desk(tmp_path), tmp_path / f"people{suffix}", register="people") == 0
    assert "manuscript/people.yaml: 6 headings added" in capsys.readouterr().out
    text = (tmp_path / "manuscript/people.yaml").read_text()
    ids = {"st-clair": "saint", "king": "king-john", "king-john-jr-b-1880": "king-john-2"}
    found: list[dict[str, Any]] = [{**each, "id": ids.get(each["id"], each["id"])} for each in yaml.safe_load(text)]
    wanted = yaml.safe_load(PEOPLE)
    for each in (*found, *wanted):  # of two people of one name no table tells by what the text knows each
        if each["id"].startswith("king"):
            each.pop("forms")
    assert sorted(found, key=lambda each: each["id"]) == sorted(wanted, key=lambda each: each["id"])
    assert "  # sub-entries: at sea\n" in text
    # and who is there already is not added again
    assert cli.import_file(desk(tmp_path), tmp_path / f"people{suffix}", register="people") == 0
    assert (tmp_path / "manuscript/people.yaml").read_text() == text


@pytest.mark.parametrize(
    ("heading", "name", "said"),
    [
        (
            "Goethe, Johann Wolfgang von",
            {"family": "Goethe", "given": "Johann Wolfgang", "particle": "von"},
            {"lang": "de"},
        ),
        ("de Gaulle, Charles", {"family": "Gaulle", "given": "Charles", "particle": "de"}, {}),
        ("d’Annunzio, Gabriele", {"family": "d’Annunzio", "given": "Gabriele"}, {}),
        ("La Fontaine, Jean de", {"family": "La Fontaine", "given": "Jean", "particle": "de"}, {"lang": "nl"}),
        ("King, Martin Luther, Jr", {"family": "King", "given": "Martin Luther", "suffix": "Jr"}, {}),
        ("Nicholas II (tsar)", {"only": "Nicholas II"}, {"gloss": "tsar"}),
        ("Quill, Ada (b. 1871)", {"family": "Quill", "given": "Ada"}, {"born": "1871"}),
        ("Quill, Ada (c. 1871–1934?)", {"family": "Quill", "given": "Ada"}, {"gloss": "c. 1871–1934?"}),
    ],
)
def test_a_heading_is_read_as_a_name_in_its_parts(heading: str, name: dict[str, str], said: dict[str, str]) -> None:
    found = read_person(heading)
    assert (found.name, found.said) == (name, said)


def test_what_no_table_says_of_people_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book(tmp_path, "Nothing.")
    rows = "Verrall, Jonas\t\t\t12\nVarrell, J.\t\t\tSee Verrall, Jonas\nQuill, Bea\t\t\t3\n"
    (tmp_path / "people.tab").write_text(rows)
    assert cli.import_file(desk(tmp_path), tmp_path / "people.tab", register="people") == 0
    out = capsys.readouterr()
    assert 'the kind of "Varrell, J.", another name of Verrall, Jonas' in out.out + out.err
    assert (
        (tmp_path / "manuscript/people.yaml")
        .read_text()
        .endswith(
            "- id: quill-bea\n  name: {family: Quill, given: Bea}\n  forms: [Bea Quill]\n\n"
            "- id: verrall\n  name: {family: Verrall, given: Jonas}\n  forms: [Jonas Verrall, Verrall]\n"
            "  aliases: [{name: 'Varrell, J.', kind: spelling}]\n"
        )
    )
