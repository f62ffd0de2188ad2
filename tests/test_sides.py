"""What stands in the margin, and headings at their paragraphs: where they are set, how they are read, what is refused;
and a book of both, and of initials, on its pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from approved import BOOKS, approved, in_style
from laid_out import GARAMOND, apply
from leaves import Page, golden_text, read_pages
from test_styles import folio
from weasyprint.formatting_structure import boxes

from press.compose.leads import lead_at
from press.editing.blocks import parse_headed
from press.fields import Length, Written
from press.importing.writing.markdown import MarkdownWriter
from press.problem import Origin, Problem
from press.style.records import HeadingsRecord, SideColumnRecord
from press.text import Paragraph, Side, plain, walk
from press.typesetting.engine.sides import column_sheet, place_sides
from press.words.plain_markdown import UnitNotes, read_plain

apply()


def parsed(text: str) -> tuple[Any, list[str]]:
    """The blocks of a text, and what is told of it."""
    problems: list[Problem] = []
    _, blocks = parse_headed((), Written(text, Origin("chapter", 1)), problems, {})
    return blocks, [f"{each.origin.line}: {each.message}" for each in problems]


# --- the mark ----------------------------------------------------------------------------------------


def test_a_side_note_has_its_own_words_with_their_marks() -> None:
    blocks, told = parsed("She [*The Ledger*, 1902]{.side}came.")
    side = next(each for each in walk(blocks) if isinstance(each, Side))
    assert not told
    assert plain(side.inlines) == "The Ledger, 1902"
    assert plain(blocks[0].inlines) == "She came."  # it is no part of the sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("She [so^[No.]]{.side} came.", "1: a note within a side-note"),
        ("She [so [@quill]]{.side} came.", "1: a note within a side-note"),
        ("She [so [too]{.side}]{.side} came.", "1: a note within a side-note"),
        ("She came.^[A note [so]{.side}.]", "1: a side-note in a note"),
        ("She []{.side} came.", "1: a mark on no words"),
        ("She [Quill]{.side person=quill} came.", "1: a side-note that is said of a person"),
        ("She [Quill]{.side #there} came.", "1: a side-note with an id"),
        ("She [so]{.aside} came.", "1: a mark says aside"),
    ],
)
def test_what_a_side_note_cannot_hold_is_told_with_its_line(text: str, told: str) -> None:
    assert told in parsed(text)[1]


def test_an_imported_side_note_is_written_as_it_is_read() -> None:
    blocks, _ = parsed("She [*The Ledger*]{.side}came.")
    assert "[*The Ledger*]{.side}" in MarkdownWriter().text(blocks)


def test_the_account_of_words_has_side_notes_apart_from_the_text() -> None:
    run, _ = read_plain("She [the *Ledger*]{.side}came, [in {time}]{lang=en} too.", 7, UnitNotes("chapter"))
    assert [word.letters for word in run.words] == ["she", "came", "in", "time", "too"]
    assert [[word.letters for word in side.words] for side in run.sides] == [["the", "ledger"]]


# --- places -------------------------------------------------------------------------------------------

SHEET = """
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }}
@page {{ size: 400px 300px; margin: 40px 120px 40px 60px }}
@page :left {{ margin: 40px 60px 40px 120px }}
html {{ font: 14px/20px "EB Garamond" }}
body, p {{ margin: 0 }}
.side {{ position: absolute; font-size: 10px; line-height: 12px }}
"""
COLUMN = SideColumnRecord(width=Length(60.0, "60pt"), gap=Length(7.5, "7.5pt"))


def beside(*notes: str) -> str:
    """A line with notes in the margin beside it."""
    spans = "".join(f'<span><span class="side" id="{each[:8]}">{each}</span></span>' for each in notes)
    return f"<p>Line {spans}of text</p>"


class Placed:
    """Lines set with what stands beside them: the edges of each, page by page, and what has no room."""

    def __init__(self, *lines: str, column: SideColumnRecord = COLUMN) -> None:
        fonts = weasyprint.text.fonts.FontConfiguration()
        css = weasyprint.CSS(string=SHEET.format(font=GARAMOND) + column_sheet(column), font_config=fonts)
        html = f"<html lang='en'><body>{''.join(lines)}</body></html>"
        self.document = weasyprint.HTML(string=html).render(stylesheets=[css], font_config=fonts)
        self.crowded = place_sides(self.document.pages, column)

    def edges(self, page: int = 0) -> list[tuple[int, int, int]]:
        """Left, top and foot of what stands in the margin of a page."""
        found = [each.box for each in self.document.pages[page]._page_box.__dict__.get("sides", ())]
        return [(round(x), round(y), round(y + high)) for x, y, _, high in found]

    def baselines(self, page: int = 0) -> list[float]:
        """Of every line of text."""
        lines = self.document.pages[page]._page_box.descendants()
        return [each.position_y + each.baseline for each in lines if isinstance(each, boxes.LineBox)]


def test_a_side_note_stands_in_the_outer_margin_on_recto_and_verso() -> None:
    page = Placed(*[beside("note")] + ["<p>Line</p>"] * 11 + [beside("note")])
    assert [left for left, _, _ in page.edges(0)] == [290]  # 60 + 220 + 10
    assert [left for left, _, _ in page.edges(1)] == [30]  # 120 - 10 - 80


@pytest.mark.parametrize(("at", "lefts"), [("left", (-30, 30)), ("right", (290, 350)), ("inner", (-30, 350))])
def test_a_column_that_reaches_beyond_the_trim_is_refused(at: Any, lefts: tuple[int, int]) -> None:
    column = SideColumnRecord(width=Length(60.0, "60pt"), gap=Length(7.5, "7.5pt"), at=at)
    with pytest.raises(ValueError, match=r"\d+"):
        Placed(*[beside("note")] + ["<p>Line</p>"] * 11 + [beside("note")], column=column)


def test_its_first_line_is_level_with_the_line_beside_it() -> None:
    page = Placed("<p>Line</p>", beside("note"))
    side = next(
        each
        for part in page.document.pages[0]._page_box.descendants(placeholders=True)
        for each in [part]
        if isinstance(each, boxes.LineBox) and each.element.tag == "span"
    )
    assert side.position_y + side.baseline == pytest.approx(page.baselines()[1])


def test_those_that_would_overlap_are_moved_down_in_their_order() -> None:
    long = "a note that runs over some lines in the margin"
    edges = Placed(beside(long, "second"), beside("third")).edges()
    assert [top for _, top, _ in edges] == sorted(top for _, top, _ in edges)
    assert all(foot <= top for (_, _, foot), (_, top, _) in pairwise(edges))


def test_at_the_foot_of_a_page_they_are_moved_up_and_never_parted() -> None:
    long = "a note that runs over a good many lines in the margin of the page on which it is written"
    page = Placed(*["<p>Line</p>"] * 10, beside(long), "<p>More</p>")
    ((_, top, foot),) = page.edges(0)
    assert foot <= 260 < top + 200
    assert page.edges(1) == [] if len(page.document.pages) > 1 else True
    assert page.crowded == ()


def test_what_has_no_room_even_so_is_told_and_lies_over_nothing() -> None:
    long = "a note that runs over a good many lines in the margin of the page on which it is written"
    page = Placed(*[beside(f"{n} {long}") for n in range(6)])
    assert page.crowded
    edges = page.edges()
    assert all(foot <= top for (_, _, foot), (_, top, _) in pairwise(edges))


# --- headings at their paragraphs ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("### The bridge", "The bridge."),
        ("### What was said?", "What was said?"),
        ("### “What was said?”", "“What was said?”"),
        ("### The bridge^[A note.]", "The bridge."),
    ],
)
def test_a_heading_in_the_line_ends_in_a_point_unless_it_ends_in_a_mark(heading: str, expected: str) -> None:
    blocks, _ = parsed(f"## One\n\nText.\n\n{heading}\n\nMore text.")
    lead = lead_at(blocks, 2, HeadingsRecord(third="run-in"))
    assert lead
    assert plain(lead.inlines) == expected
    assert lead.inlines[-1] == blocks[2].inlines[-1] or "^" not in heading  # the call stands behind the point


def test_a_heading_that_no_paragraph_follows_stands_apart() -> None:
    blocks, _ = parsed("## One\n\n- an item\n- another\n\n## Two\n\nText.")
    headings = HeadingsRecord(second="run-in")
    assert lead_at(blocks, 0, headings) is None
    assert lead_at(blocks, 2, headings)
    assert lead_at(blocks, 2, HeadingsRecord(third="run-in")) is None
    assert isinstance(blocks[3], Paragraph)


# --- the book ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=BOOKS["margins"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A style, and the book of margins in it."""
    return request.param, in_style(tmp_path_factory.mktemp("margins"), "margins", request.param).make()


@pytest.mark.slow
def test_the_pages_with_margins_read_as_they_have_been_approved(printed: tuple[str, Path]) -> None:
    style, pdf = printed
    found: tuple[Page, ...] = read_pages(pdf)
    assert golden_text(found, folio) == approved("margins", style)


@pytest.mark.slow
def test_in_the_tags_headings_stand_before_their_paragraphs_and_side_notes_behind(printed: tuple[str, Path]) -> None:
    _, path = printed
    with pikepdf.open(path) as pdf:
        order = [str(each.S)[1:] for each in _elements(pdf.Root.StructTreeRoot.K[0])]
        kept = [each for each in order if each in ("H1", "H2", "H3", "P", "Note")]
        winter = kept[kept.index("H1") + 1 :][: kept[kept.index("H1") + 1 :].index("H1")]
    # the note at the foot is read at its call, in the heading
    expected = ["P", "Note", "P", "Note", "Note", "H2", "Note", "P", "Note", "H3", "P", "H3", "P", "Note"]
    assert [each for each in winter if each != "LBody"][: len(expected)] == expected


def _elements(element: Any) -> Iterator[Any]:
    """An element of the structure, and all within it."""
    yield element
    for kid in element.get("/K", ()) if isinstance(element.get("/K"), pikepdf.Array) else ():
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)
