"""Colour separation: every colour of a PDF becomes one of the press's inks, in place.

What is reached from the pages is rewritten once: their content, forms, patterns, gradients, masks, glyphs that are
drawn, pictures. No RGB, Lab or profiled colour is left; resources that nothing uses are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeAlias, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, PdfImage, Stream
from PIL import Image

from press.prepress.inks import Ink, Inks, black, in_black, is_line_art, is_neutral, lightness

Instruction: TypeAlias = tuple[list[Any], Operator]
GRADIENT_STEPS = 33
SIXTEEN_BITS = 65535
FILLS = {0, 2, 4, 6}
STROKES = {1, 2, 5, 6}
BLACK_FROM_THE_START = b"0 0 0 1 k 0 0 0 1 K\n"
SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS_FILL = {"g": False, "rg": False, "k": False, "G": True, "RG": True, "K": True}
SPACE_OF = {"g": Name.DeviceGray, "rg": Name.DeviceRGB, "k": Name.DeviceCMYK}


@dataclass(frozen=True, slots=True)
class Coloured:
    """Something found in colour that was not the press's own: on which page (from 1), what, and a picture's pixels."""

    page: int
    what: str
    pixels: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Pen:
    """What a painting operator would paint with: the colour space, and the colour as it has been written."""

    space: Any = Name.DeviceGray
    ink: Ink | None = (0.0, 0.0, 0.0, 1.0)
    written: Instruction = field(default_factory=lambda: _ink((0, 0, 0, 1), False))


@dataclass(slots=True)
class _Pens:
    """The part of the graphics state that matters: both pens, and how letters are painted."""

    fill: _Pen
    stroke: _Pen
    mode: int = 0


def separate(pdf: pikepdf.Pdf, inks: Inks, black_text: bool = True) -> list[Coloured]:
    """Turn all colours into inks; `black_text`: letters are printed in black ink alone. Gives what was in colour."""
    separator = _Separator(pdf, inks, black_text)
    for number, page in enumerate(pdf.pages, 1):
        separator.page(page, number)
    return separator.found


class _Separator:
    """Goes through a PDF; what has been done is remembered, for forms and pictures are used many times."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Inks, black_text: bool) -> None:
        self.pdf, self.inks, self.black_text = pdf, inks, black_text
        self.found: list[Coloured] = []
        self.done: set[tuple[int, int]] = set()
        self.number = 0

    def page(self, page: pikepdf.Page, number: int) -> None:
        """A page and all that it uses."""
        self.number = number
        _separate_group(page.obj, False)
        content = _Content(self, page.obj.get("/Resources", Dictionary()), False)
        separated = content.rewrite(pikepdf.parse_content_stream(page))
        page.obj.Contents = Stream(self.pdf, BLACK_FROM_THE_START + separated)
        page.obj.Resources = content.resources_used()

    def once(self, thing: Object) -> bool:
        """Whether an object is met for the first time."""
        if not thing.is_indirect:
            return True
        new = thing.objgen not in self.done
        self.done.add(thing.objgen)
        return new

    def coloured(self, what: str, pixels: tuple[int, int] = (0, 0)) -> None:
        """Note that something was in colour on this page."""
        if (found := Coloured(self.number, what, pixels)) not in self.found:
            self.found.append(found)

    def stream(self, stream: Object, resources: Object, mask: bool) -> None:
        """The content of a form, a pattern or a glyph."""
        if not self.once(stream):
            return
        _separate_group(stream, mask)
        content = _Content(self, stream.get("/Resources", resources), mask)
        stream.write(content.rewrite(pikepdf.parse_content_stream(stream)))
        if "/Resources" in stream:
            stream.Resources = content.resources_used()

    def ink(self, space: Any, levels: tuple[float, ...]) -> Ink | None:
        """The inks of a colour, None where the space is the press's own or a pattern's."""
        kind = _kind(space)
        if kind == "/DeviceCMYK" and len(levels) == 4:
            return levels[0], levels[1], levels[2], levels[3]
        if kind == "/DeviceGray" and len(levels) == 1:
            return black(1 - levels[0])
        if kind == "/DeviceRGB" and len(levels) == 3:
            ink = self.inks.of_rgb(*levels)
        elif kind == "/Lab" and len(levels) == 3:
            ink = self.inks.of_lab(*levels)
        else:
            return None
        if any(ink[:3]):
            name = "Lab" if kind == "/Lab" else "RGB"
            self.coloured(f"a colour in {name} ({', '.join(f'{level:.3g}' for level in levels)})")
        return ink

    # --- pictures ----------------------------------------------------------------------------

    def picture(self, image: Object) -> None:
        """A picture: gray where it shows no colour, of one bit where it is nothing but black and white, else CMYK."""
        if not self.once(image) or image.get("/ImageMask", False):
            return
        kind = _kind(image.get("/ColorSpace", Name.DeviceGray))
        if kind in ("/DeviceCMYK", "/Separation", "/DeviceN") or image.get("/BitsPerComponent", 8) == 1:
            return
        picture = PdfImage(cast("Stream", image)).as_pil_image()
        if kind == "/DeviceGray":
            self._write_gray(image, picture.convert("L"), keep=True)
            return
        picture = picture if picture.mode == "RGB" else picture.convert("RGB")
        if is_neutral(picture):
            self._write_gray(image, picture.convert("L"), keep=False)
            return
        self.coloured("a picture in RGB", (int(image.Width), int(image.Height)))
        profile = _profile_of(image.ColorSpace)
        _write_picture(image, self.inks.of_picture(picture, profile).tobytes(), Name.DeviceCMYK, 8)

    @staticmethod
    def _write_gray(image: Object, picture: Image.Image, keep: bool) -> None:
        """Write a gray picture; `keep`: one that is gray already and no line art stays as it is."""
        if is_line_art(picture):
            one_bit = picture.point(lambda level: 255 * (level > 127), "1")
            _write_picture(image, one_bit.tobytes(), Name.DeviceGray, 1)
        elif keep:
            image.ColorSpace = Name.DeviceGray
        else:
            _write_picture(image, picture.tobytes(), Name.DeviceGray, 8)

    # --- gradients ---------------------------------------------------------------------------

    def shading(self, shading: Object, mask: bool) -> None:
        """A gradient: its function is sampled and each sample separated."""
        space = shading.get("/ColorSpace")
        if not self.once(shading) or space is None or (not mask and _kind(space) in ("/DeviceCMYK", "/DeviceGray")):
            return
        functions = shading.get("/Function")
        if functions is None or isinstance(functions, Array):
            self.coloured("a gradient that cannot be separated")
            return
        shading.Function = self._function(functions, space, mask)
        shading.ColorSpace = Name.DeviceGray if mask else Name.DeviceCMYK
        if "/Background" in shading:
            del shading["/Background"]

    def _function(self, function: Object, space: Object, mask: bool) -> Object:
        if int(function.FunctionType) == 3:
            parts = Array([self._function(part, space, mask) for part in function.Functions])
            return Dictionary({**dict(function.items()), "/Functions": parts})
        first, last = (_numbers(function.get(key, default)) for key, default in (("/C0", [0]), ("/C1", [1])))
        power = float(function.N)
        samples: list[tuple[float, ...]] = []
        for step in range(GRADIENT_STEPS):
            part = (step / (GRADIENT_STEPS - 1)) ** power
            colour = tuple(one + part * (other - one) for one, other in zip(first, last, strict=True))
            samples.append((_level(space, colour),) if mask else self.ink(space, colour) or black(1))
        data = b"".join(round(level * SIXTEEN_BITS).to_bytes(2, "big") for sample in samples for level in sample)
        return Stream(
            self.pdf,
            data,
            FunctionType=0,
            Domain=function.Domain,
            Range=Array([0, 1] * len(samples[0])),
            Size=Array([GRADIENT_STEPS]),
            BitsPerSample=16,
        )


class _Content:
    """Rewrites one content stream. `mask`: it makes a mask by lightness, so that it stays gray and is no print."""

    def __init__(self, separator: _Separator, resources: Object, mask: bool) -> None:
        self.separator, self.resources, self.mask = separator, resources, mask
        self.states = [_Pens(_Pen(), _Pen())]
        self.out: list[Any] = []
        self.used: dict[str, set[str]] = {}
        self.marked: list[bool] = []
        self.acts: dict[str, Callable[[str, list[Any]], bool]] = {
            **dict.fromkeys(("q", "Q"), self._push_or_pop),
            **dict.fromkeys(PAINTS_FILL, self._device_colour),
            **dict.fromkeys(("cs", "CS"), self._space),
            **dict.fromkeys(("sc", "scn", "SC", "SCN"), self._colour),
            **dict.fromkeys(("BMC", "BDC", "EMC", "MP", "DP"), self._mark),
            **dict.fromkeys(SHOWS, self._show),
            "Tr": self._mode,
            "Tf": self._font,
            "Do": self._object,
            "gs": self._graphics_state,
            "sh": self._shade,
        }

    def rewrite(self, instructions: Iterable[Any]) -> bytes:
        """The stream's bytes with inks for colours, without the marks of structure."""
        for instruction in instructions:
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                if _kind(instruction.iimage.obj.get("/ColorSpace", Name.DeviceGray)) == "/DeviceRGB":
                    self.separator.coloured("an inline picture in RGB, which cannot be separated")
                self.out.append(instruction)
                continue
            name = str(instruction.operator)
            act = self.acts.get(name)
            if act is None or act(name, list(instruction.operands)):
                self.out.append(instruction)
        return pikepdf.unparse_content_stream(self.out)

    def resources_used(self) -> Object:
        """The resources, without those that nothing uses; colour spaces are used up."""
        kept = Dictionary()
        for category, things in self.resources.items():
            if not isinstance(things, Dictionary):
                continue
            names = self.used.get(category, set())
            if chosen := {name: things[name] for name in sorted(names) if name in things}:
                kept[category] = Dictionary(chosen)
        return kept

    def _use(self, category: str, name: Any) -> Object | None:
        self.used.setdefault(category, set()).add(str(name))
        found = self.resources.get(category, Dictionary()).get(str(name))
        return found if isinstance(found, Object) else None

    @property
    def state(self) -> _Pens:
        """The graphics state in force."""
        return self.states[-1]

    # --- colour; each act says whether the instruction stays as it is ---------------------------

    def _push_or_pop(self, name: str, _: list[Any]) -> bool:
        if name == "q":
            self.states.append(_Pens(replace(self.state.fill), replace(self.state.stroke), self.state.mode))
        elif len(self.states) > 1:
            self.states.pop()
        return True

    def _device_colour(self, name: str, operands: list[Any]) -> bool:
        return self._paint(SPACE_OF[name.lower()], operands, PAINTS_FILL[name])

    def _space(self, name: str, operands: list[Any]) -> bool:
        stroke = name == "CS"
        space = self._find_space(operands[0])
        if _kind(space) in ("/Pattern", "/Separation", "/DeviceN"):
            self._set(stroke, _Pen(space, None, _ink((0, 0, 0, 1), stroke)))
            self.used.setdefault("/ColorSpace", set()).add(str(operands[0]))
            return True
        first = [0, 0, 0, 1] if _kind(space) == "/DeviceCMYK" else [0] * _channels(space)
        return self._paint(space, first, stroke)

    def _colour(self, name: str, operands: list[Any]) -> bool:
        stroke = name.isupper()
        pen = self.state.stroke if stroke else self.state.fill
        if operands and isinstance(operands[-1], Name):
            self._pattern(operands[-1])
            self._set(stroke, _Pen(pen.space, None, (operands, Operator(name))))
            return True
        if _kind(pen.space) in ("/Separation", "/DeviceN"):
            self._set(stroke, _Pen(pen.space, None, (operands, Operator(name))))
            return True
        return self._paint(pen.space, operands, stroke)

    def _paint(self, space: Any, operands: list[Any], stroke: bool) -> bool:
        """Write a colour as inks; in a mask as a gray."""
        if self.mask:
            self.out.append(([_number(_level(space, _numbers(operands)))], Operator("G" if stroke else "g")))
            self._set(stroke, _Pen(space))
            return False
        ink = self.separator.ink(space, _numbers(operands))
        if ink is None:
            self.separator.coloured(f"a colour in {_kind(space).removeprefix('/')}, which cannot be separated")
            return True
        written = _ink(ink, stroke)
        self._set(stroke, _Pen(space, ink, written))
        self.out.append(written)
        return False

    def _set(self, stroke: bool, pen: _Pen) -> None:
        if stroke:
            self.state.stroke = pen
        else:
            self.state.fill = pen

    def _find_space(self, name: Any) -> Any:
        found = self.resources.get("/ColorSpace", Dictionary()).get(str(name))
        return name if found is None else found

    # --- letters -----------------------------------------------------------------------------

    def _mode(self, _: str, operands: list[Any]) -> bool:
        self.state.mode = int(operands[0])
        return True

    def _show(self, name: str, operands: list[Any]) -> bool:
        """Letters in another colour than black are shown in black ink, and the colour is put back after them."""
        pens = [(self.state.fill, False)] * (self.state.mode in FILLS) + [(self.state.stroke, True)] * (
            self.state.mode in STROKES
        )
        coloured = [(pen, stroke) for pen, stroke in pens if pen.ink and any(pen.ink[:3])]
        if self.mask or not self.separator.black_text or not coloured:
            return True
        for pen, stroke in coloured:
            self.out.append(_ink(in_black(pen.ink or black(1)), stroke))
        self.out.append((operands, Operator(name)))
        self.out += [pen.written for pen, _ in coloured]
        return False

    def _font(self, _: str, operands: list[Any]) -> bool:
        font = self._use("/Font", operands[0])
        if font is not None and font.get("/Subtype") == Name.Type3:
            for glyph in font.CharProcs.values():
                self.separator.stream(glyph, font.get("/Resources", self.resources), self.mask)
        return True

    # --- what stands elsewhere ---------------------------------------------------------------

    def _object(self, _: str, operands: list[Any]) -> bool:
        thing = self._use("/XObject", operands[0])
        if thing is not None and thing.get("/Subtype") == Name.Image:
            self.separator.picture(thing)
        elif thing is not None:
            self.separator.stream(thing, self.resources, self.mask)
        return True

    def _graphics_state(self, _: str, operands: list[Any]) -> bool:
        state = self._use("/ExtGState", operands[0])
        mask = state.get("/SMask") if state is not None else None
        if isinstance(mask, Dictionary):
            self.separator.stream(mask.G, self.resources, mask.get("/S") == Name.Luminosity)
        return True

    def _shade(self, _: str, operands: list[Any]) -> bool:
        shading = self._use("/Shading", operands[0])
        if shading is not None:
            self.separator.shading(shading, self.mask)
        return True

    def _pattern(self, name: Any) -> None:
        pattern = self._use("/Pattern", name)
        if pattern is not None and int(pattern.PatternType) == 2:
            self.separator.shading(pattern.Shading, self.mask)
        elif pattern is not None:
            self.separator.stream(pattern, self.resources, self.mask)

    def _mark(self, name: str, operands: list[Any]) -> bool:
        """Marks of structure go; marks of optional content stay."""
        if name == "EMC":
            return self.marked.pop() if self.marked else False
        layer = bool(operands) and operands[0] == Name.OC
        if layer and name.endswith("C"):
            self._use("/Properties", operands[1])
        if name in ("BMC", "BDC"):
            self.marked.append(layer)
        return layer


def _separate_group(thing: Object, mask: bool) -> None:
    group = thing.get("/Group")
    if group is not None and "/CS" in group:
        group.CS = Name.DeviceGray if mask else Name.DeviceCMYK


def _kind(space: Any) -> str:
    """The name of a colour space's family; a profiled one is taken for the device space of as many channels."""
    family = str(space[0]) if isinstance(space, Array) else str(space)
    if family == "/ICCBased":
        return {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[int(space[1].N)]
    return {"/CalGray": "/DeviceGray", "/CalRGB": "/DeviceRGB", "/G": "/DeviceGray", "/RGB": "/DeviceRGB"}.get(
        family, family
    )


def _channels(space: Any) -> int:
    return 1 if _kind(space) == "/DeviceGray" else 3


def _profile_of(space: Any) -> bytes:
    if isinstance(space, Array) and str(space[0]) == "/ICCBased":
        return bytes(space[1].read_bytes())
    return b""


def _numbers(values: Iterable[Any]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _number(value: float) -> int | Decimal:
    whole = round(value, 3)
    return int(whole) if whole == int(whole) else Decimal(str(whole))


def _ink(ink: Ink, stroke: bool) -> Instruction:
    return [_number(level) for level in ink], Operator("K" if stroke else "k")


def _level(space: Any, levels: tuple[float, ...]) -> float:
    """How light a colour is that is part of a mask."""
    kind = _kind(space)
    if kind == "/DeviceRGB" and len(levels) == 3:
        return lightness(*levels)
    if kind == "/DeviceCMYK" and len(levels) == 4:
        return 1 - in_black((levels[0], levels[1], levels[2], levels[3]))[3]
    return levels[0] / 100 if kind == "/Lab" else levels[0]


def _write_picture(image: Object, samples: bytes, space: Name, bits: int) -> None:
    for key in ("/Decode", "/DecodeParms", "/Mask", "/Intent"):
        if key in image and not (key == "/Mask" and isinstance(image[key], Stream)):
            del image[key]
    image.write(samples)
    image.ColorSpace, image.BitsPerComponent = space, bits
