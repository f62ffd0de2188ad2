"""A picture that could not be printed, or only half of it, found before anything is laid out.

The engine draws what it can of a broken picture and says nothing, and opens whatever it is given, however large. So
every picture of a book is read here first, as its format prescribes: nothing is taken from what a decoder makes of it.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from press.book import Book
from press.files import is_there, leads_within
from press.limits import PIXELS
from press.problem import Origin, Problem
from press.project import Project
from press.rules import OUTSIDE
from press.store import Store, key_of
from press.style.drawings import faults_of_drawing, proportion_of_drawing
from press.style.rules import BAD_PICTURE
from press.text import Figure, FigureGroup

PNG, JPEG, GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"GIF87a", b"GIF89a")
GIF_IMAGE, GIF_EXTENSION, GIF_END = 0x2C, 0x21, 0x3B
"""What a block of a GIF begins with."""
SET = {"PNG", "JPEG", "GIF", "WEBP"}
"""The formats of pictures made of pixels that the engine sets as they are."""
MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""PNG's kinds of colour, and how many samples a pixel has in each (PNG, 11.2.1)."""
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: where each pass begins, across and down, and its steps (PNG, 8.2)."""
MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
"""A JPEG's marker after a scan: what begins otherwise is a byte of the scan, or begins it anew."""
ORIENTATION, ON_ITS_SIDE = 0x0112, 5
"""Exif's word for how a camera was held, and from which value on what is its width is the picture's height."""
HINT = "save it anew, as PNG or JPEG, or as plain SVG"


def pictures_of(book: Book) -> Iterator[tuple[str, Origin]]:
    """Every picture that a book prints, by its path in the manuscript, and where it is asked for."""
    yield from ((n.path, n.origin) for n in book.nodes if isinstance(n, Figure))
    yield from ((document.image, document.origin) for document in book.documents if document.image)


def check_pictures(book: Book, project: Project, store: Store) -> Iterator[Problem]:
    """One problem for each place of a picture that is none, is broken, or is too large to be printed."""
    found: dict[str, tuple[str, ...]] = {}
    for name, origin in pictures_of(book):
        path = project.manuscript / name
        shown = project.shown(path)
        if not is_there(path):  # that it is not there somebody else complains of
            continue
        if not leads_within(path, project.manuscript):
            yield Problem(origin, OUTSIDE, f"{shown} is a link to a file that is not in the manuscript")
            continue
        if name not in found:
            found[name] = _faults(path, project.manuscript, store)
        for fault in found[name]:
            yield Problem(origin, BAD_PICTURE, f"{shown} {fault}", HINT)


def _faults(path: Path, manuscript: Path, store: Store) -> tuple[str, ...]:
    """What is wrong with a picture that has not changed, kept: to read all of one takes a second for each 100 MB."""
    content = path.read_bytes()
    if not content.startswith((PNG, JPEG)):  # a drawing may ask for others, which have changed
        return faults_of_picture(content, path, manuscript)
    return store.recall(key_of("picture", content), tuple, lambda: faults_of_picture(content, path, manuscript))


def faults_of_picture(content: bytes, path: Path, manuscript: Path) -> tuple[str, ...]:
    """What is wrong with a picture, in words that follow upon its name; `path` is where it lies."""
    if not content.strip():
        return ("is empty",)
    if path.suffix.lower() == ".svg" or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<svg", b"<!")):
        return tuple(faults_of_drawing(content, path, manuscript))
    try:
        fault = _size_and_kind(content)
        if not fault and content.startswith(PNG):
            fault = _broken_png(content)
        elif not fault and content.startswith(JPEG):
            fault = _broken_jpeg(content)
        elif not fault and content.startswith(GIF):
            fault = _broken_gif(content) or _undecoded(content)
        elif not fault:
            fault = _undecoded(content)
    except (struct.error, IndexError, ZeroDivisionError):  # it ends where something should stand
        fault = "is cut off"
    return (fault,) if fault else ()


def _size_and_kind(content: bytes) -> str:
    """What its head says against a picture, if anything."""
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # ours is the limit, and it is told
    try:
        picture = Image.open(io.BytesIO(content))
    except Exception as fault:  # whatever a reader of some format stumbles over
        return f"is no picture: {'it is in no format that is known' if 'identify' in str(fault) else fault}"
    finally:
        Image.MAX_IMAGE_PIXELS = limit
    if picture.format not in SET:
        return f"is a picture in {picture.format}, and only SVG, PNG and JPEG can be printed"
    if picture.width * picture.height > PIXELS:
        across = f"{picture.width:,} × {picture.height:,} dots"
        return f"has {across}, more than any page can print; at most {PIXELS // 1_000_000} million"
    if picture.mode not in MODES:
        return "has more than 8 bits to each sample of grey, which cannot be printed"
    return ""


def _undecoded(content: bytes) -> str:
    """What is wrong with a picture in a format that is not read here: its decoder makes nothing of it."""
    try:
        Image.open(io.BytesIO(content)).load()
    except Exception as fault:  # whatever a decoder stumbles over
        return f"is broken or cut off: {fault}"
    return ""


def _broken_gif(content: bytes) -> str:
    """What is wrong with a GIF: it must go on, block by block, to its end (GIF89a, 26 and 27). Its decoder, where a
    picture is cut off, may fill the rest.
    """
    at = 13 + _colours_of_gif(content[10])
    while content[at] != GIF_END:
        if content[at] == GIF_IMAGE:
            at += 11 + _colours_of_gif(content[at + 9])
        elif content[at] == GIF_EXTENSION:
            at += 2
        else:
            return "is broken: nothing that GIF knows stands after a part of it"
        while content[at]:  # blocks of so many bytes, the last of none
            at += 1 + content[at]
        at += 1
    return ""


def _colours_of_gif(packed: int) -> int:
    """How many bytes a table of colours takes, if there is one."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _broken_png(content: bytes) -> str:
    """What is wrong with a PNG: a part that is missing, a checksum (PNG, 5.3), or too few rows."""
    at, head = len(PNG), b""
    packed: list[bytes] = []
    while True:
        if at + 12 > len(content):
            return "is cut off" if not (head and packed and _rows_lack(head, packed) == 0) else ""
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        if len(body) < length or at + 12 + length > len(content):
            return "is cut off: a part of it is missing"
        if zlib.crc32(kind + body) != struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0]:
            return "is broken: a checksum does not agree"
        if kind == b"IHDR":
            head = body
        elif kind == b"IDAT":
            packed.append(body)
        elif kind == b"IEND":
            break
        at += 12 + length
    try:
        return "is cut off: rows are missing" if _rows_lack(head, packed) > 0 else ""
    except zlib.error:
        return "is broken: its rows cannot be unpacked"


def _rows_lack(head: bytes, packed: list[bytes]) -> int:
    """How many bytes of its rows a PNG lacks."""
    width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    sample = bits * CHANNELS.get(colour, 1)
    lack: int = sum(
        rows * (1 + (columns * sample + 7) // 8)
        for x, y, right, down in (PASSES if interlaced else ((0, 0, 1, 1),))
        if (columns := max(0, -(-(width - x) // right))) and (rows := max(0, -(-(height - y) // down)))
    )
    unpack = zlib.decompressobj()
    for part in packed:
        while part and lack > 0:  # never all at once: it may be a gigabyte
            lack -= len(unpack.decompress(part, 1 << 20))
            part = unpack.unconsumed_tail  # noqa: PLW2901
    return lack


def _broken_jpeg(content: bytes) -> str:
    """What is wrong with a JPEG: it must go on, segment by segment and scan by scan, to its end (ITU T.81, B.1)."""
    at, scanned = 2, False
    while at + 4 <= len(content) or content[at : at + 2] == b"\xff\xd9":
        if content[at] != 0xFF:
            return "is broken: nothing that JPEG knows stands after a part of it"
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xD9:
            return "" if scanned else "is broken: no picture stands in it"
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == 0xDA:
            scanned = True
            after = MARKER.search(content, at)
            if after is None:
                break
            at = after.end() - 2
    return "is cut off"


# --- how wide they are for their height ---------------------------------------------------------------


def with_proportions(book: Book, project: Project) -> Book:
    """The book with the proportions of the pictures that stand in groups, as far as they can be read."""
    groups = [node for node in book.nodes if isinstance(node, FigureGroup)]
    names = {figure.path for group in groups for figure in group.figures}
    known = {name: _proportion(project.manuscript / name, project.manuscript) for name in sorted(names)}
    return replace(book, proportions={name: wide for name, wide in known.items() if wide > 0}) if known else book


def _proportion(path: Path, manuscript: Path) -> float:
    """The width of a picture by its height, 0 where it has none, or is not there: others complain of that."""
    if not is_there(path) or not leads_within(path, manuscript):
        return 0.0
    if path.suffix.lower() == ".svg":
        return proportion_of_drawing(path.read_bytes())
    try:
        with Image.open(path) as picture:
            wide, high = picture.size
            on_its_side = picture.getexif().get(ORIENTATION, 1) >= ON_ITS_SIDE
    except Exception:  # whatever a reader of some format stumbles over
        return 0.0
    return high / wide if on_its_side else wide / high
