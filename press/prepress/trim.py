"""What the paper asks of a page: its boxes, its bleed, its marks, the gutter, and blank pages up to a full signature.

A page of the book may be painted beyond its trim; the reading edition is cut to it, the print edition shows as much of
it as bleeds. All lengths are in points. A box is left, bottom, right, top.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from press.pdf.page_boxes import Box, array_of, extent, grown, trim_of
from press.pdf.section import write_nothing

MARK_LENGTH, MARK_WEIGHT, MARK_GAP, MARK_LEAST = 14.0, 0.25, 3.0, 9.0
"""A crop mark is 5 mm long and begins 1 mm outside the bleed, and 3 mm outside the trim at least."""


def pad(pdf: pikepdf.Pdf, signature: int, blank_last: bool = False) -> int:
    """Add blank pages at the end until the book is whole signatures; says how many. `blank_last`: until its last page
    is a blank one too, and the back of its leaf.
    """
    count = len(pdf.pages)
    blanks = -count % signature
    while blank_last and ((count + blanks) % 2 or (not blanks and _has_content(pdf.pages[-1]))):
        blanks += signature
    width, height = extent(trim_of(pdf.pages[-1]))
    for _ in range(blanks):
        write_nothing(pdf.add_blank_page(page_size=(width, height)).obj.Contents)
    return blanks


def _has_content(page: pikepdf.Page) -> bool:
    """Whether a page is no blank one: those paint nothing, and so need nothing to paint with."""
    return bool(page.obj.get("/Resources", Dictionary()))


def gutter_for(pages: int, table: Iterable[tuple[int, float]]) -> float:
    """How much a book of so many pages adds to its inner margin; `table`: from how many pages on, how much."""
    return max((extra for least, extra in sorted(table) if pages >= least), default=0.0)


def set_boxes(pdf: pikepdf.Pdf, bleed: float, marks: bool, gutter: float, outside: bool = False) -> None:
    """Give every page its trim, bleed and media boxes, and crop marks if wanted.

    The gutter moves the page outward, on a recto to the right: the boxes are moved the other way, and patterns, which
    are placed in the page and not by its content, come along. `outside`: pages do not bleed at the spine.
    """
    start = max(bleed + MARK_GAP, MARK_LEAST)
    for at, page in enumerate(pdf.pages):
        left, bottom, right, top = trim_of(page)
        shift = gutter if at % 2 else -gutter  # the first page, 0 here, is a recto
        trim = (left + shift, bottom, right + shift, top)
        if "/CropBox" in page.obj:  # it would hide what bleeds, and the marks
            del page.obj.CropBox
        page.obj.TrimBox = array_of(trim)
        bled = grown(trim, bleed)
        if outside:  # the spine is to the left of a recto
            bled = (bled[0], bled[1], trim[2], bled[3]) if at % 2 else (trim[0], bled[1], bled[2], bled[3])
        page.obj.BleedBox = array_of(bled)
        page.obj.MediaBox = array_of(grown(trim, start + MARK_LENGTH) if marks else bled)
        if marks:
            _mark(pdf, page, trim, start)


def _mark(pdf: pikepdf.Pdf, page: pikepdf.Page, trim: Box, start: float) -> None:
    """Crop marks at the four corners, in every ink (the separation All), outside the bleed."""
    left, bottom, right, top = trim
    lines = []
    for x, outward in ((left, -1), (right, 1)):
        for y, upward in ((bottom, -1), (top, 1)):
            lines += [(x + outward * start, y, x + outward * (start + MARK_LENGTH), y)]
            lines += [(x, y + upward * start, x, y + upward * (start + MARK_LENGTH))]
    paths = "".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S\n" for a, b, c, d in lines)
    drawn = f"Q\nq /Registration CS 1 SCN {MARK_WEIGHT} w [] 0 d 0 J\n{paths}Q\n"
    # the page's own content is shut in, for it may leave the state of the page otherwise than it found it
    page.contents_add(Stream(pdf, b"q\n"), prepend=True)
    page.contents_add(Stream(pdf, drawn.encode()))
    if "/Resources" not in page.obj:
        page.obj.Resources = Dictionary()
    # the separation All prints on every plate, whatever inks there are (PDF 32000-1, 8.6.6.4)
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4), N=1)
    spaces = page.obj.Resources.get("/ColorSpace", Dictionary())
    spaces["/Registration"] = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
    page.obj.Resources.ColorSpace = spaces
