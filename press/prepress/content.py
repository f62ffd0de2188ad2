"""What a PDF paints, page by page: its content read with the graphics state, into forms, patterns, masks and glyphs.

Shared by all who look at a made file: the check of pictures' resolution and preflight. The conversion of colours
(`separate`) does not use it, so that the one may prove the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from press.pdf.groups import is_see_through
from press.pdf.page_boxes import Box, around, common

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)
NOWHERE: Box = (0, 0, 0, 0)
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
DEEPEST = 32
"""Forms within forms: one that contains itself would have no end."""
FILLING = {"f", "F", "f*", "b", "b*", "B", "B*"}
STROKING = {"S", "s", "b", "b*", "B", "B*"}
SHOWING = {"Tj", "TJ", "'", '"'}
DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as written: its space by name, its levels; `base`: the space of what stands for an ink of its own where
    that is not loaded.
    """

    space: str
    levels: tuple[float, ...] = ()
    base: str = ""


NO_COLOUR = Colour("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """Something painted on a page.

    `kind` is text, fill, stroke, image, gradient, font (one is taken up) or space (that of a transparent group). `box`
    is where, in points of the page, as far as no clip cuts it off; `width` is the weight of a stroke or the lesser side
    of a filled rectangle, or the size of letters, in points. `see_through`: what lies below shows through. `thing` is
    the picture, the gradient or the font; `line_art`: a picture of one bit a pixel. In a `mask` colours are no colours.
    `overprints`: inks that it has not stay as they lie below.
    """

    page: int
    kind: str
    colour: Colour
    box: Box | None = None
    width: float = 0.0
    thing: Object | None = None
    pixels: tuple[int, int] = (0, 0)
    dpi: float = 0.0
    line_art: bool = False
    mask: bool = False
    see_through: bool = False
    overprints: bool = False


@dataclass(slots=True)
class _GraphicsState:
    matrix: Matrix
    fill: Colour = Colour("DeviceGray", (0.0,))
    stroke: Colour = Colour("DeviceGray", (0.0,))
    weight: float = 1.0
    mode: int = 0
    clip: Box = EVERYWHERE
    size: float = 0.0
    alphas: tuple[float, float] = (1.0, 1.0)
    blended: bool = False
    within: bool = False
    over: tuple[bool, bool] = (False, False)
    leaves_inks: bool = False


@dataclass(slots=True)
class _Path:
    points: list[tuple[float, float]] = field(default_factory=list)
    rectangles: list[Box] = field(default_factory=list)
    simple: bool = True
    clips: bool = False


def painted(page: pikepdf.Page, number: int) -> Iterator[Painted]:
    """Everything that a page paints, in order; `number` is the page's, from 1."""
    group = page.obj.get("/Group", Dictionary())
    if "/CS" in group:
        yield Painted(page=number, kind="space", colour=Colour(family(group.CS)))
    resources = page.obj.get("/Resources", Dictionary())
    yield from _Reading(number, resources, False, 0).read(pikepdf.parse_content_stream(page), _GraphicsState(UNIT))


def family(space: Any) -> str:
    """The family of a colour space; of a profiled one with its channels, of an indexed one its base."""
    if not isinstance(space, Array):
        return str(space).removeprefix("/")
    name = str(space[0]).removeprefix("/")
    if name == "ICCBased":
        return {1: "ICC grey", 3: "ICC RGB", 4: "ICC CMYK"}.get(int(space[1].N), name)
    if name == "Separation":
        return f"Separation {str(space[1]).removeprefix('/')}"
    return family(space[1]) if name == "Indexed" else name  # a palette is of the colours that are in it (8.6.6.3)


def base_of(space: Any) -> str:
    """The family of what stands for inks of their own where they are not loaded; empty of any other space."""
    if not isinstance(space, Array):
        return ""
    name = str(space[0])
    return family(space[2]) if name in ("/Separation", "/DeviceN") else base_of(space[1]) if name == "/Indexed" else ""


class _Reading:
    """Reads one content stream with its resources."""

    def __init__(self, page: int, resources: Object, mask: bool, depth: int) -> None:
        self.page, self.resources, self.mask, self.depth = page, resources, mask, depth
        self.text = UNIT

    def read(self, instructions: Any, state: _GraphicsState) -> Iterator[Painted]:
        """What the instructions paint, beginning in a graphics state."""
        stack: list[_GraphicsState] = []
        path = _Path()
        for instruction in instructions:
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                yield self._image(instruction.iimage.obj, state)
                continue
            name, operands = str(instruction.operator), instruction.operands
            if name == "q":
                stack.append(replace(state))
            elif name == "Q":  # one too many leaves the state as it is
                state = stack.pop() if stack else state
            elif name == "cm":
                state.matrix = times(_matrix(operands), state.matrix)
            elif name in ("m", "l", "c", "v", "y", "re"):
                _extend(path, name, [float(number) for number in operands], state.matrix)
            elif name in SHOWING:
                yield from self._letters(state)
            elif name in ("W", "W*"):
                path.clips = True
            elif name == "n" or name in FILLING or name in STROKING:
                yield from self._paint(name, path, state)
                if path.clips:  # W counts when the path is painted, not before (8.5.4)
                    state.clip = common(state.clip, around(path.points) or NOWHERE)
                path = _Path()
            elif name in ("Do", "sh", "gs", "Tf"):
                yield from self._elsewhere(name, operands, state)
            else:
                yield from self._set(name, operands, state)

    def _set(self, name: str, operands: Any, state: _GraphicsState) -> Iterator[Painted]:
        """The operators that only change the state; a pattern that becomes a colour is painted here."""
        stroke = name.isupper()
        key = name.lower()
        if key in DEVICE:
            _colour(state, stroke, Colour(DEVICE[key], tuple(float(level) for level in operands)))
        elif key == "cs":
            space = self._resource("/ColorSpace", operands[0])
            space = operands[0] if space is None else space
            _colour(state, stroke, Colour(family(space), base=base_of(space)))
        elif key in ("sc", "scn"):
            now = state.stroke if stroke else state.fill
            if operands and isinstance(operands[-1], Name):
                yield from self._pattern(operands[-1], state)
                _colour(state, stroke, Colour("Pattern"))
            else:
                _colour(state, stroke, replace(now, levels=tuple(float(level) for level in operands)))
        elif name == "w":
            state.weight = float(operands[0])
        elif name == "Tr":
            state.mode = int(operands[0])
        elif name in ("BT", "Tm"):
            self.text = _matrix(operands) if name == "Tm" else UNIT

    def _letters(self, state: _GraphicsState) -> Iterator[Painted]:
        size = state.size * height_of(times(self.text, state.matrix))
        # by the mode in which letters are painted (9.3.6); in 3 and 7 they are not seen
        if state.mode in (0, 2, 4, 6):
            yield self._painted("text", state.fill, width=size, **_laid(state, False))
        if state.mode in (1, 2, 5, 6):
            yield self._painted("text", state.stroke, width=size, **_laid(state, True))

    def _paint(self, name: str, path: _Path, state: _GraphicsState) -> Iterator[Painted]:
        box = common(around(path.points) or NOWHERE, state.clip)
        if name in FILLING:
            # a rule is a filled rectangle; of a path with other parts nobody can say how thick it is
            rectangles = path.rectangles if path.simple else []
            thin = min((min(r[2] - r[0], r[3] - r[1]) for r in rectangles), default=0.0)
            yield self._painted("fill", state.fill, box=box, width=thin, **_laid(state, False))
        if name in STROKING:
            weight = state.weight * scale(state.matrix)
            yield self._painted("stroke", state.stroke, box=box, width=weight, **_laid(state, True))

    def _elsewhere(self, name: str, operands: Any, state: _GraphicsState) -> Iterator[Painted]:
        """What an operator names among the resources: a form, a picture, a gradient, a mask, drawn glyphs."""
        if name == "Do":
            thing = self._resource("/XObject", operands[0])
            if thing is not None and thing.get("/Subtype") == Name.Image:
                yield self._image(thing, state)
            elif thing is not None:
                yield from self._form(thing, state, self.mask)
        elif name == "sh":
            if (shading := self._resource("/Shading", operands[0])) is not None:
                yield self._gradient(shading, state.clip, _shows_through(state, False))
        elif name == "gs":
            if (found := self._resource("/ExtGState", operands[0])) is not None:
                yield from self._take_up(found, state)
        else:
            font = self._resource("/Font", operands[0])
            state.size = float(operands[1])
            if font is not None:
                yield self._painted("font", NO_COLOUR, thing=font)
            # glyphs drawn by content of their own (9.6.5); all of them, for which are shown is written in codes
            if font is not None and font.get("/Subtype") == Name.Type3:
                for glyph in font.CharProcs.values():
                    yield from self._stream(glyph, font.get("/Resources", self.resources), replace(state), self.mask)

    def _take_up(self, found: Object, state: _GraphicsState) -> Iterator[Painted]:
        """What a dictionary of the graphics state changes (8.4.5), and what makes the mask in it."""
        if "/LW" in found:  # another way of saying w
            state.weight = float(found.LW)
        if "/OP" in found or "/op" in found:  # where only the one is given it holds of both (8.4.5)
            strokes = bool(found.get("/OP", state.over[1]))
            state.over = (bool(found.get("/op", strokes)), strokes)
        state.leaves_inks = bool(int(found.get("/OPM", int(state.leaves_inks))))
        state.alphas = (float(found.get("/ca", state.alphas[0])), float(found.get("/CA", state.alphas[1])))
        if "/SMask" in found or "/BM" in found:
            alone = Dictionary({key: found[key] for key in ("/SMask", "/BM") if key in found})
            state.blended = is_see_through(alone)
        mask = found.get("/SMask")
        if isinstance(mask, Dictionary):  # not the name None, which ends a mask
            yield from self._form(mask.G, replace(state, alphas=(1.0, 1.0), blended=False, within=False), True)

    def _form(self, form: Object, state: _GraphicsState, mask: bool) -> Iterator[Painted]:
        group = form.get("/Group", Dictionary())
        if "/CS" in group:
            yield Painted(page=self.page, kind="space", colour=Colour(family(group.CS)), mask=mask)
        matrix = times(_matrix(form.get("/Matrix", Array(UNIT))), state.matrix)
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        corners = around([apply(matrix, x, y) for x in (left, right) for y in (bottom, top)])
        within = replace(state, matrix=matrix, clip=common(state.clip, corners or NOWHERE))
        if "/Group" in form:  # what holds of a group holds of it as a whole, whatever is said within (11.6.6)
            through = _shows_through(state, False)
            within = replace(within, alphas=(1.0, 1.0), blended=False, within=through)
        yield from self._stream(form, form.get("/Resources", self.resources), within, mask)

    def _pattern(self, name: Any, state: _GraphicsState) -> Iterator[Painted]:
        pattern = self._resource("/Pattern", name)
        if pattern is not None and int(pattern.PatternType) == 2:
            yield self._gradient(pattern.Shading, through=_shows_through(state, False))
        elif pattern is not None:  # a tile is placed in the page, not by what is painted with it (8.7.2)
            yield from self._form(pattern, replace(state, matrix=UNIT, clip=EVERYWHERE), self.mask)

    def _stream(self, stream: Object, resources: Object, state: _GraphicsState, mask: bool) -> Iterator[Painted]:
        if self.depth < DEEPEST:
            reading = _Reading(self.page, resources, mask, self.depth + 1)
            yield from reading.read(pikepdf.parse_content_stream(stream), state)

    def _gradient(self, shading: Object, box: Box | None = None, through: bool = False) -> Painted:
        colour = Colour(family(shading.ColorSpace))
        return self._painted("gradient", colour, box=box, thing=shading, see_through=through)

    def _painted(self, kind: str, colour: Colour, **more: Any) -> Painted:
        return Painted(page=self.page, kind=kind, colour=colour, mask=self.mask, **more)

    def _image(self, image: Object, state: _GraphicsState) -> Painted:
        corners = around([apply(state.matrix, x, y) for x in (0, 1) for y in (0, 1)])
        box = common(corners or NOWHERE, state.clip)
        a, b, c, d, *_ = state.matrix  # a picture is a square of one unit, wherever the matrix puts it (8.9.4)
        width, height = max((a * a + b * b) ** 0.5, 1e-6), max((c * c + d * d) ** 0.5, 1e-6)
        pixels = (int(image.get("/Width", image.get("/W", 1))), int(image.get("/Height", image.get("/H", 1))))
        dpi = min(72 * pixels[0] / width, 72 * pixels[1] / height)
        # short names are those of a picture within the content (8.9.7); a stencil is painted in the colour in force
        stencil = bool(image.get("/ImageMask", image.get("/IM", False)))
        space = image.get("/ColorSpace", image.get("/CS", Name.DeviceGray))
        colour = state.fill if stencil else Colour(family(space), base=base_of(space))
        one_bit = stencil or int(image.get("/BitsPerComponent", image.get("/BPC", 8))) == 1
        through = "/SMask" in image or _shows_through(state, False)
        of_image = {"thing": image, "pixels": pixels, "dpi": dpi, "line_art": one_bit, "see_through": through}
        return self._painted("image", colour, box=box, **of_image)

    def _resource(self, category: str, name: Any) -> Object | None:
        found = self.resources.get(category, Dictionary()).get(str(name))
        return found if isinstance(found, Object) else None


def _shows_through(state: _GraphicsState, stroke: bool) -> bool:
    return state.within or state.blended or state.alphas[int(stroke)] < 1


def _laid(state: _GraphicsState, stroke: bool) -> dict[str, bool]:
    """How something lies over what is below it; in the inks of the press it overprints only by mode 1 (8.6.7)."""
    space = (state.stroke if stroke else state.fill).space
    over = state.over[int(stroke)] and (state.leaves_inks or space != "DeviceCMYK")
    return {"see_through": _shows_through(state, stroke), "overprints": over}


def _colour(state: _GraphicsState, stroke: bool, colour: Colour) -> None:
    if stroke:
        state.stroke = colour
    else:
        state.fill = colour


def _extend(path: _Path, name: str, numbers: list[float], matrix: Matrix) -> None:
    if name == "re":  # turned by a matrix it is still told by the box around it
        x, y, width, height = numbers
        corners = [apply(matrix, x + i * width, y + j * height) for i in (0, 1) for j in (0, 1)]
        path.points += corners
        if box := around(corners):
            path.rectangles.append(box)
        return
    # of a curve the points that draw it are taken too: its box may be larger than it is, and is never smaller
    path.simple = False
    path.points += [apply(matrix, *numbers[at : at + 2]) for at in range(0, len(numbers), 2)]


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def times(one: Matrix, other: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to stand."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def height_of(matrix: Matrix) -> float:
    """How high a unit of height becomes."""
    _, _, c, d, *_ = matrix
    return float((c * c + d * d) ** 0.5)


def scale(matrix: Matrix) -> float:
    """How much longer lengths become; of unlike directions the lesser."""
    a, b, c, d, *_ = matrix
    return float(min((a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5))
