"""Notes that a web page keeps at its end, in pandoc's tree: found by the ids that calls in the text lead to."""

from __future__ import annotations

import re
from typing import Any

from press.pandoc import Json

# an arrow or another sign; the number of the note, a letter for each of several calls, or the word for going back
NOTED = {"footnote", "endnote", "note", "fn"}
"""Classes of divisions that hold one note each."""
BACK = re.compile(r"\W*(?:\d+(?:\.\d+)?|[a-z]|back|return|jump up)?\W*", re.IGNORECASE)


def linked_notes(nodes: Json) -> dict[str, list[Json]]:
    """The list items and paragraphs of a page that begin with an id, without their links back: notes, if called."""
    found: dict[str, list[Json]] = {}

    def look(node: Any) -> None:
        if isinstance(node, dict):
            kind, content = node.get("t"), node.get("c", [])
            # the ways of the programs that write such pages: a list of notes, a paragraph for each, a division for each
            if kind in ("BulletList", "OrderedList"):
                for item in content if kind == "BulletList" else content[1]:
                    if name := name_of(item):
                        found[name] = _without_back(item)
            elif kind in ("Para", "Plain") and (name := name_of([node])):
                found.setdefault(name, _without_back([node]))  # the item it stands in has more of the note
            elif kind == "Div" and (name := note_of_division(content)):
                found[name] = _without_back(content[1])
            elif kind == "Div" and content[0][0] and content[1] and content[1][0]["t"] in ("Para", "Plain"):
                found.setdefault(content[0][0], _without_back(content[1]))
            look(content)
        elif isinstance(node, list):
            for each in node:
                look(each)

    look(nodes)
    return found


def note_of_division(content: Json) -> str:
    """The id of the note that a division is, which has none of its own: that with which it begins, and nothing else."""
    names = [name for block in content[1] if (name := name_of([block]))]
    begins = bool(content[1]) and name_of(content[1][:1]) != ""
    return names[0] if not content[0][0] and begins and len(names) == 1 and NOTED & set(content[0][1]) else ""


def name_of(blocks: list[Json]) -> str:
    """The id with which a run of blocks begins, and which holds more than a mark."""
    first = blocks[0] if blocks else {}
    if first.get("t") == "Div":
        return str(first["c"][0][0])
    if first.get("t") in ("Para", "Plain") and first["c"] and first["c"][0]["t"] in ("Span", "Link"):
        return str(first["c"][0]["c"][0][0])
    return ""


def _without_back(node: Any) -> Any:
    """Blocks without links back into the text, and without the number that stood before them."""
    if isinstance(node, list):
        return [_without_back(each) for each in node if not _leads_back(each)]
    if isinstance(node, dict):
        return {**node, "c": _without_back(node["c"])} if "c" in node else node
    return node


def _leads_back(node: Any) -> bool:
    if not isinstance(node, dict) or node.get("t") not in ("Link", "Superscript"):
        return False
    if node["t"] == "Superscript":  # raised numbers that lead back, and nothing else
        return bool(node["c"]) and all(_leads_back(each) or each["t"] == "Space" for each in node["c"])
    words = "".join(each.get("c", " ") for each in node["c"][1] if each["t"] in ("Str", "Space"))
    return node["c"][2][0].startswith("#") and BACK.fullmatch(words) is not None


def begins_with_id(content: list[Json], used: set[str]) -> bool:
    """Whether a paragraph is one of the notes that have been put at their calls."""
    return bool(content) and content[0]["t"] in ("Span", "Link") and content[0]["c"][0][0] in used
