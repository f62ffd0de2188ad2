"""Marks of an index without words, as part of the text in which they stand.

A line is to be set as if they were not there: spaces are tied, a runt is seen, type is kerned across them. So the text
around a mark is made one, with a sign in it that names the mark; only where text becomes HTML is the sign an element
again, an empty one, which the compositor takes out (`press.typesetting.engine.points`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from press.text import Mention, Text

Nodes = TypeVar("Nodes", bound=tuple[Any, ...])

SIGN = re.compile("\ufdd0([^\ufdd1]*)\ufdd1")
"""A sign with the anchor of its mark; of code points that no text can have."""


def folded(nodes: Nodes) -> Nodes:
    """A line whose marks without words are signs in its text; whatever else as it is."""
    if not any(isinstance(each, Mention) and each.edge for each in nodes):
        return nodes
    found: list[Any] = []
    for each in _unwrapped(nodes):
        last = found[-1] if found else None
        if isinstance(each, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + each.text, last.line)
        else:
            found.append(each)
    return cast("Nodes", tuple(found))


def _unwrapped(inlines: Iterable[Any]) -> tuple[Any, ...]:
    """A line with a sign before what each such mark is on."""
    found: tuple[Any, ...] = ()
    for each in inlines:
        if isinstance(each, Mention) and each.edge:
            found += (Text(f"\ufdd0{each.anchor}\ufdd1", each.line), *_unwrapped(each.inlines))
        else:
            found += (each,)
    return found


def unsigned(text: str) -> str:
    """A text without signs."""
    return SIGN.sub("", text) if "\ufdd0" in text else text


def around_signs(change: Callable[[str], str], text: str) -> str:
    """A text changed as if it had no signs, each of which stands before the same letter again. Letters must stay."""
    if "\ufdd0" not in text:
        return change(text)
    found: list[tuple[int, str]] = []
    letters, end = 0, 0
    for sign in SIGN.finditer(text):
        letters += sum(map(str.isalnum, text[end : sign.start()]))
        found.append((letters, sign[0]))
        end = sign.end()
    out: list[str] = []
    letters = 0
    for letter in change(unsigned(text)):
        while found and letter.isalnum() and found[0][0] == letters:
            out.append(found.pop(0)[1])
        out.append(letter)
        letters += letter.isalnum()
    return "".join((*out, *(sign for _, sign in found)))
