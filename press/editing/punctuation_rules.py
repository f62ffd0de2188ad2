"""Rules of the marks that a typewriter has and a printer has not: quotation marks, points and hyphens."""

from __future__ import annotations

from press.problem import Rule, Subject

QUOTATION_MARK = Rule(
    "quotation-mark",
    Subject.TEXT,
    "a quotation mark that has no partner, or stands where it can neither open nor close",
    "add the other; write `’` for an apostrophe, `′` and `″` for feet and inches; of speech that goes on over several"
    " paragraphs each begins with a mark, and only the last ends with one",
    authority="Chicago",
    example='"The boat had gone by then, said the widow.',
)
POINTS = Rule(
    "points",
    Subject.TEXT,
    "two points, two commas, or five points or more: no mark of print",
    "write one, or `...` for words left out, `....` with a full stop before them; `\\.` is a point that is meant",
    authority="Chicago",
    example="It was lace.. Or so it was said.",
)
HYPHEN_FOR_DASH = Rule(
    "hyphen-for-dash",
    Subject.TEXT,
    "a hyphen between spaces, or between years or pages, unless the style says `dashes:`",
    "write `--` for a dash between spaces and for a range, `---` for a long one; `\\-` is a hyphen that is meant",
    authority="Chicago; New Hart’s Rules",
    example="It was lace - or so it was said.",
)
ROW_OF_HYPHENS = Rule(
    "row-of-hyphens",
    Subject.TEXT,
    "four hyphens or more",
    "write `--` or `---`, which are set as – and —",
    example='5 hyphens: "-----"',
)
LEFT_HYPHEN = Rule(
    "left-hyphen",
    Subject.TEXT,
    "a word that is still divided as at the end of a line",
    "join it",
    example="It was Dutch lace, smug- gled in a herring.",
)
SPACE_IN_BRACKETS = Rule(
    "space-in-brackets",
    Subject.TEXT,
    "a space behind a bracket that opens, or before one that closes",
    "take it out",
    example="It was lace ( or so it was said ).",
)
