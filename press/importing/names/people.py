"""Capitalised names in the text → records proposed for `people.yaml`, with the forms by which the text has them.

A sequence of capitals is taken for a person on what speaks for it: a forename, an initial, a title before it, a verb of
saying after it; an article before it, or a word such as *Committee* in it, speaks against. All others are reported, and
of each person how sure it is.

No form is given to two persons: the first build must not fail for what only an editor can decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from press.editing.names import WORD, fold
from press.importing.names.full_names import NameParts, is_family_first, is_regnal, name_of
from press.importing.names.lexicon import Lexicon, forenames, lexicon
from press.importing.names.name_runs import IN_A_PLACE, INITIAL, SUFFIX, NameRun, PersonWords, elided, joined, name_runs
from press.importing.slugs import Slugs

ENOUGH = 2.5
"""Points by which a sequence of capitals is taken for a person; what gives and takes them, `_signs` says."""
SURE, LIKELY = 5.0, 3.5
CELTIC = re.compile(r"(?:Mc|Mac|O['’])[A-Z]")


@dataclass(slots=True)
class SeenName:
    """A sequence of capitals: how often, where first, and what was seen around it."""

    words: tuple[str, ...]
    count: int = 0
    place: int = 0
    after_the: int = 0
    titled: int = 0
    royal: int = 0
    vessel: int = 0
    says: int = 0
    in_a_place: int = 0
    called: str = ""

    def see(self, run: NameRun, text: str, around: PersonWords) -> None:
        """Note what stands around it at one place more."""
        before, after = text[max(0, run.start - 40) : run.start], text[run.end : run.end + 60]
        self.count += 1
        self.called = self.called or run.called
        self.titled += run.titled
        self.royal += run.royal
        self.vessel += run.vessel
        self.after_the += bool(re.search(r"\b(?:[Tt]he|[Dd](?:er|ie|as|em|en|es)|[Ll](?:e|a|es|['’])) ?$", before))
        self.says += bool(around.says.match(after)) + bool(around.spoken_of.search(before))
        self.in_a_place += bool(IN_A_PLACE.search(before))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A person proposed: the fullest name, the forms the text has, how often in all, and the place of the first; how
    sure it is that it is one, and by what signs.
    """

    key: str
    name: Mapping[str, str]
    forms: tuple[tuple[str, int], ...]
    place: int
    sure: str = ""

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
    """Forms of one person, the fullest first, with its parts."""

    full: tuple[str, ...]
    name: NameParts
    seen: list[SeenName] = field(default_factory=list)
    royal: bool = False

    @property
    def fullest(self) -> tuple[str, ...]:
        """The name that is most spelled out; of several, the most frequent."""
        return max(self.seen, key=lambda s: (sum(len(w.rstrip(".")) > 1 for w in s.words), s.count, s.words)).words


def propose_people(
    lines: Iterable[tuple[str, int]],
    titles: Iterable[str] = (),
    taken: Iterable[str] = (),
    forms: Iterable[str] = (),
    language: str = "en",
) -> Census:
    """Who is named in `lines` (words and place), but for the `titles` of works; with no id or form that is taken."""
    walled = _Walls(titles)  # *A Death in Washington* is nobody
    french = language.lower().startswith("fr")
    read = [(walled.hide(fold(elided(words) if french else words)), place) for words, place in lines]
    return _CensusTaker(read, lexicon(language)).census(taken, {fold(form) for form in forms})


class _Walls:
    """Titles of works, in which no name is looked for."""

    def __init__(self, titles: Iterable[str]) -> None:
        known = {fold(title) for title in titles if " " in title.strip()}
        self.pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))) if known else None

    def hide(self, words: str) -> str:
        """The words with every title made unreadable, at its length."""
        return self.pattern.sub(lambda match: "\x00" * len(match[0]), words) if self.pattern else words


def plainly(word: str) -> str:
    """A word without its accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


class _CensusTaker:
    """One text being searched."""

    def __init__(self, read: list[tuple[str, int]], words: Lexicon) -> None:
        self.lexicon = words
        self.small = Counter(word for text, _ in read for word in re.findall(r"(?<![\w'-])[a-zà-ÿ][\w'-]*", text))
        self.around = PersonWords.of(words, self.small)
        self.seen: dict[tuple[str, ...], SeenName] = {}
        self.alone: Counter[str] = Counter()
        self._read(read)
        pairs = {joined(each) for each in self.seen if len(each) == 2}
        tails = {joined(each[-2:]) for each in self.seen if len(each) > 2 and each[-1] not in SUFFIX}
        self.doubles = {pair for pair in pairs & tails if self.alone[pair.split()[-1]] == 0}

    def _read(self, read: list[tuple[str, int]]) -> None:
        """Every sequence of capitals, and how often each capitalised word stands quite alone."""
        for text, place in read:
            for run in name_runs(text, self.around):
                if not any(WORD.search(word) for word in run.words):
                    continue
                known = len(run.words) > 1 or run.titled or (run.royal and self._may_be_king(run))
                if not known:  # a surname, a town, a party: it counts once somebody bears it
                    self.alone[run.words[0]] += 1
                    continue
                self.seen.setdefault(run.words, SeenName(run.words, place=place)).see(run, text, self.around)

    @staticmethod
    def _may_be_king(run: NameRun) -> bool:
        return all(part in forenames() for part in run.words[0].lower().split("-"))

    def census(self, taken: Iterable[str], forms: set[str]) -> Census:
        """The persons, most frequent first, and what is told beside them."""
        groups, others = self._grouped()
        people, undecided = self._with_surnames(groups, forms)
        slugs = Slugs(taken)
        proposed = []
        for group, found in sorted(people, key=lambda pair: (-sum(n for _, n in pair[1]), pair[0].full)):
            name = self._name(group.fullest, group.royal)
            family, given = name.surname, name.given
            # the surname, as long as one person has it
            key = slugs.make(family, f"{family} {given.split()[0]}" if given else family, f"{family} {given}", "person")
            places = [each.place for each in group.seen if each.place]
            proposed.append(Proposed(key, name.fields, found, min(places, default=0), self._sure(group)))
        listed = sorted(((joined(s.words), s.count, s.place) for s in others), key=lambda each: (-each[1], each[0]))
        return Census(tuple(proposed), undecided, tuple(listed))

    def _name(self, words: tuple[str, ...], royal: bool) -> NameParts:
        return name_of(words, self.lexicon, royal, self.doubles)

    # --- what speaks for a person --------------------------------------------------------------

    def _signs(self, entry: SeenName, known: frozenset[str]) -> dict[str, float]:
        """What speaks for a person, and what against it, with points."""
        words = [word.lower().rstrip(".") for word in entry.words]
        first = words[0].split("-")[0]
        forename = (first in known or plainly(first) in known) and len(words) > 1
        surname = self.alone[self._name(entry.words, bool(entry.royal)).surname]
        last = entry.words[-1]
        signs = {
            "a forename": 3.0 * forename,
            "initials": 2.5 * any(INITIAL.fullmatch(word) for word in entry.words[:-1]),
            "a title before it": 3.0 * (entry.titled > 0),
            "a title of kings": 3.0 * (entry.royal > 0),
            "the number of a king": 4.0 * is_regnal(entry.words),
            "a family name put first": 3.0 * is_family_first(entry.words),
            "what is said of it": min(3.0, 2 * entry.says / max(1, entry.count) + (entry.says > 1)),
            "the surname alone elsewhere": 1.0 * (surname > 0) if last.lower() not in self.small else 0.0,
            "a Celtic surname": 1.5 * bool(CELTIC.match(last)),
            "words that are nothing else": 0.5 * (len(words) == 2 and not any(w in self.small for w in words)),
            "that it comes again": 1.0 * (entry.count > 2 and surname > 0),
        }
        return {what: points for what, points in {**signs, **self._against(entry, words, forename)}.items() if points}

    def _against(self, entry: SeenName, words: list[str], forename: bool) -> dict[str, float]:
        called = entry.titled or entry.royal or is_regnal(entry.words)
        bare = [re.sub(r"['’]s$", "", word) for word in words]
        king = bool(self._name(entry.words, entry.royal > 0).only)
        first_alone = words[0] in forenames() and not self.alone[entry.words[0]]
        certain = forename and self.alone[entry.words[-1]] > 0
        return {
            "an article before it": -4.0 * (entry.after_the * 2 > entry.count and not called),
            "a word of bodies at its end": -6.0 * (not king and self._is_body(bare[-1], forename, certain)),
            "a word of bodies in it": -3.0 * (not king and any(self._is_body(w, forename, certain) for w in bare[:-1])),
            "where it stands": -2.0 * (entry.in_a_place * 2 > entry.count and not entry.titled and not forename),
            "a forename alone": -5.0 * (len(words) == 1 and not entry.royal and first_alone),
            "a common word at its end": -2.0
            * (self.small[words[-1]] > 5 and not self.alone[entry.words[-1]] and not called),
            "a saint, or a town": -3.0 * (entry.in_a_place > 0 and entry.royal > 0 and len(words) == 1),
            "a ship or a house": -6.0 * (entry.vessel * 2 >= entry.count),
            "too long, or all in capitals": -6.0
            * (len(words) > 6 or all(len(w) > 3 and w.isupper() for w in entry.words)),
            "an abbreviation at its head": -3.0
            * (len(entry.words[0]) > 2 and entry.words[0].isupper() and "." not in entry.words[0]),
            "a title at its end": -6.0 * (not forename and len(words) > 1 and bare[-1] in self.lexicon.titles),
            "small words of the text": -2.0 * (not called and not forename and all(w in self.small for w in bare)),
        }

    def _is_body(self, word: str, forename: bool, certain: bool) -> bool:
        """Whether a word is one of bodies and places, and not a surname behind a forename."""
        bare, lists = plainly(word), self.lexicon
        if word in lists.surnames_too and (certain or (forename and word not in self.small)):
            return False
        if word in lists.no_person or word in lists.bodies or bare in lists.no_person or bare in lists.bodies:
            return True
        ends = any(word.endswith(each) and len(word) > len(each) + 2 for each in lists.endings)
        return ends and not forename

    def _sure(self, group: _PersonForms) -> str:
        """How sure it is that a group is a person, and by what."""
        best = max((self._signs(each, forenames()) for each in group.seen), key=lambda signs: sum(signs.values()))
        total = sum(best.values()) + (len(group.seen) > 1)
        sure = "sure" if total >= SURE else "likely" if total >= LIKELY else "doubtful"
        told = [what for what, points in sorted(best.items(), key=lambda each: -each[1]) if points > 0]
        return f"{sure}: {', '.join(told)}" if told else sure

    # --- who is who ------------------------------------------------------------------------------

    def _grouped(self) -> tuple[list[_PersonForms], list[SeenName]]:
        """Sequences taken for persons, those that may be one person's together; and the other sequences."""
        known = forenames()
        # who is a person by other signs teaches a forename that the list has not
        sure = {e.words[0].lower() for e in self.seen.values() if len(e.words) > 1 and self._score(e, known) >= SURE}
        taught = known | {word for word in sure if len(word) > 2 and not word.endswith(".") and word not in self.small}
        persons: list[SeenName] = []
        others: list[SeenName] = []
        for each in self.seen.values():
            shorter = self.seen.get(each.words[:-1])  # *according to Gary Kern King was approached*: two names
            two = len(each.words) > 2 and each.count == 1 and shorter is not None and shorter.count > 2
            (persons if self._score(each, taught) >= ENOUGH and not two else others).append(each)
        groups: list[_PersonForms] = []
        for each in sorted(persons, key=lambda s: (-len(s.words), -sum(map(len, s.words)), s.words)):
            royal = each.royal > 0
            fitting = [group for group in groups if _may_be(each.words, group.full, group.name)]
            # where several may be meant none is: a whole name becomes a person of its own, a surname goes to nobody
            if len(fitting) == 1:
                fitting[0].seen.append(each)
            elif not fitting or (len(each.words) > 1 and not _is_surname(each.words, [g.name for g in fitting])):
                groups.append(_PersonForms(each.words, self._name(each.words, royal), [each], royal))
        named = [group.name for group in groups]
        return groups, [each for each in others if not _is_surname(each.words, named)]

    def _score(self, entry: SeenName, known: frozenset[str]) -> float:
        return sum(self._signs(entry, known).values())

    def _with_surnames(
        self, groups: list[_PersonForms], taken: set[str]
    ) -> tuple[list[tuple[_PersonForms, tuple[tuple[str, int], ...]]], tuple[tuple[str, int, str], ...]]:
        """Groups with their forms: whole names, and the surname alone where it can mean nobody and nothing else."""
        bearers: dict[str, list[_PersonForms]] = defaultdict(list)
        for group in groups:
            bearers[group.name.surname].append(group)
        owners: dict[str, int] = {}
        people = []
        undecided: list[tuple[str, int, str]] = []
        for number, group in enumerate(groups):
            surname = group.name.surname
            forms: Counter[str] = Counter()
            for each in group.seen:
                if len(each.words) > 1 and joined(each.words) != surname:
                    forms[joined(each.words)] += each.count
            only = sum(each.count for each in group.seen if joined(each.words) == surname)
            count = self._alone(surname, group.name.particle) + only
            why = self._why_not(group, bearers[surname], groups)
            if why and group.royal and len(group.full) == 1 and " " in group.seen[0].called:
                forms[group.seen[0].called] += only  # St. Patrick, where Patrick is another's forename
            elif why:
                if count and bearers[surname][0] is group:  # told once for all who bear it
                    undecided.append((surname, count, why))
            elif count or not forms:
                forms[surname] += max(count, only)
            free = tuple((f, n) for f, n in forms.most_common() if fold(f) not in taken and fold(f) not in owners)
            if free and any(n for _, n in free):
                owners |= {fold(form): number for form, _ in free}
                people.append((group, free))
        return people, tuple(sorted(undecided, key=lambda each: (-each[1], each[0])))

    def _alone(self, surname: str, particle: str) -> int:
        """How often a surname stands by itself; one of several words is a sequence of its own."""
        if " " not in surname:
            return self.alone[surname]
        entry = self.seen.get(tuple(surname.split()))
        return entry.count if entry and self._score(entry, forenames()) < ENOUGH else 0

    def _why_not(self, group: _PersonForms, bearers: list[_PersonForms], groups: list[_PersonForms]) -> str:
        """Why a surname alone is given to nobody, or nothing."""
        surname = group.name.surname
        if len(bearers) > 1:
            return "it may be " + " or ".join(joined(each.fullest) for each in bearers)
        word = surname.lower()
        lists = self.lexicon
        # in small letters more often than as a name: *Bridges*, *Young*
        common = word in lists.nobody or word in lists.no_person or word in lists.titles or word in lists.bodies
        if (common and not any(s.titled for s in group.seen)) or self.small[word] > max(1, self.alone[surname]):
            return "it is a word of the text too"
        namesake = next((g for g in groups if g is not group and len(g.full) > 1 and g.full[0] == surname), None)
        return f"it may be the forename of {joined(namesake.full)}" if namesake else ""


def _is_surname(words: tuple[str, ...], names: Iterable[NameParts]) -> bool:
    """Whether a sequence is somebody’s surname, with its particle or without: *Ortega y Gasset*, *Van der Velde*."""
    said = joined(words).lower()
    return any(said in (each.family.lower(), f"{each.particle} {each.family}".lower()) for each in names if each.given)


def _may_be(short: tuple[str, ...], full: tuple[str, ...], name: NameParts) -> bool:
    """Whether a name is a shorter way of writing another: the same family name, its forenames among the other's."""
    if name.only or is_regnal(short):
        return short == full[: len(short)] and (len(short) == len(full) or not is_regnal(full))
    if _is_surname(short, [name]):
        return True
    short, full = (tuple(w.rstrip(",") for w in words if w not in SUFFIX) or words for words in (short, full))
    if plainly(short[-1]) != plainly(full[-1]):
        return False
    rest = iter(full[:-1])  # one walk through it: forenames keep their order
    return all(any(_same_forename(word, other) for other in rest) for word in short[:-1])


def _same_forename(word: str, other: str) -> bool:
    """The same, or one the initial of the other."""
    a, b = plainly(word.rstrip(".")), plainly(other.rstrip("."))
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
