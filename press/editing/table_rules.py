"""The rules of tables."""

from __future__ import annotations

from press.problem import Rule, Subject

GRID_TABLE = Rule(
    "grid-table",
    Subject.TEXT,
    "a table drawn with rules and bars that do not meet",
    "let every bar stand below a `+`, and every cell be a rectangle",
    authority="Pandoc’s grid tables",
    example="its right edge is not straight",
)
TABLE_BLOCK = Rule(
    "table-block",
    Subject.TEXT,
    "a `::: {.table}` block that holds something else than one table, its caption and its remarks",
    "give it one table, or a `csv=` and its caption",
    example="the block of a table, and no table in it",
)
TABLE_ALIGN = Rule(
    "table-align",
    Subject.TEXT,
    "an `align=` that does not say of each column to which side it is set",
    "write a letter for each column: l, r, c, or d for decimals",
    example='align="l d"',
)
CSV_ROWS = Rule(
    "csv-rows",
    Subject.FILES,
    "a file of rows that makes no table: rows of unequal length, too many of them, or none",
    "mend the row; or divide the file",
    example="a row of 3 in a table of 2 columns",
)
TURNED_NOTE = Rule(
    "turned-note",
    Subject.NOTES,
    "a numbered note in a table that is turned: its number would stand on its side, and the note at no page's foot",
    "write it with a letter: `^[…]{.letter}`",
    example="a numbered note in a turned table",
)
LETTER_OUT_OF_TABLE = Rule(
    "letter-out-of-table",
    Subject.NOTES,
    "a note with a letter, `^[…]{.letter}`, that no table has at its foot",
    "call it in a cell, or write a note with a number: `^[…]`",
    example="It was lace.^[So they said.]{.letter}",
)
