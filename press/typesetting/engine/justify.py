"""Justified paragraphs set as planned, where the engine breaks line by line.

The engine keeps everything else: styles, fonts, notes, pages. When it is about to set a justified paragraph, the
paragraph is planned (`paragraphs`), and the engine is handed the ends of the lines one after another in the place
where it would have searched for each. So the HTML stays as it is, and with it anchors, links, notes, tags and the words
in the PDF. Whatever is not justified by the style sheets (index, lists, headings) is left alone.

What cannot be measured (text beside a float, a kept line end, a right-to-left paragraph) is left to the engine's own
justification and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout, line_size, strut

from press.style.justification import Justification
from press.typesetting.engine.breakpoints import HANG
from press.typesetting.engine.initials import CastLetter, NoInitial, cast_initial, lower, opening_of, take_back
from press.typesetting.engine.measured_text import Unmeasured
from press.typesetting.engine.paragraphs import LineCut, ParagraphWork, Plan, anchor_of, plan
from press.typesetting.engine.shaping import advances_of, face_of, memory_of
from press.typesetting.engine.spaces import SignedSpaces, room
from press.typesetting.tally import Amiss
from press.typesetting.total_fit import STRETCH

HOLE, TIMES = 0.32, 4
"""Ems: rather than have wider gaps between its words, a line has its letters so many times further apart."""
WIDEST = 1.0
"""Ems: a line whose spaces would be wider than this is left short instead."""
NARROWEST = 0.4
"""By how much of itself a space may shrink at most; a line that needs more sticks out."""
EASED = 0.5
"""Letters stand as far apart as they may where spaces have grown by so much of what they should at most."""
AMPLE = 1e6
"""CSS px: more than any line."""

_work: ParagraphWork | None = None


@contextmanager
def broken_whole(work: ParagraphWork) -> Iterator[None]:
    """Layouts within the block have their paragraphs broken as `work` says, if it says so."""
    global _work  # noqa: PLW0603 – the engine calls back without a word of ours
    before, _work = _work, work
    try:
        yield
    finally:
        _work = before


def _prepare(
    work: ParagraphWork,
    context: Any,
    box: Any,
    containing_block: Any,
    *,
    position_y: float,
    skip_stack: Any,
    first_letter: Any,
    first_line: Any,
) -> None:
    """Plan a paragraph that the engine is about to set, unless it has a plan already or is not to have one."""
    style = box.style
    if style["text_align_all"] != "justify" or style["white_space"] != "normal":
        if work.initials and skip_stack is None and (opening := opening_of(box)) is not None:
            work.plain[anchor_of(box)] = Amiss(anchor_of(box), _plain_words(box), "its lines are not justified")
        return
    old = box.__dict__.get("plan")
    # What goes on from the page before has its plan from there; if it has none, it was left to the engine there too.
    if skip_stack is not None and old is None:
        return
    # The engine sets a paragraph again when a page is made up anew. The plan stands unless the measure is another one,
    # or the first line may be: its style comes from outside.
    if old is not None and (skip_stack is not None or not first_line) and old[0] == containing_block.width:
        return
    words = _words(box)
    anchor = anchor_of(box)
    opening = opening_of(box) if work.initials and skip_stack is None else None
    box.opening = opening
    try:
        if skip_stack is not None:
            raise Unmeasured("it runs on in another measure")
        if style["direction"] != "ltr":
            raise Unmeasured("it runs from right to left")
        if first_letter:
            raise Unmeasured("a first letter set apart")
        if any(s.position_y + s.margin_height() > position_y for s in context.excluded_shapes or ()):
            raise Unmeasured("a float beside it")
        if opening is not None:
            found = _planned_with(opening, work, context, box, containing_block, first_line=first_line or {})
        else:
            found = plan(work, context, box, containing_block, first_line or {})
    except Unmeasured as reason:
        _forget(box)
        work.done[id(box.element), words] = (anchor, str(reason))
        return
    box.plan = (containing_block.width, found)
    work.done[id(box.element), words] = (anchor, found)


def _words(box: Any) -> str:
    """How a paragraph begins."""
    return "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))[:40]


def _plain_words(box: Any) -> str:
    """The same, with spaces as they are typed."""
    return _words(box).replace("\u00a0", " ")


def _planned_with(
    opening: CastLetter, work: ParagraphWork, context: Any, box: Any, block: Any, *, first_line: Mapping[str, Any]
) -> Plan:
    """The plan of a paragraph with its initial, or without it if it has no room for one. Raises `Unmeasured`."""
    anchor = anchor_of(box)
    try:
        cast_initial(opening, box, block, first_line)
        found = plan(work, context, box, block, first_line, beside=opening.beside)
        if found.unbroken < opening.needs:  # of verse-like lines, those up to the first that is broken by hand
            raise NoInitial(f"it has {found.unbroken} of the {opening.needs} lines that an initial takes")
        work.plain.pop(anchor, None)
    except NoInitial as reason:
        take_back(opening)
        work.plain[anchor] = Amiss(anchor, _plain_words(box), str(reason))
        found = plan(work, context, box, block, first_line)
    except Unmeasured:
        take_back(opening)
        raise
    return found


def _forget(box: Any) -> None:
    """Leave a paragraph to the engine."""
    box.plan = None
    for each in box.descendants():
        if isinstance(each, boxes.TextBox):
            each.cuts = None


def _split(context: Any, box: Any, skip: int, cuts: Sequence[LineCut]) -> tuple[Any, int | None, bool]:
    """The engine's `split_text_box` for a text whose lines are known: what of it stands on the line that begins at
    `skip` bytes, and where the next line begins.
    """
    cut = next((each for each in cuts if each.at > skip), None)
    encoded = box.text.encode()
    text = encoded[skip : cut.at if cut else len(encoded)].decode()
    hyphen = box.style["hyphenate_character"] if cut and cut.hyphen else ""
    if cut and not hyphen:
        text = text.rstrip(" ")
    resume = cut.at if cut else None
    if not text or not box.style["font_size"]:
        return None, resume, False  # as the engine does: nothing of the text stands on this line
    pieces = memory_of(box.style).pieces
    key = (face_of(box.style), text, hyphen)
    if key not in pieces:
        layout = create_layout(text + hyphen, box.style, context, None, 0)
        line, _ = layout.get_first_line()
        width, height = line_size(line, box.style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        glyphs = _glyphs(line)
        layout.deactivate()
        pieces[key] = (layout.__dict__, width, height, baseline, glyphs)
    # The same words are set again and again, on other lines and pages: shaped once, and given a layout of their own,
    # for the spaces of each line are others.
    attributes, width, height, baseline, glyphs = pieces[key]
    layout = SignedSpaces.__new__(SignedSpaces)
    layout.__dict__.update(attributes)
    found = box.copy_with_text(text + hyphen)
    found.cuts, found.glyphs, found.river = None, glyphs, cut is not None and cut.river
    found.pango_layout, found.width, found.height = layout, width, height
    line_height, _ = strut(box.style)
    found.margin_top = found.margin_bottom = (line_height - height) / 2
    found.baseline = baseline + found.margin_top
    return found, resume, False


def _glyphs(line: Any) -> int:
    """How many glyphs a line is drawn with; letters of a ligature are one."""
    count, run = 0, line.runs
    while run != ffi.NULL:
        count += run.data.glyphs.num_glyphs
        run = run.next
    return count


def _justify(line: Any, available: float, how: Justification, last: bool) -> float:
    """Let a line fill the measure, by its spaces and, if the style wants it, by its type; gives the line's offset."""
    texts = [each for each in line.descendants() if isinstance(each, boxes.TextBox) and each.text]
    if not texts:
        return 0.0
    left, right = _hangs(texts, how.hanging / 100) if how.hanging else (0.0, 0.0)
    extra = available + left + right - line.width
    if last and extra >= 0:
        return -left  # a last line is left as it is, unless it must be tightened to fit
    spaces = sum(each.text.count(" ") + each.text.count("\u00a0") for each in texts)
    space = advances_of(line.style, " ")[0]
    scale = 1.0
    # The type gives first, as `total_fit` has reckoned: its width is seen less than that of spaces.
    give, size, tracking = how.expansion / 100, line.style["font_size"], 0.0
    letters = sum(each.width for each in texts) - spaces * space
    if give and letters > 0:
        scale += max(-give, min(give, extra / letters))
        texts[-1].strained = abs(extra) > give * letters
        extra -= (scale - 1) * letters
    if extra > 0 and how.tracking:
        # `total_fit` does not reckon with it, or it would have more such lines; the looser a line is, the more it helps
        glyphs = sum(each.__dict__.get("glyphs", 0) for each in texts)
        tracking = size * _tracking(extra / size, (spaces, space / size), glyphs, how.tracking / 100)
        extra -= tracking * glyphs
    # spaces are drawn as wide as the type has them, and not widened with it
    spacing = max(extra / spaces, -NARROWEST * space) + (1 - scale) * space if spaces else 0.0
    if spacing < 0:
        spacing *= spaces / sum(room(each.text) for each in texts)
    if spacing > WIDEST * size:
        spacing = tracking = 0.0
    if spacing or tracking or scale != 1:
        _spread(line, (spacing, tracking), scale, 0.0)
    return -left


def _tracking(extra: float, spaces: tuple[int, float], glyphs: int, most: float) -> float:
    """How far apart the letters of a loose line stand; all in ems. `extra`: what the line lacks; `spaces`: how many it
    has and how wide each is; `most`: what may come between letters.

    More may where gaps between words, letters and spaces having given, would be holes: that is seen less than they are.
    """
    count, space = spaces
    if not count or glyphs <= 2 * count:
        return 0.0  # one word alone is not spread, nor single letters
    eased = most * min(1.0, extra / (EASED * STRETCH * count * space + most * glyphs))
    # a gap is as wide as its space, and has the white of a letter at either end
    without_hole = (extra - count * (HOLE - space)) / (glyphs - 2 * count)
    return max(eased, min(without_hole, TIMES * most))


def _hangs(texts: Sequence[Any], hanging: float) -> tuple[float, float]:
    """By how much a line's first and last mark stand outside the measure."""
    first, last = texts[0], texts[-1]
    begin, end = first.text[0], last.text.rstrip()[-1:]
    left = HANG.get(begin, 0.0) * advances_of(first.style, begin)[0] if begin in HANG else 0.0
    right = HANG.get(end, 0.0) * advances_of(last.style, end)[0] if end in HANG else 0.0
    return hanging * left, hanging * right


def _spread(box: Any, spacing: tuple[float, float], scale: float, shift: float) -> float:
    """Widen the spaces of a line's boxes, and those between letters (and their type by `scale`), move each by what
    stands before it.
    """
    box.position_x += shift
    if isinstance(box, boxes.TextBox):
        spaces = box.text.count(" ") + box.text.count("\u00a0")
        words, letters = spacing
        moved = words * (room(box.text) if words < 0 else spaces)
        growth = moved + letters * box.__dict__.get("glyphs", 0) + box.width * (scale - 1)
        box.width += growth
        box.pango_layout.justification_spacing = words / scale
        box.justification_spacing = moved / spaces / scale if spaces else 0.0
        box.expansion, box.tracking = scale, letters / scale if "glyphs" in box.__dict__ else 0.0
        return float(shift + growth)
    # A picture or another box that is no text: it does not widen, and what stands in it moves with it.
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x -= shift
        box.translate(shift, 0)
        return shift
    before = shift
    for child in box.children:
        if child.is_in_normal_flow():
            shift = _spread(child, spacing, scale, shift)
    box.width += shift - before
    return shift


def planned(iter_line_boxes: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's lines of a paragraph, which is planned before the first is asked for."""

    def lines(  # noqa: PLR0917 – the engine's own parameters
        context: Any,
        box: Any,
        position_y: Any,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        if _work is not None and _work.justification.whole:
            _prepare(
                *(_work, context, box, containing_block),
                position_y=position_y,
                skip_stack=skip_stack,
                first_letter=first_letter_style,
                first_line=first_line_style,
            )
        found = iter_line_boxes(
            *(context, box, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes),
            *(first_letter_style, first_line_style),
        )
        opening = box.__dict__.get("opening") if skip_stack is None else None
        return found if opening is None else _beside(opening, box, found)

    return lines


def _beside(opening: CastLetter, box: Any, lines: Iterator[Any]) -> Iterator[Any]:
    """The lines of a paragraph with an initial: each is told by how much it is shorter before it is set."""
    for shorter in chain((0.0, *opening.beside), repeat(0.0)):
        box.shorter = shorter
        found = next(lines, None)
        if found is None:
            return
        lower(found[0], opening)
        yield found


def cut_as_planned(split_text_box: Callable[..., Any]) -> Callable[..., Any]:
    """What of a text stands on a line: as planned, or as the engine finds."""

    def split(context: Any, box: Any, available_width: Any, skip: Any, is_line_start: bool = True) -> Any:
        cuts = box.__dict__.get("cuts")
        if cuts is None:
            return split_text_box(context, box, available_width, skip, is_line_start)
        return _split(context, box, skip, cuts)

    return split


def never_full(split_inline_box: Callable[..., Any]) -> Callable[..., Any]:
    """What stands on a line: within a planned paragraph the engine must not look for an end where it has been given
    one.
    """

    def split(  # noqa: PLR0917 – the engine's own parameters
        context: Any,
        box: Any,
        position_x: Any,
        max_x: Any,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        line_placeholders: Any,
        waiting_floats: Any,
        line_children: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        if box.__dict__.get("plan") is not None:
            max_x = AMPLE
        return split_inline_box(
            *(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, absolute_boxes),
            *(fixed_boxes, line_placeholders, waiting_floats, line_children, first_letter_style, first_line_style),
        )

    return split


def filled(text_align: Callable[..., Any]) -> Callable[..., Any]:
    """Where a line begins: a planned one is made to fill the measure for that."""

    def align(context: Any, line: Any, available_width: Any, last: Any) -> Any:
        if line.__dict__.get("plan") is None or _work is None:
            return text_align(context, line, available_width, last)
        ragged = last and line.style["text_align_last"] != "justify"
        shorter = line.__dict__.get("shorter", 0.0)
        return shorter + _justify(line, available_width - shorter, _work.justification, ragged)

    return align


def drawn_wide(draw_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """A text drawn, as much wider or narrower as its type has been made."""

    def draw(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        scale = textbox.__dict__.get("expansion", 1.0)
        said = textbox.__dict__.get("said")
        if said:  # what a reader has for it, who copies, searches or listens
            stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(said)}))
        if tracking := textbox.__dict__.get("tracking", 0.0):
            stream.stream.append(f"{tracking:.4f} Tc")
        found = draw_first_line(stream, textbox, text_overflow, block_ellipsis, Matrix(a=scale) @ matrix)
        if tracking:
            stream.stream.append("0 Tc")
        if said:
            stream.end_marked_content()
        return found

    return draw
