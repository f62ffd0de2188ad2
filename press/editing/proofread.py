"""Book → what an editor asks of its names: who was found and how, what no record covers, what is spelled two ways.

It looks where the index looks: in the text, the notes, the captions and the documents, but not in headings, citations
or italics. Pages are not its business; `press.cli.examine` adds them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from press.book import Book
from press.editing.names import WALL, Names, Titles, declared, fold
from press.people import Form, Person
from press.problem import Origin
from press.terms import NAMING, PEOPLE
from press.text import (
    Cluster,
    Emphasis,
    Figure,
    FigureGroup,
    Inlines,
    LineBreak,
    Link,
    Mention,
    Note,
    Paragraph,
    Reference,
    SmallCaps,
    Speech,
    StageDirection,
    Table,
    Text,
    plain,
    walk,
)

OPEN, CLOSE = "\x01", "\x02"  # around a mention in a line made ready for proof-reading
TOKEN = re.compile(
    r"\x01(?P<mention>[^\x02]*)\x02(?:'s)?|(?P<initial>[^\W\d_]|St|Jr)\.|(?P<word>[^\W_]+(?:['-][^\W_]+)*)"
)
PARTICLES = "de|del|della|den|der|di|du|la|le|ten|ter|van|von|zu"
JOINED = re.compile(rf" ?(?:(?:{PARTICLES}) )*|-")
CAPITALS = re.compile(r"\b[^\W\d_a-z][^\W_a-z]+\b")
DECLINED = re.compile(r"\[([^\[\]]+)\]\{[^{}]*\bperson=none\b")
SENTENCE = re.compile(r"(?:^|[.?!:…]['”)]*|[‘“–—(]) *$")
LONG = 6  # letters from which two spellings that differ by one are more likely a slip than two names
SENTENCE_STARTS = """
    a about after all also although among an and another any as at because before both but by did do each either
    every for from had has have he her here his how however i if in is it its many more most mr mrs my neither never
    no nobody none nor not nothing now of on once one only or other our perhaps several she since so some somebody
    such than that the their then there these they this those though three thus to two under until was we were what
    whatever when where whether which while who whoever whose why with without you your
"""
DAYS_AND_MONTHS = """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday
"""
TITLES_OF_PERSONS = """
    admiral agent ambassador archbishop baron baroness bishop brigadier captain chief colonel commander commissar
    comrade congressman coroner corporal count countess dame detective doctor dr duke emperor empress father frau
    general herr inspector judge king lady lieutenant lord madame major marshal minister miss monsieur mother
    president prince princess professor queen rabbi reverend secretary senator sergeant sir sister tsar
"""
NO_NAMES = frozenset((SENTENCE_STARTS + DAYS_AND_MONTHS + TITLES_OF_PERSONS).split())
"""What begins a sentence, or stands before a name, and is nobody's."""


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person as the text names him or her: forms found and how often, and declared forms that the text never has."""

    person: Person
    found: tuple[tuple[str, int], ...]
    unfound: tuple[str, ...]

    @property
    def count(self) -> int:
        """How often the person is mentioned."""
        return sum(count for _, count in self.found)


@dataclass(frozen=True, slots=True)
class SeenWords:
    """Words of the text, and where they stand."""

    words: str
    places: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two spellings that may be one name; `place` is that of the first, which is to be looked at."""

    words: str
    other: str
    place: Origin


@dataclass(frozen=True, slots=True)
class Proofreading:
    """What is known of the names of a book.

    `undeclared` are headings and aliases that the text has and no form finds; `uncovered` capitalised words that no
    record covers, the most frequent first; `near` spellings one letter apart; `uneven` those that differ by an accent,
    a dash, an apostrophe, a space, a point or a capital.
    """

    named: tuple[NamedPerson, ...]
    undeclared: tuple[SeenWords, ...]
    uncovered: tuple[SeenWords, ...]
    near: tuple[Doubt, ...]
    uneven: tuple[Doubt, ...]

    @property
    def never(self) -> tuple[Person, ...]:
        """Persons whom the text never names."""
        return tuple(each.person for each in self.named if not each.count)

    @property
    def clean(self) -> bool:
        """Whether nothing must be looked at; names without forms and words without a record may be as they are."""
        return not (self.never or self.near or self.uneven)


def proofread(book: Book) -> Proofreading:
    """The names of a book, read for the editor."""
    named = tuple(_named(book))
    lines = tuple(_lines(book))
    # what the editor has marked as nobody's anywhere is nobody's everywhere: one mark is enough
    declined = {fold(words) for text in book.lines.values() for words in DECLINED.findall("\n".join(text))}
    common = _common(lines) | NO_NAMES
    places = _LineFinder(book)
    seen: dict[str, list[Origin]] = defaultdict(list)
    words: dict[str, list[Origin]] = defaultdict(list)
    for line, origin in lines:
        for sequence in _sequences(line, common):
            if any(re.search(rf"\b{re.escape(sequence.words)}\b", other) for other in declined):
                continue
            place = places.find(sequence.words, origin)
            seen[sequence.words].append(place)
            for word in sequence.uncovered:
                words[word].append(place)
    near, uneven = _doubts(book, named, seen, words)
    by_count = sorted(seen.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    uncovered = tuple(SeenWords(words, tuple(found)) for words, found in by_count)
    return Proofreading(named, tuple(_undeclared(book, lines, places)), uncovered, near, uneven)


def _named(book: Book) -> Iterator[NamedPerson]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for occurrence in (each for each in book.occurrences if each.register == PEOPLE):
        # a discussion is no form by which the text names somebody
        found[occurrence.term][fold(occurrence.form)] += not occurrence.span
    for key, person in book.people.items():
        forms = tuple((form, count) for form, count in found[key].most_common() if count)
        unfound = dict.fromkeys(form.text for form in declared(person) if not found[key][fold(form.text)])
        yield NamedPerson(person, forms, tuple(unfound))


# --- lines made ready ------------------------------------------------------------------------------


def _lines(book: Book) -> Iterator[tuple[str, Origin]]:
    """Every line in which names are looked for, but headings, made ready, with its place."""
    titles = Titles(plain(s.fields.get(k, ())) for s in book.sources.values() for k in ("title", "title-short"))
    naming = frozenset({"person"} | {each.mark for each in book.registers.values() if each.kind in NAMING})
    for node in walk((tuple(p.chapter for p in book.pieces if p.chapter), book.documents)):
        found: tuple[Inlines, ...] = ()
        match node:
            case Paragraph() | StageDirection():
                found = (node.inlines,)
            case Speech():
                found = (node.speaker,)
            case Figure() | FigureGroup():
                found = (node.caption,)
            case Table():
                found = (node.caption, *node.cells)
        yield from ((titles.wall(fold(_ready(inlines, naming))), node.origin) for inlines in found)


def _ready(inlines: Inlines, naming: frozenset[str], small: bool = False) -> str:
    """A line with mentions marked, notes left out, and a wall for what is not the editor's own running text.

    Nor are words in capitals names, but in small capitals, which are for code names.
    """
    parts = []
    for inline in inlines:
        match inline:
            case Text():
                parts.append(inline.text if small else CAPITALS.sub(WALL, inline.text))
            case Mention() if not inline.term or inline.mark in naming:
                parts.append(f"{OPEN}{plain(inline.inlines)}{CLOSE}")
            case LineBreak():
                parts.append(" ")
            case Note():
                continue
            case Cluster() | Emphasis() | Reference(inlines=()):
                parts.append(WALL)
            case Link() if inline.address:
                parts.append(WALL)
            case _:
                parts.append(_ready(inline.inlines, naming, small or isinstance(inline, SmallCaps)))
    return "".join(parts)


class _LineFinder:
    """Finds the line of a file on which words of a paragraph stand."""

    def __init__(self, book: Book) -> None:
        self.lines = {path: [fold(line) for line in lines] for path, lines in book.lines.items()}

    def find(self, words: str, origin: Origin) -> Origin:
        """The first line from `origin` on, within the paragraph, that has the words or their beginning at its end."""
        lines = self.lines.get(origin.path, [])
        for number, line in enumerate(lines[max(0, origin.line - 1) :], max(1, origin.line)):
            if words in line or (" " in words and line.endswith(words.split(maxsplit=1)[0])):
                return Origin(origin.path, number)
            if not line:
                break
        return origin


# --- what no record covers -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _CapitalisedWords:
    """Capitalised words in a row: *Lucy Oldham*, of which only *Lucy* is not covered."""

    words: str
    uncovered: tuple[str, ...]


def _common(lines: Iterable[tuple[str, Origin]]) -> frozenset[str]:
    """Words that the book has in small letters too, and which a sentence may begin with."""
    return frozenset(word for line, _ in lines for word in re.findall(r"\b[^\W\d_A-Z][\w'-]*", line))


def _sequences(line: str, common: frozenset[str]) -> Iterator[_CapitalisedWords]:
    """The capitalised sequences of a line that are not wholly mentions."""
    run: list[tuple[str, str, bool]] = []
    end = 0
    for token in TOKEN.finditer(line):
        words = token["mention"] or token["initial"] or re.sub("'s$", "", token["word"] or "")
        between = line[end : token.start()]
        if not (words[:1].isupper() or token["mention"]) or _is_no_name(token, line, common):
            # a particle in small letters joins what stands around it: Jan *de* Graaf
            if not re.fullmatch(PARTICLES, words):
                yield from _sequence(run)
                run, end = [], token.end()
            continue
        if not JOINED.fullmatch(between):
            yield from _sequence(run)
            run = []
        run.append((between if run else "", words + ("." if token["initial"] else ""), bool(token["mention"])))
        end = token.end()
    yield from _sequence(run)


def _is_no_name(token: re.Match[str], line: str, common: frozenset[str]) -> bool:
    """Whether a capital is due to the sentence that begins here, or to a month, a title or the like."""
    word = (token["word"] or "").casefold()
    return word in NO_NAMES or (word in common and bool(SENTENCE.search(line[: token.start()])))


def _sequence(run: list[tuple[str, str, bool]]) -> Iterator[_CapitalisedWords]:
    # an initial tells nothing by itself, and one before a name that is covered is only another way of writing it
    uncovered = tuple(words for _, words, covered in run if not covered and len(words) > 2)
    if uncovered:
        yield _CapitalisedWords("".join(between + words for between, words, _ in run), uncovered)


def _undeclared(book: Book, lines: Iterable[tuple[str, Origin]], places: _LineFinder) -> Iterator[SeenWords]:
    """Headings and aliases, in reading order, that stand in the text where no form finds them."""
    names = Names(replace(p, forms=tuple(map(Form, _names(p))), aliases=()) for p in book.people.values())
    known = Names(book.people.values()).forms
    found: dict[str, list[Origin]] = defaultdict(list)
    for line, origin in lines:
        # no form is limited to a unit here, so no unit need be named
        for name in names.find(re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", WALL, line), ""):
            if name.form not in known:
                found[name.form].append(places.find(name.form, origin))
    yield from (SeenWords(words, tuple(found[words])) for words in sorted(found))


def _names(person: Person) -> Iterator[str]:
    """Every name of a person in reading order: `Samuel Ginsberg` for the alias `Ginsberg, Samuel`."""
    yield person.full_name
    for alias in person.aliases:
        family, comma, given = alias.name.partition(", ")
        yield f"{given} {family}" if comma else alias.name


# --- one name, two spellings -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name as the text spells it, how often, and whose it is (nobody's if no record covers it)."""

    words: str
    count: int
    place: Origin
    person: Person | None = None

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


def _doubts(
    book: Book, named: Iterable[NamedPerson], seen: dict[str, list[Origin]], words: dict[str, list[Origin]]
) -> tuple[tuple[Doubt, ...], tuple[Doubt, ...]]:
    """Spellings one letter apart, and uneven ones: forms among themselves, and what no record covers against forms."""
    forms = list(_spelled_forms(named))
    families: dict[tuple[str, str], int] = Counter()
    for form in forms:
        if form.person:
            families[form.person.key, form.words.split()[-1]] += form.count
    known = {word for person in book.people.values() for name in _names(person) for word in fold(name).split()}
    lasts = [_Spelling(word, n, book.people[key].origin, book.people[key]) for (key, word), n in families.items()]
    strange = [_Spelling(w, len(at), at[0]) for w, at in words.items() if w not in known]
    strings = [_Spelling(w, len(at), at[0]) for w, at in seen.items() if " " in w]
    # forms are compared with forms by themselves: their family names, which are added here, would tell each pair twice
    against_forms = _pairs([*forms, *lasts, *strange, *strings])
    pairs = [*_pairs(forms), *((a, b) for a, b in against_forms if not (a.person and b.person))]
    doubtful = [(a, b) for a, b in pairs if _is_doubtful(a, b)]
    near = dict.fromkeys(Doubt(a.words, b.words, a.place) for a, b in doubtful if a.letters != b.letters)
    uneven = dict.fromkeys(Doubt(a.words, b.words, a.place) for a, b in doubtful if a.letters == b.letters)
    return tuple(near), tuple(uneven)


def _spelled_forms(named: Iterable[NamedPerson]) -> Iterator[_Spelling]:
    """The declared forms that the text has; words that only a mark makes a mention are not among them."""
    for each in named:
        places = {fold(form.text): form.origin for form in declared(each.person)}
        yield from (_Spelling(form, n, places[form], each.person) for form, n in each.found if form in places)


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
    if rarer.person is None or other.person is None:
        # a word as frequent as the form is not a slip of it: Berlin beside Berzin
        return rarer.person is None and other.person is not None and rarer.count < other.count
    if rarer.person.key != other.person.key:
        # whoever has written *see also* has seen that the two are alike
        return rarer.person.key not in other.person.see_also and other.person.key not in rarer.person.see_also
    # under different names of one person both spellings have been declared, and a plural is no misspelling
    homes = [_homes(rarer.person, each.words) for each in (rarer, other)]
    return homes[0] == homes[1] and rarer.words.removesuffix("s") != other.words.removesuffix("s")


def _homes(person: Person, words: str) -> tuple[int, ...]:
    """Under which of a person's names a form is declared."""
    groups = (person.forms, *(alias.forms for alias in person.aliases))
    return tuple(n for n, forms in enumerate(groups) if any(fold(form.text) == words for form in forms))
