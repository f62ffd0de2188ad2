"""Book → what an editor asks of its names: who was found and how, what no record covers, what is spelled two ways.

It looks where the index looks: in the text, the notes, the captions and the documents, but not in headings, citations
or italics. Pages are not its business; `press.cli.examine` adds them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from press.book import Book
from press.editing.names import WALL, Names, Titles, declared, fold
from press.editing.spellings import Doubt, NamedTerm, doubts_among, doubts_among_headings, names_of
from press.people import Form
from press.problem import Origin
from press.terms import NAMING, PEOPLE, Indexed, Register
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
_Seen: TypeAlias = dict[str, list[Origin]]
NO_NAMES = frozenset((SENTENCE_STARTS + DAYS_AND_MONTHS + TITLES_OF_PERSONS).split())
"""What begins a sentence, or stands before a name, and is nobody's."""


@dataclass(frozen=True, slots=True)
class SeenWords:
    """Words of the text, and where they stand."""

    words: str
    places: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class NamedRegister:
    """What is known of a register other than that of the people: as `Proofreading` has it of these."""

    register: Register
    named: tuple[NamedTerm, ...]
    undeclared: tuple[SeenWords, ...]
    near: tuple[Doubt, ...]
    uneven: tuple[Doubt, ...]

    @property
    def never(self) -> tuple[Indexed, ...]:
        """Headings that the text never has."""
        return tuple(each.term for each in self.named if not each.count)

    @property
    def clean(self) -> bool:
        """Whether nothing must be looked at."""
        return not (self.never or self.near or self.uneven)


@dataclass(frozen=True, slots=True)
class Proofreading:
    """What is known of the names of a book, and in `others` of its further registers.

    `undeclared` are headings and aliases that the text has and no form finds; `uncovered` capitalised words that no
    record covers, the most frequent first; `near` spellings one letter apart; `uneven` those that differ by an accent,
    a dash, an apostrophe, a space, a point or a capital.
    """

    named: tuple[NamedTerm, ...]
    undeclared: tuple[SeenWords, ...]
    uncovered: tuple[SeenWords, ...]
    near: tuple[Doubt, ...]
    uneven: tuple[Doubt, ...]
    others: tuple[NamedRegister, ...] = ()

    @property
    def never(self) -> tuple[Indexed, ...]:
        """Persons whom the text never names."""
        return tuple(each.term for each in self.named if not each.count)

    @property
    def clean(self) -> bool:
        """Whether nothing must be looked at; names without forms and words without a record may be as they are."""
        return not (self.never or self.near or self.uneven) and all(each.clean for each in self.others)


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
    near, uneven = doubts_among(named, seen, words)
    by_count = sorted(seen.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    uncovered = tuple(SeenWords(words, tuple(found)) for words, found in by_count)
    undeclared = tuple(_undeclared(book.people.values(), lines, places))
    others = []
    for register in (each for each in book.registers.values() if each.kind != PEOPLE):
        others.append(_of_register(book, register, (seen, words) if register.kind in NAMING else ({}, {})))
        spoken = [each for each in register.terms.values() if declared(each)]
        others[-1] = replace(others[-1], undeclared=tuple(_undeclared(spoken, lines, places)))
    return Proofreading(named, undeclared, uncovered, near, uneven, tuple(others))


def _named(book: Book) -> Iterator[NamedTerm]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for occurrence in (each for each in book.occurrences if each.register == PEOPLE):
        # a discussion is no form by which the text names somebody
        found[occurrence.term][fold(occurrence.form)] += not occurrence.span
    for key, person in book.people.items():
        forms = tuple((form, count) for form, count in found[key].most_common() if count)
        unfound = dict.fromkeys(form.text for form in declared(person) if not found[key][fold(form.text)])
        yield NamedTerm(person, forms, tuple(unfound))


def _of_register(book: Book, register: Register, strange: tuple[_Seen, _Seen]) -> NamedRegister:
    """What a register lists, as the text has it; `strange`: capitalised words that may be slips of its forms."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    marked: Counter[str] = Counter()
    forms = {key: {fold(form.text) for form in declared(term)} for key, term in register.terms.items()}
    for each in (each for each in book.occurrences if each.register == register.id):
        form = fold(each.form)
        known = forms[each.term]
        if each.span or (each.marked and form not in known):
            marked[each.term] += 1  # words of any kind may be about it
        else:
            # what a sentence begins with is the form that is declared in small letters
            small = form[:1].lower() + form[1:]
            found[each.term][form if form in known or small not in known else small] += 1
    named = tuple(
        NamedTerm(
            term,
            tuple(found[key].most_common()),
            tuple(dict.fromkeys(form.text for form in declared(term) if not found[key][fold(form.text)])),
            marked[key],
        )
        for key, term in register.terms.items()
    )
    pairs = [doubts_among(named, *strange), doubts_among_headings(named)]
    near, uneven = (tuple(dict.fromkeys(each for pair in pairs for each in pair[n])) for n in (0, 1))
    return NamedRegister(register, named, (), near, uneven)


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


def _undeclared(
    terms: Iterable[Indexed], lines: Iterable[tuple[str, Origin]], places: _LineFinder
) -> Iterator[SeenWords]:
    """Headings and aliases, in reading order, that stand in the text where no form finds them."""
    terms = tuple(terms)
    names = Names(replace(term, forms=tuple(map(Form, names_of(term))), aliases=()) for term in terms)
    known = Names(terms).forms
    found: dict[str, list[Origin]] = defaultdict(list)
    for line, origin in lines:
        # no form is limited to a unit here, so no unit need be named
        for name in names.find(re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", WALL, line), ""):
            if name.form not in known:
                found[name.form].append(places.find(name.form, origin))
    yield from (SeenWords(words, tuple(found[words])) for words in sorted(found))
