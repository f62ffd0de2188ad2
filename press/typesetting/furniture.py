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
    sides = [side for side, _ in zip(cycle(SIDES if heads.verso else reversed(SIDES)), heads.names, strict=False)]
    marked = {side for side, said in zip(sides, heads.said, strict=False) if _has_marks(said)}
    numbers = heads.numbers or repeat(())
    pages = "".join(
        _page(name, said, side, of_lines, as_element=side in marked)
        for name, said, side, of_lines in zip(heads.names, heads.said, sides, numbers, strict=False)
    )
    own = own_sheet(heads.verso, compositor.trim)
    own += f" @page :first {{ counter-reset: page {heads.folio} }} " + TRANSPARENT
    document = compositor.render(f"{head}{body}{pages}</body></html>", own)
    if len(document.pages) != len(heads.names):
        raise ValueError("empty pages, for running heads, are more or fewer than pages of text")
    # before they are written, for then the engine lets them go
    wrapped, bare = wrapped_heads(document), bare_heads(document)
    return Furniture(*write_heads(document), wrapped, bare)


def _has_marks(said: tuple[str, str]) -> bool:
    return html.unescape(said[0]) != said[1]


def _page(name: str, said: tuple[str, str], side: str, numbers: Sequence[LineNumber], *, as_element: bool) -> str:
    """A page of a section without its text: its name, what its running head says, and the numbers of its lines.

    `as_element`: the head is an element even without marks, for one of a page before goes on until there is another.
    """
    words = html.escape(said[1])
    strings, element = f'data-{side}="{words}"', f'<span class="running-head {side}">{said[0]}</span>'
    if not as_element:
        strings, element = f'{strings} data-plain-{side}="{words}"', ""
    element += "".join(NUMBER.format(side=side, **each._asdict()) for each in numbers)
    return EMPTY_PAGE.format(said=strings, name=html.escape(name) or "auto", marked=element)
