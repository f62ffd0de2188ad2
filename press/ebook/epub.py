"""Parts of the book as HTML → an EPUB 3, by pandoc: one file a chapter, navigation, metadata, and links across files.

Pandoc reads the parts into its own tree, keeping identifiers, classes and roles; here that tree is given the shape that
its EPUB writer wants: a heading for each part, on the top level, and what reading systems call a note and its call.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape

from press.book import Book
from press.clock import DATE_OF_SUBSETS, edition_date
from press.ebook.navigation import FORMS, NavigationTree, landmarks_of, navigation_of, nested, with_landmarks
from press.ebook.web_page import Parts, refuse_links
from press.imprint import Imprint
from press.indexes.headings import invert
from press.pandoc import Json, run_pandoc
from press.people import Contributor, Person
from press.problem import Faulty, Problem
from press.rules import EPUB
from press.style.style import Style

TYPES = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-endnotes": "footnotes",
    "doc-chapter": "chapter",
    "doc-epigraph": "epigraph",
    "doc-bibliography": "bibliography",
    "doc-index": "index",
    "doc-part": "part",
    "doc-subtitle": "subtitle",
    "doc-appendix": "appendix",
    "doc-glossary": "glossary",
    "doc-foreword": "foreword",
    "doc-preface": "preface",
    "doc-introduction": "introduction",
    "doc-afterword": "afterword",
    "doc-dedication": "dedication",
    "doc-acknowledgments": "acknowledgments",
}
"""Role → `epub:type`. Assistive technology goes by the one, reading systems by the other."""
RELATORS = {"author": "aut", "editor": "edt", "translator": "trl", "series-editor": "edt"}
"""Role → MARC relator of the Library of Congress, as EPUB has them; an editor of a series has none of his own."""
TYPES_OF_CLASSES = {"series-page": "seriespage", "list-of-figures": "loi", "list-of-tables": "lot"}
"""What has no role, by the class of its part."""
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
Credits: TypeAlias = tuple[tuple[str, Contributor], ...]
RECORD = "content.opf"
"""What an EPUB says of itself."""
MARKUP = re.compile(r"<[^>]*>")
TITLES = re.compile(r"<h([1-4])\b.*?</h\1>", re.DOTALL)
CALLS = re.compile(r'(<sup[^>]*><a [^>]*role="doc-noteref"[^>]*>)([^<]*)(?=</a>)')
OPEN, CLOSE = "\ue000", "\ue001"
"""Put around the number of a note that a title calls, which pandoc takes for a word of the title."""
NUMBERS = re.compile(f"(?:<sup>(?:<span>)?)?{OPEN}[^{CLOSE}]*{CLOSE}(?:(?:</span>)?</sup>)?")


def make_epub(book: Book, style: Style, parts: Parts, cover: bytes) -> bytes:
    """The EPUB's bytes, the same for the same book; `cover` is a PNG.

    Raises `Faulty` when pandoc cannot be run or complains.
    """
    with tempfile.TemporaryDirectory() as folder:
        sheet, made, picture = Path(folder, "text.css"), Path(folder, "book.epub"), Path(folder, "cover.png")
        sheet.write_text(
            "".join(each.text for each in style.sheets[:1]), encoding="utf-8"
        )  # the others are of a browser
        picture.write_bytes(cover)
        html = "\n".join(str(part) for _, part in parts.text)
        refuse_links(f"{html}{parts.closing}", style)
        tree = _read_html(book, _shielded(html))
        blocks = [*_parts(tree["blocks"]), *_closing(book, style, parts)]
        document = {**tree, "meta": _metadata(book, style), "blocks": blocks}
        options = ["--from=json", "--to=epub3", "--split-level=1", "--toc-depth=1"]
        options += [f"--output={made.name}", f"--epub-cover-image={picture.name}", f"--css={sheet.name}"]
        _ask_pandoc(book, options, json.dumps(document), Path(folder))  # in a sandbox it would not find the sheet
        titles = {"nav.xhtml": style.words["contents"], "": str(book.imprint.title)}
        finish = (titles, navigation_of(book), landmarks_of(book))
        return _identified(_finished(made.read_bytes(), *finish), book.imprint)


def _read_html(book: Book, html: str) -> Json:
    """Pandoc's tree of a part of the book."""
    return json.loads(_ask_pandoc(book, ["--from=html", "--to=json"], html))


def _ask_pandoc(book: Book, options: list[str], given: str, folder: Path | None = None) -> bytes:
    """What pandoc prints. Its clock stands at the edition's date, so that the same book gives the same bytes."""
    run = run_pandoc(options, given, book.origin, clock=_clock(book.imprint), folder=folder)
    if run.complaints:  # what it only warns of may be a picture or a link that is lost
        raise Faulty([Problem(book.origin, EPUB, f"pandoc: {' '.join(run.complaints.split())}")])
    return run.output


def _clock(imprint: Imprint) -> str:
    """The edition's date in seconds of the epoch, if an archive can say it: those know the years from 1980 to 2107."""
    date = edition_date(imprint)
    return str(int(date.timestamp())) if date and 1980 <= date.year <= 2107 else DATE_OF_SUBSETS


def _finished(epub: bytes, otherwise: Mapping[str, str], tree: NavigationTree, landmarks: Mapping[str, str]) -> bytes:
    """The EPUB with each file titled by its heading, where pandoc has its name; `otherwise`: those without one. Its
    navigation has the levels of a tree, and landmarks.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            name = info.filename.rsplit("/", 1)[-1]
            if name.endswith(".xhtml"):
                text = content.decode()
                heading = HEADING.search(NUMBERS.sub("", text)) if name not in otherwise else None
                title = MARKUP.sub("", heading[1]) if heading else escape(otherwise.get(name, otherwise[""]))
                first, _, rest = text.partition("<title>")
                content = f"{first}<title>{title}{rest[rest.index('</title>') :]}".encode()
            if name == "nav.xhtml":
                content = with_landmarks(content.decode(), landmarks).encode()
            if name in FORMS:
                text = NUMBERS.sub("", content.decode())
                content = (nested(text, FORMS[name], tree) if tree else text).encode()
            elif name.endswith(".xhtml"):
                content = content.replace(OPEN.encode(), b"").replace(CLOSE.encode(), b"")
            info.external_attr = 0o644 << 16  # whatever the machine's mask: the same book gives the same bytes
            new.writestr(info, content, info.compress_type)
    return out.getvalue()


def _shielded(html: str) -> str:
    """The HTML with its roles put by: pandoc would make notes of its own, numbered anew, of calls that it knew.

    The number of a note that a title calls is marked, and goes where the title is said without the note.
    """
    html = TITLES.sub(lambda title: CALLS.sub(rf"\1{OPEN}\2{CLOSE}", title[0]), html)
    return html.replace(' role="doc-', ' data-role="doc-')


# --- the tree --------------------------------------------------------------------------------------


def _parts(blocks: list[Json]) -> Iterator[Json]:
    """The blocks with each part's heading on the top level, where the writer begins a file."""
    for block in blocks:
        if block["t"] != "Div":  # a part is a section of the HTML, and nothing else stands between them
            continue
        (anchor, classes, pairs), content = block["c"]
        # its heading, before which a number or a line of its own may stand
        first = next(n for n, each in enumerate(content) if each["t"] == "Header")
        level, _, inlines = content[first]["c"]
        higher = level - 1  # on the page a chapter stands lower in a part of the book than elsewhere
        typed = _typed(pairs)
        told = next((TYPES_OF_CLASSES[name] for name in classes if name in TYPES_OF_CLASSES), "")
        typed += [["epub:type", told]] if told and not any(key == "epub:type" for key, _ in typed) else []
        attributes = [anchor, [name for name in classes if name != "section"], typed]
        yield {"t": "Header", "c": [1, attributes, _tree(inlines, higher)]}
        yield from _tree(content[:first] + content[first + 1 :], higher)


def _tree(node: Json, higher: int) -> Json:
    """Any part of the tree: headings so many levels up, and a type beside each role."""
    if isinstance(node, list):
        return [_tree(each, higher) for each in node]
    if not isinstance(node, dict):
        return node
    content = _tree(node.get("c"), higher)
    match node.get("t"):
        case "Header":
            level, attributes, inlines = content
            return {"t": "Header", "c": [level - higher, attributes, inlines]}
        case "Div" | "Link" | "Span":
            anchor, classes, pairs = content[0]
            return {"t": node["t"], "c": [[anchor, classes, _typed(pairs)], *content[1:]]}
        case "Figure":  # the writer does not see what stands on a figure itself when it looks where a link leads
            anchor, classes, pairs = content[0]
            return _div(anchor, [{"t": "Figure", "c": [["", classes, pairs], *content[1:]]}])
    return {**node, "c": content} if "c" in node else node


def _typed(pairs: list[list[str]]) -> list[list[str]]:
    """Attributes without the name by a heading that has moved, with roles restored and the type that goes with each."""
    kept = [[key.removeprefix("data-"), value] for key, value in pairs if key != "aria-labelledby"]
    return kept + [["epub:type", TYPES[value]] for key, value in kept if key == "role" and value in TYPES]


def _div(anchor: str, blocks: list[Json]) -> Json:
    return {"t": "Div", "c": [[anchor, [], []], blocks]}


def _closing(book: Book, style: Style, parts: Parts) -> list[Json]:
    """Imprint and colophon as the last part, under a heading that the style words."""
    if not parts.closing:
        return []
    html = f'<h1 id="b-imprint">{style.words["imprint"]}</h1>{parts.closing}'
    blocks: list[Json] = _read_html(book, html)["blocks"]
    return blocks


# --- metadata ---------------------------------------------------------------------------------------


def _metadata(book: Book, style: Style) -> Json:
    """What libraries and reading systems are told of the book."""
    imprint = book.imprint
    creators, others = map(_named, _parted(imprint))
    titles = [_map(type=_text("main"), text=_text(str(imprint.title)))]
    titles += [_map(type=_text("subtitle"), text=_text(str(imprint.subtitle)))] if imprint.subtitle else []
    told = {
        "title": {"t": "MetaList", "c": titles},
        "creator": {"t": "MetaList", "c": creators} if creators else None,
        "contributor": {"t": "MetaList", "c": others} if others else None,
        "identifier": _identifiers(imprint),
        "lang": _text(imprint.language),
        "publisher": _text(imprint.publisher),
        "rights": _text(imprint.rights_notice),
        "belongs-to-collection": _text(str(imprint.series.title)),
        "group-position": _text(imprint.series.number if imprint.series.title else ""),
        "date": _text(imprint.year),
        "toc-title": _text(style.words["contents"]),
        "accessibilitySummary": _text(style.words["accessibility"]),
    }
    # pandoc would write an empty element for an empty value, and EPUB forbids it
    return {key: value for key, value in told.items() if value and value.get("c") != ""}


def _parted(imprint: Imprint) -> tuple[Credits, Credits]:
    """Whom the title page of an EPUB names, which are its creators, and who has written something in it."""
    whole = tuple((role, each) for role, each in imprint.others if role != "author")
    return (*imprint.creators, *whole), tuple(each for each in imprint.others if each not in whole)


def _named(people: Credits) -> list[Json]:
    """People with what they have done, each by its MARC relator, and by what they are sorted."""
    return [_map(role=_text(RELATORS[role]), text=_text(each.name), **_sorted_by(each.who)) for role, each in people]


def _sorted_by(who: Person) -> dict[str, Json]:
    return {"file-as": _text(invert(who))} if who.family else {}


def _identifiers(imprint: Imprint) -> Json:
    """What names the book: first the one that names this edition of it, then the DOI."""
    first = _text(_identifier(imprint))
    return {"t": "MetaList", "c": [first, _text(f"https://doi.org/{imprint.doi}")]} if imprint.doi else first


def _identified(epub: bytes, imprint: Imprint) -> bytes:
    """The EPUB with the ORCID iD behind each name that has one, in schema.org's word: EPUB has none."""
    parted = zip(("creator", "contributor"), _parted(imprint), strict=True)
    known = {f"epub-{what}-{n}": each for what, people in parted for n, (_, each) in enumerate(people, 1)}
    if not any(each.orcid for each in known.values()):
        return epub
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            for key, each in known.items() if info.filename.endswith(RECORD) else ():
                told = f'<meta refines="#{key}" property="schema:identifier">https://orcid.org/{each.orcid}</meta>'
                name = rb'(<dc:\w+ id="%s">.*\n)' % key.encode()
                content = re.sub(name, rb"\g<1>    %s\n" % told.encode(), content) if each.orcid else content
            new.writestr(info, content, info.compress_type)
    return out.getvalue()


def _identifier(imprint: Imprint) -> str:
    """The ISBN, or a name made from what the title page says, which is the same as long as that is."""
    if isbn := re.sub(r"[^0-9X]", "", imprint.isbn_of("epub", "ebook")):
        return f"urn:isbn:{isbn}"
    said = (imprint.title, imprint.subtitle, imprint.author, imprint.editor, imprint.publisher, imprint.edition)
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, chr(10).join(map(str, said)))}"


def _text(text: str) -> dict[str, Json]:
    return {"t": "MetaString", "c": text}


def _map(**fields: Mapping[str, Json]) -> dict[str, Json]:
    return {"t": "MetaMap", "c": fields}
