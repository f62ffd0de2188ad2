"""YAML read again, plainly: lists, records and scalars, each scalar as it is written and with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import yaml


class CopyField(NamedTuple):
    """A scalar of a record as it is written, and its line."""

    text: str
    line: int


Value: TypeAlias = "CopyField | list[Value] | dict[str, Value]"
Record: TypeAlias = "dict[str, Value]"


def compose_plain(text: str) -> Value | None:
    """A YAML text as lists, records and scalars, each scalar with its line; nothing if it is none."""
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return None  # told by the reader, with its line
    return _value(node) if node else None


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(each) for each in node.value]
    block = getattr(node, "style", "") in ("|", ">")
    return CopyField(str(node.value), node.start_mark.line + 1 + block)


def record_of(value: Value | None) -> Record:
    """A value that is a record, or none of its keys."""
    return value if isinstance(value, dict) else {}


def list_of(value: Value | None) -> Sequence[Value]:
    """What a value lists, if it is a list."""
    return value if isinstance(value, list) else []


def text_of(value: Value | None) -> str:
    """The text of a scalar."""
    return value.text if isinstance(value, CopyField) else ""


def line_of(value: Value | None) -> int:
    """The first line of a value."""
    return min(_lines(value), default=0)


def _lines(value: Value | None) -> Iterator[int]:
    if isinstance(value, CopyField):
        yield value.line
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _lines(each)
