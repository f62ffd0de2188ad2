"""Two editions of a book must have the same words on the same pages; blank pages may follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

import pypdfium2

from press.pdf.page_digests import page_digests
from press.prepress.rules import PAGES_DIFFER
from press.problem import Origin, Problem
from press.store import Sheaf

Words: TypeAlias = tuple[tuple[str, ...], ...]


def words_by_page(pdf: bytes, kept: Sheaf | None = None) -> Words:
    """The words of each page of a PDF, in the order of its text; `kept` has those of pages that were read before, by
    all that they paint.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        if kept is None:
            return tuple(_words(page) for page in document)
        return tuple(_recall(document, at, f"words {key}", kept) for at, key in enumerate(page_digests(pdf)))


def _recall(document: pypdfium2.PdfDocument, at: int, key: str, kept: Sheaf) -> tuple[str, ...]:
    if (words := kept.get(key, tuple)) is None:
        kept.put(key, words := _words(document[at]))
    return words


def _words(page: pypdfium2.PdfPage) -> tuple[str, ...]:
    text = page.get_textpage()
    try:
        return tuple(text.get_text_range().split())
    finally:
        text.close()
        page.close()


def compare_pages(reading: Words, printed: Words, shown: str) -> Iterator[Problem]:
    """One problem for each page that differs; `shown` is the name of the print edition."""
    for number, (one, other) in enumerate(zip_longest(reading, printed, fillvalue=()), 1):
        # the print edition may end with blank pages, but must not lack one, not even one without words
        if one != other or (number > len(printed)):
            message = f"page {number} differs from the reading edition: {_difference(one, other)}"
            yield Problem(Origin(shown), PAGES_DIFFER, message)


def _difference(one: Sequence[str], other: Sequence[str]) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f'word {at + 1} is "{"".join(other[at : at + 1])}", not "{"".join(one[at : at + 1])}"'
