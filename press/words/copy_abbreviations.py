"""The list of abbreviations, as abbreviations.yaml has it: those that the texts use, by a plain look at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from press.words.letters import CopyRun
from press.words.plain_yaml import Record, Value

NO_TEXT = re.compile(r"\{[^{}]*\}|\]\([^()]*\)|\[\^[^\]]*\]|@[\w:.-]+|^\[[^\]]*\]:.*$", re.MULTILINE)
"""What of a text is not printed as it is written: marks, addresses, the names of notes, the keys of works."""


def abbreviation_runs(
    abbreviations: Record, texts: Sequence[str], plain: Callable[[Value | None, str, str], CopyRun | None]
) -> Iterator[CopyRun]:
    """What the list must print at least: whatever a source alone has may stand there too."""
    whole = "\n".join(NO_TEXT.sub(" ", text) for text in texts)
    for short, told in abbreviations.items():
        if re.search(rf"(?<!\w){re.escape(short)}s?(?!\w)", whole):
            long = told.get("long") if isinstance(told, dict) else told
            if run := plain(long, short, "abbreviations.yaml"):
                yield run
