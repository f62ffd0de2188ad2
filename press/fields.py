"""Strict YAML: a record becomes a frozen dataclass, and whatever does not fit becomes a Problem with its line.

A field's annotation says what it takes: `str`, `int`, `bool`, `Written` (Markdown to be parsed later), a tuple of such,
another dataclass, a `Literal`, or `Raw` (any YAML, as plain values). A field without a default is required.
Dates and numbers keep the spelling of the file: `1937-10` stays `1937-10`.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import yaml

from press.problem import Origin, Problem, did_you_mean

T = TypeVar("T")
KINDS = {"str": "text", "seq": "a list", "map": "a mapping", "null": "nothing", "bool": "yes or no", "int": "a number"}


@dataclass(frozen=True, slots=True)
class Written:
    """Markdown in a field of a record, with the place of its first line."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Raw:
    """Any YAML as plain values, with the line of each key of its top mapping."""

    value: Any
    lines: Mapping[str, int]


class Reader:
    """Reads the nodes of one file into records, gathering problems. `offset` is added to YAML's line numbers."""

    def __init__(self, path: str, offset: int = 0) -> None:
        self.path, self.offset = path, offset
        self.problems: list[Problem] = []

    def compose(self, text: str) -> yaml.Node | None:
        """The node tree of a YAML text, or None when it is empty or malformed."""
        try:
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            line = mark.line if mark else 0
            self._complain(line, "yaml", f"not YAML: {fault.problem or fault.context}")
        except yaml.YAMLError as fault:
            self._complain(0, "yaml", f"not YAML: {str(fault).splitlines()[0]}")
        return None

    def origin(self, node: yaml.Node) -> Origin:
        """Where a node begins."""
        return Origin(self.path, node.start_mark.line + 1 + self.offset)

    def complain(self, node: yaml.Node, rule: str, message: str, hint: str = "") -> None:
        """Add a problem at a node."""
        self.problems.append(Problem(self.origin(node), rule, message, hint))

    def _complain(self, line: int, rule: str, message: str) -> None:
        self.problems.append(Problem(Origin(self.path, line + 1 + self.offset), rule, message))

    def records(self, node: yaml.Node | None, kind: type[T], what: str) -> tuple[T, ...]:
        """A list of records; those that do not fit are left out and complained of."""
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, "wrong-type", f"expected a list of {what}, found {_kind(node)}")
            return ()
        return tuple(record for each in node.value if (record := self.record(each, kind)) is not None)

    def record(self, node: yaml.Node | None, kind: type[T]) -> T | None:
        """One record, or None when something required is missing or wrong."""
        if node is None:
            node = yaml.MappingNode("map", [], yaml.Mark("", 0, 0, 0, None, 0), yaml.Mark("", 0, 0, 0, None, 0))
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, "wrong-type", f"expected a mapping, found {_kind(node)}")
            return None
        hints = get_type_hints(kind)
        known = {f.name.rstrip("_").replace("__", "-"): f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
        values: dict[str, Any] = {}
        before = len(self.problems)
        for key_node, value in self.pairs(node):
            key = key_node.value
            if key == "origin" or key not in known:
                names = [name for name in known if name != "origin"]
                self.complain(key_node, "unknown-key", f'unknown key "{key}"', did_you_mean(key, names))
                continue
            values[known[key].name] = self.value(value, hints[known[key].name], key)
        for key, each in known.items():
            required = each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
            if key != "origin" and required and each.name not in values:
                self.complain(node, "missing-key", f'missing key "{key}"')
        if len(self.problems) > before:
            return None
        if "origin" in known:
            values["origin"] = self.origin(node)
        return kind(**values)

    def pairs(self, node: yaml.MappingNode) -> typing.Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """Key and value nodes of a mapping; a key that is no text or is given twice is complained of."""
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.complain(key, "wrong-type", "a key must be text")
                continue
            if key.value in seen:
                self.complain(key, "duplicate-key", f'key "{key.value}" is given twice')
            seen.add(key.value)
            yield key, value

    def value(self, node: yaml.Node, hint: Any, key: str) -> Any:
        """The value of one field, by the field's annotation."""
        if get_origin(hint) is tuple:
            if not isinstance(node, yaml.SequenceNode):
                return self._mismatch(node, key, "a list")
            return tuple(self.value(each, get_args(hint)[0], key) for each in node.value)
        if hint is Raw:
            pairs = node.value if isinstance(node, yaml.MappingNode) else ()
            return Raw(self.plain(node), {key.value: self.origin(key).line for key, _ in pairs})
        if dataclasses.is_dataclass(hint) and hint is not Written:
            return self.short_or_record(node, typing.cast("type[Any]", hint))
        if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null"):
            return self._mismatch(node, key, "text")
        if hint is bool:
            if not node.tag.endswith(":bool"):
                return self._mismatch(node, key, "yes or no")
            return node.value.lower() in {"yes", "true", "on"}
        if hint is int:
            return int(node.value) if node.value.isdecimal() else self._mismatch(node, key, "a number")
        if get_origin(hint) is Literal:
            if node.value not in get_args(hint):
                allowed = ", ".join(choice for choice in get_args(hint) if choice)
                self.complain(node, "wrong-value", f'"{node.value}" is no value of "{key}"', f"one of: {allowed}")
            return node.value
        if hint is Written:
            block = node.style in {"|", ">"}
            return Written(node.value, self.origin(node).below(1 if block else 0))
        return node.value

    def short_or_record(self, node: yaml.Node, kind: type[Any]) -> Any:
        """A record, or the plain text that stands for it when its class says how (`from_text`)."""
        if isinstance(node, yaml.ScalarNode) and hasattr(kind, "from_text"):
            return kind.from_text(node.value, self.origin(node))
        return self.record(node, kind)

    def plain(self, node: yaml.Node) -> Any:
        """Any node as plain values, numbers and dates spelled as in the file."""
        if isinstance(node, yaml.MappingNode):
            return {key.value: self.plain(value) for key, value in self.pairs(node)}
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(each) for each in node.value]
        return int(node.value) if node.tag.endswith(":int") and node.value.isdecimal() else node.value

    def _mismatch(self, node: yaml.Node, key: str, wanted: str) -> None:
        self.complain(node, "wrong-type", f'"{key}" wants {wanted}, found {_kind(node)}')


def _kind(node: yaml.Node) -> str:
    return KINDS.get(node.tag.rsplit(":", 1)[-1], "something else")
