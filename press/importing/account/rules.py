"""Rules of what an import must account for: the words of the file, and what its styles are taken for."""

from __future__ import annotations

from press.problem import Rule, Subject

WORDS_NOT_IMPORTED = Rule(
    "words-not-imported",
    Subject.IMPORTING,
    "words of the author's file that are neither in the manuscript nor, with a reason, in the report",
    "put them in by hand; the report lists them all",
    example='at paragraph 12: "of the lamp"',
)
STYLE_ROLE = Rule(
    "style-role",
    Subject.IMPORTING,
    "a line of a table of styles that says nothing the press knows",
    "write `paragraphs:` and `words:`, and below them a style and its role",
    example="Blockquote: quotaton",
)
STYLE_NOT_FOUND = Rule(
    "style-not-found",
    Subject.IMPORTING,
    "a table of styles names one that the author's file has not",
    "write it as the file has it, or take the line out",
    example="Blokquote: quotation",
)
