"""Signs that go through pandoc as words: they say what its readers of .docx and .odt pass by, and are read again here.

A paragraph may begin with its role and with its number in a list; words may stand between the signs of a mark. The
letters of signs are of the private use of Unicode, which no author's file has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from press.pandoc import Json

ROLE, NUMBER, MARK, END, CLOSED = "\ue3a0", "\ue3a1", "\ue3a2", "\ue3a3", "\ue3a4"
"""What begins a role, a number, a mark; what ends such a sign; and what ends the words under a mark."""
AHEAD = re.compile(f"[{ROLE}{NUMBER}]([^{END}]*){END}")
SIGN = re.compile(f"{MARK}([^{END}]*){END}|{CLOSED}")
ANY = re.compile(f"[{ROLE}{NUMBER}{MARK}][^{END}]*{END}|[{CLOSED}{END}]")
PLAIN: Json = ["", [], []]
QUOTATION, BREAK = "quotation", "break"
HEADING = re.compile(r"heading-([1-6])")


def role_sign(role: str) -> str:
    """What stands at the head of a paragraph with a role."""
    return f"{ROLE}{role.replace(chr(32), chr(45))}{END}"  # no space, at which pandoc would part it


def number_sign(number: int) -> str:
    """What stands at the head of an item of a list that has this number."""
    return f"{NUMBER}{number}{END}"


def mark_signs(kind: str) -> tuple[str, str]:
    """What stands before and behind words under one of pandoc's marks."""
    return f"{MARK}{kind}{END}", CLOSED


def has_signs(text: str) -> bool:
    """Whether there is any sign in what pandoc has written."""
    return any(sign in text for sign in (ROLE, NUMBER, MARK))


def read_signs(read: Json) -> Json:
    """Pandoc's document with what the signs in it say, and without these."""
    return {**read, "meta": _within(read["meta"]), "blocks": list(_blocks(read["blocks"]))}


def _blocks(nodes: list[Json]) -> Iterator[Json]:
    run: list[Json] = []
    kind = ""
    for each in nodes:
        role, number, node = _headed(each)
        if role != kind and run:
            yield from _in_role(kind, run)
            run = []
        kind = role
        made = _within(node)
        if number and made["t"] in ("Para", "Plain"):
            made["number"] = number
        if role:
            run.append(made)
        else:
            yield made
    if run:
        yield from _in_role(kind, run)


def _headed(node: Json) -> tuple[str, int, Json]:
    """The role of a paragraph and its number, and the paragraph without the signs of them."""
    if node["t"] not in ("Para", "Plain", "Header"):
        return "", 0, node
    inlines = node["c"][2] if node["t"] == "Header" else node["c"]
    role, number = "", 0
    first = inlines[0] if inlines else None
    while first is not None and first["t"] not in ("Str", "Note") and isinstance(_inner(first), list) and _inner(first):
        first = _inner(first)[0]  # the sign may have come under a mark
    if first is None or first["t"] != "Str":
        return "", 0, node
    while found := AHEAD.match(first["c"]):
        if found[0][0] == ROLE:
            role = found[1]
        else:
            number = int(found[1])
        first["c"] = first["c"][found.end() :]
    return role, number, node


def _inner(node: Json) -> Any:
    content = node.get("c")
    if node["t"] in ("Span", "Link"):
        return content[1]
    return content if isinstance(content, list) else None


def _in_role(role: str, run: list[Json]) -> Iterator[Json]:
    """Paragraphs that follow one another in one role."""
    if role == QUOTATION:
        yield {"t": "BlockQuote", "c": run}
    elif role == BREAK:
        yield from ({"t": "HorizontalRule"} for _ in run)
    elif found := HEADING.fullmatch(role):
        yield from ({"t": "Header", "c": [int(found[1]), PLAIN, each["c"]]} for each in run)
    elif role == "title":
        yield from ({"t": "Header", "c": [1, ["", ["title"], []], each["c"]]} for each in run)
    else:
        yield {"t": "Div", "c": [["", [role], []], run]}


def _within(node: Any) -> Any:
    """A node with the signs within it read: lists of blocks, lists of inlines."""
    if isinstance(node, list):
        if node and all(isinstance(each, dict) and "t" in each for each in node):
            return list(_blocks(node)) if node[0]["t"] in BLOCKS else _inlines(node)
        return [_within(each) for each in node]
    if isinstance(node, dict) and "t" not in node:  # what a file says of itself
        return {key: _within(each) for key, each in node.items()}
    if isinstance(node, dict) and "c" in node:
        made = {**node, "c": _within(node["c"])}
        return _renumbered(made) if made["t"] == "OrderedList" else made
    return node


BLOCKS = frozenset(
    [
        *("Para", "Plain", "Header", "BlockQuote", "BulletList", "OrderedList", "DefinitionList", "Div", "Table"),
        *("LineBlock", "CodeBlock", "RawBlock", "HorizontalRule", "Figure", "Null"),
    ]
)


def _renumbered(node: Json) -> Json:
    """A list that begins with the number its first item says: Word counts on where pandoc begins anew."""
    (_, style, delimiter), items = node["c"]
    first = items[0][0] if items and items[0] else {}
    number = first.pop("number", 0) if isinstance(first, dict) else 0
    return {**node, "c": [[number, style, delimiter], items]} if number else node


def _inlines(nodes: list[Json]) -> list[Json]:
    """Inlines with what stands between the signs of a mark under it; of marks that cross, the words alone."""
    opened: list[tuple[str, list[Json]]] = [("", [])]
    for node in nodes:
        if node["t"] != "Str":
            opened[-1][1].append(_within(node))
            continue
        at = 0
        for sign in SIGN.finditer(node["c"]):
            _add(opened[-1][1], node["c"][at : sign.start()])
            at = sign.end()
            if sign[0] != CLOSED:
                opened.append((sign[1], []))
            elif len(opened) > 1:
                kind, inner = opened.pop()
                opened[-1][1].append({"t": kind, "c": inner})
        _add(opened[-1][1], node["c"][at:])
    while len(opened) > 1:  # its end has gone elsewhere: the words stay
        _, inner = opened.pop()
        opened[-1][1].extend(inner)
    return opened[0][1]


def _add(to: list[Json], words: str) -> None:
    if words := ANY.sub("", words):
        to.append({"t": "Str", "c": words})
