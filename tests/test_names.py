"""Names in running text, by cases in prose (`cases/names.md`), and the editor's working table of them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import TOP, Project
from printed import Printed
from prose import Case, cases

from press import cli
from press.build import edit
from press.cli.worktable import work_table
from press.editing.proofread import Proofreading, proofread
from press.editing.record_rules import CHRONOLOGY_ORDER
from press.indexes.entries import Entry
from press.indexes.locators import Locator
from press.lines import lines_within
from press.project import Project as Desk
from press.rules import NOT_A_DATE
from press.text import Cluster, Discussion, LineBreak, Mention, Note, Reference, Text, walk

BOOK = """\
title: Cases
language: en-GB
contents:
  body: [chapters/here.md, chapters/there.md]
"""
UNSEEN = {"\u00ad": "&shy;", "\u00a0": "&nbsp;", "\u2009": "&thinsp;", "\u2011": "&#x2011;", "’": "'"}


# --- the cases ---------------------------------------------------------------------------------------


def read_forms(words: str) -> list[object]:
    """`King, King (only in there)` as forms."""
    forms: list[object] = []
    for form in words.split(", "):
        found = re.fullmatch(r"(.*) \(only in (\w+)\)", form)
        forms.append({"form": found[1], "only_in": [found[2]]} if found else form)
    return forms


def read_records(lines: list[str]) -> tuple[list[dict[str, object]], list[dict[str, str]]]:
    """The people and the works of a case."""
    people: list[dict[str, object]] = []
    works: list[dict[str, str]] = []
    for line in lines:
        key, value = (part.strip() for part in line.split(":", 1))
        if line.startswith("  see also: "):
            people[-1]["see_also"] = value.split(", ")
        elif line.startswith(" "):
            name, _, forms = value.partition(" = ")
            alias = {"name": name, "kind": key} | ({"forms": read_forms(forms)} if forms else {})
            people[-1].setdefault("aliases", []).append(alias)  # type: ignore[attr-defined]
        elif key == "title":
            works.append({"id": "work", "type": "book", "title": value})
        else:
            people.append({"id": key, "name": {"only": key}, "forms": read_forms(value)})
    return people, works


def write_case(top: Path, given: str) -> None:
    """A case as a manuscript."""
    records, text = re.split(r"^-\n", html.unescape(given), maxsplit=1, flags=re.MULTILINE)
    people, works = read_records(records.splitlines())
    files = {
        "book.yaml": BOOK,
        "people.yaml": yaml.safe_dump(people, allow_unicode=True),
        "sources.yaml": yaml.safe_dump({"references": works}, allow_unicode=True),
        "chapters/here.md": f"---\ntitle: Here\nid: here\n---\n{text}\n",
        "chapters/there.md": "---\ntitle: There\nid: there\n---\nNobody.\n",
    }
    for name, content in files.items():
        path = top / "manuscript" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def print_node(node: object) -> str:
    """Blocks and inlines with their mentions shown."""
    if isinstance(node, tuple):
        parts = [print_node(part) for part in node]
        return (" " if node and hasattr(node[0], "origin") and not isinstance(node[0], Note) else "").join(parts)
    match node:
        case Text():
            return node.text
        case Mention():
            marked = f"[{print_node(node.inlines)}]{node.term}" + (f"({node.sub})" if node.sub else "")
            return f"*{marked}*" if node.principal else marked
        case Note():
            return f"^[{print_node(lines_within(node.blocks)[0])}]"
        case Cluster():
            return "@"
        case LineBreak():
            return "/"
        case Reference(inlines=()):
            return "→"
        case Discussion():
            return f"{{{node.term}: {print_node(node.blocks)}}}"
    return print_node(node.inlines)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=str(case.line)) for case in cases(Path(__file__).parent / "cases" / "names.md")]
)
def test_names_are_found_as_the_prose_says(case: Case, tmp_path: Path) -> None:
    write_case(tmp_path, case.given)
    book, problems = edit(Desk.at(tmp_path))
    chapter = book.body[0].chapter
    assert chapter is not None
    names = {"shared-form", "unknown-person"}
    found = [print_node(chapter.blocks), *(problem.message for problem in problems if problem.rule.name in names)]
    printed = "\n".join(found)
    for char, written in UNSEEN.items():
        printed = printed.replace(char, written)
    assert printed == case.expected, case.sentence


def test_a_problem_of_a_shared_form_names_its_line_and_the_marks_to_choose_from(tmp_path: Path) -> None:
    write_case(tmp_path, "king: King\nking-wl: King\n-\nA first line,\n\nand King.")
    problem = next(problem for problem in edit(Desk.at(tmp_path))[1] if problem.rule.name == "shared-form")
    assert str(problem.origin) == "manuscript/chapters/here.md:7"
    assert problem.hint == "write [King]{person=king} or [King]{person=king-wl}"


def test_every_mention_of_a_book_has_an_anchor_of_its_own(tiny: Project) -> None:
    tiny.mend("manuscript/people.yaml", "its *ledger*", "its [ledger]{person=quill}, with [him]{person=verrall}")
    tiny.mend("manuscript/people.yaml", "and afterwards a deacon", "and [afterwards]{person=de-wit} a deacon")
    events = (
        "- date: 1903\n  text: The [boat]{person=quill} leaks.\n- date: 1904\n  text: The [pump]{person=quill} too.\n"
    )
    tiny.write("manuscript/events.yaml", events)
    tiny.write("manuscript/front/events.md", "---\ntitle: Dates\n---\nOf [her]{person=quill} life.\n")
    tiny.mend("manuscript/book.yaml", "- chronology", "- {piece: chronology, headnote: front/events.md}")
    book, _ = edit(tiny.project)
    anchors = [occurrence.anchor for occurrence in book.occurrences]
    assert len(anchors) == len(set(anchors))
    marked = [node.anchor for node in walk((book.pieces, book.documents, book.events)) if isinstance(node, Mention)]
    bios = [node.anchor for person in book.people.values() for node in walk(person.bio) if isinstance(node, Mention)]
    assert len(bios) == 3 and len(marked + bios) == len({*marked, *bios})


def test_a_mistake_in_the_chronology_names_its_own_file(tiny: Project) -> None:
    tiny.write("manuscript/events.yaml", "- date: 1903\n  text: The [boat]{person=quil} leaks.\n")
    problem = next(problem for problem in edit(tiny.project)[1] if problem.rule.name == "unknown-person")
    assert str(problem.origin) == "manuscript/events.yaml:2"


def test_a_date_that_is_none_does_not_make_the_next_seem_out_of_order(tiny: Project) -> None:
    events = "- date: spring 1903\n  text: The boat leaks.\n- date: 1904\n  text: The pump too.\n"
    tiny.write("manuscript/events.yaml", events + "- date: 1903-02\n  text: It is bought.\n")
    told = [(str(p.origin), p.rule) for p in edit(tiny.project)[1] if p.rule in (NOT_A_DATE, CHRONOLOGY_ORDER)]
    assert told == [("manuscript/events.yaml:1", NOT_A_DATE), ("manuscript/events.yaml:5", CHRONOLOGY_ORDER)]


@pytest.mark.slow
def test_a_name_in_a_title_is_indexed_there_and_not_in_the_contents(tiny: Project) -> None:
    tiny.without("list-of-people", "list-of-documents", "list-of-figures", "cover-names", "chronology")
    tiny.mend("manuscript/chapters/02-the-crossing.md", "title: The Crossing", "title: The Crossing of *Tomas de Wit*")
    tiny.mend("styles/classic/style.yaml", "  preset: chicago", "  preset: chicago\n  headings: yes")
    printed = Printed(tiny.make())
    opening = next(page for _, title, page, _ in printed.outline if title == "The Crossing of Tomas de Wit")
    entry = next(entry for entry in printed.index("Index of Names") if entry.heading == "Wit, Tomas de")
    pages = [locator.text for locator in entry.locators if "n" not in locator.text]
    assert printed.pages[opening - 1].folio in pages
    assert all(page.isdecimal() for page in pages)


# --- the working table -------------------------------------------------------------------------------


@pytest.fixture
def read_names(tmp_path: Path) -> Callable[[str], Proofreading]:
    """The names of a case, proof-read."""

    def read(given: str) -> Proofreading:
        write_case(tmp_path, given)
        return proofread(edit(Desk.at(tmp_path))[0])

    return read


Reader = Callable[[str], Proofreading]


def words(found: Proofreading) -> dict[str, int]:
    return {seen.words: len(seen.places) for seen in found.uncovered}


def pairs(found: Proofreading) -> list[tuple[str, str]]:
    return [(doubt.words, doubt.other) for doubt in (*found.near, *found.uneven)]


def test_forms_found_are_counted_and_forms_not_found_are_told(read_names: Reader) -> None:
    found = read_names(
        "king: John King, King, Captain King\n-\nJohn King saw King; [the captain]{person=king} saw King."
    )
    assert found.named[0].found == (("King", 2), ("John King", 1), ("the captain", 1))
    assert found.named[0].unfound == ("Captain King",)
    assert found.named[0].count == 4


def test_a_person_whom_the_text_never_names_is_told(read_names: Reader) -> None:
    found = read_names("king: King\nreiss: Reiss\n-\nKing came.")
    assert [person.key for person in found.never] == ["reiss"]
    assert not found.clean


def test_an_alias_in_the_text_that_no_form_finds_is_told_with_its_line(read_names: Reader) -> None:
    found = read_names("king: King\n  birth: Roi, Jean\n-\nKing came.\n\nHe was Jean Roi then.")
    assert [(seen.words, [str(place) for place in seen.places]) for seen in found.undeclared] == [
        ("Jean Roi", ["manuscript/chapters/here.md:7"])
    ]


def test_capitalised_words_that_no_record_covers_are_told_by_count(read_names: Reader) -> None:
    found = read_names(
        "king: King\n-\nKing met Jan de Graaf in Paris. King left Paris, and met J. R. Smith of Lyon-Sud."
    )
    assert list(words(found).items()) == [("Paris", 2), ("J. R. Smith", 1), ("Jan de Graaf", 1), ("Lyon-Sud", 1)]


def test_an_unknown_forename_before_a_known_surname_is_told_with_it(read_names: Reader) -> None:
    found = read_names("oldham: Oldham\n-\nOldham came with Lucy Oldham, and General Oldham in May.")
    assert words(found) == {"Lucy Oldham": 1}


@pytest.mark.parametrize(
    "text",
    [
        "The letter came. It was late; the others, the letter said, had left.",
        "Letters came. Then the letters stopped.",
        "They came in May, on a Monday, with General King and Mrs King.",
        "He read *The Times*, wrote to the NKVD, and cited 'A Work of Letters'.",
        "So he said.^[So says @work [12].] King came.",
        "King's were King’s.",
        "It was [Nobody]{person=none}.",
    ],
)
def test_what_is_no_name_is_not_told(read_names: Reader, text: str) -> None:
    assert words(read_names(f"king: King\ntitle: A Work of Letters\n-\nKing came. {text}")) == {}


def test_headings_and_citations_are_not_proof_read(read_names: Reader) -> None:
    found = read_names("king: King\ntitle: Work\n-\n## Grand Hotel\n\nKing came.[Smith in @work, 45]")
    assert words(found) == {}


def test_names_in_notes_captions_and_tables_are_proof_read(read_names: Reader) -> None:
    note = "King came.^[With Smith.]"
    table = "| a | b |\n|---|---|\n| Jones | 1 |"
    found = read_names(f"king: King\n-\n{note}\n\n{table}\n\n![With Brown.](figures/x.svg)")
    assert words(found) == {"Smith": 1, "Jones": 1, "Brown": 1}


@pytest.mark.parametrize(
    ("form", "slip"),
    [
        ("Shpiegelglass", "Shpigelglas"),
        ("Krivitsky", "Krivitski"),
        ("Krivitsky", "Krivtsky"),
        ("Krivitsky", "Kriviitsky"),
        ("Krivitsky", "Krivistky"),
        ("Walter Krivitsky", "Walter Krivitzky"),
    ],
)
def test_a_spelling_one_letter_from_a_form_is_told(read_names: Reader, form: str, slip: str) -> None:
    found = read_names(f"k: {form}\n-\n{form} came, and {form} left; then {slip} came.")
    assert any(doubt.words in slip for doubt in found.near)
    assert not found.clean


@pytest.mark.parametrize(
    ("form", "other"),
    [("King", "Ring"), ("Krivitsky", "Kravchenko"), ("Krivitsky", "Rivits")],
)
def test_short_names_and_unlike_ones_are_not_told_as_near(read_names: Reader, form: str, other: str) -> None:
    assert pairs(read_names(f"k: {form}\n-\n{form} came, and {form} left; then {other} came.")) == []


def test_a_word_more_frequent_than_the_form_is_no_slip_of_it(read_names: Reader) -> None:
    assert pairs(read_names("b: Berzin\n-\nBerzin left Berlin; the road to Berlin is long.")) == []
    assert pairs(read_names("b: Berzin\n-\nBerzin, once Berzin, left Berlin.")) == [("Berlin", "Berzin")]


def test_a_word_declared_to_be_nobody_is_no_slip(read_names: Reader) -> None:
    assert pairs(read_names("b: Berzin\n-\nBerzin, once Berzin, left [Berlin]{person=none}.")) == []


def test_a_declared_spelling_is_no_slip(read_names: Reader) -> None:
    assert pairs(read_names("b: Berzin\n  spelling: Berzen\n-\nBerzin, once Berzin, is here Berzen.")) == []


def test_two_people_one_letter_apart_are_told_unless_the_records_know_it(read_names: Reader) -> None:
    given = "klausen: Klausen\nklaasen: Klaasen\n{}-\nKlausen met Klaasen; Klausen left."
    assert pairs(read_names(given.format(""))) == [("Klaasen", "Klausen")]
    assert pairs(read_names(given.format("  see also: klausen\n"))) == []


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("Klémer", "Klemer"),
        ("Brook-Shepherd", "Brook Shepherd"),
        ("La Guardia", "LaGuardia"),
        ("O'Brien", "OBrien"),
        ("Edna St. Vincent Millay", "Edna St Vincent Millay"),
    ],
)
def test_a_spelling_with_other_accents_dashes_or_points_is_told(read_names: Reader, form: str, other: str) -> None:
    found = read_names(f"k: {form}\n-\n{form} came, and {form} left; then {other} came.")
    assert [(doubt.words, doubt.other) for doubt in found.uneven] == [(other, form)]
    both = read_names(f"k: {form}, {other}\n-\n{form} came, and {form} left; then {other} came.")
    assert [{doubt.words, doubt.other} for doubt in both.uneven] == [{form, other}]


def test_a_plural_and_an_alias_are_no_slips(read_names: Reader) -> None:
    text = "Dobert and the Doberts; Ginsberg or Ginzberg."
    found = read_names(f"d: Dobert, Doberts, Ginsberg\n  spelling: Ginzberg = Ginzberg\n-\n{text}")
    assert found.clean


# --- `./go names` ------------------------------------------------------------------------------------


def test_the_table_names_everybody_by_heading(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.names(tiny.project) == 0
    printed = capsys.readouterr().out
    assert "de-wit\tWit, Tomas de\t4\tTomas de Wit 2, Tamás Fehér 1, De Wit 1\tde Wit\n" in printed
    assert printed.index("Quill, Ada") < printed.index("Verrall, Jonas") < printed.index("Wit, Tomas de")
    assert "Varrell, Jonas\tspelling\tverrall\tno forms" in printed
    lines = tiny.read("manuscript/chapters/01-the-ledger.md").splitlines()
    first = next(number for number, line in enumerate(lines, 1) if "Ruth Pelham" in line)
    assert f"Ruth Pelham\t2\tmanuscript/chapters/01-the-ledger.md:{first}, " in printed


def test_missing_prints_what_no_record_covers_alone(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.names(tiny.project, missing=True) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# Capitalised words that no record covers\n")
    assert printed.count("# ") == 1


def test_check_fails_where_something_must_be_looked_at(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.names(tiny.project, strict=True) == 0
    assert capsys.readouterr().out == ""
    tiny.mend("manuscript/chapters/02-the-crossing.md", "knew, of course.", "knew, of course, as did Verall.")
    assert cli.names(tiny.project, strict=True) == 1
    printed = capsys.readouterr().out
    assert re.fullmatch(r"# One letter apart\nmanuscript/chapters/02-the-crossing.md:\d+\tVerall\tVerrall\n\n", printed)


def test_pages_are_those_of_the_index(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.names(tiny.project, pages=True) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("quill\t"))
    assert re.fullmatch(r"ix, .*\d; her arithmetic \d(–\d)?", line.rpartition("\t")[2])


def test_an_entry_of_more_than_six_bare_numbers_is_told(read_names: Reader) -> None:
    found = read_names("king: King\nreiss: Reiss\n-\nKing and Reiss came.")

    def entry(key: str, count: int) -> Entry:
        return Entry(anchor=f"index-{key}", heading=key, locators=tuple(Locator(str(n), "m") for n in range(count)))

    sheets = work_table(found, {"king": entry("king", 7), "reiss": entry("reiss", 6)})
    assert [sheet.rows for sheet in sheets if sheet.title.startswith("More than 6")] == [(("king", "7"),)]


def test_there_is_no_doubt_about_the_names_of_the_book(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.names(Desk.at(TOP), strict=True) == 0, capsys.readouterr().out


def test_on_a_terminal_the_table_is_ruled(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert cli.names(tiny.project) == 0
    assert "│" in capsys.readouterr().out
