"""A picture made of pixels → one in the press's inks, in place: grey, black and white, or CMYK."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from pikepdf import Array, Name, Object, PdfImage, Stream
from PIL import Image

from press.prepress.colour_space import kind, profile_of
from press.prepress.house_inks import HouseInks
from press.prepress.inks import Inks, is_line_art, is_neutral

OF_OLD_SAMPLES = ("/Decode", "/DecodeParms", "/Mask", "/Intent")
"""What a picture says of its samples and is wrong of new ones."""


def separate_picture(image: Object, inks: Inks, srgb: Callable[[], Object] | None = None) -> bool:
    """Turn a picture into inks; says whether it had been in colour.

    It becomes grey where it shows no colour, of one bit a pixel where it is nothing but black and white, else CMYK, or
    what the house of these inks wants in its place; `srgb` gives the profile of what stays so.
    """
    if image.get("/ImageMask", False):  # a stencil, which is painted in the colour in force (PDF 32000-1, 8.9.6.2)
        return False
    family = kind(image.get("/ColorSpace", Name.DeviceGray))
    if family == "/DeviceCMYK" and isinstance(inks, HouseInks):
        return _as_the_house_prints(image, inks)
    if family in ("/DeviceCMYK", "/Separation", "/DeviceN") or image.get("/BitsPerComponent", 8) == 1:
        return False
    picture = PdfImage(cast("Stream", image)).as_pil_image()
    if family == "/DeviceGray":
        _write_grey(image, picture.convert("L"), keep=True)
        return False
    picture = picture if picture.mode == "RGB" else picture.convert("RGB")
    if is_neutral(picture):
        _write_grey(image, picture.convert("L"), keep=False)
        return False
    separated = inks.of_picture(picture, profile_of(image.ColorSpace))
    if separated.mode == "RGB" and srgb:
        _keep_rgb(image, separated, srgb())
    else:
        _write(image, separated.tobytes(), Name.DeviceGray if separated.mode == "L" else Name.DeviceCMYK, 8)
    return True


def _as_the_house_prints(image: Object, inks: HouseInks) -> bool:
    """A picture that comes in inks, made grey or brought within the limit; says whether it had been in colour."""
    picture = PdfImage(cast("Stream", image)).as_pil_image()
    changed = inks.of_cmyk_picture(picture)
    if changed is not None:
        _write(image, changed.tobytes(), Name.DeviceGray if changed.mode == "L" else Name.DeviceCMYK, 8)
    return True


def _keep_rgb(image: Object, picture: Image.Image, srgb: Object) -> None:
    """A picture that stays in sRGB, which is said: with its own profile, as the very JPEG that it was if it was one."""
    if profile_of(image.ColorSpace):
        return
    if image.ColorSpace != Name.DeviceRGB or int(image.get("/BitsPerComponent", 8)) != 8:
        _write(image, picture.tobytes(), Name.DeviceRGB, 8)
    image.ColorSpace = Array([Name.ICCBased, srgb])


def _write_grey(image: Object, picture: Image.Image, keep: bool) -> None:
    """Write a grey picture; `keep`: one that is grey already and no line art stays as it is, JPEG and all."""
    if is_line_art(picture):
        one_bit = picture.point(lambda level: 255 * (level > 127), "1")
        _write(image, one_bit.tobytes(), Name.DeviceGray, 1)
    elif keep:
        image.ColorSpace = Name.DeviceGray
    else:
        _write(image, picture.tobytes(), Name.DeviceGray, 8)


def _write(image: Object, samples: bytes, space: Any, bits: int) -> None:
    for key in OF_OLD_SAMPLES:
        # a mask that is a picture itself stays; one that names colours (8.9.6.4) names old ones
        if key in image and not (key == "/Mask" and isinstance(image[key], Stream)):
            del image[key]
    image.write(samples)
    image.ColorSpace, image.BitsPerComponent = space, bits
