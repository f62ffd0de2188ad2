"""The editor's working table of names: what proof-reading found, as tables on a terminal and as lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from press.collation import sort_key
from press.editing.proofread import Proofreading, SeenWords
from press.editing.spellings import Doubt, NamedTerm
from press.indexer.advice import CROWDED
from press.indexes.entries import Entry
from press.indexes.headings import heading_of
from press.terms import Indexed, told

SHOWN = 6
"""How many places are told of words that no record covers; of common words there may be hundreds."""


@dataclass(frozen=True, slots=True)
class WorkSheet:
    """One table: its title, the heads of its columns, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def work_table(found: Proofreading, entries: Mapping[str, Entry] | None, alphabet: str = "") -> tuple[WorkSheet, ...]:
    """Every table; `entries` are those of the index by person, where pages are known; `alphabet`: the book's."""
    named = in_order_of_headings(found.named, alphabet)
    undeclared = WorkSheet(
        "Names that are no forms, found in the text", ("name", "found", "places"), seen_rows(found.undeclared)
    )
    return (
        _people(named, entries),
        WorkSheet("Other names", ("name", "kind", "person", "found"), tuple(aliases_found(named))),
        undeclared,
        *table_of_doubts(found),
        WorkSheet(
            f"More than {CROWDED} bare page numbers", ("person", "numbers"), tuple(_crowded(named, entries or {}))
        ),
        table_of_missing(found),
    )


def in_order_of_headings(named: Iterable[NamedTerm], alphabet: str) -> list[NamedTerm]:
    """Headings in the order of an index."""
    return sorted(named, key=lambda each: sort_key(each.term.sort or heading_of_term(each.term), alphabet=alphabet))


def heading_of_term(term: Indexed) -> str:
    """The plain words of a heading."""
    return told(heading_of(term))


def table_of_doubts(found: Proofreading) -> tuple[WorkSheet, ...]:
    """What must be looked at of the people before the book is printed."""
    heads = ("place", "spelling", "beside")
    return (
        WorkSheet("Never named", ("place", "person"), tuple((str(each.origin), each.key) for each in found.never)),
        WorkSheet("One letter apart", heads, doubt_rows(found.near)),
        WorkSheet("Unlike in accents, dashes or points", heads, doubt_rows(found.uneven)),
    )


def table_of_missing(found: Proofreading) -> WorkSheet:
    """The proof-reading list."""
    return WorkSheet(
        "Capitalised words that no record covers", ("words", "found", "places"), seen_rows(found.uncovered)
    )


def _people(named: Iterable[NamedTerm], entries: Mapping[str, Entry] | None) -> WorkSheet:
    rows = []
    for each in named:
        forms = ", ".join(f"{form} {count}" for form, count in each.found)
        row = (each.term.key, heading_of_term(each.term), str(each.count), forms, ", ".join(each.unfound))
        rows.append(row if entries is None else (*row, pages_said(entries.get(each.term.key))))
    heads = ("id", "heading", "found", "forms found", "forms not found")
    return WorkSheet("People", heads if entries is None else (*heads, "pages"), tuple(rows))


def pages_said(entry: Entry | None) -> str:
    """The locators of an entry as the index prints them, its sub-entries after it."""
    if entry is None:  # named only where the index does not look
        return ""
    parts = [", ".join(locator.text for locator in entry.locators)]
    parts += [f"{sub.label} {', '.join(locator.text for locator in sub.locators)}" for sub in entry.subentries]
    return "; ".join(part for part in parts if part)


def _crowded(named: Iterable[NamedTerm], entries: Mapping[str, Entry]) -> Iterator[tuple[str, ...]]:
    for key in (each.term.key for each in named if each.term.key in entries):
        if (count := len(entries[key].locators)) > CROWDED:
            yield key, str(count)


def aliases_found(named: Iterable[NamedTerm]) -> Iterator[tuple[str, ...]]:
    """Every other name: its kind, whose it is, and how often its forms are found."""
    for each in named:
        counts = dict(each.found)
        for alias in each.term.aliases:
            found = sum(counts.get(form.text, 0) for form in alias.forms)
            yield alias.name, alias.kind, each.term.key, str(found) if alias.forms else "no forms"


def seen_rows(seen: Iterable[SeenWords]) -> tuple[tuple[str, ...], ...]:
    """Words of the text, how often they are found, and the first places."""
    rows = []
    for each in seen:
        places = list(dict.fromkeys(map(str, each.places)))
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        rows.append((each.words, str(len(each.places)), ", ".join(places[:SHOWN]) + more))
    return tuple(rows)


def doubt_rows(doubts: Iterable[Doubt]) -> tuple[tuple[str, ...], ...]:
    """Spellings, where they stand, and what they are like."""
    return tuple((str(each.place), each.words, each.other) for each in doubts)


def print_sheets(sheets: Iterable[WorkSheet]) -> None:
    """The tables that have rows: ruled on a terminal, elsewhere a line for each row with tabs between the cells."""
    console = Console()
    for sheet in (sheet for sheet in sheets if sheet.rows):
        if not console.is_terminal:  # for `grep`, `cut` and the like
            print(f"# {sheet.title}", *("\t".join(row) for row in sheet.rows), "", sep="\n")
            continue
        table = Table(*sheet.heads, title=sheet.title, title_justify="left", show_edge=False)
        for row in sheet.rows:
            table.add_row(*map(escape, row))  # brackets in an editor's words are no markup
        console.print(table, "")
