"""Notes at the foot, at the end of their chapter, or in a section of notes: the style decides, and nothing is lost."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TOP, Project
from laid_out import Shop, bare, letters, printed_words, write
from leaves import HEAD, Page, read_outline, read_pages
from random_books import random_book
from weasyprint.formatting_structure import boxes

from press import build as pipeline
from press import screen_editions
from press.cli.validation import check_epub, validate
from press.cli.validators import EPUBCHECK, VERAPDF
from press.compose.endnotes import with_section_of_notes
from press.compose.labels import with_titles
from press.indexes.index import make_index
from press.indexes.options import PRESETS
from press.places import Folio
from press.problem import Faulty
from press.style.note_sheets import refused_of_notes
from press.style.records import NotesAt
from press.typesetting.account import take_account
from press.typesetting.engine.notes import read_notes
from press.words.account import account_for_words
from press.words.proof import read_pages as read_printed

SENTENCE = "The ferry went over at every tide and came back with whoever was waiting there, and nobody wrote it down."
ORDINALS = "alder birch cedar damson elder filbert gorse hazel ivy juniper larch maple nettle oak poplar quince".split()


def own_words(chapter: str, number: int) -> str:
    """The words by which a note is known: `Note one gorse oak.`"""
    return f"Note {chapter} {ORDINALS[number // 16]} {ORDINALS[number % 16]}."


def chapter(name: str, notes: int, long: int = 0) -> str:
    """A chapter of so many paragraphs, each with a note, of which one is longer than a page."""
    text = [f"---\ntitle: On {name.capitalize()}\n---\nIt begins."]
    for n in range(notes):
        told = f"{own_words(name, n)} {SENTENCE * (n % 4)} So Ada Quill." + f" {SENTENCE}" * (
            60 if n == long > 0 else 0
        )
        text.append(f"{SENTENCE} {SENTENCE}^[{told}]")
    return "\n\n".join(text) + "\n"


DOCUMENT = """---
id: letter
title: A Letter^[Note title of the letter.]
kind: letter
treatment: full
source: In a drawer.
rights: None.
---
Sir, the nail will hold^[Note original, a nail was found.]{.original} no lamp.^[Note of the editor's.]
"""


def book(top: Path, notes_at: str, of: str = "", notes: int = 3, long: int = 0) -> Project:
    """A book of three chapters and a document, whose style has its notes in one place or another."""
    project = Project(top).small()
    project.write("styles/own/style.yaml", f"name: Own\nbased_on: classic\nnotes_at: {notes_at}\n{of}")
    told = (
        "title: A Small Book\nlanguage: en-GB\nstyle: own\nslug: small\ndocuments: [documents/letter.md]\ncontents:\n"
    )
    told += "  front: [contents]\n  body: [chapters/one.md, chapters/two.md, chapters/three.md]\n"
    told += "  back: [documents, index-of-names, colophon]\n"
    project.write("manuscript/book.yaml", told)
    people = "- {id: quill, name: {family: Quill, given: Ada}, forms: [Ada Quill]}\n"
    project.write("manuscript/people.yaml", people).write("manuscript/documents/letter.md", DOCUMENT)
    project.write("manuscript/chapters/one.md", chapter("one", notes, long))
    project.write("manuscript/chapters/two.md", "---\ntitle: On Two\n---\nNo note is called here.\n")
    return project.write("manuscript/chapters/three.md", chapter("three", notes + 1))


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return Project(tmp_path).small()


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """The book with a section of notes, made once; nobody may change it."""
    project = book(tmp_path_factory.mktemp("apart"), "book", notes=20, long=19)
    return project, project.make()


@pytest.fixture(scope="module")
def pages(apart: tuple[Project, Path]) -> tuple[Page, ...]:
    return read_pages(apart[1])


def head(page: Page) -> str:
    """The running head of a page, without its folio."""
    words = [word.text for word in page.words if word.bottom < HEAD and word.text != page.label]
    return " ".join(words)


def notes_on(page: Page) -> list[str]:
    """The anchors of the notes whose numbers stand on a page of the section of notes."""
    return [link.anchor for link in page.links if link.anchor.startswith("call-")]


def test_the_section_of_notes_stands_where_custom_has_it_and_in_contents_and_outline(
    apart: tuple[Project, Path], pages: tuple[Page, ...]
) -> None:
    outline = read_outline(apart[1])
    tops = [title for depth, title, _ in outline if depth == 0]
    assert tops == ["Contents", "On One", "On Two", "On Three", "Documents", "Notes", "Index of Names"]
    at = next(page for depth, title, page in outline if (depth, title) == (0, "Notes"))
    assert [title for depth, title, page in outline if depth == 1 and page >= at] == ["On One", "On Three", "A Letter"]
    assert re.search(rf"Notes\s+{pages[at].label}\b", pages[0].text)


@pytest.mark.slow
def test_the_section_of_notes_stands_before_a_glossary(tmp_path: Path) -> None:
    project = book(tmp_path, "book", notes=1)
    project.write("manuscript/back/words.md", "---\nkind: glossary\n---\nNail\n:   What holds a lamp.\n")
    record = project.read("manuscript/book.yaml")
    project.write("manuscript/book.yaml", record.replace("back: [documents, ", "back: [documents, back/words.md, "))
    titles = [title for depth, title, _ in read_outline(project.make()) if depth == 0]  # the account of words agrees
    assert titles[-3:] == ["Notes", "Glossary", "Index of Names"]


def test_every_note_stands_once_in_the_section_in_order_under_the_title_of_its_chapter(pages: tuple[Page, ...]) -> None:
    text = " ".join(" ".join(page.text.split()) for page in pages)
    wanted = [own_words("one", n) for n in range(20)] + [own_words("three", n) for n in range(21)]
    wanted += ["Note title of the letter.", "Note of the editor’s."]
    found = [text.index(words) for words in wanted]
    assert found == sorted(found)
    assert all(text.count(words) == 1 for words in wanted)
    assert "On Two" not in text[found[0] : found[-1]]


def test_what_belongs_to_the_original_of_a_document_stays_with_it(pages: tuple[Page, ...]) -> None:
    (page,) = (page for page in pages if "Note original, a nail was found." in page.text)
    assert "no lamp" in page.text


def test_the_head_of_every_page_of_notes_tells_the_pages_of_its_calls(pages: tuple[Page, ...]) -> None:
    heads = 0
    began: list[str] = []
    for page in (page for page in pages if notes_on(page) or head(page).lower().startswith("notes to")):
        begun = [link for link in page.links if link.anchor.startswith("call-")]
        calls = sorted(int(pages[link.page].label) for link in begun) or sorted(map(int, began[-1:]))
        began += [pages[link.page].label for link in begun]
        if said := head(page):  # the first page has none, as any that opens a piece
            heads += 1
            alone = calls[0] == calls[-1]
            told = f"notes to page {calls[0]}" if alone else f"notes to pages {calls[0]}–{calls[-1]}"
            assert said.lower() == told
    assert heads > 2


def test_call_and_note_lead_to_each_other(pages: tuple[Page, ...]) -> None:
    there = [(page, link) for page in pages for link in page.links if link.anchor.startswith("n-")]
    back = {link.anchor.removeprefix("call-"): (page, link) for page in pages for link in page.links if notes_on(page)}
    called = [(page, link) for page, link in there if not page.text.startswith("Index")]
    assert len({link.anchor for _, link in called}) == 44
    for page, link in called:
        other, number = back[link.anchor]
        assert (link.page, number.page) == (other.number, page.number)
        assert abs(link.to_top - number.top) < 4
        assert page.under(link).endswith(other.under(number))  # the call stands behind its word


def test_an_index_gives_the_page_where_a_note_is_printed(pages: tuple[Page, ...]) -> None:
    index = next(" ".join(page.text.split()) for page in pages if page.text.startswith("Index of Names"))
    first = next(page.label for page in pages if own_words("one", 0) in " ".join(page.text.split()))
    assert re.search(rf"Quill, Ada, {first}nn1–\d", index)


@pytest.mark.parametrize(
    ("preset", "printed"),
    [
        ("chicago", ["312nn1–3 (chap. 1)", "312nn1–3 (chap. 3)", "313n4"]),
        ("oxford", ["312 nn. 1, 2, 3 (ch. 1)", "312 nn. 1, 2, 3 (ch. 3)", "313 n. 4"]),
    ],
)
def test_an_index_names_the_chapter_where_two_notes_of_one_number_stand_on_a_page(
    tmp_path: Path, preset: str, printed: list[str]
) -> None:
    made, _ = pipeline.edit(book(tmp_path, "book").project)
    notes = [each for each in (*made.occurrences, *made.targets) if "-" in getattr(each, "anchor", each)]
    anchors = [getattr(each, "anchor", each) for each in notes]
    places = {anchor: (Folio(330, 312),) for anchor in anchors}
    last = next(each.anchor for each in made.occurrences if (each.unit, each.note) == ("three", "4"))
    places |= {last: (Folio(331, 313),), "n-three-4": (Folio(331, 313),)}
    (group,) = make_index(made, places, PRESETS[preset])
    assert [locator.text for locator in group.entries[0].locators] == printed


def test_an_index_names_by_titles_what_no_number_tells_apart(tmp_path: Path) -> None:
    project = book(tmp_path, "book")
    body = "[{part: East, pieces: [chapters/one.md, chapters/two.md]}, {part: West, pieces: [chapters/three.md]}]"
    project.mend("manuscript/book.yaml", "[chapters/one.md, chapters/two.md, chapters/three.md]", body)
    project.mend("manuscript/book.yaml", "[contents]", "[contents, front/foreword.md]")
    project.mend("manuscript/book.yaml", "contents:\n", "chapter_numbers: by-part\ncontents:\n")
    foreword = "---\nkind: foreword\n---\nSo it was.^[By Ada Quill.]\n"
    project.write("manuscript/front/foreword.md", foreword)
    made, style, _ = pipeline.look_over(project.project)
    places = {each: (Folio(330, 312),) for each in (*made.targets, *(each.anchor for each in made.occurrences))}
    (group,) = make_index(with_titles(made, style.words), places, PRESETS["chicago"])
    told = ["312n1 (Foreword)", "312nn1–3 (On One)", "312nn1–4 (On Three)"]
    assert [locator.text for locator in group.entries[0].locators] == told


def test_a_listener_meets_references_and_notes(apart: tuple[Project, Path]) -> None:
    with pikepdf.open(apart[1]) as pdf:
        tags: dict[str, list[pikepdf.Object]] = {}
        waiting = [pdf.Root.StructTreeRoot.K]
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Array):
                waiting += list(each)
            elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
                tags.setdefault(str(each.S), []).append(each)
                waiting += [each.K] if "/K" in each else []
        assert len(tags["/Reference"]) == len(tags["/Note"]) == 44
        assert len({str(note.ID) for note in tags["/Note"]}) == 44
        assert all(note.K[0].K[0].S == "/Lbl" for note in tags["/Note"])


@pytest.mark.slow
def test_the_manuscript_is_the_same_and_so_are_words_and_notes(tmp_path: Path) -> None:
    told = {}
    for notes_at in ("foot", "chapter", "book"):  # and of each the account of words is taken
        made = pipeline.build(book(tmp_path / notes_at, notes_at).project)
        told[notes_at] = (made.notes, made.placed, made.ended)
    assert told == {"foot": (10, 10, 0), "chapter": (10, 0, 10), "book": (10, 0, 10)}


@pytest.mark.slow
def test_a_style_may_have_the_notes_of_some_kinds_of_pieces_elsewhere(tmp_path: Path) -> None:
    project = book(tmp_path, "foot", "notes_at_of: {documents: chapter}\n")
    made = pipeline.build(project.project)
    assert (made.placed, made.ended) == (7, 3)
    (page,) = (page for page in read_pages(project.top / made.path) if "Note title of the letter." in page.text)
    notes = [line for line in page.text.splitlines() if re.match(r"(a|\d)\. Note", line)]
    assert [line[:6] for line in notes] == ["a. Not", "1. Not", "2. Not"]


@pytest.mark.once
@pytest.mark.parametrize(("of", "ended"), [("", 6), ("notes_at_of: {dedication: chapter, epigraph: chapter}\n", 8)])
def test_a_dedication_has_its_note_at_its_foot_unless_the_style_says_otherwise_of_its_kind(
    tmp_path: Path, of: str, ended: int
) -> None:
    project = book(tmp_path, "chapter", of, notes=1)
    front = ["dedication", "epigraph", "praise"]
    for kind in front:
        project.write(f"manuscript/front/{kind}.md", f"---\nkind: {kind}\n---\nTo her.^[Note of {kind}.]\n")
    listed = ", ".join(f"front/{kind}.md" for kind in front)
    project.mend("manuscript/book.yaml", "front: [contents]", f"front: [{listed}]")
    made = pipeline.build(project.project)
    assert (made.placed, made.ended) == (9 - ended, ended)


# --- random books --------------------------------------------------------------------------------------


def words_at_ends(pages: list[Any]) -> dict[str, str]:
    """Each note's words as they stand at an end on the engine's pages, without their numbers."""
    found: dict[str, str] = {}
    boxes_of = (box for page in pages for box in page._page_box.descendants() if box.element is not None)
    for box in (box for box in boxes_of if box.element.get("class") == "endnote" and box.element_tag == "div"):
        texts = (each for each in box.descendants() if isinstance(each, boxes.TextBox))
        kept = (each.text for each in texts if not (each.element.get("href") or "").startswith("#call-"))
        found[box.element.get("id")] = found.get(box.element.get("id"), "") + letters("".join(kept))
    return found


@pytest.mark.parametrize(
    ("notes_at", "of", "first"),
    [
        ("chapter", {}, 0),
        ("book", {"documents": "foot"}, 3),
        pytest.param("book", {}, 6, marks=pytest.mark.slow),
        pytest.param("foot", {"chapter": "book"}, 9, marks=pytest.mark.slow),
        pytest.param("foot", {"documents": "book"}, 12, marks=pytest.mark.slow),
    ],
)
def test_a_random_book_keeps_every_note_wherever_its_style_has_them(
    notes_at: NotesAt, of: dict[str, NotesAt], first: int, tmp_path: Path
) -> None:
    shop = Shop(write(tmp_path, random_book(range(first, first + 3), length=250)))
    shop.style = replace(shop.style, notes_at=notes_at, notes_at_of=of)
    shop.book, problems = with_section_of_notes(shop.book, shop.style)
    proof = shop.proof()
    assert problems == ()
    there = [shop.pages(setting) for setting in proof.settings]
    at_ends = {key: words for pages in there for key, words in words_at_ends(pages).items()}
    at_foot = {key: words for pages in there for key, words in printed_words(pages).items()}
    assert {**at_ends, **at_foot} == shop.wanted()
    assert not at_ends.keys() & at_foot.keys()
    away = [note for setting in proof.settings for note in setting.section.called]
    assert sorted(away) == sorted(at_ends) == sorted(note for each in proof.accounts for note in each.ended)
    read = read_printed(shop.bound(proof))
    amiss = account_for_words(shop.project, shop.style, proof, read, {})
    assert amiss == ()


INSTALLED = all(each.jars(TOP / ".cache").is_dir() for each in (VERAPDF, EPUBCHECK))


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED, reason="./go validate --install, ./go epub --check --install")
@pytest.mark.parametrize("style", ["classic", "modern"])
@pytest.mark.parametrize("notes_at", ["foot", "chapter", "book"])
def test_the_validators_find_nothing_amiss_wherever_notes_stand(style: str, notes_at: str, tmp_path: Path) -> None:
    project = book(tmp_path, notes_at)
    project.write("styles/own/style.yaml", f"name: Own\nbased_on: {style}\nnotes_at: {notes_at}\n")
    verdicts = validate({"the book": project.make()}, TOP / ".cache")
    assert [verdict.failed for verdict in verdicts] == [0, 0]
    assert check_epub("the EPUB", screen_editions.export_epub(project.project), TOP / ".cache") == ()


# --- what is made without pages ----------------------------------------------------------------------


def test_a_page_for_a_browser_has_a_section_of_notes_too_and_is_as_ever_without_one(tmp_path: Path) -> None:
    html = {}
    for notes_at in ("foot", "chapter", "book"):
        project = book(tmp_path / notes_at, notes_at)
        html[notes_at] = screen_editions.export_html(project.project).read_text(encoding="utf-8")
    assert html["foot"] == html["chapter"]
    before, _, section = html["book"].partition('<section class="notes" id="b-notes" role="doc-endnotes"')
    assert own_words("one", 0) not in before
    assert section.index(own_words("one", 2)) < section.index(own_words("three", 0))
    assert before.count("Note original") == 1


def test_an_epub_has_one_file_of_notes(tmp_path: Path) -> None:
    epub = screen_editions.export_epub(book(tmp_path, "book").project).read_bytes()
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}
    (notes,) = (text for text in files.values() if own_words("one", 0) in text)
    (text,) = (text for text in files.values() if "On Three" in text and "noteref" in text)
    assert 'epub:type="footnotes"' in notes
    assert re.search(r'href="ch\d+\.xhtml#n-three-1"', text)
    assert re.search(r'href="ch\d+\.xhtml#call-n-three-1"', notes)


# --- the account -------------------------------------------------------------------------------------


def amiss(html: str, called: tuple[str, ...], ends: tuple[str, ...]) -> set[tuple[str, str]]:
    account = take_account(read_notes(bare(html), ends=True), (), called, ends)
    return {(stray.anchor, stray.fault) for stray in account.amiss}


def call(anchor: str) -> str:
    return f'<span class="call" id="call-{anchor}">1</span>'


def endnote(anchor: str, more: str = "") -> str:
    return f'<div class="endnote" id="{anchor}"{more}><p>Note.</p></div>'


def test_notes_at_an_end_are_counted() -> None:
    both = ("n1", "n2")
    text = f"<p>One.{call('n1')} Two.{call('n2')}</p>"
    assert not amiss(text + endnote("n1") + endnote("n2"), both, both)
    assert amiss(text + endnote("n1"), both, both) == {("n2", "lost")}
    assert amiss(text + endnote("n1", ' style="display: none"') + endnote("n2"), both, both) == {("n1", "lost")}
    assert amiss(text + endnote("n2") + endnote("n1"), both, both) == {("n1", "out of order")}
    assert amiss(text + endnote("n1") * 2 + endnote("n2"), both, both) == {("n1", "doubled")}
    assert amiss(f"<p>{call('n1')}</p>" + endnote("n1") + endnote("n2"), both, both) == {("n2", "not called")}
    assert amiss(text + f"<p>{call('n2')}</p>" + endnote("n1") + endnote("n2"), both, both) == {("n2", "called twice")}


def test_a_call_in_the_head_of_a_table_that_goes_on_is_one() -> None:
    rows = "<tr><td>Cell</td></tr>" * 30
    table = f"<table><thead><tr><th>Head{call('n1')}</th></tr></thead><tbody>{rows}</tbody></table>"
    assert not amiss(table + endnote("n1"), ("n1",), ("n1",))


# --- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("notes_at: end\n", "notes_at"),
        ("notes_at_of: {chaptr: book}\n", 'no piece "chaptr" has notes'),
        ("notes_at_of: {chapter: feet}\n", "feet"),
    ],
)
def test_a_wrong_place_for_notes_is_told_with_its_line(small: Project, said: str, told: str) -> None:
    small.write("styles/own/style.yaml", f"name: Own\nbased_on: classic\n{said}")
    small.mend("manuscript/book.yaml", "style: classic", "style: own")
    with pytest.raises(Faulty) as fault:
        pipeline.examine(small.project)
    (problem,) = (each for each in fault.value.problems if each.origin.path.startswith("styles"))
    assert (problem.origin.path, problem.origin.line) == ("styles/own/style.yaml", 3)
    assert told in str(problem)


@pytest.mark.parametrize(
    ("sheet", "lines"),
    [
        (".note { columns: 2 }", [1]),
        ("@media print {\n p > span.note:first-child { column-width: 9em }\n}", [2]),
        ("@page {\n @footnote { column-count: 3 }\n}", [2]),
        ("* { columns: 2 } .note { footnote-display: compact }", [1, 1]),
        (".note { columns: auto } .index, .note::footnote-call, .note p { columns: 2 }", []),
        ("/* .note { columns: 2 } */", []),
        (".note { columns: 2", [1]),
        ("%%% { columns: 2 }", []),
    ],
)
def test_notes_in_columns_and_notes_run_in_are_refused_with_their_lines(sheet: str, lines: list[int]) -> None:
    assert [line for line, _ in refused_of_notes(sheet)] == lines
