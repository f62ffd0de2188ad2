"""A picture that stands alone in a paragraph → a figure."""

from __future__ import annotations

from urllib.parse import unquote

from markdown_it.token import Token

from press.editing.block_reader import BlockReader
from press.editing.inlines import parse_inlines, unread
from press.editing.placement import read_place, read_width
from press.editing.rules import FIGURE_WITHOUT_ALT, UNKNOWN_MARK
from press.text import Figure

FIGURE_SAYS = {**dict.fromkeys(("src", "alt", "id", "width", "at"), frozenset[str]()), "class": frozenset({"map"})}


def figure(reader: BlockReader, image: Token, line: int) -> Figure:
    """A figure: its caption is what stands between the brackets."""
    caption = parse_inlines(reader.text, image.children, line)
    if strange := unread(image.attrs, FIGURE_SAYS):
        hint = 'write ![caption](figures/…){#id alt="…"}'
        reader.text.complain(line, UNKNOWN_MARK, f"a figure says {strange}", hint)
    # markdown-it makes a URL of what was written, and the manuscript's files have names
    alt, path = str(image.attrs.get("alt", "")), unquote(str(image.attrs["src"]))
    origin = reader.text.place(line)
    if not alt.strip():
        hint = 'write ![…](…){#id alt="what a blind reader should be told"}'
        reader.text.complain(line, FIGURE_WITHOUT_ALT, "a figure without a description", hint)
    is_map = "map" in str(image.attrs.get("class", "")).split()
    width, at = (str(image.attrs[key]) if key in image.attrs else None for key in ("width", "at"))
    return Figure(
        path,
        caption,
        alt,
        origin,
        str(image.attrs.get("id", "")),
        is_map=is_map,
        width=read_width(reader.text, width, line),
        at=read_place(reader.text, at, line),
    )
