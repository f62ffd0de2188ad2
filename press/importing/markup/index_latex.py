r"""The index marks of LaTeX: `\index{purges!in Spain@Spain, in|textbf}`, as makeindex reads them.

`!` parts the levels, `@` what a level is sorted by from its words, `|` what is said of the page; `"` before one of them
makes it an ordinary sign. An entry of another index, `\index[names]{…}`, is taken with those of the one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from press.importing.index_marks import MarkList
from press.importing.typescript import AuthorsMark

COMMAND = re.compile(r"\\s?index\s*(?:\[([^\]]*)\])?\s*\{")
COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%.*")
BOLD = ("textbf", "bold", "bb", "hyperbf", "main", "textbfhyperpage")
PLAIN = ("", "hyperpage")
FONT = re.compile(r"\\(?:textit|emph|textsl|textbf|textsc|texttt|textrm)\s*\{([^{}]*)\}")
ACCENTS = {
    "'": 0x301,
    "`": 0x300,
    "^": 0x302,
    '"': 0x308,
    "~": 0x303,
    "=": 0x304,
    ".": 0x307,
    "c": 0x327,
    "v": 0x30C,
    "u": 0x306,
    "H": 0x30B,
    "r": 0x30A,
    "k": 0x328,
    "d": 0x323,
}
ACCENT = re.compile(r"\\(?:(['`^\"~=.])|([cvuHrkd])(?=[\s{]))\s*\{?\s*(\\[ij](?![A-Za-z])|[A-Za-z])\s*\}?")
LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "l": "ł", "L": "Ł", "aa": "å"}
SIGNS = {
    r"\&": "&",
    r"\%": "%",
    r"\_": "_",
    r"\$": "$",
    r"\#": "#",
    "---": "—",
    "--": "–",
    "~": " ",
    "``": "“",
    "''": "”",
}


def latex_marks(text: str, found: MarkList) -> str:
    """The text with a sign for every mark, which is entered in `found`."""
    out: list[str] = []
    last = 0
    for command in _commands(text):
        end = _closing(text, command.end())
        if command.start() < last or end is None:  # braces that nothing closes: pandoc says so
            continue
        place = f"{found.name}, line {text.count(chr(10), 0, command.start()) + 1}"
        sign = found.sign(_mark(text[command.end() : end], command[1] or "", place))
        out += [text[last : command.start()], sign]
        last = end + 1
    return "".join([*out, text[last:]])


def _commands(text: str) -> Iterator[re.Match[str]]:
    comments = [each.span() for each in COMMENT.finditer(text)]
    at = 0
    for command in COMMAND.finditer(text):
        while at < len(comments) and comments[at][1] < command.start():
            at += 1
        if not (at < len(comments) and comments[at][0] <= command.start()):
            yield command


def _closing(text: str, start: int) -> int | None:
    """Where the brace closes that has been opened before `start`."""
    depth = 1
    for at in range(start, min(len(text), start + 2000)):
        if text[at - 1] == "\\":
            continue
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at
    return None


def _mark(said: str, other: str, place: str) -> AuthorsMark:
    words, _, page = _split(said, "|")
    levels = [_split(each, "@") for each in _every(words, "!")]
    encap = page.strip()
    edge = {"(": "begin", ")": "end"}.get(encap[:1], "")
    encap = encap[1:] if edge else encap
    see = re.fullmatch(r"(see|seealso|seeunder)\s*\{(.*)\}", encap, re.DOTALL)
    known = encap in PLAIN or encap in BOLD or see
    told = [] if known else [f"its page in another type, \\{encap}"]
    return AuthorsMark(
        levels=tuple(_plain(shown or key) for key, _, shown in levels),
        sorts=tuple(_plain(key) if shown else "" for key, _, shown in levels),
        edge=edge,  # type: ignore[arg-type]
        principal=encap in BOLD,
        see=_plain(see[2]) if see and see[1] != "seealso" else "",
        see_also=_plain(see[2]) if see and see[1] == "seealso" else "",
        place=place,
        told="; ".join(told),
        index=other,
    )


def _every(words: str, sign: str) -> list[str]:
    parts = []
    while sign in words:
        part, parted, words = _split(words, sign)
        parts.append(part)
        if not parted:
            return parts
    return [*parts, words]


def _split(words: str, sign: str) -> tuple[str, str, str]:
    """Words parted at the first sign that no `"` goes before; of the quoting the sign alone is left at the end."""
    at = 0
    while (at := words.find(sign, at)) >= 0:
        if at == 0 or words[at - 1] != '"' or words[at - 2 : at - 1] == "\\":
            return words[:at], sign, words[at + 1 :]
        at += 1
    return words, "", ""


def _accented(found: re.Match[str]) -> str:
    letter = found[3].removeprefix("\\")
    return unicodedata.normalize("NFC", letter + chr(ACCENTS[found[1] or found[2]]))


def _plain(words: str) -> str:
    """The words of a level: titles in italics keep their words, and signs are as they are printed."""
    words = ACCENT.sub(_accented, re.sub(r'(?<!\\)"(.)', r"\1", words))
    for written, printed in LETTERS.items():
        words = re.sub(rf"\\{written}(?![A-Za-z])\s*(?:\{{\}})?", printed, words)
    while FONT.search(words):
        words = FONT.sub(r"\1", words)
    for written, printed in SIGNS.items():
        words = words.replace(written, printed)
    words = re.sub(r"\\[a-zA-Z]+\s*|[{}]", "", words)
    return " ".join(words.split())
