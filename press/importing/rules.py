"""Rules of what comes from outside: an author’s file, records to be added, a folder to be begun."""

from __future__ import annotations

from press.problem import Rule, Subject

IMPORT_FORMAT = Rule(
    "import-format",
    Subject.IMPORTING,
    "a kind of file that is not read",
    "save it as .docx, .odt, .html, .md, .txt, .tex or .xml; references as .bib, .json, .ris, .xml or .yaml",
    example='the press does not read ".rtf" files',
)
IMPORT_EMPTY = Rule(
    "import-empty",
    Subject.IMPORTING,
    "nothing in the file, or no text",
    "see whether it is the right file, or made of pictures of text",
    example="the file is empty",
)
IMPORT_BINARY = Rule(
    "import-binary",
    Subject.IMPORTING,
    "a file of text that is none",
    "save it as one of the formats that are read",
    example="a picture, whatever its name says",
)
IMPORT_INTO = Rule(
    "import-into",
    Subject.IMPORTING,
    "no folder is named",
    "write `--into DIR`",
    example="./go import desk/letter.txt",
)
IMPORT_EXISTS = Rule(
    "import-exists",
    Subject.IMPORTING,
    "the folder is there already, and nothing is ever overwritten",
    "name another, or add `--update`",
    example="it exists, and nothing is ever overwritten",
)
IMPORT_KEPT = Rule(
    "import-kept",
    Subject.IMPORTING,
    "what the first import wrote is not there to compare with, or spoilt: only people and sources can be added",
    "name the file that was imported, `--since FILE`; from then on it is kept in `.import/`, which belongs to the book",
    example="./go import desk/second.txt --into manuscript --update",
)
IMPORT_STAYS = Rule(
    "import-stays",
    Subject.IMPORTING,
    "what one side has taken out and the other changed: it stays as it is here, and is told at each update",
    "do as the author has, or tell the author",
    example="taken out by the author, and edited here: it stays",
)
IMPORT_CHANGES = Rule(
    "import-changes",
    Subject.IMPORTING,
    "tracked changes can be accepted or rejected, those of an .odt accepted only",
    "write `--changes accept` or `--changes reject`",
    example="--changes perhaps",
)
IN_THE_WAY = Rule(
    "in-the-way",
    Subject.IMPORTING,
    "`new` would write over something",
    "name a folder that is not there yet",
    example='"manuscript" is not empty',
)
FLOW_LIST = Rule(
    "flow-list",
    Subject.IMPORTING,
    "the records of a file stand in brackets, and none can be added",
    "give each a line of its own, beginning with a hyphen",
    example="references: [{id: pelham,",
)
HEADING_ROW = Rule(
    "heading-row",
    Subject.IMPORTING,
    "a row of a table of headings that cannot be read, or a reference in it that leads nowhere",
    "let each row have heading, sub-heading, sort key, locator",
    example=",at sea,,45",
)
REFERENCE_CLASH = Rule(
    "reference-clash",
    Subject.IMPORTING,
    "an id that stands for something else already: the record is left as it is",
    "rename one of the two",
    example='"pelham" is there already and says something else',
)
REFERENCE_KNOWN = Rule(
    "reference-known",
    Subject.IMPORTING,
    "a work that is there under another id: it is not added",
    "cite it by that",
    example='"pelham1962" is there already as "pelham"',
)
REFERENCE_ID = Rule(
    "reference-id",
    Subject.IMPORTING,
    "an id that cannot be cited, and is changed",
    "cite it as the warning says",
    example="- id: http://example.org/die Fähre",
)
REFERENCE_WITHOUT_TITLE = Rule(
    "reference-without-title",
    Subject.IMPORTING,
    "a work without a title: it is not added",
    "complete it where it comes from",
    example="@book{gale, author = {Gale, Edward}, year = 2001}",
)
REFERENCE_BROKEN = Rule(
    "reference-broken",
    Subject.IMPORTING,
    "an entry of a file of references that cannot be read: it is left out, and the others are taken",
    "mend it where it comes from",
    example="title = {The Lamp,",
)
REFERENCE_DROPPED = Rule(
    "reference-dropped",
    Subject.IMPORTING,
    "a field of a file of references that is not taken: the record has no place for it, or no citation prints it",
    "add what is wanted to the record",
    example="abstract = {Of lamps.}",
)
REFERENCE_SECTION = Rule(
    "reference-section",
    Subject.IMPORTING,
    "which section of the bibliography new records were put into",
    "move those that belong elsewhere",
    example='new records are put into the section "printed" of the bibliography',
)
WORDS_NOT_IMPORTED = Rule(
    "words-not-imported",
    Subject.IMPORTING,
    "words of the author's file that are neither in the manuscript nor, with a reason, in the report",
    "put them in by hand; the report lists them all",
    example='at paragraph 12: "of the lamp"',
)
STYLE_NOT_FOUND = Rule(
    "style-not-found",
    Subject.IMPORTING,
    "a table of styles names one that the author's file has not",
    "write it as the file has it, or take the line out",
    example="Blokquote: quotation",
)
