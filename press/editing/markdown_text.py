"""One text of the manuscript while it is parsed: where it stands, its problems, and the notes written apart in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from press.editing.record_rules import DUPLICATE_ID
from press.editing.rules import NOTE_NEVER_CALLED
from press.problem import Origin, Problem, Rule, Severity, did_you_mean
from press.text import Blocks


class NoteApart(NamedTuple):
    """A note written apart: what it holds, and where it stands."""

    blocks: Blocks
    origin: Origin


class NotesApart:
    """The notes written apart in a text, by their labels. The fields of the header above a text may call them too.

    `meant`: those that a call with a slip in it was probably meant for.
    """

    def __init__(self) -> None:
        self.written: dict[str, NoteApart] = {}
        self.called: set[str] = set()
        self.meant: set[str] = set()

    def meant_by(self, label: str) -> str:
        """A hint at the note that may be meant by a label that none has."""
        hint = did_you_mean(label, self.written)
        self.meant |= {each for each in self.written if f'"{each}"' in hint}
        return hint


class MarkdownText:
    """One text of the manuscript while it is parsed, with the notes that it may call."""

    def __init__(self, origin: Origin, problems: list[Problem], apart: NotesApart) -> None:
        self.origin, self.problems, self.apart = origin, problems, apart

    def place(self, line: int) -> Origin:
        """The origin of a line of this text, counted from 0."""
        return self.origin.below(line)

    def complain(
        self, line: int, rule: Rule, message: str, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Add a problem at a line of this text, counted from 0."""
        self.problems.append(Problem(self.place(line), rule, message, hint, severity))

    def remark_once(self, line: int, rule: Rule, message: str) -> None:
        """Add a warning at a line of this text, counted from 0, if the text has none by this rule yet."""
        if not any(each.rule == rule and each.origin.path == self.origin.path for each in self.problems):
            self.complain(line, rule, message, "", Severity.WARNING)

    def parted(self, stream: Sequence[Token]) -> tuple[list[Token], dict[str, tuple[int, list[Token]]]]:
        """The tokens of the text without those of the notes written apart in it; and these, by their labels, each with
        the line where it stands.

        They may stand anywhere, below their calls or above: so they are gathered before anything is parsed.
        """
        rest: list[Token] = []
        notes: dict[str, tuple[int, list[Token]]] = {}
        inside: list[Token] | None = None
        for token in stream:
            if token.type == "footnote_reference_open":
                line = token.map[0] if token.map else 0
                label, inside = token.meta["label"], []
                if label in notes or label in self.apart.written:
                    self.complain(line, DUPLICATE_ID, f'note "{label}" is written twice')
                notes[label] = (line, inside)
            elif token.type == "footnote_reference_close":
                inside = None
            else:
                (rest if inside is None else inside).append(token)
        return rest, notes

    def complain_of_uncalled(self) -> None:
        """A note written apart would be lost without a call."""
        for label, note in self.apart.written.items():
            if label not in self.apart.called | self.apart.meant:
                self.problems.append(Problem(note.origin, NOTE_NEVER_CALLED, f'note "{label}" is never called'))
