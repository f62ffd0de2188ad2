"""Notes that hold more than words: as they are written, cut, worded, brought in, read again, and set on pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from approved import approved, in_style, styles_of
from conftest import TESTS, Project
from hypothesis import given
from hypothesis import strategies as st
from laid_out import Shop, printed_words, write
from leaves import golden_text, read_pages
from random_books import random_book, shell
from test_styles import folio
from typescripts import Imported, made_by_pandoc

from press import build
from press.compose.cutting import Cut, count, in_pieces, spaces_within, words_of_steps
from press.editing.blocks import parse_headed, parse_text
from press.fields import Written
from press.importing.writing.markdown import MarkdownWriter
from press.lines import lines_within, with_lines
from press.problem import Origin, Problem
from press.screen_editions import export_html
from press.text import (
    Blocks,
    Cluster,
    DefinitionList,
    Emphasis,
    Extract,
    ItemList,
    Mention,
    Note,
    Paragraph,
    Table,
    Text,
    Verse,
    plain,
    walk,
)
from press.typesetting.account import take_account
from press.typesetting.engine.notes import read_notes
from press.words.plain_markdown import UnitNotes, read_plain

NOTES = TESTS / "books" / "notes"
HELD = """Called.[^a]

[^a]: It reads.

    1.  One. And more.

        Of it.
    2.  Two:
        - this;
        - that.

    > A quotation. It goes on.
    >
    > | of verse
    > | in lines

    \\noindent Resumed, as @key [45] says.

    | Year | Sum |
    | ---- | --: |
    | 1899 |  31 |
    | 1900 |  32 |

    | One line,
    |   and one,
    | and three,
    | and four.
    |
    | --- A singer

    Wick
    :   What burns. In oil.

    Source: none.
"""


WORDY = """It *reads so* as it **was**. [Doña Ana]{lang=es} said it.

1. One of it, and *more of it*. And
   a line.
2. Two.

> Quoted as it is. ["Go on," he said]{.smallcaps} and did.

| Year | Sum of it |
| ---- | --: |
| 1899 |  31 |
"""


def blocks_of(text: str) -> tuple[Blocks, list[Problem]]:
    problems: list[Problem] = []
    return parse_text(Written(text, Origin("x.md", 1)), problems), problems


def note(text: str = HELD) -> Note:
    blocks, problems = blocks_of(text)
    assert problems == []
    return next(each for each in walk(blocks) if isinstance(each, Note))


def words(blocks: Blocks) -> str:
    return "".join("".join(plain(line).split()) for line in lines_within(blocks))


# --- as it is written --------------------------------------------------------------------------------


def test_a_note_holds_what_a_page_does_of_words() -> None:
    held = note().blocks
    assert [type(block) for block in held] == [
        *(Paragraph, ItemList, Extract, Paragraph, Table, Verse, DefinitionList, Paragraph),
    ]
    assert isinstance(held[3], Paragraph) and held[3].flush
    assert any(isinstance(each, Cluster) for each in walk(held[3]))  # worded in place: it makes no note of its own
    assert not any(isinstance(each, Note) for each in walk(held))
    assert [block.origin.line for block in held][:3] == [3, 5, 12]


@pytest.mark.parametrize(
    ("begin", "kind"),
    [
        ("- one\n    - two", ItemList),
        ("> quoted", Extract),
        ("| sung", Verse),
        ("| a | b |\n    |---|---|\n    | c | d |", Table),
    ],
)
def test_a_note_may_begin_with_any_of_it(begin: str, kind: type) -> None:
    assert type(note(f"Called.[^a]\n\n[^a]:\n    {begin}\n").blocks[0]) is kind


def test_a_note_to_a_title_may_have_an_asterisk_and_no_other(tmp_path: Path) -> None:
    project = Project(tmp_path, NOTES)
    keeper = "manuscript/chapters/1-the-keeper.md"
    project.mend(
        keeper, "title: The Keeper of the Light", "title: The Keeper of the Light^[Read in 1930.]{.unnumbered}"
    )
    book, problems = build.edit(project.project)
    assert book is not None and problems == ()
    (chapter, *_) = [piece.chapter for piece in book.body if piece.chapter]
    assert [each.mark for each in walk(chapter) if isinstance(each, Note)] == ["*", "1", "2", "3"]
    project.mend(keeper, "seldom misses a word.", "seldom misses a word.^[No.]{.unnumbered}")
    assert [str(each.rule) for each in build.edit(project.project)[1]] == ["note-out-of-place"]


def test_the_dateline_of_a_document_calls_notes_of_its_file() -> None:
    problems: list[Problem] = []
    date = Written("3. Mai 1903[^a]", Origin("x.md", 2))
    ((line,), _) = parse_headed((), Written("So.\n\n[^a]: So.\n", Origin("x.md", 5)), problems, phrases=(date,))
    assert problems == []
    assert plain(line) == "3. Mai 1903" and isinstance(line[-1], Note)


def test_a_citation_in_a_dateline_is_a_note_of_its_own() -> None:
    problems: list[Problem] = []
    ((line,), _) = parse_headed(
        (), Written("", Origin("x.md", 5)), problems, phrases=(Written("Paris[@key, 45]", Origin("x.md", 2)),)
    )
    assert problems == [] and isinstance(line[-1], Note)


# --- in pieces ---------------------------------------------------------------------------------------


@given(st.sets(st.integers(1, 40)))
def test_a_note_of_blocks_in_pieces_keeps_its_text_in_order(places: set[int]) -> None:
    held = note().blocks
    cuts = [Cut(step) for step in sorted(places) if step < count(held)]
    pieces = in_pieces(held, cuts)
    said = "".join(words(tuple(replace(b, head=()) if isinstance(b, Table) else b for b in piece)) for piece in pieces)
    assert said == words(held).replace("YearSum", "")
    assert len(pieces) == len(cuts) + 1


@given(st.data())
def test_a_note_cut_within_its_sentences_keeps_every_character_in_order(data: st.DataObject) -> None:
    held = parse_text(Written(WORDY, Origin("x.md", 1)), [])
    steps = words_of_steps(held)
    assert len(steps) == count(held)
    places = [(step, at) for step, words in enumerate(steps) for at in sorted(spaces_within(words))]
    chosen = data.draw(st.sets(st.sampled_from(places)))
    pieces = in_pieces(held, [Cut(step, into=into) for step, into in sorted(chosen)])
    assert len(pieces) == len(chosen) + 1
    assert "".join(said_by(piece) for piece in pieces) == said_by(held)


def test_a_note_is_not_cut_within_a_name_or_at_a_fixed_space() -> None:
    name = Mention("roe", (Text("Jane Roe"),), "m-1")
    words_ = (Text("So "), name, Text(" said,\u00a0as "), Emphasis((Text("she did"),)), Text("."))
    said = plain(words_)
    assert [said[at:] for at in sorted(spaces_within(words_))] == [
        *("Jane Roe said,\u00a0as she did.", "said,\u00a0as she did.", "she did.", "did."),
    ]


def said_by(blocks: Blocks) -> str:
    return "".join(map(plain, lines_within(blocks)))


def test_a_list_that_is_cut_counts_on_and_marks_each_item_once() -> None:
    (whole,) = note("Called.[^a]\n\n[^a]:\n    7. One. More.\n    8. Two.\n    9. Three.\n").blocks
    first, second, third = (piece[0] for piece in in_pieces((whole,), [Cut(1), Cut(3)]))
    assert isinstance(first, ItemList) and isinstance(second, ItemList) and isinstance(third, ItemList)
    assert [(each.numbers.start, len(each.items), each.resumed) for each in (first, second, third)] == [
        (7, 1, False),
        (7, 2, True),
        (9, 1, False),
    ]


def test_what_goes_on_has_no_indent_and_fills_the_measure_before_the_cut() -> None:
    pieces = in_pieces(note("Called.[^a]\n\n[^a]:\n    > One. Two.\n").blocks, [Cut(1, fills=True)])
    parts = [each for piece in pieces for each in walk(piece) if isinstance(each, Paragraph)]
    assert [(each.fills, each.flush) for each in parts] == [(True, False), (False, True)]


def test_no_stanza_leaves_a_line_behind_or_sends_one_on() -> None:
    lines = "\n".join(f"    | {n}" for n in range(5))
    held = note(f"Called.[^a]\n\n[^a]:\n{lines}\n").blocks
    assert [len(lines_within(piece)) for piece in in_pieces(held, [Cut(n) for n in range(1, count(held))])] == [2, 1, 2]


def test_a_table_that_is_cut_has_its_head_again_and_no_cell_is_torn() -> None:
    grid = """
    +------+-------+
    | Year | Cows  |
    +======+=======+
    | 1903 | 3     |
    |      +-------+
    |      | 1     |
    +------+-------+
    | 1904 | none  |
    +------+-------+
"""
    held = note(f"Called.[^a]\n\n[^a]: It reads.\n{grid}").blocks
    pieces = in_pieces(held, [Cut(1), Cut(2)])
    tables = [each for piece in pieces for each in piece if isinstance(each, Table)]
    assert count(held) == 3
    assert [(len(each.head), len(each.rows)) for each in tables] == [(1, 2), (1, 1)]


def test_lines_are_put_back_where_they_were() -> None:
    held = note().blocks
    assert with_lines(held, lines_within(held)) == held


# --- brought in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [HELD, "Called.[^a]\n\n[^a]:\n    - one\n    - two\n"])
def test_a_note_that_is_written_by_an_import_reads_as_it_did(text: str) -> None:
    blocks, _ = blocks_of(text)
    again, problems = blocks_of(MarkdownWriter().text(blocks))
    assert problems == []
    held, back = (next(each for each in walk(each) if isinstance(each, Note)).blocks for each in (blocks, again))
    assert [type(block) for block in back] == [type(block) for block in held]
    assert words(back) == words(held)


@pytest.mark.parametrize("suffix", ["docx", "odt", "html", "md"])
def test_an_import_keeps_the_blocks_of_a_note(suffix: str, tmp_path: Path) -> None:
    text = "# One\n\nSo.[^a]\n\n[^a]: It reads:\n\n    - this;\n    - that.\n\n    > Quoted.\n\n    The end.\n"
    project = Imported(tmp_path)
    made = project.typescript("road.md", text) if suffix == "md" else made_by_pandoc(tmp_path, suffix, text)
    assert project.accept(made) in (0, 1)
    written = project.chapters()
    assert "    - this;\n    - that." in written and "    > Quoted." in written, written


# --- read again --------------------------------------------------------------------------------------


def test_the_account_reads_a_note_as_it_reads_a_text() -> None:
    unit = UnitNotes("x.md")
    read_plain(HELD, 1, unit)
    (run,) = unit.notes
    said = [word.letters for word in run.words if word.sure]
    assert " ".join(said) == (
        "it reads one and more of it two this that a quotation it goes on of verse in lines resumed as says "
        "year sum 1899 31 1900 32 one line and one and three and four a singer wick what burns in oil source none"
    )
    assert [each.key for each in run.citations] == ["key"]


# --- on pages ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=styles_of("notes"))
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A style, and the book of notes in it."""
    return request.param, in_style(tmp_path_factory.mktemp("notes"), "notes", request.param).make()


def test_the_pages_with_notes_of_blocks_read_as_they_have_been_approved(printed: tuple[str, Path]) -> None:
    style, made = printed
    assert golden_text(read_pages(made), folio) == approved("notes", style)


def test_a_note_is_tagged_whole_with_its_number_first(printed: tuple[str, Path]) -> None:
    with pikepdf.open(printed[1]) as pdf:
        notes = [each for each in elements(pdf.Root.StructTreeRoot.K[0]) if each.S == "/Note"]
        held = [{str(each.S) for each in elements(note)} for note in notes]
        assert len(notes) == 12
        assert all(note.K[0].S == "/Lbl" for note in notes)
        assert [kinds & {"/L", "/Table", "/BlockQuote"} for kinds in held[:3]] == [
            {"/L", "/BlockQuote"},
            {"/BlockQuote"},
            {"/Table"},
        ]


def elements(element: Any) -> Iterator[Any]:
    """An element of the structure, and all within it."""
    yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else ():
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


KINDS = (
    "- one of {n};\n    - two of it;\n    - three, which is longer than the others and goes on over a line.",
    "> Quoted in note {n}. It goes on for a while, and then it stops. Nobody knows why.",
    "| Sung in {n},\n    | and sung again,\n    | and once more,\n    | and not again.",
    "| Place | Heads |\n    | --- | --: |\n    | Harbour | {n} |\n    | River | 2 |",
)


@pytest.mark.slow
@pytest.mark.parametrize("size", ["5.5in 8.5in", "4.25in 6.875in"])
def test_thirty_notes_of_blocks_on_few_pages_stand_where_they_are_called(size: str, tmp_path: Path) -> None:
    calls = [f"The light was kept by one family for as long as it was kept at all.[^n{n}]" for n in range(30)]
    notes = [f"[^n{n}]: Note {n}:\n\n    {KINDS[n % 4].format(n=n)}\n\n    So much for it." for n in range(30)]
    text = [" ".join(calls[n : n + 3]) for n in range(0, 30, 3)]
    chapter = "\n\n".join(["---\nid: c\ntitle: Thirty\n---", *text, *notes])
    name = "manuscript/chapters/1.md"
    shop = Shop(write(tmp_path, {name: f"{chapter}\n", **shell([name])})).in_size(size)
    (setting,) = shop.proof().settings
    pages = shop.pages(setting)
    account = take_account(read_notes(pages), setting.section.notes)
    assert account.strays == () and account.placed == 30 and len(pages) < 13
    assert printed_words(pages) == shop.wanted()


@pytest.mark.parametrize("seed", [10, *(pytest.param(n, marks=pytest.mark.slow) for n in (11, 12, 13, 14, 15, 19))])
def test_notes_of_blocks_stand_on_the_page_of_their_call_and_lose_no_word(seed: int, tmp_path: Path) -> None:
    shop = Shop(write(tmp_path, random_book([seed], 350, 0.8))).in_size("4.25in 6.875in")
    printed: dict[str, str] = {}
    for setting in shop.proof().settings:
        pages = shop.pages(setting)
        assert take_account(read_notes(pages), setting.section.notes).strays == ()
        printed |= printed_words(pages)
    # the head of a table that goes on comes again
    assert {k: v.replace("PlaceHeads", "") for k, v in printed.items()} == {
        k: v.replace("PlaceHeads", "") for k, v in shop.wanted().items()
    }


def test_names_in_a_list_of_a_note_are_indexed_with_it(tmp_path: Path) -> None:
    book, _ = build.edit(Project(tmp_path, NOTES).project)
    assert book is not None
    found = [(each.term, each.note) for each in book.occurrences if each.unit == "keeper" and each.note]
    assert found == [("harrow", "1"), ("penrose", "1"), ("ludlow", "2")]


def test_notes_to_a_heading_a_place_and_a_dateline_are_called_and_printed_on_a_screen_and_indexed(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path, NOTES).mend(
        "manuscript/documents/1-the-wreck.md", "The letter was sent by the boat", "Mrs Penrose sent it by the boat"
    )
    book, _ = build.edit(project.project)
    assert book is not None
    assert ("penrose", "1") in {(each.term, each.note) for each in book.occurrences if each.unit == "wreck"}
    page = export_html(project.project, lambda _: None).read_text(encoding="utf-8")
    for anchor, said in (("n-wreck-1", "it by the boat"), ("n-wreck-2", "candle grease"), ("when", "altered twice")):
        assert page.count(f'id="call-{anchor}"') == page.count(f'href="#call-{anchor}"') == page.count(said) == 1
