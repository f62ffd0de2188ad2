"""The boxes of a page (PDF 32000-1, 14.11.2), in points: left, bottom, right, top."""

from __future__ import annotations

from typing import TypeAlias

import pikepdf
from pikepdf import Array

Box: TypeAlias = tuple[float, float, float, float]


def cut_to_trim(pdf: pikepdf.Pdf) -> None:
    """What a reader sees of a page is what is left when it has been cut."""
    for page in pdf.pages:
        trim = trim_of(page)
        for name in ("/BleedBox", "/ArtBox", "/CropBox"):
            if name in page.obj:
                del page.obj[name]
        page.obj.MediaBox = page.obj.TrimBox = array_of(trim)


def trim_of(page: pikepdf.Page) -> Box:
    """The trim of a page; without one, all of it."""
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    return left, bottom, right, top


def array_of(box: Box) -> Array:
    """A box as PDF writes it."""
    return Array([round(edge, 3) for edge in box])
