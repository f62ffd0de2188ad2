"""The indexer's working table of every register, and what it says of entries that might be better."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import TESTS, TOP, Project
from test_index_marks import book, places_of

from press import cli
from press.build import edit
from press.cli.register_tables import doubts_of_register, register_tables
from press.cli.worktable import WorkSheet
from press.editing.proofread import proofread
from press.indexer.advice import Adviser
from press.indexer.index_table import Row, by_commas, by_tabs, index_rows
from press.indexer.mention_page import mention_page
from press.indexer.surroundings import Surroundings
from press.indexes.options import IndexOptions
from press.places import Folio
from press.project import Project as Desk
from press.store import Store
from press.typesetting.last_places import Last, keep_last, places_of_same_text

PLACES = "  - {id: places, file: places.yaml}\n"
INDEX_OF_PLACES = "    - {piece: index, of: places}"
BOTH = "  - {id: subjects, file: subjects.yaml}\n" + PLACES
INDEX_OF_BOTH = "    - {piece: index, of: [subjects, places], title: Index}"


def sheets(top: Path, text: str, **given: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The tables of a small book that have rows, by their titles, with its pages."""
    made, errors = book(top, text, **given)  # type: ignore[arg-type]
    assert errors == []
    places = places_of(made)
    advisers = {each: Adviser(made, places, IndexOptions(), made.register(each)) for each in made.registers}
    return rows(register_tables(proofread(made), advisers, ""))


def rows(tables: object) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {each.title: each.rows for each in tables if isinstance(each, WorkSheet) and each.rows}  # type: ignore[attr-defined]


def test_headings_are_told_with_what_forms_and_marks_have_found(tmp_path: Path) -> None:
    found = sheets(
        tmp_path,
        "[He paid]{subject=tolls} in Fog, and the fog []{subject=tolls sub=late} rose. Then cash.",
        subjects="- {id: tolls, heading: tolls, aliases: [dues]}\n- {id: fog, heading: fog, forms: [fog, mist]}\n",
    )
    assert found["subjects: headings"] == (
        ("fog", "fog", "2", "0", "fog 2", "mist", "4, 6"),
        ("tolls", "tolls", "2", "2", "", "", "2; late 8"),
    )
    assert found["subjects: other headings"] == (("dues", "tolls", "no forms"),)


def test_what_the_text_never_has_and_spellings_beside_forms_are_told_of_every_register(tmp_path: Path) -> None:
    places = "- {id: oderberg, heading: Oderberg, forms: [Oderberg]}\n- {id: rome, heading: Rome, forms: [Rome]}\n"
    text = "Oderberg is Oderberg. He came from Odeberg."
    found = sheets(tmp_path, text, registers=PLACES, pieces=INDEX_OF_PLACES, places=places)
    assert found["places: never found"] == (("manuscript/places.yaml:2", "rome"),)
    assert [row[1:] for row in found["places: one letter apart"]] == [("Odeberg", "Oderberg")]


def test_two_headings_one_letter_apart_are_told_though_no_text_has_them(tmp_path: Path) -> None:
    subjects = "- {id: a, heading: harbours}\n- {id: b, heading: harbors}\n"
    found = sheets(tmp_path, "[x]{subject=a} and [y]{subject=b}.", subjects=subjects)
    assert {frozenset(row[1:]) for row in found["subjects: one letter apart"]} == {frozenset(("harbors", "harbours"))}


def test_a_heading_in_the_text_that_no_form_finds_is_told_where_the_register_has_forms(tmp_path: Path) -> None:
    places = '- {id: hague, heading: "Hague, The", forms: [the Hague]}\n'
    text = "At the Hague, in The Hague, and in The Hague again."
    found = sheets(tmp_path, text, registers=PLACES, pieces=INDEX_OF_PLACES, places=places)
    # a form in small letters begins a sentence with a capital, and so finds both
    assert "places: headings that are no forms, found in the text" not in found
    places = '- {id: hague, heading: "Hague, The", forms: [Celebesstraat]}\n'
    text = "At Celebesstraat, in The Hague, and in The Hague again."
    found = sheets(tmp_path / "b", text, registers=PLACES, pieces=INDEX_OF_PLACES, places=places)
    assert found["places: headings that are no forms, found in the text"][0][:2] == ("The Hague", "2")


LONG = """
{marks} Coal was paid for at the quay.

## The Ferry

[A]{{subject=tolls}} ferry took horses. [B]{{subject=tolls}} horses paid."""


def test_a_long_entry_is_broken_up_by_chapter_and_section_with_the_words_beside_it(tmp_path: Path) -> None:
    marks = "[toll]{subject=tolls} was taken of coal. " * 6
    text = LONG.format(marks=marks)
    found = sheets(tmp_path, text, two="A horse. [One]{subject=tolls} salmon. Nobody.")
    assert found["subjects: more than 6 bare page numbers"] == (("tolls", "9"),)
    where = [row[1:3] for row in found["subjects: where long entries might be broken up"]]
    assert where == [("One", "2, 4, 6, 8, 10, 12"), ("One: The Ferry", "14, 16"), ("Two", "18")]
    assert "salmon" in found["subjects: where long entries might be broken up"][2][3]


def test_a_sub_entry_that_is_a_heading_too_has_the_pages_of_both(tmp_path: Path) -> None:
    text = '[a]{subject=tolls sub="at Saltmarsh"} then Saltmarsh, and [b]{place=saltmarsh sub="tolls in"}.'
    given = {
        "registers": BOTH,
        "pieces": INDEX_OF_BOTH,
        "subjects": "- {id: tolls, heading: tolls}\n",
        "places": "- {id: saltmarsh, heading: Saltmarsh, forms: [Saltmarsh]}\n",
    }
    found = sheets(tmp_path, text, **given)
    assert found["subjects: posted twice, and not alike"] == (("tolls: at Saltmarsh", "Saltmarsh: tolls in", "2", "6"),)
    both = '[[a]{subject=tolls sub="at Saltmarsh"}]{place=saltmarsh sub="tolls in"}'
    made, _ = book(tmp_path / "b", both, **given)  # type: ignore[arg-type]
    here = dict.fromkeys((each.anchor for each in made.occurrences), (Folio(3, 3),))
    adviser = Adviser(made, here, IndexOptions(), made.register("subjects"))
    assert list(adviser.posted_twice()) == []


def test_a_see_to_few_pages_is_told_and_one_to_many_is_not(tmp_path: Path) -> None:
    subjects = "- {id: tolls, heading: tolls, aliases: [zeal]}\n- {id: fog, heading: fog, aliases: [mist]}\n"
    text = "[a]{subject=tolls}" + " [b]{subject=fog}" * 9
    found = sheets(tmp_path, text, subjects=subjects)
    assert found["subjects: a see that could be an entry"] == (("zeal", "tolls", "2"),)


def test_doubts_of_a_register_fail_a_check(tmp_path: Path) -> None:
    subjects = "- {id: tolls, heading: tolls}\n- {id: fog, heading: fog}\n"
    made, _ = book(tmp_path, "[a]{subject=tolls}", subjects=subjects)
    found = proofread(made)
    assert not found.clean
    assert rows(doubts_of_register(found.others[0])) == {
        "subjects: never found": (("manuscript/subjects.yaml:2", "fog"),)
    }


def test_the_tables_of_registers_stand_behind_those_of_the_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path, TESTS / "books" / "registers")
    assert cli.names(project.project) == 0
    titles = [line for line in capsys.readouterr().out.splitlines() if line.startswith("# ")]
    assert titles[0] == "# People"
    assert titles.index("# places: headings") > titles.index("# Capitalised words that no record covers")


def test_the_surroundings_of_a_mention_are_its_sentence_without_notes(tmp_path: Path) -> None:
    text = "First. He *paid [the toll]{subject=tolls}*^[In a note. On [dues]{subject=tolls} too.] at noon. Last."
    made, _ = book(tmp_path, text + "\n\n::: {subject=fog}\nIt came. It went.\n:::")
    around = Surroundings(made).by_anchor
    told = [around[each.anchor] for each in made.occurrences]
    assert [(each.before, each.words, each.after) for each in told] == [
        ("He paid ", "the toll", " at noon."),
        ("On ", "dues", " too."),
        ("", "", "It came. "),
    ]


# --- the page to work in ------------------------------------------------------------------------------

HOSTILE = "<img src=x onerror=alert(1)>"


def page_of(top: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The page of a small book whose names and words would run in a browser, as it is written."""
    text = f'He paid \\{HOSTILE} [a \\</td>\\<script> toll]{{subject=tolls sub="a & b < c"}}, he said.'
    subjects = f"- {{id: tolls, heading: 'x \\{HOSTILE}', aliases: ['a > b & c']}}\n- {{id: fog, heading: fog}}\n"
    book(top, text, subjects=subjects)
    assert cli.names(desk(top), page=True) == 0
    assert "dist/a-book-names.html: 1 mention," in capsys.readouterr().out
    return (top / "dist/a-book-names.html").read_text()


def desk(top: Path) -> Desk:
    """The project of a small book that `book` has written."""
    return replace(Desk.at(TOP, top / "manuscript", top), dist=top / "dist", cache=top / ".cache")


def test_nothing_of_a_book_is_taken_for_html_in_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of(tmp_path, capsys)
    head, _, body = page.partition("<main>")
    assert "&lt;img src=x onerror=alert(1)&gt;" in body
    assert "a &lt;/td&gt;&lt;script&gt; toll</mark>" in body
    assert "<em>a &amp; b &lt; c</em>" in body
    assert "a &gt; b &amp; c</small>" in body
    assert "<img" not in page
    assert page.count("<script>") == 1
    # the one script is the press's own, known by its digest; and the page may ask for nothing
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in head
    assert "default-src &#39;none&#39;" in head
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//|@import|url\(", page)


def test_the_page_says_where_its_folios_are_from_and_that_there_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No pages: the last build was not of this text." in page_of(tmp_path, capsys)


def test_every_mention_stands_in_the_page_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of(tmp_path, capsys)
    made, _ = edit(desk(tmp_path))
    places = {each.anchor: (Folio(9, 7),) for each in made.occurrences}
    whole = mention_page(made, places, {}, "", desk(tmp_path)).decode()
    for known, folio in ((page, ""), (whole, "7")):
        rows = re.findall(r'<tr><td class="folio">(.*?)</td>.*?#L(\d+)">(.*?)</a>', known)
        assert rows == [(folio, "4", "chapters/one.md:4")]
        assert known.count("never found</td>") == 2  # the fog, and a person


def test_the_last_build_gives_folios_to_its_own_text_alone(tmp_path: Path) -> None:
    book(tmp_path, "[a]{subject=tolls}")
    project = desk(tmp_path)
    made, _ = edit(project)
    assert places_of_same_text(project, made, "classic") is None
    keep_last(Store(project.cache), project, made, "classic", Last({"m-one-1": (Folio(1, 1),)}, {}))
    assert places_of_same_text(project, made, "classic") == {"m-one-1": (Folio(1, 1),)}
    (tmp_path / "manuscript/chapters/one.md").write_text("---\ntitle: One\n---\nNo. [a]{subject=tolls}\n")
    changed, _ = edit(project)
    assert places_of_same_text(project, changed, "classic") is None


# --- tables for other programs --------------------------------------------------------------------------

EXPORTED = """- id: tolls
  heading: tolls
  aliases: [dues, {name: sea tolls, sub: at sea}]
  see_also: [fog > late]
  subs: [{sub: at sea > in winter, see_also: [fog]}, {sub: by land, see: [fog > late]}]
- {id: fog, heading: Fog, sort: mist}
- {id: book, heading: "*Toll Book, The*", sort: Toll Book}
"""
MARKED = (
    '[a]{subject=tolls .principal} [b]{subject=tolls sub="at sea > in winter"} [c]{subject=tolls sub="at sea"} '
    "[d]{subject=fog sub=late} [e]{subject=book}"
)


def exported(top: Path) -> tuple[Row, ...]:
    made, errors = book(top, MARKED, subjects=EXPORTED)
    assert errors == []
    adviser = Adviser(made, places_of(made), IndexOptions(), made.register("subjects"))
    return tuple(index_rows(adviser.groups, adviser.sorts, adviser.options))


def test_an_index_is_a_row_for_each_locator_and_each_reference(tmp_path: Path) -> None:
    assert by_tabs(exported(tmp_path)).decode().splitlines() == [
        "dues\t\t\tSee tolls",
        "Fog\tlate\tmist\t8",
        "sea tolls\t\t\tSee under tolls: at sea",
        "*Toll Book, The*\t\tToll Book\t10",
        "tolls\t\t\t**2**",
        "tolls\tat sea\t\t6",
        "tolls\tat sea > in winter\t\t4",
        "tolls\tat sea > in winter\t\tSee also Fog",
        "tolls\tby land\t\tSee Fog: late",
        "tolls\t\t\tSee also Fog: late",
    ]


@pytest.mark.parametrize(("suffix", "written"), [(".tab", by_tabs), (".csv", by_commas)])
def test_an_exported_index_comes_back_with_its_headings_sorts_and_references(
    tmp_path: Path, suffix: str, written: Callable[[Iterable[Row]], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = exported(tmp_path)
    (tmp_path / f"subjects{suffix}").write_bytes(written(rows))
    (tmp_path / "manuscript/subjects.yaml").unlink()
    assert cli.import_file(desk(tmp_path), tmp_path / f"subjects{suffix}") == 0
    assert "3 headings added; 5 page numbers are left out" in capsys.readouterr().out
    text = (tmp_path / "manuscript/subjects.yaml").read_text()
    assert "  # sub-entries: at sea; at sea > in winter\n" in text
    ids = {"tolls": "tolls", "fog": "fog", "toll-book-the": "book"}
    assert [{**each, "id": ids[each["id"]]} for each in yaml.safe_load(text)] == sorted(
        yaml.safe_load(EXPORTED), key=lambda each: each["heading"].casefold()
    )
    # and what is there already is not added again
    assert cli.import_file(desk(tmp_path), tmp_path / f"subjects{suffix}") == 0
    assert "0 headings added, 3 there already" in capsys.readouterr().out
    assert (tmp_path / "manuscript/subjects.yaml").read_text() == text


def test_a_table_for_no_register_of_the_book_says_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(tmp_path, "Nothing.")
    (tmp_path / "ports.csv").write_text("heading;sub-heading;sort key;locator\nDover;;;12\n")
    assert cli.import_file(desk(tmp_path), tmp_path / "ports.csv", register="ports") == 0
    assert (tmp_path / "manuscript/ports.yaml").read_text() == "- id: dover\n  heading: Dover\n"
    assert "list it in book.yaml: indexes: - {id: ports, file: ports.yaml}" in capsys.readouterr().out
