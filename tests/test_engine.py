"""The engine at arm's length: it breaks lines where they are full, and reads nothing that is not the project's."""

from __future__ import annotations

import gc
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import fontpkg
import pydyf
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext
from weasyprint.layout import block as block_layout
from weasyprint.layout import page as page_layout
from weasyprint.text import ffi

from press.build import prepare
from press.compose.compose import Section
from press.typesetting.engine.fetch import OutsideProject, ProjectFetcher
from press.typesetting.engine.patches import PATCHED
from press.typesetting.engine.typeset import Compositor
from press.typesetting.engine.version import version_problem

GARAMOND = fontpkg.path("EB Garamond").as_uri()
CSS = """
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }}
@page {{ size: 400px 600px; margin: 0 }}
body {{ margin: 0; font: 14.667px/18px "EB Garamond" }}
p {{ margin: 0; width: {width}px }}
"""
PLAIN = (
    "Krivitsky travels to the Doberts farm near Barboursville and buys p.\u00a0110 a pistol at Charlottesville again "
    "and then goes home to the apartment where he lives"
)
LINKED = PLAIN.replace("p.\u00a0110", '<a href="#x">p.\u00a0110</a>')


def lines(text: str, width: int) -> list[str]:
    """The lines into which the engine breaks a paragraph."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=CSS.format(font=GARAMOND, width=width), font_config=fonts)
    html = f"<html lang='en-GB'><p id='x'>{text}</p></html>"
    page = weasyprint.HTML(string=html).render(stylesheets=[sheet], font_config=fonts).pages[0]
    found = [box for box in page._page_box.descendants() if isinstance(box, boxes.LineBox)]
    return ["".join(b.text for b in line.descendants() if isinstance(b, boxes.TextBox)).strip() for line in found]


@pytest.mark.parametrize("width", range(150, 330, 7))
def test_a_link_in_a_paragraph_changes_no_line(width):
    assert lines(LINKED, width) == lines(PLAIN, width)


def spaces_hang() -> bool:
    """Whether Pango keeps a word on a line where there is no room for the space after it: 1.50 does, 1.56 does not."""
    new, pango, release = ffi.ffi.new, ffi.pango, ffi.gobject.g_object_unref
    fonts = ffi.ffi.gc(ffi.pangoft2.pango_ft2_font_map_new(), release)
    context = ffi.ffi.gc(pango.pango_font_map_create_context(fonts), release)
    layout = ffi.ffi.gc(pango.pango_layout_new(context), release)
    pango.pango_layout_set_text(layout, b"two words", -1)
    box = new("PangoRectangle *")
    pango.pango_layout_line_get_extents(pango.pango_layout_get_line_readonly(layout, 0), ffi.ffi.NULL, box)
    pango.pango_layout_set_text(layout, b"two words ", -1)
    pango.pango_layout_set_width(layout, box.width + 1)
    return bool(pango.pango_layout_get_line_readonly(layout, 1) == ffi.ffi.NULL)


def test_the_stock_engine_still_breaks_too_early_before_a_link_where_pango_lets_spaces_hang():
    """When this fails the engine has been mended, and `let_spaces_hang` can go."""
    program = (
        "import weasyprint, sys; version = weasyprint.__version__; weasyprint.__version__ = 'stock'\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import test_engine; print(test_engine.lines(test_engine.LINKED, 185)[1])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (run.stdout.strip() == "farm") == spaces_hang()


def styled(html: str, *sheets: str) -> dict[tuple[Any, Any], Any]:
    """The styles that the engine computes: element and pseudo-element → style."""
    fonts, counters = weasyprint.text.fonts.FontConfiguration(), weasyprint.css.counters.CounterStyle()
    options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": [weasyprint.CSS(string=sheet) for sheet in sheets]}
    build = weasyprint.document.Document._build_layout_context
    return build(weasyprint.HTML(string=html), fonts, counters, {}, options).style_for._computed_styles


def test_only_notes_and_list_items_have_the_styles_of_notes_and_markers():
    html = "<p>Sea <em>and</em> shore.<span class='note'>So.</span></p><ul><li>Low</li></ul><q>High</q>"
    found = {(element.tag, kind) for element, kind in styled(html) if isinstance(kind, str)}
    assert found - {("q", "before"), ("q", "after")} == {
        *(("span", f"{what}-{part}") for what in ("footnote", "note") for part in ("call", "marker")),
        ("span", "note-callback"),
        ("li", "marker"),
    }


ALIKE = """
<p id="a"><em>one</em></p><p id="b"><em id="c">two</em></p><p><em>three</em></p>
<p id="d" style="color: red"><em>four</em></p><p id="e" lang="de"><em>five</em></p>
<p id="f" class="big"><em>six</em></p>
"""


def test_what_differs_by_its_id_alone_is_styled_alike_and_keeps_its_id():
    found = styled(ALIKE, ".big { font-size: 30px } #b { margin-top: 7px }")
    em = {element.text: style for (element, kind), style in found.items() if element.tag == "em" and kind is None}
    p = [style for (element, kind), style in found.items() if element.tag == "p" and kind is None]
    assert [style["anchor"] for style in p] == ["a", "b", None, "d", "e", "f"]
    assert [em[word]["anchor"] for word in em] == [None, "c", None, None, None, None]
    assert [style["margin_top"].value for style in p][1] == 7
    assert em["one"] is em["three"] is not em["four"]
    assert em["five"]["lang"] == "de" and em["one"]["lang"] is None
    assert [em[word]["font_size"] for word in em] == [16, 16, 16, 16, 16, 30]
    assert em["four"]["color"] != em["one"]["color"] == em["two"]["color"]


def test_a_drawing_does_not_keep_the_layout_that_it_was_shown_in(tiny):
    tiny.write("manuscript/figures/buoy.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    compositor = Compositor(tiny.project, prepare(tiny.project)[1], "", {})
    gc.collect()
    before = len(layouts())
    sheets = compositor.lay_out(Section("x", '<p><img src="figures/buoy.svg" alt="A buoy">', ()), False)
    assert len(layouts()) == before + 1
    del sheets
    compositor.forget()
    gc.collect()
    assert len(layouts()) == before


def layouts() -> list[LayoutContext]:
    return [each for each in gc.get_objects() if isinstance(each, LayoutContext)]


COLUMNS = """
@page {{ size: 200px 300px; margin: 0 }} body {{ margin: 0; font: 12px/15px "EB Garamond" }}
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }} div {{ columns: 2; column-gap: 10px }} p {{ margin: 0 }}
"""


def test_every_full_column_is_set_once_and_stands_where_it_would_have_stood(monkeypatch):
    entries = "".join(f"<p>Entry {n}, {n + 3}, {n + 7} and some more</p>" for n in range(120))
    html, set_of = f"<html lang='en-GB'><div>{entries}</div></html>", list[str]()
    line = block_layout._linebox_layout

    def counted(context, box, *rest, **named):
        set_of.append(next(b.text for b in box.descendants() if isinstance(b, boxes.TextBox)))
        return line(context, box, *rest, **named)

    def words(version: str) -> list[tuple[str, float, float]]:
        if version == "stock":
            monkeypatch.setattr(block_layout, "block_box_layout", block_layout.block_box_layout.__wrapped__)
        set_of.clear()
        fonts = weasyprint.text.fonts.FontConfiguration()
        sheet = weasyprint.CSS(string=COLUMNS.format(font=GARAMOND), font_config=fonts)
        pages = weasyprint.HTML(string=html).render(stylesheets=[sheet], font_config=fonts).pages
        found = (box for page in pages for box in page._page_box.descendants() if isinstance(box, boxes.TextBox))
        return [(box.text, round(box.position_x, 6), round(box.position_y, 6)) for box in found]

    monkeypatch.setattr(block_layout, "_linebox_layout", counted)
    ours, least = words("ours"), len(set_of)
    assert ours == words("stock")
    assert least < len(set_of) * 0.7
    assert max(x for _, x, _ in ours) > 100


def test_the_pages_of_a_pdf_are_listed_once_and_again_when_there_are_more():
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary())
    listed = pdf.page_references
    assert pdf.page_references is listed
    pdf.add_page(pydyf.Dictionary())
    assert len(pdf.page_references) == 2 and pdf.page_references[:1] == listed


FURNISHED = """
@page { size: 200px 240px; margin: 30px 10px; @top-center { content: counter(page) } @footnote { margin-top: 6px } }
@page :left { @bottom-left { content: "left" } } @page :first { @top-center { content: none } }
@page aside { @bottom-right { content: "aside " counter(pages) } }
body { margin: 0; font: 12px/15px "EB Garamond" } p { margin: 0 } .aside { page: aside }
.note { float: footnote } a::after { content: " p. " target-counter(attr(href), page) }
@font-face { font-family: "EB Garamond"; src: url("{font}") }
"""


class Searched(list[Any]):
    """A list that counts what is looked for in it in vain."""

    in_vain = 0

    def __contains__(self, each: object) -> bool:
        found = super().__contains__(each)
        Searched.in_vain += not found
        return found

    def copy(self) -> Searched:
        return Searched(self)


def test_the_engine_looks_only_where_something_can_be_and_sets_the_same_pages(monkeypatch):
    html = "<html lang='en-GB'>" + "".join(
        f"<p id='p{n}' class='{'aside' if 20 < n < 30 else ''}'>Paragraph <em id='p{n // 2}'>{n}</em>, for which "
        f"<a href='#p{59 - n}'>see</a>.<span class='note'>Note {n}.</span></p>"
        for n in range(60)
    )
    begin = LayoutContext.__init__

    def begun(context: Any, *rest: Any, **named: Any) -> None:
        begin(context, *rest, **named)
        context.footnotes = Searched()

    def pages() -> list[list[tuple[str, float, float]]]:
        Searched.in_vain = 0
        fonts = weasyprint.text.fonts.FontConfiguration()
        sheet = weasyprint.CSS(string=FURNISHED.replace("{font}", GARAMOND), font_config=fonts)
        made = weasyprint.HTML(string=html).render(stylesheets=[sheet], font_config=fonts).pages
        return [
            [(box.text, box.position_x, box.position_y) for box in page._page_box.descendants() if text_of(box)]
            + [(anchor, *spot) for anchor, spot in sorted(page.anchors.items())]
            for page in made
        ]

    monkeypatch.setattr(LayoutContext, "__init__", begun)
    ours, in_vain = pages(), Searched.in_vain
    assert len(ours) > 10
    words = " ".join(text for page in ours for text, *_ in page)
    assert all(said in words for said in ("left", f"aside {len(ours)}", "Note 59.", f"p. {len(ours)}"))
    for module, names in (
        (block_layout, ["_linebox_layout"]),
        (page_layout, ["make_page", "set_page_type_computed_styles"]),
    ):
        stock = stock_of(module)
        for name in names:
            monkeypatch.setattr(module, name, getattr(stock, name))
    assert pages() == ours
    assert in_vain == 0 < Searched.in_vain


def text_of(box: Any) -> bool:
    return isinstance(box, boxes.TextBox)


def stock_of(module: ModuleType) -> ModuleType:
    """A module of the engine as it was installed."""
    spec = importlib.util.spec_from_file_location(f"{module.__name__}_stock", str(module.__file__))
    assert spec and spec.loader
    stock = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stock)
    return stock


def test_the_patches_are_in_force():
    assert PATCHED
    assert version_problem() is None


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://example.org/x.css",
        "http://localhost/x",
        "ftp://example.org/x",
        "font:Comic Sans/roman",
        "font:../../etc/passwd",
    ],
)
def test_nothing_outside_the_project_is_fetched(tmp_path, url):
    fetcher = ProjectFetcher((tmp_path,), {"EB Garamond": (Path(fontpkg.path("EB Garamond")),)})
    with pytest.raises(OutsideProject):
        fetcher.fetch(url)


def test_a_link_that_leads_out_of_the_project_is_not_followed(tmp_path):
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "picture.svg").symlink_to(tmp_path / "secret.txt")
    fetcher = ProjectFetcher((inside,), {})
    with pytest.raises(OutsideProject):
        fetcher.fetch((inside / "picture.svg").as_uri())
    with pytest.raises(OutsideProject):
        fetcher.fetch(inside.as_uri() + "/../secret.txt")


def test_what_lies_within_the_project_is_fetched(tmp_path):
    (tmp_path / "a.css").write_text("p { margin: 0 }")
    fetcher = ProjectFetcher((tmp_path,), {})
    assert fetcher.fetch((tmp_path / "a.css").as_uri()).read() == b"p { margin: 0 }"
