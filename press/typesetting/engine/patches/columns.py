"""Columns that have been tried and are full stand as they were tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def set_once(block_box_layout: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, which remembers the columns that it has set in one block until they are asked for again.

    What is remembered lies in the engine's context of the layout, and goes with it.
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
        if not box.is_column:
            return block_box_layout(*given)
        tried = vars(context).setdefault("columns_tried", {})
        # Rounded, for the engine works out a second time how much room there is below.
        key = box.children[0], box.width, box.position_y, round(bottom_space, 3), str(skip_stack), page_is_empty
        if key in tried:
            # Given back once: the engine may move what it has been given.
            set_before, resume_at, *others = tried.pop(key)
            set_before.translate(box.position_x - set_before.position_x, 0)
            return set_before, resume_at, *others
        result = block_box_layout(*given)
        if any(column != key[0] for column, *_ in tried):
            tried.clear()  # the columns of another block are done with
        if _may_stand(context, result, absolute_boxes, fixed_boxes):
            tried[key] = result
        return result

    return lay_out


def _may_stand(context: Any, result: Any, absolute_boxes: Any, fixed_boxes: Any) -> bool:
    """Whether a column that has been set would be the same if it were set again.

    Only a full one, for where the text ends the engine goes on to balance the columns. And none from which something
    else of the page is placed (a note, a float, what is placed absolutely): that must be done each time.
    """
    column, resume_at, *_ = result
    full = column and resume_at
    alone = not absolute_boxes and not fixed_boxes and not context.excluded_shapes
    return bool(full and alone and not any(each.footnote or each.note for each in column.descendants()))
