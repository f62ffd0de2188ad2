"""A print edition for each printing house: made as its profile asks, judged by the same, the same words as ever."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TOP, Project
from pikepdf import Dictionary, Name
from PIL import Image
from pressed import SVG, boxes, draw, marks, order, printed, profile, read
from test_preflight import painting

from press import build, cli, editions
from press.covers import make_covers
from press.fields import Length
from press.manifest import Product, Standard, digest, entries_of, stale_products, with_products, with_standards
from press.prepress.house import House, read_house, read_houses
from press.prepress.house_edition import SIDES, check_cover, check_houses, order_for
from press.prepress.house_inks import HouseInks, picture_within, srgb_profile, within
from press.prepress.preflight import preflight
from press.prepress.print_edition import print_edition, printed_edition
from press.prepress.safe import Edges, edges_of, fit
from press.prepress.same_pages import words_by_page
from press.prepress.spot_inks import SpotInk
from press.prepress.wrap import measure, template_check
from press.problem import Faulty, Origin, Problem
from press.project import Project as Desk
from press.style.read import read_style

SHIPPED = sorted(path.stem for path in (TOP / "profiles").glob("*.yaml"))
SIX = ("ingramspark", "kdp-black", "lulu", "bod", "offset-x1a", "offset-x4")
TWO = "<p>First page<p style='break-before: page'>Second page"


def said(**otherwise: Any) -> Any:
    """What a file is to say of itself."""
    return replace(order().said, **otherwise)


def at_level(level: str, html: str = TWO, base: Path | None = None, **otherwise: Any) -> bytes:
    """A bare document at a level of PDF/X, flattened where that asks for it."""
    return printed(html, base, said=said(level=level), opaque=level != "PDF/X-4", **otherwise)


# --- levels of PDF/X ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "version", "claims"),
    [
        ("PDF/X-4", "1.6", {"/GTS_PDFXVersion": "PDF/X-4"}),
        ("PDF/X-1a:2001", "1.3", {"/GTS_PDFXVersion": "PDF/X-1:2001", "/GTS_PDFXConformance": "PDF/X-1a:2001"}),
        ("PDF/X-1a:2003", "1.4", {"/GTS_PDFXVersion": "PDF/X-1a:2003"}),
        ("PDF/X-3:2002", "1.3", {"/GTS_PDFXVersion": "PDF/X-3:2002"}),
        ("PDF/X-3:2003", "1.4", {"/GTS_PDFXVersion": "PDF/X-3:2003"}),
        ("none", "1.6", {}),
    ],
)
def test_a_file_says_its_level_as_that_level_wants_it(level, version, claims):
    content = at_level(level)
    assert content.startswith(f"%PDF-{version}".encode())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        info = {key: str(value) for key, value in pdf.trailer.Info.items() if key.startswith("/GTS")}
        assert info == claims
        assert ("/OutputIntents" in pdf.Root) == (level != "none")
        assert ("/Metadata" in pdf.Root) == (version != "1.3")
    assert words_by_page(content) == words_by_page(printed(TWO))


def test_the_profile_is_in_the_file_or_its_condition_is_named():
    with pikepdf.open(io.BytesIO(at_level("PDF/X-1a:2001"))) as pdf:
        assert "/DestOutputProfile" in pdf.Root.OutputIntents[0]
    named = printed(TWO, said=said(level="PDF/X-1a:2001", embedded=False), opaque=True)
    with pikepdf.open(io.BytesIO(named)) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert "/DestOutputProfile" not in intent
        assert intent.RegistryName == "http://www.color.org"
    assert len(named) < len(at_level("PDF/X-1a:2001")) / 2


# --- transparency ------------------------------------------------------------------------------------


def test_a_rule_that_is_a_picture_of_a_ground_makes_no_group(made):
    """The rule above the notes is one: no page of either edition has a group for it."""
    for content in (made.read_bytes(), print_edition(made.read_bytes(), order())):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            groups = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Group" in each]
            assert groups == []


def test_what_is_see_through_is_laid_over_as_a_picture_and_its_words_stay(tmp_path):
    draw(tmp_path)
    (tmp_path / "figure.svg").write_text(SVG)
    html = "<p>Words</p><img src=figure.svg><img src='see-through.png' width=40><p>More"
    content = at_level("PDF/X-1a:2003", html, tmp_path)
    assert not any(each.see_through for each in marks(content))
    assert [each.colour.space for each in marks(content) if each.kind == "image"][-1] == "DeviceCMYK"
    assert words_by_page(content) == words_by_page(printed(html, tmp_path))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            written = each.stream_dict.unparse() if isinstance(each, pikepdf.Stream) else each.unparse()
            assert b"/SMask" not in written
            assert b"/Transparency" not in written


def test_a_flattened_place_looks_as_it_did(tmp_path):
    draw(tmp_path)
    html = "<div style='background: #ccc'><img src='see-through.png' style='width: 60pt; opacity: .6'></div>"
    one, other = (_drawn(content) for content in (read(html, tmp_path), at_level("PDF/X-3:2003", html, tmp_path)))
    box = (60, 60, 120, 110)
    apart = [abs(a - b) for a, b in zip(one.crop(box).tobytes(), other.crop(box).tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 24  # of 255; the inks of a press are no screen's


def _drawn(content: bytes) -> Image.Image:
    """The first page within its trim, as it looks."""
    import pypdfium2

    with pikepdf.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        page.obj.MediaBox = page.obj.get("/TrimBox", page.obj.MediaBox)
        out = io.BytesIO()
        pdf.save(out)
    with pypdfium2.PdfDocument(out.getvalue()) as drawn:
        return drawn[0].render(scale=1).to_pil().convert("RGB")


def test_letters_that_are_see_through_are_flattened_with_their_whole_page():
    content = at_level("PDF/X-1a:2001", "<p style='opacity: .5'>Faint")
    assert any(each.kind == "image" for each in marks(content))
    assert words_by_page(content) == (("Faint",),)


@pytest.mark.parametrize("line_art", [0, 10**8])
def test_what_is_see_through_beyond_the_page_or_at_its_very_edge_is_no_hindrance(line_art):
    """Nor is a style that asks for no dots to the inch, or for more than any memory holds."""
    for left, top in ((-200, 0), (319.96, 10), (0, -20.04)):
        square = f"<div style='opacity: .5; background: #ccc; width: 9pt; height: 20pt; margin: {top}pt 0 0 {left}pt'>"
        bare = "@page { margin: 0 }"
        content = at_level("PDF/X-1a:2003", f"{square}</div><p>Words", more=bare, line_art=line_art, resolution=0)
        assert not any(each.see_through for each in marks(content))
        assert words_by_page(content) == (("Words",),)


# --- pages -------------------------------------------------------------------------------------------


def test_pages_bleed_on_three_sides_and_the_spine_is_left_of_a_recto():
    content = printed(TWO, bleed=9.0, outside=True)
    recto, verso = ([*bleed] for _, bleed, _ in boxes(content))
    assert recto == [0, -9, 309, 409]
    assert verso == [-9, -9, 300, 409]
    assert [media for *_, media in boxes(content)] == [recto, verso]


def test_without_bleed_a_page_is_as_large_as_its_trim():
    assert {tuple(map(tuple, each)) for each in boxes(printed(TWO, bleed=0.0))} == {((0, 0, 300, 400),) * 3}


@pytest.mark.parametrize(
    ("pages", "signature", "count"),
    [(1, 2, 2), (2, 2, 4), (2, 1, 4), (3, 4, 4), (4, 4, 8), (1, 1, 2), (3, 1, 4), (3, 3, 6)],
)
def test_the_last_page_is_blank_where_a_house_wants_it_so(pages, signature, count):
    html = "".join("<p style='break-after: page'>Words" for _ in range(pages))
    words = words_by_page(printed(html, signature=signature, blank_last=True))
    assert len(words) == count
    assert words[-1] == ()


def test_pages_are_moved_and_made_smaller_by_a_trifle_to_keep_letters_from_the_edge(made):
    reading = made.read_bytes()
    kept = edges_of(reading)
    wanted = Edges(36, 36, 36, 36)
    assert kept.top < 36
    content = print_edition(reading, order(safe=wanted, bleed=0.0))
    moved = edges_of(content)
    assert min(moved.inner, moved.outer, moved.top, moved.bottom) >= 36 - 0.01
    assert words_by_page(content) == words_by_page(reading)


def test_pages_are_moved_no_farther_than_they_must_be():
    assert fit(Edges(50, 50, 50, 50), Edges(36, 36, 36, 36), (300, 400)) == fit(Edges(9, 9, 9, 9), Edges(), (300, 400))
    down = fit(Edges(50, 50, 30, 60), Edges(36, 36, 36, 36), (300, 400))
    assert (down.scale, down.outward) == (1, 0)
    assert 6 <= down.down < 6.1


def test_pages_with_no_room_to_be_moved_are_refused():
    with pytest.raises(Faulty, match=r"made smaller by \d+\.\d %.*\[no-room-in-safe-zone\]"):
        printed(TWO, safe=Edges(90, 90, 90, 340))


# --- ink ---------------------------------------------------------------------------------------------


def test_a_house_that_prints_in_black_has_greys_alone_and_is_told_what_was_in_colour(tmp_path):
    draw(tmp_path)
    (tmp_path / "figure.svg").write_text(SVG)
    html = "<p style='border: 2pt solid red'>Red</p><img src='colour.jpg' width=40><img src=figure.svg>"
    content, told = printed_edition(read(html, tmp_path), order(target="gray", house="Lulu"))
    painted = [each for each in marks(content) if each.kind in ("text", "fill", "stroke", "image")]
    assert {each.colour.space for each in painted} == {"DeviceGray", "Pattern"}
    words = [str(each) for each in told]
    picture = "a picture in RGB, on page 1, is printed in grey by Lulu [colour-for-gray]"
    assert any(picture in each for each in words)
    assert any("a colour in RGB (1, 0, 0), on page 1" in each for each in words)
    assert all(": warning: " in each for each in words)


def test_pictures_stay_in_srgb_where_a_house_prints_from_it_and_a_jpeg_stays_the_very_jpeg(tmp_path):
    draw(tmp_path)
    content = printed("<img src='colour.jpg' width=40><img src='palette.png' width=40>", tmp_path, target="rgb")
    assert {each.colour.space for each in marks(content) if each.kind == "image"} == {"ICC RGB"}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        jpegs = [each for each in streams if each.get("/Filter") == "/DCTDecode"]
        assert [each.read_raw_bytes() for each in jpegs] == [(tmp_path / "colour.jpg").read_bytes()]
    assert srgb_profile()[36:40] == b"acsp"


def test_no_place_has_more_ink_than_the_limit(tmp_path):
    dark = Image.new("CMYK", (40, 40), (255, 250, 240, 200))
    dark.save(tmp_path / "dark.jpg", quality=95)
    content = printed(
        "<div style='background: device-cmyk(1 1 1 .8); height: 9pt'></div><img src='dark.jpg' width=9>",
        tmp_path,
        limit=240,
    )
    most = [100 * sum(each.colour.levels) for each in marks(content) if each.kind == "fill"]
    assert max(most) == pytest.approx(240, abs=0.2)
    limited = picture_within(dark, 240)
    assert sum(limited.getpixel((0, 0))) <= 240 * 2.55
    assert limited.getpixel((0, 0))[3] == 200
    assert picture_within(limited, 240) is limited
    assert within((0.2, 0.2, 0.2, 1.0), 100) == (0, 0, 0, 1.0)
    assert HouseInks(profile(), "gray").of_cmyk((1, 0, 0, 0))[:3] == (0, 0, 0)


def test_black_letters_print_over_what_lies_below_and_nothing_else_does():
    html = "<p style='background: device-cmyk(0 .5 0 0)'>Black <b style='color: device-cmyk(0 0 0 .5)'>grey</b> black"
    content = printed(html, overprint=True)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        states = pdf.pages[0].Resources.ExtGState
        assert (bool(states.Overprint.op), int(states.Overprint.OPM)) == (True, 1)
        assert not bool(states.Knockout.op)
        over, seen = None, []
        for each in pikepdf.parse_content_stream(pdf.pages[0]):
            name = str(each.operator)
            if name == "gs" and str(each.operands[0]) in ("/Overprint", "/Knockout"):
                over = str(each.operands[0])
            elif name in ("TJ", "f"):
                seen.append((name, over))
    assert ("TJ", "/Overprint") in seen
    assert ("TJ", "/Knockout") in seen
    assert {over for name, over in seen if name == "f"} == {"/Knockout"}


def overprint_of(content: bytes, **asked: Any) -> tuple[str, bool]:
    """What preflight finds of overprint, and whether a house takes it."""
    house = replace(read_house(Desk.at(TOP), "offset-x4"), **asked)
    check = next(each for each in preflight(content, house, "x") if each.name == "overprint")
    return check.found, check.passed


def test_what_prints_over_the_rest_is_found_in_the_file_and_held_against_the_profile():
    html = "<p style='background: device-cmyk(0 .5 0 0)'>Black letters"
    assert overprint_of(printed(html)) == ("none", True)
    assert overprint_of(printed(html), overprint=True) == ("1 runs of letters do not", False)
    assert overprint_of(printed(html, overprint=True), overprint=True) == ("1 times", True)
    assert overprint_of(printed(html, overprint=True))[1]


@pytest.mark.parametrize("colour", ["0 0 0 0 k", "1 0 0 0 k"])
def test_white_and_colours_that_print_over_the_rest_are_told(colour):
    content = printed("<p>Black")
    state = Dictionary(S=Dictionary(Type=Name.ExtGState, OP=True, OPM=1))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        painting(f"/S gs {colour} 9 9 30 30 re f", ExtGState=state)(pdf)
        out = io.BytesIO()
        pdf.save(out)
    assert overprint_of(out.getvalue()) == ("fill in DeviceCMYK (1 times)", False)


# --- profiles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_that_ships_says_where_its_figures_come_from(name):
    house = read_house(Desk.at(TOP), name)
    assert house.ink >= 240
    assert name in ("offset", "print-on-demand") or (house.source.rules and house.source.unverified)
    of_a_house = not name.startswith("offset") and name != "print-on-demand"
    assert not of_a_house or house.source.page.startswith("https://")
    assert not of_a_house or re.search(r"as found on \d+ \w+ 20\d\d$", house.source.date)


@pytest.mark.parametrize("colour", ["black", "colour"])
def test_a_profile_based_on_another_asks_what_that_asks_but_for_what_it_says_itself(colour):
    alone, bleeding = (read_house(Desk.at(TOP), f"kdp-{colour}{more}") for more in ("", "-bleed"))
    own = {"id", "name", "based_on", "bleed", "sides", "margins", "keys", "origin"}
    apart = {each.name for each in fields(House) if getattr(alone, each.name) != getattr(bleeding, each.name)}
    assert apart - {"cover"} <= own
    assert (str(bleeding.bleed), bleeding.sides, len(bleeding.margins)) == ("0.125in", "outside", 5)
    assert bleeding.cover.leaf == alone.cover.leaf
    assert (bleeding.cover.bar_code, bleeding.source) == (alone.cover.bar_code, alone.source)
    assert (bleeding.megabytes, bleeding.ink, bleeding.pages.blank_at_end) == (650, 280, 10)


def test_a_profile_says_what_is_wrong_at_the_line_of_whichever_says_it_and_what_is_missing_in_both(tiny):
    tiny.write("profiles/one.yaml", "name: One\nbleed: 3 em\nmarks: none\npdfx: any\n")
    tiny.write("profiles/two.yaml", "name: Two\nbased_on: one\nink: 300\nresolution: 300\nmarkss: crop\n")
    with pytest.raises(Faulty) as fault:
        read_house(tiny.project, "two")
    told = [str(each).splitlines()[0] for each in fault.value.problems]
    assert 'profiles/one.yaml:2: error: "bleed" wants a length such as 3mm, found text [wrong-type]' in told
    assert 'profiles/two.yaml:5: error: unknown key "markss" [unknown-key]' in told
    assert not any("[missing-key]" in each for each in told), "what is mistyped is not missing"
    tiny.write("profiles/one.yaml", "name: One\nbleed: 3mm\nmarks: none\npdfx: any\n")
    tiny.write("profiles/two.yaml", "name: Two\nbased_on: one\nink: 300\nresolution: 300\n")
    with pytest.raises(Faulty) as fault:
        read_house(tiny.project, "two")
    missing = [f'missing key "{key}"' for key in ("line_art", "hairline", "black_text")]
    assert [each.message for each in fault.value.problems] == missing
    assert {each.origin.path for each in fault.value.problems} == {"profiles/two.yaml"}
    with pytest.raises(Faulty, match=r'profiles/three.yaml:2: error: no profile "oen" \[unknown-profile\]'):
        read_house(tiny.write("profiles/three.yaml", "name: Three\nbased_on: oen\n").project, "three")


def profiled(tiny: Project, **otherwise: str) -> Project:
    """A project with a profile "mine": that of the offset house with some lines otherwise."""
    text = (TOP / "profiles/offset-x4.yaml").read_text()
    entries = re.split(r"\n(?=\w)", text)
    entries = [each for each in entries if each.partition(":")[0] not in otherwise]
    entries += [f"{key}: {value}" for key, value in otherwise.items()]
    return tiny.write("profiles/mine.yaml", "\n".join(entries))


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ({"icc": "named"}, "a file of PDF/X-4 has the profile of its printing condition in it [house-at-odds]"),
        ({"pdfx": "PDF/X-1a:2003", "colour": "rgb"}, "no RGB may be in a file of PDF/X-1a:2003 [house-at-odds]"),
        ({"condition": "FOGRA51"}, "a profile and the name of its condition belong together [house-at-odds]"),
        ({"pdfx": "any", "icc": "named"}, "a file of PDF/X-4 has the profile of its printing condition in it [house-at-odds]"),  # noqa: E501
        ({"trim": "[5.5in x 8.5in]"}, '"5.5in x 8.5in" is no trim size [trim]'),
        ({"trim": "[0in 8.5in]"}, '"0in 8.5in" is no trim size [trim]'),
        ({"name": "''"}, '"name" is empty [wrong-value]'),
        ({"bleed": "3in"}, '"bleed" is 3in [wrong-value]'),
        ({"versions": "[1.6, PDF 1.7]"}, '"PDF 1.7" is no version of PDF [wrong-value]'),
        ({"versions": "[1.4]"}, "a file of PDF/X-4 is one of PDF 1.6 [house-at-odds]"),
        ({"cover": "{leaf: 0.1in}"}, '"leaf" is 0.1in [wrong-value]'),
        ({"cover": "{bar_code: {width: 31cm}}"}, '"width" is 31cm [wrong-value]'),
        ({"cover": "{flap: 80mm}"}, "binding: perfect has no flap [house-at-odds]"),
        ({"cover": "{binding: case, flap: 80mm}"}, "binding: case has no flap [house-at-odds]"),
        ({"cover": "{binding: jacket, board: 2mm}"}, "a jacket has flaps [house-at-odds]"),
        ({"pages": "{least: 32, most: 16}"}, "at least 32 pages, and 16 at most [house-at-odds]"),
        ({"pdfx": "PDF/X-1b"}, '"PDF/X-1b" is no value of "pdfx" [wrong-value]'),
        ({"ink": "900"}, '"ink" is 900 [wrong-value]'),
        ({"marks": "cropp"}, '"cropp" is no value of "marks" [wrong-value]'),
        ({"bleed": "3 em"}, '"bleed" wants a length such as 3mm, found text [wrong-type]'),
        ({"overprnt": "yes"}, 'unknown key "overprnt" [unknown-key]'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_profile_is_told_with_its_line(tiny, otherwise, said):
    with pytest.raises(Faulty) as fault:
        read_house(profiled(tiny, **otherwise).project, "mine")
    assert [str(each).splitlines()[0].partition("error: ")[2] for each in fault.value.problems] == [said]
    assert all(each.origin.path == "profiles/mine.yaml" and each.origin.line for each in fault.value.problems)


@pytest.mark.parametrize(
    ("key", "otherwise", "said"),
    [
        (
            "spots",
            {"pdfx": "PDF/X-1a:2003"},
            "no inks of their own are made for what is without transparency",
        ),
        ("spots", {"colour": "gray"}, "no inks of their own are made for what is printed in black alone"),
        ("overprint", {"colour": "gray"}, "black letters have no other ink to print over"),
    ],
)
def test_what_a_house_asks_and_would_not_get_is_told_with_its_line(tiny, key, otherwise, said):
    with pytest.raises(Faulty) as fault:
        read_house(profiled(tiny, **otherwise, **{key: "yes"}).project, "mine")
    assert [each.message for each in fault.value.problems] == [said]
    assert tiny.read("profiles/mine.yaml").splitlines()[fault.value.problems[0].origin.line - 1] == f"{key}: yes"


def problems_for(project: Project, *names: str) -> list[str]:
    """What is told of a book before it is laid out for some houses, without hints."""
    return [str(each).splitlines()[0] for each in told_for(project, *names)]


def told_for(project: Project, *names: str) -> list[Problem]:
    """What is told of a book before it is laid out for some houses."""
    book, _ = build.edit(project.project)
    style = read_style(project.project, book.style, "", Origin(""))
    houses = read_houses(project.project, names)
    return list(check_houses(project.project, book, style, houses))


def test_a_style_whose_letters_come_too_near_to_the_edge_is_told_before_layout(tiny):
    assert problems_for(tiny, "ingramspark", "lulu", "kdp-black-bleed") == []
    own = "    ingramspark: {inner: 0.5in, outer: 0.5in, top: 0.5in, bottom: 0.5in}\n"
    tiny.mend("styles/classic/style.yaml", own, "")
    (told,) = problems_for(tiny, "ingramspark")
    assert told.startswith("styles/classic/style.yaml:")
    assert told.endswith("the style keeps letters 10.8mm from the top edge, IngramSpark asks 0.5in [safe-zone]")

    (problem,) = told_for(tiny, "ingramspark")
    assert problem.hint.startswith(f"under print: safe: in style.yaml, {own.strip()} has its pages moved")


@pytest.mark.parametrize("style", ["classic", "edition", "modern", "large-print"])
@pytest.mark.parametrize("house", ["offset", "offset-x1a", "offset-x4"])
def test_every_style_of_the_press_can_be_made_for_houses_that_print_offset(tiny, style, house):
    tiny.mend("manuscript/book.yaml", "style: classic\n", f"style: {style}\n")
    assert problems_for(tiny, house) == []
    safe = read_style(tiny.project, style, "", Origin("")).print.safe
    if house in safe:  # and to move its pages is enough
        size = (595, 794) if style == "large-print" else (432, 648)
        kept, wanted = (Edges(*(getattr(safe[name], side).points for side in SIDES)) for name in ("any", house))
        assert fit(kept, wanted, size).scale > 0.99


def test_letters_that_no_move_of_the_pages_brings_far_enough_from_the_edges_are_told_so(tiny):
    tiny.mend("manuscript/book.yaml", "style: classic\n", "style: modern\n")
    hints = {each.hint for each in told_for(tiny, "lulu")}
    assert hints == {
        "to move the pages is not enough, they would have to be made smaller by some 5 %: "
        "take a style with wider margins, or another house"
    }


def test_a_style_that_promises_nothing_is_told_before_layout_for_a_house_with_a_safe_zone(tiny):
    text = tiny.read("styles/classic/style.yaml")
    tiny.write("styles/classic/style.yaml", re.sub(r"^print:\n(  .*\n)+", "", text, flags=re.MULTILINE))
    told = problems_for(tiny, "lulu", "bod")  # bod asks for no margins
    said = "the style does not say how near its letters come to the edges, of which Lulu, black and white asks"
    assert told == [f"styles/classic: warning: {said} [safe-zone-unsaid]"]


def test_margins_that_a_house_asks_of_thick_books_alone_are_asked_of_no_other_before_layout(tiny):
    wide = "inner: 90mm, outer: 90mm, top: 90mm, bottom: 90mm"
    assert problems_for(profiled(tiny, margins=f"[{{from: 400, {wide}}}]"), "mine") == []
    assert len(problems_for(profiled(tiny, margins=f"[{{from: 1, {wide}}}]"), "mine")) == 4


def test_a_safe_zone_for_a_house_that_is_none_is_told(tiny):
    tiny.mend("styles/classic/style.yaml", "    lulu:", "    luluu:")
    told = problems_for(tiny, "kdp-black")
    assert [each.partition("error: ")[2] for each in told] == ['no profile "luluu" [unknown-profile]']


def test_a_trim_that_a_house_does_not_take_is_told_before_layout(tiny):
    tiny.mend("manuscript/book.yaml", "style: classic\n", "style: classic\ntrim: 5.6in 8.6in\n")
    (told,) = problems_for(tiny, "kdp-black", "bod")
    assert told.endswith("no trim that Amazon KDP, black ink, without bleed takes: 5.6in 8.6in [trim-not-taken]")
    assert told.startswith("manuscript/book.yaml:")


def test_an_ink_of_its_own_that_a_house_does_not_load_is_told_with_its_line(tiny):
    tiny.mend("styles/classic/style.yaml", "print:\n", 'print:\n  inks: {"#b03020": PANTONE 1805 C}\n')
    (told,) = problems_for(tiny, "lulu", "offset")
    assert told.startswith("styles/classic/style.yaml:")
    message = (
        "warning: the ink PANTONE 1805 C is mixed of those of the press for Lulu, black and white [ink-not-loaded]"
    )
    assert told.partition(": ")[2] == message


def test_one_isbn_for_a_paperback_and_a_hardback_is_told(tiny):
    text = tiny.read("manuscript/book.yaml")
    line = next(each for each in text.splitlines() if each.startswith("isbn:"))
    (told,) = problems_for(tiny, "kdp-black", "offset-x4")
    assert told.endswith("for a paperback (kdp-black) and for a hardback (offset-x4) [isbn-of-two]")
    assert problems_for(tiny, "kdp-black", "lulu") == []
    tiny.mend("manuscript/book.yaml", line, "isbn: {paperback: 978-0-00-000000-2, hardback: 978-1-4028-9462-6}")
    assert problems_for(tiny, "kdp-black", "offset-x4") == []


# --- all of it ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def for_two(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small book made for two houses, which its book.yaml names."""
    project = Project(tmp_path_factory.mktemp("houses")).small()
    project.mend("manuscript/book.yaml", "style: classic\n", "style: classic\nhouses: [ingramspark, kdp-black]\n")
    assert project.build() == 0
    return project


def test_a_book_is_made_for_each_house_that_it_names_of_the_same_pages(for_two):
    dist = for_two.top / "dist"
    assert sorted(path.name for path in dist.iterdir()) == [
        "a-small-book-print-ingramspark.pdf",
        "a-small-book-print-kdp-black.pdf",
        "a-small-book-reading.pdf",
        "a-small-book.json",
    ]
    reading, *others = (
        words_by_page((dist / f"a-small-book-{name}.pdf").read_bytes())
        for name in ("reading", "print-ingramspark", "print-kdp-black")
    )
    assert all(words[: len(reading)] == reading for words in others)
    assert others[0][-1] == ()


def test_the_manifest_tells_of_each_product_for_whom_and_what_it_was_held_against(for_two):
    dist = for_two.top / "dist"
    entries = {each["file"]: each for each in entries_of((dist / "a-small-book.json").read_bytes())}
    assert len(entries) == 3
    for name, entry in entries.items():
        assert entry["sha256"] == digest((dist / name).read_bytes())
    ingram = entries["a-small-book-print-ingramspark.pdf"]
    assert (ingram["house"], ingram["for"], ingram["kind"]) == ("ingramspark", "IngramSpark", "print")
    # of two pages, which is too little for the house
    assert [(each["name"], each["met"]) for each in ingram["standards"]] == [
        ("PDF/X-1a:2001", True),
        ("profile ingramspark", False),
    ]
    assert "press preflight, " in ingram["standards"][0]["validator"]
    assert entries["a-small-book-reading.pdf"]["standards"][0] == {"name": "PDF/UA-1", "validator": "", "met": None}


def test_preflight_asks_the_houses_of_the_book_and_tells_what_one_does_not_take(for_two, capsys):
    assert cli.preflight(for_two.project) == 1
    out = capsys.readouterr().out
    assert "a-small-book-print-ingramspark.pdf for: IngramSpark" in out
    assert "a-small-book-print-kdp-black.pdf for: Amazon KDP, black ink, without bleed" in out
    assert out.count("FAULT") == 2  # both take no book of so few pages
    assert "rules of PDF/X-1a:2001" in out


def test_what_preflight_found_of_a_plain_edition_is_noted_in_the_manifest(tmp_path):
    project = Project(tmp_path).small()
    assert project.build() == 0
    known = tmp_path / "dist/a-small-book.json"

    def standards() -> list[dict[str, Any]]:
        entries = {each["file"]: each for each in entries_of(known.read_bytes())}
        return list(entries["a-small-book-print.pdf"]["standards"])

    assert standards() == [{"name": "PDF/X-4", "validator": "", "met": None}]
    assert project.preflight("offset") == 1  # it takes no book of so few pages
    assert [(each["name"], each["met"]) for each in standards()] == [("PDF/X-4", True), ("profile offset", False)]
    assert all(re.fullmatch(r"press preflight, \d+ of \d+ checks", each["validator"]) for each in standards())
    assert project.preflight("offset-x1a") == 1  # whose rules are of another level, and say nothing of this
    assert [(each["name"], each["met"]) for each in standards()] == [
        ("PDF/X-4", True),
        ("profile offset", False),
        ("profile offset-x1a", False),
    ]


def separated(file: Path, folder: Path) -> dict[str, bool]:
    """The plates that Ghostscript makes of a file, and whether there is any ink on them."""
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-r36", f"-sOutputFile={folder}/p%d.tif", file]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b""
    plates: dict[str, bool] = {}
    for path in folder.glob("*(*).tif"):
        name = path.name.partition("(")[2].removesuffix(").tif")
        with Image.open(path) as plate:
            plates[name] = plates.get(name, False) or plate.convert("L").getextrema()[0] < 255
    return plates


@pytest.mark.once
@pytest.mark.parametrize("house", ["ingramspark", "kdp-black"])
def test_text_lies_on_the_black_plate_alone_by_another_s_separation(for_two, tmp_path, house):
    if not shutil.which("gs"):
        assert "PRESS_ALL_READERS" not in os.environ, "gs is not installed"
        pytest.skip("gs is not installed")
    file = for_two.top / f"dist/a-small-book-print-{house}.pdf"
    plates = separated(file, tmp_path)
    assert set(plates) == {"Cyan", "Magenta", "Yellow", "Black"}
    assert {name for name, inked in plates.items() if inked} == {"Black"}


@pytest.mark.parametrize("spots", [(), (SpotInk((0xB0, 0x30, 0x20), "PANTONE 1805 C"),)])
def test_an_ink_of_its_own_has_a_plate_of_its_own_by_another_s_separation(tmp_path, spots):
    if not shutil.which("gs"):
        assert "PRESS_ALL_READERS" not in os.environ, "gs is not installed"
        pytest.skip("gs is not installed")
    file = tmp_path / "x.pdf"
    file.write_bytes(printed("<p>Words<p style='background: #b03020; height: 20pt'>", spots=spots))
    plates = separated(file, tmp_path)
    assert set(plates) == {"Cyan", "Magenta", "Yellow", "Black", *(each.name for each in spots)}
    inked = {name for name, ink in plates.items() if ink}
    assert inked == {"Black", "PANTONE 1805 C"} if spots else inked >= {"Black", "Magenta", "Yellow"}


def test_an_unknown_house_is_told_with_the_nearest(small_house, capsys):
    assert small_house.build() == 1
    told = capsys.readouterr().err
    assert 'manuscript/book.yaml:3: error: no profile "kdp-blak" [unknown-profile]' in told
    assert 'did you mean "kdp-black"?' in told


@pytest.fixture
def small_house(tmp_path: Path) -> Project:
    project = Project(tmp_path).small()
    return project.mend("manuscript/book.yaml", "style: classic\n", "houses: kdp-blak\nstyle: classic\n")


# --- the manifest ------------------------------------------------------------------------------------


def manifest(project: Project, known: bytes, there: dict[str, str], **made: bytes) -> tuple[bytes, tuple[str, ...]]:
    book, _ = build.edit(project.project)
    products = {Product(file=name, kind="x", audience="y"): content for name, content in made.items()}
    return with_products(known, book.imprint, products, there)


def test_a_manifest_keeps_what_other_tasks_made_and_leaves_out_what_is_gone_or_another(tiny):
    first, _ = manifest(tiny, b"", {}, a=b"1", b=b"2", c=b"3")
    second, stale = manifest(tiny, first, {"a": digest(b"1"), "b": digest(b"other")}, d=b"4")
    assert [each["file"] for each in entries_of(second)] == ["a", "d"]
    assert stale == ("b", "c")
    again, _ = manifest(tiny, second, {"a": digest(b"1"), "d": digest(b"4")}, d=b"4")
    assert again == second
    assert [str(each) for each in stale_products(second, {"a": digest(b"?")}, "dist")] == [
        "dist/a: warning: it is not the file that was made [stale-product]\n    hint: make it anew",
        "dist/d: warning: it is gone [stale-product]\n    hint: make it anew",
    ]


def test_a_product_of_an_earlier_text_is_told_as_one_until_the_text_is_that_again(tiny):
    book, _ = build.edit(tiny.project)

    def made_of(known: bytes, text: str, *names: str) -> bytes:
        products = {Product(file=name, kind="x", audience="y"): name.encode() for name in names}
        there = {name: digest(name.encode()) for name in ("a", "b")}
        return with_products(known, book.imprint, products, there, text=text)[0]

    def earlier(known: bytes) -> list[str]:
        return [each["file"] for each in entries_of(known) if each.get("earlier")]

    first = made_of(b"", "one", "a", "b")
    second = made_of(first, "two", "b")
    assert (earlier(first), earlier(second)) == ([], ["a"])
    assert earlier(made_of(second, "two", "a")) == []
    assert earlier(made_of(second, "one", "a")) == ["b"]


def test_what_was_made_before_the_text_was_changed_is_marked_when_only_houses_are_made_anew(tmp_path):
    project = Project(tmp_path).small()
    assert project.build() == 0
    project.mend("manuscript/chapters/one.md", "So it is said.", "So it was said.")
    assert cli.build(project.project, houses=["kdp-black"]) == 0
    entries = {each["file"]: each for each in entries_of((tmp_path / "dist/a-small-book.json").read_bytes())}
    told = {name: each.get("earlier", False) for name, each in entries.items()}
    assert told == {
        "a-small-book-print.pdf": True,
        "a-small-book-print-kdp-black.pdf": False,
        "a-small-book-reading.pdf": False,
    }
    assert entries["a-small-book-print.pdf"]["text"] != entries["a-small-book-reading.pdf"]["text"]


@pytest.mark.parametrize("known", [b"{", b"[]", b"null", b'{"products": 3}', b'{"products": [1]}'])
def test_a_manifest_that_cannot_be_read_is_written_anew(tiny, known):
    written, stale = manifest(tiny, known, {}, a=b"1")
    assert [each["file"] for each in entries_of(written)] == ["a"]
    assert stale == ()


@pytest.mark.parametrize("standards", ["3", "null", '[1, {"x": 2}]', '[{"name": "PDF/UA-1"}]'])
def test_what_somebody_has_written_for_standards_gives_way_to_what_has_been_proved(standards):
    known = f'{{"products": [{{"file": "a", "standards": {standards}}}]}}'.encode()
    (entry,) = entries_of(with_standards(known, "a", [Standard("PDF/UA-1", "x", True)]))
    assert entry["standards"] == [{"name": "PDF/UA-1", "validator": "x", "met": True}]


# --- covers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("house", "width", "height"),
    [
        ("kdp-black", 2 * 396 + 28 / 2 * 0.004504 * 72, 612),
        ("offset-x4", 2 * (396 + 3 * 72 / 25.4 + 7 * 72 / 25.4) + (14 * 0.2 + 5) * 72 / 25.4, 612 + 6 * 72 / 25.4),
        ("offset-x1a", 2 * (396 + 90 * 72 / 25.4) + (14 * 0.2 + 5) * 72 / 25.4, 612 + 6 * 72 / 25.4),
    ],
)
def test_a_cover_is_as_large_as_the_house_s_template(tiny, made, house, width, height):
    tiny.mend(
        "manuscript/book.yaml", "style: classic\n", "style: classic\ncover: {paper: {leaf: 0.2mm}, board: 0.3mm}\n"
    )
    book, _ = build.edit(tiny.project)
    flat = measure(print_edition(made.read_bytes(), order()), book, read_house(tiny.project, house).cover)
    assert flat.size == (pytest.approx(width, abs=0.01), pytest.approx(height, abs=0.01))


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory, made: Path) -> Project:
    """The tiny book with print editions and covers for a paperback and for a jacket, and the front for shops."""
    project = Project(tmp_path_factory.mktemp("covers"))
    isbn = next(each for each in project.read("manuscript/book.yaml").splitlines() if each.startswith("isbn:"))
    project.mend("manuscript/book.yaml", isbn, "isbn: {paperback: 978-0-00-000000-2, hardback: 978-1-4028-9462-6}")
    words = "cover: {paper: {leaf: 0.5mm}, blurb: A ferry and a tide., about: She keeps the ledger.}\n"
    project.mend("manuscript/book.yaml", "style: classic\n", f"style: classic\n{words}")
    for house in ("ingramspark", "offset-x1a"):
        project.write(f"dist/tiny-print-{house}.pdf", print_edition(made.read_bytes(), order(signature=16)))
    assert cli.cover(project.project, houses=["ingramspark,offset-x1a"]) == 0
    return project


def cover_checks(project: Project, name: str) -> dict[str, Any]:
    content = (project.top / f"dist/tiny-cover-{name}.pdf").read_bytes()
    return {each.name: each for each in preflight(content, read_house(project.project, name), "x")}


def test_a_jacket_has_the_words_of_the_back_on_its_flaps_and_passes(covered):
    checks = cover_checks(covered, "offset-x1a")
    assert [name for name, each in checks.items() if not each.passed] == []
    assert checks["bar code"].found.startswith("31.35 × 24.5 mm")
    assert int(checks["overprint"].found.split()[0]) > 0  # as the profile asks, of the cover too
    words = words_by_page((covered.top / "dist/tiny-cover-offset-x1a.pdf").read_bytes())[0]
    assert {"ferry", "ledger."} <= set(words)


def test_a_cover_of_another_size_than_the_template_is_told(covered, capsys):
    path = covered.top / "dist/tiny-cover-ingramspark.pdf"
    kept = path.read_bytes()

    def told(narrower: float) -> list[str]:
        with pikepdf.open(io.BytesIO(kept)) as pdf:
            pdf.pages[0].TrimBox[2] = float(pdf.pages[0].TrimBox[2]) - narrower
            pdf.save(path)
        cli.preflight(covered.project, ["ingramspark"], cover=True)
        path.write_bytes(kept)
        return next(line.split("\t") for line in capsys.readouterr().out.splitlines() if "template" in line)

    whole, cut = told(0.0), told(20.0)
    assert (whole[0], cut[0]) == ("ok", "FAULT")
    assert whole[2] == whole[3] == cut[2] == "281.2 × 215.9 mm"
    assert cut[3].startswith("274.2 × ")


def test_a_case_is_no_cover_for_a_paperback(covered):
    book, _ = build.edit(covered.project)
    case, inside = (
        (covered.top / f"dist/tiny-{name}.pdf").read_bytes() for name in ("cover-offset-x1a", "print-ingramspark")
    )
    check = template_check(case, inside, book, read_house(covered.project, "kdp-black").cover)
    assert (check.passed, check.page) == (False, 1)
    bare = replace(book, cover=replace(book.cover, leaf=0.0))
    check = template_check(case, inside, bare, read_house(covered.project, "offset-x4").cover)
    assert (check.passed, check.wanted) == (True, "any, for the paper is not said")


BARS = "bar code"


def _is_bar(drawn: Any) -> bool:
    return str(drawn.operator) == "re" and drawn.operands[2] < 6 and abs(drawn.operands[3]) > 40


@pytest.mark.parametrize("side", ["width", "height", "quiet"])
def test_a_bar_code_smaller_than_a_house_asks_is_told(covered, side):
    content = (covered.top / "dist/tiny-cover-ingramspark.pdf").read_bytes()
    asked = read_house(covered.project, "ingramspark")
    larger = replace(asked.cover.bar_code, **{side: Length(120.0, "120pt")})
    checks = preflight(content, replace(asked, cover=replace(asked.cover, bar_code=larger)), "x")
    assert [each.name for each in checks if not each.passed] == [BARS]


@pytest.mark.parametrize(
    ("house", "wanted", "passed"),
    [
        ("ingramspark", "31mm × 15mm, 2.3mm of white", False),
        ("offset-x1a", "31mm × 22mm, 2.3mm of white", False),
        ("kdp-black", "30mm × 15mm, 2.3mm of white, or none", True),
        ("bod", "25mm wide", False),
        ("lulu", "", True),
    ],
)
def test_a_cover_without_a_bar_code_is_told_where_a_house_prints_none_of_its_own(covered, house, wanted, passed):
    content = (covered.top / "dist/tiny-cover-ingramspark.pdf").read_bytes()
    assert all(each.passed for each in preflight(content, read_house(covered.project, house), "x") if each.name == BARS)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = pikepdf.parse_content_stream(pdf.pages[0])
        low = [([*each.operands[:3], 1] if _is_bar(each) else each.operands, each.operator) for each in drawn]
        assert sum(_is_bar(each) for each in drawn) == 30
        pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(low))
        pdf.save(out := io.BytesIO())
    asked = read_house(covered.project, house)
    checks = [each for each in preflight(out.getvalue(), asked, "x") if each.name == BARS]
    assert [(each.wanted, each.found, each.passed) for each in checks] == ([(wanted, "none", passed)] if wanted else [])
    book, _ = build.edit(covered.project)
    unnumbered = replace(book, imprint=replace(book.imprint, isbn="", isbns={}))
    checks = [each for each in check_cover(out.getvalue(), unnumbered, asked, "x") if each.name == BARS]
    assert all(each.passed and each.found == "none, for the book has no ISBN" for each in checks)
    assert len(checks) == bool(wanted)


def test_no_letters_stand_on_the_spine_of_a_book_too_thin_for_its_house(covered):
    checks = cover_checks(covered, "ingramspark")
    assert (checks["spine"].wanted, checks["spine"].found) == ("no letters below 48 pages", "none")
    jacket = (covered.top / "dist/tiny-cover-offset-x1a.pdf").read_bytes()
    asked = read_house(covered.project, "ingramspark")
    assert not next(each for each in preflight(jacket, asked, "x") if each.name == "PDF/X level").passed


def bare_cover(tiny: Project, made: Path, cover: str) -> tuple[str, ...]:
    """What is told of the cover of the tiny book for a house that asks only this of it."""
    profiled(tiny, cover=f"{{{cover}}}").write("dist/tiny-print-mine.pdf", print_edition(made.read_bytes(), order()))
    return tuple(str(each).splitlines()[0] for each in make_covers(tiny.project, houses=["mine"])[1])


def test_letters_keep_clear_of_the_edges_of_a_spine_also_where_any_spine_may_have_them(tiny, made):
    (told,) = bare_cover(tiny, made, "bleed: 3mm, leaf: 1mm, spine_safe: 10mm")
    assert "spine: 10mm to its edges is asked" in told


def test_a_book_thicker_than_any_is_refused_with_the_leaf_that_makes_it_so(tiny, made):
    with pytest.raises(Faulty, match=r"28 pages would make a spine of 280\.6 mm, of leaves of 20 mm"):
        tiny.mend(
            "manuscript/book.yaml", "style: classic\n", "style: classic\ncover: {paper: {leaf: 2cm}, board: 0.3mm}\n"
        )
        bare_cover(tiny, made, "bleed: 3mm")


def test_a_cover_for_a_house_without_its_print_edition_says_how_to_make_that(tiny):
    with pytest.raises(Faulty) as fault:
        make_covers(tiny.project, houses=["lulu"])
    assert "build --house lulu makes it" in str(fault.value.problems[0])


def test_a_cover_bleeds_though_the_pages_do_not(covered):
    asked = read_house(covered.project, "kdp-black")
    content = (covered.top / "dist/tiny-cover-ingramspark.pdf").read_bytes()
    checks = {each.name: each for each in preflight(content, asked, "x")}
    assert (asked.bleed.points, checks["page size"].wanted, checks["page size"].passed) == (0, "as its bleed", True)


def test_the_front_is_a_picture_for_shops(covered):
    with Image.open(covered.top / "dist/tiny-cover.jpg") as front:
        assert front.format == "JPEG"
        assert front.height == 2560
        assert front.width == pytest.approx(2560 * 396 / 612, abs=1)
        assert len(front.convert("P", palette=Image.Palette.ADAPTIVE).getcolors()) > 2


# --- a whole book for six houses ---------------------------------------------------------------------


@pytest.mark.slow
def test_the_starter_is_made_for_six_houses_and_no_one_has_anything_to_say(tmp_path, capsys):
    project = Project(tmp_path)
    project.remove("manuscript")
    shutil.copytree(TOP / "press/starter", project.top / "manuscript")
    assert cli.build(project.project, houses=SIX) == 0
    assert "warning" not in capsys.readouterr().err
    assert cli.preflight(project.project, SIX) == 0
    for name in SIX:
        file = project.top / f"dist/the-wrong-garamond-print-{name}.pdf"
        for command in (
            ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-sDEVICE=nullpage", file],
            ["mutool", "draw", "-q", "-F", "trace", "-o", os.devnull, file],
        ):
            if shutil.which(command[0]):
                run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
                said = [line for line in (run.stdout + run.stderr).splitlines() if "ICC support" not in line]
                assert said == [], (name, command[0])  # what is left out MuPDF says of itself


def test_a_house_s_job_is_that_of_its_profile(tiny):
    book, _ = build.edit(tiny.project)
    style = read_style(tiny.project, "classic", "", Origin(""))
    houses: tuple[House, ...] = read_houses(tiny.project, SIX)
    jobs = {house.id: order_for(tiny.project, book, style, house) for house in houses}
    assert {name: job.said.level for name, job in jobs.items()} == {
        "ingramspark": "PDF/X-1a:2001",
        "kdp-black": "PDF/X-4",
        "lulu": "PDF/X-4",
        "bod": "PDF/X-4",
        "offset-x1a": "PDF/X-1a:2003",
        "offset-x4": "PDF/X-4",
    }
    assert [name for name, job in jobs.items() if not job.opaque] == ["offset-x4"]
    assert {name: job.target for name, job in jobs.items() if job.target != "cmyk"} == {
        "kdp-black": "gray",
        "lulu": "gray",
        "bod": "rgb",
    }
    assert len({job.said.identity for job in jobs.values()}) == 6
    assert editions.product(tiny.project, book, "print-bod").name == "tiny-print-bod.pdf"
