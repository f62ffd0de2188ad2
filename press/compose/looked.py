"""What composing a section has looked at beside its piece: by that a section can be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from press.book import Book

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Looks:
    """What has been looked at: `names`, those that templates have asked for; `keys`: of pages, targets and the like,
    which have been asked for, whether they are there or not.
    """

    names: tuple[str, ...]
    keys: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, what: str) -> frozenset[str]:
        """The keys of one kind that have been asked for."""
        return frozenset(key for kind, asked in self.keys if kind == what for key in asked)


class Looking:
    """Looks on while a section is composed."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.keys: dict[str, set[str]] = {}

    def at(self, what: str, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """Values by their keys, of which it is noted which are asked for."""
        return _Watched(values, self.keys.setdefault(what, set()))

    def looks(self) -> Looks:
        """All that has been looked at so far."""
        keys = tuple((what, tuple(sorted(asked))) for what, asked in sorted(self.keys.items()))
        return Looks(tuple(sorted(self.names)), keys)


class _Watched(Mapping[str, Value]):
    """Values of which it is noted which are asked for; nobody walks through them."""

    def __init__(self, values: Mapping[str, Value], asked: set[str]) -> None:
        self.values_there, self.asked = values, asked

    def __getitem__(self, key: str) -> Value:
        self.asked.add(key)
        return self.values_there[key]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("values that are looked at one by one")

    def __len__(self) -> int:
        return len(self.values_there)


class WatchedBook:
    """A book as templates have it: it is noted what of it they ask for."""

    def __init__(self, book: Book, looking: Looking) -> None:
        self._book, self._looking = book, looking

    def __getattr__(self, name: str) -> Any:
        self._looking.names.add(f"book.{name}")
        return getattr(self._book, name)


# What a template asks a book for that it does not have is told of a book, and not of who looks on.
WatchedBook.__name__, WatchedBook.__module__ = Book.__name__, Book.__module__
