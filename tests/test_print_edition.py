"""The print edition: the pages of the reading edition as a printer wants them."""

from __future__ import annotations

import gc
import io
from pathlib import Path

import pikepdf
import pytest
from conftest import TOP, Project
from PIL import Image
from pressed import SVG, boxes, draw, marks, order, printed, read

from press import build, editions
from press.prepress.inks import Inks
from press.prepress.print_edition import Picture, date_of, order_print, pages_alone, print_edition
from press.prepress.profile import read_profile
from press.prepress.same_pages import compare_pages, words_by_page
from press.prepress.separate import separate
from press.prepress.trim import gutter_for
from press.problem import Faulty, Origin
from press.project import Project as Desk
from press.style.read import read_style
from press.typesetting.engine.typeset import Compositor

BLACK = (0.0, 0.0, 0.0, 1.0)


@pytest.fixture(scope="module")
def tiny_print(made: Path) -> bytes:
    return print_edition(made.read_bytes(), order(signature=8))


def images(content: bytes) -> dict[str, int]:
    """How many pictures of each colour space and depth."""
    found: dict[str, int] = {}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image":
                kind = f"{each.ColorSpace} {each.BitsPerComponent}"
                found[kind] = found.get(kind, 0) + 1
    return found


# --- ink -----------------------------------------------------------------------------------------


def test_every_letter_of_a_book_is_black_ink_alone(tiny_print):
    assert {(each.colour.space, each.colour.levels) for each in marks(tiny_print) if each.kind == "text"} == {
        ("DeviceCMYK", BLACK)
    }


def test_no_rgb_is_left_in_any_object_of_a_colourful_page(tmp_path):
    draw(tmp_path)
    (tmp_path / "figure.svg").write_text(SVG)
    html = "<h1 style='color: navy'>Heading</h1><p style='opacity: .5; color: lab(50% 40 20)'>Lab</p>"
    html += "<p style='border: 1px solid red; box-shadow: 0 0 3px blue'>Border</p><img src=figure.svg>"
    html += "".join(f"<img src='{path.name}' width=40>" for path in sorted(tmp_path.glob("*.*g")))
    page = "@page { background: linear-gradient(pink, yellow) }"
    content = printed(html, tmp_path, page)
    assert {each.colour.space for each in marks(read(html, tmp_path, page))} >= {"DeviceRGB", "Lab"}
    assert {each.colour.space for each in marks(content)} == {"DeviceCMYK", "DeviceGray", "Pattern"}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            written = each.stream_dict.unparse() if isinstance(each, pikepdf.Stream) else each.unparse()
            assert b"/DeviceRGB" not in written
            assert b"/Lab" not in written


def test_coloured_letters_are_printed_in_black_as_dark_as_they_were_and_what_follows_keeps_its_colour():
    content = printed("<p style='color: red; border-bottom: 2pt solid red'>Red <u>words</u>")
    letters = [each.colour.levels for each in marks(content) if each.kind == "text"]
    assert {levels[:3] for levels in letters} == {(0.0, 0.0, 0.0)}
    assert all(0.6 < levels[3] < 0.8 for levels in letters)
    assert any(each.colour.levels[1] > 0.9 for each in marks(content) if each.kind in ("fill", "stroke"))


def test_gray_is_black_ink_alone_and_white_is_paper():
    fills = printed("<div style='background: #808080; height: 9pt'></div><div style='background: #fff; height: 9pt'>")
    levels = {each.colour.levels for each in marks(fills) if each.kind == "fill"}
    assert levels == {(0.0, 0.0, 0.0, 0.498), (0.0, 0.0, 0.0, 0.0)}


def test_pictures_become_cmyk_gray_or_line_art_by_what_they_show(tmp_path):
    draw(tmp_path)
    html = "".join(f"<img src='{path.name}' width=40>" for path in sorted(tmp_path.iterdir()))
    assert images(read(html, tmp_path)) == {"/DeviceRGB 8": 6, "/DeviceGray 8": 2}
    content = printed(html, tmp_path)
    in_cmyk = {"/DeviceCMYK 8": 4}  # colour.png, colour.jpg, palette.png, see-through.png
    in_gray = {"/DeviceGray 8": 3, "/DeviceGray 1": 1}  # gray.jpg, gray-in-rgb.png, the mask; line-art.png
    assert images(content) == in_cmyk | in_gray


def test_a_gray_jpeg_stays_the_very_jpeg_it_was(tmp_path):
    draw(tmp_path)
    with pikepdf.open(io.BytesIO(printed("<img src='gray.jpg' width=40>", tmp_path))) as pdf:
        image = next(each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Width" in each)
        assert image.Filter == "/DCTDecode"
        assert image.read_raw_bytes() == (tmp_path / "gray.jpg").read_bytes()


def test_line_art_keeps_its_dots(tmp_path):
    draw(tmp_path)
    with pikepdf.open(io.BytesIO(printed("<img src='line-art.png' width=40>", tmp_path))) as pdf:
        image = next(each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Width" in each)
        dots = pikepdf.PdfImage(image).as_pil_image().convert("1")
    assert dots.tobytes() == Image.open(tmp_path / "line-art.png").convert("1").tobytes()


def test_the_inks_of_a_colour_are_those_of_the_profile():
    inks = Inks(order().said.profile)
    cyan, magenta, yellow, black = inks.of_rgb(200 / 255, 0, 0)
    assert magenta > 0.95
    assert yellow > 0.95
    assert max(cyan, black) < 0.2
    assert inks.of_rgb(0, 0, 0) == BLACK
    assert sum(inks.of_rgb(0.04, 0.03, 0.0)) < 3  # a dark brown: within the ink limit of the profile


def test_a_style_may_refuse_colour_and_is_told_which_picture_has_it(tmp_path):
    draw(tmp_path)
    pictures = (Picture(Origin("manuscript/chapters/1.md", 7), (60, 60)),)
    with pytest.raises(Faulty) as fault:
        printed(
            "<p style='color: #00f'>Blue</p><img src='colour.png' width=40>",
            tmp_path,
            colour="refuse",
            pictures=pictures,
        )
    colour, picture = map(str, fault.value.problems)
    assert colour.startswith("dist/x-print.pdf: error: a colour in RGB (0, 0, 1), on page 1 of the print edition")
    assert picture.startswith("manuscript/chapters/1.md:7: error: a picture in RGB, on page 1 of the print edition")


def test_a_style_that_refuses_colour_takes_black_gray_and_the_inks_of_the_press(tmp_path):
    draw(tmp_path)
    html = "<p style='color: #444; border: 1pt solid device-cmyk(0 1 0 0)'>Gray</p><img src='gray-in-rgb.png' width=40>"
    assert printed(html, tmp_path, colour="refuse")


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "points", "limits", "found"),
    [
        ("colour.png", 14.4, {"resolution": 300}, ""),
        ("colour.png", 14.45, {"resolution": 300}, ""),  # 299: within half a per cent
        ("colour.png", 14.6, {"resolution": 300}, "a picture of 296 dots per inch on page 1, 300 are wanted"),
        ("colour.png", 28.8, {"resolution": 300}, "a picture of 150 dots per inch on page 1, 300 are wanted"),
        ("line-art.png", 14.4, {"resolution": 300, "line_art": 600}, "line art of 300 dots per inch on page 1, 600"),
        ("line-art.png", 7.2, {"resolution": 300, "line_art": 600}, ""),
    ],
)
def test_a_picture_is_as_fine_as_the_size_at_which_it_stands_asks(tmp_path, name, points, limits, found):
    draw(tmp_path)
    html = f"<img src='{name}' style='width: {points}pt'>"
    if not found:
        assert printed(html, tmp_path, **limits)
        return
    with pytest.raises(Faulty, match=found):
        printed(html, tmp_path, **limits)


def test_a_coarse_picture_is_named_by_its_line_and_told_how_many_dots_would_do(tmp_path):
    draw(tmp_path)
    pictures = (Picture(Origin("a.md", 3), (10, 10)), Picture(Origin("b.md", 9), (60, 60)))
    with pytest.raises(Faulty) as fault:
        printed("<img src='colour.png' style='width: 28.8pt'>", tmp_path, resolution=300, pictures=pictures)
    assert str(fault.value.problems[0]) == (
        "b.md:9: error: a picture of 150 dots per inch on page 1, 300 are wanted [resolution]\n"
        "    hint: it has 60 × 60 pixels; 120 × 120 would do"
    )


# --- paper ---------------------------------------------------------------------------------------


def test_trim_bleed_and_media_agree_on_every_page():
    content = printed("<p>One<p style='break-before: page'>Two", bleed=9.0)
    assert list(boxes(content)) == [([0, 0, 300, 400], [-9, -9, 309, 409], [-9, -9, 309, 409])] * 2


def test_crop_marks_stand_outside_the_bleed_in_every_ink():
    content = printed("<p>One", bleed=9.0, marks=True)
    ((trim, bleed, media),) = boxes(content)
    drawn = [each for each in marks(content) if each.colour.space == "Separation All"]
    assert len(drawn) == 8
    for each in drawn:
        left, bottom, right, top = each.box
        assert right < bleed[0] or left > bleed[2] or top < bleed[1] or bottom > bleed[3]
        assert media[0] <= left <= right <= media[2]
        assert media[1] <= bottom <= top <= media[3]
    ends = {round(each.box[at], 2) for each in drawn for at in range(4)}
    assert set(trim) <= ends


def test_the_gutter_moves_a_recto_to_the_right_and_a_verso_to_the_left():
    content = printed("<p>One<p style='break-before: page'>Two", gutter=((1, 6.0),))
    assert [trim for trim, *_ in boxes(content)] == [[-6, 0, 294, 400], [6, 0, 306, 400]]


def test_a_thicker_book_has_a_wider_gutter():
    table = ((400, 6.0), (240, 3.0))
    assert [gutter_for(pages, table) for pages in (100, 240, 399, 400, 900)] == [0, 3.0, 3.0, 6.0, 6.0]
    assert gutter_for(900, ()) == 0


@pytest.mark.parametrize(("signature", "pages"), [(1, 28), (4, 28), (8, 32), (16, 32)])
def test_blank_pages_at_the_end_make_whole_signatures(made, signature, pages):
    content = print_edition(made.read_bytes(), order(signature=signature))
    words = words_by_page(content)
    assert len(words) == pages
    assert words[28:] == ((),) * (pages - 28)
    assert len({(tuple(trim), tuple(bleed)) for trim, bleed, _ in boxes(content)}) == 1


@pytest.mark.slow
def test_what_is_painted_to_the_edge_bleeds_in_print_and_is_cut_in_the_reading_edition(tiny):
    tiny.without("index-of-names", "cover-names").write("styles/classic/9-ground.css", "@page { background: #ddd }")
    assert tiny.build() == 0
    reading = (tiny.top / "dist/tiny-reading.pdf").read_bytes()
    content = (tiny.top / "dist/tiny-print.pdf").read_bytes()
    assert {tuple(media) for *_, media in boxes_of_reading(reading)} == {(0, 0, 396, 612)}
    ground = [each for each in marks(content) if each.kind == "fill" and each.box and each.box[2] - each.box[0] > 390]
    assert len(ground) == sum(map(bool, words_by_page(content))) > 16  # what is left blank has none
    assert all(each.box[0] <= -9 and each.box[2] >= 396 + 9 and each.box[3] >= 612 + 9 for each in ground)
    assert tiny.preflight("print-on-demand") == 0


def boxes_of_reading(content: bytes):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [([], [round(float(n), 2) for n in page.mediabox]) for page in pdf.pages]


def test_pages_are_painted_as_far_as_the_bleed_and_the_widest_gutter_need():
    style = read_style(Desk.at(TOP), "classic", "", Origin("")).print
    assert style.beyond == pytest.approx(9 + 3 * 72 / 25.4)


# --- the file ------------------------------------------------------------------------------------


def test_it_says_that_it_is_pdf_x_4_for_one_printing_condition(tiny_print):
    with pikepdf.open(io.BytesIO(tiny_print)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert pdf.pdf_version == "1.6"
        assert intent.S == "/GTS_PDFX"
        assert intent.OutputConditionIdentifier == "CGATS TR 001"
        assert intent.DestOutputProfile.read_bytes() == order().said.profile
        assert pdf.docinfo["/GTS_PDFXVersion"] == "PDF/X-4"
        assert pdf.docinfo["/Trapped"] == "/False"
        words = pdf.Root.Metadata.read_bytes()
        for said in (b"GTS_PDFXVersion>PDF/X-4<", b"Trapped>False<", b"DocumentID>uuid:", b"<dc:title>"):
            assert said in words


def test_nothing_for_readers_is_left(made, tiny_print):
    for_readers = ("/StructTreeRoot", "/MarkInfo", "/Names", "/Outlines")
    with pikepdf.open(made) as reading, pikepdf.open(io.BytesIO(tiny_print)) as pdf:
        assert all(name in reading.Root for name in for_readers)
        assert not any(name in pdf.Root for name in for_readers)
        assert any("/Annots" in page.obj for page in reading.pages)
        for page in pdf.pages:
            assert not {"/Annots", "/StructParents", "/Tabs"} & set(page.obj.keys())
            assert not any(str(each.operator) in ("BDC", "BMC") for each in pikepdf.parse_content_stream(page))


def test_the_same_pages_give_the_same_bytes(made, tiny_print):
    assert print_edition(made.read_bytes(), order(signature=8)) == tiny_print


def test_a_long_book_printed_from_its_pages_alone_has_all_that_one_printed_from_the_whole_has(made, tiny_print):
    alone = pages_alone(None, made.read_bytes())
    with pikepdf.open(io.BytesIO(alone)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert not any(isinstance(each, pikepdf.Dictionary) and "/K" in each for each in pdf.objects)
    content = print_edition(alone, order(signature=8))
    assert list(boxes(content)) == list(boxes(tiny_print))
    assert words_by_page(content) == words_by_page(tiny_print)
    with pikepdf.open(io.BytesIO(content)) as one, pikepdf.open(io.BytesIO(tiny_print)) as other:
        assert len(one.objects) == len(other.objects)
        for a, b in zip(one.pages, other.pages, strict=True):
            assert a.Contents.read_bytes() == b.Contents.read_bytes()
        assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()


def test_a_picture_has_the_same_name_whatever_folder_the_book_lies_in(tmp_path):
    written = []
    for name in ("one", "another"):
        project = Project(tmp_path / name)
        draw(project.top / "manuscript/figures")
        style = read_style(project.project, "classic", "", Origin(""))
        compositor = Compositor(project.project, style, "", {})
        document = compositor.render("<html lang=en><p><img src='figures/colour.png' alt=film>")
        written.append(document.write_pdf(pdf_identifier=b"press"))
    assert written[0] == written[1]


def test_the_date_is_that_of_the_edition_or_of_the_environment(tiny, monkeypatch):
    book, _ = build.edit(tiny.project)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert date_of(book.imprint) == "2024-01-01T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert date_of(book.imprint) == "1970-01-02T00:00:00Z"


def test_the_style_and_the_book_say_how_it_is_printed(tiny):
    tiny.mend("manuscript/book.yaml", "style: classic\n", "style: classic\nsignature: 16\n")
    tiny.mend("styles/base/style.yaml", "marks: none", "marks: crop")
    book, _ = build.edit(tiny.project)
    job = order_print(tiny.project, book, read_style(tiny.project, "classic", "", Origin("")))
    assert (job.signature, job.marks, job.bleed, job.said.condition) == (16, True, 9.0, "CGATS TR 001")
    assert job.gutter[0] == (240, pytest.approx(72 / 25.4))


# --- page for page -------------------------------------------------------------------------------


def test_both_editions_have_the_same_words_on_the_same_pages(made, tiny_print):
    reading = words_by_page(made.read_bytes())
    assert sum(map(len, reading)) > 1000
    assert list(compare_pages(reading, words_by_page(tiny_print), "x")) == []


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ((("one", "two"), ("three",)), ""),
        ((("one", "two"), ("three",), ()), ""),
        ((("one", "too"), ("three",)), 'page 1 differs from the reading edition: word 2 is "too", not "two"'),
        ((("one",), ("two", "three")), 'page 1 differs from the reading edition: word 2 is "", not "two"'),
        ((("one", "two"), ("three",), ("four",)), 'page 3 differs from the reading edition: word 1 is "four", not ""'),
        ((("one", "two"),), 'page 2 differs from the reading edition: word 1 is "", not "three"'),
    ],
)
def test_a_word_on_another_page_is_found(printed, said):
    problems = list(compare_pages((("one", "two"), ("three",)), printed, "dist/x-print.pdf"))
    assert (problems[0].message if problems else "") == said


def test_a_build_whose_editions_differ_fails(tiny_print):
    words = words_by_page(tiny_print)
    assert editions.check_pages(words[:28], tiny_print, words, "x") == (tiny_print, 32)
    with pytest.raises(Faulty, match="pages-differ"):
        editions.check_pages((*words[:27], ("more",)), tiny_print, words, "x")


@pytest.mark.slow
def test_content_that_has_been_separated_is_let_go_though_nobody_searches_for_it(tiny_print: bytes) -> None:
    """Nobody does while a book is made; of a long one the content would else fill the memory."""
    inks = Inks(read_profile(read_style(Desk.at(TOP), "classic", "", Origin(""))))
    gc.collect()
    gc.disable()
    try:
        with pikepdf.open(io.BytesIO(tiny_print)) as pdf:
            pages = len(pdf.pages)
            separate(pdf, inks)
        assert gc.collect() < pages
    finally:
        gc.enable()
