"""Drawings that carry the type of their lettering, so that a browser and a reading device letter them as print does.

A picture of its own sees no font of the page around it: what it asks for is the device's, or another. So the faces that
a drawing asks for are put into it, with its own letters alone. They stay letters, for who searches and listens.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from press.store import Store, digest_of, key_of
from press.style.lettering import GENERIC, families_asked_for, letters_of
from press.style.style import Style

ROOT = re.compile(rb"""<!--.*?-->|(<svg\b(?:"[^"]*"|'[^']*'|[^>"'])*>)""", re.DOTALL)
"""The beginning of a drawing, whose attributes may have a > in them; or a comment, in which it may be told of."""
ASKED = re.compile(rf"""(font-family\s*[=:]\s*)(["']?)\s*(?=(?:{"|".join(sorted(GENERIC))})\b)""")
"""Where a drawing asks for no family in particular."""
FEATURES = ("font-variant", "font-feature")
FIGURES = "svg{font-variant-numeric:oldstyle-nums proportional-nums}"
"""The figures of a text, in which pages for the screen have theirs; a drawing that says something of features has its
own.
"""


def with_type(svg: bytes, style: Style, store: Store) -> bytes:
    """The drawing with the type that it is lettered in; as it is, if it has no letters, or none that can be read."""
    letters = letters_of(svg)
    root = next((found for found in ROOT.finditer(svg) if found[1]), None)
    if not letters or not root or not style.fonts:
        return svg
    key = key_of("lettering", FIGURES, svg, digest_of({path for paths in style.fonts.values() for path in paths}))
    if kept := store.load(key, bytes):
        return kept
    first = next(iter(style.fonts))
    families = [_family(asked, style) for asked in families_asked_for(svg)] or [first]
    wanted = dict.fromkeys([*families, first])
    faces = "".join(_face(name, path, letters, svg) for name in wanted for path in _files(name, style, svg))
    figures = "" if any(name.encode() in svg for name in FEATURES) else FIGURES
    own = "" if b"font-family" in root[0] or re.search(rb"\bstyle=", root[0]) else f'svg{{font-family:"{first}"}}'
    text = svg[root.end() :].decode("utf-8", "surrogateescape")
    text = ASKED.sub(lambda found: _named(found, first), text)
    sheet = f"<style>{faces}{figures}{own}</style>"
    made = svg[: root.end()] + sheet.encode() + text.encode("utf-8", "surrogateescape")
    store.keep(key, made)
    return made


def _family(asked: str, style: Style) -> str:
    """The family of a style in which something is lettered, as the engine takes it."""
    known = {family.casefold(): family for family in style.fonts}
    wanted = (each.strip().strip("\"'").casefold() for each in asked.split(","))
    return next((known[each] for each in wanted if each in known), next(iter(style.fonts)))


def _named(found: re.Match[str], family: str) -> str:
    """The family put before a name of none in particular, in quotation marks that do not end an attribute."""
    mark = '"' if found[2] == "'" else "'"
    return f"{found[1]}{found[2]}{mark}{family}{mark}, "


def _files(family: str, style: Style, svg: bytes) -> Iterator[Path]:
    """The files of a family that a drawing may need: upright and regular, and the others if it speaks of them."""
    slanted, heavy = b"italic" in svg or b"oblique" in svg, bool(re.search(rb"bold|\b[6-9]00\b", svg))
    for path in style.fonts[family]:
        italic, weights = _kind(path)
        if (slanted or not italic) and (weights[0] <= 400 <= weights[1] or (heavy and weights[0] >= 600)):
            yield path


def _kind(path: Path) -> tuple[bool, tuple[int, int]]:
    """Whether a font is italic, and from which weight to which it goes."""
    with TTFont(path, lazy=True) as font:
        italic = bool(font["OS/2"].fsSelection & 1)
        axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
        weight = int(font["OS/2"].usWeightClass)
        return italic, (int(axes["wght"].minValue), int(axes["wght"].maxValue)) if "wght" in axes else (weight, weight)


def _face(family: str, path: Path, letters: str, svg: bytes) -> str:
    """A face with the letters of a drawing alone, as a sheet has it that asks for nothing."""
    italic, weights = _kind(path)
    options = subset.Options(flavor="woff2", recalc_timestamp=False, notdef_outline=True, glyph_names=False)
    said = any(name.encode() in svg for name in FEATURES)
    options.layout_features = ["*"] if said else [*options.layout_features, "onum", "pnum"]
    with TTFont(path, recalcTimestamp=False) as font:
        worker = subset.Subsetter(options)
        worker.populate(text=f"{letters} ")
        worker.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    weight = f"{weights[0]}" if weights[0] == weights[1] else f"{weights[0]} {weights[1]}"
    content = base64.b64encode(out.getvalue()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-style:{"italic" if italic else "normal"};font-weight:{weight};'
        f'src:url("data:font/woff2;base64,{content}") format("woff2")}}'
    )
