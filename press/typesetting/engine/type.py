"""The type of pages: left out while sections are written, and cast once for the whole book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import md5
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.pdf import stream as pdf_stream
from weasyprint.pdf.fonts import Font


class NamedFont(Font):  # type: ignore[misc]
    """A font named after what it is. The engine names a variable font after the size too at which it first meets it,
    for Pango sets the optical size by that; then the same face of two sizes would be two, and neither be cast.
    """

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        axes = sorted((axis, round(value, 3)) for axis, value in self.variations.items())
        digest = md5(f"{self.family} {self.weight} {self.style} {axes}".encode(), usedforsecurity=False).digest()
        self.hash = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


pdf_stream.Font = NamedFont


@contextmanager
def type_left_out() -> Iterator[None]:
    """While the block runs the engine writes pages that name their fonts and do not hold them.

    Every section would else embed a subset of its own, and spend most of its time on that.
    """

    def names_only(_: Any, fonts: Mapping[Any, Any], *__: Any) -> Any:
        return pydyf.Dictionary({font.hash: "null" for font in fonts.values()})

    with _building_fonts(names_only):
        yield


@contextmanager
def type_cast(used: Mapping[str, tuple[Mapping[int, str], Mapping[int, float]]]) -> Iterator[None]:
    """While the block runs the engine embeds the given glyphs and widths of each font, whatever its pages use."""
    original = weasyprint.pdf.build_fonts_dictionary

    def with_glyphs(pdf: Any, fonts: Mapping[Any, Any], *rest: Any) -> Any:
        for font in fonts.values():
            font.to_unicode, font.widths = map(dict, used[font.hash])
        return original(pdf, fonts, *rest)

    with _building_fonts(with_glyphs):
        yield


@contextmanager
def _building_fonts(build: Any) -> Iterator[None]:
    original = weasyprint.pdf.build_fonts_dictionary
    weasyprint.pdf.build_fonts_dictionary = build
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = original
