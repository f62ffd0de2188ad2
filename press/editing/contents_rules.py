"""Rules of the order of the book: what may stand in `contents:`, and where."""

from __future__ import annotations

from press.problem import Rule, Subject

PART_WITHOUT_PIECES = Rule(
    "part-without-pieces",
    Subject.FILES,
    "a part with nothing in it",
    "list its chapters under `pieces:`, or take it out",
    example="- part: parts/2-age.md",
)
PART_WITHIN_PART = Rule(
    "part-within-part",
    Subject.FILES,
    "a part within a part: a book has one level of them",
    "let parts stand side by side, and let headings in the chapters do the rest",
    example='the part "Age" stands within the part "Youth"',
)
MISPLACED = Rule(
    "misplaced",
    Subject.FILES,
    "a part outside the body of the book, or an appendix outside its back",
    "move it to where it belongs",
    authority="Chicago 18, 1.4",
    example='the part "Youth" stands in the front',
)
CHAPTER_OUTSIDE_PARTS = Rule(
    "chapter-outside-parts",
    Subject.FILES,
    "a numbered chapter in no part, where each part numbers its chapters anew: its number is another's too",
    "write `number: no` in its header, or list it in a part",
    example="chapters are numbered in each part anew, and this one is in none",
)
UNTITLED = Rule(
    "untitled",
    Subject.FILES,
    "a chapter, a part or other prose without a title",
    "give it one",
    example='title: ""',
)
PIECE_ORDER = Rule(
    "piece-order",
    Subject.FILES,
    "a piece before one that by custom goes before it, or in another matter (front, body, back) than by custom",
    "change their order, or leave it: nothing depends on it",
    authority="Chicago 18, 1.4",
    example='"index-of-names" stands before "bibliography"',
)
NO_FRONTISPIECE = Rule(
    "frontispiece",
    Subject.FILES,
    "a frontispiece that is anything else than one picture; or that stands elsewhere than before the title page",
    "leave one picture in it; list it right before `title-page`",
    authority="Chicago 18, 1.4",
    example="a frontispiece that is not one picture",
)
EMPTY_LIST = Rule(
    "empty-list",
    Subject.FILES,
    "a list of tables, maps or credits, a section of plates, or an index, of which the book has none; a list of a"
    " register of whose headings nothing is said",
    "take it out of `contents:`, or give the headings a `note:`; a table is listed that has a caption, a map that is"
    " marked `.map`, a plate that says `at=plate`",
    example="- list-of-maps",
)
