"""The engine's pages written: a PDF without its type, and what joining the book needs to know, as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from weasyprint.formatting_structure import boxes

from press.typesetting.engine.marks import mark
from press.typesetting.engine.typefaces import type_cast, type_left_out
from press.typesetting.engine.typeset import PT, Layout
from press.typesetting.fragment import Bookmark, Face, FragmentPage, Spot
from press.typesetting.marks import ONWARD

NUMERAL = re.compile("[ivxlcdm]+")
"""A folio in Roman figures."""


def pages_of(layout: Layout) -> tuple[FragmentPage, ...]:
    """The pages of a section laid out, as values."""
    return tuple(
        FragmentPage(
            page._page_box.page_type.name,
            page._page_box.page_type.blank,
            {anchor: _spot(page, x, y, surveyed.turned) for anchor, (x, y, *_) in page.anchors.items()},
        )
        for page, surveyed in zip(layout.document.pages, layout.survey, strict=True)
    )


def bookmarks_of(layout: Layout) -> tuple[Bookmark, ...]:
    """The outline's entries on the pages of a section laid out."""
    return tuple(
        Bookmark(level, label, number, _spot(page, spot[0], spot[1], surveyed.turned), state == "open")
        for number, (page, surveyed) in enumerate(zip(layout.document.pages, layout.survey, strict=True))
        for level, label, spot, state in page.bookmarks
    )


def _spot(page: Any, x: float, y: float, turned: bool) -> Spot:
    """A place on a page; on a turned one, where it comes to stand when its head is at the left."""
    return (y * PT, x * PT) if turned else (x * PT, (page.height - y) * PT)


def write_pages(layout: Layout) -> tuple[bytes, tuple[Face, ...]]:
    """The tagged PDF of a section's pages without its type, and the faces it is set in.

    Every link is kept, also those to other sections, as a destination by name. The layout has no pages afterwards.
    """
    document = layout.document
    mark(document.pages)
    # A place in another section is unknown to the engine, which would drop the link and complain. So every link goes
    # out as one to an address, and becomes one to a place where the book is gathered.
    for page in document.pages:
        page.links[:] = [
            ("external", ONWARD + target, *rest) if kind == "internal" else (kind, target, *rest)
            for kind, target, *rest in page.links
        ]
        page.anchors.clear()
        page.bookmarks.clear()
    with type_left_out():
        written = document.write_pdf(finisher=_let_go, pdf_tags=True, pdf_version="1.7", pdf_identifier=b"press")
    return written, faces_of(document)


def write_heads(document: Any) -> tuple[bytes, tuple[Face, ...]]:
    """The PDF of pages that hold nothing but running heads and folios, without its type, and the faces they are in."""
    with type_left_out():
        written = document.write_pdf(pdf_identifier=b"press")
    return written, faces_of(document)


def wrapped_heads(document: Any) -> tuple[tuple[int, str], ...]:
    """The words of margin boxes that take more than one line though the style wants no line to end there, each with its
    page, from 0.
    """
    found: list[tuple[int, str]] = []
    for number, page in enumerate(document.pages):
        for margin in (each for each in page._page_box.children if isinstance(each, boxes.MarginBox)):
            lines = [each for each in margin.descendants() if isinstance(each, boxes.LineBox)]
            if len(lines) > 1 and margin.style["white_space"] == "normal":
                words = [each.text for line in lines for each in line.descendants() if isinstance(each, boxes.TextBox)]
                found.append((number, " ".join(" ".join(words).split())))
    return tuple(found)


def bare_heads(document: Any) -> tuple[int, ...]:
    """The pages, from 0, of which no margin box says anything but a number."""
    found = []
    for number, page in enumerate(document.pages):
        margins = (each for each in page._page_box.children if isinstance(each, boxes.MarginBox))
        texts = [each.text for box in margins for each in box.descendants() if isinstance(each, boxes.TextBox)]
        if not any(any(map(str.isalpha, text)) and not NUMERAL.fullmatch(text.strip()) for text in texts):
            found.append(number)
    return tuple(found)


def write_first_page(document: Any) -> bytes:
    """The PDF of the first page of the engine's document, with its type: what stands by itself."""
    written: bytes = document.copy(document.pages[:1]).write_pdf()
    return written


def write_type(document: Any, faces: Iterable[Face]) -> bytes:
    """The PDF of a page that names some faces, with all the glyphs that the book has set in each."""
    with type_cast({face.name: (face.glyphs, face.widths) for face in faces}):
        written: bytes = document.write_pdf(pdf_identifier=b"press")
    return written


def _let_go(document: Any, _: Any) -> None:
    """Let the boxes of a section go once they are drawn: what is left to do needs the memory."""
    for page in document.pages:
        for child in page._page_box.children:
            vars(child).pop("page", None)  # an area of notes refers to its page, and so both would stay
    document.pages.clear()


def faces_of(document: Any) -> tuple[Face, ...]:
    """The faces that a written document has been set in."""
    return tuple(
        Face(
            font.hash,
            font.family,
            int(font.weight),
            int(font.style),
            tuple(sorted(font.variations.items())),
            dict(font.to_unicode),
            dict(font.widths),
        )
        for font in document.fonts.values()
    )
