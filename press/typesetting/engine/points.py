"""Marks without words taken out of a section before the engine sets it, and found again on its pages.

An element that begins or ends within a line parts its text in two, which are shaped apart: type that kerns a space with
the letter behind it (`of Tolls`) loses that, and a line may end elsewhere for a mark of which nothing is to be seen. So
what stands in such elements becomes part of the text around them, and where each stood is counted in letters. Once the
section is set, its anchor is the piece of a line that has the letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes

MARKUP = 'class="mention point"'
"""What the HTML of a section has if it has such marks."""
CLASSES = {"mention", "point"}


@dataclass(frozen=True, slots=True)
class PointsTaken:
    """The marks taken out of a tree: element → how many letters of its own text stand before each, and the names of
    that.
    """

    by_element: dict[Any, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))


def take_points(root: Any) -> PointsTaken:
    """Take the marks without words out of a tree, which is changed."""
    taken = PointsTaken()
    for element in [each for each in root.iter() if any(map(_is_point, each)) and not _is_point(each)]:
        _unwrap(element, taken)
    return taken


def _is_point(element: Any) -> bool:
    return element.get("class") is not None and set(element.get("class").split()) >= CLASSES


def _pieces(element: Any) -> Iterator[Any]:
    """What an element consists of: strings, elements, and for each mark its name, in a tuple, before what it is on."""
    yield element.text or ""
    for child in element:
        if _is_point(child):
            yield (child.get("id"),)
            yield from _pieces(child)
        else:
            yield child
        yield child.tail or ""


def _unwrap(element: Any, taken: PointsTaken) -> None:
    """Make what stands in the marks of an element part of that, and count where each stood."""
    pieces = list(_pieces(element))
    letters = 0
    waiting: list[str] = []
    element.text = ""
    element[:] = []
    for piece in pieces:
        if isinstance(piece, tuple):
            waiting += piece
        elif isinstance(piece, str):
            if waiting and any(map(str.isalnum, piece)):
                taken.by_element[element] += [(letters, name) for name in waiting]
                waiting = []
            letters += sum(map(str.isalnum, piece))
            if len(element):
                element[-1].tail = (element[-1].tail or "") + piece
            else:
                element.text += piece
        else:
            piece.tail = ""
            element.append(piece)
            if waiting and (within := _first_text(piece)) is not None:
                taken.by_element[within] += [(0, name) for name in waiting]
                waiting = []
    # a mark with no letter behind it in its line stands at the last before it
    taken.by_element[element] += [(letters - 1, name) for name in waiting]


def _first_text(element: Any) -> Any:
    """What has the first words in an element, itself or one in it; nothing in one without words."""
    if any(map(str.isalnum, element.text or "")):
        return element
    for child in element:
        found = _first_text(child)
        if found is not None:
            return element if _is_point(found) else found
        if any(map(str.isalnum, child.tail or "")):
            return element
    return None


def place_points(pages: Sequence[Any], taken: PointsTaken) -> None:
    """Give the pages of a document the anchors of what has been taken out, each where its letter stands."""
    waiting = {element: sorted(names) for element, names in taken.by_element.items()}
    passed: dict[Any, int] = defaultdict(int)
    last: dict[Any, tuple[Any, Any]] = {}
    for page in pages:
        for box in page._page_box.descendants():
            if not isinstance(box, boxes.TextBox) or box.element not in waiting or "::" in box.element_tag:
                continue
            element, here = box.element, sum(map(str.isalnum, box.text))
            if not here:
                continue
            passed[element] += here
            last[element] = page, box
            while waiting[element] and waiting[element][0][0] < passed[element]:
                _anchor(page, box, waiting[element].pop(0)[1])
    # where a style prints other letters than are written, the last of these is near enough
    for element, names in waiting.items():
        for _, name in names if element in last else ():
            _anchor(*last[element], name)


def _anchor(page: Any, box: Any, name: str) -> None:
    x, y, width, height = box.hit_area()
    page.anchors[name] = (x, y, x + width, y + height)
