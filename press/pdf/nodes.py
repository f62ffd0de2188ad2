"""The noun of a PDF's structure while it is mended: an element, with what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Object

from press.typesetting.marks import Mark


@dataclass(eq=False, slots=True)
class Node:
    """A structure element: its PDF object, its type, its kids (nodes, and whatever else holds content) in order."""

    object: Object
    tag: str
    kids: list[Any] = field(default_factory=list)
    parent: Node | None = None
    mark: Mark | None = None
    changed: bool = False

    @property
    def nodes(self) -> list[Node]:
        """The kids that are structure elements."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        """The node and all within it, parents first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(node.nodes)
