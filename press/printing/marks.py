"""What the engine's tags do not say, carried through the PDF on links to `mark:` addresses, and read off at the end.

The engine tags by the names of elements: it drops `lang`, and what runs over a page or a column becomes two elements
that nothing joins. Its list of links is public, and a link's annotation stands in the element of its box; so before the
pages are written `mark` adds links that nobody will follow, and `read_mark` tells what such a link says. `elements`
does as they say and takes every one of them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from weasyprint.formatting_structure import boxes

SCHEME = "mark:"
WHOLE = ("table", "figure")  # what is not joined when it is parted: a table has its head on every page


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of an element: its language, and the name that all its parts share; either may be empty."""

    lang: str = ""
    part: str = ""


def mark(pages: Sequence[Any]) -> None:
    """Mark what has a language of its own and what is parted, on the laid-out pages of a section.

    Also forgets the links that the engine repeats on every box within a link: a link is one annotation a line.
    """
    found = [(page, box) for page in pages for child in _text(page) for box in _of_elements(child)]
    names = _names(box for _, box in found if _can_be_parted(box))
    for page in pages:
        page.links[:] = [link for link in page.links if _is_its_own(link[3]) and not link[1].startswith(SCHEME)]
    for page, box in found:
        says = {"lang": box.element.get("lang", ""), "part": names.get(_key(box), "") if _can_be_parted(box) else ""}
        if not box.link and any(says.values()):
            page.links.append(("external", SCHEME + urlencode(says), (0, 0, 0, 0), box))


def read_mark(uri: str) -> Mark | None:
    """What a link's address says, or None when it is a link for readers."""
    if not uri.startswith(SCHEME):
        return None
    said = parse_qs(uri.removeprefix(SCHEME))
    return Mark(said.get("lang", [""])[0], said.get("part", [""])[0])


def _names(parted: Iterable[Any]) -> dict[tuple[int, str], str]:
    """Names for the elements that have several boxes, numbered as they come."""
    counts: dict[tuple[int, str], int] = {}
    for box in parted:
        counts[_key(box)] = counts.get(_key(box), 0) + 1
    several = (key for key, count in counts.items() if count > 1)
    return {key: str(number) for number, key in enumerate(several, 1)}


def _key(box: Any) -> tuple[int, str]:
    return id(box.element), box.element_tag


def _text(page: Any) -> list[Any]:
    """The parts of a page that are not its margins."""
    return [child for child in page._page_box.children if not isinstance(child, boxes.MarginBox)]


def _of_elements(box: Any, inside: Any = None, whole: bool = False) -> Iterator[Any]:
    """The outermost box of each element within a box, but not of the page's own; nothing within `WHOLE` is parted."""
    if not isinstance(box, boxes.Box):
        return
    element = box.element
    whole = whole or box.element_tag in WHOLE
    own = element is not None and element is not inside and box.element_tag == element.tag not in ("html", "body")
    if own and not isinstance(box, (boxes.TextBox, boxes.LineBox)) and (not whole or element.get("lang")):
        yield box
    for child in box.children:
        yield from _of_elements(child, element, whole)


def _can_be_parted(box: Any) -> bool:
    return isinstance(box, boxes.BlockBox)


def _is_its_own(box: Any) -> bool:
    """Whether a box has a link itself, and not only stands in one; notes and calls have theirs from `account`."""
    return bool(box.link or box.footnote is not None or "::" in str(box.element_tag))
