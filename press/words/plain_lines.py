"""A text of the manuscript, line by line: which lines are its notes, and what of each is no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from press.words.plain_figures import GROUP, credit_of_group, lettered, parted
from press.words.plain_tables import Read, Rows, as_printed

MADE = "\ue000"
"""Stands before a word that the press makes, as the number of an item; by itself where it puts words of its own."""
DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:\s?(.*)")
LINK_DEFINITION = re.compile(r"[ ]{0,3}\[([^\]^]+)\]:\s*(?:https?:|mailto:|#|<)\S+[ ]*(?:\"[^\"]*\"|'[^']*')?[ ]*")
SOURCE = re.compile(r":{3,}\s*\{(?=[^}]*\.(?:verse|epigraph)\b)[^}]*source=\"?([^\"}]*)")
"""Whose words a block of verse or an epigraph has."""
NOINDENT = re.compile(r"^([\s>]*)\\noindent (?=.)")
"""LaTeX's word for a paragraph without an indent."""
NUMERAL = r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
NUMBER = re.compile(
    rf"\(?(\d{{1,9}}|#|([a-z])\2{{0,2}}|{NUMERAL}|(?i:{NUMERAL})(?<=[A-Z][A-Z])|([A-Z])\3{{1,2}}"
    r"|[A-Z](?=\))|[A-Z](?=\.\s\s))[.)](?:\s+|$)"
)
"""The number of an item. A capital with a point and one space behind it is the initial of a name."""
NUMBERED = re.compile(r"(?:\s|>|[-*+]\s|:\s)*")
PROSE = re.compile(r"[^\W\d_]+[\s,;:’'-]|$")
"""How a line begins that has no mark at its head, as nearly all: with a word, and no point or bracket behind it."""
HEADING_ID = re.compile(r"(#.*?)\s*\{(?:#|short=)[^}]*\}\s*")


def by_lines(lines: Iterable[str], first: int, read: Read, credits: bool) -> tuple[Rows, dict[str, Rows], Rows]:
    """The lines of the text itself; the notes written apart, by label; the heads and captions of tables."""
    rows: list[tuple[int, str]] = []
    apart: dict[str, list[tuple[int, str]]] = {}
    note: list[tuple[int, str]] | None = None
    blank = True
    for number, line in enumerate(lines, first):
        if "[^" in line and (defined := DEFINITION.match(line.lstrip(" >"))):
            note = apart.setdefault(defined[1], [])
            note.append((number, defined[2]))
        elif note is not None and (not line.strip() or line.startswith(("    ", "\t")) or not blank):
            note.append((number, line))
        else:
            note = None
            rows.append((number, line))
        blank = not line.strip()
    ordered, again = as_printed(parted(rows)[0], read)
    held = {label: _without_marks(as_printed(rows, read)[0], credits) for label, rows in apart.items()}
    return _without_marks(ordered, credits), held, _without_marks(again, credits)


def _without_marks(rows: Rows, credits: bool) -> Rows:
    plain: list[tuple[int, str]] = []
    source: tuple[int, str] | None = None
    letters: Iterator[str] | None = None
    for number, line in rows:
        bare = line.lstrip(" >")
        if bare.startswith(":::"):
            if named := SOURCE.match(bare):  # printed below its lines, where they end
                source = number, named[1]
            elif said := credit_of_group(bare):
                source = (number, said) if credits else None
            elif source:
                plain.append((source[0], _unmarked(source[1])))
                source = None
            letters = iter(ascii_lowercase) if GROUP.match(bare) else None
        plain.append((number, _unmarked(line if letters is None else lettered(line, letters, MADE))))
    return plain


def _unmarked(line: str) -> str:
    """A line without what is no text: the attributes of a block or heading, the address of a link kept apart."""
    if PROSE.match(line):
        return line.replace("|", " ")
    if line.lstrip(" >\t").startswith(":::") or LINK_DEFINITION.fullmatch(line):
        return ""
    if heading := HEADING_ID.fullmatch(line.strip()):
        line = heading[1]
    line = NOINDENT.sub(r"\1", line)
    return _without_numbers(line).replace("|", " ")


def _without_numbers(line: str) -> str:
    """A line with the numbers of items marked as made: they are counted by the press, and an item may begin a list."""
    begun = NUMBERED.match(line)
    at = begun.end() if begun else 0
    made = line[:at]
    while found := NUMBER.match(line, at):
        made, at = f"{made} {MADE}{found[1]}. ", found.end()
    return made + line[at:]
