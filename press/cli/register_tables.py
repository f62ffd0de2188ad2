"""The indexer's working tables of every register; those of the people's names, in `press.cli.worktable`, go before."""

from __future__ import annotations

from collections.abc import Iterator

from press.cli.worktable import (
    WorkSheet,
    aliases_found,
    doubt_rows,
    heading_of_term,
    in_order_of_headings,
    pages_said,
    seen_rows,
)
from press.editing.proofread import NamedRegister, Proofreading
from press.indexer.advice import CROWDED, Adviser
from press.indexer.surroundings import Surroundings
from press.terms import PEOPLE


def register_tables(found: Proofreading, advisers: dict[str, Adviser], alphabet: str) -> Iterator[WorkSheet]:
    """Every table but those of the people's names; `advisers` by their registers, where pages are known."""
    if PEOPLE in advisers:
        yield from _advice(advisers[PEOPLE])
    for each in found.others:
        adviser = advisers.get(each.register.id)
        yield _headings(each, adviser, alphabet)
        yield _other_headings(each, alphabet)
        title = f"{each.register.id}: headings that are no forms, found in the text"
        yield WorkSheet(title, ("heading", "found", "places"), seen_rows(each.undeclared))
        yield from doubts_of_register(each)
        if adviser:
            rows = tuple((key, str(count)) for key, count in adviser.crowded())
            yield WorkSheet(f"{each.register.id}: more than {CROWDED} bare page numbers", ("heading", "numbers"), rows)
            yield from _advice(adviser)


def doubts_of_register(found: NamedRegister) -> Iterator[WorkSheet]:
    """What must be looked at before the book is printed."""
    id_, heads = found.register.id, ("place", "spelling", "beside")
    rows = tuple((str(each.origin), each.key) for each in found.never)
    yield WorkSheet(f"{id_}: never found", ("place", "heading"), rows)
    yield WorkSheet(f"{id_}: one letter apart", heads, doubt_rows(found.near))
    yield WorkSheet(f"{id_}: unlike in accents, dashes or points", heads, doubt_rows(found.uneven))


def _headings(found: NamedRegister, adviser: Adviser | None, alphabet: str) -> WorkSheet:
    entries = adviser.entries if adviser else {}
    rows = []
    for each in in_order_of_headings(found.named, alphabet):
        forms = ", ".join(f"{form} {count}" for form, count in each.found)
        said = (each.term.key, heading_of_term(each.term), str(each.count), str(each.marked), forms)
        row = (*said, ", ".join(each.unfound))
        rows.append((*row, pages_said(entries.get(each.term.key))) if adviser else row)
    heads = ("id", "heading", "found", "by marks", "forms found", "forms not found")
    return WorkSheet(f"{found.register.id}: headings", (*heads, "pages") if adviser else heads, tuple(rows))


def _other_headings(found: NamedRegister, alphabet: str) -> WorkSheet:
    named = in_order_of_headings(found.named, alphabet)
    rows = tuple((name, key, count) for name, _, key, count in aliases_found(named))
    return WorkSheet(f"{found.register.id}: other headings", ("name", "heading", "found"), rows)


def _advice(adviser: Adviser) -> Iterator[WorkSheet]:
    """What might be better in the entries of a register, whose pages are known."""
    id_, around = adviser.register.id, Surroundings(adviser.book)
    parts = [
        (key, part.division, ", ".join(part.locators), ", ".join(part.words))
        for key, _ in adviser.crowded()
        for part in adviser.parts(key, around)
    ]
    heads = ("heading", "where", "numbers", "words beside it")
    yield WorkSheet(f"{id_}: where long entries might be broken up", heads, tuple(parts))
    twice = [
        (f"{each.heading}: {each.sub}", each.other, ", ".join(each.only_there), ", ".join(each.only_here))
        for each in adviser.posted_twice()
    ]
    yield WorkSheet(
        f"{id_}: posted twice, and not alike",
        ("sub-entry", "heading", "only at the sub-entry", "only at the heading"),
        tuple(twice),
    )
    sees = tuple((each.name, each.heading, each.locators) for each in adviser.short_sees())
    yield WorkSheet(f"{id_}: a see that could be an entry", ("name", "refers to", "numbers"), sees)
