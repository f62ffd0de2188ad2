"""The finished PDF as it is read: of every page its words in the order of painting, where they stand, and whether a
reader can see them.

pdfium does the reading; it knows nothing of the engine that made the file. Lengths are points from the lower left
corner of the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from press.store import Sheaf
from press.words.letters import fold

Rectangle: TypeAlias = tuple[float, float, float, float]
"""Left, lower, right, upper edge."""
Ink: TypeAlias = tuple[int, int, int, int]
"""Red, green, blue and opacity, of 255."""
ALIKE = 24
"""So near to the ground, of 255 in each of its colours, type can no longer be read."""
PAPER: Ink = (255, 255, 255, 255)
LARGE = "\ufffc"
"""What stands for an initial, which is read with its word."""
CORNERS = 5
"""A rectangle is a path of so many segments at most."""
CUT = 1.0
"""By so many points type may lie beyond the edge at which it is cut: what is lost of it is not seen."""
READER = str(pypdfium2.PDFIUM_INFO)
DEEP = 8
"""How deep forms may lie within one another: groups of one opacity, drawings."""


class Typed(NamedTuple):
    """Type set in one go, mostly a line or a part of one: its text, its letters, the edges of its ink, and whether it
    is furniture: a running head, a folio, the number of a line of verse.
    """

    text: str
    letters: str
    box: Rectangle
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of the finished PDF: its words as pdfium reads them, what is typed on it in the order of painting, what of
    that nobody can see, its width and height, and what is typed and cut off in part.
    """

    words: tuple[str, ...]
    typed: tuple[Typed, ...]
    unseen: tuple[Typed, ...]
    size: tuple[float, float]
    cut: tuple[Typed, ...] = ()


def turned(page: PrintedPage) -> PrintedPage:
    """A page that stands on its left side, with its head up again."""
    width, height = page.size

    def upright(each: Typed) -> Typed:
        left, lower, right, upper = each.box
        return each._replace(box=(lower, width - right, upper, width - left))

    seen, unseen, cut = (tuple(map(upright, some)) for some in (page.typed, page.unseen, page.cut))
    return PrintedPage(page.words, seen, unseen, (height, width), cut)


def read_pages(pdf: bytes) -> tuple[PrintedPage, ...]:
    """Every page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_read(page) for page in document)


def recall_pages(pdf: bytes, digests: Sequence[str], kept: Sheaf) -> tuple[PrintedPage, ...]:
    """Every page of a PDF; `kept` has those that were read before, by the `digests` of all that they paint."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_recall(document, at, key, kept) for at, key in enumerate(digests))


def _recall(document: pypdfium2.PdfDocument, at: int, key: str, kept: Sheaf) -> PrintedPage:
    if (page := kept.get(key, PrintedPage)) is None:
        kept.put(key, page := _read(document[at]))
    return page


def page_labels(pdf: bytes) -> tuple[str, ...]:
    """What each page of a PDF is called: its folio, in brackets where none is printed."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(document.get_page_label(at) or str(at + 1) for at in range(len(document)))


def _read(page: pypdfium2.PdfPage) -> PrintedPage:
    text = page.get_textpage()
    try:
        words = tuple(text.get_text_range().split())
        painting = _Painting(text)
        painting.paint(page)
        seen, unseen = painting.sifted()
        return PrintedPage(words, seen, unseen, page.get_size(), tuple(painting.cut))
    finally:
        text.close()
        page.close()


class _Painting:
    """What a page paints, in order: type, and grounds that type may stand on or be covered by."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self.text = text
        self.buffer = (pdfium.FPDF_WCHAR * 4096)()
        self.edges = tuple(ctypes.c_float() for _ in range(4))
        self.colours = tuple(ctypes.c_uint() for _ in range(4))
        self.typed: list[tuple[int, Typed, Ink, bool]] = []
        self.grounds: list[tuple[int, Rectangle, Ink | None]] = []
        self.cut: list[Typed] = []
        self.order = 0

    def paint(self, page: pypdfium2.PdfPage) -> None:
        """Everything on a page."""
        for at in range(pdfium.FPDFPage_CountObjects(page)):
            self.object(pdfium.FPDFPage_GetObject(page, at), _itself, 1.0, False, DEEP)

    def object(self, painted: Any, place: Placing, opacity: float, furniture: bool, deep: int) -> None:
        """One thing painted; `place` says where its form puts it, `opacity` how much of it its form shows."""
        kind = pdfium.FPDFPageObj_GetType(painted)
        self.order += 1
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if typed := self.type(painted, place, furniture or _artifact(painted)):
                red, green, blue, alpha = self.ink(painted)
                clipped = pdfium.FPDFClipPath_CountPaths(pdfium.FPDFPageObj_GetClipPath(painted)) > 0
                hidden = pdfium.FPDFTextObj_GetTextRenderMode(painted) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
                hidden |= clipped and _outside(typed.box, painted, place)
                if clipped and _cut_off(typed.box, list(_clips(painted, place))):
                    self.cut.append(typed)
                self.typed.append((self.order, typed, (red, green, blue, round(alpha * opacity)), hidden))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            if _filled(painted):
                self.grounds.append((self.order, place(self.box(painted)), self.ink(painted)))
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            self.grounds.append((self.order, place(self.box(painted)), None))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and deep:
            within = furniture or _artifact(painted)
            placing = _placed(painted, place)
            shown = opacity * self.ink(painted)[3] / 255
            for at in range(pdfium.FPDFFormObj_CountObjects(painted)):
                self.object(pdfium.FPDFFormObj_GetObject(painted, at), placing, shown, within, deep - 1)

    def type(self, painted: Any, place: Placing, furniture: bool) -> Typed | None:
        """What is typed in one go, unless it is white space."""
        length = pdfium.FPDFTextObj_GetText(painted, self.text, self.buffer, 4096)
        text = bytes(memoryview(self.buffer).cast("B")[: max(0, min(length, 8192) - 2)]).decode("utf-16-le", "ignore")
        if not text.strip() and _is_said_elsewhere(painted):  # its word has the letter, but here is its ink
            text = LARGE
        return Typed(text, fold(text), place(self.box(painted)), furniture) if text.strip() else None

    def box(self, painted: Any) -> Rectangle:
        """The edges of what is painted."""
        left, lower, right, upper = self.edges
        pdfium.FPDFPageObj_GetBounds(painted, left, lower, right, upper)
        return left.value, lower.value, right.value, upper.value

    def ink(self, painted: Any) -> Ink:
        """The colour that it is filled with."""
        red, green, blue, alpha = self.colours
        pdfium.FPDFPageObj_GetFillColor(painted, red, green, blue, alpha)
        return red.value, green.value, blue.value, alpha.value

    def sifted(self) -> tuple[tuple[Typed, ...], tuple[Typed, ...]]:
        """What is typed and can be seen, and what cannot."""
        seen: list[Typed] = []
        unseen: list[Typed] = []
        for order, typed, ink, hidden in self.typed:
            lost = (
                hidden or ink[3] < ALIKE or _alike(ink, self.ground(order, typed.box)) or self.covered(order, typed.box)
            )
            (unseen if lost else seen).append(typed)
        return tuple(seen), tuple(unseen)

    def ground(self, order: int, box: Rectangle) -> Ink | None:
        """The colour that type stands on: of what was painted last below it; none where that is a picture."""
        ground: Ink | None = PAPER
        for painted, place, ink in self.grounds:
            if painted < order and _covers(place, box):
                ground = ink
        return ground

    def covered(self, order: int, box: Rectangle) -> bool:
        """Whether something that lets nothing through is painted over the type."""
        return any(
            painted > order and (ink is None or ink[3] > 255 - ALIKE) and _covers(place, box)
            for painted, place, ink in self.grounds
        )


def _filled(path: Any) -> bool:
    """Whether a path is a plain panel: of a frame, or of what is cut to another shape, the box says nothing."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    clip = pdfium.FPDFPageObj_GetClipPath(path)
    shapes = [pdfium.FPDFPath_CountSegments(path)]
    cut = range(max(0, pdfium.FPDFClipPath_CountPaths(clip)))
    shapes += [pdfium.FPDFClipPath_CountPathSegments(clip, at) for at in cut]
    return bool(mode.value) and max(shapes) <= CORNERS and not _clipped_away(path)


class Placing(NamedTuple):
    """Where a form puts what it holds: the six figures of PDF's matrix."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, box: Rectangle) -> Rectangle:
        """A rectangle as it stands on the page."""
        if self == _itself:
            return box
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [self.a * x + self.c * y + self.e for x, y in corners]
        ys = [self.b * x + self.d * y + self.f for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


_itself = Placing()


def _placed(form: Any, within: Placing) -> Placing:
    """Where a form puts what it holds, that itself stands in another."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(form, matrix)
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    o = within
    return Placing(
        a * o.a + b * o.c,
        a * o.b + b * o.d,
        c * o.a + d * o.c,
        c * o.b + d * o.d,
        e * o.a + f * o.c + o.e,
        e * o.b + f * o.d + o.f,
    )


def _artifact(painted: Any) -> bool:
    """Whether something is marked as no part of what the page says (PDF 32000-1, 14.8.2.2)."""
    return any(
        _name(pdfium.FPDFPageObj_GetMark(painted, at)) == "Artifact"
        for at in range(pdfium.FPDFPageObj_CountMarks(painted))
    )


def _is_said_elsewhere(painted: Any) -> bool:
    """Whether what is painted is read as something else than its letters (PDF 32000-1, 14.9.4)."""
    length = ctypes.c_ulong()
    marks = (pdfium.FPDFPageObj_GetMark(painted, at) for at in range(pdfium.FPDFPageObj_CountMarks(painted)))
    return any(pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length) for mark in marks)


def _name(mark: Any) -> str:
    buffer, length = (pdfium.FPDF_WCHAR * 64)(), ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, buffer, 128, length)
    return bytes(memoryview(buffer).cast("B")[: max(0, length.value - 2)]).decode("utf-16-le", "ignore")


def _clipped_away(painted: Any) -> bool:
    """Whether less than half of something is left by what it is clipped to."""
    edges = tuple(ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(painted, *edges)
    return _outside((edges[0].value, edges[1].value, edges[2].value, edges[3].value), painted, _itself)


def _outside(box: Rectangle, painted: Any, place: Placing) -> bool:
    """Whether a clipped thing lies where its clip shows less than half of it."""
    return any(not _meet(shown, box) for shown in _clips(painted, place))


def _clips(painted: Any, place: Placing) -> Iterator[Rectangle]:
    """What each path of a clip shows, but for the shape of its edges."""
    clip = pdfium.FPDFPageObj_GetClipPath(painted)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(pdfium.FPDFClipPath_CountPaths(clip)):
        points = []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            yield place((min(xs), min(ys), max(xs), max(ys)))


def _cut_off(box: Rectangle, shown: Sequence[Rectangle]) -> bool:
    """Whether a part of something is shown and a part is not; a drawing may well have more than it shows at all."""
    if not shown:
        return False
    seen = all(
        min(box[2], each[2]) > max(box[0], each[0]) and min(box[3], each[3]) > max(box[1], each[1]) for each in shown
    )
    lost = min(min(box[0] - each[0], box[1] - each[1], each[2] - box[2], each[3] - box[3]) for each in shown)
    return seen and lost < -CUT


def _meet(one: Rectangle, other: Rectangle) -> bool:
    """Whether two rectangles share more than half of the second."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    area = (other[2] - other[0]) * (other[3] - other[1])
    return width > 0 and height > 0 and (width * height > area / 2 or area <= 0)


def _covers(ground: Rectangle, box: Rectangle) -> bool:
    """Whether a ground lies under all of some type, but for a point at its edges."""
    return ground[0] <= box[0] + 1 and ground[1] <= box[1] + 1 and ground[2] >= box[2] - 1 and ground[3] >= box[3] - 1


def _alike(ink: Ink, ground: Ink | None) -> bool:
    """Whether type cannot be told from its ground."""
    return ground is not None and all(abs(one - other) < ALIKE for one, other in zip(ink[:3], ground[:3], strict=True))
