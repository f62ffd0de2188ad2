"""A made file, print edition or cover, as plain values: what preflight judges, read from the file itself.

Nothing is taken on trust from the build: boxes, colours, pictures and rules are read from the pages' own content
(`content`), the places of letters by pdfium. Lengths are in points.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, PdfImage, Stream
from PIL import ImageMath

from press.commands import call
from press.pdf.page_boxes import Box, crosses
from press.prepress.content import Painted, painted
from press.prepress.rules import NOT_A_PDF, NOT_MADE
from press.problem import Faulty, Origin, Problem

BOXES = ("/TrimBox", "/BleedBox", "/MediaBox")
"""The boxes that a printer needs, each within the next."""
PRINTERS_NOTES = ("/PrinterMark", "/TrapNet")
"""Annotations that are the printer's own, which PDF/X lets stand."""
LEVEL = re.compile(rb"GTS_PDFXVersion(?:>|=\")(PDF/X[^<\"]*)")
SPINE = "/CoverSpine"
UNSOUND = (pypdfium2.PdfiumError, pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What comes of objects that are others than PDF has in their place; a file may come from anywhere."""
ACTIVE = ("/AcroForm", "/OpenAction", "/AA", "/JavaScript")
"""Entries of the catalogue that make a file do something."""


@dataclass(frozen=True, slots=True)
class ArtworkPage:
    """A page, from 1: its boxes by name, what it paints, where its lines of letters stand, how many annotations, and
    whether it has groups for transparency.
    """

    number: int
    boxes: Mapping[str, Box]
    painted: tuple[Painted, ...]
    letters: tuple[Box, ...]
    annotations: int
    grouped: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is on it but marks."""
        marks = (each for each in self.painted if each.box and not crosses(each.box, self.bleed))
        return not self.letters and len(self.painted) == len(list(marks))

    @property
    def trim(self) -> Box:
        """The trim; all of the page where it says none."""
        return self.boxes.get("/TrimBox", self.boxes["/MediaBox"])

    @property
    def bleed(self) -> Box:
        """The bleed; the trim where it says none."""
        return self.boxes.get("/BleedBox", self.trim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """A made file.

    `level` is the level of PDF/X that it claims, `intents` its printing conditions by name, `fonts` each font used, and
    whether its file is in the PDF; `active` names what would do something when the file is opened. `cover`: the number
    of pages for which a cover was made, 0 for the inside of a book. `coverage`: page → the most ink of any colour,
    picture or gradient on it, per cent. `version` of PDF; `size` in bytes; `named`: the printing conditions whose
    profile is not in the file; `spine`: of a cover, where its spine begins and ends, in points from the left edge of
    its trim.
    """

    pages: tuple[ArtworkPage, ...]
    level: str
    intents: tuple[str, ...]
    fonts: Mapping[str, bool]
    active: tuple[str, ...]
    cover: int
    coverage: Mapping[int, float]
    version: str = ""
    size: int = 0
    named: tuple[str, ...] = ()
    spine: tuple[float, float] = (0.0, 0.0)

    @property
    def printed(self) -> tuple[Painted, ...]:
        """Everything painted that is printed as a colour; what makes a mask is not."""
        return tuple(each for page in self.pages for each in page.painted if not each.mask)


def read_file(path: Path, shown: str, maker: str = "") -> bytes:
    """The bytes of a made file, `shown` its name in a complaint, `maker` the command that makes it, if not the plain
    one. Raises `Faulty` when it has not been made.
    """
    if not path.is_file():
        hint = f"{maker or call('cover' if path.stem.endswith('-cover') else 'build')} makes it"
        raise Faulty([Problem(Origin(shown), NOT_MADE, "no such file", hint)])
    return path.read_bytes()


def page_count(printed: bytes) -> int:
    """How many pages a print edition has."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        return len(pdf.pages)


def read_artwork(content: bytes, shown: str) -> Artwork:
    """Read a made file; `shown` is its name in a complaint. Raises `Faulty` when it is no sound PDF, or is locked."""
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError:
        raise Faulty([Problem(Origin(shown), NOT_A_PDF, "no PDF, or one with a password")]) from None
    try:
        with pdf, pypdfium2.PdfDocument(content) as rendered:
            return _artwork(pdf, rendered, len(content))
    except UNSOUND:
        message = "no sound PDF: something in it is not as PDF has it"
        raise Faulty([Problem(Origin(shown), NOT_A_PDF, message)]) from None


def _artwork(pdf: pikepdf.Pdf, rendered: pypdfium2.PdfDocument, size: int) -> Artwork:
    everything = [tuple(painted(page, number)) for number, page in enumerate(pdf.pages, 1)]
    pages = tuple(
        _page(page, number, each, letters)
        for number, (page, each, letters) in enumerate(zip(pdf.pages, everything, rendered, strict=True), 1)
    )
    told = [each for page in everything for each in page]
    info = pdf.trailer.get("/Info", Dictionary())
    return Artwork(
        pages=pages,
        level=_level(pdf, info),
        intents=tuple(_intents(pdf)),
        fonts=fonts_of(told),
        active=tuple(name.removeprefix("/") for name in ACTIVE if name in pdf.Root),
        cover=int(info.get("/CoverForPages", 0)),
        coverage=_coverage(told),
        version=pdf.pdf_version,
        size=size,
        named=tuple(_named(pdf)),
        spine=_spine(info),
    )


def _page(page: pikepdf.Page, number: int, everything: Iterable[Painted], rendered: pypdfium2.PdfPage) -> ArtworkPage:
    boxes = {name: box_of(page.obj[name]) for name in (*BOXES, "/CropBox") if name in page.obj}
    boxes.setdefault("/MediaBox", box_of(page.mediabox))  # it may be inherited from the tree of pages
    # by pdfium, for how far a letter reaches is in its font and not in the page's content
    text = rendered.get_textpage()
    letters = tuple(text.get_rect(at) for at in range(text.count_rects()))
    text.close()
    foreign = [each for each in page.obj.get("/Annots", Array()) if str(each.get("/Subtype")) not in PRINTERS_NOTES]
    # a font taken up paints nothing, and the objects of the PDF end with it: plain values alone go on
    plain = tuple(replace(each, thing=None) for each in everything if each.kind != "font")
    grouped = any(each.kind == "space" and not each.mask for each in plain) or "/Group" in page.obj
    return ArtworkPage(number, boxes, plain, letters, len(foreign), grouped)


def box_of(edges: Object) -> Box:
    """A box as written, whose corners may stand in any order (PDF 32000-1, 7.9.5)."""
    left, bottom, right, top = (float(edge) for edge in cast("Array", edges))
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _level(pdf: pikepdf.Pdf, info: Object) -> str:
    """The level of PDF/X that the file declares, in its XMP or, as the older levels do, in Info."""
    metadata = pdf.Root.get("/Metadata")
    found = LEVEL.search(metadata.read_bytes()) if metadata is not None else None
    older = info.get("/GTS_PDFXConformance", info.get("/GTS_PDFXVersion", ""))
    return found[1].decode() if found else str(older)


def _intents(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The printing conditions that have a profile of a CMYK device; one for archives or for the screen is none."""
    for intent in pdf.Root.get("/OutputIntents", Array()):
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == Name.GTS_PDFX and profile is not None and int(profile.get("/N", 0)) == 4:
            yield str(intent.get("/OutputConditionIdentifier", ""))


def _named(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The printing conditions that are only named."""
    for intent in pdf.Root.get("/OutputIntents", Array()):
        if intent.get("/S") == Name.GTS_PDFX and "/DestOutputProfile" not in intent:
            yield str(intent.get("/OutputConditionIdentifier", ""))


def _spine(info: Object) -> tuple[float, float]:
    """Where the spine of a cover begins and ends, as it says; nowhere where it says nothing."""
    left, right = (float(each) for each in cast("Array", info.get(SPINE, Array([0, 0]))))
    return left, right


def fonts_of(told: Iterable[Painted]) -> dict[str, bool]:
    """Each font used, with whether its file is in the PDF; a font drawn by its own content is."""
    fonts: dict[str, bool] = {}
    for each in told:
        if each.kind != "font" or each.thing is None:
            continue
        font = each.thing
        # of a composite font only what it is made of has a file (PDF 32000-1, 9.7)
        for descendant in font.get("/DescendantFonts", Array([font])):
            descriptor = descendant.get("/FontDescriptor", Dictionary())
            embedded = any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
            name = str(descendant.get("/BaseFont", "/unnamed"))[1:]
            fonts[name] = (embedded or descendant.get("/Subtype") == Name.Type3) and fonts.get(name, True)
    return fonts


# --- ink -------------------------------------------------------------------------------------------


def _coverage(told: Iterable[Painted]) -> dict[int, float]:
    """Page → the most ink of any colour, picture or gradient on it, per cent; marks in every ink do not count."""
    most: dict[int, float] = {}
    known: dict[tuple[int, int], float] = {}
    for each in told:
        if each.mask or each.kind == "font":
            continue
        percent = _ink(each, known)
        if percent is not None:
            most[each.page] = max(most.get(each.page, 0.0), percent)
    return most


def _ink(each: Painted, known: dict[tuple[int, int], float]) -> float | None:
    """The ink of something painted, per cent; None where its colour does not say. `known`: pictures and gradients."""
    if each.kind in ("image", "gradient") and each.thing is not None and each.colour.space == "DeviceCMYK":
        key = each.thing.objgen
        if key not in known or key == (0, 0):  # what is no object of its own has no number to be known by
            known[key] = _ink_of_picture(each.thing) if each.kind == "image" else _ink_of_gradient(each.thing.Function)
        return known[key]
    if each.colour.space == "DeviceCMYK":
        return 100 * sum(each.colour.levels)
    if each.colour.space == "DeviceGray" and each.colour.levels:
        return 100 * (1 - each.colour.levels[0])
    return None


def _ink_of_picture(image: Object) -> float:
    """The most ink of any pixel, per cent: the greatest sum of the four channels."""
    picture = PdfImage(cast("Stream", image)).as_pil_image()
    cyan, magenta, yellow, key = (channel.convert("I") for channel in picture.split())
    total = ImageMath.lambda_eval(
        lambda each: each["c"] + each["m"] + each["y"] + each["k"], c=cyan, m=magenta, y=yellow, k=key
    )
    return float(total.getextrema()[1]) / 2.55


def _ink_of_gradient(function: Object) -> float:
    """The most ink along a gradient, per cent, by the kinds of its function (PDF 32000-1, 7.10)."""
    kind = int(function.FunctionType)
    if kind == 3:  # others one behind the other
        return max(_ink_of_gradient(part) for part in cast("Array", function.Functions))
    if kind == 2:  # between two colours, so that the one or the other has the most
        return max(100 * sum(float(level) for level in function.get(end, Array())) for end in ("/C0", "/C1"))
    size = int(function.BitsPerSample) // 8  # samples: `separate` writes these
    data = function.read_bytes()
    levels = [int.from_bytes(data[at : at + size], "big") / (256**size - 1) for at in range(0, len(data), size)]
    return max((100 * sum(levels[at : at + 4]) for at in range(0, len(levels), 4)), default=0.0)
