"""One name, two spellings: what may be a slip among the forms of a register, and among words that no record covers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from press.editing.names import declared, fold
from press.people import Person
from press.problem import Origin
from press.terms import Indexed, told

LONG = 6  # letters from which two spellings that differ by one are more likely a slip than two names


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """A heading of a register, mostly a person, as the text names it: forms found and how often, and declared forms
    that the text never has. `marked`: how often marks alone lead to it, whatever words they are on.
    """

    term: Indexed
    found: tuple[tuple[str, int], ...]
    unfound: tuple[str, ...]
    marked: int = 0

    @property
    def count(self) -> int:
        """How often it is mentioned."""
        return self.marked + sum(count for _, count in self.found)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two spellings that may be one name; `place` is that of the first, which is to be looked at."""

    words: str
    other: str
    place: Origin


def names_of(term: Indexed) -> Iterator[str]:
    """Every name of a person, or heading of whatever else, in reading order: `Samuel Ginsberg` for the alias
    `Ginsberg, Samuel`.
    """
    if isinstance(term, Person):
        yield term.full_name
    else:
        yield _in_reading_order(told(term.shown))
    for alias in term.aliases:
        yield _in_reading_order(alias.name)


def _in_reading_order(name: str) -> str:
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma else name


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name as the text spells it, how often, and whose it is (nobody's if no record covers it)."""

    words: str
    count: int
    place: Origin
    term: Indexed | None = None

    @property
    def letters(self) -> str:
        """The bare letters: no accents, dashes, spaces, points or capitals."""
        parted = unicodedata.normalize("NFD", self.words).casefold()
        return "".join(char for char in parted if char.isalnum())

    @property
    def cuts(self) -> frozenset[str]:
        """The letters, and what is left of them without any one, a doubled letter counting once."""
        if len(self.letters) < LONG:
            return frozenset()
        once = re.sub(r"(.)\1", r"\1", self.letters)
        return frozenset((once, *(once[:n] + once[n + 1 :] for n in range(len(once)))))


def doubts_among(
    named: Sequence[NamedTerm], seen: Mapping[str, list[Origin]], words: Mapping[str, list[Origin]]
) -> tuple[tuple[Doubt, ...], tuple[Doubt, ...]]:
    """Spellings one letter apart, and uneven ones: forms among themselves, and what no record covers against forms.

    `seen`, `words`: capitalised words in a row that no record covers, and each by itself, with their places.
    """
    forms = list(_spelled_forms(named))
    families: dict[tuple[str, str], int] = Counter()
    for form in forms:
        if form.term:
            families[form.term.key, form.words.split()[-1]] += form.count
    terms = {each.term.key: each.term for each in named}
    known = {word for term in terms.values() for name in names_of(term) for word in fold(name).split()}
    lasts = [_Spelling(word, n, terms[key].origin, terms[key]) for (key, word), n in families.items()]
    strange = [_Spelling(w, len(at), at[0]) for w, at in words.items() if w not in known]
    strings = [_Spelling(w, len(at), at[0]) for w, at in seen.items() if " " in w]
    # forms are compared with forms by themselves: their family names, which are added here, would tell each pair twice
    against_forms = _pairs([*forms, *lasts, *strange, *strings])
    pairs = [*_pairs(forms), *((a, b) for a, b in against_forms if not (a.term and b.term))]
    return _told_apart(pairs)


def doubts_among_headings(named: Iterable[NamedTerm]) -> tuple[tuple[Doubt, ...], tuple[Doubt, ...]]:
    """Headings of a register, other headings and forms, that are one letter apart, or uneven, and are of two."""
    spelled = [
        _Spelling(fold(words), each.count, each.term.origin, each.term)
        for each in named
        for words in dict.fromkeys((*names_of(each.term), *(form.text for form in declared(each.term))))
    ]
    pairs = ((a, b) for a, b in _pairs(spelled) if a.term and b.term and a.term.key != b.term.key)
    return _told_apart(pairs)


def _told_apart(pairs: Iterable[tuple[_Spelling, _Spelling]]) -> tuple[tuple[Doubt, ...], tuple[Doubt, ...]]:
    doubtful = [(a, b) for a, b in pairs if _is_doubtful(a, b)]
    near = dict.fromkeys(Doubt(a.words, b.words, a.place) for a, b in doubtful if a.letters != b.letters)
    uneven = dict.fromkeys(Doubt(a.words, b.words, a.place) for a, b in doubtful if a.letters == b.letters)
    return tuple(near), tuple(uneven)


def _spelled_forms(named: Iterable[NamedTerm]) -> Iterator[_Spelling]:
    """The declared forms that the text has; words that only a mark makes a mention are not among them."""
    for each in named:
        places = {fold(form.text): form.origin for form in declared(each.term)}
        yield from (_Spelling(form, n, places[form], each.term) for form, n in each.found if form in places)


def _pairs(spellings: list[_Spelling]) -> Iterator[tuple[_Spelling, _Spelling]]:
    """Pairs that are alike or nearly so, the rarer first, for the slip is rarer than what it is a slip of."""
    alike: dict[str, list[_Spelling]] = defaultdict(list)
    for spelling in spellings:
        for cut in spelling.cuts | {spelling.letters}:
            alike[cut].append(spelling)
    for some in alike.values():
        for a, b in combinations(dict.fromkeys(some), 2):
            if a.words != b.words:
                yield (a, b) if a.count <= b.count else (b, a)


def _is_doubtful(rarer: _Spelling, other: _Spelling) -> bool:
    """Whether nothing says that two spellings are meant: neither a record, nor that both are frequent words."""
    if rarer.term is None or other.term is None:
        # a word as frequent as the form is not a slip of it: Berlin beside Berzin
        return rarer.term is None and other.term is not None and rarer.count < other.count
    if rarer.term.key != other.term.key:
        # whoever has written *see also* has seen that the two are alike
        return rarer.term.key not in other.term.see_also and other.term.key not in rarer.term.see_also
    # under different names of one person both spellings have been declared, and a plural is no misspelling
    homes = [_homes(rarer.term, each.words) for each in (rarer, other)]
    return homes[0] == homes[1] and rarer.words.removesuffix("s") != other.words.removesuffix("s")


def _homes(term: Indexed, words: str) -> tuple[int, ...]:
    """Under which of its names a form is declared."""
    groups = (term.forms, *(alias.forms for alias in term.aliases))
    return tuple(n for n, forms in enumerate(groups) if any(fold(form.text) == words for form in forms))
