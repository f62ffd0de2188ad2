"""The order of a language by its name: what its texts are ordered by, and the letters that they are grouped under.

The table is CLDR's (`orders.txt`; its licence beside it). Names are language tags, with what an order is called where
a language has several: `pl`, `es-traditional`, `de-phonebook`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property, lru_cache
from pathlib import Path
from string import ascii_letters
from unicodedata import category, name, normalize

from press.alphabets.syntax import read_rules
from press.alphabets.tailoring import Tailored, first_letter, levels, unicode_order

TABLE = Path(__file__).with_name("orders.txt")
ROOT = "root"
UNORDERED = frozenset({"bo", "dz", "ja", "ko", "my", "yue", "zh"})
"""Languages that have an order of their own which the table leaves out."""
KINDS = {
    "compat": "compat",
    "dictionary": "dict",
    "phonebook": "phonebk",
    "phonetic": "phonetic",
    "traditional": "trad",
}
"""How an order of a language that has several is called, here and in its tag (BCP 47, extension U)."""
SIGNS = "'’‘ʼʻ"
APOSTROPHES = str.maketrans({"'": "ʼ", "’": "ʼ", "‘": "ʻ"})


class Alphabet:
    """The order of one language, or Unicode's own, which English and most languages of western Europe have."""

    def __init__(self, rules: str) -> None:
        self.tailored = Tailored(read_rules(rules, _table().__getitem__)) if rules else None

    def key(self, text: str) -> tuple[int, ...]:
        """What texts are ordered by: letters, behind a 0 their accents, behind another their capitals."""
        if self.tailored:
            return self.tailored.key(text)
        return tuple(unicode_order().sort_key(text))

    @property
    def first(self) -> int:
        """The least weight of a letter; those of figures and signs are less."""
        return first_letter(scaled=self.tailored is not None)

    def letter(self, weight: int) -> str:
        """The letter under which stands what begins with a weight; nothing, if no alphabet has it."""
        at = bisect_right(self._latin, (weight, "\U0010ffff"))
        # what is between two letters is a kind of the first; what is behind z is not of z, but þ
        if at and (weight == self._latin[at - 1][0] or weight < self._last):
            return self._latin[at - 1][1]
        return self._others.get(weight, "")

    @cached_property
    def apostrophes(self) -> str | None:
        """A pattern of the letters that are written with an apostrophe, Breton c’h, Uzbek o‘; nothing, if none are."""
        own = self.tailored.own if self.tailored else {}
        found = [text for text in own if any(sign in text for sign in SIGNS) and with_letter(text) in own]
        return "|".join(map(re.escape, sorted(found, key=len, reverse=True))) or None

    @cached_property
    def _latin(self) -> list[tuple[int, str]]:
        """The letters of the Latin alphabet by weight, those of the language among them (Ł, Ch), as capitals."""
        return _headed([(letter, self.key(letter)) for letter in ascii_letters] + self._own(latin=True))

    @cached_property
    def _last(self) -> int:
        """The weight of the last of the common letters, which is not everywhere z."""
        return max(self.key(letter)[0] for letter in ascii_letters)

    @cached_property
    def _others(self) -> dict[int, str]:
        """Weight → letter, of all other scripts: of several of one weight the first that is a capital."""
        if self.tailored is None:
            return dict(_headed([(letter, levels([weight])) for letter, weight in _unicode_letters()]))
        kept = [(c, self.tailored.key_of([weight])) for c, weight in _unicode_letters() if c not in self.tailored.own]
        return dict(_headed(kept + self._own(latin=False)))

    def _own(self, latin: bool) -> list[tuple[str, tuple[int, ...]]]:
        found = self.tailored.new_letters() if self.tailored else ()
        texts = [text for text, _ in found if name(text[0], "").startswith("LATIN") == latin]
        return [(text, self.key(text)) for text in texts if "'" not in text]


@lru_cache(maxsize=1)
def _unicode_letters() -> list[tuple[str, tuple[int, int, int]]]:
    """Every letter that has one weight by itself, with that weight."""
    nodes = unicode_order().table.root.children.items()
    found = [(chr(point), node.value[0]) for point, node in nodes if node.value and len(node.value) == 1]
    return [(c, weight) for c, weight in found if weight[0] and category(c)[0] == "L" and c == normalize("NFC", c)]


def _headed(letters: list[tuple[str, tuple[int, ...]]]) -> list[tuple[int, str]]:
    """Each weight of a single letter, with the letter that heads a group."""
    found: dict[int, list[tuple[tuple[int, ...], str]]] = defaultdict(list)
    for text, key in letters:
        if key.index(0) == 1:
            found[key[0]].insert(0, (key, text))  # of the same key the last: rules have Ş before Ș, and c'h before c’h
    return sorted(
        (weight, _capital([text for _, text in sorted(each, key=lambda pair: pair[0])]))
        for weight, each in found.items()
    )


def _capital(texts: list[str]) -> str:
    """The first that is written as a heading is: Ł, Ch; or the first made so."""
    first = texts[0]
    return next((each for each in texts if each == each.capitalize() != each.lower()), first.capitalize())


def with_letter(text: str) -> str:
    """A text with its apostrophes as the letters that look like them, which belong to a word."""
    return text.translate(APOSTROPHES)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Name → rules."""
    found: dict[str, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            found |= dict.fromkeys(line[1:].split(), "")
        elif not line.startswith("#"):
            order, _, rules = line.partition(": ")
            found[order] = rules
    return found


def names() -> tuple[str, ...]:
    """The orders that there are."""
    return tuple(sorted(_table(), key=str.lower))


def order_of(language: str) -> str:
    """The order of a language (a tag), or of the nearest that has one: `sr-Latn` of `sr-Latn-RS`; else Unicode's."""
    parts = language.split("-")
    tags = ("-".join(parts[:size]).lower() for size in range(len(parts), 0, -1))
    return next((_names()[tag] for tag in tags if tag in _names()), ROOT)


def order_called(name: str) -> str:
    """The order that somebody means, whatever the capitals, perhaps with a country: `en-GB`; or else what is given."""
    words = name.lower()
    return _names().get(words) or _names().get(re.sub(r"-[a-z]{2}$", "", words), name)


def tag_with_order(language: str, order: str) -> str:
    """A language tag that tells of an order too, as BCP 47 has it: `es-u-co-trad`; the language, if it has that anyway.

    Nothing, if the order is another language's, which no tag can tell.
    """
    if order == order_of(language):
        return language
    base, _, kind = order.rpartition("-")
    if kind not in KINDS or base != order_of(language):
        return ""
    return f"{language}-u-co-{KINDS[kind]}"


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {name.lower(): name for name in _table()}


@lru_cache(maxsize=32)
def alphabet_named(order: str) -> Alphabet:
    """The order of a name that `names` has; Unicode's, if it has not, which an error tells."""
    return Alphabet(_table().get(order, ""))
