"""Records: what YAML cannot read, what a value means, what a title may have in it, which warnings may be silenced."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from conftest import TESTS, Project
from prose import Case, cases

from press import build as pipeline
from press.cli.answer import answered
from press.cli.door import misspelt
from press.editing.phrases import parse_phrase
from press.editing.slips import slips
from press.fields import Reader, Written
from press.prepress.cover import balanced
from press.problem import Origin, Problem, did_you_mean
from press.project import Project as Desk
from press.screen_editions import export_html
from press.text import LANGUAGE, Emphasis, Phrase, Text
from press.yaml_tree import LEVELS, NotYaml, compose

HERE = Origin("here", 1)
YAML = cases(TESTS / "cases" / "yaml.md")


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A book of one chapter, to be spoiled."""
    text = "---\ntitle: One\n---\nIt went over at every tide and came back.^[So it is said.]\n"
    return Project(tmp_path).small().write("manuscript/chapters/one.md", text)


def told(project: Project, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a check says, a line for each problem, hints left out."""
    project.check()
    return re.findall(r"^\S+: (?:error|warning): .*", capsys.readouterr().err, re.MULTILINE)


# --- YAML --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", YAML, ids=lambda case: f"line {case.line}")
def test_a_slip_in_yaml_is_told_on_its_line_in_words_for_an_editor(case: Case) -> None:
    with pytest.raises(NotYaml) as raised:
        compose(case.given)
    fault = raised.value.fault
    assert f"{fault.line + 1}: {fault.what} | {fault.hint}" == case.expected


@pytest.mark.parametrize(
    "text",
    [
        "k: " + "[" * 100_000,
        "\n".join(f"{' ' * n}a:" for n in range(3000)),
        "- " * 3000,
        f"a:\n  b: c\nk: {'[' * (LEVELS + 1)}{']' * (LEVELS + 1)}",
        "{a: " * 90 + "}" * 90,
    ],
)
def test_a_record_is_read_no_deeper_than_it_can_be_and_says_where(text: str) -> None:
    with pytest.raises(NotYaml) as raised:
        compose(text)
    assert raised.value.fault.what == "too many levels"
    assert text.split("\n")[raised.value.fault.line].strip()


def test_brackets_in_words_are_no_levels() -> None:
    assert compose("text: " + "a [ b " * 3 * LEVELS) is not None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("place: Pier # 2", 'place:1: warning: "Pier" is all that is read'),
        ("- id: pier-2 # of two", None),
        ("place: # the Pier", None),
        ("place: Pier  # a remark", None),
        ('place: "Pier # 2"', None),
        ("place: 7 # a number", None),
        ("place: |\n  Pier # 2", None),
        ("a:\n- b: Room #4\n", '2: warning: "Room" is all'),
        ('place: "\\x02"', "1: error: a control character, U+0002"),
        ('place: "\\ud800"', "1: error: half of a pair, U+D800"),
        ('"\\ufffe": b', "1: error: no character, U+FFFE"),
        ("a: b\nc: {d: e, d: f}", '2: error: key "d" is given twice'),
    ],
)
def test_what_is_wrong_with_a_tree_as_such_is_told_of_any_record(text: str, known: str | None) -> None:
    reader = Reader("place")
    reader.compose(text)
    assert [known in f"{each.origin}: {each}" for each in reader.problems if known] == [True] * bool(known)
    assert known or not reader.problems


@pytest.mark.parametrize(
    ("written", "meant"),
    [("007", "007"), ("1:30", "1:30"), ("1e3", "1e3"), ("0o7", "0o7"), ("No", "No"), ("Null", "Null"), ("12", 12)],
)
def test_a_value_is_what_is_written_whatever_yaml_makes_of_it(written: str, meant: object) -> None:
    reader = Reader("place")
    node = reader.compose(f"k: {written}")
    assert reader.plain(node) == {"k": meant}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_key_with_nothing_is_no_key(nothing: str) -> None:
    reader = Reader("place")
    assert reader.plain(reader.compose(f"k: {nothing}\nl: m")) == {"l": "m"}


@pytest.mark.parametrize(
    ("word", "known"), [("LETTER", "letter"), ("vanDeijk", "van-deijk"), ("krivitski", "krivitsky")]
)
def test_a_near_miss_is_named_whatever_its_capitals(word: str, known: str) -> None:
    assert did_you_mean(word, ["memo", known]) == f'did you mean "{known}"?'


# --- what values mean ---------------------------------------------------------------------------------

BOOK, PEOPLE, EVENTS = "manuscript/book.yaml", "manuscript/people.yaml", "manuscript/events.yaml"


@pytest.mark.once
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("slug: /tmp/evil", '"/tmp/evil" cannot name a file'),
        ("slug: a/b", '"a/b" cannot name a file'),
        ("slug: -a", '"-a" cannot name a file'),
        ('slug: "a\\0b"', "a control character, U+0000"),
        ("isbn: 978-0-00-000000-²", "is no ISBN"),
        ("isbn: 978-0-00-00000-2", "is no ISBN"),
        ("isbn: 978-0-00-000000-٢", "is no ISBN"),
        ("isbn:", "found nothing"),
        ("series:", "found nothing"),
        ("trim: 0in 8in", "is no trim size"),
        ("trim: 5.5in -8in", "is no trim size"),
        ("trim: 5.5in 85in", "is no trim size"),
        ("year: 202", '"202" is no year'),
        ("author: R. _M._ Thwaite", '"_M._" in "author"'),
        ("edition: 2^[nd] edition", '"^[" in "edition"'),
        ("place: <b>Saltmarsh</b>", '"<b>" in "place"'),
        ("editor: A &amp; B", '"&amp;" in "editor"'),
        ("rights: Ours; see [@x, 3].", "a note has no place here"),
        ("subtitle: A [Link](https://example.org)", "a link has no place here"),
        ("bibliography: [{id: none, title: Works}]", '"none" cannot be an id'),
        ("bibliography: [{id: a, title: A}, {id: a, title: B}]", 'section "a" stands twice'),
        ("cover: {paper: {volume: 1.5}}", "go together"),
        ("cover: {board: -1mm}", "a length such as 3mm"),
    ],
)
def test_a_value_of_the_book_that_cannot_be_is_told_at_its_line(
    small: Project, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    small.write(BOOK, small.read(BOOK) + line + "\n")
    lines = small.read(BOOK).count("\n")
    assert any(each.startswith(f"{BOOK}:{lines}: error: ") and said in each for each in told(small, capsys))


@pytest.mark.parametrize(
    "line", ["slug: the-ferry-2", "year: MMXXVI", "year: c. 1911", "trim: 148mm 210mm", "slug: żółw"]
)
def test_a_value_of_the_book_that_can_be_is_not(small: Project, capsys: pytest.CaptureFixture[str], line: str) -> None:
    small.write(BOOK, small.read(BOOK) + line + "\n")
    assert told(small, capsys) == []


def test_what_leads_out_of_the_products_is_never_written(small: Project) -> None:
    small.write(BOOK, small.read(BOOK) + "slug: ../../evil\n")
    book, _ = pipeline.edit(small.project)
    assert pipeline.product(small.project, book, "cover").resolve().parent == small.project.dist.resolve()


@pytest.mark.parametrize(
    ("date", "hint"),
    [
        ("1937-02-30", ""),
        ("1900-02-29", ""),
        ("1937-04-31", ""),
        ("1937-2-5", "write 1937-02-05"),
        ("5 February 1937", "write 1937-02-05"),
        ("Sept 1937", "write 1937-09"),
        ("1937/10/06", "write 1937-10-06"),
        ("soon", "write 1937, 1937-10 or 1937-10-06"),
        ("1937-13", "write 1937, 1937-10 or 1937-10-06"),
        ("1937-00-10", "write 1937, 1937-10 or 1937-10-06"),
    ],
)
def test_a_date_that_is_no_day_is_told_with_what_was_meant(
    small: Project, capsys: pytest.CaptureFixture[str], date: str, hint: str
) -> None:
    small.write(EVENTS, f"- text: It came.\n  date: {date}\n").mend(BOOK, "- colophon", "- chronology\n    - colophon")
    assert small.check() == 1
    said = capsys.readouterr().err
    assert f'{EVENTS}:2: error: "{date}" is not a date' in said
    assert hint in said


@pytest.mark.parametrize("date", ["1936-02-29", "2000-02-29", "1937", "1937-10?", "1937-10-06~", "-0044-03-15"])
def test_a_date_that_is_one_is_not_told(small: Project, capsys: pytest.CaptureFixture[str], date: str) -> None:
    small.write(EVENTS, f"- text: It came.\n  date: {date}\n").mend(BOOK, "- colophon", "- chronology\n    - colophon")
    assert told(small, capsys) == []


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ("born: 1937-10-06", '"1937-10-06", no year'),
        ("born: 18xx", '"18xx", no year'),
        ("born: 1900\n  died: 1890", "before being born in 1900"),
        ("born: 1700\n  died: 1890", "would have lived for 190 years"),
        ("born: c. 1900\n  died: before 1899?", ""),
        ("died: 44 BC", ""),
        ("born: 1790s\n  died: 1860/61", ""),
    ],
)
def test_years_of_a_life_are_years_that_can_be(
    small: Project, capsys: pytest.CaptureFixture[str], years: str, said: str
) -> None:
    small.write(PEOPLE, f"- id: tide\n  name: Tide\n  forms: [tide]\n  {years}\n")
    assert [each for each in told(small, capsys) if not (said and said in each)] == []


@pytest.mark.parametrize("key", ["none", "a b", "a/b", "(a)"])
def test_an_id_of_a_person_is_one_that_the_text_can_name(
    small: Project, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    small.write(PEOPLE, f"- name: Tide\n  id: {key}\n  forms: [tide]\n")
    assert any(each.startswith(f'{PEOPLE}:2: error: "{key}" cannot be an id') for each in told(small, capsys))


# --- titles with marks ---------------------------------------------------------------------------------


def test_italics_of_a_title_are_printed_as_such_and_an_outline_has_its_words(small: Project) -> None:
    small.mend(
        BOOK, "title: A Small Book", 'title: "A *Heron* Book"\nsubtitle: Of *Staithe* & “Quay”\nrights: "*All* ours"'
    )
    small.mend("manuscript/chapters/one.md", "title: One", 'title: "Of *Low Water*"\nshort: "*Low*"')
    small.mend(BOOK, "- colophon", "- imprint\n    - {piece: colophon, title: 'The *End*'}")
    page = export_html(small.project).read_text(encoding="utf-8")
    assert "<h1>A <em>Heron</em> Book <span" in page
    assert "Of <em>Staithe</em> &amp; “Quay”</span>" in page
    assert "<title>A Heron Book: Of Staithe &amp; “Quay”</title>" in page
    assert "<em>All</em> ours" in page
    assert "*" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("written", "words"),
    [("1984. A *Life*", "1984. A Life"), ("- and # more", "- and # more"), ("> a *b* [c]{.smallcaps}", "> a b c")],
)
def test_what_a_title_begins_with_means_nothing(written: str, words: str) -> None:
    problems: list[Problem] = []
    assert str(parse_phrase(Written(written, HERE), problems)) == words
    assert problems == []


@pytest.mark.parametrize("written", ["A^[note]", "See [@x, 3]", "To [](#there)", "By [him]{person=quill}", "[a](#b)"])
def test_what_no_title_can_have_is_told_and_its_words_are_kept(written: str) -> None:
    problems: list[Problem] = []
    phrase = parse_phrase(Written(written, HERE), problems)
    assert {each.rule.name for each in problems} == {"not-in-phrase"}
    assert all(isinstance(each, Text) for each in phrase.inlines)


@pytest.mark.parametrize(
    "address", ["https://example.org/a--b_c", "<https://example.org/'x'>", "www.example.org/x_y_z"]
)
def test_an_address_in_a_short_field_is_its_words(address: str) -> None:
    problems: list[Problem] = []
    phrase = parse_phrase(Written(f"See {address} for more", HERE), problems)
    assert (str(phrase), problems) == (f"See {address.strip('<>')} for more", [])


def test_a_title_of_the_cover_is_broken_between_words_that_keep_their_marks() -> None:
    words = Phrase((Text("A History of "), Emphasis((Text("Foreign Relations"),)), Text(" and Herons")))
    assert balanced(words, 14) == "A History<br>of <em>Foreign<br>Relations</em><br>and Herons"


# --- what is left out ----------------------------------------------------------------------------------


def test_files_of_no_part_of_the_book_are_told_but_for_those_beside_its_record(
    small: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("README.md", "chapters/two.md", "figures/a.png", "figures/a.xcf", "chapters/.two.md.swp", "old/x.md"):
        small.write(f"manuscript/{name}", "---\ntitle: Two\n---\nWords.\n")
    assert [each.split(": ")[0] for each in told(small, capsys)] == [
        *("manuscript/chapters/two.md:1", "manuscript/figures/a.png:1", "manuscript/old/x.md:1")
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"PK\x03\x04\x14", "word processor"), (b"%PDF-1.7 \xff", ".pdf"), (b"\xd0\xcf\x11\xe0", "old word processor")],
)
def test_a_file_of_a_word_processor_is_no_chapter_and_the_import_is_named(
    small: Project, capsys: pytest.CaptureFixture[str], content: bytes, kind: str
) -> None:
    small.write("manuscript/chapters/one.md", content)
    assert small.check() == 1
    said = capsys.readouterr().err
    assert kind in said
    assert "press import manuscript/chapters/one.md" in said


def test_a_manuscript_that_is_misspelt_is_named(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (tiny.top / "manuscript").rename(tiny.top / "manuscripts")
    assert tiny.check() == 1
    assert 'did you mean "manuscripts"?' in capsys.readouterr().err


# --- slips, and what is silenced -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("He saw the the boat.", "doubled-word"),
        ("He saw of\nof the boat.", "doubled-word"),
        ("In in May it came.", "doubled-word"),
        ("He had had it; that that is so. The, the boat; the-the.", ""),
        ("A boat , and a quay.", "space-before-mark"),
        ("A *boat* ; a quay.", "space-before-mark"),
        ("He came .", "space-before-mark"),
        ("So . . . he came ... and .5 of it.", ""),
        ("Lace,herrings.", "no-space"),
        ("He came.Then he went.", "no-space"),
        ("He came;then he went.", "no-space"),
        ("See https://a.org/b,c and [@x,45]{.a,b} and U.S.A. at 3,000.", ""),
        ("He wrote [@quill , 45].", ""),
        ("Lace&nbsp;was &ldquo;it&rdquo;; &#8212;and so.", ""),
    ],
)
def test_a_slip_of_typing_is_told_and_what_only_looks_like_one_is_not(text: str, rule: str) -> None:
    lines = ("---", "title: The the", "---", *text.split("\n"))
    assert {each.rule.name for each in slips({"a.md": lines}, "en-GB")} == ({rule} if rule else set())
    assert all(each.origin.line >= 4 for each in slips({"a.md": lines}, "en-GB"))


@pytest.mark.parametrize(("line", "told"), [("  text: The boat , late.", 1), ("  forms: [The Boat , Boat]", 0)])
def test_the_prose_of_a_record_is_read_for_slips_and_its_lists_are_not(line: str, told: int) -> None:
    assert [each.rule.name for each in slips({"a.yaml": (line,)}, "en-GB")] == ["space-before-mark"] * told


def test_small_words_of_another_language_may_stand_twice() -> None:
    assert not list(slips({"a.md": ("Die die in in gehen.",)}, "de"))


SLIP = "manuscript/chapters/one.md"
LOOKS = "manuscript/looks.yaml"
TAKEN = "- rule: doubled-word\n  file: chapters/one.md\n  words: {}\n  why: He stammers.\n"


def test_a_warning_is_silenced_in_its_paragraph_and_nowhere_else(
    small: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write(SLIP, small.read(SLIP) + "\nIt is the the tide.\n\nIt is of of May.\n")
    assert len(told(small, capsys)) == 2
    small.write(LOOKS, TAKEN.format("the the tide"))
    assert [each.split(": ")[2] for each in told(small, capsys)] == ["a word twice"]


def test_a_silence_of_no_warning_and_one_of_no_rule_are_errors(
    small: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write(LOOKS, TAKEN.format("the the tide") + TAKEN.format("the").replace("doubled-word", "dubled-word"))
    assert small.check() == 1
    said = capsys.readouterr().err
    assert "[stale-look]" in said
    assert 'no look is called "dubled-word"' in said
    assert 'did you mean "doubled-word"?' in said


def test_an_error_cannot_be_silenced(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(SLIP, small.read(SLIP) + "\nIt is `code`.\n")
    small.write(LOOKS, TAKEN.format("It is").replace("doubled-word", "not-prose"))
    assert small.check() == 1
    assert "[not-prose]" in capsys.readouterr().err


# --- keys of a style ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "openings: {chaptre: next}",
            'no piece "chaptre" has an opening [unknown-key]\n    hint: did you mean "chapter"?',
        ),
        (
            "words: {contens: Inside}",
            'no template says the word "contens" [unknown-key]\n    hint: did you mean "contents"?',
        ),
        ("words: {contents: Inside}", ""),
        ("openings: {chapter: next}", ""),
    ],
)
def test_a_key_that_no_piece_and_no_template_has_is_told(
    small: Project, capsys: pytest.CaptureFixture[str], key: str, said: str
) -> None:
    small.write("styles/pocket/style.yaml", f"name: Pocket\nbased_on: classic\n{key}\n")
    small.mend(BOOK, "style: classic", "style: pocket")
    assert small.check() == bool(said)
    err = capsys.readouterr().err
    assert said in err
    assert err.count("did you mean") == bool(said)


def test_a_key_given_twice_in_a_parent_style_is_told(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    small.write("styles/classic/style.yaml", small.read("styles/classic/style.yaml") + "openings:\n  imprint: recto\n")
    small.write("styles/pocket/style.yaml", "name: Pocket\nbased_on: classic\nopenings: {imprint: next}\n")
    small.mend(BOOK, "style: classic", "style: pocket")
    assert any('key "openings" is given twice' in each for each in told(small, capsys))


@pytest.mark.parametrize(("language", "warned"), [("de", True), ("fr-CA", True), ("pl", True), ("en-US", False)])
def test_a_book_in_another_language_is_told_what_will_be_english(
    small: Project, capsys: pytest.CaptureFixture[str], language: str, warned: bool
) -> None:
    small.mend(BOOK, "language: en-GB", f"language: {language}")
    said = told(small, capsys)
    assert bool(said) == warned
    assert all(each.startswith(f"{BOOK}:2: warning: ") and "Contents" in each for each in said)


@pytest.mark.parametrize("tag", ["xx-bogus-zz9", "de_DE", "German", "en-GB-", "x-klingon", "en-GB-oed-oed1-US"])
def test_a_tag_of_a_language_has_the_form_of_one(small: Project, capsys: pytest.CaptureFixture[str], tag: str) -> None:
    small.mend(BOOK, "language: en-GB", f"language: {tag}")
    assert any(f'"{tag}" is no language' in each for each in told(small, capsys))


@pytest.mark.parametrize(
    "tag", ["grc", "zh-Hant-TW", "de-1901", "sl-rozaj-biske", "en-GB-oxendict", "es-419", "ru-x-old"]
)
def test_every_form_of_a_tag_is_one(tag: str) -> None:
    assert LANGUAGE.fullmatch(tag)


# --- what is typed ---------------------------------------------------------------------------------------

TASKS: dict[str, dict[str, type | None]] = {
    "check": {"--pages": None, "--manuscript": str, "-m": str},
    "names": {"--missing": None},
    "bench": {"--seed": int, "-s": int},
}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("chek", 'no task "chek"'),
        ("--search-root here nams --missing", 'no task "nams"'),
        ("check --page", 'check has no option "--page"'),
        ("check --manuscript=there --missing", 'check has no option "--missing"'),
        ("check names --pages", 'names has no option "--pages"'),
        ("check -z", 'check has no option "-z"'),
        ("bench --seed many", '--seed of bench wants a number, found "many"'),
        ("bench --seed=2x", '--seed of bench wants a number, found "2x"'),
        ("bench --seed", '--seed of bench wants a number, found ""'),
        ("bench --seed 12 -s3 -s 4 --seed=-5", ""),
        ("check --manuscript chek --pages", ""),
        ("check -m chek --help", ""),
        ("--list", ""),
        ("", ""),
    ],
)
def test_a_task_or_an_option_misspelt_is_told(typed: str, said: str) -> None:
    problem = misspelt(typed.split(), TASKS)
    assert (problem.message if problem else "") == said


def test_a_task_whose_reader_has_gone_has_not_done_well(tiny: Project) -> None:
    @answered()
    def names(project: Desk) -> int:
        raise BrokenPipeError(project)

    kept = os.dup(1)
    try:
        assert names(tiny.project) == 128 + signal.SIGPIPE
    finally:
        os.dup2(kept, 1)
        os.close(kept)


@pytest.mark.parametrize(
    ("name", "forms", "told"),
    [
        ("Ada Merrow", "[Ada Merrow, Merrow]", "is sorted by"),
        ("Captain Jonas Merrow", "[Merrow]", "is sorted by"),
        ('{family: Merrow, suffix: ", Jr."}', "[Merrow]", "a comma"),
        ('{family: "Merrow,", given: Ada}', "[Merrow]", "a comma"),
        ("Henry VIII", "[Henry VIII, Henry]", ""),
        ("Ibn Merrow", "[Ibn Merrow]", ""),
        ("Ada Merrow\n  sort: Ada", "[Merrow]", ""),
        ("{family: Merrow, suffix: Jr.}", "[Merrow]", ""),
    ],
)
def test_a_name_that_would_be_sorted_or_printed_otherwise_than_meant_is_told(
    small: Project, name: str, forms: str, told: str
) -> None:
    small.write("manuscript/people.yaml", f"- id: merrow\n  name: {name}\n  forms: {forms}\n")
    _, problems = pipeline.edit(small.project)
    found = [each.message for each in problems if each.rule.name == "doubtful-value"]
    assert bool(found) == bool(told) and all(told in each for each in found)
