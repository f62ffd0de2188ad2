"""A paragraph of the engine's boxes → one string, with the advance of every letter and the box it comes from.

Whatever the style sheets have made of it is measured: italics, small capitals, figures, calls of notes, links, inline
boxes with margins of their own. What cannot be measured raises `Unmeasured`, with the reason in words for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent
from weasyprint.layout.preferred import max_content_width

from press.typesetting.engine.shaping import advances_of, face_of, on_first_line

OBJECT = "\ufffc"
"""What stands in the string for a picture or another box that is no text."""


class Unmeasured(Exception):
    """Why a paragraph cannot be measured."""


class MeasuredText:
    """A paragraph as one string with the advance of every letter, in CSS px, and the boxes the letters come from.

    `opening`: the advances as the style wants them on the first line (`first_line`), if it wants that to be otherwise;
    `runs`: where each box begins in the string; `key`: all that its measures depend on.
    """

    def __init__(self, context: Any, containing_block: Any, first_line: Mapping[str, Any]) -> None:
        self.context, self.containing_block, self.first_line = context, containing_block, first_line
        self.words = ""
        self.advances: list[float] = []
        self.opening: list[float] = []
        self.runs: list[tuple[int, Any]] = []
        self.key: list[object] = []

    def add(self, parent: Any) -> None:
        """Take in what an inline box holds. Raises `Unmeasured`."""
        for child in parent.children:
            if not child.is_in_normal_flow():
                # What is placed absolutely takes no room on the line; a float takes some of it away, nobody knows where
                # before the line is set.
                if child.is_floated():
                    raise Unmeasured("a float in it")
            elif isinstance(child, boxes.TextBox):
                self._add_text(child)
            elif isinstance(child, boxes.InlineBox):
                self._add_inline(child)
            elif isinstance(child, boxes.AtomicInlineLevelBox):
                self._add_object(child)
            else:
                raise Unmeasured(f"a {type(child).__name__} in it")

    def _add_text(self, box: Any) -> None:
        style = box.style
        text = box.text
        # A box that is nothing but "\n" is a `<br>`, which ends a part of the paragraph and has no width.
        if "\n" in text and text != "\n":
            raise Unmeasured("a kept line end in it")
        if box.is_leader or style["direction"] != "ltr":
            raise Unmeasured("a leader in it" if box.is_leader else "it runs from right to left")
        self.runs.append((len(self.words), box))
        self.words += text
        self.key.append((face_of(style), text, style["hyphens"], style["hyphenate_limit_chars"], style["white_space"]))
        self.key.append(style["overflow_wrap"])
        if text == "\n" or not style["font_size"]:
            self.advances += [0.0] * len(text)
            self.opening += [0.0] * len(text) if self.first_line else []
            return
        self.advances += advances_of(style, text)
        if self.first_line:
            style = style.copy()
            style.update(on_first_line(box, self.first_line))
            self.key.append(face_of(style))
            self.opening += advances_of(style, text)

    def _add_inline(self, box: Any) -> None:
        style = box.style
        if box.is_leader:
            raise Unmeasured("a leader in it")
        if not any(
            _is_set(style[f"{what}_{side}"]) for what in ("margin", "padding") for side in ("left", "right")
        ) and (not style["border_left_width"] and not style["border_right_width"]):
            self.add(box)
            return
        # The engine resolves these only when it sets the line, which is too late for a plan.
        percent.resolve_percentages(box, self.containing_block)
        at = len(self.words)
        self.add(box)
        if at == len(self.words):
            raise Unmeasured("an empty box with a width in it")
        for side, where in (("left", at), ("right", -1)):
            margin = getattr(box, f"margin_{side}")
            spacing = getattr(box, f"padding_{side}") + getattr(box, f"border_{side}_width")
            spacing += 0 if margin == "auto" else margin
            self.key.append(spacing)
            self.advances[where] += spacing
            if self.opening:
                self.opening[where] += spacing

    def _add_object(self, box: Any) -> None:
        width = max_content_width(self.context, box)
        self.key.append(("object", width))
        self.words += OBJECT
        self.advances.append(width)
        if self.first_line:
            self.opening.append(width)

    def run_at(self, at: int) -> int:
        """The run that holds a letter, or −1 if none does (a picture, say)."""
        for number in range(len(self.runs) - 1, -1, -1):
            start, box = self.runs[number]
            if start <= at:
                return number if at < start + len(box.text) else -1
        return -1


def _is_set(length: Any) -> bool:
    return length == "auto" or bool(getattr(length, "value", length))
