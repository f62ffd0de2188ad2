"""Preflight reads the file and nothing else: a good one passes, and each fault put into it is found on its page."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pikepdf
import pytest
from conftest import TOP
from pikepdf import Array, Dictionary, Name, Stream
from pressed import SVG, draw, order, printed

from press.fields import Length, Written
from press.prepress.house import House, MarginsRecord, PagesRecord, read_house, size_of
from press.prepress.preflight import Checked, preflight
from press.prepress.print_edition import print_edition
from press.problem import Faulty, Origin
from press.project import Project

PAGES = "<p>First page<p style='break-before: page'>Second page<hr style='border: 0; height: 1pt; background: #000'>"


@pytest.fixture(scope="module")
def good() -> bytes:
    """Two pages that a house takes."""
    return printed(PAGES, bleed=9.0)


def house(**otherwise: object) -> House:
    """A house that takes two pages of 300 × 400 points."""
    margin = Length(36.0, "0.5in")
    asked: dict[str, object] = {
        "name": "a house",
        "bleed": Length(9.0, "0.125in"),
        "marks": "none",
        "margins": (MarginsRecord(1, margin, margin, margin, margin),),
        "pages": PagesRecord(2, 2, 10),
        "ink": 300,
        "pdfx": "PDF/X-4",
        "resolution": 300,
        "line_art": 600,
        "hairline": Length(0.25, "0.25pt"),
        "black_text": True,
        "trim": (Written("300pt 400pt", Origin("")),),
    }
    return House(**{**asked, **otherwise})  # type: ignore[arg-type]


def faults(content: bytes, asked: House | None = None) -> dict[str, Checked]:
    """The checks that a file does not pass, by name."""
    return {each.name: each for each in preflight(content, asked or house(), "x.pdf") if not each.passed}


def spoiled(content: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A file after something has been done to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spoil(pdf)
        pdf.save(out)
    return out.getvalue()


def painting(operators: str, page: int = 1, **resources: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    """Paint something more on a page, in its own coordinates."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        there = pdf.pages[page - 1]
        there.contents_add(Stream(pdf, b"q\n"), prepend=True)
        there.contents_add(Stream(pdf, f"Q\n{operators}".encode()))
        for category, things in resources.items():
            merged = there.obj.Resources.get(f"/{category}", Dictionary())
            for name, thing in things.items():
                merged[name] = thing
            there.obj.Resources[f"/{category}"] = merged

    return spoil


def without_level(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata, pdf.trailer["/Info"]


def test_a_good_file_passes_every_check(good):
    checks = preflight(good, house(), "x.pdf")
    assert len(checks) > 20
    assert [each for each in checks if not each.passed] == []


def test_what_was_found_is_said_with_its_page(good):
    checks = {each.name: each for each in preflight(good, house(), "x.pdf")}
    assert checks["trim"].found == "105.8 × 141.1 mm"
    assert checks["bleed"].found == "3.175 mm"
    assert (checks["rules"].found, checks["rules"].page) == ("1pt", 2)
    assert checks["text"].found == "all of 2 runs"
    assert checks["output intent"].found == "CGATS TR 001"
    inner = checks["inner margin"]
    assert 14 < float(inner.found.removesuffix(" mm")) < 15  # 40 points


@pytest.mark.parametrize(
    ("name", "page", "spoil"),
    [
        ("PDF/X level", 0, without_level),
        ("output intent", 0, lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
        ("output intent", 0, lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.__setitem__("/N", 3)),
        ("boxes", 2, lambda pdf: pdf.pages[1].obj.__delitem__("/TrimBox")),
        ("boxes", 2, lambda pdf: pdf.pages[1].obj.__setitem__("/BleedBox", Array([9, 0, 300, 400]))),
        ("boxes", 2, lambda pdf: pdf.pages[1].obj.__setitem__("/TrimBox", Array([0, 0, 290, 400]))),
        ("bleed", 2, lambda pdf: pdf.pages[1].obj.__setitem__("/BleedBox", Array([-9, -9, 309, 405]))),
        ("painted into the bleed", 1, painting("0 0 0 .2 k 0 200 300 100 re f")),
        ("painted into the bleed", 2, painting("0 0 0 .2 k 0 200 299 100 re f", 2)),
        ("marks", 2, painting("0 0 0 1 K .5 w 150 -20 m 150 -10 l S", 2)),
        ("signatures", 0, lambda pdf: pdf.pages.append(pdf.pages[0])),
        ("inner margin", 1, painting("BT /F 12 Tf 20 200 Td (near) Tj ET", Font=Dictionary(F=Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))),
        ("outer margin", 2, painting("BT /F 12 Tf 20 200 Td (near) Tj ET", 2, Font=Dictionary(F=Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))),
        ("fonts", 0, painting("BT /F 12 Tf 60 200 Td (loose) Tj ET", Font=Dictionary(F=Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))),
        ("text", 1, painting("0 1 0 0 k BT /F 12 Tf 60 200 Td (red) Tj ET", Font=Dictionary(F=Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))),
        ("text", 2, painting("0 g BT /F 12 Tf 60 200 Td (gray) Tj ET", 2, Font=Dictionary(F=Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))),
        ("colour spaces", 1, painting("1 0 0 rg 50 50 9 9 re f")),
        ("colour spaces", 2, painting("/S CS 1 0 0 SCN 50 50 m 60 60 l S", 2, ColorSpace=Dictionary(
            S=Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))])))),
        ("ink", 2, painting("1 1 1 .2 k 50 50 9 9 re f", 2)),
        ("rules", 1, painting("0 0 0 1 K .2 w 50 50 m 90 90 l S")),
        ("rules", 1, painting("0 0 0 1 K q .1 0 0 .1 0 0 cm 2 w 500 500 m 900 900 l S Q")),
        ("rules", 2, painting("0 0 0 1 k 50 50 90 .1 re f", 2)),
        ("links and annotations", 2, lambda pdf: pdf.pages[1].obj.__setitem__("/Annots", Array([Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))]))),
        ("forms, scripts, actions", 0, lambda pdf: pdf.Root.__setitem__("/OpenAction", Array([]))),
    ],
)  # fmt: skip
def test_each_fault_is_found(good, name, page, spoil):
    found = faults(spoiled(good, spoil))
    assert name in found
    assert found[name].page == page


def blanks(count: int, at: int) -> Callable[[pikepdf.Pdf], None]:
    """Put blank pages of the same boxes into a file, before the page `at`, from 0."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        boxes = {name: pdf.pages[0].obj[name] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}
        for _ in range(count):
            page = pdf.make_indirect(
                Dictionary(Type=Name.Page, Resources=Dictionary(), **{k[1:]: v for k, v in boxes.items()})
            )
            pdf.pages.insert(at, pikepdf.Page(page))

    return spoil


def nothing(_: pikepdf.Pdf) -> None:
    """Leave a file as it is."""


@pytest.mark.parametrize(
    ("name", "page", "wanted", "spoil", "otherwise"),
    [
        ("smallest type", 1, "20pt or more", nothing, {"type": Length(20.0, "20pt")}),
        ("file size", 0, "1 MB or less", lambda pdf: pdf.Root.__setitem__("/Ballast", Stream(pdf, os.urandom(2**20))),
            {"megabytes": 1}),
        ("blank pages", 2, "2 within", blanks(3, 1), {"pages": PagesRecord(1, blank_within=2)}),
        ("blank pages", 3, "2 at the end", blanks(3, 2), {"pages": PagesRecord(1, blank_at_end=2)}),
        ("blank pages", 3, "1 within, 2 at the end", blanks(3, 2),
            {"pages": PagesRecord(1, blank_within=1, blank_at_end=2)}),
        ("last page", 3, "even", blanks(1, 1), {"pages": PagesRecord(1)}),
        ("last page", 2, "even, blank", nothing, {"pages": PagesRecord(1, last="blank")}),
        ("page size", 2, "as its bleed",
            lambda pdf: pdf.pages[1].obj.__setitem__("/MediaBox", Array([-20, -20, 320, 420])), {}),
        ("page size", 1, "as its trim", nothing, {"bleed": Length()}),
    ],
)  # fmt: skip
def test_what_a_house_asks_and_a_file_is_not_is_found(good, name, page, wanted, spoil, otherwise):
    found = faults(spoiled(good, spoil), house(**otherwise))
    assert (found[name].page, found[name].wanted) == (page, wanted)
    if spoil is not nothing:
        assert name not in faults(good, house(**otherwise))


def test_blank_pages_of_which_a_house_says_nothing_may_be_any():
    content = spoiled(printed(PAGES, bleed=9.0), blanks(14, 2))
    checks = {each.name: each for each in preflight(content, house(pages=PagesRecord(1)), "x")}
    assert (checks["blank pages"].wanted, checks["blank pages"].passed) == ("any", True)


def test_what_is_done_deep_within_is_found_too(good):
    def spoil(pdf: pikepdf.Pdf) -> None:
        red = b"1 0 0 rg 0 0 1 1 re f"
        form = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 99, 99])}
        inner = Stream(pdf, red, **form)
        outer = Stream(pdf, b"/I Do", **form, Resources=Dictionary(XObject=Dictionary(I=pdf.make_indirect(inner))))
        pattern = Stream(pdf, red, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
                         BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9, Resources=Dictionary())  # fmt: skip
        things = {
            "XObject": Dictionary(O=pdf.make_indirect(outer)),
            "Pattern": Dictionary(P=pdf.make_indirect(pattern)),
        }
        painting("/O Do", **things)(pdf)
        painting("/Pattern cs /P scn 50 50 20 20 re f", 2, **things)(pdf)

    found = faults(spoiled(good, spoil))["colour spaces"]
    assert found.found == "DeviceRGB (2 times)"
    assert found.page == 1


def test_pictures_are_measured_where_they_stand(tmp_path):
    draw(tmp_path)
    content = printed(
        "<img src='colour.png' style='width: 28.8pt'><img src='line-art.png' style='width: 30pt'>", tmp_path
    )
    found = faults(content)
    assert found["pictures"].found == "150 dpi, the least of 1"
    assert found["line art"].found == "144 dpi, the least of 1"


def test_the_inks_of_pictures_and_gradients_count(tmp_path):
    draw(tmp_path)
    (tmp_path / "figure.svg").write_text(SVG)
    picture = {each.name: each for each in preflight(printed("<img src='colour.png'>", tmp_path), house(), "x")}
    gradient = {each.name: each for each in preflight(printed("<img src='figure.svg'>", tmp_path), house(), "x")}
    assert 150 < float(picture["ink"].found.removesuffix(" %")) <= 300
    assert 150 < float(gradient["ink"].found.removesuffix(" %")) <= 300
    assert "ink" in faults(printed("<img src='colour.png'>", tmp_path), house(ink=100))


def test_what_bleeds_to_the_end_is_no_fault_nor_is_what_stays_inside():
    content = printed(
        "<div style='position: absolute; left: -60pt; width: 400pt; height: 20pt; background: #000'></div>"
    )
    checks = {each.name: each for each in preflight(content, house(pages=PagesRecord()), "x")}
    assert checks["painted into the bleed"].passed
    assert checks["painted into the bleed"].found == "2 edges"


def test_margins_follow_the_extent_and_inner_is_left_on_a_recto():
    wide = MarginsRecord(2, Length(50.0, "50pt"), *[Length(9.0, "9pt")] * 3)
    narrow = MarginsRecord(1, *[Length(9.0, "9pt")] * 4)
    content = printed(PAGES)
    found = faults(content, house(margins=(narrow, wide)))
    assert list(found) == ["inner margin"]
    assert found["inner margin"].wanted == "50pt or more"
    assert faults(content, house(margins=(narrow,))) == {}
    moved = printed(PAGES, gutter=((1, 12.0),))
    assert faults(moved, house(margins=(narrow, wide))) == {}


def test_a_house_that_wants_crop_marks_wants_them_on_every_page(good):
    assert "marks" in faults(good, house(marks="crop"))
    assert faults(printed(PAGES, marks=True), house(marks="crop")) == {}
    assert "marks" in faults(printed(PAGES, marks=True))


def test_a_trim_that_the_house_does_not_take(good):
    assert faults(good, house(trim=(Written("6in 9in", Origin("")),)))["trim"].found == "105.8 × 141.1 mm"
    assert faults(good, house(trim=())) == {}


def test_too_few_and_too_many_pages(good):
    assert "pages" in faults(good, house(pages=PagesRecord(1, 24, 800)))
    assert "pages" in faults(good, house(pages=PagesRecord(1, 1, 1)))


def test_what_is_no_pdf_is_told_in_one_line():
    with pytest.raises(Faulty, match=r"x\.pdf: error: no PDF"):
        preflight(b"%PDF-1.4 and no more", house(), "x.pdf")


def _without_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[:]


def _two_sides_of_a_trim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([1, 2])


def _a_number_for_a_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = Array([1])


def _an_operator_without_its_operand(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(pdf, b"Do")


@pytest.mark.parametrize(
    "spoil", [_without_pages, _two_sides_of_a_trim, _a_number_for_a_link, _an_operator_without_its_operand]
)
def test_a_pdf_that_is_none_within_is_told_in_one_line(good, spoil):
    with pikepdf.open(io.BytesIO(good)) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(Faulty, match=r"x\.pdf: error: no sound PDF"):
        preflight(out.getvalue(), house(), "x.pdf")


@pytest.mark.parametrize("name", ["offset", "print-on-demand"])
def test_the_profiles_of_the_press_can_be_read(name):
    assert read_house(Project.at(TOP), name).ink in (240, 300)


def test_a_size_is_a_width_and_a_height():
    assert size_of("1in 72pt") == (72.0, 72.0)
    assert size_of("5.5in") is None
    assert size_of("octavo") is None


def test_the_tiny_book_passes_for_a_house_that_prints_on_demand(made):
    content = print_edition(made.read_bytes(), order(signature=4))
    assert faults(content, read_house(Project.at(TOP), "print-on-demand")) == {}
    offset = faults(print_edition(made.read_bytes(), order(signature=16)), read_house(Project.at(TOP), "offset"))
    assert offset == {}
    reading = faults(made.read_bytes(), read_house(Project.at(TOP), "offset"))
    assert {"PDF/X level", "output intent", "boxes", "bleed", "colour spaces", "text"} <= set(reading)
    assert {"links and annotations", "signatures", "pages"} <= set(reading)
