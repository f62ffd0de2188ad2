"""A file of references → records of CSL with their lines; what cannot be read of it is told, and no more is left out.

Zotero, EndNote, Mendeley and JabRef write BibTeX or BibLaTeX (.bib), CSL-JSON (.json), RIS (.ris) and EndNote's XML;
pandoc and Better BibTeX write CSL as YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from xml.etree import ElementTree

from press.fields import Reader
from press.importing.receive import XML_LIST, Received
from press.importing.references.bibtex import BibEntry, key_at, read_bib, written_bib
from press.importing.rules import IMPORT_EMPTY, REFERENCE_BROKEN
from press.importing.tree.pandoc import read_by_pandoc
from press.importing.word.sources import WORD_SOURCES, word_sources
from press.problem import Faulty, Origin, Problem, has_errors, warning
from press.rules import IMPORT_BROKEN

Spelling: TypeAlias = Literal["html", "markdown"]
"""How a file marks italics."""
HINT = "export as BibTeX, CSL JSON, RIS, EndNote XML or CSL YAML"
RIS_TAG = re.compile(r"^([A-Z][A-Z0-9])  ?-(?: (.*))?$")
FACES = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
"""What EndNote calls the marks of letters, and CSL's tags of them."""
KEEPING = frozenset({"database", "source-app", "rec-number", "key", "ref-type", "size", "label", "modified-date"})
"""Elements that say how EndNote keeps a record."""
UNTOLD = frozenset({"TY", "ER", "ID"})
EXEMPT: Mapping[str, str] = {
    "date": "issued",
    "year": "issued",
    "month": "issued",
    "day": "issued",
    "pub-dates": "issued",
    "secondary-title": "container-title",
    "electronic-resource-num": "DOI",
    "PY": "issued",
    "Y1": "issued",
    "DA": "issued",
    "urldate": "accessed",
    "lastchecked": "accessed",
    "Y2": "accessed",
    "origdate": "original-date",
    "eventdate": "event-date",
    "langid": "language",
    "hyphenation": "language",
    "language": "language",
    "LA": "language",
    "type": "genre",
    "editortype": "editor",
    "eprinttype": "URL",
    "archiveprefix": "URL",
    "eprint": "URL",
    "pubstate": "status",
}
"""Fields that a record has in other words, and under which of its keys."""


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record as a file of references has it, and its line: `fields` are those of the file, to be accounted for."""

    record: Mapping[str, Any]
    line: int = 0
    fields: tuple[tuple[str, str], ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """The records of a file, how they mark italics, and what could not be read of it."""

    found: tuple[FoundRecord, ...]
    spelling: Spelling
    problems: tuple[Problem, ...]


def open_references(received: Received) -> ReferenceFile:
    """The records in a reference file, as CSL has them. Raises `Faulty` where there is none."""
    origin = Origin(received.path.name)
    problems: list[Problem] = []
    spelling: Spelling = "html"
    if received.suffix == ".bib":
        found = _bib(received.text, origin, problems)
    elif received.suffix == ".ris":
        found = _ris(received.text, origin, problems)
    elif received.suffix == XML_LIST:
        found = _endnote(received.text, origin)
    elif received.suffix == ".json":
        found = _listed(_json(received.text, origin), received.text, origin, problems)
    else:
        spelling = "markdown"
        found = _listed(_yaml(received.text, origin), received.text, origin, problems)
    if not found:
        if problems:  # nothing of it can be read
            raise Faulty([Problem(p.origin, p.rule, p.message, p.hint) for p in problems])
        raise Faulty([Problem(origin, IMPORT_EMPTY, "there is no reference in the file")])
    return ReferenceFile(tuple(found), spelling, tuple(problems))


def _broken(origin: Origin, line: int, key: str, why: str) -> Problem:
    named = f'"{key}"' if key else "a record"
    return warning(Origin(origin.path, line), REFERENCE_BROKEN, f"{named} cannot be read: {why}; it is left out")


# --- BibTeX and BibLaTeX ---------------------------------------------------------------------------------


def _bib(text: str, origin: Origin, problems: list[Problem]) -> list[FoundRecord]:
    file = read_bib(text)
    problems += (_broken(origin, each.line, each.key, each.why) for each in file.spoilt)
    entries = list(enumerate(file.entries))
    numbers = {entry.key: number for number, entry in reversed(entries)}

    def read(some: Sequence[tuple[int, BibEntry]]) -> list[dict[str, Any]]:
        content = written_bib(some, file.strings, numbers).encode()
        return list(read_by_pandoc(content, "biblatex", origin, writer="csljson"))

    def spoilt(one: tuple[int, BibEntry], why: str) -> Problem:
        return _broken(origin, one[1].line, one[1].key, why)

    by_key = {str(each.get("id")): each for each in _whole(entries, read, spoilt, problems)}
    return [
        FoundRecord({**by_key[key_at(n)], "id": entry.key}, entry.line, entry.fields, entry.kind)
        for n, entry in entries
        if key_at(n) in by_key
    ]


def _whole(
    parts: Sequence[Any],
    read: Callable[[Sequence[Any]], list[dict[str, Any]]],
    spoilt: Callable[[Any, str], Problem],
    problems: list[Problem],
) -> list[dict[str, Any]]:
    """What pandoc makes of all parts that it can read: it stops at the first fault, so that halves are tried."""
    if not parts:
        return []
    try:
        return read(parts)
    except Faulty as fault:
        if fault.problems[0].rule is not IMPORT_BROKEN:
            raise
        why = fault.problems[0].message.removeprefix("pandoc cannot read it: ")
    bad = _faulty_parts(parts, read)
    problems += (spoilt(part, why) for part, why in ((each, why) for each in bad))
    return _whole([each for each in parts if not any(each is one for one in bad)], read, spoilt, problems)


def _faulty_parts(parts: Sequence[Any], read: Callable[[Sequence[Any]], list[dict[str, Any]]]) -> list[Any]:
    try:
        read(parts)
    except Faulty:
        if len(parts) == 1:
            return list(parts)
        middle = len(parts) // 2
        # where neither half is at fault, they are so together, and the whole is given up
        return [*_faulty_parts(parts[:middle], read), *_faulty_parts(parts[middle:], read)] or list(parts)
    return []


# --- RIS, EndNote ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tagged:
    line: int
    lines: tuple[str, ...]


def _ris(text: str, origin: Origin, problems: list[Problem]) -> list[FoundRecord]:
    parts, astray = _tagged(text)
    for line, words in astray:
        problems.append(_broken(origin, line, "", f'no field of RIS: "{" ".join(words.split())[:40]}"'))

    def spoilt(part: _Tagged, why: str) -> Problem:
        return _broken(origin, part.line, "", why)

    found: list[FoundRecord] = []
    for part in parts:  # one by one only where the whole fails
        found.append(FoundRecord({}, part.line, tuple(_ris_fields(part))))

    def read(some: Sequence[_Tagged]) -> list[dict[str, Any]]:
        content = "\n".join("\n".join([*each.lines, "ER  - ", ""]) for each in some)
        return list(read_by_pandoc(content.encode(), "ris", origin, writer="csljson"))

    left: list[Problem] = []
    records = _whole(parts, read, spoilt, left)
    problems += left
    gone = {each.origin.line for each in left}
    kept = [each for each in found if each.line not in gone]
    if len(kept) != len(records):  # cannot be told apart: fields are then not accounted for
        return [FoundRecord(record) for record in records]
    return [FoundRecord(record, each.line, each.fields) for record, each in zip(records, kept, strict=True)]


def _tagged(text: str) -> tuple[list[_Tagged], list[tuple[int, str]]]:
    """The records of a file of RIS, each without its end; and lines that belong to none."""
    parts: list[_Tagged] = []
    astray: list[tuple[int, str]] = []
    held: list[str] = []
    begun = 0
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        tag = RIS_TAG.match(line.rstrip())
        if tag and tag[1] == "TY":
            if held:  # the end of the one before is missing
                parts.append(_Tagged(begun, tuple(held)))
            held, begun = [line.rstrip()], number
        elif tag and tag[1] == "ER":
            if held:
                parts.append(_Tagged(begun, tuple(held)))
            held = []
        elif not line.strip():
            continue
        elif not held:
            astray.append((number, line))
        elif tag:
            held.append(line.rstrip())
        else:  # a long note goes on on the next line, which pandoc does not take
            held[-1] += f" {line.strip()}"
    if held:
        parts.append(_Tagged(begun, tuple(held)))
    return parts, astray


def _ris_fields(part: _Tagged) -> Iterable[tuple[str, str]]:
    for line in part.lines:
        tag = RIS_TAG.match(line)
        if tag and tag[1] not in UNTOLD and (tag[2] or "").strip():
            yield tag[1], tag[2]


def _endnote(text: str, origin: Origin) -> list[FoundRecord]:
    try:
        root = None if "<!ENTITY" in text else ElementTree.fromstring(text)
    except ElementTree.ParseError as fault:
        line = fault.position[0]
        raise Faulty([Problem(Origin(origin.path, line), IMPORT_BROKEN, f"not XML: {fault}", HINT)]) from None
    if root is not None and root.tag == f"{WORD_SOURCES}Sources":
        return [FoundRecord(each) for each in word_sources(root)]
    records = list(root.iter("record")) if root is not None else []
    if root is None or not records:
        raise Faulty([Problem(origin, IMPORT_BROKEN, "no list of references", HINT)])
    for style in root.iter("style"):  # pandoc takes the words alone
        tag = next((tag for face, tag in FACES.items() if face in style.get("face", "").split()), "")
        style.text = f"<{tag}>{style.text}</{tag}>" if tag and style.text else style.text
    content = ElementTree.tostring(root, encoding="utf-8")
    made = read_by_pandoc(content, "endnotexml", origin, writer="csljson")
    fields: list[tuple[tuple[str, str], ...]] = [tuple(_leaves(each)) for each in records]
    fields = fields if len(fields) == len(made) else [()] * len(made)
    return [FoundRecord(each, 0, said) for each, said in zip(made, fields, strict=True)]


def _leaves(record: ElementTree.Element) -> Iterable[tuple[str, str]]:
    """The fields of a record of EndNote's XML, by the names of their elements."""
    for each in record.iter():
        if each.tag in KEEPING or each.tag == "style":
            continue
        if not any(child.tag != "style" for child in each) and (words := "".join(each.itertext()).strip()):
            yield each.tag, words


# --- CSL -------------------------------------------------------------------------------------------------


def _listed(raw: Any, text: str, origin: Origin, problems: list[Problem]) -> list[FoundRecord]:
    if isinstance(raw, dict):  # as a manuscript or Zotero has them; a bare list is CSL-JSON proper
        raw = raw.get("references", raw.get("items"))
    if not isinstance(raw, list):
        raise Faulty([Problem(origin, IMPORT_BROKEN, "no list of references", HINT)])
    lines = text.split("\n")
    found: list[FoundRecord] = []
    for n, each in enumerate(raw, 1):
        if not isinstance(each, dict):
            problems.append(_broken(origin, 0, f"record {n}", "it has no fields"))
        else:
            found.append(FoundRecord(each, _line_of(str(each.get("id", "")), lines)))
    return found


def _json(text: str, origin: Origin) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise Faulty(
            [Problem(Origin(origin.path, fault.lineno), IMPORT_BROKEN, f"not JSON: {fault.msg.lower()}")]
        ) from None
    except (RecursionError, ValueError):  # a thousand brackets, or a number of ten thousand figures
        raise Faulty([Problem(origin, IMPORT_BROKEN, "not JSON: too many levels")]) from None


def _yaml(text: str, origin: Origin) -> Any:
    reader = Reader(origin.path)
    # the marks around a document, which programs write and our strict reader does not take
    node = reader.compose(re.sub(r"^(---|\.\.\.)\s*$", "", text, flags=re.MULTILINE))
    value = reader.plain(node) if node is not None else None
    if has_errors(reader.problems):
        raise Faulty(reader.problems)
    return value


def _line_of(key: str, lines: list[str]) -> int:
    """The line of a file on which a record's id stands."""
    if not key:
        return 0
    sign = re.compile(rf"\bid[\"']?\s*:\s*[\"']?{re.escape(key)}[\"',\s]*")
    return next((n for n, line in enumerate(lines, 1) if key in line and sign.search(line)), 0)
