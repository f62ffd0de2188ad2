"""`./go look`: the table, the problems, and the contact sheet of a real book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Project

from press import cli
from press.book import Book
from press.typesetting.settle import Proof


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The tiny book looked at: its folder, and what was printed."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    project = Project(tmp_path_factory.mktemp("looked"))
    said, told = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(told):
        assert cli.look(project.project) == 0
    return project.top, said.getvalue(), told.getvalue()


def test_the_table_has_totals_per_hundred_pages(looked: tuple[Path, str, str]) -> None:
    _, table, _ = looked
    assert "per 100 pages" in table
    assert re.search(r"^short pages +\d+ +\d+\.\d +–$", table, re.MULTILINE)
    assert re.search(r"^word spaces, all +median 0\.\d\d\d ", table, re.MULTILINE)


def test_each_look_names_a_line_and_a_folio(looked: tuple[Path, str, str]) -> None:
    *_, problems = looked
    assert problems
    for line in problems.splitlines():
        assert re.match(r"manuscript/[\w./-]+:\d+: look: p\. [ivxl\d]+: .* \[[a-z-]+\]$", line)


def test_the_contact_sheet_shows_every_page_and_marks_every_look(
    looked: tuple[Path, str, str], proofed: tuple[Book, Proof, Path]
) -> None:
    top, _, problems = looked
    pages = len(proofed[1].folios)
    page = (top / "dist" / "tiny-look.html").read_text(encoding="utf-8")
    assert page.count('<div class="page verso"') + page.count('<div class="page recto"') == pages
    assert page.count('<a class="mark"') == len(problems.splitlines())
    for line in problems.splitlines():
        path, number, _ = line.split(":", 2)
        assert f'href="../{path}#L{number}"' in page
    assert (top / "dist" / "tiny-look.png").read_bytes()[:4] == b"\x89PNG"


def test_the_contact_sheet_needs_no_other_file(looked: tuple[Path, str, str]) -> None:
    page = (looked[0] / "dist" / "tiny-look.html").read_text(encoding="utf-8")
    assert set(re.findall(r'(?:src|href)="(.{5})', page)) == {"data:", "../ma"}
    assert not re.search(r"https?:", re.sub(r"base64,[\w+/=]+", "", page))


def test_it_tells_of_heads_that_are_turned_over_and_of_small_capitals_that_the_type_has_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path).small().mend("manuscript/book.yaml", "style: classic", "style: edition")
    text = project.read("manuscript/chapters/one.md").replace("title: One", f"title: {'The Ferry at Low Water ' * 4}")
    more = "\nIt went over and came back again.\n" * 60
    project.write("manuscript/chapters/one.md", f"{text}\n*By the clerk.*\n{more}")
    project.write("styles/edition/9-own.css", "em { font-variant-caps: small-caps }")
    assert project.look(strict=True) == 1
    told = capsys.readouterr().err
    assert "warning: a running head takes more than one line" in told
    assert "warning: Source Serif 4 italic has no small capitals (smcp), which the sheets ask for" in told
