"""Citations as they come out, in prose cases: what the editor writes, what the reader finds at the foot of the page."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import pypandoc
import pytest
from conftest import TOP, Project
from prose import Case, cases

from press import build, cli
from press.citations.cite import cite
from press.citations.trace import trace, trace_all
from press.citations.wording import Wording
from press.problem import Faulty, Origin
from press.project import Project as Desk
from press.store import Store
from press.style.read import read_style
from press.text import Emphasis, Inlines, Note, Reference, SmallCaps, Strong, Text, plain, walk

HERE = Path(__file__).parent
CASES = cases(HERE / "cases" / "citations.md")
LIBRARY = (HERE / "books" / "library" / "sources.yaml").read_text(encoding="utf-8")
CHICAGO = "chicago"
DEFINED = re.compile(r"\[\^[a-z]+\]:")
BOOK = """\
title: Cases
language: en-GB
citations: {style}
bibliography:
  - {{id: archives, title: Archives}}
  - {{id: printed, title: Printed sources}}
  - {{id: later, title: Later works}}
contents:
  body: [{chapters}]
"""


def style_of(case: Case) -> str:
    """The citation style of a case: Chicago, unless its sentence begins with the name of another."""
    if case.sentence.startswith("New Hart's Rules"):
        return "new-harts-rules"
    return "mhra" if case.sentence.startswith("MHRA") else CHICAGO


def chapters_of(case: Case) -> list[list[str]]:
    """The notes of a case, by chapters, which `===` parts."""
    return [chapter.strip("\n").split("\n") for chapter in case.given.split("===")]


def lay_out(top: Path, style: str, texts: dict[str, str]) -> None:
    """A manuscript of chapters that consist of notes."""
    folder = top / "manuscript"
    (folder / "chapters").mkdir(parents=True)
    files = [f"chapters/{name}.md" for name in texts]
    (folder / "book.yaml").write_text(BOOK.format(style=style, chapters=", ".join(files)))
    (folder / "people.yaml").write_text("")
    (folder / "sources.yaml").write_text(LIBRARY)
    for name, text in texts.items():
        (folder / "chapters" / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n{text}\n")
    (top / "styles").symlink_to(TOP / "styles")


@cache
def worded(style: str) -> dict[tuple[int, int], list[str]]:
    """All the cases of a style worded in one run: (line of the case, chapter) → its notes."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        texts = {
            f"c{case.line}-{number}": "\n\n".join(note if DEFINED.match(note) else f"Word{note}" for note in notes)
            for case in CASES
            if style_of(case) == style
            for number, notes in enumerate(chapters_of(case))
        }
        lay_out(top, style, texts)
        book, problems = build.edit(Desk.at(top))
        errors = [str(problem) for problem in problems if problem.severity.value == "error"]
        assert not errors, errors[:3]
        wording = cite(book, read_style(Desk.at(top), "classic", style, Origin("")).csl)
    found: dict[tuple[int, int], list[str]] = {}
    for piece in book.body:
        line, number = piece.anchor[1:].split("-")
        notes = [node for node in walk(piece.chapter) if isinstance(node, Note)]
        found[int(line), int(number)] = [shown(wording.notes[note.anchor][0], book.targets) for note in notes]
    return found


def shown(inlines: Inlines, targets: object = None) -> str:
    """Worded inlines as text: *italic*, ^small capitals^, and a cross-reference as its label."""
    out = ""
    for inline in inlines:
        if isinstance(inline, Text):
            out += inline.text
        elif isinstance(inline, Emphasis):
            out += f"*{shown(inline.inlines, targets)}*"
        elif isinstance(inline, (SmallCaps, Strong)):
            out += f"^{shown(inline.inlines, targets)}^"
        elif isinstance(inline, Reference):
            out += f"<note {targets[inline.target].number}>"  # type: ignore[index]
        else:
            out += plain(inline)
    return out.replace("\u00a0", " ")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"citations.md:{case.line}")
def test_a_citation_is_worded_as_the_rule_asks(case: Case) -> None:
    notes = worded(style_of(case))
    found = [notes[case.line, number] for number in range(len(chapters_of(case)))]
    assert "\n===\n".join("\n".join(chapter) for chapter in found) == case.expected, case.sentence


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, Wording]:
    """A book of two chapters that cite most of the library."""
    top = tmp_path_factory.mktemp("library")
    first = ("marsh, 1", "letter", "marsh, 2", "interview", "literal, fol. 2", "literal")
    second = ("marsh", "diary", "graaf", "anonymous", "paper", "web")
    chapters = {"first": first, "second": second}
    texts = {name: "\n\n".join(f"Word[@{cited}]" for cited in each) for name, each in chapters.items()}
    lay_out(top, CHICAGO, texts)
    book, _ = build.edit(Desk.at(top))
    return book, cite(book, read_style(Desk.at(top), "classic", "", Origin("")).csl)


def test_the_bibliography_stands_in_the_sections_of_the_data(library):
    _, wording = library
    listed = {str(title): [shown(words) for _, words in entries] for title, entries in wording.bibliography}
    assert listed == {
        "Archives": [
            "Ferry accounts, 1901–11, *QF* 1/1, Saltmarsh Record Office.",
            "Quill, Ada. Letter to Jonas Verrall. 3 May 1911. Saltmarsh Record Office.",
            "Verrall, Jonas. Diary. 4 May 1911. QF 2/1. Saltmarsh Record Office.",
        ],
        "Printed sources": ["*The Ferryman’s Companion*. 1840."],
        "Later works": [
            "Curlew, Rose. ‘Ada Quill’. Ferries of the East Coast.",
            "Graaf, Jan de. *Dikes*. 1950.",
            "Marsh, Edith. *The Reeds at Evening: A History of the Fen*. 1931.",
        ],
    }


def test_what_is_never_cited_is_not_listed(library):
    _, wording = library
    listed = {key for _, entries in wording.bibliography for key, _ in entries}
    assert "two" not in listed
    assert "paper" not in listed


def test_a_trace_tells_where_a_source_is_cited_and_why_so(library):
    book, wording = library
    found = [line.split(" (")[0] for line in trace(book, wording, {}, "marsh")]
    assert found == [
        "chapter 1, note 1: full, first in chapter 1",
        "chapter 1, note 3: short, after note 1",
        "chapter 2, note 1: full, first in chapter 2",
    ]


def test_a_trace_tells_of_literal_wordings(library):
    book, wording = library
    found = [line.split(" (")[0] for line in trace(book, wording, {}, "literal")]
    assert found == [
        "chapter 1, note 5: full, first in chapter 1, in the words of `cite:`",
        "chapter 1, note 6: short, after note 5, in the words of `cite_short:`",
    ]


def test_a_trace_of_all_sources_ends_with_those_never_cited(library):
    book, wording = library
    lines = list(trace_all(book, wording))
    assert lines[0].split() == ["marsh", "3", "cited,", "2", "in", "full"]
    assert lines[-1].startswith("never cited: ")
    assert "bredow, chapter, circa" in lines[-1]


def test_an_unknown_source_is_told_with_the_one_that_may_be_meant(tiny, capsys):
    assert cli.trace(tiny.project, "brant") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-3:] == [
        'manuscript/sources.yaml: error: no source "brant" [unknown-source]',
        '    hint: did you mean "brandt"?',
        "1 error",
    ]


@pytest.mark.parametrize("program", ["/nowhere/pandoc", "false"])
def test_a_pandoc_that_is_missing_or_fails_is_one_problem(library, monkeypatch, program):
    book, _ = library
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: program)
    with pytest.raises(Faulty) as fault:
        cite(book, read_style(Desk.at(TOP), "classic", "", Origin("")).csl)
    (problem,) = fault.value.problems
    assert problem.origin.path == "manuscript/sources.yaml"
    assert "pandoc" in problem.message


CHANGES = {
    "nothing": ("manuscript/book.yaml", "", ""),
    "a source": ("manuscript/sources.yaml", "Pelham", "Pelhamme"),
    "a citation": ("manuscript/chapters/02-the-crossing.md", "[@pelham, 61]", "[see @pelham, 62; @brandt, 3]"),
    "a line before all others": ("manuscript/chapters/02-the-crossing.md", "It was lace.", "So it is.\n\nIt was lace."),
    "a document": ("manuscript/documents/01-lantern-letter.md", "with two errors", "with an error"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_been_worded_before_is_as_if_it_were_worded_anew(tmp_path: Path, change: str) -> None:
    project, store = Project(tmp_path), Store(tmp_path / "kept")
    book, style, _ = build.look_over(project.project)
    cite(book, style.csl, store)
    name, old, new = CHANGES[change]
    project.write(name, project.read(name).replace(old, new, 1))
    book, style, _ = build.look_over(project.project)
    kept, anew = cite(book, style.csl, store), cite(book, style.csl, Store(None))
    assert kept == anew
    assert [*kept.notes] == [*anew.notes]
    assert [str(each.origin) for each in kept.register] == [str(each.origin) for each in anew.register]
