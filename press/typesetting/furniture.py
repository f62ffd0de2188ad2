"""Running heads and folios, set apart from the text and laid over it.

A section is laid out without its margin boxes; when its first folio is known, as many empty pages are laid out with
nothing else. So the text need not be set again because a chapter before it has grown by a page.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

from press.typesetting.engine.typeset import Compositor, own_sheet
from press.typesetting.engine.write import wrapped_heads, write_heads
from press.typesetting.fragment import Face
from press.typesetting.orders import Heads

EMPTY_PAGE = '<div{head} style="break-before: page; page: {name}"></div>'
HEAD = ' class="notes-head" data-head="{said}"'
"""What gives a page a running head of its own, by `styles/base/structure.css`."""
UNSAID = " body { string-set: none !important }"
"""Keeps the head that all pages of a section have in common from standing on those that have their own."""
TRANSPARENT = (
    "@page { background: none !important; border-color: transparent !important } * { background: none !important }"
    " body { columns: auto !important }"
)
"""Lets the text be seen through what is laid over it; borders keep their widths, or margin boxes would move. What
a style sets in columns has its heads page by page."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The running heads and folios of a section: a PDF of as many pages, the faces they are set in, and the words of
    those that take more than one line.
    """

    pdf: bytes
    faces: tuple[Face, ...]
    wrapped: tuple[str, ...] = ()


def furnish(heads: Heads, compositor: Compositor) -> Furniture:
    """The furniture of a section. Complaints of the engine go to whoever listens to the compositor."""
    head, body = heads.opening
    said = [HEAD.format(said=html.escape(each)) for each in heads.said] or [""] * len(heads.names)
    named = zip(heads.names, said, strict=True)
    pages = "".join(EMPTY_PAGE.format(name=html.escape(name) or "auto", head=head) for name, head in named)
    own = own_sheet(heads.verso, compositor.trim)
    own += f" @page :first {{ counter-reset: page {heads.folio} }} " + TRANSPARENT + (UNSAID if heads.said else "")
    document = compositor.render(f"{head}{body}{pages}</body></html>", own)
    wrapped = wrapped_heads(document)  # before they are written, for then the engine lets them go
    return Furniture(*write_heads(document), wrapped)
