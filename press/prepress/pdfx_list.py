"""The rules of PDF/X that a file can show, one record each, and whether a file keeps them.

They are taken from the parts of ISO 15930 (part 1: X-1a:2001, 4: X-1a:2003, 3: X-3:2002, 6: X-3:2003, 7: X-4), whose
clause 6 has all technical requirements. Its subclauses are not numbered alike in the parts, so that a rule is named by
its subject there, and by the clause of ISO 32000-1 that defines what it forbids or asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

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
PARTS = {"PDF/X-1a:2001": 1, "PDF/X-1a:2003": 4, "PDF/X-3:2002": 3, "PDF/X-3:2003": 6, "PDF/X-4": 7}
"""Which part of ISO 15930 is that of a level."""
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


@dataclass(frozen=True, slots=True)
class PdfXRule:
    """One rule: its subject in clause 6 of ISO 15930, where ISO 32000-1 has the thing, of which levels it is, and what
    finds how it is broken.
    """

    subject: str
    says: str
    clause: str
    levels: tuple[str, ...]
    find: Finder


def broken_rules(pdf: pikepdf.Pdf, level: str, seen: Seen | None = None) -> Iterator[tuple[PdfXRule, str]]:
    """The rules of a level that a file breaks, with how; `seen`: what is known of its pages already."""
    seen = seen or Seen.of(pdf)
    for rule in rules_of(level):
        if said := rule.find(pdf, level, seen):
            yield rule, said


def rules_of(level: str) -> list[PdfXRule]:
    """The rules of a level of PDF/X."""
    return [rule for rule in PDFX_RULES if level in rule.levels]


# --- what the file says of itself --------------------------------------------------------------------


def _info(pdf: pikepdf.Pdf) -> Object:
    return pdf.trailer.get("/Info", Dictionary())


def _metadata(pdf: pikepdf.Pdf) -> bytes:
    found = pdf.Root.get("/Metadata")
    return bytes(found.read_bytes()) if isinstance(found, Stream) else b""


def _version(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
    most = VERSIONS.get(level, VERSION)
    return f"PDF {pdf.pdf_version}" if pdf.pdf_version > most else ""


def _claim(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
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


def _title_and_dates(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    missing = [key[1:] for key in ("/Title", "/CreationDate", "/ModDate") if not str(_info(pdf).get(key, ""))]
    return f"no {', '.join(missing)}" if missing else ""


def _trapped(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    said = _info(pdf).get("/Trapped")
    return "" if said in (Name("/True"), Name("/False")) else str(said or "none").removeprefix("/")


def _identified(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    return "" if "/ID" in pdf.trailer else "none"


def _described(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    words = _metadata(pdf)
    wanted = {"identifier": b"xmpMM:DocumentID", "version": b"xmpMM:VersionID", "rendition": b"xmpMM:RenditionClass"}
    missing = [name for name, tag in wanted.items() if tag not in words]
    return "" if not missing else f"no {', '.join(missing)}" if words else "none"


def _locked(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    return "it is" if pdf.is_encrypted else ""


def _compressed_objects(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    # pikepdf opens a table of objects that is a stream like any other; its own keys tell
    return "a table of objects that is a stream" if pdf.trailer.get("/Type") == Name.XRef else ""


# --- the printing condition --------------------------------------------------------------------------


def _pdfx_intents(pdf: pikepdf.Pdf) -> list[Object]:
    return [each for each in pdf.Root.get("/OutputIntents", Array()) if each.get("/S") == Name.GTS_PDFX]


def _one_intent(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    count = len(_pdfx_intents(pdf))
    return "" if count == 1 else str(count or "none")


def _condition(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    return "no name" if any(not str(each.get("/OutputConditionIdentifier", "")) for each in _pdfx_intents(pdf)) else ""


def _profile(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
    """A profile in the file, or for the older levels the name of a register that has it."""
    for each in _pdfx_intents(pdf):
        registered = level in OLD and bool(str(each.get("/RegistryName", "")))
        if "/DestOutputProfile" not in each and not registered:
            return "neither a profile nor a register" if level in OLD else "no profile"
    return ""


def _class_of_profile(pdf: pikepdf.Pdf, level: str, *_seen: Seen) -> str:
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


# --- pages -------------------------------------------------------------------------------------------


def _on_pages(find: Callable[[pikepdf.Page], str]) -> Finder:
    """A rule that is held against each page; the first that breaks it is told."""

    def found(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
        told = ((number, find(page)) for number, page in enumerate(pdf.pages, 1))
        return next((f"{what}, on page {number}" for number, what in told if what), "")

    return found


def _trim_or_art(page: pikepdf.Page) -> str:
    has = [key[1:] for key in ("/TrimBox", "/ArtBox") if key in page.obj]
    return "" if len(has) == 1 else " and ".join(has) or "neither"


def _nested(page: pikepdf.Page) -> str:
    boxes = [box_of(page.obj[name]) for name in BOXES if name in page.obj]
    for (left, bottom, right, top), (outer_left, outer_bottom, outer_right, outer_top) in pairwise(boxes):
        outside = (outer_left - left, outer_bottom - bottom, right - outer_right, top - outer_top)
        if max(outside) > NO_SIDE:
            return "one leaves the next"
    return ""


def _annotated(page: pikepdf.Page) -> str:
    bleed = box_of(page.obj.get("/BleedBox", page.obj.get("/TrimBox", page.obj.MediaBox)))
    for each in page.obj.get("/Annots", Array()):
        left, bottom, right, top = box_of(each.Rect) if "/Rect" in each else bleed
        within = left < bleed[2] and right > bleed[0] and bottom < bleed[3] and top > bleed[1]
        if within and str(each.get("/Subtype")) not in PRINTERS_NOTES:
            return str(each.get("/Subtype", "/one")).removeprefix("/")
    return ""


def _unknown_operators(page: pikepdf.Page) -> str:
    names = {str(each.operator) for each in pikepdf.parse_content_stream(page)} - OPERATORS - {INLINE}
    return min(names, default="")


# --- what is anywhere in the file --------------------------------------------------------------------


def _fonts(_: pikepdf.Pdf, _level: str, seen: Seen) -> str:
    return ", ".join(name for name, embedded in seen.fonts.items() if not embedded)


def _colours(_: pikepdf.Pdf, level: str, seen: Seen) -> str:
    strange = {"DeviceRGB"} if level not in X1A else {"DeviceRGB", "CalRGB", "CalGray", "Lab"}
    for each in seen.painted:
        space = each.colour.space
        if not each.mask and (space in strange or (level in X1A and space.startswith("ICC"))):
            return f"{space}, on page {each.page}"
    return ""


def _see_through(pdf: pikepdf.Pdf, _: str, seen: Seen) -> str:
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


def _anywhere(find: Callable[[Any], str]) -> Finder:
    """A rule that is held against every dictionary of the file; the first that breaks it is told."""
    return lambda pdf, *_: next((said for each in _dictionaries(pdf) if (said := find(each))), "")


def _filters(*names: str) -> Callable[[Any], str]:
    def found(each: Any) -> str:
        given = each.get("/Filter") if isinstance(each, Stream) else None
        used = [] if given is None else [given] if isinstance(given, Name) else list(given)
        return next((str(name)[1:] for name in used if str(name) in names), "")

    return found


def _post_script(each: Any) -> str:
    return "one" if each.get("/Subtype") == Name.PS or each.get("/Subtype2") == Name.PS else ""


def _transfer(each: Any) -> str:
    if "/TR" in each and each.get("/Type") in (Name.ExtGState, None) and "/S" not in each:
        return "TR"
    return "TR2" if "/TR2" in each and each["/TR2"] != Name.Default else ""


def _half_tone(each: Any) -> str:
    if "/HTP" in each:
        return "HTP"
    kind = each.get("/HalftoneType")
    return "" if kind is None or int(kind) in (1, 5) else f"type {kind}"


def _alternates(each: Any) -> str:
    default = any(bool(other.get("/DefaultForPrinting", False)) for other in each.get("/Alternates", Array()))
    return "one that is printed in its place" if default else ""


def _intent_of(each: Any) -> str:
    for key in ("/RI", "/Intent"):
        said = each.get(key)
        if isinstance(said, Name) and str(said) not in INTENTS and each.get("/Type") != Name.OCG:
            return str(said)[1:]
    return ""


def _active(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    found = [key[1:] for key in ("/OpenAction", "/AA") if key in pdf.Root]
    found += ["JavaScript"] if "/JavaScript" in pdf.Root.get("/Names", Dictionary()) else []
    found += [f"AA, on page {number}" for number, page in enumerate(pdf.pages, 1) if "/AA" in page.obj]
    return ", ".join(found)


def _form_fields(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    return "AcroForm" if "/AcroForm" in pdf.Root else ""


def _attached(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    return "one" if "/EmbeddedFiles" in pdf.Root.get("/Names", Dictionary()) or "/AF" in pdf.Root else ""


def _layers(pdf: pikepdf.Pdf, _: str, *_seen: Seen) -> str:
    return "OCProperties" if "/OCProperties" in pdf.Root else ""


def _key(key: str) -> Callable[[Any], str]:
    return lambda each: key[1:] if key in each else ""


def _deep(each: Any) -> str:
    deep = each.get("/Subtype") == Name.Image and int(each.get("/BitsPerComponent", 8)) == 16
    return "16 bits a channel" if deep else ""


PDFX_RULES = (
    PdfXRule("PDF version", "not later than the level's", "7.5.2", EVERY, _version),
    PdfXRule("identification", "the level is declared, where it must be", "14.3", EVERY, _claim),
    PdfXRule("document information", "title, date of creation, date of change", "14.3.3", EVERY, _title_and_dates),
    PdfXRule("trapping", "Trapped is True or False", "14.11.6", EVERY, _trapped),
    PdfXRule("file identifier", "there is one", "14.4", EVERY, _identified),
    PdfXRule("metadata", "identifier, version and rendition of the document", "14.3.2", X4, _described),
    PdfXRule("encryption", "none", "7.6", EVERY, _locked),
    PdfXRule("file structure", "a plain table of objects, as before PDF 1.5", "7.5.8", OLD, _compressed_objects),
    PdfXRule("output intent", "exactly one of PDF/X", "14.11.5", EVERY, _one_intent),
    PdfXRule("output condition", "it is named", "14.11.5", EVERY, _condition),
    PdfXRule("output profile", "in the file; before X-4 a register may have it", "14.11.5", EVERY, _profile),
    PdfXRule("class of the profile", "of an output device, with its channels", "14.11.5", EVERY, _class_of_profile),
    PdfXRule("trim", "TrimBox or ArtBox on each page, not both", "14.11.2", EVERY, _on_pages(_trim_or_art)),
    PdfXRule("bounding boxes", "trim in bleed in media", "14.11.2", EVERY, _on_pages(_nested)),
    PdfXRule("annotations", "none within the bleed but the printer's", "12.5", EVERY, _on_pages(_annotated)),
    PdfXRule("operators", "those of PDF alone", "Annex A", EVERY, _on_pages(_unknown_operators)),
    PdfXRule("fonts", "every one in the file", "9.9", EVERY, _fonts),
    PdfXRule("colour", "X-1a: inks alone; X-3, X-4: no RGB without a profile", "8.6", EVERY, _colours),
    PdfXRule("transparency", "none", "11", OLD, _see_through),
    PdfXRule("compression LZW", "none", "7.4.4", EVERY, _anywhere(_filters("/LZWDecode", "/LZW"))),
    PdfXRule("JPEG 2000 and JBIG2", "none", "7.4.9", OLD, _anywhere(_filters("/JPXDecode", "/JBIG2Decode"))),
    PdfXRule("PostScript", "none", "8.8", EVERY, _anywhere(_post_script)),
    PdfXRule("OPI", "none", "14.11.7", EVERY, _anywhere(_key("/OPI"))),
    PdfXRule("transfer curves", "none", "10.4", EVERY, _anywhere(_transfer)),
    PdfXRule("halftones", "of type 1 or 5, without HTP", "10.5", EVERY, _anywhere(_half_tone)),
    PdfXRule("alternate images", "none for printing", "8.9.5.4", EVERY, _anywhere(_alternates)),
    PdfXRule("rendering intents", "one of the four", "8.6.5.8", EVERY, _anywhere(_intent_of)),
    PdfXRule("preseparated pages", "none", "14.11.4", EVERY, _on_pages(lambda page: _key("/SeparationInfo")(page.obj))),
    PdfXRule("actions and scripts", "none", "12.6", EVERY, _active),
    PdfXRule("form fields", "none", "12.7", EVERY, _form_fields),
    PdfXRule("embedded files", "none", "7.11.4", OLD, _attached),
    PdfXRule("optional content", "none", "8.11", OLD, _layers),
    PdfXRule("depth of pictures", "16 bits are of PDF 1.5", "8.9.5", OLD, _anywhere(_deep)),
)
"""Every rule, in the order in which it is told."""
