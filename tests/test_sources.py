"""Records of sources: what they say is printed as given, or refused with its line; and the order of the list."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import TOP, Project
from test_citations import shown

from press import build
from press.book import SourceDate
from press.citations.answer import TreeReader, Unreadable
from press.citations.cite import cite
from press.compose.typography import LONGEST_PART, breakable
from press.editing.blocks import parse_line
from press.editing.dates import NoDate, read_source_date
from press.editing.field_text import parse_field
from press.editing.source_values import doi, doubt_of_name, doubt_of_value
from press.fields import Written
from press.problem import Origin, Problem, Severity
from press.project import Project as Desk
from press.style.read import read_style
from press.text import Emphasis, KeptCase, Link, SmallCaps, Strong, Subscript, Superscript, Text, plain, walk

HERE = Origin("sources.yaml", 7)


# --- dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    """
    3 May 1911|May 3, 1911|May 1911|[1911]|[c. 1911]|c. 1911|ca. 1911|early 1910s|1910s|Winter 1911–12|Spring 1911
    1911–1914|April–May 1911|3–5 May 1911|30 April–2 May 1911|31 December 1911–2 January 1912|1911 or 1912|1911, 1914
    before 1911|between 1911 and 1914|in press|forthcoming|n.d.|undated|18th century|since 1911|1911–|1911–present
    29 February 1912|Sept. 1911|Michaelmas 1911|1911/12|44 BC|mid-May 1911
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_a_date_in_words_is_printed_as_it_stands(words: str) -> None:
    assert read_source_date(words.strip()) == SourceDate(literal=words.strip())


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1911", SourceDate(((1911,),))),
        (1911, SourceDate(((1911,),))),
        ("1911-05", SourceDate(((1911, 5),))),
        ("1912-02-29", SourceDate(((1912, 2, 29),))),
        ("1911?", SourceDate(((1911,),), doubtful=True)),
        ("1911-05~", SourceDate(((1911, 5),), doubtful=True)),
        ("1911-XX", SourceDate(((1911,),))),
        ("191X", SourceDate(literal="1910s")),
        ("1911-23", SourceDate(((1911,),), season=3)),
        ("1911/1914", SourceDate(((1911,), (1914,)))),
        ("1911-05-03/1911-06", SourceDate(((1911, 5, 3), (1911, 6)))),
        ("1911/..", SourceDate(((1911,), (0,)))),
        ("1911-1914", SourceDate(literal="1911–1914")),
        ("1911--14", SourceDate(literal="1911–14")),
        ({"literal": "in the year of the flood"}, SourceDate(literal="in the year of the flood")),
        ({"date-parts": [["1911", "5"]], "circa": "true"}, SourceDate(((1911, 5),), doubtful=True)),
        ([{"year": 1911, "month": 5}, {"year": 1912}], SourceDate(((1911, 5), (1912,)))),
    ],
)
def test_what_a_program_or_the_calendar_s_standard_writes_is_read(written: object, date: SourceDate) -> None:
    assert read_source_date(written) == date


@pytest.mark.parametrize(
    "written",
    """
    1911-13|1911-00|1911-02-30|1911-5-3|31 April 1911|0 May 1911|29 February 1911|1914/1911|1914–1911|1911-25|11|191
    03/05/1911|May|some time ago|1911-05-03-07|../1911|3 Mai 1911|1911-02-31/1912|-0044|30 Feb. 1911|1911-5|1911?!
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_what_is_no_date_is_never_taken_for_one(written: str) -> None:
    with pytest.raises(NoDate):
        read_source_date(written.strip())


@pytest.mark.parametrize(
    "written",
    [
        {"literal": ""},
        {"date-parts": [[1911, 13]]},
        {"date-parts": 1911},
        {"era": "late"},
        ["1911"],
        [],
        {},
        {"season": 2},
    ],
)
def test_a_mapping_that_is_no_date_of_csl_is_refused(written: object) -> None:
    with pytest.raises(NoDate):
        read_source_date(written)


# --- words -------------------------------------------------------------------------------------------


def field(text: str) -> tuple[object, list[Problem]]:
    problems: list[Problem] = []
    return parse_field(Written(text, HERE), problems), problems


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("CO~2~ at sea", Subscript, "2"),
        ("CO<sub>2</sub> at sea", Subscript, "2"),
        ("the 4^th^ tide", Superscript, "th"),
        ("the 4[th]{.super} tide", Superscript, "th"),
        ("on *Lear* at sea", Emphasis, "Lear"),
        ("on <i>Lear</i> at sea", Emphasis, "Lear"),
        ("a <b>bold</b> sea", Strong, "bold"),
        ("the <sc>oed</sc> at sea", SmallCaps, "oed"),
        ('a <span class="nocase">van</span> at sea', KeptCase, "van"),
    ],
)
def test_the_marks_of_a_title_are_kept(text: str, kind: type[object], words: str) -> None:
    found, problems = field(text)
    assert not problems
    assert [plain(each.inlines) for each in walk(found) if isinstance(each, kind)] == [words]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("1911. The Flood", "1911. The Flood"),
        ("# 4 Pilots & 5 > 4", "# 4 Pilots & 5 > 4"),
        ("Fares of $4 and $5", "Fares of $4 and $5"),
        (r"5 \* 3 = a_b_c ~ \^", "5 * 3 = a_b_c ~ ^"),
        ("(C) +- @ferry", "(C) +- @ferry"),
        (r"\~\~x\~\~ \<b> \$x\$", "~~x~~ <b> $x$"),
        ("the '90s -- rock 'n' roll...", "the ’90s – rock ’n’ roll…"),
        ("KV 2/804--805, op. 3", "KV 2/804–805, op. 3"),
        ("Pilots of 5'10\" and 'Salt \"Sea\" Men'", "Pilots of 5′10″ and ‘Salt “Sea” Men’"),
        (r"Tides of 1914\-1918 \- or so", "Tides of 1914-1918 - or so"),
        ("'Tis '\\'fore the *Mast*'", "’Tis ‘’fore the Mast’"),
    ],
)
def test_the_letters_of_a_field_are_printed_as_given(text: str, printed: str) -> None:
    found, problems = field(text)
    assert (plain(found), problems) == (printed, [])


@pytest.mark.parametrize("text", ['The "Salt Sea', "The 'Salt Sea", 'Salt" Sea', 'Of *"Salt* Seas'])
def test_a_quotation_mark_of_a_field_without_its_partner_is_told_and_stops_nothing(text: str) -> None:
    found, problems = field(text)
    assert found
    assert [(each.severity, each.rule.name) for each in problems] == [(Severity.WARNING, "quotation-mark")]


@pytest.mark.parametrize(
    "text",
    [
        *("a ~~struck~~ word", "the `code`", "$E=mc^2$", "$$x$$", "[u]{.underline}", "[red]{color=red}", "a </i> b"),
        *(
            "a <u>b</u>",
            "<!-- x -->",
            "a^[note]",
            "a[^note]",
            "[@pelham, 4]",
            "[see](https://sea.example)",
            "![x](y.png)",
        ),
        *("[a](javascript:alert(1))", "[a](DATA:text/html,x)", "[a](vbscript:x)", "[a](file:///etc)"),
        *("Tide of *Saltmarsh", "5 * 3", "a `b", "[Letter", "{Tides} of {Salt}", "a \\emph{tide}", "the [tide](a b)"),
    ],
)
def test_what_no_citation_could_print_is_refused_with_its_line(text: str) -> None:
    found, problems = field(text)
    assert problems
    assert {problem.origin for problem in problems} == {HERE}
    assert found == ()


ADDRESSES = [
    "https://sea.example/low--water",
    "https://sea.example/_tides_/of_1911",
    "http://sea.example/~argus/~old/",
    "https://sea.example/a...b*c*d",
    "https://sea.example/it's?q=(x)&r=1#top",
    'https://sea.example/?q="low+water"',
    "https://sea.example/@argus/1,2;3",
    "www.sea.example/_low_/a--b...c",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "around", ["See {}.", "see ({}), and", "*{}*; then", '"{}"!', "<{}>", "{} -- it's", "it's at {}"]
)
def test_an_address_in_the_text_is_kept_character_for_character(address: str, around: str) -> None:
    problems: list[Problem] = []
    target = address if "://" in address else f"https://{address}"
    for written in (around.format(address), f"A^[{around.format(address)}] b"):
        found = parse_line(Written(written, HERE), problems)
        assert [each for each in walk(found) if isinstance(each, Link)] == [Link(target, (Text(address),))]
    assert problems == []


@pytest.mark.parametrize("words", ["https://sea.example/a--b", "at https://sea.example/_a_ too"])
def test_an_address_among_the_words_of_a_link_is_words(words: str) -> None:
    problems: list[Problem] = []
    assert parse_line(Written(f"[{words}](https://other.example)", HERE), problems) == (
        Link("https://other.example", (Text(words),)),
    )
    assert problems == []


# --- what comes back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Strikeout", "Code", "Math", "RawInline", "Image", "Note"])
def test_a_kind_of_node_that_nobody_expects_is_never_passed_over(kind: str) -> None:
    with pytest.raises(Unreadable, match=kind):
        TreeReader((), {}).inlines([{"t": "Str", "c": "a"}, {"t": "Emph", "c": [{"t": kind, "c": []}]}])


LIST = """\
references:
- {id: moe, section: all, type: book, author: [{family: Moe, given: Ada}], title: Book, issued: 1990}
- {id: vance, section: all, type: book, author: [{family: Vance, given: Bo}], title: Book, issued: 1991}
- {id: the, section: all, type: book, title: The Zeal of the Tide, issued: 1668}
- {id: a, section: all, type: book, title: An Able Seaman, issued: 1667}
- {id: quoted, section: all, type: article-journal, title: "The Nets", container-title: Sea, issued: 1901}
- {id: german, section: all, type: book, title: Das Watt, language: de, issued: 1902}
- {id: french, section: all, type: book, title: "L'Onde", language: fr-FR, issued: 1903}
- {id: english-die, section: all, type: book, title: Die of Thirst, issued: 1904}
- {id: sorted, section: all, type: book, title: 1911, sort: Nineteen Eleven, issued: 1905}
- {id: own, section: all, type: manuscript, title: x, cite: "Nets and lines, a ledger"}
- {id: talk, section: all, type: interview, author: [{family: Orr, given: Una}],
   interviewer: [{family: Poe, given: Max}], title: On Leaving, issued: 1976-11-02}
- {id: untitled, section: all, type: interview, author: [{family: Orr, given: Val}],
   interviewer: [{family: Poe, given: Max}]}
- {id: inner, section: all, type: article-journal, author: [{family: Penn, given: Sy}], title: "'Now'",
   container-title: Sea, issued: 1906}
"""


def listed(top: Path, style: str) -> tuple[list[str], list[str]]:
    """The bibliography of a book in American English that cites all of the list, and its notes."""
    folder = top / "manuscript"
    (folder / "chapters").mkdir(parents=True)
    keys = [line.split("id: ")[1].split(",")[0] for line in LIST.splitlines() if "id: " in line]
    (folder / "sources.yaml").write_text(LIST, encoding="utf-8")
    (folder / "people.yaml").write_text("[]\n", encoding="utf-8")
    (folder / "book.yaml").write_text(
        f"title: Seas\nlanguage: en-US\ncitations: {style}\nbibliography:\n  - {{id: all, title: All}}\n"
        "contents:\n  body: [chapters/one.md]\n  back: [bibliography]\n",
        encoding="utf-8",
    )
    cited = "\n\n".join(f"A word.[@{key}]" for key in keys)
    (folder / "chapters/one.md").write_text(f"---\ntitle: One\n---\n{cited}\n\nAgain.[@inner, 4]\n", encoding="utf-8")
    (top / "styles").symlink_to(TOP / "styles")
    book, problems = build.edit(Desk.at(top))
    assert [str(problem) for problem in problems if problem.severity.value == "error"] == []
    wording = cite(book, read_style(Desk.at(top), "classic", style, Origin("")).csl)
    ((_, entries),) = wording.bibliography
    return [shown(words) for _, words in entries], [shown(paragraphs[0]) for paragraphs in wording.notes.values()]


def test_the_bibliography_passes_over_articles_and_words_an_interview_in_its_own_manner(tmp_path: Path) -> None:
    entries, notes = listed(tmp_path, "chicago")
    assert entries == [
        "*An Able Seaman*. 1667.",
        "*Die of Thirst*. 1904.",
        "Moe, Ada. *Book*. 1990.",
        "“The Nets.” *Sea*, 1901.",
        "Nets and lines, a ledger.",
        "*1911*. 1905.",
        "*L’Onde*. 1903.",
        "Orr, Una. “On Leaving.” Interview by Max Poe. November 2, 1976.",
        "Orr, Val. Interview by Max Poe. n.d.",
        "Penn, Sy. “‘Now.’” *Sea*, 1906.",
        "Vance, Bo. *Book*. 1991.",
        "*Das Watt*. 1902.",
        "*The Zeal of the Tide*. 1668.",
    ]
    assert notes[-1] == "Penn, “‘Now,’” 4."


def test_the_bibliography_of_mhra_passes_over_articles_too(tmp_path: Path) -> None:
    entries, _ = listed(tmp_path, "mhra")
    assert [entry.split(",")[0].split(" (")[0] for entry in entries] == [
        *("*An Able Seaman*", "*Die of Thirst*", "Moe", "“The Nets", "Nets and lines", "*1911*", "*L’Onde*"),
        *("Orr", "Orr", "Penn", "Vance", "*Das Watt*", "*The Zeal of the Tide*"),
    ]


def test_a_doi_is_printed_once_however_it_is_given() -> None:
    for written in ("10.1000/182", "https://doi.org/10.1000/182", "http://dx.doi.org/10.1000/182", "doi:10.1000/182"):
        assert doi(written) == "10.1000/182"
    assert not any(map(doi, ("foo", "10.1000", "https://example.org/10.1000/182")))


@pytest.mark.parametrize(
    ("variable", "text", "kind"),
    [
        ("issue", "no. 3", "article-journal"),
        ("volume", "Vol. 5", "book"),
        ("volume", "IV", "book"),
        ("page", "pp. 45–60", "chapter"),
        ("language", "Deutsch", "book"),
    ],
)
def test_a_value_that_says_more_than_styles_understand_is_told(variable: str, text: str, kind: str) -> None:
    assert doubt_of_value(variable, text, kind)[0]


@pytest.mark.parametrize(
    ("variable", "text", "kind"),
    [
        ("issue", "3/4", "article-journal"),
        ("volume", "n.s. 5", "article-journal"),
        ("volume", "IV", "article-journal"),
        ("volume", "VI/2", "book"),
        ("page", "A1–A3", "chapter"),
        ("number", "No. 5", "report"),
        ("language", "ru-Latn", "book"),
    ],
)
def test_a_value_that_is_all_a_style_asks_is_not_told(variable: str, text: str, kind: str) -> None:
    assert not doubt_of_value(variable, text, kind)[0]


def test_a_name_that_is_two_or_stands_the_wrong_way_round_is_told() -> None:
    for family in ("Pelham, Ruth", "Pelham and Brandt", "Pelham; Brandt", "Pelham et al."):
        assert doubt_of_name({"family": family})[0], family
    for family in ("Pelham", "Pelham, Jr.", "Ortega y Gasset", "Ferrand", "King, III"):
        assert not doubt_of_name({"family": family, "given": "R."})[0], family
    assert not doubt_of_name({"literal": "Ministry of Tides, and of Fisheries"})[0]


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("publisher: Wherry", "publishr: Wherry", 9, "unknown-key"),
        ("publisher: Wherry", "Publisher-Plce: Wherry", 9, "unknown-key"),
        ("given: Ilse", "givn: Ilse", 16, "unknown-key"),
        ("[{family: Brandt, given: Ilse}]", "Ilse Brandt", 16, "wrong-type"),
        ("[{family: Brandt, given: Ilse}]", "[{literal: [a, b]}]", 16, "wrong-type"),
        ("volume: 4", "volume: {number: 4}", 19, "wrong-type"),
        ("volume: 4", "cite_short: [a]", 19, "wrong-type"),
        ("volume: 4", "URL: data:text/html,x", 19, "dead-link"),
        ("volume: 4", "accessed: 2020-02-31", 19, "date"),
        ("issued: 1988", "issued:\n    date-parts: [[1988, 14]]", 20, "date"),
    ],
)
def test_a_slip_in_a_record_is_told_with_its_line(
    tiny: Project, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int, rule: str
) -> None:
    assert tiny.mend("manuscript/sources.yaml", old, new).check() == 1
    told = capsys.readouterr().err
    assert f"manuscript/sources.yaml:{line}: error: " in told
    assert f"[{rule}]" in told


@pytest.mark.parametrize(
    "new", ["doi: 10.1/x", "url: https://sea.example", "shortTitle: Lanterns", "abstract: a `b` <p>"]
)
def test_what_csl_knows_under_whatever_capitals_may_stand_in_a_record(
    tiny: Project, capsys: pytest.CaptureFixture[str], new: str
) -> None:
    assert tiny.mend("manuscript/sources.yaml", "volume: 4", f"volume: 4\n  {new}").check() == 0
    assert capsys.readouterr().err == "no problems\n"


# --- addresses on the page ---------------------------------------------------------------------------

LONG = "https://www.sea.example/a-b/soundings/of_the/harbourmasters-almanac--1911/anchorages?from=ebb&to=flood#p.117"


@pytest.mark.parametrize("address", [*ADDRESSES, LONG, "https://sea.example/" + "x" * 120])
def test_a_line_may_end_in_an_address_behind_a_slash_or_before_a_mark(address: str) -> None:
    parts = breakable(address).split("\u200b")
    assert "".join(parts).replace("\u2060", "") == address
    for part, following in pairwise(parts):
        assert part.endswith("/") or not following[0].isalnum() or len(part) >= LONGEST_PART
        assert not part.endswith("-")


@pytest.mark.once
@pytest.mark.parametrize("style", ["classic", "modern"])
def test_a_long_address_is_printed_without_a_hyphen_and_is_one_link_to_a_line(tiny: Project, style: str) -> None:
    words = "It ebbed. " * 9
    text = f"{words}\n\n{words}{LONG}.\n\n- {LONG}\n\nA note.^[{words}See <{LONG}>.]\n"
    tiny.small().write("manuscript/chapters/one.md", f"---\ntitle: One\n---\n{text}")
    made = tiny.mend("manuscript/book.yaml", "style: classic", f"style: {style}").make()
    with pypdfium2.PdfDocument(made) as pages:
        printed = "".join(page.get_textpage().get_text_range() for page in pages)
    assert re.sub(r"\s", "", printed).count(LONG) == 3
    with pikepdf.open(made) as pdf:
        led = [
            str(link.A.URI) for page in pdf.pages for link in page.get("/Annots", []) if "/URI" in link.get("/A", {})
        ]
    assert set(led) == {LONG}
    assert 3 < len(led) < 12
