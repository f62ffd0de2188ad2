"""Characters that are none of a text: control characters, halves of a pair, code points that Unicode keeps free of any.

They come from word processors and from escapes in quotation marks; no font has them, and no XML may have most of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

NONE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\ufff9-\ufffb]"
)
"""All of these but the tab and the line feed."""


def no_characters(text: str) -> Iterator[tuple[int, str]]:
    """Where a text has a character that is none, and what it is called: `a control character, U+000B`."""
    for found in NONE.finditer(text):
        kind = {"Cc": "a control character", "Cs": "half of a pair"}.get(unicodedata.category(found[0]), "no character")
        yield found.start(), f"{kind}, U+{ord(found[0]):04X}"
