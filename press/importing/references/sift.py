"""Reference files → records for `sources.yaml`; which of these are there already, and what is not taken of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from press.editing.check import IN_PAPERS, TITLELESS
from press.editing.markdown import KEY
from press.importing.receive import Received
from press.importing.references.fields import accounted
from press.importing.references.files import open_references
from press.importing.references.keys import KeyMaker
from press.importing.references.records import our_record
from press.importing.rules import (
    REFERENCE_CLASH,
    REFERENCE_DROPPED,
    REFERENCE_ID,
    REFERENCE_KNOWN,
    REFERENCE_WITHOUT_TITLE,
)
from press.importing.slugs import slug
from press.importing.writing.records import scalar
from press.problem import Origin, Problem, warning

NAMED_AT_MOST = 5
"""Records that are named where a field of many is not taken."""
DISTINCT = (
    *("issued", "volume", "issue", "number", "edition", "archive_location", "archive", "recipient", "page", "DOI"),
    *("genre", "part-number"),
)
"""What tells works of one title, author and year apart, where both records have it."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Records of a reference file: `new` ones to be added, and what is to be told of the others."""

    new: tuple[Mapping[str, Any], ...]
    known: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadReferences:
    """The records in a reference file as the manuscript writes them, each with its line; and what is to be told."""

    records: tuple[tuple[Mapping[str, Any], int], ...]
    problems: tuple[Problem, ...]
    made: Mapping[str, str] = field(default_factory=dict)
    """Keys made of author and year, each with what the program called the record: a number, an address."""


def read_references(received: Received) -> ReadReferences:
    """The records in a reference file, and which of its fields are not taken. Raises `Faulty` where there is none."""
    file = open_references(received)
    origin = Origin(received.path.name)
    records: list[tuple[Mapping[str, Any], int]] = []
    lost: dict[tuple[str, str], list[str]] = {}
    lines: dict[tuple[str, str], int] = {}
    problems = list(file.problems)
    keys = KeyMaker(str(each.record.get("id", "")) for each in file.found)
    for each in file.found:
        one = accounted(each, file.spelling)
        key = keys.key_of(each.record, one.record)
        records.append(({**one.record, "id": key}, each.line))
        for field_ in dict.fromkeys(one.dropped):
            lost.setdefault(field_, []).append(key)
            lines.setdefault(field_, each.line)
    for (name, why), of in sorted(lost.items()):
        who = f'"{of[0]}"' if len(of) == 1 else f"{len(of)} records"
        hint = ", ".join(of[:NAMED_AT_MOST]) + (" …" if len(of) > NAMED_AT_MOST else "") if len(of) > 1 else ""
        at = Origin(origin.path, lines[name, why])
        problems.append(warning(at, REFERENCE_DROPPED, f'"{name}" of {who} is not taken: {why}', hint))
    if numbered := {key: own for key, own in keys.made.items() if own}:
        first = next(iter(numbered))
        told = f'"{numbered[first]}" is no key that anybody would write: added as "{first}"'
        if len(numbered) > 1:
            told = (
                f'{len(numbered)} records are numbered by their program: keys are made of author and year, as "{first}"'
            )
        problems.append(warning(origin, REFERENCE_ID, told))
    return ReadReferences(tuple(records), tuple(problems), keys.made)


def sift_references(
    found: Iterable[tuple[Mapping[str, Any], int]],
    held: Mapping[str, tuple[Mapping[str, Any], int]],
    name: str,
    path: str,
    made: Mapping[str, str] | None = None,
) -> Sifted:
    """Which records are new to a file that holds others, and what clashes: an id, or a work under another id."""
    new: dict[str, Mapping[str, Any]] = {}
    keys = KeyMaker(held)
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    known = 0
    # by id first, for that is what the text cites; then by what the work is, for every program makes ids of its own
    works: dict[tuple[str, ...], list[tuple[str, Mapping[str, Any]]]] = {}
    for known_key, (record, _) in held.items():
        works.setdefault(_work(record), []).append((known_key, our_record(record)))
    for record, line in found:
        origin, key = Origin(name, line), str(record["id"])
        if not re.fullmatch(KEY, key):
            wish = slug(key) or "source"
            problems.append(warning(origin, REFERENCE_ID, f'"{key}" cannot be cited: added as "{wish}"'))
            key = wish
        there = held[key][0] if key in held else {}
        if there and key in (made or {}) and (_work(record) != _work(there) or _told_apart(record, our_record(there))):
            key = keys.unique(key)  # another's year of the same name: the key is ours to make
        if key in held or key in new:
            there = held[key][0] if key in held else new[key]
            if _same(record, there):  # imported before: an import done twice does no harm
                known += 1
                continue
            first = Origin(path, held[key][1]) if key in held else Origin(name, lines[key])
            message = f'"{key}" is there already and says something else: left as it is'
            problems.append(
                warning(origin, REFERENCE_CLASH, message, f"first at {first}: {_difference(record, there)}")
            )
        elif (
            other := next((k for k, r in works.get(_work(record), []) if not _told_apart(record, r)), None)
        ) is not None:
            message = f'"{key}" is there already as "{other}": not added'
            problems.append(warning(origin, REFERENCE_KNOWN, message, f"cite it as @{other}"))
        elif not _has_title(record):
            message = f'"{key}" has no title: not added'
            problems.append(warning(origin, REFERENCE_WITHOUT_TITLE, message, "give it one where it comes from"))
        else:
            new[key], lines[key] = {**record, "id": key}, line
            works.setdefault(_work(record), []).append((key, record))
    return Sifted(tuple(new.values()), known, tuple(problems))


def _has_title(record: Mapping[str, Any]) -> bool:
    named = record["type"] in TITLELESS or (record["type"] in IN_PAPERS and record.get("container-title"))
    return bool(named or record.get("title") or record.get("reviewed-title"))


def _same(record: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a record says nothing that another does not say too; numbers and words compare alike."""
    theirs = our_record(dict(other))  # an editor may have added to a record, or put it in a section
    return all(str(theirs.get(key, value)) == str(value) for key, value in record.items() if key != "section") and set(
        record
    ) - {"section", "title-short"} <= set(theirs)


def _difference(record: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The first field in which two records differ, both ways."""
    theirs = our_record(dict(other))
    key = next((k for k in record if k != "section" and str(theirs.get(k, "")) != str(record[k])), "title")
    return f"{key} {_told(theirs.get(key))}, not {_told(record.get(key))}"


def _told(value: Any) -> str:
    return "nothing" if value is None else f'"{value}"' if isinstance(value, (str, int)) else scalar(value)


def _told_apart(record: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records of one title, author and year are two works: two letters, two volumes, two prints."""
    for key in DISTINCT:
        one, two = _bare(record.get(key, "")), _bare(other.get(key, ""))
        # a year says no other than a day of that year
        alike = one == two or (key == "issued" and (one.startswith(two) or two.startswith(one)))
        if one and two and not alike:
            return True
    return False


def _bare(value: Any) -> str:
    return re.sub(r"[\W_]+", "", str(value).casefold())


def _work(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What two records of one work have in common: title, first author and year; what has no title is itself alone."""
    title = re.sub(r"[^\w]+", " ", str(record.get("title", "")).casefold()).strip()
    if not title:
        return (str(record.get("id", "")),)
    names = record.get("author") or record.get("editor") or [{}]
    first = names[0] if isinstance(names, list) and names and isinstance(names[0], dict) else {}
    year = re.search(r"\d{4}", str(record.get("issued", "")))
    return (title, str(first.get("family", first.get("literal", ""))).casefold(), year[0] if year else "")
