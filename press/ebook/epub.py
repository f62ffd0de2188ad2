"""Parts of the book as HTML → an EPUB 3.3: one file for each part, links across files, navigation, metadata.

Its bytes are the same for the same book. When it was last changed is told as the day of the edition and a time of day
that comes of the content, so that two states of a book are never taken for one another.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from xml.etree.ElementTree import tostring
from xml.sax.saxutils import escape, quoteattr

from press.book import Book
from press.clock import DATE_OF_SUBSETS, asked_date, edition_date
from press.ebook.navigation import (
    NavigationPoint,
    PagePoint,
    contents_list,
    landmarks_list,
    landmarks_of,
    navigation_of,
    ncx,
    page_list,
)
from press.ebook.package import PackagedFile, Told, identifier, package
from press.ebook.text_files import IMPRINT, TextFile, elements, lead_across, parse_part, raise_headings
from press.ebook.types import MATTER, with_types
from press.ebook.web_page import Parts, matter_of, refuse_links
from press.imprint import Imprint
from press.style.style import Style

FOLDER = "EPUB"
TITLE_PAGE, NAVIGATION = "title_page.xhtml", "nav.xhtml"
MEDIA = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".css": "text/css",
    ".ncx": "application/x-dtbncx+xml",
    ".xhtml": "application/xhtml+xml",
}
"""What files may be in an EPUB of ours."""
BEGINNINGS = {
    ".png": re.compile(rb"\x89PNG"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""With what pictures made of pixels begin."""
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    f'<rootfile full-path="{FOLDER}/content.opf" media-type="application/oebps-package+xml" />'
    "</rootfiles></container>\n"
)
SECONDS_OF_A_DAY = 24 * 60 * 60


def suffix_of(picture: bytes) -> str:
    """The suffix of a picture's name by what is in it, whatever its own name says: what is no pixels is a drawing."""
    return next((suffix for suffix, beginning in BEGINNINGS.items() if beginning.match(picture)), ".svg")


def make_epub(book: Book, style: Style, parts: Parts, pictures: Mapping[str, bytes], cover: bytes) -> bytes:
    """The EPUB's bytes; `pictures`: those of the text by their names in `media/`; `cover`: a PNG.

    Raises `Faulty` for a link of a template that leads astray or nowhere.
    """
    refuse_links("\n".join(str(html) for _, html in parts.text) + parts.closing, style)
    files = text_files(book, style, parts)
    title = TextFile(TITLE_PAGE, "b-title-page", "front", parse_part(str(parts.title_page)))
    contents = TextFile(NAVIGATION, "b-contents", "front", parse_part(str(parts.contents)))
    for file in files:
        raise_headings(file.root)
    for file in (title, *files):
        with_types(file)
    lead_across(files)
    # contents that go over several pages are one list here
    points, pages = navigation_of(book, files), (*pages_of([title]), *pages_of([contents])[:1], *pages_of(files))
    sheet = "".join(each.text for each in style.sheets[:1])  # the others are of a browser
    written = {
        "styles/text.css": sheet.encode(),
        "media/cover.png": cover,
        **{f"media/{name}": content for name, content in pictures.items()},
        "text/cover.xhtml": _cover(book.imprint).encode(),
        f"text/{TITLE_PAGE}": _title_page(book.imprint, title).encode(),
        NAVIGATION: _nav(book, style, files, points, pages).encode(),
        **{f"text/{file.name}": _text(book, file).encode() for file in files},
        "toc.ncx": ncx(identifier(book.imprint), str(book.imprint.title), points, pages, "text/").encode(),
    }
    told = _told(book, files, bool(pages), _modified(book.imprint, written))
    packaged = [_packaged(path) for path in written]
    begin = next((f"text/{file.name}" for file in files if file.matter == "body"), "nav.xhtml")
    record = package(book, style, packaged, told, _guide(style, begin))
    whole = {"META-INF/container.xml": CONTAINER.encode(), f"{FOLDER}/content.opf": record.encode()}
    return _archived(whole | {f"{FOLDER}/{path}": content for path, content in written.items()}, book.imprint)


def _told(book: Book, files: Sequence[TextFile], pages: bool, modified: str) -> Told:
    """What the files show of themselves."""
    every = [each for file in files for each in elements(file.root)]
    return Told(
        pictures=any(each.get("alt") for each in every if each.tag == "img"),
        pages=pages,
        notes=any(each.get("role") == "doc-noteref" for each in every),
        index=any(piece.kind in ("index", "index-of-names") for piece in book.pieces),
        references=any(each.get("class") == "reference" for each in every),
        modified=modified,
    )


def text_files(book: Book, style: Style, parts: Parts, suffix: str = ".xhtml") -> tuple[TextFile, ...]:
    """The parts of the text in files, numbered; last what is said of the edition, under a heading of the style."""
    files = [
        TextFile(f"ch{n:03}{suffix}", piece.anchor, matter_of(book, piece), parse_part(str(html)), piece)
        for n, (piece, html) in enumerate(parts.text, 1)
    ]
    if parts.closing:
        heading = f'<h2 id="bh-b-imprint">{escape(style.words["imprint"])}</h2>'
        html = f'<section class="edition" id="{IMPRINT}">{heading}{parts.closing}</section>'
        files.append(TextFile(f"ch{len(files) + 1:03}{suffix}", IMPRINT, "back", parse_part(html)))
    return tuple(files)


def pages_of(files: Sequence[TextFile]) -> tuple[PagePoint, ...]:
    """Where pages of the printed book begin in files."""
    return tuple(
        PagePoint(each.get("title", ""), f"{file.name}#{each.get('id')}")
        for file in files
        for each in elements(file.root)
        if each.get("role") == "doc-pagebreak"
    )


# --- files ------------------------------------------------------------------------------------------


def _page(imprint: Imprint, title: str, body: str, matter: str, sheet: str = "../styles/text.css") -> str:
    """A file of XHTML."""
    typed = f' epub:type="{matter}"' if matter else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{imprint.language}" xml:lang="{imprint.language}">\n<head>\n<meta charset="utf-8" />\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" type="text/css" href="{sheet}" />\n</head>\n'
        f"<body{typed}>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _text(book: Book, file: TextFile) -> str:
    for each in elements(file.root):
        if lang := each.get("lang"):
            each.set("xml:lang", lang)
    body = "\n".join(tostring(each, encoding="unicode") for each in file.root if isinstance(each.tag, str))
    return _page(book.imprint, file.title or str(book.imprint.title), body, MATTER[file.matter])


def _cover(imprint: Imprint) -> str:
    title = str(imprint.title)
    image = f'<img src="../media/cover.png" alt={quoteattr(title)} role="doc-cover" />'
    whole = f'<section epub:type="cover" class="cover"><h1>{image}</h1></section>'
    return _page(imprint, title, whole, "frontmatter")


def _title_page(imprint: Imprint, file: TextFile) -> str:
    """The title page as on the screen, with whose edition it is."""
    body = "\n".join(tostring(each, encoding="unicode") for each in file.root)
    told = "".join(
        f'<p class="{name}">{escape(words)}</p>'
        for name, words in (("publisher", imprint.publisher), ("date", imprint.year))
        if words
    )
    whole = f'<section epub:type="titlepage" class="titlepage">{body}{told}</section>'
    return _page(imprint, str(imprint.title), whole, "frontmatter")


def _nav(
    book: Book,
    style: Style,
    files: Sequence[TextFile],
    points: Sequence[NavigationPoint],
    pages: Sequence[PagePoint],
) -> str:
    contents = escape(style.words["contents"])
    begins = next((each for each in pages if each.href.startswith(NAVIGATION)), None)
    sign = _sign(begins) if begins else ""
    marks = [
        ("cover", "cover.xhtml", style.words["cover_page"]),
        ("titlepage", "title_page.xhtml", style.words["title_page"]),
        ("toc", "nav.xhtml#toc", style.words["contents"]),
        *landmarks_of(book, files),
    ]
    body = (
        '<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">'
        f'<h1 id="toc-title">{sign}{contents}</h1>'
        f"{contents_list(points, 'text/')}</nav>\n"
        f'<nav epub:type="landmarks" id="landmarks" aria-label={quoteattr(style.words["landmarks"])} hidden="hidden">'
        f"{landmarks_list(marks, 'text/')}</nav>"
    )
    if pages:
        label = quoteattr(style.words["page_list"])
        body += f'\n<nav epub:type="page-list" role="doc-pagelist" id="page-list" aria-label={label} hidden="hidden">'
        body += f"{page_list(pages, 'text/')}</nav>"
    return _page(book.imprint, style.words["contents"], body, "frontmatter", "styles/text.css")


def _sign(page: PagePoint) -> str:
    """The sign of the page of print on which the contents begin, which an EPUB has in its navigation alone."""
    anchor = quoteattr(page.href.partition("#")[2])
    return f'<span id={anchor} role="doc-pagebreak" epub:type="pagebreak" title={quoteattr(page.number)}></span>'


def _guide(style: Style, begin: str) -> str:
    """Where older devices find the cover and the contents, and begin to read."""
    places = (("cover", style.words["cover_page"], "text/cover.xhtml"), ("toc", style.words["contents"], "nav.xhtml"))
    return "".join(
        f'<reference type="{kind}" title={quoteattr(title)} href="{href}" />'
        for kind, title, href in (*places, ("text", style.words["begin_reading"], begin))
    )


# --- the archive ------------------------------------------------------------------------------------


def _packaged(path: str) -> PackagedFile:
    pure = PurePosixPath(path)
    properties = {"nav.xhtml": "nav", "media/cover.png": "cover-image"}.get(path, "")
    key = "ncx" if pure.suffix == ".ncx" else pure.name.replace(".", "_")
    key = f"media_{key}" if pure.parts[0] == "media" else key
    return PackagedFile(key, path, MEDIA[pure.suffix], properties, read=pure.suffix == ".xhtml")


def _modified(imprint: Imprint, written: Mapping[str, bytes]) -> str:
    """When the book was last changed: the time that somebody has set, or else a second of the edition's first day that
    comes of its content.
    """
    if when := asked_date():
        return when.strftime("%Y-%m-%dT%H:%M:%SZ")
    content = hashlib.sha256()
    for path, each in sorted(written.items()):
        content.update(path.encode() + b"\0" + each)
    day = edition_date(imprint) or datetime.fromtimestamp(int(DATE_OF_SUBSETS), UTC)
    second = int.from_bytes(content.digest()[:8]) % SECONDS_OF_A_DAY
    return f"{day + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}".zfill(20)


def _archived(files: Mapping[str, bytes], imprint: Imprint) -> bytes:
    """The archive, whose first file says uncompressed what it is. Its dates are the edition's, if archives know it:
    they know the years from 1980 to 2107.
    """
    date = edition_date(imprint)
    known = date if date and 1980 <= date.year <= 2107 else datetime.fromtimestamp(int(DATE_OF_SUBSETS), UTC)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in {"mimetype": b"application/epub+zip", **files}.items():
            info = zipfile.ZipInfo(path, known.timetuple()[:6])
            info.external_attr = 0o644 << 16  # whatever the machine's mask: the same book gives the same bytes
            info.create_system = 3
            info.compress_type = zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()
