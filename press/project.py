"""Where things stand: the manuscript's folder, the styles, where the products go, and what is kept between runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from os.path import isfile  # which says no where a path is too long, or a folder closed
from pathlib import Path

KEPT = ".import"
"""The folder in a manuscript where what the last import wrote is kept, for the next version of the author's file."""
MANUSCRIPT = "manuscript"
"""What the folder of the manuscript is called in that of a book."""
BOOK = "book.yaml"
"""The file that makes a folder a manuscript."""
OWN = ("tasks.py", "pyproject.toml")
"""Either file tells that the folder around a manuscript is a book's own."""
CHECKOUT = f"press/starter/{BOOK}"
"""The file by which a checkout of the press is known, whichever press is asked."""


def shipped() -> Path:
    """The folder of the styles and profiles that come with the press: within the package, or in a checkout its top."""
    package = Path(__file__).resolve().parent
    within = package / "shipped"
    return within if within.is_dir() else package.parent


def book_around(folder: Path) -> tuple[Path, Path] | None:
    """The nearest book that a folder lies in, as its own folder and that of its manuscript; None if it lies in none.

    A manuscript that has no folder of a book around it is one by itself, and its products come beside it.
    """
    for each in (folder, *folder.parents):
        if isfile(each / MANUSCRIPT / BOOK):
            return each, each / MANUSCRIPT
        if isfile(each / BOOK) and each.name != MANUSCRIPT:
            return each.parent, each
    return None


def another_around(folder: Path) -> Path | None:
    """The nearest book's folder above that of a book; None if there is none, or it is a checkout of the press, which
    has a book of its own and may have others in it. Books side by side lie in none.
    """
    around = book_around(folder.resolve().parent)
    return around[0] if around and not isfile(around[0] / CHECKOUT) else None


@dataclass(frozen=True, slots=True)
class Project:
    """A manuscript's folder (that of its book.yaml), the folder of styles, and that of the products,
    and that of what is kept between runs.

    `here` is the folder from which files are named to people: a path below it is told relative, any other absolute.
    `styles` are the book's own, which need not be there; those of the press stand behind them.
    """

    manuscript: Path
    styles: Path
    dist: Path
    cache: Path
    here: Path

    @classmethod
    def at(cls, top: Path, manuscript: Path | None = None, here: Path | None = None) -> Project:
        """The project in the folder `top`; `manuscript` if the book lives elsewhere."""
        return cls(manuscript or top / MANUSCRIPT, top / "styles", top / "dist", top / ".cache", here or top)

    @classmethod
    def found(cls, home: Path, manuscript: Path | None, here: Path, *, chosen: bool = False) -> Project:
        """The project that a task is for which is begun in the folder `here`.

        That is the book named, by its folder or that of its manuscript; else the nearest that `here` lies in; else the
        one of `home`, which comes before the nearest if it has been `chosen` and lies elsewhere. What is made of a
        manuscript without a folder of its own comes to `dist/` of `home`, or of the nearest book.
        """
        around = None if chosen and not here.is_relative_to(home) else book_around(here)
        if manuscript is None:
            top, found = around or (home, home / MANUSCRIPT)
            bare = found.name != MANUSCRIPT
            return cls.at(home if bare and found.is_relative_to(home) else top, found, here)
        if isfile(manuscript / MANUSCRIPT / BOOK) and not isfile(manuscript / BOOK):
            return cls.at(manuscript, here=here)
        beside = manuscript.parent
        if manuscript.resolve().name == MANUSCRIPT and any(isfile(beside / name) for name in OWN):
            return cls.at(beside, manuscript, here)
        return cls.at(around[0] if around and around[1].name == MANUSCRIPT else home, manuscript, here)

    @property
    def around(self) -> Path | None:
        """The folder of another book in which that of this one lies; None where a manuscript has none of its own."""
        whole = self.manuscript.name == MANUSCRIPT and isfile(self.manuscript / BOOK)
        return another_around(self.manuscript.parent) if whole else None

    @property
    def profiles(self) -> Path:
        """The folder of printing houses' profiles, beside the styles."""
        return self.styles.parent / "profiles"

    def shown(self, path: Path) -> str:
        """A path as it is told to people, and as an editor or a terminal opens it."""
        # not resolved: whoever has linked a folder into the project knows it by its name there
        whole = Path(os.path.abspath(path))
        return whole.relative_to(self.here).as_posix() if whole.is_relative_to(self.here) else whole.as_posix()
