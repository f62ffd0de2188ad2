"""Rules of pages: what the engine refuses, what cannot be laid out, and what a compositor would not pass."""

from __future__ import annotations

from collections.abc import Mapping

from press.problem import Rule, Subject

BAD_CSS = Rule(
    "css",
    Subject.STYLES,
    "something in a sheet that the engine does not know",
    "mend it on the line named",
    authority="CSS",
    example=".subtitle { font-size: }",
)
SHEET_FAULT = Rule(
    "sheet-fault",
    Subject.STYLES,
    "a rule of a sheet with which no page can be set",
    "take it out, or ask for less: text stands in blocks, one below another, on pages of a size that there is",
    authority="CSS",
    example="body { display: grid }",
)
FALLBACK_FONT = Rule(
    "fallback-font",
    Subject.STYLES,
    "type that is not of the style’s families",
    "name a family of `fonts:` in the sheet",
    example="set in DejaVu Sans",
)
NOTE_TOO_TALL = Rule(
    "note-too-tall",
    Subject.LAYOUT,
    "a part of a note that is taller than a page: notes are cut between lines, rows and terms",
    "divide it",
    example="a part of a note is taller than a page",
)
NOTE_ASTRAY = Rule(
    "note-astray",
    Subject.LAYOUT,
    "a note that cannot be brought to the page of its call",
    "shorten it, or move its call",
    authority="Chicago",
    example="a note is strayed and could not be brought to the page of its call",
)
NOTE_NOT_AT_END = Rule(
    "note-not-at-end",
    Subject.LAYOUT,
    "a note that is to stand at the end of its chapter or in the section of notes, and is lost, printed twice or out of"
    " its order there; or whose call is",
    "have the template print what `endnotes` gives, once, and let no sheet hide it",
    authority="Chicago 18, 14.38–50",
    example="#lamp { display: none }",
)
UNSETTLED = Rule(
    "unsettled",
    Subject.LAYOUT,
    "page numbers that still change when a section has been set six times, or headings of the index that still turn",
    "write a sentence more or less in the chapter named",
    example="page numbers still change after a section has been set 6 times",
)
STRAINED_PARAGRAPH = Rule(
    "strained-paragraph",
    Subject.LAYOUT,
    "a paragraph with a line that is wider than the measure, or too narrow to be justified",
    "say it otherwise, or look whether the measure is too narrow for words so long",
    example="“Donaudampfschiffahrtsgesellschaft and…” is not set well: the measure is too narrow to justify",
)
SET_BY_LINE = Rule(
    "set-by-line",
    Subject.LAYOUT,
    "a paragraph that could not be measured, and is broken by the engine line by line",
    "look at it, and write it more plainly if it is bad",
    example="“His name was…” is set line by line: it runs from right to left",
)
FIGURE_PARTED = Rule(
    "figure-parted",
    Subject.LAYOUT,
    "a figure that fits on no page, so that a part of it stands on the next",
    "shorten its captions, or divide the group in two",
    example="figure 3 fits on no page",
)
ROW_PARTED = Rule(
    "row-parted",
    Subject.LAYOUT,
    "a row of a table that no page is deep enough for, so that it goes on over the next",
    "divide it in two rows, say it in fewer words, or give its column more room",
    example="p. 6: a row of a table is deeper than a page, and goes on over the next",
)
NO_INITIAL = Rule(
    "no-initial",
    Subject.LAYOUT,
    "a chapter whose first paragraph has no room for the initial that the style wants",
    "join the paragraph to the next, or leave it: it begins with a letter of the size of the text",
    authority="Bringhurst 4.4",
    example="“It was lace.…” is set without its initial: it has 1 of the 3 lines that an initial takes",
)
CROWDED_SIDES = Rule(
    "crowded-sides",
    Subject.LAYOUT,
    "side-notes that have no room in the margin of their page, though they are moved as far as there is any",
    "say them in fewer words, or leave one out",
    example="“The letter-book of the harbour says othe…” has no room in the margin: 774 pt too many on its page",
)
OVERLONG = Rule(
    "overlong",
    Subject.LAYOUT,
    "a running head of more than one line; a half title, title page, imprint or colophon of more than one page",
    "give the chapter a `short:` title; shorten what the page says",
    example="a running head takes more than one line",
)
ENGINE = Rule(
    "engine",
    Subject.LAYOUT,
    "the engine complains: of a file that it may not read, of a link within the book that leads nowhere; or it fails",
    "see what it says",
    example="cannot read file:///etc/passwd",
)
FLOAT_TOO_TALL = Rule(
    "float-too-tall",
    Subject.LAYOUT,
    "what is to stand at the head or foot of a page, or on one by itself, and is taller than a page",
    "give the picture a smaller `width=`, or shorten the caption; a table that may be parted has no `at=`",
    example="to stand at the head of a page, and 290 mm tall, where pages have room for 171 mm",
)
FIGURE_TOO_LARGE = Rule(
    "figure-too-large",
    Subject.LAYOUT,
    "a picture that is wider than the measure, or taller than a page, at the `width=` that it has been given",
    "give it a smaller one, or a share of the measure: `width=100%`",
    example="a picture 150 mm wide, where there are 103 mm",
)
ENGINE_VERSION = Rule(
    "engine-version",
    Subject.MACHINE,
    "not the version of the engine that the press is tested with, or not as the press patches it",
    "install that one",
    example="WeasyPrint 71.0, but the press is tested with 70.0",
)
LOOSE_LINE = Rule(
    "loose-line",
    Subject.LOOKS,
    "a justified line whose word spaces are too wide",
    "look at it; a word more or less may help",
    authority="Bringhurst 2.1.2",
    example="a loose line, spaces of 0.48: “the harbour master of”",
)
TIGHT_LINE = Rule(
    "tight-line",
    Subject.LOOKS,
    "a justified line whose word spaces are too narrow",
    "look at it; a word more or less may help",
    authority="Bringhurst 2.1.2",
    example="a tight line, spaces of 0.14: “the harbour master of”",
)
LADDER = Rule(
    "ladder",
    Subject.LOOKS,
    "hyphens in a row at the ends of lines",
    "look at it; a word more or less may help",
    authority="De Vinne, p. 139; Bringhurst 2.4.3",
    example="3 lines in a row end in a hyphen: “the harbour mas-”",
)
STRAINED_HYPHEN = Rule(
    "strained-hyphen",
    Subject.LOOKS,
    "a line that ends in a hyphen, and whose type is yet as wide or as narrow as it may be",
    "look at it; a word more or less may help",
    example="a hyphen, and type at its limit: “the harbour mas-”",
)
RIVER = Rule(
    "river",
    Subject.LOOKS,
    "spaces between words that stand below one another through four lines, so that the eye runs down them",
    "look at it; a word more or less may help",
    example="a river of spaces runs down to this line: “the harbour master of”",
)
WORD_STACK = Rule(
    "word-stack",
    Subject.LOOKS,
    "three lines, one below the other, that begin or end with the same word",
    "look at it; a word more or less may help",
    example="3 lines in a row end with “harbour”",
)
RECTO_HYPHEN = Rule(
    "recto-hyphen",
    Subject.LOOKS,
    "a word divided at the foot of a recto, where the leaf has to be turned",
    "look at it; a word more or less may help",
    authority="Bringhurst 2.4.10",
    example="a recto ends in a hyphen: “the harbour mas-”",
)
VERSO_HYPHEN = Rule(
    "verso-hyphen",
    Subject.LOOKS,
    "a word divided at the foot of a verso",
    "look at it; a word more or less may help",
    authority="Bringhurst 2.4.10",
    example="a verso ends in a hyphen: “the harbour mas-”",
)
RUNT = Rule(
    "runt",
    Subject.LOOKS,
    "a last line narrower than the indent, or of one word that is short or the end of a divided one",
    "look at it; a word more or less may help",
    authority="Bringhurst 2.4.2; Chicago 17, 2.116",
    example="a last line of “on.” alone",
)
WIDOW = Rule(
    "widow",
    Subject.LOOKS,
    "a page that begins with the last line of a paragraph",
    "look at it; a word more or less may help",
    authority="Bringhurst 2.4.8; Chicago 17, 2.116",
    example="a paragraph’s last line at the head: “of the estuary.”",
)
ORPHAN = Rule(
    "orphan",
    Subject.LOOKS,
    "a page that ends with the first line of a paragraph",
    "look at it; some let it pass",
    authority="Chicago 17, 2.116",
    example="a paragraph’s first line at the foot: “One morning in May”",
)
STRANDED_HEADING = Rule(
    "stranded-heading",
    Subject.LOOKS,
    "a heading with too few lines of text below it on its page",
    "look at it; a sentence more or less before it may help",
    example="a heading at the foot: “The Crossing”",
)
STRANDED_HEADNOTE = Rule(
    "stranded-headnote",
    Subject.LOOKS,
    "what the editors say before a document, with too few lines of the document below it on its page",
    "look at it; a line more or less before it may help",
    example="a headnote at the foot, and its document overleaf: “in the bishop’s own hand.”",
)
SHORT_PAGE = Rule(
    "short-page",
    Subject.LOOKS,
    "a page that lacks lines though the section goes on, or a last page of a few lines",
    "look at it; a sentence more or less may help",
    authority="Bringhurst 2.4.9; Chicago 17, 2.116",
    example="a short page: 3 lines are lacking",
)
UNEQUAL_PAGES = Rule(
    "unequal-pages",
    Subject.LOOKS,
    "facing pages of unequal depth",
    "look at it; a line more or less may help",
    authority="Bringhurst 2.4.9",
    example="2 lines shorter than the page it faces",
)
UNEQUAL_AT_HEADING = Rule(
    "unequal-at-heading",
    Subject.LOOKS,
    "facing pages of unequal depth, one of which has a heading",
    "look at it; a line more or less may help",
    authority="Bringhurst 2.4.9",
    example="1 line shorter than the page it faces",
)
CROWDED_NOTES = Rule(
    "crowded-notes",
    Subject.LOOKS,
    "notes that take more than half of the page, where the text is to lead",
    "shorten them, or move some of them into the text",
    example="notes take 61% of the page",
)
OVERFULL_LINE = Rule(
    "overfull-line",
    Subject.LOOKS,
    "a line that runs out over its measure",
    "say it otherwise, or mark where a word may be divided",
    example="3.2 pt over the measure: “the harbour master of”",
)
UNEVEN_EDGE = Rule(
    "uneven-edge",
    Subject.LOOKS,
    "a justified line that stops short of its measure, so that the right edge is not straight",
    "look at it; a word more or less may help",
    example="2.4 pt short of the measure: “the harbour master of”",
)
FLOAT_HERE = Rule(
    "float-here",
    Subject.LOOKS,
    "what is to stand at the head or foot of a page, and stands elsewhere or in the text: no page of its section will "
    "have it there",
    "look whether it stands well; or give it another `at=`, or put it further up in its section",
    example="it is for the top of a page, and stands in the text",
)
FLOAT_EARLY = Rule(
    "float-early",
    Subject.LOOKS,
    "a figure or table that floats, and stands before the spread on which the text first mentions it",
    "put it behind the paragraph that mentions it",
    authority="Chicago 18, 3.8",
    example="it stands before the spread on which it is first mentioned",
)
TOUCHING_NUMBER = Rule(
    "touching-number",
    Subject.LOOKS,
    "the number of a note that touches its words, or the call of one that touches the next",
    "give the number more room in the sheet (`::footnote-marker`), or part the calls",
    authority="Chicago 18, 14.24",
    example="the number of a note touches its words: “100Ibid.”",
)
WRONG_FIGURES = Rule(
    "wrong-figures",
    Subject.LOOKS,
    "figures of one width in running text, or of several widths in a column of numbers",
    "`font-variant-numeric: proportional-nums` for text, `tabular-nums` for tables",
    authority="Bringhurst 3.2.1",
    example="figures of one width in running text: “on 15 May 1926.”",
)
UNEQUAL_COLUMNS = Rule(
    "unequal-columns",
    Subject.LOOKS,
    "a column that is shorter than another by an entry that it has room for, or more",
    "look at it; an entry of a line more or less may help",
    example="a column 4 lines shorter than the one beside it",
)
UNEVEN_SINKAGE = Rule(
    "uneven-sinkage",
    Subject.LOOKS,
    "an opening whose title, or the text below it, stands at another depth than in others of its kind",
    "give the title its room in the sheet (`min-height`), or shorten it (`short:`)",
    authority="Chicago 18, 1.50",
    example="its text begins 27.0 pt lower than that of other chapters",
)
OVERPRINT = Rule(
    "overprint",
    Subject.LOOKS,
    "type that stands over other type, or over a picture",
    "look for a negative margin, or a height of nothing, in the sheet",
    example="type over other type: “the harbour master of”",
)
TABLE_BEYOND = Rule(
    "table-beyond",
    Subject.LOOKS,
    "a table that runs out of the measure",
    "turn it (`.turned`), give its columns less (`widths`), or say its cells in fewer words",
    example="a table that runs 24.5 pt out of the measure",
)
PARTED_BLOCK = Rule(
    "parted-block",
    Subject.LOOKS,
    "a list or a quotation of which one line stands apart from all others, at the foot of a page or the head",
    "look at it; a line more or less before it may help",
    example="a list is parted after one line: “a. the ferry”",
)
MISSING_HEAD = Rule(
    "missing-head",
    Subject.LOOKS,
    "a page without its running head, where others like it have theirs",
    "look for what the sheet says of `@page`, and for what it has in the head",
    example="p. 12: no running head, where other pages of its side have theirs",
)

LOOKS: Mapping[Rule, str] = {
    LOOSE_LINE: "loose lines",
    TIGHT_LINE: "tight lines",
    LADDER: "ladders of hyphens",
    STRAINED_HYPHEN: "hyphens in strained lines",
    RIVER: "rivers",
    WORD_STACK: "word stacks",
    RECTO_HYPHEN: "hyphens at the foot of a recto",
    VERSO_HYPHEN: "hyphens at the foot of a verso",
    RUNT: "runts",
    WIDOW: "widows",
    ORPHAN: "orphans",
    STRANDED_HEADING: "stranded headings",
    STRANDED_HEADNOTE: "headnotes without their documents",
    SHORT_PAGE: "short pages",
    UNEQUAL_PAGES: "unequal facing pages",
    UNEQUAL_AT_HEADING: "unequal, with a heading",
    CROWDED_NOTES: "notes over half a page",
    OVERFULL_LINE: "overfull lines",
    UNEVEN_EDGE: "uneven right edges",
    FLOAT_HERE: "floats that stand in the text",
    FLOAT_EARLY: "floats before their mention",
    TOUCHING_NUMBER: "touching note numbers",
    WRONG_FIGURES: "figures in the wrong set",
    UNEQUAL_COLUMNS: "unequal columns",
    UNEVEN_SINKAGE: "uneven sinkage",
    OVERPRINT: "type over type or pictures",
    TABLE_BEYOND: "tables beyond the measure",
    PARTED_BLOCK: "lists parted after one line",
}
"""Every rule that a look at the pages is taken by, and what its faults are called in a table."""
