"""Characters that no manuscript means: control characters, unseen ones, and letters read in a wrong encoding.

They are looked for in the files themselves, line by line, for a parser may read past them or stop at them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from press.editing.mark_rules import NOT_A_LETTER
from press.problem import Origin, Problem, Severity

CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters beside which marks of direction are meant."""
MISREAD = (
    r"â(?:€[\u0153\u2122\u02dc\u201c\u201d\u00a6\u00a2\u009d]?|„¢)|[ÃÂ][\u00a0-\u00bf]|Ã\u0192"
    r"|Å[\u201c\u2019\u00a1]|Ð[\u00b0-\u00bf][Ð\u00d1]"
)
"""What UTF-8 looks like when it has been read as Latin 1 or as Windows' 1252: é, a quotation mark, a dash."""
LIGATURES = r"[\ufb00-\ufb06]"
UNSEEN = r"[\u200b\u2028\u2029\u2061-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
JOINERS = r"(?:(?<=[\x00-\u024f])|^)[\u200c\u200d]"
"""They join letters of India and Persia, and pictures; beside Latin letters they do nothing."""
DIRECTION = r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
NONE = r"[\ufffd\ufffe\uffff]"
STRANGE = re.compile(
    f"(?P<control>{CONTROL})|(?P<misread>(?:{MISREAD})+)|(?P<ligature>{LIGATURES})"
    f"|(?P<unseen>{UNSEEN}|{JOINERS}|{DIRECTION})|(?P<none>{NONE})"
)


def strange_characters(lines: Iterable[str], path: str, controls: bool = True) -> Iterator[Problem]:
    """Problems of the lines of a file, each kind and character once a line; `controls`: unless others tell of these."""
    for number, line in enumerate(lines, 1):
        told: set[str] = set()
        for found in STRANGE.finditer(line) if not line.isascii() or not line.isprintable() else ():
            kind, written = str(found.lastgroup), found[0]
            if written in told or (kind == "control" and not controls):
                continue
            if re.fullmatch(DIRECTION, written) and RIGHT_TO_LEFT.search(line):
                continue
            told.add(written)
            # a ligature prints right, but is no letter that a name or a search would find
            severity = Severity.WARNING if kind == "ligature" else Severity.ERROR
            yield Problem(Origin(path, number), NOT_A_LETTER, *_worded(kind, written), severity)


def _worded(kind: str, written: str) -> tuple[str, str]:
    """What is wrong with a character, and what is to be done."""
    match kind:
        case "misread":
            return f'letters read in a wrong encoding: "{written}"', "write what was meant"
        case "ligature":
            return f'two letters in one character: "{written}"', "write the letters: type makes ligatures of them"
        case "none":
            return f"a character that was lost: U+{ord(written):04X} stands for it", "write what was meant"
        case "control":
            return f"a control character, U+{ord(written):04X}", "take it out"
    return f"a character that is not seen, U+{ord(written):04X} {unicodedata.name(written, '')}".rstrip(), "take it out"
