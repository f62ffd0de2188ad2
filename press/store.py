"""What has been made and may be wanted again, kept under `.cache/` by a key of everything that it was made from.

It can only save time: what is missing, spoilt or cannot be read is made anew, and what cannot be written is not kept.
"""

from __future__ import annotations

import contextlib
import copyreg
import hashlib
import io
import os
import pickle
import shutil
import sys
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from press.files import PRIVATE, replace_file

Made = TypeVar("Made")
DAYS = 14
"""How long what nobody asks for is kept."""
PARTS = "[0-9a-f][0-9a-f]"
"""Its own folders, by the first two figures of keys; others keep things in a `.cache` too, as in that of a home."""
MOST = 1 << 30
"""How much is kept, in bytes; what has not been asked for longest goes first."""


@cache
def press_version() -> str:
    """A digest of the press's own code and of Python: what an older press made is not used."""
    digest = hashlib.sha256(sys.version.encode())
    own = Path(__file__).parent
    # all of it: which part made what, nobody could keep true
    for path in sorted([*own.rglob("*.py"), *own.rglob("orders.txt")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def key_of(*parts: str | bytes) -> str:
    """One key of all that something is made from, in order."""
    digest = hashlib.sha256(press_version().encode())
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)  # "ab", "c" is not "a", "bc"
    return digest.hexdigest()


def digest_of(paths: Iterable[Path]) -> str:
    """A digest of the names and contents of files, wherever these lie; a folder stands for all that is in it."""
    digest = hashlib.sha256()
    for known in sorted(f"{path.name}/{_digest(path)}" for path in paths):
        digest.update(known.encode())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    """A digest of a file, or of what is in a folder, by the names there."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    names = {file.relative_to(path).as_posix(): file for file in files if file.is_file()}
    contents = (f"{name}\0{hashlib.sha256(names[name].read_bytes()).hexdigest()}\0" for name in sorted(names))
    return hashlib.sha256("".join(contents).encode()).hexdigest()


def written_out(value: object) -> bytes:
    """A value of the press's own nouns as bytes: the same for values of the same contents, wherever they come from."""
    return _pickled(value, fast=True)  # what occurs twice is written twice, be it one object or two that are equal


def _pickled(value: object, *, fast: bool = False) -> bytes:
    out = io.BytesIO()
    pickler = _NounPickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.fast = fast
    pickler.dump(value)
    return out.getvalue()


class _Reducers(dict[type, Any]):
    """What takes the values of the fields from a noun, with what makes it of them, by its class."""

    def __missing__(self, kind: type) -> Any:
        if not is_dataclass(kind):
            return copyreg.dispatch_table[kind]
        self[kind] = _reducer(kind)
        return self[kind]


def _reducer(kind: type) -> Callable[[Any], tuple[object, ...]]:
    given = [each for each in fields(kind) if each.init]
    names = tuple(each.name for each in given)
    # of one name it takes the value itself, and of none it can take nothing
    taken: Callable[[Any], tuple[object, ...]] = (
        attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)
    )
    if any(each.kw_only for each in given):
        return lambda value: (_by_names, (kind, names, *taken(value)))
    return lambda value: (kind, taken(value))


class _NounPickler(pickle.Pickler):
    """Pickles a noun as its class and the values of its fields: in half the time that its own way takes."""

    dispatch_table = _Reducers()


def _by_names(kind: Callable[..., Any], names: tuple[str, ...], *values: object) -> Any:
    return kind(**dict(zip(names, values, strict=True)))


class Store:
    """A folder of things made. `folder` is None for a store that keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.unwritable = ""
        """Why nothing can be kept, once that has shown."""

    def get(self, key: str) -> bytes | None:
        """What was kept under a key, whole, or None."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            content = path.read_bytes()
            os.utime(path)  # asked for today: `tidy` goes by that
        except OSError:
            return None
        # a build that was killed, or a disk that was full, may have left anything under the key
        digest, kept = content[:32], content[32:]
        return kept if hashlib.sha256(kept).digest() == digest else None

    def has(self, key: str) -> bool:
        """Whether something is kept under a key; it may still turn out to be spoilt."""
        return self.folder is not None and self._path(key).is_file()

    def put(self, key: str, content: bytes) -> None:
        """Keep something. Where the disk refuses, nothing more is tried: a full disk would refuse each section anew."""
        if self.folder is None or self.unwritable:
            return
        path = self._path(key)
        try:
            replace_file(path, hashlib.sha256(content).digest() + content, PRIVATE, lasting=False)
        except OSError as fault:
            self.unwritable = f"{fault.strerror or fault}: {fault.filename or path}"

    def load(self, key: str, kind: type[Made]) -> Made | None:
        """A value of a kind kept under a key, or None."""
        content = self.get(key)
        if content is None:
            return None
        with contextlib.suppress(Exception):  # whatever is wrong with it, it can be made anew
            value = pickle.loads(content)
            return value if isinstance(value, kind) else None
        return None

    def keep(self, key: str, value: object) -> None:
        """Keep a value of the press's own nouns."""
        if self.folder is not None and not self.unwritable:
            self.put(key, _pickled(value))

    def recall(self, key: str, kind: type[Made], make: Callable[[], Made]) -> Made:
        """The value under a key, made and kept if it is not there."""
        value = self.load(key, kind)
        if value is None:
            self.keep(key, value := make())
        return value

    def same(self, name: Hashable, given: object, make: Callable[[], Made]) -> Made:
        """What is made of something given; here it is made anew."""
        return make()

    def empty(self) -> None:
        """Throw everything away that has been kept; what else stands in the folder stays."""
        for part in self.folder.glob(PARTS) if self.folder else ():
            shutil.rmtree(part, ignore_errors=True)

    def tidy(self) -> None:
        """Throw away what nobody has asked for lately, or what is too much."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            # the newest first, so that what goes beyond the measure is the oldest
            kept = self.folder.glob(f"{PARTS}/*")
            found: list[Any] = [(file.stat().st_mtime, file.stat().st_size, file) for file in kept]
            total, oldest = 0, time.time() - DAYS * 86400
            for when, size, file in sorted(found, reverse=True):
                total += size
                if when < oldest or total > MOST:
                    file.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key[2:]


class Sheaf:
    """Small things kept together in one file of a store: those that have been asked for, or put there, since it was
    opened. What nobody has asked for is gone when it is opened the next time.
    """

    def __init__(self, store: Store, key: str) -> None:
        self.store, self.key = store, key
        self.before: dict[str, bytes] = store.load(key, dict) or {}
        self.now: dict[str, bytes] = {}

    def get(self, key: str, kind: type[Made]) -> Made | None:
        """A value of a kind kept under a key, or None."""
        content = self.now.get(key) or self.before.get(key)
        if content is None:
            return None
        self.now[key] = content  # as it is: what has not changed is not pickled anew
        value = pickle.loads(content)
        return value if isinstance(value, kind) else None

    def put(self, key: str, value: object) -> None:
        """Keep a value of the press's own nouns."""
        self.now[key] = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

    def close(self) -> None:
        """Keep the file, if there is anything else in it than there was."""
        if self.now.keys() != self.before.keys():
            self.store.keep(self.key, self.now)


class HeldStore(Store):
    """A store that holds in memory, too, what has been recalled lately: for who looks at the same again and again."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__(folder)
        self.held: dict[str, Any] = {}
        self.before: dict[str, Any] = {}
        self.last: dict[Hashable, tuple[object, Any]] = {}

    def same(self, name: Hashable, given: object, make: Callable[[], Made]) -> Made:
        """What is made of something given, or was when the same was given under that name the last time."""
        last = self.last.get(name)
        if last is None or last[0] != given:
            self.last[name] = last = (given, make())
        made: Made = last[1]
        return made

    def recall(self, key: str, kind: type[Made], make: Callable[[], Made]) -> Made:
        """The value under a key, as it was recalled last."""
        value = self.held.get(key, self.before.get(key))
        self.held[key] = found = value if isinstance(value, kind) else super().recall(key, kind, make)
        return found

    def look_again(self) -> None:
        """Let go of what has not been asked for since this was done last."""
        self.before, self.held = self.held, {}
