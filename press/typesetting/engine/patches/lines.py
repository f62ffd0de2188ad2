"""Where a line ends, beside what `justify` plans: the space at the end of a text hangs over the measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

NEAR = 4
"""Characters for each em of the measure: a text of more cannot fit on the line, whatever its last space does."""


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
