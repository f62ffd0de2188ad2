"""The rules of an order as CLDR writes them (Unicode Technical Standard 35, part 5) → what they say.

`&N<ñ<<<Ñ`: after N a letter of its own, ñ, which differs from Ñ in the capital alone. One `<` parts letters, two
accents, three capitals; `=` is the same. `&[before 1]b` is the place before b; `þ/h` is sorted as if an h came behind;
`<*abc` is short for `<a<b<c`. What rules of the table do not use (a context before a letter, `|`) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

TOKENS = re.compile(
    r"""(?P<space>[ \t\n\x85\u200e\u200f\u2028\u2029]+)
    |(?P<reset>&)
    |(?P<relation><{1,3}\*?|=\*?)
    |(?P<longer>/)
    |(?P<said>\[(?:[^\[\]]|\[[^\]]*\])*\])
    |'(?P<quoted>[^']*)'
    |(?P<plain>[^&<=/\[\]'|\ ])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What goes behind what was named last: parted by a letter (1), an accent (2), a capital (3), or nothing (0).

    `behind`: what it is sorted with as if that followed it.
    """

    level: int
    text: str
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A place in the order, and what stands there: after the letters `anchor`, or before them at a level."""

    anchor: str
    before: int
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class OrderRules:
    """All that is said of an order.

    `scripts` go before all others (by ISO 15924); `split`: letters that are one with no mark behind them.
    """

    chains: tuple[Chain, ...] = ()
    scripts: tuple[str, ...] = ()
    capitals_first: bool = False
    backwards: bool = False
    split: str = ""


def read_rules(text: str, named: Callable[[str], str]) -> OrderRules:
    """The rules in a text; `named` gives those that it imports. Raises `ValueError` where they cannot be read."""
    while imported := re.search(r"\[import ([\w-]+)\]", text):
        text = text[: imported.start()] + named(imported[1]) + text[imported.end() :]
    settings = {}
    chains: list[Chain] = []
    pending: list[tuple[str, str]] = []
    for kind, token in _tokens(text):
        if kind == "said" and not pending:
            words = token.strip("[]").split(maxsplit=1)
            settings[words[0]] = words[1] if len(words) > 1 else ""
        elif kind == "said" and len(pending) > 1 and not token.startswith(("[before", "[last")):
            raise ValueError(f"{token} within a chain")
        elif kind == "reset":
            chains += _chain(pending)
            pending = [(kind, token)]
        else:
            pending.append((kind, token))
    chains += _chain(pending)
    return OrderRules(
        chains=tuple(chains),
        scripts=tuple(settings.get("reorder", "").split()),
        capitals_first=settings.get("caseFirst") == "upper",
        backwards=settings.get("backwards") == "2",
        split=normalize("NFD", settings.get("suppressContractions", "").strip("[]")),
    )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = TOKENS.match(text, at)
        if found is None:
            raise ValueError(f"cannot read {text[at : at + 12]!r}")
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "quoted":
            yield "plain", found[kind] or "'"
        elif kind != "space":
            yield kind, found[kind]


def _chain(tokens: list[tuple[str, str]]) -> Iterator[Chain]:
    """The chain of the tokens from `&` on; none of no tokens."""
    if not tokens:
        return
    parts: list[list[str]] = [["&", "", ""]]
    before = 0
    longer = False
    for kind, token in tokens[1:]:
        if kind == "relation":
            parts.append([token, "", ""])
            longer = False
        elif kind == "longer":
            longer = True
        elif kind == "said" and token.startswith("[before"):
            before = int(token.strip("[]").split()[1])
        else:
            parts[-1][2 if longer else 1] += token
    yield Chain(parts[0][1], before, tuple(each for part in parts[1:] for each in _relations(*part)))


def _relations(sign: str, text: str, behind: str) -> Iterator[Relation]:
    level = sign.count("<")
    if not sign.endswith("*"):
        yield Relation(level, text, behind)
        return
    for first, last in re.findall(r"(.)(?:-(.))?", text):
        yield from (Relation(level, chr(code)) for code in range(ord(first), ord(last or first) + 1))
