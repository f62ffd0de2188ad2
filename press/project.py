"""Where things stand: the manuscript's folder, the styles, where the products go, and what is kept between runs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KEPT = ".import"
"""The folder in a manuscript where what the last import wrote is kept, for the next version of the author's file."""


@dataclass(frozen=True, slots=True)
class Project:
    """A manuscript's folder (that of its book.yaml), the folder of styles, and that of the products,
    and that of what is kept between runs.

    `here` is the folder from which files are named to people: a path below it is told relative, any other absolute.
    """

    manuscript: Path
    styles: Path
    dist: Path
    cache: Path
    here: Path

    @classmethod
    def at(cls, top: Path, manuscript: Path | None = None, here: Path | None = None) -> Project:
        """The project in the folder `top`; `manuscript` if the book lives elsewhere."""
        return cls(manuscript or top / "manuscript", top / "styles", top / "dist", top / ".cache", here or top)

    def styles_as_they_are(self) -> Iterator[tuple[str, int, int]]:
        """Each file of the styles, with its size and when it was changed last, by which a change shows."""
        for path in sorted(self.styles.rglob("*")):
            with contextlib.suppress(OSError):
                found = path.stat()
                yield str(path), found.st_size, found.st_mtime_ns

    @property
    def profiles(self) -> Path:
        """The folder of printing houses' profiles, beside the styles."""
        return self.styles.parent / "profiles"

    def shown(self, path: Path) -> str:
        """A path as it is told to people, and as an editor or a terminal opens it."""
        # not resolved: whoever has linked a folder into the project knows it by its name there
        whole = Path(os.path.abspath(path))
        return whole.relative_to(self.here).as_posix() if whole.is_relative_to(self.here) else whole.as_posix()
