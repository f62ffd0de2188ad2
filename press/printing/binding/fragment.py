"""A section's pages as plain values: the PDF of its pages alone, and all that joining the book needs to know of them.

Pages of the engine can neither be sent to another process nor kept for the next build; a fragment can. It holds no
type (`founts` casts it for the whole book), no running heads and no folios (`furniture`), and so does not depend on
where in the book it stands.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pikepdf

from press.printing.binding.elements import mend_elements
from press.printing.binding.marks import mark
from press.printing.binding.structure import ONWARD, lead_on, tag_notes
from press.printing.looking.page import Survey
from press.printing.setting import engine
from press.printing.setting.account import Account
from press.printing.setting.justification import Tally, Wishes

PT = 0.75
"""Points in a CSS px."""
Spot: TypeAlias = tuple[float, float]
"""Where on a page: pt from its left and lower edges."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a section: the style's name for it, whether it was left blank, and where its anchors stand."""

    name: str
    blank: bool
    anchors: Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: level from 1, label, page within the section (from 0), place, and whether it is open."""

    level: int
    label: str
    leaf: int
    spot: Spot
    open: bool


@dataclass(frozen=True, slots=True)
class Face:
    """A face of type and what a section has set in it: glyph → text, and glyph → width in thousandths of the size."""

    name: str
    family: str
    weight: int
    slant: int
    variations: tuple[tuple[str, float], ...]
    glyphs: Mapping[int, str]
    widths: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A section set for a recto or verso. `html` is what was laid out in the end if notes had to be cut, `turned` the
    blocks turned over to the next page, and `wishes` what it was asked for; `pdf` is empty while pages that it is to
    print are not known; `surveyed` is its survey, packed.
    """

    leaves: tuple[Leaf, ...]
    verso: bool
    account: Account
    bookmarks: tuple[Bookmark, ...]
    html: str
    turned: frozenset[str]
    repairs: int
    faces: tuple[Face, ...]
    pdf: bytes
    tally: Tally
    surveyed: bytes
    wishes: Wishes

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self.leaves)

    @property
    def survey(self) -> Survey:
        """Its pages as surveyed, unpacked for who looks at them: all lines of a long book are too much to hold."""
        survey: Survey = pickle.loads(self.surveyed)
        return survey


def leaves_of(pages: Any) -> tuple[Leaf, ...]:
    """The pages of the engine's document, as values."""
    return tuple(
        Leaf(
            page._page_box.page_type.name,
            page._page_box.page_type.blank,
            {anchor: _spot(page, x, y) for anchor, (x, y, *_) in page.anchors.items()},
        )
        for page in pages
    )


def bookmarks_of(pages: Any) -> tuple[Bookmark, ...]:
    """The outline's entries on the pages of the engine's document."""
    return tuple(
        Bookmark(level, label, number, _spot(page, *spot), state == "open")
        for number, page in enumerate(pages)
        for level, label, spot, state in page.bookmarks
    )


def _spot(page: Any, x: float, y: float) -> Spot:
    return x * PT, (page.height - y) * PT


def write_pages(document: Any) -> tuple[bytes, tuple[Face, ...]]:
    """The tagged PDF of a section's pages without its type, and the faces it is set in.

    Every link is kept, also those to other sections, as a destination by name. The document has no pages afterwards.
    """
    mark(document.pages)
    for page in document.pages:
        page.links[:] = [
            ("external", ONWARD + target, *rest) if kind == "internal" else (kind, target, *rest)
            for kind, target, *rest in page.links
        ]
        page.anchors.clear()
        page.bookmarks.clear()
    with engine.type_left_out():
        written = document.write_pdf(finisher=_let_go, pdf_tags=True, pdf_version="1.7", pdf_identifier=b"press")
    with pikepdf.open(io.BytesIO(written)) as pdf:
        lead_on(pdf)
        tag_notes(pdf)
        mend_elements(pdf)
        return save(pdf), faces_of(document)


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


def save(pdf: pikepdf.Pdf) -> bytes:
    """A PDF as bytes, the same whenever its objects are."""
    out = io.BytesIO()
    pdf.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
