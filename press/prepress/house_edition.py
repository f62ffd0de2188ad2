"""A house × a book in its style → the print job of its edition; and what can be told before any layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from press.book import Book
from press.commands import call
from press.manifest import Standard
from press.memory import give_back
from press.prepress.house import House, MarginsRecord, profiles_of, size_of
from press.prepress.house_checks import SLACK
from press.prepress.house_rules import (
    HOUSE_REFUSES,
    INK_NOT_LOADED,
    ISBN_OF_TWO,
    SAFE_UNSAID,
    SAFE_ZONE,
    TRIM_NOT_TAKEN,
)
from press.prepress.preflight import Checked, preflight
from press.prepress.print_edition import Printed, PrintJob, order_print, print_at_desk
from press.prepress.profile import profile_named
from press.prepress.rules import UNKNOWN_PROFILE
from press.prepress.safe import SMALLER, Edges, fit
from press.problem import Origin, Problem, did_you_mean, warning
from press.project import Project, shipped
from press.style.records import SafeRecord
from press.style.style import Style

Order: TypeAlias = tuple[PrintJob, House | None]
"""How pages are to be printed, and for which house, if for one."""
SIDES = ("inner", "outer", "top", "bottom")
ANY = "any"
"""Under this name a style says how far letters keep from the edges in whatever is made."""
HARD = ("case", "jacket")
PAGE_SIZE = re.compile(r"@page\s*\{[^{}]*?\bsize:\s*([^;{}]+)")
"""Where a sheet says how large all pages are."""


def edition_for(house: House) -> str:
    """What the edition for a house is called among the products of a book."""
    return f"print-{house.id}"


def order_for(project: Project, book: Book, style: Style, house: House, marks: bool = False) -> PrintJob:
    """The print job for a house; `marks`: with crop marks wherever the house lets them stand. Raises `Faulty`."""
    job = order_print(project, book, style)
    said = replace(
        job.said,
        identity=f"{job.said.identity}-{house.id}",
        level=house.level,
        embedded=house.icc != "named",
    )
    if house.profile.text:
        folders = (project.profiles, shipped() / "profiles", *style.folders)
        profile = profile_named(house.profile.text, folders, house.profile.origin)
        said = replace(said, condition=house.condition, profile=profile)
    return replace(
        job,
        shown=project.shown(project.dist / f"{book.imprint.slug}-{edition_for(house)}.pdf"),
        said=said,
        bleed=house.bleed.points,
        marks=house.marks == "crop" or (house.marks == "either" and (marks or job.marks)),
        signature=house.pages.multiple,
        black_text=house.black_text,
        spots=job.spots if house.spots else (),
        outside=house.sides == "outside",
        target=house.colour,
        limit=house.ink,
        opaque=house.opaque,
        overprint=house.overprint,
        blank_last=house.pages.last == "blank",
        safe=_edges(style.print.safe.get(house.id)),
        house=house.name,
    )


def _edges(own: SafeRecord | MarginsRecord | None) -> Edges | None:
    """How far letters are to keep for a house: as it is said for it; on sides of which nothing is said, not at all."""
    return Edges(*(getattr(own, side).points for side in SIDES)) if own else None


# --- before layout -----------------------------------------------------------------------------------


def check_houses(project: Project, book: Book, style: Style, houses: Iterable[House]) -> Iterator[Problem]:
    """What a book in its style cannot be for some houses, as far as it can be told before there are pages."""
    houses = tuple(houses)
    yield from _unknown_safe(project, style)
    for house in houses:
        yield from _too_near(book, style, house)
        yield from _other_trim(book, house)
        yield from _other_inks(style, house)
    yield from _one_isbn_for_two(book, houses)


def _unknown_safe(project: Project, style: Style) -> Iterator[Problem]:
    there = [ANY, *profiles_of(project)]
    for name, record in style.print.safe.items():
        if name not in there:
            hint = did_you_mean(name, there) or f"there are: {', '.join(there)}"
            yield Problem(record.origin, UNKNOWN_PROFILE, f'no profile "{name}"', hint)


def _too_near(book: Book, style: Style, house: House) -> Iterator[Problem]:
    """Letters that a style keeps less far from an edge than a house asks of any book, however thin."""
    asked = house.margins_for(house.pages.least)
    kept, own = style.print.safe.get(ANY), style.print.safe.get(house.id)
    if not asked:
        return
    if not kept and not own:
        message = f"the style does not say how near its letters come to the edges, of which {house.name} asks"
        hint = "it is found when pages are made; under print: safe: in style.yaml, any: says it before"
        yield warning(Origin(style.shown), SAFE_UNSAID, message, hint)
    for side in SIDES if kept or own else ():
        said = next((record for record in (own, kept) if record and getattr(record, side).points), None)
        wanted = getattr(asked, side)
        if said and getattr(said, side).points < wanted.points - SLACK:
            message = f"the style keeps letters {getattr(said, side)} from the {side} edge, {house.name} asks {wanted}"
            yield Problem(said.origin, SAFE_ZONE, message, _way_out(book, style, house, asked))


def _way_out(book: Book, style: Style, house: House, asked: MarginsRecord) -> str:
    """What to do about letters too near to an edge: an entry by which pages are moved, if a move is enough."""
    kept, size = style.print.safe.get(ANY), _size(book, style)
    wanted = _edges(asked)
    if kept and size and wanted and (scale := fit(_edges(kept) or Edges(), wanted, size).scale) < 1 - SMALLER:
        smaller = f"they would have to be made smaller by some {100 * (1 - scale):.0f} %"
        return f"to move the pages is not enough, {smaller}: take a style with wider margins, or another house"
    entry = ", ".join(f"{side}: {getattr(asked, side)}" for side in SIDES)
    return f"under print: safe: in style.yaml, {house.id}: {{{entry}}} has its pages moved for this house"


def _size(book: Book, style: Style) -> tuple[float, float] | None:
    """The size of a page, of the book or else of the style; None where its sheets do not say it plainly."""
    said = [match[1] for sheet in style.sheets for match in PAGE_SIZE.finditer(sheet.text)]
    return size_of(book.trim or (said[-1] if said else ""))


def _other_trim(book: Book, house: House) -> Iterator[Problem]:
    size = size_of(book.trim) if book.trim else None
    if size and house.sizes() and not any(_alike(size, other) for other in house.sizes()):
        there = ", ".join(each.text for each in house.trim)
        origin = book.keys.get("trim", book.origin)
        yield Problem(origin, TRIM_NOT_TAKEN, f"no trim that {house.name} takes: {book.trim}", f"it takes: {there}")


def _other_inks(style: Style, house: House) -> Iterator[Problem]:
    for ink in () if house.spots else style.print.inks.values():
        message = f"the ink {ink.text} is mixed of those of the press for {house.name}"
        yield warning(ink.origin, INK_NOT_LOADED, message, f"spots: yes in profiles/{house.id}.yaml, if it loads it")


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= SLACK for a, b in zip(one, other, strict=True))


def isbn_for(book: Book, house: House) -> str:
    """The ISBN of what a house makes: that of a hardback or of a paperback, or of the printed book."""
    hard = house.cover.binding in HARD
    return book.imprint.isbn_of("hardback" if hard else "paperback", "print")


def _one_isbn_for_two(book: Book, houses: tuple[House, ...]) -> Iterator[Problem]:
    """A paperback and a hardback are two products, with a number each."""
    soft = [each for each in houses if each.cover.binding not in HARD]
    hard = [each for each in houses if each.cover.binding in HARD]
    if soft and hard and isbn_for(book, soft[0]) and isbn_for(book, soft[0]) == isbn_for(book, hard[0]):
        message = f"{isbn_for(book, soft[0])} for a paperback ({soft[0].id}) and for a hardback ({hard[0].id})"
        origin = book.keys.get("isbn", book.origin)
        yield Problem(origin, ISBN_OF_TWO, message, "isbn: {paperback: …, hardback: …}")


# --- when it is made ----------------------------------------------------------------------------------


def print_edition_ordered(desk: object, task: tuple[bytes, Order]) -> Printed:
    """The work of one worker: a print edition, with what the preflight of its house does not let pass.

    Raises `Faulty`.
    """
    reading, (job, house) = task
    made = print_at_desk(desk, (reading, job))
    if house is None:
        return made
    checks = preflight(made.content, house, job.shown)
    give_back()
    refused = tuple(refused_by(each, house, job.shown) for each in checks if not each.passed)
    return replace(made, doubtful=(*made.doubtful, *refused), proved=proved_by(checks, house))


def proved_by(checks: Sequence[Checked], house: House) -> tuple[Standard, ...]:
    """What the manifest says of a file that was held against a house: the level of PDF/X whose rules were asked, and
    the house's profile.
    """
    passed = [each.name for each in checks if each.passed]
    by = f"press preflight, {len(passed)} of {len(checks)} checks"
    level = next((each.found for each in checks if each.name == "PDF/X level"), "")
    asked = level not in ("", "none") and house.pdfx in ("any", level)
    kept = [Standard(level, by, f"rules of {level}" in passed)] if asked else []
    return (*kept, Standard(f"profile {house.id}", by, len(passed) == len(checks)))


def check_cover(content: bytes, book: Book, house: House, shown: str) -> tuple[Checked, ...]:
    """Every check of a cover of a book; without an ISBN it has no bar code to be asked for."""
    if isbn_for(book, house):
        return preflight(content, house, shown)
    unasked = replace(house.cover.bar_code, required=False)
    checks = preflight(content, replace(house, cover=replace(house.cover, bar_code=unasked)), shown)
    bare = ("bar code", "none")
    return tuple(
        replace(each, found="none, for the book has no ISBN") if (each.name, each.found) == bare else each
        for each in checks
    )


def refused_by(check: Checked, house: House, shown: str) -> Problem:
    """A check that a file does not pass, as a problem of the file."""
    where = f", on page {check.page}" if check.page else ""
    message = f"{check.name}: {check.wanted} is asked, {check.found} found{where}"
    return warning(Origin(shown), HOUSE_REFUSES, message, f"{call('preflight', '--house', house.id)} tells all of it")
