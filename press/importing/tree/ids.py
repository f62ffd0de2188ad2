"""Ids in pandoc’s tree: which of them links lead to, and how they are kept until ids of ours take their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from press.importing.tidy import tidy
from press.importing.tree.field_signs import ANCHOR, PARTED
from press.pandoc import Json
from press.text import Emphasis, Inline, Inlines, Mention, Strong


def ids_asked(nodes: Any) -> Iterator[str]:
    """The ids that links lead to within the file."""
    if isinstance(nodes, list):
        for each in nodes:
            yield from ids_asked(each)
    elif isinstance(nodes, dict):
        if nodes.get("t") == "Link" and (url := nodes["c"][2][0]).startswith("#"):
            yield url[1:]
        yield from ids_asked(nodes.get("c"))


def with_name(node: Json, name: str) -> Json:
    """A block with the id of the division that it opens."""
    place: Json = {"t": "Span", "c": [[name, [], []], []]}
    if node["t"] == "Header":
        level, attributes, inlines = node["c"]
        return {"t": "Header", "c": [level, attributes, [place, *inlines]]}
    return {**node, "c": [place, *node["c"]]} if node["t"] in ("Para", "Plain") else node


def joined_names(*names: str) -> str:
    """Several names of one target, as one."""
    return PARTED.join(each for each in names if each)


def anchors_in(inlines: Inlines) -> list[str]:
    """The names of the places that are marked in a line."""
    found: list[str] = []
    for each in inlines:
        if isinstance(each, Mention) and each.mark == ANCHOR:
            found.append(each.term)
        elif isinstance(each, (Emphasis, Strong)):
            found += anchors_in(each.inlines)
    return found


def without_anchors(inlines: Inlines) -> Inlines:
    """A line without them, tidy."""
    return tidy(tuple(_bare(inlines)))


def _bare(inlines: Inlines) -> Iterator[Inline]:
    for each in inlines:
        if isinstance(each, (Emphasis, Strong)):
            yield type(each)(tuple(_bare(each.inlines)))
        elif not (isinstance(each, Mention) and each.mark == ANCHOR):
            yield each
