"""The rules of how wide a figure is, and where on its page it stands."""

from __future__ import annotations

from press.problem import Rule, Subject

FIGURE_WIDTH = Rule(
    "figure-width",
    Subject.TEXT,
    "a `width=` that is no width: a number above 0 with %, cm, mm, in or pt behind it, and of the measure 100% at most",
    "write it as Pandoc has it: `width=60%` or `width=8cm`; without one, a picture is as wide as it is, or the measure",
    example="width=wide",
)
FLOAT_PLACE = Rule(
    "float-place",
    Subject.TEXT,
    "an `at=` that names no place, or that stands on what has a place of its own: a turned table, a frontispiece",
    "write here, top, bottom or page; or take it out",
    example="at=left",
)
FLOAT_NOTE = Rule(
    "float-note",
    Subject.NOTES,
    "a numbered note in the caption of a figure that floats, or in a table that does: it might come before others that"
    " are called earlier",
    "write what it says into the caption; in a table give it a letter: `^[…]{.letter}`",
    authority="Chicago 18, 3.28",
    example="a numbered note in a caption that floats",
)
