"""Drama, and the numbers of lines: as they are counted, referred to, read again, brought in, and set on pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from approved import approved, in_style, styles_of
from conftest import TESTS, TOP
from laid_out import bare
from leaves import Page, golden_text, read_pages
from test_styles import folio

from press.compose.verse import BROADEST, line_number, unseen_before
from press.editing.blocks import parse_text
from press.fields import Written
from press.importing.tree.reader import Tree
from press.importing.writing.markdown import MarkdownWriter
from press.problem import Origin, Problem
from press.text import Drama, Speech, StageDirection, Verse, VerseLine, plain, walk
from press.words.plain_markdown import UnitNotes, read_plain

BOOK = TESTS / "books" / "drama"
"""Where speakers stand in the trial of each style."""

PLAY = """::: {.drama start=8}
*[Enter the Fool.]*

FOOL
:   | The tide is out,

KING
:   | [it says,]{.shared}

*[A bell.]*

FOOL
:   | [and *not* the sea.]{.shared}
    | He waits.

KING
:   In prose.

FOOL
:   | So [they]{#they} sing.
:::
"""


def read(text: str) -> tuple[Any, list[Problem]]:
    """The first block of a text, and what is told of it."""
    problems: list[Problem] = []
    return parse_text(Written(text, Origin("x.md", 1)), problems)[0], problems


def lines(node: object) -> list[VerseLine]:
    return [each for each in walk(node) if isinstance(each, VerseLine)]


# --- counted ---------------------------------------------------------------------------------------


def test_a_line_that_is_divided_between_speakers_is_counted_once() -> None:
    play, problems = read(PLAY)
    assert problems == []
    assert [each.number for each in lines(play)] == [8, 8, 8, 9, 10]


def test_lines_are_counted_through_the_stanzas_from_where_they_are_said_to_begin() -> None:
    verse, _ = read("::: {.verse start=101}\nOne\nTwo\n\nThree\n:::")
    assert [each.number for each in verse.lines] == [101, 102, 103]


def test_a_shared_line_begins_where_the_words_end_that_came_before_it() -> None:
    play, _ = read(PLAY)
    assert [each.before for each in lines(play)] == ["", "The tide is out,", "The tide is out, it says,", "", ""]


def test_one_that_would_be_too_long_moves_to_the_left() -> None:
    line = VerseLine(lines(read(PLAY)[0])[0].inlines, before="word " * 12)
    assert len(unseen_before(line)) + len(plain(line.inlines)) == BROADEST


def test_nobody_ends_in_verse_what_was_said_in_prose() -> None:
    _, problems = read(PLAY.replace("So [they]{#they} sing.", "[So they sing.]{.shared}"))
    assert [str(each.rule) for each in problems] == ["shared-line"]


def test_the_number_of_a_shared_line_stands_at_its_end_and_none_where_none_is_wanted() -> None:
    play, _ = read(PLAY)
    verses = [each for each in walk(play) if isinstance(each, Verse)]
    shown = [line_number(2, verse, line) for verse in verses for line in verse.lines]
    assert shown == ["", "", "8", "", "10"]
    plainly, _ = read("::: {.verse .unnumbered}\nOne\nTwo\n:::")
    assert [line_number(1, plainly, line) for line in plainly.lines] == ["", ""]


# --- read again, and brought in --------------------------------------------------------------------


def test_the_account_reads_a_drama_in_the_order_of_print() -> None:
    run, _ = read_plain(PLAY, 1, UnitNotes("x.md"))
    assert "".join(word.letters for word in run.words) == (
        "enterthefoolfoolthetideisoutkingitsaysabellfoolandnottheseahewaitskinginprosefoolsotheysing"
    )


@pytest.mark.parametrize("text", [PLAY, "::: {.verse start=7 .unnumbered}\nOne [two]{#two}\n\nThree\n:::"])
def test_what_is_written_by_an_import_reads_as_it_did(text: str) -> None:
    before, _ = read(text)
    after, problems = read(MarkdownWriter().text((before,)))
    assert problems == []
    assert after == before


def inline(words: str) -> list[dict[str, Any]]:
    return [{"t": "Str", "c": words}]


def para(words: str) -> dict[str, Any]:
    return {"t": "Para", "c": inline(words)}


def div(name: str, *blocks: dict[str, Any], style: str = "") -> dict[str, Any]:
    said = [["custom-style", style]] if style else []
    return {"t": "Div", "c": [["", [name] if name else [], said], list(blocks)]}


def test_a_web_page_of_ours_comes_in_as_the_drama_that_it_was() -> None:
    numbered = {"t": "Para", "c": [*inline("He waits."), {"t": "Span", "c": [["", ["line-number"], []], inline("5")]}]}
    speech = div("speech", para("FOOL"), div("lines", div("stanza", para("The tide"), numbered)), para("In prose."))
    (play,) = Tree("x.html").read([div("drama", para("[Enter.]"), speech)])
    assert isinstance(play, Drama)
    direction, spoken = play.blocks
    assert isinstance(direction, StageDirection) and isinstance(spoken, Speech)
    assert [plain(line.inlines) for line in lines(spoken)] == ["The tide", "He waits."]
    assert [type(each).__name__ for each in spoken.blocks] == ["Verse", "Paragraph"]


def test_paragraphs_in_a_style_of_verse_come_in_as_its_lines() -> None:
    broken = {"t": "Para", "c": [*inline("One"), {"t": "LineBreak"}, *inline("two")]}
    blocks = [div("", each, style="Poetry") for each in (broken, para("Three"), para("four"))]
    (verse,) = Tree("x.docx").read(blocks)
    assert [[plain(line.inlines) for line in stanza] for stanza in verse.stanzas] == [["One", "two"], ["Three", "four"]]


def test_a_drama_in_which_something_else_stands_comes_in_with_all_its_words() -> None:
    items = {"t": "BulletList", "c": [[para("An item")]]}
    tree = Tree("x.md")
    blocks = tree.read([div("drama", para("Enter."), items)])
    assert [type(each).__name__ for each in blocks] == ["Paragraph", "ItemList"]
    assert [each.what for each in tree.changed] == ["a drama set as paragraphs: a list in a drama"]


# --- on the page -----------------------------------------------------------------------------------

SHEET = (TOP / "styles" / "base" / "structure.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("before", range(31, 37))
def test_no_speaker_stands_alone_at_the_foot_of_a_page(before: int) -> None:
    speech = '<div class="speech"><p class="speaker">FOOL</p><p class="direction">Aside.</p><p>Sea.</p></div>'
    pages = bare(f"<style>{SHEET} p {{ margin: 0 }}</style>{'<p>x</p>' * before}{speech}", "")
    ends = [[box.text for box in page._page_box.descendants() if hasattr(box, "text")][-1] for page in pages]
    assert ends == ["x"] * (len(pages) - 1) + ["Sea."]


@pytest.fixture(scope="module", params=styles_of("drama"))
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A style, and the book of poems and plays in it."""
    return request.param, in_style(tmp_path_factory.mktemp("drama"), "drama", request.param).make()


@pytest.fixture(scope="module")
def pages(printed: tuple[str, Path]) -> tuple[str, tuple[Page, ...]]:
    """The style, and the pages of the book."""
    return printed[0], read_pages(printed[1])


def test_poems_and_plays_read_as_they_have_been_approved(pages: tuple[str, tuple[Page, ...]]) -> None:
    style, found = pages
    assert golden_text(found, folio) == approved("drama", style)


def test_a_shared_line_stands_to_the_right_of_what_came_before_it(pages: tuple[str, tuple[Page, ...]]) -> None:
    words = {word.text: word for page in pages[1] for word in page.words}
    assert words["Barnardo?"].left > words["King!"].right - 5
    assert words["liegemen"].left > words["ground."].right


def test_the_numbers_of_lines_are_no_words_for_who_listens(printed: tuple[str, Path]) -> None:
    with pikepdf.open(printed[1]) as pdf:
        artifacts = 0
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                artifacts += str(operator) == "BMC" and operands[0] == pikepdf.Name.Artifact
        assert artifacts > 15


def test_references_name_lines_by_their_numbers(pages: tuple[str, tuple[Page, ...]]) -> None:
    said = " ".join(page.said for page in pages[1])
    assert "in l. 4 is dare in l. 24" in said
    assert "in ll. 17–18" in said
    assert "between l. 5 and l. 11, and l. 6 is all" in said
    assert "been in chapter 1, l. 24" in said
