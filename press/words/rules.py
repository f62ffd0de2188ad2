"""Rules of the account of words: every word of the manuscript is printed once, in order, and to be seen."""

from __future__ import annotations

from press.problem import Rule, Subject

WORDS_LOST = Rule(
    "words-lost",
    Subject.LAYOUT,
    "words of the manuscript that are not printed, or twice, or out of order; a citation without its work or page",
    "look for a rule of the style that hides them, a template that leaves them out, or a mark that swallows them",
    example="not printed: “It was a dark night, and I saw a …”",
)
OFF_PAGE = Rule(
    "off-page",
    Subject.LAYOUT,
    "words that stand outside the type area, off the sheet, or beyond the edge at which they are cut",
    "make narrower what is too wide, or mend the sheet that puts it there",
    example="p. 3: the table is 137 mm wider than the type area",
)
OVERPRINTED = Rule(
    "overprinted",
    Subject.LAYOUT,
    "words that lie over other words",
    "mend the sheet that puts them there",
    example="p. 1: “The Ledger of” lies over “marsh passed to”",
)
