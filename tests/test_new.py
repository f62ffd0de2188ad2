"""`./go new`: the starter book is whole, clean and printable, shows every construct, and never writes over anything."""

from __future__ import annotations

import dataclasses
import re
import typing
from pathlib import Path

import pytest
import yaml
from conftest import TOP, desk_at

from press import build as pipeline
from press import cli
from press.book import Book
from press.editing import records
from press.importing.begin_folder import STARTER
from press.kinds import MADE
from press.preview.entries import entries_in
from press.project import Project
from press.text import Block, Citation, Cluster, Figure, Inline, Mention, Note, Reference, walk

OF_TITLES = {"KeptCase"}
"""What only a title in sources.yaml may have."""
OF_BROAD_MARGINS = {"Side"}
"""What only a style with a column in its margin prints, which the starter's has not."""


@pytest.fixture(scope="module")
def starter() -> Book:
    """The starter book as it stands in the package, without a problem."""
    book, problems = pipeline.edit(Project.at(TOP, STARTER))
    assert problems == ()
    return book


@pytest.mark.slow
def test_a_new_book_can_be_printed_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = dataclasses.replace(desk_at(tmp_path, tmp_path / "books" / "mine" / "manuscript"), styles=TOP / "styles")
    assert cli.new(begun) == 0
    said = capsys.readouterr().out
    assert said.startswith("books/mine: ")
    assert said.endswith("cd books/mine && press build\n")
    assert cli.build(begun) == 0
    assert capsys.readouterr().err == ""
    assert cli.cover(begun) == 0
    made = {path.name for path in begun.dist.iterdir()}
    assert made >= {f"the-wrong-garamond-{edition}.pdf" for edition in ("reading", "print", "cover")}


def test_the_starter_shows_every_inline_and_every_block(starter: Book) -> None:
    whole = walk((starter.pieces, starter.documents))
    kinds = {kind.__name__ for kind in (*typing.get_args(Inline), *typing.get_args(Block))}
    assert kinds - {type(node).__name__ for node in whole} == OF_TITLES | OF_BROAD_MARGINS


def test_the_starter_shows_every_way_of_referring_citing_and_naming(starter: Book) -> None:
    nodes = list(walk((starter.pieces, starter.documents)))
    references = {(each.form, starter.targets[each.target].kind) for each in nodes if isinstance(each, Reference)}
    assert {"label", "page", "words"} == {form for form, _ in references}
    assert {"chapter", "document", "figure", "table", "heading", "note"} <= {kind for _, kind in references}
    clusters = [each for each in nodes if isinstance(each, Cluster)]
    assert {each.running for each in clusters} == {True, False}
    assert any(len(each.citations) > 1 for each in clusters)
    citations = [each for each in nodes if isinstance(each, Citation)]
    assert all(any(test(each) for each in citations) for test in (lambda c: not c.author, lambda c: c.prefix))
    mentions = [each for each in nodes if isinstance(each, Mention)]
    assert any(each.principal for each in mentions)
    assert any(each.sub for each in mentions)
    assert "{person=none}" in (STARTER / "chapters/01-the-wrong-garamond.md").read_text(encoding="utf-8")
    notes = [each for each in nodes if isinstance(each, Note)]
    assert all(
        any(test(each) for each in notes) for test in (lambda n: n.original, lambda n: n.name, lambda n: n.lettered)
    )
    assert all(each.alt or each.decorative for each in nodes if isinstance(each, Figure))


def test_the_starter_has_every_piece_that_the_press_makes_or_remarks_upon_it(starter: Book) -> None:
    kinds = {piece.kind for piece in starter.pieces} - {"chapter", "prose"}
    assert kinds <= set(MADE)
    text = (STARTER / "book.yaml").read_text(encoding="utf-8")
    assert [kind for kind in MADE if not re.search(rf"\b{kind}\b", text)] == []


def test_a_line_of_the_contents_comes_from_the_piece_that_it_names(starter: Book) -> None:
    words = {"list-of-documents": "Documents", "plates": "Plates", "chronology": "Chronology"}
    (piece,) = (each for each in starter.pieces if each.kind == "contents")
    entries = entries_in(starter, piece, piece.origin, words)
    asked = {each.kind: each.origin for each in starter.pieces if each.kind in words}
    assert len(set(asked.values())) == len(words)
    lines = {"Documents vii": "list-of-documents", "Plates 11": "plates", "Chronology 13": "chronology"}
    for line, kind in lines.items():
        assert entries.of("contents", line) == asked[kind], line
    again = entries_in(starter, piece, piece.origin, words)
    assert [again.of("contents", line).path.rpartition("/")[2] for line in ("Documents vii", "Documents 9")] == [
        "book.yaml",
        "documents.md",
    ]


def keys_of(record: type) -> set[str]:
    no_use = {"language"} if record is records.DocumentRecord else set()
    return {field.name.rstrip("_") for field in dataclasses.fields(record)} - {"origin", "keys"} - no_use


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("book.yaml", records.BookRecord),
        ("book.yaml", records.CoverRecord),
        ("people.yaml", records.PersonRecord),
        ("events.yaml", records.EventRecord),
        ("chapters/01-the-wrong-garamond.md", records.ChapterRecord),
        ("documents/01-the-preacher.md", records.DocumentRecord),
    ],
)
def test_every_key_of_a_record_is_used_or_remarked_upon(name: str, record: type) -> None:
    alike = sorted((STARTER / name).parent.glob(f"*{Path(name).suffix}"))
    text = "".join(path.read_text(encoding="utf-8") for path in alike)
    assert {key for key in keys_of(record) if not re.search(rf"\b{key}:", text)} == set()


def test_what_is_commented_out_may_be_commented_in() -> None:
    for name, record in (("book.yaml", records.BookRecord), ("people.yaml", records.PersonRecord)):
        lines = (STARTER / name).read_text(encoding="utf-8").splitlines()
        off = [line.replace("# ", "", 1) for line in lines if re.match(r" *# \w+: ", line)]
        assert off
        known = keys_of(record) | keys_of(records.CoverRecord)
        for line in off:
            assert set(yaml.safe_load(line)) <= known, line


@pytest.mark.parametrize("there", ["file", "full folder", "dangling"])
def test_what_stands_already_is_left_alone(there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "mine"
    if there == "file":
        target.write_text("mine")
    elif there == "dangling":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target.mkdir()
        (target / "notes.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    assert cli.new(Project.at(TOP, target / "manuscript", tmp_path)) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("mine: error: ")
    assert said[0].endswith("[in-the-way]")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert cli.new(Project.at(TOP, tmp_path / "mine/manuscript", tmp_path)) == 0
    assert (tmp_path / "mine/manuscript/book.yaml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [("Zürich & Łódź", "zurich-odz"), ("Jinja2", "jinja2-book"), ("press", "press-book"), ("本", "book")],
)
def test_the_package_of_a_book_has_a_name_that_pip_takes_and_that_none_has_that_it_needs(
    tmp_path: Path, folder: str, name: str
) -> None:
    assert cli.new(Project.at(TOP, tmp_path / folder / "manuscript", tmp_path)) == 0
    assert f'\nname = "{name}"\n' in (tmp_path / folder / "pyproject.toml").read_text(encoding="utf-8")


def test_a_book_begun_where_one_stands_is_built_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.new(Project.at(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "press build"
