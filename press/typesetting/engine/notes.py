"""The notes on laid-out pages: calls, notes at the foot and how they fill it, read off the engine's boxes.

Private attributes of WeasyPrint; the version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from weasyprint.formatting_structure import boxes

from press.typesetting.account import CALL, PIECE, Foot, NoteArea, PageNotes, Slip

SLACK = 0.5  # CSS px that lines may touch before they count as overlapping
LOOSE = 4.0  # CSS px by which the spaces of a note's last line may grow for it to fill the measure


def read_notes(pages: Sequence[Any], ends: bool = False) -> tuple[PageNotes, ...]:
    """What of notes stands on each page of the engine's; `ends`: notes at an end, and their calls, are looked for."""
    read = tuple(_read_page(page) for page in pages)
    if not ends:
        return read
    seen: set[int] = set()
    begun = (_ends(page, seen) for page in pages)
    return tuple(replace(each, away=away, ends=own) for each, (away, own) in zip(read, begun, strict=True))


def _ends(page: Any, seen: set[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The calls of notes at an end, and such notes, that begin on a page; `seen` are the elements that have been met.

    An element of which the engine makes several boxes (the head of a table comes again on every page) is one.
    """
    found: dict[str, list[str]] = {"call": [], "endnote": []}
    for box in page._page_box.descendants():
        element = box.element
        names = element.get("class", "").split()[:1] if element is not None and id(element) not in seen else ()
        for name in (each for each in names if each in found and box.element_tag == element.tag):
            seen.add(id(element))
            found[name].append((element.get("id") or "").removeprefix(CALL))
    return tuple(found["call"]), tuple(found["endnote"])


def _read_page(page: Any) -> PageNotes:
    calls, notes = note_boxes(page)
    return PageNotes(
        tuple(slip(call.footnote) for call in calls),
        _foot(page, notes),
        frozenset(slip(note) for note in notes if _ends_full(note)),
        tuple(_overlapping(page, notes)),
        _area(page),
    )


def note_boxes(page: Any) -> tuple[list[Any], list[Any]]:
    """The calls on a page, and the notes (or pieces of notes) at its foot, as boxes."""
    calls = [box for box in page._page_box.descendants() if box.footnote is not None]
    areas = [child for child in page._page_box.children if isinstance(child, boxes.FootnoteAreaBox)]
    return calls, [note for area in areas for note in area.children]


def slip(box: Any) -> Slip:
    """Which piece of which note a note's box is."""
    anchor, _, number = box.element.get("id").partition(PIECE)
    return anchor, int(number or 1)


def _foot(page: Any, notes: Sequence[Any]) -> Foot:
    box = page._page_box
    lines = [each for child in _text(box) for each in child.descendants() if isinstance(each, boxes.LineBox)]
    # A line that went over to this page with its note stands among the first: widows and orphans take others with it.
    called = [
        {slip(each.footnote)[0]: None for each in line.descendants() if each.footnote is not None} for line in lines[:3]
    ]
    # Down to the first note, and not to the area of notes: what parts them from the text is counted as white.
    bottom = notes[0].position_y if notes else box.content_box_y() + box.height
    end = max(map(_line_end, _text(box)), default=bottom)
    return Foot(
        bottom - end,
        tuple(called[0]) if called else (),
        tuple(anchor for anchors in called for anchor in anchors),
        tuple((slip(note), note.margin_height()) for note in notes),
        box.height,
        lines[-1].height if lines else box.height,
    )


def _area(page: Any) -> NoteArea | None:
    """What the notes of a page take of it; None if it has none, for then the engine keeps no area of notes."""
    box = page._page_box
    area = next((child for child in box.children if isinstance(child, boxes.FootnoteAreaBox)), None)
    if area is None:
        return None
    apart = area.margin_height() - area.height
    heights = [each.height for each in area.descendants() if isinstance(each, boxes.LineBox)]
    # A style that sets no `max-height` lets notes have all but what parts them from the text.
    return NoteArea(apart, max(box.height - area.max_height, apart), min(heights, default=0.0))


def _ends_full(note: Any) -> bool:
    """Whether the last line of a note reaches the edge of the measure, or would with spaces a little wider."""
    lines = [each for each in note.descendants() if isinstance(each, boxes.LineBox)]
    if not lines:
        return False
    room = note.content_box_x() + note.width - lines[-1].position_x - lines[-1].width
    words = (each.text for each in lines[-1].descendants() if isinstance(each, boxes.TextBox))
    return bool(room <= LOOSE * "".join(words).strip().count(" "))


def _text(box: Any) -> list[Any]:
    """The parts of a page that are neither notes nor margins."""
    return [child for child in box.children if not isinstance(child, (boxes.FootnoteAreaBox, boxes.MarginBox))]


def _overlapping(page: Any, notes: Sequence[Any]) -> Iterator[str]:
    """Notes that stand over the text or leave the page's type area."""
    if not notes:
        return
    box = page._page_box
    top = box.content_box_y()
    text_end = max(map(_line_end, _text(box)), default=0.0)
    for note in notes:
        beyond = note.position_y + note.margin_height() > top + box.height + SLACK or note.position_y < top - SLACK
        if beyond or text_end > note.position_y + SLACK:
            yield slip(note)[0]


def _line_end(box: Any) -> float:
    """The lower edge of the last line within a box, in CSS px from the page's top."""
    ends = [0.0]
    for each in box.descendants() if hasattr(box, "descendants") else ():
        if isinstance(each, boxes.LineBox):
            ends.append(each.position_y + each.height)
        elif isinstance(each, boxes.BlockReplacedBox):
            ends.append(each.position_y + each.margin_height())
    return max(ends)


def join_calls_and_notes(pages: Sequence[Any]) -> None:
    """Link each call to its note, and each note's number back to its call, by the engine's lists of links and anchors.

    A piece that is continued on another page is linked back by the words that say so, which stand in its `::before`.
    """
    for page in pages:
        called, printed = note_boxes(page)
        for box in called:
            anchor, piece = slip(box.footnote)
            # A later piece has no call of its own to be seen; and the call in a table's head stands on every page.
            if piece > 1 or f"{CALL}{anchor}" in page.anchors:
                continue
            x, y, width, height = box.hit_area()
            page.anchors[f"{CALL}{anchor}"] = (x, y, x + width, y + height)
            page.links.append(("internal", anchor, (x, y, x + width, y + height), box))
        for note in printed:
            anchor, piece = slip(note)
            label = "::before" if piece > 1 else "::footnote-marker"
            # There is none where a style prints no number and does not say that a note is continued.
            marker = next((b for b in note.descendants() if str(b.element_tag).endswith(label)), None)
            if marker is None:
                continue
            x, y, width, height = marker.hit_area()
            page.links.append(("internal", f"{CALL}{anchor}", (x, y, x + width, y + height), marker))
