"""Tables that are turned: taken out of a section's text, to be laid out on pages of their own, and brought back.

The text knows nothing of them but where they stand in it; so it goes on below that place to the foot of the page. Their
pages come behind that page: wide ones, as broad as the others are high, that are turned when the section is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from press.compose.compose import Section
from press.typesetting.orders import BODY

TURNED = re.compile(r"<!--turned-->(.*?)<!--/turned-->", re.DOTALL)
"""A turned table in the HTML of a section; a style whose templates write it otherwise turns no table."""
ID = re.compile(r'\bid="([^"]+)"')
PLACE = '<div id="{0}" data-place="{0}"></div>'
PLACES = re.compile(
    r"((?:<(?![/!])[^<>]*>|</h[1-6]>|<p class=\"section-break\"[^<>]*>[^<>]*</p>)\s*)"
    r"((?:<div id=\"[^\"]+-place\"[^<>]*></div>\s*)+)(<p\b[^<>]*>)"
)
"""Places right behind what the paragraph that follows them opens, or follows: a sheet is to find it there."""


@dataclass(frozen=True, slots=True)
class TurnedTable:
    """A turned table: the anchor of its place in the text, and a section that holds nothing else."""

    place: str
    section: Section


def part(section: Section) -> tuple[Section, tuple[TurnedTable, ...]]:
    """A section without its turned tables, and these."""
    body = BODY.search(section.html)
    if "<!--turned-->" not in section.html or body is None:
        return section, ()
    tables: list[TurnedTable] = []

    def place(found: re.Match[str]) -> str:
        block = ID.search(found[1])
        anchor = f"{block[1] if block else section.key}-place"
        html = f'{section.html[: body.end()]}<div data-float="{anchor}">{found[1]}</div></body></html>'
        tables.append(TurnedTable(anchor, replace(section, html=html, notes=())))
        return PLACE.format(anchor)

    return replace(section, html=PLACES.sub(_within, TURNED.sub(place, section.html))), tuple(tables)


def _within(found: re.Match[str]) -> str:
    """Places moved into the paragraph behind them, which stands on the same page: what opens a text has no indent."""
    return f"{found[1]}{found[3]}{found[2].replace('div', 'span').strip()}"


@dataclass(frozen=True, slots=True)
class TurnedPages:
    """Where the pages of turned tables stand among those of a section, all counted from 0: the first of each table."""

    firsts: tuple[int, ...]
    lengths: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """All of them, in order."""
        pairs = zip(self.firsts, self.lengths, strict=True)
        return tuple(first + n for first, length in pairs for n in range(length))


def stand(places: Sequence[int], lengths: Sequence[int]) -> TurnedPages:
    """Where turned pages stand: behind the page of the text (from 0) on which each table has its place."""
    before = accumulate(lengths, initial=0)
    firsts = tuple(page + 1 + so_far for page, so_far in zip(places, before, strict=False))
    return TurnedPages(firsts, tuple(lengths))


def place_of(anchors: Sequence[Sequence[str]], place: str) -> int:
    """The page of the text (from 0) on which a place is; the last, if it is on none."""
    return next((n for n, page in enumerate(anchors) if place in page), len(anchors) - 1)


def counted_all(page: int, inserted: Sequence[int]) -> int:
    """A page of the text (from 1) by its number among all pages, some of which (from 0) are inserted."""
    at = page - 1
    for each in sorted(inserted):
        at += each <= at
    return at + 1
