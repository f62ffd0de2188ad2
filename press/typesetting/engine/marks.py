"""What the engine's tags do not say, carried through the PDF on links to `mark:` addresses, and read off at the end.

The engine tags by the names of elements: it drops `lang`, and what runs over a page or a column becomes two elements
that nothing joins. Its list of links is public, and a link's annotation stands in the element of its box; so before the
pages are written `mark` adds links that nobody will follow. `press.pdf.elements` reads them and takes them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from weasyprint.formatting_structure import boxes

from press.typesetting.engine.sides import is_beside
from press.typesetting.marks import SCHEME

NOTE = "Note"
NUMBERINGS = {"": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
"""HTML's types of numbered lists, and PDF's names of them (PDF 32000-1, 14.8.5.5)."""
WHOLE = ("table", "figure")  # what is not joined when it is parted: a table has its head on every page


@dataclass(frozen=True, slots=True)
class MarkedBox:
    """The outermost box of an element on a page, and whether the box may be a part of it, to be joined with others."""

    page: Any
    box: Any
    joined: bool

    @property
    def key(self) -> tuple[int, str]:
        """What all parts of one element have in common."""
        return id(self.box.element), self.box.element_tag


def mark(pages: Sequence[Any]) -> None:
    """Mark what has a language of its own, what is parted, and tables, on the laid-out pages of a section.

    Also forgets the links that the engine repeats on every box within a link: a link is one annotation a line.
    """
    found = [MarkedBox(page, *each) for page in pages for child in _text(page) for each in _of_elements(child)]
    counts = Counter(each.key for each in found if each.joined)
    parts = {key: str(number) for number, key in enumerate((key for key, n in counts.items() if n > 1), 1)}
    for page in pages:
        page.links[:] = [link for link in page.links if _is_its_own(link[3]) and not link[1].startswith(SCHEME)]
    for each in found:
        element, table = each.box.element, each.box.is_table_wrapper
        tag = element.get("data-tag", "")
        says = {
            "lang": element.get("lang", ""),
            "part": parts.get(each.key, "") if each.joined else "",
            "name": element.get("id", "") if table or tag == NOTE else "",
            "tag": tag,
            "float": element.get("data-float", ""),
            "place": element.get("data-place", ""),
            "numbering": _numbering(each.box),
        }
        if any(says.values()) and not each.box.link:
            holder = each.box.get_wrapped_table() if table else each.box
            each.page.links.append(("external", SCHEME + urlencode(says), (0, 0, 0, 0), holder))


def _numbering(box: Any) -> str:
    """What the items of a list are numbered with; nothing for what is no list, or has no numbers in its style."""
    numbered = box.element.tag == "ol" and box.style["list_style_type"] != "none"
    return NUMBERINGS.get(box.element.get("type", ""), "") if numbered else ""


def _text(page: Any) -> list[Any]:
    """The parts of a page that are not its margins."""
    return [child for child in page._page_box.children if not isinstance(child, boxes.MarginBox)]


def _of_elements(box: Any, inside: Any = None, whole: bool = False) -> Iterator[tuple[Any, bool]]:
    """The outermost box of each element within a box, but not of the page's own; nothing within `WHOLE` is joined."""
    if is_beside(box):
        box = box._box
    if not isinstance(box, boxes.Box):
        return
    element = box.element
    whole = whole or box.element_tag in WHOLE
    own = element is not None and element is not inside and box.element_tag == element.tag not in ("html", "body")
    if own and not isinstance(box, (boxes.TextBox, boxes.LineBox)):
        yield box, isinstance(box, boxes.BlockBox) and not whole
    for child in box.children:
        yield from _of_elements(child, element, whole)


def _is_its_own(box: Any) -> bool:
    """Whether a box has a link itself, and not only stands in one; notes and calls have theirs from `account`."""
    return bool(box.link or box.footnote is not None or "::" in str(box.element_tag))
