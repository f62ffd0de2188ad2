"""What the values of a source mean: a number that brings its own label, two names in one, a language that is none.

Citation styles set the label of a volume or a page themselves, and join names themselves; what a record says besides is
printed twice, or in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from press.editing.record_rules import LANGUAGE_HINT
from press.text import LANGUAGE

DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d+(?:\.\d+)*/\S+)", re.IGNORECASE)
NUMBERS = frozenset({"volume", "issue", "page", "number-of-pages", "number-of-volumes", "chapter-number"})
LABEL = re.compile(
    r"(?:vols?|volumes?|bd|tome?|issues?|nos?|nr|pp?|pages?|chs?|chap(?:ter)?s?)\b\.? ?\d", re.IGNORECASE
)
ROMAN = re.compile(r"[IVXLC]+", re.IGNORECASE)
IN_JOURNALS = frozenset({"article", "article-journal", "article-magazine", "article-newspaper", "periodical"})
SEVERAL = re.compile(r"\bet al\b|;|\w (?:and|&) \w", re.IGNORECASE)
SUFFIX = re.compile(r",? (?:Jr|Sr|I{1,3}|IV|V)\.?|, (?:Inc|Ltd|LLC|GmbH)\.?$", re.IGNORECASE)


def doi(text: str) -> str:
    """A DOI without the address that it is often given with, to which styles add their own; nothing, if it is none."""
    found = DOI.fullmatch(text.strip())
    return found[1] if found else ""


def doubt_of_value(variable: str, text: str, kind: str) -> tuple[str, str]:
    """What is probably wrong with a value of a source of some type, and how to mend it; empty where nothing is."""
    if variable in NUMBERS and LABEL.match(text):
        return f'"{text}" brings a label that the style sets itself', "write the figures alone"
    if variable == "volume" and kind not in IN_JOURNALS and ROMAN.fullmatch(text):
        return (
            f'"{text}" is printed without "vol.", for it is no number to styles',
            "write the volume in arabic figures",
        )
    if variable == "language" and not LANGUAGE.fullmatch(text):
        return f'"{text}" is no language, so that its title is set as English', LANGUAGE_HINT
    return "", ""


def doubt_of_name(parts: Mapping[str, str]) -> tuple[str, str]:
    """What is probably wrong with a name, and how to mend it; empty where nothing is."""
    family = parts.get("family", "")
    if found := SEVERAL.search(f"{family} {parts.get('given', '')}"):
        hint = "give each name a mapping of its own; or {literal: …} for a firm"
        return f'"{found[0].strip()}" in a name: "{family}"', hint
    if ", " in SUFFIX.sub("", family):
        return f'a comma in a family name: "{family}"', "write {family: Kern, given: Gary}; or {literal: …} for a body"
    return "", ""
