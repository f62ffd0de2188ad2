"""A gradient → one in the press's inks, in place: its function is sampled, and each sample separated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from press.prepress.colour_space import kind, level, levels_of
from press.prepress.inks import Ink, black

Separation: TypeAlias = Callable[[Any, tuple[float, ...]], Ink | None]
"""A colour space and a colour in it → its inks, None where it has none."""
STEPS = 33
"""Samples of each part of a gradient: what RGB mixes evenly, inks do not, and the eye sees no step between so many."""
SIXTEEN_BITS = 65535


def separate_gradient(pdf: pikepdf.Pdf, shading: Object, ink: Separation, mask: bool) -> bool:
    """Turn a gradient into inks, one that makes a `mask` into greys; says whether it could be done."""
    space = shading.get("/ColorSpace")
    # a mask in CMYK is done too, for a mask must be grey; everything else in the press's own spaces is as it should be
    if space is None or (not mask and kind(space) in ("/DeviceCMYK", "/DeviceGray")):
        return True
    function = shading.get("/Function")
    if function is None or isinstance(function, Array):  # a mesh of colours, or one function for each channel
        return False
    shading.Function = _separated(pdf, function, space, ink, mask)
    shading.ColorSpace = Name.DeviceGray if mask else Name.DeviceCMYK
    if "/Background" in shading:  # a colour of the old space, which `sh` does not paint (PDF 32000-1, 8.7.4.3)
        del shading["/Background"]
    return True


def _separated(pdf: pikepdf.Pdf, function: Object, space: Object, ink: Separation, mask: bool) -> Object:
    """A function of the colours between two, as one of samples in inks (PDF 32000-1, 7.10)."""
    if int(function.FunctionType) == 3:  # several, one behind the other: each for itself, with the bounds kept
        parts = Array([_separated(pdf, part, space, ink, mask) for part in function.Functions])
        return Dictionary({**dict(function.items()), "/Functions": parts})
    first, last = (levels_of(function.get(key, default)) for key, default in (("/C0", [0]), ("/C1", [1])))
    power = float(function.N)
    samples: list[tuple[float, ...]] = []
    for step in range(STEPS):
        part = (step / (STEPS - 1)) ** power
        colour = tuple(one + part * (other - one) for one, other in zip(first, last, strict=True))
        samples.append((level(space, colour),) if mask else ink(space, colour) or black(1))
    return Stream(
        pdf,
        b"".join(round(each * SIXTEEN_BITS).to_bytes(2, "big") for sample in samples for each in sample),
        FunctionType=0,
        Domain=function.Domain,
        Range=Array([0, 1] * len(samples[0])),
        Size=Array([STEPS]),
        BitsPerSample=16,
    )
