"""Tables: numbers in line, what heads what, files of rows, and a book of five kinds of table on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from approved import approved, in_style, styles_of
from authors_files import docx, p
from conftest import TESTS
from leaves import Page, golden_text, read_pages
from test_styles import folio

from press.compose.tabular import tabulate
from press.editing.blocks import parse_headed
from press.editing.csv_tables import csv_table
from press.fields import Written
from press.importing.convert import convert
from press.importing.receive import receive
from press.importing.typescript import words_of
from press.importing.writing.markdown import MarkdownWriter
from press.limits import TABLE_ROWS
from press.problem import Origin, Problem
from press.text import Table, plain, walk
from press.words.plain_markdown import UnitNotes, read_plain

TABLES = TESTS / "books" / "tables"
LETTERS = "manuscript/chapters/3-letters.md"


def table(text: str, files: dict[str, str] | None = None) -> Table:
    """The first table of a text."""
    problems: list[Problem] = []
    named = {name: Written(content, Origin(name, 1)) for name, content in (files or {}).items()}
    _, blocks = parse_headed((), Written(text, Origin("chapter", 1)), problems, named)
    assert not problems
    return next(each for each in walk(blocks) if isinstance(each, Table))


def column(text: str, language: str = "en-GB") -> list[str]:
    """The second column of a table, each number with its pad in brackets, from the second row on."""
    rows = tabulate(table(text), language)
    cells = [cell for row in (*rows.body, *rows.foot) for cell in row.cells if cell.column == 1]
    return [f"{plain(cell.inlines)}[{cell.pad}]" for cell in cells]


# --- numbers ---------------------------------------------------------------------------------------


def numbers(*cells: str) -> str:
    rows = "\n".join(f"| x | {cell} |" for cell in cells)
    return f'| a | b |\n| - | - |\n{rows}\n\n: A caption. {{align="l d"}}'


def test_what_a_number_lacks_behind_its_point_is_its_pad() -> None:
    assert column(numbers("1,204.5", "12", "3.344", "—")) == ["1,204.5[44]", "12[.344]", "3.344[]", "—[.344]"]


def test_a_sign_behind_some_numbers_moves_none_of_them() -> None:
    assert column(numbers("(12.5)", "8", "7%")) == ["(12.5)[]", "8[.5)]", "7%[.5]"]


def test_the_language_of_the_book_decides_which_mark_is_the_point() -> None:
    assert column(numbers("1.204,5", "12"), "de") == ["1.204,5[]", "12[,5]"]
    assert column(numbers("1.204", "12"), "de") == ["1.204[]", "12[]"]


def test_a_number_is_one_cell_and_one_word() -> None:
    rows = tabulate(table(numbers("1,204.5", "12")), "en")
    assert [len(row.cells) for row in rows.body] == [2, 2]


# --- what heads what ---------------------------------------------------------------------------------

GRID = """
+------+---------------+
| Year | Heads         |
|      +-------+-------+
|      | Cows  | Bulls |
+======+=======+=======+
| 1903 | 3     | 4     |
|      +-------+-------+
|      | 1     | 5     |
+------+-------+-------+
| 1904 | none at all   |
+======+=======+=======+
| Sum  | 4     | 9     |
+======+=======+=======+

: Cattle.
"""


def test_a_cell_that_goes_over_others_heads_them_all() -> None:
    rows = tabulate(table(GRID), "en")
    assert [(cell.scope, cell.column) for cell in rows.head[0].cells] == [("col", 0), ("colgroup", 1)]
    assert [cell.column for cell in rows.head[1].cells] == [1, 2]
    assert [[cell.scope for cell in row.cells] for row in rows.body] == [["rowgroup", "", ""], ["", ""], ["row", ""]]
    assert [cell.column for cell in rows.body[1].cells] == [1, 2]


def test_a_cell_that_stands_over_others_of_the_head_has_a_line_of_its_own() -> None:
    head = tabulate(table(GRID), "en").head
    assert [[cell.over for cell in row.cells] for row in head] == [[False, True], [False, False]]


def test_no_page_ends_within_a_cell_nor_with_one_row_nor_before_the_sums() -> None:
    assert [row.tied for row in tabulate(table(GRID), "en").body] == [True, True, True]
    rows = tabulate(table(numbers(*"12345")), "en").body
    assert [row.tied for row in rows] == [True, False, False, True, False]


SECTIONS = """
+---+---+
| a | b |
+===+===+
| All   |
+---+---+
| c | d |
+---+---+
| e | f |
+---+---+
| g | h |
+---+---+
| i | j |
+---+---+
"""


def test_no_page_ends_with_a_row_that_heads_those_below_it_nor_with_one_of_them() -> None:
    assert [row.tied for row in tabulate(table(SECTIONS), "en").body] == [True, True, False, True, False]


def test_a_column_set_to_the_right_stands_apart_from_one_that_is_not() -> None:
    rows = tabulate(table('| a | b | c |\n|---|--:|---|\n| d | 1 | 2 |\n\n: Told. {align="l d l"}\n'), "en")
    assert [[cell.apart for cell in row.cells] for row in (*rows.head, *rows.body)] == [[False, True, False]] * 2


def test_a_table_in_passing_heads_no_rows() -> None:
    rows = tabulate(table("| a | b |\n| - | - |\n| c | d |"), "en")
    assert [cell.tag for cell in rows.body[0].cells] == ["td", "td"]


# --- files of rows -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_parts_its_cells_by_comma_semicolon_or_tab(mark: str) -> None:
    lines = [f"Place{mark}Sum, and more", f'"Hague, The; or {mark}"{mark}1']
    if mark == ",":
        lines[0] = 'Place,"Sum, and more"'
    found = csv_table(Written("\n".join([*lines, f'"He said ""no"""{mark}2', ""]), Origin("x.csv", 1)), Origin("x"), [])
    assert [" ".join(plain(each).split()) for each in found.cells] == [
        *("Place", "Sum, and more", f"Hague, The; or {mark}".strip(), "1", "He said “no”", "2")
    ]
    assert found.aligns == ("", "decimal")


def test_too_many_rows_are_told_once() -> None:
    problems: list[Problem] = []
    csv_table(Written("a,b\n" + "c,d\n" * (TABLE_ROWS + 3), Origin("x.csv", 1)), Origin("x"), problems)
    assert [(str(each.rule), each.origin.line) for each in problems] == [("csv-rows", TABLE_ROWS + 1)]


# --- read again --------------------------------------------------------------------------------------

LETTERED = """| a | b^[Of c.]{.letter} |
| - | - |
| d | e |
: Caption. {#x}
Source: f.

After."""
FROM_FILE = """::: {.table csv=x.csv}
The caption.

Source: it.

More.
:::

After."""
READ_AGAIN = {
    f"Before.{GRID}\nAfter.": "before cattle year heads cows bulls 1903 3 4 1 5 1904 none at all sum 4 9 after",
    LETTERED: "caption a b d e source f of c after",
    FROM_FILE: "the caption kg m 1 h eg 2 source it more after",
}
"""A text → its letters in the order of print, as far as they are written in it."""


@pytest.mark.parametrize("text", READ_AGAIN)
def test_the_account_reads_tables_in_the_order_of_print(text: str) -> None:
    unit = UnitNotes("chapter", read={"x.csv": 'K,Gm\n1,h\n"e,g",2\n'}.__getitem__)
    run, _ = read_plain(text, 1, unit)
    assert "".join(word.letters for word in run.words if word.sure) == READ_AGAIN[text].replace(" ", "")


HEADED = """| Year[^1]{.letter} | Cows^[Grown ones.]{.letter} |
| - | - |
| 1903 | 4 |

[^1]: Of the census."""


def test_the_head_of_a_table_is_known_again_with_its_letters_and_without() -> None:
    assert read_plain(HEADED, 1, UnitNotes("chapter"))[1] == {"yearcows", "yearacowsb"}


# --- brought in from outside ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", [GRID, GRID.replace("none at all", "東京 *at* a")])
def test_a_table_that_is_written_as_a_grid_reads_as_it_did(text: str) -> None:
    before = table(text)
    after = table(MarkdownWriter().text((before,)))
    assert after == before


SAYS = {
    "2": "<w:gridSpan w:val='2'/>",
    "0": "<w:gridSpan w:val='0'/>",
    "^": "<w:vMerge w:val='restart'/>",
    "v": "<w:vMerge/>",
}


def row(*cells: str, says: str = "") -> str:
    """A row of Word: of each cell its words, and before them what it says of itself (`2`: over two columns)."""
    made = []
    for cell in cells:
        words = cell.lstrip("20^v")
        of = "".join(SAYS[sign] for sign in cell[: len(cell) - len(words)])
        made.append(f"<w:tc><w:tcPr>{of}</w:tcPr>{words if words.startswith('<') else p(words)}</w:tc>")
    return f"<w:tr>{says}{''.join(made)}</w:tr>"


BEFORE = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
NESTED = f"<w:tbl><w:tblGrid/>{row('deep')}{row('in', says=BEFORE)}</w:tbl><w:p/>"


@pytest.mark.parametrize("grid", ["", "<w:tblGrid/>", "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"])
@pytest.mark.parametrize(
    "rows",
    [
        row("2both") + row("one", "two"),
        row("one", "two", says=BEFORE) + row("three", "four", "five"),
        row("one", "2two") + row("three", "four", "five", "six", says=BEFORE),
        row("2^one", "two") + row("v", "three", "four") + row("five", "six", "seven"),
        row("v", "one") + row("two", "three"),
        row("0one", "two", "0three") + row("2four"),
        row(NESTED, "one") + row("two"),
    ],
)
def test_an_irregular_table_of_word_loses_no_cell(grid: str, rows: str, tmp_path: Path) -> None:
    body = p("One", style="Heading1") + f"<w:tbl>{grid}{rows}</w:tbl>"
    read = convert(receive(docx(tmp_path / "a.docx", body)))
    assert " ".join(map(words_of, read.blocks)).split()[1:] == re.findall(r">(\w+)</w:t>", rows)


# --- on the page -------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=styles_of("tables"))
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A style, and the book of tables in it."""
    return request.param, in_style(tmp_path_factory.mktemp("tables"), "tables", request.param).make()


@pytest.fixture(scope="module")
def pages(printed: tuple[str, Path]) -> tuple[str, tuple[Page, ...]]:
    """The style, and the pages of the book."""
    return printed[0], read_pages(printed[1])


def test_the_pages_with_tables_read_as_they_have_been_approved(pages: tuple[str, tuple[Page, ...]]) -> None:
    style, found = pages
    assert golden_text(found, folio) == approved("tables", style)


def test_every_page_but_the_first_of_a_table_says_that_it_is_continued(pages: tuple[str, tuple[Page, ...]]) -> None:
    said = [(page.text.count("Register of letters"), page.text.count("(continued)")) for page in pages[1]]
    with_register = [each for each in said if each[0]]
    assert len(with_register) > 2
    assert [again for _, again in with_register] == [0, *[1] * (len(with_register) - 1)]


def test_a_turned_page_is_read_from_its_right_side_and_its_head_stands_at_the_left(
    pages: tuple[str, tuple[Page, ...]],
) -> None:
    turned = [page for page in pages[1] if "midnight" in page.text and "Lanterns" in page.text]
    assert len(turned) == 2
    for page in turned:
        words = {word.text: word for word in page.words}
        head, row = words["Lanterns"], words["Dogs."]
        assert head.bottom - head.top > head.right - head.left
        assert head.right < row.left
        assert page.folio


def test_the_text_fills_the_page_before_a_turned_table_and_goes_on_behind_it(
    pages: tuple[str, tuple[Page, ...]],
) -> None:
    at = next(n for n, page in enumerate(pages[1]) if "Lanterns" in page.text)
    before, behind = pages[1][at - 1].text.split(), pages[1][at + 2].text.split()
    assert "night" in before  # of the paragraph behind the place of the table
    assert behind


def test_every_part_of_a_table_has_its_caption_and_says_what_heads_what(printed: tuple[str, Path]) -> None:
    with pikepdf.open(printed[1]) as pdf:
        tables = [each for each in _elements(pdf.Root.StructTreeRoot.K[0]) if each.S == "/Table"]
        assert len(tables) > 8  # of seven tables two go over pages
        for each in tables:
            assert [str(kid.S) for kid in each.K][:2] == ["/Caption", "/THead"]
            heads = [cell for cell in _elements(each) if cell.S == "/TH"]
            assert {str(cell.A.Scope) for cell in heads} == {"/Column", "/Row"}
            known = {str(cell.ID) for cell in heads}
            cells = [cell for cell in _elements(each) if cell.S == "/TD"]
            assert all({str(head) for head in cell.A.Headers} <= known for cell in cells)
            assert all(len(cell.A.Headers) >= 2 for cell in cells)


def _elements(element: Any) -> Iterator[Any]:
    """An element of the structure, and all within it."""
    yield element
    for kid in element.get("/K", ()) if isinstance(element.get("/K"), pikepdf.Array) else ():
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


@pytest.mark.slow
def test_a_word_of_a_table_that_a_template_drops_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = in_style(tmp_path, "tables", "classic")
    text = "styles/base/text.html.j2"
    letters = "{% endif %}{{ render(block.inlines) }}</p>\n{% endfor %}\n{% endfor %}"
    project.mend(text, letters, letters.replace("{{ render(block.inlines) }}", ""))
    project.mend(text, "in table.body %}", "in table.body[:-1] %}")
    assert project.build()
    told = capsys.readouterr().err
    dropped = (
        "“Estimated. Of which",
        "“Acting, from 3 May",
        "Ludlow, an independent 98",
        "20 North A.",
        "36 1 April",
    )
    assert [words for words in dropped if words not in told] == [], told
