"""The account of notes: after every layout, is each note printed once, on the page of its call, in order, in its place?

The engine can lose a note, or print it pages away from its call, or over the text, without a word. So nothing is
believed: the boxes on the made pages are counted. (Private attributes of WeasyPrint; the version is pinned.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from weasyprint.formatting_structure import boxes

PIECE = "--"  # between a note's anchor and the number of its piece, in the id of a continued piece
Fault = Literal["lost", "strayed", "overlapping", "out of order", "doubled", "called twice"]
SLACK = 0.5  # CSS px that lines may touch before they count as overlapping
LOOSE = 4.0  # CSS px by which the spaces of a note's last line may grow for it to fill the measure
Slip: TypeAlias = tuple[str, int]
"""A piece of a note: the note's anchor, and the piece's number from 1."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A note that is not where it must be; pages count from 0 within the section."""

    anchor: str
    fault: Fault
    page: int
    printed: int | None


@dataclass(frozen=True, slots=True)
class Foot:
    """A page as the repair of notes sees it.

    `white`: what is left empty between text and notes; `early`: the notes called in the first lines of text, `first`
    those
    in the very first; `printed`: the pieces at the foot, in order, with their heights; `height`: of the page's type
    area, `line`: of a line of text. All in CSS px.
    """

    white: float
    first: tuple[str, ...]
    early: tuple[str, ...]
    printed: tuple[tuple[Slip, float], ...]
    height: float
    line: float


@dataclass(frozen=True, slots=True)
class Account:
    """Where the notes of a section stand: note → pages of its pieces, in order; calls; pages; and what is amiss.

    `full`: the pieces whose last line fills the measure, or nearly so.
    """

    calls: Mapping[str, int]
    pieces: Mapping[str, tuple[int, ...]]
    feet: tuple[Foot, ...]
    full: frozenset[Slip]
    strays: tuple[Stray, ...]

    @property
    def continued(self) -> int:
        """How many notes run on to another page."""
        return sum(1 for pages in self.pieces.values() if len(set(pages)) > 1)

    def heights(self, anchor: str) -> tuple[float, ...]:
        """The heights of a note's pieces, in CSS px."""
        return tuple(height for foot in self.feet for (note, _), height in foot.printed if note == anchor)

    @property
    def placed(self) -> int:
        """How many notes begin on the page of their call."""
        return sum(1 for note, pages in self.pieces.items() if pages[0] == self.calls.get(note))


def note_boxes(page: Any) -> tuple[list[Any], list[Any]]:
    """The calls on a page, and the notes (or pieces of notes) at its foot, as boxes."""
    calls = [box for box in page._page_box.descendants() if box.footnote is not None]
    areas = [child for child in page._page_box.children if isinstance(child, boxes.FootnoteAreaBox)]
    return calls, [note for area in areas for note in area.children]


def slip(box: Any) -> Slip:
    """Which piece of which note a note's box is."""
    anchor, _, number = box.element.get("id").partition(PIECE)
    return anchor, int(number or 1)


def take_account(pages: Sequence[Any], expected: Sequence[str]) -> Account:
    """The account of one section: `pages` as laid out, and the anchors of its notes in the order of the manuscript."""
    called: list[tuple[Slip, int]] = []
    feet: list[Foot] = []
    strays: list[Stray] = []
    full: set[Slip] = set()
    for number, page in enumerate(pages):
        calls, notes = note_boxes(page)
        full |= {slip(note) for note in notes if _ends_full(note)}
        called += [(slip(call.footnote), number) for call in calls]
        feet.append(_foot(page, notes))
        strays += _overlaps(page, number, notes)
    printed = [(each, number) for number, foot in enumerate(feet) for each, _ in foot.printed]
    calls_of: dict[str, int] = {}
    for (anchor, _), number in called:
        calls_of.setdefault(anchor, number)
    pieces: dict[str, list[int]] = {}
    for (anchor, _), number in printed:
        pieces.setdefault(anchor, []).append(number)
    for anchor in expected:
        strays += _whereabouts(anchor, calls_of.get(anchor), pieces)
    strays += _miscounted(called, printed, feet)
    strays += _out_of_order(feet, expected)
    in_page_order = sorted(set(strays), key=lambda s: (s.page, expected.index(s.anchor), s.fault))
    places = {key: tuple(value) for key, value in pieces.items()}
    return Account(calls_of, places, tuple(feet), frozenset(full), tuple(in_page_order))


def _whereabouts(anchor: str, call: int | None, pieces: Mapping[str, Sequence[int]]) -> Iterator[Stray]:
    """Whether a note begins on the page of its call and goes on page after page."""
    pages = pieces.get(anchor, ())
    if call is None or not pages:
        yield Stray(anchor, "lost", call or 0, None)
    elif pages[0] != call:
        yield Stray(anchor, "strayed", call, pages[0])
    else:
        for before, after in pairwise(pages):
            between = range(before + 1, after)
            # It may pass over a page only while a note that began before it is still being finished there.
            if after < before or any(not _busy(page, anchor, pieces) for page in between):
                yield Stray(anchor, "strayed", call, after)


def _busy(page: int, waiting: str, pieces: Mapping[str, Sequence[int]]) -> bool:
    """Whether another note goes on over a page that a waiting note passes over."""
    return any(page in pages[1:] and pages[0] < page for anchor, pages in pieces.items() if anchor != waiting)


def _miscounted(
    called: Sequence[tuple[Slip, int]], printed: Sequence[tuple[Slip, int]], feet: Sequence[Foot]
) -> Iterator[Stray]:
    """Pieces called and not printed, printed twice, or called twice (a table's head does so on every page)."""
    calls, prints = Counter(each for each, _ in called), Counter(each for each, _ in printed)
    for each, page in called:
        if not prints[each]:
            yield Stray(each[0], "lost", page, None)
        if calls[each] > 1:
            yield Stray(each[0], "called twice", page, None)
    for each, page in printed:
        if prints[each] > 1:
            yield Stray(each[0], "doubled", page, page)


def _out_of_order(feet: Sequence[Foot], expected: Sequence[str]) -> Iterator[Stray]:
    """On a page notes stand in the order of their numbers; so what is continued comes first."""
    rank = {anchor: number for number, anchor in enumerate(expected)}
    for page, foot in enumerate(feet):
        for (before, _), (after, _) in pairwise(foot.printed):
            if (rank[before[0]], before[1]) > (rank[after[0]], after[1]):
                yield Stray(after[0], "out of order", page, page)


def _foot(page: Any, notes: Sequence[Any]) -> Foot:
    box = page._page_box
    lines = [each for child in _text(box) for each in child.descendants() if isinstance(each, boxes.LineBox)]
    called = [
        {slip(each.footnote)[0]: None for each in line.descendants() if each.footnote is not None} for line in lines[:3]
    ]
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


def _overlaps(page: Any, number: int, notes: Sequence[Any]) -> Iterator[Stray]:
    """Notes that stand over the text or leave the page's type area."""
    if not notes:
        return
    box = page._page_box
    top = box.content_box_y()
    text_end = max(map(_line_end, _text(box)), default=0.0)
    for note in notes:
        beyond = note.position_y + note.margin_height() > top + box.height + SLACK or note.position_y < top - SLACK
        if beyond or text_end > note.position_y + SLACK:
            yield Stray(slip(note)[0], "overlapping", number, number)


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
            if piece > 1 or f"call-{anchor}" in page.anchors:
                continue
            x, y, width, height = box.hit_area()
            page.anchors[f"call-{anchor}"] = (x, y, x + width, y + height)
            page.links.append(("internal", anchor, (x, y, x + width, y + height), box))
        for note in printed:
            anchor, piece = slip(note)
            label = "::before" if piece > 1 else "::footnote-marker"
            marker = next((b for b in note.descendants() if str(b.element_tag).endswith(label)), None)
            if marker is None:
                continue
            x, y, width, height = marker.hit_area()
            page.links.append(("internal", f"call-{anchor}", (x, y, x + width, y + height), marker))
