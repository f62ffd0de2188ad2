"""The cover: as wide as the book is thick, with a title on the spine where it fits and a bar code that can be read."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import Project
from pressed import boxes, marks, order

from press import editions
from press.covers import CoverMade, make_cover
from press.prepress.bar_code import MODULE, bar_code
from press.prepress.cover import balanced, made_for, stale_cover
from press.prepress.print_edition import print_edition
from press.problem import Faulty

MM = 72 / 25.4
COVER = """style: classic
cover:
  paper: {{ {paper} }}
  board: {board}
  blurb: |
    A ferry, *a ledger* and a tide.

    Nobody believed the clerk.
"""


@pytest.fixture(scope="module")
def tiny_print(made: Path) -> bytes:
    """The print edition of the tiny book: 28 pages."""
    return print_edition(made.read_bytes(), order())


@pytest.fixture
def bound(tiny: Project, tiny_print: bytes) -> Project:
    """The tiny book with its print edition made."""
    return tiny.write("dist/tiny-print.pdf", tiny_print)


def covered(project: Project, paper: str = "leaf: 1mm", board: str = "0.3mm") -> CoverMade:
    """The cover of the tiny book on some paper."""
    project.mend("manuscript/book.yaml", "style: classic\n", COVER.format(paper=paper, board=board))
    return make_cover(project.project)[0]


def words(content: bytes) -> list[tuple[str, float, float]]:
    """The runs of letters of a cover, with their left and right edges in millimetres."""
    with pypdfium2.PdfDocument(content) as document:
        text = document[0].get_textpage()
        found = (text.get_rect(at) for at in range(text.count_rects()))
        return [(text.get_text_bounded(*box).strip(), box[0] / MM, box[2] / MM) for box in found]


@pytest.mark.once
@pytest.mark.parametrize(
    ("paper", "spine"),
    [
        ("leaf: 0.5mm", 14 * 0.5 + 0.6),
        ("pages_per_inch: 70", 28 / 70 * 25.4 + 0.6),
        ("{grammage: 100, volume: 5}".strip("{}"), 14 * 0.5 + 0.6),
    ],
)
def test_the_spine_is_as_thick_as_the_leaves_and_the_boards(bound, paper, spine):
    made = covered(bound, paper)
    assert made.wrap.spine / MM == pytest.approx(spine)
    width = 2 * 5.5 * 72 + spine * MM
    ((trim, *_),) = boxes((bound.top / made.path).read_bytes())
    assert trim == [0, 0, round(width, 2), 612]
    assert str(made).endswith(f"a spine of {spine:.1f} mm for 28 pages")


def test_the_title_stands_on_the_spine_clear_of_its_edges(bound):
    made = covered(bound, "leaf: 1mm")
    left, right = 139.7, 139.7 + made.wrap.spine / MM
    on_spine = [each for each in words((bound.top / made.path).read_bytes()) if each[2] > left and each[1] < right]
    assert on_spine
    assert all(left + 1.5 < start and end < right - 1.5 for _, start, end in on_spine)


def test_a_thin_spine_bears_no_title(bound):
    made = covered(bound, "leaf: 0.1mm")
    left, right = 139.7, 139.7 + made.wrap.spine / MM
    assert not any(end > left and start < right for _, start, end in words((bound.top / made.path).read_bytes()))


def test_a_title_too_long_for_the_spine_is_left_out_with_a_warning(bound):
    title = "The Ferry at Low Water and the Clerk Who Kept the Ledger of It for Forty Years of Fog and Tide"
    bound.mend("manuscript/book.yaml", "The Ferry at Low Water", title)
    bound.mend("manuscript/book.yaml", "style: classic\n", COVER.format(paper="leaf: 1mm", board="0"))
    made, problems = make_cover(bound.project)
    assert [problem.rule.name for problem in problems] == ["spine-without-title"]
    left, right = 139.7, 139.7 + made.wrap.spine / MM
    assert not any(end > left and start < right for _, start, end in words((bound.top / made.path).read_bytes()))


@pytest.mark.slow
def test_the_ground_goes_on_into_the_bleed_and_the_inks_stay_within_their_limit(bound, capsys):
    covered(bound)
    assert bound.preflight("print-on-demand", cover=True) == 0
    table = capsys.readouterr().out
    assert "painted into the bleed\tto its end\t4 edges" in table
    assert "no faults" in table


@pytest.mark.slow
def test_a_cover_keeps_the_colours_of_its_letters(bound):
    made = covered(bound)
    letters = {each.colour.levels for each in marks((bound.top / made.path).read_bytes()) if each.kind == "text"}
    assert letters == {(0, 0, 0, 1), (0.02, 0.03, 0.1, 0)}


@pytest.mark.slow
def test_the_same_cover_has_the_same_bytes(bound):
    made = covered(bound)
    first = (bound.top / made.path).read_bytes()
    make_cover(bound.project)
    assert (bound.top / made.path).read_bytes() == first


@pytest.mark.slow
def test_a_cover_knows_how_many_pages_it_was_made_for(bound):
    content = (bound.top / covered(bound).path).read_bytes()
    assert made_for(content) == 28
    assert list(stale_cover(content, 28, "x")) == []
    (stale,) = stale_cover(content, 32, "dist/x-cover.pdf")
    assert str(stale).startswith(
        "dist/x-cover.pdf: warning: the cover is stale: made for 28 pages, the print edition has"
    )


def test_a_build_says_that_the_cover_no_longer_fits(bound, made):
    covered(bound)
    (problem,) = editions.look_at_cover(bound.project, bound.top / "dist/tiny-cover.pdf", 32)
    assert problem.rule.name == "stale-cover"
    assert editions.look_at_cover(bound.project, bound.top / "dist/tiny-cover.pdf", 28) == ()
    assert editions.look_at_cover(bound.project, bound.top / "dist/none-cover.pdf", 28) == ()


@pytest.mark.once
@pytest.mark.parametrize(("sentences", "said"), [(16, "run into each other"), (40, "have no room on the cover")])
def test_words_that_do_not_fit_on_the_back_are_refused(bound, sentences, said):
    bound.mend("manuscript/book.yaml", "style: classic\n", COVER.format(paper="leaf: 1mm", board="0"))
    tale = " ".join(["Nobody believed the clerk, who had kept the ledger of the ferry all his life."] * sentences)
    bound.mend("manuscript/book.yaml", "Nobody believed the clerk.", tale)
    with pytest.raises(Faulty, match=said):
        make_cover(bound.project)


@pytest.mark.once
@pytest.mark.parametrize(
    ("css", "line", "said"),
    [
        (".blurb { display: none }", 18, "not printed: “A ferry, *a ledger* and a tide."),
        (
            ".blurb + .blurb { margin-left: 260pt; white-space: nowrap }",
            20,
            "not printed: “Nobody believed the clerk.”",
        ),
        (".author { color: device-cmyk(.02 .03 .10 0) }", 3, "not printed: “R. M. Thwaite”"),
        (".spine-title { visibility: hidden }", 1, "not printed: “Ferry at Low Water”"),
        (".subtitle { position: absolute; top: -300pt }", 2, "not printed: “A Very Short History”"),
    ],
)
def test_words_of_the_cover_that_cannot_be_seen_on_their_face_are_lost(bound, css, line, said):
    bound.write("styles/classic/cover/9-more.css", css)
    with pytest.raises(Faulty) as caught:
        covered(bound)
    told = [str(each) for each in caught.value.problems if each.rule.name == "words-lost"]
    assert any(each.startswith(f"manuscript/book.yaml:{line}: error: {said}") for each in told)
    assert not (bound.top / "dist/tiny-cover.pdf").exists()


def test_words_that_have_no_room_on_the_back_are_told_with_their_line(bound):
    bound.mend("manuscript/book.yaml", "style: classic\n", COVER.format(paper="leaf: 1mm", board="0"))
    tale = " ".join(f"Nobody believed the clerk of {year}." for year in range(1800, 1900))
    bound.mend("manuscript/book.yaml", "Nobody believed the clerk.", tale)
    with pytest.raises(Faulty, match=r"book.yaml:20: error: not printed: “.*1\d\d\d.*\[words-lost\]"):
        make_cover(bound.project)


@pytest.mark.once
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{% for paragraph in blurb %}", "{% for paragraph in blurb[1:] %}", "not printed: “A ferry, .a ledger. and"),
        (
            '<p class="blurb">{{ paragraph }}</p>',
            '<p class="blurb">{{ paragraph }} {{ paragraph }}</p>',
            "printed again",
        ),
        (
            '<p class="author">',
            '<p class="author">{{ imprint.author }}</p><p class="author">',
            "printed again on the front",
        ),
        ("{{ balanced(imprint.title, 18) }}", "The Ferry", "not printed: “at Low Water”"),
    ],
)
def test_words_that_a_template_of_the_cover_drops_or_doubles_are_told(bound, old, new, said):
    bound.mend("styles/base/cover/cover.html.j2", old, new)
    with pytest.raises(Faulty, match=said):
        covered(bound)


# --- the bar code ----------------------------------------------------------------------------------

LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")


def decoded(modules: str) -> str:
    """The figures of an EAN-13 of 95 modules, by the tables of ISO/IEC 15420."""
    assert (modules[:3], modules[45:50], modules[92:]) == ("101", "01010", "101")
    left = [modules[at : at + 7] for at in range(3, 45, 7)]
    right = [modules[at : at + 7] for at in range(50, 92, 7)]
    inverted = [code.translate({48: "1", 49: "0"}) for code in LEFT]
    mirrored = [code[::-1] for code in inverted]
    parity = "".join("L" if code in LEFT else "G" for code in left)
    figures = [LEFT.index(code) if code in LEFT else mirrored.index(code) for code in left]
    return "".join(map(str, [PARITY.index(parity), *figures, *(inverted.index(code) for code in right)]))


@pytest.mark.parametrize("isbn", ["978-0-00-000000-2", "978 1 4419 1234 3", "9783161484100"])
def test_the_bars_are_those_of_the_isbn(isbn):
    code = bar_code(isbn)
    assert code is not None
    modules = ["0"] * 113
    for bar in code.bars:
        at, wide = round(bar.left / MODULE), round(bar.width / MODULE)
        modules[at : at + wide] = "1" * wide
    assert decoded("".join(modules)[11:106]) == "".join(char for char in isbn if char.isdigit())
    assert code.width / MM == pytest.approx(37.29, abs=0.01)
    assert "".join(code.figures) == "".join(char for char in isbn if char.isdigit())


def test_guard_bars_are_longer_than_the_others():
    code = bar_code("978-0-00-000000-2")
    assert code is not None
    tallest = max(bar.height for bar in code.bars)
    assert sum(bar.height == tallest for bar in code.bars) == 6


@pytest.mark.slow
def test_a_book_without_an_isbn_has_no_bar_code(bound):
    bound.mend("manuscript/book.yaml", "isbn: 978-0-00-000000-2\n", "")
    content = (bound.top / covered(bound).path).read_bytes()
    assert "ISBN" not in " ".join(text for text, *_ in words(content))
    assert bar_code("") is None


@pytest.mark.slow
def test_bars_and_figures_are_black_ink_alone_on_white(bound):
    content = (bound.top / covered(bound).path).read_bytes()
    left = (139.7 - 40 / MM - 28 / MM - 41) * MM
    bars = [
        each
        for each in marks(content)
        if each.kind == "fill" and each.box and 0.5 < each.width < 4 and each.box[0] > left
    ]
    bars = [each for each in bars if each.box[2] < 139.7 * MM]
    assert len(bars) == 30
    assert {each.colour.levels for each in bars} == {(0, 0, 0, 1)}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize(
    ("text", "longest", "lines"),
    [
        ("Walter Krivitsky", 18, ["Walter Krivitsky"]),
        ("The Ferry at Low Water", 18, ["The Ferry at", "Low Water"]),
        ("One", 2, ["One"]),
        ("A & B", 18, ["A &amp; B"]),
    ],
)
def test_display_lines_are_even(text, longest, lines):
    assert str(balanced(text, longest)).split("<br>") == lines


@pytest.mark.once
@pytest.mark.parametrize("style", ["classic", "modern"])
def test_every_style_of_the_press_has_a_cover_that_a_house_takes(bound, style):
    bound.mend(
        "manuscript/book.yaml",
        "style: classic\n",
        f"style: {style}\n" + COVER.format(paper="leaf: 1mm", board="0").partition("\n")[2],
    )
    made, problems = make_cover(bound.project)
    assert problems == ()
    assert bound.preflight("print-on-demand", cover=True) == 0
    printed = "".join(text for text, *_ in words((bound.top / made.path).read_bytes())).replace(" ", "")
    assert printed.count("LowWater") == 2  # on the front and on the spine
