"""Where styles are looked for: the book's own `styles/`, what `styles:` of book.yaml names, those of the press.

What is named is a folder, by its path from the manuscript, or an installed package. Either has folders with a
`style.yaml`, and CSL files in `citations/`; both may stand in a folder `styles/` within it.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from importlib.machinery import PathFinder
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from press.book import Book
from press.problem import Faulty, Origin, Problem
from press.project import Project, shipped
from press.style.rules import NO_STYLES_WITHIN, NOT_WHOLE, UNKNOWN_LIBRARY

BASE = "base/style.yaml"
"""What is there if the press has its styles."""
PACKAGE = re.compile(r"\w[\w.-]*")
NAMED = "a package is named as pip knows it, acme-styles, and a folder by its path from book.yaml, ../house-styles"


def libraries(project: Project, named: tuple[str, ...] = (), asked: Origin = Origin("")) -> tuple[Path, ...]:
    """The folders to look in, one after another. Raises `Faulty` where one that is `named` cannot be had."""
    houses = [_library(project, each, asked) for each in named]
    own = shipped() / "styles"
    if not any((folder / BASE).is_file() for folder in (project.styles, *houses, own)):
        # not by its name: on the public index that is the name of another package
        hint = "install it anew, from its checkout or its wheel"
        raise Faulty([Problem(Origin("press"), NOT_WHOLE, "the press has been installed without its styles", hint)])
    # a checkout's own are those of the press, and are not looked for twice
    return tuple({folder.resolve(): folder for folder in (own, *reversed(houses), project.styles)}.values())[::-1]


def libraries_of(project: Project, book: Book) -> tuple[Path, ...]:
    """The folders in which a book's styles are looked for. Raises `Faulty`, at the line that names one."""
    return libraries(project, book.libraries, book.keys.get("styles", book.origin))


Measures: TypeAlias = tuple[int, int, int]
"""The size of a file in bytes, and when its content and when anything about it was changed last, in nanoseconds."""


def as_they_are(folders: Iterable[Path]) -> Iterator[tuple[str, Measures]]:
    """Each file of some folders, and of those that are linked into them, with its measures, by which a change shows."""
    walked = set[str]()
    for folder, inner, names in chain.from_iterable(os.walk(each, followlinks=True) for each in folders):
        if (real := os.path.realpath(folder)) in walked:  # a folder linked into itself has no end
            inner.clear()
            continue
        walked.add(real)
        inner.sort()
        for path in sorted(Path(folder, name) for name in names):
            with contextlib.suppress(OSError):
                yield str(path), measures_of(path)


def measures_of(path: Path) -> Measures:
    """What a file is known by. Raises `OSError` if there is none."""
    found = path.stat()
    # a copy that keeps the time of what it was made of (`cp -p`) may have its size too
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def sheet_of_press(project: Project, name: str) -> str:
    """The text of a template that is of no style, by its path below the styles. Raises `OSError` if there is none."""
    found = (folder / name for folder in libraries(project))
    path = next((each for each in found if each.is_file()), shipped() / "styles" / name)
    return path.read_text(encoding="utf-8")


def style_folders(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Every style that there is, by its name, where it is found first."""
    there = [path.parent for folder in reversed(folders) for path in sorted(folder.glob("*/style.yaml"))]
    return {path.name: path for path in there}


def citation_files(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Every citation style that there is, by the name of its file, where it is found first."""
    return {path.name: path for folder in reversed(folders) for path in sorted((folder / "citations").glob("*.csl"))}


def named_folder(project: Project, name: str) -> Path | None:
    """The folder that `styles:` names, by its path from the manuscript; None of a package."""
    if not re.search(r"[/\\]|^\.", name):
        return None
    return project.manuscript / os.path.expanduser(name)  # of nobody it leaves `~nobody` as it is


def _library(project: Project, name: str, asked: Origin) -> Path:
    if (place := named_folder(project, name)) is not None:
        within = [place] if os.path.isdir(place) else []  # nor of a name that no folder can have
        if not within:
            hint = f"by that path from book.yaml it would be {project.shown(place)}"
            raise Faulty([Problem(asked, UNKNOWN_LIBRARY, f'no folder "{name}"', hint)])
    else:
        within = list(_package(name))
        if not within and not name:
            raise Faulty(
                [Problem(asked, UNKNOWN_LIBRARY, "no package or folder is named", "name one, or take the key out")]
            )
        if not within:
            hint = f"pip install {name}; a folder is named by its path: ./{name}" if PACKAGE.fullmatch(name) else NAMED
            if name in style_folders((project.styles, shipped() / "styles")):
                hint = f"one style is chosen by another key, style: {name}"
            raise Faulty([Problem(asked, UNKNOWN_LIBRARY, f'no package "{name}" is installed', hint)])
    for place in (inner for each in within for inner in (each, each / "styles")):
        if style_folders((place,)) or citation_files((place,)):
            return place
    message = f'"{name}" has neither a folder with a style.yaml nor a citations/*.csl'
    raise Faulty([Problem(asked, NO_STYLES_WITHIN, message, "name the folder or the package that has")])


def _package(name: str) -> Iterator[Path]:
    """The folders of a package, by the name that pip knows it by or that Python does; nothing of it is run."""
    for known in dict.fromkeys((re.sub(r"[-.]+", "_", name).casefold(), name)):
        spec = PathFinder.find_spec(known) if known.isidentifier() else None
        yield from map(Path, (spec.submodule_search_locations or ()) if spec else ())
