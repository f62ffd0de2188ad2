"""A picture that stands alone in a paragraph → a figure; several in a `::: {.figures}` block → a group of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from urllib.parse import unquote

from markdown_it.token import Token

from press.editing.block_reader import BlockReader
from press.editing.figure_rules import DECORATIVE, FIGURE_GROUP, PLATE
from press.editing.inlines import parse_inlines, unread
from press.editing.phrases import parse_phrase
from press.editing.placement import HERE, OF_FIGURES, read_place, read_width
from press.editing.rules import FIGURE_WITHOUT_ALT, UNKNOWN_MARK
from press.fields import Written
from press.text import Block, Figure, FigureGroup, Inlines, Phrase

NOTHING: Set[str] = frozenset()
FIGURE_SAYS = {
    **dict.fromkeys(("src", "alt", "id", "credit", "width", "at"), NOTHING),
    "class": {"map", "decorative", "bleed"},
}
GROUP_SAYS = {**dict.fromkeys(("id", "credit", "at"), NOTHING), "class": {"figures", "map"}}
MOST = 26
"""So many pictures of a group have a letter."""


def figure(reader: BlockReader, image: Token, line: int) -> Figure:
    """A figure: its caption is what stands between the brackets."""
    caption = parse_inlines(reader.text, image.children, line)
    if strange := unread(image.attrs, FIGURE_SAYS):
        hint = 'write ![caption](figures/…){#id alt="…" credit="…"}'
        reader.text.complain(line, UNKNOWN_MARK, f"a figure says {strange}", hint)
    # markdown-it makes a URL of what was written, and the manuscript's files have names
    alt, path = str(image.attrs.get("alt", "")), unquote(str(image.attrs["src"]))
    classes = set(str(image.attrs.get("class", "")).split())
    made = Figure(
        path,
        caption,
        alt,
        reader.text.place(line),
        str(image.attrs.get("id", "")),
        is_map="map" in classes,
        credit=_credit(reader, image.attrs, line),
        width=read_width(reader.text, str(image.attrs["width"]) if "width" in image.attrs else None, line),
        at=_place(reader, image.attrs, line),
        bleeds="bleed" in classes,
        decorative="decorative" in classes,
    )
    _check(reader, made, line)
    return made


def _check(reader: BlockReader, made: Figure, line: int) -> None:
    """What is said of a figure must agree: decoration says nothing, and what bleeds has a page of its own."""
    said = {"a caption": made.caption, "an id": made.anchor, "a credit": made.credit, "an alt": made.alt.strip()}
    said |= {f"at={made.at}": made.at != HERE, ".map": made.is_map, ".bleed": made.bleeds}
    if made.decorative and (found := [name for name, each in said.items() if each]):
        what = f"a picture that is decoration has {' and '.join(found)}"
        hint = "take .decorative out; or leave ![](figures/…){.decorative}"
        reader.text.complain(line, DECORATIVE, what, hint)
    elif not made.decorative and not made.alt.strip():
        hint = 'write ![…](…){#id alt="what a blind reader should be told"}; or .decorative, if it says nothing'
        reader.text.complain(line, FIGURE_WITHOUT_ALT, "a figure without a description", hint)
    elif made.bleeds and made.at != "plate":
        reader.text.complain(line, PLATE, ".bleed is for plates: others stand in the text", "write at=plate beside it")


def _credit(reader: BlockReader, attrs: Mapping[str, object], line: int) -> Phrase:
    """Whose a picture is, in words that may have marks."""
    return parse_phrase(Written(str(attrs.get("credit", "")), reader.text.place(line)), reader.text.problems)


def _place(reader: BlockReader, attrs: Mapping[str, object], line: int) -> str:
    return read_place(reader.text, str(attrs["at"]) if "at" in attrs else None, line, OF_FIGURES)


def figure_group(reader: BlockReader, stream: Sequence[Token], attrs: dict[str, str], line: int) -> Block | None:
    """What stands in a `::: {.figures}` block: pictures, in paragraphs of their own or together, and a caption."""
    if strange := unread(attrs, GROUP_SAYS):
        hint = 'it may have: #id, .map, credit="…", at=plate'
        reader.text.complain(line, UNKNOWN_MARK, f"a group of figures says {strange}", hint)
    figures: list[Figure] = []
    caption: Inlines = ()
    at = 0
    while at < len(stream):
        token, here = stream[at], _line(stream[at], line)
        inline = stream[at + 1] if token.type == "paragraph_open" else token
        images = _pictures(inline) if token.type == "paragraph_open" else ()
        if caption or not (images or (token.type == "paragraph_open" and figures)):
            what = "something else in a group of figures than pictures and, below them, one caption"
            reader.text.complain(here, FIGURE_GROUP, what, "one paragraph below the pictures is the caption of all")
            break
        figures += [figure(reader, image, here + below) for image, below in images]
        caption = () if images else reader.inlines(inline)
        at += 3  # a paragraph is opened, has its words, and is closed
    else:
        _check_group(reader, figures, caption, line)
    if len(figures) < 2:  # which has been told, and may be referred to
        return replace(figures[0], anchor=figures[0].anchor or str(attrs.get("id", ""))) if figures else None
    classes = str(attrs.get("class", "")).split()
    return FigureGroup(
        tuple(figures),
        caption,
        reader.text.place(line),
        str(attrs.get("id", "")),
        is_map="map" in classes,
        credit=_credit(reader, attrs, line),
        at=_place(reader, attrs, line),
    )


def _check_group(reader: BlockReader, figures: Sequence[Figure], caption: Inlines, line: int) -> None:
    """A group has pictures, not too many, and a caption; and what is said of one picture is not that of the group's."""
    hint = "put two pictures or more in it, and below them a paragraph that is the caption of all"
    if len(figures) < 2:
        what = "a group of figures with one picture in it" if figures else "a group of figures without a picture"
        reader.text.complain(line, FIGURE_GROUP, what, hint)
    elif not caption:
        reader.text.complain(line, FIGURE_GROUP, "a group of figures without a caption", hint)
    if len(figures) > MOST:
        what = f"a group of {len(figures)} figures: there are letters for {MOST}"
        reader.text.complain(line, FIGURE_GROUP, what, "divide it in two")
    for each in figures:
        at = each.origin.line - reader.text.origin.line
        if each.decorative:
            what = "a picture that is decoration stands in a group of figures"
            reader.text.complain(at, DECORATIVE, what, "take .decorative out; or put it elsewhere")
        if each.at != HERE or each.bleeds or each.is_map or each.width:
            said = ", ".join(
                name
                for name, said in (
                    (f"at={each.at}", each.at != HERE),
                    ("width=", each.width),
                    (".bleed", each.bleeds),
                    (".map", each.is_map),
                )
                if said
            )
            what = f"{said} of one picture in a group"
            reader.text.complain(
                at,
                UNKNOWN_MARK,
                what,
                "take it out; a place is said of the group: ::: {.figures at=plate}",
            )


def _pictures(inline: Token) -> tuple[tuple[Token, int], ...]:
    """The pictures of a paragraph that holds nothing else, each with the line of the paragraph that it stands on."""
    found: list[tuple[Token, int]] = []
    line = 0
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "image":
            found.append((child, line))
        elif child.content.strip() or child.type != "text":
            return ()
    return tuple(found)


def _line(token: Token, line: int) -> int:
    return token.map[0] if token.map else line
