"""Elements that say nothing taken out of a section's structure: what they hold is their parents' own.

The engine tags every line of a paragraph as a Span. One without a language, an identifier or any other attribute means
nothing (PDF 32000-1, 14.8.4.4.1); they were half of the objects of a long book, each of which costs whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name

from press.pdf.nodes import Node

IDLE = frozenset({"Span", "NonStruct"})
PLAIN = frozenset({"/Type", "/S", "/P", "/Pg", "/K"})
"""The keys of an element of which nothing is said but what it is and where."""
HOLDERS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "Link", "Note", "Reference", "Span"})
"""Types of elements that hold content themselves; what groups others does not (14.8.4.2)."""


def dissolve_spans(document: Node) -> None:
    """Give all that idle elements hold to those that they stand in, in its order."""
    for node in document.walk():
        if node.tag in HOLDERS and any(_is_idle(kid) for kid in node.kids):
            node.kids, node.changed = list(_held(node, node)), True


def _held(node: Node, holder: Node) -> Iterator[Any]:
    """What an element holds, itself or by idle ones, for another to hold."""
    page = holder.object.get("/Pg")
    for kid in node.kids:
        if _is_idle(kid):
            yield from _held(kid, holder)
        elif isinstance(kid, Node):
            kid.parent = holder
            yield kid
        elif isinstance(kid, int) and (page is None or node.object.Pg.objgen != page.objgen):
            # content by its number alone is of the element's own page (14.7.4.2)
            yield Dictionary(Type=Name.MCR, Pg=node.object.Pg, MCID=kid)
        else:
            yield kid


def _is_idle(kid: Any) -> bool:
    return isinstance(kid, Node) and kid.tag in IDLE and PLAIN.issuperset(kid.object.keys())
