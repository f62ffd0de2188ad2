"""The manual holds: its examples are built and come out as it says, its commands run, and nothing goes undescribed."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pypandoc
import pytest
import yaml
from conftest import TESTS, TOP, Project, watching
from leaves import read_texts

from bench.tasks import ALL
from press import build as pipeline
from press.cli.invoked import run
from press.editing import records
from press.editing.index_records import TermRecord
from press.editing.inlines import SPAN_SAYS
from press.fields import NO_KEY, Length, Raw, Written
from press.importing.begin_folder import BESIDE
from press.indexes.options import PRESETS, IndexOptions
from press.kinds import KINDS
from press.problem import Silence
from press.style.records import StyleRecord
from press.typesetting.rules import STRAINED_PARAGRAPH

DOCS = TOP / "docs"
EDITORS = DOCS / "editors-guide.md"
FENCE = re.compile(r"^```(\w+)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
UNSEEN = re.compile(r"[\s\u2060\u00ad-]+")  # what the end of a line may add or take away
SET_OFF = re.compile(r"^    ((?:\./go|press) .*)$", re.MULTILINE)
GO = "import signal; signal.signal(2, signal.default_int_handler); from invoke.main import program; program.run()"
"""What `./go` does when the machine is set up; where tests run in the background, an interrupt would be ignored."""
BLANK = "---\ntitle: {title}\n---\n{text}\n"
HELP_ALONE = {"test", "golden", "lint", "bench", "attack"}
"""Tasks of the press's own makers, of which only the help is asked for: `test` would run this very test, `golden` write
over what is tested, `bench` and `attack` go on for minutes, and `lint`, which CI runs, take one where nothing is kept.
"""
VALIDATED = {"press validate": "veraPDF", "press epub --check": "epubcheck"}
"""Commands that ask a validator, which no test fetches."""
LOOSE = "He wrote to {} Llanfairpwllgwyngyllgogerychwyrn."
"""A paragraph whose first line is loose, for the name that ends it is not divided."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of the manual: its language, what else stands behind the fence, its text, its first line."""

    language: str
    name: str
    text: str
    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a page of the manual, in order."""
    text = path.read_text(encoding="utf-8")
    return [Block(m[1], m[2].strip(), m[3], path, text.count("\n", 0, m.start()) + 2) for m in FENCE.finditer(text)]


def pages_of_the_manual() -> list[Path]:
    return [TOP / "README.md", TOP / "manuscript" / "README.md", *sorted(DOCS.glob("*.md"))]


def seen(text: str) -> str:
    """A text without what the end of a line may add or take away, capitals being all one."""
    return UNSEEN.sub("", text).casefold()


# --- the editor's guide is a book ------------------------------------------------------------------

EXAMPLES = [block for block in blocks(EDITORS) if block.language == "markdown" and not block.name]
EXPECTED = [block for block in blocks(EDITORS) if block.language == "text"]


def write_the_book_of_the_guide(top: Path) -> Project:
    """The files that the guide gives, and its examples as chapters named after the lines where they stand."""
    project = Project(top, TESTS / "books" / "tiny").remove("manuscript")
    for block in blocks(EDITORS):
        if block.language in ("yaml", "markdown") and block.name:
            project.write(f"manuscript/{block.name}", block.text)
    for name in ("front/preface.md", "front/chronology.md"):
        project.write(f"manuscript/{name}", BLANK.format(title="Words", text="Words before."))
    texts = {f"chapters/line-{block.line}.md": block.text for block in EXAMPLES}
    texts |= {silence["file"]: LOOSE.format(silence["words"]) for silence in silences_in(project)}
    for name, text in texts.items():
        project.write(f"manuscript/{name}", BLANK.format(title=Path(name).stem.replace("-", " "), text=text))
    hague = "    - chapters/05-the-hague.md\n"
    project.mend("manuscript/book.yaml", hague, hague + "".join(f"    - {name}\n" for name in texts))
    project.write("manuscript/figures/map.svg", (TESTS / "books/tiny/manuscript/figures/chart.svg").read_bytes())
    return project


def silences_in(project: Project) -> list[dict[str, str]]:
    """The records of looks.yaml."""
    silences: list[dict[str, str]] = yaml.safe_load(project.read("manuscript/looks.yaml"))
    return silences


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return write_the_book_of_the_guide(tmp_path_factory.mktemp("guide")).cold()  # the commands have its own store


@pytest.fixture(scope="module")
def printed(guide: Project) -> dict[str, str]:
    """The words of each piece of the guide's book, as printed, by the piece's anchor and its kind."""
    *_, proof, problems = pipeline.proof(guide.project)
    # but for the paragraph that shows what a look is
    assert [str(problem) for problem in problems if problem.rule is not STRAINED_PARAGRAPH] == []
    pages = read_texts(guide.make())
    words: dict[str, str] = {}
    for setting in proof.settings:
        text = "\n".join(pages[folio.sheet - 1] for folio in setting.folios)
        words |= {setting.piece.anchor: text, setting.piece.kind: text}
    return words


def asked_for(block: Block) -> str:
    """The piece in which the words of a `text` block are to be found."""
    if block.name:
        return block.name
    return f"line-{max(example.line for example in EXAMPLES if example.line < block.line)}"


@pytest.mark.slow
@pytest.mark.parametrize("block", EXPECTED, ids=str)
def test_an_example_comes_out_as_the_guide_says(block: Block, printed: dict[str, str]) -> None:
    page = seen(printed[asked_for(block)])
    assert [line for line in block.text.splitlines() if seen(line) not in page] == []


def test_every_example_says_what_comes_of_it() -> None:
    assert {f"line-{example.line}" for example in EXAMPLES} <= {asked_for(block) for block in EXPECTED}


def test_the_audit_heeds_the_looks_that_the_guide_has_taken_and_no_others(
    guide: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    ((rule, words),) = [(silence["rule"], silence["words"]) for silence in silences_in(guide)]
    assert guide.look() == 0
    table, looks = capsys.readouterr()
    assert re.search(rf"^{rule.replace('-', ' ')}s .* 1$", table, re.MULTILINE)
    assert not re.search(rf"{silences_in(guide)[0]['file']}.* \[{rule}\]$", looks, re.MULTILINE)
    guide.mend("manuscript/looks.yaml", words, "other words")
    assert guide.look() == 1
    guide.mend("manuscript/looks.yaml", "other words", words)
    assert capsys.readouterr().err.count("[stale-look]") == 1


# --- every key, and no other -----------------------------------------------------------------------


def keys_of(record: type, prefix: str = "") -> Iterator[str]:
    """The keys that a record may have in its file, those of the records within it too."""
    unsaid = {field.name: field.metadata for field in dataclasses.fields(record)}
    for name, hint in get_type_hints(record).items():
        if name in ("origin", "keys") or unsaid.get(name) == NO_KEY:
            continue
        yield name.rstrip("_").replace("__", "-")
        for inner in (hint, *get_args(hint)):
            known = (Length, Raw, Written, record)  # a part lists pieces as the contents do
            if isinstance(inner, type) and dataclasses.is_dataclass(inner) and inner not in known:
                yield from keys_of(inner)


RECORDS = (
    records.BookRecord,
    records.PersonRecord,
    TermRecord,
    records.EventRecord,
    records.ChapterRecord,
    records.DocumentRecord,
    Silence,
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_of_a_manuscript_is_in_the_editor_s_guide(record: type) -> None:
    guide = EDITORS.read_text(encoding="utf-8")
    assert [key for key in dict.fromkeys(keys_of(record)) if not re.search(rf"\b{key}:", guide)] == []


@pytest.mark.parametrize("names", ["DOCUMENT_KINDS", "TREATMENTS", "ALIAS_KINDS"])
def test_every_name_that_a_key_may_have_as_its_value_is_in_the_editor_s_guide(names: str) -> None:
    values: Any = getattr(records, names)
    guide = EDITORS.read_text(encoding="utf-8")
    assert [value for value in get_args(values) if not re.search(rf"\b{value}\b", guide)] == []


def test_every_kind_of_piece_is_in_the_editor_s_guide() -> None:
    guide = EDITORS.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if not re.search(rf"\b{kind}\b", guide)] == []


MARKS = (
    *("person=", "sub=", "lang=", ".principal", ".begin", ".end", ".smallcaps", ".super", ".underline", ".ul", ".side"),
    *(".page", ".original", "alt=", "#id"),
)


def test_every_mark_is_in_the_editor_s_guide() -> None:
    guide = EDITORS.read_text(encoding="utf-8")
    assert [mark for mark in MARKS if not re.search(rf"\{{[^}}]*{re.escape(mark)}", guide)] == []
    said = (set(SPAN_SAYS) - {"class"}) | SPAN_SAYS["class"]
    assert said == {mark.strip(".=#") for mark in MARKS} - {"page", "original", "alt", "person"}


# --- the designer's guide is a style ---------------------------------------------------------------

DESIGNERS = DOCS / "designers-guide.md"


def code_in(path: Path) -> str:
    """All that a page of the manual sets as code, a word a line."""
    return "\n".join(re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8")))


@pytest.mark.slow
def test_the_style_of_the_guide_prints_the_tiny_book(tiny: Project) -> None:
    tiny.without("index-of-names", "list-of-people", "cover-names")
    for block in blocks(DESIGNERS):
        if block.name:
            tiny.write(block.name, block.text)
    words = "\n".join(read_texts(tiny.mend("manuscript/book.yaml", "style: classic", "style: pocket").make()))
    assert "In This Book" in words
    assert "The Ferry at Low Water is set in EB Garamond." in words


@pytest.mark.parametrize("record", [StyleRecord, IndexOptions], ids=lambda record: record.__name__)
def test_every_key_of_a_style_is_in_the_designer_s_guide(record: type) -> None:
    code = code_in(DESIGNERS)
    assert [key for key in keys_of(record) if not re.search(rf"^{key}$", code, re.MULTILINE)] == []


def test_the_guide_s_table_of_the_index_is_true() -> None:
    rows = re.findall(r"^\| (`.*?) \| (.*?) \| (.*?) \|", DESIGNERS.read_text(encoding="utf-8"), re.MULTILINE)
    told = {}
    for keys, chicago, other in rows:
        oxford = chicago if other == "the same" else other
        told |= dict(zip(_code(keys), zip(_code(chicago), _code(oxford), strict=False), strict=False))
    for field in (each for each in dataclasses.fields(IndexOptions) if each.metadata != NO_KEY):
        values = (getattr(PRESETS[preset], field.name) for preset in ("chicago", "oxford"))
        assert told[field.name] == tuple(str(v).lower() if isinstance(v, bool) else str(v) for v in values), field.name


def _code(cell: str) -> list[str]:
    return [word.strip('"') for word in re.findall(r"`([^`]+)`", cell)]


def test_every_name_that_a_template_may_use_is_in_the_designer_s_guide() -> None:
    composer = (TOP / "press" / "compose" / "view.py").read_text(encoding="utf-8")
    context = composer.partition("context: dict[str, Any] = {")[2].partition("\n        }\n")[0]
    names = re.findall(r'^ +"(\w+)":', context, re.MULTILINE)
    assert len(names) > 20
    assert [name for name in names if not re.search(rf"^{name}\b", code_in(DESIGNERS), re.MULTILINE)] == []


def test_every_class_that_the_templates_write_is_in_the_designer_s_guide() -> None:
    classes: set[str] = set()
    for path in (TOP / "styles" / "base").glob("*.j2"):
        for written in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            classes |= set(re.findall(r"'([\w -]+)'", written.replace("{%", "{{")))
            classes |= set(re.sub(r"\{\{.*?\}\}", " ", written).split())
    classes = {name for each in classes for name in each.split()}
    assert len(classes) > 50
    code = code_in(DESIGNERS)
    assert sorted(name for name in classes if not re.search(rf"^{name}$", code, re.MULTILINE)) == []


def test_every_template_is_in_the_designer_s_guide() -> None:
    names = {path.name.removesuffix(".html.j2") for path in (TOP / "styles" / "base").glob("*.j2")}
    assert [name for name in names if name not in code_in(DESIGNERS)] == []


# --- commands --------------------------------------------------------------------------------------


def commands() -> dict[str, Block]:
    """Every command in a `sh` block of the manual, or on a line of its own; with the place of the last such line."""
    found = {}
    for path in pages_of_the_manual():
        shown = [block for block in blocks(path) if block.language == "sh"]
        text = path.read_text(encoding="utf-8")
        shown += [Block("sh", "", m[1], path, text.count("\n", 0, m.start()) + 1) for m in SET_OFF.finditer(text)]
        for block in sorted(shown, key=lambda block: block.line):
            found |= {line.partition("  ")[0]: block for line in block.text.splitlines()}
    return found


def task_of(line: str) -> str:
    """The task that a command names."""
    command, name, *_ = shlex.split(line)
    assert command in ("press", "./go")
    return name


DONE = {line: block for line, block in commands().items() if line not in {*VALIDATED, "press watch"}}
"""The commands that end by themselves, and well."""
BIB = "@book{serge, author = {Serge, Victor}, title = {Memoirs of a Revolutionary}, date = {1951}}\n"
TYPESCRIPT = "# The Shop\n\nHe kept a shop.^[So it is said.]\n\n# The Flight\n\nHe fled.\n"


@pytest.fixture(scope="module")
def desk(guide: Project, printed: dict[str, str]) -> Project:
    """The guide's book, made, and beside it what an author may send."""
    pypandoc.convert_text(TYPESCRIPT, "docx", format="markdown", outputfile=guide.top / "typescript.docx")
    guide.write("chapters/1-shop.md", "# The Shop\n\nHe kept a shop.\n")
    guide.write("chapters/2-flight.md", "# The Flight\n\nHe fled.\n")
    guide.write("tasks.py", (BESIDE / "tasks.py.txt").read_bytes())
    return guide.write("zotero.bib", BIB)


def typed(arguments: list[str], desk: Project, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit status of `press` with these arguments, typed in the book's own folder, and what it says."""
    monkeypatch.chdir(desk.top)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            run(ALL, "press", desk.top, arguments)
            status: Any = 0
        except SystemExit as left:
            status = left.code
    return status or 0, said.getvalue()


@pytest.mark.parametrize("line", VALIDATED)
def test_a_command_that_wants_a_validator_says_in_a_line_that_there_is_none(
    line: str, desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert line in commands()
    status, said = typed(shlex.split(line)[1:], desk, monkeypatch)
    assert status == 1
    wanting = rf"^{VALIDATED[line]}: error: {VALIDATED[line]} [\d.]+ is not installed \[no-validator\]$"
    assert re.search(f"{wanting}\n    hint: {line} --install$", said, re.MULTILINE), said


@pytest.mark.slow
def test_the_watch_of_the_manual_makes_the_book_and_ends_when_it_is_interrupted(desk: Project) -> None:
    assert "press watch" in commands()
    with watching([sys.executable, "-c", GO, "--search-root", desk.top, "watch"], desk.top) as printed:
        assert any(re.match(r"dist/krivitsky-reading\.pdf: \d+ pages, ", line) for line in printed)


@pytest.mark.slow
@pytest.mark.parametrize("guide_of", sorted({block.path.name for block in DONE.values()}))
def test_the_commands_of_a_guide_do_their_work_one_after_another(
    guide_of: str, desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.build(desk.project)  # a guide speaks of a book that has been made
    for line in (line for line, block in DONE.items() if block.path.name == guide_of):
        name, *options = shlex.split(line)[1:]
        status, said = typed(["--help", name] if name in HELP_ALONE else [name, *options], desk, monkeypatch)
        assert status == 0, f"{line}\n{said}"


def test_every_task_is_shown_as_a_command() -> None:
    assert ALL.task_names.keys() == {task_of(line) for line in commands()} - {"--list"}
