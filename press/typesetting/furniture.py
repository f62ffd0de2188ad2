"""Running heads and folios, set apart from the text and laid over it.

A section is laid out without its margin boxes; when its first folio is known, as many empty pages are laid out with
nothing else. So the text need not be set again because a chapter before it has grown by a page.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from press.typesetting.engine.typeset import Compositor, own_sheet
from press.typesetting.engine.write import write_heads
from press.typesetting.fragment import Face

BODY = re.compile(r"<body\b[^>]*>")
LEAF = '<div style="break-before: page; page: {name}"></div>'
ALONE = "@page { background: none !important; border-color: transparent !important } * { background: none !important }"


@dataclass(frozen=True, slots=True)
class Furniture:
    """The running heads and folios of a section: a PDF of as many pages, and the faces they are set in."""

    pdf: bytes
    faces: tuple[Face, ...]


def furnish(section_html: str, names: tuple[str, ...], folio: int, verso: bool, compositor: Compositor) -> Furniture:
    """The furniture of a section from its HTML (for the attributes of its body), the names of its pages, its first
    folio, and whether it begins on a verso.
    """
    head, body, _ = _parts(section_html)
    leaves = "".join(LEAF.format(name=html.escape(name) or "auto") for name in names)
    own = own_sheet(verso, compositor.trim) + f" @page :first {{ counter-reset: page {folio} }} " + ALONE
    document = compositor.render(f"{head}{body}{leaves}</body></html>", own)
    return Furniture(*write_heads(document))


def _parts(section_html: str) -> tuple[str, str, str]:
    found = BODY.search(section_html)
    if found is None:
        return section_html, "<body>", ""
    return section_html[: found.start()], found[0], section_html[found.end() :]
