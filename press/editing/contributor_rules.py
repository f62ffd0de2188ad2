"""Rules of contributors: who has written, edited or translated the book, or something in it."""

from __future__ import annotations

from press.problem import Rule, Subject

UNKNOWN_CONTRIBUTOR = Rule(
    "unknown-contributor",
    Subject.PEOPLE,
    "an id that `contributors.yaml` has not",
    "mend it, or add the contributor",
    example='no contributor "pelam" in contributors.yaml',
)
CONTRIBUTOR_NOT_USED = Rule(
    "contributor-not-used",
    Subject.PEOPLE,
    "a contributor who has written nothing in the book, and has no part in the whole of it",
    "take the record out, or name its id where it belongs",
    example='contributor "verrall" has no part in the book',
)
CONTRIBUTOR_TWICE = Rule(
    "contributor-twice",
    Subject.PEOPLE,
    "a contributor named twice in a list, or by authors: and by signed:; two records of one person, or with one ORCID",
    "take one out",
    example="authors: [pelham, pelham, keeper, other]",
)
NO_AUTHORS = Rule(
    "no-authors",
    Subject.PEOPLE,
    "a list of authors or editors with nobody in it",
    "name somebody, or take the key out",
    example="authors: []",
)
NOT_AN_ORCID = Rule(
    "orcid",
    Subject.PEOPLE,
    "not an ORCID iD: other than sixteen figures, or a last one that does not follow from the others",
    "write it as `0000-0002-1825-0097`",
    authority="ISO 27729; ISO 7064, MOD 11-2",
    example="orcid: 0000-0002-1825-0098",
)
