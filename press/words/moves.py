"""Two makings of one book held against each other page by page: which pages have other words, or the same elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Literal, TypeAlias

from press.words.proof import PrintedPage

NEAR = 0.05
"""Points by which type may stand elsewhere and nobody sees it."""
OPENING = 6
"""So many words tell with what a page begins."""
How: TypeAlias = Literal["other words", "the same words elsewhere", "gone", "new"]


@dataclass(frozen=True, slots=True)
class MovedPages:
    """Pages in a row that come out otherwise, by the numbers printed on the first and the last; how; and with what the
    first begins now and then.
    """

    first: str
    last: str
    count: int
    how: How
    now: str
    then: str

    @property
    def pages(self) -> str:
        """The pages as they are named."""
        return self.first if self.count == 1 else f"{self.first}–{self.last}"


def moved_pages(
    now: Sequence[PrintedPage], then: Sequence[PrintedPage], labels: tuple[Sequence[str], Sequence[str]]
) -> Iterator[MovedPages]:
    """The pages that move, those in a row that move alike together; `labels`: what is printed on each, now and then."""
    pairs = list(zip_longest(now, then))
    hows = [_how(*pair) for pair in pairs]
    for how, run in groupby(range(len(pairs)), key=lambda at: hows[at]):
        places = list(run)
        if how is None:
            continue
        named = labels[0] if places[0] < len(labels[0]) else labels[1]
        begin = tuple(_begin(page) for page in pairs[places[0]])
        yield MovedPages(named[places[0]], named[places[-1]], len(places), how, *begin)


def _how(now: PrintedPage | None, then: PrintedPage | None) -> How | None:
    if now is None or then is None:
        return "new" if now is None else "gone"
    if now.words != then.words:
        return "other words"
    alike = len(now.typed) == len(then.typed) and all(
        abs(one - other) <= NEAR
        for a, b in zip(now.typed, then.typed, strict=True)
        for one, other in zip(a.box, b.box, strict=True)
    )
    return None if alike and now.size == then.size else "the same words elsewhere"


def _begin(page: PrintedPage | None) -> str:
    return " ".join(page.words[:OPENING]) if page else ""
