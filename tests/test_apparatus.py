"""What stands before and after a text, and beside it: lists whose folios are near, entries that end well, numbers of
lines in documents; and the styles `edition` and `large-print` on the pages of a small book.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from approved import approved, in_style, styles_of
from conftest import Project
from leaves import golden_text, read_pages
from test_audit import LOOKS, laid_out
from test_running_heads import furnished
from test_styles import folio

from press import build as pipeline
from press.compose.contents import longest_entry
from press.compose.typography import NBSP, end_entry
from press.prepress.content import painted
from press.problem import Faulty, Origin, Problem
from press.style.idle_sheets import check_idle_sheets
from press.style.read import read_style
from press.style.records import LineNumbersRecord
from press.text import Emphasis, Text
from press.typesetting.faults import faults
from press.typesetting.line_numbers import line_numbers


def ended(*inlines: Text | Emphasis) -> str:
    return "".join(each.text if isinstance(each, Text) else "_" for each in end_entry(inlines))


def test_no_entry_of_a_list_ends_in_a_year_alone() -> None:
    assert ended(Text("Notes of the first meeting, January 1940.")).endswith(f", January{NBSP}1940.")
    assert ended(Text("who could not prove it.")) == f"who could not prove{NBSP}it."


def test_a_long_word_may_end_an_entry_by_itself() -> None:
    assert ended(Text("killed in the manufactory.")) == "killed in the manufactory."


def test_what_ends_an_entry_is_tied_to_what_stands_before_it_in_italics() -> None:
    assert ended(Text("In "), Emphasis((Text("The Times"),)), Text(", 1937.")) == f"In _,{NBSP}1937."


def test_an_entry_that_ends_in_italics_is_left_as_it_is() -> None:
    assert ended(Text("See "), Emphasis((Text("The Times"),))) == "See _"


def test_a_list_is_as_long_as_its_longest_line_without_the_authors_below_it() -> None:
    item = '<li class="chapter"><a href="#a">{}&#xA0;<span>7</span></a><p>By Somebody with a Very Long Name</p></li>'
    assert longest_entry(item.format("Salt") + item.format("The <em>Ferry</em>")) == len("The Ferry 7")
    assert longest_entry("") == 0


@pytest.mark.parametrize("style", styles_of("edition"))
def test_the_pages_of_an_edition_read_as_they_have_been_approved(tmp_path: Path, style: str) -> None:
    pages = read_pages(in_style(tmp_path, "edition", style).make())
    assert golden_text(pages, folio) == approved("edition", style)


@pytest.mark.parametrize("style", ["classic", "modern"])
def test_a_title_is_not_turned_over_for_a_short_word_alone(tmp_path: Path, style: str) -> None:
    project = Project(tmp_path).small().mend("manuscript/book.yaml", "style: classic", f"style: {style}")
    long = "The Ferry and What Was Carried in It, from the Bar to the Bridge of the Upper Water"
    project.mend("manuscript/chapters/one.md", "title: One", f"title: {long}\nshort: One")
    settings, _ = furnished(project)
    (chapter,) = (each for each in settings if each.piece.kind == "chapter")
    title = [
        line.text for line in chapter.fragment.survey[0].lines if line.kind == "heading" and "One" not in line.text
    ]
    last = title[-1].replace(NBSP, " ")
    assert len(title) > 1
    assert last.endswith("Upper Water")


def test_the_contents_part_what_stands_behind_the_chapters_from_them(tmp_path: Path) -> None:
    project = Project(tmp_path).small()
    project.mend("manuscript/book.yaml", "  body:\n", "  front: [contents]\n  body:\n")
    project.mend("manuscript/book.yaml", "    - colophon\n", "    - {piece: index-of-names}\n    - colophon\n")
    project.write("manuscript/people.yaml", "- {id: tide, name: {family: Tide}, gloss: a keeper, forms: [Tide]}\n")
    text = project.read("manuscript/chapters/one.md")
    project.write("manuscript/chapters/one.md", text.replace("^[So", " Tide has said it.^[So"))
    settings, _ = furnished(project)
    (contents,) = (each for each in settings if each.piece.kind == "contents")
    first, second = (line.baseline for line in contents.fragment.survey[0].lines if line.kind == "list")
    assert second - first == pytest.approx(36, abs=0.1)


def test_no_letter_of_large_print_is_smaller_than_sixteen_points_and_a_call_is_as_large_as_its_text(
    tmp_path: Path,
) -> None:
    with pypdfium2.PdfDocument(in_style(tmp_path, "edition", "large-print").make()) as document:
        sizes: list[float] = []
        for page in document:
            text = page.get_textpage()
            sizes += [pypdfium2.raw.FPDFText_GetFontSize(text, n) for n in range(text.count_chars())]
    px = sorted({round(size, 2) for size in sizes if size > 1})
    assert px[0] * 0.75 > 15.99
    assert 24.0 in px


def test_each_style_looks_at_pages_by_limits_of_its_own(tmp_path: Path) -> None:
    project = Project(tmp_path).small()
    both = (read_style(project.project, name, "", Origin("sample")) for name in ("classic", "large-print"))
    classic, large = (each.limits for each in both)
    assert (classic.short, large.short) == (2, 3)
    pages = laid_out(LOOKS / "short-page--last.html")
    lacking = replace(pages[0], white=2.2 * pages[0].pitch, depth=pages[0].depth - 2 * pages[0].pitch)
    two_short = (lacking, *pages[1:])
    assert [each.rule.name for each in faults(two_short, classic) if each.page == 0] == ["short-page"]
    assert not [each for each in faults(two_short, large) if each.page == 0]


def test_lines_of_documents_are_counted_from_the_head_of_each_or_of_each_page(tmp_path: Path) -> None:
    settings, _ = furnished(in_style(tmp_path, "edition", "edition"))
    papers = next(each for each in settings if each.piece.kind == "documents")

    def numbers(how: LineNumbersRecord) -> list[list[int]]:
        return [[each.number for each in page] for page in line_numbers(papers.fragment.survey, how)]

    *report, letter = (number for page in numbers(LineNumbersRecord(every=5)) for number in page)
    assert report == list(range(5, 5 * len(report) + 1, 5))
    assert letter == 5
    first = numbers(LineNumbersRecord(every=1, anew="page"))
    assert [page[0] for page in first] == [1, 1, 1]
    assert numbers(LineNumbersRecord()) == []
    assert all(
        not line_numbers(each.fragment.survey, LineNumbersRecord(every=5)) for each in settings if each is not papers
    )


def test_numbers_stand_beside_their_lines_on_a_page_with_a_figure_at_its_head(tmp_path: Path) -> None:
    project = in_style(tmp_path, "edition", "edition")
    figure = '![The step.](figures/step.svg){#step at=top width=60% alt="A step."}'
    project.write("manuscript/figures/step.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'/>")
    project.mend("manuscript/documents/report.md", "As to the cost, it", f"{figure}\n\nAs [](#step) shows, the cost")
    settings, _ = furnished(project)
    papers = next(each for each in settings if each.piece.kind == "documents").fragment.survey
    (number,) = (n for n, page in enumerate(papers) if page.floats)
    numbered = line_numbers(papers, LineNumbersRecord(every=1))[number]
    lines = [line for line in papers[number].lines if line.document and line.kind in ("text", "list", "quotation")]
    assert [round(papers[0].area[1] + each.top, 1) for each in numbered] == [round(line.y, 1) for line in lines]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("line_numbers: {every: -5}", "every"),
        ("line_numbers: {every: 5, anew: chapter}", "anew"),
        ("line_numbers: {each: 5}", "each"),
    ],
)
def test_numbers_of_lines_that_no_page_can_have_are_told(tmp_path: Path, said: str, told: str) -> None:
    project = Project(tmp_path).small()
    project.write("styles/classic/style.yaml", project.read("styles/classic/style.yaml") + said + "\n")
    with pytest.raises(Faulty) as fault:
        pipeline.look_over(project.project)
    (problem,) = (each for each in fault.value.problems if each.origin.path == "styles/classic/style.yaml")
    assert told in problem.message


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("@page chapter:first { background: #eee }", 'no page is called "chapter"'),
        ("@media print { @page chapters { margin: 0 } }", 'no page is called "chapters"'),
        ("@page :left { @top-left { content: string(title) } }", 'nothing fills string("title")'),
        ("@page :left { @bottom-left { content: element(foot) } }", 'nothing fills element("foot")'),
        ('@page { @bottom-center { content: counter(page) "/" counter(pages) } }', 'counter("pages") counts'),
        (".chapter h2::before { content: counter(page) }", 'counter("page") in the text'),
        ('.opening::after { content: url("leaf.svg") }', 'a picture as "content"'),
        (".drop-cap { float: left }", 'nothing has the class "drop-cap"'),
        (":is(.runnning-head, .chapter) { color: red }", 'nothing has the class "runnning-head"'),
        ("body.chapter { page: opening } @page opening:first { background: #eee }", ""),
        ("h2 { string-set: section content() } @page :left { @top-left { content: string(section) } }", ""),
        (".chapter.appendix .dateline-of-letter, .imprint-doi, td.right { color: red }", ""),
    ],
)
def test_what_a_sheet_says_in_vain_is_told_with_its_line(tmp_path: Path, css: str, told: str) -> None:
    project = Project(tmp_path).small().write("styles/classic/9-own.css", f"/* of our own */\n{css}\n")
    style = read_style(project.project, "classic", "", Origin("book.yaml"))
    problems = list(check_idle_sheets(style))
    assert [(each.origin.path, each.origin.line) for each in problems] == [("styles/classic/9-own.css", 2)] * bool(told)
    assert all(told in each.message for each in problems)


CLASSIC = "styles/classic/style.yaml"
TINTED = """body.chapter { page: opening }
@page opening:first { background: #efe6d0 }
.chapter .opening::before { content: "\\2767"; display: block; line-height: 18px }
.chapter .opening::after { content: ""; display: block; height: 18px; background: url("leaf.svg") no-repeat center }
.chapter h1 { color: #b03020 }
"""
LEAF = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="12">'
    '<path d="M0 6 20 0 40 6 20 12z" fill="#B03020"/></svg>'
)


def test_an_opening_may_bleed_and_have_ornaments_and_an_ink_of_its_own(tmp_path: Path) -> None:
    project = Project(tmp_path).small().mend(CLASSIC, "print:\n", 'print:\n  inks: {"#b03020": PANTONE 1805 C}\n')
    project.mend(CLASSIC, "words:\n", "words:\n  section_break: ❦\n")
    text = project.read("manuscript/chapters/one.md").replace(" ^[", "^[")
    project.write("manuscript/chapters/one.md", f"{text}\n***\n\nIt went.\n")
    project.write("styles/classic/9-own.css", TINTED).write("styles/classic/leaf.svg", LEAF)
    reading = project.make()
    assert "❦" in "".join(page.text for page in read_pages(reading))
    with pikepdf.open(reading.with_name("a-small-book-print.pdf")) as pdf:
        opening = pdf.pages[0]
        (space,) = opening.Resources.ColorSpace.values()
        assert [str(each) for each in space[:3]] == ["/Separation", "/PANTONE 1805 C", "/DeviceCMYK"]
        apart = {each.kind for each in painted(opening, 1) if each.colour.space == "Separation PANTONE 1805 C"}
        assert apart == {"text", "fill"}, "the title, and what is drawn"
        left, bottom, right, top = (float(each) for each in opening.BleedBox)
        ground = next(each for each in painted(opening, 1) if each.kind == "fill")
        assert ground.box[0] <= left and ground.box[1] <= bottom and ground.box[2] >= right and ground.box[3] >= top


def test_an_ink_in_which_nothing_is_painted_is_told(tmp_path: Path) -> None:
    inks = 'print:\n  inks: {"#b03020": PANTONE 1805 C, "#00a000": PANTONE 355 C}\n'
    project = Project(tmp_path).small().mend(CLASSIC, "print:\n", inks)
    project.write("styles/classic/9-own.css", ".chapter h1 { color: #b03020 }\n")
    told: list[Problem] = []
    pipeline.build(project.project, say=told.append)
    (idle,) = (each for each in told if each.rule.name == "ink")
    assert idle.origin.path == CLASSIC
    assert idle.message == "nothing is painted in #00a000, the colour of PANTONE 355 C"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("red: PANTONE 1805 C", '"red" is no colour'),
        ('"#888888": PANTONE Cool Gray', "is a grey"),
        ('"#b03020": Magenta', '"Magenta" is no ink of its own'),
        ('"#b03020": " Black "', '" Black " is no ink of its own'),
        ('"#b03020": "Red\\nor not"', '"Red\nor not" is no ink of its own'),
        ('"#b03020": Red, "#B03020": Orange', '"#B03020" has two inks'),
    ],
)
def test_an_ink_that_no_press_can_load_is_told(tmp_path: Path, said: str, told: str) -> None:
    project = Project(tmp_path).small().mend(CLASSIC, "print:\n", f"print:\n  inks: {{{said}}}\n")
    with pytest.raises(Faulty) as fault:
        pipeline.look_over(project.project)
    assert told in " ".join(each.message for each in fault.value.problems if each.origin.path == CLASSIC)
