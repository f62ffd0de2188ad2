"""An index as a table: heading, sub-heading, sort key, locator, a row for each locator and each reference.

Parted by tabs, it is what CINDEX and SKY Index import; parted by commas, with the names of its columns, what a table
program opens. Italics and bold stand as they do in the manuscript: `*Toll Book, The*`, `**45**`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from press.importing.writing.heading_tables import COLUMNS
from press.importing.writing.markdown import MarkdownWriter
from press.indexes.entries import Group, SubEntry
from press.indexes.locators import Locator
from press.indexes.options import IndexOptions
from press.terms import BELOW
from press.text import Phrase, Text

Row: TypeAlias = tuple[str, str, str, str]


def index_rows(groups: Iterable[Group], sorts: Mapping[str, str], options: IndexOptions) -> Iterator[Row]:
    """The rows of an index; `sorts`: by what an entry is sorted, if not by its heading, by its anchor."""
    words = MarkdownWriter()

    def written(heading: str | Phrase) -> str:
        return words.line(heading.inlines if isinstance(heading, Phrase) else (Text(heading),))

    every = tuple(entry for group in groups for entry in group.entries)
    subs = {sub.anchor: label for entry in every for label, sub in _subs(entry.subentries)}
    for entry in every:
        heading, sort = written(entry.name), sorts.get(entry.anchor, "")
        yield from ((heading, "", sort, _locator(each)) for each in entry.locators)
        for label, sub in _subs(entry.subentries):
            yield from ((heading, label, sort, _locator(each)) for each in sub.locators)
            for said, led in ((options.see, sub.see), (options.see_also, sub.see_also)):
                if led:
                    yield heading, label, sort, f"{said} {'; '.join(written(name) for name, _ in led)}"
        under = [
            f"{written(name)}: {subs[anchor]}" if anchor in subs else written(name) for name, anchor in entry.see_under
        ]
        for said, targets in (
            (options.see, [written(name) for name, _ in entry.see]),
            (options.see_under, under),
            (options.see_also, [written(name) for name, _ in entry.see_also]),
        ):
            if targets:
                yield heading, "", sort, f"{said} {'; '.join(targets)}"


def _subs(subentries: Iterable[SubEntry], above: str = "") -> Iterator[tuple[str, SubEntry]]:
    """Every sub-entry with its label, behind that of what it is below."""
    for each in subentries:
        label = f"{above}{BELOW}{each.label}" if above else each.label
        yield label, each
        yield from _subs(each.subentries, label)


def _locator(each: Locator) -> str:
    mark = "**" if each.principal else "*" if each.figure else ""
    return f"{mark}{each.text}{mark}"


def by_tabs(rows: Iterable[Row]) -> bytes:
    """Rows parted by tabs, without a head."""
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def by_commas(rows: Iterable[Row]) -> bytes:
    """Rows parted by commas, below the names of the columns; with the mark by which table programs know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
