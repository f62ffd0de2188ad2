"""The index of authors cited, made from the notes: what is entered, and its proof on the made PDF."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import pytest
import yaml
from conftest import TINY, Project
from test_index_marks import book, printed
from test_index_proof import Place, draft_of
from test_registers import Headed, RegisterProof, check_register

from press import cli
from press.book import Source, SourceName
from press.build import edit
from press.editing.author_names import author_names
from press.indexes.options import IndexOptions
from press.places import Folio
from press.problem import Origin
from press.project import Project as Desk
from press.terms import Term
from press.text import Cluster, Phrase, walk

AUTHORS = "  - {id: authors-cited}\n"
INDEX = "    - {piece: index, of: authors-cited}"
SOURCES = """references:
- {id: kern, type: book, title: A Death, author: [{family: Kern, given: Gary}]}
- {id: two, type: book, title: Two, author: [{family: Moe, given: Ada}, {family: Kern, given: Gary}]}
- {id: edited, type: book, title: Papers, editor: [{family: Goethe, given: Johann, dropping-particle: von}]}
- {id: body, type: report, title: Tolls, author: [{literal: Harbour Board}]}
- {id: nobody, type: book, title: Anonymous}
"""
FOLIOS = {"one": Folio(30, 30), "two": Folio(41, 41)}


def test_authors_or_else_editors_of_cited_works_are_entered_by_note(tmp_path: Path) -> None:
    made, errors = book(
        tmp_path,
        "A.^[[@kern, 4].] B.^[See [@two; @kern] and again [@kern, 5].] C.^[[@edited]; [@body]; [@nobody].]",
        "D.^[[@kern].]",
        registers=AUTHORS,
        pieces=INDEX,
        sources=SOURCES,
    )
    assert errors == []
    places = {each.anchor: (FOLIOS[each.unit],) for each in made.occurrences}
    assert printed(made, "index-of-authors-cited", places=places).splitlines() == [
        "Goethe, Johann von 30n3",
        "Harbour Board 30n3",
        "Kern, Gary 30nn1–2 41n1",
        "Moe, Ada 30n2",
    ]


def test_what_is_cited_at_the_foot_of_a_table_is_entered_by_the_page_of_the_table(tmp_path: Path) -> None:
    rows = "| Post | Salary |\n| --- | --- |\n| Clerk | 80^[So [@two].]{.letter} |"
    table = rows + "\n\n: Posts. {#posts}\n\nSource: [@kern, 4].\n"
    made, errors = book(tmp_path, f"{table}\nSee [](#posts).", registers=AUTHORS, pieces=INDEX, sources=SOURCES)
    assert errors == []
    places = {"posts": (Folio(5, 5),), "n-posts-a": (Folio(6, 6),)}
    assert printed(made, "index-of-authors-cited", places=places).splitlines() == ["Kern, Gary 5 6", "Moe, Ada 6"]


def test_a_house_that_leaves_names_in_notes_out_has_its_authors_cited(tmp_path: Path) -> None:
    made, _ = book(tmp_path, "A.^[[@kern].]", registers=AUTHORS, pieces=INDEX, sources=SOURCES)
    places = {each.anchor: (FOLIOS[each.unit],) for each in made.occurrences}
    assert printed(made, "index-of-authors-cited", IndexOptions(in_notes="none"), places) == "Kern, Gary 30n1"


def test_what_says_nothing_of_authors_cited_is_refused(tmp_path: Path) -> None:
    registers = "  - {id: authors-cited, in_notes: none}\n"
    _, errors = book(tmp_path, "A.^[[@kern].]", registers=registers, pieces=INDEX, sources=SOURCES)
    assert [error.split("\n")[0].partition("error: ")[2] for error in errors] == [
        'the authors cited come from the notes, whatever "in_notes" says [register]',
    ]


def test_in_an_index_with_the_people_whoever_is_both_has_one_entry(tmp_path: Path) -> None:
    people = "- {id: kern, name: {family: Kern, given: Gary}, forms: [Gary Kern, Kern]}\n"
    people += "- {id: ada, name: {family: Moe, given: Ada}, gloss: clerk, forms: [Miss Moe]}\n"
    people += "- {id: ada-2, name: {family: Moe, given: Ada}, gloss: poet, forms: [Ada Moe]}\n"
    made, errors = book(
        tmp_path,
        "Kern said.^[[@kern, 4].] B.^[[@two].] Miss Moe and Ada Moe.",
        "D.^[Kern: [@edited].]",
        registers=AUTHORS,
        pieces="    - {piece: index, of: [people, authors-cited], title: All}",
        sources=SOURCES,
        people=people,
    )
    assert errors == []
    folios = {"one": Folio(30, 30), "two": Folio(41, 41)}
    places = {each.anchor: (folios[each.unit],) for each in made.occurrences}
    assert printed(made, "index", places=places).splitlines() == [
        "Goethe, Johann von 41n1",
        "Kern, Gary 30 41n1",
        "Moe, Ada 30n2",
        "Moe, Ada (clerk) 30",
        "Moe, Ada (poet) 30",
    ]


def written_as(*names: str) -> str:
    """Sources by these authors, each `family, given`."""
    records = ["references:"]
    for n, name in enumerate(names):
        family, given = name.split(", ")
        records.append(f"- {{id: s{n}, type: book, title: T{n}, author: [{{family: {family}, given: {given}}}]}}")
    return "\n".join(records) + "\n"


def test_a_body_with_a_comma_in_its_name_is_nobody_with_forenames() -> None:
    def written(**parts: str) -> Source:
        return Source("one", {}, {"author": (SourceName(parts),)}, "", (), (), Origin("sources.yaml", 1))

    bodies = [written(literal="Great Britain, Parliament"), written(literal="Great Britain, Parliament and Crown")]
    assert author_names(bodies).doubtful == ()
    people = [written(family="Kern", given="G."), written(family="Kern", given="Gary")]
    assert author_names(people).fuller == {"Kern, G.": "Kern, Gary"}


@pytest.mark.parametrize(
    ("names", "entries", "said"),
    [
        (["Kern, G.", "Kern, Gary"], ["Kern, Gary"], "Kern, G. is entered as Kern, Gary"),
        (["Kern, G. M.", "Kern, Gary Max"], ["Kern, Gary Max"], "is entered as Kern, Gary Max"),
        (["Kern, G.M.", "Kern, Gary Max"], ["Kern, Gary Max"], "is entered as Kern, Gary Max"),
        (["Kern, G.", "Kern, G. M."], ["Kern, G. M."], "Kern, G. is entered as Kern, G. M."),
        (["Kern, G.", "Kern, G. M.", "Kern, Gary Max"], ["Kern, Gary Max"], "is entered as Kern, Gary Max"),
        (["Kern, J.-P.", "Kern, Jean-Paul"], ["Kern, Jean-Paul"], "is entered as Kern, Jean-Paul"),
        (["Kern, G.", "Kern, Gary", "Kern, Greta"], ["Kern, G.", "Kern, Gary", "Kern, Greta"], "may be Kern, Greta"),
        (["Kern, Gary", "Kern, Gary M."], ["Kern, Gary", "Kern, Gary M."], "Kern, Gary may be Kern, Gary M."),
        (["Kern, G.", "Moe, Gary"], ["Kern, G.", "Moe, Gary"], ""),
        (["Kern, G.", "Kern, Ada"], ["Kern, Ada", "Kern, G."], ""),
    ],
)
def test_an_author_written_in_two_ways_has_one_entry_where_it_is_sure_and_is_told(
    tmp_path: Path, names: list[str], entries: list[str], said: str
) -> None:
    text = " ".join(f"A.^[[@s{n}].]" for n in range(len(names)))
    made, errors = book(tmp_path, text, registers=AUTHORS, pieces=INDEX, sources=written_as(*names))
    assert errors == []
    places = {each.anchor: (FOLIOS[each.unit],) for each in made.occurrences}
    lines = printed(made, "index-of-authors-cited", places=places).splitlines()
    assert [re.sub(r" 30n.*", "", line) for line in lines] == entries
    told = [str(each) for each in edit(Desk.at(tmp_path))[1] if each.rule.name == "author-twice"]
    assert bool(told) == bool(said)
    assert not said or any(said in each and "sources.yaml:2: warning" in each for each in told)


# --- in print -----------------------------------------------------------------------------------------


class AuthorsProof(RegisterProof):
    """A made book and its manuscript, for the index of authors cited: where each note begins, by its own number."""

    def __init__(self, top: Path, pdf: Path) -> None:
        super().__init__(draft_of(top), pdf, "Index of Authors Cited")
        records = yaml.safe_load((top / "manuscript/sources.yaml").read_text())["references"]
        self.names = {
            each["id"]: [f"{name['family']}, {name['given']}" for name in each.get("author", each.get("editor", []))]
            for each in records
        }
        self.terms = {
            ("author-cited", name): Term(key=name, mark="author-cited", heading=Phrase.of(name), origin=Origin(""))
            for names in self.names.values()
            for name in names
        }

    @cached_property
    def found(self) -> Mapping[Headed, set[Place]]:
        """By name, every note that cites a work of that author."""
        places: dict[Headed, set[Place]] = defaultdict(set)
        for unit in self.units:
            for note, mark, stream in unit.notes:
                keys = [each.key for node in walk(note.blocks) if isinstance(node, Cluster) for each in node.citations]
                for name in (name for key in keys for name in self.names[key]):
                    places["author-cited", name, ""].add(("note", self._folio(stream.pages[0]), mark))
        return places


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny book with an index of authors cited, made."""
    project = Project(tmp_path_factory.mktemp("authors"), TINY)
    project.mend("manuscript/book.yaml", "contents:\n", "indexes:\n  - {id: authors-cited}\n\ncontents:\n")
    project.mend(
        "manuscript/book.yaml", "    - colophon\n", "    - {piece: index, of: authors-cited}\n    - colophon\n"
    )
    return project


def test_the_index_of_authors_cited_has_every_note_that_cites_them_and_no_other(made: Project) -> None:
    proof = AuthorsProof(made.top, made.make())
    assert sum(map(len, proof.found.values())) > 10
    check_register(proof)


@pytest.mark.slow
def test_in_a_browser_each_locator_leads_to_its_note(made: Project) -> None:
    assert cli.html(made.project) == 0
    page = made.read("dist/tiny.html")
    section = page[page.rindex("Index of Authors Cited") :]
    led = set(re.findall(r'<a class="locator[^"]*" href="#([^"]+)"', section))
    assert led and led <= set(re.findall(r'id="([^"]+)"', page))
