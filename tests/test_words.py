"""The account of words: what the manuscript says is in the PDF once, in order, in its place, and can be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from conftest import TOP, Project

from press.words.compare import FoundText, align, compare_ordered, compare_run, skipped_in
from press.words.letters import CopyRun, CopyWord, fold
from press.words.placing import numbers_in_place
from press.words.plain_markdown import UnitNotes, read_plain
from press.words.proof import Typed

LEDGER = "manuscript/chapters/01-the-ledger.md"
CROSSING = "manuscript/chapters/02-the-crossing.md"
TEXT = "styles/base/text.html.j2"
CAPTION = "{{ render(node.caption) }}{{ credit(node) }}</figcaption>\n{% endif %}"
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
    return tiny.brief()


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


HIDING = {
    "blockquote { display: none }": (LEDGER, "63", "It was a dark night"),
    ".epigraph { visibility: hidden }": (LEDGER, "5", "A river is a road"),
    ".epigraph-source { opacity: 0 }": (LEDGER, "6", "Saying of the estuary"),
    "h2 { height: 0; overflow: hidden }": (LEDGER, "22", "What the columns say"),
    "li { color: white }": (LEDGER, "27", "midwives, the vicar"),
    ".source-note { color: #fdfdfd }": ("manuscript/documents/01-lantern-letter.md", "12", "Found in the lining"),
    "figcaption { color: #222; background: #222 }": (CROSSING, "13", "The estuary at low water"),
    ".note { color: transparent }": (LEDGER, "14", "Ruth Pelham counted"),
    ".book-title { display: none }": ("manuscript/book.yaml", "1", "The Ferry at Low"),
}
"""What a style may say → where words are lost by it, and the first of them. One book is made with all of it."""


@pytest.mark.slow
def test_words_that_a_style_hides_are_lost(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(add(small, "\n".join(HIDING)), capsys)
    assert rules(found) == {"words-lost"}
    assert unsaid(HIDING, found, "not printed: “") == []


def unsaid(expected: Mapping[str, tuple[str, ...]], found: Sequence[tuple[str, ...]], begins: str = "") -> list[str]:
    """What nothing was told of, where it was to be told and in such words."""
    said = [(path, line, what) for path, line, what, _ in found]
    return [
        cause
        for cause, (path, line, words) in expected.items()
        if not any((path, line) == (at, of) and what.startswith(begins + words) for at, of, what in said)
    ]


CHRONOLOGY = "styles/base/chronology.html.j2"
PARAGRAPH = 'if head }}{{ render(end.before) }}{% if end.word %}<span class="whole">'
STYLE = "styles/base/style.yaml"
SAID_AT = str((TOP / STYLE).read_text(encoding="utf-8").split("\n").index("  chronology: Chronology") + 1)
SPOILED = [
    {
        (TEXT, "{{ render(node.blocks) }}</blockquote>", "</blockquote>"): (LEDGER, "63", "not printed: “It was a"),
        (TEXT, "in table.body %}", "in table.body[1:] %}"): (LEDGER, "34", "not printed: “1903 4,112"),
        (TEXT, f"{PARAGRAPH}{{{{ lettered(end.word) }}}}", PARAGRAPH): (LEDGER, "10", "not printed: “surprised.”"),
        (CHRONOLOGY, "{{ render(end_entry(event.text)) }}", ""): (
            "manuscript/events.yaml",
            "2",
            "not printed: “The ferry",
        ),
        (TEXT, CAPTION, f"{{{{ render(node.caption) }}}} {CAPTION}"): (CROSSING, "13", "printed again"),
    },
    {
        (TEXT, "render(node.blocks) }}</bl", "render(node.blocks * 2) }}</bl"): (LEDGER, "63", "printed again"),
        (TEXT, "in node['items'] %}", "in node['items'] + node['items'][:1] %}"): (LEDGER, "27", "printed again"),
        (TEXT, "in table.body %}", "in table.body|reverse %}"): (LEDGER, "35", "printed out of order"),
        (CHRONOLOGY, "{{ macros.opening(title) }}", ""): (STYLE, SAID_AT, "not printed: “Chronology"),
    },
    {
        (TEXT, "in node['items'] %}", "in node['items']|reverse %}"): (LEDGER, "28", "printed out of order"),
        (TEXT, "{% for cell in row.cells %}", "{% for cell in row.cells|reverse %}"): (
            LEDGER,
            "34",
            "not printed: “1903",
        ),
    },
]
"""Changes of templates → where words are dropped, doubled or turned round by them; of each group a book is made."""


@pytest.mark.once
@pytest.mark.parametrize("group", SPOILED)
def test_words_that_a_template_drops_doubles_or_turns_round_are_told(
    small: Project, group: dict[tuple[str, str, str], tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    for template, old, new in group:
        small.mend(template, old, new)
    found = told(small, capsys)
    assert unsaid({new: place for (_, _, new), place in group.items()}, found) == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("number", "printed"), [("2. Two.", "2"), ("0. None.", "0"), ("99. Nearly.\n100. There.", "99")], ids=str
)
def test_the_number_of_an_item_is_held_against_that_on_the_page(
    small: Project, number: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small.mend(LEDGER, "There is one leaf", f"She said:\n\n{number}\n\nThere is one leaf")
    assert told(small, capsys) == []
    small.mend(TEXT, "counter-reset: list-item {{ numbers.start - 1 }}", "").remove("dist")
    assert (LEDGER, "60", f"the item {printed}. is printed as 1.") in {
        (path, line, what.partition(":")[0]) for path, line, what, _ in told(small, capsys)
    }


ENTRY = "{{ render(end_entry(words_of)) }}"
"""An entry, as the template of the bibliography prints it."""


def without(words: str) -> str:
    """The same entry, of which the template drops some words."""
    return f'{{{{ render(end_entry(words_of))|replace("{words}", "") }}}}'


@pytest.mark.once
@pytest.mark.parametrize("dropped", ["at ", "Low ", "A "])
def test_a_title_is_printed_without_a_hole(small: Project, dropped: str, capsys: pytest.CaptureFixture[str]) -> None:
    small.mend("styles/base/bibliography.html.j2", ENTRY, without(dropped))
    found = [(path, what) for path, _, what, _ in told(small, capsys)]
    assert ("manuscript/sources.yaml", f"not printed: “{dropped.strip()}”") in found


@pytest.mark.slow
def test_a_year_of_a_record_is_in_the_bibliography(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    small.mend("styles/base/bibliography.html.j2", ENTRY, without("1988"))
    found = told(small, capsys)
    assert [what for *_, what, _ in found] == ["the year 1988 of “brandt” is not printed in the bibliography"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("record", "issued"),
    [
        ("title: Lanterns on H~2~O, <i>Foam</i> and the 2^nd^ Estuary", "1988~"),
        ("title: '[Lanterns]{.smallcaps} on the [estuaire]{lang=fr}: \"Who?\": A Study'", '"Spring 1988"'),
        ("title: 'Lanterns? An Estuary: <span class=\"nocase\">of old</span>'", "1988s"),
        ("title: Lanterns on the Estuary", '"1985/1988"'),
    ],
)
def test_nothing_is_told_of_a_record_with_marks_or_a_date_in_words(
    small: Project, record: str, issued: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small.mend("manuscript/sources.yaml", "title: Lanterns on the Estuary", record)
    assert told(small.mend("manuscript/sources.yaml", "issued: 1988", f"issued: {issued}"), capsys) == []


OFF_PAGE = {
    "blockquote { width: 600px }": (LEDGER, "63", "p. 3: off the sheet: “It was a dark night"),
    ".epigraph { margin-left: 300px; white-space: nowrap }": (LEDGER, "5", "p. 1: off the sheet: “A river"),
    "li { white-space: nowrap }": (LEDGER, "29", "p. 2: 223.7 pt outside the type area: “Jonas Verrall"),
    ".publisher { left: 900px }": ("manuscript/book.yaml", "6", "p. 13: off the sheet: “The"),
}
OVERPRINTED = {
    ".chapter .opening { min-height: 0; height: 20px }": (
        LEDGER,
        "9",
        "p. 1: “her father had entered every fare …” lies over “The",
    ),
    "blockquote { position: relative; top: -20px }": (LEDGER, "63", "p. 3: “It was a dark night, and …” lies over"),
    ".epigraph-source { position: absolute; top: 198px }": (LEDGER, "13", "p. 1: “gives a date, a number of …” lies"),
    "@page :left { @top-left { padding-bottom: 0; margin-bottom: -20px } }": (LEDGER, "32", "p. 2: “2” lies over"),
}


@pytest.mark.once
@pytest.mark.parametrize(("rule", "causes"), [("off-page", OFF_PAGE), ("overprinted", OVERPRINTED)])
def test_words_out_of_their_place_or_over_others_are_told(
    small: Project, rule: str, causes: dict[str, tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(add(small, "\n".join(causes)), capsys)
    assert unsaid(causes, [each for each in found if each[3] == rule]) == []
    assert all(path.startswith("manuscript/") for path, *_ in found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lettering", "amiss"),
    [
        ('<text x="300" y="90" font-size="14">The landing at Low Ferry</text>', "cut off at the edge of what holds it"),
        (
            '<text x="180" y="149" font-size="14">The landing at Low Ferry</text>',
            "cut off at the edge of what holds it",
        ),
        ('<text x="90" y="90">Low Ferry</text><text x="96" y="91">The inn</text>', "lies over"),
        ('<text x="180" y="90" font-size="14">The landing at Low Ferry</text>', ""),
    ],
)
def test_lettering_that_a_drawing_cuts_off_or_sets_over_other_is_told_at_the_line_of_the_figure(
    small: Project, lettering: str, amiss: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small.mend("manuscript/figures/chart.svg", "</svg>", f"{lettering}</svg>")
    found = [(path, at) for path, at, what, _ in told(small, capsys) if amiss and amiss in what]
    line = next(n for n, each in enumerate(small.read(CROSSING).splitlines(), 1) if "chart.svg" in each)
    assert found == ([(CROSSING, str(line))] if amiss else [])


@pytest.mark.slow
def test_a_table_wider_than_the_page_is_told_with_its_line(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    table = f"| {WIDE} |\n|{'---|' * 22}\n| {WIDE} |\n\nThere is one leaf"
    found = told(small.mend(LEDGER, "There is one leaf", table), capsys)
    assert [(path, at, rule) for path, at, _, rule in found] == [(LEDGER, "58", "off-page")]
    assert re.fullmatch(r"p\. 3: the table is \d+ mm wider than the type area", found[0][2])


@pytest.mark.slow
def test_a_table_too_wide_as_it_stands_is_set_narrower(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    row = " | ".join(f"Extraordinarily{n}" for n in range(9))
    table = f"| {row} |\n|{'---|' * 9}\n| {row} |\n\nThere is one leaf"
    assert told(small.mend(LEDGER, "There is one leaf", table), capsys) == []


@pytest.mark.once
@pytest.mark.parametrize(
    "css",
    [
        "blockquote { color: white; background: #333 } .epigraph { opacity: .6; border: 2px solid; padding: 3px }",
        ".epigraph-source { float: right } em { position: relative; top: 0 } h2 { text-transform: uppercase }",
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


@pytest.mark.slow
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


def test_the_number_of_an_item_that_is_painted_last_does_not_part_a_word() -> None:
    item, foot = Typed("a river", "ariver", (40, 600, 300, 609)), Typed("is in\x02", "isin", (20, 50, 300, 59))
    number, figure = Typed("3. ", "3", (20, 600, 32, 609)), Typed("3", "3", (305, 50, 310, 59))
    assert numbers_in_place([item, foot, figure, number]) == [number, item, foot, figure]


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
        # a label that has words of the sentence which goes on from it
        (f"{HALF} see _ and the ferry", (HALF, "see An Old Ferry and the ferry"), []),
        (f"{HALF} see _ for the crossing _ so", (HALF, "see A Crossing at Night for the crossing 12 so"), []),
        (f"{HALF} see _ _ and the ferry (2)", (HALF, "see The Ferry, p. 1 and the ferry"), []),
        (f"{HALF} see _ and the ferry", (HALF, "see An Old Ferry the ferry"), [("lost", 12, 13)]),
        # a figure at the end, which stands in what the press puts before it too
        (
            "After the war two _ _ _ _ (1) Table in B A B 1 2",
            ("After the war two", "Document 1, Document 2, table A.1, figure A.1 1", "Table B.1 Table in B A B 1 2"),
            [],
        ),
    ],
)
def test_what_is_lost_doubled_or_out_of_order_is_found(
    copy: str, lines: Sequence[str], amiss: list[tuple[str, int, int]]
) -> None:
    words = copied(copy)
    found = list(compare_ordered(words, [0], printed(*lines), frozenset()))
    assert [(miss.what, miss.first, miss.last) for miss in found] == amiss


@pytest.mark.parametrize(
    ("second", "lines", "lost"),
    [
        ("![Y.](b.svg){#b}", ("Figure 2. Y.",), False),
        ("| One | Two |\n|---|---|\n| 3 | 4 |\n\n: Cap. {#b}", ("Table 1. Cap.", "One Two 3 4"), False),
        ("![Y.](b.svg){#b}", ("Figure 2.",), True),
    ],
)
def test_captions_of_a_letter_are_found_behind_what_the_press_puts_before_them(
    second: str, lines: Sequence[str], lost: bool
) -> None:
    run, _ = read_plain(f"Words.\n\n![X.](a.svg){{#a}}\n\n{second}\n\nWords of two.", 1, UnitNotes("x.md"))
    proof = printed("Words.", "Figure 1. X.", *lines, "Words of two.")
    found = compare_ordered(run.words, [0], proof, frozenset())
    assert any("Y." in [word.written for word in run.words[miss.first : miss.last]] for miss in found) == lost


@pytest.mark.parametrize(("begun", "lost"), [("1 Er:", []), ("1", [("lost", 0, 1)])])
def test_a_note_may_be_parted_behind_its_first_word(begun: str, lost: list[tuple[str, int, int]]) -> None:
    found = printed(begun, "1 continued.", REST)
    found.joints.append(len(fold(begun)))
    amiss = [
        (miss.what, miss.first, miss.last) for miss in compare_ordered(copied(f"Er {REST}"), [0], found, frozenset())
    ]
    assert amiss == lost


def test_a_name_in_words_of_the_press_is_not_that_before_a_note_further_on() -> None:
    words = copied(f"In the chest _ Invented Petitions We pray for a bridge of stone Ada Quill (2) {REST}")
    lines = ("In the chest Ada Quill On the Ice of Norrhavn 1890 Invented Discussed on pp 21 40 Notes of the original",)
    lines += ("Petitions Document 3", "We pray for a bridge of stone Ada Quill 2", REST)
    assert list(compare_ordered(words, [0, 4, 5, 6], printed(*lines), frozenset())) == []


def test_the_head_of_a_table_may_be_repeated() -> None:
    head = "Year Heads and Takings"
    lines = (head, "1903 4,112", head, "1911 3,906")
    words = copied(f"{head} 1903 4,112 1911 3,906")
    assert list(compare_ordered(words, [0], printed(*lines), frozenset({fold(head)}))) == []
    assert [miss.what for miss in compare_ordered(words, [0], printed(*lines), frozenset())] == ["doubled"]


def test_a_head_that_is_repeated_may_have_words_of_the_row_behind_it() -> None:
    head, year = "Production of the supplemental volumes", "Year Copies Published"
    row = "The Great War and its supplemental volumes covering 1914 in print"
    lines = (head, year, "1903 4,112", f"{head} continued", year, row, "1911 3,906")
    words = copied(f"{head} {year} 1903 4,112 {row} 1911 3,906")
    repeated = frozenset({fold(head), fold(year)})
    assert list(compare_ordered(words, [0], printed(*lines), repeated)) == []
    assert [miss.what for miss in compare_ordered(words, [0], printed(*lines), frozenset())] != []


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
