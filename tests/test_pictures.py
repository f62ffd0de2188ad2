"""Pictures that could not be printed are told by a check, with why, and before anything large is opened."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from conftest import Project
from PIL import Image

from press.limits import LEVELS
from press.style.pictures import faults_of_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'


def picture(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    image = Image.effect_noise(size, 80).convert(mode) if mode != "I;16" else Image.new(mode, size, 700)
    image.save(out, kind, **options)
    return out.getvalue()


def part(tag: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + tag + content + struct.pack(">I", zlib.crc32(tag + content))


def png(width: int, height: int, rows: bytes, bits: int = 8, colour: int = 0, interlaced: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x40]) + content[at + 1 :]


def said(content: bytes, name: str = "a.png", folder: Path = Path("/nowhere")) -> str:
    return "; ".join(faults_of_picture(content, folder / "figures" / name, folder))


GOOD = {
    **{f"png-{mode}": picture(mode=mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")},
    "png-interlaced": png(3, 3, b"\0\1" * 2 + b"\0\1\1" + b"\0\1" * 2 + b"\0\1\1\1", interlaced=1),
    "jpeg": picture("JPEG"),
    "jpeg-progressive": picture("JPEG", progressive=True, quality=95),
    "jpeg-gray": picture("JPEG", "L"),
    "jpeg-cmyk": picture("JPEG", "CMYK"),
    "jpeg-restarted": picture("JPEG", restart_marker_rows=1),
    "jpeg-with-remarks": picture("JPEG", comment=b"\xff\xd8\xff\xd9"),
    "jpeg-with-more-behind": picture("JPEG") + b"\0 trailer of a camera",
    "png-with-more-behind": picture() + b"\0\0",
    "gif": picture("GIF", "P"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_whole_picture_is_let_pass(name: str) -> None:
    assert said(GOOD[name]) == ""


NO_PICTURES = {
    "cut in half": (picture()[: len(picture()) // 2], "is cut off"),
    "cut in its head": (picture()[:20], "is no picture"),
    "without its end": (picture()[:-30], "is cut off"),
    "another byte in its rows": (flipped(picture(), 90), "a checksum does not agree"),
    "another byte in its size": (flipped(picture(), 19), "is no picture"),
    "rows missing": (png(30, 30, b"\0" * 31 * 12), "rows are missing"),
    "rows missing in a pass": (png(3, 3, b"\0\1" * 3, interlaced=1), "rows are missing"),
    "rows that are none": (png(3, 3, b"").replace(zlib.compress(b""), b"nonsense"), "is broken"),
    "a JPEG cut in half": (picture("JPEG")[: len(picture("JPEG")) // 2], "is cut off"),
    "a JPEG without its end": (picture("JPEG")[:-2], "is cut off"),
    "a progressive JPEG cut": (picture("JPEG", progressive=True)[:-400], "is cut off"),
    "sixteen bits": (picture(mode="I;16"), "more than 8 bits"),
    "a TIFF": (picture("TIFF"), "is a picture in TIFF"),
    "a BMP": (picture("BMP"), "is a picture in BMP"),
    "sixty thousand by sixty thousand": (png(60_000, 60_000, bytes(7501), 1), "more than any page can print"),
    "one bit, and 169 million dots": (png(13_000, 13_000, bytes(1626), 1), "more than any page can print"),
    "a GIF cut in half": (picture("GIF", "P")[: len(picture("GIF", "P")) * 2 // 3], "cut off"),
    "a WebP cut in half": (picture("WEBP")[: len(picture("WEBP")) // 2], "is no picture"),
    "words": (b"a letter that somebody has renamed", "is no picture"),
    "nothing": (b"", "is empty"),
    "spaces": (b"  \n", "is empty"),
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_whole_picture_is_told_with_why(name: str) -> None:
    content, why = NO_PICTURES[name]
    assert why in said(content)


def copies(times: int) -> str:
    """A drawing of ten to so many shapes."""
    groups = ['<g id="g0"><rect width="1" height="1"/></g>']
    uses = [f'<use href="#g{n}"/>' * 10 for n in range(times)]
    return "".join([*groups, *(f'<g id="g{n}">{use}</g>' for n, use in enumerate(uses, 1))])


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        (copies(8), "shapes; at most 200,000"),
        (copies(6).replace("href", "xlink:href"), "shapes; at most 200,000"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "something in it draws itself"),
        ('<g id="a"><g><use href="#a"/></g></g>', "something in it draws itself"),
        ("<g>" * 3000 + "</g>" * 3000, f"elements more than {LEVELS} deep"),
        (f'<rect width="{"calc(" * 2000}1px{")" * 2000}"/>', "brackets more than 50 deep"),
        (f"<style>rect {{ width: {'calc(1px + ' * 60}1px{')' * 60} }}</style>", "brackets more than 50 deep"),
        ('<image href="https://example.org/a.png" width="9" height="9"/>', "asks for the network"),
        ('<image href="//example.org/a.png" width="9" height="9"/>', "asks for the network"),
        ('<image xlink:href="file:///etc/passwd" width="9" height="9"/>', "asks for a file of this machine"),
        ('<image href="../../secret.png" width="9" height="9"/>', "asks for a file that is not in the manuscript"),
        ('<use href="other.svg#a"/>', "asks for a file that is not in the manuscript"),
        ('<rect style="fill: url(https://example.org/a.svg#b)"/>', "asks for the network"),
        ("<style>@import 'https://example.org/a.css';</style>", "asks for the network"),
        ("<style>@font-face { src: url(a.woff) }</style>", "asks for a file that is not in the manuscript"),
        ("<script>alert(1)</script>", "has a script in it"),
        ('<rect onclick="alert(1)"/>', "has a script in it"),
        ('<a href="javascript:alert(1)"><rect/></a>', "a link that is none of a book"),
        ('<a xlink:href="data:text/html,x"><rect/></a>', "a link that is none of a book"),
        ("<foreignObject><p>Words.</p></foreignObject>", "which cannot be printed"),
        ("<text>&harbour;</text>", "asks for an entity"),
        ("<g>", "is no SVG"),
    ],
)
def test_a_drawing_that_cannot_be_drawn_is_told_with_why(inside: str, why: str) -> None:
    assert why in said(SVG.format(inside).encode(), "a.svg")


def test_what_is_named_a_drawing_and_is_none_is_told() -> None:
    assert "its root is <html>" in said(b"<html/>", "a.svg")
    assert "is no SVG" in said(picture(), "a.svg")


def test_a_drawing_may_have_all_that_drawings_have(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/coast.png").write_bytes(picture())
    inside = (
        '<defs><linearGradient id="g"><stop offset="1"/></linearGradient></defs>'
        '<rect fill="url(#g)" style="stroke: url(\'#g\')" width="9" height="9"/><use xlink:href="#g"/>'
        '<image href="coast.png" width="9" height="9"/><image href="data:image/png;base64,AAAA" width="9" height="9"/>'
        '<a href="https://example.org"><text>(1)</text></a><style>text { font: 9px serif }</style>' + copies(4)
    )
    doctype = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert said((doctype + SVG.format(inside)).encode(), "a.svg", tmp_path) == ""


def test_a_check_names_the_line_that_asks_for_a_picture_that_leads_out_of_the_manuscript(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    project = Project(tmp_path).small()
    outside = tmp_path / "outside.png"
    outside.write_bytes(picture())
    (tmp_path / "manuscript/figures").mkdir()
    (tmp_path / "manuscript/figures/pier.png").symlink_to(outside)
    project.write("manuscript/figures/quay.png", picture()[:300])
    figures = "".join(f'\n![The {it}.](figures/{it}.png){{alt="A {it}."}}\n' for it in ("pier", "quay"))
    project.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\nIt went over.\n{figures}")
    assert project.check() == 1
    told = capsys.readouterr().err
    assert "one.md:6: error: manuscript/figures/pier.png is a link to a file that is not in the manuscript" in told
    assert "one.md:8: error: manuscript/figures/quay.png is cut off: a part of it is missing [picture]" in told
