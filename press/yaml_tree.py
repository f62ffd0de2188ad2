"""YAML text → a tree of nodes, each of which knows its file and line; and one tree over another.

YAML is read without aliases: what `*name` stands for would have no line of its own, and might contain itself.
"""

from __future__ import annotations

import io
import re
from typing import Any, TypeAlias

import yaml

ANCHOR = re.compile(r"(?:^|[\s\[{,:-])&[^\s&]", re.MULTILINE)
"""Where YAML may begin an anchor, without which there is no alias."""
Tree: TypeAlias = yaml.MappingNode
"""The tree of a record."""


class _NamedText(io.StringIO):
    """A text with the name of its file, which YAML then notes at every node."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


class _Loader(yaml.SafeLoader):
    """YAML that knows no alias."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="an alias", problem_mark=alias.start_mark)
        return super().compose_node(parent, index)


def compose_quickly(text: str, name: str = "") -> yaml.Node | None:
    """The node tree by libyaml, ten times as fast; `name` is the file's. Raises `YAMLError` for what it cannot read, or
    must not: anchors.
    """
    if ANCHOR.search(text) or not yaml.__with_libyaml__:
        raise yaml.YAMLError
    return yaml.compose(_NamedText(text, name), Loader=yaml.CSafeLoader)


def compose_carefully(text: str, name: str = "") -> yaml.Node | None:
    """The same by PyYAML itself. Raises `YAMLError` that says what is wrong, and `RecursionError` at great depth."""
    return yaml.compose(_NamedText(text, name), Loader=_Loader)


def overlay(own: Tree, base: Tree) -> Tree:
    """The tree of a record over that of another, perhaps of another file, which holds where the own is silent.

    Mappings that both have become one, key by key. Of anything else that both say, both stay, the own last: whoever
    reads the tree finds what is wrong with either, and takes the last.
    """
    below = {key.value: value for key, value in base.value if isinstance(key, yaml.ScalarNode)}
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    joined: set[int] = set()
    for key, value in own.value:
        under = below.get(key.value) if isinstance(key, yaml.ScalarNode) else None
        if isinstance(value, Tree) and isinstance(under, Tree):
            joined.add(id(under))
            pairs.append((key, overlay(value, under)))
        else:
            pairs.append((key, value))
    # those of the base first, so that words of the two stand in the order in which they would in one file
    kept = [(key, value) for key, value in base.value if id(value) not in joined]
    return Tree(own.tag, [*kept, *pairs], own.start_mark, own.end_mark)
