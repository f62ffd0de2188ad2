"""Running heads and folios, and the numbers of lines in documents, set apart from the text and laid over it.

A section is laid out without its margin boxes; when its first folio is known, as many empty pages are laid out with
nothing else. So the text need not be set again because a chapter before it has grown by a page.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, repeat

from press.typesetting.engine.typeset import Compositor, own_sheet
from press.typesetting.engine.write import bare_heads, wrapped_heads, write_heads
from press.typesetting.fragment import Face
from press.typesetting.line_numbers import LineNumber
from press.typesetting.orders import Heads

EMPTY_PAGE = '<div class="furnished" {said} style="break-before: page; page: {name}">{marked}</div>'
NUMBER = (
    '<span class="document-line {side}" style="top: {top:g}px; line-height: {height:g}px"><span>{number}</span></span>'
)
"""The number of a line, on the base of which it stands: what is around it has the type of the text."""
SIDES = ("verso", "recto")
TRANSPARENT = (
    "@page { background: none !important; border-color: transparent !important } * { background: none !important }"
    " body { columns: auto !important }"
)
"""Lets the text be seen through what is laid over it; borders keep their widths, or margin boxes would move. What
a style sets in columns has its heads page by page."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The running heads and folios of a section: a PDF of as many pages, the faces they are set in, and which of its
    pages have a head of more than one line, with its words; `bare`: its pages, from 0, that have no head.
    """

    pdf: bytes
    faces: tuple[Face, ...]
    wrapped: tuple[tuple[int, str], ...] = ()
    bare: tuple[int, ...] = ()


def furnish(heads: Heads, compositor: Compositor) -> Furniture:
    """The furniture of a section. Complaints of the engine go to whoever listens to the compositor."""
    head, body = heads.opening
    sides = cycle(SIDES if heads.verso else reversed(SIDES))
    pages = "".join(map(_page, heads.names, heads.said, sides, heads.numbers or repeat(())))
    own = own_sheet(heads.verso, compositor.trim)
    own += f" @page :first {{ counter-reset: page {heads.folio} }} " + TRANSPARENT
    document = compositor.render(f"{head}{body}{pages}</body></html>", own)
    if len(document.pages) != len(heads.names):
        raise ValueError("empty pages, for running heads, are more or fewer than pages of text")
    # before they are written, for then the engine lets them go
    wrapped, bare = wrapped_heads(document), bare_heads(document)
    return Furniture(*write_heads(document), wrapped, bare)


def _page(name: str, said: tuple[str, str], side: str, numbers: Sequence[LineNumber]) -> str:
    """A page of a section without its text: its name, what its running head says, and the numbers of its lines."""
    marked, words = said[0], html.escape(said[1])
    strings, element = f'data-{side}="{words}"', f'<span class="running-head {side}">{marked}</span>'
    if html.unescape(marked) == said[1]:
        strings, element = f'{strings} data-plain-{side}="{words}"', ""
    element += "".join(NUMBER.format(side=side, **each._asdict()) for each in numbers)
    return EMPTY_PAGE.format(said=strings, name=html.escape(name) or "auto", marked=element)
