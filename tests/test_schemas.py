"""The JSON Schemas take what the readers of records take, and refuse what these refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import TESTS, TOP

from press import cli
from press.cli.record_schemas import LISTS, WHERE, WHOLES, schemas, settings_for_editors, snippets
from press.editing.csl import TYPES
from press.editing.read import _read_abbreviations, _read_sources
from press.editing.record_rules import SOURCE_TYPE, SOURCE_WITHOUT_ID
from press.editing.sources import read_source
from press.fields import Reader, keys_of
from press.importing.file_styles import STYLES, StylesRecord, StyleTable, read_table
from press.problem import Problem, has_errors
from press.project import Project

fastjsonschema = pytest.importorskip("fastjsonschema")
OF_READERS = {"unknown-key", "missing-key", "wrong-type", "wrong-value", "marked"}
"""The rules by which `press.fields` complains, and a schema can."""
FILES = {name: name for name in ("book", "people", "contributors", "permissions", "events", "looks")}
FILES |= {"style": "style", "offset": "profile", "print-on-demand": "profile"}
FILES |= {"abbreviations": "abbreviations", "sources": "sources", "import-styles": "import-styles"}
FILES |= dict.fromkeys(("subjects", "places", "organisations"), "terms")
EXAMPLES = sorted(
    path
    for folder in (TOP / "manuscript", TOP / "press/starter", TOP / "styles", TOP / "profiles", TESTS / "books")
    for path in folder.rglob("*.yaml")
    if path.stem in FILES
)
SPOILED = sorted(path for path in (TESTS / "problems").rglob("*.yaml") if path.stem in FILES)


class AsWritten(yaml.CSafeLoader):
    """YAML as JSON has it: a date is the text that it is written as."""


AsWritten.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


@cache
def validator(name: str) -> Callable[[Any], Any]:
    return fastjsonschema.compile(schemas()[name])  # type: ignore[no-any-return]


def takes(name: str, value: Any) -> bool:
    """Whether the schema of that name takes a value."""
    try:
        validator(name)(value)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


def complaints(name: str, text: str) -> list[Problem]:
    """What the reader of records says of the text of a file, of what a schema can know."""
    reader = Reader("file")
    node = reader.compose(text)
    if name == "sources":
        return complaints_of_sources(reader, node)
    if name == "abbreviations":
        _read_abbreviations(reader, node)
    elif name == "import-styles":
        reader.problems += read_table(text, "file")[1]
    elif name in LISTS:
        reader.records(node, LISTS[name], "records")
    else:
        reader.record(node, WHOLES[name])
    return [each for each in reader.problems if has_errors([each]) and each.rule.name in OF_READERS]


def complaints_of_sources(reader: Reader, node: yaml.Node | None) -> list[Problem]:
    """What is said of the records of sources.yaml, each as it is read, and of whether it is a source at all."""
    problems = list[Problem]()
    sources = [read_source(raw, origin, problems) for raw, origin in _read_sources(reader, node)]
    said = [each for each in (*reader.problems, *problems) if has_errors([each]) and each.rule.name in OF_READERS]
    said += [Problem(each.origin, SOURCE_WITHOUT_ID, "") for each in sources if not each.key]
    return said + [Problem(each.origin, SOURCE_TYPE, "") for each in sources if each.record.get("type") not in TYPES]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(TOP).as_posix())
def test_a_schema_takes_every_record_that_the_reader_takes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert complaints(FILES[path.stem], text) == []
    assert takes(FILES[path.stem], yaml.load(text, AsWritten))


@pytest.mark.parametrize("path", SPOILED, ids=lambda path: path.relative_to(TESTS / "problems").as_posix())
def test_a_schema_refuses_a_record_if_and_only_if_the_reader_does(path: Path) -> None:
    try:
        text = path.read_text(encoding="utf-8")
        value = yaml.load(text, AsWritten)
    except (yaml.YAMLError, ValueError):
        return  # nobody reads it
    assert takes(FILES[path.stem], value) == (complaints(FILES[path.stem], text) == [])


def test_a_table_of_styles_is_taken_as_an_import_writes_it() -> None:
    table = StyleTable()
    for name in ("Extract", "Motto: one", "Heading 1", "yes", "Standard"):
        table.take([("", name)])
    table.found("Book", "Emph")
    text = table.written("a.docx")
    assert len(text.splitlines()) == 11
    assert (complaints("import-styles", text), takes("import-styles", yaml.load(text, AsWritten))) == ([], True)
    assert WHERE["import-styles"] == f"**/{STYLES}"


HEADERS = [*TOP.glob("manuscript/*/*.md"), *TOP.glob("press/starter/*/*.md"), *TESTS.glob("books/*/manuscript/*/*.md")]


@pytest.mark.parametrize("path", sorted(HEADERS), ids=lambda path: path.relative_to(TOP).as_posix())
def test_the_header_of_every_chapter_and_document_is_taken(path: Path) -> None:
    header = path.read_text(encoding="utf-8").split("---\n")[1]
    name = "document" if path.parent.name == "documents" and "treatment:" in header else "chapter"
    assert takes(name, yaml.load(header, AsWritten) or {})


VALUES = [
    ("style", "name: x\njustification: {whole: yes}", True),
    ("style", 'name: x\njustification: {whole: "yes"}', False),
    ("style", "name: x\nverse_numbers: 100", True),
    ("style", "name: x\nverse_numbers: 101", False),
    ("style", "name: x\nverse_numbers: '5'", True),
    ("style", "name: x\nside_column: {width: 12mm}", True),
    ("style", "name: x\nside_column: {width: 12 ells}", False),
    ("style", "name: x\nside_column: {width: 0}", True),
    ("style", "name: x\nindex: {preset: oxford}", True),
    ("style", "name: x\nindex: {present: oxford}", False),
    ("style", "name: x\nprint: {gutter: [{from: 200, extra: 2mm}]}", True),
    ("style", "name: x\nprint: {gutter: [{from_: 200, extra: 2mm}]}", False),
    ("style", "name: 1984", True),
    ("style", "name:", False),
    ("people", "", True),
    ("people", "- {id: a, name: Aal}", True),
    ("people", "- {id: a, name: '*Aal*'}", False),
    ("people", "- {id: a}", False),
    ("people", "{id: a}", False),
    ("terms", "- {id: a, heading: Aal}", True),
    ("terms", "- {id: a, heading: Aal, headings: x}", False),
    ("terms", "- {heading: Aal}", False),
    ("abbreviations", "NKVD: a commissariat", True),
    ("abbreviations", "", True),
    ("abbreviations", "[NKVD]", False),
    ("abbreviations", "NKVD: {stands_fro: a commissariat}", False),
    ("import-styles", "", True),
    (
        "import-styles",
        'paragraphs: {Extract: quotation, "Motto: one": epigraph, 1: text}\nwords: {Book: italics}',
        True,
    ),
    ("import-styles", "paragraphs: {Extract: quotaton}", False),
    ("import-styles", "paragraphs: {Extract: bold}", False),
    ("import-styles", "paragraphs: {Heading: heading 7}", False),
    ("import-styles", "paragraphs:", False),
    ("import-styles", "words: [Book]", False),
    ("import-styles", "wrods: {Book: italics}", False),
    ("import-styles", "- Extract", False),
    ("sources", "", True),
    ("sources", "references: [{id: a, type: book, title: 1984, doi: 10.1/x, Publisher-Place: Lund}]", True),
    ("sources", "references: [{id: a, type: book, author: {family: Aal}, editor: }]", True),
    ("sources", "references: [{id: a, type: book, author: [{given: Aal, suffix: }], issued: 1951}]", True),
    ("sources", "references: [{id: a, type: book, author: Aal}]", False),
    ("sources", "references: [{id: a, type: book, author: [Aal]}]", False),
    ("sources", "references: [{id: a, type: book, author: [{suffix: Jr}]}]", False),
    ("sources", "references: [{id: a, type: book, author: [{famly: Aal, given: A}]}]", False),
    ("sources", "references: [{id: a, type: book, publishr: Aal}]", False),
    ("sources", "references: [{id: a, type: book, publisher: [Aal]}]", False),
    ("sources", "references: [{id: a, type: boook}]", False),
    ("sources", "references: [{type: book, title: x}]", False),
    ("sources", "references: [{id: a, title: x}]", False),
    ("sources", "refs: []", False),
]


@pytest.mark.parametrize(("name", "text", "good"), VALUES)
def test_of_the_same_value_reader_and_schema_say_the_same(name: str, text: str, good: bool) -> None:
    assert (complaints(name, text) == []) == good
    assert takes(name, yaml.load(text, AsWritten)) == good


def test_every_key_of_a_record_is_known_to_its_schema_and_no_other() -> None:
    for name, kind in {**WHOLES, **LISTS, "import-styles": StylesRecord}.items():
        record = schemas()[name]["definitions"][kind.__name__]
        assert record["properties"].keys() == keys_of(kind).keys()
        assert record["description"]


def test_what_a_docstring_says_of_a_key_is_shown_while_it_is_typed() -> None:
    keys = schemas()["style"]["definitions"]["StyleRecord"]["properties"]
    assert keys["paged"]["description"] == "no for a style of the screen, which needs no fonts"


def test_the_schemas_are_written_where_one_asks_for_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project.at(tmp_path)
    assert cli.schemas(project, tmp_path / "keys") == 0
    assert capsys.readouterr().out == f"keys: {len(schemas())} schemas\n"
    written = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "keys").iterdir()}
    assert written == schemas()
    assert WHERE.keys() < written.keys()
    assert re.fullmatch(r"http://json-schema\.org/draft-07/schema#", written["book"]["$schema"])


def typed(body: list[str]) -> str:
    """What an editor writes of a snippet when the first of each choice is taken and `x` typed elsewhere."""
    text = "\n".join(body)
    return re.sub(r"\$\d+", "x", re.sub(r"\$\{\d+:(\w+)\}", r"\1", re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)))


@pytest.mark.parametrize("name", ["chapter", "document"])
def test_an_editor_has_a_snippet_of_each_header_and_of_each_of_its_keys(name: str) -> None:
    every = snippets()
    header = typed(every[f"header of a {name}"]["body"]).split("---\n")[1]
    assert [each.rule.name for each in complaints(name, header)] == []
    assert takes(name, yaml.load(header, AsWritten))
    for key in keys_of(WHOLES[name]):
        body = typed(every[f"{key} of a {name}"]["body"])
        assert list(yaml.load(body, AsWritten)) == [key]
    written = json.loads(settings_for_editors()[".vscode/headers.code-snippets"])
    assert written == every
