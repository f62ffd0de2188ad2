"""Pages for the printer, really laid out and printed: bare HTML in a small sheet, a job to print it by, pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import fontpkg
import pikepdf
import weasyprint
from conftest import TOP
from PIL import Image

from press.prepress.content import Painted, painted
from press.prepress.pdfx import Declaration
from press.prepress.print_edition import PrintJob, print_edition, read_profile
from press.problem import Origin
from press.project import Project
from press.style.read import read_style

SHEET = """
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }}
@page {{ size: 300pt 400pt; margin: 40pt; bleed: 20pt }}
html {{ font: 14px/18px "EB Garamond" }}
body {{ margin: 0 }}
"""


@lru_cache
def profile() -> bytes:
    """The ICC profile that the classic style names."""
    return read_profile(read_style(Project.at(TOP), "classic", "", Origin("")))


def order(**otherwise: Any) -> PrintJob:
    """A job of three millimetres' bleed, without marks, gutter or signatures, that takes any picture."""
    said = Declaration("Title", "Author", "2024-01-01T00:00:00Z", "tiny/first/print", "CGATS TR 001", profile())
    job = PrintJob(
        shown="dist/x-print.pdf",
        said=said,
        colour="convert",
        bleed=9.0,
        marks=False,
        gutter=(),
        signature=1,
        resolution=1,
        line_art=1,
        pictures=(),
    )
    return replace(job, **otherwise)


def read(html: str, base: Path | None = None, more: str = "") -> bytes:
    """A tagged PDF of a bare document, painted 20 points beyond its trim."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    font = fontpkg.path("EB Garamond").as_uri()
    sheet = weasyprint.CSS(string=SHEET.format(font=font) + more, font_config=fonts)
    document = weasyprint.HTML(string=f"<html lang=en><body>{html}", base_url=str(base) + "/" if base else None)
    written: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_tags=True)
    return written


def printed(html: str, base: Path | None = None, more: str = "", **otherwise: Any) -> bytes:
    """A bare document in print."""
    return print_edition(read(html, base, more), order(**otherwise))


def marks(content: bytes) -> list[Painted]:
    """All that a PDF paints, without the fonts that it takes up and what its pictures are made of."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [each for n, page in enumerate(pdf.pages, 1) for each in painted(page, n)]
        return [replace(each, thing=None) for each in found if each.kind != "font"]


def boxes(content: bytes) -> Iterator[tuple[list[float], ...]]:
    """Trim, bleed and media box of each page, in whole hundredths of a point."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            yield tuple([round(float(n), 2) for n in page.obj[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox"))


def draw(folder: Path, side: int = 60) -> Path:
    """The same film as a colour PNG and JPEG, a gray JPEG, a gray picture saved as RGB, line art, and a palette."""
    film = Image.new("RGB", (side, side))
    film.putdata([(x * 255 // side, y * 255 // side, 128) for y in range(side) for x in range(side)])
    gray = film.convert("L")
    film.save(folder / "colour.png")
    film.save(folder / "colour.jpg")
    film.quantize(16).save(folder / "palette.png")
    gray.save(folder / "gray.jpg")
    gray.convert("RGB").save(folder / "gray-in-rgb.png")
    gray.convert("1").save(folder / "line-art.png")
    film.putalpha(gray)
    film.save(folder / "see-through.png")
    return folder


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="150" viewBox="0 0 200 150">
<defs>
<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".3"/>
</linearGradient>
<radialGradient id="r"><stop offset="0" stop-color="white"/><stop offset="1" stop-color="black"/></radialGradient>
<mask id="m"><rect width="200" height="150" fill="url(#r)"/></mask>
<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse">
<circle cx="5" cy="5" r="4" fill="green"/></pattern>
</defs>
<circle cx="20" cy="20" r="20" fill="url(#g)"/>
<rect y="50" width="200" height="30" fill="url(#p)"/>
<g mask="url(#m)"><rect y="80" width="200" height="30" fill="purple"/></g>
<rect y="110" width="90" height="30" fill="teal" opacity=".5" stroke="orange"/>
<text x="100" y="130" fill="crimson" font-family="EB Garamond">in red</text>
</svg>"""
