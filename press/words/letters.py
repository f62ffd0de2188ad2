"""Words as they are compared: letters and figures alone, so that marks, spaces, hyphens, capitals are nobody's loss."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from press.problem import Origin

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
NO_LETTER = re.compile(rf"[\W_{RIGHT_TO_LEFT}]+")
"""Hebrew and Arabic letters are left out on both sides: readers of PDF do not agree about their order on a line."""


def fold(text: str) -> str:
    """The letters and figures of a text: ligatures parted, superiors plain, capitals small."""
    return NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


class CopyWord(NamedTuple):
    """A word of the manuscript: its letters, how it is written, its line; not `sure` if a style may leave it out.

    Without letters it is a place where the press puts words of its own: a reference's label, a citation.
    """

    letters: str
    written: str
    line: int
    sure: bool = True


class CopyCitation(NamedTuple):
    """A work cited: its key, the first figures of the locator, and the line."""

    key: str
    figures: str
    line: int


@dataclass(frozen=True, slots=True)
class CopyRun:
    """Words of one file that must be printed one behind another: its text, or a field of its header. `sides`: what
    stands in the margin beside them.
    """

    path: str
    words: tuple[CopyWord, ...]
    citations: tuple[CopyCitation, ...] = ()
    name: str = "text"
    sides: tuple[CopyRun, ...] = ()

    def origin(self, at: int) -> Origin:
        """Where a word stands."""
        return Origin(self.path, self.words[at].line if self.words else 0)

    @property
    def unnoted(self) -> CopyRun:
        """A title as it is repeated: without the calls of its notes."""
        return CopyRun(self.path, tuple(word for word in self.words if word.sure), (), self.name)


@dataclass(frozen=True, slots=True)
class CopyPiece:
    """What a piece of the book must print: its runs and its notes; `listed`: the works that it lists at its end.
    `ordered`: the runs too come in this order.

    `repeated`: the letters of the heads of tables, which are printed again on every page that a table goes on to.
    """

    kind: str
    origin: Origin
    runs: tuple[CopyRun, ...] = ()
    notes: tuple[CopyRun, ...] = ()
    ordered: bool = True
    repeated: frozenset[str] = field(default=frozenset())
    listed: tuple[CopyCitation, ...] = ()

    def listing(self, works: CopyRun) -> CopyPiece:
        """The bibliography with the works that it lists; any other piece is what it was."""
        return replace(self, runs=(*self.runs, works), ordered=False) if self.kind == "bibliography" else self
