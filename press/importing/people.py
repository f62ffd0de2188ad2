"""Capitalised names in the text → records proposed for `people.yaml`, with the forms by which the text has them.

A sequence of capitals is taken for a person on what stands around it: a forename, an initial, a rank before it, a verb
of saying after it; an article before it, or a word such as *Committee* in it, speaks against. All others are reported.

No form is given to two persons: the first build must not fail for what only an editor can decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from press.editing.names import WORD, fold
from press.editing.proofread import NO_NAMES, PARTICLES, TITLES_OF_PERSONS
from press.importing.lexicon import BELONGINGS, CALLINGS, FORENAMES, KIN, LEADING_TO_A_PERSON, NO_PERSON, SAYING, any_of
from press.importing.slugs import Slugs
from press.importing.works import SUFFIX, name_parts

CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*"
RUN = re.compile(
    rf"(?<![\w'’-])(?<!\w\.)(?:Mc|Mac|O['’]|D['’])?{CAPITAL}\.?"
    rf"(?: (?:(?:{PARTICLES}|al|bin|ibn|y) ){{0,3}}{CAPITAL}\.?)*"
)
SENTENCE_END = re.compile(r"(?:^|[.?!:…][\"'”’)\]]*|[‘“\"(\[–—])\s*$")
ABBREVIATED = {
    "dr",
    "mr",
    "mrs",
    "ms",
    "st",
    "prof",
    "gen",
    "col",
    "capt",
    "lt",
    "maj",
    "sgt",
    "sir",
    "rev",
    "hon",
    "jr",
    "sr",
}
RANKS = (
    frozenset(TITLES_OF_PERSONS.split())
    | ABBREVIATED - {"st", "jr", "sr"}
    | {"professor", "chancellor", "premier", "pope"}
)
AUXILIARIES = "later|also|now|once|then|had|has|was|would|himself|herself"
SAYS = re.compile(
    rf",? (?:who|whose|whom)\b|,? (?:(?:{AUXILIARIES}) )*(?:{any_of(SAYING)})\b"
    rf"|['’]s (?:{any_of(KIN | BELONGINGS)})\b|,? (?:the|an?) (?:{any_of(CALLINGS)})\b"
)
SPOKEN_OF = re.compile(rf"\b(?:{any_of(LEADING_TO_A_PERSON)}|according to)[,:]? $", re.IGNORECASE)
IN_A_PLACE = re.compile(r"\b(?:in|at|from|near|through|across|throughout|around|into) $", re.IGNORECASE)
ENOUGH = 2
"""Points by which a sequence of capitals is taken for a person; what gives and takes them, `_score` says."""


@dataclass(slots=True)
class SeenName:
    """A sequence of capitals: how often, where first, and what was seen around it."""

    words: tuple[str, ...]
    count: int = 0
    place: int = 0
    after_the: int = 0
    ranked: int = 0
    says: int = 0
    in_a_place: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """A person proposed: the fullest name, the forms the text has, how often in all, and the place of the first."""

    key: str
    name: Mapping[str, str]
    forms: tuple[tuple[str, int], ...]
    place: int

    @property
    def count(self) -> int:
        """How often the text has one of the forms."""
        return sum(count for _, count in self.forms)


@dataclass(frozen=True, slots=True)
class Census:
    """Who is named: persons proposed, surnames that nobody got (and why), and sequences taken for no person."""

    people: tuple[Proposed, ...]
    undecided: tuple[tuple[str, int, str], ...]
    others: tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _PersonForms:
    """Forms of one person, the fullest first."""

    full: tuple[str, ...]
    seen: list[SeenName] = field(default_factory=list)


def propose_people(
    lines: Iterable[tuple[str, int]], titles: Iterable[str] = (), taken: Iterable[str] = (), forms: Iterable[str] = ()
) -> Census:
    """Who is named in `lines` (words and place), but for the `titles` of works; with no id or form that is taken."""
    walled = _Walls(titles)  # *A Death in Washington* is nobody
    read = [(walled.hide(fold(words)), place) for words, place in lines]
    small = _small_words(read)
    seen, alone = _census(read, small)
    groups, others = _grouped(seen, alone)
    people, undecided = _with_surnames(groups, alone, small, {fold(form) for form in forms})
    slugs = Slugs(taken)
    proposed = []
    for group, found in sorted(people, key=lambda pair: (-sum(n for _, n in pair[1]), pair[0].full)):
        name = name_parts(" ".join(_fullest(group)))
        family, given = name["family"], name.get("given", "")
        # the surname, as long as one person has it
        key = slugs.make(family, f"{family} {given.split()[0]}" if given else family, f"{family} {given}", "person")
        places = [each.place for each in group.seen if each.place]
        proposed.append(Proposed(key, name, found, min(places, default=0)))
    listed = sorted(((" ".join(s.words), s.count, s.place) for s in others), key=lambda each: (-each[1], each[0]))
    return Census(tuple(proposed), undecided, tuple(listed))


class _Walls:
    """Titles of works, in which no name is looked for."""

    def __init__(self, titles: Iterable[str]) -> None:
        known = {fold(title) for title in titles if " " in title.strip()}
        self.pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))) if known else None

    def hide(self, words: str) -> str:
        """The words with every title made unreadable, at its length."""
        return self.pattern.sub(lambda match: "\x00" * len(match[0]), words) if self.pattern else words


def _small_words(read: list[tuple[str, int]]) -> Counter[str]:
    """Words that the text has in small letters too, and how often."""
    return Counter(word for words, _ in read for word in re.findall(r"(?<![\w'-])[a-zà-ÿ][\w'-]*", words))


def _census(read: list[tuple[str, int]], small: Counter[str]) -> tuple[dict[tuple[str, ...], SeenName], Counter[str]]:
    """Every sequence of capitals, and how often each capitalised word stands quite alone."""
    seen: dict[tuple[str, ...], SeenName] = {}
    alone: Counter[str] = Counter()
    for words, place in read:
        for run in RUN.finditer(words):
            for tokens, start, end, ranked in _split(run, words, small):
                if len(tokens) == 1 and not ranked:  # a surname, a town, a party: it counts once somebody bears it
                    alone[tokens[0]] += 1
                    continue
                entry = seen.setdefault(tokens, SeenName(tokens, place=place))
                entry.count += 1
                entry.ranked += ranked
                before, after = words[max(0, start - 40) : start], words[end : end + 60]
                entry.after_the += bool(re.search(r"\b[Tt]he $", before))
                entry.says += bool(SAYS.match(after)) + bool(SPOKEN_OF.search(before))
                entry.in_a_place += bool(IN_A_PLACE.search(before))
    return seen, alone


def _split(run: re.Match[str], words: str, small: Counter[str]) -> Iterator[tuple[tuple[str, ...], int, int, bool]]:
    """The names in a run of capitals: parted where a sentence ends, without what begins one, and without ranks."""
    part: list[tuple[str, int, int]] = []
    for token in re.finditer(r"\S+", run[0]):
        word, start = token[0], run.start() + token.start()
        bare = word.removesuffix(".")
        # a full stop, which the run goes over when the next sentence begins with a name
        stops = word.endswith(".") and not _keeps_point(word) and bare.casefold() not in ABBREVIATED
        kept = bare if stops else word
        part.append((kept, start, start + len(kept)))
        if stops or word.endswith("'s"):  # Hoover's FBI is no name
            yield from _name(part, words, small)
            part = []
    yield from _name(part, words, small)


def _keeps_point(word: str) -> bool:
    """Whether a point belongs to the word: an initial, *Jr.*"""
    return word in SUFFIX or bool(re.fullmatch(r"(?:[^\W\d_]\.)+", word))


NO_WORD_OF_A_NAME = NO_NAMES - RANKS | frozenset(PARTICLES.split("|"))


def _name(
    part: list[tuple[str, int, int]], words: str, small: Counter[str]
) -> Iterator[tuple[tuple[str, ...], int, int, bool]]:
    """The name in a part of a run, if there is one, with its start, its end, and whether a rank stands before it."""
    ranked = False
    first = 0
    for first, (word, start, _) in enumerate(part):
        bare = re.sub(r"(?:'s|\.)$", "", word.casefold())
        # what begins a sentence has its capital for that, if the text has it in small letters elsewhere
        begins = bool(SENTENCE_END.search(words[max(0, start - 6) : start]))
        if bare in RANKS and first + 1 < len(part):  # *the General* alone is no name of his
            ranked = True
        elif not (bare in NO_WORD_OF_A_NAME or (begins and bare in small and bare not in FORENAMES)):
            break
    else:
        return
    part = part[first:]
    firsts = [n for n, (word, _, _) in enumerate(part) if word.casefold() in FORENAMES]
    if firsts and 0 < firsts[0] < len(part) - 1 and all(_is_office(word) for word, _, _ in part[: firsts[0]]):
        ranked, part = True, part[firsts[0] :]  # War Commissar Kliment Voroshilov
    tokens = [
        re.sub(r"(?:['’]s?|(?<=\w\w)\.)$", "", word) if n == len(part) - 1 and word not in SUFFIX else word
        for n, (word, _, _) in enumerate(part)
    ]
    while tokens and tokens[-1].casefold() in PARTICLES.split("|"):
        tokens.pop()
    if tokens and any(WORD.search(token) for token in tokens):
        end = part[len(tokens) - 1][1] + len(tokens[-1])
        yield tuple(tokens), part[0][1], end, ranked


def _is_office(word: str) -> bool:
    return word.casefold() in NO_PERSON | RANKS | {"minister", "secretary", "chief"}


def _score(entry: SeenName, forenames: frozenset[str], alone: Counter[str]) -> float:
    """How much speaks for a person, 2 being enough."""
    words = [word.casefold().rstrip(".") for word in entry.words]
    first = words[0].split("-")[0]
    total = 0.0
    # a forename and more; an initial; a rank; what a person does or is; that it comes again, and not as a place does
    total += 3 * (first in forenames or _plain(first) in forenames) * (len(words) > 1)
    total += 2 * any(re.fullmatch(r"(?:[^\W\d_]\.)+", word) for word in entry.words[:-1])
    total += 3 * (entry.ranked > 0)
    total += min(3.0, 2 * entry.says / max(1, entry.count) + (entry.says > 1))
    total += (alone[entry.words[-1]] > 1) + (entry.count > 1 and not entry.in_a_place and not entry.after_the)
    # an article; a word of bodies and places, worst at the end; places; a possessive; too long, or all in capitals
    total -= 4 * (entry.after_the * 2 > entry.count)
    total -= 4 * any(_plain(re.sub(r"'s$", "", word)) in NO_PERSON for word in words[-1:] or words)
    total -= 3 * any(re.sub(r"'s$", "", word) in NO_PERSON for word in words[:-1])
    total -= 2 * (entry.in_a_place * 2 > entry.count and not entry.ranked and first not in forenames)
    total -= 2 * any("'s" in word for word in entry.words)
    total -= 6 * (len(words) > 5 or all(len(w) > 3 and w.isupper() for w in entry.words))
    return total


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def _grouped(seen: dict[tuple[str, ...], SeenName], alone: Counter[str]) -> tuple[list[_PersonForms], list[SeenName]]:
    """Sequences taken for persons, those that may be one person's together; and the other sequences."""
    # who is a person by other signs teaches a forename that the list has not
    sure = {
        each.words[0].casefold()
        for each in seen.values()
        if len(each.words) > 1 and _score(each, FORENAMES, alone) >= 4
    }
    forenames = FORENAMES | {word for word in sure if len(word) > 2 and not word.endswith(".")}
    persons: list[SeenName] = []
    others: list[SeenName] = []
    for each in seen.values():
        known = seen.get(each.words[:-1])  # *according to Gary Kern King was approached*: a name, and another
        two = len(each.words) > 2 and each.count == 1 and known is not None and known.count > 2
        (persons if _score(each, forenames, alone) >= ENOUGH and not two else others).append(each)
    groups: list[_PersonForms] = []
    for each in sorted(persons, key=lambda s: (-len(s.words), -sum(map(len, s.words)), s.words)):
        fitting = [group for group in groups if _may_be(each.words, group.full)]
        # where several may be meant none is: a whole name becomes a person of its own, a surname goes to nobody
        if len(fitting) == 1:
            fitting[0].seen.append(each)
        elif not fitting or len(each.words) > 1:
            groups.append(_PersonForms(each.words, [each]))
    return groups, others


def _may_be(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a name is a shorter way of writing another: the same family name, its forenames among the other's."""
    if _plain(short[-1]) != _plain(full[-1]):
        return False
    rest = iter(full[:-1])  # one walk through it: forenames keep their order
    return all(any(_same_forename(word, other) for other in rest) for word in short[:-1])


def _same_forename(word: str, other: str) -> bool:
    """The same, or one the initial of the other."""
    a, b = _plain(word.rstrip(".")), _plain(other.rstrip("."))
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _with_surnames(
    groups: list[_PersonForms], alone: Counter[str], small: Counter[str], taken: set[str]
) -> tuple[list[tuple[_PersonForms, tuple[tuple[str, int], ...]]], tuple[tuple[str, int, str], ...]]:
    """Groups with their forms: whole names, and the surname alone where it can mean nobody else and nothing else."""
    bearers: dict[str, list[_PersonForms]] = defaultdict(list)
    for group in groups:
        bearers[_surname(group.full)].append(group)
    owners: dict[str, int] = {}
    people = []
    undecided: list[tuple[str, int, str]] = []
    for number, group in enumerate(groups):
        forms: Counter[str] = Counter()
        for each in group.seen:
            if len(each.words) > 1:
                forms[" ".join(each.words)] += each.count
        surname = _surname(group.full)
        only = sum(each.count for each in group.seen if len(each.words) == 1)
        count = alone[surname] + only
        if why := _why_not(surname, bearers[surname], groups, alone, small):
            if count and bearers[surname][0] is group:  # told once for all who bear it
                undecided.append((surname, count, why))
        elif count or not forms:
            forms[surname] += max(count, only)
        free = tuple(
            (form, n) for form, n in forms.most_common() if fold(form) not in taken and fold(form) not in owners
        )
        if free and any(n for _, n in free):
            owners |= {fold(form): number for form, _ in free}
            people.append((group, free))
    return people, tuple(sorted(undecided, key=lambda each: (-each[1], each[0])))


def _fullest(group: _PersonForms) -> tuple[str, ...]:
    """The name that is most spelled out; of several, the most frequent."""
    return max(group.seen, key=lambda s: (sum(len(w.rstrip(".")) > 1 for w in s.words), s.count, s.words)).words


def _surname(full: tuple[str, ...]) -> str:
    words = [word for word in full if word not in SUFFIX]
    name = name_parts(" ".join(words)) if words else {"family": ""}
    return name["family"]


def _why_not(
    surname: str, bearers: list[_PersonForms], groups: list[_PersonForms], alone: Counter[str], small: Counter[str]
) -> str:
    """Why a surname alone is given to nobody, or nothing."""
    if len(bearers) > 1:
        return "it may be " + " or ".join(" ".join(_fullest(group)) for group in bearers)
    word = surname.casefold()
    # in small letters more often than as a name: *Bridges*, *Young*
    if word in NO_NAMES or word in NO_PERSON or small[word] > alone[surname]:
        return "it is a word of the text too"
    namesake = next((group for group in groups if len(group.full) > 1 and group.full[0] == surname), None)
    return f"it may be the forename of {' '.join(namesake.full)}" if namesake else ""
