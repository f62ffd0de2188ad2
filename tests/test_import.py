"""`./go import`: an author's file becomes a manuscript that builds, and nothing of it is lost or overwritten."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
import yaml
from conftest import TINY, Project
from printed import Printed
from typescripts import FERRY, MARKED, Imported, letters, made_by_pandoc, running_letters

from press import build as pipeline
from press.lines import lines_within
from press.problem import Severity
from press.text import Note, plain, walk


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """A plain text imported, once for all who only look."""
    project = Imported(tmp_path_factory.mktemp("ferry"))
    assert project.accept(project.typescript("ferry.txt", FERRY)) == 0
    return project


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """A .docx with notes and tracked changes imported, once for all who only look."""
    project = Imported(tmp_path_factory.mktemp("road"))
    assert project.accept(made_by_pandoc(project.top, "docx")) == 0
    return project


def records(project: Project, name: str) -> list[dict]:
    found = yaml.safe_load(project.read(f"manuscript/{name}"))
    return found["references"] if isinstance(found, dict) else found


def line_of(beginning: str) -> int:
    return next(n for n, line in enumerate(FERRY.splitlines(), 1) if line.startswith(beginning))


def errors_of(project: Project) -> list[str]:
    _, problems = pipeline.edit(project.project)
    return [str(problem) for problem in problems if problem.severity is Severity.ERROR]


# --- plain text ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_paragraph_of_a_plain_text_is_in_the_pdf_in_its_order(ferry: Imported) -> None:
    printed = running_letters(ferry.make())
    report = letters(ferry.read("manuscript/import-report.md"))
    left_out = re.findall(r"\n {6}(.*)", ferry.read("manuscript/import-report.md"))
    at = 0
    for line in filter(None, FERRY.splitlines()):
        if line in left_out:
            assert letters(line) in report
            continue
        words = re.sub(r"^\(\d\) | \([^()]*\d{4}\)$", "", line) if line.startswith("(") else line
        at = printed.find(letters(words), at)
        assert at >= 0, line


def test_headings_become_chapters_and_numbered_items_documents(ferry: Imported) -> None:
    book, _ = pipeline.edit(ferry.project)
    assert str(book.imprint.title) == "The Ferry at Low Water"
    assert [str(piece.title) for piece in book.body] == ["The Ferry at Low Water", "The Harbour", "Ruth Pelham"]
    assert [(d.number, d.kind, d.treatment, d.date) for d in book.documents] == [
        (1, "book", "extract", "1911"),
        (2, "article", "extract", "1911-02-13"),
        (3, "book", "extract", "2001"),
        (4, "book", "extract", "1911"),
    ]
    assert plain(book.documents[2].title) == "Edward P. Gale, Jonas Verrall: The Lighthouse’s Enemy"
    assert plain(book.documents[2].blocks[0].inlines) == "The keeper saw a light where no light is."


def test_works_named_in_headings_and_text_are_proposed_once_each(ferry: Imported) -> None:
    found = {
        (r["author"][0]["family"] if "author" in r else "", r.get("title", ""), str(r["issued"]))
        for r in records(ferry, "sources.yaml")
    }
    assert found == {
        ("Quill", "The Ledger of a Ferry", "1911"),
        ("", "", "1911-02-13"),
        ("Gale", "Jonas Verrall: The Lighthouse's Enemy", "2001"),
        ("Pelham", "The Harbour at Low Water: A History", "1962"),
        ("Thwaite", "A Drowning: Walter H. Osgood and the Tide", "2004"),
    }
    gazette = next(r for r in records(ferry, "sources.yaml") if "title" not in r)
    assert (gazette["type"], gazette["container-title"]) == ("article-newspaper", "The Saltmarsh Gazette")
    assert "@quill-1911" in ferry.read("manuscript/documents/04-document-4.md")


def test_people_are_proposed_with_their_forms_the_most_frequent_first(ferry: Imported) -> None:
    people = {person["id"]: person for person in records(ferry, "people.yaml")}
    assert set(people["pelham"]["forms"]) == {"Ruth Pelham", "Pelham"}
    assert set(people["verrall"]["forms"]) == {"Jonas Verrall", "Verrall"}
    assert people["osgood"] == {"id": "osgood", "name": {"family": "Osgood"}, "forms": ["Osgood"]}
    counts = [int(n) for n in re.findall(r"# (\d+) time", ferry.read("manuscript/people.yaml"))]
    assert len(counts) == len(people)
    assert counts == sorted(counts, reverse=True)
    book, _ = pipeline.edit(ferry.project)
    assert {o.term for o in book.occurrences} == set(people)
    assert "harbour-board" not in people


def test_a_surname_that_two_persons_share_is_given_to_neither(ferry: Imported) -> None:
    forms = [form for person in records(ferry, "people.yaml") for form in person["forms"]]
    assert "Quill" not in forms
    assert {"Ada Quill", "Lucy Quill"} <= set(forms)
    assert len(forms) == len(set(forms))
    assert re.search(r"Quill, \w+( times)?: it may be (Ada|Lucy) Quill or", ferry.read("manuscript/import-report.md"))


def test_captions_said_twice_and_site_furniture_are_left_out_and_told(ferry: Imported) -> None:
    report = ferry.read("manuscript/import-report.md")
    assert "newsletter" not in ferry.chapters()
    assert re.search(
        rf"line {line_of('(If you find')} \(\S+:\d+\), site furniture \[likely\]:\n\n +\(If you find",
        report,
    )
    twice = rf"line {line_of('Lucy Quill')} \(\S+:\d+\), a caption said more than once.* \[likely\]:\n\n +Lucy"
    assert re.search(twice, report)
    assert "line 3 (book.yaml:1), the title said more than once [sure]" in report


def test_the_report_says_where_every_line_went(ferry: Imported) -> None:
    report = ferry.read("manuscript/import-report.md")
    told = {int(n) for n in re.findall(r"^- lines? (\d+)(?=[:, ])", report, re.MULTILINE)}
    for first, last in re.findall(r"^- lines (\d+)–(\d+): ", report, re.MULTILINE):
        told |= set(range(int(first), int(last) + 1))
    lines = {n for n, line in enumerate(FERRY.splitlines(), 1) if line}
    assert lines <= told


@pytest.mark.parametrize(
    "heading", ["CHAPTER I", "Chapter 2: The Tide", "THE TIDE", "1. The Tide", "The Tide\n========", "# The Tide"]
)
def test_a_heading_is_known_by_how_it_stands(heading: str, tmp_path: Path) -> None:
    text = f"{heading}\n\nIt rose.\n\n{heading.replace('Tide', 'Ebb').replace('CHAPTER I', 'CHAPTER II')}\n\nIt fell.\n"
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.txt", text)) == 0
    book, _ = pipeline.edit(project.project)
    assert [plain(block.inlines) for piece in book.body for block in piece.chapter.blocks] == ["It rose.", "It fell."]
    assert len(book.body) == 2


def test_lines_broken_by_a_typewriter_are_put_together_and_verse_is_not(tmp_path: Path) -> None:
    wide = "It was a dark night on the water and nobody was about who could have said so.\n"
    text = f"{wide * 3}\n{wide * 4}\nRow, row,\nslow, slow.\n"
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.txt", text)) == 0
    book, _ = pipeline.edit(project.project)
    first, _, verse = book.body[0].chapter.blocks
    assert plain(first.inlines) == " ".join([wide.strip()] * 3)
    assert [type(inline).__name__ for inline in verse.inlines] == ["Text", "LineBreak", "Text"]


def test_notes_at_the_end_of_a_plain_text_are_put_where_they_are_called(tmp_path: Path) -> None:
    text = "The Tide\n\nIt rose.[1] It fell.[2]\n\nNotes\n\n1. As tides do.\n\n2. Not at Saltmarsh.\n"
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.txt", text)) == 0
    assert "It rose.^[As tides do.] It fell.^[Not at Saltmarsh.]" in project.chapters()


# --- a word processor's file, a web page -------------------------------------------------------------------


@pytest.mark.slow
def test_a_docx_with_notes_and_tracked_changes_is_printed_whole(road: Imported) -> None:
    pdf = road.make()
    assert [note.mark for note in Printed(pdf).notes()] == ["1", "2"]
    printed = running_letters(pdf)
    at = 0
    for words in (
        "walked out of Saltmarsh",
        "She had two oars and no lamp",
        "A Section",
        "midwives",
        "ladders",
        "A quotation",
    ):
        at = printed.find(letters(words), at)
        assert at >= 0, words
    with pikepdf.open(pdf) as made:
        assert made.docinfo.get("/Title") == "The Salt Road"


def test_notes_are_kept_with_all_their_paragraphs(road: Imported) -> None:
    book, _ = pipeline.edit(road.project)
    notes = [[plain(line) for line in lines_within(note.blocks)] for note in walk(book.body) if isinstance(note, Note)]
    assert notes == [
        ["She says so herself, on a leaf that is [lost]."],
        ["A note of two paragraphs.", "The second of them."],
    ]


@pytest.mark.parametrize("suffix", ["docx", "md"])
@pytest.mark.parametrize(
    ("changes", "kept", "gone"), [("accept", "two oars", "a boat"), ("reject", "a boat", "two oars")]
)
def test_tracked_changes_are_accepted_or_rejected_and_the_loser_told(
    suffix: str, changes: str, kept: str, gone: str, tmp_path: Path
) -> None:
    project = Imported(tmp_path)
    assert project.accept(made_by_pandoc(tmp_path, suffix), changes) == 0
    assert kept in project.chapters()
    assert gone not in project.chapters()
    report = project.read("manuscript/import-report.md")
    assert re.search(rf"by Osgood:\n\n +{gone}\n", report)
    assert "{>> Gale, 2020-01-01: Is this so? <<}" in " ".join(project.chapters().split())


@pytest.mark.parametrize("suffix", ["odt", "html", "md"])
def test_every_format_gives_the_same_text(suffix: str, road: Imported, tmp_path: Path) -> None:
    text = re.sub(r"\[a boat\]\{[^}]*\}|\[Is this so\?\]\{[^}]*\}\[\]\{[^}]*\}", "", MARKED)
    project = Imported(tmp_path)
    assert project.accept(made_by_pandoc(tmp_path, suffix, text)) == 0
    without_query = re.sub(r"\{>>.*?<<\}", "", road.chapters(), flags=re.DOTALL)
    assert letters(project.chapters()) == letters(without_query)
    assert errors_of(project) == []
    assert project.read("manuscript/book.yaml") == road.read("manuscript/book.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["odt", "html"])
def test_an_odt_and_a_web_page_build(suffix: str, tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(made_by_pandoc(tmp_path, suffix)) == 0
    assert letters("walked out of Saltmarsh") in running_letters(project.make())


def test_what_no_font_has_is_written_as_its_number_and_told(road: Imported) -> None:
    assert "(U+5317 U+4EAC)" in road.chapters()
    assert '"京" (U+4EAC' in road.read("manuscript/import-report.md")


def test_the_furniture_of_a_web_page_is_left_out_and_told_and_its_notes_are_kept(tmp_path: Path) -> None:
    page = """<html lang="en-GB"><head><title>The Tide - Staithe</title><meta name="author" content="A. Quill">
    <style>p{}</style></head><body><nav><a href="/">Home of the Staithe</a></nav><main><h1>The Tide</h1>
    <p>It rose<sup><a href="#n1">[1]</a></sup> and fell.</p><div class="share">Share this</div><aside>Buy a boat</aside>
    <h2>Ebb</h2><p>It fell &amp; fell.</p><h2>References</h2><ol><li id="n1"><a href="#r1">^</a> As tides do.</li></ol>
    </main><footer>The foot</footer></body></html>"""
    project = Imported(tmp_path)
    assert project.accept(project.typescript("tide.html", page)) == 0
    assert "It rose^[As tides do.] and fell." in project.chapters()
    report = project.read("manuscript/import-report.md")
    for words in ("Home of the Staithe", "Share this", "Buy a boat", "The foot"):
        assert words not in project.chapters()
        assert f"      {words}" in report
    assert "author: A. Quill" in project.read("manuscript/book.yaml")


def test_notes_that_word_writes_into_a_web_page_are_kept_and_the_head_of_the_site_is_not(tmp_path: Path) -> None:
    page = """<html><head><title>The Tide - Staithe</title></head><body><div><h2>Boats</h2><p>Buy one</p></div>
    <h1>The Tide</h1><p>By Ada Quill</p><p>It rose<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> early.</p>
    <h2>Ebb</h2><p>It fell.</p><hr><p><a href="#_ftnref1" name="_ftn1">[1]</a> As tides do.</p></body></html>"""
    project = Imported(tmp_path)
    assert project.accept(project.typescript("tide.html", page)) == 0
    assert "It rose^[As tides do.] early." in project.chapters()
    assert "author: Ada Quill" in project.read("manuscript/book.yaml")
    assert "Buy one" not in project.chapters()
    assert "above the title of the page [likely]:\n\n      Buy one\n" in project.read("manuscript/import-report.md")


def test_pictures_come_along_and_those_not_at_hand_are_told(tmp_path: Path) -> None:
    chart = (TINY / "manuscript/figures/chart.svg").read_bytes()
    project = Imported(tmp_path)
    project.typescript("chart.svg", chart)
    project.typescript("away.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')
    three = "![Far](https://example.org/x.png) ![Sly](away.svg) ![Up](../x.png)"
    text = f"# A\n\n![The estuary.](chart.svg)\n\nText.\n\n{three}\n"
    assert project.accept(project.typescript("t.md", text)) == 0
    assert (project.top / "manuscript/figures/figure-1.svg").read_bytes() == chart
    assert "![The estuary.](figures/figure-1.svg)" in project.chapters()
    report = project.read("manuscript/import-report.md")
    assert "it is on the network" in report
    assert "it asks for other files" in report
    assert "it is outside the folder of the file" in report
    assert errors_of(project) == []


def test_citations_that_nothing_describes_get_a_record(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert (
        project.accept(project.typescript("t.md", "# A\n\nHe fled.[@kern, 45] @serge [12] says so.^[See @kern [4].]\n"))
        == 0
    )
    assert [record["id"] for record in records(project, "sources.yaml")] == ["kern", "serge"]
    assert errors_of(project) == []


@pytest.mark.parametrize(
    "text",
    [
        "Text alone, and no heading at all.",
        "# A\n\n# B\n\n###### Six\n\ntext\n\n### Three\n\nmore\n",
        "> # A heading in a quotation\n\n- # and in a list\n\ntext\n",
        "# D-Day\n\na\n\n# Documents\n\nb\n\n# Figure 1\n\nc\n\n# Documents\n\nd\n\n# 北京\n\ne\n",
        "# 1. A [link](x) *b* <i>c</i> @d ^[n] {e}\n\n1. one\n\n\n2. two\n\n<div>h</div>\n\n    code *h*\n\n$x$ `y`\n",
        "# A\n\n[^1]: never called\n\nx[^2] y\n\n[^2]: note[^3]\n\n[^3]: in note\n\n:::{.x}\nDiv\n:::\n\n---\n\n# B\n",
    ],
)
def test_odd_headings_and_constructs_make_a_manuscript_without_errors(text: str, tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(project.typescript("odd.md", text)) == 0
    assert errors_of(project) == []


# --- nothing is overwritten ----------------------------------------------------------------------------------


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_existing_folder_is_refused_and_left_as_it_is(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    project = Imported.__new__(Imported)
    project.top, project.project = tiny.top, tiny.project
    before = snapshot(tiny.top)
    file = tiny.write("ferry.txt", FERRY).top / "ferry.txt"
    assert project.accept(file) == 1
    assert "it exists, and nothing is ever overwritten [import-exists]" in capsys.readouterr().err
    assert snapshot(tiny.top) == before | {"ferry.txt": FERRY.encode()}


def test_an_update_adds_only_new_records_behind_those_there(tiny: Project) -> None:
    project = Imported.__new__(Imported)
    project.top, project.project = tiny.top, tiny.project
    before = snapshot(tiny.top / "manuscript")
    assert project.accept(tiny.write("ferry.txt", FERRY).top / "ferry.txt", update=True) == 0
    after = snapshot(tiny.top / "manuscript")
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"people.yaml", "sources.yaml", "import-report.md"}
    for name in ("people.yaml", "sources.yaml"):
        assert after[name].startswith(before[name].rstrip(b"\n"))
    forms = [form for p in records(tiny, "people.yaml") for form in p["forms"]]
    assert len(forms) == len(set(forms))
    assert errors_of(tiny) == []


def test_an_import_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Imported(tmp_path)
    file = project.typescript("t.txt", FERRY)
    before = snapshot(tmp_path)

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert project.accept(file) == 1
    monkeypatch.undo()
    assert snapshot(tmp_path) == before
    assert not (tmp_path / "manuscript").exists()


def test_a_text_longer_than_any_book_and_one_without_paragraphs_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    project = Imported(tmp_path)
    for name, text in (("long.txt", "A word. " * 1_300_000), ("one.txt", "A word. " * 30_000)):
        assert project.accept(project.typescript(name, text)) == 1
        assert re.match(rf"{name}(:1)?: error: .* \[import-too-long\]\n", capsys.readouterr().err)
    assert not (tmp_path / "manuscript").exists()


def test_tracked_changes_of_an_odt_can_be_accepted_only(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    made = made_by_pandoc(tmp_path, "odt", "It rose.")
    change = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>slowly</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    changed = tmp_path / "changed.odt"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "content.xml":
                content = content.replace(b"<office:text>", b"<office:text>" + change.encode())
            new.writestr(name, content)
    project = Imported(tmp_path / "project")
    assert project.accept(changed, "reject") == 1
    assert "[import-changes]" in capsys.readouterr().err
    assert project.accept(changed) == 0
    assert "slowly" not in project.chapters()
    assert re.search(r"deleted, and the deletion accepted:\n\n +slowly\n", project.read("manuscript/import-report.md"))
