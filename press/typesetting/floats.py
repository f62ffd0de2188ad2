"""What floats: figures and tables taken out of a section's text, to stand at the head or foot of a page or on its own.

The text knows nothing of them but where they have their places in it, and the room that is kept for them on its pages;
so a paragraph goes on below them as it would without. Pages are counted from 0 among those of the text, rows from 0 in
all of it. Lengths are CSS px.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil

from press.compose.compose import Section
from press.typesetting.flow import PageMeasures, Row
from press.typesetting.make_up import MakeUp, page_end
from press.typesetting.orders import BODY
from press.typesetting.page import Stand

FLOAT = re.compile(r"<!--float (\w+) (\S+?)-->(.*?)<!--/float-->", re.DOTALL)
"""What floats in the HTML of a section, and tables in the text (`here`) that may come to; a style whose templates write
it otherwise has all stand in the text.
"""
HERE = "here"
BEHIND = re.compile(r"</(?:p|h2|h3)>\s*\Z")
BEFORE = re.compile(r"<!--place (\S+?)-->(\s*<p\b[^>]*>)?")
OPENED = re.compile(r"<(?!/)[^<>]*>\s*\Z")
BARRIER = {
    "figure": re.compile(r'<(?:h2|figure)\b[^>]*\bid="([^"]+)"'),
    "table": re.compile(r'<(?:h2|caption)\b[^>]*\bid="([^"]+)"'),
}
"""What nothing that floats passes: the heading of a section, and what is numbered with it and stands in the text."""
IDS = re.compile(r'\bid="([^"]+)"')
LEAST = 4
"""Lines of text that a page has at least beside what floats on it; with fewer, that has the page to itself."""
AHEAD = 200
"""Rows that are looked at to see where a page ends."""


@dataclass(frozen=True, slots=True)
class Float:
    """What floats: its anchor; where it is to stand; a section that holds nothing else; the anchors of its place in the
    text, of the references to it, in order, of what it must stand behind and before (empty: the ends of the section),
    and of what follows it in the text and is numbered with it; all ids in it.
    """

    anchor: str
    at: str
    section: Section
    mentions: tuple[str, ...]
    since: str
    until: str
    following: str
    ids: tuple[str, ...]

    @property
    def block(self) -> str:
        """The block by which it is known: its caption, or a row."""
        return next((each for each in self.ids if each.startswith("b-")), "")

    @property
    def place(self) -> str:
        """The anchor of its place in the text."""
        return place_of_float(self.anchor)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A float on its way to a page: where it is to stand (`page` if it is too tall to have text beside it), how much
    room it takes of one, and the rows of the text: how many stand before its place, the first of what it must stand
    behind, the first of what it must stand before, and the first of what is numbered behind it, if anything is.
    """

    anchor: str
    at: str
    room: float
    place: int
    since: int
    until: int
    following: int = sys.maxsize


def place_of_float(anchor: str) -> str:
    """The anchor of the place of a float."""
    return f"{anchor}-place"


def part_floats(section: Section, here: Set[str], afloat: Set[str] = frozenset()) -> tuple[Section, tuple[Float, ...]]:
    """A section without its floats but those that are to stand `here`, by their anchors; and the others. `afloat`:
    tables in the text that have come to float.
    """
    body = BODY.search(section.html)
    if "<!--float " not in section.html or body is None:
        return section, ()
    out, end, taken = "", 0, list[re.Match[str]]()
    for found in FLOAT.finditer(section.html):
        out += section.html[end : found.start()]
        end = found.end()
        if found[2] in here or (found[1] == HERE and found[2] not in afloat):
            out += found[3]
        else:
            out = _with_place(out, place_of_float(found[2]))
            taken.append(found)
    html = BEFORE.sub(_at_opening, out + section.html[end:])
    head = section.html[: body.end()]
    floats = tuple(_float(replace(section, notes=(), called=(), ends=()), head, html, found) for found in taken)
    return replace(section, html=html), floats


def order_of(html: str, places: Sequence[str]) -> tuple[dict[str, int], frozenset[str]]:
    """In which order what floats, by its anchor, and some places stand in the text; and which of it are tables."""
    found = list(FLOAT.finditer(html))
    order = {each[2]: each.start() for each in found} | {place: html.index(f'id="{place}"') for place in places}
    return order, frozenset(each[2] for each in found if each[3].lstrip().startswith("<table"))


def begin_pages(html: str, tables: Set[str]) -> str:
    """HTML in which some tables, by their anchors, begin a page."""
    for anchor in sorted(tables):
        html = re.sub(
            rf'(<table\b[^>]*)(>\s*<caption id="{re.escape(anchor)}")', r'\1 style="break-before: page"\2', html
        )
    return html


def _with_place(html: str, place: str) -> str:
    """The HTML before a float with the place of it at its end: within the paragraph that ends there, for nothing new
    may come to stand between two that a sheet looks at together.
    """
    if found := BEHIND.search(html):
        return f'{html[: found.start()]}<span id="{place}" data-place="{place}"></span>{html[found.start() :]}'
    if OPENED.search(html):
        return f"{html}<!--place {place}-->"
    return f'{html}<div id="{place}" data-place="{place}"></div>'


def _at_opening(found: re.Match[str]) -> str:
    """A place with no paragraph before it: in the one behind it, if there is one."""
    mark = f'id="{found[1]}" data-place="{found[1]}"'
    return f"{found[2]}<span {mark}></span>" if found[2] else f"<div {mark}></div>"


def _float(section: Section, head: str, html: str, found: re.Match[str]) -> Float:
    anchor = found[2]
    at = html.index(f'id="{place_of_float(anchor)}"')
    barrier = BARRIER["table" if found[3].lstrip().startswith("<table") else "figure"]
    before = [each[1] for each in barrier.finditer(html, 0, at)]
    behind = list(barrier.finditer(html, at))
    following = next((each[1] for each in behind if not each[0].startswith("<h2")), "")
    whole = f'{head}<div data-float="{place_of_float(anchor)}">{found[3]}</div></body></html>'
    mention = re.compile(rf'<a\b[^>]*\bid="([^"]+)"[^>]*\bhref="#{re.escape(anchor)}"')
    ids = tuple(IDS.findall(found[3]))
    return Float(
        anchor=anchor,
        at="top" if found[1] == HERE else found[1],
        section=replace(section, html=whole),
        mentions=tuple(mention.findall(html)),
        since=before[-1] if before else "",
        until=behind[0][1] if behind else "",
        following=following,
        ids=ids,
    )


def room_for(depth: float, gap: float, measures: PageMeasures) -> float:
    """The room that a float of some depth takes of a page: with white of `gap` at least towards the text, and of whole
    lines, so that those of the text stand where they would without it.
    """
    return ceil(round((depth + gap) / measures.pitch, 3)) * measures.pitch


def has_text_beside(room: float, measures: PageMeasures) -> bool:
    """Whether lines of text have a place on a page beside what takes so much of it."""
    return room <= measures.height - LEAST * measures.pitch


def may_stand(waiting: Waiting, at: str, rows: Sequence[Row], start: int, end: int) -> bool:
    """Whether a float may stand at some place of a page that has the rows from `start` to before `end`.

    Never before the page of its place; at the head only below the heading of its section, on an earlier page, and above
    no heading; at the foot only where its section has not ended; on a page by itself, which comes behind this one, only
    where nothing stands on this one that is numbered behind it.
    """
    if waiting.place > end:
        return False
    if at == "page":
        return end <= waiting.following
    if at == "top":
        inside = waiting.since < start < min(waiting.until, len(rows)) and not rows[start].heading
    else:
        inside = waiting.since < end <= waiting.until and start < end
    return inside and (end - start >= LEAST or end == len(rows))


def stand_floats(
    rows: Sequence[Row], measures: PageMeasures, floats: Sequence[Waiting], earliest: Mapping[str, int]
) -> tuple[Stand, ...]:
    """Where floats stand: each on the first page that will have it, in their order; none of one that no page will have.

    The pages are made up in the mind, of rows as they are set. `earliest`: pages before which some may not stand.
    """
    stands: list[Stand] = []
    waiting = list(floats)
    start, page, carried = 0, 0, 0.0
    while waiting and start < len(rows):
        room, last = 0.0, "top"
        end, later = _fill(rows, start, carried, room, measures)
        while waiting:
            each = waiting[0]
            more = 0.0 if each.at == "page" else each.room
            filled = _fill(rows, start, carried, room + more, measures) if more else (end, later)
            in_turn = ("top", "bottom", "page").index(each.at) >= ("top", "bottom", "page").index(last)
            fits = has_text_beside(room + more, measures) and page >= earliest.get(each.anchor, 0)
            if in_turn and fits and may_stand(each, each.at, rows, start, filled[0]):
                room, last, (end, later) = room + more, each.at, filled
                stands.append(Stand(each.anchor, page, each.at, more))
            elif end <= each.following if each.at == "page" else end < each.until:
                break  # it waits for a page, and those behind it wait for it
            waiting.pop(0)
        start, page, carried = end, page + 1, later
    return tuple(stands)


def _fill(rows: Sequence[Row], start: int, carried: float, room: float, measures: PageMeasures) -> tuple[int, float]:
    """Where the page ends that begins with a row, and the height of the notes that it leaves for the next."""
    ahead = tuple(rows[start : start + AHEAD])
    taken = page_end(MakeUp(open=ahead, carried=carried), measures, room) or len(ahead)
    return start + taken, sum(row.later for row in ahead[:taken])


def rooms_of(stands: Sequence[Stand], rooms: Mapping[str, float], count: int) -> Iterator[tuple[int, float, float]]:
    """The room that is kept on pages of the text (`count` of them) for what stands on them: at the head, at the foot.
    `rooms`: what each float takes.
    """
    for page in range(count):
        head, foot = (
            sum(rooms[each.anchor] for each in stands if each.page == page and each.at == at)
            for at in ("top", "bottom")
        )
        if head or foot:
            yield page, head, foot


def rows_of_pages(ends: Sequence[int], total: int) -> list[tuple[int, int]]:
    """The rows of each page, from the first to before the last; `ends`: how many stand on each but the last."""
    sums = list(accumulate(ends, initial=0))
    return list(pairwise([*sums, total]))


def holds(stand: Stand, floats: Mapping[str, Waiting], rows: Sequence[Row], pages: Sequence[tuple[int, int]]) -> bool:
    """Whether a float may stay where it stands, now that the pages have these rows."""
    each = floats.get(stand.anchor)
    if each is None or each.at != stand.at or stand.page >= len(pages):
        return False
    return may_stand(each, each.at, rows, *pages[stand.page])
