"""The account of an import: every word of the author's file is in the book, in order, or in the report with a reason.

The file's words are read by readers of its own XML, or of its own text (`words_of_…`); the book's from what the
press reads of the new manuscript. What is in neither is told, and so are marks that are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from press.book import Book
from press.importing.account.account_words import FileAccount, Lost
from press.importing.account.alignment import aligned
from press.importing.account.file_words import FileWord, WordRun, folded, runs_of_line, words_of_runs
from press.importing.assemble import REPORT, Assembled
from press.importing.references.live_citations import DEAD
from press.importing.report import ImportReport
from press.importing.structure.collection import Collection
from press.importing.structure.titles import label_of
from press.importing.typescript import LeftOut, line_of, lines_of, place_of, words_of
from press.importing.writing.records import PEOPLE
from press.text import Block, Blocks, Cluster, Heading, Paragraph, Phrase, Reference, plain, walk

IN_BOOK, IN_REPORT, BESIDE = range(3)
"""Where words may be that are not in their order: in the book elsewhere, in the report, in records."""
SHORT = 4
"""So many words that stand elsewhere are told; fewer may be an accident."""
LABEL = "the label of a heading: the press numbers parts and chapters itself"
REFERRED = "the words of a reference, which the press words itself"
NUMBERED = "the number of a note: the press counts notes itself"
NUMBER = re.compile(r"\d{1,4}(?: \d{1,4})*")
AT_CALL = re.compile(r"note (\w+), at its call")
"""What is told of a typed note that has been put where it is called, with what the author has numbered it by."""
SHOWN = 12
"""So many words at most are shown of what is lost."""


@dataclass(slots=True)
class _Pool:
    """Words that may be said anywhere: found by their first two, each taken once where that is asked for."""

    words: Sequence[FileWord]
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
            while (
                at + size < last
                and n + size < len(self.words)
                and self.free[n + size]
                and self.words[n + size].letters == words[at + size].letters
            ):
                size += 1
            if size > best[1]:
                best = (n, size)
        return best


def words_of_book(book: Book) -> tuple[FileWord, ...]:
    """The words of a book in the order in which it prints them, its titles and queries too."""
    found: list[FileWord] = []
    for piece in (*book.front, *book.body, *book.back):
        found += _phrase(piece.title)
        if (chapter := piece.chapter) is not None:
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
        yield from (each._replace(place=-1) for each in words) if id(line) in headings else words


def account_for(collection: Collection, assembled: Assembled, book: Book) -> FileAccount:
    """The account of what an author has sent, by the book that the press reads of what has become of it."""
    report = assembled.report
    texts = [text.decode() for path, text in assembled.files.items() if path.endswith((".yaml", ".md"))]
    names = [path for path in assembled.files if path.endswith((".yaml", ".md"))]
    beside = [_record(text, path) for path, text in zip(names, texts, strict=True) if path not in (PEOPLE, REPORT)]
    beside += [line for each in book.queries for line in (each.what, each.who, each.about, each.when)]
    told = [each.text for each in (*report.left, *report.passed_over)]
    told += [each.what for each in (*report.changed, *report.typed)]
    words = [word for file in collection.files for word in file.words or ()]
    placed = [each for file in collection.files for each in walk(file.blocks) if isinstance(each, (Heading, Paragraph))]
    # of what stands at one place the heading
    blocks = {place_of(each): each for each in sorted(placed, key=lambda each: isinstance(each, Heading))}
    titles = {place for went in report.went for place in range(went.first, went.last + 1) if "/" not in went.where}
    told += [words_of(blocks[place]) for place in titles if place in blocks]
    made = _with_labels(account_of(words, words_of_book(book), beside, told), blocks, report)
    # those that stand side by side have become one
    clusters = sum(len(each.citations) for each in walk(_pieces(book)) if isinstance(each, Cluster))
    dead = sum(each.what.startswith(DEAD) for each in report.changed)
    return replace(
        made,
        citations=sum(file.live for file in collection.files),
        cited=clusters + dead,
        unread=tuple(file.name for file in collection.files if file.words is None),
    )


def _with_labels(account: FileAccount, blocks: Mapping[int, Block], report: ImportReport) -> FileAccount:
    """The account with the labels and numbers told that the press makes itself."""
    labels: list[LeftOut] = []
    referred: dict[int, int] = {}
    lost: list[Lost] = []
    noted = any(each.why.endswith("that now stand at their calls") for each in report.left)
    called = {found[1] for each in report.went if (found := AT_CALL.fullmatch(each.where))}
    for each in account.lost:
        block = blocks.get(each.place)
        line = line_of(block) if block is not None else ()
        label = label_of(line)
        said = folded(plain(line)[: label.letters]) if label else ""
        if said and folded(each.words) in said:
            labels.append(LeftOut(each.place, each.words, LABEL))
        elif block is not None and len(each.words.split()) <= SHOWN and referred.get(each.place, _references(block)):
            referred[each.place] = referred.get(each.place, _references(block)) - 1
            labels.append(LeftOut(each.place, each.words, REFERRED))
        elif (noted and NUMBER.fullmatch(each.words)) or called.issuperset(each.words.split()):
            labels.append(LeftOut(each.place, each.words, NUMBERED))
        else:
            lost.append(each)
    told = account.told + sum(len(each.text.split()) for each in labels)
    return replace(account, lost=tuple(lost), left=tuple(labels), told=told)


def _references(block: Block) -> int:
    return sum(isinstance(each, Reference) for each in walk(block))


def _record(text: str, path: str) -> str:
    """What a file says beside its text: all of a record, of a chapter or a document its header."""
    return text if path.endswith(".yaml") else text.partition("\n---\n")[0]


def _pieces(book: Book) -> tuple[object, ...]:
    chapters = tuple(each.chapter for each in (*book.front, *book.body, *book.back) if each.chapter is not None)
    return (*chapters, *book.documents)


def account_of(
    words: Sequence[FileWord], book: Sequence[FileWord], beside: Sequence[str], told: Sequence[str]
) -> FileAccount:
    """Hold a file's words against the book's; `beside`: words that records and queries of the manuscript have,
    `told`: what the report says has been left out or changed.
    """
    # what a live citation has been worded as the press words anew: that it is cited is counted
    text = [each for each in words if not each.kind]
    places = aligned([each.letters for each in text], [each.letters for each in book])
    used = {at for at in places if at >= 0}
    lines = [[word for line in each for word in words_of_runs([WordRun(line)])] for each in (told, beside)]
    pools = (_Pool([each for n, each in enumerate(book) if n not in used]), *map(_Pool, lines))
    lost: list[Lost] = []
    moved: list[Lost] = []
    kept = sum(at >= 0 for at in places)
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
            if which == IN_REPORT:
                in_report += size
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
    return FileAccount(len(text), kept, in_report, tuple(lost), tuple(moved), marked, held, tuple(without))


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
    shown = " ".join(each.written for each in found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
    return Lost(found[0].place, shown, mark)


def _marks(text: Sequence[FileWord], places: Sequence[int], book: Sequence[FileWord]) -> tuple[int, int, list[Lost]]:
    """How many words have marks in the file, how many of them the same in the book, and the others in runs."""
    marked = held = 0
    lost: list[Lost] = []
    run: list[FileWord] = []
    missing: frozenset[str] = frozenset()
    for word, at in zip(text, places, strict=True):
        less = frozenset[str]()
        if word.marks and at >= 0 and book[at].place >= 0:
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
