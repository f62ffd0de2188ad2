"""Every rule of PDF/X that a file can show: one that keeps it passes, one spoiled on purpose is told, by that rule."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from conftest import TOP
from pikepdf import Array, Dictionary, Name, Stream, String
from test_houses import at_level
from test_preflight import painting

from press.prepress.pdfx_findings import EVERY, X1A, X4
from press.prepress.pdfx_list import PDFX_RULES, broken_rules, rules_of

LEVELS = ("PDF/X-1a:2001", "PDF/X-1a:2003", "PDF/X-3:2002", "PDF/X-3:2003", "PDF/X-4")
RED = "1 0 0 rg 50 50 9 9 re f"
HELVETICA = Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def in_states(**keys: Any) -> Callable[[pikepdf.Pdf], None]:
    """A graphics state with something in it."""
    return painting("/S gs", ExtGState=Dictionary(S=Dictionary(Type=Name.ExtGState, **keys)))


def with_image(pdf: pikepdf.Pdf, **keys: Any) -> Any:
    """A grey picture of one pixel, as an object of the file, that a page paints."""
    given = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 1, "Height": 1, "ColorSpace": Name.DeviceGray}
    image = pdf.make_indirect(Stream(pdf, b"\x00\x00", **{"BitsPerComponent": 8, **given, **keys}))
    painting("9 0 0 9 50 50 cm /I Do", XObject=Dictionary(I=image))(pdf)
    return image


def soft_mask(pdf: pikepdf.Pdf) -> None:
    with_image(pdf, SMask=with_image(pdf))


def profile_of(klass: bytes) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile
        content = bytearray(profile.read_bytes())
        content[12:16] = klass
        profile.write(bytes(content))

    return spoil


def filtered(name: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        with_image(pdf).write(b"", filter=Name(name))

    return spoil


def annotation(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 19, 19]))])


def acting_annotation(pdf: pikepdf.Pdf) -> None:
    """One that stands outside the bleed, where it may, but acts."""
    act = Dictionary(S=Name.JavaScript, JS=String("app.beep()"))
    pdf.pages[1].obj.Annots = Array([Dictionary(Subtype=Name.Link, Rect=Array([-99, -99, -90, -90]), A=act)])


def in_ink(family: str, base: Any, levels: str = "1") -> Callable[[pikepdf.Pdf], None]:
    """Something in an ink of its own, for which a colour of some space stands."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 3), C1=Array([1, 0, 0]), N=1)
    names = Name.Gold if family == "/Separation" else Array([Name.Gold])
    space = Array([Name(family), names, base, tint])
    return painting(f"/C cs {levels} scn 50 50 9 9 re f", ColorSpace=Dictionary(C=space))


def without_a_word(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"xmpMM:VersionID", b"xmpMM:Version"))


def on_root(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.Root.__setitem__(key, value)


def on_page(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.pages[1].obj.__setitem__(key, value)


WRONG: list[tuple[str, Callable[[pikepdf.Pdf], None]]] = [
    ("document information", lambda pdf: pdf.trailer.Info.__delitem__("/ModDate")),
    ("trapping", lambda pdf: pdf.trailer.Info.__setitem__("/Trapped", Name.Unknown)),
    ("output intent", lambda pdf: pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])),
    ("output intent", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
    ("output condition", lambda pdf: pdf.Root.OutputIntents[0].__delitem__("/OutputConditionIdentifier")),
    ("class of the profile", profile_of(b"mntr")),
    ("class of the profile", lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.__setitem__("/N", 3)),
    ("trim", on_page("/ArtBox", Array([0, 0, 300, 400]))),
    ("trim", lambda pdf: pdf.pages[1].obj.__delitem__("/TrimBox")),
    ("bounding boxes", on_page("/BleedBox", Array([9, 0, 300, 400]))),
    ("annotations", annotation),
    ("operators", painting("1 2 blub")),
    ("fonts", painting("BT /F 12 Tf 60 200 Td (loose) Tj ET", Font=HELVETICA)),
    ("colour", painting(RED)),
    ("compression LZW", filtered("/LZWDecode")),
    ("PostScript", lambda pdf: pdf.make_indirect(Stream(pdf, b"", Type=Name.XObject, Subtype=Name.PS))),
    ("OPI", lambda pdf: with_image(pdf, OPI=Dictionary())),
    ("transfer curves", in_states(TR2=Name.Identity)),
    ("halftones", in_states(HTP=Array([1, 1]))),
    ("alternate images", lambda pdf: with_image(pdf, Alternates=Array([Dictionary(DefaultForPrinting=True)]))),
    ("rendering intents", in_states(RI=Name.Vivid)),
    ("preseparated pages", on_page("/SeparationInfo", Dictionary())),
    ("actions and scripts", on_root("/OpenAction", Array([]))),
    ("actions and scripts", acting_annotation),
    ("halftones", lambda pdf: pdf.make_indirect(Dictionary(HalftoneType=1, HalftoneName=String("Dots")))),
    ("external data", lambda pdf: with_image(pdf).__setitem__("/F", String("elsewhere.raw"))),
    ("external data", lambda pdf: pdf.make_indirect(Stream(pdf, b"", Subtype=Name.Form, Ref=Dictionary()))),
    ("form fields", on_root("/AcroForm", Dictionary(Fields=Array([])))),
]
"""Of every level: the rule that is to tell it, and what is done to the file."""
WRONG_BEFORE_X4: list[tuple[str, Callable[[pikepdf.Pdf], None]]] = [
    ("transparency", in_states(ca=0.5)),
    ("transparency", in_states(BM=Name.Multiply)),
    ("transparency", soft_mask),
    ("transparency", on_page("/Group", Dictionary(S=Name.Transparency))),
    ("JPEG 2000 and JBIG2", filtered("/JPXDecode")),
    ("embedded files", on_root("/Names", Dictionary(EmbeddedFiles=Dictionary()))),
    ("viewer preferences", on_root("/ViewerPreferences", Dictionary(PrintArea=Name.TrimBox))),
    ("optional content", on_root("/OCProperties", Dictionary())),
    ("depth of pictures", lambda pdf: with_image(pdf, BitsPerComponent=16)),
]


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    """Two pages at every level."""
    return {level: at_level(level) for level in LEVELS}


@pytest.mark.parametrize("level", LEVELS)
def test_a_good_file_keeps_every_rule_of_its_level(good, level):
    with pikepdf.open(io.BytesIO(good[level])) as pdf:
        assert [(rule.subject, said) for rule, said in broken_rules(pdf, level)] == []
    assert len(rules_of(level)) > 20


def told(content: bytes, level: str, spoil: Callable[[pikepdf.Pdf], Any] = bool) -> set[str]:
    """The rules that a file breaks, after something has been done to it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spoil(pdf)
        return {rule.subject for rule, _ in broken_rules(pdf, level)}


@pytest.mark.parametrize("level", ["PDF/X-1a:2003", "PDF/X-4"])
@pytest.mark.parametrize(("subject", "spoil"), WRONG)
def test_a_wrong_file_is_told_by_its_rule(good, level, subject, spoil):
    assert subject in told(good[level], level, spoil)


@pytest.mark.parametrize(("subject", "spoil"), WRONG_BEFORE_X4)
def test_what_only_x_4_lets_stand_is_told_of_the_older_levels(good, subject, spoil):
    assert subject in told(good["PDF/X-1a:2003"], "PDF/X-1a:2003", spoil)
    assert subject not in told(good["PDF/X-4"], "PDF/X-4", spoil)


@pytest.mark.parametrize("family", ["/Separation", "/DeviceN"])
def test_what_stands_for_an_ink_of_its_own_is_a_colour_of_the_press_in_x_1a(good, family):
    for level in X1A:
        assert "alternate colour spaces" in told(good[level], level, in_ink(family, Name.DeviceRGB))
        lab = Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))])
        assert "alternate colour spaces" in told(good[level], level, in_ink(family, lab))
        assert told(good[level], level, in_ink(family, Name.DeviceCMYK)) == set()
    assert told(good["PDF/X-4"], "PDF/X-4", in_ink(family, Name.DeviceCMYK)) == set()


def test_no_profile_stands_for_the_colours_of_the_press_in_x_1a(good):
    profiled = painting("n", ColorSpace=Dictionary(DefaultCMYK=Name.DeviceCMYK))
    assert told(good["PDF/X-1a:2003"], "PDF/X-1a:2003", profiled) == {"default colour spaces"}
    assert told(good["PDF/X-4"], "PDF/X-4", profiled) == set()


@pytest.mark.parametrize(
    ("key", "value"), [("/Title", "Another"), ("/ModDate", "D:20310101000000Z"), ("/Trapped", "True")]
)
def test_the_information_and_the_metadata_of_x_4_say_the_same(good, key, value):
    value = Name("/True") if key == "/Trapped" else String(value)
    said = told(good["PDF/X-4"], "PDF/X-4", lambda pdf: pdf.trailer.Info.__setitem__(key, value))
    assert said == {"agreement of metadata"}


def resaved(content: bytes, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, **how)
    return out.getvalue()


def test_a_later_version_and_what_it_brought_are_told(good):
    later = resaved(good["PDF/X-1a:2001"], force_version="1.7")
    assert told(later, "PDF/X-1a:2001") == {"PDF version"}
    packed = resaved(good["PDF/X-1a:2003"], object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert told(b"%PDF-1.4" + packed[8:], "PDF/X-1a:2003") == {"file structure"}
    locked = resaved(good["PDF/X-4"], encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encryption" in told(locked, "PDF/X-4")


def test_a_file_is_no_other_level_than_it_says(good):
    for level in LEVELS:
        for other in LEVELS:
            assert ("identification" in told(good[level], other)) == (level != other)


def test_metadata_without_a_word_and_a_condition_without_profile_and_register_are_told(good):
    assert "metadata" in told(good["PDF/X-4"], "PDF/X-4", without_a_word)

    def unregistered(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.OutputIntents[0].DestOutputProfile, pdf.Root.OutputIntents[0].RegistryName

    for level in ("PDF/X-1a:2003", "PDF/X-4"):
        assert "output profile" in told(good[level], level, unregistered)

    def rgb(pdf: pikepdf.Pdf) -> None:
        pdf.trailer.Info.Title = String("")

    assert "document information" in told(good["PDF/X-4"], "PDF/X-4", rgb)


def test_a_file_without_an_identifier_is_told(good):
    content = re.sub(rb"/ID *\[.*?\]", b"", resaved(good["PDF/X-1a:2003"], qdf=True), flags=re.DOTALL)
    assert "file identifier" in told(content, "PDF/X-1a:2003")


def test_every_rule_has_a_wrong_file_here_and_stands_in_the_guide():
    text = (TOP / "tests/test_pdfx.py").read_text(encoding="utf-8")
    guide = (TOP / "docs/distributors-guide.md").read_text(encoding="utf-8")
    for rule in PDFX_RULES:
        assert f'"{rule.subject}"' in text
        levels = (
            "all"
            if rule.levels == EVERY
            else "X-4"
            if rule.levels == X4
            else "X-1a"
            if rule.levels == X1A
            else "X-1a, X-3"
        )
        assert (
            f"| {rule.subject} | {rule.says} | {rule.clause} | {levels} |{f' {rule.x4}' if rule.x4 else ''} |" in guide
        )
