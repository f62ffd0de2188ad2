"""The records of `sources.yaml` → CSL-JSON and BibLaTeX for a reference manager, from which an import makes them again.

Each file is read back as an import would, and what it cannot say in its own words it has beside them: CSL-JSON under
`custom`, BibLaTeX in fields whose names begin with `press-`, which all programs pass over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from press.book import SourceDate
from press.editing.csl import DATES, NAMES, OWN, TEXTS, UNPRINTED, VARIABLES
from press.editing.dates import NoDate, read_source_date
from press.editing.field_text import parse_field
from press.fields import Written
from press.importing.receive import Received
from press.importing.references.bibtex import BibEntry, key_at, read_bib
from press.importing.references.fields import OF_PRESS, WITHOUT, accounted
from press.importing.references.files import FoundRecord, open_references
from press.importing.references.records import OURS, WHOLE_KEYS, likened, our_record
from press.importing.tree.pandoc import read_by_pandoc
from press.importing.writing.field_words import html_of
from press.problem import Origin, Problem, has_errors
from press.text import Text

SAFE_KEY = re.compile(r"[A-Za-z0-9_][\w:.+/-]*", re.ASCII)
SEASONS = {1: "1", 2: "2", 3: "3", 4: "4"}


def csl_json(records: Iterable[Mapping[str, Any]]) -> str:
    """The records as CSL-JSON."""
    return json.dumps([_csl(each) for each in records], ensure_ascii=False, indent=1) + "\n"


def biblatex(records: Sequence[Mapping[str, Any]], name: str) -> str:
    """The records as BibLaTeX. Raises `Faulty` at `name` where pandoc cannot be run."""
    if not records:
        return ""
    bare = [{**_bare(each), "id": key_at(n)} for n, each in enumerate(records)]
    content = json.dumps(bare, ensure_ascii=False).encode()
    text = read_by_pandoc(content, "csljson", Origin(name), writer="biblatex")
    entries = {each.key: each for each in read_bib(text).entries}
    plain = [_keyed(entries.get(key_at(n)), n, each) for n, each in enumerate(records)]
    read = open_references(Received(Path(name), ".bib", text="".join(map(_spelt, plain))))
    found = {each.line: each for each in read.found}
    lines = _lines_of(plain)
    return "".join(
        _spelt(_with_rest(entry, found.get(line), record))
        for entry, line, record in zip(plain, lines, records, strict=True)
    )


# --- CSL ----------------------------------------------------------------------------------------------------


def _csl(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of CSL, with what an import would not find in it under `custom`."""
    made = _bare(record)
    rest = {key: value for key, value in record.items() if key in OWN or VARIABLES.get(key.lower(), "") in UNPRINTED}
    back = our_record({**made, "custom": {OURS: {}}}, "html")
    rest |= {key: value for key, value in record.items() if key != "id" and _even(back.get(key)) != _even(value)}
    return {**made, "custom": {OURS: rest | _whole(rest, back)}}


def _whole(rest: Mapping[str, Any], back: Mapping[str, Any]) -> dict[str, Any]:
    """Which of these an import would find as something else altogether."""
    unlike = [key for key, value in rest.items() if key in back and likened(back[key]) != likened(value)]
    return {WHOLE_KEYS: unlike} if unlike else {}


def _bare(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record in the words of CSL alone."""
    made: dict[str, Any] = {}
    for key, value in record.items():
        name = VARIABLES.get(key.lower(), "")
        if not name or name in OWN | UNPRINTED or value in ("", None):
            continue
        made[name] = _value(name, value)
    return made


def _value(name: str, value: Any) -> Any:
    if name in NAMES:
        names = value if isinstance(value, list) else [value]
        return [{part: _html(words, marked=False) for part, words in each.items()} for each in names]
    if name in DATES:
        return _date(value)
    return value if isinstance(value, (int, float)) or name not in TEXTS else _html(value)


def _html(words: Any, marked: bool = True) -> Any:
    """Words of Markdown with CSL's marks; as they are where they are none."""
    if not isinstance(words, str):
        return words
    problems: list[Problem] = []
    found = parse_field(Written(words, Origin("")), problems, typed=True)
    if has_errors(problems):
        return words
    return html_of(found) if marked else "".join(each.text for each in found if isinstance(each, Text))


def _date(value: Any) -> Any:
    try:
        date: SourceDate = read_source_date(value)
    except NoDate:
        return {"literal": str(value)}
    if date.literal:
        words = value.get("literal", value.get("raw")) if isinstance(value, dict) else value
        return {"literal": str(words)}
    made: dict[str, Any] = {"date-parts": [list(day) for day in date.parts]}
    if date.season:
        made["season"] = SEASONS[date.season]
    return made | ({"circa": True} if date.doubtful else {})


# --- BibLaTeX ---------------------------------------------------------------------------------------------


def _keyed(entry: BibEntry | None, number: int, record: Mapping[str, Any]) -> BibEntry:
    key = str(record.get("id", ""))
    safe = key if SAFE_KEY.fullmatch(key) else key_at(number)
    made = entry or BibEntry("misc", safe, 0, ())
    # BibTeX counts braces that a backslash keeps, too
    fields = [each for each in made.fields if each[1].count("{") == each[1].count("}")]
    return BibEntry(made.kind, safe, 0, (*fields, (f"{OF_PRESS}type", _encoded(record.get("type", "")))))


def _with_rest(entry: BibEntry, found: FoundRecord | None, record: Mapping[str, Any]) -> BibEntry:
    """An entry with what an import would not find in it, and the names of what it would and should not."""
    back: Mapping[str, Any] = accounted(found, "html").record if found else {}
    rest = {key: value for key, value in record.items() if _even(back.get(key)) != _even(value)}
    rest |= _whole(rest, back)
    given = [each for each in entry.fields if each[0] not in {f"{OF_PRESS}{key}" for key in rest}]
    fields = [*given, *((f"{OF_PRESS}{key}", _encoded(value)) for key, value in rest.items())]
    if more := [key for key in back if key not in record]:
        fields.append((f"{OF_PRESS}{WITHOUT}", _encoded(more)))
    return BibEntry(entry.kind, entry.key, entry.line, tuple(fields))


def _encoded(value: Any) -> str:
    """A value as JSON within braces; no brace of its own is left, which BibTeX would count."""
    said = json.dumps(value, ensure_ascii=False)
    strings = re.compile(r'"(?:[^"\\]|\\.)*"')
    kept = strings.sub(lambda each: re.sub(r"[{}@%]", lambda sign: f"\\u{ord(sign[0]):04x}", each[0]), said)
    return f"{{{kept}}}"


def _spelt(entry: BibEntry) -> str:
    fields = "".join(f",\n  {name} = {value}" for name, value in entry.fields)
    return f"@{entry.kind}{{{entry.key}{fields}\n}}\n\n"


def _lines_of(entries: Sequence[BibEntry]) -> list[int]:
    lines, line = [], 1
    for entry in entries:
        lines.append(line)
        line += _spelt(entry).count("\n")
    return lines


def _even(value: Any) -> Any:
    """A value in which the figure 2 and the word "2" are one."""
    if isinstance(value, Mapping):
        return {key: _even(each) for key, each in value.items() if each not in ("", None)}
    if isinstance(value, list):
        return [_even(each) for each in value]
    return None if value in ("", None) else str(value)
