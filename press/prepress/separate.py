"""Colour separation: every colour of a PDF becomes one of the press's inks, in place.

What is reached from the pages is rewritten once: their content, forms, patterns, gradients, masks, glyphs that are
drawn, pictures. No RGB, Lab or profiled colour is left; resources that nothing uses are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Operator, Stream

from press.prepress.colour_space import channels, kind, level, levels_of
from press.prepress.gradients import separate_gradient
from press.prepress.graphics_state import Pen, Pens, ink_written, number
from press.prepress.house_inks import HouseInks, srgb_profile
from press.prepress.inks import Ink, Inks, black, in_black, shows_grey
from press.prepress.pictures import separate_picture
from press.prepress.spot_inks import AS_EVER, SpotInk, Treatment, spot_for, spot_space

BLACK_FROM_THE_START = b"0 0 0 1 k 0 0 0 1 K\n"
GRAY_FROM_THE_START = b"0 g 0 G\n"
"""A page begins with black as a grey (PDF 32000-1, 8.4.1), and words that name no colour would be no black ink."""
SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS = {*SHOWS, "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}
OVERPRINTS = {"/Overprint": True, "/Knockout": False}
"""The names of the two states between which letters in black and everything else alternate."""
STROKES = {"g": False, "rg": False, "k": False, "G": True, "RG": True, "K": True}
"""The operators that take up a colour of a device, and whether it is that of strokes."""
SPACE_OF = {"g": Name.DeviceGray, "rg": Name.DeviceRGB, "k": Name.DeviceCMYK}
OF_TRANSPARENCY = ("/ca", "/CA", "/SMask", "/BM", "/AIS")
"""What the graphics state says of transparency (11.6.4), unknown to the levels of PDF/X that are without it."""
INKS_OF_THEIR_OWN = ("/Separation", "/DeviceN")
"""Spaces of inks that a press is to mix in or load apart (8.6.6): they are left as they are."""


@dataclass(frozen=True, slots=True)
class Coloured:
    """Something found in colour that was not the press's own: on which page (from 1), what, a picture's pixels, and
    whether inks have been found for it.
    """

    page: int
    what: str
    pixels: tuple[int, int] = (0, 0)
    separated: bool = True


def separate(pdf: pikepdf.Pdf, inks: Inks, treatment: Treatment = AS_EVER) -> list[Coloured]:
    """Turn all colours into inks. Gives what was in colour."""
    separator = _Separator(pdf, inks, treatment)
    for at, page in enumerate(pdf.pages, 1):
        separator.page(page, at)
    return separator.found


class _Separator:
    """Goes through a PDF; what has been done is remembered, for forms and pictures are used many times."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Inks, treatment: Treatment) -> None:
        self.pdf, self.inks, self.treatment = pdf, inks, treatment
        self.profile: Object | None = None
        self.found: list[Coloured] = []
        self.done: set[tuple[int, int]] = set()
        self.number = 0

    def page(self, page: pikepdf.Page, at: int) -> None:
        """A page and all that it uses."""
        self.number = at
        self.group(page.obj, False)
        content = _Content(self, page.obj.get("/Resources", Dictionary()), False)
        separated = content.rewrite(pikepdf.parse_content_stream(page))
        begun = GRAY_FROM_THE_START if self.treatment.gray else BLACK_FROM_THE_START
        page.obj.Contents = Stream(self.pdf, begun + separated)
        page.obj.Resources = content.resources_used()

    def group(self, thing: Object, mask: bool) -> None:
        """A transparent group is mixed in a colour space of its own (11.6.6), which must be the press's."""
        group = thing.get("/Group")
        if group is not None and self.treatment.opaque and not mask:
            del thing.Group
        elif group is not None and "/CS" in group:
            group.CS = Name.DeviceGray if mask or self.treatment.gray else Name.DeviceCMYK

    def srgb(self) -> Object:
        """The profile of pictures that stay in sRGB, once for the file."""
        if self.profile is None:
            made = Stream(self.pdf, srgb_profile(), N=3, Alternate=Name.DeviceRGB)
            self.profile = self.pdf.make_indirect(made)
        return self.profile

    def state(self, state: Object) -> bool:
        """A dictionary of the graphics state; says whether anything is left of it in a file without transparency."""
        if not self.treatment.opaque:
            return True
        for key in OF_TRANSPARENCY:
            if key in state:
                del state[key]
        return any(key != "/Type" for key in state.keys())  # noqa: SIM118 – it is no mapping

    def _once(self, thing: Object) -> bool:
        """Whether an object is met for the first time; what is no object of its own is never met again."""
        if not thing.is_indirect:
            return True
        new = thing.objgen not in self.done
        self.done.add(thing.objgen)
        return new

    def coloured(self, what: str, pixels: tuple[int, int] = (0, 0), separated: bool = True) -> None:
        """Note that something was in colour on this page."""
        if (found := Coloured(self.number, what, pixels, separated)) not in self.found:
            self.found.append(found)

    def stream(self, stream: Object, resources: Object, mask: bool) -> None:
        """The content of a form, a pattern or a glyph; `resources`: of what uses it, where it has none of its own."""
        if not self._once(stream):
            return
        self.group(stream, mask)
        content = _Content(self, stream.get("/Resources", resources), mask)
        stream.write(content.rewrite(pikepdf.parse_content_stream(stream)))
        if "/Resources" in stream:
            stream.Resources = content.resources_used()

    def ink(self, space: Any, levels: tuple[float, ...]) -> Ink | None:
        """The inks of a colour, None where it has none: a pattern, an ink of its own, levels that do not fit."""
        family = kind(space)
        if family == "/DeviceCMYK" and len(levels) == 4:
            given = levels[0], levels[1], levels[2], levels[3]
            if self.treatment.gray and any(given[:3]):
                self.coloured("a colour in CMYK (" + ", ".join(f"{each:.3g}" for each in given) + ")")
            return self.inks.of_cmyk(given) if isinstance(self.inks, HouseInks) else given
        if family == "/DeviceGray" and len(levels) == 1:
            return black(1 - levels[0])
        if family == "/DeviceRGB" and len(levels) == 3:
            ink = self.inks.of_rgb(*levels)
        elif family == "/Lab" and len(levels) == 3:
            ink = self.inks.of_lab(*levels)
        else:
            return None
        shown = not shows_grey(family, levels) if self.treatment.gray else any(ink[:3])
        if shown:  # a grey in RGB has become black ink, and nobody need be told
            name = "Lab" if family == "/Lab" else "RGB"
            self.coloured(f"a colour in {name} ({', '.join(f'{each:.3g}' for each in levels)})")
        return ink

    def picture(self, image: Object) -> None:
        """A picture."""
        if not self._once(image):
            return
        pixels = int(image.Width), int(image.Height)
        if separate_picture(image, self.inks, self.srgb):
            self.coloured("a picture in RGB", pixels)
        if self.treatment.opaque and "/SMask" in image:  # what it lets through has been made one with it
            del image.SMask

    def gradient(self, shading: Object, mask: bool) -> None:
        """A gradient."""
        if self._once(shading) and not separate_gradient(self.pdf, shading, self.ink, mask):
            self.coloured("a gradient that cannot be separated", separated=False)


class _Content:
    """Rewrites one content stream. `mask`: it makes a mask by lightness, so that it stays grey and is no print.

    Whatever can bring in a colour has an act, which says whether the instruction stays as it is.
    """

    def __init__(self, separator: _Separator, resources: Object, mask: bool) -> None:
        self.separator, self.resources, self.mask = separator, resources, mask
        self.states = [Pens()]
        self.out: list[Any] = []
        self.used: dict[str, set[str]] = {}
        self.spots: dict[str, Object] = {}
        self.marked: list[bool] = []

    def rewrite(self, instructions: Iterable[Any]) -> bytes:
        """The stream's bytes with inks for colours, without the marks of structure."""
        for instruction in instructions:
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                # one within the content cannot be written anew like an object; the engine makes none
                if kind(instruction.iimage.obj.get("/ColorSpace", Name.DeviceGray)) == "/DeviceRGB":
                    self.separator.coloured("an inline picture in RGB, which cannot be separated", separated=False)
                self.out.append(instruction)
                continue
            name = str(instruction.operator)
            if self.separator.treatment.overprint and name in PAINTS:
                self._overprint(name in SHOWS)
            act = ACTS.get(name)
            if act is None or act(self, name, list(instruction.operands)):
                self.out.append(instruction)
        written = [_as_gray(each) for each in self.out] if self.separator.treatment.gray else self.out
        return pikepdf.unparse_content_stream(written)

    def resources_used(self) -> Object:
        """The resources, without those that nothing uses; colour spaces are used up."""
        kept = Dictionary()
        for category, things in self.resources.items():
            if not isinstance(things, Dictionary):  # /ProcSet, which nobody has needed since PDF 1.4 (14.2)
                continue
            names = self.used.get(category, set())
            if chosen := {name: things[name] for name in sorted(names) if name in things}:
                kept[category] = Dictionary(chosen)
        if self.spots:
            spaces = kept.get("/ColorSpace", Dictionary())
            for name, space in self.spots.items():
                spaces[name] = space
            kept.ColorSpace = spaces
        if self.separator.treatment.overprint:
            states = kept.get("/ExtGState", Dictionary())
            for name, over in OVERPRINTS.items():
                states[name] = Dictionary(Type=Name.ExtGState, OP=over, op=over, OPM=int(over))
            kept.ExtGState = states
        return kept

    def _use(self, category: str, name: Any) -> Object | None:
        self.used.setdefault(category, set()).add(str(name))
        found = self.resources.get(category, Dictionary()).get(str(name))
        return found if isinstance(found, Object) else None

    @property
    def state(self) -> Pens:
        """The graphics state in force."""
        return self.states[-1]

    # --- colour ------------------------------------------------------------------------------

    def _push_or_pop(self, name: str, _: list[Any]) -> bool:
        if name == "q":
            self.states.append(self.state.copy())
        elif len(self.states) > 1:  # one Q too many is no reason to stop
            self.states.pop()
        return True

    def _device_colour(self, name: str, operands: list[Any]) -> bool:
        return self._paint(SPACE_OF[name.lower()], operands, STROKES[name])

    def _space(self, name: str, operands: list[Any]) -> bool:
        stroke = name == "CS"
        space = self._find_space(operands[0])
        if kind(space) in ("/Pattern", *INKS_OF_THEIR_OWN):
            self.state.take(stroke, Pen(space, None, ink_written((0, 0, 0, 1), stroke)))
            self.used.setdefault("/ColorSpace", set()).add(str(operands[0]))
            return True
        # a space is taken up with a first colour, which counts where no other follows (8.6.8)
        first = [0, 0, 0, 1] if kind(space) == "/DeviceCMYK" else [0] * channels(space)
        return self._paint(space, first, stroke)

    def _colour(self, name: str, operands: list[Any]) -> bool:
        stroke = name.isupper()
        space = self.state.pen(stroke).space
        patterned = bool(operands) and isinstance(operands[-1], Name)
        if patterned:
            self._pattern(operands[-1])
        if patterned or kind(space) in INKS_OF_THEIR_OWN:
            self.state.take(stroke, Pen(space, None, (operands, Operator(name))))
            return True
        return self._paint(space, operands, stroke)

    def _paint(self, space: Any, operands: list[Any], stroke: bool) -> bool:
        """Write a colour as inks; in a mask as a grey."""
        if self.mask:
            self.out.append(([number(level(space, levels_of(operands)))], Operator("G" if stroke else "g")))
            self.state.take(stroke, Pen(space))
            return False
        if spot := spot_for(space, levels_of(operands), self.separator.treatment.spots):
            return self._take_spot(space, spot, stroke)
        ink = self.separator.ink(space, levels_of(operands))
        if ink is None:
            name = kind(space).removeprefix("/")
            self.separator.coloured(f"a colour in {name}, which cannot be separated", separated=False)
            return True
        written = ink_written(ink, stroke)
        self.state.take(stroke, Pen(space, ink, written))
        self.out.append(written)
        return False

    def _take_spot(self, space: Any, spot: SpotInk, stroke: bool) -> bool:
        """Take up an ink of its own in full (8.6.6.4); a reader that has none shows its nearest in the press's inks."""
        number_of = self.separator.treatment.spots.index(spot)
        name = f"/Spot{number_of}"
        self.spots[name] = spot_space(spot, self.separator.inks)
        written = ([1], Operator("SCN" if stroke else "scn"))
        self.out += [([Name(name)], Operator("CS" if stroke else "cs")), written]
        self.state.take(stroke, Pen(space, None, written))
        return False

    def _find_space(self, name: Any) -> Any:
        found = self.resources.get("/ColorSpace", Dictionary()).get(str(name))
        return name if found is None else found  # those of a device need no resource (8.6.4)

    def _overprint(self, letters: bool) -> None:
        """Have letters in full black print over what lies below, and nothing else: white ones would not be seen."""
        black_alone = letters and all(pen.ink == black(1) for pen, _ in self.state.for_letters())
        if self.state.overprint is not black_alone and not self.mask:
            self.state.overprint = black_alone
            name = next(name for name, over in OVERPRINTS.items() if over == black_alone)
            self.out.append(([Name(name)], Operator("gs")))

    # --- letters -----------------------------------------------------------------------------

    def _mode(self, _: str, operands: list[Any]) -> bool:
        self.state.mode = int(operands[0])
        return True

    def _show(self, name: str, operands: list[Any]) -> bool:
        """Letters in another colour than black are shown in black ink, and the colour is put back after them."""
        coloured = [(ink, pen, stroke) for pen, stroke in self.state.for_letters() if (ink := pen.ink) and any(ink[:3])]
        if self.mask or not self.separator.treatment.black_text or not coloured:
            return True
        self.out += [ink_written(in_black(ink), stroke) for ink, _, stroke in coloured]
        self.out.append((operands, Operator(name)))
        self.out += [pen.written for _, pen, _ in coloured]
        return False

    def _font(self, _: str, operands: list[Any]) -> bool:
        font = self._use("/Font", operands[0])
        if font is not None and font.get("/Subtype") == Name.Type3:  # its glyphs are content themselves (9.6.5)
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
        if state is not None and not self.separator.state(state):
            self.used["/ExtGState"].discard(str(operands[0]))
            return False
        mask = state.get("/SMask") if state is not None else None
        if isinstance(mask, Dictionary):  # one by opacity alone (11.6.5.2) is separated like any content
            self.separator.stream(mask.G, self.resources, mask.get("/S") == Name.Luminosity)
        return True

    def _shade(self, _: str, operands: list[Any]) -> bool:
        shading = self._use("/Shading", operands[0])
        if shading is not None:
            self.separator.gradient(shading, self.mask)
        return True

    def _pattern(self, name: Any) -> None:
        pattern = self._use("/Pattern", name)
        if pattern is not None and int(pattern.PatternType) == 2:
            self.separator.gradient(pattern.Shading, self.mask)
        elif pattern is not None:
            self.separator.stream(pattern, self.resources, self.mask)

    def _mark(self, name: str, operands: list[Any]) -> bool:
        """Marks of structure (14.6) go; those of optional content (8.11) stay, for they say what is seen, and
        so do those that say what words are read as (14.9.4): both editions are to have the same.
        """
        if name == "EMC":  # ends whatever was begun last
            return self.marked.pop() if self.marked else False
        layer = bool(operands) and operands[0] == Name.OC
        if layer and name.endswith("C"):
            self._use("/Properties", operands[1])
        said = name == "BDC" and isinstance(operands[1], Dictionary) and "/ActualText" in operands[1]
        if name in ("BMC", "BDC"):
            self.marked.append(layer or said)
        return layer or said


ACTS: Mapping[str, Callable[[_Content, str, list[Any]], bool]] = {
    **dict.fromkeys(("q", "Q"), _Content._push_or_pop),
    **dict.fromkeys(STROKES, _Content._device_colour),
    **dict.fromkeys(("cs", "CS"), _Content._space),
    **dict.fromkeys(("sc", "scn", "SC", "SCN"), _Content._colour),
    **dict.fromkeys(("BMC", "BDC", "EMC", "MP", "DP"), _Content._mark),
    **dict.fromkeys(SHOWS, _Content._show),
    "Tr": _Content._mode,
    "Tf": _Content._font,
    "Do": _Content._object,
    "gs": _Content._graphics_state,
    "sh": _Content._shade,
}
"""What is done at an operator. Not in each content: it would hold itself by them, and with it all that it has written,
until somebody searches the memory for that; which nobody does while a book is made.
"""


def _as_gray(instruction: Any) -> Any:
    """Black ink as a grey; it is the only ink that there is in a book for a house that prints in black."""
    if isinstance(instruction, tuple) and str(instruction[1]) in ("k", "K"):
        levels, operator = instruction
        if not any(float(each) for each in levels[:3]):
            return [number(1 - float(levels[3]))], Operator("G" if str(operator) == "K" else "g")
    return instruction
