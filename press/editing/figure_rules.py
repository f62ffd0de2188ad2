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
    "an `alt` that is the caption again, the name of a file, or that of any picture: `Image 3`",
    "say what is to be seen; the caption is read aloud too",
    authority="WCAG 2, H37, F30",
    example='![The estuary at high water.](figures/chart.svg){alt="chart.svg"}',
)
DECORATIVE = Rule(
    "decorative",
    Subject.TEXT,
    "a picture that is said to be decoration, `.decorative`, and has a caption, an id, a credit or an `alt`, or stands"
    " among the plates or in a group",
    "take `.decorative` out, or what else is said of it",
    authority="PDF/UA-1, 7.3; WCAG 2, 1.1.1",
    example="![](figures/chart.svg){.decorative at=plate}",
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
UNCLEARED = Rule(
    "uncleared",
    Subject.FILES,
    "something that is printed without leave: a record of permissions.yaml that is not cleared, or no longer, for an"
    " edition; and of pictures, where `permissions:` requires it, one without a record: then it is an error",
    "write `cleared:` with the date of the letter that gives leave; or leave the picture out",
    authority="Chicago 18, 4.74–95",
    example="figures/stage.svg is printed without leave: there is no record of it",
)
PERMISSION_OF_NOTHING = Rule(
    "permission-of-nothing",
    Subject.FILES,
    "a record of permissions.yaml for what is not in the book, or that ends before it begins",
    "name under `for:` the id of a figure, a table or a document, or the path of a picture",
    example="for: figures/charts.svg",
)
