"""HTML that an author has written into Markdown, in pandoc's tree: marks, links and pictures as pandoc has them.

Pandoc leaves such tags as they stand, one by one. Taken for nothing, `10<sup>6</sup>` would be 106, and a picture gone.
"""

from __future__ import annotations

import html
import re
from typing import Any

from press.pandoc import Json

TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<held>(?:\s[^>]*?)?)/?>", re.IGNORECASE)
HELD = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
MARKS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "Emph"),
    **dict.fromkeys(("b", "strong"), "Strong"),
    **dict.fromkeys(("u", "ins"), "Underline"),
    **dict.fromkeys(("s", "del", "strike"), "Strikeout"),
    "sup": "Superscript",
    "sub": "Subscript",
}
NO_MARK = frozenset({"small", "big", "font", "abbr", "mark", "time", "bdi", "center", "nobr"})
"""Tags whose words are set as the others are."""
PLAIN = ["", [], []]
FENCES = re.compile(r"[*_]+")
"""What Markdown makes of a mark that begins before a tag and ends behind it."""


def without_html(node: Json) -> Json:
    """A tree of pandoc's whose tags of HTML are marks, links, pictures and figures, where they can be."""
    if isinstance(node, dict):
        return {key: without_html(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    nodes = [without_html(each) for each in node]
    return _paired(_with_figures(nodes)) if any(_raw(each) for each in nodes) else nodes


def _raw(node: Any, kind: str = "") -> str:
    """The text of a piece of HTML, nothing if the node is none."""
    kinds = (kind,) if kind else ("RawInline", "RawBlock")
    return node["c"][1] if isinstance(node, dict) and node.get("t") in kinds and node["c"][0] == "html" else ""


def _held(text: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in HELD.finditer(text)}


def _image(text: str) -> Json:
    """A tag of a picture as pandoc's image, or None."""
    found = re.search(r"<img\b[^>]*>", text, re.IGNORECASE | re.DOTALL)
    held = _held(found[0]) if found else {}
    if not held.get("src"):
        return None
    return {"t": "Image", "c": [PLAIN, [{"t": "Str", "c": held.get("alt", "")}], [held["src"], ""]]}


def _paired(nodes: list[Json]) -> list[Json]:
    """Inlines in which what stands between a tag and the one that ends it is marked."""
    out: list[Json] = []
    opened: list[tuple[str, int]] = []
    for node in nodes:
        text = _raw(node, "RawInline")
        found = TAG.fullmatch(text)
        name = found["name"].lower() if found else ""
        if image := _image(text):
            out.append(image)
            continue
        if found and found["end"] and name in [each for each, _ in opened]:
            while opened[-1][0] != name:  # tags that overlap: the inner one is never ended, and told
                opened.pop()
            at = opened.pop()[1]
            out[at:] = _marked(name, _raw(out[at]), out[at + 1 :])
            continue
        if found and not found["end"] and (name in MARKS or name in NO_MARK or name in ("a", "q")):
            opened.append((name, len(out)))
        out.append(node)
    return out


def _marked(name: str, tag: str, inner: list[Json]) -> list[Json]:
    """Inlines that stood between two tags."""
    if name in MARKS:
        return [{"t": MARKS[name], "c": inner}]
    if name == "q":
        return [{"t": "Quoted", "c": [{"t": "DoubleQuote"}, inner]}]
    address = _held(tag).get("href", "") if name == "a" else ""
    return [{"t": "Link", "c": [PLAIN, inner, [address, ""]]}] if address else inner


def _with_figures(nodes: list[Json]) -> list[Json]:
    """Blocks in which what stands between the tags of a figure is one."""
    out: list[Json] = []
    n = 0
    while n < len(nodes):
        begins = re.match(r"<figure\b", _raw(nodes[n], "RawBlock"), re.IGNORECASE)
        end = _end_of_figure(nodes, n) if begins else 0
        made = _figure(nodes[n : end + 1]) if end else []
        if not made and (image := _image(_raw(nodes[n], "RawBlock"))):
            made = [{"t": "Para", "c": [image]}]
        out += made or [nodes[n]]
        n = end + 1 if made and end else n + 1
    return out


def _end_of_figure(nodes: list[Json], begins: int) -> int:
    """Where the figure that begins with a block ends, with those that stand in it; 0 where it does not."""
    depth = 0
    for n in range(begins, len(nodes)):
        raw = _raw(nodes[n]).lower()
        depth += len(re.findall(r"<figure\b", raw)) - raw.count("</figure>")
        if depth <= 0:
            return n
    return 0


def _figure(nodes: list[Json]) -> list[Json]:
    """A figure of the blocks between its tags, and what else stood there; nothing where there is no picture."""
    images: list[Json] = []
    caption: list[Json] = []
    rest: list[Json] = []
    in_caption = False
    for node in _with_figures(nodes[1:-1]):
        raw = _raw(node, "RawBlock")
        if re.match(r"</?figcaption\b", raw, re.IGNORECASE):
            in_caption = not raw.startswith("</")
        elif in_caption and node["t"] == "OrderedList":  # its letter, (a), is taken for that of an item
            items = [block for item in node["c"][1] for block in item]
            caption += [block for block in items if block["t"] in ("Para", "Plain")]
            in_caption = "</figcaption" not in "".join(_raw(block).lower() for block in items)
        elif node["t"] == "Figure":  # one of several side by side
            images.append(node)
        elif image := _image(raw):
            images.append(image)
        elif node["t"] in ("Para", "Plain"):
            images += [each for each in node["c"] if each["t"] == "Image"]
            words = [each for each in node["c"] if each["t"] != "Image"]
            said = [each for each in words if each["t"] not in ("Space", "SoftBreak", "LineBreak")]
            bare = "".join(each["c"] if each["t"] == "Str" else "x" for each in said)
            if said and not FENCES.fullmatch(bare):
                (caption if in_caption else rest).append({"t": node["t"], "c": words})
        else:
            rest.append(node)
    if not images:
        return []
    held = [each if each["t"] == "Figure" else {"t": "Plain", "c": [each]} for each in images]
    return [{"t": "Figure", "c": [PLAIN, [None, caption], held]}, *rest]
