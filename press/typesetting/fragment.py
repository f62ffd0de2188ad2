"""A section's pages as plain values: the PDF of its pages alone, and all that joining the book needs to know of them.

Pages of the engine can neither be sent to another process nor kept for the next build; a fragment can. It holds no
type (`fonts` casts it for the whole book), no running heads and no folios (`furniture`), and so does not depend on
where in the book it stands.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from press.typesetting.account import Account
from press.typesetting.page import Survey
from press.typesetting.tally import Tally
from press.typesetting.wishes import Wishes

MOST = 8 << 20
"""How much of what surveys are packed as is held unpacked, in bytes: those of a thousand pages."""
Spot: TypeAlias = tuple[float, float]
"""Where on a page: pt from its left and lower edges."""


@dataclass(frozen=True, slots=True)
class FragmentPage:
    """One page of a section: the style's name for it, whether it was left blank, and where its anchors stand."""

    name: str
    blank: bool
    anchors: Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline: level from 1, label, page within the section (from 0), place, if it is open."""

    level: int
    label: str
    page: int
    spot: Spot
    open: bool


@dataclass(frozen=True, slots=True)
class Face:
    """A face of type and what a section has set in it. `name`: what pages call it, the same in every section; `slant`:
    0 upright, 1 oblique, 2 italic; `variations`: axis and value; `glyphs`, `widths`: number of a glyph → the text that
    it prints, and its width in thousandths of the size.
    """

    name: str
    family: str
    weight: int
    slant: int
    variations: tuple[tuple[str, float], ...]
    glyphs: Mapping[int, str]
    widths: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A section set for a recto or verso.

    `account`: of its notes. `html`: what was laid out in the end if notes had to be cut, else empty. `turned`: the
    anchors of the blocks turned over to the next page. `repairs`: how many repairs of notes it took. `faces`: the type
    that its PDF lacks. `pdf`: its pages; empty while page numbers that it is to print are not known. `tally`: of its
    paragraphs. `surveyed`: its survey, packed. `wishes`: what it was asked for, or is to be when it is set again.
    """

    pages: tuple[FragmentPage, ...]
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
        return len(self.pages)

    @property
    def survey(self) -> Survey:
        """Its pages as surveyed, unpacked for who looks at them."""
        return _unpacked.survey(self.surveyed)


class _UnpackedSurveys:
    """The surveys that were looked at last: several look at all pages, one after another, and a watch does so again
    after every save. All lines of a long book are too much to hold.
    """

    def __init__(self) -> None:
        self.held: dict[bytes, Survey] = {}
        self.size = 0

    def survey(self, packed: bytes) -> Survey:
        """A survey by what it was packed as."""
        if (survey := self.held.get(packed)) is None:
            if self.size + len(packed) > MOST:
                self.held.clear()
                self.size = 0
            self.held[packed] = survey = pickle.loads(packed)
            self.size += len(packed)
        return survey


_unpacked = _UnpackedSurveys()
