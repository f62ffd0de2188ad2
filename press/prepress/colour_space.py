"""Colour spaces as a PDF writes them (PDF 32000-1, 8.6): their family, their channels, how light a colour in one is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pikepdf import Array

from press.prepress.inks import in_black, lightness

PROFILED = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
CALIBRATED = {"/CalGray": "/DeviceGray", "/CalRGB": "/DeviceRGB"}
ABBREVIATED = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB"}
"""As pictures within a content stream may say it (8.9.7)."""


def kind(space: Any) -> str:
    """The name of a colour space's family; a profiled one is taken for the device space of as many channels.

    So its own profile is not heard where a plain colour is meant: the engine takes every colour for sRGB, which is
    what RGB is converted from here.
    """
    name = str(space[0]) if isinstance(space, Array) else str(space)
    if name == "/ICCBased":
        return PROFILED[int(space[1].N)]
    return {**CALIBRATED, **ABBREVIATED}.get(name, name)


def channels(space: Any) -> int:
    """Of a space that is not CMYK's: one for a grey, else three."""
    return 1 if kind(space) == "/DeviceGray" else 3


def profile_of(space: Any) -> bytes:
    """The ICC profile of a picture's colours; nothing where it has none."""
    if isinstance(space, Array) and str(space[0]) == "/ICCBased":
        return bytes(space[1].read_bytes())
    return b""


def levels_of(values: Iterable[Any]) -> tuple[float, ...]:
    """The levels of a colour as numbers."""
    return tuple(float(value) for value in values)


def level(space: Any, levels: tuple[float, ...]) -> float:
    """How light a colour is that is part of a mask, from 0 to 1 (11.5.3)."""
    family = kind(space)
    if family == "/DeviceRGB" and len(levels) == 3:
        return lightness(*levels)
    if family == "/DeviceCMYK" and len(levels) == 4:
        return 1 - in_black((levels[0], levels[1], levels[2], levels[3]))[3]
    return levels[0] / 100 if family == "/Lab" else levels[0]
