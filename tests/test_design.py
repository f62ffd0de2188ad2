"""The shape of the press: what of it meets the outer world, what stays small, and that nothing is promised which is not
there. Which part may import which is said in pyproject.toml, and kept by `./go lint`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jinja2
import pytest
from conftest import TESTS, TOP
from invoke import Task

from bench.tasks import ALL
from press import project, text
from press.book import Book
from press.citations.wording import Wording
from press.compose.compose import Composer
from press.compose.item_marks import item_marks
from press.compose.tabular import tabulate
from press.editing.imprint_records import IsbnRecord
from press.editing.records import ALIAS_KINDS, ROLES
from press.kinds import MADE, PROSE, PROSE_KINDS
from press.numerals import ItemNumbers
from press.problem import Origin
from press.style.read import read_style
from press.style.style import Style
from press.terms import MARKS
from press.text import (
    Block,
    Cluster,
    Definition,
    DefinitionList,
    Figure,
    Foreign,
    Heading,
    Inline,
    ItemList,
    KeptCase,
    Link,
    Mention,
    Note,
    Reference,
    Text,
)

PRESS = TOP / "press"
MODULES = sorted(PRESS.rglob("*.py"))
PACKAGES = sorted([*MODULES, *TOP.glob("bench/**/*.py")])
HERE = sorted([*PACKAGES, *TESTS.glob("*.py"), TOP / "tasks.py"])
FOLDERS = sorted(path.parent for path in (TOP / "styles").glob("*/style.yaml"))
STYLES = [folder for folder in FOLDERS if folder.name not in ("base", "web")]  # those that print
COMMANDS = dict(ALL.tasks.items())
COMMAND = re.compile(r"(?:\./go|`press|^ *press|\binvoke|\binv) ([a-z][a-z-]*)((?: --?[a-z][a-z-]*)*)", re.MULTILINE)

EDGES = {
    "logging": {"typesetting/engine"},
    "pikepdf": {"pdf", "prepress", "cli/validation"},
    "pypdfium2": {"audit/contact_sheet", "ebook/cover", "preview/window", "prepress", "words/proof"},
    "PIL": {"audit/contact_sheet", "importing/pictures", "prepress", "style/pictures"},
    "barcode": {"prepress/bar_code"},
    "subprocess": {"cli/trial", "cli/validators", "pandoc", "preview/editor", "preview/watch"},
    "multiprocessing": {"workers"},
    "tempfile": {
        *("importing/deliver", "preview/watch", "scratch"),
    },
    "jinja2": {
        "audit/contact_sheet",
        "indexer/mention_page",
        "style/read",
        "style/rendering",
        "style/style",
        "style/templates",
    },
    "yaml": {
        "editing/read",
        "fields",
        "importing/names/lexicon",
        "importing/writing/records",
        "words/plain_yaml",
        "yaml_faults",
        "yaml_tree",
    },
    "markdown_it": {"editing"},
    "watchfiles": {"preview/watch"},
    "tinycss2": {"style/lettering", "words/visible", "style/magnitudes", "style/note_sheets", "style/idle_sheets"},
    "cssselect2": {"style/lettering", "words/visible", "style/note_sheets"},
    "http": {"preview/answers", "preview/good", "preview/window"},
    "tinyhtml5": {"ebook/text_files", "importing/markup/words_of_page"},
    "rich": {"cli"},
}
"""The outer world, and the only modules that know each part of it; the engine's is kept by `./go lint`."""
WRITES = {
    "write_text",
    "write_bytes",
    "mkdir",
    "unlink",
    "rmtree",
    "mkstemp",
    "rename",
    "touch",
    "symlink_to",
    "fdopen",
}
WRITERS = {
    "cli/make": "cleans up",
    "cli/validators": "fetches the validators",
    "files": "puts files in place",
    "importing/deliver": "fills the folder of an imported manuscript",
    "scratch": "makes a folder for what is temporary, and sweeps those of dead runs",
    "store": "throws away what nobody asks for",
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    """Where a module stands, as the listing of `press/` shows it: `typesetting/engine/notes`."""
    return path.relative_to(PRESS).with_suffix("").as_posix()


def names(paths: list[Path]) -> list[Any]:
    return [pytest.param(path, id=path.relative_to(TOP).as_posix()) for path in paths]


@cache
def imported_by(path: Path) -> frozenset[str]:
    """The modules that a module imports, in full."""
    found = set[str]()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def within(module: str, edge: str) -> bool:
    """Whether a module is the one named, or stands in the folder named."""
    return module == edge or module.startswith(f"{edge}/")


# --- the edges --------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", sorted(EDGES))
def test_the_outer_world_is_known_only_at_the_edge(library: str) -> None:
    knowing = {room(path) for path in MODULES if library in {name.partition(".")[0] for name in imported_by(path)}}
    assert {module for module in knowing if not any(within(module, edge) for edge in EDGES[library])} == set()
    assert {edge for edge in EDGES[library] if not any(within(module, edge) for module in knowing)} == set()


def test_the_modules_that_write_to_the_disk_are_those_named() -> None:
    writing = {
        room(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    }
    assert writing == WRITERS.keys()


def test_nobody_fetches_from_the_network() -> None:
    networked = {"urllib.request.urlopen", "http", "socket", "requests", "httpx", "urllib3"}
    assert not {name for path in MODULES for name in imported_by(path)} & networked


# --- what stays small and explained ----------------------------------------------------------------


@pytest.mark.parametrize("path", names(HERE))
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 60] == []


@pytest.mark.parametrize("path", names(HERE))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path))


def test_no_module_is_longer_than_can_be_read_at_once_nor_too_short_to_stand_alone() -> None:
    lengths = {p.relative_to(TOP).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGES}
    assert {path for path, lines in lengths.items() if lines > 400} == set()
    assert {path for path, lines in lengths.items() if lines < 15 and not path.endswith("__init__.py")} == set()


SAYS_NOTHING = re.compile(r"util|helper|manager|handler|process|data|info|common|misc|stuff", re.IGNORECASE)


@pytest.mark.parametrize("path", names(HERE))
def test_nothing_has_a_name_that_says_nothing(path: Path) -> None:
    """No module, no folder that it stands in, and no class."""
    classes = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    called = [*path.relative_to(TOP).with_suffix("").parts, *classes]
    assert [name for name in called if SAYS_NOTHING.search(name)] == []


def test_no_two_classes_have_one_name() -> None:
    classes = Counter(node.name for path in PACKAGES for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))
    assert [name for name, count in classes.items() if count > 1] == []


# --- every kind of node can be printed in every style ----------------------------------------------

UNPRINTED = (Text, Cluster, KeptCase)
"""What has no macro: text is what macros put between tags, and of a citation nothing is left when it is worded; nor of
what a record says to citeproc alone."""
KINDS = [kind for kind in (*get_args(Inline), *get_args(Block)) if kind not in UNPRINTED]
PLAIN = {
    "Mention": "marked for the index, not for the eye",
    "Reference": "reads like any words",
    "Link": "on paper a link out of the book looks like any words",
    "LineBreak": "a new line is nothing else",
    "Foreign": "marked for hyphenation and for the ear, not for the eye",
}
NOWHERE = Origin("sample")
WORDS = (Text("words"),)
CELLS = (text.Cell(WORDS),)
SAMPLES: dict[str, Any] = {
    "Foreign": Foreign("fr", WORDS),
    "Link": Link("https://example.org", WORDS),
    "Reference": Reference("target", "label", (), "r-1"),
    "Mention": Mention("quill", WORDS, "m-1"),
    "LineBreak": text.LineBreak(),
    "Note": Note("n-1", text.paragraphs_of((WORDS, WORDS), NOWHERE), NOWHERE, mark="1"),
    "Side": text.Side(WORDS, NOWHERE, "s-1"),
    "Paragraph": text.Paragraph(WORDS, NOWHERE),
    "Heading": Heading(2, WORDS, NOWHERE, "h-1"),
    "Extract": text.Extract((), NOWHERE),
    "Verse": text.Verse(((text.VerseLine(WORDS, 2),),), NOWHERE, WORDS),
    "StageDirection": text.StageDirection(WORDS, NOWHERE),
    "Speech": text.Speech(WORDS, (text.Paragraph(WORDS, NOWHERE),), NOWHERE),
    "Drama": text.Drama((), NOWHERE),
    "ItemList": ItemList(((),), NOWHERE, ItemNumbers(start=3)),
    "DefinitionList": DefinitionList((Definition(WORDS, ((text.Paragraph(WORDS, NOWHERE),),), NOWHERE),), NOWHERE),
    "Table": text.Table(
        caption=WORDS, head=(CELLS,), rows=(CELLS,), aligns=("right",), origin=NOWHERE, anchor="table-1", number="1"
    ),
    "Figure": Figure("figures/chart.svg", WORDS, "A chart.", NOWHERE, "chart", 1),
    "FigureGroup": text.FigureGroup((), WORDS, NOWHERE, "sides", "2"),
    "SectionBreak": text.SectionBreak(NOWHERE),
    "Discussion": text.Discussion("quill", (), NOWHERE, "d-1"),
    "LetterPart": text.LetterPart("signature", (text.Paragraph(WORDS, NOWHERE),), NOWHERE),
    "Epigraph": text.Epigraph((text.Paragraph(WORDS, NOWHERE),), NOWHERE, WORDS),
    "ForeignPassage": text.ForeignPassage("fr", (text.Paragraph(WORDS, NOWHERE),), NOWHERE),
}
SAMPLES |= {kind.__name__: kind(WORDS) for kind in KINDS if kind.__name__ not in SAMPLES}


class Anything(jinja2.Undefined):
    """Whatever the press would give to a template: it can be called, walked through and looked into."""

    def __call__(self, *_: Any, **__: Any) -> Anything:
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _: object) -> Anything:
        return self

    def __iter__(self) -> Iterator[Anything]:
        yield self

    def __len__(self) -> int:
        return 1

    def __gt__(self, _: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return "words"


@cache
def read(style: Path) -> Style:
    """A style as the press reads it, with what it takes from the one it is based on."""
    return read_style(project.Project.at(TOP), style.name, "", Origin("sample"))


def printed_as(style: Path, node: object) -> str:
    """A node as a style's macro writes it, with words in the place of what the press would put in."""
    environment = read(style).templates.overlay(undefined=Anything)
    shared = {"tabulate": lambda table: tabulate(table, "en"), "item_marks": item_marks, "lead": lambda _: None}
    environment.globals = {**environment.globals, **shared}
    macro = getattr(environment.get_template("text.html.j2").module, type(node).__name__)
    return str(macro(node, False) if isinstance(node, Note) else macro(node))


@cache
def selectors(style: Path) -> str:
    """What comes before the braces in all sheets of a style."""
    sheets = "\n".join(sheet.text for sheet in read(style).sheets)
    sheets = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    return "\n".join(re.findall(r"([^{};]+)\{", sheets))


def test_every_kind_of_node_has_a_sample() -> None:
    assert {kind.__name__ for kind in KINDS} == SAMPLES.keys()


@pytest.mark.parametrize("style", names(STYLES))
@pytest.mark.parametrize("kind", [kind.__name__ for kind in KINDS])
def test_every_kind_of_node_is_written_and_styled_or_plain_for_a_reason(style: Path, kind: str) -> None:
    written = printed_as(style, SAMPLES[kind])
    tags = set(re.findall(r"<(\w+)", written))
    classes = {name for each in re.findall(r'class="([^"]*)"', written) for name in each.split()}
    styled = selectors(style)
    known = {tag for tag in tags if re.search(rf"(?<![\w.#-]){tag}(?![\w-])", styled)}
    known |= {name for name in classes if re.search(rf"\.{name}(?![\w-])", styled)}
    assert known or kind in PLAIN
    assert classes <= known or kind in PLAIN, "a class that no sheet has a rule for"


@pytest.mark.slow
def test_a_citation_that_has_not_been_worded_is_not_passed_over(proofed: tuple[Book, Any, Path]) -> None:
    book, *_ = proofed
    composer = Composer(book, read(STYLES[0]), Wording({}, (), ()))
    with pytest.raises(AssertionError, match="a citation that has not been worded"):
        for piece in book.body:
            composer.compose(piece, {}, {}, ())


@pytest.mark.parametrize("style", names(STYLES))
def test_every_piece_has_a_template_and_every_template_a_use(style: Path) -> None:
    templates = {path.name.removesuffix(".html.j2") for folder in read(style).folders for path in folder.glob("*.j2")}
    assert templates - {*PROSE} == {*MADE, "part", "chapter", "prose", "section", "text"}


def test_the_table_of_kinds_has_every_kind_that_a_header_may_name() -> None:
    assert [*PROSE] == [*get_args(PROSE_KINDS)]


def test_every_word_that_styles_share_is_said_somewhere() -> None:
    formats = set(get_type_hints(IsbnRecord)) - {"keys"}
    named = {"part", "chapter", "appendix", "document", "figure", "plate", "note"}
    said = {*get_args(ALIAS_KINDS), *get_args(ROLES), *PROSE, *MADE, *formats, *named}
    said |= {f"{what}-of-{register}" for what in ("index", "list") for register in MARKS}
    for path in [*TOP.glob("styles/*/*.j2"), *PRESS.rglob("*.py")]:
        for named, chosen in re.findall(r"words(?:\.(\w+)|\[(.*?)\])", path.read_text(encoding="utf-8")):
            said |= {named, *re.findall(r"[\"'](\w+)[\"']", chosen)}
    assert read(TOP / "styles" / "classic").words.keys() <= said


# --- tasks and what is said of them ----------------------------------------------------------------


@pytest.mark.parametrize("task", [pytest.param(task, id=name) for name, task in COMMANDS.items()])
def test_a_task_is_a_thin_door_with_one_line_of_help(task: Task) -> None:
    body = task.body
    assert body.__doc__
    assert "\n" not in body.__doc__.strip()
    within = TOP / f"{body.__module__.replace('.', '/')}.py"
    function = next(node for node in tree(within).body if getattr(node, "name", "") == body.__name__)
    assert (function.end_lineno or 0) - function.body[0].lineno < 8


def documents() -> list[Path]:
    """What an editor, a maker or a developer may read, and do what it says."""
    return sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), TOP / "manuscript" / "README.md", TOP / ".ci" / "run"])


@pytest.mark.parametrize("path", names(documents()))
def test_every_command_that_a_document_names_is_a_task(path: Path) -> None:
    for name, options in COMMAND.findall(path.read_text(encoding="utf-8")):
        assert name in COMMANDS, f"{path.name} tells of ./go {name}"
        flags = {flag for argument in COMMANDS[name].get_arguments() for flag in argument.names}
        for option in options.split():
            assert option.lstrip("-").replace("-", "_") in flags | {"help"}, f"{path.name}: ./go {name} {option}"


# --- the modules and what is said of them ----------------------------------------------------------

TREE = re.compile(r"^```\w*\n(press/\n.*?)^```", re.MULTILINE | re.DOTALL)
"""A listing of the press: a folder ends with a slash, what stands in it is indented further; then what it is for."""
LISTED = re.compile(r"^([\s│├└─]*)([\w/]+(?:\.py|/))(?=\s|$)", re.MULTILINE)
NAMED = re.compile(r"`(?:press/)?((?!bench/|tests/|tasks\.py)[\w/]+\.py)`")


def modules_named_in(text: str) -> Iterator[str]:
    """The modules of the press that a document names: `typesetting/engine/notes.py`, or so in a listing."""
    for listing in TREE.findall(text):
        folders: list[tuple[int, str]] = []
        for indent, name in LISTED.findall(listing):
            folders = [folder for folder in folders if folder[0] < len(indent)]
            if name.endswith("/"):
                folders.append((len(indent), name))
            else:
                yield "".join([*(folder for _, folder in folders), name]).removeprefix("press/")
    yield from NAMED.findall(TREE.sub("", text))


def test_a_module_is_named_by_its_path_or_in_a_listing() -> None:
    listing = (
        "press/\n├── book.py  what it is\n├── typesetting/ pages\n│   └── engine/\n│       └── notes.py\n└── store.py\n"
    )
    text = f"Of `press/build.py`, `pdf/bind.py` and `bench/plain.py`:\n\n```text\n{listing}```\n"
    assert list(modules_named_in(text)) == [
        *("book.py", "typesetting/engine/notes.py", "store.py", "build.py", "pdf/bind.py"),
    ]


def test_the_document_for_developers_names_every_module_once_and_none_that_is_gone() -> None:
    text = (TOP / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    modules = [f"{room(path)}.py" for path in MODULES if path.name != "__init__.py"]
    assert sorted(modules_named_in(text)) == sorted(modules)


def test_the_guide_to_the_manuscript_names_the_two_commands_an_editor_needs() -> None:
    guide = (TOP / "manuscript" / "README.md").read_text(encoding="utf-8")
    assert "./go check" in guide
    assert "./go build" in guide
