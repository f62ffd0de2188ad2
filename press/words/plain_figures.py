"""Figures among the lines of a text: plates, which are printed elsewhere, and whose a picture is said to be.

Read without `press.editing`, as all of `plain_markdown` is: a figure is known by its rules alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from press.words.plain_tables import Rows

PLATE = re.compile(r"\{[^{}]*\bat=\"?plate\b[^{}]*\}\s*$")
PICTURE = re.compile(r"!\[")
GROUP = re.compile(r":{3,}\s*(?:figures\s*$|\{(?=[^}]*\.figures\b))")
CREDIT = re.compile(r"(?:(?<=[\s{])credit=)(?:\"([^\"]*)\"|([^\s\"}]+))")
"""Whose a picture is, in the braces behind it or at the head of a group."""


def parted(rows: Rows) -> tuple[Rows, tuple[Rows, ...]]:
    """The lines of a text without its plates, blank ones in their place; and the lines of each plate."""
    if not any("![" in line or ":::" in line for _, line in rows):
        return rows, ()
    kept, plates = list(rows), []
    for first, last in _figures(rows):
        lines = rows[first:last]
        opening = lines[0][1] if GROUP.match(_bare(lines[0][1])) else " ".join(line for _, line in lines)
        if PLATE.search(opening):
            plates.append(lines)
            kept[first:last] = [(number, "") for number, _ in lines]
    return kept, tuple(plates)


def _figures(rows: Rows) -> Iterator[tuple[int, int]]:
    """Where figures begin and end: a paragraph that begins with a picture, or a block of several."""
    at = 0
    while at < len(rows):
        first, bare = at, _bare(rows[at][1])
        at += 1
        if GROUP.match(bare):
            while at < len(rows) and not re.fullmatch(r":{3,}\s*", _bare(rows[at][1])):
                at += 1
            at += 1
            yield first, min(at, len(rows))
        elif PICTURE.match(bare) and (not first or not _bare(rows[first - 1][1]).strip()):
            while at < len(rows) and _bare(rows[at][1]).strip():
                at += 1
            yield first, at


def _bare(line: str) -> str:
    return line.lstrip(" >")


def credited(rows: Rows) -> Iterator[tuple[int, str]]:
    """Whose each picture of a text is said to be, with the line."""
    for number, line in rows:
        for found in CREDIT.finditer(line):
            yield number, found[1] or found[2] or ""


def credit_of_group(line: str) -> str:
    """Whose all pictures of a group are, as the line says that begins it."""
    found = CREDIT.search(line) if GROUP.match(line) else None
    return (found[1] or found[2] or "") if found else ""


def lettered(line: str, letters: Iterator[str], made: str) -> str:
    """A line of a group of figures, a letter before each picture that begins on it; `made` tells that it is printed."""
    return PICTURE.sub(lambda found: f" {made}{next(letters, 'z')} {found[0]}", line)
