"""What a template asks of verse: which number stands beside a line, and what unseen before one that is shared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from press.compose.typography import NBSP, is_verse
from press.style.style import Style
from press.text import Drama, Inlines, Paragraph, Speech, Verse, VerseLine, plain, walk

BROADEST = 52
"""So many letters a shared line may have with what came before it: where it would be longer, it moves to the left."""
LONG_NAME = 9
"""A speaker of more letters stands above the verse, though others stand at the head of theirs."""


def line_number(every: int, verse: Verse, line: VerseLine) -> str:
    """The number that stands beside a line, if `every` so many have one; that of a shared line stands at its end."""
    shown = every > 0 and verse.numbered and not line.begun and line.number % every == 0
    return str(line.number) if shown else ""


def is_numbered(every: int, node: Verse | Drama) -> bool:
    """Whether numbers stand beside any lines of verse or of a drama."""
    return any(
        line_number(every, verse, line) for verse in walk(node) if isinstance(verse, Verse) for line in verse.lines
    )


def unseen_before(line: VerseLine) -> str:
    """The words that came before those of a shared line, as far as there is room for them: as wide as they are, so deep
    is its indent.
    """
    room = max(BROADEST - len(plain(line.inlines)), 0)
    return (f"{line.before} "[-room:] if room else "").replace(" ", NBSP)


def has_long_name(speaker: Inlines) -> bool:
    """Whether a speaker's name is too long to stand beside verse."""
    return len(plain(speaker)) > LONG_NAME


def is_in_capitals(speaker: Inlines) -> bool:
    """Whether a speaker's name is typed in capitals, which a style may set as small ones."""
    return plain(speaker).isupper()


def begins_in_prose(speech: Speech) -> bool:
    """Whether a speech begins with a paragraph, at whose head the speaker may stand."""
    return isinstance(next(iter(speech.blocks), None), Paragraph)


def names_of_verse(style: Style, in_note: Callable[[], bool]) -> Mapping[str, Any]:
    """What a template knows of verse and drama, by its name there; `in_note`: whether a note is being written, beside
    which no number of a line has its place.
    """

    def every() -> int:
        return 0 if in_note() else style.verse_numbers

    return {
        "is_verse": is_verse,
        "line_number": lambda verse, line: line_number(every(), verse, line),
        "is_numbered": lambda node: is_numbered(every(), node),
        "unseen_before": unseen_before,
        "speakers": style.speakers,
        "has_long_name": has_long_name,
        "is_in_capitals": is_in_capitals,
        "begins_in_prose": begins_in_prose,
    }
