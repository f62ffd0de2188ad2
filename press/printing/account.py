"""The account of notes: after every layout, is each note printed once, on the page of its call, in order, in its place?

The engine can lose a note, or print it pages away from its call, or over the text, without a word. So nothing is
believed: the boxes on the made pages are counted. (Private attributes of WeasyPrint; the version is pinned.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from weasyprint.formatting_structure import boxes

PIECE = "--"  # between a note's anchor and the number of its piece, in the id of a continued piece
Fault = Literal["lost", "strayed", "overlapping", "out of order", "doubled"]
SLACK = 0.5  # CSS px that lines may touch before they count as overlapping


@dataclass(frozen=True, slots=True)
class Stray:
    """A note that is not where it must be; pages count from 0 within the section."""

    anchor: str
    fault: Fault
    page: int
    printed: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """Where the notes of a section stand: note → pages of its pieces, in order; calls; and what is amiss."""

    calls: dict[str, int]
    pieces: dict[str, tuple[int, ...]]
    strays: tuple[Stray, ...]

    @property
    def continued(self) -> int:
        """How many notes run on to another page."""
        return sum(1 for pages in self.pieces.values() if len(set(pages)) > 1)


def note_boxes(page: Any) -> tuple[list[Any], list[Any]]:
    """The calls on a page, and the notes (or pieces of notes) at its foot, as boxes."""
    calls = [box for box in page._page_box.descendants() if box.footnote is not None]
    areas = [child for child in page._page_box.children if isinstance(child, boxes.FootnoteAreaBox)]
    return calls, [note for area in areas for note in area.children]


def take_account(pages: Sequence[Any], expected: Sequence[str]) -> Account:
    """The account of one section: `pages` as laid out, and the anchors of its notes in the order of the manuscript."""
    calls: dict[str, int] = {}
    pieces: dict[str, list[int]] = {}
    order: list[str] = []
    strays: list[Stray] = []
    for number, page in enumerate(pages):
        called, printed = note_boxes(page)
        for box in called:
            anchor = box.footnote.element.get("id")
            if PIECE not in anchor:
                calls.setdefault(anchor, number)
        for box in printed:
            anchor, _, _ = box.element.get("id").partition(PIECE)
            pieces.setdefault(anchor, []).append(number)
            order.append(anchor)
        strays += _overlaps(page, number, printed)
    for anchor in expected:
        stray = _whereabouts(anchor, calls.get(anchor), pieces.get(anchor, []))
        strays += [stray] if stray else []
    firsts = [anchor for anchor in dict.fromkeys(order) if anchor in calls]
    called_order = [anchor for anchor in expected if anchor in pieces]
    for printed_anchor, wanted in zip(firsts, called_order, strict=False):
        if printed_anchor != wanted:
            strays.append(Stray(wanted, "out of order", calls.get(wanted, 0), pieces[wanted][0]))
            break
    in_page_order = sorted(set(strays), key=lambda s: (s.page, s.anchor))
    return Account(calls, {key: tuple(value) for key, value in pieces.items()}, tuple(in_page_order))


def _whereabouts(anchor: str, call: int | None, pages: list[int]) -> Stray | None:
    if call is None or not pages:
        return Stray(anchor, "lost", call or 0, None)
    if pages[0] != call:
        return Stray(anchor, "strayed", call, pages[0])
    # A continued note goes on page after page: a piece that skips a page has drifted.
    if any(later - earlier not in (0, 1) for earlier, later in zip(pages, pages[1:], strict=False)):
        return Stray(anchor, "strayed", call, pages[-1])
    return None


def _overlaps(page: Any, number: int, printed: list[Any]) -> list[Stray]:
    """Notes that stand over the text or leave the page's type area."""
    if not printed:
        return []
    box = page._page_box
    top = box.content_box_y()
    bottom = top + box.height
    first = printed[0].element.get("id").partition(PIECE)[0]
    last_note = printed[-1]
    end = last_note.position_y + last_note.margin_height()
    area_top = printed[0].position_y
    text_end = max((_line_end(child) for child in box.children if not isinstance(child, _NOT_TEXT)), default=0.0)
    if end > bottom + SLACK or area_top < top - SLACK or text_end > area_top + SLACK:
        return [Stray(first, "overlapping", number, number)]
    return []


_NOT_TEXT = (boxes.FootnoteAreaBox, boxes.MarginBox)


def _line_end(box: Any) -> float:
    """The lower edge of the last line within a box, in CSS px from the page's top."""
    ends = [0.0]
    for each in box.descendants() if hasattr(box, "descendants") else ():
        if isinstance(each, (boxes.LineBox, boxes.BlockReplacedBox)):
            ends.append(
                each.position_y + each.margin_height() if hasattr(each, "margin_top") else each.position_y + each.height
            )
    return max(ends)


def join_calls_and_notes(pages: Sequence[Any]) -> None:
    """Link each call to its note and each note's number back to its call, by the engine's lists of links and anchors."""
    for page in pages:
        called, printed = note_boxes(page)
        for box in called:
            anchor = box.footnote.element.get("id")
            if PIECE in anchor or f"call-{anchor}" in page.anchors:
                continue
            x, y, width, height = box.hit_area()
            page.anchors[f"call-{anchor}"] = (x, y, x + width, y + height)
            page.links.append(("internal", anchor, (x, y, x + width, y + height), box))
        for note in printed:
            marker = next((b for b in note.descendants() if str(b.element_tag).endswith("::footnote-marker")), None)
            anchor = note.element.get("id")
            if marker is None or PIECE in anchor:
                continue
            x, y, width, height = marker.hit_area()
            page.links.append(("internal", f"call-{anchor}", (x, y, x + width, y + height), marker))
