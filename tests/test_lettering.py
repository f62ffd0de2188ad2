"""The letters of figures: which type a drawing asks for, and that none is replaced in silence."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from conftest import Project
from weasyprint.svg import SVG

from press import build as pipeline
from press.problem import Faulty
from press.style.lettering import LETTERED, families_asked_for
from press.typesetting.engine.typeset import Compositor

SHELL = '<svg xmlns="http://www.w3.org/2000/svg" width="360" height="150"{}>{}</svg>'
DRAWINGS = {
    "an attribute": ("", '<text font-family="Arial">a</text>'),
    "no family at all": ("", "<text>a</text>"),
    "the parent's": (' font-family="Arial"', '<g><text>a<tspan font-family="Georgia">b</tspan>c</text></g>'),
    "its own style": ("", '<text font-family="Arial" style="font-family: Georgia; -inkscape-font: Sans">a</text>'),
    "a sheet": (
        "",
        '<style>.a { font-family: Arial } text { font-family: "Gill Sans" }</style><text class="a">a</text>',
    ),
    "what is important": ("", "<style>text { font-family: A !important }</style><text style='font-family: B'>a</text>"),
    "size and families at once": ("", '<text style="font: 12px Arial, serif">a</text>'),
    "what is inherited outright": (' font-family="Arial"', '<text font-family="inherit">a</text>'),
    "the words after a word": (' font-family="Arial"', '<text><tspan font-family="B"/> after</text>'),
    "several": ("", "<text font-family=\"Arial, 'Gill Sans', serif\">a</text>"),
}
LETTER = 'x="9" y="50" font-family="serif" font-size="20"'
LETTERLESS = {
    "no letters": ' <text font-family="Arial"> </text>',
    "not shown": '<g display="none"><text font-family="Arial">a</text></g>',
    "a title": '<title font-family="Arial">a</title>',
    "lines": '<path d="M0 0" font-family="Arial"/>',
}


def asked_by_the_engine(svg: str) -> Iterator[str]:
    """What the engine would take each run of letters to ask for."""

    def within(node: Any) -> Iterator[str]:
        if node.tag in LETTERED and (node.text or "").strip():
            yield node.get("font-family", "")
        for child in node:
            yield from within(child)

    yield from within(SVG(ElementTree.fromstring(svg), "", None).tree)


@pytest.mark.parametrize("drawing", [pytest.param(each, id=name) for name, each in DRAWINGS.items()])
def test_a_drawing_asks_for_what_the_engine_understands(drawing: tuple[str, str]) -> None:
    svg = SHELL.format(*drawing)
    found = {family for family in asked_by_the_engine(svg) if family}
    assert set(families_asked_for(svg.encode())) == found


@pytest.mark.parametrize("drawing", [pytest.param(each, id=name) for name, each in LETTERLESS.items()])
def test_what_has_no_letters_asks_for_no_type(drawing: str) -> None:
    assert list(families_asked_for(SHELL.format("", drawing).encode())) == []


@pytest.mark.parametrize(
    "svg", [b"", b"<svg", b"\x89PNG<text", b'<?xml version="1.0" encoding="x"?><svg><text>a</text></svg>']
)
def test_what_is_no_drawing_is_left_to_the_engine(svg: bytes) -> None:
    assert list(families_asked_for(svg)) == []


@pytest.mark.parametrize("asked", ["", ' font-family="serif"', ' font-family="sans-serif" font-weight="bold"'])
def test_a_drawing_that_asks_for_no_family_has_that_which_the_sheets_give_its_picture(
    tiny: Project, asked: str
) -> None:
    tiny.mend("manuscript/book.yaml", "style: classic", "style: modern")
    tiny.write("manuscript/figures/chart.svg", SHELL.format("", f'<text x="9" y="50"{asked}>Saltmarsh</text>'))
    book, style, problems = pipeline.look_over(tiny.project)
    assert problems == ()
    compositor = Compositor(tiny.project, style, book.trim, {})
    document = compositor.render('<html style="font-family: EB Garamond"><img src="figures/chart.svg"></html>')
    document.write_pdf()
    (first, folio, other) = style.fonts
    assert other == "EB Garamond" != first
    assert {font.family for font in document.fonts.values()} == {other, folio}


FACE = '<html style="font-family: EB Garamond; font-variant-numeric: {}"><img src="figures/chart.svg"></html>'


def drawn(project: Project, figures: str, svg: str) -> list[tuple[str, ...]]:
    """The glyphs of each text that the engine draws of a drawing, lettered as a sheet says of its picture."""
    project.write("manuscript/figures/chart.svg", svg)
    book, style, _ = pipeline.look_over(project.project)
    document = Compositor(project.project, style, book.trim, {}).render(FACE.format(figures))
    with pikepdf.open(io.BytesIO(document.write_pdf())) as pdf:
        texts = (each for each in pikepdf.parse_content_stream(pdf.pages[0]) if str(each.operator) in {"Tj", "TJ"})
        *found, _folio = (tuple(str(each) for each in text.operands[0]) for text in texts)
        return found


def test_a_drawing_has_the_figures_that_the_sheets_give_its_picture(tiny: Project) -> None:
    svg = SHELL.format("", '<text x="9" y="50" font-family="EB Garamond">1941</text>')
    lining, old = (drawn(tiny, figures, svg) for figures in ("normal", "oldstyle-nums"))
    assert len(lining) == len(old) == 1
    assert lining != old


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ('<text x="9" y="50">To office</text>', 1),
        ('<text x="9" y="50">To <tspan>office</tspan> ho</text>', 3),
        ('<text x="9 30 50" y="50">Sea</text>', 3),
        ('<text x="9" y="50" letter-spacing="4">Sea</text>', 3),
    ],
)
def test_letters_of_a_drawing_are_set_as_one_unless_each_has_its_place(tiny: Project, text: str, texts: int) -> None:
    assert len(drawn(tiny, "normal", SHELL.format("", text))) == texts


def test_a_letter_may_be_of_the_very_size_for_which_its_type_is_drawn(tmp_path: Path) -> None:
    figure = '![A letter.](figures/a.svg){alt="The letter a."}\n'
    project = Project(tmp_path).small().write("manuscript/figures/a.svg", SHELL.format("", f"<text {LETTER}>a</text>"))
    project.write("manuscript/chapters/one.md", project.read("manuscript/chapters/one.md") + f"\n{figure}")
    project.mend("manuscript/book.yaml", "style: classic", "style: modern")
    assert "Source Serif" in subprocess.check_output(["pdffonts", project.make()], text=True).replace("-", " ")


def test_a_family_may_be_written_in_small_letters_or_in_quotation_marks(tiny: Project) -> None:
    letters = "<text font-family=\"'EB Garamond'\">a</text><text font-family='eb garamond'>b</text>"
    tiny.write("manuscript/figures/chart.svg", SHELL.format("", letters))
    assert pipeline.look_over(tiny.project)[2] == ()


def test_a_facsimile_is_a_figure_too(tiny: Project) -> None:
    tiny.write("manuscript/figures/leaf.svg", SHELL.format("", '<text font-family="Arial, serif">a</text>'))
    letter = "manuscript/documents/01-lantern-letter.md"
    tiny.mend(letter, "treatment: full", "treatment: facsimile\nimage: figures/leaf.svg")
    (problem,) = pipeline.look_over(tiny.project)[2]
    assert (problem.origin.path, problem.rule.name) == (letter, "missing-type")


def test_a_character_that_no_font_has_is_told_at_its_line_of_the_drawing(tiny: Project) -> None:
    letters = "<title>The ferry 河</title>\n<text>The ferry\n<tspan>&#x6e21;し</tspan>船</text>"
    letters += "\n<g display='none'><text>橋</text></g>"
    tiny.write("manuscript/figures/chart.svg", SHELL.format("", letters))
    with pytest.raises(Faulty) as fault:
        pipeline.look_over(tiny.project)
    first = SHELL.format("", letters).split("<title>")[0].count("\n") + 1
    told = [(each.origin.line - first, each.rule.name, each.message.split('"')[1]) for each in fault.value.problems]
    assert sorted(told) == [(2, "missing-glyph", each) for each in "し渡船"]
