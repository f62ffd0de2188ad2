"""What stands in the margin: side-notes and side-heads, brought into their column once the pages are made.

The engine takes them out of the flow, so that no line depends on them, and leaves each at the line in which it is
written. Here each is moved into the column of its page, its first line on the line beside which it stands; those that
would overlap are moved down in order, and up again from the foot of the page. Lengths are CSS px.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weasyprint.anchors import gather_anchors
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from press.style.records import SideColumnRecord
from press.typesetting.page import Beside
from press.typesetting.tally import Amiss

PX = 0.75
"""Points in a CSS px."""
HEAD = "side-head"
CLASSES = frozenset({"side", HEAD})
TRIM = 12.0
"""Type keeps so far from the trim: a knife may be out by an eighth of an inch."""
AMPLE = 1e6
"""More than any page is deep."""
APART = 3.0
"""At least so much white is between one and the next."""


@dataclass(slots=True)
class SetBeside:
    """Something in the margin: its box, where the top of that is to be, and where the line beside it begins."""

    box: Any
    top: float
    line: float

    @property
    def foot(self) -> float:
        """Where it ends."""
        return float(self.top + self.box.margin_height())


def column_sheet(column: SideColumnRecord) -> str:
    """How wide what stands in the margin is."""
    return f" .side, .side-head {{ width: {column.width.points:g}pt }}" if column.width.points else ""


def place_sides(pages: Sequence[Any], column: SideColumnRecord) -> tuple[Amiss, ...]:
    """Bring all that stands in the margins of pages into its place; gives what has no room there.

    Raises `ValueError` where a column reaches beyond its margin, with what it lacks in points.
    """
    crowded: list[Amiss] = []
    for page in pages:
        found = list(_beside(page._page_box, None))
        if not found:
            continue
        box = page._page_box
        left = _left(box, column)
        top, foot = box.content_box_y(), box.content_box_y() + box.height
        _clear_initials(found, box, left)
        _one_below_another(found, top, foot)
        for each in found:
            each.box.translate(left - each.box.position_x, each.top - each.box.position_y)
            if each.foot > foot + 1:
                over = f"{(each.foot - foot) * PX:.0f} pt too many on its page"
                crowded.append(Amiss(each.box.element.get("id") or "", _words(each.box), over))
        box.sides = tuple(Beside(_edges(each.box), each.line, HEAD in _classes(each.box)) for each in found)
        _gather_again(page)
    return tuple(crowded)


def set_whole(absolute_box_layout: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, with a page of any depth for what stands in a margin: it finds its place afterwards."""

    def lay_out(  # noqa: PLR0917 – the engine's own parameters
        context: Any, box: Any, containing_block: Any, fixed_boxes: Any, bottom_space: Any, skip_stack: Any
    ) -> Any:
        room = -AMPLE if _is_side(box) else bottom_space
        return absolute_box_layout(context, box, containing_block, fixed_boxes, room, skip_stack)

    return lay_out


def is_beside(box: Any) -> bool:
    """Whether a box is taken out of the flow to stand in the margin."""
    return isinstance(box, AbsolutePlaceholder) and _is_side(box._box)


def _is_side(box: Any) -> bool:
    return bool(CLASSES & _classes(box))


def _classes(box: Any) -> set[str]:
    return set((box.element.get("class") or "").split()) if box.element is not None else set()


def _edges(box: Any) -> tuple[float, float, float, float]:
    return box.position_x, box.position_y, box.margin_width(), box.margin_height()


def _beside(box: Any, line: Any) -> Iterator[SetBeside]:
    """What stands beside the lines within a box, the first line of each level with that."""
    for child in box.children:
        if isinstance(child, AbsolutePlaceholder):
            if _is_side(child._box) and line is not None:
                own = next((b for b in child._box.descendants() if isinstance(b, boxes.LineBox)), None)
                raised = own.position_y + own.baseline - child._box.position_y if own else 0.0
                yield SetBeside(child._box, line.position_y + line.baseline - raised, line.position_y)
        elif isinstance(child, boxes.ParentBox):
            yield from _beside(child, child if isinstance(child, boxes.LineBox) else line)


def _words(box: Any) -> str:
    """How something begins."""
    lines = (each for each in box.descendants() if isinstance(each, boxes.LineBox))
    texts = ("".join(b.text for b in line.descendants() if isinstance(b, boxes.TextBox)) for line in lines)
    return " ".join(texts).replace("- ", "-")[:40]


def _left(page: Any, column: SideColumnRecord) -> float:
    """Where the column of a page begins."""
    recto = page.page_type.side == "right"
    width, gap = column.width.points / PX, column.gap.points / PX
    at_right = column.at == "right" or ((column.at == "outer") == recto and column.at in ("outer", "inner"))
    left = page.content_box_x() + page.width + gap if at_right else page.content_box_x() - gap - width
    lacking = max(TRIM - left, left + width + TRIM - page.margin_width())
    if lacking > 0.5:
        raise ValueError(f"{lacking * PX:.0f}")
    return float(left)


def _clear_initials(found: list[SetBeside], page: Any, left: float) -> None:
    """Move down what would lie over an initial that hangs in the same margin."""
    for line in page.descendants():
        if not isinstance(line, boxes.LineBox) or "initial" not in line.__dict__:
            continue
        text, height = line.initial
        foot = text.position_y + text.baseline
        for each in found:
            over = each.top < foot and each.foot > foot - height
            if over and left < text.position_x + text.width and left + each.box.width > text.position_x:
                each.top = foot + APART


def _one_below_another(found: list[SetBeside], top: float, foot: float) -> None:
    """Move down what would overlap with what stands above it; and up what would run out at the foot."""
    found.sort(key=lambda each: each.top)
    _move_down(found)
    limit = foot
    for each in reversed(found):
        each.top = max(min(each.top, limit - each.box.margin_height()), top)
        limit = each.top - APART
    _move_down(found)  # where there is no room for all, none lies over another all the same


def _move_down(found: Sequence[SetBeside]) -> None:
    for above, each in pairwise(found):
        each.top = max(each.top, above.foot + APART)


def _gather_again(page: Any) -> None:
    """Anchors and links of a page, which the engine has noted where they stood before."""
    points = dict(page.anchors)  # of marks without words no box has the anchor
    page.anchors.clear()
    page.links.clear()
    page.bookmarks.clear()
    page.forms.clear()
    page.forms[None] = []
    gather_anchors(page._page_box, page.anchors, page.links, page.bookmarks, page.forms)
    page.anchors.update({name: place for name, place in points.items() if name not in page.anchors})
