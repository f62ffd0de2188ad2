"""How far each letter of a text moves on: shaped as the engine will print it, and remembered.

HarfBuzz (through Pango) shapes the text with the font files and features of the engine's own style, so that what is
measured here is what is drawn. Lengths are CSS px. Nothing of this depends on where a text stands, and layouts of the
same text come again and again; so all of it is kept by the set of fonts until the compositor says `forget`.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import accumulate
from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import Layout

FACE = (
    *(
        "font_family",
        "font_style",
        "font_stretch",
        "font_weight",
        "font_size",
        "font_kerning",
        "font_variation_settings",
    ),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override"),
    *("lang", "direction", "letter_spacing", "word_spacing", "text_decoration_line"),
)
"""What decides how wide text runs."""
BREAKING = (
    *("white_space", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
    *("overflow_wrap", "word_break", "tab_size"),
)
"""What decides, besides, how much of it stands on a line."""
NO_SMALL_CAPS = "no-small-caps"
"""The class of letters that have no small capital (`press.style.small_capitals`)."""
OF_CAPITALS = ("font_variant_caps", "letter_spacing")


class ShapingMemory:
    """What has been measured with one set of fonts: the advances of texts, the plans of paragraphs (`paragraphs`), the
    pieces of text that stand on lines, shaped (`justify`), and how much of a text the engine has on a line (`lines`).
    """

    def __init__(self) -> None:
        self.advances: dict[tuple[str, str], array[float]] = {}
        self.plans: dict[object, Any] = {}
        self.pieces: dict[tuple[str, str, str], tuple[Any, float, float, float, int]] = {}
        self.first_lines: dict[tuple[object, ...], tuple[Any, ...]] = {}


_memories: WeakKeyDictionary[Any, ShapingMemory] = WeakKeyDictionary()


def memory_of(style: Any) -> ShapingMemory:
    """What has been measured with the fonts of a style."""
    return _memories.setdefault(style.font_config, ShapingMemory())


def forget(font_config: Any) -> None:
    """Forget what has been measured with some fonts."""
    _memories.pop(font_config, None)


def face_of(style: Any) -> str:
    """What decides how wide text runs in a style, as a key."""
    # Kept on the style itself, for many boxes share one, and this is asked for every text of every layout.
    found = style.__dict__.get("press_face")
    if found is None:
        found = style.__dict__["press_face"] = "|".join(str(style[key]) for key in FACE)
    return str(found)


def breaking_of(style: Any) -> str:
    """What decides how much of a text stands on a line in a style, as a key."""
    found = style.__dict__.get("press_breaking")
    if found is None:
        also = "|".join(str(style[key]) for key in BREAKING)
        found = style.__dict__["press_breaking"] = f"{face_of(style)}|{also}"
    return str(found)


def advances_of(style: Any, text: str) -> array[float]:
    """How far each character of a text moves on, in CSS px; those of a ligature share its width."""
    memory = memory_of(style)
    key = (face_of(style), text)
    if key not in memory.advances:
        memory.advances[key] = array("d", _shape(style, text))
    return memory.advances[key]


def on_first_line(box: Any, first_line: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the style wants of a box where it stands on a first line that it wants to be otherwise.

    The engine has it win over whatever the box itself is to be; but letters marked as having no small capital stay, and
    of an initial the type is known that it needs.
    """
    element = box.element
    classes = (element.get("class") or "").split() if element is not None else ()
    if box.__dict__.get("is_cast"):
        return {}
    marked = NO_SMALL_CAPS in classes
    return {key: value for key, value in first_line.items() if key not in OF_CAPITALS} if marked else first_line


def _shape(style: Any, text: str) -> list[float]:
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    encoded = text.encode()
    by_byte = [0] * (len(encoded) + 1)
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item = run.data
        run = run.next
        count, offset = item.glyphs.num_glyphs, item.item.offset
        if not count:
            continue
        # Read as arrays, for every look at one glyph would be a call through cffi. A glyph's width is the second
        # integer of its record.
        size = ffi.sizeof("PangoGlyphInfo") // 4
        widths = memoryview(ffi.buffer(item.glyphs.glyphs, count * size * 4)).cast("i")[1::size]
        clusters = memoryview(ffi.buffer(item.glyphs.log_clusters, count * 4)).cast("i")
        for cluster, width in zip(clusters, widths, strict=True):
            by_byte[offset + cluster] += width
    layout.deactivate()
    # Pango counts bytes of UTF-8; in plain ASCII these are the characters.
    if len(encoded) == len(text):
        return _shared([by_byte[at] * FROM_UNITS for at in range(len(text))])
    starts = accumulate((len(char.encode()) for char in text[:-1]), initial=0)
    return _shared([by_byte[at] * FROM_UNITS for at in starts])


def _shared(advances: list[float]) -> list[float]:
    """The letters of a ligature, which has its width at the first, share it; so do marks, which is harmless."""
    at = 0
    while at < len(advances):
        end = at + 1
        # No ligature has more than four letters; what goes on longer without a width is something else.
        while end < len(advances) and advances[end] == 0 and end - at < 4:
            end += 1
        if end - at > 1 and advances[at]:
            advances[at:end] = [advances[at] / (end - at)] * (end - at)
        at = end
    return advances
