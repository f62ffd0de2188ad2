"""One text of the manuscript while it is parsed: where it stands, its problems, and the notes written apart in it."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from press.editing.record_rules import DUPLICATE_ID
from press.editing.rules import NOTE_NEVER_CALLED
from press.problem import Origin, Problem, Rule, Severity


class NotesApart:
    """The notes written apart in a text: label → the text, the line where the note stands and its tokens.

    The fields of the header above a text may call them too.
    """

    def __init__(self) -> None:
        self.written: dict[str, tuple[MarkdownText, int, list[Token]]] = {}
        self.called: set[str] = set()


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

    def without_notes_apart(self, stream: Sequence[Token]) -> list[Token]:
        """The tokens of the text without those of the notes written apart in it, which are kept until they are called.

        They may stand anywhere, below their calls or above: so they are gathered before anything is parsed.
        """
        rest: list[Token] = []
        inside: list[Token] | None = None
        for token in stream:
            if token.type == "footnote_reference_open":
                line = token.map[0] if token.map else 0
                label, inside = token.meta["label"], []
                if label in self.apart.written:
                    self.complain(line, DUPLICATE_ID, f'note "{label}" is written twice')
                self.apart.written[label] = (self, line, inside)
            elif token.type == "footnote_reference_close":
                inside = None
            else:
                (rest if inside is None else inside).append(token)
        return rest

    def complain_of_uncalled(self) -> None:
        """A note written apart would be lost without a call."""
        for label, (text, line, _) in self.apart.written.items():
            if label not in self.apart.called:
                text.complain(line, NOTE_NEVER_CALLED, f'note "{label}" is never called')
