"""Of what type a line is: its size and its word spaces, what it wants of its faces, how its figures stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from weasyprint.text.line_break import Layout, line_size

from press.compose.typography import WORD_JOINER
from press.style.glyphs import HEAVY
from press.typesetting.engine.initials import is_initial
from press.typesetting.page import Widths

SPACES = " \u00a0"
"""The spaces that grow and shrink in a justified line."""
FEATURES = {
    "small-caps": ("smcp",),
    "all-small-caps": ("smcp", "c2sc"),
    "oldstyle-nums": ("onum",),
    "super": ("sups",),
    "sub": ("subs",),
}
"""What a style may want of type that not all type has."""
HYPHENS = ("-", "\u2010")
NUMBER = re.compile(r"\d\d")
MARKER, CALL = "::footnote-marker", "::footnote-call"
"""What the number of a note and its call are made of."""
TOUCHES = 0.08
"""Ems: what stands nearer to the number of a note touches it."""


def asked_of(style: Any) -> frozenset[tuple[str, bool, str]]:
    """What a style wants of the first family it names: features, italics, bold; and whether of its italics."""
    # Kept on the style, which many boxes share.
    found = style.__dict__.get("press_asked")
    if found is None:
        numeric = style["font_variant_numeric"]
        wanted = {style["font_variant_caps"], style["font_variant_position"]}
        wanted |= set() if isinstance(numeric, str) else set(numeric)
        features: set[str] = {feature for each in wanted for feature in FEATURES.get(each, ())}
        italic = style["font_style"] != "normal"
        features |= {"italic"} if italic else set()
        features |= {"bold"} if int(style["font_weight"]) >= HEAVY else set()
        found = frozenset((str(style["font_family"][0]), italic, feature) for feature in features)
        style.__dict__["press_asked"] = found
    return frozenset(found)


def type_of(line: Any, texts: Sequence[Any], filled: bool) -> dict[str, Any]:
    """The type of a line, as fields of a `Line`; `filled`: its paragraph wants it as wide as the measure."""
    spaced = [(_space(text), sum(map(text.text.count, SPACES))) for text in texts]
    gaps = sum(count for _, count in spaced)
    # an initial is no measure of its line
    size = float(next((each for each in texts if not is_initial(each)), texts[0]).style["font_size"])
    return {
        "x": min(text.position_x for text in texts),
        "right": max(text.position_x + text.width for text in texts),
        "y": line.position_y,
        "height": line.height,
        "baseline": line.position_y + line.baseline,
        "size": size,
        "gap": sum(space * count for space, count in spaced) / gaps / size if gaps else 0.0,
        "gaps": gaps,
        "justified": filled,
        "hyphen": texts[-1].text.endswith((*HYPHENS, texts[-1].style["hyphenate_character"])),
        "figures": _figures(texts),
        "touching": _touching(texts),
        "strained": filled and bool(texts[-1].__dict__.get("strained")),
        "river": any(text.__dict__.get("river") for text in texts),
        "text": "".join(text.text for text in texts if not _unseen(text)).replace(WORD_JOINER, "").strip(),
    }


def _unseen(text: Any) -> bool:
    """Whether text only takes up room, as what stands before a shared line of verse."""
    return str(text.style["visibility"]) != "visible"


def _figures(texts: Sequence[Any]) -> Widths:
    """How wide the figures are of the first number of two or more that is no superior."""
    for text in texts:
        raised = text.style["font_variant_position"] != "normal" or str(text.element_tag).endswith(MARKER)
        if not raised and NUMBER.search(text.text):
            return "alike" if abs(_width(text.style, "1") - _width(text.style, "0")) < 0.01 else "own"
    return ""


def _touching(texts: Sequence[Any]) -> str:
    """The number of a note or its call with what it touches; empty if there is none."""
    for text, after in pairwise(texts):
        number = str(text.element_tag).endswith(MARKER)
        calls = str(text.element_tag).endswith(CALL) and str(after.element_tag).endswith(CALL)
        near = after.position_x - text.position_x - text.width < TOUCHES * float(text.style["font_size"])
        spaced = (
            text.text.endswith(tuple(SPACES))
            or not after.text[:1].isalnum()
            or after.text.startswith(WORD_JOINER + ",")
        )
        if near and not spaced and (number or calls):
            return f"{text.text}{after.text[:12]}".replace(WORD_JOINER, "")
    return ""


_WIDTHS: dict[tuple[Any, ...], float] = {}
"""Font and character → its width in CSS px; there are a few dozen fonts in a book, and thousands of lines."""
OF_FONT = (
    *("font_family", "font_size", "font_style", "font_weight", "font_variation_settings"),
    *("font_variant_caps", "font_variant_numeric"),
)
"""What of a style the width of a space or a figure depends on."""


def _width(style: Any, character: str) -> float:
    """The width of a character in CSS px, without what the style adds, for the same font may have other spacing."""
    key = (character, *(style[each] for each in OF_FONT))
    if key not in _WIDTHS:
        plain = style.copy()
        plain["letter_spacing"], plain["word_spacing"] = "normal", 0
        layout = Layout(plain)
        layout.set_text(character)
        first, _ = layout.get_first_line()
        _WIDTHS[key] = line_size(first, plain)[0]
    return _WIDTHS[key]


def _space(text: Any) -> float:
    """The width of a word space of this text as set: the font's own, with what the style and the setting add."""
    style = text.style
    spacing = style["letter_spacing"]
    added = float(style["word_spacing"]) + (0.0 if spacing == "normal" else float(spacing))
    widened = float(text.__dict__.get("expansion", 1.0))  # `paragraphs` may widen type by a little
    moved = float(text.justification_spacing) + float(text.__dict__.get("tracking", 0.0))
    return (_width(style, " ") + added + moved) * widened
