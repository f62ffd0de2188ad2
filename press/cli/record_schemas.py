"""The JSON Schemas of all that is written as records: by file of a manuscript, of a style, of a printing house."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from press.editing import csl, records
from press.editing.index_records import TermRecord
from press.json_schema import Schema, schema_of
from press.prepress.house import House
from press.problem import Silence
from press.style.records import StyleRecord

SCHEMAS_AT = ".vscode/schemas"
"""Where a book's folder has them."""
WHERE: Mapping[str, str | tuple[str, ...]] = {
    "book": "manuscript/book.yaml",
    "people": "manuscript/people.yaml",
    "terms": ("manuscript/subjects.yaml", "manuscript/places.yaml", "manuscript/organisations.yaml"),
    "contributors": "manuscript/contributors.yaml",
    "permissions": "manuscript/permissions.yaml",
    "abbreviations": "manuscript/abbreviations.yaml",
    "sources": "manuscript/sources.yaml",
    "events": "manuscript/events.yaml",
    "looks": "manuscript/looks.yaml",
    "style": "styles/*/style.yaml",
    "profile": "profiles/*.yaml",
}
"""Which files are written by each; the headers of chapters and documents stand in files of Markdown."""
REGISTERS = {"terms": TermRecord, "contributors": records.ContributorRecord, "permissions": records.PermissionRecord}
LISTS: Mapping[str, type[Any]] = {
    "people": records.PersonRecord,
    **REGISTERS,
    "events": records.EventRecord,
    "looks": Silence,
}
WHOLES: Mapping[str, type[Any]] = {
    "book": records.BookRecord,
    "chapter": records.ChapterRecord,
    "document": records.DocumentRecord,
    "style": StyleRecord,
    "profile": House,
}


def schemas() -> dict[str, Schema]:
    """Every schema by the name of what it is of."""
    found = {name: schema_of(kind, name) for name, kind in WHOLES.items()}
    found |= {name: schema_of(kind, name, many=True) for name, kind in LISTS.items()}
    found["abbreviations"] = schema_of(records.AbbreviationRecord, "abbreviations", keyed=True)
    found["sources"] = _sources()
    return dict(sorted(found.items()))


def schema_files() -> dict[str, bytes]:
    """Each schema as a file, by its name."""
    return {f"{name}.json": _written(schema) for name, schema in schemas().items()}


def settings_for_editors() -> bytes:
    """Which file of a book's folder is written by which schema, as VS Code is told of it."""
    told = {f"./{SCHEMAS_AT}/{name}.json": files for name, files in WHERE.items()}
    return _written({"yaml.schemas": told, "yaml.yamlVersion": "1.1", "[markdown]": {"editor.wordWrap": "on"}})


def _written(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _sources() -> Schema:
    """sources.yaml: any record that citeproc takes, its keys completed; what a field may say is for the check."""
    schema = schema_of(records.SourcesRecord, "sources")
    keys: dict[str, Schema] = {name: {} for name in sorted({*csl.VARIABLES, *csl.NAMES, *csl.DATES, *csl.OWN})}
    keys |= {"id": {"type": ["string", "number"]}, "type": {"enum": sorted(csl.TYPES)}}
    item = {"type": "object", "properties": keys}
    schema["definitions"]["SourcesRecord"]["properties"]["references"] = {"type": "array", "items": item}
    return {**schema, "anyOf": [{"$ref": schema.pop("$ref")}, {"type": "null"}]}
