"""Lines, beside what `justify` plans: a last space hangs over the measure; a paragraph has one first line; a text that
is broken as it was before is not shaped again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.text.line_break import Layout

from press.typesetting.engine.shaping import breaking_of, memory_of, on_first_line

NEAR = 4
"""Characters for each em of the measure: a text of more cannot fit on the line, whatever its last space does."""

SHORT = 400
"""Characters of a text that is remembered: one that goes on over many lines is another on each, and all would be kept.
"""
MANY = 20_000
"""Texts that are remembered; so many that a long index has no more than some megabytes of them."""


def space_hanging(split_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, asked once more without the last space where a text that ends in one does not fit."""

    def split(  # noqa: PLR0917 – the engine's own parameters
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        more = context, max_width, justification_spacing, is_line_start, minimum
        found = split_first_line(text, style, *more)
        _, _, resume_index, _, _, _ = found
        broken = resume_index is not None and max_width is not None and style["white_space"] == "normal"
        if broken and text.endswith(" ") and len(text) <= max_width / style["font_size"] * NEAR:
            _, _, resume_index, _, _, _ = split_first_line(text[:-1], style, *more)
            if resume_index is None:
                # It was the space alone: the text is set whole, as if there were no measure.
                return split_first_line(text, style, context, None, justification_spacing, is_line_start, minimum)
        return found

    return split


def split_once(split_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's function, which remembers what of a text it has put on a line of some width."""

    def split(  # noqa: PLR0917 – the engine's own parameters
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        given = text, style, context, max_width, justification_spacing, is_line_start, minimum
        if len(text) > SHORT:
            return split_first_line(*given)
        known = memory_of(style).first_lines
        key = breaking_of(style), text, max_width, justification_spacing, is_line_start, minimum
        if key not in known:
            layout, *metrics = split_first_line(*given)
            if len(known) >= MANY:
                known.clear()
            known[key] = (dict(vars(layout)), *metrics)
        # Its layout is its own: the spaces of each line are others. The engine shapes it once more when it is drawn.
        attributes, *metrics = known[key]
        layout = Layout.__new__(Layout)
        vars(layout).update(attributes)
        return layout, *metrics

    return split


def opened_once(iter_line_boxes: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's lines of a paragraph, the first of them set apart only where the paragraph begins, and is to be
    otherwise there.
    """

    def lines(  # noqa: PLR0917 – the engine's own parameters
        context: Any,
        box: Any,
        position_y: Any,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        if skip_stack is not None:  # it goes on from the page or column before
            first_letter_style = first_line_style = None
        elif first_line_style and all(box.style[key] == value for key, value in first_line_style.items()):
            first_line_style = None  # it is the paragraph's own: a sheet has taken back what an older one says
        return iter_line_boxes(
            *(context, box, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes),
            *(first_letter_style, first_line_style),
        )

    return lines


def letters_kept(split_inline_box: Callable[..., Any]) -> Callable[..., Any]:
    """What stands on a line; what is marked as having no small capital is none on a first line of them either."""

    def split(  # noqa: PLR0917 – the engine's own parameters
        context: Any,
        box: Any,
        position_x: Any,
        max_x: Any,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        line_placeholders: Any,
        waiting_floats: Any,
        line_children: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        opening = on_first_line(box, first_line_style) if first_line_style else first_line_style
        return split_inline_box(
            *(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, absolute_boxes),
            *(fixed_boxes, line_placeholders, waiting_floats, line_children, first_letter_style, opening),
        )

    return split
