"""What an author's file asks of figures and tables is kept by an import: widths, places, credits, sides of columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from typescripts import Imported, made_by_pandoc

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><rect width="300" height="100"/></svg>'
TEXT = """# One

So it is.

| Year | Sum |
|------|----:|
| 1899 | 3.1 |

: The sums. {#sums .turned}

| Year | Sum |
|------|----:|
| 1899 | 3.1 |

: Other sums. {at=top align="l d"}

![A map.](map.svg){#map .map at=plate .bleed width=60% credit="Ours" alt="The river."}

::: {.figures at=plate credit="Both"}
![](a.svg){alt="a"}

![](b.svg){alt="b"}

Both of them.
:::

It ends.
"""


def imported(tmp_path: Path, suffix: str, text: str = TEXT) -> Imported:
    project = Imported(tmp_path)
    for name in ("map", "a", "b"):
        project.typescript(f"{name}.svg", PICTURE)
    made = project.typescript("road.md", text)
    if suffix != "md":
        made = made_by_pandoc(made.parent, suffix, text)
    assert project.accept(made) in (0, 1)
    return project


def test_a_markdown_file_keeps_all_that_is_asked_of_figures_and_tables(tmp_path: Path) -> None:
    project = imported(tmp_path, "md")
    written = project.chapters()
    assert ": The sums. {.turned}" in written
    assert ': Other sums. {at=top align="l d"}' in written
    assert '{.map at=plate .bleed width=60% alt="The river." credit="Ours"}' in written
    assert '::: {.figures at=plate credit="Both"}' in written
    assert "    - plates\n" in project.read("manuscript/book.yaml")


def test_what_an_import_has_kept_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = imported(tmp_path, "md")
    capsys.readouterr()
    project.check()
    assert "error" not in capsys.readouterr().err.replace("0 errors", "")


def test_a_web_page_keeps_them_too(tmp_path: Path) -> None:
    written = imported(tmp_path, "html").chapters()
    assert ": The sums. {.turned}" in written and "at=plate" in written and "width=60%" in written


def test_what_calls_a_numbered_note_stands_where_it_is_counted(tmp_path: Path) -> None:
    text = TEXT.replace("| 1899 | 3.1 |", "| 1899^[So.] | 3.1 |").replace("Both of them.", "Both of them.^[So.]")
    written = imported(tmp_path, "md", text).chapters()
    assert ".turned" not in written and "at=top" not in written and "{.figures credit" in written


def test_a_table_in_another_file_is_told_and_a_reference_without_words_leads_to_its_figure(tmp_path: Path) -> None:
    project = imported(tmp_path, "md", f"{TEXT}\nSee [](#map).\n\n::: {{.table csv=sums.csv}}\n: More sums.\n:::\n")
    told = project.read("manuscript/import-report.md")
    assert "a table whose rows are in sums.csv" in told
    assert "See [](#map)." in project.chapters() and "{#map " in project.chapters()
