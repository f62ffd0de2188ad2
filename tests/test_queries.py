"""Queries of editor and author: they may stand in any text, are counted and listed, and printed nowhere."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from random import Random

import pytest
from conftest import TESTS, Project

from press import build as pipeline
from press import cli
from press.book import Book, Query
from press.editing.queries import without_queries
from press.pdf.archive import gather_attachments
from press.store import Store
from press.words.copytext import read_copytext

HEADER = "---\ntitle: One\n---\n"


def book_of(text: str, top: Path, *, header: str = HEADER) -> tuple[Book, list[str]]:
    """A small book of one chapter, and what is told of it."""
    project = Project(top).small().write("manuscript/chapters/one.md", header + text)
    book, problems = pipeline.edit(project.project)
    return book, [str(each).split("\n")[0] for each in problems]


def queries_in(text: str) -> tuple[Query, ...]:
    """The queries of a text."""
    return without_queries(text, "a.md").queries


def test_a_query_says_who_asks_when_and_about_which_words() -> None:
    (query,) = queries_in("He came in {==*1937*==}{>> Ada Quill, 2026-03-01: is this: 1937? <<}.")
    assert (query.who, query.when, query.about, query.what) == ("Ada Quill", "2026-03-01", "*1937*", "is this: 1937?")
    assert (query.origin.line, query.resolved, query.answer) == (1, False, False)


def test_a_query_may_say_no_more_than_what_is_asked() -> None:
    assert [(each.who, each.what) for each in queries_in("A{>> is this so? <<} b{>> see https://example.org <<}")] == [
        ("", "is this so?"),
        ("", "see https://example.org"),
    ]


def test_answers_stand_right_behind_and_what_is_resolved_is_so_as_a_whole() -> None:
    found = queries_in(
        "It{>> A: so? <<}{>> B: yes <<} {>> A, resolved: good <<} was {>> resolved: it <<} red{>> C: why? <<}"
    )
    assert [(each.who, each.answer, each.resolved) for each in found] == [
        ("A", False, True),
        ("B", True, True),
        ("A", True, True),
        ("", False, True),
        ("C", False, False),
    ]


@pytest.mark.parametrize(
    ("queried", "plain"),
    [
        ("It was {>> red? <<} lace.", "It was lace."),
        ("It was lace{>> red? <<}.", "It was lace."),
        ("It was {==red==} {>> so? <<} lace.", "It was red lace."),
        ("{>> who? <<} It was lace.", "It was lace."),
        ("It was\n{>> red? <<}\nlace.", "It was\nlace."),
        ("It was.{>> red\nor\nblue? <<}^[Lace.]", "It was.^[Lace.]"),
        ('It "{>> red\nor blue? <<}was" lace.', 'It "was" lace.'),
        ("> It was\n> {>> red\n> or blue? <<}\n> lace.", "> It was\n> lace."),
        ("It was.^[Lace {>> red\nor blue? <<} here {>> or\nthere? <<}.]", "It was.^[Lace here.]"),
        ("## It {>> was <<} red\n\nLace.", "## It red\n\nLace."),
        ("- It\n{>> was <<}\n- red", "- It\n- red"),
        ("| It{>> was? <<}\n|   {==red==}{>> no <<} lace", "| It\n|   red lace"),
        ("::: verse\nIt was {>> red\nor blue? <<} lace\nand so on.\n:::", "::: verse\nIt was lace\nand so on.\n:::"),
        (
            "| It {>> a | b <<} | was |\n| --- | --- |\n| red | {==lace==}{>> so? <<} |",
            "| It | was |\n| --- | --- |\n| red | lace |",
        ),
        (
            "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n: It {>> was? <<} red.",
            "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n: It red.",
        ),
        (
            "It was [red{>> so? <<}]{.smallcaps} {==[lace](https://example.org/x)==}{>> why? <<}.",
            "It was [red]{.smallcaps} [lace](https://example.org/x).",
        ),
        ("[It]{lang=fr} was.\n\n{>> alone\nand long <<}\n\nLace.", "[It]{lang=fr} was.\n\nLace."),
    ],
)
def test_a_text_is_as_if_its_queries_and_one_space_before_were_not_there(
    queried: str, plain: str, tmp_path: Path
) -> None:
    book, problems = book_of(queried, tmp_path / "a")
    without, sound = book_of(plain, tmp_path / "b")
    assert book.body == without.body
    assert re.sub(r"\n\n\n+", "\n\n", without_queries(queried, "a.md").bare) == plain
    assert [each for each in problems if "open-query" not in each] == sound


def test_the_manuscript_that_an_edition_keeps_for_the_archive_has_no_queries(tiny: Project) -> None:
    desk, name = tiny.project, "manuscript/chapters/02-the-crossing.md"
    plain = gather_attachments(pipeline.edit(desk)[0], desk, Store(desk.cache))
    text = (
        tiny.read(name)
        .replace("lace", "{==lace==}{>> red\nor blue? <<}")
        .replace("\ncould spare", "\n{>> who?\n<<}\ncould spare")
    )
    tiny.write(name, text.replace("\n", "\r\n"))
    queried = gather_attachments(pipeline.edit(desk)[0], desk, Store(desk.cache))
    assert [each.content.replace(b"\r\n", b"\n") for each in queried] == [each.content for each in plain]
    assert any(each.content.count(b"\r\n") > 10 for each in queried)


def test_the_lines_behind_a_query_are_counted_as_they_are_in_the_file(tmp_path: Path) -> None:
    _, problems = book_of(
        "It {>> was\nred,and\nblue <<} was red,and\nblue,and\n\n{>> so? <<}\n\nlace,and so.\n", tmp_path
    )
    assert [each for each in problems if "no space" in each] == [
        f'{tmp_path.name}/manuscript/chapters/one.md:{n}: warning: no space behind ",": "{words}" [no-space]'
        for n, words in ((6, "red,and"), (7, "blue,and"), (11, "lace,and"))
    ] or [each.split(":")[1] for each in problems if "no-space" in each] == ["6", "7", "11"]


def test_a_name_in_marked_words_counts_and_one_in_a_query_does_not(tmp_path: Path) -> None:
    tiny = Project(tmp_path)
    text = tiny.read("manuscript/chapters/02-the-crossing.md").replace(
        "It was lace.", "It was lace, said {==Jonas Verrall==}{>> Ada Quill: or Ada Quill herself? <<}."
    )
    before, _ = pipeline.edit(tiny.project)
    after, _ = pipeline.edit(tiny.write("manuscript/chapters/02-the-crossing.md", text).project)
    counted = [[each.term for each in book.occurrences] for book in (before, after)]
    assert sorted(counted[1]) == sorted([*counted[0], "verrall"])


RECORDS = {
    "people.yaml": (
        "  gloss: keeper of the ferry",
        "  gloss: {>> Ada: or: ferrywoman? <<} keeper of the {==ferry==}{>> # <<}",
    ),
    "events.yaml": ("  text: The ferry passes", "  text: The ferry {>> when:\n    exactly? <<} passes"),
    "documents/01-lantern-letter.md": (
        "  hand (",
        "  {>> alone on its line <<}\n  hand {>> in: two\n  lines <<} (",
    ),
    "book.yaml": ("title: The Ferry at Low Water", "title: The Ferry {>> or: Boat? <<} at Low Water"),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_may_have_queries_wherever_it_has_words(name: str, tmp_path: Path) -> None:
    tiny = Project(tmp_path)
    before, _ = pipeline.edit(tiny.project)
    after, problems = pipeline.edit(tiny.mend(f"manuscript/{name}", *RECORDS[name]).project)
    assert same(before, after) and after.queries
    assert {each.rule.name for each in problems} == {"open-query"}


def same(one: Book, other: Book) -> bool:
    """Whether two books print the same."""
    names = {field.name for field in fields(Book)} - {"queries", "bare", "lines", "origin", "keys"}
    return all(getattr(one, name) == getattr(other, name) for name in names)


@pytest.mark.parametrize("name", ["tiny", "notes", "forms", "registers"])
def test_queries_at_random_change_neither_the_book_nor_the_words_that_are_accounted_for(
    name: str, tmp_path: Path
) -> None:
    project = Project(tmp_path, TESTS / "books" / name)
    before, _ = pipeline.edit(project.project)
    style = pipeline.style_of(project.project, before)
    words = read_copytext(project.project, style)
    random = Random(name)
    for path in (tmp_path / "manuscript").rglob("*.md"):
        path.write_text(queried(path.read_text(encoding="utf-8"), random), encoding="utf-8")
    after, problems = pipeline.edit(project.project)
    assert len(after.queries) > 5
    assert same(before, after)
    assert [each for each in problems if each.severity.value == "error"] == []
    assert letters(words) == letters(read_copytext(project.project, style))


def letters(copytext: object) -> list[str]:
    """The words of all pieces."""
    return [word.letters for piece in copytext.pieces for run in (*piece.runs, *piece.notes) for word in run.words]  # type: ignore[attr-defined]


def queried(text: str, random: Random) -> str:
    """A text with queries put in at random, of one line and of several, with words and without."""
    head, mark, body = text.partition("\n---\n")
    lines = body.split("\n")
    for n, line in enumerate(lines):
        if re.match(r"[A-Z][^{}|()]*$", line) and " " in line[4:] and random.random() < 0.7:
            at = random.choice([found.start() for found in re.finditer(" ", line) if found.start() > 3])
            one = " {>> Ada Quill, 2026-03-01: the the [x] @y, *so <<}"
            many = " {>> Ada: is\n# this\n- so? <<}{>> Bo, resolved: yes <<}"
            word = line[at + 1 :].split(" ")[0]
            about = f" {{=={word}==}}{{>> or\nQuill,why? <<}}"
            end = at + 1 + len(word) if (kind := random.choice([one, many, about])) is about else at
            lines[n] = line[:at] + kind + line[end:]
    return head + mark + "\n".join(lines)


def test_check_counts_what_is_open_and_goes_well(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.mend("manuscript/events.yaml", "She writes", "She writes {>> so? <<}{>> yes <<} {>> A, resolved: x <<}")
    tiny.mend(
        "manuscript/chapters/02-the-crossing.md", "It was lace.", "It was lace.{>> red? <<} It{>> resolved: x <<} was."
    )
    assert tiny.check() == 0
    assert "book.yaml: look: 1 open query [open-query]" in capsys.readouterr().err


def test_a_book_may_have_its_open_queries_stop_every_edition(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.mend("manuscript/book.yaml", "style: classic", "style: classic\nqueries: stop")
    tiny.mend(
        "manuscript/chapters/02-the-crossing.md", "It was lace.", "It was lace.{>> red? <<} It{>> resolved: x <<} was."
    )
    for make in (cli.check, cli.build, cli.html, cli.epub):
        assert make(tiny.project) == 1
        assert '02-the-crossing.md:5: error: an open query: "red?" [open-query]' in capsys.readouterr().err
    assert cli.names(tiny.project) == 0  # but who answers them may go on working
    tiny.mend("manuscript/chapters/02-the-crossing.md", "{>> red? <<}", "{>> red? <<}{>> B, resolved: no <<}")
    assert tiny.check() == 0


def test_the_list_of_queries_has_file_line_who_when_and_about_what(
    tiny: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.mend(
        "manuscript/chapters/02-the-crossing.md",
        "It was lace.",
        "It was {==lace==}{>> Ada Quill, 2026-03-01: red? <<}{>> Bo: yes <<}. It{>> resolved: x <<} was.",
    )
    assert cli.queries(tiny.project) == 0
    listed = capsys.readouterr().out
    assert re.search(r"02-the-crossing\.md:5\s+Ada Quill\s+2026-03-01\s+lace\s+red\?\s+open", listed)
    assert re.search(r"Bo\s+lace\s+yes\s+answer", listed)
    assert "resolved" not in listed
    assert cli.queries(tiny.project, every=True) == 0
    assert re.search(r"x\s+resolved", capsys.readouterr().out)
