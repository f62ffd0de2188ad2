"""A paragraph of HTML cut into several, behind so many of its letters: an entry of an index that goes over a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

PIECE = re.compile(r"<[^>]*>|&[^;\s]+;|\s+|.", re.DOTALL)
NO_LETTERS = frozenset("\u2060\u200b\u00ad")
"""What is written and not printed: the joiner of words, and places where they may be parted."""
VOID = frozenset({"br", "wbr", "img"})
"""Elements that are never closed."""


def letters_in(text: str) -> int:
    """How many letters and signs a line of print has, whatever spaces are between them."""
    return sum(not each.isspace() and each not in NO_LETTERS for each in text)


def cut_behind(paragraph: str, letters: Iterable[int]) -> list[Markup]:
    """The parts of a paragraph that end behind so many of its letters. Elements that a cut goes through are closed and
    begun again, without their id; where a cut would leave nothing behind it there is none.
    """
    parts: list[list[str]] = [[]]
    within: list[str] = []
    count, waiting = 0, sorted(set(letters))
    for piece in PIECE.findall(str(paragraph)):
        printed = piece[0] != "<" and not piece.isspace() and piece not in NO_LETTERS
        if printed and waiting and count >= waiting[0]:
            waiting.pop(0)
            if count:
                parts[-1] += (f"</{_name(tag)}>" for tag in reversed(within))
                parts.append([re.sub(r'\sid="[^"]*"', "", tag) for tag in within])
        count += printed
        if piece.startswith("</"):
            within.pop()
        elif piece[0] == "<" and _name(piece) not in VOID:
            within.append(piece)
        if not piece.isspace() or count:
            parts[-1].append(piece)
    return [Markup("".join(part)) for part in parts]


def _name(tag: str) -> str:
    return re.split(r"[\s>/]", tag[1:], maxsplit=1)[0]
