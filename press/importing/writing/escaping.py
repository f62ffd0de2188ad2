"""Words as Markdown in which nothing is taken for a mark."""

from __future__ import annotations

import re

from press.editing.near_misses import plain_misses

GAP = "\x1f"
"""Stands for a space within braces, at which no line may end."""
OMISSION = re.compile(r"\[(?:\.\.\.|…)\]")
# what Markdown takes for a mark, and what the press replaces: +-
SPECIAL = re.compile(r"[\\`*_\[\]<{}@^]|(?<!\S)#+(?=\s|$)|&(?=#?\w+;)|\+(?=-)", re.IGNORECASE)
PARTS = frozenset("$~=|:#&>^<!")
"""What marks of other languages are made of."""
RISKY = re.compile(rf"{SPECIAL.pattern}|\.\.|\|", re.IGNORECASE)


def is_risky(text: str) -> bool:
    """Whether plain words may be read as something else than they are."""
    return bool(RISKY.search(text) or plain_misses(text))


def escaped(text: str, careful: bool = False) -> str:
    """Text in which nothing is taken for a mark, a citation or a sign to be replaced, but quotes and dashes are set.

    `careful`: whatever a mark is made of is escaped, wherever it stands.
    """
    out, last = [], 0
    for omission in OMISSION.finditer(text):  # brackets that the press knows, and checks for: never escaped
        out += [_escaped(text[last : omission.start()], careful), omission[0]]
        last = omission.end()
    rest = _escaped(text[last:], careful)
    # "[...]" with a parenthesis or a colon behind it would be a link, or the definition of one
    return "".join(out) + ("\\" + rest if out and rest[:1] in ("(", ":") else rest)


def _escaped(text: str, careful: bool) -> str:
    special = [match.start() for match in SPECIAL.finditer(text)]
    special += [at for at, char in enumerate(text) if char in PARTS] if careful else ()
    kept = {*special, *plain_misses(text, special)}
    return "".join(f"\\{char}" if at in kept else char for at, char in enumerate(text))
