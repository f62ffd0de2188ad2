"""The account of words: what the manuscript says is in the PDF once, in order, in its place, and can be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from conftest import Project

from press.words.compare import FoundText, align, compare_ordered, compare_run, skipped_in
from press.words.letters import CopyRun, CopyWord, fold
from press.words.plain_markdown import UnitNotes, read_plain
from press.words.proof import Typed

LEDGER = "manuscript/chapters/01-the-ledger.md"
CROSSING = "manuscript/chapters/02-the-crossing.md"
TEXT = "styles/base/text.html.j2"
TOLD = re.compile(r"^(\S+?):(\d+): error: (.*) \[(words-lost|off-page|overprinted)\]$", re.MULTILINE)
WIDE = " | ".join(f"Extraordinarily{n}" for n in range(22))
"""A row that no page of a book has room for."""


def told(project: Project, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, str, str]]:
    """What `./go build` says of words: file, line, message, rule. No product is made then."""
    status = project.build()
    found = TOLD.findall(capsys.readouterr().err)
    assert status == bool(found)
    assert (project.top / "dist" / "tiny-reading.pdf").exists() is not bool(found)
    return found


@pytest.fixture
def small(tiny: Project) -> Project:
    """The tiny book without what the press makes of names, which takes most of the time."""
    text = re.sub(r"  front:\n.*?  body:", "  body:", tiny.read("manuscript/book.yaml"), flags=re.DOTALL)
    for made in ("list-of-people", "cover-names", "index-of-names"):
        text = text.replace(f"    - {made}\n", "")
    return tiny.write("manuscript/book.yaml", text.replace("    - colophon", "    - title-page"))


def rules(found: Sequence[tuple[str, str, str, str]]) -> set[str]:
    return {rule for *_, rule in found}


def add(project: Project, css: str) -> Project:
    """Rules that a designer adds to the style."""
    return project.write("styles/classic/9-more.css", css)


# --- the whole way ---------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["classic", "modern"])
def test_nothing_is_told_of_a_good_book(tiny: Project, style: str, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.mend("manuscript/book.yaml", "style: classic", f"style: {style}")
    assert told(tiny, capsys) == []


@pytest.mark.parametrize(
    ("css", "file", "line", "words"),
    [
        ("blockquote { display: none }", LEDGER, 63, "It was a dark night"),
        (".epigraph { visibility: hidden }", LEDGER, 5, "A river is a road"),
        ("li { color: white }", LEDGER, 27, "midwives, the vicar"),
        (".source-note { color: #fdfdfd }", "manuscript/documents/01-lantern-letter.md", 12, "Found in the lining"),
        ("figcaption { color: #222; background: #222 }", CROSSING, 13, "The estuary at low water"),
        ("blockquote { height: 0; overflow: hidden }", LEDGER, 63, "It was a dark night"),
        (".epigraph { opacity: 0 }", LEDGER, 5, "A river is a road"),
        (".note { color: transparent }", LEDGER, 14, "Ruth Pelham counted"),
        (".book-title { display: none }", "manuscript/book.yaml", 1, "The Ferry at Low"),
    ],
)
def test_words_that_a_style_hides_are_lost(
    small: Project, css: str, file: str, line: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(add(small, css), capsys)
    assert any(path == file and int(at) == line and f"not printed: “{words}" in what for path, at, what, _ in found)


@pytest.mark.parametrize(
    ("template", "old", "new", "file", "message"),
    [
        (
            TEXT,
            "{{ render(node.blocks) }}</blockquote>",
            "</blockquote>",
            LEDGER,
            "not printed: “It",
        ),
        (TEXT, "{% for row in node.rows %}", "{% for row in node.rows[1:] %}", LEDGER, "not printed: “1903 4,112"),
        (TEXT, "{{ text(end.word) }}", "", LEDGER, "not printed"),
        (
            "styles/base/chronology.html.j2",
            "{{ render(event.text) }}",
            "",
            "manuscript/events.yaml",
            "not printed: “The ferry",
        ),
        (
            TEXT,
            "{{ render(node.caption) }}",
            "{{ render(node.caption) }} {{ render(node.caption) }}",
            CROSSING,
            "printed again",
        ),
        (
            TEXT,
            "{{ render(node.blocks) }}</blockquote>",
            "{{ render(node.blocks * 2) }}</blockquote>",
            LEDGER,
            "printed again",
        ),
        (
            TEXT,
            "{% for item in node['items'] %}",
            "{% for item in node['items'] + node['items'][:1] %}",
            LEDGER,
            "printed again",
        ),
        (
            TEXT,
            "{% for item in node['items'] %}",
            "{% for item in node['items']|reverse %}",
            LEDGER,
            "printed out of order",
        ),
        (TEXT, "{% for row in node.rows %}", "{% for row in node.rows|reverse %}", LEDGER, "printed out of order"),
        (TEXT, "{% for cell in row %}", "{% for cell in row|reverse %}", LEDGER, "not printed"),
    ],
)
def test_words_that_a_template_drops_doubles_or_turns_round_are_told(
    small: Project, template: str, old: str, new: str, file: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(small.mend(template, old, new), capsys)
    assert any(path == file and what.startswith(message) for path, _, what, _ in found)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "| 1903 | 4,112 | £17     |",
            "| 1903 | 4,112 | £17     | a cell too many |",
            34,
            "not printed: “a cell too many”",
        ),
        ("| 1911 | 3,906 | £16     |", "| 1911 | 3,906 | £16 | and another |", 35, "not printed: “and another”"),
        (
            "\nThe takings hardly",
            "\n[Aside]: a-word-lost\n\nThe takings hardly",
            38,
            "not printed: “Aside: a-word-lost”",
        ),
        ("There is one leaf", "1911. A leaf was cut.\n\nThere is one leaf", 58, "the item 1911. is printed as 1."),
        ("There is one leaf", "1. One.\n\nThen:\n\n2. Two.\n\nThere is one leaf", 62, "the item 2. is printed as 1."),
        ("There is one leaf", f"{'> ' * 24}Quoted deep.\n\nThere is one leaf", 58, "not printed: “Quoted deep.”"),
    ],
)
def test_words_that_the_parser_swallows_are_told_with_their_line(
    small: Project, old: str, new: str, line: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(small.mend(LEDGER, old, new), capsys)
    assert any((path, int(at)) == (LEDGER, line) and what.startswith(message) for path, at, what, _ in found)


@pytest.mark.parametrize(
    ("record", "printed"),
    [
        ("title: Lanterns on ~~all~~ the Estuary", "~~all~~"),
        ("title: Lanterns on `every` Estuary", "`every`"),
        ("title: Lanterns and $x^2$ over the Estuary", "$x2$"),
    ],
)
def test_a_title_is_printed_without_a_hole(
    small: Project, record: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(small.mend("manuscript/sources.yaml", "title: Lanterns on the Estuary", record), capsys)
    assert [(path, what) for path, _, what, _ in found] == [("manuscript/sources.yaml", f"not printed: “{printed}”")]


@pytest.mark.parametrize("issued", ["Spring 1988", "1988s", "c. 1988"])
def test_a_year_of_a_record_is_in_the_bibliography(
    small: Project, issued: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(small.mend("manuscript/sources.yaml", "issued: 1988", f'issued: "{issued}"'), capsys)
    assert [what for *_, what, _ in found] == ["the year 1988 of “brandt” is not printed in the bibliography"]


@pytest.mark.parametrize(
    ("css", "rule"),
    [
        ("blockquote { width: 600px }", "off-page"),
        (".epigraph { margin-left: 300px; white-space: nowrap }", "off-page"),
        ("li { white-space: nowrap }", "off-page"),
        (".publisher { left: 900px }", "off-page"),
        (".chapter .opening { min-height: 0; height: 20px }", "overprinted"),
        ("blockquote { position: relative; top: -20px }", "overprinted"),
        (".epigraph-source { position: absolute; top: 198px }", "overprinted"),
        ("@page :left { @top-left { padding-bottom: 0; margin-bottom: -20px } }", "overprinted"),
    ],
)
def test_words_out_of_their_place_or_over_others_are_told(
    small: Project, css: str, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(add(small, css), capsys)
    assert rule in rules(found)
    assert all(path.startswith("manuscript/") for path, *_ in found)


def test_a_table_wider_than_the_page_is_told_with_its_line(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    table = f"| {WIDE} |\n|{'---|' * 22}\n| {WIDE} |\n\nThere is one leaf"
    found = told(small.mend(LEDGER, "There is one leaf", table), capsys)
    assert [(path, at, rule) for path, at, _, rule in found] == [(LEDGER, "58", "off-page")]
    assert re.fullmatch(r"p\. 3: the table is \d+ mm wider than the type area", found[0][2])


def test_a_table_too_wide_as_it_stands_is_set_narrower(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    row = " | ".join(f"Extraordinarily{n}" for n in range(9))
    table = f"| {row} |\n|{'---|' * 9}\n| {row} |\n\nThere is one leaf"
    assert told(small.mend(LEDGER, "There is one leaf", table), capsys) == []


@pytest.mark.parametrize(
    "css",
    [
        "blockquote { color: white; background: #333 }",
        ".epigraph { opacity: .6 }",
        ".epigraph-source { float: right }",
        "em { position: relative; top: 0 }",
        ".epigraph { border: 2px solid; padding: 3px }",
        "h2 { text-transform: uppercase }",
    ],
)
def test_what_can_be_seen_in_its_place_is_no_fault(
    small: Project, css: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(add(small, css), capsys) == []


CAP = ".cap { float: left; font-size: 44px; line-height: 54px; height: 54px; padding-right: 3px; text-indent: 0 }"
OPENING = '<div class="text">{{ render(piece.chapter.blocks) }}</div>'


def test_an_initial_that_floats_is_read_with_its_word(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    add(small, f"{CAP} .chapter .text > p:first-child::first-line {{ font-variant-caps: normal }}")
    small.mend(
        "styles/base/chapter.html.j2",
        OPENING,
        """{% set text = render(piece.chapter.blocks) -%}
{% set at = text.index(">", 3) + 1 %}
<div class="text">{{ text[:at] }}<span class="cap">{{ text[at] }}</span>{{ text[at + 1:] }}</div>""",
    )
    assert told(small, capsys) == []


def test_an_initial_set_over_its_line_is_told(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """The engine does so with `::first-letter` where it floats."""
    letter = ".chapter .text > p:first-child::first-letter { float: left; font-size: 52px; line-height: 54px }"
    add(small, f"{letter} .chapter .text > p:first-child::first-line {{ font-variant-caps: normal }}")
    assert "overprinted" in rules(told(small, capsys))


# --- the plain reader ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He *fled* to [the shop](#shop){.page} at 5.", "he fled to the shop at 5"),
        ('[King]{person=king sub="a, b"}\'s 2[nd]{.super} H~2~O', "kings 2nd h2o"),
        ("He fled.[see @kern, 45] He was found.^[In @kern [46].]", "he fled he was found"),
        ("A [link](https://a.b/(c)) and <https://d.e>", "a link and httpsde"),
        ("> quoted\n> - an item\n\n## Head {#id}\n\n::: {person=x}\nIn.\n:::", "quoted an item head in"),
        (r"\*not\* \[marks\] &amp; a&nbsp;b", "not marks a b"),
        ('![A *map*.](a.svg){#m alt="Never (said) [here]"}', "a map"),
        ("| a | b |\n|:--|--:|\n| c | d | e |", "a b c d e"),
        ("Text.[^n]\n\n[^n]: Apart.\n\n    More.\n\nNext.", "text next"),
        ("[words][r] and [r].\n\n[r]: https://a.b", "words and r"),
        ("A bracket [stays] (so).", "a bracket stays so"),
    ],
)
def test_the_plain_reader_keeps_words_and_drops_marks(text: str, words: str) -> None:
    run, _ = read_plain(text, 1, UnitNotes("x.md"))
    assert " ".join(word.letters for word in run.words if word.sure) == words


@pytest.mark.parametrize(
    ("text", "words", "cited"),
    [
        (
            "A.[see also @kern, ch. 3; @serge, 12, who doubts it]",
            "see also who doubts it",
            [("kern", "3"), ("serge", "12")],
        ),
        (
            "A.^[Krivitsky, quoted in @kern [46], and [@serge].]",
            "krivitsky quoted in and",
            [("kern", "46"), ("serge", "")],
        ),
        ("A.[-@kern, xii–xv]", "", [("kern", "")]),
        ("A.[^n]\n\n[^n]: Write to a@b.org. See @kern.", "write to aborg see", [("kern", "")]),
    ],
)
def test_the_plain_reader_tells_a_note_from_the_work_it_cites(
    text: str, words: str, cited: list[tuple[str, str]]
) -> None:
    unit = UnitNotes("x.md")
    read_plain(text, 1, unit)
    assert " ".join(word.letters for word in unit.notes[0].words if word.sure) == words
    assert [(each.key, each.figures) for each in unit.notes[0].citations] == cited


def test_words_know_their_lines() -> None:
    run, _ = read_plain("one\n*two*\n\n[three\nfour]{lang=fr}", 7, UnitNotes("x.md"))
    assert [word.line for word in run.words] == [7, 8, 10, 11]


# --- the comparison --------------------------------------------------------------------------------


def copied(text: str) -> tuple[CopyWord, ...]:
    """The words of a text, one a line; `_` is a place for words of the press, and (so) a word it may leave out."""
    words = text.split()
    return tuple(CopyWord("" if w == "_" else fold(w), w, n, w != "_" and w[0] != "(") for n, w in enumerate(words, 1))


def printed(*lines: str) -> FoundText:
    """Lines as they stand below one another on a page."""
    found = FoundText()
    for n, line in enumerate(lines):
        found.add(1, Typed(line, fold(line), (0, 700 - 12 * n, 300, 709 - 12 * n)))
    return found


RIVER = "a river is a road that has changed its mind and the ferry went over it at low water every day"
HALF = "a river is a road that has changed its mind"
REST = "and the ferry went over it at low water every day"


@pytest.mark.parametrize(
    ("copy", "lines", "amiss"),
    [
        (RIVER, (HALF, REST), []),
        (RIVER, (HALF.upper(), "12", REST), []),
        (RIVER, (HALF, REST.removeprefix("and the ferry ")), [("lost", 10, 13)]),
        (RIVER, (HALF.removesuffix(" mind"), REST), [("lost", 9, 10)]),
        (RIVER, (REST, HALF), [("disordered", 10, 21)]),
        (RIVER, (HALF, HALF, REST), [("doubled", 0, 10)]),
        (RIVER.replace("and", "_ by _ and"), (HALF, "figure 4, by note 2,", REST), []),
        (RIVER.replace("and", "(7) and"), (HALF, "7", REST), []),
        (RIVER.replace("and", "(7) and"), (HALF, REST), []),
        (f"{HALF} LOST {REST}", (HALF, REST), [("lost", 10, 11)]),
    ],
)
def test_what_is_lost_doubled_or_out_of_order_is_found(
    copy: str, lines: Sequence[str], amiss: list[tuple[str, int, int]]
) -> None:
    words = copied(copy)
    found = list(compare_ordered(words, [0], printed(*lines), frozenset()))
    assert [(miss.what, miss.first, miss.last) for miss in found] == amiss


def test_the_head_of_a_table_may_be_repeated() -> None:
    head = "Year Heads and Takings"
    lines = (head, "1903 4,112", head, "1911 3,906")
    words = copied(f"{head} 1903 4,112 1911 3,906")
    assert list(compare_ordered(words, [0], printed(*lines), frozenset({fold(head)}))) == []
    assert [miss.what for miss in compare_ordered(words, [0], printed(*lines), frozenset())] == ["doubled"]


def test_a_run_is_found_wherever_it_stands() -> None:
    assert list(compare_run(CopyRun("x", copied(HALF)), printed(REST, HALF, REST))) == []
    assert [miss.what for miss in compare_run(CopyRun("x", copied(HALF)), printed(REST, REST))] == ["lost"]


@pytest.mark.parametrize(
    ("letters", "holes"),
    [
        ("Kern, A Death in Washington: The Terror", []),
        ("Kern, A Death in Washington, 46", []),
        ("Kern, 46", []),
        ("Kern, A Death Washington: The Terror", [(2, 3)]),
    ],
)
def test_a_short_title_has_no_hole(letters: str, holes: list[tuple[int, int]]) -> None:
    assert list(skipped_in(copied("A Death in Washington: The Terror"), fold(letters))) == holes


def test_a_long_text_of_which_much_is_lost_is_walked_through_in_time() -> None:
    words = copied(" ".join(f"w{n * n}x" for n in range(20_000)))
    kept = "".join(word.letters for n, word in enumerate(words) if n % 2_000 > 900)
    lost = [(gap.first, gap.last) for gap in align(words, kept).gaps if gap.last > gap.first]
    assert lost == [(n, n + 901) for n in range(0, 20_000, 2_000)]
