"""RGB → the inks of a press: what is black or grey is printed in black ink alone, the rest by an ICC profile."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, TypeAlias

from PIL import Image, ImageChops, ImageCms

Ink: TypeAlias = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, each from 0 to 1."""
NEUTRAL = 2
"""Channels that differ by no more than this of 255 show no colour: a grey picture saved as RGB, and JPEG's rounding."""
LUMA = (0.299, 0.587, 0.114)
"""How much red, green and blue add to lightness (ITU-R BT.601, as PDF has it for the luminosity of a mask)."""


class Inks:
    """The conversions to one printing condition, given by an ICC profile of a CMYK device."""

    def __init__(self, profile: bytes) -> None:
        self.press = ImageCms.getOpenProfile(io.BytesIO(profile))
        self.rgb = _transform(ImageCms.createProfile("sRGB"), self.press, "RGB")
        self.of_rgb = lru_cache(maxsize=None)(self._of_rgb)

    def _of_rgb(self, red: float, green: float, blue: float) -> Ink:
        """The inks of an sRGB colour; a grey is black ink alone."""
        levels = tuple(round(255 * min(max(level, 0), 1)) for level in (red, green, blue))
        # four inks that make a grey would have to meet exactly, and never do: grey letters would have coloured edges
        if max(levels) - min(levels) <= NEUTRAL:
            return black(1 - lightness(red, green, blue))
        return self._of_pixel(Image.new("RGB", (1, 1), levels), self.rgb)

    def of_lab(self, lightness: float, a: float, b: float) -> Ink:
        """The inks of a CIE L*a*b* colour."""
        if abs(a) < 1 and abs(b) < 1:  # a difference of one is not seen
            return black(1 - lightness / 100)
        # Pillow keeps L* from 0 to 255, and a* and b* as signed bytes
        pixel = Image.new("LAB", (1, 1), (round(lightness * 2.55), round(a) % 256, round(b) % 256))
        return self._of_pixel(pixel, _transform(ImageCms.createProfile("LAB"), self.press, "LAB"))

    @staticmethod
    def _of_pixel(pixel: Image.Image, transform: Any) -> Ink:
        cyan, magenta, yellow, key = (round(level / 255, 3) for level in _apply(pixel, transform).tobytes())
        return (cyan, magenta, yellow, key)

    def of_picture(self, picture: Image.Image, profile: bytes = b"") -> Image.Image:
        """An RGB picture in CMYK; `profile` is its own ICC profile, sRGB when it has none."""
        own = ImageCms.getOpenProfile(io.BytesIO(profile)) if profile else None
        return _apply(picture, _transform(own, self.press, "RGB") if own else self.rgb)


def _apply(picture: Image.Image, transform: Any) -> Image.Image:
    converted = ImageCms.applyTransform(picture, transform)
    assert converted is not None  # None only where it works in place
    return converted


def _transform(source: Any, target: Any, mode: str) -> Any:
    """Relative colorimetric with black-point compensation: the usual choice for pictures and plain colours alike."""
    return ImageCms.buildTransform(
        source,
        target,
        mode,
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def black(amount: float) -> Ink:
    """So much black ink and no other."""
    return (0.0, 0.0, 0.0, round(min(max(amount, 0), 1), 3))


def lightness(red: float, green: float, blue: float) -> float:
    """How light an RGB colour is, from 0 to 1."""
    return sum(weight * level for weight, level in zip(LUMA, (red, green, blue), strict=True))


def in_black(ink: Ink) -> Ink:
    """A colour in black ink alone, as dark as it was."""
    cyan, magenta, yellow, key = ink
    return black(1 - lightness(1 - cyan, 1 - magenta, 1 - yellow) * (1 - key))


def shows_grey(family: str, levels: tuple[float, ...]) -> bool:
    """Whether a colour in RGB or L*a*b* shows no colour."""
    if family == "/Lab":
        return abs(levels[1]) < 1 and abs(levels[2]) < 1
    return 255 * (max(levels) - min(levels)) <= NEUTRAL


def is_neutral(picture: Image.Image) -> bool:
    """Whether an RGB picture shows no colour."""
    red, green, blue = picture.split()
    pairs = ((red, green), (green, blue))  # red and blue then differ by twice as much at most, which shows as little
    return all(not any(ImageChops.difference(*pair).histogram()[NEUTRAL + 1 :]) for pair in pairs)


def is_line_art(picture: Image.Image) -> bool:
    """Whether a grey picture is nothing but black and white."""
    return not any(picture.histogram()[1:255])
