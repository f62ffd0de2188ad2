"""Rules of what a value of a record means: names of products, years, papers; and of what is written in vain."""

from __future__ import annotations

from press.problem import Rule, Subject

NOT_A_SLUG = Rule(
    "slug",
    Subject.FILES,
    "a `slug:` of other characters than letters, digits and hyphens, though it names files",
    "write it of these three, and begin it with a letter or a digit",
    example="slug: ../ferry",
)
NOT_A_YEAR = Rule(
    "year",
    Subject.FILES,
    "of a person's birth or death, or of the edition, not a year; or one that cannot be",
    "write `1899`, or `c. 1899`, `1899?`, `before 1900` where it is not known",
    example="born: soon",
)
DOUBTFUL_VALUE = Rule(
    "doubtful-value",
    Subject.NOTES,
    "a field of a source, or a name, that says more than it should, or not what is understood",
    "write the figures of a volume or a page alone, and each name by itself and in its parts",
    authority="CSL",
    example='issue: "no. 3"',
)
NEVER_PRINTED = Rule(
    "never-printed",
    Subject.FILES,
    "something written that no part of the book prints, by how the record stands",
    "take it out, or give the book what prints it",
    example="- {piece: contents, headnote: front/documents.md}",
)
UNNAMED_FILE = Rule(
    "unnamed-file",
    Subject.FILES,
    "a chapter, a document or a picture that the book does not name",
    "name it in `book.yaml`, or in the text; or keep it elsewhere",
    example="nothing in the book names this file",
)
PAPER_TWICE = Rule(
    "paper",
    Subject.PRINT,
    "the thickness of the paper said in two ways, or half said",
    "give `leaf:`, or `pages_per_inch:`, or `grammage:` and `volume:`",
    example="paper: {leaf: 0.12mm, pages_per_inch: 420}",
)
FACSIMILE_WITHOUT_IMAGE = Rule(
    "facsimile-without-image",
    Subject.PEOPLE,
    "a facsimile that shows nothing",
    "give `image:`, a file of `figures/`",
    example="treatment: facsimile",
)
UNEXPLAINED = Rule(
    "unexplained-abbreviation",
    Subject.TEXT,
    "a word of capitals that `abbreviations.yaml` does not explain, in a book that has this file",
    "add it there; where it is none, silence the warning in `looks.yaml`",
    authority="Chicago 18, 1.44",
    example="The HMCS was not asked.",
)
ABBREVIATION_NOT_USED = Rule(
    "abbreviation-not-used",
    Subject.FILES,
    "an abbreviation of `abbreviations.yaml` that the book has nowhere",
    "take it out, or mend its spelling",
    example="HMCE: His Majesty's Customs and Excise",
)
