"""Type for the whole book: of each face one subset, with all the glyphs that any section uses.

The engine casts it: a line in each face is laid out, and written with the glyphs of the book in place of its own.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import replace

from press.typesetting.engine.typeset import Compositor
from press.typesetting.engine.write import write_type
from press.typesetting.fragment import Face

LINE = "<!DOCTYPE html><html lang='en'><head><title>type</title></head><body>{spans}</body></html>"
SPAN = (
    "<span style=\"font: {slant} {weight} {size:g}px '{family}'; font-variation-settings: {variations}\">{text}</span>"
)
SLANTS = ("normal", "oblique", "italic")


def unite(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Each face once, with every glyph that is set in it."""
    united: dict[str, Face] = {}
    for face in faces:
        known = united.get(face.name, face)
        # In the order of glyphs, not of sections: what a section adds does not move the others in the file.
        glyphs, widths = {**face.glyphs, **known.glyphs}, {**face.widths, **known.widths}
        united[face.name] = replace(face, glyphs=dict(sorted(glyphs.items())), widths=dict(sorted(widths.items())))
    return tuple(face for _, face in sorted(united.items()))


def cast(faces: Iterable[Face], compositor: Compositor) -> bytes:
    """A PDF of one page whose resources are the faces, embedded, by their names; each face once.

    Complaints of the engine go to whoever listens to the compositor.
    """
    wanted = {face.name: face for face in faces}
    document = compositor.render(LINE.format(spans=" ".join(map(_specimen, wanted.values()))))
    return write_type(document, wanted.values())


def _specimen(face: Face) -> str:
    variations = ", ".join(f'"{axis}" {value:g}' for axis, value in face.variations)
    return SPAN.format(
        slant=SLANTS[face.slant],
        weight=face.weight,
        size=dict(face.variations).get("opsz", 12),  # else the default cut would not be found
        family=face.family,
        variations=html.escape(variations) or "normal",  # said outright, or the page's own would be inherited
        # a letter that the face has: for a space alone the engine might take another face
        text=html.escape(next((text for text in face.glyphs.values() if text.strip()), "x")),
    )
