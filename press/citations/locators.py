"""Where in a work: a locator as the editor writes it → as citeproc has it right.

It takes every comma and dash behind a label for several of that kind ("vols. 2, 89"), and leaves a hyphen between
roman figures. So what stands behind a volume or a book is handed over under signs that it does not know.
"""

from __future__ import annotations

import re

NUMBER = r"[\divxlcdm]+[a-z]?"
PART = re.compile(
    rf"(?P<lead>,?\s*)(?P<label>(?:vol|bk|book|sec|pt|part|fol|no|n|fig|col|para|l|v|op|§)\.?) ?(?P<first>{NUMBER})"
    rf"(?:, |:)(?P<page>pp?\. ?)?(?P<rest>{NUMBER}(?:(?:[-–:]|, ){NUMBER})*)(?![\w-])",
    re.IGNORECASE,
)
"""One part of a work, and where in it: `vol. 2, 89`, `bk. 2, 14-16`."""
ROMAN_RANGE = re.compile(r",?\s*(?:pp?\. )?[ivxlcdm]+-[ivxlcdm]+(?:, [\divxlcdm]+(?:-[\divxlcdm]+)?)*(?![\w-])")
RANGE = re.compile(r"(?P<lead>,?\s*(?!nos?\b|pp?\b)[^\W\d_]+\.? )(?P<rest>\d+-\d[\d, -]*)(?![\w-])")
"""A range of chapters, volumes and the like; a number of a file or an issue may have a hyphen of its own."""
NUMBER_WITH_HYPHENS = re.compile(r"(?P<lead>,?\s*no\.? )(?P<rest>\w+(?:-\w+)+)(?![\w-])", re.IGNORECASE)
FOLLOWING = re.compile(r"(?<=\d)( ?ff?)\.")
SIGNS = {", ": "\ue000", "-": "\ue001", "–": "\ue001", " ": "\ue002"}
"""Signs of nobody's, in the place of what citeproc would make a plural of."""
STOP, HYPHEN = "\ue005", "\ue006"
MEANT = {"\ue000": ", ", "\ue001": "–", "\ue002": " ", STOP: ".", f"{STOP}.": ".", HYPHEN: "-"}
SIGN = re.compile("|".join(map(re.escape, sorted(MEANT, reverse=True))))


def sent(suffix: str, style: str) -> str:
    """What follows a key, as it is handed over for a citation style of this name."""
    if suffix.lstrip(", ").startswith("{"):  # in braces it stands as the editor has it
        return suffix
    suffix = FOLLOWING.sub(rf"\1{STOP}", suffix)  # 45ff. keeps its stop within a sentence
    if number := NUMBER_WITH_HYPHENS.match(suffix):  # one number of a file, and not several
        return number["lead"] + number["rest"].replace("-", HYPHEN) + suffix[number.end() :]
    if roman := ROMAN_RANGE.match(suffix):
        return roman[0].replace("-", "–") + suffix[roman.end() :]
    if several := RANGE.match(suffix):  # of a kind that citeproc may not know, so that it leaves the hyphen
        return several["lead"] + several["rest"].replace("-", "–") + suffix[several.end() :]
    part = PART.match(suffix)
    if not part:
        return suffix
    is_volume = part["label"].rstrip(".").lower() == "vol"
    rest, after = part["rest"].replace("-", "–"), suffix[part.end() :]
    if is_volume and style.startswith("chicago"):  # volume and page, parted by a colon (Chicago)
        return f"{part['lead']}{part['first']}:{rest}{after}"
    page = part["page"] or ""
    if is_volume and style.startswith("mhra") and not page:
        page = "pp. " if re.search("[–,]", rest) else "p. "
    hidden = re.sub("|".join(SIGNS), lambda sign: SIGNS[sign[0]], f", {page}{rest}")
    return f"{part['lead']}{part['label']} {part['first']}{hidden}{after}"


def meant(words: str) -> str:
    """Words of an answer with what the signs stand for."""
    return SIGN.sub(lambda sign: MEANT[sign[0]], words)
