"""The files that an author has sent, one or many, as one: every place counted through all of them, no key twice.

Each file counts its own lines or paragraphs. Here they are counted on from file to file, and `Places` tells which place
of which file a count is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from press.editing.markdown import KEY
from press.importing.slugs import slug
from press.importing.typescript import LeftOut, Typescript
from press.problem import Origin
from press.text import Cluster, Figure, walk

KEY_WHOLE = re.compile(KEY)
FIRST = 1
"""The place that is a folder's first file: 0 is the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What an author has sent: a file, or a folder of files in their order, with what could not be read of it.

    `name` is that of the file or the folder; `starts`: the place at which each file begins.
    """

    name: str
    files: tuple[Typescript, ...]
    starts: tuple[int, ...]
    is_folder: bool = False
    passed_over: tuple[LeftOut, ...] = ()
    references: tuple[Mapping[str, object], ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        """How places are told."""
        return Places(self.starts, tuple((file.name, file.unit) for file in self.files))

    @property
    def language(self) -> str:
        """The language that most of the files say they are in."""
        said = Counter(file.language for file in self.files if file.language)
        return said.most_common(1)[0][0] if said else ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the places of each file begin, and each file's name and what it counts."""

    starts: tuple[int, ...]
    files: tuple[tuple[str, str], ...]

    def said(self, first: int, last: int = 0) -> str:
        """A place, or those from the first to the last, in one file: *paragraphs 3–7*; of many files with its name."""
        if not first:  # place 0 is the whole
            return "the file" if len(self.files) == 1 else "the folder"
        at = bisect_right(self.starts, first) - 1
        (name, unit), start = self.files[at], self.starts[at]
        places = f"{unit}s {first - start}–{last - start}" if last > first else f"{unit} {first - start}"
        if len(self.files) == 1:
            return places
        return f"{name}, {places}" if first - start else name

    def listed(self, places: Sequence[int]) -> str:
        """Several places in one file or many: *paragraphs 3, 7*."""
        shown = sorted({place for place in places if place})
        if not shown:
            return ""
        if len(self.files) == 1:
            return f"{self.files[0][1]}{'s' if len(shown) > 1 else ''} {', '.join(map(str, shown))}"
        return "; ".join(self.said(place) for place in shown)


def extent_of(file: Typescript) -> int:
    """How many places a file has."""
    told = (*(each.place for each in file.left), *(each.place for each in file.changed))
    inside = (each.origin.line for each in walk(file.blocks) if hasattr(each, "origin"))
    return max((*told, *inside), default=0) + 1


def collect(name: str, files: Sequence[Typescript], is_folder: bool = False) -> Collection:
    """Files as one: places and pictures counted through, and each key of a citation that of one work."""
    placed: list[Typescript] = []
    starts: list[int] = []
    pictures: dict[str, bytes] = {}
    known: dict[str, Mapping[str, object]] = {}
    start = FIRST * is_folder
    for file in files:
        keys = _keys(file, known)
        paths = _paths(file, pictures)
        known |= {keys.get(str(r.get("id", "")), str(r.get("id", ""))): r for r in file.references}
        references = tuple({**r, "id": keys.get(str(r.get("id", "")), r.get("id", ""))} for r in file.references)
        moved = replace(file, references=references)
        placed.append(_moved(moved, start, keys, paths) if start or keys or paths else moved)
        starts.append(start)
        start += extent_of(file)
    return Collection(
        name=name,
        files=tuple(placed),
        starts=tuple(starts),
        is_folder=is_folder,
        references=tuple(record for file in placed for record in file.references),
        pictures=pictures,
    )


def _keys(file: Typescript, known: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Keys that a manuscript cannot have, and those of other works in files before, each with one that it can have."""
    cited = {c.key for node in walk(file.blocks) if isinstance(node, Cluster) for c in node.citations}
    renamed = {key: slug(key) or "source" for key in cited if not KEY_WHOLE.fullmatch(key)}
    for record in file.references:
        key = str(record.get("id", ""))
        ours = renamed.get(key, key)
        if ours in known and {**known[ours], "id": key} != {**record, "id": key}:
            number = next(n for n in range(2, 10_000) if f"{ours}-{n}" not in known)
            renamed[key] = f"{ours}-{number}"
    return renamed


def _paths(file: Typescript, pictures: dict[str, bytes]) -> dict[str, str]:
    """Other paths of a file's pictures among those of all files, to which they are added, each but once."""
    moved: dict[str, str] = {}
    for path, content in file.pictures.items():
        same = next((known for known, held in pictures.items() if held == content), "")
        there = same or f"figures/figure-{len(pictures) + 1}.{path.rpartition('.')[2]}"
        pictures[there] = content
        if there != path:
            moved[path] = there
    return moved


def _moved(file: Typescript, by: int, keys: Mapping[str, str], paths: Mapping[str, str]) -> Typescript:
    """A file whose places are counted on from those before it."""
    return replace(
        file,
        blocks=_within(file.blocks, by, keys, paths),
        words=file.words and tuple(each._replace(place=each.place + by) for each in file.words),
        left=tuple(replace(each, place=each.place + by) for each in file.left),
        changed=tuple(replace(each, place=each.place + by) for each in file.changed),
        subtitles=frozenset(place + by for place in file.subtitles),
        belongings=frozenset(place + by for place in file.belongings),
        bylines=frozenset(place + by for place in file.bylines),
        unnumbered=frozenset(place + by for place in file.unnumbered),
    )


def _within(node: Any, by: int, keys: Mapping[str, str], paths: Mapping[str, str]) -> Any:
    """A node with its places counted on, with citations by other keys, and figures at other paths."""
    if isinstance(node, tuple):
        return tuple(_within(each, by, keys, paths) for each in node)
    if isinstance(node, Origin):
        return Origin(node.path, node.line + by) if node.line else node
    if isinstance(node, Cluster):
        node = replace(node, citations=tuple(replace(c, key=keys.get(c.key, c.key)) for c in node.citations))
    if isinstance(node, Figure):
        node = replace(node, path=paths.get(node.path, node.path))
    if is_dataclass(node) and not isinstance(node, type) and hasattr(node, "__slots__"):
        held = {f.name: getattr(node, f.name) for f in fields(node)}
        nested = {name: value for name, value in held.items() if isinstance(value, (tuple, Origin))}
        return replace(node, **{n: _within(v, by, keys, paths) for n, v in nested.items()}) if nested else node
    return node
