"""A table of headings, as `press names --export` and indexers' programs write it → the file of a register.

Each row: heading, sub-heading, sort key, locator. Pages are the press's own business, so of locators only references
are read: *See*, *See under*, *See also*.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from press.importing.receive import Received
from press.importing.rules import HEADING_ROW
from press.importing.typescript import AuthorsMark
from press.importing.word.index_marks import SEE
from press.importing.writing.index_records import ImportedHeading, heading_record, listed_headings
from press.problem import Faulty, Origin, Problem, warning
from press.terms import BELOW

COLUMNS = ("heading", "sub-heading", "sort key", "locator")


@dataclass(frozen=True, slots=True)
class HeadingTable:
    """What a table has: headings with all that is said of them, the sub-headings of each, how many pages were left."""

    headings: tuple[ImportedHeading, ...]
    subs: Mapping[str, tuple[str, ...]]
    pages: int
    problems: tuple[Problem, ...] = ()

    def records(self, known: Mapping[str, Any]) -> list[str]:
        """Entries of a register's file for the headings that it has not, by their words; sub-headings as a remark,
        for they are said in the text.
        """
        return [heading_record(each) + self.remark(each.key) for each in self.headings if each.heading not in known]

    def remark(self, key: str) -> str:
        """What stands behind an entry: the sub-headings that it has."""
        subs = self.subs.get(key, ())
        return f"  # sub-entries: {'; '.join(subs)}\n" if subs else ""


def read_headings(received: Received, taken: Mapping[str, str], *, people: bool = False) -> HeadingTable:
    """The headings of a table, which may be `people`; `taken`: ids that a register has, by their headings. Raises
    `Faulty`.
    """
    marks: list[AuthorsMark] = []
    pages = 0
    for line, row in _rows(received):
        heading, sub, sort, locator = row
        place = f"{received.path.name}:{line}"
        found = SEE.match(locator.strip(" *"))
        target = SEE.sub("", locator.strip(" *")) if found else ""
        also = bool(found and found[1].lower() == "see also")
        levels = (heading, *(part.strip() for part in sub.split(BELOW.strip()) if part.strip()))
        pages += bool(locator.strip()) and not found
        mark = AuthorsMark(levels=levels, sorts=(sort,), place=place)
        marks.append(replace(mark, see="" if also else target, see_also=target if also else ""))
    made = listed_headings(marks, taken, people=people)
    lost = [*((each.text, each.why) for each in made.left), *((each.what, "") for each in made.changed)]
    problems = tuple(
        warning(Origin(received.path.name), HEADING_ROW, f"{what}: {why}" if why else what, "write it by hand")
        for what, why in lost
    )
    subs = {key: tuple(sorted(each - {""})) for key, each in made.subs.items()}
    return HeadingTable(made.headings, subs, pages, problems)


def _rows(received: Received) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    """The rows of a table, each with its line; the names of columns are none."""
    head = received.text.split("\n", 1)[0]
    delimiter = "\t" if received.suffix != ".csv" else max(",;\t", key=head.count)
    quoting: Any = csv.QUOTE_MINIMAL if received.suffix == ".csv" else csv.QUOTE_NONE
    reader = csv.reader(received.text.splitlines(keepends=True), delimiter=delimiter, quoting=quoting)
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if not any(cells) or tuple(cell.lower() for cell in cells[:4]) == COLUMNS:
                continue
            if not cells[0]:
                raise _fault(received, reader.line_num, "a row without a heading")
            if len(cells) > len(COLUMNS) and any(cells[len(COLUMNS) :]):
                raise _fault(received, reader.line_num, f"a row of {len(cells)} cells")
            heading, sub, sort, locator = (*cells[:4], *[""] * (4 - len(cells)))[:4]
            yield reader.line_num, (heading, sub, sort, locator)
    except csv.Error as fault:
        raise _fault(received, reader.line_num, f"a row that cannot be read: {fault}") from None


def _fault(received: Received, line: int, what: str) -> Faulty:
    hint = f"rows have {', '.join(COLUMNS)}"
    return Faulty([Problem(Origin(received.path.name, line), HEADING_ROW, what, hint)])
