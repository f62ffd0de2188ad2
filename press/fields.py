"""Strict YAML: a record becomes a frozen dataclass, and whatever does not fit becomes a Problem with its file and line.

A field's annotation says what it takes: a kind of `SCALARS` (`str`, `bool`, `int`, `float`, `Length`), a number
`Between` bounds, `Plain` (text that is printed as it is typed), `Written` (text and its place, mostly Markdown to be
parsed later), a `Literal`, a tuple of such, a `Mapping` of any keys to such, another dataclass, `Given` (some keys of
one), or `Raw` (any mapping, as plain values). A field without a default is required; `origin` and `keys` are nobody's
to give: where a record begins, and where the value of each of its keys does. Dates and numbers are spelled as given.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import yaml

from press.problem import Origin, Problem, Rule, did_you_mean
from press.rules import MARKED, MISSING_KEY, NOT_YAML, UNKNOWN_KEY, WRONG_TYPE, WRONG_VALUE
from press.yaml_tree import NotYaml, Tree, compose, inspect, place_of

T = TypeVar("T")
FLOAT = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
NOTHING = ("", "~", "null")
"""How nothing is written. `Null` and `NULL`, which are nothing to YAML too, may be names."""
KINDS = {
    "str": "text",
    "seq": "a list",
    "map": "a mapping",
    "null": "nothing",
    "bool": "yes or no",
    "int": "a number",
    "float": "a fraction",
    "timestamp": "a date",
}
"""What a node is called by its tag, where it is not what was wanted."""


# --- what a field can be, beside what Python has ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """Text in a field of a record, mostly Markdown, with the place of its first line."""

    text: str
    origin: Origin


NOWHERE = Written("", Origin(""))
"""A text that is not given."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A YAML mapping as plain values, with the line of each of its keys: `author`, and within it `author/0/family`."""

    value: Any
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """Those keys of a record that are given, where what is not given is not settled by the record's own defaults."""

    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def over(self, base: T) -> T:
        """The record, `base` where nothing is given."""
        return typing.cast("T", dataclasses.replace(typing.cast("Any", base), **self.values))


NO_KEY = {"key": False}
"""Metadata of a field that no file can give, since it is filled in from elsewhere."""


@dataclass(frozen=True, slots=True)
class Between:
    """The bounds of a number, both allowed, and its unit: `Annotated[float, Between(0, 100, "per cent")]`."""

    least: float
    most: float
    unit: str

    def __str__(self) -> str:
        return f"{self.unit}, from {self.least:g} to {self.most:g}"


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The bounds of a text that is printed as it is typed: marks of Markdown would stand in the book."""


Plain: TypeAlias = Annotated[str, Unmarked()]
OneOrMore: TypeAlias = tuple[str, ...] | str
"""Words in a list, or one word without it."""
MARKS = re.compile(
    r"\*\*?[^\s*](?:[^*]*[^\s*])?\*|(?<!\w)__?[^\s_](?:[^_]*[^\s_])?_(?!\w)|~~|`|\^\[|\\[^\w\s]"
    r"|\[[^\]]*\][({]|</?[a-z][^>]*>|&#?\w+;",
    re.IGNORECASE,
)
"""What Markdown makes something of: italics, code, a note, a link, HTML."""
POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "px": 0.75}
LENGTH = re.compile(rf"([0-9]+(?:\.[0-9]+)?) ?({'|'.join(POINTS)})|0")


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


# --- scalars ----------------------------------------------------------------------------------------


def _yes_or_no(node: yaml.ScalarNode) -> bool | None:
    """YAML 1.1 has yes, true and on, small, capitalised or in capitals; a word in quotation marks is text."""
    return node.value.lower() in {"yes", "true", "on"} if node.tag.endswith(":bool") else None


def _whole_number(node: yaml.Node) -> int | None:
    # YAML would take 010 for eight, 1_000 for a thousand and 1:30 for ninety: nobody who writes a book means that; nor
    # is 007 seven
    return int(node.value) if WHOLE.fullmatch(node.value) else None


def _number(node: yaml.ScalarNode) -> float | None:
    return float(node.value) if FLOAT.fullmatch(node.value) else None


SCALARS: Mapping[Any, tuple[str, Callable[[yaml.ScalarNode], Any]]] = {
    str: ("text", lambda node: node.value),
    bool: ("yes or no", _yes_or_no),
    int: ("a whole number", _whole_number),
    float: ("a number", _number),
    Length: ("a length such as 3mm", lambda node: Length.read(node.value)),
}
"""What a field takes: how it is asked for, and how a node becomes one, or None where it is none."""


# --- records ----------------------------------------------------------------------------------------


class Reader:
    """Reads nodes into records, gathering problems; `path` is the file.

    Nodes of other files may be among them (`yaml_tree.overlay`): each knows its own. `whole` is true as long as nothing
    that the editor wrote in the file has been lost to a fault.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.whole = True

    def compose(self, text: str) -> yaml.Node | None:
        """The node tree of a YAML text, or None when it is empty or malformed; what is wrong with a tree is told."""
        try:
            tree = compose(text, self.path)
        except NotYaml as unread:
            fault, where = unread.fault, Origin(self.path, unread.fault.line + 1)
            self.problems.append(Problem(where, NOT_YAML, f"not YAML: {fault.what}", fault.hint))
            self.whole = False
            return None
        self.problems += inspect(tree, text)
        return tree

    def tree(self, text: str) -> Tree | None:
        """The tree of a record that has a file to itself, or None, told, where it is none."""
        return self._tree(self.compose(text))

    def origin(self, node: yaml.Node) -> Origin:
        """Where a node begins."""
        return place_of(node)

    def complain(self, node: yaml.Node, rule: Rule, message: str, hint: str = "") -> None:
        """Add a problem at a node."""
        self.problems.append(Problem(self.origin(node), rule, message, hint))

    def _mismatch(self, node: yaml.Node, wanted: str) -> Any:
        found = _kind(node)
        hint = "write it, or take the key out; a # begins a comment" if found == KINDS["null"] else ""
        if found == KINDS["map"] and wanted.endswith(SCALARS[str][0]):
            hint = "where there is a colon in the text, put all of it in quotation marks"
        self.complain(node, WRONG_TYPE, f"{wanted}, found {found}", hint)
        self.whole = False

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
        tree = self._tree(node)
        if tree is None:
            return None
        fields = keys_of(kind)  # type: ignore[arg-type]  # mypy: a class has a hash
        values, tried = self._values(tree, kind)
        required = {key: f for key, f in fields.items() if f.default is f.default_factory is dataclasses.MISSING}
        for key in required:
            if key not in tried:
                self.complain(tree, MISSING_KEY, f'missing key "{key}"')
        if any(each.name not in values for each in required.values()):
            self.whole = False
            return None
        has = {each.name for each in dataclasses.fields(kind)}  # type: ignore[arg-type]
        keys = {key.value: self.origin(key) for key, _ in tree.value if isinstance(key, yaml.ScalarNode)}
        places = {"origin": self.origin(tree), "keys": keys}
        return kind(**values, **{name: place for name, place in places.items() if name in has})

    def _tree(self, node: yaml.Node | None) -> Tree | None:
        if node is None:
            if not self.whole:
                return None  # the file was not YAML, which has been told: its keys are not missing
            start = yaml.Mark(self.path, 0, 0, 0, None, 0)
            return Tree("map", [], start, start)
        if not isinstance(node, Tree):
            self._mismatch(node, "expected a mapping")
            return None
        return node

    def _values(self, node: Tree, kind: Any) -> tuple[dict[str, Any], set[str]]:
        """The values given for the fields of a record, and the keys that were at least tried, perhaps misspelt."""
        fields, hints = keys_of(kind), hints_of(kind)
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
        return values, tried

    def _unknown_key(self, key: yaml.ScalarNode, known: Iterable[str]) -> str:
        """Complain of a key; returns the known key that the editor may have meant, or nothing."""
        hint = did_you_mean(key.value.partition(":")[0], known)
        unspaced = "there must be a space behind the colon" if hint and ":" in key.value else ""
        self.complain(key, UNKNOWN_KEY, f'unknown key "{key.value}"', unspaced or hint)
        # what is like no key was never of use, but a misspelt one is lost
        self.whole = self.whole and not hint
        return next((each for each in known if f'"{each}"' in hint), "")

    def pairs(self, node: Tree) -> typing.Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """Key and value nodes of a mapping; a key that is no text is complained of."""
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.complain(key, WRONG_TYPE, "a key must be text")
                self.whole = False
                continue
            yield key, value

    def value(self, node: yaml.Node, hint: Any, key: str) -> Any:
        """The value of one field, by the field's annotation; None when it does not fit."""
        if hint == OneOrMore:
            hint = tuple[str, ...] if isinstance(node, yaml.SequenceNode) else str
        kind = get_origin(hint) or hint
        if kind is tuple:
            if not isinstance(node, yaml.SequenceNode):
                return self._mismatch(node, f'"{key}" wants a list')
            values = (self.value(each, get_args(hint)[0], key) for each in node.value)
            return tuple(value for value in values if value is not None)
        if kind in (Mapping, Given, Raw):
            if not isinstance(node, Tree):
                return self._mismatch(node, f'"{key}" wants a mapping')
            return self._mapping(node, hint)
        if dataclasses.is_dataclass(hint) and hint not in (Written, Length):
            return self._short_or_record(node, typing.cast("type[Any]", hint))
        if not isinstance(node, yaml.ScalarNode) or _is_nothing(node):
            bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
            wanted, _ = SCALARS.get(bare, SCALARS[str])
            return self._mismatch(node, f'"{key}" wants {wanted}')
        return self._scalar(node, hint, key)

    def _mapping(self, node: Tree, hint: Any) -> Any:
        """A mapping whose keys are not all fields of a record that it makes."""
        if hint is Raw:
            return Raw(self.plain(node), dict(self._lines(node)))
        *_, inner = get_args(hint)
        if get_origin(hint) is Given:
            return Given(self._values(node, inner)[0])
        values = ((key.value, self.value(value, inner, key.value)) for key, value in self.pairs(node))
        return {key: value for key, value in values if value is not None}

    def _lines(self, node: yaml.Node, path: str = "") -> typing.Iterator[tuple[str, int]]:
        """The line of each key of a mapping, and of what is within its value."""
        if isinstance(node, Tree):
            within = [(key.value, key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
        else:
            within = [(str(n), each, each) for n, each in enumerate(node.value)]
        for name, key, value in within:
            yield f"{path}{name}", self.origin(key).line
            if not isinstance(value, yaml.ScalarNode):
                yield from self._lines(value, f"{path}{name}/")

    def _short_or_record(self, node: yaml.Node, kind: type[Any]) -> Any:
        """A record, or the plain text that stands for it when its class says how (`from_text`)."""
        if isinstance(node, yaml.ScalarNode) and hasattr(kind, "may_be_nothing" if _is_nothing(node) else "from_text"):
            made = kind.from_text(node.value, self.origin(node))
            for name, hint in hints_of(kind).items():  # type: ignore[arg-type]  # mypy: a class has a hash
                if hint == Plain and getattr(made, name) == node.value:
                    self._unmarked(node, name)
            return made
        return self.record(node, kind)

    def _scalar(self, node: yaml.ScalarNode, hint: Any, key: str) -> Any:
        if get_origin(hint) is Literal:
            return self._choice(node, get_args(hint), key)
        if hint == Plain:
            return self._unmarked(node, key)
        if get_origin(hint) is Annotated:
            return self._bounded(node, hint, key)
        if hint is Written:
            # the text of a block begins on the line below its | or >
            return Written(node.value, self.origin(node).below(1 if node.style in {"|", ">"} else 0))
        wanted, read = SCALARS[hint]
        value = read(node)
        return self._mismatch(node, f'"{key}" wants {wanted}') if value is None else value

    def _choice(self, node: yaml.ScalarNode, choices: tuple[str, ...], key: str) -> Any:
        if node.value in choices:
            return node.value
        allowed = f"one of: {', '.join(choice for choice in choices if choice)}"
        near = did_you_mean(node.value, choices)
        self.complain(node, WRONG_VALUE, f'"{node.value}" is no value of "{key}"', f"{near} {allowed}".strip())
        self.whole = False
        return None

    def _unmarked(self, node: yaml.ScalarNode, key: str) -> str:
        if found := MARKS.search(node.value):
            hint = f'write the words alone: what stands in "{key}" is printed as it is typed'
            self.complain(node, MARKED, f'"{found[0]}" in "{key}", which takes no marks', hint)
        return str(node.value)

    def _bounded(self, node: yaml.ScalarNode, hint: Any, key: str) -> Any:
        kind, bounds = get_args(hint)
        value = self._scalar(node, kind, key)
        if value is None or bounds.least <= value <= bounds.most:
            return value
        self.complain(node, WRONG_VALUE, f'"{key}" is {value:g}', str(bounds))
        self.whole = False
        return None

    def plain(self, node: yaml.Node) -> Any:
        """Any node as plain values, numbers and dates spelled as in the file; keys with nothing are left out."""
        if isinstance(node, Tree):
            return {key.value: self.plain(value) for key, value in self.pairs(node) if not _is_nothing(value)}
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(each) for each in node.value]
        number = _whole_number(node) if node.tag.endswith(":int") else None
        return node.value if number is None else number


@cache
def hints_of(kind: type[Any]) -> dict[str, Any]:
    """What each field of a record takes, by its name."""
    return get_type_hints(kind, include_extras=True)


@cache
def keys_of(kind: type[Any]) -> dict[str, dataclasses.Field[Any]]:
    """The fields of a record by their keys in the file: `from_` is `from`; what is nobody's to give is none."""
    return {
        field.name.rstrip("_").replace("__", "-"): field
        for field in dataclasses.fields(kind)
        if field.name not in ("origin", "keys") and field.metadata != NO_KEY
    }


def _is_nothing(node: yaml.Node) -> bool:
    return node.tag.endswith(":null") and node.value in NOTHING


def _kind(node: yaml.Node) -> str:
    return KINDS.get(node.tag.rsplit(":", 1)[-1], "something else")
