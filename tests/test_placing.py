"""Two books with one slug never take each other's place in `dist/`."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Project

from press import cli
from press.project import Project as Desk


@pytest.fixture
def desk(tmp_path: Path) -> Project:
    """A folder with a book of its own, and beside it manuscripts of two others with the same slug."""
    project = Project(tmp_path / "top").small()
    for name in ("one", "two"):
        other = Project(tmp_path / name).small()
        other.mend("manuscript/book.yaml", "A Small Book", "Others")
        (other.top / "manuscript").rename(project.top / name)
    return project


def export(desk: Project, manuscript: str = "manuscript") -> int:
    return cli.export(Desk.at(desk.top, desk.top / manuscript, desk.top))


def test_the_first_of_two_books_with_one_slug_keeps_its_products(
    desk: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(desk, "one") == 0
    before = {path.name: path.stat().st_mtime_ns for path in (desk.top / "dist").iterdir()}
    capsys.readouterr()
    assert export(desk, "two") == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == (
        'two/book.yaml:1: error: "dist/others-sources.bib" is of another book with this slug, one [slug-taken]'
    )
    assert {path.name: path.stat().st_mtime_ns for path in (desk.top / "dist").iterdir()} == before
    assert export(desk, "one") == 0


def test_one_that_is_given_a_slug_of_its_own_stands_beside_it(desk: Project) -> None:
    assert export(desk, "one") == 0
    desk.mend("two/book.yaml", "title: Others\n", "title: Others\nslug: others-too\n")
    assert export(desk, "two") == 0
    made = {path.name for path in (desk.top / "dist").iterdir()}
    assert made >= {"others-sources.bib", "others-too-sources.bib"}


def test_what_is_of_a_book_that_is_no_more_may_be_overwritten(desk: Project) -> None:
    assert export(desk, "one") == 0
    desk.remove("one")
    assert export(desk, "two") == 0


def test_what_lies_in_the_folder_of_a_book_is_its_own(desk: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(desk) == 0
    assert not (desk.top / "dist" / "a-small-book.json").exists()
    desk.mend("one/book.yaml", "title: Others\n", "title: A Small Book\n")
    assert export(desk, "one") == 1
    assert "is of another book with this slug, manuscript [slug-taken]" in capsys.readouterr().err


def test_a_record_that_has_been_spoilt_says_nothing(desk: Project) -> None:
    assert export(desk, "one") == 0
    desk.write("dist/others.json", "[")
    assert export(desk, "two") == 0


def test_what_is_cleaned_away_is_of_the_book_alone(desk: Project, capsys: pytest.CaptureFixture[str]) -> None:
    desk.mend("two/book.yaml", "title: Others\n", "title: Others\nslug: others-too\n")
    assert export(desk, "one") == export(desk, "two") == 0
    desk.write("dist/app.js", "").write("dist/pages/one.html", "")
    assert cli.clean(Desk.at(desk.top, desk.top / "one", desk.top)) == 0
    left = {path.name for path in (desk.top / "dist").iterdir()}
    assert left == {"app.js", "pages", "others-too.json", "others-too-sources.bib", "others-too-sources.json"}


def test_the_folder_of_a_book_is_cleaned_of_all_that_was_made_and_its_links_lead_nowhere_else(desk: Project) -> None:
    assert export(desk) == 0
    desk.write("elsewhere/kept", "").write("dist/.keep", "")
    (desk.top / "dist/link").symlink_to(desk.top / "elsewhere")
    (desk.top / "dist/broken").symlink_to(desk.top / "nowhere")
    assert cli.clean(desk.project) == 0
    assert [path.name for path in (desk.top / "dist").iterdir()] == [".keep"]
    assert (desk.top / "elsewhere/kept").exists()


def test_where_there_is_no_book_nothing_is_cleaned_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = Project(tmp_path).remove("manuscript").write("dist/app.js", "").write(".mypy_cache/x", "")
    assert cli.clean(Desk.found(tmp_path, None, tmp_path)) == 1
    assert "manuscript: error: no book there, of which anything could be removed [missing-manuscript]" in (
        capsys.readouterr().err
    )
    assert other.read("dist/app.js") == other.read(".mypy_cache/x") == ""
