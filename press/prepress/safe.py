"""Pages moved, and made smaller by a trifle, so that their letters keep as far from the edges as a house asks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream

from press.pdf.page_boxes import Box, around, array_of, grown, trim_of

SMALLER = 0.01
"""The most by which pages are made smaller: of type of 11 points a tenth, which nobody sees."""
LITTLE = 0.05
"""Points that are left beyond what is asked, for what is measured has been rounded."""


@dataclass(frozen=True, slots=True)
class Edges:
    """How far letters keep, or are to keep, from the edges of the trim, in points."""

    inner: float = 0.0
    outer: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Shift:
    """How pages are changed: so much smaller, then moved outward (away from the spine) and down, in points."""

    scale: float
    outward: float
    down: float


NOWHERE = Shift(1, 0, 0)


def letters_extent(content: bytes) -> Iterator[Box | None]:
    """The box around the letters of each page in turn; None for one without."""
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(at) for at in range(text.count_rects())]
            text.close()
            yield around([(x, y) for left, bottom, right, top in boxes for x, y in ((left, bottom), (right, top))])


def edges_of(content: bytes) -> Edges | None:
    """How far the letters of a book keep from the edges; None of a book without any."""
    found: list[tuple[float, float, float, float]] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        trims = [trim_of(page) for page in pdf.pages]
    for at, (trim, box) in enumerate(zip(trims, letters_extent(content), strict=True)):
        if box:
            left, right = box[0] - trim[0], trim[2] - box[2]
            inner, outer = (right, left) if at % 2 else (left, right)  # the first page, 0 here, is a recto
            found.append((inner, outer, trim[3] - box[3], box[1] - trim[1]))
    return Edges(*(min(each[at] for each in found) for at in range(4))) if found else None


def fit(kept: Edges, wanted: Edges, size: tuple[float, float]) -> Shift:
    """How pages of a size whose letters keep so far from the edges are changed for those to keep as far as wanted.

    They are moved as little as may be, and made smaller only where there is no room to move.
    """
    (width, height), one = size, 1.0
    across, down = width - kept.inner - kept.outer, height - kept.top - kept.bottom
    room_across, room_down = width - wanted.inner - wanted.outer, height - wanted.top - wanted.bottom
    if across > room_across or down > room_down:
        one = min((room_across - 2 * LITTLE) / across, (room_down - 2 * LITTLE) / down)
    # made smaller about the middle of the page, then moved
    inner, outer = (width * (1 - one) / 2 + one * each for each in (kept.inner, kept.outer))
    top, bottom = (height * (1 - one) / 2 + one * each for each in (kept.top, kept.bottom))
    return Shift(one, _moved(inner, wanted.inner, outer, wanted.outer), _moved(top, wanted.top, bottom, wanted.bottom))


def _moved(here: float, wanted: float, there: float, wanted_there: float) -> float:
    """How far to move away from the one edge; less than nothing is towards it."""
    if here < wanted:
        return wanted - here + LITTLE / 2
    return -(wanted_there - there + LITTLE / 2) if there < wanted_there else 0.0


def move(pdf: pikepdf.Pdf, how: Shift, bleed: float) -> None:
    """Change all pages, in place: each becomes a form, for patterns are placed in the page and must come along."""
    if how == NOWHERE:
        return
    for at, page in enumerate(pdf.pages):
        trim = trim_of(page)
        if not page.obj.get("/Resources", Dictionary()):  # a blank page
            continue
        outward = -how.outward if at % 2 else how.outward
        shift_x = (trim[0] + trim[2]) / 2 * (1 - how.scale) + outward
        shift_y = (trim[1] + trim[3]) / 2 * (1 - how.scale) - how.down
        matrix = Array([round(each, 6) for each in (how.scale, 0, 0, how.scale, shift_x, shift_y)])
        form = Stream(
            pdf,
            _content(page),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=array_of(grown(trim, bleed + 36)),
            Matrix=matrix,
            Resources=page.obj.Resources,
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(Page=pdf.make_indirect(form)))
        page.obj.Contents = Stream(pdf, b"/Page Do\n")


def _content(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return bytes(page.obj.Contents.read_bytes())
