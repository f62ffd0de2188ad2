"""What indexes say of one another, indexes of a part, and numbers that are those of documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from approved import approved, in_style, styles_of
from conftest import TESTS, Project
from leaves import golden_text, read_pages
from test_index_marks import CHAPTER, DOCUMENT, book, places_of, printed
from test_styles import folio

from press.book import Book
from press.build import edit
from press.compose.labels import with_titles
from press.indexes.divisions import divisions
from press.indexes.headnote import explain
from press.indexes.index import make_index, options_of_piece
from press.indexes.locators import homes_of
from press.indexes.options import PRESETS
from press.places import Folio
from press.problem import Severity

TWO = "  - {id: subjects, file: subjects.yaml}\n  - {id: places, file: places.yaml}\n"
BOTH = "    - {piece: index, of: subjects}\n    - {piece: index, of: places, title: Index of Places}"
DOVER = "- {id: dover, heading: Dover, forms: [Dover]}\n"
CHICAGO = PRESETS["chicago"]

PARTS = """title: A Book
language: en-GB
indexes:
  - {id: places, file: places.yaml}
documents: [documents/one.md]
contents:
  body:
    - part: Youth
      pieces: [chapters/one.md, {piece: index, of: places}]
    - part: Age
      pieces: [chapters/two.md, documents]
  back:
PIECES
"""
ALL = "    - {piece: index, of: places, title: All Places}"


def in_parts(top: Path, pieces: str = ALL) -> tuple[Book, list[str]]:
    """A book of two parts, Dover in all of it, and what is wrong with it."""
    project = Project(top, TESTS / "books" / "tiny").remove("manuscript")
    project.write("manuscript/book.yaml", PARTS.replace("PIECES", f"{pieces}\n    - index-of-names"))
    for name, text in {"people": "[]\n", "sources": "references: []\n", "places": DOVER}.items():
        project.write(f"manuscript/{name}.yaml", text)
    for name in ("one", "two"):
        text = "Dover.^[Dover again.]" if name == "one" else "Dover. See [](#paper-one)."
        project.write(f"manuscript/chapters/{name}.md", CHAPTER.format(title=name.title(), text=text))
    project.write("manuscript/documents/one.md", DOCUMENT.format(id="paper-one", text="Dover, and Dover."))
    found, problems = edit(project.project)
    return found, [str(each) for each in problems if each.severity is not Severity.LOOK]


# --- from one index to another -----------------------------------------------------------------------


def test_a_heading_may_refer_to_a_heading_of_another_index_and_to_all_of_that(tmp_path: Path) -> None:
    subjects = "- {id: tolls, heading: tolls, see_also: [index=places, place=dover]}\n"
    found, errors = book(
        tmp_path, "[Tolls]{subject=tolls} at Dover.", registers=TWO, pieces=BOTH, subjects=subjects, places=DOVER
    )
    assert not errors
    assert printed(found, "index-of-subjects") == "tolls 2 see also Dover (Index of Places); Index of Places"


def test_a_heading_may_only_refer_to_others_and_has_no_pages(tmp_path: Path) -> None:
    subjects = "- {id: tolls, heading: tolls}\n- {id: dues, heading: dues, see: tolls}\n"
    subjects += "- {id: harbours, heading: harbours, see: [index=places, tolls]}\n"
    found, errors = book(
        tmp_path, "[Tolls]{subject=tolls} at Dover.", registers=TWO, pieces=BOTH, subjects=subjects, places=DOVER
    )
    assert not errors
    assert printed(found, "index-of-subjects").splitlines() == [
        "dues see tolls",
        "harbours see tolls; Index of Places",
        "tolls 2",
    ]


def test_a_heading_that_only_refers_is_left_out_where_it_would_lead_nowhere(tmp_path: Path) -> None:
    subjects = "- {id: tolls, heading: tolls}\n- {id: dues, heading: dues, see: tolls}\n- {id: fog, heading: fog}\n"
    found, errors = book(tmp_path, "[Fog]{subject=fog}.", subjects=subjects)
    assert not errors
    assert printed(found, "index-of-subjects") == "fog 2"


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("see: index=plces", 'refers to the index of "plces", which the book has not'),
        ("see: index=subjects", "refers to the index in which it stands"),
        ("see: boats", 'refers to "boats", which is not there'),
        ("see: dues", '"dues" refers to itself'),
        ("see: taxes", '"dues" refers to "taxes", which only refers on'),
        ("see: tolls, aliases: [taxes and dues]", '"dues" only refers to others, and says aliases'),
        ("see: tolls, forms: [Fog]", '"dues" has places in the text, and only refers to others'),
        ("see: tolls > at sea", '"tolls" has no sub-entry "at sea" to refer to'),
    ],
)
def test_a_reference_that_leads_astray_is_told(tmp_path: Path, record: str, message: str) -> None:
    subjects = "- {id: tolls, heading: tolls}\n- {id: taxes, heading: taxes, see: tolls}\n"
    subjects += f"- {{id: dues, heading: dues, {record}}}\n"
    _, errors = book(tmp_path, "[Tolls]{subject=tolls}. Fog.", subjects=subjects)
    (error,) = errors
    assert "subjects.yaml:3: error: " in error
    assert message in error


# --- of a sub-entry ----------------------------------------------------------------------------------

SUBS = """- id: tolls
  heading: tolls
  subs:
    - {sub: at sea, see_also: [fog, place=dover]}
    - {sub: by land > in snow, see: "fog > late"}
    - {sub: abolished, see: [fog, dues]}
- {id: fog, heading: fog}
- {id: dues, heading: dues, subs: [{sub: of strangers, see: tolls > at sea}]}
- {id: taxes, heading: taxes, subs: [{sub: unmarked, see: dues}]}
"""
SEA = '[Tolls]{subject=tolls sub="at sea"}, [mist]{subject=fog sub=late} at Dover. [Old]{subject=tolls sub=old}.'


@pytest.mark.parametrize(
    ("order", "entry"),
    [
        ("pages", "[at sea 2 (see also Dover (Index of Places); fog)] [old 8] [abolished (see fog)] [by land"),
        ("alphabet", "[abolished (see fog)] [at sea 2 (see also Dover (Index of Places); fog)] [by land"),
    ],
)
def test_a_sub_entry_may_refer_to_headings_and_to_what_stands_under_them(
    tmp_path: Path, order: str, entry: str
) -> None:
    found, errors = book(tmp_path, SEA, registers=TWO, pieces=BOTH, subjects=SUBS, places=DOVER)
    assert not errors
    options = replace(CHICAGO, subentries="alphabet" if order == "alphabet" else "pages")
    behind = " [in snow (see fog: late)]] [old 8]" if order == "alphabet" else " [in snow (see fog: late)]]"
    assert printed(found, "index-of-subjects", options).splitlines() == [
        "dues [of strangers (see tolls: at sea)]",
        "fog [late 4]",
        f"tolls {entry}{behind}",
    ]


def test_a_person_may_have_sub_entries_that_refer(tmp_path: Path) -> None:
    people = "- {id: quill, name: {family: Quill, given: Ada}, forms: [Ada Quill, Quill],"
    people += " subs: [{sub: her tolls, see: subject=tolls}]}\n"
    found, errors = book(tmp_path, "Quill and [tolls]{subject=tolls}.", people=people)
    assert not errors
    assert printed(found, "index-of-names") == "Quill, Ada 2 [her tolls (see tolls)]"


@pytest.mark.parametrize(
    ("sub", "message"),
    [
        ("{sub: at sea, see: fog}", '"at sea" of "tolls" has places in the text, and only refers to others'),
        ("{sub: at see, see_also: [fog]}", '"at see" of "tolls" is nowhere in the text'),
        ("{sub: by land}", '"by land" of "tolls" refers to nothing'),
        ("{sub: by land, see: fog, see_also: [fog]}", '"by land" of "tolls" says see and see_also'),
        ("{sub: by land, see: fgo}", '"tolls" refers to "fgo", which is not there'),
        ("{sub: by land, see: fog > early}", '"fog" has no sub-entry "early" to refer to'),
        ("{sub: at sea, see_also: [tolls > at sea]}", '"tolls" refers to itself'),
        ("{sub: a > b > c, see: fog}", "sub-entries below the second level: a > b > c"),
        ("{sub: '*by* land', see: fog}", '"*by*" in "sub", which takes no marks'),
        ("{sub: '', see: fog}", "sub says nothing"),
        ("{sub: by land, see: fog}, {sub: by land, see: fog}", '"by land" of "tolls" stands twice'),
    ],
)
def test_a_sub_entry_that_refers_astray_is_told_with_its_line(tmp_path: Path, sub: str, message: str) -> None:
    subjects = f"- {{id: fog, heading: fog}}\n- id: tolls\n  heading: tolls\n  subs: [{sub}]\n"
    text = '[Tolls]{subject=tolls sub="at sea"}, [mist]{subject=fog sub=late}.'
    _, errors = book(tmp_path, text, subjects=subjects)
    assert [each for each in errors if message in each and "subjects.yaml:4: error: " in each]


# --- of a part ---------------------------------------------------------------------------------------


def test_an_index_behind_the_chapters_of_a_part_is_of_that_part(tmp_path: Path) -> None:
    found, problems = in_parts(tmp_path)
    assert not problems
    assert printed(found, "index-of-places-in-part-1", replace(CHICAGO, text_wins=False)) == "Dover 2 4n1"
    assert printed(found, "index-of-places") == "Dover 2 4n1 6 8 10"


def test_an_index_may_say_of_which_part_it_is_and_documents_in_that_are_in_it(tmp_path: Path) -> None:
    found, problems = in_parts(tmp_path, "    - {piece: index, of: places, of_part: 2, title: Places of Age}")
    assert not problems
    assert printed(found, "index-of-places-in-2") == "Dover 6 8 10"


@pytest.mark.parametrize(
    ("piece", "message"),
    [
        ("{piece: index, of: places, of_part: 3, title: P}", 'error: an index of the part "3", which is not there'),
        ("{piece: index, of: places, of_part: 2}", "error: an index of a part that is headed as another is"),
        ("{piece: index-of-names, of_part: 2}", 'error: "of_part" is said of an index, and this is "index-of-names"'),
        ("colophon", 'warning: 3 places of the register "places" stand in parts that have no index of it'),
    ],
)
def test_an_index_of_a_part_that_cannot_be_is_told(tmp_path: Path, piece: str, message: str) -> None:
    _, problems = in_parts(tmp_path, f"    - {piece}")
    assert any(message in each for each in problems), problems


# --- by documents ------------------------------------------------------------------------------------


def test_numbers_may_be_those_of_documents_and_then_pages_say_that_they_are(tmp_path: Path) -> None:
    registers = "  - {id: subjects, file: subjects.yaml, locators: documents}\n"
    papers = ("[Tolls]{subject=tolls}.^[[Tolls]{subject=tolls}.]", "[Tolls]{subject=tolls} and [fog]{subject=fog}.")
    found, errors = book(tmp_path, "[Tolls]{subject=tolls}.", papers=papers, registers=registers)
    assert not errors
    assert printed(found, "index-of-subjects").splitlines() == ["fog 2", "tolls 1 2 p. 2"]
    piece = next(each for each in found.pieces if each.of == ("subjects",))
    groups = make_index(found, places_of(found), CHICAGO, piece.anchor)
    assert explain(options_of_piece(found, piece, CHICAGO), groups) == (
        "Numbers refer to documents, by their numbers; what stands behind p. are pages.",
    )


def test_registers_whose_numbers_mean_other_things_make_no_index_together(tmp_path: Path) -> None:
    registers = TWO.replace("places.yaml", "places.yaml, locators: documents")
    pieces = "    - {piece: index, of: [subjects, places]}"
    _, errors = book(tmp_path, "[Tolls]{subject=tolls} at Dover.", registers=registers, pieces=pieces, places=DOVER)
    assert ["in which numbers would mean now pages, now documents" in each for each in errors] == [True]


# --- where a locator names a chapter ----------------------------------------------------------------


def test_by_parts_documents_belong_to_the_part_in_which_they_stand(tmp_path: Path) -> None:
    found, _ = in_parts(tmp_path)
    titles = divisions(found.occurrences, found, replace(CHICAGO, break_by="part"))
    assert titles == ["Youth", "Youth", "Age", "Age", "Age"]


def notes_on_one_page(top: Path) -> tuple[Book, dict[str, tuple[Folio, ...]]]:
    """Two chapters with a note each, both on page 30."""
    found, _ = book(top, "One.^[[Tolls]{subject=tolls}.]", "Two.^[[Tolls]{subject=tolls}.]")
    notes = [anchor for anchor, target in found.targets.items() if target.kind == "note"]
    return found, {anchor: (Folio(30, 30),) for anchor in [*notes, *places_of(found)]}


def test_a_locator_writes_the_number_of_a_chapter_as_the_chapter_has_it(tmp_path: Path) -> None:
    found, places = notes_on_one_page(tmp_path)
    said = printed(found, "index-of-subjects", replace(CHICAGO, numerals="roman"), places)
    assert said == "tolls 30n1 (chap. I) 30n1 (chap. II)"
    assert homes_of(found, places, replace(CHICAGO, numerals="none")).names["one"] == "One"


def test_what_stands_under_the_name_of_a_chapter_does_not_name_it_again(tmp_path: Path) -> None:
    found, places = notes_on_one_page(tmp_path)
    titled = with_titles(found, {})
    said = printed(titled, "index-of-subjects", replace(CHICAGO, break_up=1), places)
    assert said == "tolls [One 30n1] [Two 30n1]"


# --- over the end of a page --------------------------------------------------------------------------


@pytest.mark.parametrize("style", styles_of("entries"))
def test_the_pages_of_long_entries_read_as_they_have_been_approved(style: str, tmp_path: Path) -> None:
    pdf = in_style(tmp_path, "entries", style).make()
    assert golden_text(read_pages(pdf), folio) == approved("entries", style)
