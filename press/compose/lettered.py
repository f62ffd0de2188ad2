"""A string of the book as the HTML of its page: with its ties, and with what the type lacks marked."""

from __future__ import annotations

from markupsafe import Markup

from press.compose.points import SIGN
from press.compose.typography import refine
from press.style.small_capitals import without_small_capitals
from press.style.style import Style


def letters_of(text: str, style: Style) -> Markup:
    """A string as it is set: letters that have no small capital are marked, signs of marks are elements without words.

    Escaped here, for what comes out is not escaped again.
    """
    return Markup("").join(
        Markup('<span class="mention point" id="{}"></span>').format(part) if n % 2 else _marked(part, style)
        for n, part in enumerate(SIGN.split(refine(text)))
    )


def _marked(text: str, style: Style) -> Markup:
    if text.isascii():
        return Markup("{}").format(text)
    parts: list[Markup] = []
    at = 0
    for found in without_small_capitals(style.fonts).finditer(text):
        marked = Markup('{}<span class="no-small-caps">{}</span>')
        parts.append(marked.format(text[at : found.start()], found[0]))
        at = found.end()
    return Markup("").join([*parts, Markup("{}").format(text[at:])])
