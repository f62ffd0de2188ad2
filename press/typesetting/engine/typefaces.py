"""The type of pages: left out while sections are written, and cast once for the whole book.

Two places of the engine are replaced for it (`cast-type-once` in `patches.table`): how a font is named, and how the
fonts of a PDF are embedded. The second does as ever but within the blocks `type_left_out` and `type_cast`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import md5
from typing import Any, TypeAlias

import pydyf
from fontTools.ttLib import TTFont

Fonts: TypeAlias = Mapping[Any, Any]
"""The fonts of a PDF, by the engine's own key of each."""
Embed: TypeAlias = Callable[[Fonts, Callable[[], Any]], Any]
"""What makes the dictionary of a PDF's fonts, from them and from what the engine would do, if it is called."""

OF_SHAPERS = ("GDEF", "STAT")
"""Tables of OpenType that the engine leaves in a font, and that only whoever shapes text has a use for."""
_embed: Embed | None = None
_AXES: dict[tuple[Any, ...], tuple[str, ...]] = {}
"""Font → its axes; there are a few fonts in a book, and many documents."""


def named_by_face(make_font: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's class of fonts, each of which is named after what it is.

    The engine names a variable font after the size too at which it first meets it, for Pango sets the optical size by
    that; then the same face of two sizes would be two, and neither be cast.
    """

    def font(pango_font: Any, description: Any, font_size: Any) -> Any:
        made = make_font(pango_font, description, font_size)
        # What one family is asked for descends to letters that only another has, and that may have no such axis.
        axes_of = _axes(made)
        asked = {axis: made.variations[axis] for axis in axes_of if axis in made.variations}
        # at the size for which a font is drawn by default Pango leaves out of how it is varied what nobody asked for
        drawn = {"wght": float(made.weight), "opsz": float(font_size)} if "opsz" in axes_of and font_size else {}
        asked |= {axis: drawn[axis] for axis in axes_of if axis in drawn and axis not in asked}
        made.variations = asked
        axes = sorted((axis, round(value, 3)) for axis, value in made.variations.items())
        digest = md5(f"{made.family} {made.weight} {made.style} {axes}".encode(), usedforsecurity=False).digest()
        made.hash = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])  # six capitals, as ISO 32000-1, 9.6.4 has
        # the engine's own is made of a font's description, which is worded otherwise by another Pango
        made.name = b"/%b+%b" % (made.hash.encode(), made.name.partition(b"+")[2])
        made.clean = partial(_clean, made, made.clean)
        return made

    return font


def _clean(font: Any, clean: Callable[..., None], *how: Any) -> None:
    """Do what the engine does to a font that is to be embedded, and take out what only a shaper reads.

    HarfBuzz writes these tables in one way on one system and in another on the next, and no reader of a PDF, in which
    glyphs stand by number, looks at them (ISO 32000-1, 9.9).
    """
    clean(*how)
    with TTFont(
        io.BytesIO(font.file_content), fontNumber=font.index, recalcBBoxes=False, recalcTimestamp=False
    ) as read:
        idle = [table for table in OF_SHAPERS if table in read]
        for table in idle:
            del read[table]
        if idle:
            lean = io.BytesIO()
            read.save(lean, reorderTables=None)
            font.file_content = lean.getvalue()


def _axes(font: Any) -> tuple[str, ...]:
    """The axes on which a font varies."""
    key = (font.family, font.style, len(font.file_content))
    if key not in _AXES:
        with TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True) as read:
            _AXES[key] = tuple(axis.axisTag for axis in read["fvar"].axes) if "fvar" in read else ()
    return _AXES[key]


def embedded_as_told(build_fonts_dictionary: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function that embeds the fonts of a PDF, or within a block what the block wants done."""

    def build(pdf: Any, fonts: Any, compress: Any, subset: Any, options: Any) -> Any:
        as_ever = partial(build_fonts_dictionary, pdf, fonts, compress, subset, options)
        return _embed(fonts, as_ever) if _embed else as_ever()

    return build


@contextmanager
def type_left_out() -> Iterator[None]:
    """While the block runs the engine writes pages that name their fonts and do not hold them.

    Every section would else embed a subset of its own, and spend most of its time on that.
    """

    def names_only(fonts: Fonts, _: Callable[[], Any]) -> Any:
        return pydyf.Dictionary({font.hash: "null" for font in fonts.values()})

    with _embedding(names_only):
        yield


@contextmanager
def type_cast(used: Mapping[str, tuple[Mapping[int, str], Mapping[int, float]]]) -> Iterator[None]:
    """While the block runs the engine embeds the given glyphs and widths of each font, whatever its pages use."""

    def with_glyphs(fonts: Fonts, as_ever: Callable[[], Any]) -> Any:
        for font in fonts.values():
            font.to_unicode, font.widths = map(dict, used[font.hash])
        return as_ever()

    with _embedding(with_glyphs):
        yield


@contextmanager
def _embedding(embed: Embed) -> Iterator[None]:
    global _embed  # noqa: PLW0603 – the engine calls back without a word of ours
    before, _embed = _embed, embed
    try:
        yield
    finally:
        _embed = before
