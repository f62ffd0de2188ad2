"""Notes that have been set at the foot of a page stand there as they were set, however many come behind them."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes


def set_once(block_level_layout_switch: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, which remembers the notes that it has set on a page until all of them are printed.

    What is remembered lies in the engine's context of the layout, and goes with the page.
    """

    def lay_out(  # noqa: PLR0917 – the engine's own parameters
        context: Any,
        box: Any,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        adjoining_margins: Any,
        first_letter_style: Any,
        first_line_style: Any,
        discard: Any,
        max_lines: Any,
    ) -> Any:
        given = (
            *(context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes),
            *(adjoining_margins, first_letter_style, first_line_style, discard, max_lines),
        )
        # where the engine has no end to the room below, no note is parted
        whole = bottom_space == -inf and isinstance(containing_block, boxes.FootnoteAreaBox)
        if not whole or box.element is None or skip_stack or first_letter_style or first_line_style:
            return block_level_layout_switch(*given)
        area, known = vars(context).get("notes_set", (None, {}))
        if area is not context.current_footnote_area:  # of another page, or of this one made anew
            known = {}
            vars(context)["notes_set"] = context.current_footnote_area, known
        key = *_place(box), containing_block.width, page_is_empty, *adjoining_margins, discard, max_lines
        if key in known:
            (set_before, *more, margins, through, lines), *place = known[key]
            if place == [set_before.position_x, set_before.position_y]:  # it has not been moved
                return set_before, *more, list(margins), through, lines
        before = _beside(context, absolute_boxes, fixed_boxes)
        result = block_level_layout_switch(*given)
        if result[0] is not None and not context.excluded_shapes:
            set_now, *more, margins, through, lines = result
            if before == _beside(context, absolute_boxes, fixed_boxes):
                kept = set_now, *more, tuple(margins), through, lines
                known[key] = kept, set_now.position_x, set_now.position_y
        return result

    return lay_out


def _place(box: Any) -> tuple[object, ...]:
    """Which note it is, and where it begins."""
    of_itself = box.element, box.element_tag, type(box)
    return *of_itself, box.position_x, box.position_y, box.margin_top, box.margin_bottom, box.clearance


def _beside(context: Any, absolute_boxes: Any, fixed_boxes: Any) -> tuple[int, ...]:
    """How much there is of what a note may add to beside its own boxes: then it must be set each time."""
    running = sum(len(each.get(context.current_page, ())) for each in context.running_elements.values())
    notes = (context.footnotes, context.current_page_footnotes, context.reported_footnotes)
    lists = (absolute_boxes, fixed_boxes, context.broken_out_of_flow, context.excluded_shapes, *notes)
    return running, *map(len, lists)
