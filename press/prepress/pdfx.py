"""PDF/X (ISO 15930): what a file must say of itself, by its level, and what it must not have."""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

LEVEL = "PDF/X-4"
VERSION = "1.6"
"""The version of PDF that PDF/X-4 is founded on."""
VERSIONS = {"PDF/X-1a:2001": "1.3", "PDF/X-3:2002": "1.3", "PDF/X-1a:2003": "1.4", "PDF/X-3:2003": "1.4"}
"""Those that the older levels are founded on. Before 1.5 there were no streams of objects, before 1.4 no metadata."""
PRODUCER = "press"
RECORDED_AT = "http://www.color.org"
"""Where printing conditions are registered by name: with the International Color Consortium (PDF 32000-1, 14.11.5)."""
FOR_READERS = (
    *("/StructTreeRoot", "/MarkInfo", "/Names", "/Dests", "/OpenAction", "/AA", "/AcroForm", "/AF", "/Version"),
    "/Outlines",
)
"""Entries of the catalogue that structure, link and open a file: of no use on paper, or forbidden, as actions are."""
NOT_ON_PAGES = ("/Annots", "/StructParents", "/Tabs", "/AA", "/Thumb", "/AF")
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>{level}</pdfxid:GTS_PDFXVersion>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the file says of itself. `date` is ISO 8601 in UTC; `identity` names the work and the edition for good.

    `level` of PDF/X, or none; `embedded`: the profile of the printing condition is in the file, or it is only named.
    """

    title: str
    author: str
    date: str
    identity: str
    condition: str
    profile: bytes
    level: str = LEVEL
    embedded: bool = True


def drop_for_readers(pdf: pikepdf.Pdf) -> None:
    """Take away structure, links and whatever else is of no use on paper."""
    for name in FOR_READERS:
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        for name in NOT_ON_PAGES:
            if name in page.obj:
                del page.obj[name]


def declare(pdf: pikepdf.Pdf, said: Declaration) -> None:
    """Make a PDF one of its level in what it says of itself: output intent, metadata, nothing for readers."""
    drop_for_readers(pdf)
    known = said.level != "none"
    if known:
        pdf.Root.OutputIntents = Array([pdf.make_indirect(_intent(pdf, said))])
    elif "/OutputIntents" in pdf.Root:
        del pdf.Root.OutputIntents
    if VERSIONS.get(said.level) == "1.3":  # which knows no metadata but those of Info
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
    else:
        pdf.Root.Metadata = _metadata(pdf, said)
    date = String(f"D:{''.join(char for char in said.date if char.isdigit())}Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(said.title),
            Author=String(said.author),
            Producer=String(PRODUCER),
            CreationDate=date,
            ModDate=date,
            Trapped=Name("/False"),  # PDF/X wants it said whether colours overlap already; black ink alone has no need
        )
    )
    if known:
        pdf.trailer.Info.GTS_PDFXVersion = String(said.level)
    if said.level == "PDF/X-1a:2001":  # the first part of the standard has two levels under one name (ISO 15930-1)
        pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-1:2001")
        pdf.trailer.Info.GTS_PDFXConformance = String(said.level)


def _intent(pdf: pikepdf.Pdf, said: Declaration) -> Dictionary:
    """The printing condition, with its profile or by its registered name alone."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(said.condition),
        RegistryName=String(RECORDED_AT),
        Info=String(said.condition),
    )
    if said.embedded:
        profile = Stream(pdf, said.profile, N=4, Alternate=Name.DeviceCMYK)
        intent.DestOutputProfile = pdf.make_indirect(profile)
    return intent


def save(pdf: pikepdf.Pdf, level: str = LEVEL) -> bytes:
    """A file of a level of PDF/X as bytes, the same whenever its objects are."""
    out = io.BytesIO()
    version = VERSIONS.get(level, VERSION)
    mode = pikepdf.ObjectStreamMode
    old = level in VERSIONS
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=mode.disable if old else mode.generate,
        force_version=version,
    )
    return out.getvalue()


def _metadata(pdf: pikepdf.Pdf, said: Declaration) -> Stream:
    # identifiers that are made, not drawn by lot: the same edition of the same date has the same bytes
    instance = hashlib.sha256("\n".join((said.identity, said.date, str(len(pdf.pages)))).encode()).hexdigest()
    level = said.level if said.level != "none" else ""
    xmp = XMP if level else XMP.replace("<pdfxid:GTS_PDFXVersion>{level}</pdfxid:GTS_PDFXVersion>\n", "")
    words = xmp.format(
        level=level,
        title=escape(said.title),
        author=escape(said.author),
        producer=PRODUCER,
        date=said.date,
        document=uuid.uuid5(uuid.NAMESPACE_URL, said.identity),
        instance=uuid.uuid5(uuid.NAMESPACE_URL, instance),
    )
    return Stream(pdf, words.encode(), Type=Name.Metadata, Subtype=Name.XML)
