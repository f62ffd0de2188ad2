"""A simple formula in TeX, as pandoc writes those of every format → words with raised and lowered ones: x^2, H_2 O.

What needs more than one line (a fraction, a root, a sum with its bounds over it) is none of these.
"""

from __future__ import annotations

import re
import unicodedata

from press.text import Inline, Inlines, Subscript, Superscript, Text

PART = re.compile(
    r"(?P<shift>[\^_])?(?:\{(?P<group>[^{}]*)\}|\\(?P<name>[A-Za-z]+|[ ,;:!%&$#_{}])|(?P<sign>[^\\{}^_]))"
)
"""A letter, a sign, a command or a group, which may be raised or lowered."""
NAME = re.compile(r"\\([A-Za-z]+|[ ,;:!%&$#])")
WRAPPED = re.compile(r"\\(?:mathrm|text|mathit|operatorname|mathsf|textrm)\{([^{}]*)\}")
SIGNS = {
    "times": "×",
    "cdot": "·",
    "pm": "±",
    "div": "÷",
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "neq": "≠",
    "ne": "≠",
    "approx": "≈",
    "sim": "∼",
    "infty": "∞",
    "circ": "°",
    "prime": "′",
    "to": "→",
    "rightarrow": "→",
    "ldots": "…",
    "dots": "…",
    "degree": "°",
    "quad": " ",
    "log": "log",
    "ln": "ln",
    "sin": "sin",
    "cos": "cos",
    **dict.fromkeys(",;: ", " "),
    "!": "",
    "%": "%",
    "&": "&",
    "$": "$",
    "#": "#",
    "_": "_",
    "{": "{",
    "}": "}",
}


def inlines_of_tex(tex: str) -> Inlines | None:
    """The formula in one line of words; None where it has what no line has."""
    bare = WRAPPED.sub(r"{\1}", tex.strip())
    made: list[Inline] = []
    at = 0
    for found in PART.finditer(bare):
        words = _words(found)
        if found.start() != at or words is None or (found["shift"] and not words.strip()):
            return None
        at = found.end()
        if found["shift"]:
            made.append((Superscript if found["shift"] == "^" else Subscript)((Text(words.strip()),)))
        elif words:
            made.append(Text(words))
    return tuple(made) if at == len(bare) and made else None


def _words(found: re.Match[str]) -> str | None:
    """The words of one part, with signs for the commands that name some; None where one is no sign."""
    if found["group"] is None:
        return _sign(found["name"]) if found["name"] else found["sign"]
    inside = found["group"]
    signs = [_sign(name) for name in NAME.findall(inside)]
    if None in signs or any(each in NAME.sub("", inside) for each in "\\^_"):
        return None
    return NAME.sub(lambda each: _sign(each[1]) or "", inside)


def _sign(name: str) -> str | None:
    """The sign that a command stands for: one of a short list, or a letter of the Greek alphabet."""
    if name in SIGNS:
        return SIGNS[name]
    size = "CAPITAL" if name[:1].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {name.removeprefix('var').upper()}")
    except KeyError:
        return None
