"""A record as a JSON Schema (draft 7), made of the annotations by which `press.fields` reads it.

Editors complete and check keys by it while one types. It takes what the reader takes, as far as JSON can tell: a text
may be written as a number or a date, and a number in quotation marks. By true and false is meant what YAML 1.1 makes of
`yes` and `no`.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

from press.fields import LENGTH, MARKS, Given, Length, OneOrMore, Plain, Raw, Written, hints_of, keys_of

Schema: TypeAlias = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
TEXT: Schema = {"type": ["string", "number", "boolean"]}
"""Any words: what YAML takes for a number or for yes and no may be words too."""
# of JSON Schema's expressions none says that capitals are as good as small letters
UNMARKED: Schema = {**TEXT, "not": {"type": "string", "pattern": MARKS.pattern.replace("[a-z]", "[A-Za-z]")}}
WHOLE: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 999_999_999},
        {"type": "string", "pattern": "^(0|[1-9][0-9]{0,8})$"},
    ]
}
NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]{1,9}(\.[0-9]{1,9})?$"}]}
SCALARS: Mapping[Any, Schema] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: WHOLE,
    float: NUMBER,
    Written: TEXT,
    Plain: UNMARKED,
    Length: {"anyOf": [{"const": 0}, {"type": "string", "pattern": f"^({LENGTH.pattern})$"}]},
    Raw: {"type": "object"},
}
YES_OR_NO = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
"""What YAML 1.1 takes for true and false."""
SAID = re.compile(r"`(\w+)`:\s+(.+?)(?=[;.](?:\s|$)|\s`\w+`:|$)", re.DOTALL)
"""What a docstring says of a key: `paged`: no for a style of the screen."""


def schema_of(kind: type[Any], title: str, *, many: bool = False, keyed: bool = False, empty: bool = False) -> Schema:
    """The schema of a file that has one record, or, `empty`, none; of `many`, a list; `keyed`, a mapping of names to
    records.
    """
    found: dict[str, Schema] = {}
    record = _value(kind, found)
    if empty:
        record = {"anyOf": [record, {"type": "null"}]}
    if many:
        record = {"anyOf": [{"type": "array", "items": record}, {"type": "null"}]}
    if keyed:
        record = {"anyOf": [{"type": "object", "additionalProperties": record}, {"type": "null"}]}
    return {"$schema": DRAFT, "title": title, **record, "definitions": dict(sorted(found.items()))}


def _value(hint: Any, found: dict[str, Schema]) -> Schema:
    """The schema of a value by its annotation; records are put among the `found`, by their class."""
    if hint == OneOrMore:
        return {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
    if (isinstance(hint, type) and hint in SCALARS) or hint == Plain:
        return SCALARS[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": _spellings(inner)}
    if origin is tuple:
        return {"type": "array", "items": _value(inner[0], found)}
    if origin is Annotated:
        return _bounded(hint, found)
    if origin is Given:
        return {**_record(inner[0], found), "required": []}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _value(inner[1], found)}
    name = hint.__name__
    if name not in found:
        found[name] = {}  # a part has pieces, as the book has: it may ask for itself
        found[name] = _record(hint, found)
    short = [TEXT] if hasattr(hint, "from_text") else []
    if short and any(each == Plain for each in hints_of(hint).values()):
        short = [UNMARKED]
    nothing: list[Schema] = [{"type": "null"}] if hasattr(hint, "may_be_nothing") else []
    whole: Schema = {"$ref": f"#/definitions/{name}"}
    return {"anyOf": [*short, *nothing, whole]} if short or nothing else whole


def _bounded(hint: Any, found: dict[str, Schema]) -> Schema:
    bare, bounds = get_args(hint)
    kinds = _value(bare, found)["anyOf"]  # of a number in quotation marks only its spelling can be told
    return {
        "anyOf": [{**kinds[0], "minimum": bounds.least, "maximum": bounds.most}, *kinds[1:]],
        "description": str(bounds),
    }


def _record(kind: Any, found: dict[str, Schema]) -> Schema:
    said = described(kind)
    hints = hints_of(kind)
    properties: dict[str, Schema] = {}
    required = []
    for key, field in keys_of(kind).items():
        value = _value(hints[field.name], found)
        if key in said:  # beside a reference nothing would be looked at
            value = {**({"allOf": [value]} if "$ref" in value else value), "description": said[key]}
        properties[key] = value
        if field.default is field.default_factory is dataclasses.MISSING:
            required.append(key)
    whole: Schema = {"type": "object", "description": inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]}
    return {**whole, "properties": properties, "required": required, "additionalProperties": False}


def described(kind: type[Any]) -> dict[str, str]:
    """What the docstring of a record says of its keys."""
    text = inspect.cleandoc(kind.__doc__ or "")
    return {name.rstrip("_"): " ".join(words.split()) for name, words in SAID.findall(text)}


def _spellings(choices: tuple[str, ...]) -> list[Any]:
    """Every choice as it may be written; where YAML takes one for a number, or for yes or no, so too."""
    return list(dict.fromkeys(_typed(choices)))


def _typed(choices: tuple[str, ...]) -> Iterator[Any]:
    for choice in choices:
        yield choice
        if choice.isdecimal():
            yield int(choice)
        elif choice in YES_OR_NO:
            yield YES_OR_NO[choice]
