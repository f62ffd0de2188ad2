"""Preflight: a made file against what a printing house asks for, read from the file itself.

Nothing is taken on trust from the build: boxes, colours, letters, pictures and rules are read from the pages' own
content (`content`), the places of letters by pdfium.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import cast

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, PdfImage, Stream
from PIL import ImageMath

from press.fields import Length
from press.pdf.page_boxes import Box
from press.prepress.content import Painted, common, painted
from press.prepress.house import House, MarginsRecord, in_millimetres
from press.prepress.print_edition import NEARLY
from press.prepress.rules import NOT_A_PDF, NOT_MADE
from press.problem import Faulty, Origin, Problem

SLACK = 0.35
"""Points: boxes and letters are measured to an eighth of a millimetre."""
NEAR_TRIM = 2.83
"""What is painted within 1 mm of the trim is meant to be cut, and must reach the bleed."""
PRESS_SPACES = {"DeviceCMYK", "DeviceGray", "Pattern", "Separation All", "Separation Black"}
PRINTERS_NOTES = ("/PrinterMark", "/TrapNet")
BOXES = ("/TrimBox", "/BleedBox", "/MediaBox")
LEVEL = re.compile(rb"GTS_PDFXVersion(?:>|=\")(PDF/X[^<\"]*)")
ACTIVE = ("/AcroForm", "/OpenAction", "/AA", "/JavaScript")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was asked for, what was found, the page of the worst case (0: the file), whether it will do."""

    name: str
    wanted: str
    found: str
    page: int
    passed: bool


@dataclass(slots=True)
class PageContent:
    """What was read of a page: its boxes, what it paints, where its letters stand."""

    number: int
    boxes: dict[str, Box]
    painted: tuple[Painted, ...]
    letters: tuple[Box, ...]
    notes: int

    @property
    def trim(self) -> Box:
        """The trim of the page."""
        return self.boxes.get("/TrimBox", self.boxes["/MediaBox"])

    @property
    def bleed(self) -> Box:
        """The bleed of the page."""
        return self.boxes.get("/BleedBox", self.trim)


@dataclass
class Plates:
    """A made file as preflight reads it. `cover`: the pages for which a cover was made, 0 for the inside of a book."""

    sheets: tuple[PageContent, ...]
    level: str
    intents: tuple[str, ...]
    fonts: dict[str, bool]
    active: tuple[str, ...]
    cover: int = 0
    coverage: dict[int, float] = field(default_factory=dict)

    @cached_property
    def marks(self) -> tuple[Painted, ...]:
        """Everything painted that is printed as a colour."""
        painted = (each for sheet in self.sheets for each in sheet.painted)
        return tuple(each for each in painted if not each.mask and each.kind != "font")


def preflight(content: bytes, house: House, shown: str) -> tuple[Check, ...]:
    """Every check of a file (its bytes; `shown` is its name). Raises `Faulty` when it is no PDF."""
    plates = read_plates(content, shown)
    checks = [_level(plates, house), _intent(plates), _boxes(plates), _trim(plates, house), _bleed(plates, house)]
    checks += [_reach(plates), _crop_marks(plates, house)]
    if not plates.cover:
        checks += [*_extent(plates, house)]
    checks += [*_margins(plates, house), _colours(plates)]
    if house.black_text and not plates.cover:
        checks += [_black_text(plates)]
    checks += [_ink(plates, house), _pictures(plates, house, False), _pictures(plates, house, True)]
    checks += [_hairlines(plates, house), _fonts(plates), _notes(plates), _active(plates)]
    return tuple(checks)


def read_plates(content: bytes, shown: str) -> Plates:
    """Read a file. Raises `Faulty` when it is no PDF or is locked."""
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError:
        raise Faulty([Problem(Origin(shown), NOT_A_PDF, "no PDF, or one with a password")]) from None
    with pdf, pypdfium2.PdfDocument(content) as rendered:
        sheets = tuple(
            _sheet(page, letters, number)
            for number, (page, letters) in enumerate(zip(pdf.pages, rendered, strict=True), 1)
        )
        info = pdf.trailer.get("/Info", Dictionary())
        plates = Plates(
            sheets,
            _level_of(pdf, info),
            tuple(_intents(pdf)),
            _font_files(sheets),
            tuple(name.removeprefix("/") for name in ACTIVE if name in pdf.Root),
            int(info.get("/CoverForPages", 0)),
        )
        plates.coverage = _coverage(plates)
        return plates


def _sheet(page: pikepdf.Page, rendered: pypdfium2.PdfPage, number: int) -> PageContent:
    boxes = {name: _box(page.obj[name]) for name in (*BOXES, "/CropBox") if name in page.obj}
    boxes.setdefault("/MediaBox", _box(page.mediabox))
    text = rendered.get_textpage()
    letters = tuple(text.get_rect(at) for at in range(text.count_rects()))
    text.close()
    notes = [each for each in page.obj.get("/Annots", Array()) if str(each.get("/Subtype")) not in PRINTERS_NOTES]
    return PageContent(number, boxes, tuple(painted(page, number)), letters, len(notes))


def _box(edges: Object) -> Box:
    left, bottom, right, top = (float(edge) for edge in cast("Array", edges))
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _level_of(pdf: pikepdf.Pdf, info: Object) -> str:
    """The level of PDF/X that the file declares, in its XMP or, as the older levels do, in Info."""
    metadata = pdf.Root.get("/Metadata")
    found = LEVEL.search(metadata.read_bytes()) if metadata is not None else None
    return found[1].decode() if found else str(info.get("/GTS_PDFXVersion", ""))


def _intents(pdf: pikepdf.Pdf) -> Iterator[str]:
    for intent in pdf.Root.get("/OutputIntents", Array()):
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == Name.GTS_PDFX and profile is not None and int(profile.get("/N", 0)) == 4:
            yield str(intent.get("/OutputConditionIdentifier", ""))


def _font_files(sheets: Iterable[PageContent]) -> dict[str, bool]:
    """Each font used, with whether its file is in the PDF; a font drawn by its own content is."""
    fonts: dict[str, bool] = {}
    for each in (each for sheet in sheets for each in sheet.painted):
        if each.kind != "font" or each.thing is None:
            continue
        font = each.thing
        for leaf in font.get("/DescendantFonts", Array([font])):
            descriptor = leaf.get("/FontDescriptor", Dictionary())
            embedded = any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
            name = str(leaf.get("/BaseFont", "/unnamed"))[1:]
            fonts[name] = (embedded or leaf.get("/Subtype") == Name.Type3) and fonts.get(name, True)
    return fonts


# --- the checks ------------------------------------------------------------------------------------


def _level(plates: Plates, house: House) -> Check:
    return Check("PDF/X level", house.pdfx, plates.level or "none", 0, plates.level == house.pdfx)


def _intent(plates: Plates) -> Check:
    good = len(plates.intents) == 1 and bool(plates.intents[0])
    return Check("output intent", "one, with a CMYK profile", ", ".join(plates.intents) or "none", 0, good)


def _boxes(plates: Plates) -> Check:
    """Trim within bleed within media, on every page; and one trim for all."""
    for sheet in plates.sheets:
        missing = [name.removeprefix("/") for name in BOXES if name not in sheet.boxes]
        if missing:
            return Check("boxes", "all three", f"no {', '.join(missing)}", sheet.number, False)
        inner = [sheet.boxes[name] for name in BOXES]
        if not all(_within(one, other) for one, other in pairwise(inner)):
            return Check("boxes", "trim in bleed in media", "one leaves the next", sheet.number, False)
        if _apart(_size(sheet.trim), _size(plates.sheets[0].trim)):
            return Check("boxes", "one trim size", f"also {_say_size(sheet.trim)}", sheet.number, False)
    return Check("boxes", "trim in bleed in media", f"on all of {len(plates.sheets)} pages", 0, True)


def _trim(plates: Plates, house: House) -> Check:
    trim = plates.sheets[0].trim
    sizes = () if plates.cover else house.sizes()
    good = not sizes or any(not _apart(_size(trim), size) for size in sizes)
    return Check("trim", ", ".join(each.text for each in house.trim) if sizes else "any", _say_size(trim), 0, good)


def _bleed(plates: Plates, house: House) -> Check:
    least, page = min((min(_margins_between(s.trim, s.bleed)), s.number) for s in plates.sheets)
    good = least >= house.bleed.points - SLACK
    return Check("bleed", f"{house.bleed} or more", in_millimetres(least), page, good)


def _reach(plates: Plates) -> Check:
    """What comes within a millimetre of the trim, or over it, must go on to the end of the bleed."""
    count = 0
    for sheet in plates.sheets:
        for each in sheet.painted:
            box = each.box
            outside = box is None or common(box, sheet.bleed)[0::2] == (box[0], box[0])
            if each.mask or each.kind not in ("fill", "image") or box is None or outside or _nothing(box):
                continue
            for side in range(4):
                sign = -1 if side < 2 else 1
                over = sign * (box[side] - sheet.trim[side]) > -NEAR_TRIM
                if over and _crosses(box, sheet.bleed):
                    count += 1
                    if sign * (box[side] - sheet.bleed[side]) < -SLACK:
                        short = in_millimetres(abs(box[side] - sheet.bleed[side]))
                        return Check("painted into the bleed", "to its end", f"{short} short", sheet.number, False)
    return Check("painted into the bleed", "to its end", f"{count} edges" if count else "nothing bleeds", 0, True)


def _crosses(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]


def _nothing(box: Box) -> bool:
    return box[2] - box[0] <= 0 or box[3] - box[1] <= 0


def _crop_marks(plates: Plates, house: House) -> Check:
    marked = [s.number for s in plates.sheets if any(e.box and not _crosses(e.box, s.bleed) for e in s.painted)]
    found = "on every page" if len(marked) == len(plates.sheets) else f"on {len(marked)} pages" if marked else "none"
    if house.marks == "none":
        return Check("marks", "none", found, marked[0] if marked else 0, not marked)
    good = house.marks == "either" or len(marked) == len(plates.sheets)
    return Check("marks", house.marks, found, 0, good)


def _extent(plates: Plates, house: House) -> Iterator[Check]:
    count, asked = len(plates.sheets), house.pages
    yield Check("pages", f"{asked.least} to {asked.most}", str(count), 0, asked.least <= count <= asked.most)
    over = count % asked.multiple
    found = f"{count}{f', {over} too many' if over else ''}"
    yield Check("signatures", f"a multiple of {asked.multiple}", found, 0, not over)


def _margins(plates: Plates, house: House) -> Iterator[Check]:
    """The nearest that any letter comes to each side of the trim; a cover has neither inner nor outer."""
    asked = house.margins_for(plates.cover or len(plates.sheets))
    if asked is None:
        return
    for side, (name, length) in enumerate(_asked(asked, bool(plates.cover))):
        nearest, page = min(
            (
                (_margin(sheet, box, side, bool(plates.cover)), sheet.number)
                for sheet in plates.sheets
                for box in sheet.letters
            ),
            default=(float("inf"), 0),
        )
        found = in_millimetres(nearest) if page else "no letters"
        yield Check(f"{name} margin", f"{length} or more", found, page, nearest >= length.points - SLACK)


def _asked(asked: MarginsRecord, cover: bool) -> tuple[tuple[str, Length], ...]:
    if cover:
        return ("left", asked.outer), ("right", asked.outer), ("top", asked.top), ("bottom", asked.bottom)
    return ("inner", asked.inner), ("outer", asked.outer), ("top", asked.top), ("bottom", asked.bottom)


def _margin(sheet: PageContent, letters: Box, side: int, cover: bool) -> float:
    left, bottom, right, top = sheet.trim
    from_left, from_right = letters[0] - left, right - letters[2]
    recto = cover or sheet.number % 2 == 1
    inner, outer = (from_left, from_right) if recto else (from_right, from_left)
    return (inner, outer, top - letters[3], letters[1] - bottom)[side]


def _colours(plates: Plates) -> Check:
    """No RGB, no Lab, no profiled colour anywhere."""
    strange = [each for each in plates.marks if each.colour.space not in PRESS_SPACES]
    wanted = "CMYK, gray, registration"
    if strange:
        spaces = ", ".join(sorted({each.colour.space for each in strange}))
        return Check("colour spaces", wanted, f"{spaces} ({len(strange)} times)", strange[0].page, False)
    return Check(
        "colour spaces", wanted, ", ".join(sorted({each.colour.space for each in plates.marks})) or "none", 0, True
    )


def _black_text(plates: Plates) -> Check:
    """Letters in black ink alone, or in none, as white letters are."""
    letters = [each for each in plates.marks if each.kind == "text"]
    wrong = [each for each in letters if each.colour.space != "DeviceCMYK" or any(each.colour.levels[:3])]
    if wrong:
        first = wrong[0].colour
        found = f"{len(wrong)} of {len(letters)} runs not, as {first.space} {_levels(first.levels)}"
        return Check("text", "in black ink alone", found, wrong[0].page, False)
    return Check("text", "in black ink alone", f"all of {len(letters)} runs", 0, True)


def _levels(levels: tuple[float, ...]) -> str:
    return " ".join(f"{level:.3g}" for level in levels)


def _ink(plates: Plates, house: House) -> Check:
    page, most = max(plates.coverage.items(), key=lambda pair: pair[1], default=(0, 0.0))
    return Check("ink", f"{house.ink} % or less", f"{most:.0f} %", page, most <= house.ink + 0.5)


def _coverage(plates: Plates) -> dict[int, float]:
    """Page → the most ink of any colour, picture or gradient on it, per cent; marks outside the bleed do not count."""
    most: dict[int, float] = {}
    known: dict[tuple[int, int], float] = {}
    for each in plates.marks:
        if each.kind in ("image", "gradient") and each.thing is not None and each.colour.space == "DeviceCMYK":
            key = each.thing.objgen
            if key not in known or key == (0, 0):
                known[key] = _ink_of_picture(each.thing) if each.kind == "image" else _ink_of(each.thing.Function)
            percent = known[key]
        elif each.colour.space == "DeviceCMYK":
            percent = 100 * sum(each.colour.levels)
        elif each.colour.space == "DeviceGray" and each.colour.levels:
            percent = 100 * (1 - each.colour.levels[0])
        else:
            continue
        most[each.page] = max(most.get(each.page, 0.0), percent)
    return most


def _ink_of_picture(image: Object) -> float:
    """The most ink of any pixel, per cent: the greatest sum of the four channels."""
    picture = PdfImage(cast("Stream", image)).as_pil_image()
    cyan, magenta, yellow, key = (channel.convert("I") for channel in picture.split())
    total = ImageMath.lambda_eval(
        lambda each: each["c"] + each["m"] + each["y"] + each["k"], c=cyan, m=magenta, y=yellow, k=key
    )
    return float(total.getextrema()[1]) / 2.55


def _ink_of(function: Object) -> float:
    """The most ink along a gradient, per cent."""
    kind = int(function.FunctionType)
    if kind == 3:
        return max(_ink_of(part) for part in cast("Array", function.Functions))
    if kind == 2:
        return max(100 * sum(float(level) for level in function.get(end, Array())) for end in ("/C0", "/C1"))
    size = int(function.BitsPerSample) // 8
    data = function.read_bytes()
    levels = [int.from_bytes(data[at : at + size], "big") / (256**size - 1) for at in range(0, len(data), size)]
    return max((100 * sum(levels[at : at + 4]) for at in range(0, len(levels), 4)), default=0.0)


def _pictures(plates: Plates, house: House, line_art: bool) -> Check:
    name, wanted = ("line art", house.line_art) if line_art else ("pictures", house.resolution)
    images = [each for each in plates.marks if each.kind == "image" and each.line_art == line_art]
    if not images:
        return Check(name, f"{wanted} dpi", "none", 0, True)
    worst = min(images, key=lambda each: each.dpi)
    found = f"{worst.dpi:.0f} dpi, the least of {len(images)}"
    return Check(name, f"{wanted} dpi", found, worst.page, worst.dpi >= wanted * NEARLY)


def _hairlines(plates: Plates, house: House) -> Check:
    rules = [each for each in plates.marks if each.kind == "stroke" or (each.kind == "fill" and each.width > 0)]
    if not rules:
        return Check("rules", f"{house.hairline} or more", "none", 0, True)
    thinnest = min(rules, key=lambda each: each.width)
    good = thinnest.width >= house.hairline.points - 0.005
    return Check("rules", f"{house.hairline} or more", f"{thinnest.width:.3g}pt", thinnest.page, good)


def _fonts(plates: Plates) -> Check:
    loose = [name for name, embedded in plates.fonts.items() if not embedded]
    found = f"not {', '.join(loose)}" if loose else f"all of {len(plates.fonts)}"
    return Check("fonts", "embedded", found, 0, not loose)


def _notes(plates: Plates) -> Check:
    sheets = [sheet for sheet in plates.sheets if sheet.notes]
    found = f"{sum(sheet.notes for sheet in sheets)}" if sheets else "none"
    return Check("links and annotations", "none", found, sheets[0].number if sheets else 0, not sheets)


def _active(plates: Plates) -> Check:
    return Check("forms, scripts, actions", "none", ", ".join(plates.active) or "none", 0, not plates.active)


# --- measuring -------------------------------------------------------------------------------------


def _size(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _say_size(box: Box) -> str:
    width, height = _size(box)
    return f"{in_millimetres(width)[:-3]} × {in_millimetres(height)}"


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return any(abs(a - b) > SLACK for a, b in zip(one, other, strict=True))


def _margins_between(inner: Box, outer: Box) -> tuple[float, float, float, float]:
    return inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]


def _within(inner: Box, outer: Box) -> bool:
    return min(_margins_between(inner, outer)) >= -SLACK


def read_file(path: Path, shown: str) -> bytes:
    """The bytes of a made file, `shown` its name in a complaint. Raises `Faulty` when it has not been made."""
    if not path.is_file():
        hint = "./go cover makes it" if path.stem.endswith("-cover") else "./go build makes it"
        raise Faulty([Problem(Origin(shown), NOT_MADE, "no such file", hint)])
    return path.read_bytes()


def page_count(printed: bytes) -> int:
    """How many pages a print edition has."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        return len(pdf.pages)
