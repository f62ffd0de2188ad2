"""A typescript of several parts, and a folder of files, become a manuscript with parts, and nothing of them is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import TINY
from hypothesis import given, settings
from hypothesis import strategies as st
from test_import import errors_of, snapshot
from typescripts import Imported, made_by_pandoc

from press import build as pipeline
from press.importing.assemble import assemble
from press.importing.structure.collection import collect
from press.importing.typescript import Typescript, words_of
from press.lines import lines_within
from press.problem import Origin
from press.text import Heading, Note, Paragraph, Text, plain, walk

TEXT = "He went out in the morning and came home at night, and nobody asked him where he had been."
PARTS = (("One", "Youth", 5), ("Two", "Age", 5), ("Three", "War", 5), ("Four", "Peace", 4))


def four_parts() -> str:
    """A book of four parts and nineteen chapters, with what stands before, between and after them."""
    lines = ["# Foreword", TEXT, "# Introduction", TEXT]
    number = 0
    for name, title, count in PARTS:
        lines.append(f"# Part {name}: {title}")
        for _ in range(count):
            number += 1
            lines += [f"## {number}. The {title} of {number}", TEXT, "### A section", TEXT]
    lines += ["# Conclusion", TEXT, "# Appendix A: Lists", TEXT, "# Appendix B: Maps", TEXT, "# Glossary", TEXT]
    return "\n\n".join(lines) + "\n"


def contents(project: Imported) -> dict[str, list]:
    return yaml.safe_load(project.read("manuscript/book.yaml"))["contents"]


def outline(project: Imported) -> list:
    """The body as the book has it: titles of chapters, and of each part with those of its chapters."""
    book, _ = pipeline.edit(project.project)
    titles = {piece.anchor: plain(piece.chapter.title) for piece in book.body if piece.chapter}
    found: list = []
    for piece in book.body:
        title = titles.get(piece.anchor, str(piece.title))
        if piece.kind == "part":
            found.append((title, []))
        elif piece.part:
            found[-1][1].append(title)
        else:
            found.append(title)
    return found


def numbers(project: Imported) -> list[int]:
    book, _ = pipeline.edit(project.project)
    return [piece.chapter.number for piece in book.body if piece.chapter and piece.kind != "part"]


@pytest.mark.once
@pytest.mark.parametrize("suffix", ["docx", "odt", "html", "md", "txt"])
def test_four_parts_and_nineteen_chapters_are_that_in_every_format(suffix: str, tmp_path: Path) -> None:
    project = Imported(tmp_path)
    if suffix == "txt":
        file = project.typescript("road.txt", re.sub(r"^#+ ", "", four_parts(), flags=re.MULTILINE))
    else:
        file = made_by_pandoc(tmp_path, suffix, four_parts())
    assert project.accept(file) == 0
    parts = [each for each in outline(project) if isinstance(each, tuple)]
    assert [(title, len(chapters)) for title, chapters in parts] == [(title, count) for _, title, count in PARTS]
    assert outline(project)[0] == "Introduction"
    assert outline(project)[-1] == "Conclusion"
    assert outline(project)[1][1][0] == "The Youth of 1"
    assert numbers(project) == [0, *range(1, 20), 0]
    assert contents(project)["front"][-1] == "front/foreword.md"
    assert contents(project)["back"][:3] == ["front/lists.md", "front/maps.md", "front/glossary.md"]
    assert "kind: appendix" in project.read("manuscript/front/lists.md")
    assert "kind: foreword" in project.read("manuscript/front/foreword.md")
    assert errors_of(project) == []


SHAPES = {
    "no heading is called a part, and none of the first level has text": (
        "# Youth\n\n## Birth\n\nt.\n\n## School\n\nt.\n\n# Age\n\n## Work\n\nt.\n\n## Rest\n\nt.\n\n"
        "# Conclusion\n\nt.\n",
        [("Youth", ["Birth", "School"]), ("Age", ["Work", "Rest"]), "Conclusion"],
    ),
    "chapters with sections are no parts": (
        "# Youth\n\nt.\n\n## Birth\n\nt.\n\n# Age\n\nt.\n\n## Work\n\nt.\n",
        ["Youth", "Age"],
    ),
    "parts and chapters are headings of one level": (
        "# Part I: Youth\n\n# Birth\n\nt.\n\n# Part II: Age\n\n# Work\n\nt.\n\n# Conclusion\n\nt.\n",
        [("Youth", ["Birth"]), ("Age", ["Work"]), "Conclusion"],
    ),
    "the label stands on a line of its own": (
        "# Part One\n\n# Youth\n\n# Chapter 1\n\n## Birth\n\nt.\n\n"
        "# Part Two\n\n# Age\n\n# Chapter 2\n\n## Work\n\nt.\n",
        [("Youth", ["Birth"]), ("Age", ["Work"])],
    ),
    "labels are typed as text": (
        "PART ONE\n\nYouth\n\nCHAPTER 1\n\nBirth\n\nIt was so.\n\nPART TWO\n\nAge\n\nCHAPTER 2\n\nWork\n\nIt was so.\n",
        [("Youth", ["Birth"]), ("Age", ["Work"])],
    ),
    "the whole stands below a title": (
        "# The Book\n\n## Part I: Youth\n\n### Birth\n\nt.\n\n## Part II: Age\n\n### Work\n\nt.\n\n### Rest\n\nt.\n",
        [("Youth", ["Birth"]), ("Age", ["Work", "Rest"])],
    ),
    "a part without a title keeps its number as its title": (
        "# Part One\n\n## Birth\n\nt.\n\n## School\n\nt.\n\n# Part Two\n\n## Work\n\nt.\n\n## Rest\n\nt.\n",
        [("Part One", ["Birth", "School"]), ("Part Two", ["Work", "Rest"])],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES)
def test_parts_are_known_however_their_headings_stand(text: str, expected: list, tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", text)) == 0
    assert outline(project) == expected
    assert errors_of(project) == []


def test_numbers_that_begin_anew_in_each_part_do_so_in_the_book(tmp_path: Path) -> None:
    text = "".join(f"# Part {p}: {p}\n\n" + "".join(f"## {n}. {p}{n}\n\nt.\n\n" for n in (1, 2)) for p in ("I", "II"))
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", text)) == 0
    assert "chapter_numbers: by-part" in project.read("manuscript/book.yaml")
    assert numbers(project) == [1, 2, 1, 2]
    assert outline(project)[0][1] == ["I1", "I2"]


def test_numbers_out_of_order_stay_in_the_titles_and_are_told(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", "# 3. Work\n\nt.\n\n# 12 Angry Men\n\nt.\n")) == 0
    assert outline(project) == ["3. Work", "12 Angry Men"]
    assert "titles have numbers other than 1, 2, 3" in project.read("manuscript/import-report.md")


def test_chapters_without_a_number_among_numbered_ones_have_none_but_one_number_says_nothing(tmp_path: Path) -> None:
    most = Imported(tmp_path / "most")
    assert most.accept(most.typescript("t.md", "# 1. A\n\nt.\n\n# Interlude\n\nt.\n\n# 2. B\n\nt.\n")) == 0
    assert numbers(most) == [1, 0, 2]
    few = Imported(tmp_path / "few")
    assert few.accept(few.typescript("t.md", "# Chapter 1: A\n\nt.\n\n# B\n\nt.\n\n# C\n\nt.\n")) == 0
    assert numbers(few) == [1, 2, 3]
    assert outline(few) == ["A", "B", "C"]


def test_subtitles_and_headings_without_number_come_by_their_styles(tmp_path: Path) -> None:
    text = (
        "---\ntitle: The Book\nsubtitle: Its Story\nabstract: In short.\n---\n# Before {.unnumbered}\n\nt.\n\n"
        '# Birth\n\n::: {custom-style="Subtitle"}\nAt *Saltmarsh*\n:::\n\nt.\n'
    )
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", text)) == 0
    assert "subtitle: Its Story" in project.read("manuscript/book.yaml")
    assert "number: no" in project.read("manuscript/chapters/01-before.md")
    assert "subtitle: At *Saltmarsh*" in project.read("manuscript/chapters/02-birth.md")
    assert "abstract: In short." in project.read("manuscript/import-report.md")
    word = Imported(tmp_path / "word")
    assert word.accept(made_by_pandoc(tmp_path / "word", "docx", text.replace("abstract: In short.\n", ""))) == 0
    assert "subtitle: At *Saltmarsh*" in word.read("manuscript/chapters/02-birth.md")


def test_lines_below_titles_name_the_authors_of_chapters(tmp_path: Path) -> None:
    text = "# Birth\n\nBy Jane Doe\n\nt.\n\n# School\n\nby Jane Doe and Ludwig van Roe\n\nt.\n\n"
    text += "# Work\n\nBy Way of Work\n\nt.\n"
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", text)) == 0
    found = yaml.safe_load(project.read("manuscript/contributors.yaml"))
    assert [each["id"] for each in found] == ["doe", "roe"]
    assert found[1]["name"] == {"family": "Roe", "given": "Ludwig", "particle": "van"}
    assert "authors: [doe, roe]" in project.read("manuscript/chapters/02-school.md")
    assert "By Way of Work" in project.chapters()
    assert errors_of(project) == []


def test_who_wrote_every_chapter_is_the_author_of_the_book_and_a_bare_name_is_told(tmp_path: Path) -> None:
    one = Imported(tmp_path / "one")
    assert one.accept(one.typescript("t.md", "# A\n\nBy Jane Doe\n\nt.\n\n# B\n\nBy Jane Doe\n\nt.\n")) == 0
    assert "author: Jane Doe" in one.read("manuscript/book.yaml")
    assert not (one.top / "manuscript/contributors.yaml").exists()
    bare = Imported(tmp_path / "bare")
    assert bare.accept(bare.typescript("t.md", "# A\n\nJane Doe\n\nt.\n\n# B\n\nJohn Roe\n\nt.\n")) == 0
    assert "may be those of their authors: Jane Doe; John Roe" in bare.read("manuscript/import-report.md")


def test_what_stands_before_the_contents_by_custom_is_put_there(tmp_path: Path) -> None:
    titles = ("Dedication", "Endorsements", "Preface", "Foreword", "Birth")
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", "".join(f"# {title}\n\nt.\n\n" for title in titles))) == 0
    made = ["half-title", "title-page", "imprint"]
    before = ["front/endorsements.md", *made, "front/dedication.md"]
    assert contents(project)["front"] == [*before, "contents", "front/preface.md", "front/foreword.md"]


def test_a_typed_table_of_contents_is_left_out_and_told(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", "# Contents\n\nBirth 1\n\n# Birth\n\nt.\n")) == 0
    assert outline(project) == ["Birth"]
    assert "Contents / Birth 1" in project.read("manuscript/import-report.md")


# --- notes ------------------------------------------------------------------------------------------------


def test_notes_that_nothing_calls_or_that_share_a_name_are_not_lost(tmp_path: Path) -> None:
    calls = "# A\n\na[^n] b.\n\n[^n]: First.\n\nc[^n] d[^Kern] e[^gone].\n\n"
    text = f"{calls}[^n]: Second.\n\n[^u]: Alone.\n\n[^kern]: Kern.\n"
    project = Imported(tmp_path)
    assert project.accept(project.typescript("t.md", text)) == 0
    book, _ = pipeline.edit(project.project)
    notes = [plain(lines_within(note.blocks)[0]) for note in walk(book.body) if isinstance(note, Note)]
    assert notes == ["First.", "Second.", "Kern."]
    report = project.read("manuscript/import-report.md")
    assert "a note that nothing calls:\n\n      [^u]: Alone." in report
    assert '"[^gone]", line 7, calls a note that is not there' in report
    assert "Notes that nothing in the text calls, 1" in report
    assert "Calls of notes that are not there, 1" in report


def test_each_chapter_may_have_its_own_notes_below_a_heading(tmp_path: Path) -> None:
    chapter = "{0}\n======\n\nIt rose.[1] It fell.[2]\n\nNotes\n-----\n\n1. {0} one.\n\n2. {0} two.\n\n"
    project = Imported(tmp_path)
    text = "The Tide\n========\n\nIt is so.\n\n" + chapter.format("Ebb") + chapter.format("Flow")
    assert project.accept(project.typescript("t.txt", text)) == 0
    assert "It rose.^[Flow one.] It fell.^[Flow two.]" in project.chapters()
    assert "It rose.^[Ebb one.]" in project.chapters()


# --- HTML in Markdown -------------------------------------------------------------------------------------


def test_html_that_an_author_wrote_into_markdown_keeps_its_marks_and_pictures(tmp_path: Path) -> None:
    figure = '<figure>\n<img src="{}" alt="{}">\n\n**<figcaption>Figure 1-A. {}</figcaption>**\n</figure>\n\n'
    text = (
        "# A\n\nOf 10<sup>6</sup> <i>salt **or** not</i> in <small>the</small> "
        '<a href="https://example.org/">house</a>, <kbd>x</kbd>.<br></br>\n\n'
        + figure.format("chart.svg", "A chart", "The estuary")
        + figure.format("https://example.org/a.png", "Far", "Away")
    )
    project = Imported(tmp_path)
    project.typescript("chart.svg", (TINY / "manuscript/figures/chart.svg").read_bytes())
    assert project.accept(project.typescript("t.md", text)) == 0
    assert "Of 10[6]{.super} *salt **or** not* in the [house](<https://example.org/>), x." in project.chapters()
    assert '![The estuary](figures/figure-1.svg){alt="A chart"}' in project.chapters()
    assert "Figure 1-A. Away" in project.chapters()  # the words of a picture that is not at hand
    report = project.read("manuscript/import-report.md")
    assert "Far / Figure 1-A. Away" in report
    assert 'HTML, "<kbd>", of which only the words are kept' in report
    assert errors_of(project) == []


# --- folders ----------------------------------------------------------------------------------------------


def folder(project: Imported, files: dict[str, str | bytes], name: str = "the-book") -> Path:
    for path, content in files.items():
        project.typescript(f"{name}/{path}", content)
    return project.top / "desk" / name


def test_a_folder_of_several_formats_is_one_book_in_the_order_of_its_names(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    project = Imported(tmp_path)
    chosen = folder(
        project,
        {
            "10-end.md": "# The End\n\nIt ended.[^1]\n\n[^1]: Ten.\n",
            "2-start.md": "# The Start\n\nIt began.[^1]\n\n[^1]: Two.\n",
            "1-foreword.txt": "Foreword\n\nA word before it all was said here, and then it went on.\n",
            "3-middle.html": "<html><body><h1>The Middle</h1><p>It went on.</p><h2>S</h2><p>So.</p></body></html>",
            "4-untitled.md": "Only text.\n",
            "5-broken.docx": b"no archive",
            "6-old.rtf": b"x",
            "cover.png": b"x",
            "refs.bib": "@book{kern, author={Kern, Gary}, title={A Death}, year={2004}}",
            ".DS_Store": b"x",
        },
    )
    made_by_pandoc(
        chosen, "docx", "---\ntitle: The Road\nsubtitle: A Mile\n---\n# One\n\nt.\n\n# Two\n\nt.[^1]\n\n[^1]: R.\n"
    )
    assert project.accept(chosen) == 1
    told = capsys.readouterr().err
    assert "5-broken.docx: error: not a .docx file" in told
    assert '6-old.rtf: error: the press does not read ".rtf" files [import-format]' in told
    assert outline(project) == ["The Start", "The Middle", "Untitled", "The End", "The Road"]
    assert contents(project)["front"][-1] == "front/foreword.md"
    notes = {"It began.^[Two.]", "It ended.^[Ten.]", "t.^[R.]"}
    assert all(note in project.chapters() for note in notes)
    assert "## One" in project.chapters()
    assert "subtitle: A Mile" in project.chapters()
    report = project.read("manuscript/import-report.md")
    for name in ("5-broken.docx", "6-old.rtf", "cover.png"):
        assert f"- {name}: " in report
    assert "2-start.md, paragraphs 1–2: chapters/01-the-start.md" in report
    assert "DS_Store" not in report
    assert "kern" in project.read("manuscript/sources.yaml")
    assert "title: The book" in project.read("manuscript/book.yaml")
    assert errors_of(project) == []


FOLDERS = {
    "the first figure is the part, and 0 stands before": (
        {
            "0-1-thanks.md": "# Thanks\n\nt.\n",
            "1-0-dawn.md": f"# Dawn\n\n## A section\n\n{TEXT}\n",
            "1-1-birth.md": "# Birth\n\nt.\n",
            "2-1-work.md": "# Work\n\nt.\n",
            "2-2-rest.md": "# Rest\n\nt.\n",
            "3-end.md": "# Summaries\n\n## Part 1: Youth\n\nt.\n\n## Part 2: Age\n\nt.\n",
        },
        [("Youth", ["Dawn", "Birth"]), ("Age", ["Work", "Rest"])],
    ),
    "nothing says what the parts are called": (
        {"1-1-a.md": "# A\n\nt.\n", "1-2-b.md": "# B\n\nt.\n", "2-1-c.md": "# C\n\nt.\n", "2-2-d.md": "# D\n\nt.\n"},
        [("Part 1", ["A", "B"]), ("Part 2", ["C", "D"])],
    ),
    "sub-folders are parts": (
        {
            "00-intro.md": "# Introduction\n\nt.\n",
            "01-youth/index.md": "Words of the part.\n",
            "01-youth/1.md": "# Birth\n\nt.\n",
            "02-part-two-age/1-work.md": "# Work\n\nt.\n",
            "03-conclusion.md": "# Conclusion\n\nt.\n",
            "front/foreword.md": "# Foreword\n\nt.\n",
        },
        ["Introduction", ("Youth", ["Birth"]), ("Age", ["Work"]), "Conclusion"],
    ),
    "a file that says it is a part opens one": (
        {
            "1.md": "# Part One: Youth\n\nAn epigraph.\n",
            "2.md": "# Chapter 1: Birth\n\nt.\n",
            "3.md": "# Part Two: Age\n",
            "4.md": "# Chapter 2: Work\n\nt.\n",
            "5.md": "# Conclusion\n\nt.\n",
        },
        [("Youth", ["Birth"]), ("Age", ["Work"]), "Conclusion"],
    ),
    "each file is a whole part": (
        {
            "a-youth.md": "# Part I. Youth\n\n## Birth\n\nt.\n\n## School\n\nt.\n",
            "b-age.md": "# Part II. Age\n\n## Work\n\nt.\n",
            "c-end.md": "# Conclusion\n\nt.\n",
        },
        [("Youth", ["Birth", "School"]), ("Age", ["Work"]), "Conclusion"],
    ),
    "names without figures are put in order by what they hold": (
        {
            "appendix.md": "# Appendix\n\nt.\n",
            "birth.md": "# Birth\n\nt.\n",
            "conclusion.md": "# Conclusion\n\nt.\n",
            "introduction.md": "# Introduction\n\nt.\n",
            "preface.md": "# Preface\n\nt.\n",
        },
        ["Introduction", "Birth", "Conclusion"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_has_the_parts_of_which_its_names_speak(files: dict, expected: list, tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(folder(project, files)) == 0
    assert outline(project) == expected
    assert errors_of(project) == []


def test_the_opening_of_a_part_is_its_divider_where_it_is_short_and_else_its_first_chapter(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    files = {"1-0-dawn.md": "# Dawn\n\nShort words.\n", "1-1-a.md": "# A\n\nt.\n", "2-0-b.md": f"# B\n\n{TEXT * 30}\n"}
    assert project.accept(folder(project, files | {"2-1-c.md": "# C\n\nt.\n"})) == 0
    assert "Short words." in project.read("manuscript/parts/1-dawn.md")
    assert outline(project) == [("Dawn", ["A"]), ("Part 2", ["B", "C"])]


def test_a_folder_without_text_is_refused_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    project = Imported(tmp_path)
    chosen = folder(project, {"a.png": b"x"})
    before = snapshot(tmp_path)
    assert project.accept(chosen) == 1
    assert "the-book: error: there is no text in the folder [import-empty]" in capsys.readouterr().err
    assert snapshot(tmp_path) == before


def test_a_manuscript_and_a_folder_that_is_not_there_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    project = Imported(tmp_path)
    assert project.accept(folder(project, {"book.yaml": "title: A\n", "1.md": "# A\n\nt.\n"})) == 1
    assert "the-book: error: it is a manuscript of the press" in capsys.readouterr().err
    assert project.accept(tmp_path / "nowhere") == 1
    assert 'nowhere: error: no file "nowhere" [missing-file]' in capsys.readouterr().err


def test_what_a_folder_leads_to_outside_itself_is_not_read(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    project.write("secret.txt", "The secret of somebody else.\n")
    chosen = folder(project, {"1.md": "# A\n\nt.\n"})
    (chosen / "2.txt").symlink_to(tmp_path / "secret.txt")
    (chosen / "3").symlink_to(tmp_path)
    assert project.accept(chosen) == 0
    assert "secret of" not in project.chapters()
    assert "- 2.txt: it is a link to something outside the folder" in project.read("manuscript/import-report.md")


# --- whatever the headings ----------------------------------------------------------------------------------

TITLES = st.sampled_from(
    "Part One|Part Two: Age|PART III. War|Chapter 1|Chapter 2: Work|3. Rest|Introduction|Conclusion|Foreword|Glossary"
    "|Appendix A: Lists|Appendix|Contents|Youth|Notes|12 Angry Men|Book Two|Dedication|Index|Primary Sources".split("|")
)
HEADED = st.lists(st.tuples(st.integers(0, 3), TITLES), min_size=1, max_size=12)
LABEL = re.compile(r"(?i)^(?:(?:part|chapter|appendix|book) \w+[.:]?|\d+\.?)")


@settings(max_examples=150, deadline=None)
@given(HEADED)
def test_no_word_is_lost_whatever_the_order_of_headings(heads: list[tuple[int, str]]) -> None:
    blocks = []
    for n, (level, title) in enumerate(heads, 1):
        origin = Origin("t", 2 * n)
        line = (Text(f"word{n}x {title}" if level == 0 else title),)
        blocks.append(Heading(level, line, origin) if level else Paragraph(line, origin))
        if n % 3:
            blocks.append(Paragraph((Text(f"text{n}x."),), Origin("t", 2 * n + 1)))
    made = assemble(collect("t", [Typescript(name="t.md", unit="paragraph", blocks=tuple(blocks))]), lambda _: True)
    found = " ".join(content.decode() for content in made.files.values()).casefold()
    for block in blocks:
        for word in re.findall(r"\w+", LABEL.sub("", words_of(block))):
            assert word.casefold() in found, (word, heads)
