"""YAML text → a tree of nodes, each of which knows its file and line; what is wrong with the tree as such; and one tree
over another.

YAML is read without aliases, anchors and tags: what `*name` stands for would have no line of its own, and might contain
itself, and who writes `&` or `!` before a word means that sign.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any, TypeAlias

import yaml

from press.characters import TAKE_OUT, no_characters
from press.problem import Origin, Problem, warning
from press.rules import CUT_BY_COMMENT, DUPLICATE_KEY, NOT_A_CHARACTER
from press.yaml_faults import SIGN, TOO_DEEP, YamlFault, explain

SIGNED = re.compile(r"(?:^|[\s\[{,:-])[&!][^\s]", re.MULTILINE)
"""Where YAML may begin an anchor, without which there is no alias, or a tag."""
AN_ID = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?")
"""A value, if any, that is no prose."""
LEVELS = 40
"""So deep may a record be: the readers of YAML go down by recursion, and the quick one dies of too much."""
INDENTED = re.compile(rf"^[ ?-]{{{LEVELS}}}", re.MULTILINE)
BRACKETS = re.compile(r"[\[\]{}]")
Tree: TypeAlias = yaml.MappingNode
"""The tree of a record."""


class NotYaml(Exception):
    """A text that YAML cannot read, or that the press will not; `fault` says why and where."""

    def __init__(self, fault: YamlFault) -> None:
        self.fault = fault
        super().__init__(fault.what)


class _NamedText(io.StringIO):
    """A text with the name of its file, which YAML then notes at every node."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


class _Loader(yaml.SafeLoader):
    """YAML that knows no alias, anchor or tag, and of no more than so many levels."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if event.anchor or getattr(event, "tag", None):  # an alias has the anchor that it repeats
            raise yaml.MarkedYAMLError(problem=SIGN, problem_mark=event.start_mark)
        if self.depth >= LEVELS:
            raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


if yaml.__with_libyaml__:

    class _QuickLoader(yaml.CSafeLoader):
        """That of libyaml, which is not asked at each node by what path it is come to: nothing is tagged by that."""

        def descend_resolver(self, node: yaml.Node | None, index: Any) -> None:
            pass

        def ascend_resolver(self) -> None:
            pass


def compose(text: str, name: str = "") -> yaml.Node | None:
    """The node tree of a text, or None when it is empty; `name` is the file's. Raises `NotYaml`."""
    try:
        return compose_quickly(text, name)
    except yaml.YAMLError:
        pass  # read again with care, which says what is wrong
    try:
        return compose_carefully(text, name)
    except yaml.MarkedYAMLError as fault:
        raise NotYaml(explain(text, fault)) from None
    except yaml.reader.ReaderError as fault:
        at, what = next(no_characters(text), (fault.position, "a character that is none"))
        raise NotYaml(YamlFault(text.count("\n", 0, at), what, TAKE_OUT)) from None


def compose_quickly(text: str, name: str = "") -> yaml.Node | None:
    """The node tree by libyaml, ten times as fast. Raises `YAMLError` for what it cannot read, or must not: anchors,
    tags, and what may be very deep.
    """
    if SIGNED.search(text) or INDENTED.search(text) or _brackets(text) > LEVELS or not yaml.__with_libyaml__:
        raise yaml.YAMLError
    return yaml.compose(_NamedText(text, name), Loader=_QuickLoader)


def _brackets(text: str) -> int:
    """How deep brackets may be within each other at most, those counted that stand in words."""
    return max(accumulate(1 if found[0] in "[{" else -1 for found in BRACKETS.finditer(text)), default=0)


def compose_carefully(text: str, name: str = "") -> yaml.Node | None:
    """The same by PyYAML itself. Raises `YAMLError` that says what is wrong."""
    return yaml.compose(_NamedText(text, name), Loader=_Loader)


# --- the tree as such ----------------------------------------------------------------------------------


def inspect(tree: yaml.Node | None, text: str) -> Iterator[Problem]:
    """What is wrong with a file's tree whatever it is a record of: keys given twice, characters that are none, values
    that a `#` has cut short. `text` is what the tree was read from.
    """
    lines = text.split("\n")
    left = [tree] if tree else []
    while left:
        node = left.pop()
        if isinstance(node, yaml.ScalarNode):
            yield from _of_scalar(node, lines)
        elif isinstance(node, yaml.SequenceNode):
            left += node.value
        elif isinstance(node, Tree):
            yield from _given_twice(node)
            left += (each for pair in node.value for each in pair)


def place_of(node: yaml.Node) -> Origin:
    """Where a node begins."""
    return Origin(node.start_mark.name, node.start_mark.line + 1)


def _given_twice(tree: Tree) -> Iterator[Problem]:
    seen: dict[str, yaml.Node] = {}
    for key in (key for key, _ in tree.value if isinstance(key, yaml.ScalarNode)):
        if key.value in seen:
            first = f"first on line {place_of(seen[key.value]).line}"
            yield Problem(place_of(key), DUPLICATE_KEY, f'key "{key.value}" is given twice', first)
        seen.setdefault(key.value, key)


def _of_scalar(node: yaml.ScalarNode, lines: list[str]) -> Iterator[Problem]:
    for _, what in no_characters(node.value):
        yield Problem(place_of(node), NOT_A_CHARACTER, what, TAKE_OUT)
    # only what nothing else gives away: a number, a list or an id ends plainly. A comment that is one stands apart
    end = node.end_mark
    rest = lines[end.line][end.column :] if end.line < len(lines) else ""
    cut = not node.style and rest.startswith((" #", "#"))
    if cut and node.tag.endswith(":str") and not AN_ID.fullmatch(node.value):
        hint = f'put all of it in quotation marks: "{node.value}{rest.rstrip()}"; or two spaces before a comment'
        yield warning(place_of(node), CUT_BY_COMMENT, f'"{node.value}" is all that is read: a # begins a comment', hint)


def revalued(tree: yaml.Node | None, change: Callable[[str], str]) -> yaml.Node | None:
    """The tree with its values changed; not those written line by line, `|`, whose lines whoever reads them needs."""
    left = [tree] if tree else []
    while left:
        node = left.pop()
        if isinstance(node, yaml.ScalarNode):
            node.value = node.value if node.style == "|" else change(node.value)
        else:
            left += (
                node.value if isinstance(node, yaml.SequenceNode) else [each for pair in node.value for each in pair]
            )
    return tree


# --- one tree over another -------------------------------------------------------------------------------


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
