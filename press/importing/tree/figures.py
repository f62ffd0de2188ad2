"""Pictures that stand together in an author's file → groups of figures, if they have one caption; and as written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from press.editing.placement import HERE, OF_FIGURES
from press.importing.tidy import attribute_value, tidy
from press.problem import Origin
from press.text import Block, Blocks, Figure, FigureGroup, Inlines, Note, Paragraph, Phrase, Text, plain, walk

OWN_LABEL = re.compile(r"\(?[a-z]\)\s*|[a-z]\.\s+", re.IGNORECASE)
"""How the caption of one picture in a group begins, which the press letters itself."""
GROUPS = ("figures", "subfigures")
"""Classes of blocks that hold pictures side by side."""


def grouped(figures: Sequence[Figure], caption: Inlines, origin: Origin) -> FigureGroup:
    """Pictures as a group under one caption; those without a caption of their own keep what is told of them."""
    panels = (replace(_unlettered(each), width="", at=HERE, is_map=False, bleeds=False) for each in figures)
    return FigureGroup(tuple(panels), caption, origin)


def group_in(blocks: Blocks, origin: Origin, classes: Sequence[str], said: Mapping[str, str]) -> FigureGroup | None:
    """What a block of figures holds, as one group: its pictures, and the paragraph below them; None if it is none."""
    *figures, last = blocks or (None,)
    pictures = [each for each in figures if isinstance(each, Figure)]
    if len(pictures) != len(figures) or len(pictures) < 2 or not isinstance(last, Paragraph):
        return None
    called = any(isinstance(each, Note) for each in walk(blocks))  # whose number must stand where it is counted
    at = HERE if called else said.get("at", HERE)
    return replace(
        grouped(pictures, last.inlines, origin),
        credit=Phrase.of(said.get("credit", "")),
        at=at if at in OF_FIGURES else HERE,
        is_map="map" in classes,
    )


def _unlettered(figure: Figure) -> Figure:
    first = figure.caption[0] if figure.caption else None
    found = OWN_LABEL.match(first.text) if isinstance(first, Text) else None
    if found is None or not isinstance(first, Text):
        return figure
    return replace(figure, caption=tidy((Text(first.text[found.end() :]), *figure.caption[1:])))


def with_neighbours(kept: Sequence[Block], caption: Inlines) -> FigureGroup | None:
    """The pictures at the end of some blocks that stood in one paragraph, as a group under the caption below them."""
    figures: list[Figure] = []
    for block in reversed(kept):
        if not isinstance(block, Figure) or block.caption or (figures and block.origin != figures[0].origin):
            break
        figures.insert(0, block)
    return grouped(figures, caption, figures[0].origin) if len(figures) > 1 else None


# --- as they are written -------------------------------------------------------------------------------


def written_figure(figure: Figure, line: Callable[[Inlines, Origin], str]) -> str:
    """A figure in Markdown; `line` writes a caption."""
    if figure.decorative:
        return f"![]({figure.path}){{.decorative}}"
    alt = attribute_value(figure.alt or plain(figure.caption))
    asked = (
        f"#{figure.anchor} " * bool(figure.anchor)
        + _asked(figure)
        + (".bleed " if figure.bleeds else "")
        + (f"width={figure.width} " if figure.width else "")
    )
    return f'![{line(figure.caption, figure.origin)}]({figure.path}){{{asked}alt="{alt}"{_credited(figure)}}}'


def written_group(group: FigureGroup, line: Callable[[Inlines, Origin], str]) -> str:
    """A group of figures in Markdown, its caption at the end."""
    written = [*(written_figure(each, line) for each in group.figures), line(group.caption, group.origin)]
    asked = f" {f'#{group.anchor} ' * bool(group.anchor)}{_asked(group)}".rstrip()
    return f"::: {{.figures{asked}{_credited(group)}}}\n" + "\n\n".join(written) + "\n:::"


def _asked(block: Figure | FigureGroup) -> str:
    """What its braces say of where it stands, and whether it is a map."""
    return (".map " if block.is_map else "") + (f"at={block.at} " if block.at != HERE else "")


def _credited(block: Figure | FigureGroup) -> str:
    return f' credit="{attribute_value(str(block.credit))}"' if block.credit else ""
