"""Inks that a press loads beside its own, and how a house wants the content of pages treated, inks among it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from press.fields import Written
from press.prepress.colour_space import kind
from press.prepress.graphics_state import number
from press.prepress.inks import Inks
from press.problem import Problem, warning
from press.style.rules import INK


@dataclass(frozen=True, slots=True)
class SpotInk:
    """An ink that a press loads beside its own: the sRGB colour (0 to 255) that sheets have for it, and its name."""

    rgb: tuple[int, int, int]
    name: str


def spots_of(inks: Mapping[str, Written]) -> tuple[SpotInk, ...]:
    """The inks of their own that a style names, by the colours of its sheets, #b03020."""
    return tuple(SpotInk((rgb[0], rgb[1], rgb[2]), name.text) for rgb, name in _read(inks))


def _read(inks: Mapping[str, Written]) -> Iterator[tuple[bytes, Written]]:
    return ((bytes.fromhex(colour[1:]), name) for colour, name in inks.items())


def spot_for(space: Any, levels: tuple[float, ...], spots: Sequence[SpotInk]) -> SpotInk | None:
    """The ink of its own that a colour is printed in, if it is exactly that of one."""
    if not spots or kind(space) != "/DeviceRGB":
        return None
    rgb = tuple(round(255 * each) for each in levels)
    return next((each for each in spots if each.rgb == rgb), None)


def idle_inks(content: bytes, inks: Mapping[str, Written]) -> Iterator[Problem]:
    """A warning for each ink in which a print edition has nothing, for no sheet and no drawing has its colour."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spaces = [each for page in pdf.pages for each in dict(page.resources.get("/ColorSpace", {})).values()]
        used = {str(each[1])[1:] for each in spaces if isinstance(each, Array) and each[0] == Name.Separation}
    for colour, ink in inks.items():
        if ink.text not in used:
            yield warning(ink.origin, INK, f"nothing is painted in {colour}, the colour of {ink.text}", "take it out")


def spot_space(spot: SpotInk, inks: Inks) -> Object:
    """The colour space of such an ink (PDF 32000-1, 8.6.6.4), with what stands for it where it is not loaded."""
    red, green, blue = (each / 255 for each in spot.rgb)
    full = Array([number(each) for each in inks.of_rgb(red, green, blue)])
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=full, N=1)
    return Array([Name.Separation, Name(f"/{spot.name}"), Name.DeviceCMYK, tint])


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a house wants the content of pages: `black_text`, letters in black ink alone; `gray`, black ink written as
    grey; `opaque`, no word of transparency; `overprint`, black letters print over what lies below them. `spots`: inks
    of their own, for plain colours that are exactly theirs.
    """

    black_text: bool = True
    gray: bool = False
    opaque: bool = False
    overprint: bool = False
    spots: tuple[SpotInk, ...] = ()


AS_EVER = Treatment()
