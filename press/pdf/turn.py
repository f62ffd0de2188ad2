"""A page turned on its left side: what it paints, its boxes, its links.

Not by the page's own key for it (`/Rotate`), for running head and folio are laid over it upright.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Object


def turn(pdf: pikepdf.Pdf, page: Object) -> None:
    """Turn a page a quarter to the left: its head comes to stand at the left edge."""
    _, lower, _, upper = (float(each) for each in page.MediaBox)
    across = lower + upper

    def turned(box: Object) -> Array:
        left, low, right, up = (float(each) for each in box)
        return Array([across - up, left, across - low, right])

    for key in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        if key in page:
            page[key] = turned(page[key])
    content: bytes = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(f"q 0 1 -1 0 {across:g} 0 cm\n".encode() + content + b"\nQ")
    for link in page.get("/Annots", ()):
        link.Rect = turned(link.Rect)
