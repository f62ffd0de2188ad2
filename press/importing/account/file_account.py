"""The account of an import: every word of the author's file is in the book, in order, or in the report with a reason.

The file's words are read by readers of its own XML, or of its own text (`words_of_…`); the book's from what the
press reads of the new manuscript. What is in neither is told, and so are marks that are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TypeAlias

from press.bare_letters import bare_letters
from press.book import Book
from press.importing.account.account_words import FileAccount, Lost
from press.importing.account.alignment import aligned
from press.importing.account.file_words import FileWord, WordRun, runs_of_line, words_of_runs
from press.importing.assemble import REPORT, Assembled
from press.importing.references.live_citations import DEAD
from press.importing.report import ImportReport
from press.importing.structure.collection import Collection
from press.importing.structure.titles import label_of
from press.importing.typed.typed_notes import AT_CALL, HEADING_GONE
from press.importing.typescript import LeftOut, line_of, lines_of, place_of, words_of
from press.importing.writing.cross_references import LABEL as LABEL_WORDS
from press.importing.writing.cross_references import WORD_BEFORE
from press.importing.writing.records import PEOPLE
from press.text import Block, Blocks, Cluster, FigureGroup, Heading, Inlines, Paragraph, Phrase, Reference, plain, walk

IN_BOOK, OF_REFERENCES, IN_REPORT, BESIDE = range(4)
"""Where words may be that are not in their order: in the book elsewhere, in a reference of their own paragraph, in the
report, in records.
"""
Told: TypeAlias = tuple[int, str]
"""A place in the file, and what is told of it."""
SHORT = 4
"""So many words that stand elsewhere are told; fewer may be an accident."""
LABEL = "the label of a heading: the press numbers parts and chapters itself"
REFERRED = "the words of a reference, which the press words itself"
NUMBERED = "the number of a note: the press counts notes itself"
LETTERED = "the letter of a picture in a group: the press gives it itself"
LETTER = re.compile(r"\(?[a-z]\)?", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,4}(?: \d{1,4})*")
LOWERED = re.compile(r"~([^~\s]+)~|\[([^\[\]]*)\]\{\.(?:super|sc)\}")
"""Words within a word that are raised or lowered: H~2~O is one word."""
NEAR = 1
"""So far from what is told its words may stand: a word that nobody has read has the place of the one before."""
VALUES = re.compile(r": |, |[\[\]{}\"]")
"""What parts the values of a line of YAML."""
NUMBER_AT_CALL = re.compile(AT_CALL.format(r"(\w+)"))
"""What is told of a typed note that has been put where it is called, with what the author has numbered it by."""
SHOWN = 12
"""So many words at most are shown of what is lost."""


@dataclass(slots=True)
class _Pool:
    """Words that may be said anywhere, each taken once where that is asked for; their places are those of the file, of
    which those of a few words may be no further than `near`, or else the number of the run that they are of.
    """

    words: Sequence[FileWord]
    near: int | None = None
    ranks: Mapping[int, int] = field(default_factory=dict)
    free: list[bool] = field(default_factory=list)
    index: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.free = [True] * len(self.words)
        for n, each in enumerate(self.words):
            self.index.setdefault(each.letters, []).append(n)

    def longest(self, words: Sequence[FileWord], at: int, last: int) -> tuple[int, int]:
        """The longest run of free words here that begins like those from `at`: where, and how many."""
        best = (0, 0)
        for n in self.index.get(words[at].letters, ()):
            size = 0
            run = self.words[n].place
            while (
                at + size < last
                and n + size < len(self.words)
                and self.free[n + size]
                and self.words[n + size].letters == words[at + size].letters
                and (self.words[n + size].place == run or size >= SHORT)
            ):
                size += 1
            if size > best[1] and (size >= SHORT or self._is_meant(n, words, at, at + size)):
                best = (n, size)
        return best

    def _is_meant(self, n: int, words: Sequence[FileWord], first: int, last: int) -> bool:
        """Whether a few words are not found by accident: what is told of their own place, a whole paragraph of the
        file, or words with which a run begins or ends.
        """
        place, own = self.words[n].place, words[first].place
        if self.near == 0:
            return place == own
        if self.near and (not place or abs(self.ranks[place] - self.ranks[own]) <= self.near):
            return True
        if all(each.place != own for each in (*words[first - 1 : first], *words[last : last + 1])):
            return True
        before, behind = self.words[n - 1 : n], self.words[n + last - first :][:1]
        return any(all(each.place != place for each in beside) for beside in (before, behind))


def words_of_book(book: Book) -> tuple[FileWord, ...]:
    """The words of a book in the order in which it prints them, its titles and queries too."""
    found: list[FileWord] = []
    for piece in (*book.front, *book.body, *book.back):
        if (chapter := piece.chapter) is None:
            found += _phrase(piece.title)
        else:
            for line in (chapter.title, chapter.subtitle, chapter.epigraph, chapter.epigraph_source):
                found += words_of_runs(runs_of_line(line))
                for inner in lines_of(line):  # the notes of a title
                    found += words_of_runs(runs_of_line(inner))
            found += _of_blocks(chapter.blocks)
    for document in book.documents:
        found += words_of_runs(runs_of_line(document.title))
        found += _of_blocks(document.blocks)
    return tuple(found)


def _phrase(phrase: Phrase) -> Iterator[FileWord]:
    return words_of_runs(runs_of_line(phrase.inlines))


def _of_blocks(blocks: Blocks) -> Iterator[FileWord]:
    headings = {id(each.inlines) for each in walk(blocks) if isinstance(each, Heading)}
    for line in lines_of(blocks):
        words = words_of_runs(runs_of_line(line))
        # a heading is set as its style has it, whatever marks an author's program has put over all of it
        yield from (each._replace(heading=True) for each in words) if id(line) in headings else words


def account_for(collection: Collection, assembled: Assembled, book: Book) -> FileAccount:
    """The account of what an author has sent, by the book that the press reads of what has become of it."""
    report = assembled.report
    texts = [text.decode() for path, text in assembled.files.items() if path.endswith((".yaml", ".md"))]
    names = [path for path in assembled.files if path.endswith((".yaml", ".md"))]
    beside = [_record(text, path) for path, text in zip(names, texts, strict=True) if path not in (PEOPLE, REPORT)]
    beside += [line for each in book.queries for line in (each.what, each.who, each.about, each.when)]
    told = [(each.place, each.text) for each in (*report.left, *report.passed_over)]
    told += [(each.place, each.what) for each in (*report.changed, *report.typed)]
    words = [word for file in collection.files for word in file.words or ()]
    placed = [each for file in collection.files for each in walk(file.blocks) if isinstance(each, (Heading, Paragraph))]
    # of what stands at one place the heading
    blocks = {place_of(each): each for each in sorted(placed, key=lambda each: isinstance(each, Heading))}
    titles = {place for went in report.went for place in range(went.first, went.last + 1) if "/" not in went.where}
    told += [(place, words_of(blocks[place])) for place in titles if place in blocks]
    referred = [(place, said) for place, block in blocks.items() for said in words_of_references(block)]
    # letters that their captions began with may be lost as often as the press now gives some
    letters = sum(len(each.figures) for each in book.nodes if isinstance(each, FigureGroup))
    made = _with_labels(account_of(words, words_of_book(book), beside, told, referred), blocks, letters, report)
    lines = [
        (word.letters, f"{path}:{n}")
        for path, text in zip(names, texts, strict=True)
        if made.moved and path.endswith(".md") and path != REPORT
        for n, line in enumerate(text.split("\n"), 1)
        for word in words_of_runs([WordRun(line)])
    ]
    # those that stand side by side have become one
    clusters = sum(len(each.citations) for each in walk(_pieces(book)) if isinstance(each, Cluster))
    dead = sum(each.what.startswith(DEAD) for each in report.changed)
    return replace(
        made,
        moved=tuple(replace(each, at=_standing(each, lines)) for each in made.moved),
        citations=sum(file.live for file in collection.files),
        cited=clusters + dead,
        unread=tuple(file.name for file in collection.files if file.words is None),
    )


def _with_labels(account: FileAccount, blocks: Mapping[int, Block], letters: int, report: ImportReport) -> FileAccount:
    """The account with the labels and numbers told that the press makes itself; `letters`: how many it gives to
    pictures in groups.
    """
    labels: list[LeftOut] = []
    lost: list[Lost] = []
    noted = any(each.why == HEADING_GONE for each in report.left)
    called = {found[1] for each in report.went if (found := NUMBER_AT_CALL.fullmatch(each.where))}
    for each in account.lost:
        block = blocks.get(each.place)
        line = line_of(block) if block is not None else ()
        label = label_of(line)
        said = bare_letters(plain(line)[: label.letters]) if label else ""
        if said and bare_letters(each.words) in said:
            labels.append(LeftOut(each.place, each.words, LABEL, "sure"))
        elif letters and LETTER.fullmatch(each.words):
            letters -= 1
            labels.append(LeftOut(each.place, each.words, LETTERED, "sure"))
        elif (noted and NUMBER.fullmatch(each.words)) or called.issuperset(each.words.split()):
            labels.append(LeftOut(each.place, each.words, NUMBERED))
        else:
            lost.append(each)
    told = account.told + sum(len(each.text.split()) for each in labels)
    return replace(account, lost=tuple(lost), left=(*account.left, *labels), told=told)


def _standing(moved: Lost, lines: Sequence[tuple[str, str]]) -> str:
    """File and line of the manuscript at which words now begin, by the first few of them."""
    sought = moved.letters[:SHORT]
    size = len(sought)
    found = (n for n in range(len(lines)) if all(a == b[0] for a, b in zip(sought, lines[n : n + size], strict=False)))
    return next((lines[n][1] for n in found if len(lines) - n >= size), "")


def words_of_references(node: object) -> Iterator[str]:
    """The words of each reference, with what stands before it and is part of what the press prints: *Figure*, *p.*"""
    for line in _lines_within(node):
        for n, each in enumerate(line):
            words = plain(each.inlines).strip() if isinstance(each, Reference) else ""
            # the words of others stay as they are
            if isinstance(each, Reference) and (
                not words or each.form in ("page", "call") or LABEL_WORDS.fullmatch(words)
            ):
                before = plain(line[n - 1 : n]) if n else ""
                labels = (found[0] for pattern in WORD_BEFORE.values() if (found := pattern.search(before)))
                yield f"{max(labels, key=len, default='')} {words}"


def _lines_within(node: object) -> Iterator[Inlines]:
    """Every line that has a reference among its inlines."""
    if isinstance(node, tuple):
        if any(isinstance(each, Reference) for each in node):
            yield node
        for each in node:
            yield from _lines_within(each)
    elif is_dataclass(node) and not isinstance(node, type) and hasattr(node, "__slots__"):
        for each in fields(node):
            yield from _lines_within(getattr(node, each.name))


def _record(text: str, path: str) -> str:
    """What a file says beside its text: all of a record, of a chapter or a document its header."""
    said = text if path.endswith(".yaml") else text.partition("\n---\n")[0]
    return LOWERED.sub(r"\1\2", said)


def _pieces(book: Book) -> tuple[object, ...]:
    chapters = tuple(each.chapter for each in (*book.front, *book.body, *book.back) if each.chapter is not None)
    return (*chapters, *book.documents)


def account_of(
    words: Sequence[FileWord],
    book: Sequence[FileWord],
    beside: Sequence[str],
    told: Sequence[Told],
    referred: Sequence[Told] = (),
) -> FileAccount:
    """Hold a file's words against the book's; `beside`: words that records and queries of the manuscript have,
    `told`: what the report says has been left out or changed, each with its place in the file;
    `referred`: what references have said that the press words itself.
    """
    # what a live citation has been worded as the press words anew: that it is cited is counted
    text = [each for each in words if not each.kind]
    places = aligned([each.letters for each in text], [each.letters for each in book])
    used = {at for at in places if at >= 0}
    said = [word for place, line in told for word in words_of_runs([WordRun(line)], place)]
    values = (value for each in beside for line in each.split("\n") for value in VALUES.split(line))
    recorded = [word for n, value in enumerate(values) for word in words_of_runs([WordRun(value)], n)]
    # lines or paragraphs, of which some have nothing in them
    ranks = {place: n for n, place in enumerate(sorted({each.place for each in (*text, *said)}))}
    of_references = [word for place, line in referred for word in words_of_runs([WordRun(line)], place)]
    pools = (_Pool(_in_runs(book, used)), _Pool(of_references, near=0), _Pool(said, NEAR, ranks), _Pool(recorded))
    lost: list[Lost] = []
    moved: list[Lost] = []
    kept = sum(at >= 0 for at in places)
    left: list[LeftOut] = []
    in_report = 0
    for first, last in _gaps(places):
        n = first
        missing: list[FileWord] = []
        while n < last:
            size, which = _found(text, n, last, pools)
            if not size:
                missing.append(text[n])
                n += 1
                continue
            if which in (IN_REPORT, OF_REFERENCES):
                in_report += size
                if which == OF_REFERENCES:
                    left.append(LeftOut(text[n].place, _lost(text[n : n + size]).words, REFERRED))
            else:
                kept += size
                if which == IN_BOOK and size >= SHORT:
                    moved.append(_lost(text[n : n + size]))
            if missing:
                lost.append(_lost(missing))
                missing = []
            n += size
        if missing:
            lost.append(_lost(missing))
    marked, held, without = _marks(text, places, book)
    return FileAccount(
        len(text), kept, in_report, tuple(lost), tuple(moved), marked, held, tuple(without), left=tuple(left)
    )


def _in_runs(book: Sequence[FileWord], used: set[int]) -> list[FileWord]:
    """The words of a book that are none of the file's in their order, each with the number of its run."""
    return [
        each._replace(place=run)
        for run, (first, last) in enumerate(_gaps([n if n in used else -1 for n in range(len(book))]))
        for each in book[first:last]
    ]


def _found(text: Sequence[FileWord], at: int, last: int, pools: Sequence[_Pool]) -> tuple[int, int]:
    """How many words from `at` are said elsewhere, and in which pool."""
    best = (0, 0, 0)
    for which, pool in enumerate(pools):
        n, size = pool.longest(text, at, last)
        if size > best[0]:
            best = (size, which, n)
    size, which, n = best
    if which != BESIDE:  # a record may be of many places
        pools[which].free[n : n + size] = [False] * size
    return size, which


def _gaps(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = -1
    for n, at in enumerate((*places, 0)):
        if at < 0 and first < 0:
            first = n
        elif at >= 0 and first >= 0:
            yield first, n
            first = -1


def _lost(words: Iterable[FileWord], mark: str = "") -> Lost:
    found = list(words)
    return Lost(found[0].place, _shown([each.written for each in found]), mark, tuple(each.letters for each in found))


def _shown(words: Sequence[str]) -> str:
    return " ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")


def _marks(text: Sequence[FileWord], places: Sequence[int], book: Sequence[FileWord]) -> tuple[int, int, list[Lost]]:
    """How many words have marks in the file, how many of them the same in the book, and the others in runs."""
    marked = held = 0
    lost: list[Lost] = []
    run: list[FileWord] = []
    missing: frozenset[str] = frozenset()
    for word, at in zip(text, places, strict=True):
        less = frozenset[str]()
        if word.marks and at >= 0 and not book[at].heading:
            marked += 1
            less = word.marks - book[at].marks
            held += not less
        if less != missing and run:
            lost.append(_lost(run, ", ".join(sorted(missing))))
            run = []
        missing = less
        if less:
            run.append(word)
    if run:
        lost.append(_lost(run, ", ".join(sorted(missing))))
    return marked, held, lost
