"""`./go import` of comments: each is a query at its place, with who made it and when, or it is in the report."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from typescripts import Imported, made_by_pandoc

from press import build as pipeline

TEXT = """\
---
title: The Salt Road
---

# {3}

It rose in {0} and fell. {1}

It fell.

| Year | Heads |
| ---- | ----- |
| 1903 | {2}   |
"""


def comment(n: int, said: str, words: str, who: str = "Ada Quill") -> str:
    """A comment as pandoc writes it, on words that may have one too."""
    begun = f'[{said}]{{.comment-start id="{n}" author="{who}" date="2026-03-0{n + 1}T10:00:00Z"}}'
    return f'{begun}{words}[]{{.comment-end id="{n}"}}'


def imported(top: Path, made: Path) -> tuple[Imported, str, str]:
    """A project with a file imported, its text in one line, and its report."""
    project = Imported(top / "project")
    assert project.accept(made) == 0
    return project, " ".join(project.chapters().split()), project.read("manuscript/import-report.md")


def with_parts(made: Path, **parts: tuple[str, str] | str) -> Path:
    """A word processor's file in which some words of its parts are others, or with parts more."""
    changed = made.with_stem(f"{made.stem}-changed")
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode() if name.endswith(".xml") else old.read(name)
            asked = parts.pop(Path(name).stem, None) if isinstance(content, str) else None
            if isinstance(asked, tuple):
                assert asked[0] in content, name  # type: ignore[operator]
                content = content.replace(*asked)  # type: ignore[union-attr]
            new.writestr(name, content)
        for name, text in parts.items():
            assert isinstance(text, str)
            new.writestr(f"word/{name}.xml", text)
    return changed


def made(top: Path, *words: str, heading: str = "One") -> Path:
    """A .docx with words at three places: in a sentence, behind it, in a table."""
    return made_by_pandoc(top, "docx", TEXT.format(*words, *["4"] * (3 - len(words)), heading))


def test_a_comment_of_a_docx_is_a_query_on_its_words(tmp_path: Path) -> None:
    project, text, report = imported(tmp_path, made(tmp_path, comment(0, "Is this so?", "*1903*"), "It rose."))
    assert "rose in {==*1903*==}{>> Ada Quill, 2026-03-01: Is this so? <<} and fell." in text
    assert "Nothing was left out." in report
    book, problems = pipeline.edit(project.project)
    assert [(each.who, each.when, each.what, each.about) for each in book.queries] == [
        ("Ada Quill", "2026-03-01", "Is this so?", "*1903*")
    ]
    assert [str(each) for each in problems if each.severity.value == "error"] == []


def test_comments_in_notes_headings_and_tables_are_at_their_places(tmp_path: Path) -> None:
    words = ("1903", f"So.^[A {comment(1, 'Which?', 'note')} here.]", comment(2, "5 <<} {>>", "4112"))
    file = made(tmp_path, *words, heading=f"One {comment(3, 'A title?', 'Day')}")
    project, text, report = imported(tmp_path, file)
    assert "^[A {==note==}{>> Ada Quill, 2026-03-02: Which? <<} here.]" in text
    assert "title: 'One {==Day==}{>> Ada Quill, 2026-03-04: A title? <<}'" in text
    assert [str(each.title) for each in pipeline.edit(project.project)[0].body] == ["One Day"]
    assert "| 1903 | {==4112==}{>> Ada Quill, 2026-03-03: 5 << } { >> <<} |" in text
    assert "Nothing was left out." in report


def test_words_that_cannot_be_marked_are_quoted_in_the_query(tmp_path: Path) -> None:
    crossing = made(tmp_path, comment(0, "Both?", f"1903 and {comment(1, 'Once?', '1904 or')} so"))
    _, text, _ = imported(tmp_path, crossing)
    assert (
        "{==1903 and 1904 or{>> Ada Quill, 2026-03-02: on “1904 or”: Once? <<} so==}"
        "{>> Ada Quill, 2026-03-01: Both? <<}" in text
    )
    over = comment(0, "Why?", "1903 and fell.\n\nIt", "B")
    _, text, _ = imported(
        tmp_path / "b", made_by_pandoc(tmp_path, "docx", f"---\ntitle: A\n---\n\nIt rose in {over} fell.\n")
    )
    assert "in 1903 and fell. It{>> B, 2026-03-01: on “1903 and fell. It”: Why? <<} fell." in text


EXTENDED = """<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">
<w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="1"/>
</w15:commentsEx>"""


def test_answers_stand_behind_what_they_answer_and_what_is_resolved_says_so(tmp_path: Path) -> None:
    file = made(tmp_path, comment(0, "Is this so?", comment(1, "It is.", "1903", "Bo: Vane")))
    ids = with_parts(file, commentsExtended=EXTENDED)
    numbers = iter(("0A", "0B"))
    with zipfile.ZipFile(ids) as archive:
        comments = archive.read("word/comments.xml").decode()
    para = '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="{}">'
    named = re.sub(r"<w:p>", lambda _: para.format(next(numbers)), comments)
    assert named.count("w14:paraId=") == 2
    _, text, report = imported(tmp_path, with_parts(ids, comments=(comments, named)))
    assert (
        "{==1903==}{>> Ada Quill, 2026-03-01, resolved: Is this so? <<}"
        "{>> Bo Vane, 2026-03-02, resolved: It is. <<} and fell." in text
    )
    assert "Nothing was left out." in report


def test_a_comment_on_what_is_left_out_is_in_the_report(tmp_path: Path) -> None:
    file = made(tmp_path, f'[{comment(0, "Where?", "1905")}]{{.deletion author="B" date="2026-03-01T10:00:00Z"}}1903')
    project, text, report = imported(tmp_path, file)
    said = text + report
    assert "Where?" in said
    assert (">> Ada Quill" in text) != ("Ada Quill: Where?" in report)
    assert pipeline.edit(project.project)


ODT = (
    'rose in <office:annotation office:name="a"{0}><dc:creator>Ada Quill</dc:creator>'
    "<dc:date>2026-03-01T10:00</dc:date>"
    "<text:p>Is this<text:s/>so?</text:p><text:p>&amp; why?</text:p></office:annotation>1903"
    '<office:annotation-end office:name="a"/> and'
)
ANSWER = (
    '<office:annotation office:name="b" loext:parent-name="a"><dc:creator>Bo</dc:creator><dc:date>2026-03-02</dc:date>'
    "<text:p>It is.</text:p></office:annotation>"
)
POINT = "<office:annotation><dc:creator>C</dc:creator><text:p>Here?</text:p></office:annotation>"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (ODT.format(""), "rose in {==1903==}{>> Ada Quill, 2026-03-01: Is this so? / & why? <<} and"),
        (
            ODT.format(' loext:resolved="true"').replace("1903", f"{ANSWER}1903"),
            "{==1903==}{>> Ada Quill, 2026-03-01, resolved: Is this so? / & why? <<}{>> Bo, 2026-03-02: It is. <<} and",
        ),
        (f"rose{POINT} in 1903 and", "rose{>> C: Here? <<} in 1903 and"),
    ],
)
def test_a_comment_of_an_odt_is_a_query_too(now: str, then: str, tmp_path: Path) -> None:
    file = made_by_pandoc(tmp_path, "odt", "---\ntitle: A\n---\n\nIt rose in 1903 and fell.\n")
    _, text, report = imported(tmp_path, with_parts(file, content=("rose in 1903 and", now)))
    assert then in text
    assert "Nothing was left out." in report
