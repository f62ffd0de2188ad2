"""What is wrong with a text that YAML cannot read, in words for an editor, and on the line where the slip is.

YAML's own reader says where it could go no further, which may be many lines below: a quotation mark that is not closed
ends at the next one. So the lines around are looked at for the slips that editors make, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

KEYED = re.compile(r"(?P<before>[ ]*(?:- +)*(?:(?P<key>[\w.-]+) *:|-))(?: +(?P<value>.*\S)|) *$")
"""A line with a key, or of a list, and what stands behind it."""
UNSPACED = re.compile(r" *(?:- +)*(?P<key>[A-Za-z_-]+):(?P<value>(?!//)\S.*)$")
SIGNS = "*&@`%!?,]}"
"""Characters with which no value may begin unless it is in quotation marks."""
PAIRS = {"[": "]", "{": "}"}
BLOCK = re.compile(r"[|>][+-]?\d?[+-]? *(#.*)?")
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")
SIGN, TOO_DEEP = "an alias, an anchor or a tag", "too many levels"
"""What the press itself will not read (`yaml_tree`)."""
UPWARDS = 60
"""As many lines above are looked at for a quotation mark that was not closed."""


@dataclass(frozen=True, slots=True)
class YamlFault:
    """A slip: its line, counted from 0, what it is, and what to write instead."""

    line: int
    what: str
    hint: str = ""


def explain(text: str, fault: yaml.MarkedYAMLError) -> YamlFault:
    """What an editor did when YAML's reader stopped with such a fault."""
    lines = text.split("\n")
    mark = fault.problem_mark or fault.context_mark
    at = mark.line if mark else 0
    begun = fault.context_mark.line if fault.context_mark else at
    context, problem = fault.context or "", fault.problem or ""
    if "quoted scalar" in context:
        return _quotation(lines, begun, at, problem)
    if problem == TOO_DEEP:
        return YamlFault(at, TOO_DEEP)
    if problem == SIGN and mark:
        sign = lines[at][mark.column]
        return YamlFault(at, *(_slip(lines[at]) or (f'a value that begins with "{sign}"', "put it in quotation marks")))
    if "flow" in context and begun != at:
        hint = "close it where it ends, or put what begins with it in quotation marks"
        return YamlFault(begun, f"the bracket opened here is not closed before line {at + 1}", hint)
    for line in _likely(lines, at, begun if "simple key" in context else at):
        if found := _slip(lines[line]):
            return YamlFault(line, *found)
    for line in range(min(at, len(lines)) - 1, max(at - UPWARDS, -1), -1):
        if found := _unclosed(lines[line]):
            return YamlFault(line, *found)
    return _other(lines, at, begun if "simple key" in context else at, problem)


def _likely(lines: list[str], at: int, begun: int) -> Iterator[int]:
    """Where the slip may be: where something began that could not be read, where it stopped, or on the line above."""
    above = next((n for n in range(min(at, len(lines)) - 1, -1, -1) if lines[n].strip()), at)
    yield from dict.fromkeys(n for n in (begun, at, above) if n < len(lines))


def _slip(line: str) -> tuple[str, str] | None:
    """What is wrong with one line, as far as it can be seen by itself: what it is, and a hint."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab at the beginning of a line", "indent by spaces"
    if (keyed := KEYED.match(line)) and keyed["value"]:
        return _in_value(keyed["value"], keyed["key"] or "")
    if unspaced := UNSPACED.match(line):
        key, value = unspaced["key"], unspaced["value"]
        return f'no space behind the colon of "{key}:"', f"write {key}: {value}"
    return None


def _in_value(value: str, key: str) -> tuple[str, str] | None:
    """What is wrong with a value as it stands on its line."""
    first = value[0]
    if first in "'\"":
        return _behind(value, key, QUOTED.match(value), "quotation mark")
    if first in PAIRS:
        end = _closing(value)
        return _behind(value, key, end, "bracket") if end else None
    if first in SIGNS or value.startswith("- "):
        return f'a value that begins with "{first}"', _in_quotes(value, key)
    if first in "|>" and not BLOCK.fullmatch(value):
        return f'words behind the "{first}"', f"write them below it, indented; or {_in_quotes(value, key)}"
    if re.search(r":(?: |$)", value):
        return "a colon in a value without quotation marks", _in_quotes(value, key)
    return None


def _behind(value: str, key: str, closed: re.Match[str] | None, what: str) -> tuple[str, str] | None:
    """Words behind the mark that closes what a value begins with, so that they belong to nothing."""
    rest = value[closed.end() :].strip() if closed else ""
    if not rest or rest.startswith(("#", ",", "]", "}")):
        return None
    return f"words behind the closing {what}", _in_quotes(value, key)


def _closing(value: str) -> re.Match[str] | None:
    """The brackets with which a value begins, as far as they are closed on the line."""
    open_, depth = value[0], 0
    for n, char in enumerate(value):
        depth += (char == open_) - (char == PAIRS[open_])
        if depth == 0:
            return re.compile(f".{{{n + 1}}}", re.DOTALL).match(value)
    return None


def _in_quotes(value: str, key: str) -> str:
    """How the value is to be written: in marks of the kind that it has not; a long one shortened."""
    value = value if len(value) <= 40 else f"{value[:36].rstrip()} …"
    quote = "'" if '"' in value and "'" not in value else '"'
    if quote == '"':
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f"put it in quotation marks: {key + ': ' if key else ''}{quote}{value}{quote}"


def _unclosed(line: str) -> tuple[str, str] | None:
    """A value that begins with a quotation mark and does not end with one on its line."""
    keyed = KEYED.match(line)
    value = keyed["value"] or "" if keyed else ""
    if value[:1] not in ("'", '"') or QUOTED.match(value):
        return None
    return _never_closed(value, keyed["key"] or "" if keyed else "")


def _never_closed(value: str, key: str) -> tuple[str, str]:
    if not key:
        return "a quotation mark that is not closed", "close it; a name with an apostrophe goes into double marks"
    what = "an apostrophe" if value.startswith("'") else "a mark that is to be printed"
    return "a quotation mark that is not closed", f"close it; or, if it is {what}, {_in_quotes(value, key)}"


def _quotation(lines: list[str], begun: int, at: int, problem: str) -> YamlFault:
    """A quotation that never ends, or has in it what none can have."""
    if "escape" in problem or "hexadecimal" in problem:
        hint = "write two of them; or put the value in single quotation marks"
        return YamlFault(at, "a backslash within double quotation marks", hint)
    return YamlFault(begun, *(_unclosed(lines[begun]) or _never_closed(lines[begun].strip(), "")))


def _other(lines: list[str], at: int, begun: int, problem: str) -> YamlFault:
    """What can be told only from how lines stand to each other, or from YAML's reader."""
    line = lines[at] if at < len(lines) else ""
    above = next((n for n in range(min(at, len(lines)) - 1, -1, -1) if lines[n].strip()), at)
    # a line is read on from above only if it is indented further
    level = above if _indent(lines[above]) == _indent(line) else at
    bare = next(
        (n for n in (begun, at, level) if n < len(lines) and lines[n].strip() and not KEYED.match(lines[n])), -1
    )
    if line.startswith(("---", "...")):
        return YamlFault(at, "a second record in one file", "take the line out")
    if "document start" in problem or "another document" in problem:
        return YamlFault(at, "something that belongs to no record", "see the lines above it")
    if bare >= 0 and ("could not find expected" in problem or "mapping values" in problem):
        return YamlFault(bare, "a line without a key", "write key: and the value; or indent what goes on from above")
    if problem.endswith(("']'", "'}'")):
        return YamlFault(at, "a closing bracket too many", "take one out, or open one")
    if "expected ',' or" in problem:
        return YamlFault(
            at, "something between brackets that is no part of a list", "mind commas, and close what is open"
        )
    if "block" in problem or "not allowed here" in problem:
        hint = "keys of one record stand below each other, those of a list behind one hyphen each"
        return YamlFault(at, "a line that is indented otherwise than those around it", hint)
    return YamlFault(at, problem or "it cannot be read")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
