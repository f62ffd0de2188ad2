"""References within an author's file, `[words](#id)`: the ids that something refers to are kept, and so are these.

What refers to nothing that the manuscript has keeps its words alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from press.editing.index_marks import NOBODY
from press.editing.indexes import ID
from press.pandoc import Json

NAMED = ("Header", "Table", "Figure", "Image", "Div", "Span")
"""What of pandoc's tree may have an id that the press has for it; a span is a bookmark, in a heading or a caption."""
REFERENCE = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(#([\w-]+)\)", re.DOTALL)
BRACES = re.compile(r"\{(?:[\w. -]*[ ])?#([\w-]+)(?=[ }])")
OWN = re.compile(r"^id: (\S+)$", re.MULTILINE)


def referred_to(nodes: list[Json]) -> frozenset[str]:
    """The ids in a tree of pandoc's that something in it refers to, and that one thing has that may have one."""
    asked, had = set[str](), Counter[str]()
    for each in _nodes(nodes):
        content = each.get("c")
        if each["t"] == "Link" and content[2][0].startswith("#"):
            asked.add(content[2][0][1:])
        elif each["t"] in NAMED:
            had[(content[1] if each["t"] == "Header" else content[0])[0]] += 1
    return frozenset(each for each in asked if had[each] == 1 and ID.fullmatch(our_id(each)) and each != NOBODY)


def our_id(name: str) -> str:
    """An id as the press may have it: Word begins those of its own with a sign that none of ours begins with."""
    return name.lstrip("_")


def bookmarks(value: Json) -> list[str]:
    """The ids of the bookmarks in some inlines or blocks."""
    return [each["c"][0][0] for each in _nodes(value) if each["t"] == "Span" and each["c"][0][0]]


def _nodes(value: Json) -> Iterator[Json]:
    if isinstance(value, dict):
        if "t" in value:
            yield value
        yield from _nodes(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def with_ids_once(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts of a manuscript, by path, without ids that several things have, and without references to what none has."""
    counts = Counter(name for text in texts.values() for found in (BRACES, OWN) for name in found.findall(text))

    def unnamed(found: re.Match[str]) -> str:
        return found[0] if counts[found[1]] == 1 else found[0].replace(f"#{found[1]}", "").rstrip()

    def referring(found: re.Match[str]) -> str:
        return found[0] if counts[found[2]] == 1 else found[1]

    return {path: REFERENCE.sub(referring, BRACES.sub(unnamed, text)) for path, text in texts.items()}
