"""The JSON Schemas of all that is written as records: by file of a manuscript, of a style, of a printing house."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from press.editing import csl, records
from press.editing.index_records import TermRecord
from press.importing.file_styles import STYLES, StylesRecord
from press.json_schema import TEXT, Schema, schema_of
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
    "import-styles": f"**/{STYLES}",
    "style": "styles/*/style.yaml",
    "profile": "profiles/*.yaml",
}
"""Which files are written by each; the headers of chapters and documents stand in files of Markdown."""
NONE: Schema = {"enum": ["", None]}
"""What says nothing."""
HEADERS: Mapping[str, tuple[str, ...]] = {"chapter": ("title",), "document": ()}
"""What stands at the head of a file of Markdown, with the keys that most must have beside those that all must."""
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
    found["import-styles"] = schema_of(StylesRecord, "import-styles", empty=True)
    found["sources"] = _sources()
    return dict(sorted(found.items()))


def schema_files() -> dict[str, bytes]:
    """Each schema as a file, by its name."""
    return {f"{name}.json": _written(schema) for name, schema in schemas().items()}


def settings_for_editors() -> dict[str, bytes]:
    """What VS Code is told, by the files in a book's folder: which file is written by which schema, and the keys of the
    headers of Markdown. No schema is heeded there: so they are given as snippets, which it completes by itself.
    """
    told = {f"./{SCHEMAS_AT}/{name}.json": files for name, files in WHERE.items()}
    typing = {"editor.wordWrap": "on", "editor.snippetSuggestions": "top"}
    settings = {"yaml.schemas": told, "yaml.yamlVersion": "1.1", "[markdown]": typing}
    return {".vscode/settings.json": _written(settings), ".vscode/headers.code-snippets": _written(snippets())}


def snippets() -> dict[str, Any]:
    """The headers of chapters and documents, whole with all that they must have, and each of their keys."""
    found: dict[str, Any] = {}
    every = schemas()
    for name, mostly in HEADERS.items():
        schema = every[name]
        record = _meant(schema, schema)
        keys: Mapping[str, Schema] = {key: _meant(each, schema) for key, each in record["properties"].items()}
        must = (*record["required"], *mostly)
        lines = [line for n, key in enumerate(must, 1) for line in _typed(key, keys[key], n)]
        found[f"header of a {name}"] = _snippet(f"header of a {name}", ["---", *lines, "---", "$0"], "all it must have")
        for key, value in keys.items():
            found[f"{key} of a {name}"] = _snippet(key, _typed(key, value, 1), f"in the header of a {name}")
    return found


def _snippet(prefix: str, body: list[str], description: str) -> dict[str, Any]:
    return {"scope": "markdown", "prefix": prefix, "body": body, "description": description}


def _meant(value: Schema, schema: Schema) -> Schema:
    """A value's schema itself, wherever it is defined."""
    return schema["definitions"][value["$ref"].rpartition("/")[2]] if "$ref" in value else value


def _typed(key: str, value: Schema, n: int) -> list[str]:
    """The lines by which a key is given, in the language of snippets; `n` is the number of the place to type in."""
    if choices := [_spelt(each) for each in value.get("enum", ()) if each not in ("", None)]:
        return [f"{key}: ${{{n}|{','.join(choices)}|}}"]
    if value.get("type") == "array":
        return [f"{key}:", f"  - ${n}"]
    return [f"{key}: ${{{n}:yes}}" if value.get("type") == "boolean" else f"{key}: ${n}"]


def _spelt(value: object) -> str:
    """A value as it is written in YAML."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _written(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _sources() -> Schema:
    """sources.yaml: records as CSL and the press have them; what a date or a text may say is for the check."""
    schema = schema_of(records.SourcesRecord, "sources")
    said: Schema = {**TEXT, "type": [*TEXT["type"], "null"]}
    name = {
        "type": "object",
        "properties": dict.fromkeys(sorted(csl.NAME_PARTS), said),
        "additionalProperties": False,
        "anyOf": [{"required": [part]} for part in ("literal", "family", "given")],
    }
    names = {
        "anyOf": [{"$ref": "#/definitions/Name"}, {"type": "array", "items": {"$ref": "#/definitions/Name"}}, NONE]
    }
    kinds: tuple[tuple[Schema, Iterable[str]], ...] = (
        (said, csl.TEXTS | csl.VERBATIM | csl.OWN | {"shortTitle"}),
        (names, csl.NAMES),
        ({}, csl.DATES | csl.UNPRINTED),
    )
    keys = {key: value for value, of_kind in kinds for key in of_kind}
    whole = {"id": TEXT, "type": {"enum": sorted(csl.TYPES)}}
    item = {
        "type": "object",
        "properties": {**whole, **{key: keys[key] for key in sorted(keys)}},
        # in whatever capitals: reference managers write `doi`, or `Publisher-Place`
        "patternProperties": {f"^({'|'.join(map(_in_any_case, sorted(each)))})$": value for value, each in kinds},
        "additionalProperties": False,
        "required": list(whole),
    }
    schema["definitions"]["Name"] = name
    schema["definitions"]["SourcesRecord"]["properties"]["references"] = {"type": "array", "items": item}
    records_of = {"$ref": schema.pop("$ref")}  # beside which nothing would be looked at
    return {**schema, "anyOf": [records_of, {"type": "null"}]}


def _in_any_case(key: str) -> str:
    """A pattern for a key, however its letters are written: of JSON Schema's none says so by itself."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in key)
