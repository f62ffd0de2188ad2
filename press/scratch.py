"""Where a run of the press puts what it needs for a while: a folder of its own below `.cache/`.

Whatever asks Python or the environment for a temporary folder is given one there, the engine and other programs too; so
all of it goes when the run ends. What a run that was killed has left goes when the next begins.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "run-"
VARIABLE = "TMPDIR"


@contextmanager
def scratch(cache: Path) -> Iterator[Path]:
    """The folder for what is temporary, while the block runs; where `cache` cannot be written to, one of the system."""
    sweep(cache)
    before, named = tempfile.tempdir, os.environ.get(VARIABLE)
    folder, lock = _own_folder(cache)
    tempfile.tempdir = os.environ[VARIABLE] = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        os.environ.pop(VARIABLE)
        if named is not None:
            os.environ[VARIABLE] = named
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(cache: Path) -> None:
    """Take away the folders of runs that are no more."""
    for folder in cache.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while its run is alive
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)


def _own_folder(cache: Path) -> tuple[Path, int]:
    """A new folder and the lock on it, which workers inherit: it is in use as long as one of them is alive."""
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=cache))
        except OSError:
            folder = Path(tempfile.mkdtemp(prefix="press-"))  # where that is full, too, nothing can be made
        handle = os.open(folder, os.O_RDONLY)
        with contextlib.suppress(OSError):  # a disk that knows no locks: from there nothing is ever swept
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if folder.exists():  # another that has just begun may have taken it for a dead one's
            return folder, handle
        os.close(handle)
