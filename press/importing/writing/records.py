"""Records as YAML text, written as an editor would, and added to a file without touching what stands there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from press.fields import Reader
from press.importing.names.people import Proposed
from press.importing.rules import FLOW_LIST
from press.problem import Faulty, Origin, Problem, has_errors
from press.rules import WRONG_TYPE

PEOPLE = "people.yaml"
SOURCES = "sources.yaml"
DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def header_line(key: str, value: object) -> str:
    """A field on a line of its own; a date is bare, as an editor writes it."""
    bare = key in ("date", "issued") and isinstance(value, str) and DATE.fullmatch(value)
    return f"{key}: {value if bare else 'no' if value is False else scalar(value)}"


def scalar(value: object) -> str:
    """A value as YAML on one line: words bare where that is safe, lists and mappings in brackets."""
    # YAML decides what needs quotation marks; a bare scalar it ends with a line of points
    written = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False)
    return written.removesuffix("\n").removesuffix("\n...")


def person_record(person: Proposed, place: str) -> str:
    """An entry of people.yaml; `place` is where the typescript first has one of the forms."""
    parts = {"family": "family", "given": "given", "non-dropping-particle": "particle", "suffix": "suffix"}
    name = {ours: person.name[theirs] for theirs, ours in {**parts, "only": "only"}.items() if theirs in person.name}
    times = f"{person.count} time{'' if person.count == 1 else 's'}, first at {place}"
    forms = scalar([form for form, _ in person.forms])
    return f"- id: {scalar(person.key)}  # {times}\n  name: {scalar(name)}\n  forms: {forms}\n"


def source_record(record: Mapping[str, Any]) -> str:
    """An entry of sources.yaml: a field a line."""
    lines = [header_line(key, value) for key, value in record.items()]
    return "- " + "\n  ".join(lines) + "\n"


def ids_in(text: str, path: str, key: str = "") -> dict[str, tuple[Mapping[str, Any], int]]:
    """The records of a YAML file (under `key`, if given), by id, each with its line. Raises `Faulty`."""
    node, reader = _sequence(text, path, key)
    found: dict[str, tuple[Mapping[str, Any], int]] = {}
    for each in node.value if node is not None else ():
        value = reader.plain(each)
        if isinstance(value, dict):
            found[str(value.get("id", ""))] = (value, reader.origin(each).line)
    if has_errors(reader.problems):
        raise Faulty(reader.problems)
    return found


def _sequence(text: str, path: str, key: str) -> tuple[yaml.SequenceNode | None, Reader]:
    """The list of records in a file, None where there is none yet."""
    reader = Reader(path)
    node = reader.compose(text)
    if not reader.whole:  # nothing is added to a file that cannot be read
        raise Faulty(reader.problems)
    if key and isinstance(node, yaml.MappingNode):
        node = next((value for name, value in node.value if name.value == key), None)
    elif key and node is not None:
        raise Faulty([Problem(Origin(path, 1), WRONG_TYPE, f'expected a mapping with "{key}"')])
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return None, reader
    if not isinstance(node, yaml.SequenceNode):
        raise Faulty([Problem(reader.origin(node), WRONG_TYPE, "expected a list of records")])
    return node, reader


def add_records(text: str, path: str, records: list[str], key: str = "") -> str:
    """The text of a YAML file with records added behind those it has; not a letter of the rest is changed."""
    if not records:
        return text
    # By lines, not by writing the whole anew: an editor's remarks, order and quotation marks are as they were.
    node, reader = _sequence(text, path, key)
    text = text if text.endswith("\n") or not text else text + "\n"
    if node is None or not node.value:
        return _begun(text, node, records, key)
    if node.flow_style:  # [{id: a}, {id: b}] has no line of its own for a record
        hint = "give each record a line of its own, beginning with a hyphen"
        raise Faulty(
            [Problem(reader.origin(node), FLOW_LIST, "the records stand in brackets: none can be added", hint)]
        )
    indent = " " * node.start_mark.column
    lines = text.split("\n")
    end = _last_line(node) + 1
    while end < len(lines) and (lines[end].startswith((indent + " ", "#")) and _is_comment_below(lines, end, indent)):
        end += 1
    added = "\n".join(_indented(record, indent) for record in records)
    before = "\n".join(lines[:end]).rstrip("\n")
    after = "\n".join(lines[end:])
    return f"{before}\n\n{added}" + (f"\n{after.lstrip(chr(10))}" if after.strip() else "")


def _begun(text: str, node: yaml.SequenceNode | None, records: list[str], key: str) -> str:
    """A file that has no records yet, with its first."""
    written = "\n".join(records)
    if not key:
        return (re.sub(r"^\[\s*\]\s*$", "", text, flags=re.MULTILINE) + "\n" + written).lstrip("\n")
    # behind the key that the list belongs to, which may have empty brackets and a remark
    head = re.compile(rf"^{key}:[ \t]*(?:\[\s*\])?[ \t]*(#[^\n]*)?$", re.MULTILINE)
    if found := head.search(text):
        comment = f" {found[1]}" if found[1] else ""
        rest = text[found.end() :].lstrip("\n")
        return f"{text[: found.start()]}{key}:{comment}\n\n{written}" + (f"\n{rest}" if rest.strip() else "")
    return f"{text}{key}:\n\n{written}"


def _last_line(node: yaml.Node) -> int:
    """The line, from 0, on which the last scalar of a node ends."""
    # the mark at a block's end stands where the next thing begins, past blank lines and remarks that belong to that
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1])
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1][1])
    end = node.end_mark
    block = isinstance(node, yaml.ScalarNode) and (node.style in ("|", ">") or (not node.style and end.column == 0))
    return end.line - 1 if block else end.line


def _is_comment_below(lines: list[str], at: int, indent: str) -> bool:
    """Whether a line below the last record is a comment that belongs to it."""
    return lines[at].startswith(indent + " ") and lines[at].strip().startswith("#")


def _indented(record: str, indent: str) -> str:
    return "".join(f"{indent}{line}" for line in record.splitlines(keepends=True))


# --- records of two versions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordText:
    """A file of records in pieces that make it up again: what stands before them; each by its id; what is behind."""

    head: str
    records: Mapping[str, str]
    tail: str = ""


def listed_records(text: str, key: str = "") -> list[Mapping[str, Any]]:
    """The records with ids of a text that an import has written."""
    whole = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    listed = whole.get(key) if isinstance(whole, dict) else whole
    return [each for each in listed or () if isinstance(each, dict) and "id" in each]


def without_forms(record: str, taken: Collection[str]) -> str:
    """The text of a person's record without the forms that others have; nothing if none is left."""
    forms = [str(form) for each in listed_records(record) for form in each.get("forms") or ()]
    kept = [form for form in forms if form not in taken]
    if len(kept) == len(forms):
        return record
    return re.sub(r"^  forms: .*$", lambda _: f"  forms: {scalar(kept)}", record, flags=re.MULTILINE) if kept else ""


def is_yaml(text: str) -> bool:
    """Whether a text can be read as YAML."""
    try:
        yaml.compose(text)
    except yaml.YAMLError:
        return False
    return True


def parted_records(text: str, path: str, key: str = "") -> RecordText:
    """A file's text parted into its records, each with the remarks right above it. Raises `Faulty`."""
    node, reader = _sequence(text, path, key)
    if node is None or not node.value or node.flow_style:
        if node is not None and node.value:
            raise Faulty([Problem(reader.origin(node), FLOW_LIST, "the records stand in brackets: none can be merged")])
        return RecordText(text, {})
    lines = text.splitlines(keepends=True)
    starts: list[int] = []
    for each in node.value:
        at = each.start_mark.line
        while at and lines[at - 1].lstrip().startswith("#") and (not starts or at - 1 > starts[-1]):
            at -= 1
        starts.append(at)
    last = _last_line(node) + 1
    ends = [*starts[1:], last]
    found: dict[str, str] = {}
    for each, start, end in zip(node.value, starts, ends, strict=True):
        value = reader.plain(each)
        found[str(value.get("id", "")) if isinstance(value, dict) else ""] = "".join(lines[start:end])
    return RecordText("".join(lines[: starts[0]]), found, "".join(lines[last:]))


FLOW = re.compile(r"(\s*(?:- )?[\w-]+:\s+)(\[.*\])")


def merged_list(base: str, ours: str, theirs: str) -> str:
    """A line `key: [a, b]` with what either side has added, and without what either has taken out; or nothing."""
    found = [FLOW.fullmatch(each) for each in (base, ours, theirs)]
    if not all(found):
        return ""
    try:
        before, mine, others = (yaml.safe_load(each[2]) for each in found if each)
    except yaml.YAMLError:
        return ""
    if any(isinstance(each, (dict, list)) for each in (*before, *mine, *others)):
        return ""
    kept = [each for each in mine if each not in before or each in others]
    kept += [each for each in others if each not in before and each not in mine]
    return f"{found[1][1]}{scalar(kept)}" if found[1] else ""
