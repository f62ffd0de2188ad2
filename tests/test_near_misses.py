"""What looks like a mark is one, or is told: nothing that was meant as a mark is printed as it was typed."""

from __future__ import annotations

import re

import pytest
from conftest import Project
from hypothesis import given, settings
from hypothesis import strategies as st

from press.build import edit
from press.characters import strange_characters
from press.editing.blocks import parse_text
from press.editing.near_miss_table import ADDRESSED, CLOSES, OPENS
from press.editing.near_misses import OF_BLOCKS, OF_CITATIONS, OF_LINES, Misses
from press.fields import Written
from press.importing.tidy import clean
from press.importing.writing.escaping import escaped
from press.lines import lines_within
from press.numerals import ItemNumbers
from press.problem import Origin, Problem, has_errors
from press.text import ItemList, Note, Paragraph, Reference, Text, plain, walk

CROSSING = "manuscript/chapters/02-the-crossing.md"
HEADER = "---\ntitle: The Crossing\nid: crossing\n---\n"


def told(text: str) -> list[str]:
    """Line and rule of each thing that is told of a text, in the order of lines."""
    problems: list[Problem] = []
    parse_text(Written(text, Origin("text", 1)), problems)
    return sorted({f"{problem.origin.line}: {problem.rule}" for problem in problems})


def words(text: str) -> list[str]:
    """What the paragraphs of a text say."""
    problems: list[Problem] = []
    blocks = parse_text(Written(text, Origin("text", 1)), problems)
    assert problems == []
    return [plain(each.inlines) for each in walk(blocks) if isinstance(each, Paragraph)]


STRAY = [
    "The oars* were hers.",
    "Of 1903 *, and 1904*, no word.",
    "He sent **a letter* home.",
    "It was _lace, he said.",
    "Lady Osgood_ came.",
    "They cost 3^4 herrings.",
    "It was {lace}.",
    "It was lace}.",
    "It was [lace and no more.",
    "It was lace] and no more.",
    "He said ``no'' to her.",
    "It was lace `.",
    "The boat was lost. \\",
    "Row \\3 is missing.",
    "the*whole of it*",
    "It was ~~red.",
    "P~a cat~ and so",
    "H~ 2~O",
]
ALMOST = [
    "It is at https://doi.org/10.1002/(SICI)1097(1998)49:8<693::AID-ASI4>3.0.CO;2-O.",
    "It is at www.example.org/x<y.",
    "It is at <http://example.org/a>, or http://example.org/a<b>.",
    "[The keeper]\n{person=quill}",
    "[The keeper] {.smallcaps}",
    "[mot juste]{lang}",
    "So it was.[12]",
    "So it was.[^ a]",
    "So it was.[^a note of words]",
    "So it was.^\n[A note.]",
    "So it was.” ³ and so was she!⁴",
    "She rowed.@pelham says so.",
    "#Boats",
    "####Boats",
    "So it was. ##Boats",
    "See [the chart] (https://example.org).",
    "See [the chart](figures/the chart.svg).",
    "See [#ledger].",
    "See [the boat][boat].",
    "It was [ ].",
    "Year | Heads\n1903 | 4,112\n1904 | 4,000",
    "|Year|Heads|\n|-|\n|1903|4,112|",
    "It was ::: so.",
    "<<So it was>> 3",
    "See (#crossing).",
    "He went.[So she said at the time.] Then",
    "|one\n|two",
    "1.) both",
    "So:\na.) one\nb.) two",
]
FOREIGN = [
    "Cl~2 was found",
    "It was //hers// too.",
    "It was ++hers++.",
    "It was ==hers==.",
    "$$E = mc^2$$",
    "where $x$ is lace",
    "p.~12",
    "Lace\nand tea\n~ what they had",
    ": A caption",
    "Table: Heads",
    "+---+---+",
    "See [[Ledger|the ledger]].",
    "{{< figure src=x >}}",
    "{% include x %}",
    "It was {--red--}.",
    "\\emph{red}",
    "\\textsc{red}, \\footnote{so}",
    "&nosuch; lace",
    "It was <br lace",
    "It was < br >",
    ":heart: and so",
    "- [ ] ask",
    "1. [X] asked",
    "(@) ask",
    "• lace\n• gin",
    "[TOC]",
    "!!! note",
    "<<<<<<< mine",
    "Year    Heads\n-----   -----\n1903    4",
    "[b]x[/b]",
    "[url=https://a.org]x[/url]",
]


@pytest.mark.parametrize("text", STRAY)
def test_a_character_of_marks_that_marks_nothing_is_told(text: str) -> None:
    assert {each.partition(": ")[2] for each in told(text)} & {"stray-mark", "foreign-mark"}


@pytest.mark.parametrize("text", ALMOST)
def test_what_is_almost_a_mark_is_told(text: str) -> None:
    assert {each.partition(": ")[2] for each in told(text)} & {"almost-a-mark", "stray-mark", "not-prose"}


@pytest.mark.parametrize("text", FOREIGN)
def test_a_mark_of_another_language_is_told(text: str) -> None:
    assert {each.partition(": ")[2] for each in told(text)} & {"foreign-mark", "almost-a-mark"}


@pytest.mark.parametrize(
    "text",
    [
        "a. It was lace.\nb. It was no lace.",
        "(i) It was lace.\n(ii) It was no lace.",
        "(1) It was lace.\n(2) It was no lace.",
        "a) It was lace.\nb) It was no lace.",
    ],
)
def test_items_by_letters_are_a_list_and_told_within_a_paragraph(text: str) -> None:
    problems: list[Problem] = []
    (block,) = parse_text(Written(text, Origin("text", 1)), problems)
    assert isinstance(block, ItemList)
    assert (len(block.items), problems) == (2, [])
    assert told(f"She said:\n{text}") == ["2: in-a-paragraph"]


INNOCENT = [
    "(a) A firm is liable;\\\n(b) its partners are too.",
    "1\\. The ledger\\\n2. The lamp",
    "It held (a) that it was; (b) that\n(c) it was not, i.e.\ni. e. so.",
    "It cost $5 or $6, US$7 and $8.50 to $9.",
    "At 3:15:20, in ratios of 3:2:1, as Verse 3:16: so.",
    "He was #1 of ~50 & co.; 5 < 6 > 4 = 4, a < b > c, and a/b.",
    "He went. [So it is said.] She said: [The rest is lost.]",
    "[C]heck it: (#1) and (see #crossing), [b]ut [i]t is so, [pages missing] [date torn].",
    "It was [sic] and [the] keeper, [...] and [Osgood, who was old], [1903].",
    "See https://example.org/a_b/~c?d=e&f=$g$ and www.example.org/*x or me_too@example.org.",
    "an x_y_z and a snake_case",
    "the Rev. Mr. ____ of J____, and C# and F#",
    "It is 12 | 13, or so.",
    "He read: (1) the ledger, (2) the lamp; a) and b).",
    "*the* **whole** _of_ it: un*be*liev*able*",
    "The *Post*’s and the *Times*es.",
    "Men & women; AT&T; &c.",
    "She had XXX and TKs",
    "#1 was hers, and #2 was not.",
    "“a” ‘b’ «c» – d — e … f",
    "Pages 12~13",
    "In C++ and C++, and//or, either//or//both; a // b // c, a+++b.",
    "See //host/x and https://example.org/a//b// so, file:///a//b.",
    "He was born in (see vol.\n1.) and (p. 12.) so.",
    "|x| is more than\nit was.",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_innocent_is_not_told(text: str) -> None:
    assert told(text) == []


KEPT = [
    ("\\*so\\*", "*so*"),
    ("a \\[b\\] and \\[c] d", "a [b] and [c] d"),
    ("\\$x$ and \\~~y~~ and x\\^2", "$x$ and ~~y~~ and x^2"),
    ("\\{a\\} \\=\\=b\\=\\=", "{a} ==b=="),
    ("\\# not a heading", "# not a heading"),
    ("1903\\. A year", "1903. A year"),
    ("C:\\\\boats", "C:\\boats"),
    ("\\`a\\` \\:b: \\&amp; \\<i>", "`a` :b: &amp; <i>"),
    ("\\| a line", "| a line"),
    ("p.\\ 12", "p.\u00a012"),
]


@pytest.mark.parametrize(("written", "printed"), KEPT)
def test_a_backslash_keeps_a_character(written: str, printed: str) -> None:
    assert words(written) == [printed]


@pytest.mark.parametrize(("written", "printed"), [*KEPT, *((text, text) for text in INNOCENT)])
def test_what_an_import_escapes_reads_as_it_was(written: str, printed: str) -> None:
    assert told("So " + escaped(printed)) == []


signs = st.sampled_from([*"*_^[]{}~$=|<>#:@`&!() .,;ab1", "\n", "\\*", "\\[", "it ", "a b", "https://a.b/_c"])


@settings(max_examples=300)
@given(st.lists(signs, min_size=1, max_size=30).map("".join))
def test_what_passes_has_no_mark_left_in_its_words(text: str) -> None:
    """The characters that only marks are made of are printed where a backslash keeps them, or in an address."""
    problems: list[Problem] = []
    blocks = parse_text(Written(text, Origin("text", 1)), problems)
    if not problems:
        said = "".join(each.text for each in walk(blocks) if isinstance(each, Text))
        said = re.sub(r"https?://\S*|[\w.+-]+@\S+", "", said)
        assert said.count("*") <= text.count("\\*")
        assert not re.search(r"[\^{}`]|~~|==|\[\^", said)


# --- blocks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1903.", "1903)", "100.", "2001."])
def test_a_paragraph_may_begin_with_a_year(number: str) -> None:
    assert words(f"He waited.\n\n{number} A bad year, and so on.") == ["He waited.", f"{number} A bad year, and so on."]


def test_a_list_that_goes_on_keeps_its_numbers_beyond_ninety_nine() -> None:
    problems: list[Problem] = []
    items = "\n".join(f"{n}. item" for n in range(98, 103))
    (block,) = parse_text(Written(items, Origin("text", 1)), problems)
    assert isinstance(block, ItemList)
    assert (block.numbers, len(block.items), problems) == (ItemNumbers(start=98), 5, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He had seen number\n1. Then he left.", ["2: in-a-paragraph"]),
        ("He went\n- or so he said.", ["2: in-a-paragraph"]),
        ("It was\n> 5 feet", ["2: in-a-paragraph"]),
        ("He had:\n- lace\n- gin", []),
        ("He had three things.\n\n- lace\n  - red\n- gin", []),
        ("He wrote:\n> I have gone.", []),
        ("It was so.\n3. And so.", ["2: in-a-paragraph"]),
        ("1903. So.\n1904. And so.", ["1: in-a-paragraph"]),
        ("It was in\n1903. Then it fell.", []),
        ("1. a\n2. b\n2. c", ["3: list-number"]),
        ("1. a\n1. b\n1. c", []),
        ("He had 1) lace\n2) gin", ["1: in-a-paragraph"]),
        ("He had two of\n12) lace", []),
        ("5. a\n6. b\n\n8. c", ["4: list-number"]),
        ("1) a\n3) b", ["2: list-number"]),
        ("- a\n-\n- c", ["2: nothing-in-it"]),
        ("::: {person=a}\n\nb\n\n::: {person=c}\n\nd\n\n:::", ["1: unclosed-discussion", "5: unclosed-discussion"]),
        (":::: {person=a}\n\nb\n\n::: {person=c}\n\nd\n\n:::\n\n::::", []),
        ("[check the date], [citation needed], [page?] and XXXX.", ["1: unfinished"]),
        ("- 'And then?' he asked.", ["1: lone-item"]),
        ("- The Ledger, 1903.", []),
        ("So it was.\n===", ["1: underlined-heading"]),
        ("### Boats", ["1: heading-level"]),
        ("## Boats\n\n### Oars", []),
        ("## Boats {#boats .big}", ["1: stray-mark"]),
        ("| a | b |\n|---|---|", ["1: nothing-in-it"]),
        ("| a | b |\n|---|---|\n| c | d |\nand more", ["4: table-cells"]),
        ("| a | b |\n|---|---|\n| c \\| d | e |", []),
        ("> | a | b |\n> |---|---|\n> | c | d |", []),
        ("| a^[A note.] | b |\n|---|---|\n| c | d |", ["1: note-in-table-head"]),
        ("[a]: https://example.org\n\nSee [a] and [the boat][a].", []),
        ("[a]: https://example.org\n\nSee the boat.", ["1: link-definition"]),
        ("[a]: https://example.org\n[a]: https://example.com\n\nSee [a].", ["2: link-definition"]),
        ("[Osgood]: no", ["1: link-definition"]),
        ("[Osgood]: he said no", []),
    ],
)
def test_what_markdown_would_pass_over_is_told_with_its_line(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '![The chart.](chart.svg){#chart alt="A chart." width=50}',
        '![The chart.](chart.svg "The chart"){alt="A chart."}',
        "[the boat](#boat){.big}",
        "[the boat](#boat){.page}",
        '[the boat](https://example.org "title")',
        "[](https://example.org)",
        "It was lace.^[So.]{.big}",
        "It was lace.^[So.]{#so}",
        "[lace]{sub=white}",
        "[lace]{.principal}",
        "[lace]{person=none .principal}",
        "[lace]{person=quill person=osgood}",
        '[lace]{lang=fr sub="a sub=b" person=x sub=c}',
        "[lace]{.smallcaps % and more %}",
        "[]{.smallcaps}",
        "::: {person=quill} so\nIt was.\n:::",
    ],
)
def test_what_nobody_reads_of_braces_is_told(text: str) -> None:
    assert len(told(text)) == 1


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
@pytest.mark.parametrize("depth", [7, 25, 400])
def test_nothing_is_lost_beyond_the_depth_that_can_be_set(mark: str, depth: int) -> None:
    assert "1: too-deep" in told(mark * depth + "It was lace.")


@pytest.mark.parametrize("text", ["*" * 800 + "x" + "*" * 800, "[" * 200 + "x" + "]{.smallcaps}" * 200, "^[" * 900])
def test_marks_within_marks_have_an_end(text: str) -> None:
    assert told(text) != []


# --- characters, notes and keys --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("so \x02 it", "U+0002"),
        ("so \x85 it", "U+0085"),
        ("so \u200b it", "U+200B"),
        ("so \u2028 it", "U+2028"),
        ("so \ufeff it", "U+FEFF"),
        ("a\u200db", "U+200D"),
        ("so \u202e it", "U+202E"),
        ("so \ufffd it", "U+FFFD"),
        ("JosÃ© and Ã¼ber", "Ã©"),
        ("â€œsoâ€\u009d", "â€"),
        ("the of\ufb01ce", "ﬁ"),
    ],
)
def test_a_character_that_nobody_means_is_told(line: str, expected: str) -> None:
    assert [problem.origin.line for problem in strange_characters(["", line], "text")][:1] == [2]
    assert any(expected in problem.message for problem in strange_characters([line], "text"))


@pytest.mark.parametrize(
    "line",
    [
        "a\tb",
        "a\u00a0b",
        "tra\u00adla",
        "שלום\u200f!",
        "می\u200cخواهم",
        "👩\u200d🚀",
        "São Âge ÂME Ångström ½ €5",
        "a\u2060b",
    ],
)
def test_a_character_that_somebody_means_is_not_told(line: str) -> None:
    assert list(strange_characters([line], "text")) == []


@pytest.mark.parametrize(
    "char", ["\x02", "\x0b", "\x85", "\u200d", "\u2028", "\u061c", "\ufdd0", "\ufffb", "\U000e0041"]
)
def test_an_import_leaves_nothing_that_is_not_seen(char: str) -> None:
    assert list(strange_characters([f"so {char}it"], "text"))
    assert list(strange_characters([clean(f"so {char}it")], "text")) == []


def test_a_note_written_apart_may_be_called_from_the_title(tiny: Project) -> None:
    header = HEADER.replace("The Crossing", "The Crossing[^when]").replace("id:", "epigraph: It was dark.[^who]\nid:")
    text = "It was lace.^[So.] See [](#when).\n\n[^when]: In April.\n\n[^who]: Osgood.\n"
    book, problems = edit(tiny.write(CROSSING, header + text).project)
    assert not has_errors(problems)
    assert book is not None
    (chapter,) = [piece.chapter for piece in book.pieces if piece.chapter and piece.chapter.anchor == "crossing"]
    notes = [each for each in walk(chapter) if isinstance(each, Note)]
    assert [(note.mark, plain(lines_within(note.blocks))) for note in notes] == [
        ("1", "In April."),
        ("2", "Osgood."),
        ("3", "So."),
    ]
    assert any(isinstance(each, Reference) and each.target == "when" for each in walk(chapter))


@pytest.mark.parametrize(
    "cited", ["[brandt]", "[brandt, 18]", "as [pelham], so", "[brandt, as in @pelham, 18]", "^[brandt, as in @pelham.]"]
)
def test_a_key_in_brackets_without_its_at_is_told(
    tiny: Project, cited: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write(CROSSING, f"{HEADER}It was lace.\nIt was linen. {cited}\n")
    assert tiny.check() == 1
    assert f"{CROSSING}:6: error: the key of a source in brackets" in capsys.readouterr().err


@pytest.mark.parametrize("kept", ["\\[brandt]", "[Brandt]", "[the brandt]", "[sic, brandt]"])
def test_brackets_with_other_words_are_let_be(tiny: Project, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(CROSSING, f"{HEADER}It was lace. {kept}\n")
    tiny.check()
    assert "citation-without-at" not in capsys.readouterr().err


WRITTEN = "aAzTKFXiv19 \n.,:;!?'\"’“”-–|+±=~<>#(@)[]{}^*_$`&%\\¹•" + OPENS + CLOSES + ADDRESSED


@pytest.mark.parametrize("misses", [OF_BLOCKS, OF_LINES, OF_CITATIONS])
@given(text=st.text(st.sampled_from(WRITTEN)))
def test_no_row_is_passed_over_where_it_begins(misses: Misses, text: str) -> None:
    rows = "|".join(f"(?P<r{n}>{row.pattern})" for n, row in enumerate(misses.rows))
    everywhere = re.compile(rows, re.MULTILINE).finditer(text)
    assert [(each.span(), misses.row(each)) for each in misses.pattern.finditer(text)] == [
        (each.span(), misses.row(each)) for each in everywhere
    ]
