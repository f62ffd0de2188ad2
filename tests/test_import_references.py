"""`./go import refs.bib`: records are added to `sources.yaml`, and not a letter of what stands there is changed."""

from __future__ import annotations

import pytest
import yaml
from conftest import Project
from test_import import errors_of, records

from press.importing.writing.records import add_records, ids_in

BIB = """\
@book{kern2004, author = {Kern, Gary and {The Group}}, title = {A Death in {Washington}: The Stalin Terror},
  year = {2004}, publisher = {Enigma}, location = {New York}}
@article{doe, author = {Doe}, title = {On \\emph{Tides} \\& Stuff}, journal = {J.}, date = {1988-03/1989},
  pages = {11--29}}
"""
FILES = {
    "empty": "",
    "a key alone": "references:\n",
    "an empty list": "# ours\nreferences: [] # none yet\nother: 1\n",
    "indented": "references:\n  # the first\n  - id: a # so\n    title: |\n      T\n\n# the end\nnocite: x\n",
    "in braces": "references:\n- {id: a, type: book, title: T}\n",
    "without a last line feed": "references:\n- id: a\n  type: book\n  title: T",
    "with a comment below": "references:\n- id: a\n  type: book\n  title: T\n  # of 1962\n\n# the end\n",
}


def test_bibtex_is_added_behind_what_is_there_with_its_capitals_and_dates(tiny: Project) -> None:
    before = tiny.read("manuscript/sources.yaml")
    tiny.write("refs.bib", BIB)
    assert tiny.take("refs.bib", "--into", "manuscript") == 0
    assert tiny.read("manuscript/sources.yaml").startswith(before)
    kern, doe = records(tiny, "sources.yaml")[-2:]
    assert kern["title"] == "A Death in Washington: The Stalin Terror"
    assert kern["title-short"] == "A Death in Washington"
    assert kern["author"] == [{"family": "Kern", "given": "Gary"}, {"literal": "The Group"}]
    assert (doe["title"], doe["issued"], doe["page"]) == ("On *Tides* & Stuff", "1988-03/1989", "11-29")
    assert errors_of(tiny) == []


def test_the_same_file_twice_adds_nothing_the_second_time(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    tiny.write("refs.bib", BIB)
    tiny.take("refs.bib", "--into", "manuscript")
    once = tiny.read("manuscript/sources.yaml")
    capsys.readouterr()
    assert tiny.take("refs.bib", "--into", "manuscript") == 0
    assert tiny.read("manuscript/sources.yaml") == once
    assert "0 records added, 2 there already" in capsys.readouterr().out


def test_what_zotero_and_pandoc_write_is_read(tiny: Project) -> None:
    tiny.write(
        "z.json",
        '[{"id": "z1", "type": "book", "title": "Z <i>one</i>", "issued": {"date-parts": [["1911", 5]], "circa": 1}}]',
    )
    tiny.write("p.yaml", "---\nreferences:\n- id: p1\n  type: chapter\n  title: 'P: one'\n  issued: 1950\n...\n")
    assert tiny.take("z.json", "--into", "manuscript") == 0
    assert tiny.take("p.yaml", "--into", "manuscript") == 0
    z, p = records(tiny, "sources.yaml")[-2:]
    assert (z["title"], z["issued"]) == ("Z *one*", "1911-05~")
    assert (p["title"], p["title-short"], p["issued"]) == ("P: one", "P", 1950)
    assert errors_of(tiny) == []


def test_without_a_folder_named_records_go_to_the_project_s_own_manuscript(tiny: Project) -> None:
    tiny.write("refs.bib", BIB)
    assert tiny.take("refs.bib") == 0
    assert "kern2004" in tiny.read("manuscript/sources.yaml")


def test_records_without_a_section_go_to_the_fullest(tiny: Project) -> None:
    tiny.write("refs.bib", BIB)
    tiny.take("refs.bib")
    assert [record["section"] for record in records(tiny, "sources.yaml")][-2:] == ["printed", "printed"]


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_records_are_added_and_every_line_that_stood_there_still_stands(text: str) -> None:
    added = add_records(text, "sources.yaml", ["- id: b\n  type: book\n  title: B\n"], "references")
    held = yaml.safe_load(text) or {}
    now = yaml.safe_load(added)
    assert now["references"] == [*(held.get("references") or []), {"id": "b", "type": "book", "title": "B"}]
    assert {key: now[key] for key in now if key != "references"} == {k: held[k] for k in held if k != "references"}
    for comment in ("# ours", "# none yet", "# the first", "# so", "# the end", "# of 1962"):
        assert (comment in added) == (comment in text)
    assert list(ids_in(added, "sources.yaml", "references"))[-1] == "b"
