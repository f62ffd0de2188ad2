"""Reads cases that are written as prose, in the manner of djot's tests: no code to add a case, and every case says why.

A file of cases is Markdown. Each case is a sentence and, fenced below it, what is given, a line with a single dot, and
what is expected. Headings, and paragraphs that no fence follows, are for the reader alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FENCED = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """One case: why, what goes in, what must come out, and the line of the file on which its fence opens."""

    sentence: str
    given: str
    expected: str
    line: int


def cases(path: Path) -> list[Case]:
    """The cases of a file, in order. A fence without a sentence or a dot, or left open, is a mistake in the file."""
    text = path.read_text(encoding="utf-8")
    found: list[Case] = []
    last = 0
    for fence in FENCED.finditer(text):
        line = text.count("\n", 0, fence.start()) + 1
        sentence = text[last : fence.start()].strip().rpartition("\n\n")[2].replace("\n", " ")
        given, dot, expected = f"\n{fence[1]}".partition("\n.\n")
        if not sentence or sentence.startswith("#") or not dot:
            raise ValueError(f"{path}:{line}: a case wants a sentence before it, and a line with a single dot")
        found.append(Case(sentence, given.strip("\n"), expected.strip("\n"), line))
        last = fence.end()
    if "\n```" in text[last:]:
        raise ValueError(f"{path}: the last fence is not closed")
    return found
