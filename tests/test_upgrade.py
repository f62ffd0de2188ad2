"""`press upgrade`: what would move is told page by page, and what cannot be compared in a line."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import TOP, Project

from press import cli
from press.cli.trial import find_press
from press.problem import Faulty
from press.project import Project as Desk
from press.words.moves import MovedPages, moved_pages
from press.words.proof import PrintedPage, Typed


def page(words: str, left: float = 50.0) -> PrintedPage:
    """A page with a line of words that begins so far from its edge."""
    return PrintedPage(tuple(words.split()), (Typed(words, words, (left, 0.0, 200.0, 9.0)),), (), (396.0, 612.0))


def moved(now: list[PrintedPage], then: list[PrintedPage]) -> list[MovedPages]:
    return list(moved_pages(now, then, (["i", "1", "2", "3"][: len(now)], ["i", "1", "2", "3"][: len(then)])))


def test_pages_that_are_the_same_are_not_told() -> None:
    assert moved([page("one"), page("two")], [page("one"), page("two", 50.01)]) == []


def test_pages_in_a_row_that_move_alike_are_told_together() -> None:
    found = moved([page("a"), page("b c"), page("d")], [page("a"), page("b"), page("c d")])
    assert found == [MovedPages("1", "2", 2, "other words", "b c", "b")]
    assert found[0].pages == "1–2"


def test_the_same_words_elsewhere_are_no_other_words() -> None:
    (found,) = moved([page("a"), page("b")], [page("a"), page("b", 51.0)])
    assert (found.pages, found.how) == ("1", "the same words elsewhere")


def test_pages_that_one_making_alone_has_are_told() -> None:
    assert [each.how for each in moved([page("a")], [page("a"), page("b")])] == ["new"]
    assert [each.how for each in moved([page("a"), page("b")], [page("a")])] == ["gone"]


@pytest.mark.parametrize("to", ["nowhere", "../press-2", "press.whl", "--", "three"])
def test_what_is_no_press_is_told_in_a_line(to: str, tmp_path: Path) -> None:
    with pytest.raises(Faulty, match=r"\[no-other-press\]"):
        find_press(to, tmp_path)


def test_a_style_that_is_none_is_told_before_a_book_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Project(tmp_path).small()
    assert cli.upgrade(book.project, style="clasic") == 1
    said = capsys.readouterr().err
    assert said == '--style: error: no style "clasic" [unknown-style]\n    hint: did you mean "classic"?\n1 error\n'
    assert not book.project.dist.exists()


def test_a_checkout_a_wheel_and_an_environment_are_presses(tmp_path: Path) -> None:
    assert find_press(str(TOP), tmp_path).package == TOP
    shutil.make_archive(str(tmp_path / "press"), "zip", TOP, "press/typesetting")
    wheel = (tmp_path / "press.zip").rename(tmp_path / "press-9-py3-none-any.whl")
    assert find_press(str(wheel), tmp_path).package == tmp_path / "wheel"
    (tmp_path / "env/bin").mkdir(parents=True)
    (tmp_path / "env/bin/python").touch()
    assert find_press(str(tmp_path / "env"), tmp_path).python == str(tmp_path / "env/bin/python")


def test_a_wheel_that_is_none_or_has_no_press_in_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.whl").write_bytes(b"PK")
    shutil.make_archive(str(tmp_path / "other"), "zip", TOP, "styles/web")
    (tmp_path / "other.zip").rename(tmp_path / "other.whl")
    for name, said in (("broken.whl", "not a wheel"), ("other.whl", "a wheel without a press")):
        with pytest.raises(Faulty, match=said):
            find_press(str(tmp_path / name), tmp_path)


@pytest.mark.slow
def test_another_package_of_the_same_name_is_fetched_but_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = "press-9.9.dist-info"
    with zipfile.ZipFile(tmp_path / "press-9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("press/__init__.py", f"open({str(tmp_path / 'run')!r}, 'w')\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: press\nVersion: 9.9\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(Faulty, match="another package of that name"):
        find_press("9.9", tmp_path)
    assert not (tmp_path / "run").exists()


def test_a_press_that_fails_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Project(tmp_path / "book").small()
    book.write("dist/a-small-book-reading.pdf", b"%PDF-1.7")
    other = Project(tmp_path / "other").write("press/__init__.py", "raise RuntimeError('not here')\n")
    assert cli.upgrade(book.project, str(other.top)) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-2] == ("manuscript/book.yaml: error: the book cannot be made so: RuntimeError: not here [upgrade]")
    assert book.read("dist/a-small-book-reading.pdf") == "%PDF-1.7"


def test_a_book_elsewhere_with_styles_in_a_folder_of_its_own_is_made_in_another_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Project(tmp_path / "book").small().remove("styles")
    for name in ("grand", "other"):
        book.write(f"house/{name}/style.yaml", f"name: {name}\nbased_on: classic\n")
    book.mend("manuscript/book.yaml", "style: classic", "styles:\n  - ../house\nstyle: grand")
    monkeypatch.chdir(tmp_path)
    desk = Desk.found(tmp_path, Path("book"), tmp_path)
    assert cli.upgrade(desk, style="other") == 0
    assert capsys.readouterr().out == "no pages of 4 would move; there would be 4\n"


@pytest.mark.slow
def test_another_style_moves_pages_and_the_same_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Project(tmp_path).small()
    assert cli.upgrade(book.project, style="classic", strict=True) == 0
    assert capsys.readouterr().out == "no pages of 4 would move; there would be 4\n"
    assert cli.upgrade(book.project, style="modern", strict=True) == 1
    assert "other words" in capsys.readouterr().out
    assert list((tmp_path / "dist").glob("*")) == []
