"""Rules of an order, laid over the order of Unicode → weights of the letters that they name.

A weight of Unicode's table (pyuca's) is multiplied, so that there is room behind each for the letters of a language.
Weights have three levels: the letter, its accents, whether it is a capital; 0 is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias
from unicodedata import category, combining, name, normalize

from pyuca import Collator

from press.alphabets.syntax import Chain, OrderRules

Weight: TypeAlias = tuple[int, int, int]
ROOM = 80
"""Bits behind a weight of Unicode's: each letter put in halves what is left, and the longest chain has sixty."""
SCRIPTS = {
    "Arab": "ARABIC",
    "Armn": "ARMENIAN",
    "Beng": "BENGALI",
    "Bopo": "BOPOMOFO",
    "Cher": "CHEROKEE",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Geor": "GEORGIAN",
    "Grek": "GREEK",
    "Gujr": "GUJARATI",
    "Guru": "GURMUKHI",
    "Hebr": "HEBREW",
    "Khmr": "KHMER",
    "Knda": "KANNADA",
    "Laoo": "LAO",
    "Latn": "LATIN",
    "Mlym": "MALAYALAM",
    "Mong": "MONGOLIAN",
    "Mymr": "MYANMAR",
    "Orya": "ORIYA",
    "Sinh": "SINHALA",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
    "Thai": "THAI",
    "Tibt": "TIBETAN",
}
"""ISO 15924 → how the names of a script's characters begin."""


@lru_cache(maxsize=1)
def unicode_order() -> Collator:
    """Unicode's own order. Half a second: not before it is wanted."""
    return Collator()


def levels(weights: Iterable[Sequence[int]], backwards: bool = False) -> tuple[int, ...]:
    """The letters of some text, then behind a 0 its accents, then its capitals."""
    kept = list(weights)
    first, second, third = ([each[n] for each in kept if each[n]] for n in range(3))
    return (*first, 0, *(reversed(second) if backwards else second), 0, *third)


class Tailored:
    """The order of a language: the weights of any text in it."""

    def __init__(self, rules: OrderRules) -> None:
        self.rules = rules
        self.own: dict[str, tuple[Weight, ...]] = {}
        self.longest: dict[str, int] = {}
        self.joining: set[str] = set()
        self.weighed: dict[str, list[Weight]] = {}
        self.used: dict[tuple[int, ...], list[int]] = {}
        self.places = tuple(_script(each) for each in rules.scripts)
        for chain in rules.chains:
            self._lay(chain)

    def weights(self, text: str) -> list[Weight]:
        """The weights of a text, character by character or several at once (ch), by the algorithm of UTS 10."""
        text = normalize("NFD", text)
        found: list[Weight] = []
        at = 0
        while at < len(text):
            end = self._end(text, at)
            stretch = text[at:end]
            if stretch not in self.weighed:
                self.weighed[stretch] = self._weigh(list(stretch))
            found += self.weighed[stretch]
            at = end
        return found

    def key(self, text: str) -> tuple[int, ...]:
        """What texts are ordered by: three levels, the scripts and the capitals of the language first."""
        return self._key(self.weights(text))

    def key_of(self, found: Iterable[Sequence[int]]) -> tuple[int, ...]:
        """The same of weights that are Unicode's."""
        return self._key([(p << ROOM, s << ROOM, t << ROOM) for p, s, t in found])

    def _key(self, found: list[Weight]) -> tuple[int, ...]:
        if self.rules.scripts:
            found = [(self._moved(letter), accent, case) for letter, accent, case in found]
        return levels(found, self.rules.backwards)

    def new_letters(self) -> Iterator[tuple[str, int]]:
        """Each text that stands for a letter by itself which the rules speak of, and its weight."""
        for text, weights in self.own.items():
            if len(weights) == 1 and weights[0][0]:
                yield normalize("NFC", text), self._moved(weights[0][0])

    # --- what a text weighs ----------------------------------------------------------------------

    def _end(self, text: str, at: int) -> int:
        """Where what begins here ends: a letter with its marks, or all that may be one with the letter behind it."""
        end = at + 1
        while end < len(text):
            if category(text[end])[0] == "M":
                end += 1
            elif text[at] in self.joining or _joins(text[at]):
                at, end = end, end + 1
            else:
                break
        return end

    def _weigh(self, rest: list[str]) -> list[Weight]:
        found: list[Weight] = []
        at = 0
        while at < len(rest):
            size = self._size(rest, at)
            taken = "".join(rest[at : at + size])
            at += size
            found += self._of(self._with_marks(taken, rest, at))
        return found

    def _size(self, rest: list[str], at: int) -> int:
        """How many characters from here on are weighed together."""
        for size in range(self.longest.get(rest[at], 0), 0, -1):
            if "".join(rest[at : at + size]) in self.own:
                return max(size, self._size_in_unicode(rest, at))
        return self._size_in_unicode(rest, at)

    def _size_in_unicode(self, rest: list[str], at: int) -> int:
        if rest[at] in self.rules.split:
            return 1
        size, node = 1, unicode_order().table.root
        for n in range(at, len(rest)):
            node = (node.children or {}).get(ord(rest[n]))
            if node is None:
                break
            if node.value:
                size = n - at + 1
        return size

    def _with_marks(self, taken: str, rest: list[str], at: int) -> str:
        """With marks that stand further on, where none of their kind is between: they are taken out of the rest."""
        if taken[0] in self.rules.split:
            return taken
        blocked = 0
        while at < len(rest) and (mark := combining(rest[at])):
            if mark > blocked and self._known(taken + rest[at]):
                taken += rest.pop(at)
                continue
            blocked = mark
            at += 1
        return taken

    def _known(self, text: str) -> bool:
        return text in self.own or bool(_in_unicode(text))

    def _of(self, taken: str) -> Iterable[Weight]:
        if taken in self.own:
            return self.own[taken]
        found = _in_unicode(taken) or unicode_order().implicit_weight(ord(taken))
        return tuple((p << ROOM, s << ROOM, self._case(t, taken) << ROOM) for p, s, t in found)

    def _case(self, weight: int, text: str) -> int:
        """The third weight; where capitals go first, that of a small letter is put behind all capitals."""
        if not (weight and self.rules.capitals_first):
            return weight
        return weight + 64 * (2 if text == text.lower() else 0 if text == text.upper() else 1)

    def _moved(self, letter: int) -> int:
        """The weight of a letter where the scripts of the language go first, of which Unicode has Latin first."""
        if not self.places or letter < first_letter():
            return letter
        at = next((n for n, (low, high) in enumerate(self.places) if low <= letter < high), len(self.places))
        return letter + (at << (ROOM + 20))

    # --- what the rules put in --------------------------------------------------------------------

    def _lay(self, chain: Chain) -> None:
        """Put what a chain names in its place."""
        last = self._anchor(chain.anchor)
        before = chain.before
        for relation in chain.relations:
            made = self._behind(last, relation.level, before, relation.text) if relation.level else last
            before = 0
            last = made
            text = normalize("NFD", relation.text)
            self.own[text] = (*made, *(self.weights(relation.behind) if relation.behind else ()))
            self.longest[text[0]] = max(self.longest.get(text[0], 0), len(text))
            if any(category(char)[0] != "M" for char in text[1:]):
                self.joining |= set(text[:-1])
            self.weighed.clear()

    def _anchor(self, text: str) -> tuple[Weight, ...]:
        """The weights of the letters, or of what is said in brackets: what has no letter, or not even an accent."""
        if text == "[last primary ignorable]":
            return ((0, 0x200 << ROOM, 2 << ROOM),)
        if text.startswith("[last"):
            return ((0, 0, 0x100 << ROOM),)
        return tuple(self.weights(text))

    def _behind(self, anchor: tuple[Weight, ...], level: int, before: int, text: str) -> tuple[Weight, ...]:
        """New weights just behind the anchor (or before it) at a level: its own, but for the last that counts there."""
        *kept, last = anchor
        while kept and not any(last[:level]):
            last = kept.pop()
        case = self._case(2, text) << ROOM
        if level == 3 and self.rules.capitals_first:
            # the same letter as a capital goes before all of it that is small
            small = last[2] >> ROOM
            last = (*last[:2], (self._case(small % 64, text) << ROOM) + last[2] % (1 << ROOM))
        own = self._between(last[: level - 1], last[level - 1], bool(before))
        made = {1: (own, 0x20 << ROOM, case), 2: (last[0], own, case), 3: (last[0], last[1], own)}[level]
        return (*kept, made)

    def _between(self, upper: tuple[int, ...], weight: int, before: bool) -> int:
        """A weight that nothing has, next to one, among those with the same weights of the levels above."""
        used = self.used.setdefault(upper, [])
        if before:
            floor = ((weight >> ROOM) - 1) << ROOM
            low, high = max((each for each in used if floor < each < weight), default=floor), weight
        else:
            ceiling = ((weight >> ROOM) + 1) << ROOM
            low, high = weight, min((each for each in used if weight < each < ceiling), default=ceiling)
        used.append((low + high) // 2)
        return used[-1]


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    """Whether Unicode weighs a character together with some that are no marks, as Thai vowels are."""
    node = unicode_order().table.root.children.get(ord(char))
    return any(category(chr(point))[0] != "M" for point in (node and node.children) or ())


def _in_unicode(text: str) -> Any:
    """Unicode's weights of exactly these characters, if it has any for them together."""
    node = unicode_order().table.root
    for char in text:
        node = (node.children or {}).get(ord(char))
        if node is None:
            return None
    return node.value


@lru_cache(maxsize=2)
def first_letter(scaled: bool = True) -> int:
    """The least weight of a letter in Unicode's order, where Latin goes first; `scaled`: as it is in a tailored one."""
    return int(_in_unicode("a")[0][0]) << (ROOM if scaled else 0)


@lru_cache(maxsize=32)
def _script(code: str) -> tuple[int, int]:
    """From which weight to which the letters of a script stand in Unicode's order."""
    begin = f"{SCRIPTS.get(code, '?')} "
    found = [
        node.value[0][0]
        for point, node in unicode_order().table.root.children.items()
        if node.value and category(chr(point))[0] in "LM" and len(node.value) == 1
        if name(chr(point), "").startswith(begin) and node.value[0][0] << ROOM >= first_letter()
    ]
    return (min(found) << ROOM, (max(found) + 1) << ROOM) if found else (0, 0)
