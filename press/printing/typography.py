"""Spaces that must not break: between what a reader takes in as one.

An abbreviation and its number, the initials of a name, a day and its month, a number and its unit stay on one line
(the custom of New Hart's Rules and of Chicago).
"""

from __future__ import annotations

import re

NBSP = "\u00a0"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
TIES = (
    re.compile(r"\b(?:pp?|chs?|vols?|nos?|fols?|nn?|sec|Doc)\. (?=[\divxlc])"),
    re.compile(r"\b(?:chapter|Document|figure|note|page) (?=\d)"),
    re.compile(r"\b(?:Dr|Mr|Mrs|St)\.? (?=[A-Z])"),
    re.compile(rf"(?<!\d)\d{{1,2}} (?=(?:{MONTHS})\b)"),
    re.compile(r"\b(?:[A-Z]\. )+(?=[A-Z])"),
    re.compile(r"\d (?=per cent\b|p\.m\.|a\.m\.)"),
    re.compile(r" (?=[–—] )"),
)


def refine(text: str) -> str:
    """The text with its ties; everything else is left as the editor wrote it."""
    for tie in TIES:
        text = tie.sub(lambda match: match[0].replace(" ", NBSP), text)
    return text
