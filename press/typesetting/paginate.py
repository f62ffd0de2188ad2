"""Where sections stand: set one behind another, each on the side of the leaf that its style opens it on.

A pure function of the book, the sides on which the style opens its pieces, and those sections that have been set. Out
come the folio of every page, blank ones too, and for every anchor its pages, as far as they are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, TypeAlias

from press.book import Book, PageOne, Piece
from press.compose.compose import Section
from press.compose.running_heads import HeadsOfSide, RunningHead
from press.places import Folio, Places
from press.style.records import LineNumbersRecord
from press.typesetting.fragment import Fragment
from press.typesetting.line_numbers import line_numbers
from press.typesetting.orders import Heads

Openings: TypeAlias = Mapping[str, Literal["recto", "verso", "next"]]
"""Kind of piece → the side that it opens on; `next` is whichever comes. The default is recto."""
UNNUMBERED = LineNumbersRecord()
BLOCKS = ("b-", "bh-")
"""What the anchors of blocks begin with, which nothing outside their section points to."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A section as set and where it stands: its pages and their folios."""

    piece: Piece
    section: Section
    fragment: Fragment
    folios: tuple[Folio, ...]

    @property
    def verso(self) -> bool:
        """Whether it begins on a verso."""
        return self.folios[0].sheet % 2 == 0


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where sections stand.

    `settings`: those that have been set, by the number of their piece, in order. `folios`: of all pages, blank ones
    too. `places`: anchor → pages, as far as they are known. `versos`: of every piece, set or not, whether it is to
    open on a verso.
    """

    settings: Mapping[int, Setting]
    folios: tuple[Folio, ...]
    places: Places
    versos: tuple[bool, ...]


def paginate(
    book: Book, openings: Openings, made: Mapping[int, tuple[Section, Fragment]], page_one: PageOne = "body"
) -> Pagination:
    """Where the sections stand that have been `made`, by the number of their piece; each has a page at least."""
    settings: dict[int, Setting] = {}
    folios: list[Folio] = []
    places: dict[str, tuple[Folio, ...]] = {}
    versos: list[bool] = []
    before_body, known = 0, True
    first_arabic = book.page_one(page_one)
    for n, piece in enumerate(book.pieces):
        roman = n < first_arabic
        if begins := bool(book.body) and n == first_arabic:
            # Numbers begin here with page 1, so that they are known though the front may not be set; and with a recto,
            # so that an even number of pages comes before it.
            before_body, known = len(folios) + len(folios) % 2, True
        versos.append(not begins and _opens_on_verso(book.pieces[:n], piece, openings, len(folios)))
        if len(folios) % 2 != versos[-1]:
            # The next page is on the other side. A blank before page 1 is counted with the front.
            folios.append(_folio(len(folios) + 1, before_body, roman=roman or len(folios) < before_body))
        sheet = len(folios) + 1
        if known:
            places[piece.anchor] = (_folio(sheet, before_body, roman=roman),)
        if n not in made:
            # Nobody knows how long it is: whatever follows it stands nobody knows where.
            known = False
            continue
        section, fragment = made[n]
        own = tuple(_folio(sheet + page, before_body, roman=roman) for page in range(fragment.count))
        settings[n] = Setting(piece, section, fragment, own)
        folios += own
        if known:
            places |= _places(settings[n])
    if len(folios) % 2:  # the last leaf has a verso, whether anything stands on it or not
        folios.append(_folio(len(folios) + 1, before_body, roman=False))
    return Pagination(settings, tuple(folios), places, tuple(versos))


def heads_of(setting: Setting, own: tuple[str, ...] = (), how: LineNumbersRecord = UNNUMBERED) -> Heads:
    """What the running heads and folios of a section are made of, and the numbers of its lines; `own`: what each page's
    head says by itself.
    """
    names = tuple(page.name for page in setting.fragment.pages)
    said = tuple((escape(words), words) for words in own)
    said = said or tuple((head.html, head.words) for head in said_on_pages(setting))
    # nobody unpacks a survey for nothing
    numbers = line_numbers(setting.fragment.survey, how) if how.every else ()
    return Heads(setting.section.html, names, setting.folios[0].number, setting.verso, said, numbers)


def said_on_pages(setting: Setting) -> tuple[RunningHead, ...]:
    """The running head of each page of a section."""
    verso, recto = (tuple(_along(side, setting.fragment)) for side in setting.section.heads)
    return tuple((verso if folio.sheet % 2 == 0 else recto)[n] for n, folio in enumerate(setting.folios))


def _along(side: HeadsOfSide, fragment: Fragment) -> Iterator[RunningHead]:
    """What a side says on each page, if it were on that side: what begins there, or else goes on."""
    begins: dict[int, list[RunningHead]] = {}
    for anchor, head in side.later:
        page = next((n for n, page in enumerate(fragment.pages) if anchor in page.anchors), None)
        if page is not None:
            begins.setdefault(page, []).append(head)
    now = side.first
    for page in range(fragment.count):
        here = begins.get(page, [now])
        yield here[-1 if side.last else 0]
        now = here[-1]


def _opens_on_verso(before: Sequence[Piece], piece: Piece, openings: Openings, pages: int) -> bool:
    """Whether a piece opens on a verso, behind so many pages; page 1 is a recto, whatever the style says."""
    opening = openings.get(piece.chapter.kind if piece.chapter else "") or openings.get(piece.kind, "recto")
    # what stands on its own leaf, as the title of a part does, has a blank behind it
    alone = bool(before) and before[-1].kind == "part"
    return bool(pages % 2) and not alone if opening == "next" else opening == "verso"


def _folio(sheet: int, before_body: int, *, roman: bool) -> Folio:
    """The folio of a page, counted from 1 in the whole book: the front in Roman figures, the rest from page 1 anew."""
    return Folio(sheet, sheet - (0 if roman else before_body), roman)


def _places(setting: Setting) -> Places:
    """Anchor → the folios on which it stands, in order, of one section."""
    places: dict[str, tuple[Folio, ...]] = {}
    for folio, page in zip(setting.folios, setting.fragment.pages, strict=True):
        for anchor in page.anchors:
            if not anchor.startswith(BLOCKS):
                places[anchor] = (*places.get(anchor, ()), folio)
    return places
