"""The reading edition: what PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) ask of a file beside its pages.

Links that say where they lead, metadata that claims both standards, the colours' profile, and
the book's sources as attachments. Every date is the edition's, so the same book gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import resources
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from press.clock import edition_date
from press.imprint import Imprint
from press.pdf.archive import Attachment
from press.pdf.elements import identifier_tree
from press.pdf.people import ORCID, has_orcids, people_of

PRINTED = 4
"""The flag of an annotation that is printed with its page: PDF/A wants it on every link (ISO 19005-3, 6.3.2)."""
PDFUA = "http://www.aiim.org/pdfua/ns/id/"


def finish_reading(
    pdf: pikepdf.Pdf,
    identified: Mapping[bytes, Object],
    imprint: Imprint,
    words: Mapping[str, str],
    attachments: Sequence[Attachment],
) -> None:
    """Make a joined, tagged and labelled PDF the reading edition, in place.

    `identified`: its elements by their identifiers; `words` are the style's; `attachments` are embedded in their order.
    """
    date = edition_date(imprint)  # one for all, or no two builds would have the same bytes
    if identified:
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(identifier_tree(identified))
    describe_links(pdf, words)
    declare_colours(pdf)
    attach(pdf, attachments, date)
    state_metadata(pdf, imprint, date)


# --- links ---------------------------------------------------------------------------------------


def describe_links(pdf: pikepdf.Pdf, words: Mapping[str, str]) -> None:
    """Each link says in words where it leads (ISO 14289-1, 7.18.5): the page of the book, or the address."""
    labels = {page.obj.objgen: page.label for page in pdf.pages}
    names = pdf.Root.get("/Names", Dictionary())
    places = dict(pikepdf.NameTree(names.Dests).items()) if "/Dests" in names else {}
    for page in pdf.pages:
        for link in page.obj.get("/Annots", ()):
            link.F = PRINTED
            dest = link.get("/Dest")
            place = places.get(str(dest)) if isinstance(dest, String) else dest
            if isinstance(place, Array):  # a link out of the book has its address, which the engine has put in words
                link.Contents = String(f"{words['page']} {labels[place[0].objgen]}")
        if "/Annots" in page.obj:
            page.obj.Tabs = Name.S  # the key that goes from link to link goes by the structure (ISO 14289-1, 7.18.3)


# --- colours -------------------------------------------------------------------------------------


def declare_colours(pdf: pikepdf.Pdf) -> None:
    """The output intent: sRGB, by the profile of the International Color Consortium that comes with the engine.

    "This profile … may be copied, distributed, embedded, made, used, and sold without restriction" (color.org).
    """
    profile = pdf.make_stream(resources.files("weasyprint").joinpath("pdf", "sRGB2014.icc").read_bytes())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,  # of every part of PDF/A (ISO 19005-3, 6.2.3)
        OutputConditionIdentifier=String("sRGB"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB2014"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


# --- attachments ---------------------------------------------------------------------------------


def attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], date: datetime | None) -> None:
    """Embed files, each with its relation to the book (ISO 19005-3, 6.8), all of one date."""
    stamp = _pdf_date(date) if date else ""
    relations: list[Object] = []
    for each in attachments:
        specification = pikepdf.AttachedFileSpec(
            pdf,
            each.content,
            filename=each.name,
            description=each.description,
            mime_type=each.kind,
            creation_date=stamp,
            mod_date=stamp,
        )
        specification.relationship = Name(f"/{each.relation}")
        pdf.attachments[each.name] = specification
        relations.append(specification.obj)
    if relations:
        pdf.Root.AF = Array(relations)


# --- metadata ------------------------------------------------------------------------------------


def state_metadata(pdf: pikepdf.Pdf, imprint: Imprint, date: datetime | None) -> None:
    """Title, author, language and date, and the claims to both standards, in the catalogue, the XMP and the old way."""
    root = pdf.Root
    root.Lang = String(imprint.language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)  # not the file's name (ISO 14289-1, 7.1)
    producer = str(pdf.docinfo.get("/Producer", "")) or "press"
    author = imprint.author or imprint.editor
    # the old dictionary and the XMP must not contradict each other: both are made from the same words
    old = {"/Title": imprint.whole_title, "/Author": author, "/Producer": producer}
    if date:
        old |= {"/CreationDate": _pdf_date(date), "/ModDate": _pdf_date(date)}
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: String(value) for key, value in old.items() if value}))
    packet = pdf.make_stream(_xmp(imprint, producer, date).encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    root.Metadata = packet


def _pdf_date(date: datetime) -> str:
    return f"{date:D:%Y%m%d%H%M%S+00'00'}"


def _xmp(imprint: Imprint, producer: str, date: datetime | None) -> str:
    """The XMP packet. What PDF/A does not know, the claim to PDF/UA, is explained in an extension schema."""
    language = escape(imprint.language)
    simple = {"pdf:Producer": producer, "pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    if date:
        simple |= dict.fromkeys(("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"), f"{date:%Y-%m-%dT%H:%M:%SZ}")
    # the reading edition is an electronic one; where formats are not told apart, there is one number for all
    if isbn := imprint.isbn_of("pdf", "ebook", *imprint.isbns):
        simple["dc:identifier"] = f"ISBN {isbn}"
    elif imprint.doi:
        simple["dc:identifier"] = f"doi:{imprint.doi}"
    prism = {"doi": imprint.doi, "seriesTitle": str(imprint.series.title), "seriesNumber": imprint.series.number}
    prism = {key: value for key, value in prism.items() if value}
    simple |= {f"prism:{key}": value for key, value in prism.items()}
    lists = [
        ("dc:title", "Alt", imprint.whole_title, ' xml:lang="x-default"'),
        ("dc:language", "Bag", language, ""),
        ("dc:publisher", "Bag", imprint.publisher, ""),
        ("dc:rights", "Alt", imprint.rights_notice, ' xml:lang="x-default"'),
    ]
    properties = [f"<{key}>{escape(value)}</{key}>" for key, value in simple.items()]
    properties += [
        f"<{key}><rdf:{kind}><rdf:li{of}>{escape(value)}</rdf:li></rdf:{kind}></{key}>"
        for key, kind, value, of in lists
        if value
    ]
    # behind the title, where readers of metadata look for them
    at = next(n for n, each in enumerate(properties, 1) if each.startswith("<dc:title"))
    properties[at:at] = [people] if (people := people_of(imprint)) else []
    known = [_schema("PDF/UA identification", PDFUA, "pdfuaid", {"part": ("Integer", "internal", CLAIM)})]
    if prism:
        said = {key: ("Text", "external", SAID[key]) for key in prism}
        known.append(_schema("PRISM basic metadata", PRISM, "prism", said))
    if has_orcids(imprint):
        known.append(_schema("ORCID iDs", ORCID, "orcid", {"id": ("bag Text", "external", WHO)}))
    namespace = f'\n xmlns:prism="{PRISM}"' if prism else ""
    return PACKET.format(properties="\n".join(properties), pdfua=PDFUA, more=namespace, schemas="\n".join(known))


def _schema(name: str, uri: str, prefix: str, properties: Mapping[str, tuple[str, str, str]]) -> str:
    """What PDF/A wants told of properties that it does not know: type, category and description of each."""
    told = "\n".join(PROPERTY.format(key, *said) for key, said in properties.items())
    return SCHEMA.format(name=name, uri=uri, prefix=prefix, properties=told)


WHO = "who has made the book, each with the ORCID iD"
CLAIM = "the part of ISO 14289 that the file conforms to"
PRISM = "http://prismstandard.org/namespaces/basic/3.0/"
SAID = {
    "doi": "the digital object identifier of the book",
    "seriesTitle": "the series in which the book appears",
    "seriesNumber": "its number in that series",
}
SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
PROPERTY = """<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{}</pdfaProperty:name>
<pdfaProperty:valueType>{}</pdfaProperty:valueType>
<pdfaProperty:category>{}</pdfaProperty:category>
<pdfaProperty:description>{}</pdfaProperty:description>
</rdf:li>"""


PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="{pdfua}"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"{more}>
{properties}
<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
