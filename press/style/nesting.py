"""How deep brackets stand in brackets in a sheet, and sheets in sheets: the engine reads both by recursion, and would
fall over their depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from press.files import is_there
from press.limits import BRACKETS, IMPORTS
from press.problem import Origin, Problem, Rule
from press.style.magnitudes import too_large
from press.style.note_sheets import refused_of_notes
from press.style.rules import NOTES_IN_LINE, SHEET_TOO_DEEP, SHEET_TOO_LARGE
from press.style.style import StyleSheet

TOKEN = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|\\.|[(\[{)\]}]", re.DOTALL)
RULE = re.compile(TOKEN.pattern + "|;", re.DOTALL)
BETWEEN = re.compile(r"(?:\s|/\*.*?(?:\*/|\Z))*", re.DOTALL)
IMPORT = re.compile(r"/\*.*?\*/|@import\s+(?:url\(\s*)?[\"']?([^\"')\s;]+)", re.DOTALL | re.IGNORECASE)


def faults_of_sheet(sheet: StyleSheet) -> Iterator[Problem]:
    """What the engine would fall over in a sheet."""
    if line := too_deep(sheet.text):
        yield Problem(Origin(sheet.path, line), SHEET_TOO_DEEP, f"brackets more than {BRACKETS} deep")
        return
    yield from _imported(sheet, sheet.text, 0, 0)
    for line, rule, said in _refused(sheet.text):
        yield Problem(Origin(sheet.path, line), rule, said)


@lru_cache(maxsize=64)  # a style is read whenever anything is saved, and its sheets are most often what they were
def _refused(text: str) -> tuple[tuple[int, Rule, str], ...]:
    """What a text may not ask for, each with its line and its rule."""
    large = ((line, SHEET_TOO_LARGE, said) for line, said in too_large(text))
    of_notes = ((line, NOTES_IN_LINE, said) for line, said in refused_of_notes(text))
    return (*large, *of_notes)


def _imported(sheet: StyleSheet, text: str, line: int, level: int) -> Iterator[Problem]:
    """What is wrong with the sheets that a text asks for; `line`: that of the sheet itself by which they come."""
    for found in (each for each in IMPORT.finditer(text) if each[1]):
        here = line or text.count("\n", 0, found.start()) + 1
        path = sheet.folder / found[1]
        if level >= IMPORTS:
            message = f'it asks for itself, or for sheets more than {IMPORTS} deep: "{found[1]}"'
            yield Problem(Origin(sheet.path, here), SHEET_TOO_DEEP, message)
            return
        if is_there(path):  # else the engine tells that it cannot be had
            within = path.read_bytes().decode("utf-8", "replace")
            if too_deep(within):
                yield Problem(Origin(sheet.path, here), SHEET_TOO_DEEP, f'brackets too deep in "{found[1]}"')
            else:
                for _, rule, said in _refused(within):
                    yield Problem(Origin(sheet.path, here), rule, f'{said}, in "{found[1]}"')
                yield from _imported(sheet, within, here, level + 1)


def too_deep(css: str) -> int:
    """The line (from 1) on which brackets stand deeper than may be, or 0."""
    if sum(css.count(bracket) for bracket in "([{") <= BRACKETS:
        return 0
    depth = 0
    for token in TOKEN.finditer(css):
        if token[0] in "([{":
            depth += 1
            if depth > BRACKETS:
                return css.count("\n", 0, token.start()) + 1
        elif token[0] in ")]}":
            depth = max(0, depth - 1)
    return 0


def ends_of_rules(css: str) -> list[tuple[int, int]]:
    """Each rule of a sheet that stands in no other: the line on which it begins (from 1), and where it ends."""
    found: list[tuple[int, int]] = []
    depth = begun = 0
    for token in RULE.finditer(css):
        depth = depth + 1 if token[0] in "([{" else max(0, depth - 1) if token[0] in ")]}" else depth
        if not depth and token[0] in ";}":
            begin = begun + len(BETWEEN.match(css, begun)[0])  # type: ignore[index]  # it matches anywhere
            found.append((css.count("\n", 0, begin) + 1, token.end()))
            begun = token.end()
    return found
