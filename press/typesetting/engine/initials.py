"""Initials: the letter that opens a chapter, cast so large that it stands in its lines exactly.

The template marks the letter; here it is measured, in the very font in which it will be drawn, and given its size: its
capitals are as high as the lines that it stands in, from the foot of the last to the top of the letters of the first,
which are small capitals or not. The lines beside it are told by how much they are shorter, and nothing floats: so the
paragraph is broken as a whole like any other. Lengths are CSS px.

A letter and the word that it begins stand on several lines and in two sizes. So that the word is copied, searched and
read aloud as one, what is drawn of it first counts as a space, and what is drawn last as the whole (PDF 32000-1,
14.9.4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, NamedTuple

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, strut

from press.typesetting.engine.shaping import advances_of, on_first_line

INITIAL, MARKS = "initial", "initial-marks"
"""The classes of the letter that opens a chapter, and of marks before it."""
SIZE = 100.0
"""The size at which a font is measured before it is known how large its letter will be."""
FLAT = {"CYRILLIC": "Н", "GREEK": "Η"}
"""A capital with a flat top, by script; H in any other."""
GAP = 0.22
"""Ems of the text between the letter and the lines beside it; within its word half of that is enough."""
OPEN_ABOVE = {"A": 0.22, "Α": 0.22, "А": 0.22, "Λ": 0.22, "L": 0.3}
OPEN_BELOW = {
    "F": 0.15,
    "P": 0.12,
    "T": 0.15,
    "V": 0.12,
    "W": 0.05,
    "Y": 0.15,
    "Γ": 0.2,
    "Г": 0.2,
    "Р": 0.12,
    "Т": 0.15,
}
"""Letters that are open on the right, and how much of their width the word at their head or foot may take of that."""
DESCENT = 0.22
"""Ems below the baseline of a line that are taken for its own."""
TRIM = 12.0
"""What hangs in the margin keeps so far from the trim: a knife may be out by an eighth of an inch."""


class NoInitial(Exception):
    """Why a paragraph is set without the initial that it was to have."""


class InkEdges(NamedTuple):
    """What a text covers: from its origin to the left edge, how wide, how high above the baseline, how deep below."""

    left: float
    width: float
    height: float
    depth: float


@dataclass(slots=True)
class CastLetter:
    """An initial in the boxes of its paragraph: the letter's box, that of the marks before it, and their text boxes;
    the text that follows, and what it was before it was given its size. `height`: of its ink; `lower`: by how much its
    foot is below the first baseline; `rise`: by how much the marks are above; `beside`: by how much each line after the
    first is shorter; `needs`: how many lines the paragraph must have.
    """

    letter: Any
    text: Any
    marks: Any
    following: Any
    plain: list[tuple[Any, Any]] = field(default_factory=list)
    height: float = 0.0
    lower: float = 0.0
    rise: float = 0.0
    beside: tuple[float, ...] = ()
    needs: int = 0

    @property
    def kind(self) -> str:
        """drop, hanging or raised."""
        return next(each for each in ("drop", "hanging", "raised") if each in _classes(self.letter))

    @property
    def lines(self) -> int:
        """In how many lines it stands, or as high as how many."""
        return int(self.letter.element.get("data-lines"))


def opening_of(paragraph: Any) -> CastLetter | None:
    """The initial of a paragraph, if its template has marked one."""
    found: dict[str, Any] = {}
    for box in paragraph.descendants():
        if isinstance(box, boxes.TextBox):
            if "text" in found:
                return CastLetter(found["letter"], found["text"], found.get("marks"), box)
            if "letter" in found:
                found["text"] = box
        elif isinstance(box, boxes.InlineBox) and INITIAL in _classes(box):
            found["letter"] = box
        elif isinstance(box, boxes.InlineBox) and MARKS in _classes(box):
            found["marks"] = box
    return CastLetter(found["letter"], found["text"], found.get("marks"), None) if "text" in found else None


def cast_initial(opening: CastLetter, paragraph: Any, block: Any, first_line: Mapping[str, Any]) -> None:
    """Give an initial its size and its place. Raises `NoInitial`.

    `paragraph` is its line box before it is broken, `block` what holds that; `first_line`: what the style wants of the
    first line.
    """
    style, letter = paragraph.style, opening.text.text
    pitch, above = strut(style)
    top = _top_of_text(opening.following, style, first_line)
    high = (opening.lines - 1) * pitch + top
    base = opening.letter.style.copy()
    base["font_size"] = SIZE
    flat = _ink(base, FLAT.get(unicodedata.name(letter[-1:] or "H", "").partition(" ")[0], "H"))
    if flat.height <= 0:
        raise NoInitial("its type has no capitals to measure")
    size = SIZE * high / flat.height
    base["font_size"] = size
    ink = _ink(base, letter)
    descender = max(0.0, ink.depth - (pitch - _ink(style, "d").height))
    raised = opening.kind == "raised"
    opening.height = ink.height
    opening.lower = 0.0 if raised else (opening.lines - 1) * pitch
    opening.rise = (opening.lines - 1) * pitch if raised else 0.0
    # an accent may reach into the line above; what is raised makes room for itself, by whole lines
    lines_above = ceil(max(0.0, ink.height - above) / pitch - 0.02) if raised else 0
    gap = GAP * float(style["font_size"])
    wide = ink.width + gap
    hangs = opening.kind == "hanging"
    if hangs and block.content_box_x() - wide < TRIM:
        raise NoInitial(f"the margin is too narrow for it by {TRIM - block.content_box_x() + wide:.0f} px")
    begun = opening.following is not None and not opening.following.text.startswith((" ", "\u00a0"))
    shares = OPEN_BELOW if raised else OPEN_ABOVE
    tucked = shares.get(unicodedata.normalize("NFD", letter)[:1], 0.0) * ink.width + gap / 2 if begun else 0.0
    advance = sum(advances_of(base, letter))
    opening.plain = [(each, each.style) for each in (opening.letter, opening.text, opening.marks) if each is not None]
    _style(
        (opening.letter, opening.text),
        font_size=size,
        line_height=Dimension(lines_above * pitch, "px"),
        **_upright(base, lines_above * pitch, above),
        margin_left=Dimension(-ink.left - (wide if hangs else 0.0), "px"),
        margin_right=Dimension(ink.left + wide - advance - (0.0 if hangs else tucked), "px"),
    )
    before = _place_marks(opening, wide if hangs else 0.0)
    under = (1 if raised else opening.lines) + ceil(descender / pitch)
    opening.beside = () if hangs else (before + wide,) * (under - 1)
    opening.needs = under if not hangs else opening.lines
    block.style = block.style.copy()
    block.style["orphans"] = max(block.style["orphans"], opening.needs)
    paragraph.style = paragraph.style.copy()
    paragraph.style["text_indent"] = Dimension(0, "px")


def _place_marks(opening: CastLetter, hanging: float) -> float:
    """Set the marks before an initial; gives how much of the measure they take. `hanging`: what it takes itself."""
    if opening.marks is None:
        return 0.0
    texts = [each for each in opening.marks.descendants() if isinstance(each, boxes.TextBox)]
    advance = sum(sum(advances_of(each.style, each.text)) for each in texts)
    if "hung" not in _classes(opening.marks) and not hanging:
        return advance
    _style((opening.marks,), margin_left=Dimension(-advance - hanging, "px"), margin_right=Dimension(hanging, "px"))
    return 0.0


def take_back(opening: CastLetter) -> None:
    """Make an initial a letter like any other."""
    for box, style in opening.plain:
        box.style = style
        box.is_cast = False
    opening.plain, opening.beside, opening.needs = [], (), 0


def lower(line: Any, opening: CastLetter) -> None:
    """Bring the initial on a line that has been set to its foot, and have its word read as one."""
    if not opening.plain:
        return
    said, marked = "", []
    for text in (each for each in line.descendants() if isinstance(each, boxes.TextBox)):
        own = _classes(text)
        if INITIAL in own:
            foot = line.position_y + line.baseline + opening.lower
            text.position_y = foot - text.baseline
            line.initial = (text, opening.height)
        elif MARKS in own:
            text.position_y -= opening.rise
        if INITIAL in own or MARKS in own:
            said += text.text
            marked.append(text)
        elif said:
            for each in marked:
                each.said = " "
            text.said = said + text.text
            return


def crowded(pages: Sequence[Any]) -> dict[str, float]:
    """Paragraphs whose initials lie over what stands above them, as an accent may, and how much room they lack there:
    whole lines, so that those that follow stand where lines stand.
    """
    found: dict[str, float] = {}
    for page in pages:
        lines = [each for each in page._page_box.descendants() if isinstance(each, boxes.LineBox)]
        for line in lines:
            if "initial" not in line.__dict__:
                continue
            text, height = line.initial
            top = text.position_y + text.baseline - height
            right = text.position_x + text.width
            over = [
                each.position_y + each.baseline + DESCENT * each.style["font_size"] - top
                for each in lines
                if each.position_y < line.position_y and each.position_x < right and each.height
            ]
            if (lacking := max(over, default=0.0)) > 0:
                pitch, _ = strut(line.style)
                found[line.element.get("id") or ""] = ceil(lacking / pitch) * pitch
    return found


def _upright(style: Any, high: float, above: float) -> dict[str, Any]:
    """Where a letter's box stands, so that its line is as high as others, and `high` more if the letter is raised."""
    line_height = style.copy()
    line_height["line_height"] = Dimension(high, "px")
    _, baseline = strut(line_height)
    # the foot of its box: where the line would begin without it, if it is to be higher; else on the baseline
    return {"vertical_align": (above if high else 0.0) + high - baseline}


def _style(some: tuple[Any, ...], **values: Any) -> None:
    for box in some:
        box.is_cast = True
        box.style = box.style.copy()
        own = values if not isinstance(box, boxes.TextBox) else {k: v for k, v in values.items() if k[:6] != "margin"}
        box.style.update({key: value for key, value in own.items() if key != "vertical_align" or box is some[0]})


def _top_of_text(following: Any, style: Any, first_line: Mapping[str, Any]) -> float:
    """How high the letters of the first line are: its capitals, or its small capitals."""
    own = (following.style if following is not None else style).copy()
    if following is not None and first_line:
        own.update(on_first_line(following, first_line))
    small = own["font_variant_caps"] in ("small-caps", "all-small-caps")
    return _ink(own, "h" if small else "H").height


def _ink(style: Any, text: str) -> InkEdges:
    """What a text covers in a style."""
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    covered = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, covered, ffi.NULL)
    left, top = covered.x * FROM_UNITS, covered.y * FROM_UNITS
    width, height = covered.width * FROM_UNITS, covered.height * FROM_UNITS
    layout.deactivate()
    return InkEdges(left, width, -top, height + top)


def _classes(box: Any) -> tuple[str, ...]:
    element = box.element
    return () if element is None else tuple((element.get("class") or "").split())


def is_initial(text: Any) -> bool:
    """Whether a text box is a letter that has been cast as an initial."""
    return bool(text.__dict__.get("is_cast")) and INITIAL in _classes(text)
