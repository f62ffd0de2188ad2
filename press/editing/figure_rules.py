"""The rules of figures."""

from __future__ import annotations

from press.problem import Rule, Subject

FIGURE_GROUP = Rule(
    "figure-group",
    Subject.TEXT,
    "a `::: {.figures}` block that does not hold two pictures or more and below them, in one paragraph, their caption",
    "put the pictures first, then the caption of all; other text stands outside it",
    example="a group of figures without a caption",
)
ALT_SAYS_NOTHING = Rule(
    "alt-says-nothing",
    Subject.TEXT,
    "an `alt` that repeats the caption, is a file’s name, or begins by saying that it is a picture",
    "say what is to be seen; the caption is read aloud too",
    authority="WCAG 2, H37, F30",
    example='![The estuary.](figures/chart.svg){alt="The estuary."}',
)
DECORATIVE = Rule(
    "decorative",
    Subject.TEXT,
    "a picture that is said to be decoration, `.decorative`, and has a caption, an id, a credit or an `alt`, or stands"
    " among the plates or in a group",
    "take `.decorative` out, or what else is said of it",
    authority="PDF/UA-1, 7.3; WCAG 2, 1.1.1",
    example="![The estuary.](figures/chart.svg){.decorative}",
)
PLATE = Rule(
    "plate",
    Subject.TEXT,
    "a plate of a book without plates, or one that calls a note, for which no page of the text has room; `.bleed` of"
    " what is no plate",
    "list `plates` in `contents:`; say in words what the note says",
    authority="Chicago 18, 3.6",
    example="a plate, and the book has no plates",
)
UNKNOWN_PLACE = Rule(
    "unknown-place",
    Subject.TEXT,
    "an `at=` that names no place for a figure",
    "write `at=plate`, or leave it out",
    example='at="platte"',
)
FIGURE_PARTED = Rule(
    "figure-parted",
    Subject.LAYOUT,
    "a figure that fits on no page, so that a part of it stands on the next",
    "shorten its captions, or divide the group in two",
    example="figure 3 fits on no page",
)
