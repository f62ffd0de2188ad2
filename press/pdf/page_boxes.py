"""The boxes of a page (PDF 32000-1, 14.11.2), in points: left, bottom, right, top; and what is reckoned with boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pikepdf
from pikepdf import Array

Box: TypeAlias = tuple[float, float, float, float]


def cut_to_trim(pdf: pikepdf.Pdf) -> None:
    """What a reader sees of a page is what is left when it has been cut."""
    for page in pdf.pages:
        trim = trim_of(page)
        for name in ("/BleedBox", "/ArtBox", "/CropBox"):  # which must not reach out of the page
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


def extent(box: Box) -> tuple[float, float]:
    """The width and the height of a box."""
    return box[2] - box[0], box[3] - box[1]


def grown(box: Box, by: float) -> Box:
    """A box so much larger on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def around(points: Sequence[tuple[float, float]]) -> Box | None:
    """The box around some points; None around no point."""
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def common(one: Box, other: Box) -> Box:
    """What two boxes have in common; nothing is a box without extent."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3]))


def crosses(one: Box, other: Box) -> bool:
    """Whether two boxes have more in common than an edge."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
