"""Files and folders put in place: whole under their names, or nothing of them anywhere."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from press.files import new_folder, replace_file, replace_files


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def interrupted(*_: object) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)


def test_a_file_is_put_where_no_folder_is_yet(tmp_path: Path) -> None:
    assert replace_file(tmp_path / "dist/book.pdf", b"new").read_bytes() == b"new"
    assert contents(tmp_path) == {"dist/book.pdf": b"new"}


def test_a_file_keeps_its_permissions_and_a_new_one_can_be_read_by_all(tmp_path: Path) -> None:
    kept = tmp_path / "people.yaml"
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    replace_files({kept: b"new", tmp_path / "sources.yaml": b"new"})
    assert [path.stat().st_mode & 0o777 for path in (kept, tmp_path / "sources.yaml")] == [0o640, 0o644]


@pytest.mark.parametrize("step", ["fdopen", "chmod", "replace"])
@pytest.mark.parametrize(("fault", "raised"), [(full, OSError), (interrupted, KeyboardInterrupt)])
def test_of_several_files_all_are_put_in_place_or_none(
    step: str,
    fault: Callable[..., None],
    raised: type[BaseException],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = {"reading.pdf": b"old", "print.pdf": b"old too"}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(os, step, fault)
    with pytest.raises(raised):
        replace_files({tmp_path / name: b"new" for name in (*old, "cover.pdf")})
    monkeypatch.undo()
    assert contents(tmp_path) == old


def test_all_is_written_before_anything_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"no folder")
    with pytest.raises(OSError, match="file"):
        replace_files({tmp_path / "one": b"new", tmp_path / "file" / "two": b"new"})
    assert contents(tmp_path) == {"one": b"old", "file": b"no folder"}


def test_a_folder_is_there_when_it_is_filled_and_not_before(tmp_path: Path) -> None:
    with new_folder(tmp_path / "books/mine") as folder:
        (folder / "book.yaml").write_bytes(b"title")
        assert not (tmp_path / "books/mine").exists()
    assert contents(tmp_path) == {"books/mine/book.yaml": b"title"}


def test_a_folder_that_cannot_be_filled_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "mine") as folder:
        (folder / "book.yaml").write_bytes(b"title")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes").write_bytes(b"mine")
    with pytest.raises(OSError, match="mine"), new_folder(tmp_path / "mine") as folder:
        (folder / "book.yaml").write_bytes(b"title")
    assert contents(tmp_path) == {"mine/notes": b"mine"}
