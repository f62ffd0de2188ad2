"""Characters that no manuscript means: control characters, unseen ones, and letters read in a wrong encoding.

They come from word processors, and from escapes in a record. They are looked for in the files themselves, line by line,
for a parser may read past them or stop at them; and in the values of records, for an escape is seen only there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from press.problem import Origin, Problem, Severity
from press.rules import NOT_A_CHARACTER

NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff]"
)
"""Control characters but the tab and the line feed, halves of a pair, and what Unicode keeps free of characters.

No font has them, and no XML may have most of them.
"""
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters beside which marks of direction are meant."""
MISREAD = (
    r"â(?:€[\u0153\u2122\u02dc\u201c\u201d\u00a6\u00a2\u009d]?|„¢)|[ÃÂ][\u00a0-\u00bf]|Ã\u0192"
    r"|Å[\u201c\u2019\u00a1]|Ð[\u00b0-\u00bf][Ð\u00d1]"
)
"""What UTF-8 looks like when it has been read as Latin 1 or as Windows' 1252: é, a quotation mark, a dash."""
LIGATURES = r"[\ufb00-\ufb06]"
UNSEEN = r"[\u200b\u2028\u2029\u2061-\u2064\ufeff\U000e0000-\U000e007f]"
JOINERS = r"(?:(?<=[\x00-\u024f])|^)[\u200c\u200d]"
"""They join letters of India and Persia, and pictures; beside Latin letters they do nothing."""
DIRECTION = r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
LOST = "\ufffd"
"""What stands for a letter that could not be read."""
TAKE_OUT = "take it out"
STRANGE = re.compile(
    f"(?P<none>{NO_CHARACTER.pattern})|(?P<misread>(?:{MISREAD})+)|(?P<ligature>{LIGATURES})"
    f"|(?P<unseen>{UNSEEN}|{JOINERS}|{DIRECTION})|(?P<lost>{LOST})"
)


def strange_characters(lines: Iterable[str], path: str, record: bool = False) -> Iterator[Problem]:
    """Problems of the lines of a file, each kind and character once a line; of what is none in a `record` its reader
    tells, who sees escapes too.
    """
    for number, line in enumerate(lines, 1):
        told: set[str] = set()
        for found in STRANGE.finditer(line) if not line.isascii() or not line.isprintable() else ():
            kind, written = str(found.lastgroup), found[0]
            if written in told or (kind == "none" and record):
                continue
            if re.fullmatch(DIRECTION, written) and RIGHT_TO_LEFT.search(line):
                continue
            told.add(written)
            # a ligature prints right, but is no letter that a name or a search would find
            severity = Severity.WARNING if kind == "ligature" else Severity.ERROR
            yield Problem(Origin(path, number), NOT_A_CHARACTER, *_worded(kind, written), severity)


def _worded(kind: str, written: str) -> tuple[str, str]:
    """What is wrong with a character, and what is to be done."""
    match kind:
        case "misread":
            return f'letters read in a wrong encoding: "{written}"', "write what was meant"
        case "ligature":
            return f'two letters in one character: "{written}"', "write the letters: type makes ligatures of them"
        case "lost":
            return f"a character that was lost: U+{ord(written):04X} stands for it", "write what was meant"
        case "none":
            return _called(written), TAKE_OUT
    return f"a character that is not seen, U+{ord(written):04X} {unicodedata.name(written, '')}".rstrip(), TAKE_OUT


def no_characters(text: str) -> Iterator[tuple[int, str]]:
    """Where a text has a character that is none, and what it is called: `a control character, U+000B`."""
    for found in NO_CHARACTER.finditer(text):
        yield found.start(), _called(found[0])


def _called(char: str) -> str:
    kind = {"Cc": "a control character", "Cs": "half of a pair"}.get(unicodedata.category(char), "no character")
    return f"{kind}, U+{ord(char):04X}"
