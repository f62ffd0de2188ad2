"""A picture made of pixels → one in the press's inks, in place: grey, black and white, or CMYK."""

from __future__ import annotations

from typing import Any, cast

from pikepdf import Name, Object, PdfImage, Stream
from PIL import Image

from press.prepress.colour_space import kind, profile_of
from press.prepress.inks import Inks, is_line_art, is_neutral

OF_OLD_SAMPLES = ("/Decode", "/DecodeParms", "/Mask", "/Intent")
"""What a picture says of its samples and is wrong of new ones."""


def separate_picture(image: Object, inks: Inks) -> bool:
    """Turn a picture into inks; says whether it had been in colour.

    It becomes grey where it shows no colour, of one bit a pixel where it is nothing but black and white, else CMYK.
    """
    if image.get("/ImageMask", False):  # a stencil, which is painted in the colour in force (PDF 32000-1, 8.9.6.2)
        return False
    family = kind(image.get("/ColorSpace", Name.DeviceGray))
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
    _write(image, separated.tobytes(), Name.DeviceCMYK, 8)
    return True


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
