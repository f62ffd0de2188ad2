"""Indexes of places, works, subjects and passages: their proof on the made PDF, and what marks for them mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest
from approved import approved, in_style, styles_of
from conftest import TESTS, TOP, Project
from leaves import golden_text, read_pages
from printed import INDEX_SIZE, LOCATOR, PrintedLocator, Stream, expand
from test_index_proof import Place, Proof, Unit, _extent, _searcher, bare, check_proof, draft_of, folded, lines
from test_styles import folio

from press import cli
from press.build import build
from press.editing.manuscript import Draft
from press.editing.work_headings import with_heading
from press.indexes.headings import heading_of, tell_apart
from press.project import Project as Desk
from press.terms import Register, Term, told
from press.text import (
    Cluster,
    Discussion,
    Emphasis,
    Heading,
    Inlines,
    Mention,
    Note,
    Reference,
    Text,
    plain,
    walk,
)

BOOK = TESTS / "books" / "registers"
NAMING = {"person", "place", "organisation", "ship", "work"}
"""The marks of the book whose words name what they are for."""
Headed = tuple[str, str, str]
"""What an index gives places of: the mark of a register, a heading's id, a sub-entry."""


# --- the manuscript, to be found in print ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """Bare words as written; or a mark, before its words; `back`: it stands at the word before it; or a break."""

    words: str = ""
    mark: Mention | None = None
    back: bool = False
    walled: bool = False
    broken: bool = False


def tokens(inlines: Inlines, titles: set[str], walled: bool = False) -> Iterator[Token]:
    """A line as written, taken apart, marks within marks too."""
    before = " "
    for inline in inlines:
        if isinstance(inline, Text):
            yield Token(bare(inline.text), walled=walled)
        elif isinstance(inline, Mention):
            wordless = not plain(inline)
            yield Token(mark=inline, back=wordless and (inline.edge == "end" or not before.endswith(" ")))
            yield from tokens(inline.inlines, titles, walled or inline.mark in NAMING)
        elif isinstance(inline, Cluster) or (isinstance(inline, Reference) and inline.form != "words"):
            yield Token(broken=True)
        elif not isinstance(inline, Note):
            title = isinstance(inline, Emphasis) and folded(plain(inline)) in titles
            yield from tokens(getattr(inline, "inlines", ()), titles, walled or title)
        before = plain(inline) or before


# --- the proof ---------------------------------------------------------------------------------------


class RegisterProof(Proof):
    """A made book and its manuscript, side by side, for the index of some registers, which is headed so."""

    def __init__(self, draft: Draft, pdf: Path, title: str, *ids: str) -> None:
        super().__init__(draft, pdf)
        self.title = title
        sources = {source.key: source for source in draft.sources}
        self.registers: dict[str, Register] = {}
        self.terms: dict[tuple[str, str], Term] = {}
        forms: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, person in self.people.items():
            for form in self.forms[key]:
                forms[form.text].add(("person", key))
            assert person
        for register, listed in draft.registers:
            for term in (with_heading(each, register, sources, draft.record.language) for each in listed):
                if register.id in ids:
                    self.registers[register.mark] = register
                    self.terms[register.mark, term.key] = term
                for form in (*term.forms, *(form for alias in term.aliases for form in alias.forms)):
                    for spelled in {form.text, form.text[:1].upper() + form.text[1:]}:
                        forms[spelled].add((register.mark, term.key))
        self.bearing = {bare(form): bearers for form, bearers in forms.items()}
        self.all_forms = _searcher(set(forms))
        works = {bare(form).casefold() for form, bearers in forms.items() if any(mark == "work" for mark, _ in bearers)}
        self.titles -= works
        self.begun: dict[Headed, int] = {}

    @cached_property
    def found(self) -> Mapping[Headed, set[Place]]:
        """By heading and sub-entry, every place in print where a mark or a form stands."""
        places: dict[Headed, set[Place]] = defaultdict(set)
        for unit in self.units:
            streams = [("page", "", unit.text, unit.written)]
            streams += [("note", mark, stream, note.blocks) for note, mark, stream in unit.notes]
            for kind, mark, stream, written in streams:
                for headed, page in self._places(unit, stream, written, closed=kind == "note"):
                    places[headed].add((kind, self._folio(page), mark))
            for heading in (node for node in walk(unit.written) if isinstance(node, Heading)):
                page = next(
                    page
                    for _, title, page, _ in self.printed.outline
                    if folded(title) == folded(plain(heading.inlines))
                )
                for node in walk(heading.inlines):
                    if isinstance(node, Mention) and node.mark in self.registers:
                        places[node.mark, node.term, node.sub].add(("page", self._folio(page), ""))
        assert not self.begun, "a range does not end in print"
        return places

    def _folio(self, page: int) -> str:
        # a range goes over a blank page too, on which no folio is printed
        return super()._folio(page) or str(int(super()._folio(page - 1)) + 1)

    def _places(
        self, unit: Unit, stream: Stream, written: tuple[object, ...], closed: bool
    ) -> Iterator[tuple[Headed, int]]:
        letters, at = stream.squeezed()
        walls: list[tuple[int, int]] = []
        own: list[tuple[int, int]] = []
        cursor = 0
        for line in lines(written):
            run: list[Token] = []
            for token in [*tokens(line, self.titles), Token(broken=True)]:
                if not token.broken:
                    run.append(token)
                    continue
                cursor = letters.find("".join(each.words for each in run), cursor)
                assert cursor >= 0, f"not in print: {run}"
                for each in run:
                    end = cursor + len(each.words)
                    if each.mark:
                        page = stream.pages[at[min(cursor - each.back, len(at) - 1)]]
                        yield from self._marked(each.mark, page)
                    elif end > cursor:
                        (walls if each.walled else own).append((at[cursor], at[end - 1] + 1))
                    cursor = end
                run = []
        for match in self.all_forms.finditer(stream.text):
            first, last = match.span()
            written_so = not closed or any(start <= first and last <= end for start, end in own)
            if written_so and not any(start < last and first < end for start, end in walls):
                ((mark, key),) = self.bearing[bare(match[0])]
                if mark in self.registers:
                    yield (mark, key, ""), stream.pages[first]
        for block in (node for node in walk(written) if isinstance(node, Discussion) and node.mark in self.registers):
            first, last = _extent(block, letters, self.titles)
            for page in range(stream.pages[at[first]], stream.pages[at[last]] + 1):
                yield (block.mark, block.term, block.sub), page

    def _marked(self, mark: Mention, page: int) -> Iterator[tuple[Headed, int]]:
        headed = (mark.mark, mark.term, mark.sub)
        if mark.mark not in self.registers:
            return
        if mark.edge == "begin":
            self.begun[headed] = page
        elif mark.edge == "end":
            yield from ((headed, each) for each in range(self.begun.pop(headed), page + 1))
        else:
            yield headed, page

    # --- the printed index ---------------------------------------------------------------------------

    @cached_property
    def items(self) -> list[tuple[int, str]]:
        """The items of the printed index: how deep each stands, and its words, turnovers joined."""
        found: list[tuple[int, str]] = []
        for indent, line in (pair for column in self.printed.columns(self.title) for pair in column):
            if abs(line.size - INDEX_SIZE) > 0.2 or "(continued)" in line.text:
                continue
            level = round(indent / 9)
            if level < (3 if self.deep else 2):
                found.append((level, line.text))
            else:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.text}")
        return found

    @cached_property
    def first_words(self) -> set[str]:
        """The bare words with which passages begin, and what follows on their lines."""
        found = set()
        streams = [each for unit in self.units for each in (unit.written, *(note.blocks for note, _, _ in unit.notes))]
        for line in (list(tokens(line, self.titles)) for written in streams for line in lines(written)):
            for n, token in enumerate(line):
                if token.mark:
                    found.add(next((each.words for each in line[n:] if each.words), ""))
        return found

    @property
    def deep(self) -> bool:
        """Whether the index has sub-entries below others, so that turnovers hang deeper."""
        return any(" > " in sub for _, _, sub in self.found)

    @cached_property
    def said(self) -> Mapping[Headed, set[Place]]:
        """By heading and sub-entry, every place that the printed index names."""
        notes = tell_apart(self.terms.values(), "alike")
        headings = {bare(told(heading_of(term)) + notes[key]): key for key, term in self.terms.items()}
        places: dict[Headed, set[Place]] = defaultdict(set)
        path: list[str] = []
        for level, text in ((level, " ".join(text.split())) for level, text in self.items):
            if text.startswith("See also") or re.search(r"\. See", text):
                continue
            given = given_in(text)
            path = [*path[:level], text.removesuffix(", ".join(["", *given]))]
            mark, key = headings[bare(path[0])]
            for locator in given:
                pages, marks = expand(PrintedLocator(locator, False, False).text)
                kind = "note" if marks else "page"
                places[mark, key, " > ".join(path[1:])] |= {(kind, page, m) for page in pages for m in marks or [""]}
        return places

    @cached_property
    def expected(self) -> Mapping[Headed, set[Place]]:
        """What must be in the index: no note where the text of its page has it, no page bare that a sub-entry gives."""
        wanted: dict[Headed, set[Place]] = {}
        for (mark, key, sub), places in self.found.items():
            below = set[Place]().union(
                *(
                    p
                    for (m, k, s), p in self.found.items()
                    if (m, k) == (mark, key) and s != sub and s.startswith(f"{sub} > " if sub else "")
                )
            )
            wanted[mark, key, sub] = {
                place
                for place in places
                if not (place[0] == "note" and ("page", place[1], "") in places) and place not in below
            }
        return wanted


def given_in(text: str) -> list[str]:
    """The locators with which an item of an index ends."""
    found = re.fullmatch(rf".*?((?:, (?:{LOCATOR.pattern}))+)", text)
    return found[1].removeprefix(", ").split(", ") if found else []


def check_register(proof: RegisterProof) -> None:
    wanted = {headed: places for headed, places in proof.expected.items() if places}
    false = {h: extra for h, places in proof.said.items() if (extra := places - proof.found.get(h, set()))}
    missing = {h: lost for h, places in wanted.items() if (lost := places - proof.said.get(h, set()))}
    print(proof.title, sum(map(len, proof.said.values())), "places,", sum(map(len, wanted.values())), "wanted")
    assert not false, "the index names pages on which a heading does not stand"
    assert not missing, "a heading stands on pages that the index does not name"


@pytest.fixture(scope="session")
def registers_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of registers, made."""
    return (
        BOOK
        / build(replace(Desk.at(TOP), manuscript=BOOK / "manuscript", dist=tmp_path_factory.mktemp("registers"))).path
    )


INDEXES = {
    "Index of Places, Ships and Boards": ("places", "ships", "organisations"),
    "Index of Works": ("works",),
    "Index of Subjects": ("subjects",),
    "Passages Cited": ("passages",),
}


@pytest.mark.parametrize("title", INDEXES)
def test_every_index_of_the_book_is_right(registers_made: Path, title: str) -> None:
    check_register(RegisterProof(draft_of(BOOK), registers_made, title, *INDEXES[title]))


def test_the_index_of_names_of_the_book_is_right_beside_the_others(registers_made: Path) -> None:
    proof = Proof(draft_of(BOOK), registers_made)
    check_proof(proof)
    assert {key for key, _ in proof.indexed.items()} == {"quill", "verrall", "berlin"}


@pytest.mark.slow
def test_the_index_of_places_and_subjects_of_the_life_is_right(places_and_subjects: RegisterProof) -> None:
    check_register(places_and_subjects)
    assert len({headed[:2] for headed in places_and_subjects.said}) == len(places_and_subjects.terms)


@pytest.mark.slow
def test_its_locators_lead_to_where_the_passages_begin(places_and_subjects: RegisterProof) -> None:
    proof = places_and_subjects
    locators = [each for _, text in proof.items for each in given_in(text)]
    links = proof.printed.index_links(proof.title)
    pages = [proof.printed.pages[link.to_page - 1].folio for link in links]
    assert pages == [expand(each)[0][0] for each in locators], "a locator is no link, or leads to another page"
    # a mark without words has no place of its own but its line
    ways = [[bare(word) for word in proof.printed.line_at(link.to_page, link.to_left, link.to_top)] for link in links]
    begun = proof.first_words
    assert [words for words in ways if not any(each.startswith(word) for word in words if word for each in begun)] == []


@pytest.mark.slow
def test_its_references_lead_to_entries_and_no_entry_has_many_bare_locators(places_and_subjects: RegisterProof) -> None:
    proof = places_and_subjects
    references = [link for link in proof.printed.links if re.match(r"index\.", link.name)]
    assert len(references) > 60
    landed = {bare(proof.printed.word_at(link.to_page, link.to_left, link.to_top)) for link in references}
    headings = "|".join(bare(text) for _, text in proof.items)
    assert [word for word in landed if word not in headings] == []
    assert max(len(given_in(text)) for _, text in proof.items) <= 6


@pytest.fixture(scope="module")
def places_and_subjects(tmp_path_factory: pytest.TempPathFactory) -> RegisterProof:
    """The index of places and subjects of the book that comes with the press; made once, it is set already."""
    made = TOP / build(replace(Desk.at(TOP), dist=tmp_path_factory.mktemp("life"))).path
    return RegisterProof(draft_of(TOP), made, "Index of Places and Subjects", "places", "subjects")


# --- on the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", styles_of("registers"))
def test_the_pages_of_indexes_read_as_they_have_been_approved(style: str, tmp_path: Path) -> None:
    pdf = in_style(tmp_path, "registers", style).make()
    assert golden_text(read_pages(pdf), folio) == approved("registers", style)


def test_what_references_say_is_a_heading_of_the_index_that_they_name(registers_made: Path) -> None:
    said = {
        title: [text for _, text in RegisterProof(draft_of(BOOK), registers_made, title, *ids).items]
        for title, ids in INDEXES.items()
    }
    references = {
        bare(text) for items in said.values() for text in items if text.startswith("See also") or ". See" in text
    }
    assert references == {
        "BohumínSeeOderberg",
        "SeealsoSaltmarshtollsIndexofSubjects",
        "SeealsoGenesisPassagesCited",
        "BoardSeeunderLordsoftheEstuary",
        "EstuaryLordsoftheSeeLordsoftheEstuary",
        "duesSeetolls",
        "seatollsSeeundertolls",
        "tonnageSeetolls",
        "Seealsofoglampsofoil",
    }


def test_every_reference_of_an_index_leads_to_the_entry_that_it_names(registers_made: Path) -> None:
    printed = RegisterProof(draft_of(BOOK), registers_made, "Index of Subjects", "subjects").printed
    links = [link for link in printed.links if re.match(r"index[\w-]*\.", link.name)]
    led = {link.name: bare(printed.word_at(link.to_page, link.to_left, link.to_top)) for link in links}
    assert led == {
        "index.organisation.lords": "Lords",
        "index.organisation.lords:1": "meetings",
        "index.place.oderberg": "Oderberg",
        "index.place.saltmarsh": "Saltmarsh",
        "index-of-passages.genesis": "Genesis",
        "index-of-subjects.fog": "fog",
        "index-of-subjects.lamps:1": "of",
        "index-of-subjects.tolls": "tolls",
        "index-of-subjects.tolls:1": "at",
    }


# --- without pages -----------------------------------------------------------------------------------


def test_in_a_browser_words_lead_to_their_entry_and_entries_to_the_words(tmp_path: Path) -> None:
    project = Project(tmp_path, BOOK)
    assert cli.html(project.project) == 0
    page = project.read("dist/registers.html")
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    to_entry = dict(re.findall(r'<a class="mention" id="([^"]+)" href="#([^"]+)"', page))
    to_words = set(re.findall(r'<a class="locator[^"]*" href="#([^"]+)"', page))
    assert to_entry["m-tolls-1"] == "index.place.saltmarsh" and "m-tolls-1" in to_words
    assert {entry.partition(".")[0] for entry in to_entry.values()} >= {"index", "index-of-works", "index-of-subjects"}
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", page), "a link within a link"
