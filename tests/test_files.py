"""Files and folders put in place: whole under their names, or nothing of them anywhere."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import TOP

from press.files import mend, new_folder, replace_file, replace_files


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


# --- both or neither: a machine that fails at any step ---------------------------------------------

OLD = {"reading.pdf": b"old", "print.pdf": b"old too"}
NEW = {"reading.pdf": b"new", "print.pdf": b"new too", "live.pdf": b"new as well"}
STEPS = ("open", "fdopen", "fsync", "chmod", "link", "replace")


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("time", [1, 2, 3, 4])
def test_a_disk_that_fails_at_any_step_leaves_the_old_ones_or_has_the_new(
    step: str, time: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link that is refused is no fault: the old file is copied then."""
    called, real = [0], getattr(os, step)

    def failing(*given: object, **named: object) -> object:
        called[0] += 1
        return full() if called[0] == time else real(*given, **named)

    laid(tmp_path, OLD)
    monkeypatch.setattr(os, step, failing)
    failed = False
    try:
        replace_files({tmp_path / name: content for name, content in NEW.items()})
    except OSError:
        failed = True
    monkeypatch.undo()
    assert contents(tmp_path) == (OLD if failed else NEW)
    assert failed or step in ("link", "open") or called[0] < time


KILLED = """
import os, signal, sys
from pathlib import Path
from press.files import replace_files
step, time, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
called, real = [0], getattr(os, step)
def killing(*given, **named):
    called[0] += 1
    if called[0] == time:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)
setattr(os, step, killing)
replace_files({folder / name: b"new " + name.encode() for name in ("reading.pdf", "print.pdf")})
"""


@pytest.mark.parametrize(
    ("step", "time", "stands"),
    [("fsync", 2, b"old"), ("link", 2, b"old"), ("replace", 1, b"old"), ("replace", 2, b"new"), ("replace", 3, b"new")],
)
def test_what_a_killed_process_had_begun_is_mended_by_the_next(
    step: str, time: int, stands: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "dist"
    folder.mkdir()
    laid(folder, {"reading.pdf": b"old reading.pdf", "print.pdf": b"old print.pdf"})
    command = [sys.executable, "-c", KILLED, step, str(time), str(folder)]
    run = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(TOP)})
    assert run.returncode == -signal.SIGKILL
    mend(folder)
    assert contents(folder) == {name: stands + b" " + name.encode() for name in ("reading.pdf", "print.pdf")}


MERGED = (
    KILLED.partition("replace_files({")[0]
    + """
replace_files({folder / "report.md": b"new", folder / "chapters/one.md": b"new"}, without=[folder / "chapters/two.md"])
"""
)


@pytest.mark.parametrize(
    ("step", "time", "is_new"), [("fsync", 3, False), ("link", 1, False), ("replace", 1, False), ("replace", 3, True)]
)
def test_files_in_folders_and_those_to_be_taken_away_are_mended_too(
    step: str, time: int, is_new: bool, tmp_path: Path
) -> None:
    (tmp_path / "chapters").mkdir()
    old = {"chapters/one.md": b"old", "chapters/two.md": b"old"}
    laid(tmp_path, old)
    command = [sys.executable, "-c", MERGED, step, str(time), str(tmp_path)]
    run = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(TOP)})
    assert run.returncode == -signal.SIGKILL
    mend(tmp_path)
    assert contents(tmp_path) == ({"report.md": b"new", "chapters/one.md": b"new"} if is_new else old)


def test_files_of_a_process_that_is_still_at_it_are_left_alone(tmp_path: Path) -> None:
    laid(tmp_path, {".book.pdf.0a1b2c3d.new": b"half"})
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    mend(tmp_path)
    os.close(handle)
    assert contents(tmp_path) == {".book.pdf.0a1b2c3d.new": b"half"}
    mend(tmp_path)
    assert contents(tmp_path) == {}


def test_an_interrupt_between_two_renames_is_heard_after_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(tmp_path, OLD)
    real = os.replace

    def interrupting(*given: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        real(*given)

    monkeypatch.setattr(os, "replace", interrupting)
    with pytest.raises(KeyboardInterrupt):
        replace_files({tmp_path / name: content for name, content in NEW.items()})
    assert contents(tmp_path) == NEW


def test_a_folder_of_one_that_was_killed_goes_when_the_next_is_made(tmp_path: Path) -> None:
    (tmp_path / ".mine.0a1b2c3d.new/mine").mkdir(parents=True)
    (tmp_path / ".yours.0a1b2c3d.new").mkdir()
    with new_folder(tmp_path / "mine"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".yours.0a1b2c3d.new", "mine"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB, which only root on Linux can have."""
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.parametrize("room", range(0, 900, 100))
def test_with_room_for_one_of_two_the_old_pair_stays(small_disk: Path, room: int) -> None:
    old, new = dict.fromkeys(OLD, b"old"), dict.fromkeys(OLD, b"n" * 300_000)
    laid(small_disk, old)
    (small_disk / "ballast").write_bytes(b"x" * (900 - room) * 1000)
    try:
        replace_files({small_disk / name: content for name, content in new.items()})
    except OSError:
        new = old
    (small_disk / "ballast").unlink()
    assert contents(small_disk) == new
