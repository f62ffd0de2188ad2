"""Rules that several packages complain by, or that what stands before all packages does: files, records, looks."""

from __future__ import annotations

from press.problem import Rule, Subject

MISSING_MANUSCRIPT = Rule(
    "missing-manuscript",
    Subject.FILES,
    "there is no folder with a book in it",
    "make one with `press new`, or name it with `--manuscript`",
    example='no folder "manuscript"',
)
SLUG_TAKEN = Rule(
    "slug-taken",
    Subject.FILES,
    "the products of another book lie in `dist/` under the slug of this one, and would be overwritten",
    "give either a `slug:` of its own, or a folder of its own (`press new`)",
    example='"dist/tiny-reading.pdf" is of another book with this slug',
)
BOOK_WITHIN = Rule(
    "book-within",
    Subject.FILES,
    "a book's folder within that of another: the nearest is taken, and nothing of the other, its styles neither; `new` "
    "makes none there",
    "move it beside the other; a folder of several books is itself none",
    example='"manuscript/appendix" would lie in the folder of another book',
)
MISSING_FILE = Rule(
    "missing-file",
    Subject.FILES,
    "a file that is named, or needed, is not there",
    "write it, or mend the name",
    example="- front/prefaces.md",
)
NOT_UTF_8 = Rule(
    "utf-8",
    Subject.FILES,
    "a file is not in UTF-8",
    "save it with that encoding",
    authority="RFC 3629",
    example="not UTF-8",
)
NOT_TEXT = Rule(
    "not-text",
    Subject.FILES,
    "a file of a word processor, or a picture, under the name of a text",
    "`press import` makes text of it",
    example="an .rtf file, and no text",
)
OUTSIDE = Rule(
    "outside",
    Subject.FILES,
    "a path that leaves the manuscript",
    "keep the file within it",
    example="- ../../preface.md",
)
NOT_YAML = Rule(
    "yaml",
    Subject.FILES,
    "a record is not YAML; aliases, anchors and tags (`*name`, `&name`, `!name`) and great depth are refused too",
    "mind colons, quotes and indents on the line named",
    authority="YAML",
    example="text: The ferry: passes to Ada Quill.",
)
CUT_BY_COMMENT = Rule(
    "comment",
    Subject.FILES,
    "a value without quotation marks that ends at a `#`, which begins a comment there",
    "put all of it in quotation marks; or two spaces before a comment that is one",
    authority="YAML",
    example="place: Pier # 2",
)
MARKED = Rule(
    "marked",
    Subject.FILES,
    "marks of Markdown in a field that is printed as it is typed",
    "write the words alone",
    example="publisher: The *Staithe* Press",
)
NOT_A_CHARACTER = Rule(
    "character",
    Subject.TEXT,
    "a control character, half of a pair, one that is not seen, U+FFFD, or letters read in the wrong encoding",
    "take it out, or write the letter that was meant",
    authority="Unicode; XML",
    example="cafÃ©",
)
UNKNOWN_KEY = Rule(
    "unknown-key",
    Subject.FILES,
    "a key that nobody reads",
    "mend its spelling, or take it out",
    example="glos: harbour master",
)
MISSING_KEY = Rule(
    "missing-key",
    Subject.FILES,
    "a key that must be there is not",
    "add it",
    example='missing key "title"',
)
DUPLICATE_KEY = Rule(
    "duplicate-key",
    Subject.FILES,
    "a key is given twice in one record",
    "take one out",
    authority="YAML",
    example='key "title" is given twice',
)
WRONG_TYPE = Rule(
    "wrong-type",
    Subject.FILES,
    "a list where text is wanted, and the like",
    "write it as the guide shows it",
    example="forms: Jonas Verrall",
)
WRONG_VALUE = Rule(
    "wrong-value",
    Subject.FILES,
    "none of the values that a key may have",
    "write one of those that the hint names",
    example="kind: epistle",
)
NOT_A_DATE = Rule(
    "date",
    Subject.FILES,
    "not a date; of `SOURCE_DATE_EPOCH`, not a number of seconds",
    "write `1937`, `1937-10` or `1937-10-06`; with `?` or `~` behind it where it is doubtful",
    authority="ISO 8601; EDTF",
    example="date: 11 February 1903",
)
NOT_A_TRIM = Rule(
    "trim",
    Subject.FILES,
    "a trim that is no size",
    "write the width and the height: `5.5in 8.5in`",
    example="trim: octavo",
)
STRAY_LINK = Rule(
    "stray-link",
    Subject.STYLES,
    "a template, or a style of citations, makes a link that leads neither to the web nor to a place in the book",
    "mend it in the template",
    example='a link to "javascript:alert(1)"',
)
LINK_NOWHERE = Rule(
    "link-nowhere",
    Subject.STYLES,
    "a template makes a link to a place that no page has, or does not write the id of a place that others link to",
    "have the template of what is linked to write its id, as the style `base` does",
    example="no page has the place #bibliography, to which a link leads",
)
UNKNOWN_LOOK = Rule(
    "unknown-look",
    Subject.LOOKS,
    "a record of `looks.yaml` for a look or a warning that there is not",
    "mend its name",
    example="- rule: loose-lines",
)
STALE_LOOK = Rule(
    "stale-look",
    Subject.LOOKS,
    "a record of `looks.yaml` that silences nothing: what it was for has been mended, or it never hit",
    "take it out, or quote other words",
    example='no loose-line where chapters/01-the-ledger.md has "The rule had exceptions"',
)
CITEPROC = Rule(
    "citeproc",
    Subject.NOTES,
    "pandoc cannot word a citation, or cannot read the citation style",
    "see what it says of the record or the style",
    authority="CSL",
    example="pandoc: Citeproc: Citation with no printed form",
)
NOTE_IN_TABLE_HEAD = Rule(
    "note-in-table-head",
    Subject.LAYOUT,
    "a note in the head of a table, which would be printed on each of its pages",
    "move it to a cell, or before the table",
    example="| Year | Herrings^[As he entered them.] |",
)
NO_PANDOC = Rule(
    "no-pandoc",
    Subject.MACHINE,
    "pandoc cannot be run",
    "install the press anew: pandoc comes with it",
    example="pandoc cannot be run: [Errno 13] Permission denied",
)
CSL_JSON = Rule(
    "csl-json",
    Subject.MACHINE,
    "pandoc cannot write the bibliography as CSL-JSON, to be embedded in the PDF",
    "see what it says of the record",
    authority="CSL",
    example="pandoc: Error parsing YAML metadata",
)
ENDED = Rule(
    "ended",
    Subject.MACHINE,
    "a process of the press was ended from outside",
    "run it again with more memory free: mostly there was too little",
    example="a process that lays out sections was ended from outside",
)
DISK = Rule(
    "disk",
    Subject.MACHINE,
    "a file cannot be written or read",
    "see what the system says",
    example="No space left on device: dist",
)
OUT_OF_MEMORY = Rule(
    "memory",
    Subject.MACHINE,
    "there is no memory left for what the press is doing",
    "end other programs, or set `PRESS_WORKERS=1`, which needs the least",
    example="memory is used up",
)
AT_FAULT = Rule(
    "press",
    Subject.MACHINE,
    "the press itself is at fault: something happened that nobody has foreseen; the task ends with status 70",
    "send the file that the hint names, with the manuscript if you may, to whoever keeps the press",
    example="the press itself is at fault: KeyError: 'b-12'",
)
IMPORT_BROKEN = Rule(
    "import-broken",
    Subject.IMPORTING,
    "a file that is not what its name says, or that cannot be read",
    "open it where it was made, and save it again",
    example="not a .docx file, whatever its name says",
)
IMPORT_TOO_LONG = Rule(
    "import-too-long",
    Subject.IMPORTING,
    "more than ten million characters, or a paragraph of more than 200,000; a file whose text"
    " unfolds to more than 100 million bytes, or that pandoc reads for more than ten minutes",
    "import it in parts, or part it into paragraphs by blank lines",
    example="a paragraph of 250,000 characters",
)
STALE_PRODUCT = Rule(
    "stale-product",
    Subject.PRINT,
    "a product in `dist/` that is another than the manifest says, or is gone",
    "make it anew",
    example="book-print.pdf is not the file that was made",
)
