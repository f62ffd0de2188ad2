"""What the values of the imprint mean: an ISBN proves itself, a DOI and an address lead somewhere, a year is a year.

One function a rule, Book → problems, each at the line of its key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from press.book import Book
from press.editing.record_rules import NOT_AN_ISBN
from press.editing.rules import DEAD_LINK
from press.editing.source_values import DOI
from press.editing.value_rules import NEVER_PRINTED, NOT_A_YEAR
from press.links import public_link
from press.people import Keys
from press.problem import Origin, Problem
from press.rules import MISSING_KEY

ISBN = re.compile(r"97[89][ -]?(?:[0-9][ -]?){9}[0-9]")
ISSN = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]")
YEARS = re.compile(r"[0-9]{4}(?:(?:, ?|[–-])[0-9]{4})*")


def at(keys: Keys, key: str, otherwise: Origin) -> Origin:
    """Where a key of a record stands, or the record itself."""
    return keys.get(key, otherwise)


def the_year_is_one(book: Book) -> Iterator[Problem]:
    """The year of the edition has four figures, where it has any: its words are the publisher's affair."""
    year = book.imprint.year
    if any(len(figures) != 4 for figures in re.findall(r"[0-9]+", year)):
        origin = at(book.keys, "year", book.origin)
        yield Problem(origin, NOT_A_YEAR, f'"{year}" is no year', "write its four figures")


def the_isbns_are_right(book: Book) -> Iterator[Problem]:
    """An ISBN has thirteen figures, the last of which follows from the others, and is of one format (ISO 2108)."""
    origin = at(book.keys, "isbn", book.origin)
    formats: dict[str, str] = {}
    for kind, isbn in (book.imprint.isbns or {"print": book.imprint.isbn}).items():
        figures = [int(figure) for figure in re.findall(r"[0-9]", isbn)]
        number = "".join(map(str, figures))
        if (isbn or book.imprint.isbns) and (not ISBN.fullmatch(isbn) or len(figures) != 13):
            yield Problem(origin, NOT_AN_ISBN, f'"{isbn}" is no ISBN', "thirteen figures that begin with 978 or 979")
        elif sum(figure * (1, 3)[n % 2] for n, figure in enumerate(figures)) % 10:
            message = f'"{isbn}" is no ISBN: its last figure does not agree with the others'
            yield Problem(origin, NOT_AN_ISBN, message)
        elif number in formats:
            message = f'"{isbn}" is given to two formats: {formats[number]} and {kind}'
            yield Problem(origin, NOT_AN_ISBN, message, "each has one of its own")
        formats.setdefault(number, kind)


def the_series_has_its_number(book: Book) -> Iterator[Problem]:
    """An ISSN has eight figures, the last of which follows from the others (ISO 3297)."""
    issn = book.imprint.series.issn
    origin = at(book.keys, "series", book.origin)
    figures = [10 if figure == "X" else int(figure) for figure in issn if figure in "0123456789X"]
    proof = sum(figure * weight for figure, weight in zip(figures, range(8, 0, -1), strict=False))
    if issn and (not ISSN.fullmatch(issn) or proof % 11):
        yield Problem(origin, NOT_AN_ISBN, f'"{issn}" is no ISSN', "eight figures: 1234-5679")


def addresses_lead_somewhere(book: Book) -> Iterator[Problem]:
    """A DOI begins with 10. and has a prefix and a suffix (ISO 26324); the publisher's address is one of the web."""
    doi, web = book.imprint.doi, book.imprint.page.web
    if doi and not DOI.fullmatch(doi):
        yield Problem(at(book.keys, "doi", book.origin), DEAD_LINK, f'"{doi}" is no DOI', "a DOI begins with 10.")
    if web and not (public_link(web) == web and web.startswith("http")):
        origin = at(book.imprint.page.keys, "web", book.origin)
        yield Problem(origin, DEAD_LINK, f'"{web}" is no address of the web', "write https://…")


def the_report_on_accessibility_can_be_read(book: Book) -> Iterator[Problem]:
    """Where a certifier's report lies is an address of the web (EPUB Accessibility 1.1, 4.3.4)."""
    report = book.imprint.accessibility.report
    if report and not (public_link(report) == report and report.startswith("http")):
        origin = at(book.keys, "accessibility", book.origin)
        yield Problem(origin, DEAD_LINK, f'"{report}" is no address of the web', "write https://…")


def whoever_certifies_has_a_name(book: Book) -> Iterator[Problem]:
    """Of a certifier without a name nothing is said at all, neither as whom they are certified nor their report."""
    if "accessibility" in book.keys and not book.imprint.accessibility.certifier.strip():
        message, hint = "a certifier without a name", "write certifier: with who certifies that it is accessible"
        yield Problem(book.keys["accessibility"], MISSING_KEY, message, hint)


def years_of_copyright_are_years(book: Book) -> Iterator[Problem]:
    """Rights are held since a year, or several: 2019, 2026."""
    for each in book.imprint.page.copyright:
        if each.year and each.year != book.imprint.year and not YEARS.fullmatch(each.year):
            origin = at(book.imprint.page.keys, "copyright", book.origin)
            yield Problem(origin, NOT_A_YEAR, f'"{each.year}" is no year', "write 2026, or 2019, 2026")


def the_imprint_is_printed(book: Book) -> Iterator[Problem]:
    """What only the copyright page says is said nowhere, if the book has none."""
    if book.imprint.page.keys and not any(piece.kind == "imprint" for piece in book.pieces):
        origin = at(book.keys, "imprint", book.origin)
        yield Problem(origin, NEVER_PRINTED, "the imprint is printed nowhere", "add imprint to contents:")


IMPRINT_CHECKS: tuple[Callable[[Book], Iterator[Problem]], ...] = (
    the_year_is_one,
    the_isbns_are_right,
    the_series_has_its_number,
    addresses_lead_somewhere,
    the_report_on_accessibility_can_be_read,
    whoever_certifies_has_a_name,
    years_of_copyright_are_years,
    the_imprint_is_printed,
)
"""Each may be asked of any book."""
