"""The contact sheet: every spread of the book at a glance, with what the audit found marked where it is.

In come the PDF and the audit; out go two files as bytes: one picture (PNG) and one page (HTML) that needs nothing else.
The page's own design is `styles/contact-sheet/sheet.html.j2`. Pages are drawn by PDFium.
"""

from __future__ import annotations

import base64
import io
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from press.audit.audit import Audit, Finding
from press.book import Book
from press.links import policy_for
from press.places import Folio
from press.problem import Rule
from press.project import Project
from press.silences import passage
from press.style.libraries import sheet_of_press
from press.typesetting.page import PX
from press.typesetting.rules import (
    CROWDED_NOTES,
    FLOAT_EARLY,
    FLOAT_HERE,
    LADDER,
    LOOKS,
    LOOSE_LINE,
    ORPHAN,
    OVERFULL_LINE,
    OVERPRINT,
    PARTED_BLOCK,
    RECTO_HYPHEN,
    RIVER,
    RUNT,
    SHORT_PAGE,
    STRAINED_HYPHEN,
    STRANDED_HEADING,
    STRANDED_HEADNOTE,
    TABLE_BEYOND,
    TIGHT_LINE,
    TOUCHING_NUMBER,
    UNEQUAL_AT_HEADING,
    UNEQUAL_COLUMNS,
    UNEQUAL_PAGES,
    UNEVEN_EDGE,
    UNEVEN_SINKAGE,
    VERSO_HYPHEN,
    WIDOW,
    WORD_STACK,
    WRONG_FIGURES,
)

TEMPLATE = "contact-sheet/sheet.html.j2"
DPI = 120
"""Of the pages in the HTML: small type is legible when a spread fills the window."""
QUALITY = 30
"""Of the pages in the HTML, as WebP: black type on white bears it."""
THUMB = 330
"""The height of a page in the PNG, in pixels."""
IN_A_ROW = 6
PAPER, INK = (236, 233, 226), (96, 90, 80)
COLOURS = {
    LOOSE_LINE: "#d98a00",
    TIGHT_LINE: "#8a5a00",
    OVERFULL_LINE: "#c0392b",
    UNEVEN_EDGE: "#b5651d",
    LADDER: "#c2185b",
    STRAINED_HYPHEN: "#a0527a",
    RIVER: "#1e88e5",
    WORD_STACK: "#7b1fa2",
    RECTO_HYPHEN: "#b0003a",
    VERSO_HYPHEN: "#d36a8e",
    RUNT: "#3f51b5",
    WIDOW: "#1a237e",
    ORPHAN: "#5c6bc0",
    STRANDED_HEADING: "#6a1b9a",
    STRANDED_HEADNOTE: "#8e24aa",
    SHORT_PAGE: "#00796b",
    UNEQUAL_PAGES: "#00897b",
    UNEQUAL_AT_HEADING: "#80a89f",
    CROWDED_NOTES: "#558b2f",
    FLOAT_HERE: "#795548",
    FLOAT_EARLY: "#4e342e",
    TOUCHING_NUMBER: "#ad1457",
    WRONG_FIGURES: "#ef6c00",
    UNEQUAL_COLUMNS: "#2e7d32",
    UNEVEN_SINKAGE: "#0277bd",
    OVERPRINT: "#d50000",
    TABLE_BEYOND: "#bf360c",
    PARTED_BLOCK: "#4527a0",
}
"""Ambers for the colour of a line, reds for hyphens, blues for paragraphs, greens for the depth of pages, browns for
what floats.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMark:
    """A finding as it is drawn: `left` to `height` are shares of the page in per cent."""

    rule: Rule
    name: str
    left: float
    top: float
    width: float
    height: float
    message: str
    place: str
    href: str
    passage: str
    silenced: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is drawn: its folio, its picture as a data URL, its marks."""

    sheet: int
    folio: str
    picture: str
    marks: tuple[SheetMark, ...]


def contact_sheet(pdf: bytes, folios: Sequence[Folio], found: Audit, book: Book, project: Project) -> dict[str, bytes]:
    """Name of file → content, for the whole book. `pdf` has a page for every folio. Raises `OSError` if the template is
    not there.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=DPI / 72).to_pil() for page in document]
        sizes = [page.get_size() for page in document]
    finally:
        document.close()
    marks: dict[int, list[SheetMark]] = defaultdict(list)
    for finding, quiet in [*((each, False) for each in found.findings), *((each, True) for each in found.silenced)]:
        sheet = finding.folio.sheet - 1
        marks[sheet].append(_mark(finding, sizes[sheet], passage(finding.origin, book.lines), quiet))
    pages = [
        Shown(n + 1, str(folio), _data_url(pictures[n]), tuple(sorted(marks[n], key=lambda mark: mark.top)))
        for n, folio in enumerate(folios)
    ]
    slug = book.imprint.slug
    ratio = sizes[0][0] / sizes[0][1]
    return {
        f"{slug}-look.html": _html(pages, ratio, found, str(book.imprint.title), project).encode(),
        f"{slug}-look.png": _picture(pages, pictures),
    }


def _mark(finding: Finding, size: tuple[float, float], words: str, silenced: bool) -> SheetMark:
    x, y, width, height = (each * PX for each in finding.fault.box)  # points, as the size of the page
    origin = finding.origin
    return SheetMark(
        rule=finding.fault.rule,
        name=LOOKS[finding.fault.rule],
        left=100 * x / size[0],
        top=100 * y / size[1],
        width=100 * width / size[0],
        height=100 * height / size[1],
        message=finding.fault.message,
        place=str(origin),
        href=f"{origin.path}#L{origin.line}",
        passage=words,
        silenced=silenced,
    )


def _data_url(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.convert("L" if _is_grey(picture) else "RGB").save(out, "WEBP", quality=QUALITY, method=4)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode()


def _is_grey(picture: Image.Image) -> bool:
    """Whether a page has no colour; told from a small copy, for it is asked of every page."""
    small = picture.convert("RGB").resize((64, 96))
    return all(max(pixel) - min(pixel) < 12 for pixel in _pixels(small))


def _pixels(picture: Image.Image) -> Iterator[tuple[int, int, int]]:
    raw = picture.tobytes()
    return ((raw[n], raw[n + 1], raw[n + 2]) for n in range(0, len(raw), 3))


def spreads(pages: Sequence[Shown]) -> list[tuple[Shown | None, Shown | None]]:
    """Pages as they lie open: the first is a recto with nothing before it."""
    sides: list[Shown | None] = [None, *pages]
    if len(sides) % 2:
        sides.append(None)
    return list(zip(sides[::2], sides[1::2], strict=True))


def _html(pages: Sequence[Shown], ratio: float, found: Audit, title: str, project: Project) -> str:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    source = sheet_of_press(project, TEMPLATE)
    page = environment.from_string(source)
    counts = found.counts
    hundred = max(found.figures.pages, 1) / 100
    quiet = {finding.fault.rule for finding in found.silenced}
    kinds: list[dict[str, Any]] = [
        {"rule": rule, "name": name, "count": counts[rule], "rate": counts[rule] / hundred, "colour": COLOURS[rule]}
        for rule, name in LOOKS.items()
    ]
    return page.render(
        title=title,
        policy=policy_for(source),
        up=os.path.relpath(project.here, project.dist),
        ratio=ratio,
        spreads=spreads(pages),
        kinds=kinds,
        silent=[kind for kind in kinds if kind["rule"] in quiet],
        silenced=len(found.silenced),
        figures=found.figures,
        total=len(found.findings),
    )


def _picture(pages: Sequence[Shown], pictures: Sequence[Image.Image]) -> bytes:
    """All spreads on one sheet."""
    width = round(THUMB * pictures[0].width / pictures[0].height)
    gutter, label = 28, 26
    rows = -(-len(spreads(pages)) // IN_A_ROW)
    size = (gutter + IN_A_ROW * (2 * width + gutter), gutter + rows * (THUMB + label + gutter))
    sheet = Image.new("RGB", size, PAPER)
    draw, font = ImageDraw.Draw(sheet, "RGBA"), ImageFont.load_default(14)
    for n, spread in enumerate(spreads(pages)):
        x = gutter + (n % IN_A_ROW) * (2 * width + gutter)
        y = gutter + (n // IN_A_ROW) * (THUMB + label + gutter)
        for side, page in enumerate(spread):
            if page is None:
                continue
            left = x + side * width
            picture = pictures[page.sheet - 1].convert("RGB").resize((width, THUMB), Image.Resampling.LANCZOS)
            sheet.paste(picture, (left, y))
            draw.rectangle((left, y, left + width - 1, y + THUMB - 1), outline=(196, 190, 178))
            for mark in page.marks:
                _draw(draw, mark, (left, y), (width, THUMB))
            at = left + 2 if side == 0 else left + width - 2
            draw.text((at, y + THUMB + 6), page.folio, INK, font=font, anchor="la" if side == 0 else "ra")
    out = io.BytesIO()
    sheet.quantize(255).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(draw: ImageDraw.ImageDraw, mark: SheetMark, at: tuple[int, int], size: tuple[int, int]) -> None:
    red, green, blue = (int(COLOURS[mark.rule][n : n + 2], 16) for n in (1, 3, 5))
    left, top = at[0] + mark.left * size[0] / 100, at[1] + mark.top * size[1] / 100
    right, foot = left + mark.width * size[0] / 100, top + mark.height * size[1] / 100
    fill = (red, green, blue, 30 if mark.silenced else 95)
    # three pixels at least, or a mark of a thin line could not be seen
    draw.rectangle((left, top, max(right, left + 3), max(foot, top + 3)), fill=fill, outline=(red, green, blue, 200))
