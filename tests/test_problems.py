"""Bad input: each folder of `problems/` spoils the tiny book, and its `expected.txt` is what must then be printed.

A folder is named after its rule, with what is particular to it behind `--`. `./go golden` writes the messages anew.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TOP, Project
from transcripts import NAME, act, folders, typed_in

from press import build
from press.cli.rulebook import MODULES, all_rules, rulebook
from press.problem import Origin, Problem, Rule
from press.rules import UNKNOWN_KEY
from press.typesetting.rules import LOOKS

SHOWN_BY_LAYOUT_OR_A_BROKEN_MACHINE = {
    "press": "something that nobody has foreseen; tests/test_robust.py has something",
    "stray-link": "a template makes one; tests/test_links.py has some",
    "link-nowhere": "a template leaves an id out; tests/test_links.py has some",
    "memory": "there is no memory left",
    "ended": "tests/test_workers.py ends one",
    "disk": "the disk refuses",
    "strained-paragraph": "a measure too narrow; tests/test_paragraphs.py has one",
    "set-by-line": "a paragraph that cannot be measured; tests/test_paragraphs.py has some",
    "engine-version": "another WeasyPrint is installed",
    "no-pandoc": "pandoc cannot be run",
    "unknown-editor": "an editor misspelt; tests/test_window.py asks for some",
    "unusable-port": "a port that another program has; tests/test_window.py asks for one",
    "unknown-place": "no line of the manuscript; tests/test_window.py asks for some",
    "unknown-task": "a task misspelt; tests/test_records.py types some",
    "missing-head": "a sheet leaves out the head of one page; tests/test_running_heads.py has one",
    "lost-page": "a page that begins with nothing of the text; tests/test_page_list.py has one",
    "epubcheck": "epubcheck finds fault with an EPUB",
    "fallback-font": "the engine used a font that no style names",
    "missing-feature": "type without small capitals; tests/test_settle.py takes them from a font",
    "stale-look": "the pages no longer show what was silenced",
    "figure-parted": "a group of figures deeper than a page; tests/test_figures.py has one",
    "unsettled": "page numbers never come to rest",
    "note-astray": "a note cannot be brought to the page of its call",
    "import-too-long": "a file larger than a test should keep; tests/test_import.py makes one",
    "words-not-imported": "a reader drops what nobody has thought of; tests/test_import_account.py has some",
    "csl-json": "pandoc cannot be run",
    "no-validator": "veraPDF, or epubcheck, is not installed",
    "validator": "a validator cannot be run, or cannot read the file",
    "maven": "Maven cannot fetch a validator",
    "no-java": "there is no Java",
    "not-whole": "the press has been spoiled",
    "no-other-press": "no press is where one is named; tests/test_upgrade.py names some",
    "upgrade": "another press fails; tests/test_upgrade.py has one",
    "two-tasks-files": "Invoke finds it; tests/test_commands.py has one",
    "preflight": "it is told to other programs; tests/test_commands.py asks one",
    "name-doubt": "it is told to other programs; tests/test_commands.py asks one",
    "no-maven": "there is no Maven",
    "pages-differ": "the print edition has other words on a page than the reading edition",
    "colour-for-gray": "a house prints in black ink; tests/test_houses.py has a picture in colour",
    "house-refuses": "a house takes no book of so few pages; tests/test_houses.py makes one",
    "no-room-in-safe-zone": "a type area as large as the page; tests/test_houses.py has one",
    "not-ours": "somebody has changed a file of the web edition; tests/test_site.py does",
    "stale-product": "somebody has taken a product away; tests/test_houses.py tells of some",
    "stale-cover": "the cover that lies in dist/ was made for another number of pages",
}
PICTURES = {".png", ".pdf", ".icc", ".docx"}
RULE = re.compile(r"(?:error|warning): .* \[([\w-]+)\]$", re.MULTILINE)
OF_PAGES = ("./go build", "./go check --pages")
FOLDERS = [
    pytest.param(folder, id=folder.name, marks=pytest.mark.slow if set(OF_PAGES) & set(typed_in(folder)) else ())
    for folder in folders()
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_bad_input_is_answered_with_these_very_words(folder: Path, tmp_path: Path) -> None:
    transcript = act(folder, tmp_path)
    assert str(transcript) == (folder / NAME).read_text(encoding="utf-8")
    assert transcript.status == (1 if " error: " in transcript.printed else 0)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_shows_the_rule_it_is_named_after(folder: Path) -> None:
    rules = set(RULE.findall((folder / NAME).read_text(encoding="utf-8")))
    assert folder.name.partition("--")[0] in rules or (folder.name == "several" and len(rules) > 5)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_problem_names_a_file_and_nothing_of_this_machine(folder: Path) -> None:
    for line in (folder / NAME).read_text(encoding="utf-8").splitlines():
        assert "Traceback" not in line
        assert str(TOP) not in line
        if RULE.search(line) and "--pages" not in "".join(typed_in(folder)) and "build" not in typed_in(folder)[-1]:
            files = r"[\w./-]+" if "import" in typed_in(folder)[-1] else r"(manuscript|styles|profiles|dist)(/[\w.-]+)*"
            assert re.match(rf"({files})(:\d+)?: (error|warning): [^A-Z]", line), line


WITHOUT_A_LINE = {
    "missing-manuscript": "a folder",
    "missing-file": "a file that is not there",
    "missing-template": "a style, in which a file is not there",
    "in-the-way": "a folder",
    "book-within": "a folder",
    "unknown-profile": "the folder of profiles",
    "cover-overfull": "a made file",
    "spine-without-title": "a made file",
    "not-a-pdf": "a made file",
    "not-made": "a made file",
    "safe-zone-unsaid": "a style, which does not say it",
    "engine": "a picture, by the style, which no line of the manuscript asks for",
    "css": "a sheet as a whole",
    "citeproc": "pandoc says none",
    "reference-section": "an author's file",
}
"""Rules whose problems have no line, some of them or all; of an author's file that is imported the whole is told."""


def test_a_problem_of_a_text_or_a_record_has_a_line() -> None:
    lines = [line for folder in folders() for line in (folder / NAME).read_text(encoding="utf-8").splitlines()]
    lineless = {found[1] for line in lines if (found := RULE.search(line)) and not re.match(r"[^ ]+:\d+: ", line)}
    assert {rule for rule in lineless if not rule.startswith("import-")} <= WITHOUT_A_LINE.keys()


RULES = all_rules()


def test_every_rule_has_a_folder() -> None:
    rules = {rule.name for rule in RULES if rule not in LOOKS}
    shown = {folder.name.partition("--")[0] for folder in folders()} - {"several"}
    assert rules - shown == SHOWN_BY_LAYOUT_OR_A_BROKEN_MACHINE.keys()
    assert shown <= rules


def test_a_name_means_one_rule() -> None:
    assert [name for name, times in Counter(rule.name for rule in RULES).items() if times > 1] == []


def test_rules_are_written_in_the_modules_of_rules_and_all_of_these_are_in_the_list() -> None:
    made = {path for path in (TOP / "press").rglob("*.py") for each in calls_in(path) if each == "Rule"}
    assert made == {Path(str(module.__file__)) for module in MODULES}
    assert made == set((TOP / "press").rglob("*rules.py"))


def calls_in(path: Path) -> Iterator[str]:
    """The plain names that a module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def test_something_complains_by_every_rule() -> None:
    modules = [path for path in (TOP / "press").rglob("*.py") if not path.name.endswith("rules.py")]
    used = {name for path in modules for name in names_in(path)}
    rules = {name for module in MODULES for name, rule in vars(module).items() if isinstance(rule, Rule)}
    assert rules - used == set()


def names_in(path: Path) -> Iterator[str]:
    """The names that a module uses."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            yield node.id


def folders_of(rule: Rule) -> list[Path]:
    return [folder for folder in folders() if folder.name.partition("--")[0] == rule.name]


@pytest.mark.parametrize("rule", [rule for rule in RULES if folders_of(rule)], ids=str)
def test_the_example_of_a_rule_stands_in_its_folder(rule: Rule) -> None:
    files = [path for folder in folders_of(rule) for path in folder.rglob("*") if path.suffix not in PICTURES]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()]
    assert rule.example
    assert any(rule.example in text for text in texts)


def test_the_list_of_rules_is_what_the_records_give() -> None:
    assert (TOP / "docs" / "rules.md").read_text(encoding="utf-8") == rulebook(RULES), "./go golden writes it anew"


def test_several_faults_are_told_in_the_order_of_their_places(tmp_path: Path) -> None:
    several = next(folder for folder in folders() if folder.name == "several")
    places = re.findall(r"^(\S+?):(\d+): error", act(several, tmp_path).printed, re.MULTILINE)
    assert len(places) > 5
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))


def test_a_problem_reads_like_a_compiler_s() -> None:
    problem = Problem(Origin("manuscript/people.yaml", 4), UNKNOWN_KEY, 'unknown key "glos"', 'did you mean "gloss"?')
    first = 'manuscript/people.yaml:4: error: unknown key "glos" [unknown-key]'
    assert str(problem) == f'{first}\n    hint: did you mean "gloss"?'


def test_what_cannot_be_read_is_not_complained_of_again(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    for name in ("people.yaml", "sources.yaml", "chapters/01-the-ledger.md"):
        tiny.write(f"manuscript/{name}", "---\n- [")
    assert tiny.check() == 1
    assert RULE.findall(capsys.readouterr().err) == ["missing-header", "yaml", "yaml"]


LONG = "la " * 120
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"
SLIPS = {
    "a line of a drama that is too long": (f"::: drama\nKING\n:   | {LONG}\n:::", "verse-line"),
    "a key of a table misspelt": ("::: {.table cvs=figures/x.csv #sums}\nSums.\n:::\n\nSee [](#sums).", "unknown-mark"),
    "a caption above its table": (f": Sums. {{#sums}}\n\n{TABLE}\n\nSee [](#sums).", "foreign-mark"),
    "a space in an id": ("## Sums {#the sums}\n\nSee [](#the).", "stray-mark"),
    "the name of a note misspelt": ("So.[^tols]\n\n[^tolls]: It is said.", "unknown-note"),
    "decoration that is to be a plate": ("![](figures/chart.svg){.decorative at=plate}", "decorative"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_is_told_in_one_line(slip: str, tmp_path: Path) -> None:
    text, rule = SLIPS[slip]
    project = Project(tmp_path)
    chart = project.read("manuscript/figures/chart.svg") if "chart" in text else ""
    project.small().write("manuscript/chapters/one.md", f"---\ntitle: One\n---\n{text}\n")
    if chart:
        project.write("manuscript/figures/chart.svg", chart)
    assert [str(each.rule) for each in build.edit(project.project)[1]] == [rule]


def test_one_unreadable_register_does_not_silence_what_another_shows(
    tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    tiny.write("manuscript/people.yaml", "- [")
    tiny.mend("manuscript/chapters/02-the-crossing.md", "[@brandt, 18]", "[@brant, 18]")
    assert tiny.check() == 1
    assert RULE.findall(capsys.readouterr().err) == ["unknown-source", "yaml"]


def test_a_clean_book_has_no_problems(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    assert tiny.check() == 0
    assert capsys.readouterr().err == "no problems\n"


def test_a_picture_outside_the_project_is_not_read_through_a_symbolic_link(
    tiny: Project, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.svg"
    secret.write_text(tiny.read("manuscript/figures/chart.svg"), encoding="utf-8")
    tiny.cold().remove("manuscript/figures/chart.svg")
    (tiny.top / "manuscript/figures/chart.svg").symlink_to(secret)
    assert tiny.check() == 1
    assert 'no picture "figures/chart.svg"' in capsys.readouterr().err


def test_a_chapter_outside_the_project_is_not_read_through_a_symbolic_link(
    tiny: Project, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "preface.md"
    secret.write_text(tiny.read("manuscript/front/preface.md"), encoding="utf-8")
    tiny.remove("manuscript/front/preface.md")
    (tiny.top / "manuscript/front/preface.md").symlink_to(secret)
    assert tiny.check() == 1
    assert RULE.findall(capsys.readouterr().err) == ["outside"]


def test_a_record_of_too_many_levels_is_no_book(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    tiny.write("manuscript/events.yaml", "[" * 900)
    assert tiny.check() == 1
    assert RULE.findall(capsys.readouterr().err) == ["yaml"]
