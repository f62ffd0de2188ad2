"""Occurrences × places → locators: which pages, ranges and notes stand after a heading, and how they are worded.

Everything an index says about pages is decided here: what is merged, what stays apart, which digits are dropped. Where
the houses differ (Chicago 18, ch. 15; New Hart's Rules, ch. 19; MHRA, 8.2 and 12.4) `IndexOptions` says whom to follow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from press.book import Book, Occurrence
from press.indexes.options import IndexOptions
from press.numerals import to_letters, to_roman
from press.places import Folio, Places
from press.terms import PEOPLE

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Locator:
    """A place as the index prints it, never to be broken over two lines. `principal` is bold, `figure` italic."""

    text: str
    anchor: str
    principal: bool = False
    kind: Literal["page", "figure", "note", "document"] = "page"

    @property
    def figure(self) -> bool:
        """Whether it names the caption of a figure."""
        return self.kind == "figure"


# --- ranges of numbers ---------------------------------------------------------------------------


def elide(first: int, last: int, how: str) -> str:
    """`321–28`: two numbers as a range, elided as `how` (chicago, oxford, mhra, full) has it; one number if alike."""
    if first == last:
        return str(first)
    head, tail = str(first), str(last)
    digits = KEPT[how](head, tail) if len(head) == len(tail) else len(tail)
    return f"{head}–{tail[-digits:]}"


def page_range(first: Folio, last: Folio, how: str) -> str:
    """Pages of one numbering as a range; roman numerals are always given in full (Chicago, Hart's)."""
    if first.roman and first != last:
        return f"{first}–{last}"
    return str(first) if first == last else elide(first.number, last.number, how)


def _changed(first: str, last: str) -> int:
    """How many digits of `last` there are from the first that differs."""
    return next(len(last) - at for at, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)


def _chicago(first: str, last: str) -> int:
    """Chicago 18, 9.62–66: all digits to 100 and from a full hundred; after 101–9 what changes; else two or more."""
    if int(first) < 100 or first.endswith("00"):
        return len(last)
    return max(1 if first[-2] == "0" else 2, _changed(first, last))


def _oxford(first: str, last: str) -> int:
    """New Hart's: as few digits as can be, but two in the teens; where three of four digits change, all are given."""
    changed = _changed(first, last)
    if len(last) == 4 and changed > 2:
        return 4
    return max(2 if last[-2:-1] == "1" else 1, changed)


def _mhra(first: str, last: str) -> int:
    """MHRA 8.2: two digits within the same hundred (so 301–03 and 114–18 alike), beyond it all."""
    return 2 if _changed(first, last) <= 2 else len(last)


KEPT: Mapping[str, Callable[[str, str], int]] = {
    "chicago": _chicago,
    "oxford": _oxford,
    "mhra": _mhra,
    "full": lambda first, last: len(last),
}
"""How many digits of the second number are printed when both have equally many."""


# --- pages ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """Pages of one numbering, from first to last, on which a person is mentioned or discussed."""

    first: Folio
    last: Folio
    anchor: str
    principal: bool


@dataclass(frozen=True, slots=True)
class Homes:
    """Where notes are at home: the numbers of documents, by their anchors; how a locator names each chapter;
    and the pages and marks of notes that several of these have there.
    """

    documents: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[tuple[Folio, str]] = frozenset()


def homes_of(book: Book, places: Places, options: IndexOptions) -> Homes:
    """The homes of a book's notes, which are printed in these places."""
    documents = {document.anchor: document.number for document in book.documents}
    names: dict[str, str] = {}
    bearers: dict[tuple[Folio, str], set[str]] = defaultdict(set)
    bearing = Counter(target.number for target in book.targets.values() if target.kind == "chapter")
    for anchor, target in book.targets.items():
        if target.kind == "note":
            for page in places.get(anchor, ()):
                bearers[page, target.number].add(target.home)
        # where chapters are numbered anew in each part, a number does not tell them apart
        numbered = target.kind == "chapter" and bearing[target.number] == 1 and target.number
        number = _written(int(target.number), options.numerals) if numbered else ""
        names[anchor] = f"{options.chapter} {number}" if number else target.title
    return Homes(documents, names, frozenset(place for place, homes in bearers.items() if len(homes) > 1))


def _written(number: int, how: str) -> str:
    """The number of a chapter as it stands over its title, but for words, which no locator is written in."""
    match how:
        case "roman":
            return to_roman(number).upper()
        case "letters":
            return to_letters(number)
    return "" if how == "none" else str(number)


def make_locators(
    occurrences: Iterable[Occurrence], places: Places, homes: Homes, options: IndexOptions
) -> tuple[Locator, ...]:
    """All that stands after one heading: pages in the order of sheets, then documents by number.

    An occurrence without a place is left out, and one in a heading unless the options count it. Where the text wins, a
    note on a page that the text gives is left out, unless it is a principal passage.
    """
    paged: dict[str, list[Occurrence]] = defaultdict(list)
    numbered: dict[str, list[Occurrence]] = defaultdict(list)
    for each in occurrences:
        # what has been marked in a heading is meant; but a mark may only tell who of several people stands there
        meant = options.headings or (each.marked and each.register != PEOPLE)
        if not places.get(each.anchor) or (each.where == "heading" and not meant):
            continue
        # a whole document is found by its number, whatever its notes and captions say
        if _by_number(options) and each.unit in homes.documents:
            for unit in each.passed or (each.unit,):
                numbered[unit].append(each)
        elif each.where == "note" or (each.where == "caption" and options.figures_italic):
            paged[each.where].append(each)
        else:
            paged["text"].append(each)
    passages = merge([passage for each in paged["text"] for passage in _passages(each, places)], options.join)
    # by sheet and not by folio, for iv and 4 are different pages
    won = {sheet for p in passages if options.text_wins for sheet in range(p.first.sheet, p.last.sheet + 1)}
    notes = [each for each in paged["note"] if each.principal or places[each.anchor][0].sheet not in won]
    found = [(p.first, Locator(page_range(p.first, p.last, options.elision), p.anchor, p.principal)) for p in passages]
    found += _figure_locators(paged["caption"], places) + _note_locators(notes, places, homes, options)
    in_order = [locator for _, locator in sorted(found, key=lambda pair: pair[0])]
    bare = options.locators == "documents"
    units = sorted(numbered, key=lambda unit: homes.documents[unit])
    word = "" if bare else f"{options.document} "
    of_documents = [_locator(f"{word}{homes.documents[unit]}", numbered[unit], "document") for unit in units]
    return (*of_documents, *(_paged(each, options) for each in in_order)) if bare else (*in_order, *of_documents)


def _by_number(options: IndexOptions) -> bool:
    return options.documents == "number" or options.locators == "documents"


def _paged(each: Locator, options: IndexOptions) -> Locator:
    """A locator of pages among bare numbers of documents."""
    word = options.pages if each.kind == "page" and "–" in each.text else options.page
    return replace(each, text=f"{word} {each.text}")


def _passages(occurrence: Occurrence, places: Places) -> list[Passage]:
    """A mention's page, which is that of its first letters; a discussion's pages, one passage for each numbering."""
    stretches = runs(pages_of(occurrence, places), _same_numbering)
    return [Passage(stretch[0], stretch[-1], occurrence.anchor, occurrence.principal) for stretch in stretches]


def pages_of(occurrence: Occurrence, places: Places) -> tuple[Folio, ...]:
    """The pages of an occurrence: that of its first letters, or all of a discussion, or the ends of a range.

    Where the numbering changes between its ends, the pages next to the change are among them.
    """
    pages = places.get(occurrence.anchor, ())
    if not occurrence.end or not (last := places.get(occurrence.end, ())):
        return pages if occurrence.span and not occurrence.end else pages[:1]
    first, end = pages[0], last[-1]
    if _same_numbering(first, end):
        return (first,) if first == end else (first, end)
    every = {page for folios in places.values() for page in folios if first <= page <= end}
    return tuple(sorted(every))


def merge(passages: Sequence[Passage], join: int) -> list[Passage]:
    """Passages by sheet, each page once.

    A range means one continuous discussion (New Hart's 19.6): passages that share a page are one, those that merely
    follow one another are not. Only where `join` says so do that many pages in a row, or more, become a range. What is
    principal is never lost in what is not, nor joined to it.
    """
    # apart from each other, lest a bold range swallow plain pages or a plain one hide what is bold
    principal = _unite(p for p in passages if p.principal)
    plain = [p for p in _unite(p for p in passages if not p.principal) if not any(_covers(q, p) for q in principal)]
    return sorted(_join(principal, join) + _join(plain, join), key=lambda p: p.first)


def _unite(passages: Iterable[Passage]) -> list[Passage]:
    """Passages that share a page made one, linked to the first in reading order."""
    united: list[Passage] = []
    for each in sorted(passages, key=lambda p: p.first):
        if united and each.first <= united[-1].last:
            united[-1] = replace(united[-1], last=max(united[-1].last, each.last))
        else:
            united.append(each)
    return united


def _covers(outer: Passage, inner: Passage) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _join(passages: list[Passage], join: int) -> list[Passage]:
    joined: list[Passage] = []
    for run in runs(passages, _next_page):
        if join and len(run) >= join:
            joined.append(replace(run[0], last=run[-1].last))
        else:
            joined += run
    return joined


def _next_page(before: Passage, after: Passage) -> bool:
    # a passage of several pages is a range by itself, and is not drawn into a longer one
    single = before.first == before.last and after.first == after.last
    return single and before.last.sheet + 1 == after.first.sheet and _same_numbering(before.last, after.first)


def _same_numbering(a: Folio, b: Folio) -> bool:
    return a.roman == b.roman and a.number - a.sheet == b.number - b.sheet


def runs(things: Iterable[T], follows: Callable[[T, T], bool]) -> list[list[T]]:
    """Things in order, cut wherever one does not follow the one before it."""
    found: list[list[T]] = []
    for each in things:
        if found and follows(found[-1][-1], each):
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _locator(text: str, occurrences: Sequence[Occurrence], kind: Literal["figure", "note", "document"]) -> Locator:
    """A locator for occurrences in one place: it leads to the principal one, if there is one, or the first."""
    leading = next((each for each in occurrences if each.principal), occurrences[0])
    return Locator(text, leading.anchor, leading.principal, kind)


def _figure_locators(captions: Iterable[Occurrence], places: Places) -> list[tuple[Folio, Locator]]:
    pages: dict[Folio, list[Occurrence]] = defaultdict(list)
    for each in captions:
        pages[places[each.anchor][0]].append(each)
    return [(page, _locator(str(page), found, "figure")) for page, found in pages.items()]


# --- notes ---------------------------------------------------------------------------------------


def _note_locators(
    notes: Iterable[Occurrence], places: Places, homes: Homes, options: IndexOptions
) -> list[tuple[Folio, Locator]]:
    """Notes by page and, on it, by chapter or document: each numbers its own notes, so a 3 may stand there twice, and
    then its chapter is named: `312n14 (chap. 3)` (Chicago 18, 15.35).
    """
    feet: dict[tuple[Folio, str], dict[str, list[Occurrence]]] = defaultdict(lambda: defaultdict(list))
    for each in notes:
        feet[places[each.anchor][0], each.unit][each.note].append(each)
    units = Counter(page for page, _ in feet)
    found: list[tuple[Folio, Locator]] = []
    for (page, unit), marks in feet.items():
        # the press's own rule: a document's notes are told from another's on the same page
        apart = units[page] > 1 and unit in homes.documents
        numbered = f"{options.document} {homes.documents[unit]}" if unit in homes.documents else ""
        home = numbered or homes.names.get(unit, "")
        for group in _group_marks(marks, options.notes):
            named = apart or any((page, mark) in homes.shared for mark in group)
            text = word_notes(str(page), group, options) + (f" ({home})" if named else "")
            found.append((page, _locator(text, [each for mark in group for each in marks[mark]], "note")))
    return found


def _group_marks(marks: Mapping[str, Sequence[Occurrence]], style: str) -> list[list[str]]:
    """Marks that make one locator: Chicago joins only consecutive ones, the others all; bold and plain stay apart."""
    bold = {mark: any(each.principal for each in found) for mark, found in marks.items()}
    in_order = sorted(marks, key=_mark_number)
    return runs(in_order, lambda a, b: bold[a] == bold[b] and (style != "chicago" or _next_mark(a, b)))


def _mark_number(mark: str) -> tuple[bool, int]:
    """Order of marks: a, b … z, aa, for they stand before the editor's notes; then 1, 2."""
    return mark.isdigit(), int(mark) if mark.isdigit() else 26 * (len(mark) - 1) + ord(mark[0])


def _next_mark(a: str, b: str) -> bool:
    (kind, number), (next_kind, next_number) = _mark_number(a), _mark_number(b)
    return kind == next_kind and number + 1 == next_number


def word_notes(page: str, marks: Sequence[str], options: IndexOptions) -> str:
    """`45n3`, `45nn3–4` (Chicago); `45 n. 3`, `45 nn. 3, 4` (New Hart's 19.6); `45 nn. 3 & 4` (MHRA 12.4)."""
    n = "n" if len(marks) == 1 else "nn"
    if options.notes == "chicago":
        # the press's own rule: where letters would run together (xiin3, 45na) a space keeps them apart
        return f"{page}{' ' * page.isalpha()}{n}{' ' * marks[0].isalpha()}{_mark_range(marks, options.elision)}"
    if options.notes == "mhra" and len(marks) > 1:
        return f"{page} {n}. {', '.join(marks[:-1])} & {marks[-1]}"
    return f"{page} {n}. {', '.join(marks)}"


def _mark_range(marks: Sequence[str], how: str) -> str:
    first, last = marks[0], marks[-1]
    if first.isdigit():
        return elide(int(first), int(last), how)
    return first if first == last else f"{first}–{last}"
