"""The engine at arm's length: patched where it must be, and it reads nothing that is not the project's."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fontpkg
import observed
import pydyf
import pytest
import unpatched
import weasyprint
from conftest import Project
from observed import ALIKE, LINKED, PLAIN, broken, styled
from weasyprint.layout import LayoutContext
from weasyprint.text import ffi

from press.build import prepare
from press.compose.compose import Section
from press.typesetting.engine import version
from press.typesetting.engine.fetch import OutsideProject, ProjectFetcher
from press.typesetting.engine.patches.patch import Edit, Reliance, Replacement
from press.typesetting.engine.patches.table import PATCHES, apply, check
from press.typesetting.engine.typeset import Compositor

NAMES = [patch.name for patch in PATCHES]
LOSSLESS = sorted(
    set(NAMES)
    - {"keep-notes-with-calls", "let-spaces-hang", "set-paragraphs-whole", "open-paragraphs-once"}
    - {"keep-heads-of-tables", "cast-type-once"}
)
"""The patches that only save work."""


# --- how it is loaded ------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="where the loader goes by other names")
def test_no_compiler_is_run_to_look_for_its_libraries(tmp_path: Path) -> None:
    for name in ("gcc", "cc", "ld"):
        (tmp_path / name).write_text('#!/bin/sh\necho "$0" >> "${0%/*}/run"\n', encoding="ascii")
        (tmp_path / name).chmod(0o755)
    loaded = "import press.typesetting.engine, weasyprint, ctypes.util; print(ctypes.util.find_library('none-such'))"
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    found = subprocess.run([sys.executable, "-c", loaded], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "None"
    asked = (tmp_path / "run").read_text(encoding="ascii").splitlines()
    assert asked.count(str(tmp_path / "gcc")) == 1  # for what is none of its libraries


# --- what the patches are for ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def stock() -> dict[str, Any]:
    """What is observed of the engine as it comes."""
    return unpatched.without(NAMES, observed.all_of_it)


@pytest.fixture(scope="module")
def patched() -> dict[str, Any]:
    """What is observed of the engine as the press uses it."""
    return json.loads(json.dumps(observed.all_of_it()))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_engine_still_needs_the_patch(stock: dict[str, Any], name: str) -> None:
    """When this fails the engine has been mended, and the patch can go."""
    gone = name == "let-spaces-hang" and not spaces_hang()  # it is Pango's fault, and not that of every version
    assert bool(stock["faults"][name]) != gone


@pytest.mark.parametrize("name", NAMES)
def test_the_patch_is_applied_and_mends_what_it_is_for(patched: dict[str, Any], name: str) -> None:
    assert next(outcome for outcome in apply() if outcome.patch.name == name).applied
    assert not patched["faults"][name]


@pytest.mark.parametrize("name", ["columns", "furnished", "shares"])
def test_a_document_comes_out_the_same_to_the_last_digit(
    stock: dict[str, Any], patched: dict[str, Any], name: str
) -> None:
    pages = patched["documents"][name]
    assert len(pages) > 5
    assert pages == stock["documents"][name]


def test_what_is_compared_has_columns_margin_boxes_notes_and_page_numbers(patched: dict[str, Any]) -> None:
    assert max(x for page in patched["documents"]["columns"] for _, x, *_ in page) > 100
    pages = patched["documents"]["furnished"]
    words = " ".join(text for page in pages for text, *_ in page)
    assert all(said in words for said in ("left", f"aside {len(pages)}", "Note 29.", f"p. {len(pages)}"))


@pytest.mark.parametrize("width", range(150, 330, 7))
def test_a_link_in_a_paragraph_changes_no_line(width: int) -> None:
    assert broken(LINKED, width) == broken(PLAIN, width)


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


def test_only_notes_and_list_items_have_the_styles_of_notes_and_markers() -> None:
    html = "<p>Sea <em>and</em> shore.<span class='note'>So.</span></p><ul><li>Low</li></ul><q>High</q>"
    found = {(element.tag, kind) for element, kind in styled(html) if isinstance(kind, str)}
    assert found - {("q", "before"), ("q", "after")} == {
        *(("span", f"{what}-{part}") for what in ("footnote", "note") for part in ("call", "marker")),
        ("span", "note-callback"),
        ("li", "marker"),
    }


def test_what_differs_by_its_id_alone_is_styled_alike_and_keeps_its_id() -> None:
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


def test_the_pages_of_a_pdf_are_listed_again_when_there_are_more() -> None:
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary())
    listed = pdf.page_references
    pdf.add_page(pydyf.Dictionary())
    assert len(pdf.page_references) == 2 and pdf.page_references[:1] == listed


def test_letters_of_another_family_are_set_though_the_first_is_asked_for_an_axis_of_its_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Polytonic Greek is in the sans alone, which has no optical sizes."""
    faces = {"Serif": "Source Serif 4", "Sans": "Source Sans 3"}
    sheet = "".join(
        f'@font-face {{ font-family: {name}; src: url("{fontpkg.path(family).as_uri()}") }}'
        for name, family in faces.items()
    )
    html = "<p style='font-family: Serif, Sans; font-variation-settings: \"opsz\" 11'>ἀλήθεια</p>"
    fonts = weasyprint.text.fonts.FontConfiguration()
    document = weasyprint.HTML(string=html).render(
        stylesheets=[weasyprint.CSS(string=sheet, font_config=fonts)], font_config=fonts
    )
    document.write_pdf()
    assert {font.family for font in document.fonts.values()} == {"Serif", "Sans"}
    assert "nstantiate" not in caplog.text


# --- the press without a patch ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """A small book made without each of the patches, and under no name with all of them."""
    return unpatched.made_without_each(tmp_path_factory.mktemp("without"))


@pytest.mark.slow
@pytest.mark.parametrize("patch", [pytest.param(patch, id=patch.name) for patch in PATCHES if not patch.needed])
def test_without_a_patch_a_book_comes_out_right_and_it_is_told_why(made: dict[str, dict[str, Any]], patch: Any) -> None:
    whole, book = made[""], made[patch.name]
    assert whole["told"] == []
    (told,) = book["told"]
    assert "pyproject.toml: warning:" in told and patch.name in told and patch.without in told
    assert (book["letters"], book["placed"], book["strays"]) == (whole["letters"], 2, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", LOSSLESS)
def test_a_patch_that_saves_work_changes_no_byte(made: dict[str, dict[str, Any]], name: str) -> None:
    assert made[name]["pdf"] == made[""]["pdf"]


@pytest.mark.slow
def test_without_the_patch_for_it_no_paragraph_is_broken_as_a_whole(made: dict[str, dict[str, Any]]) -> None:
    assert made["set-paragraphs-whole"]["whole"] == 0 < made[""]["whole"]


@pytest.mark.slow
@pytest.mark.parametrize("patch", [pytest.param(patch, id=patch.name) for patch in PATCHES if patch.needed])
def test_without_a_patch_that_it_needs_the_press_refuses(made: dict[str, dict[str, Any]], patch: Any) -> None:
    (told,) = made[patch.name]["told"]
    assert "pyproject.toml: error:" in told and patch.name in told and "install weasyprint==" in told


@pytest.mark.slow
def test_what_is_kept_in_the_store_depends_on_the_patches(made: dict[str, dict[str, Any]]) -> None:
    fingerprints = [book["fingerprint"] for book in made.values() if "fingerprint" in book]
    assert len(set(fingerprints)) == len(fingerprints) > 1


def test_patches_are_left_out_before_the_engine_is_patched_or_not_at_all() -> None:
    with pytest.raises(RuntimeError):
        apply(["share-styles"])
    with pytest.raises(ValueError, match="no-such-patch"):
        check(["no-such-patch"])


# --- an engine of another shape --------------------------------------------------------------------

ENGINE = """
class Page:
    @property
    def width(self):
        return 3

    def place(self, box, at=0):
        return box + at

def lay_out(box, width, *, last=False):
    report = box > width
    return report
"""


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a module that might be another engine."""
    (tmp_path / "another_engine.py").write_text(ENGINE)
    monkeypatch.syspath_prepend(tmp_path)
    yield "another_engine"
    sys.modules.pop("another_engine", None)


def doubled(place: Any) -> Any:
    return lambda self, box, at=0: place(self, box, at) * 2


def test_a_function_is_edited_if_its_words_stand_there_once(other: str) -> None:
    edit = Edit(other, "lay_out", {"report = box > width": "report = ours(box)"}, {"ours": lambda box: box})
    assert list(edit.missing()) == []
    edit.make()
    module = sys.modules[other]
    assert module.lay_out(7, 9) == 7
    again = Edit(other, "lay_out", {"return report": "return report * 2"})
    assert list(again.missing()) == []
    again.make()
    assert module.lay_out(7, 9) == 14
    assert list(edit.missing()) != []
    method = Edit(other, "Page.place", {"box + at": "box - at"})
    method.make()
    assert module.Page().place(7, 2) == 5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Edit("another_engine", "lay_out", {"report = False": ""}), "lay_out has 'report = False' 0 times"),
        (Edit("another_engine", "lay_out", {"report": "told"}), "lay_out has 'report' 2 times"),
        (Edit("another_engine", "set_type", {"report": "told"}), "another_engine.set_type"),
        (Edit("no_engine", "lay_out", {"report": "told"}), "no_engine.lay_out"),
        (
            Replacement("another_engine", "lay_out", lambda _: lambda box, width: 0),
            "lay_out takes (box, width, *, last",
        ),
        (Replacement("another_engine", "Page.place", lambda _: lambda self, at, box=0: 0), "not (self, at, box=0)"),
        (Replacement("another_engine", "Page.height", lambda _: lambda self: 0), "no another_engine.Page.height"),
        (Replacement("no_engine", "lay_out", lambda _: lambda self: 0), "no no_engine.lay_out"),
        (Reliance("another_engine", "Page.place", "(self, box)"), "takes (self, box, at=0), not (self, box)"),
        (Reliance("another_engine", "Page.part", "(self, box)"), "no another_engine.Page.part"),
    ],
)
def test_what_another_engine_lacks_is_told(other: str, change: Any, told: str) -> None:
    (missing,) = change.missing()
    assert told in missing


def test_a_function_with_the_same_parameters_is_replaced_and_a_property_read(other: str) -> None:
    changes = (
        Replacement(other, "Page.place", doubled),
        Replacement(other, "Page.width", lambda read: lambda self: read(self) + 1),
        Reliance(other, "lay_out", "(box, width, *, last=False)"),
    )
    assert [missing for change in changes for missing in change.missing()] == []
    for change in changes:
        change.make()
    page = sys.modules[other].Page()
    assert (page.place(3, at=1), page.width) == (8, 4)


def test_a_build_tells_every_patch_that_does_not_fit_and_stops_at_one_it_needs() -> None:
    called_otherwise = "weasyprint.layout.block.block_box_layout = lambda context, box: None"
    told = unpatched.told_by_a_build(f"{called_otherwise}; del weasyprint.pdf.build_fonts_dictionary")
    assert [(each.split(":")[1].strip(), "set-columns-once" in each, "cast-type-once" in each) for each in told] == [
        ("warning", False, False),  # fit-verse, which edits the same function
        ("warning", True, False),
        ("error", False, True),
    ]


def test_with_another_version_of_the_engine_nothing_is_made(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert version.version_problems() == ()
    monkeypatch.setattr(version, "TESTED", "1.0")
    assert tiny.build() == 1
    assert "but the press is tested with 1.0 [engine-version]" in capsys.readouterr().err


# --- memory ----------------------------------------------------------------------------------------


def test_a_drawing_does_not_keep_the_layout_that_it_was_shown_in(tiny: Project) -> None:
    tiny.write("manuscript/figures/buoy.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    compositor = Compositor(tiny.project, prepare(tiny.project)[1], "", {})
    gc.collect()
    before = len(contexts())
    layout = compositor.lay_out(Section("x", '<p><img src="figures/buoy.svg" alt="A buoy">', ()), False)
    assert len(contexts()) == before + 1
    del layout
    compositor.forget()
    gc.collect()
    assert len(contexts()) == before


def contexts() -> list[LayoutContext]:
    """The engine's contexts of layouts that are still in memory."""
    return [each for each in gc.get_objects() if isinstance(each, LayoutContext)]


# --- what it may read ------------------------------------------------------------------------------


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
def test_nothing_outside_the_project_is_fetched(tmp_path: Path, url: str) -> None:
    fetcher = ProjectFetcher((tmp_path,), {"EB Garamond": (Path(fontpkg.path("EB Garamond")),)})
    with pytest.raises(OutsideProject):
        fetcher.fetch(url)


def test_a_link_that_leads_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "picture.svg").symlink_to(tmp_path / "secret.txt")
    fetcher = ProjectFetcher((inside,), {})
    with pytest.raises(OutsideProject):
        fetcher.fetch((inside / "picture.svg").as_uri())
    with pytest.raises(OutsideProject):
        fetcher.fetch(inside.as_uri() + "/../secret.txt")


def test_what_lies_within_the_project_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { margin: 0 }")
    fetcher = ProjectFetcher((tmp_path,), {})
    assert fetcher.fetch((tmp_path / "a.css").as_uri()).read() == b"p { margin: 0 }"
