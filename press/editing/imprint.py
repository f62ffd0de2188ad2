"""What book.yaml says of the edition → the Imprint: words polished, marks read, numbers of the book in their forms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from press.editing.imprint_records import ImprintRecord, IsbnRecord, SeriesRecord
from press.editing.phrases import parse_phrase
from press.editing.punctuation import polished
from press.editing.records import BookRecord
from press.editing.source_values import doi
from press.editing.value_rules import NOT_A_SLUG
from press.fields import Written
from press.imprint import Accessibility, Copyright, CopyrightPage, Imprint, Series
from press.problem import Problem
from press.text import Phrase

SLUG = re.compile(r"[^\W_](?:[^\W_]|-)*")
"""What the products may be called: it leads out of no folder."""
LETTERS_OF_SLUG = 200
"""Of what begins the name of a file: all of it has 255 bytes at most."""
PRINTED = ("print", "hardback", "paperback")
"""The formats that have a cover, and so a bar code."""


def parse_imprint(record: BookRecord, problems: list[Problem]) -> Imprint:
    """The imprint of a book, with the problems of its marks."""
    slug = record.slug
    if slug and not (SLUG.fullmatch(slug) and len(slug) <= LETTERS_OF_SLUG):
        origin = record.keys.get("slug", record.origin)
        hint = f"letters, digits and hyphens, at most {LETTERS_OF_SLUG}"
        problems.append(Problem(origin, NOT_A_SLUG, f'"{slug[:80]}" cannot name a file', hint))
        slug = ""  # whatever is still made must not leave its folder
    title, subtitle, rights = (parse_phrase(each, problems) for each in (record.title, record.subtitle, record.rights))
    isbns = _isbns(record.isbn)
    printed = (isbns[each] for each in isbns if each in PRINTED)
    return Imprint(
        title=title,
        subtitle=subtitle,
        author=polished(record.author),
        editor=polished(record.editor),
        language=record.language,
        publisher=polished(record.publisher),
        place=polished(record.place),
        year=record.year,
        isbn=next(printed, "") if isbns else record.isbn.print,
        isbns=isbns,
        # what is none is told when the values of records are looked at
        doi=doi(record.doi) or record.doi,
        series=_series(record.series, problems),
        edition=polished(record.edition),
        rights=rights,
        short=parse_phrase(record.short, problems),
        slug=slug or re.sub(r"[^a-z0-9]+", "-", str(title).casefold())[:LETTERS_OF_SLUG].strip("-") or "book",
        accessibility=Accessibility(
            polished(record.accessibility.certifier),
            polished(record.accessibility.credential),
            record.accessibility.report,
        ),
        page=_page(record.imprint, record.year, problems),
    )


def _isbns(record: IsbnRecord) -> dict[str, str]:
    """The number of each format, in the order of the file; nothing where one number stands alone."""
    return {key: getattr(record, key) for key in record.keys}


def _series(record: SeriesRecord, problems: list[Problem]) -> Series:
    return Series(parse_phrase(record.title, problems), polished(record.number), record.issn)


def _page(record: ImprintRecord, year: str, problems: list[Problem]) -> CopyrightPage:
    def phrase(written: Written) -> Phrase:
        return parse_phrase(written, problems)

    return CopyrightPage(
        copyright=tuple(Copyright(polished(each.holder), each.year or year) for each in record.copyright),
        editions=_phrases(record.editions, problems),
        printing=record.printing,
        original=phrase(record.original),
        contributions=_phrases(record.contributions, problems),
        address=_lines(record.address),
        web=record.web,
        cataloguing=_lines(record.cataloguing),
        designer=phrase(record.designer),
        typesetter=phrase(record.typesetter),
        type=phrase(record.type),
        cover_picture=phrase(record.cover_picture),
        printer=phrase(record.printer),
        printed_in=polished(record.printed_in),
        paper=phrase(record.paper),
        funding=phrase(record.funding),
        keys=record.keys,
    )


def _phrases(written: Iterable[Written], problems: list[Problem]) -> tuple[Phrase, ...]:
    return tuple(parse_phrase(each, problems) for each in written)


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a block, as they are written."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())
