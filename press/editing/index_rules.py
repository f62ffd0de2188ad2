"""Rules of indexes: the registers of book.yaml, their headings, and the marks that the text has for them."""

from __future__ import annotations

from press.problem import Rule, Subject

REGISTER = Rule(
    "register",
    Subject.FILES,
    "a register of `indexes:` without a file or a title, or with an id or a mark that is another's",
    "give it `file:`; or call it otherwise",
    example='the register "places" has no file',
)
INDEX_OF_NOTHING = Rule(
    "index-of-nothing",
    Subject.FILES,
    "an index or a list that does not say what it is of, or is of a register that there is not; a list without a title",
    "write `{piece: index, of: places}`, and list the register under `indexes:`",
    example='no register "plces"',
)
REGISTER_NOT_PRINTED = Rule(
    "register-not-printed",
    Subject.FILES,
    "a register that no index prints",
    "list it in `contents:`: `{piece: index, of: places}`",
    example='no index prints the register "subjects"',
)
UNKNOWN_TERM = Rule(
    "unknown-heading",
    Subject.PEOPLE,
    "an id that the file of its register has not",
    "mend it, or add the heading",
    example='no subject "tols" in subjects.yaml',
)
TERM_WITHOUT_HEADING = Rule(
    "no-heading",
    Subject.PEOPLE,
    "an entry of a register without a heading, or with another name that is empty; a work may have the heading of the"
    " source of its id",
    "give it `heading:`",
    example="- id: tolls",
)
HEADING_TWICE = Rule(
    "heading-twice",
    Subject.PEOPLE,
    "two entries of a register with one heading, which no gloss tells apart",
    "give each a `gloss:`, or make them one",
    authority="ISO 999",
    example="- {id: toll, heading: Tolls}",
)
SEE_TWICE = Rule(
    "see-twice",
    Subject.PEOPLE,
    "a heading that refers to another twice",
    "take one of them out",
    example="see_also: [quill, quill]",
)
AUTHOR_TWICE = Rule(
    "author-twice",
    Subject.PEOPLE,
    "an author cited whose name is written in two ways; initials are entered under the forenames that they begin, if"
    " they fit one author alone",
    "write the name alike in all sources; give two authors their forenames in full",
    example="author: [{family: Quill, given: A.}]",
)
HEADING_NEVER_MARKED = Rule(
    "heading-never-marked",
    Subject.PEOPLE,
    "a heading of a register that the text has nowhere",
    "take it out, or mark a place for it",
    example='subject "fog" is never marked',
)
SEE_WITH_PLACES = Rule(
    "see-with-places",
    Subject.PEOPLE,
    "a heading that only refers to others, and has places in the text, aliases or a *see also*",
    "write `see_also:` instead of `see:`",
    authority="ISO 999",
    example='"dues" has places in the text, and only refers to others',
)
INDEX_RANGE = Rule(
    "index-range",
    Subject.TEXT,
    "a range of an index that is begun and never ended, ended and never begun, or begun twice",
    "write `[]{subject=tolls .begin}` where it begins, and `[]{subject=tolls .end}` where it ends",
    example="[]{subject=tolls .begin}",
)
INDEX_MARK = Rule(
    "index-mark",
    Subject.TEXT,
    "a mark for an index that no index can print: what is said of no heading, or of several; sub-entries below the"
    " second level; a range that begins or ends in a note, a heading or a caption",
    "write it as the hint says",
    example='[dues]{subject=tolls sub="at sea > in fog > by night"}',
)
