"""Whatever a manuscript says, the press answers with problems and never with a traceback; and it keeps the text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Project
from hypothesis import given, settings
from hypothesis import strategies as st

from press.build import edit
from press.compose.cutting import Cut, count, in_pieces
from press.compose.sentences import sentences
from press.editing.blocks import parse_text
from press.editing.names import Marker, Names, Titles, fold
from press.fields import Written
from press.lines import lines_within
from press.people import Form, Person
from press.problem import Faulty, Origin, Problem
from press.text import Cluster, Emphasis, Inline, Inlines, LineBreak, Mention, Note, SmallCaps, Text, paragraphs_of

NOWHERE = Origin("nowhere")
MARKS = re.findall(
    r"\S+",
    """
    ^[ ] [^lamp] [^lamp]: [@pelham, [see @brandt; @quill-letter] -@pelham @brandt [20] [](# ){.page} [](#ledger) {#id}
    {person=quill} {person= .principal sub=" "} {.smallcaps} {lang=fr} ::: {person=quill} ::: ![ ](figures/chart.svg)
    # ## ### > *** --- * ** _ - 1. | |---| || --- ... ' " \\ & &amp; <b> </b> <!-- ` ``` ~~~ $ ~ % { } ( ) [ ] : ; , .
    @ ^ # =
    """,
)
SPACES = ["\n", "\n\n", "    ", "\t", "  \n", "\r\n", "\u00ad", "\u2028", "\u00a0", "\x00", "\x0b", "\ufeff"]
WORDS = ["Ada Quill", "Quill’s", "Verrall", "de Wit", "the lamp", "p. 45", "1903", "渡", "e\u0301", "🙂"]

fragments = st.sampled_from(MARKS) | st.sampled_from(SPACES) | st.sampled_from(WORDS)
markdown = st.lists(fragments | st.text(max_size=6), max_size=40).map(" ".join)
markdown |= st.lists(fragments, max_size=40).map("".join)
YAML = re.findall(
    r"\S+",
    """
    - : ? | > & * ! % @ ` { } [ ] , # ' " ~ null true 1 1.5 1903-02-11 id: name: forms: title: family: only: kind: date:
    text: see: references: type: [a {a: b} &x *x !!binary !!python/object ... --- << \\ \\0
    """,
)
indents = st.sampled_from(["\n", "\n  ", "\n    ", " "])
yaml_text = st.lists(st.sampled_from(YAML) | indents | st.text(max_size=4)).map("".join)
RECORDS = ["book.yaml", "people.yaml", "sources.yaml", "events.yaml"]
HEADED = ["chapters/02-the-crossing.md", "documents/01-lantern-letter.md"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One copy of the tiny book, of which a single file is spoiled again and again."""
    return Project(tmp_path_factory.mktemp("random"))


def spoil(shared: Project, name: str, content: str | bytes) -> None:
    """Put something into a file, look at the problems as an editor would, and put the file back."""
    whole = (shared.top / name).read_bytes()
    try:
        shared.write(name, content)
        _, problems = edit(shared.project)
        assert all(isinstance(problem, Problem) for problem in problems)
    except Faulty as fault:
        assert fault.problems
    finally:
        shared.write(name, whole)


@pytest.mark.slow
@settings(max_examples=100)
@given(body=markdown)
def test_whatever_a_chapter_says_it_raises_nothing_but_problems(shared: Project, body: str) -> None:
    header = "---\ntitle: The Crossing\nid: crossing\n---\n"
    spoil(shared, "manuscript/chapters/02-the-crossing.md", (header + body).encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(header=yaml_text, name=st.sampled_from(HEADED))
def test_whatever_a_header_says_it_raises_nothing_but_problems(shared: Project, header: str, name: str) -> None:
    spoil(shared, f"manuscript/{name}", f"---\n{header}\n---\nIt was lace.\n".encode("utf-8", "surrogatepass"))


@pytest.mark.slow
@settings(max_examples=120)
@given(text=yaml_text, name=st.sampled_from(RECORDS), cut=st.integers(0))
def test_whatever_a_record_says_it_raises_nothing_but_problems(shared: Project, text: str, name: str, cut: int) -> None:
    lines = shared.read(f"manuscript/{name}").splitlines(keepends=True)
    at = cut % (len(lines) + 1)
    spoil(shared, f"manuscript/{name}", "".join([*lines[:at], text, *lines[at + 1 :]]).encode("utf-8", "surrogatepass"))


@settings(max_examples=40)
@given(content=st.binary(max_size=60), name=st.sampled_from(RECORDS + HEADED))
def test_whatever_bytes_a_file_has_they_raise_nothing_but_problems(shared: Project, content: bytes, name: str) -> None:
    spoil(shared, f"manuscript/{name}", content)


@settings(max_examples=150)
@given(body=markdown, in_note=st.booleans())
def test_every_problem_of_a_text_has_a_line_of_that_text(body: str, in_note: bool) -> None:
    problems: list[Problem] = []
    parse_text(Written(body, Origin("text", 1)), problems, in_note)
    lines = len(re.split(r"\r\n|\n|\r", body))
    assert all(problem.origin.path == "text" and 1 <= problem.origin.line <= lines for problem in problems)


# --- names -----------------------------------------------------------------------------------------


def person(key: str, *forms: str) -> Person:
    written = tuple(Form(form) for form in forms)
    unsaid = dict.fromkeys(("given", "particle", "suffix", "only", "lang", "born", "died", "gloss", "sort"), "")
    return Person(key=key, family=key, **unsaid, bio=(), forms=written, aliases=(), see_also=(), origin=NOWHERE)


PEOPLE = [
    person("quill", "Ada Quill", "Quill", "the keeper"),
    person("verrall", "Jonas Verrall", "Verrall", "the keeper", "O'Hara"),
    person("wit", "de Wit", "Tomas de Wit", "Quill de Wit"),
]
MARKER = Marker(Names(PEOPLE), Titles(["The Quill: A History", "Verrall"]))
BITS = [
    "Quill",
    " ",
    "Verrall",
    " ",
    "Tomas de Wit",
    " ",
    "Ada",
    "Quill",
    " ",
    "\u00a0",
    "\u00ad",
    "de",
    "Wit",
    "Tomas",
    "Verrall",
    "O’",
    "O'",
    "Hara",
    "the",
    "keeper",
]
BITS += [", ", "’s", "‘The Quill’", "-", "\n", "e\u0301", "Q"]
texts = st.lists(st.sampled_from(BITS), min_size=1, max_size=8).map(lambda bits: Text("".join(bits)))
leaves = texts | st.just(LineBreak()) | st.just(Cluster(())) | texts.map(lambda text: Mention("quill", (text,)))
leaves |= texts.map(lambda text: Note("", paragraphs_of(((text,),), NOWHERE), NOWHERE))


def wrapped(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    lines = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return lines.map(Emphasis) | lines.map(SmallCaps)


lines = st.lists(st.recursive(leaves, wrapped, max_leaves=6), max_size=8).map(tuple)


def unmarked(inlines: Inlines) -> list[Any]:
    """What is written, letter by letter, with every wrapper but mentions."""
    found: list[Any] = []
    for each in inlines:
        match each:
            case Text():
                found += list(each.text)
            case Mention():
                found += unmarked(each.inlines)
            case Emphasis() | SmallCaps():
                found.append((type(each), tuple(unmarked(each.inlines))))
            case _:
                found.append(each)
    return found


@pytest.mark.slow
@settings(max_examples=150)
@given(lines)
def test_marking_names_keeps_the_text_letter_for_letter(inlines: Inlines) -> None:
    marked, _ = MARKER.mark(inlines, "chapter")
    assert unmarked(marked) == unmarked(inlines)


@given(lines)
def test_a_name_that_is_marked_is_a_declared_form_of_that_person(inlines: Inlines) -> None:
    marked, shared = MARKER.mark(inlines, "chapter")
    declared = {each.key: {fold(form.text) for form in each.forms} for each in PEOPLE}
    before = [each for each in inlines if isinstance(each, Mention)]
    for each in marked:
        if isinstance(each, Mention) and each not in before:
            words = fold("".join(text.text for text in each.inlines if isinstance(text, Text)))
            assert any(words in form for form in declared[each.term])
    assert all(len(found.terms) > 1 and found.form == "the keeper" for found, _ in shared)


# --- sentences -------------------------------------------------------------------------------------

ENDS = [". ", "? ", "! ", "… ", ".’ ", ".” ", "; ", " ", "  "]
SAID = ["It was lace", "p. 45", "Dr. Osgood", "A. B. Quill", "‘So he said", "(See", "1903", "etc.", "e.g", "ch. 3"]
prose = st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from(ENDS)).map("".join), max_size=10).map("".join)
paragraphs = st.lists(
    st.lists(prose.map(Text) | prose.map(lambda text: Emphasis((Text(text),))), max_size=4).map(tuple), max_size=3
)


def letters(inlines: Inlines) -> list[Any]:
    return [letter for each in inlines for letter in (each.text if isinstance(each, Text) else [each])]


@given(paragraphs, st.sets(st.integers(0, 30)))
def test_a_note_cut_in_pieces_keeps_its_text(given_: list[Inlines], cuts: set[int]) -> None:
    blocks = paragraphs_of(given_, NOWHERE)
    pieces = in_pieces(blocks, [Cut(sentence) for sentence in sorted(cuts)])
    assert [x for piece in pieces for p in lines_within(piece) for x in letters(p)] == [
        x for p in given_ for x in letters(p)
    ]
    assert len(pieces) <= len(cuts) + 1


@given(paragraphs)
def test_the_sentences_of_a_paragraph_are_the_paragraph(given_: list[Inlines]) -> None:
    for paragraph in given_:
        assert [x for sentence in sentences(paragraph) for x in letters(sentence)] == letters(paragraph)
    blocks = paragraphs_of(given_, NOWHERE)
    assert count(blocks) == sum(len(sentences(paragraph)) for paragraph in given_)
    everywhere = [Cut(sentence) for sentence in range(1, count(blocks))]
    assert len(in_pieces(blocks, everywhere)) == max(1, count(blocks))


def test_a_random_manuscript_is_put_back(shared: Project) -> None:
    """The tests above would prove little if the book they spoil were spoiled already."""
    assert shared.check() == 0
    assert Path(shared.top, "manuscript/book.yaml").read_bytes()
