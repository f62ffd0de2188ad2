"""Rules of what goes to the printer: colours, pictures, profiles, both editions, the cover."""

from __future__ import annotations

from press.problem import Rule, Subject

COLOUR = Rule(
    "colour",
    Subject.PRINT,
    "a colour other than grey in a book that refuses it, or one that cannot be turned into inks",
    "set it in grey, or let the style say `colour: convert`",
    example="a picture in RGB, on page 9 of the print edition",
)
RESOLUTION = Rule(
    "resolution",
    Subject.PRINT,
    "a picture with too few dots to the inch of its size",
    "take a finer picture, or a smaller size",
    example="a picture of 98 dots per inch on page 9, 300 are wanted",
)
NO_PROFILE = Rule(
    "no-profile",
    Subject.PRINT,
    "no ICC profile of that name",
    "mend `profile:` under `print:`, or put it in the style’s folder",
    authority="PDF/X-4",
    example="profile: default_cmik.icc",
)
NOT_CMYK = Rule(
    "not-cmyk",
    Subject.PRINT,
    "not an ICC profile, or not one of a CMYK press",
    "name another under `print:`",
    authority="ICC.1, 7.2",
    example="profile: house.icc",
)
PAGES_DIFFER = Rule(
    "pages-differ",
    Subject.PRINT,
    "the two editions are not word for word the same",
    "report it: it is a fault of the press",
    example='page 9 differs from the reading edition: word 12 is "harbour", not "master"',
)
NOT_MADE = Rule(
    "not-made",
    Subject.PRINT,
    "what is to be preflighted has not been made",
    "make it first",
    example="no such file",
)
NOT_A_PDF = Rule(
    "not-a-pdf",
    Subject.PRINT,
    "what is to be preflighted is no PDF, or needs a password",
    "make it anew",
    authority="ISO 32000-1",
    example="no PDF, or one with a password",
)
UNKNOWN_PROFILE = Rule(
    "unknown-profile",
    Subject.PRINT,
    "no such printing house in `profiles/`",
    "mend `--house`, or write its profile",
    example='no profile "ofset"',
)
NO_PAPER = Rule(
    "no-paper",
    Subject.PRINT,
    "how thick the paper is must be known for the spine",
    "give `paper:` under `cover:`",
    example="how thick the paper is must be known for the spine",
)
COVER_OVERFULL = Rule(
    "cover-overfull",
    Subject.PRINT,
    "the words have no room on the cover, or run into each other or to its edge",
    "shorten them",
    example="words of the cover run into each other",
)
SPINE_WITHOUT_TITLE = Rule(
    "spine-without-title",
    Subject.PRINT,
    "a spine too narrow for its title, which is left out",
    "shorten the title, or see that the spine will do without",
    example="the title does not fit on the spine and is left out",
)
STALE_COVER = Rule(
    "stale-cover",
    Subject.PRINT,
    "a cover that was made for another number of pages",
    "run `press cover`",
    example="the cover is stale: made for 28 pages, the print edition has 32",
)
