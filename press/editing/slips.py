"""Slips of typing in running text: words doubled, spaces before marks, none behind them. Lines of a file → warnings.

They are looked for in the files as they are typed, over the ends of lines; what is no prose there (citations, braces,
addresses) is left alone. Doubled words are those of English that no sentence needs twice: *had had* and *that that* are
none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from press.editing.addresses import BEGINS
from press.editing.slip_rules import DOUBLED_WORD, NO_SPACE, SPACE_BEFORE_MARK
from press.problem import Origin, Problem, Rule, warning
from press.store import Store, key_of

APART = re.compile(
    rf"\[[^\[\]]*@[^\[\]]*\]|\{{[^{{}}\n]*\}}|\]\([^()\s]*\)|{BEGINS}\S+|[\w.+-]+@[\w.-]+|`[^`\n]*`|\\."
    r"|&#?\w+;"
)
"""What stands in a text and is no prose: citations, attributes, addresses, what is escaped or has a name of HTML's."""
SMALL_WORDS = """
    a an the of to in and or for with on at by from as is are was were be been it its his their this these those which
    who whom but not has have will would could should shall may might must into than they them we he she our your my if
    when
"""
GAP = r"(?:[ \t]+|[ \t]*\n[ \t>]*)"
DOUBLED = re.compile(rf"(?<![\w’'-])([A-Za-z]{{1,6}})\b{GAP}(?i:\1)(?![\w’'-])")
"""Any short word twice; which of them are small words is asked of what is found."""
BEFORE = re.compile(r"(?<=[\w’”'\")\]*_…])[ \t]+(?:[,;](?=\s|$)|\.(?=\s*$|\]|\s+[A-Z“\"‘'])(?!\s*\.))", re.MULTILINE)
BEHIND = re.compile(r"(?<=[a-z]{2})(?:[,;](?=[a-z]{2})|[.!?](?=[A-Z][a-z]))")
WORD = re.compile(r"\S*")
FLOW = re.compile(r"[:-] *[\[{]")
"""A list or mapping on one line of a record."""
CATALOGUED = re.compile(r"\s*cataloguing:\s*[|>]")
SPACED = ("fr",)
COLONS = re.compile(r"[\s>]*:{3,}(.*)")
OF_SPACED = re.compile(rf"\blang=\"?(?:{'|'.join(SPACED)})\b")
"""Languages that set a space before a semicolon."""


def slips(lines: Mapping[str, Sequence[str]], language: str, store: Store | None = None) -> Iterator[Problem]:
    """What is probably mistyped in the files of a manuscript in a language; `store` has what was found before."""
    kept = store or Store(None)
    for path, text in lines.items():
        key = key_of("slips", path, language, "\n".join(text))
        yield from kept.recall(key, tuple, partial(_slips, path, text, language))


def _slips(path: str, text: Sequence[str], language: str) -> tuple[Problem, ...]:
    """What is probably mistyped in a file."""
    prose = path.endswith(".md")
    spaced = _in_spaced(text) if prose else frozenset()
    body = _body(text) if prose else [line.partition(" #")[0] for line in _worded(text)]
    masked = APART.sub(_masked, "\n".join(body))
    doubled, behind = tuple[Problem, ...](), tuple[Problem, ...]()
    if language.partition("-")[0].lower() == "en":
        small = set(SMALL_WORDS.split())
        found = (found for found in DOUBLED.finditer(masked) if found[1].lower() in small)
        doubled = tuple(_told(found, masked, path, DOUBLED_WORD, "a word twice"))
    # in a record commas part what belongs to a list or mapping
    parted = masked if prose else "\n".join("" if FLOW.search(line) else line for line in masked.split("\n"))

    def allowed(told: Problem) -> bool:
        at = told.origin.line
        french = language.partition("-")[0] in SPACED or "« " in text[at - 1] or at in spaced
        return french and told.message.endswith(' ;"')

    before = _told(BEFORE.finditer(parted), parted, path, SPACE_BEFORE_MARK, "a space before a mark")
    if prose:
        behind = tuple(_told(BEHIND.finditer(masked), masked, path, NO_SPACE, "no space behind a mark"))
    return (*doubled, *(told for told in before if not allowed(told)), *behind)


def _masked(found: re.Match[str]) -> str:
    return "\n".join("\ufffc" * len(line) for line in found[0].split("\n"))


def _worded(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a record, those empty in which a library's data stand: these have marks of their own."""
    depth = -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        depth = depth if not line.strip() or indent > depth else -1
        yield "" if depth >= 0 else line
        if CATALOGUED.match(line):
            depth = indent


def _in_spaced(lines: Sequence[str]) -> frozenset[int]:
    """The lines of passages in a language that sets a space before some marks."""
    found: list[int] = []
    open_: list[bool] = []
    for number, line in enumerate(lines, 1):
        if colons := COLONS.match(line):
            if colons[1].strip():
                open_.append(bool(OF_SPACED.search(colons[1])))
            elif open_:
                open_.pop()
        elif any(open_):
            found.append(number)
    return frozenset(found)


def _body(lines: Sequence[str]) -> list[str]:
    """The lines of a file with those of its header empty."""
    rules = [n for n, line in enumerate(lines) if line.rstrip() == "---"][:2]
    end = rules[1] + 1 if len(rules) == 2 and rules[0] == 0 else 0
    return [*[""] * end, *lines[end:]]


def _told(places: Iterable[re.Match[str]], text: str, path: str, rule: Rule, what: str) -> Iterator[Problem]:
    """Each place at which a pattern is found, with the words around it."""
    for found in places:
        before = text[: found.start()].rsplit(None, 1)[-1] if text[found.start() - 1 : found.start()].strip() else ""
        behind = WORD.match(text, found.end())
        words = f"{before}{found[0]}{behind[0] if behind else ''}".replace("\ufffc", "")
        line = text.count("\n", 0, found.start()) + 1
        yield warning(Origin(path, line), rule, f'{what}: "{" ".join(words.split())}"')
