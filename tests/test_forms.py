"""Lists of every numeral, raised and struck words, letters, epigraphs, other languages: as written, as read again, as
brought in, and on the pages of a book of them all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from approved import BOOKS, approved, in_style
from leaves import Page, golden_text, read_pages
from test_styles import folio

from press.compose.item_marks import item_marks
from press.editing.blocks import parse_text
from press.fields import Written
from press.importing.tree.reader import Tree
from press.importing.writing.markdown import MarkdownWriter
from press.problem import Origin, Problem
from press.text import Blocks, ItemList, Text, plain, walk
from press.words.plain_markdown import UnitNotes, read_plain


def read(text: str) -> tuple[Blocks, list[str]]:
    """The blocks of a text, and the rules that tell of it."""
    problems: list[Problem] = []
    blocks = parse_text(Written(text, Origin("x.md", 1)), problems)
    return blocks, [str(each.rule) for each in problems]


def lists(text: str) -> list[str]:
    """The marks of the first items of a text's lists, in the order of their beginnings, and how many items each has."""
    found = (each for each in walk(read(text)[0]) if isinstance(each, ItemList))
    return [f"{each.numbers.mark(0) if each.numbers else '-'} {len(each.items)}" for each in found]


# --- what is a list, and of what ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a. x\nb. y", ["a. 2"]),
        ("h. x\ni. y\nj. z", ["h. 3"]),
        ("i. x\nii. y", ["i. 2"]),
        ("i. x\nj. y", ["i. 2"]),
        ("v. x\nvi. y", ["v. 2"]),
        ("IV) x\nV) y", ["IV) 2"]),
        ("(1) x\n(2) y", ["(1) 2"]),
        ("1) x\n2) y", ["1) 2"]),
        ("#. x\n#. y", ["1. 2"]),
        ("1. x\n2. y\n#. z", ["1. 3"]),
        ("iv) x\nv) y\n\n#) z\n#) z", ["iv) 4"]),
        ("y. x\nz. y\naa. z\nbb. z", ["y. 4"]),
        ("1. x\n   (iv) y\n   (v) z\n2. x", ["1. 2", "(iv) 2"]),
        ("a) x\n   1) y\n\n      (iv) z", ["a) 1", "1) 1", "(iv) 1"]),
        ("A.  x\nB.  y\nC. z", ["A. 3"]),
        ("I.  x\nII. y", ["I. 2"]),
        ("1. x\n   (a) y\n       - z\n   (b) y\n2. x", ["1. 2", "(a) 2", "- 1"]),
        ("a. x\n\nBetween.\n\nb. y", ["a. 1", "b. 1"]),
        ("98. x\n99. y\n\nBetween.\n\n100. z", ["98. 2", "100. 1"]),
        ("> (i) x\n> (ii) y", ["(i) 2"]),
    ],
)
def test_a_list_has_the_numbers_that_it_is_written_with(text: str, expected: list[str]) -> None:
    assert (lists(text), read(text)[1]) == (expected, [])


@pytest.mark.parametrize(
    "text",
    [
        "B. Traven wrote it.",
        "c. 1890 he left.",
        "(c) 1936 The Press",
        "i. e. the keeper",
        "p. 45 has it.",
        "1939. The war.\n\n1940. France fell.",
        "(a) this, (b) that; all in one sentence.",
        "- c. 1890\n- d. 1936",
        "p. 45 has it,\np. 46 has not.",
        "pp. xi to xiv have it.",
        "- Quill\n  v. Osgood",
    ],
)
def test_what_only_looks_like_a_number_is_prose(text: str) -> None:
    assert read(text)[1] == []
    assert [each for each in walk(read(text)[0]) if isinstance(each, ItemList) and each.numbers] == []


def test_an_initial_behind_a_heading_does_not_go_on_with_the_list_before_it() -> None:
    assert lists("a. x\nb. y\n\n## Heading\n\nc. 1890 was dry.") == ["a. 2"]


def test_numbers_that_are_wide_stand_further_in() -> None:
    narrow, wide = (
        item_marks(next(each for each in walk(read(text)[0]) if isinstance(each, ItemList)))
        for text in ("1. x\n2. y", "(xxviii) x\n(xxix) y")
    )
    assert (narrow.marks, narrow.indent) == ((), 0)
    assert wide.marks == ("(xxviii)", "(xxix)")
    assert wide.indent > 3


# --- other languages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("de", "Er sagte „ja, ‚nein‘“, und ’s ging."),
        ("fr", "Er sagte «\u00a0ja, “nein”\u00a0», und ’s ging."),
        ("ru", "Er sagte «ja, „nein“», und ’s ging."),
        ("la", "Er sagte “ja, ‘nein’”, und ’s ging."),
    ],
)
def test_straight_marks_of_a_passage_take_the_shape_of_its_language(lang: str, expected: str) -> None:
    text = f'::: {{lang={lang}}}\nEr sagte "ja, \'nein\'", und \'s ging.^[She said "so".]\n:::\n\nHe said "so".'
    said = [each.text for each in walk(read(text)[0]) if isinstance(each, Text)]
    assert said == [expected, "She said “so”.", "He said “so”."]


def test_a_passage_of_a_note_written_apart_has_the_marks_of_its_own_language_alone() -> None:
    note = '[^n]: She said "so".\n\n    ::: {lang=de}\n    Ein "Wort".\n    :::\n\n    And "so".'
    blocks, _ = read(f'::: {{lang=fr}}\nUn "mot".[^n]\n\n{note}\n\nDeux "mots".\n:::')
    said = {each.text for each in walk(blocks) if isinstance(each, Text)}
    french = {"Un «\u00a0mot\u00a0».", "Deux «\u00a0mots\u00a0»."}
    assert said == {"She said “so”.", "Ein „Wort“.", "And “so”.", *french}


# --- read again, and brought in ------------------------------------------------------------------------

WRITTEN = """a. one
b. two

   (i) H~2~O and x[2]{.super}
   (ii) ~~struck *out*~~

A.  Alpha
B.  Beta

::: unmarked
- A wick
- A can
    - of oil
        - half full
- A lamp
:::

:::: {lang=de}
> ::: salutation
> Liebe Frau,\\
> lieber Herr,
> :::
>
> So ist es.
::::

::: signature
Yours,\\
Walter
:::

## Heading

::: epigraph
Put out the light.

--- *Othello*
:::

It was out.
"""


def test_what_an_import_has_written_reads_as_it_did() -> None:
    before, told = read(WRITTEN)
    after, again = read(MarkdownWriter().text(before))
    assert (told, again) == ([], [])
    assert after == before


def test_the_account_reads_all_of_it_in_the_order_of_print() -> None:
    run, _ = read_plain(WRITTEN, 1, UnitNotes("x.md"))
    sure = "".join(word.letters for word in run.words if word.sure)
    assert sure == (
        "onetwoh2oandx2struckoutalphabetaawickacanofoilhalffullalampliebefraulieberherr"
        "soistesyourswalterheadingputoutthelightothelloitwasout"
    )
    made = [word.letters for word in run.words if not word.sure]
    assert made == ["a", "b", "i", "ii", "a", "b"]


def para(words: str) -> dict[str, Any]:
    return {"t": "Para", "c": [{"t": "Str", "c": words}]}


def test_an_import_keeps_numerals_and_what_styles_call_paragraphs() -> None:
    attributes = [3, {"t": "UpperRoman"}, {"t": "TwoParens"}]
    blocks = Tree("x.docx").read(
        [
            {"t": "OrderedList", "c": [attributes, [[para("three")], [para("four")]]]},
            {"t": "Div", "c": [["", [], [["custom-style", "Salutation"]]], [para("Madam,")]]},
            {"t": "Div", "c": [["", [], [["lang", "fr"]]], [{"t": "BlockQuote", "c": [para("Oui.")]}]]},
            {"t": "Para", "c": [{"t": "Strikeout", "c": [{"t": "Str", "c": "out"}]}]},
        ]
    )
    assert MarkdownWriter().text(blocks) == (
        "(III)  three\n(IV)  four\n\n::: salutation\nMadam,\n:::\n\n::: {lang=fr}\n> Oui.\n:::\n\n~~out~~\n"
    )


def test_an_import_says_that_a_list_in_one_without_bullets_loses_its_own() -> None:
    inner = {"t": "BulletList", "c": [[para("of oil")]]}
    outer = {"t": "BulletList", "c": [[para("A can"), inner]]}
    blocks = Tree("x.html").read([{"t": "Div", "c": [["", ["list-unstyled"], []], [outer]]}])
    writer = MarkdownWriter()
    assert writer.text(blocks) == "::: unmarked\n- A can\n\n  - of oil\n:::\n"
    assert [each.what for each in writer.changed] == ["a list with bullets in one without: now without"]


def test_an_initial_that_markdown_took_for_an_item_is_words_again() -> None:
    item = {"t": "OrderedList", "c": [[3, {"t": "LowerAlpha"}, {"t": "Period"}], [[para("1890")]]]}
    assert plain(Tree("x.md").read([item])[0].inlines) == "c. 1890"  # type: ignore[union-attr]


# --- on the page ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.slow) for name in BOOKS["forms"]])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A style, and the book of forms in it."""
    return request.param, in_style(tmp_path_factory.mktemp("forms"), "forms", request.param).make()


@pytest.fixture(scope="module")
def pages(printed: tuple[str, Path]) -> tuple[str, tuple[Page, ...]]:
    """The style, and the pages of the book."""
    return printed[0], read_pages(printed[1])


def test_the_pages_with_forms_read_as_they_have_been_approved(pages: tuple[str, tuple[Page, ...]]) -> None:
    style, found = pages
    assert golden_text(found, folio) == approved("forms", style)


def test_numbers_stand_with_their_right_sides_in_line_and_within_the_page(
    pages: tuple[str, tuple[Page, ...]],
) -> None:
    words = [word for page in pages[1] for word in page.words]
    for marks in (("vi.", "vii.", "viii.", "ix."), ("98.", "99.", "100.", "101."), ("(i)", "(ii)", "(iii)")):
        edges = [next(word.right for word in words if word.text == mark) for mark in marks]
        assert max(edges) - min(edges) < 1.5


def test_the_tags_say_how_lists_are_numbered_and_in_what_language_a_passage_is(printed: tuple[str, Path]) -> None:
    with pikepdf.open(printed[1]) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot.K[0]))
        numbered = {str(each.A.ListNumbering) for each in elements if each.S == "/L" and "/A" in each}
        assert numbered == {"/Decimal", "/LowerAlpha", "/LowerRoman", "/UpperAlpha"}
        assert {"de", "fr"} <= {str(each.Lang) for each in elements if "/Lang" in each}
        notes = [each for each in elements if each.S == "/Note" and "/Lang" in each]
        assert [str(each.Lang) for each in notes] == ["en-GB"]  # the editor's, below words in German


def _elements(element: Any) -> Any:
    """An element of the structure, and all within it."""
    yield element
    for kid in element.get("/K", ()) if isinstance(element.get("/K"), pikepdf.Array) else ():
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)
