"""Preflight: a made file against what a printing house asks for.

What a file is stands in `artwork`, what a house asks in `house`; here are the checks, one record each in `CHECKS`: its
name, where it comes from, and the function that judges. A new check is one function and one line there.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pikepdf

from press.fields import Length
from press.pdf.page_boxes import Box, crosses, extent
from press.prepress.artwork import BOXES, Artwork, ArtworkPage, read_artwork
from press.prepress.content import Colour, Painted
from press.prepress.house import House, MarginsRecord, in_millimetres
from press.prepress.house_checks import (
    SLACK,
    Answer,
    Judge,
    bar_code,
    blank_pages,
    file_size,
    intent,
    last_page,
    overprint,
    page_count,
    page_size,
    say_size,
    signatures,
    smallest_type,
    spine,
    transparency,
    version,
)
from press.prepress.pdfx_findings import Seen
from press.prepress.pdfx_list import broken_rules, rules_of
from press.prepress.print_edition import NEARLY

NEAR_TRIM = 2.83
"""Points: what is painted within 1 mm of the trim is meant to be cut, and must reach the bleed."""
THINNER = 0.005
"""Points by which a rule may be thinner than asked for: what is written has been rounded."""
MORE_INK = 0.5
"""Per cent by which inks may be over their limit: they are told in whole per cent."""
PRESS_SPACES = {"DeviceCMYK", "DeviceGray", "Pattern", "Separation All", "Separation Black"}
PDF_X, HOUSE, PRESS = "PDF/X (ISO 15930)", "the house's profile", "the press's own"
"""Where checks come from."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a file is checked for: its name, the standard or the profile that asks for it, and what judges."""

    name: str
    authority: str
    judge: Judge


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one check: what was asked for, what was found, whether it will do, and on which page (0: all)."""

    name: str
    wanted: str
    found: str
    passed: bool
    page: int


def preflight(content: bytes, house: House, shown: str) -> tuple[Checked, ...]:
    """Every check of a file (its bytes; `shown` is its name). Raises `Faulty` when it is no PDF."""
    artwork = read_artwork(content, shown)
    answers = ((check.name, check.judge(artwork, house)) for check in CHECKS)
    told = tuple(Checked(name, *answer) for name, answer in answers if answer is not None)
    return told + tuple(_rules_of_level(content, artwork, artwork.level if house.pdfx == "any" else house.level))


def _rules_of_level(content: bytes, artwork: Artwork, level: str) -> Iterator[Checked]:
    """The rules of a level of PDF/X: each that is broken, or that all of them are kept."""
    if rules := rules_of(level):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            seen = Seen(tuple(each for page in artwork.pages for each in page.painted), artwork.fonts)
            broken = list(broken_rules(pdf, level, seen))
        for rule, found in broken:
            yield Checked(f"{level}: {rule.subject}", rule.says, found, False, 0)
        if not broken:
            yield Checked(f"rules of {level}", f"{len(rules)} kept", f"{len(rules)} kept", True, 0)


# --- what the file claims --------------------------------------------------------------------------


def _level(artwork: Artwork, house: House) -> Answer:
    found = artwork.level or "none"
    return house.pdfx, found, house.pdfx in {"any", found}, 0


# --- boxes, bleed and marks ------------------------------------------------------------------------


def _boxes(artwork: Artwork, _: House) -> Answer:
    """Trim within bleed within media, on every page; and one trim for all."""
    for page in artwork.pages:
        missing = [name.removeprefix("/") for name in BOXES if name not in page.boxes]
        if missing:
            return "all three", f"no {', '.join(missing)}", False, page.number
        if not all(_within(inner, outer) for inner, outer in pairwise(page.boxes[name] for name in BOXES)):
            return "trim in bleed in media", "one leaves the next", False, page.number
        if _apart(extent(page.trim), extent(artwork.pages[0].trim)):
            return "one trim size", f"also {say_size(page.trim)}", False, page.number
    return "trim in bleed in media", f"on all of {len(artwork.pages)} pages", True, 0


def _trim(artwork: Artwork, house: House) -> Answer:
    """A size that the house takes; a cover has one of its own, as wide as the book is thick."""
    trim = artwork.pages[0].trim
    sizes = () if artwork.cover else house.sizes()
    good = not sizes or any(not _apart(extent(trim), size) for size in sizes)
    return ", ".join(each.text for each in house.trim) if sizes else "any", say_size(trim), good, 0


def _bleed(artwork: Artwork, house: House) -> Answer:
    least, page = min((min(_bled(each, artwork, house)), each.number) for each in artwork.pages)
    where = " but at the spine" if house.sides == "outside" and not artwork.cover else ""
    return f"{_bleed_asked(artwork, house)} or more{where}", in_millimetres(least), _enough(least, artwork, house), page


def _bleed_asked(artwork: Artwork, house: House) -> Length:
    return house.cover.bleed if artwork.cover and house.cover.bleed.points else house.bleed


def _enough(least: float, artwork: Artwork, house: House) -> bool:
    return least >= _bleed_asked(artwork, house).points - SLACK


def _bled(page: ArtworkPage, artwork: Artwork, house: House) -> list[float]:
    """How far a page bleeds on each side on which it is to; the spine is to the left of a recto, which is odd."""
    sides = list(_margins_between(page.trim, page.bleed))
    if house.sides == "outside" and not artwork.cover:
        del sides[0 if page.number % 2 else 2]
    return sides


def _reach(artwork: Artwork, _: House) -> Answer:
    """What comes within a millimetre of the trim, or over it, must go on to the end of the bleed."""
    count = 0
    for page in artwork.pages:
        for edge, end in _bleeding(page):
            count += 1
            if edge - end < -SLACK:
                return "to its end", f"{in_millimetres(end - edge)} short", False, page.number
    return "to its end", f"{count} edge{'s' if count > 1 else ''}" if count else "nothing bleeds", True, 0


def _bleeding(page: ArtworkPage) -> Iterator[tuple[float, float]]:
    """Each edge that is painted near the trim or over it, and the end of the bleed there, both counted outward."""
    for each in page.painted:
        box = each.box
        # letters and strokes do not bleed; a box without extent is what a clip has left of something
        if each.mask or each.kind not in ("fill", "image") or box is None or min(extent(box)) <= 0:
            continue
        if not crosses(box, page.bleed):  # a crop mark
            continue
        for side, outward in enumerate((-1, -1, 1, 1)):
            if page.bleed[side] == page.trim[side]:  # it is not to bleed there
                continue
            if outward * (box[side] - page.trim[side]) > -NEAR_TRIM and not _backed(page, box, side):
                yield outward * box[side], outward * page.bleed[side]


def _backed(page: ArtworkPage, box: Box, side: int) -> bool:
    """Whether what ends near the trim lies wholly on a ground that bleeds there, as a star of a drawn sky does."""
    outward = -1 if side < len(box) // 2 else 1
    grounds = (each.box for each in page.painted if each.kind in ("fill", "image") and not each.mask and each.box)
    reaching = (each for each in grounds if each != box and outward * (each[side] - page.bleed[side]) >= -SLACK)
    return outward * (box[side] - page.bleed[side]) < -SLACK and any(_within(box, each) for each in reaching)


def _crop_marks(artwork: Artwork, house: House) -> Answer:
    """Whatever is painted wholly outside the bleed is taken for a mark."""
    pages = artwork.pages
    marked = [page.number for page in pages if any(e.box and not crosses(e.box, page.bleed) for e in page.painted)]
    some = f"on {len(marked)} page{'s' if len(marked) > 1 else ''}" if marked else "none"
    found = "on every page" if len(marked) == len(pages) else some
    without = next((page.number for page in pages if page.number not in marked), 0)
    if house.marks == "none":  # a machine that cuts by itself would take marks for part of the page
        return "none", found, not marked, marked[0] if marked else 0
    return house.marks, found, house.marks == "either" or not without, 0 if house.marks == "either" else without


# --- extent and margins ----------------------------------------------------------------------------


INSIDE = ("inner", "outer", "top", "bottom")
COVER = ("left", "right", "top", "bottom")


def _margin(side: str, artwork: Artwork, house: House) -> Answer | None:
    """The nearest that any letter comes to one side of the trim; a cover has neither inner nor outer."""
    asked = house.margins_for(artwork.cover or len(artwork.pages))
    if side not in (COVER if artwork.cover else INSIDE):
        return None
    if artwork.cover and house.cover.safe.points:
        asked = MarginsRecord(1, *[house.cover.safe] * 4)
    if asked is None:
        return None
    # of all lines of letters on all pages, running heads and folios too; blank pages have none
    nearest, number = min(
        ((_room(page, box, side), page.number) for page in artwork.pages for box in page.letters),
        default=(float("inf"), 0),
    )
    length = _asked(asked, side)
    found = in_millimetres(nearest) if number else "no letters"
    return f"{length} or more", found, nearest >= length.points - SLACK, number


def _asked(asked: MarginsRecord, side: str) -> Length:
    """The sides of a cover are outer margins all."""
    return {"inner": asked.inner, "top": asked.top, "bottom": asked.bottom}.get(side, asked.outer)


def _room(page: ArtworkPage, letters: Box, side: str) -> float:
    """How far a line of letters stays from one side of the trim; inner is left on a recto, and a recto is odd."""
    left, bottom, right, top = page.trim
    recto = page.number % 2 == 1
    if side == "top":
        return top - letters[3]
    if side == "bottom":
        return letters[1] - bottom
    at_left = side == "left" or (side == "inner" and recto) or (side == "outer" and not recto)
    return letters[0] - left if at_left else right - letters[2]


# --- colours, ink, pictures, rules -----------------------------------------------------------------


def _colours(artwork: Artwork, house: House) -> Answer:
    """No RGB, no Lab, no profiled colour anywhere: where PDF/X-4 lets one stand, others would turn it into inks. Of a
    house that prints in black no colour at all; of one that takes sRGB, pictures in it.
    """
    gray = house.colour == "gray" and not artwork.cover
    wanted = {"rgb": "CMYK, grey, pictures in sRGB"}.get(house.colour, "CMYK, grey, registration")
    wanted = "black ink alone" if gray else wanted
    strange = [each for each in artwork.printed if not _taken(each, house, gray)]
    if strange:
        return wanted, f"{_spaces(strange)} ({len(strange)} times)", False, strange[0].page
    return wanted, _spaces(artwork.printed) or "none", True, 0


def _taken(each: Painted, house: House, gray: bool) -> bool:
    space, levels = each.colour.space, each.colour.levels
    if house.colour == "rgb" and each.kind == "image" and space == "ICC RGB":
        return True
    if gray and space == "DeviceCMYK":  # a group's space, and black ink; a picture in CMYK has colour
        return each.kind == "space" or (bool(levels) and not any(levels[:3]))
    return space in PRESS_SPACES or (house.spots and _is_spot(each.colour))


def _spaces(some: Iterable[Painted]) -> str:
    return ", ".join(sorted({each.colour.space for each in some}))


def _black_text(artwork: Artwork, house: House) -> Answer | None:
    """Letters in black ink alone, or in none, as white letters are; those of a cover may be in any."""
    if artwork.cover or not house.black_text:
        return None
    letters = [each for each in artwork.printed if each.kind == "text"]
    # DeviceGray would be black ink too, but whether it is, is then the printer's choice; one in black has no other
    gray = house.colour == "gray"
    spot = house.spots and not gray
    wrong = [each for each in letters if not (_is_black(each.colour, gray) or (spot and _is_spot(each.colour)))]
    if wrong:
        first = wrong[0].colour
        levels = " ".join(f"{level:.3g}" for level in first.levels)
        found = f"{len(wrong)} of {len(letters)} runs not, as {first.space} {levels}"
        return "in black ink alone", found, False, wrong[0].page
    return "in black ink alone", f"all of {len(letters)} runs", True, 0


def _is_spot(colour: Colour) -> bool:
    return colour.space.startswith("Separation ")


def _is_black(colour: Colour, gray: bool) -> bool:
    return (gray and colour.space == "DeviceGray") or (colour.space == "DeviceCMYK" and not any(colour.levels[:3]))


def _ink(artwork: Artwork, house: House) -> Answer:
    page, most = max(artwork.coverage.items(), key=lambda pair: pair[1], default=(0, 0.0))
    return f"{house.ink} % or less", f"{most:.0f} %", most <= house.ink + MORE_INK, page


def _pictures(artwork: Artwork, house: House) -> Answer:
    return _resolution([each for each in _images(artwork) if not each.line_art], house.resolution)


def _line_art(artwork: Artwork, house: House) -> Answer:
    """Black and white alone has hard edges, and needs more dots than greys do."""
    return _resolution([each for each in _images(artwork) if each.line_art], house.line_art)


def _images(artwork: Artwork) -> Iterator[Painted]:
    return (each for each in artwork.printed if each.kind == "image")


def _resolution(images: Sequence[Painted], wanted: int) -> Answer:
    if not images:
        return f"{wanted} dpi", "none", True, 0
    worst = min(images, key=lambda each: each.dpi)
    found = f"{worst.dpi:.0f} dpi, the least of {len(images)}"
    return f"{wanted} dpi", found, worst.dpi >= wanted * NEARLY, worst.page


def _hairlines(artwork: Artwork, house: House) -> Answer:
    """Strokes, and filled rectangles, as the engine draws rules; other filled shapes have no one thickness."""
    rules = [each for each in artwork.printed if each.kind == "stroke" or (each.kind == "fill" and each.width > 0)]
    if not rules:
        return f"{house.hairline} or more", "none", True, 0
    thinnest = min(rules, key=lambda each: each.width)
    good = thinnest.width >= house.hairline.points - THINNER
    return f"{house.hairline} or more", f"{thinnest.width:.3g}pt", good, thinnest.page


# --- what else a file may have in it ---------------------------------------------------------------


def _fonts(artwork: Artwork, _: House) -> Answer:
    loose = [name for name, embedded in artwork.fonts.items() if not embedded]
    return "embedded", f"not {', '.join(loose)}" if loose else f"all of {len(artwork.fonts)}", not loose, 0


def _annotations(artwork: Artwork, _: House) -> Answer:
    """PDF/X-4 lets them stand outside the bleed; on paper they are of no use anywhere."""
    pages = [page for page in artwork.pages if page.annotations]
    found = str(sum(page.annotations for page in pages)) if pages else "none"
    return "none", found, not pages, pages[0].number if pages else 0


def _active(artwork: Artwork, _: House) -> Answer:
    return "none", ", ".join(artwork.active) or "none", not artwork.active, 0


CHECKS = (
    Check("PDF/X level", PDF_X, _level),
    Check("output intent", PDF_X, intent),
    Check("PDF version", PDF_X, version),
    Check("file size", HOUSE, file_size),
    Check("boxes", PDF_X, _boxes),
    Check("trim", HOUSE, _trim),
    Check("bleed", HOUSE, _bleed),
    Check("painted into the bleed", PRESS, _reach),
    Check("page size", HOUSE, page_size),
    Check("marks", HOUSE, _crop_marks),
    Check("pages", HOUSE, page_count),
    Check("signatures", HOUSE, signatures),
    Check("blank pages", HOUSE, blank_pages),
    Check("last page", HOUSE, last_page),
    Check("inner margin", HOUSE, partial(_margin, "inner")),
    Check("outer margin", HOUSE, partial(_margin, "outer")),
    Check("left margin", HOUSE, partial(_margin, "left")),
    Check("right margin", HOUSE, partial(_margin, "right")),
    Check("top margin", HOUSE, partial(_margin, "top")),
    Check("bottom margin", HOUSE, partial(_margin, "bottom")),
    Check("colour spaces", PRESS, _colours),
    Check("text", HOUSE, _black_text),
    Check("overprint", PRESS, overprint),
    Check("smallest type", HOUSE, smallest_type),
    Check("transparency", HOUSE, transparency),
    Check("ink", HOUSE, _ink),
    Check("pictures", HOUSE, _pictures),
    Check("line art", HOUSE, _line_art),
    Check("rules", HOUSE, _hairlines),
    Check("spine", HOUSE, spine),
    Check("bar code", HOUSE, bar_code),
    Check("fonts", PDF_X, _fonts),
    Check("links and annotations", PDF_X, _annotations),
    Check("forms, scripts, actions", PDF_X, _active),
)
"""Every check, in the order in which it is told."""


# --- measuring -------------------------------------------------------------------------------------


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return any(abs(a - b) > SLACK for a, b in zip(one, other, strict=True))


def _margins_between(inner: Box, outer: Box) -> tuple[float, float, float, float]:
    return inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]


def _within(inner: Box, outer: Box) -> bool:
    return min(_margins_between(inner, outer)) >= -SLACK
