"""A bibliography at the end of each chapter: what it cites and nothing else, worded as in that of the whole book."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Project

from press import build as pipeline
from press import cli
from press.citations.cite import cite
from press.store import Store
from press.text import plain

SOURCES = """\
references:
- {id: ice, section: printed, type: book, author: [{family: Osgood, given: P.}], title: On Ice, issued: "1911"}
- {id: mud, section: printed, type: book, author: [{family: Osgood, given: P.}], title: On Mud, issued: "1907"}
- {id: log, section: papers, type: book, author: [{family: Osgood, given: P.}], title: A Log, issued: "1871"}
- {id: hidden, section: none, type: book, author: [{family: Pelham, given: R.}], title: Tides, issued: "1931"}
"""
BOOK = """\
title: A Small Book
language: en-GB
style: {style}
bibliography:
  - {{id: papers, title: Papers}}
  - {{id: printed, title: Printed works}}
contents:
  body: [chapters/one.md, chapters/two.md]
  back: [bibliography]
"""


def book(top: Path, style: str = "modern", at: str = "chapter") -> Project:
    """A book of two chapters that cite, the second not all."""
    project = Project(top).small().write("manuscript/book.yaml", BOOK.format(style=style))
    project.write("manuscript/sources.yaml", SOURCES)
    project.write("manuscript/chapters/one.md", "---\ntitle: One\n---\nSo.[@mud; @ice; @log] And so.[@hidden]\n")
    project.write("manuscript/chapters/two.md", "---\ntitle: Two\n---\nOn *On Mud* much is said.[@mud, 7]\n")
    record = f"styles/{style}/style.yaml"
    return project.write(record, f"{project.read(record)}\nbibliography_at: {at}\n")


def listed(project: Project) -> dict[str, list[list[str]]]:
    """The works listed by piece, and within it by section."""
    _, _, wording, _ = pipeline.prepare(project.project)
    sections = {"": wording.bibliography, **wording.by_piece}
    return {anchor: [[plain(words) for _, words in works] for _, works in each] for anchor, each in sections.items()}


def test_each_chapter_lists_what_it_cites_with_a_name_where_the_one_before_it_is_not_there(tmp_path: Path) -> None:
    found = listed(book(tmp_path))
    assert found["two"] == [[], ["Osgood, P., On Mud (1907)"]]
    # citeproc puts a dash for the name in all but the first of one list: in sections that is another one
    assert (
        found["one"] == found[""] == [["Osgood, P., A Log (1871)"], ["Osgood, P., On Ice (1911)", "——, On Mud (1907)"]]
    )


@pytest.mark.slow
def test_what_custom_prints_without_a_title_lists_nothing_and_documents_within_a_part_do(tmp_path: Path) -> None:
    project = book(tmp_path)
    project.write("manuscript/front/to.md", "---\nkind: dedication\n---\nTo her.[@ice, 3]\n")
    letter = "id: letter\ntitle: A Letter\nkind: letter\ntreatment: full\nsource: In @mud.\nrights: None."
    project.write("manuscript/documents/letter.md", f"---\n{letter}\n---\nSir, the nail will hold no lamp.\n")
    body = "  front: [front/to.md]\n  body: [{part: East, pieces: [chapters/one.md, chapters/two.md, documents]}]"
    project.mend("manuscript/book.yaml", "  body: [chapters/one.md, chapters/two.md]", body)
    project.mend("manuscript/book.yaml", "contents:", "documents: [documents/letter.md]\ncontents:")
    assert listed(project).keys() == {"", "one", "two", "documents"}
    assert (cli.html(project.project), cli.epub(project.project)) == (0, 0)


def test_without_the_style_s_asking_there_is_none(tmp_path: Path) -> None:
    assert listed(book(tmp_path, at="book")).keys() == {""}


def test_the_words_of_lists_are_asked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = book(tmp_path).project
    made, style, _ = pipeline.look_over(desk)
    first = cite(made, style.csl, Store(desk.cache), by_piece=True)
    monkeypatch.setattr("press.citations.cite.run_pandoc", None)
    assert cite(made, style.csl, Store(desk.cache), by_piece=True) == first


@pytest.mark.once
@pytest.mark.parametrize("style", ["classic", "modern"])
def test_a_book_with_them_is_printed_word_for_word(tmp_path: Path, style: str) -> None:
    assert book(tmp_path, style).build() == 0


def test_a_list_that_a_template_leaves_out_is_missed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = book(tmp_path, "classic")
    entry = '{{ piece.anchor }}">{{ render(end_entry(words_of)) }}</li>'
    project.mend("styles/base/text.html.j2", entry, '{{ piece.anchor }}"></li>')
    assert project.build() == 1
    told = capsys.readouterr().err
    assert "the work “mud” is cited, and not listed at the end of manuscript/chapters/two.md [words-lost]" in told
