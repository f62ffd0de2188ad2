"""The same book as a user of WeasyPrint alone would set it, for `bench.bench` to be measured against.

One HTML file of the sections that the press composes, with the style's own sheets; contents, cross-references and the
index take their page numbers from `target-counter`, notes are footnotes of the engine, nothing is tagged. The engine's
own command then makes one PDF of it: `weasyprint book.html book.pdf`, unpatched and unhelped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from press import build as pipeline
from press.book import Book, Piece
from press.compose.compose import Composer
from press.places import Folio
from press.project import Project
from press.style.style import Style

MARKS = 0xF0000
"""From here on, in a plane of Unicode for private use, each character stands for a page that is not yet known."""
BODY = re.compile(r"<body (?P<attributes>[^>]*)>(?P<content>.*)</body>", re.DOTALL)
FONT = re.compile(r'url\("font:(?P<family>[^/"]+)/(?P<slope>\w+)"\)')
SHEET = """
.piece { break-before: right }
.piece.verso { break-before: left }
.piece.next { break-before: page }
.rest { page: main }
@page :nth(1 of main) { counter-reset: page 1 }
.page::after { content: target-counter(attr(data-to), page) }
.page.in-front::after { content: target-counter(attr(data-to), page, lower-roman) }
"""


@dataclass(frozen=True, slots=True)
class UnknownFolio(Folio):
    """The page on which an anchor stands, whichever that will be; printed as one character that stands for it."""

    anchor: str = ""

    def __str__(self) -> str:
        return chr(MARKS + self.number // 2)


class Anywhere(Mapping[str, tuple[Folio, ...]]):
    """Places before there are pages: every anchor stands somewhere, no two on the same or on neighbouring pages."""

    def __init__(self) -> None:
        self.named: dict[str, UnknownFolio] = {}

    def __getitem__(self, anchor: str) -> tuple[Folio, ...]:
        number = 2 * len(self.named)  # two apart, so that the index joins none of them to a range
        return (self.named.setdefault(anchor, UnknownFolio(number, number, anchor=anchor)),)

    def __iter__(self) -> Iterator[str]:
        return iter(self.named)

    def __len__(self) -> int:
        return len(self.named)


def write_plain(project: Project, to: Path) -> Path:
    """Write the book of a project as one HTML file with everything it needs. Raises `Faulty`."""
    book, style, wording, _ = pipeline.prepare(project)
    composer, places = Composer(book, style, wording), Anywhere()
    front, rest = (
        "".join(_section(composer, piece, places) for piece in pieces) for pieces in (book.front, book.body + book.back)
    )
    sections = f"<div class='front'>{front}</div><div class='rest'>{rest}</div>"
    text = _head(book, style, project) + _numbered(sections, front, places) + "</body></html>"
    to.write_text(text, encoding="utf-8")
    return to


def _section(composer: Composer, piece: Piece, places: Anywhere) -> str:
    """A piece as a part of one document."""
    found = BODY.search(composer.compose(piece, places, {}, composer.index(piece, places)).html)
    assert found, "a section without a body"
    # the engine itself puts each piece on its side, which the press does by setting pieces apart
    opening = composer.material.style.openings.get(piece.kind, "recto")
    attributes = found["attributes"].replace('class="', f'class="piece {opening} ', 1)
    return f"<section {attributes}>{found['content']}</section>"


def _numbered(html: str, front: str, places: Anywhere) -> str:
    """The text with a page number of the engine's for each character that stands for one."""
    # the front matter has roman numbers, which only who points there can ask for
    in_front = frozenset(re.findall(r'\bid="([^"]+)"', front))
    anchors = {str(named): anchor for anchor, named in places.named.items()}

    def number(mark: re.Match[str]) -> str:
        anchor = anchors[mark[0]]
        return f'<span class="page{" in-front" if anchor in in_front else ""}" data-to="#{anchor}"></span>'

    return re.sub(f"[{chr(MARKS)}-{chr(MARKS + 0xFFFD)}]", number, html)


def _head(book: Book, style: Style, project: Project) -> str:
    """All before the text: the style's sheets, what they say of `body` said of each piece, and page numbers."""
    # in one document there is one body, and every piece had its own
    sheets = "".join(re.sub(r"\bbody\b", ".piece", sheet.text) for sheet in style.sheets)

    def font(url: re.Match[str]) -> str:
        files = style.fonts[url["family"].replace("%20", " ")]
        italic = url["slope"] == "italic"
        return f'url("{next(file for file in files if ("Italic" in file.name) == italic).as_uri()}")'

    trim = f"@page {{ size: {book.trim} }}" if book.trim else ""
    base = project.manuscript.resolve().as_uri()
    return (
        f'<!DOCTYPE html><html lang="{book.imprint.language}"><head><meta charset="utf-8"><base href="{base}/">'
        f"<title>{book.imprint.title}</title><style>{FONT.sub(font, sheets)}{SHEET}{trim}</style></head><body>"
    )
