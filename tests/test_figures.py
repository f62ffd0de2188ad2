"""Figures: side by side in rows of one height, plates and their numbers, credits, decoration, and leave to print."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pypandoc
import pytest
from approved import approved, in_style, styles_of
from conftest import TESTS, Project
from hypothesis import given
from hypothesis import strategies as st
from leaves import Page, golden_text, read_pages
from PIL import Image
from test_styles import folio
from typescripts import Imported

from press import cli
from press.build import look_over
from press.compose.figure_rows import GAP, WIDEST, figure_rows
from press.compose.labels import Labels
from press.editing.blocks import parse_headed
from press.editing.permissions import permission_log, uncleared
from press.fields import Written
from press.places import Folio
from press.prepress.house import read_house
from press.prepress.preflight import preflight
from press.problem import Origin, Problem, Severity
from press.style.drawings import proportion_of_drawing
from press.style.pictures import with_proportions
from press.text import Figure, FigureGroup, plain
from press.typesetting.parted import parted_figures
from press.words.plain_markdown import UnitNotes, read_plain

FIGURES = TESTS / "books" / "figures"
NOWHERE = Origin("x")
CHAPTER = "manuscript/chapters/1-harbour.md"


def group(text: str) -> FigureGroup:
    """The group that a text consists of."""
    problems: list[Problem] = []
    _, (found,) = parse_headed((), Written(text, Origin("chapter", 1)), problems)
    assert not problems
    assert isinstance(found, FigureGroup)
    return found


# --- as they are written -----------------------------------------------------------------------------

PANELS = ('![One.](a.svg){#one alt="x"}', '![](b.svg){alt="y" credit="*Me*"}')


@pytest.mark.parametrize("between", ["\n", "\n\n", " "])
@pytest.mark.parametrize("opening", ["{.figures #both}", "{#both .figures}"])
def test_pictures_of_a_group_stand_in_paragraphs_of_their_own_or_together(opening: str, between: str) -> None:
    found = group(f"::: {opening}\n{between.join(PANELS)}\n\nBoth of them.\n:::")
    assert [(each.path, plain(each.caption), str(each.credit)) for each in found.figures] == [
        *(("a.svg", "One.", ""), ("b.svg", "", "Me"))
    ]
    assert (found.anchor, plain(found.caption)) == ("both", "Both of them.")


def test_a_group_needs_no_braces() -> None:
    assert len(group("::: figures\n{}\n\n{}\n\nBoth.\n:::".format(*PANELS)).figures) == 2


# --- in rows ---------------------------------------------------------------------------------------------


def rows(*proportions: float) -> list[list[tuple[float, float]]]:
    """The rows of a group of pictures so wide for their height: the width and the height of each."""
    figures = tuple(Figure(str(n), (), "x", NOWHERE) for n, _ in enumerate(proportions))
    made = figure_rows(FigureGroup(figures, (), NOWHERE), {str(n): each for n, each in enumerate(proportions)})
    assert [panel.figure for row in made for panel in row] == [*figures]
    assert all((panel.gap > 0) == (n > 0) for row in made for n, panel in enumerate(row))
    return [[(panel.width, panel.width / proportions[int(panel.figure.path)]) for panel in row] for row in made]


def test_two_pictures_of_any_shape_share_the_measure() -> None:
    ((wide, narrow),) = rows(1.5, 0.9)
    assert wide[0] + narrow[0] + GAP == pytest.approx(100, abs=0.01)
    assert wide[1] == pytest.approx(narrow[1], abs=0.01)


def test_tall_pictures_are_no_higher_than_the_measure_is_wide() -> None:
    assert [round(high) for _, high in rows(0.3, 0.3)[0]] == [100, 100]


def test_what_would_grow_too_small_goes_to_another_row() -> None:
    assert [len(row) for row in rows(*[1.5] * 4)] == [2, 2]
    assert [len(row) for row in rows(0.65, 0.65, 0.65)] == [3]
    assert [len(row) for row in rows(6, 6)] == [1, 1]


@given(st.lists(st.floats(0.2, 8), min_size=2, max_size=26))
def test_all_are_of_one_height_and_no_row_is_wider_than_the_measure(proportions: list[float]) -> None:
    found = rows(*proportions)
    heights = [high for row in found for _, high in row]
    assert max(heights) - min(heights) < 0.02
    for row in found:
        assert sum(wide for wide, _ in row) + GAP * (len(row) - 1) <= 100.1
    widths = iter(proportions)
    assert all(sum(next(widths) for _ in row) <= WIDEST or len(row) == 1 for row in found)


def test_a_picture_is_as_wide_as_it_will_be_seen(tmp_path: Path) -> None:
    project = Project(tmp_path, FIGURES)
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    Image.new("L", (30, 20)).save(out, "JPEG", exif=exif)
    project.write("manuscript/figures/turned.jpg", out.getvalue())
    text = project.read(CHAPTER).replace("figures/boat-1.svg", "figures/turned.jpg")
    project.write(CHAPTER, text).remove("manuscript/figures/boat-1.svg")
    book, _, _ = look_over(project.project)
    assert book.proportions["figures/turned.jpg"] == pytest.approx(2 / 3)
    assert book.proportions["figures/boat-2.svg"] == 1
    assert with_proportions(book, project.project) == book


@pytest.mark.parametrize(
    ("said", "wide"),
    [
        ('width="30" height="20"', 1.5),
        ('width="1in" height="36pt"', 2),
        ('width="100%" viewBox="0 0 40 10"', 4),
        ('viewBox="-5,-5,10,20"', 0.5),
        ("", 0),
        ('width="0" height="10"', 0),
    ],
)
def test_a_drawing_says_its_shape_in_its_sides_or_in_its_box(said: str, wide: float) -> None:
    assert proportion_of_drawing(f'<svg xmlns="http://www.w3.org/2000/svg" {said}/>'.encode()) == wide


# --- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbered", "labels"),
    [
        ("apart", "figure 1, figure 1b, figure 2, plate\u00a01, plate\u00a02, figure 3, plate\u00a03b"),
        ("figures", "figure 1, figure 1b, figure 2, figure 3, figure 4, figure 5, figure 6b"),
    ],
)
def test_plates_are_counted_apart_or_among_the_figures(numbered: str, labels: str, tmp_path: Path) -> None:
    project = Project(tmp_path, FIGURES).write(
        "styles/classic/style.yaml",
        (TESTS.parent / "styles/classic/style.yaml").read_text(encoding="utf-8")
        + f"\nplates: {{numbered: {numbered}}}\n",
    )
    book, style, _ = look_over(project.project)
    asked = ("sides", "east", "boats", "night", "chart", "facsimile", "built")
    found = [Labels(book, style).label(book.targets[anchor], "harbour", "") for anchor in asked]
    assert ", ".join(found) == labels


def test_what_fits_on_no_page_is_told_once(tmp_path: Path) -> None:
    book, _, _ = look_over(Project(tmp_path, FIGURES).project)
    first, second = Folio(5, 1, False), Folio(6, 2, False)
    places = {"sides": (first,), "west": (first,), "east": (second,), "boats": (first,), "chart": (first, second)}
    assert [f"{each.origin}: {each.message}" for each in parted_figures(book, places)] == [
        "manuscript/chapters/1-harbour.md:9: a group of figures fits on no page: it begins on p. 1 and ends on p. 2",
        "manuscript/chapters/1-harbour.md:42: a figure fits on no page: it begins on p. 1 and ends on p. 2",
    ]


# --- leave to print them ---------------------------------------------------------------------------------


def test_the_log_tells_of_every_record_and_of_every_picture_without_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path, FIGURES)
    book, _, _ = look_over(project.project)
    states = {row[0]: row[2] for row in permission_log(book, "3000-01-01")}
    assert states["facsimile"] == "cleared"
    assert states["figures/night.svg"] == "lapsed on 2999"
    assert states["figures/chart.svg"] == "no record"
    assert "figures/page-1.svg" not in states  # it is of the group
    assert "figures/rope.svg" not in states  # it is decoration
    assert cli.permissions(project.project) == 0
    assert "facsimile\tThe heirs of E. Harrow\tcleared\t2001-05-03\tletter to A. Compiler" in capsys.readouterr().out


def test_a_book_that_requires_leave_is_not_built_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project(tmp_path, FIGURES).mend(
        "manuscript/book.yaml", "slug: figures", "slug: figures\npermissions: required"
    )
    for task in (project.build, project.check, lambda: cli.html(project.project)):
        assert task() == 1
        assert "figures/chart.svg is printed without leave: there is no record of it" in capsys.readouterr().err


def test_leave_to_print_may_be_wanting_where_only_the_reading_edition_is_made(tmp_path: Path) -> None:
    project = Project(tmp_path, FIGURES).mend(
        "manuscript/book.yaml", "slug: figures", "slug: figures\npermissions: print"
    )
    book, _, _ = look_over(project.project)
    assert {each.severity for each in uncleared(book, "3000-01-01")} == {Severity.ERROR}
    assert {each.severity for each in uncleared(book, "3000-01-01", ("reading",))} == {Severity.WARNING}
    assert project.check() == 1


def test_the_reading_edition_is_made_alone(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    small = tiny.small()
    assert cli.build(small.project, reading=True) == 0
    assert "no print edition has been made" in capsys.readouterr().out
    assert [path.name.rpartition("-")[2] for path in small.project.dist.glob("*.pdf")] == ["reading.pdf"]


# --- read again ------------------------------------------------------------------------------------------

ALL = '::: {.figures #both credit="Ours"}\n{}\n\n{}\n\nBoth.\n:::\n\nAfter.'.replace("{}", "%s") % PANELS


@pytest.mark.parametrize(("credits", "said"), [(True, "one me both ours after"), (False, "one both after")])
def test_the_account_reads_captions_and_whose_the_pictures_are(credits: bool, said: str) -> None:
    run, _ = read_plain(ALL, 1, UnitNotes("chapter", credits=credits))
    assert " ".join(word.letters for word in run.words if word.sure) == said


@pytest.mark.parametrize(
    "plate", ['![At\nnight.](a.svg){at=plate alt="x"}', ALL.replace("#both", "at=plate").removesuffix("\n\nAfter.")]
)
def test_the_account_does_not_look_for_a_plate_in_the_text(plate: str) -> None:
    run, _ = read_plain(f"Before.\n\n{plate}\n\nAfter.", 1, UnitNotes("chapter"))
    assert [word.letters for word in run.words] == ["before", "after"]


# --- brought in from outside -----------------------------------------------------------------------------

GROUP = (
    '::: {.figures}\n![One.](figures/figure-1.svg){alt="The first."}\n\n'
    '![Two.](figures/figure-2.svg){alt="The second."}\n\nBoth of them.\n:::'
)
NESTED = (
    '<figure><figure><img src="a.svg" alt="The first."><figcaption>(a) One.</figcaption></figure>\n'
    '<figure><img src="b.svg" alt="The second."><figcaption>(b) Two.</figcaption></figure>\n'
    "<figcaption>Figure 3. Both of them.</figcaption></figure>"
)
PANDOC = '::: {{{}}}\n![One.](a.svg){{alt="The first."}}\n\n![Two.](b.svg){{alt="The second."}}\n\nBoth of them.\n:::\n'
BROUGHT = {
    "html": f"<h1>A</h1><p>t</p>{NESTED}<p>t</p>",
    "md": "# A\n\nt\n\n" + PANDOC.format(".figures"),
    "md of crossref": "# A\n\nt\n\n" + PANDOC.format("#fig:both"),
    "md with HTML": "# A\n\nt\n\n" + NESTED.replace("><", ">\n\n<").replace(">\n<", ">\n\n<") + "\n\nt\n",
}


def picture(wide: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="9"/>'


@pytest.mark.parametrize("kind", BROUGHT)
def test_pictures_side_by_side_are_brought_in_as_a_group(kind: str, tmp_path: Path) -> None:
    project = Imported(tmp_path)
    project.typescript("a.svg", picture(8))
    project.typescript("b.svg", picture(9))
    assert project.accept(project.typescript(f"t.{kind.partition(' ')[0]}", BROUGHT[kind])) == 0
    assert GROUP in project.chapters()


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_pictures_in_one_line_of_a_word_processor_are_a_group_if_they_have_one_caption(
    suffix: str, tmp_path: Path
) -> None:
    project = Imported(tmp_path)
    names = [project.typescript(f"{name}.png", dots(wide)) for name, wide in (("a", 8), ("b", 9))]
    text = f"# A\n\nt\n\n![The first.]({names[0]}) ![The second.]({names[1]})\n\nFigure 3. Both of them.\n\nt\n"
    file = project.top / "desk" / f"t.{suffix}"
    pypandoc.convert_text(text, suffix, format="markdown-implicit_figures", outputfile=str(file))
    described(file)
    assert project.accept(file) == 0
    group = project.chapters().partition("::: {.figures}\n")[2]
    assert group.count("![](figures/figure-") == 2
    assert 'alt="The first."' in group
    assert "\n\nBoth of them.\n:::" in group


def described(file: Path) -> None:
    """Put into an .odt what a word processor keeps of its pictures, and pandoc does not write."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    words = iter(("The first.", "The second."))
    if "content.xml" in parts:
        end = re.compile(rb"</draw:frame>")
        parts["content.xml"] = end.sub(
            lambda _: f"<svg:desc>{next(words)}</svg:desc></draw:frame>".encode(), parts["content.xml"]
        )
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def dots(wide: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (wide, 9)).save(out, "PNG")
    return out.getvalue()


def test_decoration_and_credits_of_an_author_are_kept(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    project.typescript("a.svg", picture(8))
    text = '# A\n\nt\n\n![](a.svg){.decorative}\n\nt\n\n![It.](a.svg){alt="What it is." credit="Ours"}\n'
    assert project.accept(project.typescript("t.md", text)) == 0
    assert "![](figures/figure-1.svg){.decorative}" in project.chapters()
    assert '![It.](figures/figure-1.svg){alt="What it is." credit="Ours"}' in project.chapters()


# --- on the page -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=styles_of("figures"))
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A style, and the book of figures in it."""
    return request.param, in_style(tmp_path_factory.mktemp("figures"), "figures", request.param).make()


@pytest.fixture(scope="module")
def pages(printed: tuple[str, Path]) -> tuple[Page, ...]:
    """The pages of the book."""
    return read_pages(printed[1])


@pytest.mark.slow
def test_the_pages_with_figures_read_as_they_have_been_approved(
    printed: tuple[str, Path], pages: tuple[Page, ...]
) -> None:
    assert golden_text(pages, folio) == approved("figures", printed[0])


def test_pictures_of_a_row_have_their_captions_at_one_height(pages: tuple[Page, ...]) -> None:
    words = {word.text: word for page in pages for word in page.words if word.text in ("lugger.", "yawl.", "wherry.")}
    assert words["lugger."].top == pytest.approx(words["yawl."].top, abs=0.1)
    assert words["wherry."].top > words["lugger."].top + 50


def test_decoration_is_no_part_of_what_the_book_says(printed: tuple[str, Path]) -> None:
    with pikepdf.open(printed[1]) as pdf:
        told = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            content = [each for each in pikepdf.parse_content_stream(page) if str(each.operator) == "BDC"]
            numbers = [int(said.MCID) for said in (each.operands[1] for each in content) if "/MCID" in said]
            assert all(owners[int(page.obj.StructParents)][number] is not None for number in numbers)
    assert len(told) == 14
    assert all(each.strip() for each in told)


def test_a_plate_that_bleeds_reaches_the_end_of_the_bleed(printed: tuple[str, Path]) -> None:
    file = printed[1].with_name("figures-print.pdf")
    house = read_house(Project(printed[1].parents[1], FIGURES).project, "offset")
    (found,) = [each for each in preflight(file.read_bytes(), house, "x") if each.name == "painted into the bleed"]
    assert (found.passed, found.found.partition(" ")[2]) == (True, "edges")


def test_the_book_without_pages_has_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project(tmp_path, FIGURES)
    assert cli.html(project.project) == 0, capsys.readouterr().err
    html = project.read("dist/figures.html")
    assert html.count('<div class="panel"') == 12
    assert '<div class="decorative"><img src="data:image/svg+xml;base64,' in html
    assert html.count('alt=""') == 1
    assert html.index('id="night"') > html.index('id="facsimile"')
