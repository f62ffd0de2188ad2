"""A style is a folder: what it may take from another, and that `modern` prints any book that `classic` does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import TESTS, TOP, Project
from fontTools.ttLib import TTFont
from leaves import Page, golden_text, read_pages

from press import build as pipeline
from press.problem import Faulty, Origin
from press.project import Project as Desk
from press.style.libraries import as_they_are, libraries
from press.style.read import read_style
from press.style.rules import UNKNOWN_LIBRARY
from press.style.style import Style
from press.typesetting.engine.typeset import Compositor

GOLDEN = TESTS / "golden" / "tiny-modern.txt"
SIZE, LINE = 9.5, 14.25
HEAD = 60.0  # the type area of `modern` is below it; all in points


def modern() -> Style:
    return read_style(Desk.at(TOP), "modern", "", Origin("test"))


def folio(page: Page) -> str:
    """The page number in the outer corner of the head."""
    outer = [
        word.text for word in page.words if word.bottom < HEAD and (word.right > 392, word.left < 40)[page.number % 2]
    ]
    return "".join(outer)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, ...]:
    """The tiny book in the style `modern`."""
    project = Project(tmp_path_factory.mktemp("modern"))
    return read_pages(project.mend("manuscript/book.yaml", "style: classic", "style: modern").make())


# --- where styles are looked for ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["~nobody-at-all/styles", "../" + "a" * 300, "../a\0b", "", "a\nb"])
def test_styles_that_can_be_nowhere_are_told_where_they_are_named(name: str) -> None:
    with pytest.raises(Faulty) as told:
        libraries(Desk.at(TOP), (name,), Origin("manuscript/book.yaml", 7))
    (problem,) = told.value.problems
    assert (problem.rule, problem.origin.line) == (UNKNOWN_LIBRARY, 7)
    assert "pip install" not in problem.hint


def test_a_sheet_behind_a_linked_folder_or_put_in_place_with_its_old_time_is_seen_to_be_another(tmp_path: Path) -> None:
    house, styles = tmp_path / "house", tmp_path / "styles"
    for folder in (house, styles):
        folder.mkdir()
    (styles / "house").symlink_to(house)
    (house / "itself").symlink_to(styles)
    sheet = house / "1-page.css"
    sheet.write_text("p { margin: 0 }")
    before = list(as_they_are([styles]))
    assert [Path(path).name for path, _ in before] == ["1-page.css"]
    old = sheet.stat()
    sheet.write_text("p { margin: 1 }")
    os.utime(sheet, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert list(as_they_are([styles])) != before


# --- modern ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_pages_in_the_second_style_read_as_they_have_been_approved(pages: tuple[Page, ...]) -> None:
    assert golden_text(pages, folio) == GOLDEN.read_text(encoding="utf-8")


def test_the_style_changes_nothing_of_what_the_book_says(tiny: Project) -> None:
    classic, _ = pipeline.edit(tiny.project)
    tiny.mend("manuscript/book.yaml", "style: classic", "style: modern")
    in_modern, _ = pipeline.edit(tiny.project)
    assert (classic.pieces, classic.documents, classic.occurrences) == (
        in_modern.pieces,
        in_modern.documents,
        in_modern.occurrences,
    )


def test_lines_of_text_stand_back_to_back(pages: tuple[Page, ...]) -> None:
    page = next(page for page in pages if page.label == "2")
    height = _height_of_text()
    tops = [word.top for word in page.words if abs(word.bottom - word.top - height) < 0.1]
    steps = [(top - min(tops)) / LINE for top in tops]
    assert len(steps) > 100
    assert max(abs(step - round(step)) for step in steps) < 0.05


def _height_of_text() -> float:
    with TTFont(next(path for path in modern().fonts["Source Serif 4"] if "Italic" not in path.name)) as font:
        return SIZE * (font["hhea"].ascent - font["hhea"].descent) / font["head"].unitsPerEm


def test_a_folio_stands_in_the_outer_margin_of_every_page_that_bears_one(pages: tuple[Page, ...]) -> None:
    bare = {"i", "ii", "iii", "iv", pages[-1].label}
    assert all(folio(page) == ("" if page.label in bare or not page.words else page.label) for page in pages)


@pytest.mark.parametrize("family", ["Source Serif 4", "Source Sans 3"])
def test_small_capitals_and_figures_are_the_font_s_own(family: str) -> None:
    roman = next(path for path in modern().fonts[family] if "Italic" not in path.name)
    with TTFont(roman) as font:
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "c2sc", "onum", "pnum", "sups"} <= features


@pytest.mark.parametrize(("style", "set_of_figures"), [("modern", "oldstyle-nums"), ("large-print", "lining-nums")])
def test_figures_of_the_serif_and_of_the_sans_are_of_one_set(tiny: Project, style: str, set_of_figures: str) -> None:
    """Heads, captions, lists and what drawings are lettered in stand beside the text."""
    tiny.mend("manuscript/book.yaml", "style: classic", f"style: {style}")
    book, style_of_book, _ = pipeline.look_over(tiny.project)
    beside = "h2 figcaption li p.entry p.running-head p.source-note p.side p.endnote".split()
    tags = ((tag, *name) for tag, *name in (each.split(".") for each in beside))
    said = "".join(f'<{tag} class="{"".join(name)}">1941</{tag}>' for tag, *name in tags)
    document = Compositor(tiny.project, style_of_book, book.trim, {}).render(f"<html><body>1941{said}")
    (page,) = document.pages
    assert {set_of_figures in box.style["font_variant_numeric"] for box in page._page_box.descendants()} == {True}


@pytest.mark.slow
def test_the_book_of_the_press_is_printed_in_the_second_style_with_nothing_else_changed(tmp_path: Path) -> None:
    shutil.copytree(TOP / "manuscript", tmp_path / "manuscript")
    (tmp_path / "styles").symlink_to(TOP / "styles")
    record = tmp_path / "manuscript" / "book.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("style: classic", "style: modern"), encoding="utf-8")
    made = pipeline.build(replace(Desk.at(tmp_path), cache=TOP / ".cache"))  # where it may have been set before
    assert made.placed == made.notes > 300
    assert made.documents == 15


# --- edition ---------------------------------------------------------------------------------------


def test_edition_is_classic_but_for_what_it_says_itself() -> None:
    classic, edition = (read_style(Desk.at(TOP), name, "", Origin("test")) for name in ("classic", "edition"))
    assert edition.sheets[: len(classic.sheets)] == classic.sheets
    own = edition.sheets[len(classic.sheets) :]
    assert {sheet.path.split("/")[1] for sheet in own} == {"edition"}
    assert sum(len(sheet.text) for sheet in own) < 0.5 * sum(len(sheet.text) for sheet in classic.sheets)
    assert (edition.openings, edition.justification) == (classic.openings, classic.justification)
    of_houses = {name: safe for name, safe in classic.print.safe.items() if name != "any"}
    assert {**edition.print.safe, **of_houses} == edition.print.safe
    assert edition.fonts != classic.fonts


@pytest.mark.parametrize("style", ["classic", "modern", "edition"])
def test_words_of_a_cover_have_the_figures_of_a_text_and_small_capitals_of_the_type(style: str) -> None:
    text = "".join(sheet.text for sheet in read_style(Desk.at(TOP), style, "", Origin("test")).cover)
    assert "text-transform" not in text
    assert "oldstyle-nums;" not in text, "they would all be of one width"


# --- based_on --------------------------------------------------------------------------------------

SMALL = """\
name: Small
based_on: classic
long_note: 99
index: {join: 2}
words: {contents: What is in it}
"""


def small(project: Project, record: str = SMALL) -> Style:
    """A style of its own in a project, based on `classic`."""
    project.write("styles/small/style.yaml", record)
    return read_style(project.project, "small", "", Origin("test"))


def faults(project: Project, record: str) -> list[str]:
    """What is wrong with such a style: file and line, and what."""
    with pytest.raises(Faulty) as fault:
        small(project, record)
    return [f"{problem.origin}: {problem.message}" for problem in fault.value.problems]


def test_a_style_says_only_what_is_otherwise_than_in_the_one_it_is_based_on(tiny: Project) -> None:
    classic, style = read_style(tiny.project, "classic", "", Origin("test")), small(tiny)
    assert (style.fonts, style.csl, style.openings) == (classic.fonts, classic.csl, classic.openings)
    assert style.words == {**classic.words, "contents": "What is in it"}
    assert (style.long_note, style.index.join, classic.index.join) == (99, 2, 3)


def test_sheets_come_from_the_oldest_ancestor_on_and_by_name(tiny: Project) -> None:
    tiny.write("styles/small/1.css", "p { text-indent: 0 }")
    assert [sheet.path for sheet in small(tiny).sheets] == [
        "styles/base/structure.css",
        "styles/classic/1-page.css",
        "styles/classic/2-text.css",
        "styles/classic/3-notes.css",
        "styles/classic/4-furniture.css",
        "styles/small/1.css",
    ]


@pytest.mark.slow
def test_a_template_of_one_s_own_wins_and_may_extend_the_one_it_replaces(tiny: Project) -> None:
    template = '{% extends "base/colophon.html.j2" %}{% block content %}<p>Mine.</p>{{ super() }}{% endblock %}'
    tiny.write("styles/small/colophon.html.j2", template)
    small(tiny)
    pages = read_pages(tiny.small().mend("manuscript/book.yaml", "style: classic", "style: small").make())
    words = pages[-1].text + pages[-2].text
    assert "Mine." in words
    assert "Set in EB Garamond" in " ".join(words.split())


def test_what_a_style_and_its_ancestors_leave_unsaid_is_missed(tiny: Project) -> None:
    assert faults(tiny, "name: Small\nbased_on: base\n") == [
        'styles/small/style.yaml:1: missing key "fonts"',
        'styles/small/style.yaml:1: missing key "citations"',
    ]


BRIEF = "name: Small\nbased_on: classic\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("long_note: 0", lambda style: style.long_note),
        ("justification: {expansion: 0}", lambda style: style.justification.expansion),
        ("look: {hang: 0}", lambda style: style.limits.hang),
        ("print: {gutter: []}", lambda style: len(style.print.gutter)),
        ("print: {bleed: 0}", lambda style: style.print.bleed.points),
        ("index: {join: 0}", lambda style: style.index.join),
    ],
)
def test_a_style_can_say_none_where_the_one_it_is_based_on_says_some(
    tiny: Project, line: str, said: Callable[[Style], float]
) -> None:
    tiny.mend("styles/classic/style.yaml", "  hanging: 100", "  hanging: 50")
    assert said(small(tiny, BRIEF)) > 0
    assert said(small(tiny, BRIEF + line)) == 0


def test_a_style_without_fonts_has_not_those_of_the_one_it_is_based_on(tiny: Project) -> None:
    assert faults(tiny, BRIEF + "fonts: []\n") == ['styles/small/style.yaml:1: missing key "fonts"']


def test_what_is_said_within_a_key_leaves_the_rest_of_the_key_as_it_was(tiny: Project) -> None:
    classic = small(tiny, BRIEF)
    style = small(tiny, BRIEF + "print: {bleed: 3mm}\njustification: {hanging: 20}\nlook: {ladder: 2}\n")
    assert str(style.print.bleed) == "3mm"
    assert style.print == replace(classic.print, bleed=style.print.bleed)
    assert len(style.print.gutter) == 3
    assert style.justification == replace(classic.justification, hanging=20.0)
    assert style.limits == replace(classic.limits, ladder=2, hang=style.limits.hang)


def test_a_list_takes_the_place_of_the_list_it_had(tiny: Project) -> None:
    assert [each.from_ for each in small(tiny, BRIEF + "print: {gutter: [{from: 9, extra: 1mm}]}").print.gutter] == [9]
    assert list(small(tiny, BRIEF + "fonts: [Source Sans 3]").fonts) == ["Source Sans 3"]


def test_a_preset_is_departed_from_by_the_whole_line_of_styles(tiny: Project) -> None:
    tiny.mend("styles/classic/style.yaml", "  preset: chicago", "  join: 4\n  see_between: and ")
    style = small(tiny, BRIEF + "index: {preset: oxford, see_between: or}")
    assert (style.index.order, style.index.join, style.index.see_between) == ("word", 4, "or")


@pytest.mark.parametrize(
    ("word", "meant"), [("yes", True), ("YES", True), ("True", True), ("on", True), ("no", False), ("False", False)]
)
def test_yes_and_no_may_be_written_as_yaml_has_them(tiny: Project, word: str, meant: bool) -> None:
    tiny.mend("styles/classic/style.yaml", "  preset: chicago", f"  mc_as_mac: {'no' if meant else 'yes'}")
    assert small(tiny, BRIEF + f"index: {{mc_as_mac: {word}}}").index.mc_as_mac is meant


def test_what_is_neither_yes_nor_no_is_told(tiny: Project) -> None:
    assert faults(tiny, BRIEF + "index:\n  mc_as_mac: maybe\n") == [
        'styles/small/style.yaml:4: "mc_as_mac" wants yes or no, found text'
    ]


@pytest.mark.parametrize(
    ("spoiled", "line", "message"),
    [
        ("long_note: many", 9, '"long_note" wants a whole number, found text'),
        ("long_note: 60\nlong_notes: 60", 10, 'unknown key "long_notes"'),
        ("long_note: 60\nfoot: 1", 10, 'unknown key "foot"'),
        ("long_note: 60\nspeakers: below", 10, '"below" is no value of "speakers"'),
        ("long_note: 60\nverse_numbers: 500", 10, '"verse_numbers" is 500'),
        ("long_note: 60\nline_numbers: {evry: 5}", 10, 'unknown key "evry"'),
        ("long_note: 60\nname: Twice", 10, 'key "name" is given twice'),
    ],
)
@pytest.mark.parametrize("own", ["", "long_note: 70\nprint: {bleed: 3mm}\n"])
def test_a_fault_is_told_once_in_the_file_that_has_it(
    tiny: Project, spoiled: str, line: int, message: str, own: str
) -> None:
    tiny.mend("styles/classic/style.yaml", "long_note: 60", spoiled)
    assert faults(tiny, BRIEF + own) == [f"styles/classic/style.yaml:{line}: {message}"]


@pytest.mark.parametrize(
    ("spoiled", "line", "message"),
    [
        ("fonts: [EB Garamond]", 4, 'no font "EB Garamont"'),
        ("citations: chicago", 5, 'no citation style "chicagoo"'),
        ("  expansion: 2", 14, '"expansion" is 2.6'),
    ],
)
def test_what_a_style_takes_from_another_is_missed_there(tiny: Project, spoiled: str, line: int, message: str) -> None:
    other = {"EB Garamond": "EB Garamont", "chicago": "chicagoo", ": 2": ": 2.6"}
    word = next(word for word in other if word in spoiled)
    tiny.mend("styles/classic/style.yaml", spoiled, spoiled.replace(word, other[word]))
    (found,) = faults(tiny, BRIEF + "justification: {whole: no}\n")
    assert found.startswith(f"styles/classic/style.yaml:{line}: {message}")


def test_a_word_that_says_nothing_is_told(tiny: Project) -> None:
    assert faults(tiny, BRIEF + "words:\n  contents:\n") == [
        'styles/small/style.yaml:4: "contents" wants text, found nothing'
    ]
