"""The proof of the index, on the made PDF: every locator names a page where the person stands, and no page is missing.

Names are looked for in the printed words by a search of the test's own, and what the printed index says is compared
with what it finds. A difference must be explained by a mark that the editor made: marks are taken from the manuscript
as written, before the press looks for names, and found in the print by the words around them.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import TINY, TOP, Project
from printed import CAPTION_SIZE, INDEX_SIZE, NOTE_SIZE, Printed, PrintedEntry, PrintedLocator, Stream, expand

from press.build import build
from press.editing.manuscript import Draft
from press.editing.parse import parse
from press.editing.read import read
from press.indexes.headings import invert, tell_apart
from press.lines import lines_within
from press.people import Form, Person
from press.project import Project as Desk
from press.text import (
    Cluster,
    Discussion,
    Emphasis,
    Figure,
    Heading,
    Inlines,
    Mention,
    Note,
    Paragraph,
    Reference,
    Table,
    Text,
    plain,
    walk,
)

SMALLEST = 8.5  # what is smaller than the notes is the lettering of a picture
NOT_OUTLINED = {"half-title", "title-page", "imprint", "colophon"}
Place = tuple[str, str, str]
"""Where a name stands: `page`, `figure` or `note`; the folio; the mark of the note."""


# --- the manuscript, to be found in print ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Atom:
    """Words as written, bare; with the mark or the title that they are, or `broken` where the press puts in words."""

    words: str
    node: Mention | Emphasis | None = None
    broken: bool = False


def bare(text: str) -> str:
    """Letters and figures alone: spaces, hyphens and quotation marks are the printer's."""
    return "".join(char for char in text if char.isalnum())


def atoms(inlines: Inlines, titles: set[str]) -> Iterator[Atom]:
    """A line as written, taken apart."""
    for inline in inlines:
        if isinstance(inline, Text):
            yield Atom(bare(inline.text))
        elif isinstance(inline, Mention) or (isinstance(inline, Emphasis) and folded(plain(inline)) in titles):
            yield Atom(bare(plain(inline)), inline)
        elif isinstance(inline, Cluster) or (isinstance(inline, Reference) and inline.form != "words"):
            yield Atom("", broken=True)
        elif not isinstance(inline, Note):
            yield from atoms(getattr(inline, "inlines", ()), titles)


def folded(text: str) -> str:
    """A title as titles are compared."""
    return bare(text).casefold()


def lines(written: object) -> Iterator[Inlines]:
    """The lines of a text, without headings and captions, and without what is in its notes."""
    if isinstance(written, tuple) and written and not isinstance(written[0], tuple) and hasattr(written[0], "origin"):
        for block in written:
            yield from _block_lines(block)
    elif isinstance(written, tuple) and written and isinstance(written[0], tuple):
        for part in written:
            yield from lines(part)
    elif written:
        yield written  # type: ignore[misc]


def _block_lines(block: Any) -> Iterator[Inlines]:
    if isinstance(block, Table):
        yield from block.cells
    elif not isinstance(block, (Heading, Figure)):
        if hasattr(block, "inlines"):
            yield block.inlines
        yield from lines(getattr(block, "blocks", ()))
        for item in getattr(block, "items", ()):
            yield from lines(item)


@dataclass(slots=True)
class Unit:
    """A chapter or a document: what was written, and what is printed of it."""

    key: str
    written: tuple[object, ...]
    text: Stream = field(default_factory=Stream)
    captions: Stream = field(default_factory=Stream)
    source: Stream = field(default_factory=Stream)
    provenance: Inlines = ()
    notes: list[tuple[Note, str, Stream]] = field(default_factory=list)


# --- the proof ---------------------------------------------------------------------------------------


class Proof:
    """A made book and its manuscript, side by side. `notes`: whether its index is to have what only notes name."""

    def __init__(self, draft: Draft, pdf: Path, notes: bool = True) -> None:
        self.draft, self.notes = draft, notes
        self.open: dict[tuple[str, str], int] = {}
        self.people = {person.key: person for person in draft.people}
        records = [str(s.record.get(key, "")) for s in draft.sources for key in ("title", "title-short")]
        self.titles = {folded(part) for title in records if title for part in (title, title.split(":")[0])}
        self.printed = Printed(pdf)
        self.forms = {key: tuple(_forms(person)) for key, person in self.people.items()}
        self.search = _searcher({form.text for forms in self.forms.values() for form in forms})

    @cached_property
    def bearers(self) -> Mapping[str, list[tuple[str, Form]]]:
        """By the bare letters of a form, the persons who have it."""
        found: dict[str, list[tuple[str, Form]]] = defaultdict(list)
        for key, forms in self.forms.items():
            for form in forms:
                found[bare(form.text)].append((key, form))
        return found

    # --- the printed book, by chapters and documents -------------------------------------------------

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Chapters and documents with their printed words, and their notes."""
        starts = list(self._starts())
        headings = list(self._headings())
        for page in self.printed.pages:
            for line in page.text:
                at = (page.number, line.middle)
                unit = next((unit for start, unit in reversed(starts) if start <= at), None)
                lettering = line.size < SMALLEST
                if unit and not lettering and not any(first <= at <= last for first, last in headings):
                    sizes = {CAPTION_SIZE: unit.captions, NOTE_SIZE: unit.source}
                    stream = next((s for size, s in sizes.items() if abs(line.size - size) < 0.1), unit.text)
                    stream.add(line.text, page.number)
        units = tuple(unit for _, unit in starts if unit)
        written = [(unit, note) for unit in units for note in walk((unit.written, unit.provenance)) if _is_note(note)]
        for (unit, note), printed in zip(written, self.printed.notes(), strict=True):
            unit.notes.append((note, printed.mark, printed.stream))
        return units

    def _starts(self) -> Iterator[tuple[tuple[int, float], Unit | None]]:
        """Where each chapter and document begins, and where something begins that the index leaves out."""
        record = self.draft.record.contents
        pieces = [p for part in (record.front, record.body, record.back) for p in part if p.piece not in NOT_OUTLINED]
        heads = [(n, (page, top)) for n, (depth, _, page, top) in enumerate(self.printed.outline) if depth == 0]
        for (n, at), piece in zip(heads, pieces, strict=True):
            own = piece.piece.endswith(".md")
            chapter = self.draft.chapters.get(piece.piece if own else piece.headnote)
            written = (chapter.epigraph, chapter.epigraph_source, chapter.blocks) if chapter else ()
            key = chapter.anchor if own and chapter else piece.piece
            yield at, Unit(key, written) if own or key == "documents" else None
            if key == "documents":
                yield from self._document_starts(n)

    def _document_starts(self, piece: int) -> Iterator[tuple[tuple[int, float], Unit]]:
        documents = iter(self.draft.documents)
        for depth, title, page, top in self.printed.outline[piece + 1 :]:
            if depth == 0:
                break
            if re.match(r"Document \d+\. ", title):
                each = next(documents)
                yield (page, top), Unit(each.anchor, (each.headnote, each.blocks), provenance=each.provenance)

    def _headings(self) -> Iterator[tuple[tuple[int, float], tuple[int, float]]]:
        """Where headings stand: the lines that spell what the outline has."""
        for _, title, page, top in self.printed.outline:
            spelled = ""
            for line in self.printed.pages[page - 1].text:
                if line.middle > top - 1 and len(spelled) < len(folded(title)):
                    spelled += folded(line.text)
                    end = line.middle
            assert folded(title) in spelled, f"the heading {title!r} is not where the outline says"
            yield (page, top), (page, end)

    # --- names in print ------------------------------------------------------------------------------

    @cached_property
    def stands(self) -> Mapping[str, set[Place]]:
        """By person, every place in print where a declared form stands, or words that the editor marked."""
        found: dict[str, set[Place]] = defaultdict(set)
        for unit in self.units:
            captions = tuple(node.caption for node in walk(unit.written) if isinstance(node, Figure))
            streams = [("page", "", unit.text, unit.written), ("figure", "", unit.captions, captions)]
            notes = unit.notes if self.notes else []
            streams += [("note", mark, stream, lines_within(note.blocks)) for note, mark, stream in notes]
            streams += [("page", "", unit.source, (unit.provenance,))]
            for kind, mark, stream, written in streams:
                closed = kind == "note" or stream is unit.source
                for person, page in self._names(unit, stream, written, closed):
                    found[person].add((kind, self._folio(page), mark))
        texts = {unit.key: unit.text for unit in self.units}
        assert not self.open, "a range does not end in print"
        for document in self.draft.documents:
            for key in (*document.senders, *document.recipients):
                found[key].add(("page", self._folio(_dateline(texts[document.anchor], self.people[key])), ""))
        return found

    def _folio(self, page: int) -> str:
        return self.printed.pages[page - 1].folio

    def _names(
        self, unit: Unit, stream: Stream, written: tuple[object, ...], closed: bool
    ) -> Iterator[tuple[str, int]]:
        """The persons named in a stream, and on which page; where it is `closed`, in what the editor wrote alone."""
        letters, at = stream.squeezed()
        walls = [match.span() for match in _QUOTED.finditer(stream.text) if folded(match[1]) in self.titles]
        written_by_editor: list[tuple[int, int]] = []
        cursor = 0
        for line in lines(written):
            for found, node, (start, end) in _locate(list(atoms(line, self.titles)), letters, cursor):
                cursor = found
                if isinstance(node, Mention) and node.edge and node.mark == "person":
                    yield from self._edge(node, stream.pages[at[start - (node.edge == "end")]])
                elif end > start and node is None:
                    written_by_editor.append((at[start], at[end - 1] + 1))
                elif end > start:
                    walls.append((at[start], at[end - 1] + 1))
                    if isinstance(node, Mention) and node.term and node.mark == "person":
                        yield node.term, stream.pages[at[start]]
        for match in self.search.finditer(stream.text):
            first, last = match.span()
            in_text = not closed or any(start <= first and last <= end for start, end in written_by_editor)
            if in_text and not any(start < last and first < end for start, end in walls):
                yield self._bearer(match[0], unit.key), stream.pages[first]
        for block in (node for node in walk(written) if isinstance(node, Discussion) and node.mark == "person"):
            first, last = _extent(block, letters, self.titles)
            yield from ((block.term, page) for page in range(stream.pages[at[first]], stream.pages[at[last]] + 1))

    def _edge(self, end: Mention, page: int) -> Iterator[tuple[str, int]]:
        """The pages of a range that is marked by its two ends, once the second is come to."""
        if end.edge == "begin":
            self.open[end.term, end.sub] = page
        elif end.edge == "end":
            yield from ((end.term, each) for each in range(self.open.pop((end.term, end.sub)), page + 1))

    def _bearer(self, words: str, unit: str) -> str:
        """Whose form it is; there must be one."""
        bearers = self.bearers[bare(words)]
        here = {key for key, form in bearers if unit in form.only_in}
        bearers_here = here or {key for key, form in bearers if not form.only_in}
        assert len(bearers_here) == 1, f"{words!r} in {unit} is whose? {bearers_here}"
        return bearers_here.pop()

    @cached_property
    def begins(self) -> Mapping[str, set[str]]:
        """By person, the bare first words of what a locator may lead to."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, person in self.people.items():
            found[key] = {_first_word(words) for words in (person.full_name, *(form.text for form in self.forms[key]))}
        for node in walk((tuple(self.draft.chapters.values()), self.draft.documents)):
            if isinstance(node, Mention) and plain(node):
                found[node.term].add(_first_word(plain(node)))
            elif isinstance(node, Discussion):
                found[node.term].add(_first_word(plain(next(lines(node.blocks)))))
        for line in (list(atoms(line, self.titles)) for unit in self.units for line in lines(unit.written)):
            for n, atom in enumerate(line):
                if isinstance(atom.node, Mention) and not atom.words:
                    found[atom.node.term].add(next((each.words for each in line[n:] if each.words), ""))
        return found

    # --- the printed index ---------------------------------------------------------------------------

    @cached_property
    def entries(self) -> Mapping[str, PrintedEntry]:
        """The entries of the printed index that give pages, by person."""
        notes = tell_apart(self.people.values(), "alike")
        full = {
            key: invert(each) + (f" ({note})" if (note := notes[each.mark, key]) else "")
            for key, each in self.people.items()
        }
        headings = {bare(heading): key for key, heading in full.items()}
        entries = [entry for entry in self.printed.index("Index of Names") if entry.locators]
        by_person = {headings[bare(entry.heading)]: entry for entry in entries}
        assert len(by_person) == len(entries), "two entries for one person"
        return by_person

    @cached_property
    def indexed(self) -> Mapping[str, set[Place]]:
        """By person, every place that the printed index names."""
        found: dict[str, set[Place]] = defaultdict(set)
        for key, entry in self.entries.items():
            for locator in entry.locators:
                found[key] |= set(_places(locator))
        return found

    @cached_property
    def wanted(self) -> Mapping[str, set[Place]]:
        """By person, every place that must be in the index: a note only where the text of its page has not the name."""
        return {
            key: {place for place in places if place[0] != "note" or ("page", place[1], "") not in places}
            for key, places in self.stands.items()
        }

    @property
    def false(self) -> list[tuple[str, Place]]:
        """What the index says and the pages do not."""
        return sorted((key, place) for key, found in self.indexed.items() for place in found - self.stands[key])

    @property
    def missing(self) -> list[tuple[str, Place]]:
        """What the pages say and the index does not."""
        return sorted((key, place) for key, found in self.wanted.items() for place in found - self.indexed[key])

    @property
    def precision(self) -> float:
        """How much of what the index says is so."""
        return 1 - len(self.false) / sum(map(len, self.indexed.values()))

    @property
    def recall(self) -> float:
        """How much of what the index should say it says."""
        return 1 - len(self.missing) / sum(map(len, self.wanted.values()))

    def __str__(self) -> str:
        locators = sum(len(entry.locators) for entry in self.entries.values())
        wanted = sum(map(len, self.wanted.values()))
        return (
            f"{len(self.entries)} entries, {locators} locators, {sum(map(len, self.indexed.values()))} places named, "
            f"{wanted} wanted: precision {self.precision:.4f}, recall {self.recall:.4f}"
        )


_QUOTED = re.compile(r"[‘“]([^‘“”]+?)[,.]?[’”](?!\w)")


def _is_note(node: object) -> bool:
    return isinstance(node, Note)


def _forms(person: Person) -> Iterator[Form]:
    yield from person.forms
    for alias in person.aliases:
        yield from alias.forms


def _searcher(forms: set[str]) -> re.Pattern[str]:
    """Finds any of the forms in print, the longest first, wherever its line ends."""
    patterns = [_pattern(form) for form in sorted(forms, key=len, reverse=True)]
    initials = re.escape("".join({form[0] for form in forms}))
    return re.compile(rf"(?<!\w)(?=[{initials}])(?:{'|'.join(patterns)})(?!\w|-\n[a-z])")


def _pattern(form: str) -> str:
    """A form as it may be printed: hyphenated at a line's end, with a real apostrophe, its words on two lines."""
    signs = {" ": r"\s+", "-": r"-\n?", "'": "['’]"}
    out = ""
    for char, after in pairwise(form + " "):
        out += signs.get(char, re.escape(char)) + (r"(?:-\n)?" if char.isalpha() and after.isalpha() else "")
    return out


def _locate(
    line: list[Atom], letters: str, cursor: int
) -> Iterator[tuple[int, Mention | Emphasis | None, tuple[int, int]]]:
    """The atoms of a line, found in print between what the press has put in, one after the other from `cursor` on."""
    rest = list(line)
    while rest:
        whole = next((n for n, atom in enumerate(rest) if atom.broken), len(rest))
        words = "".join(atom.words for atom in rest[:whole])
        found = letters.find(words, cursor)
        assert found >= 0, f"not in print: {words!r}"
        for atom in rest[:whole]:
            yield found + len(atom.words), atom.node, (found, found + len(atom.words))
            found += len(atom.words)
        cursor = found
        rest = rest[whole + 1 :]


def _extent(block: Discussion, letters: str, titles: set[str]) -> tuple[int, int]:
    """The first and the last letter of a discussion in print."""
    pieces = [""]
    for atom in (atom for line in lines(block.blocks) for atom in (*atoms(line, titles), Atom("", broken=True))):
        pieces[-1] += atom.words
        if atom.broken:
            pieces.append("")
    long = [piece for piece in pieces if len(piece) > 20]
    first, last = letters.find(long[0]), letters.find(long[-1])
    assert first >= 0 and last >= 0, "a discussion is not in print"
    return first, last + len(long[-1]) - 1


def _first_word(words: str) -> str:
    return bare(re.split(r"[\s-]", words.strip(), maxsplit=1)[0])


def _dateline(text: Stream, person: Person) -> int:
    """The page on which a sender or recipient is first named in a document."""
    letters, at = text.squeezed()
    return text.pages[at[letters.index(bare(person.full_name))]]


def _places(locator: PrintedLocator) -> Iterator[Place]:
    pages, marks = expand(locator.text)
    kind = "note" if marks else "figure" if locator.italic else "page"
    yield from ((kind, page, mark) for page in pages for mark in marks or [""])


def draft_of(top: Path) -> Draft:
    """The manuscript under `top`, parsed and no more."""
    return parse(read(Desk.at(top))[0])[0]


# --- the books ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def tiny_proof(made: Path) -> Proof:
    """The tiny book, read."""
    return Proof(draft_of(TINY), made)


@pytest.fixture(scope="session")
def krivitsky_proof(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """The book that comes with the press, made and read once; after `./go build` it is set already."""
    dist = tmp_path_factory.mktemp("krivitsky")
    return Proof(draft_of(TOP), TOP / build(replace(Desk.at(TOP), dist=dist)).path)


def check_proof(proof: Proof) -> None:
    print(proof)
    assert not proof.false, "the index names pages on which the person does not stand"
    assert not proof.missing, "a person stands on pages that the index does not name"
    assert (proof.precision, proof.recall) == (1.0, 1.0)


def test_the_index_of_the_tiny_book_is_right(tiny_proof: Proof) -> None:
    check_proof(tiny_proof)
    assert len(tiny_proof.entries) == 3


@pytest.mark.slow
def test_an_index_without_notes_is_right(tiny: Project) -> None:
    tiny.mend("styles/classic/style.yaml", "  preset: chicago", "  preset: chicago\n  in_notes: none")
    draft, made = draft_of(tiny.top), tiny.make()
    check_proof(Proof(draft, made, notes=False))
    assert {place for _, (place, *_) in Proof(draft, made).missing} == {"note"}


@pytest.mark.slow
def test_the_index_of_the_book_is_right(krivitsky_proof: Proof) -> None:
    check_proof(krivitsky_proof)
    assert len(krivitsky_proof.entries) == len(krivitsky_proof.people)


@pytest.mark.slow
def test_the_words_of_the_whole_book_come_out_of_the_pdf_in_order(krivitsky_proof: Proof) -> None:
    """Word for word, every paragraph of the chapters, as poppler reads the pages; here, for the book is made here."""
    stream = f" {words(lines_joined(krivitsky_proof.printed))} "
    chapters = krivitsky_proof.draft.chapters
    prose = [node for path in sorted(chapters) if "chapters/" in path for node in walk(chapters[path].blocks)]
    noted = {id(each) for note in prose if isinstance(note, Note) for each in walk(note.blocks)}
    paragraphs = [node for node in prose if isinstance(node, Paragraph) and id(node) not in noted]
    at = found = 0
    for wanted in (words(run) for paragraph in paragraphs for run in runs(paragraph.inlines)):
        if wanted:
            assert f" {wanted} " in stream[at:]
            at, found = stream.index(f" {wanted} ", at) + len(wanted) + 1, found + len(wanted.split())
    assert found > 15_000


def lines_joined(printed: Printed) -> str:
    """The text of all pages in one, words divided at the ends of lines whole again; pictures float in paragraphs."""
    lines = (line for page in printed.pages for line in page.text)
    read = (each.text for each in lines if each.size > SMALLEST and abs(each.size - CAPTION_SIZE) > 0.1)
    return re.sub(r"-\n", "", "\n".join(read))


def words(text: str) -> str:
    """The words of a text, a space between each: hyphens and other marks are the printer's, figures may be calls."""
    return " ".join(re.findall(r"[^\W\d_]+", text.replace("-", "").replace("\u00ad", "")))


def runs(inlines: Inlines) -> Iterator[str]:
    """A paragraph between the references and citations, whose words are the style's."""
    run = ""
    for each in inlines:
        if isinstance(each, (Reference, Cluster)):
            yield run
            run = ""
        elif not isinstance(each, Note):
            run += plain(each)
    yield run


def test_the_proof_misses_a_name_that_the_index_leaves_out(made: Path) -> None:
    draft = draft_of(TINY)
    people = tuple(
        replace(p, forms=(*p.forms, Form("harbour master"))) if p.key == "verrall" else p for p in draft.people
    )
    proof = Proof(replace(draft, people=people), made)
    assert {key for key, _ in proof.missing} == {"verrall"}
    assert proof.recall < 1 and not proof.false


def test_the_proof_finds_out_a_page_on_which_nobody_stands(made: Path) -> None:
    draft = draft_of(TINY)
    people = tuple(replace(p, forms=(Form("Ada Quill"),)) if p.key == "quill" else p for p in draft.people)
    proof = Proof(replace(draft, people=people), made)
    assert {key for key, _ in proof.false} == {"quill"}
    assert proof.precision < 1 and not proof.missing


# --- links -------------------------------------------------------------------------------------------


def _word_alone(word_at: Callable[[int, float, float], str]) -> Callable[[int, float, float], list[str]]:
    return lambda page, left, top: [word_at(page, left, top)]


def check_links(proof: Proof) -> None:
    """Each locator is one link, to the page that it prints, and to the first letters of a name or of marked words."""
    locators = [(key, locator) for key, entry in proof.entries.items() for locator in entry.locators]
    links = proof.printed.index_links("Index of Names")
    assert len(links) == len(locators), "a locator is no link, or is broken over two lines"
    for link, (key, locator) in zip(links, locators, strict=True):
        first = expand(locator.text)[0][0]
        assert proof.printed.pages[link.to_page - 1].folio == first, f"{key}, {locator.text}"
        # a mark without words, with which a range begins, has no place of its own but its line
        words = proof.printed.line_at if "–" in locator.text else _word_alone(proof.printed.word_at)
        there = [bare(word) for word in words(link.to_page, link.to_left, link.to_top)]
        begun = any(start in word or start.startswith(word) for start in proof.begins[key] for word in there if word)
        assert begun, f"{key}, {locator.text}: {there}"


def test_every_locator_of_the_tiny_book_leads_to_the_name(tiny_proof: Proof) -> None:
    check_links(tiny_proof)


@pytest.mark.slow
def test_every_locator_of_the_book_leads_to_the_name(krivitsky_proof: Proof) -> None:
    check_links(krivitsky_proof)


def test_every_reference_leads_to_the_entry_that_it_names(tiny_proof: Proof) -> None:
    printed = tiny_proof.printed
    references = [link for link in printed.links if link.name.startswith("index-") and link.name != "index-of-names"]
    led_to = {(link.name, bare(printed.word_at(link.to_page, link.to_left, link.to_top))) for link in references}
    assert led_to == {("index-quill", "Quill"), ("index-verrall", "Verrall"), ("index-de-wit", "Wit")}


# --- the look of it ----------------------------------------------------------------------------------


def check_columns(proof: Proof) -> None:
    """Turnovers hang, no letter ends a column, and no range is broken after its rule."""
    columns = proof.printed.columns("Index of Names")
    assert columns
    for column in columns:
        lines = [(round(indent), line) for indent, line in column if abs(line.size - INDEX_SIZE) < 0.2]
        assert {indent for indent, _ in lines} <= {0, 9, 18}
        assert not re.fullmatch(r"[A-Z]|0–9", column[-1][1].text), "a letter is stranded"
        assert not any(line.text.endswith("–") for _, line in lines)


def test_the_index_of_the_tiny_book_is_well_set(tiny_proof: Proof) -> None:
    check_columns(tiny_proof)


@pytest.mark.slow
def test_the_index_of_the_book_is_well_set(krivitsky_proof: Proof) -> None:
    check_columns(krivitsky_proof)


@pytest.mark.slow
def test_the_headnote_explains_what_occurs(krivitsky_proof: Proof, tiny_proof: Proof) -> None:
    for proof in (krivitsky_proof, tiny_proof):
        index = next(
            n for n, page in enumerate(proof.printed.pages) if page.text and page.text[0].text == "Index of Names"
        )
        headnote = " ".join(line.text for line in proof.printed.pages[index].text)
        locators = [locator for entry in proof.entries.values() for locator in entry.locators]
        occurs = {
            "Numbers in bold": any(locator.bold for locator in locators),
            "Numbers in italic": any(locator.italic for locator in locators),
            "The letter n": any("n" in locator.text for locator in locators),
        }
        assert {words: words in headnote for words in occurs} == occurs


SUBENTRIES = 60


@pytest.fixture(scope="module")
def long_entry(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """A small book with one entry that goes over several leaves, and an entry under every letter."""
    project = Project(tmp_path_factory.mktemp("long")).without("list-of-people", "cover-names", "chronology")
    families = [
        initial + rest for initial in string.ascii_uppercase for rest in ("arden", "elmore")[: ord(initial) % 3]
    ]
    records = "".join(
        f"\n- id: p{n}\n  name: {{family: {f}, given: Ann}}\n  forms: [{f}]" for n, f in enumerate(families)
    )
    project.write("manuscript/people.yaml", project.read("manuscript/people.yaml") + records + "\n")
    project.mend("manuscript/book.yaml", "slug: tiny", "slug: tiny\ntrim: 4.25in 5.5in")
    last = "    - chapters/02-the-crossing.md\n"
    project.mend("manuscript/book.yaml", last, last + "    - chapters/03-voyages.md\n")
    voyages = [
        f'[Quill]{{person=quill sub="her voyage number {n} over the wide water in a bad year"}} rowed.'
        for n in range(1, SUBENTRIES + 1)
    ]
    text = " ".join([*voyages, *(f"{family} came." for family in families)])
    project.write("manuscript/chapters/03-voyages.md", f"---\ntitle: Voyages\nid: voyages\n---\n{text}\n")
    return Proof(draft_of(project.top), project.make())


@pytest.mark.slow
def test_a_long_entry_is_right_and_well_set(long_entry: Proof) -> None:
    check_proof(long_entry)
    check_links(long_entry)
    check_columns(long_entry)


def test_a_long_entry_is_continued_where_a_leaf_is_turned_and_nowhere_else(long_entry: Proof) -> None:
    columns = long_entry.printed.columns("Index of Names")
    firsts = {line.page: (indent, line.text) for indent, line in (column[0] for column in reversed(columns))}
    turned = {page: text for page, (_, text) in firsts.items() if page % 2 == 0 and "(continued)" in text}
    assert len(turned) > 1 and set(turned.values()) == {"Quill, Ada (continued)"}
    every = [line for column in columns for _, line in column]
    assert sum("(continued)" in line.text for line in every) == len(turned)
    began_below = [page for page, (indent, _) in firsts.items() if indent > 4]
    assert began_below and all(page % 2 for page in began_below), "a verso begins with a sub-entry of nobody"


def test_no_sub_entry_is_lost_where_the_entry_is_broken(long_entry: Proof) -> None:
    text = "".join(line.text + " " for column in long_entry.printed.columns("Index of Names") for _, line in column)
    numbers = [int(number) for number in re.findall(r"voyage number (\d+)", text)]
    assert numbers == list(range(1, SUBENTRIES + 1))


# --- from the same file ------------------------------------------------------------------------------


def test_the_list_of_people_and_the_cover_names_come_from_the_people_file(tiny_proof: Proof) -> None:
    def lines_of(title: str) -> list[str]:
        page = next(page for depth, name, page, _ in tiny_proof.printed.outline if (depth, name) == (0, title))
        return [line.text for line in tiny_proof.printed.pages[page - 1].text]

    assert lines_of("People") == [
        "People",
        "Quill, Ada (1871–1934). Kept the ferry at Saltmarsh, and its ledger, for thirty-",
        "one years.",
        "Verrall, Jonas (d. 1919). Harbour master.",
        "Wit, Tomas de (b. 1880). Smuggler of lace, and afterwards a deacon.",
    ]
    assert lines_of("Cover Names") == [
        "Cover Names",
        "Fehér, Tamás born Tomas de Wit",
        "HERON code name Ada Quill",
        "Marsh, Mrs cover name Ada Quill",
    ]
