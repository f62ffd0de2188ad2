"""Quotation marks in a record → what citeproc knows as quoted, so that it can set quotations within quotations.

Unpaired marks and apostrophes stay the characters they are.
"""

from __future__ import annotations

import re

from press.pandoc import Json

MARK = re.compile(r"[“”‘’]")
PAIRS = {"”": ("“", "DoubleQuote"), "’": ("‘", "SingleQuote")}


def quoted(nodes: list[Json]) -> list[Json]:
    """Nodes of pandoc's with `Quoted` for what stands between a pair of quotation marks."""
    stack: list[tuple[str, list[Json]]] = [("", [])]
    for node, char in _parted(nodes):
        if char in ("“", "‘"):
            stack.append((char, []))
        elif char and (at := _opened(stack, PAIRS[char][0])):
            content = [each for opened, inner in stack[at + 1 :] for each in (*_marks(opened), *inner)]
            _, within = stack[at]
            del stack[at:]
            stack[-1][1].append({"t": "Quoted", "c": [{"t": PAIRS[char][1]}, _joined([*within, *content])]})
        else:
            stack[-1][1].append({"t": "Str", "c": char} if char else node)
    return _joined([each for opened, inner in stack for each in (*_marks(opened), *inner)])


def _parted(nodes: list[Json]) -> list[tuple[Json, str]]:
    """The nodes, parted at their quotation marks; with each mark that may open or close, what it is."""
    parted: list[tuple[Json, str]] = []
    for n, node in enumerate(nodes):
        if node["t"] != "Str":
            parted.append((node, ""))
            continue
        text, last = node["c"], 0
        for found in MARK.finditer(text):
            before = text[found.start() - 1 : found.start()] or _edge(nodes[n - 1 : n], -1)
            after = text[found.end() : found.end() + 1] or _edge(nodes[n + 1 : n + 2], 0)
            if not _may_be(found[0], before, after):
                continue
            if found.start() > last:
                parted.append(({"t": "Str", "c": text[last : found.start()]}, ""))
            parted.append(({}, found[0]))
            last = found.end()
        if last < len(text):
            parted.append(({"t": "Str", "c": text[last:]}, ""))
    return parted


def _edge(nodes: list[Json], at: int) -> str:
    """What stands beside a mark in the neighbouring node: a letter for words, a space, or nothing."""
    if not nodes or nodes[0]["t"] == "Space":
        return ""
    return str(nodes[0]["c"][at]) if nodes[0]["t"] == "Str" else "x"


def _may_be(mark: str, before: str, after: str) -> bool:
    """Whether a mark may quote. An apostrophe has letters on both sides, or the same sign closes a quotation."""
    if mark == "‘":
        return not before.isalnum() and bool(after.strip())
    if mark == "’":
        return bool(before.strip()) and not after.isalnum()
    return True


def _opened(stack: list[tuple[str, list[Json]]], mark: str) -> int:
    """Where on the stack a mark was opened that is now closed; 0 if it was not."""
    return next((at for at in range(len(stack) - 1, 0, -1) if stack[at][0] == mark), 0)


def _marks(char: str) -> list[Json]:
    return [{"t": "Str", "c": char}] if char else []


def _joined(nodes: list[Json]) -> list[Json]:
    """Words that a mark has parted are one word again where it was none."""
    out: list[Json] = []
    for node in nodes:
        if node["t"] == "Str" and out and out[-1]["t"] == "Str":
            out[-1] = {"t": "Str", "c": out[-1]["c"] + node["c"]}
        else:
            out.append(node)
    return out
