"""The marks of notes: numbers, letters of a document's original, letters of a table, an asterisk."""

from __future__ import annotations

import string
from dataclasses import replace

from press.editing.rules import NOTE_OUT_OF_PLACE
from press.problem import Problem
from press.text import STAR, Note


class NoteMarks:
    """The marks of the notes of one chapter or document, one after another."""

    def __init__(self) -> None:
        self.numbers = self.letters = 0
        self.starred = False

    def next(self, note: Note) -> str:
        """The mark of the next note: the notes of an original keep to letters, so that nobody takes them for the
        editors'.
        """
        if note.original:
            self.letters += 1
            return letter(self.letters)
        if note.mark:
            return note.mark
        self.numbers += 1
        return str(self.numbers)

    def starred_once(self, note: Note, in_title: bool, problems: list[Problem]) -> Note:
        """A note without a number, if it may have none: one to the title of a chapter or a document; another is told,
        and has a number.
        """
        starred, self.starred = self.starred, True
        if starred or not in_title:
            what = "a second note without a number" if starred else "a note without a number that no title calls"
            problems.append(Problem(note.origin, NOTE_OUT_OF_PLACE, what, "take .unnumbered out"))
            return replace(note, mark="")
        return note


def letter(number: int) -> str:
    """The letters of notes: a to z, then aa, bb."""
    return string.ascii_lowercase[(number - 1) % 26] * ((number + 25) // 26)


def name_of(mark: str) -> str:
    """A mark as it can stand in an anchor."""
    return "star" if mark == STAR else mark
