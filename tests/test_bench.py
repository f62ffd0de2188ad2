"""The long books that are measured, and what they are measured against."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import TOP, Project, desk_at

from bench.bench import ADDED, MIB, Run, change, measure, table
from bench.enlarge import Extent, asked, enlarge, read_extent
from bench.plain import MARKS, write_plain
from bench.repeat import repeat
from press import build as pipeline
from press.project import Project as Desk
from press.text import Note, Table, walk


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The book of the press repeated: twice, and half as much again."""
    return repeat(desk_at(TOP), 400, tmp_path_factory.mktemp("long"))


def test_a_repeated_book_passes_check_and_everything_in_it_comes_again(long: Desk) -> None:
    book, problems = pipeline.edit(long)
    once, _ = pipeline.edit(desk_at(TOP))
    assert problems == ()
    for count in (
        lambda book: len(book.body),
        lambda book: len(book.documents),
        lambda book: len(book.events),
        lambda book: sum(isinstance(node, Note) for node in walk((book.body, book.documents))),
        lambda book: len(book.occurrences),
    ):
        assert 2 * count(once) < count(book) <= 3 * count(once)
    assert len(once.people) < len(book.people) < 3 * len(once.people)
    assert len(once.sources) < len(book.sources) < 3 * len(once.sources)
    assert [piece.anchor for piece in book.front] == [piece.anchor for piece in once.front]


@pytest.mark.slow
def test_a_book_shorter_than_the_manuscript_is_cut_and_still_passes_check(tmp_path: Path) -> None:
    book, problems = pipeline.edit(repeat(desk_at(TOP), 100, tmp_path))
    assert not [problem for problem in problems if problem.severity.value == "error"]
    assert 5 < len(book.body) < 13


@pytest.mark.slow
def test_a_book_of_much_has_as_much_as_was_asked_for_and_passes_check(tmp_path: Path) -> None:
    much = Extent(people=300, sources=120, notes=500, rows=60, chapter=20)
    made = repeat(desk_at(TOP), 100, tmp_path)
    enlarge(made, much)
    book, problems = pipeline.edit(made)
    assert not [problem for problem in problems if problem.severity.value == "error"]
    assert len({each.term for each in book.occurrences}) >= 290  # a few of the manuscript’s own are named elsewhere
    assert len(book.sources) == 120
    assert sum(isinstance(node, Note) for node in walk((book.body, book.documents))) >= 500
    table = next(node for node in walk(book.body) if isinstance(node, Table))
    assert len(table.rows) == 60
    words = (made.manuscript / "chapters/a-long-chapter.md").read_text(encoding="utf-8").split()
    assert len(words) > 20 * 272


@pytest.mark.parametrize("typed", ["people", "people=many", "pages=3", "rows=-1"])
def test_what_is_typed_of_much_and_means_nothing_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is none of people=100"):
        read_extent(typed)


def test_what_is_typed_of_much_is_said_in_words() -> None:
    extent = read_extent("rows=2000, people=3000")
    assert extent == Extent(people=3000, rows=2000)
    assert list(asked(extent)) == ["3000 people", "2000 rows of a table"]


def test_a_change_is_one_more_sentence_in_one_paragraph(long: Desk) -> None:
    before = {each: each.read_text(encoding="utf-8") for each in (long.manuscript / "chapters").iterdir()}
    path = change(long.manuscript.parent)
    after = path.read_text(encoding="utf-8")
    path.write_text(before[path], encoding="utf-8")
    assert after.replace(ADDED, "", 1) == before[path]


def test_the_plain_book_has_all_its_page_numbers_from_the_engine(tiny: Project) -> None:
    html = write_plain(tiny.project, tiny.top / "plain.html").read_text(encoding="utf-8")
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    asked = re.findall(r'class="page[^"]*" data-to="#([^"]+)"', html)
    assert len(asked) > 30
    assert set(asked) <= ids
    assert not any(ord(char) >= MARKS for char in html)
    assert html.count("<body") == html.count("<html") == 1
    assert "font:" not in "".join(re.findall(r"url\([^)]*\)", html))


@pytest.mark.slow
def test_what_is_measured_runs_in_a_process_of_its_own(tiny: Project) -> None:
    run = measure("check", tiny.top, "a check")
    assert run.what == "a check"
    assert 0 < run.processor
    assert 0 < run.seconds


def test_the_table_gives_ratios_to_its_first_line() -> None:
    runs = [Run("plain", 20.0, 19.5, 100, 300 * MIB), Run("ours", 5.0, 9.0, 100, 200 * MIB, {"edit": 0.5, "bind": 1.0})]
    lines = table(runs).splitlines()
    assert lines[2] == "| plain | 20.00 | 1.000 | 19.50 | 100 | 5.0 | 300 MiB |"
    assert lines[3] == "| ours | 5.00 | 0.250 | 9.00 | 100 | 20.0 | 200 MiB |"
    assert lines[5] == "Seconds by stage, ours: edit 0.5, bind 1.0."
