"""Rules of what an editor writes: files, text, notes, citations, people, documents."""

from __future__ import annotations

from press.problem import Rule, Subject

MISSING_HEADER = Rule(
    "missing-header",
    Subject.FILES,
    "a Markdown file does not begin with its header",
    "begin it with a line `---`, then `title: …`, then a line `---`",
    example="no header",
)
DUPLICATE_FILE = Rule(
    "duplicate-file",
    Subject.FILES,
    "a file stands in the book twice",
    "take one entry out",
    example='"chapters/01-the-ledger.md" stands in the book twice',
)
DUPLICATE_ID = Rule(
    "duplicate-id",
    Subject.FILES,
    "two things have one id",
    "rename one",
    example='id "lamp" stands twice',
)
NOT_AN_ID = Rule(
    "id",
    Subject.FILES,
    "an id of other characters than letters, digits and hyphens, or with a beginning that the press needs",
    "write it of letters, digits and hyphens, and begin it otherwise",
    example="id: the crossing",
)
UNKNOWN_PIECE = Rule(
    "unknown-piece",
    Subject.FILES,
    "an entry of `contents:` that is no file and no piece",
    "mend its name",
    example="- chronologie",
)
NOT_A_LANGUAGE = Rule(
    "language",
    Subject.FILES,
    "the language of the book, of a document or of some words is none",
    "write its tag: `en-GB`, `pl`, `ru-Latn`",
    authority="BCP 47",
    example="language: English",
)
NOT_AN_ISBN = Rule(
    "isbn",
    Subject.FILES,
    "not an ISBN: too few figures, or a last one that does not follow from the others",
    "write thirteen figures that begin with 978 or 979",
    authority="ISO 2108",
    example="isbn: 978-0-00-000000-3",
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
    "a heading of another level than `##` or `###`",
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
NOTE_OUT_OF_PLACE = Rule(
    "note-out-of-place",
    Subject.NOTES,
    "a note where none can stand: in a record of people, sources or events, or within a link",
    "move it",
    example="text: The ferry passes to Ada Quill.^[Her father had died.]",
)
NOTE_NOT_PARAGRAPHS = Rule(
    "note-not-paragraphs",
    Subject.NOTES,
    "a note with more in it than paragraphs",
    "write it in paragraphs",
    example="a note takes paragraphs only",
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
UNKNOWN_SOURCE = Rule(
    "unknown-source",
    Subject.NOTES,
    "a key that `sources.yaml` has not",
    "mend it, or add the source",
    example='no source "pelam" in sources.yaml',
)
SOURCE_NEVER_CITED = Rule(
    "source-never-cited",
    Subject.NOTES,
    "a source that nothing cites",
    "take it out, or cite it",
    example='source "gull" is never cited',
)
SOURCE_WITHOUT_ID = Rule(
    "source-without-id",
    Subject.NOTES,
    "a source that cannot be cited, having no id",
    "give it `id:`",
    authority="CSL",
    example="a source without id",
)
SOURCE_WITHOUT_TITLE = Rule(
    "source-without-title",
    Subject.NOTES,
    "a source without a title, and no letter, interview, diary or piece in a newspaper, which may do without",
    "give it `title:`",
    example='source "brandt" has no title',
)
SOURCE_TYPE = Rule(
    "source-type",
    Subject.NOTES,
    "a source of no type of CSL",
    "give it one: `book`, `chapter`, `article-journal`, …",
    authority="CSL",
    example="type: paper",
)
BIBLIOGRAPHY_SECTION = Rule(
    "bibliography-section",
    Subject.NOTES,
    "a source in no section of the bibliography",
    "give it `section:`",
    example="section: attic",
)
UNKNOWN_PERSON = Rule(
    "unknown-person",
    Subject.PEOPLE,
    "an id that `people.yaml` has not",
    "mend it, or add the person",
    example='no person "quil" in people.yaml',
)
NAMELESS = Rule(
    "nameless",
    Subject.PEOPLE,
    "a person without a name",
    "give `family:`, or `only:` for one who has no other",
    example="name: {given: Jonas}",
)
NO_FORMS = Rule(
    "no-forms",
    Subject.PEOPLE,
    "a person whom the text can name in no way",
    "give `forms:`",
    example='person "bishop" has no forms',
)
EMPTY_FORM = Rule(
    "empty-form",
    Subject.PEOPLE,
    "a form without letters",
    "write it in letters, or take it out",
    example='forms: [Jonas Verrall, Verrall, "†"]',
)
SHARED_FORM = Rule(
    "shared-form",
    Subject.PEOPLE,
    "a form that two people bear",
    "mark who is meant: `[King]{person=king}`",
    example='"the keeper" may be quill or verrall',
)
PERSON_NEVER_NAMED = Rule(
    "person-never-named",
    Subject.PEOPLE,
    "a person whom the text does not name",
    "take the record out, or mark a mention",
    example='person "bishop" is never named',
)
ALIAS_IS_HEADING = Rule(
    "alias-is-heading",
    Subject.PEOPLE,
    "an alias that is the heading of somebody else, so that its *see* would lead astray",
    "mend `aliases:`",
    authority="ISO 999",
    example='alias "Quill, Ada" is the heading of "quill"',
)
BLIND_SEE = Rule(
    "blind-see",
    Subject.PEOPLE,
    "a *see also* to somebody who is not there",
    "mend `see_also:`, or add the person",
    authority="ISO 999",
    example="see_also: [pelham]",
)
CIRCULAR_SEE = Rule(
    "circular-see",
    Subject.PEOPLE,
    "a *see* or *see also* that leads back to where it stands",
    "mend `aliases:` or `see_also:`",
    authority="ISO 999",
    example='"verrall" refers to itself',
)
EXTRACT_WITHOUT_OMISSION = Rule(
    "extract-without-omission",
    Subject.PEOPLE,
    "an extract with nothing left out",
    "mark what is with `[...]`, or call it `full`",
    example="treatment: extract",
)
TRANSLATION_UNEXPLAINED = Rule(
    "translation-unexplained",
    Subject.PEOPLE,
    "a translation by nobody, or from no language",
    "give `translated_by:` and `original_language:`",
    example="treatment: translation",
)
DOCUMENT_NOT_USED = Rule(
    "document-not-used",
    Subject.PEOPLE,
    "a document that the text never refers to",
    "write `[](#its-id)` where it is used",
    example='document "lantern-letter" is never referred to',
)
CHRONOLOGY_ORDER = Rule(
    "chronology-order",
    Subject.PEOPLE,
    "an event before the one above it",
    "put them in order",
    example="1903-02-11 stands after 1911-05-03",
)
NOT_ON_COVER = Rule(
    "not-on-cover",
    Subject.PRINT,
    "a note, a name, a reference, or anything else than paragraphs on the cover",
    "take it out",
    example="A ferry.^[A note.]",
)
