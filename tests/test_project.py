"""A book that lives elsewhere: `--manuscript DIR` names its files as an editor can open them, and makes it here."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import TINY, TOP, desk_at
from conftest import Project as Tiny

from press import cli
from press.project import Project


@pytest.fixture
def elsewhere(tmp_path: Path) -> Project:
    """The tiny book in a folder of its own, the styles of the press, and another folder for the products."""
    shutil.copytree(TINY / "manuscript", tmp_path / "desk" / "ledger")
    shutil.copytree(TOP / "styles", tmp_path / "styles", dirs_exist_ok=True)
    return replace(desk_at(tmp_path, tmp_path / "desk" / "ledger"), here=tmp_path / "desk")


def spoil(project: Project) -> Path:
    path = project.manuscript / "chapters/02-the-crossing.md"
    path.write_text(path.read_text(encoding="utf-8").replace("@brandt, 18", "@brant, 18"), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_book_that_lives_elsewhere_is_made_among_the_products(
    elsewhere: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.build(elsewhere) == 0
    made = elsewhere.dist / "tiny-reading.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    assert capsys.readouterr().out.startswith(f"{made}: ")


def test_a_file_below_the_current_folder_is_named_from_there(
    elsewhere: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(elsewhere)
    assert cli.check(elsewhere) == 1
    assert capsys.readouterr().err.startswith("ledger/chapters/02-the-crossing.md:")


BROKEN, SLY = (
    "<svg",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="1" height="1"/></svg>',
)


@pytest.mark.parametrize("content", [BROKEN, SLY])
def test_a_picture_that_cannot_be_drawn_is_named_from_there_too(
    elsewhere: Project, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (elsewhere.manuscript / "figures/low tide's.svg").write_text(content, encoding="utf-8")
    path = elsewhere.manuscript / "chapters/02-the-crossing.md"
    chapter = path.read_text(encoding="utf-8").replace("figures/chart.svg", "figures/low%20tide's.svg")
    path.write_text(chapter, encoding="utf-8")
    (elsewhere.manuscript / "figures/chart.svg").unlink()
    assert cli.build(elsewhere) == 1
    said = capsys.readouterr().err.splitlines()[0]
    assert said.startswith("ledger/chapters/02-the-crossing.md:13: error: ledger/figures/low tide's.svg ")
    assert str(elsewhere.manuscript) not in said


def test_a_picture_of_a_style_is_named_in_full_from_elsewhere(
    tiny: Tiny, elsewhere: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write("styles/classic/5-more.css", 'h1 { background: url("none.png") }')
    tiny.write("styles/classic/none.png", "no picture")
    assert cli.check(replace(elsewhere, styles=tiny.top / "styles"), pages=True) == 1
    assert f"at '{tiny.top}/styles/classic/none.png'" in capsys.readouterr().err


def test_any_other_file_is_named_in_full(elsewhere: Project, capsys: pytest.CaptureFixture[str]) -> None:
    path = spoil(elsewhere)
    assert cli.check(replace(elsewhere, here=TOP)) == 1
    assert capsys.readouterr().err.startswith(f"{path}:")


def test_a_fault_of_a_template_names_its_file_in_full_from_elsewhere(
    tiny: Tiny, elsewhere: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.mend("styles/base/half-title.html.j2", "imprint.title", "imprint.titel")
    assert cli.build(replace(elsewhere, styles=tiny.top / "styles")) == 1
    assert f"{tiny.top}/styles/base/half-title.html.j2:3: error:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", 'nowhere: error: no folder "nowhere" [missing-manuscript]'),
        ("ledger/chapters", 'ledger/chapters/book.yaml: error: no file "book.yaml" [missing-file]'),
        ("ledger/book.yaml", 'ledger/book.yaml: error: no folder "ledger/book.yaml" [missing-manuscript]'),
    ],
)
def test_a_folder_without_a_book_gets_one_line(
    elsewhere: Project, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert cli.build(replace(elsewhere, manuscript=elsewhere.here / name)) == 1
    assert capsys.readouterr().err == f"{said}\n1 error\n"
    assert not elsewhere.dist.exists()
