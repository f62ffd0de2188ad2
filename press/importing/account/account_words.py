"""What an import's account finds, and how it is told: words of the file by their number, and those that are lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from press.importing.rules import WORDS_NOT_IMPORTED
from press.importing.structure.collection import Places
from press.importing.typescript import LeftOut
from press.problem import Origin, Problem

MOVED = 20
SAID = 10
"""So many losses are said one by one; the report has them all."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of the file that are neither in the book nor in the report, from which place; or a mark over them.

    `words` are as they are shown, `letters` all of them as they are compared; `at`: file and line of the manuscript
    where they now stand.
    """

    place: int
    words: str
    mark: str = ""
    letters: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class FileAccount:
    """How many words the file has, how many of them are in the book and how many in the report; what is lost.

    `moved`: words that stand in the book elsewhere than in the file. `marked`: words of the file under a mark, and how
    many of them are under it in the book. `citations`: live ones of the file, `cited`: those that are in the book, or
    told as dead. `unread`: files of a kind whose own words are not read.
    """

    words: int = 0
    kept: int = 0
    told: int = 0
    lost: tuple[Lost, ...] = ()
    moved: tuple[Lost, ...] = ()
    marked: int = 0
    kept_marks: int = 0
    lost_marks: tuple[Lost, ...] = ()
    citations: int = 0
    cited: int = 0
    unread: tuple[str, ...] = ()
    left: tuple[LeftOut, ...] = ()

    @property
    def uncited(self) -> int:
        """How many live citations of the file are neither in the book nor told as dead."""
        return max(0, self.citations - self.cited)


def place_written(written: Mapping[int, str], place: int) -> str:
    """Where in the manuscript a place is: file and line of the block that it went to, or else of the one before."""
    if not place or place in written:
        return written.get(place, "")
    return written[max(before)] if (before := [each for each in written if 0 < each < place]) else ""


def account_lines(account: FileAccount, places: Places, written: Mapping[int, str]) -> Iterator[str]:
    """The account as the report has it; `written`: where each place is in the manuscript."""

    def said(each: Lost) -> str:
        there = each.at or place_written(written, each.place)
        return places.said(each.place) + (f" ({there})" if there else "")

    yield (
        f"Of {account.words:,} words {account.kept:,} are in the manuscript and {account.told:,} are told below as left"
        f" out or changed; {'none is' if not account.lost else f'{len(account.lost)} passages are'} in neither."
    )
    for each in account.lost:
        yield f"- {said(each)}, in neither the manuscript nor this report: “{each.words}”"
    if account.marked:
        yield (
            f"\nOf {account.marked:,} words in italics, bold, small capitals or the like, or struck, raised or lowered,"
            f" {account.kept_marks:,} are so in the manuscript."
        )
    for each in account.lost_marks:
        yield f"- {said(each)}, {each.mark} not kept: “{each.words}”"
    if account.citations:
        lost = f"; {account.uncited} are not: cite the works by hand" if account.uncited else ""
        found = account.citations - account.uncited
        yield f"\nOf {account.citations:,} live citations {found:,} are in it, or told as dead{lost}."
    for each in account.moved[:MOVED]:
        yield f"- {said(each)}, now elsewhere: “{each.words}”"
    if len(account.moved) > MOVED:
        yield f"- and {len(account.moved) - MOVED} passages more, which now stand elsewhere"
    for name in account.unread:
        yield f"- {name}: the words of this kind of file are not counted: see whether all is there"


def lost_words(account: FileAccount, places: Places, name: str) -> Iterator[Problem]:
    """What the account says is lost, as problems of the file."""
    for each in account.lost[:SAID]:
        yield Problem(Origin(name), WORDS_NOT_IMPORTED, f"words in neither, {places.said(each.place)}: “{each.words}”")
    if (more := len(account.lost) - SAID) > 0:
        yield Problem(Origin(name), WORDS_NOT_IMPORTED, f"and {more} passages more: see the report")
    if account.uncited:
        message = f"live citations that are neither in the manuscript nor told: {account.uncited}"
        yield Problem(Origin(name), WORDS_NOT_IMPORTED, message)
