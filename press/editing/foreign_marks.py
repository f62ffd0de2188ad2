"""The quotation marks of other languages, and the spaces that some part their marks with: for what is quoted in them.

The typewriter's marks of a passage are turned as English turns them, and then take the shapes of their language. What
is typed as a printer's mark is left alone, as everywhere; so are languages that are not listed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple


class ForeignMarks(NamedTuple):
    """The marks of a quotation, and those of one within it."""

    double: tuple[str, str]
    single: tuple[str, str]


LOW = ForeignMarks(("„", "“"), ("‚", "‘"))
GUILLEMETS = ForeignMarks(("«", "»"), ("“", "”"))
OUTWARD_LOW = ForeignMarks(("«", "»"), ("„", "“"))
TAIL = ForeignMarks(("„", "”"), ("‚", "’"))
MARKS = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "lt", "et", "is", "ka"), LOW),
    **dict.fromkeys(("it", "es", "pt", "ca", "el", "no", "nb", "nn"), GUILLEMETS),
    **dict.fromkeys(("ru", "uk", "be"), OUTWARD_LOW),
    **dict.fromkeys(("pl", "ro", "hr", "sr"), TAIL),
    "hu": ForeignMarks(("„", "”"), ("»", "«")),
    "da": ForeignMarks(("»", "«"), ("›", "‹")),
    **dict.fromkeys(("sv", "fi"), ForeignMarks(("”", "”"), ("’", "’"))),
    "fr": ForeignMarks(("«\u00a0", "\u00a0»"), ("“", "”")),
    "de-CH": ForeignMarks(("«", "»"), ("‹", "›")),
    "fr-CH": ForeignMarks(("«", "»"), ("‹", "›")),
}
"""A language, or one in a country → its marks (Chicago 18, 11.19 to 11.104)."""
SPACED = re.compile(r"(?:(?<=[^\W_])|(?<=”))(?=[;!?]+(?:[\s»”’)\]]|$)|:(?:\s|$))")
"""Where French has a space before a mark."""


def marks_of(lang: str) -> ForeignMarks | None:
    """The marks of a language, if they are not those of English."""
    return MARKS.get(lang) or MARKS.get(lang.partition("-")[0])


def parts_marks(lang: str) -> bool:
    """Whether a language has spaces before marks, as the French of France has."""
    return lang.partition("-")[0] == "fr" and lang != "fr-CH"


def foreign_letters(before: str, after: str, fixed: Set[int], lang: str) -> list[str]:
    """The letters of a line whose marks have been turned (`after`) with those of their language; as many as there were.

    `before`: the line as it was typed; `fixed`: where letters stand for themselves.
    """
    letters = list(after)
    if marks := marks_of(lang):
        opened: list[int] = []
        for at, (typed, turned) in enumerate(zip(before, after, strict=True)):
            if typed == '"':
                letters[at] = marks.double[turned != "“"]
            elif typed == "'" and turned == "‘":
                opened.append(at)
            elif typed == "'" and opened and _closes(after, at):  # the others are apostrophes
                letters[opened.pop()], letters[at] = marks.single
    if parts_marks(lang):
        for found in SPACED.finditer(after):
            if found.start() - 1 not in fixed and found.start() not in fixed:
                letters[found.start() - 1] += "\u00a0"
    return letters


def _closes(text: Sequence[str], at: int) -> bool:
    return not "".join(text[at + 1 : at + 2]).isalnum()
