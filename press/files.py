"""Text files read; files and folders put in place.

These are written beside first, then renamed, so that there is never half of one under a name. Of several files all are
put in place or none: a fault or an interrupt leaves everything as it was, and nothing beside it. A process that is
killed between two renames leaves its plan in the folder, and whoever comes next carries it out (`mend`).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from press.problem import Faulty, Origin, Problem
from press.project import KEPT
from press.rules import DISK, NOT_UTF_8

READABLE = 0o644
PRIVATE = 0o600
BESIDE = re.compile(r"\..+\.[0-9a-f]{8}\.(?:new|old)")
"""What is written beside: `.book.pdf.0a1b2c3d.new`."""
ONWARD, BACK = ".placing", ".placing-back"
"""The plan of files that are being put in place, and the same while they are being taken back."""
PATIENCE = 10.0
"""Seconds to wait for another run of the press that is putting files into the same folder."""


def is_there(path: Path) -> bool:
    """Whether there is a file; there is none of a name that no file can have, be it too long or with a NUL."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def leads_within(path: Path, folder: Path) -> bool:
    """Whether what a path names, through whatever links, lies in a folder; links that lead in a circle lead nowhere."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:
        return True


MAGIC = {
    b"PK\x03\x04": "a file of a word processor (.docx, .odt or the like)",
    b"\xd0\xcf\x11\xe0": "a file of an old word processor (.doc)",
    b"{\\rtf": "an .rtf file",
    b"%PDF": "a .pdf file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
"""How files begin that somebody may have given the name of a text."""


def kind_of_file(path: Path) -> str:
    """What a file is that is no text, whatever its name says; nothing where it may well be one."""
    with path.open("rb") as file:
        begin = file.read(8)
    return next((kind for magic, kind in MAGIC.items() if begin.startswith(magic)), "")


def read_text(path: Path, shown: str) -> str:
    """The text of a file in UTF-8, without a byte order mark. Raises `Faulty` with the line that is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        hint = "save the file with the encoding UTF-8"
        raise Faulty([Problem(Origin(shown, line), NOT_UTF_8, "not UTF-8", hint)]) from None


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """One file to be put in place: where, what was written beside it, and what it stands in the place of, kept.

    Without a new one the file is to be taken away.
    """

    path: Path
    new: Path | None
    old: Path | None

    def onward(self) -> None:
        """Put the new one in place, unless that is done."""
        if self.new is None:
            self.path.unlink(missing_ok=True)
        elif self.new.exists():
            os.replace(self.new, self.path)

    def back(self) -> None:
        """Put back what stood there before, or nothing if nothing did."""
        if self.old is None:
            if self.new is not None and not self.new.exists():
                self.path.unlink(missing_ok=True)
        elif self.old.exists():
            os.replace(self.old, self.path)


def replace_file(path: Path, content: bytes, mode: int = READABLE, *, lasting: bool = True) -> Path:
    """Put one file in place; see `replace_files`."""
    replace_files({path: content}, mode, lasting=lasting)
    return path


def replace_files(
    contents: Mapping[Path, bytes], mode: int = READABLE, *, lasting: bool = True, without: Iterable[Path] = ()
) -> None:
    """Put several files in place, and take those `without` away: all of them, or none.

    A file that stands there keeps its permissions; a new one has `mode`. Folders that are lacking are made. What is not
    `lasting` may be lost when the machine fails, and is written the quicker.
    """
    for path in contents:
        path.parent.mkdir(parents=True, exist_ok=True)
    home = next((path.parent for path in contents), None)
    if home is None:
        return
    with _alone_in(home, PATIENCE):
        if lasting:
            _mend(home)
        steps: list[PlacedFile] = []
        try:
            for path, content in contents.items():
                # in the folder where it is to be: a rename is at once only within one file system
                new = _beside(path, "new")
                steps.append(PlacedFile(path, new, None))
                _write(new, content, _permissions(path, mode), lasting)
            steps += [PlacedFile(path, None, None) for path in without]
            if len(steps) > 1:  # one is put in place at once or not at all
                steps = [_kept(step) for step in steps]
                _write(home / f"{ONWARD}.new", _planned(steps, home), PRIVATE, lasting)
            with _uninterrupted():
                _put(steps, home)
        finally:  # after all has gone well only what was there before is left of these; last the plan, which names them
            parts = (part for step in steps for part in (step.new, step.old) if part)
            for left in (*parts, home / f"{ONWARD}.new", home / ONWARD):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)


def _put(steps: list[PlacedFile], home: Path) -> None:
    """Rename all, by a plan that another process can follow if this one is killed; undone if one is refused."""
    if len(steps) == 1:
        steps[0].onward()
        return
    onward, back = home / ONWARD, home / BACK
    try:
        os.replace(home / f"{ONWARD}.new", onward)
        for step in steps:
            step.onward()
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.replace(onward, back)
            for step in steps:
                step.back()
            back.unlink()
        raise


def mend(folder: Path) -> None:
    """Carry out, in a folder, what a process that was killed had begun to put in place, and take its rest away.

    Nothing is done while another process is at it, nor where the disk refuses.
    """
    if folder.is_dir():
        with contextlib.suppress(OSError), _alone_in(folder, 0):
            _mend(folder)


def _mend(folder: Path) -> None:
    left = {folder / ONWARD, folder / BACK, folder / f"{ONWARD}.new"}
    # the first of several files is written in the folder itself: where nothing is left here, nothing is left below
    if not any(entry.is_file() and (entry in left or BESIDE.fullmatch(entry.name)) for entry in folder.iterdir()):
        return
    for plan, move in ((folder / BACK, PlacedFile.back), (folder / ONWARD, PlacedFile.onward)):
        if plan.is_file():
            with contextlib.suppress(ValueError, TypeError):  # no plan of ours: it goes with the rest
                for path, new, old in json.loads(plan.read_bytes()):
                    move(PlacedFile(folder / path, folder / new if new else None, folder / old if old else None))
            plan.unlink()
    (folder / f"{ONWARD}.new").unlink(missing_ok=True)
    for below, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if name[0] != "." or name == KEPT]  # where others write, and keep theirs
        for path in (Path(below, name) for name in names if BESIDE.fullmatch(name)):
            if not path.is_symlink():
                path.unlink()


def _planned(steps: Iterable[PlacedFile], home: Path) -> bytes:
    """The plan as it is left in the folder, from which all paths are told."""
    rows = ((step.path, step.new, step.old) for step in steps)
    return json.dumps([[os.path.relpath(path, home) if path else "" for path in row] for row in rows]).encode()


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.{what}")  # a name has 255 bytes at most


def _write(path: Path, content: bytes, mode: int, lasting: bool) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
            file.write(content)
            if lasting:  # some disks tell only now that they are full
                file.flush()
                os.fsync(file.fileno())
        os.chmod(path, mode)
    except OSError as fault:
        fault.filename = fault.filename or str(path.parent)  # of a write the system does not say where
        raise


def _kept(step: PlacedFile) -> PlacedFile:
    """A step with what stands in its place kept, under a second name or, where a disk knows none, as a copy."""
    if not os.path.lexists(step.path):
        return step
    kept = PlacedFile(step.path, step.new, _beside(step.path, "old"))
    assert kept.old
    try:
        os.link(step.path, kept.old, follow_symlinks=False)
    except OSError:
        shutil.copyfile(step.path, kept.old)
        os.chmod(kept.old, _permissions(step.path, READABLE))
    return kept


def _permissions(path: Path, otherwise: int) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return otherwise


@contextmanager
def _alone_in(folder: Path, patience: float) -> Iterator[None]:
    """No other process puts files into the folder while the block runs. Raises `OSError` if one goes on doing so for
    so many seconds. A lock ends with its process, however that ends.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + patience
        while not _locked(handle):
            if time.monotonic() >= until:
                raise OSError(errno.EBUSY, "another run of the press is writing there", str(folder))
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Whether the lock is ours, or the disk is one that knows no locks."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        return fault.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C and the like are heard when the block has ended."""
    if threading.current_thread() is not threading.main_thread():  # which alone is interrupted
        yield
        return
    heard: list[int] = []
    before = {
        which: signal.signal(which, lambda got, _: heard.append(got)) for which in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
        for got in heard[:1]:
            signal.raise_signal(got)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to be filled in the block, put in place at its end; there only an empty folder may stand.

    A block that raises leaves nothing, and may so refuse at the last moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path, "new")
    with _alone_in(path.parent, PATIENCE):
        for entry in list(os.scandir(path.parent)):
            if BESIDE.fullmatch(entry.name) and entry.name.rsplit(".", 2)[0] == beside.name.rsplit(".", 2)[0]:
                shutil.rmtree(entry.path, ignore_errors=True)  # left by one that was killed
        try:
            folder = beside / path.name
            folder.mkdir(parents=True)
            yield folder
            folder.replace(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def disk_trouble(fault: OSError, where: str) -> str:
    """What the disk refuses, as a line for people; `where` it was, should the system not say."""
    return f"error: {fault.strerror or fault}: {fault.filename or where} [{DISK}]"
