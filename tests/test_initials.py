"""Initials: which letters are set as one, where their ink stands, what stands beside them, how their word is read."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import fontpkg
import pypdfium2
import pytest
import weasyprint
from conftest import Project
from laid_out import apply
from PIL import Image
from poppler import poppler
from weasyprint.formatting_structure import boxes

from press import cli
from press.compose.compose import Section
from press.compose.initials import Initial, opening_paragraph, with_initial
from press.editing.blocks import parse_headed
from press.fields import Written
from press.problem import Origin
from press.style.justification import Justification
from press.style.records import InitialsRecord
from press.text import Inlines, walk
from press.typesetting import total_fit
from press.typesetting.engine.initials import crowded
from press.typesetting.engine.justify import broken_whole
from press.typesetting.engine.paragraphs import ParagraphWork
from press.typesetting.measured_paragraph import MeasuredParagraph, Place
from press.typesetting.total_fit import Breaking
from press.typesetting.turned import part

apply()
DROP = InitialsRecord(kind="drop")


def begun(text: str, language: str = "en-GB") -> tuple[str, str, str] | None:
    """Of the paragraph that opens a text: the marks before its initial, the letter, the rest of the word."""
    _, blocks = parse_headed((), Written(text, Origin("chapter", 1)), [], {})
    opening = opening_paragraph(blocks)
    if opening is None:
        return None
    inlines, initial = with_initial(opening.inlines, DROP, language)
    assert initial is None or spelled(inlines) == spelled(opening.inlines)  # no word is lost
    return (initial.marks, initial.letter, initial.word) if initial else None


def spelled(inlines: Inlines) -> str:
    """The words of a line, its initial among them."""
    parts = [
        f"{each.marks}{each.letter}{each.word}" if isinstance(each, Initial) else getattr(each, "text", "")
        for each in walk(inlines)
    ]
    return "".join(parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When the boy came", ("", "W", "hen")),
        ("“Are you?” he said", ("“", "A", "re")),
        ("“‘Twice,’ he said”", ("“‘", "T", "wice,’")),
        ("Élie came", ("", "É", "lie")),
        ("E\u0301lie came", ("", "E\u0301", "lie")),
        ("A man came", ("", "A", " man")),
        ("I", ("", "I", "")),
        ("*Izvestia* had it", ("", "I", "zvestia")),
        ("[Жизнь]{lang=ru} had it", ("", "Ж", "изнь")),
        ("**Quill** came", ("", "Q", "uill")),
        ("Quill^[A note.] came", ("", "Q", "uill")),
        ("L’homme est né", ("", "L", "’homme")),
        ("Anglo-French talks", ("", "A", "nglo")),
    ],
)  # fmt: skip
def test_a_capital_is_set_as_an_initial_whatever_it_stands_in(text: str, expected: tuple[str, str, str]) -> None:
    assert begun(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1937 was the year",
        "de Wit came",
        "…And then",
        "— Yes, he said",
        "[](#elsewhere) has it",
        "<https://example.org> has it",
        "> A quotation.\n\nThen text",
        "- A list\n\nThen text",
        "| A line of verse\n\nThen text",
        "| a | b |\n|---|---|\n| c | d |\n\nThen text",
        "![A picture.](figures/a.png)\n\nThen text",
        "## A heading\n\nThen text",
        "***\n\nThen text",
    ],
)
def test_nothing_else_is(text: str) -> None:
    assert begun(text) is None


def test_both_signs_of_a_dutch_letter_are_large_in_dutch_alone() -> None:
    assert begun("IJmuiden ligt aan zee", "nl") == ("", "IJ", "muiden")
    assert begun("IJmuiden lies on the sea") == ("", "I", "Jmuiden")


def test_what_discusses_a_person_from_the_first_word_on_opens_with_an_initial() -> None:
    assert begun("::: {person=quill}\nShe came.\n:::") == ("", "S", "he")


# --- where the ink stands ----------------------------------------------------------------------------

SHEET = """
@font-face {{ font-family: "{family}"; src: url("{font}") }}
@page {{ size: 400px 400px; margin: 60px }}
html {{ font: 14px/18px "{family}" }}
body {{ margin: 0; text-align: justify; widows: 2; orphans: 2; hyphens: manual }}
p, h1 {{ margin: 0 }}
h1 {{ font-size: 14px; line-height: 18px; font-weight: 400 }}
.no-small-caps {{ font-variant-caps: normal; letter-spacing: normal }}
"""
SMALL = "p:first-of-type::first-line { font-variant-caps: small-caps; letter-spacing: .03em }"
FINE = 6
"""Pixels to a CSS px."""
CAPITALS = "HEH " * 60


class Set:
    """A paragraph set with its initial: the engine's document, its lines, what was set plain, its page as ink."""

    def __init__(
        self, letter: str, rest: str, kind: str = "drop", lines: int = 3, *, marks: str = "",
        family: str = "EB Garamond", more: str = "", before: str = "",
    ) -> None:  # fmt: skip
        fonts = weasyprint.text.fonts.FontConfiguration()
        sheet = SHEET.format(family=family, font=fontpkg.path(family).as_uri()) + more
        css = weasyprint.CSS(string=sheet, font_config=fonts)
        html = (
            f'<html lang="en-GB"><body>{before}<p id="b-1">{marks}'
            f'<span class="initial no-small-caps {kind}" data-lines="{lines}">{letter}</span>{rest}</p></body></html>'
        )
        self.work = ParagraphWork(Justification(), initials=True)
        with broken_whole(self.work):
            self.document = weasyprint.HTML(string=html).render(stylesheets=[css], font_config=fonts)
        self.lines = [
            line
            for page in self.document.pages
            for line in page._page_box.descendants()
            if isinstance(line, boxes.LineBox) and line.element.tag == "p"
        ]

    @property
    def pdf(self) -> bytes:
        return bytes(self.document.write_pdf(pdf_tags=True))

    def ink(self, left: float, right: float, top: float, foot: float) -> tuple[float, float, float, float]:
        """The edges of what is black within a frame, in CSS px from the upper left corner of the page."""
        page = pypdfium2.PdfDocument(self.pdf)[0]
        image = page.render(scale=FINE / 0.75, grayscale=True).to_pil().convert("L")
        part_ = image.crop(tuple(round(each * FINE) for each in (left, top, right, foot)))
        found = part_.point(lambda each: 255 if each < 128 else 0).getbbox()
        assert found is not None
        return left + found[0] / FINE, top + found[1] / FINE, left + found[2] / FINE, top + found[3] / FINE

    def texts(self, line: int) -> list[str]:
        return [each.text for each in self.lines[line].descendants() if isinstance(each, boxes.TextBox)]

    def left(self, line: int) -> float:
        """Where the first text of a line begins that is no initial."""
        found = [each for each in self.lines[line].descendants() if isinstance(each, boxes.TextBox)]
        return min(float(each.position_x) for each in found if "initial" not in (each.element.get("class") or ""))


@pytest.mark.once
@pytest.mark.parametrize("family", ["EB Garamond", "Source Serif 4"])
@pytest.mark.parametrize("lines", [2, 3, 4])
@pytest.mark.parametrize("small", [False, True])
def test_an_initial_stands_from_the_foot_of_its_last_line_to_the_top_of_the_letters_of_its_first(
    family: str, lines: int, small: bool
) -> None:
    rest = CAPITALS.lower() if small else CAPITALS
    page = Set("H", rest, lines=lines, family=family, more=SMALL if small else "")
    edge = page.left(1)
    left, top, right, foot = page.ink(40, edge - 1, 40, 60 + 18 * lines)
    _, first, _, _ = page.ink(edge + 10, 340, 40, 78)
    _, _, _, last = page.ink(edge + 1, 340, 60 + 18 * (lines - 1) + 1, 60 + 18 * lines)
    assert abs(top - first) < 0.5
    assert abs(foot - last) < 0.75  # a great serif is cupped
    assert abs(left - 60) < 0.35  # its ink begins where the lines below it do
    assert right < edge


def test_the_lines_stand_where_they_would_without_it() -> None:
    baselines = [line.position_y + line.baseline for line in Set("W", CAPITALS).lines]
    assert baselines == pytest.approx([baselines[0] + 18 * n for n in range(len(baselines))])
    assert Set("W", CAPITALS).lines[0].position_y == 60


def test_every_line_beside_it_reaches_the_right_edge_and_no_other_is_shorter() -> None:
    page = Set("W", CAPITALS)
    assert [page.left(n) > 65 for n in range(5)] == [True, True, True, False, False]
    for line in page.lines[:-1]:
        end = max(each.position_x + each.width for each in line.descendants() if isinstance(each, boxes.TextBox))
        assert abs(end - 340) < 0.35


def test_a_tail_takes_a_line_more() -> None:
    page = Set("Q", "ueens " + CAPITALS)
    assert [page.left(n) > 65 for n in range(5)] == [True, True, True, True, False]


@pytest.mark.once
@pytest.mark.parametrize("letter", ["É", "Q", "A"])
@pytest.mark.parametrize("kind", ["drop", "raised", "hanging"])
def test_no_letter_lies_over_another(letter: str, kind: str) -> None:
    page = Set(letter, CAPITALS, kind)
    dark = page.ink(0, 400, 0, 400)
    whole = Image.open(io.BytesIO(_render(page))).convert("L")
    apart = [Image.open(io.BytesIO(_render(page, only))).convert("L") for only in (True, False)]
    ink = [sum(each.histogram()[:128]) for each in (whole, *apart)]
    assert dark[0] > 0
    assert ink[0] == ink[1] + ink[2]  # nothing is black twice


def _render(page: Set, initial: bool | None = None) -> bytes:
    """The page as ink: all of it, or the initial alone, or what is not the initial."""
    for text in (each for each in page.document.pages[0]._page_box.descendants() if isinstance(each, boxes.TextBox)):
        is_initial = "initial" in (text.element.get("class") or "")
        text.style = text.style.copy()
        text.style["visibility"] = "visible" if initial is None or initial == is_initial else "hidden"
    out = io.BytesIO()
    pypdfium2.PdfDocument(page.document.write_pdf())[0].render(scale=2).to_pil().save(out, "PNG")
    return out.getvalue()


def test_a_raised_initial_has_its_room_above_by_whole_lines() -> None:
    page = Set("H", CAPITALS, "raised")
    assert page.lines[0].height == pytest.approx(54)
    assert page.lines[1].position_y == pytest.approx(60 + 54)
    assert [page.left(n) > 65 for n in range(3)] == [True, False, False]


def test_an_initial_in_the_margin_shortens_no_line() -> None:
    page = Set("H", CAPITALS, "hanging", 2)
    assert [round(page.left(n)) for n in range(4)] == [60, 60, 60, 60]
    assert page.ink(0, 59, 40, 120)[2] < 60


def test_one_that_would_be_cut_off_is_not_set_and_that_is_told() -> None:
    page = Set("W", CAPITALS, "hanging", 4)
    assert page.lines[0].height == 18
    assert [each.reason for each in page.work.plain.values()] == ["the margin is too narrow for it by 45 px"]


def test_a_paragraph_of_too_few_lines_has_none_and_that_is_told() -> None:
    page = Set("H", "e came and went. " * 4)
    assert len(page.lines) == 2
    assert page.left(1) == 60
    assert page.work.tally().plain[0].reason == "it has 2 of the 3 lines that an initial takes"


def test_nor_has_one_whose_lines_are_ended_by_hand() -> None:
    page = Set("D", "ear Sir,<br>" + "he came and went. " * 20)
    assert page.work.tally().plain[0].reason == "it has 1 of the 3 lines that an initial takes"


def test_marks_before_it_hang_or_take_room_on_the_first_line() -> None:
    hung = Set("A", CAPITALS, marks='<span class="initial-marks hung">“</span>')
    within = Set("A", CAPITALS, marks='<span class="initial-marks">“</span>')
    bare = Set("A", CAPITALS)
    assert hung.ink(40, 400, 40, 74)[0] < 59
    assert within.ink(40, 400, 40, 74)[0] > 59
    assert hung.left(1) == bare.left(1) < within.left(1)


def test_the_lines_that_stand_beside_it_are_not_parted_by_the_end_of_a_page() -> None:
    page = Set("H", CAPITALS, before='<h1 style="height: 240px">Title</h1>')
    first, _ = page.document.pages
    # two lines would have room below the title
    assert [
        each for each in first._page_box.descendants() if isinstance(each, boxes.LineBox) and each in page.lines
    ] == []


def test_an_accent_that_would_lie_over_a_title_is_found_with_the_room_that_it_lacks() -> None:
    assert crowded(Set("É", CAPITALS, before="<h1>The title of it</h1>").document.pages) == {"b-1": 18}
    assert crowded(Set("E", CAPITALS, before="<h1>The title of it</h1>").document.pages) == {}
    assert crowded(Set("É", CAPITALS, before='<h1 style="margin-bottom: 36px">The title</h1>').document.pages) == {}


# --- what is read -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["drop", "raised", "hanging"])
def test_its_word_is_copied_whole_and_in_its_line(tmp_path: Path, kind: str) -> None:
    page = Set("W", f'<span class="begun">hen</span> the boy came. {"He came and went. " * 20}', kind)
    (tmp_path / "a.pdf").write_bytes(page.pdf)
    for how in ((), ("-layout",), ("-raw",)):
        assert poppler("pdftotext", tmp_path / "a.pdf", *how).split()[:4] == ["When", "the", "boy", "came."]
    text = pypdfium2.PdfDocument(page.pdf)[0].get_textpage().get_text_range()
    assert text.split()[:4] == ["When", "the", "boy", "came."]


def test_so_is_a_word_of_one_letter_with_a_mark_before_it(tmp_path: Path) -> None:
    marks = '<span class="initial-marks hung">“</span>'
    page = Set("A", f'<span class="begun"> man</span> came. {"He came and went. " * 20}', marks=marks)
    (tmp_path / "a.pdf").write_bytes(page.pdf)
    assert poppler("pdftotext", tmp_path / "a.pdf").split()[:3] == ["“A", "man", "came."]


# --- lines of several lengths -------------------------------------------------------------------------


def words(count: int) -> list[Place]:
    """Places behind words that are all 20 wide, with spaces of 4."""
    return [Place(24 * n + 20, 24 * n + 24, 4 * n, 4 * n + 4) for n in range(count)]


def test_lines_beside_an_initial_hold_fewer_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine words to a full line, six beside an initial that takes 72."""
    monkeypatch.setattr(total_fit, "RIVER_MADE", 0.0)  # words of one length are nothing but rivers
    plain_ = MeasuredParagraph(words(40), 212)
    beside = replace(plain_, indent=72, beside=(72, 72))
    assert Breaking(plain_).fit().ends == (8, 17, 26, 35, 39)
    found = Breaking(beside).fit()
    assert found.ends == (5, 11, 17, 26, 35, 39)
    assert found.ratios == (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_a_turned_table_before_the_first_paragraph_is_not_what_opens_the_text() -> None:
    html = (
        '<html><body><div class="text"><!--turned--><table id="b-1-1"></table><!--/turned-->\n'
        '<p id="b-1-2">Text.</p><!--turned--><table id="b-1-3"></table><!--/turned--><p id="b-1-4">More.</p></div>'
    )
    upright, tables = part(Section("1", html, ()))
    assert [each.place for each in tables] == ["b-1-1-place", "b-1-3-place"]
    assert '<div class="text"><p id="b-1-2"><span id="b-1-1-place"' in upright.html.replace("\n", "")
    assert '<div id="b-1-3-place"' in upright.html  # where one stands between paragraphs nothing changes


def test_a_style_for_the_screen_has_no_initials(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project(tmp_path).small()
    project.write("styles/web/style.yaml", project.read("styles/web/style.yaml") + "\ninitials: {kind: drop}\n")
    assert cli.html(project.project)
    assert "initials in a style for the screen" in capsys.readouterr().err
