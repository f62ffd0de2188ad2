"""What finds how a file breaks a rule of PDF/X; nothing is found of one that keeps it. The rules are in `pdfx_list`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias
from xml.sax.saxutils import unescape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from press.pdf.groups import is_see_through
from press.prepress.artwork import BOXES, LEVEL, PRINTERS_NOTES, box_of, fonts_of
from press.prepress.content import Painted, painted
from press.prepress.pdfx import VERSION, VERSIONS

X1A = ("PDF/X-1a:2001", "PDF/X-1a:2003")
X3 = ("PDF/X-3:2002", "PDF/X-3:2003")
X4 = ("PDF/X-4",)
OLD, EVERY = (*X1A, *X3), (*X1A, *X3, *X4)
NO_SIDE = 0.01
"""Points by which a box may leave another: what is written has been rounded."""
INTENTS = ("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation")
WRITTEN = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q "
    "re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
OPERATORS = frozenset(WRITTEN.split())
"""Those of a content stream (ISO 32000-1, Annex A)."""
INLINE = "INLINE IMAGE"
"""What pikepdf calls the instructions that make a picture within the content."""


DEFAULTS = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
"""The names of spaces that stand in the place of those of a device (ISO 32000-1, 8.6.5.6)."""
AREAS = ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip")
"""What of a page viewers are told to show or to print (ISO 32000-1, 12.2)."""
DATES = ("/CreationDate", "/ModDate")
TOLD = {
    "/Title": re.compile(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL),
    "/CreationDate": re.compile(r"<xmp:CreateDate>(.*?)<"),
    "/ModDate": re.compile(r"<xmp:ModifyDate>(.*?)<"),
    "/Trapped": re.compile(r"<pdf:Trapped>(.*?)<"),
}
"""What the document information says and the metadata say too (ISO 32000-1, 14.3)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the pages of a file paint, and each of their fonts with whether it is in the file: read once for all."""

    painted: tuple[Painted, ...]
    fonts: Mapping[str, bool]

    @classmethod
    def of(cls, pdf: pikepdf.Pdf) -> Seen:
        """Read from the file itself."""
        told = tuple(each for number, page in enumerate(pdf.pages, 1) for each in painted(page, number))
        return cls(told, fonts_of(told))


Finder: TypeAlias = Callable[[pikepdf.Pdf, str, Seen], str]
"""What finds, in a file of a level, how it breaks a rule; nothing where it keeps it."""


def _info(pdf: pikepdf.Pdf) -> Object:
    return pdf.trailer.get("/Info", Dictionary())


def _metadata(pdf: pikepdf.Pdf) -> bytes:
    found = pdf.Root.get("/Metadata")
    return bytes(found.read_bytes()) if isinstance(found, Stream) else b""


def later_version(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
    """A version of PDF later than the level is founded on."""
    most = VERSIONS.get(level, VERSION)
    return f"PDF {pdf.pdf_version}" if pdf.pdf_version > most else ""


def other_claim(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
    """Another level than this, or none, declared where this must be."""
    info = _info(pdf)
    if level in X4:
        found = LEVEL.search(_metadata(pdf))
        said = found[1].decode() if found else "none"
        return "" if said == level else f"{said} in the metadata"
    said = str(info.get("/GTS_PDFXVersion", "none"))
    if level == "PDF/X-1a:2001":
        conformance = str(info.get("/GTS_PDFXConformance", "none"))
        return "" if (said, conformance) == ("PDF/X-1:2001", level) else f"{said}, {conformance}"
    return "" if said == level else said


def title_and_dates(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """A title or a date that is not there."""
    missing = [key[1:] for key in ("/Title", "/CreationDate", "/ModDate") if not str(_info(pdf).get(key, ""))]
    return f"no {', '.join(missing)}" if missing else ""


def trapped_said(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """What is said of trapping, where it is neither true nor false."""
    said = _info(pdf).get("/Trapped")
    return "" if said in (Name("/True"), Name("/False")) else str(said or "none").removeprefix("/")


def identified(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """No identifier of the file."""
    return "" if "/ID" in pdf.trailer else "none"


def described(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """Words that the metadata lack."""
    words = _metadata(pdf)
    wanted = {"identifier": b"xmpMM:DocumentID", "version": b"xmpMM:VersionID", "rendition": b"xmpMM:RenditionClass"}
    missing = [name for name, tag in wanted.items() if tag not in words]
    return "" if not missing else f"no {', '.join(missing)}" if words else "none"


def locked(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """A file that is encrypted."""
    return "it is" if pdf.is_encrypted else ""


def compressed_objects(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """A table of objects such as there was none before PDF 1.5."""
    # pikepdf opens a table of objects that is a stream like any other; its own keys tell
    return "a table of objects that is a stream" if pdf.trailer.get("/Type") == Name.XRef else ""


def _pdfx_intents(pdf: pikepdf.Pdf) -> list[Object]:
    return [each for each in pdf.Root.get("/OutputIntents", Array()) if each.get("/S") == Name.GTS_PDFX]


def one_intent(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """Another number of output intents than one."""
    count = len(_pdfx_intents(pdf))
    return "" if count == 1 else str(count or "none")


def unnamed_condition(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """A printing condition without a name."""
    return "no name" if any(not str(each.get("/OutputConditionIdentifier", "")) for each in _pdfx_intents(pdf)) else ""


def profile_there(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
    """A profile in the file, or for the older levels the name of a register that has it."""
    for each in _pdfx_intents(pdf):
        registered = level in OLD and bool(str(each.get("/RegistryName", "")))
        if "/DestOutputProfile" not in each and not registered:
            return "neither a profile nor a register" if level in OLD else "no profile"
    return ""


def class_of_profile(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
    """A profile that is none of a press, or not of its channels."""
    for each in _pdfx_intents(pdf):
        profile = each.get("/DestOutputProfile")
        if profile is not None:
            content = profile.read_bytes()
            kind, space = content[12:16].decode("latin-1"), content[16:20].decode("latin-1").strip()
            if kind != "prtr":
                return f'one of class "{kind}"'
            if level in X1A and space != "CMYK":
                return f"one of {space}"
            if {"CMYK": 4, "RGB": 3, "GRAY": 1}.get(space) != int(profile.get("/N", 0)):
                return f"{space} said to have {profile.get('/N', 'no')} channels"
    return ""


def on_pages(find: Callable[[pikepdf.Page], str]) -> Finder:
    """A rule that is held against each page; the first that breaks it is told."""

    def found(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
        told = ((number, find(page)) for number, page in enumerate(pdf.pages, 1))
        return next((f"{what}, on page {number}" for number, what in told if what), "")

    return found


def trim_or_art(page: pikepdf.Page) -> str:
    """A page with both boxes, or neither."""
    has = [key[1:] for key in ("/TrimBox", "/ArtBox") if key in page.obj]
    return "" if len(has) == 1 else " and ".join(has) or "neither"


def not_nested(page: pikepdf.Page) -> str:
    """A box of a page that leaves the one around it."""
    boxes = [box_of(page.obj[name]) for name in BOXES if name in page.obj]
    for (left, bottom, right, top), (outer_left, outer_bottom, outer_right, outer_top) in pairwise(boxes):
        outside = (outer_left - left, outer_bottom - bottom, right - outer_right, top - outer_top)
        if max(outside) > NO_SIDE:
            return "one leaves the next"
    return ""


def annotated(page: pikepdf.Page) -> str:
    """An annotation within the bleed that is none of a printer’s."""
    bleed = box_of(page.obj.get("/BleedBox", page.obj.get("/TrimBox", page.obj.MediaBox)))
    for each in page.obj.get("/Annots", Array()):
        left, bottom, right, top = box_of(each.Rect) if "/Rect" in each else bleed
        within = left < bleed[2] and right > bleed[0] and bottom < bleed[3] and top > bleed[1]
        if within and str(each.get("/Subtype")) not in PRINTERS_NOTES:
            return str(each.get("/Subtype", "/one")).removeprefix("/")
    return ""


def unknown_operators(page: pikepdf.Page) -> str:
    """An operator that PDF has not."""
    names = {str(each.operator) for each in pikepdf.parse_content_stream(page)} - OPERATORS - {INLINE}
    return min(names, default="")


def preseparated(page: pikepdf.Page) -> str:
    """A page that is one ink of another."""
    return "SeparationInfo" if "/SeparationInfo" in page.obj else ""


def loose_fonts(_: pikepdf.Pdf, _level: str, seen: Seen) -> str:
    """Fonts that are not in the file."""
    return ", ".join(name for name, embedded in seen.fonts.items() if not embedded)


def strange_colours(_: pikepdf.Pdf, level: str, seen: Seen) -> str:
    """A colour that the level does not know."""
    strange = {"DeviceRGB"} if level not in X1A else {"DeviceRGB", "CalRGB", "CalGray", "Lab"}
    for each in seen.painted:
        space = each.colour.space
        if not each.mask and (space in strange or (level in X1A and space.startswith("ICC"))):
            return f"{space}, on page {each.page}"
    return ""


def strange_alternates(_: pikepdf.Pdf, _level: str, seen: Seen) -> str:
    """An ink of its own, for which a colour of another kind than the press's stands where it is not loaded."""
    for each in seen.painted:
        if each.colour.base and not each.mask and each.colour.base not in ("DeviceCMYK", "DeviceGray"):
            return f"{each.colour.base} for {each.colour.space}, on page {each.page}"
    return ""


def default_spaces(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """A profile that is put in the place of the press's own colours."""
    resources = (each.get("/Resources") for each in (*(page.obj for page in pdf.pages), *_dictionaries(pdf)))
    spaces = (each.get("/ColorSpace", Dictionary()) for each in resources if isinstance(each, Dictionary))
    return next((key[1:] for each in spaces for key in DEFAULTS if key in each), "")


def disagreeing(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """What the document information and the metadata say otherwise than one another."""
    said, words = _info(pdf), unescape(_metadata(pdf).decode("utf-8", "replace"))
    told = {key: found[1] for key, form in TOLD.items() if key in said and (found := form.search(words))}
    return ", ".join(key[1:] for key, each in told.items() if _compared(key, each) != _compared(key, str(said[key])))


def _compared(key: str, said: str) -> str:
    """What is said, as it can be compared: of a date the figures to the second, in whichever way it is written."""
    return "".join(filter(str.isdigit, said))[:14] if key in DATES else said.strip().removeprefix("/")


def see_through(pdf: pikepdf.Pdf, _: str, seen: Seen) -> str:
    """Something see-through, or a group for it."""
    if group := next((number for number, page in enumerate(pdf.pages, 1) if "/Group" in page.obj), 0):
        return f"a group, on page {group}"
    if through := next((each for each in seen.painted if each.see_through), None):
        return f"something see-through, on page {through.page}"
    for each in _dictionaries(pdf):
        if "/Group" in each and each.get("/Subtype") == Name.Form:
            return "a group"
        if each.get("/Subtype") == Name.Image and "/SMask" in each:
            return "a picture with a soft mask"
        if each.get("/Type") == Name.ExtGState and is_see_through(each):
            return "a graphics state that is see-through"
    return ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary that is an object of the file, or that of a stream, and the resources' states in them."""
    for each in pdf.objects:
        if isinstance(each, (Dictionary, Stream)):
            yield each
            resources = each.get("/Resources")
            if isinstance(resources, Dictionary):
                yield from (state for _, state in resources.get("/ExtGState", Dictionary()).items())


def anywhere(find: Callable[[Any], str]) -> Finder:
    """A rule that is held against every dictionary of the file; the first that breaks it is told."""
    return lambda pdf, *_: next((said for each in _dictionaries(pdf) if (said := find(each))), "")


def filtered(*names: str) -> Callable[[Any], str]:
    """What finds a stream that is compressed by some filters."""

    def found(each: Any) -> str:
        given = each.get("/Filter") if isinstance(each, Stream) else None
        used = [] if given is None else [given] if isinstance(given, Name) else list(given)
        return next((str(name)[1:] for name in used if str(name) in names), "")

    return found


def post_script(each: Any) -> str:
    """PostScript in a file."""
    return "one" if each.get("/Subtype") == Name.PS or each.get("/Subtype2") == Name.PS else ""


def transfer_curve(each: Any) -> str:
    """A transfer curve."""
    if "/TR" in each and each.get("/Type") in (Name.ExtGState, None) and "/S" not in each:
        return "TR"
    return "TR2" if "/TR2" in each and each["/TR2"] != Name.Default else ""


def half_tone(each: Any) -> str:
    """A halftone of another kind than the two, a named one, or a phase."""
    if "/HTP" in each:
        return "HTP"
    if "/HalftoneName" in each:
        return "HalftoneName"
    kind = each.get("/HalftoneType")
    return "" if kind is None or int(kind) in (1, 5) else f"type {kind}"


def alternates(each: Any) -> str:
    """Another picture that is to be printed in the place of one."""
    default = any(bool(other.get("/DefaultForPrinting", False)) for other in each.get("/Alternates", Array()))
    return "one that is printed in its place" if default else ""


def outside(each: Any) -> str:
    """A stream, or a page of another file, that is to be fetched from elsewhere."""
    if isinstance(each, Stream) and "/F" in each:
        return "a stream"
    return "a form" if each.get("/Subtype") == Name.Form and "/Ref" in each else ""


def strange_intent(each: Any) -> str:
    """A rendering intent that is none of the four."""
    for key in ("/RI", "/Intent"):
        said = each.get(key)
        if isinstance(said, Name) and str(said) not in INTENTS and each.get("/Type") != Name.OCG:
            return str(said)[1:]
    return ""


def active(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """Actions and scripts."""
    found = [key[1:] for key in ("/OpenAction", "/AA") if key in pdf.Root]
    found += ["JavaScript"] if "/JavaScript" in pdf.Root.get("/Names", Dictionary()) else []
    for number, page in enumerate(pdf.pages, 1):
        acting = [key for each in (page.obj, *page.obj.get("/Annots", Array())) for key in ("/AA", "/A") if key in each]
        found += [f"{acting[0][1:]}, on page {number}"] if acting else []
    return ", ".join(found)


def form_fields(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """A form to be filled in."""
    return "AcroForm" if "/AcroForm" in pdf.Root else ""


def attached(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """Files within the file."""
    return "one" if "/EmbeddedFiles" in pdf.Root.get("/Names", Dictionary()) or "/AF" in pdf.Root else ""


def cut_by_viewers(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """A part of the page alone that viewers are told to show or print."""
    asked = pdf.Root.get("/ViewerPreferences", Dictionary())
    whole = ("/MediaBox", "/BleedBox")
    return next(
        (f"{key[1:]} {str(asked[key])[1:]}" for key in AREAS if key in asked and str(asked[key]) not in whole), ""
    )


def layers(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    """Optional content."""
    return "OCProperties" if "/OCProperties" in pdf.Root else ""


def with_key(key: str) -> Callable[[Any], str]:
    """What finds a dictionary that has a key."""
    return lambda each: key[1:] if key in each else ""


def deep_picture(each: Any) -> str:
    """A picture of 16 bits a channel."""
    deep = each.get("/Subtype") == Name.Image and int(each.get("/BitsPerComponent", 8)) == 16
    return "16 bits a channel" if deep else ""
