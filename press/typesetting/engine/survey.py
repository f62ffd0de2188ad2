"""The survey of laid-out pages: what stands where, as plain values.

In come a section's pages as the engine laid them out; out goes a frozen, picklable description of every page: its lines
with their edges, baselines and word spaces, its notes, its depth. Only this module reads the engine's boxes for the
sake of how pages look (private attributes of WeasyPrint; the version is pinned); `copyfit`, `faults` and the package
`audit` read surveys. It runs right after layout, in whatever process laid the pages out: one walk over the
block boxes of a page, and one over the boxes of each line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from weasyprint.formatting_structure import boxes

from press.typesetting.engine.line_type import asked_of, type_of
from press.typesetting.page import Kind, Line, Page, Survey

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("td", "th"), "table"),
    "blockquote": "quotation",
    "figcaption": "caption",
}
DOCUMENT, NUMBERED = "document-text", "numbered"
"""The class of the text of a document, and that of verse beside which numbers stand."""
HEADNOTE = "document-headnote"
"""The class of what the editors say before a document."""
ENDNOTE = "endnote"
"""The class of a note that stands at an end, in the text of its page."""
NOTHING: Mapping[int, float] = {}
NO_ROOMS: Mapping[int, tuple[float, float]] = {}
FULL = 0.5
"""CSS px from the measure within which a line is taken to fill it."""


def survey(
    pages: Sequence[Any],
    short: Mapping[int, float] = NOTHING,
    rooms: Mapping[int, tuple[float, float]] = NO_ROOMS,
    long: Mapping[int, float] = NOTHING,
) -> Survey:
    """What stands on the pages of one section. `short`, `long`: the pages (from 1) that were set so, and by how much;
    `rooms`: those (from 0) that had room kept at the head and the foot.
    """
    surveyed = [_grown(_page(page._page_box), short.get(n, 0.0)) for n, page in enumerate(pages, 1)]
    for n, by in long.items():
        if n <= len(surveyed):
            surveyed[n - 1] = _cut_back(surveyed[n - 1], by)
    for n, (head, foot) in rooms.items():
        kept = 0.0 if surveyed[n].notes_depth else foot  # it is no part of what parts the notes from the text
        surveyed[n] = replace(surveyed[n], room=head + foot, room_above=head, free=surveyed[n].free - kept)
    return tuple(_going_on(page, after) for page, after in zip(surveyed, [*surveyed, None][1:], strict=True))


def _going_on(page: Page, after: Page | None) -> Page:
    """A page whose last paragraph goes on to the next, whatever the engine says of it.

    It says so where the page filled, but not where it went back to an earlier place to end the page.
    """
    if after is None or not page.lines or not after.lines or after.lines[0].first or not page.lines[-1].last:
        return page
    end = page.lines[-1]
    full = abs(end.right_edge - end.right) < FULL and end.gaps > 0
    return replace(page, lines=(*page.lines[:-1], replace(end, last=False, justified=full)))


def _grown(page: Page, by: float) -> Page:
    """A page that was set short as what it is: a page of full depth with so much more white on it."""
    if not by:
        return page
    x, y, width, height = page.area
    if page.notes_depth:
        return replace(page, notes_depth=page.notes_depth - by, white=page.white + by, free=page.free - by)
    return replace(page, area=(x, y, width, height + by), white=page.white + by, free=page.free - by)


def _cut_back(page: Page, by: float) -> Page:
    """A page that was set long as what it is: a page of full depth that has less than no white."""
    x, y, width, height = page.area
    free = page.free if page.notes_depth else page.free + by
    return replace(page, area=(x, y, width, height - by), white=page.white - by, free=free, long=by)


def _page(page: Any) -> Page:
    lines: list[Line] = []
    notes: list[Line] = []
    pictures: list[tuple[float, float, float, float]] = []
    asked: dict[tuple[str, bool, str], set[str]] = {}
    x, y, width, height = page.content_box_x(), page.content_box_y(), page.width, page.height
    foot, notes_depth, free, below = y + height, 0.0, page.padding_bottom, 0.0
    for child in page.children:
        if isinstance(child, boxes.FootnoteAreaBox):
            if child.children:  # the position is that of the margin's edge, so what is kept free is not white
                foot = child.position_y
                notes_depth, free = child.margin_height(), child.margin_top
                _Walk(notes, pictures, asked).block(child, "", "note")
        elif not isinstance(child, boxes.MarginBox):
            text = _Walk(lines, pictures, asked)
            text.block(child, "", "text")
            below = text.margin
    ends = [line.y + line.height for line in lines]
    ends += [top + depth for _, top, _, depth in pictures]
    end = max(ends, default=y)
    # Lines of a heading or a table are of other heights, and stand for the pitch only where there is nothing else.
    running = [line.height for line in lines if line.kind == "text"] or [line.height for line in lines]
    pitch = Counter(round(each, 2) for each in running).most_common(1)[0][0] if running else 0.0
    return Page(
        verso=page.page_type.side == "left",
        blank=not lines and not pictures and not notes,
        width=page.margin_width(),
        height=page.margin_height(),
        area=(x, y, width, height),
        lines=tuple(lines),
        notes=tuple(notes),
        pictures=tuple(pictures),
        depth=end - y,
        notes_depth=notes_depth,
        white=foot - end,
        pitch=pitch,
        free=free,
        below=below,
        asked=tuple((*each, "".join(sorted(asked[each]))) for each in sorted(asked)),
        sides=page.__dict__.get("sides", ()),
    )


class _Walk:
    """Down the boxes of a page, blocks only, with what is known of them so far."""

    def __init__(
        self,
        lines: list[Line],
        pictures: list[tuple[float, float, float, float]],
        asked: dict[tuple[str, bool, str], set[str]],
    ) -> None:
        self.lines, self.pictures, self.asked = lines, pictures, asked
        self.columns = 0
        self.column = 0
        self.margin = 0.0
        self.nameless = False
        self.document = ""
        self.headnote = False

    def block(self, box: Any, anchor: str, kind: Kind) -> None:
        """A block and all within it; `anchor` and `kind` are those of what stands around it."""
        element, document, headnote = box.element, self.document, self.headnote
        if element is not None and isinstance(box.element_tag, str) and box.element_tag == element.tag:
            self.document = _document(element, anchor, document)
            self.headnote = headnote or HEADNOTE in element.get("class", "").split()
            # whatever a note holds is the note's
            anchor = anchor if kind == "note" and anchor else element.get("id") or anchor
            if KINDS.get(box.element_tag) == "heading":
                self.nameless = not element.get("id")
            # A list within a note is note; a paragraph within a list is list, for it is no element of `KINDS`.
            if kind != "note":
                kind = "note" if ENDNOTE in element.get("class", "").split() else KINDS.get(box.element_tag, kind)
        if isinstance(box, boxes.ReplacedBox):
            self.pictures.append((box.position_x, box.position_y, box.margin_width(), box.margin_height()))
            return
        if box.is_column:
            self.columns += 1
            self.column = self.columns
        # A block that goes on from the page before has no margin above it here.
        if "top" not in box.remove_decoration_sides:
            self.margin = max(self.margin, _length(box.style["margin_top"]))
        children, before = box.children, len(self.lines)
        if children and isinstance(children[0], boxes.LineBox):
            self.paragraph(box, anchor, kind)
        else:
            for child in children:
                if isinstance(child, boxes.Box):  # what is placed absolutely is furniture, and no box here
                    self.block(child, anchor, kind)
        self.document, self.headnote = document, headnote
        self.tie(box, before)
        if "bottom" not in box.remove_decoration_sides:
            self.margin = max(self.margin, _length(box.style["margin_bottom"]))
        if box.is_column:
            self.column = 0

    def own(self, box: Any, kind: Kind) -> float | None:
        """The margin that a paragraph has above it; None of a heading without an id."""
        return None if kind == "heading" and self.nameless else _length(box.style["margin_top"])

    def tie(self, box: Any, first: int) -> None:
        """Tie the lines of a block, from the `first` on, to what the style wants them to stay with."""
        style = box.style
        tied = range(0)
        # The last line of a block that must be whole may still end a page, unless the style ties it to the next block.
        if "avoid" in (style["break_after"], style["break_inside"]):
            tied = range(first, len(self.lines) - (style["break_after"] != "avoid"))
        for n in (*tied, *([first - 1] if first and style["break_before"] == "avoid" else [])):
            self.lines[n] = replace(self.lines[n], tied=True)

    def paragraph(self, box: Any, anchor: str, kind: Kind) -> None:
        """The lines of a paragraph, or of the part of it that stands on this page."""
        lines = [line for line in box.children if isinstance(line, boxes.LineBox)]
        begun, goes_on = "top" in box.remove_decoration_sides, "bottom" in box.remove_decoration_sides
        justified = box.style["text_align_all"] == "justify"
        to_the_end = box.style["text_align_last"] == "justify"
        left = box.content_box_x()
        for number, line in enumerate(lines):
            first = number == 0 and not begun
            last = number == len(lines) - 1 and not goes_on
            filled = justified and (to_the_end or not (last or _ends_by_force(line)))
            texts = [each for each in _inline(line) if isinstance(each, boxes.TextBox) and each.text.strip()]
            for text in texts:
                for each in asked_of(text.style):
                    self.asked.setdefault(each, set()).update(text.text)
            if texts:  # a line of white space alone, or of a picture, is no line of type
                placed: dict[str, Any] = {
                    "block": anchor,
                    "kind": kind,
                    "column": self.column,
                    "first": first,
                    "last": last,
                    "margin": self.margin,
                    "own": self.own(box, kind) if first else 0.0,
                    "least": (box.style["orphans"], box.style["widows"]),
                    "document": self.document,
                    "headnote": self.headnote,
                }
                self.margin = 0.0
                edges = {"left_edge": left, "right_edge": left + box.width}
                self.lines.append(Line(**placed, **edges, calls=tuple(_calls(line)), **type_of(line, texts, filled)))
            self.pictures += [
                (each.position_x, each.position_y, each.margin_width(), each.margin_height())
                for each in _inline(line)
                if isinstance(each, boxes.ReplacedBox)
            ]


def _document(element: Any, anchor: str, around: str) -> str:
    """The document of whose text an element is part, when what stands around it is `around` and has an `anchor`."""
    classes = element.get("class", "").split()
    return anchor if DOCUMENT in classes else "" if NUMBERED in classes else around


def _inline(box: Any) -> Iterator[Any]:
    """What a line consists of, in order; not what floats or is placed elsewhere."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _inline(child)
        elif isinstance(child, boxes.ReplacedBox):
            yield child
        elif isinstance(child, boxes.Box) and child.is_in_normal_flow():
            yield from (each for each in child.descendants() if isinstance(each, boxes.TextBox))


def _calls(box: Any) -> Iterator[tuple[str, float]]:
    """The notes called on a line, and where each call stands."""
    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            if child.footnote is not None:
                yield child.footnote.element.get("id") or "", child.position_x
            yield from _calls(child)


def _length(value: Any) -> float:
    """A length of the style in CSS px; what is none, or a share of something, is taken for nothing."""
    return float(value.value) if getattr(value, "unit", "") == "px" else 0.0


def _ends_by_force(line: Any) -> bool:
    """Whether a line ends at a break that was asked for (`<br>`)."""
    box = line
    while getattr(box, "children", ()):
        box = box.children[-1]
        if str(getattr(box, "element_tag", "")).startswith("br"):
            return True
    return False
