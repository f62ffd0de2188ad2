"""Every guess of an import is in its report, with how sure it is; what is to be decided has its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from authors_files import docx, odt, p, t
from typescripts import FERRY, Imported

from press.importing.account.file_account import account_of
from press.importing.account.file_words import FileWord, WordRun, words_of_runs

MORE = """Part One: The Sea

Chapter 1: Out

She said _no_, and _never_, and went down to the quay.

   The lamp was lit,
   and the tide was out,
   and nobody came.

[Sidenote: 1903]

She went on.

Chapter 2: Home

By the evening she was there.

Bibliography

Nothing was kept.
"""
MARKDOWN = """---
title: "The Tide: A History"
---
# Preface

It rose.^[*Ibid.*, 45.] See p. 45 above.

# One

By Ada Quill

It fell. So.^[@kern, 3.] And so.^[Ibid., 4.]

# Notes
"""
GUESSES = {
    "ferry.txt": (
        FERRY,
        [
            r'"The Ferry at Low Water" is taken for the title of the book \[likely\]',
            r"taken for British English \[doubtful\]",
            r"taken for a heading of level 1 \[doubtful\]",
            r"a chapter with the book's title \[likely\]",
            r"taken for the heading of primary sources: 4 .* \[likely\]",
            r"the heading of document 1, taken apart: .* \[likely\]",
            r"an extract without omissions \[doubtful\]",
            r"site furniture \[likely\]:",
            r"the title said more than once \[sure\]:",
            r"a caption said more than once.* \[likely\]:",
            r"`osgood` 2: Osgood 2 \[likely: a title",
            r"`pelham-1962` .* \[likely\]",
            r"Harbour Board, once, .* \[likely\]",
        ],
    ),
    "sea.txt": (
        MORE,
        [
            r"a line that says it is a chapter: taken for a heading of level \d \[likely\]",
            r"taken for a part, by its label \[sure\]",
            r"words between underscores, 2, set in italics \[likely\]",
            r"a side-note, .*, at the paragraph behind it \[sure\]",
            r"taken for lines that end where they do \[likely\]",
            r"it stands after the chapters \[(?:sure|likely)\]",
        ],
    ),
    "tide.md": (
        MARKDOWN,
        [
            r'"A History" is taken for the subtitle of the book \[likely\]',
            r"taken for a piece of the kind preface, by its title: it stands before the chapters \[sure\]",
            r'"By Ada Quill" below a title: .* \[likely\]|the author of the book \[likely\]',
            r'"@kern" is cited and not described.* \[doubtful\]',
            r'"p. 45 above": .* \[likely\]',
            r'"Ibid., 4." may be .* \[likely\]',
            r"a heading without anything below it \[likely\]:",
        ],
    ),
}


@pytest.mark.parametrize("name", GUESSES)
def test_every_guess_is_told_with_how_sure_it_is(name: str, tmp_path: Path) -> None:
    text, told = GUESSES[name]
    project = Imported(tmp_path)
    assert project.accept(project.typescript(name, text)) == 0
    report = project.read("manuscript/import-report.md")
    assert [each for each in told if not re.search(each, report)] == []
    assert "Guesses that may be wrong" in report


def test_what_a_style_is_taken_for_is_as_sure_as_its_name(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(docx(tmp_path / "a.docx", STYLED, styles=STYLES)) == 0
    report = project.read("manuscript/import-report.md")
    assert re.search(r"import-styles\.yaml:\d+\): the style \"Extract\".* by its name \(see .*\) \[sure\]", report)
    assert re.search(r"the style \"Mine\".* by what it is based on \(see .*\) \[likely\]", report)


HEAD = p("One", style="Heading1")
STYLES = (
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Extract"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="Mine"/><w:basedOn w:val="b"/></w:style>'
)
STYLED = HEAD + p("So.") + p("Quoted.", style="b") + p("More.") + p("Mine.", style="c")


def test_what_is_told_names_file_and_line_of_the_manuscript(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    body = HEAD + p("Before.") + p("Shown", t(" not this", "<w:vanish/>"), ".")
    assert project.accept(docx(tmp_path / "a.docx", body)) == 0
    report = project.read("manuscript/import-report.md")
    assert "- paragraph 3 (chapters/01-one.md:7), hidden text:" in report
    assert project.read("manuscript/chapters/01-one.md").splitlines()[6] == "Shown."
    title = next(n for n, each in enumerate(project.read("manuscript/book.yaml").splitlines(), 1) if "title:" in each)
    assert f"- the file (book.yaml:{title}): no title is marked" in report


# --- the account excuses only what is told of the very words ------------------------------------------------


def words(text: str, place: int = 1) -> list[FileWord]:
    return list(words_of_runs([WordRun(text)], place))


def test_a_word_lost_beside_a_reference_is_found() -> None:
    file = words("She went there as very plain Figure 7 shows to all who come")
    book = words("She went there as plain shows to all who come")
    account = account_of(file, book, [], [], [(1, "Figure 7")])
    assert [each.words for each in account.lost] == ["very"]
    assert [each.text for each in account.left] == ["Figure 7"]


def test_a_reference_excuses_nothing_in_another_paragraph() -> None:
    account = account_of(
        words("as Figure 7 shows to all who come"), words("as shows to all who come"), [], [], [(2, "Figure 7")]
    )
    assert [each.words for each in account.lost] == ["Figure 7"]


def test_a_short_word_that_is_lost_is_not_found_in_the_midst_of_what_is_told_of_another_place() -> None:
    after = [word for place in (3, 5, 7) for word in words(f"and so it went on for {place} years", place)]
    file = [*words("It was not the keeper who lit the lamp that night"), *after]
    book = [*words("It was the keeper who lit the lamp that night"), *after]
    assert [each.words for each in account_of(file, book, [], [(9, "this is not so")]).lost] == ["not"]
    assert account_of(file, book, [], [(1, "this is not so")]).lost == ()
    assert [each.words for each in account_of(file, book, ["note: it is not known"], []).lost] == ["not"]


# --- the next version ----------------------------------------------------------------------------------------


def test_an_update_uses_the_table_of_styles_as_edited_and_accounts_for_the_words(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(docx(tmp_path / "a.docx", STYLED, styles=STYLES)) == 0
    table = project.read("manuscript/import-styles.yaml")
    project.write("manuscript/import-styles.yaml", table.replace("Extract: quotation", "Extract: verse"))
    second = docx(tmp_path / "b.docx", STYLED.replace("So.", "So it was."), styles=STYLES)
    assert project.accept(second, update=True) == 0
    assert "| Quoted." in project.chapters() and "So it was." in project.chapters()
    assert project.read("manuscript/import-styles.yaml") == table.replace("Extract: quotation", "Extract: verse")
    report = project.read("manuscript/import-report-2.md")
    assert "Of 7 words 7 are in the manuscript" in report
    assert ".import/book.yaml:" in report


def test_what_is_said_of_the_titles_of_an_odt_holds(tmp_path: Path) -> None:
    body = (
        '<text:h text:outline-level="1">One</text:h><text:p>So it began.</text:p>'
        '<text:p text:style-name="Title">The Ferry</text:p><text:p>It went.</text:p>'
    )
    file = odt(tmp_path / "a.odt", body, styles='<style:style style:name="Title" style:family="paragraph"/>')
    first, second = Imported(tmp_path / "first"), Imported(tmp_path / "second")
    assert first.accept(file) == 0
    assert "title: The Ferry" in first.chapters()
    table = first.read("manuscript/import-styles.yaml")
    assert "Title: title  # 1 paragraph, by its name" in table
    (tmp_path / "said.yaml").write_text(table.replace("Title: title", "Title: text"))
    assert second.accept(file, styles=tmp_path / "said.yaml") == 0
    assert "So it began.\n\nThe Ferry\n\nIt went." in second.chapters()


def test_styles_that_are_new_in_the_next_version_come_into_the_table_as_edited(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(docx(tmp_path / "a.docx", STYLED, styles=STYLES)) == 0
    edited = project.read("manuscript/import-styles.yaml").replace("Extract: quotation", "Extract: verse")
    project.write("manuscript/import-styles.yaml", edited)
    styles = STYLES + '<w:style w:type="paragraph" w:styleId="d"><w:name w:val="Motto: one"/></w:style>'
    styles += '<w:style w:type="character" w:styleId="e"><w:name w:val="Ship"/><w:rPr><w:i/></w:rPr></w:style>'
    more = p("Kept dry.", style="d") + p("The ", t("Heron", '<w:rStyle w:val="e"/>'), " sailed.")
    assert project.accept(docx(tmp_path / "b.docx", STYLED + more, styles=styles), update=True) == 0
    table = project.read("manuscript/import-styles.yaml")
    row = '  "Motto: one": text  # 1 paragraph\n'
    assert table == f"{edited}{row}words:\n  Ship: italics  # 1 run\n"
    assert "import-styles.yaml: 2 styles of the author's new in it" in project.read("manuscript/import-report-2.md")
