"""Text files read; files and folders put in place.

These are written beside first, then renamed, so that there is never half of one under a name. A fault or an interrupt
before the renaming leaves everything as it was, and nothing beside it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from press.problem import Faulty, Origin, Problem
from press.rules import DISK, NOT_UTF_8

READABLE = 0o644
PRIVATE = 0o600


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


def replace_file(path: Path, content: bytes, mode: int = READABLE) -> Path:
    """Put one file in place; see `replace_files`."""
    replace_files({path: content}, mode)
    return path


def replace_files(contents: Mapping[Path, bytes], mode: int = READABLE) -> None:
    """Put several files in place: all of them, or none unless the system refuses a rename in their midst.

    A file that stands there keeps its permissions; a new one has `mode`. Folders that are lacking are made.
    """
    beside: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            # in the folder where it is to be: a rename is at once only within one file system
            handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            beside.append((Path(written), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(written, _permissions(path, mode))
        for new, path in beside:
            os.replace(new, path)
    finally:
        for new, _ in beside:  # after all has gone well there is none of these any more
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)


def _permissions(path: Path, otherwise: int) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return otherwise


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to be filled in the block, put in place at its end; there only an empty folder may stand.

    A block that raises leaves nothing, and may so refuse at the last moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as beside:
        folder = Path(beside, path.name)
        folder.mkdir()
        yield folder
        folder.replace(path)


def disk_trouble(fault: OSError, where: str) -> str:
    """What the disk refuses, as a line for people; `where` it was, should the system not say."""
    return f"error: {fault.strerror or fault}: {fault.filename or where} [{DISK}]"
