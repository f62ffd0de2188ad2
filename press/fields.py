"""Strict YAML: a record becomes a frozen dataclass, and whatever does not fit becomes a Problem with its line.

A field's annotation says what it takes: `str`, `int`, `float`, `bool`, `Length` (3mm), `Written` (Markdown to be parsed
later), a tuple of such, another dataclass, a `Literal`, or `Raw` (any mapping, as plain values). A field without a
default is required.
Dates and numbers keep the spelling of the file: `1937-10` stays `1937-10`.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import yaml

from press.problem import Origin, Problem, did_you_mean

T = TypeVar("T")
FLOAT = re.compile(r"-?\d{1,9}(\.\d{1,9})?")
ANCHOR = re.compile(r"(?:^|[\s\[{,:-])&[^\s&]", re.MULTILINE)
"""Where YAML may begin an anchor, without which there is no alias."""
KINDS = {"str": "text", "seq": "a list", "map": "a mapping", "null": "nothing", "bool": "yes or no", "int": "a number"}


@dataclass(frozen=True, slots=True)
class Written:
    """Markdown in a field of a record, with the place of its first line."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Raw:
    """A YAML mapping as plain values, with the line of each of its keys."""

    value: Any
    lines: Mapping[str, int]


NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?")
POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "px": 0.75}
LENGTH = re.compile(rf"(\d+(?:\.\d+)?) ?({'|'.join(POINTS)})|0")


@dataclass(frozen=True, slots=True)
class Length:
    """A length in points (72 to the inch), and as it was written: 3mm, 0.125in, 9pt."""

    points: float = 0.0
    text: str = "0"

    @classmethod
    def read(cls, text: str) -> Length | None:
        """A length as written, or None when it is none."""
        found = LENGTH.fullmatch(text)
        return cls(float(found[1] or 0) * POINTS[found[2] or "pt"], text) if found else None

    def __str__(self) -> str:
        return self.text


WANTED: Mapping[Any, str] = {bool: "yes or no", int: "a number", float: "a number", Length: "a length such as 3mm"}


class _Loader(yaml.SafeLoader):
    """YAML without aliases: what `*name` stands for would have no line of its own, and might contain itself."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="an alias", problem_mark=alias.start_mark)
        return super().compose_node(parent, index)


def _compose_quickly(text: str) -> yaml.Node | None:
    """The node tree by libyaml, ten times as fast. Raises `YAMLError` for what it cannot read, or must not: anchors."""
    if ANCHOR.search(text) or not yaml.__with_libyaml__:
        raise yaml.YAMLError
    return yaml.compose(text, Loader=yaml.CSafeLoader)


class Reader:
    """Reads the nodes of one file into records, gathering problems. `offset` is added to YAML's line numbers.

    `whole` is true as long as nothing that the editor wrote in the file has been lost to a fault.
    """

    def __init__(self, path: str, offset: int = 0) -> None:
        self.path, self.offset = path, offset
        self.problems: list[Problem] = []
        self.whole = True

    def compose(self, text: str) -> yaml.Node | None:
        """The node tree of a YAML text, or None when it is empty or malformed."""
        try:
            return _compose_quickly(text)
        except yaml.YAMLError:
            pass  # read again by the slow reader, which says what is wrong in its own words
        try:
            return yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            line = mark.line if mark else 0
            self._complain(line, "yaml", f"not YAML: {fault.problem or fault.context}")
        except yaml.reader.ReaderError as fault:
            self._complain(text.count("\n", 0, fault.position), "yaml", f"not YAML: {fault.reason}")
        except RecursionError:
            self._complain(0, "yaml", "not YAML: too many levels")
        self.whole = False
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
            self._mismatch(node, f"expected a list of {what}")
            return ()
        return tuple(record for each in node.value if (record := self.record(each, kind)) is not None)

    def record(self, node: yaml.Node | None, kind: type[T]) -> T | None:
        """One record, or None when something required is missing or wrong. What else is wrong in it is left out."""
        if node is None:
            if not self.whole:
                return None
            node = yaml.MappingNode("map", [], yaml.Mark("", 0, 0, 0, None, 0), yaml.Mark("", 0, 0, 0, None, 0))
        if not isinstance(node, yaml.MappingNode):
            self._mismatch(node, "expected a mapping")
            return None
        hints = _hints(kind)  # type: ignore[arg-type]  # mypy: a class has a hash
        fields = {f.name.rstrip("_").replace("__", "-"): f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
        wants_origin = fields.pop("origin", None) is not None
        values: dict[str, Any] = {}
        tried: set[str] = set()
        for key_node, value in self.pairs(node):
            key = key_node.value
            if key in fields:
                tried.add(key)
                if (fit := self.value(value, hints[fields[key].name], key)) is not None:
                    values[fields[key].name] = fit
            else:
                tried.add(self._unknown_key(key_node, fields))
        required = {key: f for key, f in fields.items() if f.default is f.default_factory is dataclasses.MISSING}
        for key in required:
            if key not in tried:
                self.complain(node, "missing-key", f'missing key "{key}"')
        if any(each.name not in values for each in required.values()):
            self.whole = False
            return None
        return kind(**values, **({"origin": self.origin(node)} if wants_origin else {}))

    def _unknown_key(self, key: yaml.ScalarNode, known: Iterable[str]) -> str:
        """Complain of a key; returns the known key that the editor may have meant, or nothing."""
        hint = did_you_mean(key.value, known)
        self.complain(key, "unknown-key", f'unknown key "{key.value}"', hint)
        self.whole = self.whole and not hint
        return next((each for each in known if f'"{each}"' in hint), "")

    def pairs(self, node: yaml.MappingNode) -> typing.Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """Key and value nodes of a mapping; a key that is no text or is given twice is complained of."""
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.complain(key, "wrong-type", "a key must be text")
                self.whole = False
                continue
            if key.value in seen:
                self.complain(key, "duplicate-key", f'key "{key.value}" is given twice')
            seen.add(key.value)
            yield key, value

    def value(self, node: yaml.Node, hint: Any, key: str) -> Any:
        """The value of one field, by the field's annotation; None when it does not fit."""
        if get_origin(hint) is tuple:
            if not isinstance(node, yaml.SequenceNode):
                return self._mismatch(node, f'"{key}" wants a list')
            values = (self.value(each, get_args(hint)[0], key) for each in node.value)
            return tuple(value for value in values if value is not None)
        if hint is Raw:
            if not isinstance(node, yaml.MappingNode):
                return self._mismatch(node, f'"{key}" wants a mapping')
            keys = (key for key, _ in node.value if isinstance(key, yaml.ScalarNode))
            return Raw(self.plain(node), {key.value: self.origin(key).line for key in keys})
        if dataclasses.is_dataclass(hint) and hint not in (Written, Length):
            return self.short_or_record(node, typing.cast("type[Any]", hint))
        if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null"):
            return self._mismatch(node, f'"{key}" wants text')
        if hint is bool:
            if not node.tag.endswith(":bool"):
                return self._mismatch(node, f'"{key}" wants yes or no')
            return node.value.lower() in {"yes", "true", "on"}
        if hint is int:
            return int(node.value) if _is_number(node) else self._mismatch(node, f'"{key}" wants a number')
        if hint is float:
            return float(node.value) if FLOAT.fullmatch(node.value) else self._mismatch(node, f'"{key}" wants a number')
        if hint is Length:
            return Length.read(node.value) or self._mismatch(node, f'"{key}" wants a length such as 3mm')
        if get_origin(hint) is Literal:
            return self._choice(node, get_args(hint), key)
        if hint is Written:
            block = node.style in {"|", ">"}
            return Written(node.value, self.origin(node).below(1 if block else 0))
        return node.value

    def _choice(self, node: yaml.ScalarNode, choices: tuple[str, ...], key: str) -> Any:
        if node.value in choices:
            return node.value
        allowed = ", ".join(choice for choice in choices if choice)
        self.complain(node, "wrong-value", f'"{node.value}" is no value of "{key}"', f"one of: {allowed}")
        self.whole = False
        return None

    def _plain_value(self, node: yaml.ScalarNode, hint: Any, key: str) -> Any:
        """Yes or no, a whole number, a number, or a length."""
        if hint is bool and node.tag.endswith(":bool"):
            return node.value.lower() in {"yes", "true", "on"}
        if hint is int and _is_number(node):
            return int(node.value)
        if hint is float and NUMBER.fullmatch(node.value):
            return float(node.value)
        if hint is Length and (length := Length.read(node.value)):
            return length
        return self._mismatch(node, f'"{key}" wants {WANTED[hint]}')

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
        return int(node.value) if node.tag.endswith(":int") and _is_number(node) else node.value

    def _mismatch(self, node: yaml.Node, wanted: str) -> Any:
        self.complain(node, "wrong-type", f"{wanted}, found {_kind(node)}")
        self.whole = False


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_number(node: yaml.Node) -> bool:
    return node.value.isdecimal() and len(node.value) < 10


def _kind(node: yaml.Node) -> str:
    return KINDS.get(node.tag.rsplit(":", 1)[-1], "something else")
