"""Several authors: who is named where, in what order, and in what files say of themselves; nobody is indexed for it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from conftest import Project

from press import build as pipeline
from press import screen_editions
from press.compose.bylines import Bylines
from press.editing.contributors import check_digit, someone
from press.editing.records import NameRecord
from press.people import Contributor
from press.problem import Origin

NOWHERE = Origin("contributors.yaml")
RECORDS = """\
- id: quill
  person: quill
  roles: [editor]
  affiliation: The *Lamp* House
  orcid: 0000-0002-1825-0097
- id: dam
  name: {family: Dam, given: Pia, particle: van}
  affiliation: Chair of Mud
  roles: [translator]
- id: abel
  name: {family: Abel, given: Zoe}
  bio: Counts *sheep*.
- id: only
  name: Merrin
"""
PEOPLE = "- id: quill\n  name: {family: Quill, given: Ada}\n  forms: [Ada Quill, Quill]\n"
BOOK = """\
title: A Small Book
language: en-GB
style: classic
contents:
  front: [title-page, contents]
  body: [chapters/one.md, chapters/two.md]
  back: [contributors, index-of-names]
"""
ONE = "---\ntitle: One\nauthors: [quill, abel, only]\n---\nIt went over at every tide. Ada Quill rowed it.\n"
TWO = "---\ntitle: Two\nauthors: [abel]\n---\nIt came back.\n"


def volume(top: Path, book: str = BOOK, style: str = "") -> Project:
    """A small book of two signed chapters."""
    project = Project(top).small().write("manuscript/book.yaml", book).write("manuscript/contributors.yaml", RECORDS)
    project.write("manuscript/people.yaml", PEOPLE).write("manuscript/chapters/one.md", ONE)
    project.write("manuscript/chapters/two.md", TWO)
    return project.write("styles/classic/style.yaml", project.read("styles/classic/style.yaml") + style)


def named(*names: str) -> list[Contributor]:
    return [Contributor(key=name, who=someone(NameRecord(only=name), NOWHERE), origin=NOWHERE) for name in names]


def test_the_last_figure_of_an_orcid_follows_from_the_others() -> None:
    # the examples of ORCID's own documentation, and of ISO 7064
    assert check_digit("0000-0002-1825-009") == "7"
    assert check_digit("0000-0001-5109-370") == "0"
    assert check_digit("0000-0002-1694-233") == "X"


@pytest.mark.parametrize(
    "names, joined", [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B, and C"), ([], "")]
)
def test_names_stand_in_a_row(tmp_path: Path, names: Sequence[str], joined: str) -> None:
    book, style, _ = pipeline.look_over(volume(tmp_path).project)
    assert Bylines(book, style).names(named(*names)) == joined


def test_who_has_written_and_signed_a_chapter_is_told_to_be_printed_twice(tmp_path: Path) -> None:
    project = volume(tmp_path)
    project.mend("manuscript/chapters/one.md", "title: One", "title: One\nkind: afterword\nsigned: Zoe Abel")
    told = [each.message for each in pipeline.edit(project.project)[1] if str(each.rule) == "contributor-twice"]
    assert told == ['"Zoe Abel" is named by authors: and by signed:, and printed twice']


def test_the_list_is_in_the_order_of_family_names_and_has_only_who_has_a_part(tmp_path: Path) -> None:
    project = volume(tmp_path).mend("manuscript/chapters/one.md", ", abel, only", "")
    book, style, problems = pipeline.look_over(project.project)
    assert [each.key for each in Bylines(book, style).listed()] == ["abel", "quill", "dam"]
    assert [problem.rule.name for problem in problems] == ["contributor-not-used"]


def test_who_has_written_is_indexed_where_the_text_discusses_them_alone(tmp_path: Path) -> None:
    book, _, problems = pipeline.look_over(volume(tmp_path).project)
    assert problems == ()
    assert [(each.term, each.unit, each.where) for each in book.occurrences] == [("quill", "one", "text")]


def test_a_book_by_editors_says_so(tmp_path: Path) -> None:
    book, _, _ = pipeline.look_over(volume(tmp_path).project)
    imprint = book.imprint
    assert (imprint.author, imprint.editor) == ("", "Ada Quill")
    assert [(role, each.key) for role, each in imprint.creators] == [("editor", "quill")]
    assert [(role, each.key) for role, each in imprint.others] == [
        ("translator", "dam"),
        ("author", "abel"),
        ("author", "only"),
    ], "an editor who has written a chapter is named once"


def test_book_yaml_may_name_the_authors_and_editors_of_the_whole_in_its_own_order(tmp_path: Path) -> None:
    more = "authors: [only, abel]\neditors: [dam, quill]\n"
    book, _, _ = pipeline.look_over(volume(tmp_path, BOOK + more).project)
    assert (book.imprint.author, book.imprint.editor) == ("Merrin, Zoe Abel", "Pia van Dam, Ada Quill")


def test_the_names_stand_where_the_style_has_them_and_every_word_is_printed(tmp_path: Path) -> None:
    project = volume(tmp_path, style="authors: {outline: yes, affiliation: note}\n")
    project.mend("styles/classic/style.yaml", "heads:\n", "heads:\n  verso: author\n")
    with pikepdf.open(project.make()) as pdf:
        titles = [item.title for item in pdf.open_outline().root]
        xmp = bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert "Ada Quill, Zoe Abel, and Merrin: One" in titles
    assert "<dc:creator><rdf:Seq><rdf:li>Ada Quill</rdf:li></rdf:Seq></dc:creator>" in xmp
    others = "<rdf:li>Pia van Dam</rdf:li><rdf:li>Zoe Abel</rdf:li><rdf:li>Merrin</rdf:li>"
    assert f"<dc:contributor><rdf:Bag>{others}</rdf:Bag></dc:contributor>" in xmp
    assert "<rdf:li>Ada Quill: https://orcid.org/0000-0002-1825-0097</rdf:li>" in xmp


def test_an_epub_says_who_has_done_what(tmp_path: Path) -> None:
    project = volume(tmp_path)
    made = screen_editions.export_epub(project.project)
    with zipfile.ZipFile(io.BytesIO(made.read_bytes())) as epub:
        record = epub.read("EPUB/content.opf").decode()
    people = re.findall(r'<dc:(\w+) id="(epub-\w+-\d)">(.*?)<', record)
    roles = dict(re.findall(r'refines="#(epub-\w+-\d)" property="role" scheme="marc:relators">(\w+)<', record))
    assert [(what, name, roles[key]) for what, key, name in people if key in roles] == [
        ("creator", "Ada Quill", "edt"),
        ("creator", "Pia van Dam", "trl"),
        ("contributor", "Zoe Abel", "aut"),
        ("contributor", "Merrin", "aut"),
    ]
    assert 'refines="#epub-creator-1" property="file-as">Quill, Ada<' in record
    assert 'refines="#epub-creator-1" property="schema:identifier">https://orcid.org/0000-0002-1825-0097<' in record


def test_authors_that_no_page_names_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = volume(tmp_path, BOOK.replace("[contributors,", "[{piece: contributors, headnote: front/before.md},"))
    project.write("manuscript/front/before.md", "---\ntitle: Who Wrote\nauthors: [abel]\n---\nAll of them rowed.\n")
    assert project.check() == 1
    told = capsys.readouterr().err
    assert "front/before.md:3: error: the words before a list name no authors [never-printed]" in told
