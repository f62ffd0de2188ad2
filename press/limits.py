"""How much is too much: beyond these a picture, a style or a file is refused at once, with its line, and not tried for
hours. They are far beyond what a book has.
"""

from __future__ import annotations

PIXELS = 100_000_000
"""Of a picture: a page of 7 by 10 inches has 84 million at 1,200 dots to the inch, finer than which nobody prints."""
SHAPES = 200_000
"""Of a drawing, each counted as often as it is drawn (SVG may draw one again and again by `<use>`)."""
LEVELS = 100
"""Of elements within elements of a drawing."""
TABLE_ROWS = 5_000
"""Of one table: of more no reader would find one."""
BRACKETS = 50
"""Levels of brackets within brackets in a sheet, `calc(…(…` and blocks alike."""
IMPORTS = 10
"""Levels of sheets that ask for sheets by `@import`."""
SHEET_NUMBER = 1_000_000
"""A number of a sheet, in whatever unit."""
SHEET_TIMES = 1_000
"""Columns, rows and tracks that a sheet asks for, and lines of a grid that it names."""
SHEET_COUNT = 100_000
"""What a sheet sets a counter to."""
TEMPLATE_SECONDS = 30.0
"""Of the processor's time that the templates may take for one section."""
TEMPLATE_NUMBER = 100_000
"""Bits of a number that a template reckons with."""
TEMPLATE_LETTERS = 100_000_000
"""Letters of what a template writes, and members of whatever it multiplies."""
LAYOUT_SECONDS, LAYOUT_SECONDS_PER_LETTER = 60.0, 0.003
"""Of the processor's time that one layout of a section may take: thirty times what a long chapter takes."""
LAYOUT_BOXES, LAYOUT_BOXES_PER_LETTER = 20_000, 10
"""Boxes that one layout of a section may make: so many, and for each letter of its HTML. A text takes one for ten,
an index in columns two for each.
"""
UNFOLDED = 100_000_000
"""Bytes of text, all in all, that the parts of a word processor's file may unfold to; its pictures are not counted."""
PICTURES = 1_000_000_000
"""Bytes that all of it may unfold to, with its pictures."""
