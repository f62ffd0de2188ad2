"""Rules of what an editor writes in records: the book itself, sources, people, documents, chronology, cover."""

from __future__ import annotations

from press.problem import Rule, Subject

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
NOT_IN_PHRASE = Rule(
    "not-in-phrase",
    Subject.FILES,
    "a note, a citation, a mention, a link or a new line in a title, a running head or the wording of a date",
    "take it out: italics, small capitals and foreign words are all that can be there",
    example="subtitle: A History.^[Not the first.]",
)
NOT_A_LANGUAGE = Rule(
    "language",
    Subject.FILES,
    "the language of the book, of a document or of some words is none",
    "write its tag: `en-GB`, `pl`, `ru-Latn`",
    authority="BCP 47",
    example="language: English",
)
NOT_AN_ALPHABET = Rule(
    "alphabet",
    Subject.FILES,
    "an order of letters that the press does not have",
    "name one that it has; or say of each name and work by `sort:` where it goes",
    authority="CLDR",
    example="alphabet: klingon",
)
LANGUAGE_HINT = "write a tag like de, ru-Latn or en-GB"
NOT_AN_ISBN = Rule(
    "isbn",
    Subject.FILES,
    "not an ISBN (or, of a series, an ISSN): too few figures, a last one that does not follow from the others, or one"
    " number for two formats",
    "write thirteen figures that begin with 978 or 979",
    authority="ISO 2108; ISO 3297",
    example="isbn: 978-0-00-000000-3",
)
UNKNOWN_SOURCE = Rule(
    "unknown-source",
    Subject.NOTES,
    "a key that `sources.yaml` has not",
    "mend it, or add the source",
    example='no source "pelam" in sources.yaml',
)
NOT_IN_RECORD = Rule(
    "not-in-record",
    Subject.NOTES,
    "a field of a source has what no citation could print: a note, a citation, a link, a formula, struck words, code",
    "write plain words, *italics*, H~2~O or x^2^; a backslash before a mark makes it a letter",
    authority="CSL",
    example="title: Lanterns on ~~all~~ the Estuary",
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
SHARED_SURNAME = Rule(
    "shared-surname",
    Subject.PEOPLE,
    "a bare surname, found for one who has it for a form, where another of that name has just been named in full",
    "mark who is meant: `[Quill]{person=quill}`; or give the form `only_in:` the chapter",
    example="Then Quill left.",
)
