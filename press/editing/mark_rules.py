"""Rules of the marks of running text: what looks like a mark and is none, and what Markdown would pass over."""

from __future__ import annotations

from press.problem import Rule, Subject

STRAY_MARK = Rule(
    "stray-mark",
    Subject.TEXT,
    "a character of marks that marks nothing: `*`, `_`, `^`, a brace, a backtick or backslash, a bracket without its"
    " other; or one that pairs with another by accident",
    "close the mark, mind the spaces, or keep the character by a backslash: `\\*`",
    authority="CommonMark 0.31, 6",
    example="She read *The Ledger and went on.",
)
ALMOST_A_MARK = Rule(
    "almost-a-mark",
    Subject.TEXT,
    "what is almost a mark of the press, and would be printed as it was typed",
    "write it as the hint shows, or keep its first character by a backslash",
    example="[Ada Quill] {person=quill}",
)
FOREIGN_MARK = Rule(
    "foreign-mark",
    Subject.TEXT,
    "a mark of another language: TeX, HTML, wikis, other kinds of Markdown",
    "say it in the press's own way, if there is one; or keep its first character by a backslash",
    example="It was ==linen== lace",
)
UNDERLINED = Rule(
    "underlined",
    Subject.TEXT,
    "underlined words, which are set in italics: type has no lines under words; told once of each text",
    "write `*words*`; or let them be, and silence the warning in `looks.yaml`",
    authority="Chicago 18, 7.49",
    example="[never]{.underline}",
)
UNDERLINED_HEADING = Rule(
    "underlined-heading",
    Subject.TEXT,
    "a line that `---` or `===` below it makes a heading",
    "leave a blank line above it for a break, or write the heading with `##`",
    authority="CommonMark 0.31, 4.3",
    example="words that the line --- makes a heading",
)
IN_A_PARAGRAPH = Rule(
    "in-a-paragraph",
    Subject.TEXT,
    "a list or a quotation that begins in the midst of a paragraph, or a line there that begins like an item",
    "leave a blank line before it; or keep the number, hyphen or `>` by a backslash: `1\\.`",
    authority="CommonMark 0.31, 5.2",
    example="1. Then it fell.",
)
LIST_NUMBER = Rule(
    "list-number",
    Subject.TEXT,
    "an item with another number than would be printed; a warning where only its `)` would be a full stop",
    "number the items one by one, each with a full stop, or all with the first number",
    authority="CommonMark 0.31, 5.3",
    example="4. oil.",
)
ITEM_OR_PROSE = Rule(
    "item-or-prose",
    Subject.TEXT,
    "a paragraph that begins as an item of a list does, and is none: `c.` without `b.`, or a capital with one space",
    "begin a list with its first number, with two spaces behind a capital: `A.  `; or keep the mark: `c\\.`",
    authority="Pandoc, fancy_lists",
    example="c. Nobody kept the lamp.",
)
LONE_ITEM = Rule(
    "lone-item",
    Subject.TEXT,
    "a list of one item that asks or exclaims: perhaps speech behind a dash",
    "write a dash as `---`; or let the list be",
    example="- Who is there?",
)
NOTHING_IN_IT = Rule(
    "nothing-in-it",
    Subject.TEXT,
    "a paragraph, heading, item, quotation, table or link without words",
    "give it words, or take it out",
    example="[]{.smallcaps}",
)
TABLE_CELLS = Rule(
    "table-cells",
    Subject.TEXT,
    "a row with more cells than its table has columns, or fewer",
    "give it a cell for each column: an empty one is `| |`; a bar within a cell is written `\\|`",
    authority="GitHub Flavored Markdown 0.29, 4.10",
    example="| 1903 | lace | red |",
)
VERSE_LINE = Rule(
    "verse-line",
    Subject.TEXT,
    "a line of verse that is too long to be one",
    "end it where the verse ends; what has no lines of its own is a paragraph",
    example="| The tide went out, and",
)
TOO_DEEP = Rule(
    "too-deep",
    Subject.TEXT,
    "lists, quotations or marks within one another, deeper than a reader can follow",
    "say it otherwise",
    example=">>>>>>>>",
)
LINK_DEFINITION = Rule(
    "link-definition",
    Subject.TEXT,
    "a line `[words]: address` that leads out of the book nowhere, that no link asks for, or that stands twice",
    "write the link where it stands: `[words](https://…)`; or keep the bracket by a backslash",
    authority="CommonMark 0.31, 4.7",
    example="[Verrall]: never",
)
UNFINISHED = Rule(
    "unfinished",
    Subject.TEXT,
    "words that somebody has left for later",
    "write what is to stand there",
    example="TODO",
)
CITATION_WITHOUT_AT = Rule(
    "citation-without-at",
    Subject.NOTES,
    "the key of a source in brackets, without its `@`",
    "write `[@key, 45]`; or keep the bracket by a backslash",
    example="It was lace.[brandt, 18]",
)
