"""What floats, laid out by itself: how deep it is, and how its boxes are put on the pages where room is kept for it.

Private attributes of WeasyPrint; the version is pinned. Lengths are CSS px.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from press.typesetting.engine.typeset import Layout
from press.typesetting.floats import Float, rooms_of
from press.typesetting.page import Floated, Line, Page, Stand

ABOVE = 0.4
"""The share of the white of a page that stands above what has it to itself."""


@dataclass(frozen=True, slots=True)
class LaidFloat:
    """A float laid out on a page by itself: what it is, its layout, how deep it is, the white that its style wants
    beside it, and the room that it takes of a page.
    """

    what: Float
    layout: Layout
    depth: float
    gap: float
    room: float = 0.0

    @property
    def top(self) -> float:
        """Where it begins on the page that it has been laid out on."""
        return min(y for _, y, _, _ in _extents(self.layout.survey[0]))


def measured_float(each: Float, layout: Layout) -> LaidFloat:
    """A float that has been laid out, measured."""
    page = layout.survey[0]
    extents = list(_extents(page))
    top = min((y for _, y, _, _ in extents), default=page.area[1])
    foot = max((y + height for _, y, _, height in extents), default=page.area[1])
    # The engine keeps the margin at the head of the first page, which is what the style wants around it.
    return LaidFloat(each, layout, foot - top, max(top - page.area[1], page.pitch))


def _extents(page: Page) -> Iterator[tuple[float, float, float, float]]:
    yield from ((line.x, line.y, line.width, line.height) for line in page.lines)
    yield from page.pictures


def spots_of(layout: Layout, names: Collection[str], free: Collection[int]) -> dict[str, tuple[int, float, float]]:
    """Where anchors stand in a layout: the page of the text, upper and lower edge. `free`: the pages kept free."""
    found: dict[str, tuple[int, float, float]] = {}
    pages = [page for n, page in enumerate(layout.document.pages) if n not in free]
    for number, page in enumerate(pages):
        for name in names:
            if name in page.anchors and name not in found:
                _, upper, _, lower = page.anchors[name]
                found[name] = (number, upper, lower)
    return found


def pictures_too_large(layout: Layout) -> Iterator[tuple[str, float, float, bool]]:
    """The pictures with a width of their own that their page has no room for: file, length, what there is, in CSS px;
    and whether it is the width that is too large.
    """
    for page in layout.document.pages:
        box = page._page_box
        for each in box.descendants():
            if isinstance(each, boxes.ReplacedBox) and each.element is not None:
                if "sized" not in each.element.get("class", "").split():
                    continue
                for length, most, wide in ((each.width, box.width, True), (each.height, box.height, False)):
                    if length > most + 0.5:
                        yield each.element.get("src", ""), float(length), float(most), wide


# --- brought to their pages --------------------------------------------------------------------------


def floated_in(
    layout: Layout, stands: Sequence[Stand], floats: Mapping[str, LaidFloat], free: Collection[int]
) -> Layout:
    """A layout with what floats at the head or the foot of its pages on these. `free`: the pages kept free in it."""
    pages = [page for n, page in enumerate(layout.document.pages) if n not in free]
    surveyed, anchors = list(layout.survey), list(layout.anchors)
    rooms = {anchor: each.room for anchor, each in floats.items()}
    for number, head, foot in rooms_of(stands, rooms, len(pages)):
        page, here = pages[number], surveyed[number]
        x, y, _, height = here.area
        here = _notes_lowered(page, here, foot)
        low = y + height - here.notes_depth
        if number == len(pages) - 1 and here.pitch:  # where the text ends, what stands below it stands right below it
            low -= here.lacking * here.pitch
        tops, feet = y - head, low
        for stand in (each for each in stands if each.page == number and each.at != "page"):
            each = floats[stand.anchor]
            if stand.at == "top":
                to, tops = tops, tops + each.room
            else:
                feet += each.room
                to = feet - each.depth
            floated = _brought(page, each, x, to)
            here = replace(here, floats=(*here.floats, floated), asked=_both(here, each.layout.survey[0]))
        _fill_room(page, head, foot)
        surveyed[number], anchors[number] = here, tuple(page.anchors)
    return replace(layout, survey=tuple(surveyed), anchors=tuple(anchors))


def alone(each: LaidFloat) -> Layout:
    """A float on the page that it has been laid out on, which it has to itself: below the middle white of it."""
    page = each.layout.survey[0]
    down = max(0.0, (page.area[3] - each.depth) * ABOVE) - (each.top - page.area[1])
    box = _box_of(each)
    _move(box, 0.0, down)
    _moved_marks(each.layout.document.pages[0], 0.0, down)
    floated = _floated(page, 0.0, down)
    told = replace(page, lines=(), pictures=(), floats=(floated,), alone=True)
    return replace(each.layout, survey=(told,))


def _brought(page: Any, each: LaidFloat, x: float, y: float) -> Floated:
    """A float put on a page of the engine's, its upper left corner at a place, with what points to it and from it."""
    source, here = each.layout.document.pages[0], each.layout.survey[0]
    across, down = x - here.area[0], y - each.top
    box = _box_of(each)
    _move(box, across, down)
    _moved_marks(source, across, down)
    _hang(page._page_box, box)
    page.links += source.links
    page.anchors |= {name: place for name, place in source.anchors.items() if name in each.what.ids}
    return _floated(here, across, down)


def _box_of(each: LaidFloat) -> Any:
    """The box of a float on its own page."""
    found = each.layout.document.pages[0]._page_box.descendants()
    return next(box for box in found if box.element is not None and box.element.get("data-float"))


def _move(box: Any, across: float, down: float) -> None:
    """Move a box with all in it, and what is painted behind it, for which the engine has found its place already."""
    box.translate(across, down)
    for each in box.descendants():
        if each.background:
            layers = [_moved_layer(layer, across, down) for layer in each.background.layers]
            each.background = each.background._replace(layers=layers)


def _moved_layer(layer: Any, across: float, down: float) -> Any:
    areas = {
        name: (area[0] + across, area[1] + down, *area[2:])
        for name in ("painting_area", "positioning_area")
        if (area := getattr(layer, name)) != "unused"
    }
    clipped = [(x + across, y + down, *more) for x, y, *more in layer.clipped_boxes]
    return layer._replace(**areas, clipped_boxes=clipped)


def _moved_marks(page: Any, across: float, down: float) -> None:
    """Move the links and the anchors of a page."""
    page.links[:] = [
        (kind, target, (left + across, top + down, right + across, foot + down), box)
        for kind, target, (left, top, right, foot), box in page.links
    ]
    for name, (left, top, right, foot) in page.anchors.items():
        page.anchors[name] = (left + across, top + down, right + across, foot + down)


def _hang(page: Any, box: Any) -> None:
    """Put a box among those of the text of a page, so that it is painted, and copied, before a paragraph that goes on
    to the next page.
    """
    parent = next(child for child in page.children if not isinstance(child, boxes.MarginBox))
    while True:
        last = next((each for each in reversed(parent.children) if isinstance(each, boxes.BlockBox)), None)
        goes_on = last is not None and "bottom" in last.remove_decoration_sides
        if last is None or not goes_on or isinstance(next(iter(last.children), None), boxes.LineBox):
            break
        parent = last
    at = len(parent.children)
    if goes_on and (before := list(parent.children).index(last)):
        at = before
    parent.children = [*parent.children[:at], box, *parent.children[at:]]


def _fill_room(page: Any, head: float, foot: float) -> None:
    """The room that was kept on a page belongs to its type area again, now that something stands there."""
    box = page._page_box
    box.padding_top -= head
    box.padding_bottom -= foot
    box.height += head + foot


def _notes_lowered(page: Any, here: Page, by: float) -> Page:
    """The notes of a page at its foot, below the room that is kept there."""
    area = next((each for each in page._page_box.children if isinstance(each, boxes.FootnoteAreaBox)), None)
    if not by or area is None or not here.notes:
        return here
    edge = area.position_y
    _move(area, 0.0, by)
    page.links[:] = [_lowered_link(link, edge, by) for link in page.links]
    for name, (left, top, right, foot) in page.anchors.items():
        if top >= edge:
            page.anchors[name] = (left, top + by, right, foot + by)
    return replace(here, notes=tuple(_moved(line, 0.0, by) for line in here.notes))


def _lowered_link(link: Any, edge: float, by: float) -> Any:
    kind, target, (left, top, right, foot), box = link
    return (kind, target, (left, top + by, right, foot + by), box) if top >= edge else link


def _floated(page: Page, across: float, down: float) -> Floated:
    """What stands on the page of a float, moved."""
    lines = tuple(_moved(line, across, down) for line in page.lines)
    pictures = tuple((x + across, y + down, width, height) for x, y, width, height in page.pictures)
    edges = [(line.x, line.y, line.right, line.y + line.height) for line in lines]
    edges += [(x, y, x + width, y + height) for x, y, width, height in pictures]
    left, top = min(each[0] for each in edges), min(each[1] for each in edges)
    right, foot = max(each[2] for each in edges), max(each[3] for each in edges)
    return Floated((left, top, right - left, foot - top), lines, pictures)


def _moved(line: Line, across: float, down: float) -> Line:
    return replace(
        line,
        left_edge=line.left_edge + across,
        right_edge=line.right_edge + across,
        x=line.x + across,
        right=line.right + across,
        y=line.y + down,
        baseline=line.baseline + down,
    )


def _both(page: Page, other: Page) -> tuple[tuple[str, bool, str, str], ...]:
    return tuple(sorted({*page.asked, *other.asked}))
