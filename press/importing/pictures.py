"""The pictures of an author's file: those at hand come along, as PNG, JPEG or SVG; of all others it is told why not."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from press.importing.receive import Received
from press.importing.report import some
from press.importing.typescript import LeftOut
from press.text import Blocks, Figure, FigureGroup, Paragraph, plain

MEDIA = {".docx": "word/", ".odt": ""}
"""Where in an archive the names of its pictures begin."""
OUTSIDE_SVG = re.compile(
    r"(?:href|src)\s*=\s*[\"'](?!#|data:)|@import|url\(\s*[\"']?(?!#|data:)|<!ENTITY", re.IGNORECASE
)
DATA_URL = re.compile(r"data:image/([\w.+-]+);base64,(.*)", re.DOTALL)


def with_pictures(received: Received, blocks: Blocks) -> tuple[Blocks, dict[str, bytes], tuple[LeftOut, ...]]:
    """The blocks with every figure's path that of a picture at hand; those pictures; and the figures without one."""
    kept: dict[str, bytes] = {}
    known: dict[str, str] = {}
    lost: list[LeftOut] = []

    def place(block: Any) -> Any:
        if isinstance(block, Figure):
            path = known.get(block.path) or _keep(received, block.path, kept)  # a picture shown twice is one file
            known[block.path] = path
            if path.startswith("figures/"):
                return (replace(block, path=path),)
            asked = block.path if not block.path.startswith("data:") else "a picture in the page itself"
            words = " / ".join(dict.fromkeys(each for each in (block.alt, plain(block.caption)) if each)) or asked
            where = f"{path} ({some(asked)})" if asked.strip() else path
            lost.append(LeftOut(block.origin.line, words, f"a picture that is not printed: {where}"))
            # the author's words, and their notes, are kept, for whoever puts the picture there
            return (Paragraph(block.caption, block.origin),) if block.caption else ()
        if isinstance(block, FigureGroup):
            inside = tuple(each for figure in block.figures for each in place(figure))
            shown = tuple(each for each in inside if isinstance(each, Figure))
            if len(shown) > 1:
                return (replace(block, figures=shown), *(each for each in inside if not isinstance(each, Figure)))
            return (*inside, Paragraph(block.caption, block.origin))
        inner = {key: each for key in ("blocks", "items") if (each := getattr(block, key, None)) is not None}
        if "blocks" in inner:
            return (replace(block, blocks=tuple(b for each in inner["blocks"] for b in place(each))),)
        if "items" in inner:
            items = tuple(tuple(b for each in item for b in place(each)) for item in inner["items"])
            return (replace(block, items=tuple(item for item in items if item)),)
        return (block,)

    placed = tuple(b for block in blocks for b in place(block))
    return placed, kept, tuple(lost)


def _keep(received: Received, url: str, kept: dict[str, bytes]) -> str:
    """The path in the manuscript of a picture, which is kept; or why there is none."""
    try:
        content, suffix = _picture(received, url)
    except (OSError, KeyError, ValueError) as fault:
        return fault.args[0] if isinstance(fault, ValueError) and fault.args else "not at hand"
    if suffix == ".svg":  # a drawing may name files of the machine it is drawn on, and would show them to readers
        if OUTSIDE_SVG.search(content.decode("utf-8", errors="replace")):
            return "it asks for other files"
    elif (found := _raster(content)) is None:
        return "not a picture that can be read"
    else:
        content, suffix = found
    path = f"figures/figure-{len(kept) + 1}{suffix}"
    kept[path] = content
    return path


def _picture(received: Received, url: str) -> tuple[bytes, str]:
    """The bytes of a picture named in the file, and how its name ends. Raises when it may not or cannot be read."""
    if found := DATA_URL.fullmatch(url):
        return base64.b64decode(found[2]), ".svg" if "svg" in found[1] else ".raster"
    if re.match(r"[a-z][a-z0-9+.-]*:|//", url, re.IGNORECASE):  # nothing is fetched: who sent the file would see it
        raise ValueError("it is on the network")
    name = unquote(url.split("?", maxsplit=1)[0])
    suffix = Path(name).suffix.lower()
    if received.suffix in MEDIA:
        with zipfile.ZipFile(io.BytesIO(received.content)) as archive:
            inside = set(archive.namelist())
            stored = next((each for each in (MEDIA[received.suffix] + name, name) if each in inside), "")  # or KeyError
            return archive.read(stored), suffix
    folder = received.path.resolve().parent
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):  # an author's file must not lead to others of the editor's
        raise ValueError("it is outside the folder of the file")
    if path.stat().st_size > 50_000_000:
        raise ValueError("it is larger than 50 million bytes")
    return path.read_bytes(), suffix


def _raster(content: bytes) -> tuple[bytes, str] | None:
    """A picture as PNG or JPEG, converted if it was another kind that can be read; None if it cannot."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            if image.format in ("PNG", "JPEG"):
                return content, ".png" if image.format == "PNG" else ".jpg"
            out = io.BytesIO()
            image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB").save(out, "PNG")
            return out.getvalue(), ".png"
    except Exception:  # Pillow has no end of ways to say so, and all mean that there is no picture
        return None
