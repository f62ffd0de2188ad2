"""Spaces of a tight line, each by the sign before it: it gives more after a comma, less after a full stop.

A comma has white above it, which is added to the space that follows; a full stop has it too, but there the eye is to
rest. The engine has one width for all spaces of a text; here a layout has a share for each. The room that a line gives
as a whole is not more.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

AFTER_COMMA, AFTER_STOP = 1.2, 0.8
"""How much more, and how much less, such a space shrinks than others on its line."""
SIGNED = re.compile(r"(?:(,)|(?<=[^\W\d_]{2})[.?!])[’”)\]]*[ \u00a0]")
"""A space after such a sign; after one letter and a full stop, a name goes on."""


def room(text: str) -> float:
    """How many spaces give, each as its share has it, where a text is made narrower."""
    count = float(text.count(" ") + text.count("\u00a0"))
    return count + sum((AFTER_COMMA if found[1] else AFTER_STOP) - 1 for found in SIGNED.finditer(text))


class SignedSpaces(Layout):  # type: ignore[misc]  # the engine is untyped
    """The engine's layout of a text on a line; where it is drawn tight, its spaces have their shares."""

    def set_text(self, text: Any, justify: Any = False) -> None:
        """As the engine's own."""
        super().set_text(text, justify)
        by = self.justification_spacing
        if not justify or by >= 0 or not (signed := list(SIGNED.finditer(self.text))):
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            return
        own = self.style["letter_spacing"]
        plain = self.style["word_spacing"] + (0.0 if own == "normal" else own)
        last = len(self.text) - 1
        for found in signed:
            at = found.end() - 1
            share = AFTER_COMMA if found[1] else AFTER_STOP
            # Pango gives a space at the end of a text only half of what it is told to.
            units = int((plain + by * share) * TO_UNITS) * (2 if at == last else 1)
            attribute = pango.pango_attr_letter_spacing_new(units)
            attribute.start_index = len(self.text[:at].encode())
            attribute.end_index = attribute.start_index + len(self.text[at].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)
