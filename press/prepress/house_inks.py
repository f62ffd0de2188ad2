"""Inks as a house wants them: black alone, colours within a limit of ink, or pictures left in sRGB."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from PIL import Image, ImageCms, ImageMath

from press.prepress.inks import Ink, Inks, in_black

Target: TypeAlias = Literal["cmyk", "gray", "rgb"]
FULL = 255
DATE, IDENTITY = slice(24, 36), slice(84, 100)
"""Where an ICC profile says when it was made, and its digest (ICC.1, 7.2)."""


class HouseInks(Inks):
    """The conversions for one house. `target`: what pictures in colour become; `limit`: per cent of all inks of a place
    together, 400 for none.
    """

    def __init__(self, profile: bytes, target: Target = "cmyk", limit: int = 400) -> None:
        super().__init__(profile)
        self.target, self.limit = target, limit
        self.of_rgb = lru_cache(maxsize=None)(lambda *levels: self.of_cmyk(Inks._of_rgb(self, *levels)))

    def of_lab(self, lightness: float, a: float, b: float) -> Ink:
        """The inks of a CIE L*a*b* colour."""
        return self.of_cmyk(super().of_lab(lightness, a, b))

    def of_cmyk(self, ink: Ink) -> Ink:
        """A colour in inks as this house prints it."""
        return in_black(ink) if self.target == "gray" else within(ink, self.limit)

    def of_picture(self, picture: Image.Image, profile: bytes = b"") -> Image.Image:
        """An RGB picture in CMYK, in grey, or as it is in sRGB."""
        if self.target == "gray":
            return picture.convert("L")
        if self.target == "rgb":
            return picture
        return picture_within(super().of_picture(picture, profile), self.limit)

    def of_cmyk_picture(self, picture: Image.Image) -> Image.Image | None:
        """A picture in inks as this house prints it; None where it may stay as it is."""
        if self.target == "gray":
            return picture.convert("L")
        limited = picture_within(picture, self.limit)
        return None if limited is picture else limited


def within(ink: Ink, limit: int) -> Ink:
    """A colour with no more ink than the limit: cyan, magenta and yellow give way alike, for black carries the form."""
    cyan, magenta, yellow, key = ink
    over = 100 * sum(ink) > limit
    coloured = cyan + magenta + yellow
    if not over or not coloured:
        return ink
    part = max(limit / 100 - key, 0.0) / coloured
    return round(cyan * part, 3), round(magenta * part, 3), round(yellow * part, 3), key


def picture_within(picture: Image.Image, limit: int) -> Image.Image:
    """A picture in inks with no pixel over the limit; the same one where none is."""
    most = limit * FULL / 100
    channels = [channel.convert("F") for channel in picture.split()]
    names = dict(zip("cmyk", channels, strict=True))
    total = ImageMath.lambda_eval(lambda each: each["c"] + each["m"] + each["y"] + each["k"], **names)
    if total.getextrema()[1] <= most:
        return picture
    # where all is well the part is more than one, and is cut to it
    part = ImageMath.lambda_eval(
        lambda each: each["min"]((most - each["k"]) / each["max"](each["c"] + each["m"] + each["y"], 1.0), 1.0), **names
    )
    coloured = [
        ImageMath.lambda_eval(lambda each: each["channel"] * each["part"], channel=channel, part=part).convert("L")
        for channel in channels[:3]
    ]
    return Image.merge("CMYK", [*coloured, picture.getchannel("K")])


@lru_cache
def srgb_profile() -> bytes:
    """The ICC profile of sRGB, the same whenever it is made: Little CMS puts the clock's time into it."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[DATE] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2000
    made[IDENTITY] = bytes(16)
    return bytes(made)
