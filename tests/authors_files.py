"""Files as Word and LibreOffice write them, made of raw XML, with all that their editors can put into a text."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

WORD = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
OFFICE = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "math": "http://www.w3.org/1998/Math/MathML",
    }.items()
)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments", "header1", "footer1")
HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2, 3)
)


def t(words: str, properties: str = "") -> str:
    """A run of a .docx."""
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of a .docx; what has no mark of its own is words."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    said = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{said}{''.join(run if run.startswith('<') else t(run) for run in runs)}</w:p>"


def called(number: int) -> str:
    """The call of a note."""
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def noted(number: int, *paragraphs: str) -> str:
    """A note of `footnotes.xml`."""
    return f'<w:footnote w:id="{number}">{"".join(paragraphs)}</w:footnote>'


def live(instruction: str, words: str) -> str:
    """A field with a result."""
    kinds = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    begin, separate, end = kinds
    return f'{begin}<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{separate}{t(words)}{end}'


def boxed(*paragraphs: str) -> str:
    """A text box as Word writes it, once for itself and once for its elders."""
    held = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    shape = (
        f'<a:graphic><a:graphicData uri=""><wps:wsp><wps:txbx>{held}</wps:txbx></wps:wsp></a:graphicData></a:graphic>'
    )
    drawing = f"<w:drawing><wp:anchor>{shape}</wp:anchor></w:drawing>"
    pict = f"<w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict>"
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{pict}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


def docx(path: Path, body: str, *, main: str = "document", strict: bool = False, **parts: str) -> Path:
    """A .docx with a body, and parts by their names; `main`: what the part with the text is called."""
    parts = {"styles": "", **parts}
    parts["styles"] = f"<w:styles {WORD}>{HEADINGS}{parts['styles']}</w:styles>"
    roots = {"footnotes": "footnotes", "endnotes": "endnotes", "numbering": "numbering", "comments": "comments"}
    roots |= {"header1": "hdr", "footer1": "ftr"}
    for name, root in roots.items():
        if name in parts:
            parts[name] = f"<w:{root} {WORD}>{parts[name]}</w:{root}>"
    known = [(name, name.rstrip("1") if name in PARTS else "") for name in parts]
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": relations([("officeDocument", f"word/{main}.xml")]),
        f"word/_rels/{main}.xml.rels": relations([(kind, f"{name}.xml") for name, kind in known if kind]),
        f"word/{main}.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            written = text.replace("http://schemas.openxmlformats.org/officeDocument/2006", OOXML + "officeDocument")
            written = written.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006", OOXML + "wordprocessingml"
            )
            archive.writestr(name, written if strict else text)
    return path


OOXML = "http://purl.oclc.org/ooxml/"


def relations(pairs: list[tuple[str, str]]) -> str:
    """What a part relates to."""
    each = (f'<Relationship Id="r{n}" Type="{TYPE}/{k}" Target="{name}"/>' for n, (k, name) in enumerate(pairs, 1))
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def odt(path: Path, body: str, automatic: str = "", styles: str = "", parts: Mapping[str, str] | None = None) -> Path:
    """An .odt with a body, its automatic styles and its styles."""
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"/>',
        "content.xml": f"<office:document-content {OFFICE}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {OFFICE}><office:styles>{styles}</office:styles>"
        "</office:document-styles>",
        "meta.xml": f"<office:document-meta {OFFICE}><office:meta/></office:document-meta>",
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path
