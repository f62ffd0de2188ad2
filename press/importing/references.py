"""Reference files of Zotero, BibTeX and their kin → records for `sources.yaml`, and which of them are there already."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from press.editing.check import IN_PAPERS, TITLELESS
from press.editing.csl import TYPES
from press.editing.markdown import KEY
from press.fields import Reader
from press.importing.pandoc_reader import read_by_pandoc
from press.importing.receive import Received
from press.importing.records import scalar
from press.importing.rules import IMPORT_EMPTY, REFERENCE_CLASH, REFERENCE_ID, REFERENCE_KNOWN, REFERENCE_WITHOUT_TITLE
from press.importing.slugs import slug
from press.problem import Faulty, Origin, Problem, has_errors, warning
from press.rules import IMPORT_BROKEN

DATES = ("issued", "accessed", "event-date", "original-date", "submitted", "available-date")
DROPPED = ("abstract", "keyword", "note-file", "citation-key", "citation-label", "system_id", "custom", "file")
FIRST = ("id", "section", "type", "author", "editor", "title", "title-short", "container-title", "issued")
# the fields of BibTeX in which pandoc would change capitals
TITLE_FIELD = re.compile(r"\b(?:short|book|main|journal|sub|booksub|issue|event)?title\s*=\s*\{", re.IGNORECASE)
MARKUP = re.compile(r"</?(?:i|b|em|strong|sup|sub|span|sc|nocase)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sifted:
    """Records of a reference file: `new` ones to be added, and what is to be told of the others."""

    new: tuple[Mapping[str, Any], ...]
    known: int
    problems: tuple[Problem, ...]


def read_references(received: Received) -> tuple[tuple[Mapping[str, Any], int], ...]:
    """The records in a reference file, as the manuscript writes them, each with its line. Raises `Faulty`."""
    origin = Origin(received.path.name)
    if received.suffix == ".bib":
        raw = read_by_pandoc(_with_capitals(received.text).encode(), "biblatex", origin, writer="csljson")
    elif received.suffix == ".json":
        raw = _json(received.text, origin)
    else:
        raw = _yaml(received.text, origin)
    if isinstance(raw, dict):  # as a manuscript or Zotero has them; a bare list is CSL-JSON proper
        raw = raw.get("references", raw.get("items"))
    if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
        hint = "export as BibTeX, CSL JSON or CSL YAML"
        raise Faulty([Problem(origin, IMPORT_BROKEN, "no list of references", hint)])
    if not raw:
        raise Faulty([Problem(origin, IMPORT_EMPTY, "there is no reference in the file")])
    lines = received.text.split("\n")
    return tuple((our_record(each), _line_of(str(each.get("id", "")), lines)) for each in raw)


def _with_capitals(text: str) -> str:
    """BibTeX with every title in a second pair of braces: else pandoc would take its capitals for an English custom."""
    out, last = [], 0
    for found in TITLE_FIELD.finditer(text):
        if found.start() < last:  # the words "title = {" within another field
            continue
        end, depth = found.end(), 1
        while end < len(text) and depth:
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        out += [text[last : found.end()], "{", text[found.end() : end - 1], "}}"]
        last = end
    return "".join(out) + text[last:]


def _json(text: str, origin: Origin) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise Faulty(
            [Problem(Origin(origin.path, fault.lineno), IMPORT_BROKEN, f"not JSON: {fault.msg.lower()}")]
        ) from None
    except RecursionError:  # a thousand brackets, which no program writes
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
    sign = re.compile(rf"(?:@\w+\s*[{{(]\s*|\bid[\"']?\s*:\s*[\"']?){re.escape(key)}[\"',\s]*")
    return next((n for n, line in enumerate(lines, 1) if key in line and sign.search(line)), 0)


def our_record(record: dict[str, Any]) -> dict[str, Any]:
    """A CSL record as the manuscript writes it: dates as ISO, no markup, the important fields first."""
    kept = {
        key: _plain_value(value)
        for key, value in record.items()
        if key not in DROPPED and value not in ("", [], {}, None)
    }
    for key in DATES:
        if key in kept and not isinstance(kept[key], str):
            if date := _date(kept[key]):
                kept[key] = date
            else:  # a season or nothing: better no date than one that stops the press
                kept.pop(key)
    kept["id"] = str(record.get("id", ""))
    # a type that no citation style knows would be cited as nothing at all
    kept["type"] = str(record.get("type", "")) if str(record.get("type", "")) in TYPES else "document"
    title = str(kept.get("title", ""))
    if ": " in title:
        kept.setdefault("title-short", title.split(": ", maxsplit=1)[0])
    return {key: kept[key] for key in (*(f for f in FIRST if f in kept), *sorted(k for k in kept if k not in FIRST))}


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(html.unescape(MARKUP.sub("", value)).split())
    if isinstance(value, list):
        return [_plain_value(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain_value(each) for key, each in value.items() if each not in ("", None)}
    return value


def _date(value: Any) -> str:
    """A date of CSL JSON in the spelling of EDTF: `1937-10`, `1914/1918`, `1939~`."""
    if isinstance(value, (int, float)):  # a bare year in YAML
        return str(int(value))
    if not isinstance(value, dict):
        return ""
    parts = value.get("date-parts") or []
    days = [
        "-".join(f"{int(n):02}" if place else f"{int(n):04}" for place, n in enumerate(day))
        for day in parts
        if day and day[0]
    ]
    if days:
        about = "~" if str(value.get("circa", "")).lower() in ("1", "true", "yes") else ""
        return "/".join(days) + about
    return str(value.get("raw") or value.get("literal") or "")


def sift_references(
    found: Iterable[tuple[Mapping[str, Any], int]],
    held: Mapping[str, tuple[Mapping[str, Any], int]],
    name: str,
    path: str,
) -> Sifted:
    """Which records are new to a file that holds others, and what clashes: an id, or a work under another id."""
    new: dict[str, Mapping[str, Any]] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    known = 0
    # by id first, for that is what the text cites; then by what the work is, for every program makes ids of its own
    works = {_work(record): key for key, (record, _) in held.items()}
    for record, line in found:
        origin, key = Origin(name, line), str(record["id"])
        if not re.fullmatch(KEY, key):
            made = slug(key) or "source"
            problems.append(warning(origin, REFERENCE_ID, f'"{key}" cannot be cited: added as "{made}"'))
            key = made
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
        elif (other := works.get(_work(record))) is not None:
            message = f'"{key}" is there already as "{other}": not added'
            problems.append(warning(origin, REFERENCE_KNOWN, message, f"cite it as @{other}"))
        elif not _has_title(record):
            message = f'"{key}" has no title: not added'
            problems.append(warning(origin, REFERENCE_WITHOUT_TITLE, message, "give it one where it comes from"))
        else:
            new[key], lines[key] = {**record, "id": key}, line
            works.setdefault(_work(record), key)
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


def _work(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two records the same work: title, first author and year; what has no title is itself alone."""
    title = re.sub(r"[^\w]+", " ", str(record.get("title", "")).casefold()).strip()
    if not title:
        return (str(record.get("id", "")),)
    names = record.get("author") or record.get("editor") or [{}]
    first = names[0] if isinstance(names, list) and names and isinstance(names[0], dict) else {}
    date = record.get("issued", "")
    year = re.search(r"\d{4}", str(date) if not isinstance(date, dict) else _date(date))
    # two volumes of one work may have the same title, author and year
    volume = str(record.get("volume", ""))
    return (title, str(first.get("family", first.get("literal", ""))).casefold(), year[0] if year else "", volume)
