"""What of a line must come back when what has been written of it is read: every sign in its order, under its marks.

Like is compared with like: what typing leaves open and setting decides (the turn of a quotation mark, the length of a
dash, where a space stands) is no loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from press.hyphens import HELD
from press.lines import lines_within, remade
from press.text import (
    Citation,
    Cluster,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    KeptCase,
    Link,
    Note,
    Paragraph,
    Reference,
    Side,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
)

EVEN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "—": "-", "–": "-", "…": "...", "′": "'", "″": '"', HELD: ""}
)
"""What typing leaves open and setting decides: no loss."""
MARKS = (Emphasis, Strong, SmallCaps, Superscript, Subscript, Struck, Foreign, KeptCase)
"""Marks that must come back. A link need not: an address is one without being marked."""
EDGE = re.compile(r"^([^\w\s]*)(.*?)([^\w\s]*)$", re.DOTALL)

Sign: TypeAlias = tuple[str, frozenset[str]]
"""A sign and the marks that it stands under."""


def signs_of(inlines: Inlines) -> tuple[Sign, ...]:
    """What must not be lost of a line; notes at their calls, citations by key."""
    found = list(_signs(inlines, frozenset()))
    # dashes are told apart when the book is set
    return tuple(each for last, each in pairwise([("", frozenset()), *found]) if (last[0], each[0]) != ("-", "-"))


def _signs(inlines: Inlines, marks: frozenset[str]) -> Iterator[Sign]:
    for inline in inlines:
        match inline:
            case Text():
                yield from ((sign, marks) for sign in "".join(inline.text.split()).translate(EVEN))
            case Note(blocks=(Paragraph(inlines=(Cluster() as alone,)),)):
                # a citation in brackets is a note of its own when it comes back
                yield from _signs((alone,), frozenset())
            case Note():
                yield "\x01", frozenset()
                for n, line in enumerate(lines_within(inline.blocks)):
                    yield from [("/", frozenset[str]())] * bool(n)
                    yield from _signs(line, frozenset())
                yield "\x02", frozenset()
            case Cluster():
                yield "\x03", frozenset()
                for citation in inline.citations:
                    yield from _cited(citation)
                yield "\x04", frozenset()
            case Foreign():
                yield from _signs(inline.inlines, marks | {inline.lang})
            case Reference():
                yield from ((sign, frozenset()) for sign in f"#{inline.target} {inline.form}")
                yield from _signs(inline.inlines, marks)
            case _:
                mark = {type(inline).__name__} if isinstance(inline, MARKS) else set[str]()
                yield from _signs(getattr(inline, "inlines", ()), marks | mark)


def _cited(citation: Citation) -> Iterator[Sign]:
    yield from _signs(citation.prefix, frozenset())
    yield from ((sign, frozenset()) for sign in f"@{citation.key}")
    suffix = list(_signs(citation.suffix, frozenset()))
    while suffix and suffix[0][0] == ",":
        suffix.pop(0)
    yield from suffix


# --- written more plainly --------------------------------------------------------------------------------


def unmarked(inlines: Inlines) -> Inlines:
    """The line without marks: words, notes and citations only."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Note):
            out.append(Note("", remade(inline.blocks, unmarked), inline.origin))
        elif isinstance(inline, (*MARKS, Link, Side)):
            out += unmarked(inline.inlines)
        else:
            out.append(inline)
    return tuple(out)


def eased(inlines: Inlines) -> Inlines:
    """The line with the points at either end of a mark put outside it: beside a letter they keep Markdown from it."""
    out: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, (Emphasis, Strong)):
            out.append(inline)
            continue
        inner = list(eased(inline.inlines))
        before = after = ""
        if inner and isinstance(first := inner[0], Text) and (found := EDGE.match(first.text)) and found[2]:
            before, inner[0] = found[1], Text(found[2] + found[3], first.line)
        if inner and isinstance(last := inner[-1], Text) and (found := EDGE.match(last.text)) and found[2]:
            after, inner[-1] = found[3], Text(found[1] + found[2], last.line)
        out += [Text(before), replace(inline, inlines=tuple(inner)), Text(after)]
    return tuple(each for each in out if each != Text(""))


def without_one(inlines: Inlines) -> Iterator[tuple[Inlines, Inline]]:
    """The line with one of its marks taken off, in turn each; and which."""
    for n, inline in enumerate(inlines):
        if isinstance(inline, MARKS):
            yield (*inlines[:n], *unmarked((inline,)), *inlines[n + 1 :]), inline
