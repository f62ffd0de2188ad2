"""Where in a work: a locator as the editor writes it → as citeproc has it right.

It takes every comma and dash behind a label for several of that kind ("vols. 2, 89"), and leaves a hyphen between
roman figures. So what stands behind a volume or a book is handed over under signs that it does not know.
"""

from __future__ import annotations

import re

NUMBER = r"(?:\d+[a-z]?|[ivxlcdm]+(?![\w.]|\.\s*\w))"
SINGULAR = (
    r"vol(?:ume)?|book|bk|bd|sec(?:tion)?|pt|part|fol(?:io)?|no|number|issue|note|n|fig(?:ure)?|col(?:umn)?|op|opus"
    r"|para(?:graph)?|line|l|verse|v|chapter|chap|ch|c|§|¶"
)
PART = re.compile(
    rf"(?P<lead>,?\s*)(?P<label>(?:{SINGULAR})\.?) ?(?P<first>{NUMBER})(?P<joint>, ?|: ?| )"
    rf"(?:(?P<page>pp?\. ?)?(?P<rest>{NUMBER}(?:(?:[-–:]|, ){NUMBER})*)(?![\w-])"
    rf"|(?P<year>\(\d{{4}}\)(?:, {NUMBER}(?:[-–]{NUMBER})?)*))",
    re.IGNORECASE,
)
"""One part of a work, and where in it: `vol. 2, 89`, `ch. 3: 45`, `bk. 2, 14-16`; or its year."""
LABEL_OF_NUMBERS = r"chapters?|chaps?|chs?|c|lines?|ll?|verses?|vv?"
UNPRINTED = re.compile(rf"(?:{LABEL_OF_NUMBERS})\.?", re.IGNORECASE)
"""The labels that styles leave out where citeproc takes what follows for no number."""
UNNUMBERED = re.compile(
    rf"(?P<lead>,?\s*\{{?)(?P<label>{LABEL_OF_NUMBERS})"
    r"(?P<rest>(?:\. ?+| )(?!\d+[a-z]?(?:[-–]\d+[a-z]?)*(?!\w|[./]\w))\S)",
    re.IGNORECASE,
)
"""A chapter, a line or a verse that is no number to citeproc: `ch. iii`, `ch. 3.2`."""
CIRCA = re.compile(r"(?P<lead>,?\s*)(?P<label>c)(?P<rest>\. ?\d{4})(?!\d)")
LETTER_AND_NUMBER = re.compile(r"(?<!\w)([A-Z]{1,3})-(?=\d)")
"""One page that has a hyphen: A-12."""
OPEN_RANGE = re.compile(r"(?<=\w)[-–](?=\s*(?:$|[,;]))|(?<=[\s,])[-–](?=\d)")
THOUSANDS = re.compile(r"(?<![\w,])(\d{1,2}),(?=\d{3}(?![\d]))")
ROMAN_RANGE = re.compile(r",?\s*(?:pp?\. )?[ivxlcdm]+-[ivxlcdm]+(?:, [\divxlcdm]+(?:-[\divxlcdm]+)?)*(?![\w-])")
ROMAN_HYPHEN = re.compile(r"(?<=\b[ivxlcdm])-(?=[ivxlcdm]+\b)|(?<=[ivxlcdm]{2})-(?=[ivxlcdm]+\b)")
RANGE = re.compile(
    r"(?P<lead>,?\s*(?:vols?|volumes?|books?|bks?|secs?|sects?|sections?|pts?|parts?|fols?|folios?|ff|nn?|notes?|figs?"
    r"|figures?|cols?|columns?|paras?|paragraphs?|lines?|ll?|verses?|vv?|chapters?|chaps?|chs?|arts?|articles?|tables?"
    r"|tabs?|plates?|pls?|maps?|acts?|scenes?|items?|docs?|documents?|§§?|¶¶?)\.? )(?P<rest>\d+-\d[\d, -]*)(?![\w-])",
    re.IGNORECASE,
)
"""A range of chapters, volumes and the like; what is no label is part of a mark, whose hyphen is its own: MS 12-34."""
NUMBER_WITH_HYPHENS = re.compile(r"(?P<lead>,?\s*no\.? )(?P<rest>\w+(?:-\w+)+)(?![\w-])", re.IGNORECASE)
FOLLOWING = re.compile(r"(?<=\d)( ?ff?)\.")
SIGNS = {", ": "\ue000", "-": "\ue001", "–": "\ue001", " ": "\ue002", ":": "\ue004", "(": "\ue008", ")": "\ue009"}
"""Signs of nobody's, in the place of what citeproc would make a plural of."""
HIDDEN = re.compile("|".join(map(re.escape, sorted(SIGNS, reverse=True))))
STOP, HYPHEN, COMMA, NO_LABEL = "\ue005", "\ue006", "\ue007", "\ue00a"
MEANT = {
    "\ue000": ", ",
    "\ue001": "–",
    "\ue002": " ",
    "\ue004": ":",
    "\ue008": "(",
    "\ue009": ")",
    STOP: ".",
    f"{STOP}.": ".",
    HYPHEN: "-",
    COMMA: ",",
    NO_LABEL: "",
}
SIGN = re.compile("|".join(map(re.escape, sorted(MEANT, reverse=True))))


def sent(suffix: str, style: str) -> str:
    """What follows a key, as it is handed over for a citation style of this name."""
    suffix = LETTER_AND_NUMBER.sub(rf"\1{HYPHEN}", suffix)
    if unnumbered := CIRCA.match(suffix) or UNNUMBERED.match(suffix):
        rest = ROMAN_HYPHEN.sub("–", suffix[unnumbered.start("rest") :])
        return f"{unnumbered['lead']}{unnumbered['label']}{NO_LABEL}{rest}"
    if suffix.lstrip(", ").startswith("{"):  # in braces it stands as the editor has it
        return suffix
    suffix = FOLLOWING.sub(rf"\1{STOP}", suffix)  # 45ff. keeps its stop within a sentence
    suffix = OPEN_RANGE.sub(lambda found: HYPHEN if found[0] == "-" else SIGNS["–"], suffix)  # which it would close
    if THOUSANDS.search(suffix):  # of which it would make two pages, and the end of a range between them
        suffix = THOUSANDS.sub(rf"\1{COMMA}", suffix).replace("-", SIGNS["-"]).replace("–", SIGNS["–"])
    if number := NUMBER_WITH_HYPHENS.match(suffix):  # one number of a file, and not several
        return number["lead"] + number["rest"].replace("-", HYPHEN) + suffix[number.end() :]
    if roman := ROMAN_RANGE.match(suffix):
        return roman[0].replace("-", "–") + suffix[roman.end() :]
    if several := RANGE.match(suffix):  # of a kind that citeproc may not know, so that it leaves the hyphen
        return several["lead"] + several["rest"].replace("-", "–") + suffix[several.end() :]
    return _part(suffix, style)


def _part(suffix: str, style: str) -> str:
    """One part of a work and where in it, by the custom of a style; anything else as it is."""
    part = PART.match(suffix)
    if not part:
        return suffix
    after = suffix[part.end() :]
    if UNPRINTED.fullmatch(part["label"]):
        return f"{part['lead']}{part['label']}{NO_LABEL} {suffix[part.start('first') :]}"
    if part["year"]:
        return f"{part['lead']}{part['label']} {part['first']}{_hidden(' ' + part['year'])}{after}"
    is_volume = part["label"].rstrip(".").lower() in ("vol", "volume")
    rest = part["rest"].replace("-", "–")
    if is_volume and style.startswith("chicago"):  # volume and page, parted by a colon (Chicago)
        return f"{part['lead']}{part['first']}:{rest}{after}"
    page = part["page"] or ""
    if is_volume and style.startswith("mhra") and not page:
        page = "pp. " if re.search("[–,]", rest) else "p. "
    # a chapter and its verse keep their colon
    joint = part["joint"] if part["joint"].startswith(":") and not is_volume else ", "
    return f"{part['lead']}{part['label']} {part['first']}{_hidden(f'{joint}{page}{rest}')}{after}"


def _hidden(words: str) -> str:
    """Words under signs, of which citeproc makes nothing."""
    return HIDDEN.sub(lambda sign: SIGNS[sign[0]], words)


def meant(words: str) -> str:
    """Words of an answer with what the signs stand for."""
    return SIGN.sub(lambda sign: MEANT[sign[0]], words)
