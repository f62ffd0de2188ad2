"""Tables among the lines of a text, in the order in which they are printed: a caption, which stands below its table,
comes first, then the cells, what is said below them, and a place for the notes with letters.

Read without `press.editing`, as all of `plain_markdown` is: a table is known by its rules alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from press.words.plain_cells import csv_rows, drawn_cells

NUMBERED, REMARK, REMARKED, LETTERS = "\ue000", "\ue001", "\ue002", "\ue003"
"""Signs for `plain_markdown`: the first is where the number of a table stands, and what it is called; what is between
the next two is worded as a note is; the last is where letters stand.
"""
RULED = re.compile(r"[\s|:>-]*\|?[\s|:>-]*-[\s|:>-]*")
DRAWN = re.compile(r"\+(?:[-=:]*[-=][-=:]*\+)+\s*")
CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(\S.*)")
SAID = re.compile(r"(?:^|\s+)\{[^{}]*\}\s*$")
REMARKS = re.compile(r"(?:Sources?|Notes?):\s")
BLOCK = re.compile(r":{3,}\s*(\{.*\.table\b.*\})\s*")
CSV = re.compile(r"csv=(?:\"([^\"]*)\"|([^\s}\"]+))")

Rows = Sequence[tuple[int, str]]
"""Lines of a text, each with its number in the file."""
Read = Callable[[str], str]
"""The text of a file of the manuscript, by its name; nothing where it cannot be read."""


def as_printed(rows: Rows, read: Read) -> tuple[Rows, Rows]:
    """The lines as they are printed; and heads and captions, each as one line, which may be printed again."""
    if not any("|" in line or "+" in line or ":::" in line for _, line in rows):
        return rows, ()
    walk = _TableWalk(rows, read)
    walk.all()
    return walk.printed, walk.again


class _TableWalk:
    """Through the lines, from table to table."""

    def __init__(self, rows: Rows, read: Read) -> None:
        self.rows, self.read = rows, read
        self.bare = [line.lstrip(" >") for _, line in rows]
        self.at = 0
        self.printed: list[tuple[int, str]] = []
        self.again: list[tuple[int, str]] = []

    def all(self) -> None:
        """All the lines."""
        while self.at < len(self.rows):
            if BLOCK.fullmatch(self.bare[self.at]):
                self.block()
            elif cells := self.cells():
                self.put(cells, self.caption(), list(self.remarks()))
            else:
                self.printed.append(self.rows[self.at])
                self.at += 1

    def cells(self) -> Rows:
        """The lines of the table that begins here, head first; nothing if none does."""
        first = self.at
        if DRAWN.fullmatch(self.bare[first]) and self.bare[first + 1 : first + 2] and self.bare[first + 1][:1] in "|+":
            while self.at < len(self.rows) and self.bare[self.at][:1] in ("|", "+"):
                self.at += 1
            drawn, head = drawn_cells(self.bare[first : self.at])
            found = [(self.rows[first][0] + n, f"|{line}") for n, line in drawn]
            self.repeat(found[:head])
            return found or self.rows[first : self.at]
        if "|" in self.bare[first] and first + 1 < len(self.rows) and _ruled(self.rows[first + 1][1]):
            while self.at < len(self.rows) and not self.ends():
                self.at += 1
            self.repeat(self.rows[first : first + 1])
            return self.rows[first : self.at]
        return ()

    def ends(self) -> bool:
        """Whether this line is none of a table's."""
        return not self.bare[self.at].strip() or bool(CAPTION.match(self.bare[self.at]))

    def repeat(self, rows: Rows) -> None:
        """These lines may be printed again."""
        if rows:
            self.again.append((rows[0][0], " ".join(line for _, line in rows)))

    def caption(self) -> Rows:
        """The lines of the caption below the table that has ended, without its mark."""
        begin = next((n for n in range(self.at, len(self.rows)) if self.bare[n].strip()), -1)
        if begin < 0 or not (found := CAPTION.match(self.bare[begin])):
            return ()
        self.at = begin
        return self.paragraph(found[1])

    def paragraph(self, first: str = "") -> Rows:
        """The lines from here to a blank one, or to a remark; the first of them as it is given."""
        begin = self.at
        while self.at < len(self.rows) and self.bare[self.at].strip() and not self.bare[self.at].startswith(":::"):
            if self.at > begin and REMARKS.match(self.bare[self.at]):
                break
            self.at += 1
        lines = [(self.rows[begin][0], first or self.bare[begin]), *self.rows[begin + 1 : self.at]]
        if first:
            lines[-1] = (lines[-1][0], SAID.sub("", lines[-1][1]))
        return lines

    def remarks(self) -> Iterator[Rows]:
        """The paragraphs below a captioned table that are said of it."""
        while (begin := next((n for n in range(self.at, len(self.rows)) if self.bare[n].strip()), -1)) >= 0:
            if not REMARKS.match(self.bare[begin]):
                return
            self.at = begin
            yield self.paragraph()

    def block(self) -> None:
        """A block of a table, with all that stands in it."""
        number, said = self.rows[self.at][0], self.bare[self.at]
        named = CSV.search(said)
        cells: Rows = ()
        caption: Rows = ()
        remarks: list[Rows] = []
        if named:
            cells = [(number, f"|{line}") for line in csv_rows(self.read(named[1] or named[2]))]
            self.repeat(cells[:1])
        self.at += 1
        while self.at < len(self.rows) and not self.bare[self.at].startswith(":::"):
            if not self.bare[self.at].strip():
                self.at += 1
            elif not cells and (found := self.cells()):
                cells, caption = found, self.caption()
            elif found := self.caption():
                caption = found
            elif named and not caption and not remarks and not REMARKS.match(self.bare[self.at]):
                caption = self.paragraph(self.bare[self.at])
            else:
                remarks.append(self.paragraph())
        self.at += 1
        self.put(cells, caption, remarks)

    def put(self, cells: Rows, caption: Rows, remarks: Sequence[Rows]) -> None:
        """A table as it is printed."""
        self.repeat(caption)
        last = (*caption, *cells)[-1][0] if caption or cells else 0
        if caption:
            self.printed.append((caption[0][0], NUMBERED))
        self.printed += [*caption, (last, ""), *cells, (last, "")]
        for each in remarks:
            self.printed += [(each[0][0], f"{REMARK}{each[0][1]}"), *each[1:], (each[-1][0], REMARKED)]
        self.printed.append((last, LETTERS))


def _ruled(line: str) -> bool:
    """Whether a line is the rule below the head of a table."""
    return bool(RULED.fullmatch(line)) and "|" in line
