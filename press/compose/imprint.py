"""The lines of the copyright page: which a style has, in its order and in its words (Chicago 18, 1.20–37).

A style says by `imprint:` which lines it prints; what a book does not give is left out. The words of a line are a
pattern of the style's `words:`, in which what the book gives stands in braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from press.imprint import Imprint
from press.text import Link, Phrase, Text

Row: TypeAlias = "tuple[str | Phrase, ...]"
"""A row of the page: words of the style, and what the book gives."""
Said: TypeAlias = "Mapping[str, str | Phrase]"
LAST = 10
"""The number line counts down from the tenth printing at least."""


@dataclass(frozen=True, slots=True)
class ImprintLine:
    """A line of the page, which may have several rows, and what it is."""

    kind: str
    rows: tuple[Row, ...]


def imprint_lines(imprint: Imprint, words: Mapping[str, str], order: Sequence[str]) -> tuple[ImprintLine, ...]:
    """The lines that a style prints of a book, in the style's order."""
    makers = _makers(imprint, words)
    made = (ImprintLine(kind.replace("_", "-"), tuple(makers[kind]())) for kind in order)
    return tuple(line for line in made if line.rows)


def _makers(imprint: Imprint, words: Mapping[str, str]) -> Mapping[str, Callable[[], Iterator[Row]]]:
    page = imprint.page

    def single(value: str | Phrase, pattern: str = "{}") -> Callable[[], Iterator[Row]]:
        return lambda: iter([_worded(pattern, {"": value})] if value else [])

    return {
        "edition": lambda: _beside(imprint.edition, imprint.year),
        "editions": lambda: ((each,) for each in page.editions),
        "original": single(page.original),
        "publisher": lambda: _beside(imprint.publisher, imprint.place),
        "address": lambda: ((each,) for each in page.address),
        "web": single(_link(page.web)),
        "series": lambda: _series(imprint, words),
        "copyright": lambda: _copyright(imprint, words),
        "rights": single(imprint.rights),
        "contributions": lambda: ((each,) for each in page.contributions),
        "funding": single(page.funding),
        "isbn": lambda: _isbns(imprint, words),
        "doi": single(_link(f"https://doi.org/{imprint.doi}" if imprint.doi else "")),
        "cataloguing": lambda: ((each,) for each in page.cataloguing),
        "designer": single(page.designer, words["designer_line"]),
        "typesetter": single(page.typesetter, words["typesetter_line"]),
        "type": single(page.type, words["type_line"]),
        "cover_picture": single(page.cover_picture, words["cover_picture_line"]),
        "printer": lambda: _printer(imprint, words),
        "paper": single(page.paper),
        "printing": lambda: iter([(_number_line(page.printing),)] if page.printing else []),
    }


def _worded(pattern: str, said: Said) -> Row:
    """A pattern of the style's words with what the book gives in its places."""
    parts = (said[part[1:-1]] if part[:1] == "{" else part for part in re.split(r"(\{\w*\})", pattern))
    return tuple(part for part in parts if part)


def _beside(what: str, where: str) -> Iterator[Row]:
    """An edition and its year, a publisher and its place."""
    if what:
        yield (what, f", {where}") if where else (what,)


def _series(imprint: Imprint, words: Mapping[str, str]) -> Iterator[Row]:
    series = imprint.series
    if series.title:
        pattern = words["series_line"] if series.number else "{title}"
        yield _worded(pattern, {"title": series.title, "number": series.number})
    if series.issn:
        yield (f"ISSN {series.issn}",)


def _copyright(imprint: Imprint, words: Mapping[str, str]) -> Iterator[Row]:
    for each in imprint.page.copyright:
        pattern = words["copyright_line"] if each.year else words["copyright_line"].replace("{year} ", "")
        yield _worded(pattern, {"year": each.year, "holder": each.holder})


def _isbns(imprint: Imprint, words: Mapping[str, str]) -> Iterator[Row]:
    if imprint.isbn and not imprint.isbns:
        yield (f"ISBN {imprint.isbn}",)
    for kind, number in imprint.isbns.items():
        yield _worded(words["isbn_line"], {"isbn": number, "format": words[kind]})


def _printer(imprint: Imprint, words: Mapping[str, str]) -> Iterator[Row]:
    """Who has printed the book, and in which country (which some customs ask for)."""
    printer, place = imprint.page.printer, imprint.page.printed_in
    if printer or place:
        alone = words["printer_line"] if printer else words["printed_in_line"]
        pattern = words["printed_line"] if printer and place else alone
        yield _worded(pattern, {"printer": printer, "place": place})


def _number_line(printing: int) -> str:
    """The numbers of the printings to come, the last of which is that of this one."""
    return " ".join(str(number) for number in range(max(LAST, printing + 4), printing - 1, -1))


def _link(url: str) -> Phrase:
    """An address that is read, and leads there."""
    return Phrase((Link(url, (Text(url),)),)) if url else Phrase()
