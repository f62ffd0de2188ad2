"""Transparency flattened: where something is see-through, the place is drawn as a picture and laid over it, opaque.

For houses and levels of PDF/X that know no transparency. The words below stay in the file, where they are not seen, so
that every edition has the same; what is opaque is left as it is, and most books have nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from math import ceil, floor

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Stream

from press.pdf.page_boxes import Box, array_of, common, crosses, grown, trim_of
from press.prepress.content import painted

NAME = "/Flattened"
MARGIN = 1.0
"""Points around what is see-through, for lines have a thickness."""
COARSEST, FINEST = 150, 1200
"""Dots to the inch: coarser is seen, and what is finer fills the memory and shows no more."""


def flatten(pdf: pikepdf.Pdf, bleed: float, dpi: int) -> tuple[int, ...]:
    """Flatten what is see-through, in place, at so many dots to the inch, within reason; says on which pages (from 1).

    `bleed`: how far pages are painted beyond their trim, in points. What is left below must still be made opaque.
    """
    found = {
        number: region for number, page in enumerate(pdf.pages, 1) if (region := _see_through(page, number, bleed))
    }
    if found:
        _lay_over(pdf, found, bleed, min(max(dpi, COARSEST), FINEST))
    return tuple(found)


def _see_through(page: pikepdf.Page, number: int, bleed: float) -> Box | None:
    """The box around all that is see-through on a page; all of the page where nobody knows the place; None where
    nothing of it would be printed.
    """
    whole = grown(trim_of(page), bleed)
    boxes = [each.box for each in painted(page, number) if each.see_through and not each.mask]
    if not boxes:
        return None
    known = [grown(box, MARGIN) for box in boxes if box]
    if len(known) < len(boxes):  # letters, whose extent is in their font, and patterns
        return whole
    around = (
        min(box[0] for box in known),
        min(box[1] for box in known),
        max(box[2] for box in known),
        max(box[3] for box in known),
    )
    return common(whole, around) if crosses(around, whole) else None


def _lay_over(pdf: pikepdf.Pdf, found: Mapping[int, Box], bleed: float, dpi: int) -> None:
    boxes = {number: pdf.pages[number - 1].obj.MediaBox for number in found}
    for number in found:  # of a page that is cut to its trim nothing else would be drawn
        pdf.pages[number - 1].obj.MediaBox = array_of(grown(trim_of(pdf.pages[number - 1]), bleed))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    with pypdfium2.PdfDocument(out.getvalue()) as drawn:
        for number, region in found.items():
            page = pdf.pages[number - 1]
            whole = grown(trim_of(page), bleed)
            placed, picture = _draw(drawn[number - 1], whole, region, dpi / 72)
            _add(pdf, page, placed, picture)
            page.obj.MediaBox = boxes[number]


def _draw(page: pypdfium2.PdfPage, whole: Box, region: Box, scale: float) -> tuple[Box, tuple[int, int, bytes]]:
    """A part of a page as pixels, and the place of these, which is of whole pixels."""
    picture = page.render(scale=scale).to_pil().convert("RGB")
    left, right = floor((region[0] - whole[0]) * scale), ceil((region[2] - whole[0]) * scale)
    top, bottom = floor((whole[3] - region[3]) * scale), ceil((whole[3] - region[1]) * scale)
    right, bottom = min(right, picture.width), min(bottom, picture.height)
    left, top = min(left, right - 1), min(top, bottom - 1)  # a hair at the edge is a pixel
    part = picture.crop((left, top, right, bottom))
    placed = (
        whole[0] + left / scale,
        whole[3] - bottom / scale,
        whole[0] + right / scale,
        whole[3] - top / scale,
    )
    return placed, (part.width, part.height, part.tobytes())


def _add(pdf: pikepdf.Pdf, page: pikepdf.Page, placed: Box, picture: tuple[int, int, bytes]) -> None:
    """Lay a picture over what a page paints."""
    width, height, samples = picture
    image = Stream(
        pdf,
        samples,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )
    things = page.obj.Resources.get("/XObject", Dictionary())
    things[NAME] = pdf.make_indirect(image)
    page.obj.Resources.XObject = things
    left, bottom, right, top = placed
    drawn = f"\nQ q {right - left:.4f} 0 0 {top - bottom:.4f} {left:.4f} {bottom:.4f} cm {NAME} Do Q\n"
    page.contents_add(Stream(pdf, b"q\n"), prepend=True)
    page.contents_add(Stream(pdf, drawn.encode()))
