"""Rules of what stands between lines of colons: parts of a letter, epigraphs, lists without bullets."""

from __future__ import annotations

from press.problem import Rule, Subject

LETTER_PART = Rule(
    "letter-part",
    Subject.TEXT,
    "a date line, salutation or signature of a letter with more in it than lines",
    "end it with `:::` before what is not of it",
    example="::: signature",
)
EPIGRAPH_PLACE = Rule(
    "epigraph-place",
    Subject.TEXT,
    "an epigraph that stands below no heading, or has more in it than paragraphs and verse",
    "write it right below a `##` or `###`; that of a chapter is `epigraph:` in its header",
    authority="Chicago 18, 1.40",
    example="::: epigraph",
)
UNMARKED_LIST = Rule(
    "unmarked-list",
    Subject.TEXT,
    "`::: unmarked` around something else than one list of hyphens",
    "begin each item with a hyphen, and end the block behind the list",
    example="::: unmarked",
)
