"""Manuscripts spoiled at random, for `bench.attack`: what an editor, a converter or an enemy may have done to one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

TEXTS = {".md", ".yaml", ".svg", ".css", ".j2", ".csl"}
NASTY = (
    *("\0", "\x0b", "\x1b[31m", "\ufeff", "\u202e", "\ud7ff", "\U0010ffff", "²", "é" * 300, "\r", "\t", "\u2028"),
    *(
        "*" * 300,
        "> " * 40,
        "[" * 200,
        "^[" * 50,
        "- " * 60,
        "![](",
        "[@",
        "[@x",
        "](javascript:alert(1))",
        "{#",
        "{.page}",
    ),
    *(":::", "---\n", "***", "<script>", "&#0;", "|" * 200, "$$", "%41", "{{ 7 }}", "~" * 80, "`" * 80, "#" * 40 + " "),
    *(
        "!!python/object:os.system x",
        "&a [*a]",
        "<<: *a",
        "? ",
        "'",
        '"',
        "{",
        "}",
        "- {",
        ": : :",
        "0x",
        "1e999",
        "~",
        "9" * 400,
    ),
)
Mutation = Callable[[str, random.Random], str]


def texts_in(folder: Path) -> list[Path]:
    """The files of a manuscript or a style that can be spoiled."""
    return sorted(path for path in folder.rglob("*") if path.suffix in TEXTS and path.name != "README.md")


def spoil(files: Sequence[Path], chance: random.Random) -> tuple[Path, bytes]:
    """Spoil one of some files; which, and what it was before."""
    path = chance.choice(files)
    before = path.read_bytes()
    if chance.random() < 0.1:  # a disk or a line that has spoiled bytes
        spoiled = bytearray(before)
        for _ in range(chance.randint(1, 8)):
            spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(spoiled[: chance.choice((len(spoiled), chance.randrange(len(spoiled))))]))
        return path, before
    text = before.decode()
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        text = chance.choice(MUTATIONS)(text, chance)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path, before


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(NASTY) + text[at:]


def _cut(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.choice((1, 2, 7, 60, 900)) :]


def _repeat(text: str, chance: random.Random) -> str:
    at, length = chance.randint(0, len(text)), chance.choice((1, 3, 20, 200))
    return text[:at] + text[at : at + length] * chance.choice((2, 3, 40)) + text[at + length :]


def _swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _indent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(("  ", "    ", "\t", "> ", "- ", "1. ")) + lines[at]
    return "\n".join(lines)


def _other_word(text: str, chance: random.Random) -> str:
    words = list(re.finditer(r"[\w-]+", text))
    if not words:
        return text
    here, there = chance.choice(words), chance.choice((*(word[0] for word in words[:50]), *NASTY))
    return text[: here.start()] + there + text[here.end() :]


def _double_mark(text: str, chance: random.Random) -> str:
    marks = [each.start() for each in re.finditer(r"[\[\](){}*^@:\"'|#-]", text)] or [0]
    at = chance.choice(marks)
    return text[:at] + chance.choice(("", text[at : at + 1] * 2, "\\" + text[at : at + 1])) + text[at + 1 :]


MUTATIONS: tuple[Mutation, ...] = (_insert, _cut, _repeat, _swap_lines, _indent, _other_word, _double_mark)
