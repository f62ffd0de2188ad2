"""One content stream of a PDF, its colours written anew as inks, without the marks of structure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Operator

from press.prepress.colour_space import channels, kind, level, levels_of
from press.prepress.graphics_state import Pen, Pens, ink_written, number
from press.prepress.inks import black, in_black
from press.prepress.spot_inks import SpotInk, spot_for, spot_space

if TYPE_CHECKING:
    from press.prepress.separate import Separator

SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS = {*SHOWS, "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}
OVERPRINTS = {"/Overprint": True, "/Knockout": False}
"""The names of the two states between which letters in black and everything else alternate."""
STROKES = {"g": False, "rg": False, "k": False, "G": True, "RG": True, "K": True}
"""The operators that take up a colour of a device, and whether it is that of strokes."""
SPACE_OF = {"g": Name.DeviceGray, "rg": Name.DeviceRGB, "k": Name.DeviceCMYK}
INKS_OF_THEIR_OWN = ("/Separation", "/DeviceN")
"""Spaces of inks that a press is to mix in or load apart (8.6.6): they are left as they are."""
NAMED = frozenset({"/Font", "/XObject", "/ExtGState"})
"""Resources of which a content tells the names alone: whatever these mean, it is rewritten to the same."""
COLOUR = "colour"


@dataclass(frozen=True, slots=True)
class RewrittenContent:
    """A content stream as it was rewritten. `acts`: what was done beside it, each but once, in order: an operator with
    the name that it takes from the resources, or a colour that was told.
    """

    content: bytes
    acts: tuple[tuple[str, str], ...]


class Rewriting:
    """Rewrites one content stream. `mask`: it makes a mask by lightness, so that it stays grey and is no print.

    Whatever can bring in a colour has an act, which says whether the instruction stays as it is.
    """

    def __init__(self, separator: Separator, resources: Object, mask: bool) -> None:
        self.separator, self.resources, self.mask = separator, resources, mask
        self.states = [Pens()]
        self.out: list[Any] = []
        self.used: dict[str, set[str]] = {}
        self.spots: dict[str, Object] = {}
        self.marked: list[bool] = []
        self.acts: dict[tuple[str, str], None] = {}
        self.plain = True
        """Whether it would be rewritten to the same with other resources of the same names."""

    def rewritten(self, instructions: Iterable[Any]) -> RewrittenContent:
        """The content with inks for colours, without the marks of structure."""
        return RewrittenContent(self._rewrite(instructions), tuple(self.acts))

    def again(self, acts: Iterable[tuple[str, str]]) -> None:
        """Do all that goes with a content that has been rewritten before."""
        for name, what in acts:
            if name == COLOUR:
                self._coloured(what)
            else:
                ACTS[name](self, name, [Name(what)])

    def _rewrite(self, instructions: Iterable[Any]) -> bytes:
        for instruction in instructions:
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                # one within the content cannot be written anew like an object; the engine makes none
                self.plain = False
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
        self.plain &= category in NAMED
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
        ink = self.separator.ink(space, levels_of(operands), self._coloured)
        if ink is None:
            self.plain = False
            name = kind(space).removeprefix("/")
            self.separator.coloured(f"a colour in {name}, which cannot be separated", separated=False)
            return True
        written = ink_written(ink, stroke)
        self.state.take(stroke, Pen(space, ink, written))
        self.out.append(written)
        return False

    def _coloured(self, what: str) -> None:
        self.acts[COLOUR, what] = None
        self.separator.coloured(what)

    def _take_spot(self, space: Any, spot: SpotInk, stroke: bool) -> bool:
        """Take up an ink of its own in full (8.6.6.4); a reader that has none shows its nearest in the press's inks."""
        self.plain = False
        number_of = self.separator.treatment.spots.index(spot)
        name = f"/Spot{number_of}"
        self.spots[name] = spot_space(spot, self.separator.inks)
        written = ([1], Operator("SCN" if stroke else "scn"))
        self.out += [([Name(name)], Operator("CS" if stroke else "cs")), written]
        self.state.take(stroke, Pen(space, None, written))
        return False

    def _find_space(self, name: Any) -> Any:
        self.plain = False
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
        self.acts["Tf", str(operands[0])] = None
        font = self._use("/Font", operands[0])
        if font is not None and font.get("/Subtype") == Name.Type3:  # its glyphs are content themselves (9.6.5)
            for glyph in font.CharProcs.values():
                self.separator.stream(glyph, font.get("/Resources", self.resources), self.mask)
        return True

    # --- what stands elsewhere ---------------------------------------------------------------

    def _object(self, _: str, operands: list[Any]) -> bool:
        self.acts["Do", str(operands[0])] = None
        thing = self._use("/XObject", operands[0])
        if thing is not None and thing.get("/Subtype") == Name.Image:
            self.separator.picture(thing)
        elif thing is not None:
            self.separator.stream(thing, self.resources, self.mask)
        return True

    def _graphics_state(self, _: str, operands: list[Any]) -> bool:
        self.acts["gs", str(operands[0])] = None
        self.plain &= not self.separator.treatment.opaque  # else it may go, by what it means
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


ACTS: Mapping[str, Callable[[Rewriting, str, list[Any]], bool]] = {
    **dict.fromkeys(("q", "Q"), Rewriting._push_or_pop),
    **dict.fromkeys(STROKES, Rewriting._device_colour),
    **dict.fromkeys(("cs", "CS"), Rewriting._space),
    **dict.fromkeys(("sc", "scn", "SC", "SCN"), Rewriting._colour),
    **dict.fromkeys(("BMC", "BDC", "EMC", "MP", "DP"), Rewriting._mark),
    **dict.fromkeys(SHOWS, Rewriting._show),
    "Tr": Rewriting._mode,
    "Tf": Rewriting._font,
    "Do": Rewriting._object,
    "gs": Rewriting._graphics_state,
    "sh": Rewriting._shade,
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
