"""Rules of what an editor writes in running text: headers, marks, links, notes, citations."""

from __future__ import annotations

from press.problem import Rule, Subject

MISSING_HEADER = Rule(
    "missing-header",
    Subject.FILES,
    "a Markdown file does not begin with its header",
    "begin it with a line `---`, then `title: …`, then a line `---`",
    example="no header",
)
CONFLICT_LEFT = Rule(
    "conflict-left",
    Subject.FILES,
    "two wordings of one place, which a merge has left to be chosen from",
    "keep one, or make one of both, and take out the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>",
    authority="git's marks of a conflict",
    example="<<<<<<< manuscript",
)
NOT_PLAIN_PROSE = Rule(
    "not-prose",
    Subject.TEXT,
    "raw HTML, code, or a picture within a line",
    "write prose",
    example="and `code`.",
)
NOT_SUPPORTED = Rule(
    "not-supported",
    Subject.TEXT,
    "a construct of Markdown that the press has no use for, or a link within a link",
    "say it otherwise",
    example="[what has been said of the columns on [](#columns){.page}](#columns)",
)
HEADING_LEVEL = Rule(
    "heading-level",
    Subject.TEXT,
    "a heading of another level than `##` or `###`, or a `###` that no `##` stands above",
    "use these two: the title is in the header",
    example="#### Of Brussels",
)
UNKNOWN_MARK = Rule(
    "unknown-mark",
    Subject.TEXT,
    "words in braces that mean nothing",
    "write one of the marks that the hint names",
    example="[lace]{colour=white}",
)
ONE_PARAGRAPH = Rule(
    "one-paragraph",
    Subject.TEXT,
    "several paragraphs, or something that is none, where there is room for one",
    "shorten it",
    example='title: "- The Crossing"',
)
DEAD_LINK = Rule(
    "dead-link",
    Subject.TEXT,
    "a link to something that no reader has",
    "write `https://…`, or `#id` for a place in the book",
    example="[lace](lace.html)",
)
UNKNOWN_REFERENCE = Rule(
    "unknown-reference",
    Subject.TEXT,
    "a cross-reference to nothing",
    "mend the id",
    example='no place "legder"',
)
MISSING_FIGURE = Rule(
    "missing-figure",
    Subject.TEXT,
    "a picture that is not there",
    "mend its name",
    example="![The estuary.](figures/charts.svg)",
)
FIGURE_WITHOUT_ALT = Rule(
    "figure-without-alt",
    Subject.TEXT,
    "a picture of which a blind reader is told nothing",
    'add `alt="…"`',
    authority="PDF/UA-1, 7.3; WCAG 2, 1.1.1",
    example="![The estuary.](figures/chart.svg){#chart}",
)
UNCLOSED_DISCUSSION = Rule(
    "unclosed-discussion",
    Subject.TEXT,
    "a `:::` block that never ends",
    "end it with `:::` on a line of its own",
    example="a discussion that is never closed",
)
DISCUSSION_OF_NOBODY = Rule(
    "discussion",
    Subject.TEXT,
    "a `:::` block that names nobody, or says what it cannot",
    "begin it with `::: {person=some-id}`",
    example="::: discussion",
)
SPACE_BEFORE_NOTE = Rule(
    "space-before-note",
    Subject.TEXT,
    "a space before the call of a note",
    "take it out",
    authority="Chicago; New Hart’s Rules",
    example="He was sick. [@brandt, 18]",
)
NOTE_BEFORE_STOP = Rule(
    "note-before-stop",
    Subject.TEXT,
    "the call of a note before a mark of punctuation, in a book in English",
    "move it behind the mark; only a dash may follow it",
    authority="Chicago; New Hart’s Rules",
    example="He was sick[@brandt, 18].",
)
EMPTY_NOTE = Rule(
    "empty-note",
    Subject.NOTES,
    "a note without words",
    "finish it, or take it out",
    example="It was lace.^[]",
)
NOTE_WITHOUT_STOP = Rule(
    "note-without-stop",
    Subject.NOTES,
    "a note that does not end with a full stop",
    "end it with one",
    authority="New Hart’s Rules",
    example="^[Or so it was said]",
)
NOTE_IN_NOTE = Rule(
    "note-in-note",
    Subject.NOTES,
    "a note within a note",
    "move it out of the other",
    example="^[From Flushing.^[Under herrings.]]",
)
SIDE_OUT_OF_PLACE = Rule(
    "side-out-of-place",
    Subject.NOTES,
    "a side-note elsewhere than in a paragraph of the text, or a note within one",
    "write it in the paragraph beside which it is to stand",
    example="## The crossing [March 1911]{.side}",
)
NOTE_OUT_OF_PLACE = Rule(
    "note-out-of-place",
    Subject.NOTES,
    "a note where none can stand: in a record of people, sources or events, or within a link; one without a number "
    "that no title calls",
    "move it",
    example="text: The ferry passes to Ada Quill.^[Her father had died.]",
)
NOT_IN_NOTE = Rule(
    "not-in-note",
    Subject.NOTES,
    "a heading, an epigraph, a figure, a break, a drama, a passage about a person, or a table with a number or on its "
    "side within a note; "
    "more than paragraphs in a note of a table",
    "put it into the text, or write it as words, a list, a quotation, verse or a table without a caption",
    example="a heading in a note",
)
NOTE_NEVER_CALLED = Rule(
    "note-never-called",
    Subject.NOTES,
    "a note written apart that nothing calls",
    "call it, or take it out",
    example='note "lace" is never called',
)
NOTE_CALLED_TWICE = Rule(
    "note-called-twice",
    Subject.NOTES,
    "a note written apart that is called twice",
    "write one note for each call",
    example='note "lace" is called twice',
)
UNKNOWN_NOTE = Rule(
    "unknown-note",
    Subject.NOTES,
    "the call of a note that is not there",
    "write the note, or mend its name",
    example="It was lace.[^herring]",
)
CITATION_IN_TEXT = Rule(
    "citation-in-text",
    Subject.NOTES,
    "`@key` in the text without brackets",
    "write `[@key, 45]`, or put it in a note",
    example="as @brandt [18] says.",
)
CITATION_IN_CITATION = Rule(
    "citation-in-citation",
    Subject.NOTES,
    "one work quoted in another within one pair of brackets",
    "write `^[@first, quoted in @second [45].]`",
    example="[@brandt, quoted in @pelham, 60]",
)
CITATION_WITHOUT_WORK = Rule(
    "citation",
    Subject.NOTES,
    "a part of a citation that cites no work",
    "give each part its `@key`",
    example="[@brandt, 18; and the herrings]",
)
LOCATOR_WITHOUT_WORK = Rule(
    "locator-without-work",
    Subject.NOTES,
    "a page in brackets, and no work that it is a page of",
    "name the work: `[@key, 45]`",
    example="It was lace.[p. 18]",
)
