"""What is loaded, and read, only when it is needed: nobody waits for the engine who does not lay out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import TINY, TOP, Project

from press.yaml_tree import compose_carefully, compose_quickly

HEAVY = ("weasyprint", "fontTools", "pikepdf", "rich", "watchfiles", "pypdfium2", "pypandoc", "hypothesis")


def loaded(program: str, *arguments: str) -> set[str]:
    """Which of the heavy packages a program has loaded when it ends."""
    ask = f"import sys\n{program}\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", ask, *arguments], cwd=TOP, capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


def test_the_list_of_tasks_loads_nothing_heavy() -> None:
    assert loaded("import invoke, tasks; from press.cli.command import main") == set()


@pytest.mark.slow
def test_a_check_loads_no_engine_and_a_second_one_neither_pandoc_nor_fonts(tiny: Project) -> None:
    check = (
        "from pathlib import Path; from press import cli; from press.project import Project\n"
        "assert cli.check(Project.at(Path(sys.argv[1]))) == 0"
    )
    assert loaded(check, str(tiny.top)) == {"pypandoc", "fontTools"}
    assert loaded(check, str(tiny.top)) == set()


def nodes(node: yaml.Node | None) -> object:
    """A tree of nodes as far as the press looks at it: kinds, tags, lines, values, and which are blocks."""
    if node is None:
        return None
    inner: object = node.value
    if isinstance(node, yaml.SequenceNode):
        inner = [nodes(each) for each in node.value]
    elif isinstance(node, yaml.MappingNode):
        inner = [(nodes(key), nodes(value)) for key, value in node.value]
    block = getattr(node, "style", None) in {"|", ">"}
    return type(node).__name__, node.tag, node.start_mark.line, block, inner


@pytest.mark.parametrize(
    "path", [*TINY.rglob("*.yaml"), TOP / "manuscript/people.yaml", TOP / "styles/classic/style.yaml"]
)
def test_both_readers_of_yaml_read_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert nodes(compose_quickly(text)) == nodes(compose_carefully(text))


@pytest.mark.parametrize("text", ["- &a x\n- *a", "a: &b {c: d}", "- *nobody", "[", "a: b: c", "- |\n x\n-y", "\tx: y"])
def test_the_quick_reader_leaves_to_the_slow_one_what_must_be_complained_of(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        compose_quickly(text)


@pytest.mark.parametrize(
    "text",
    ["a: AT&T", "a: this & that", "a: '*b*'", "a: |\n  *x*\n  y", "", "a: “q”\nb: [1, 2]", "- x: y\n  z: >-\n    w"],
)
def test_the_quick_reader_reads_what_only_looks_like_an_alias(text: str) -> None:
    assert nodes(compose_quickly(text)) == nodes(compose_carefully(text))


def test_what_is_kept_of_a_check_changes_nothing_that_is_said(
    tiny: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.cold().mend("manuscript/chapters/02-the-crossing.md", "[@brandt, 18]", "[@brandt, p]{.odd} [p. 4]")
    tiny.write("manuscript/events.yaml", tiny.read("manuscript/events.yaml").replace("text: ", "text: <b> ", 1))

    def said() -> tuple[int, str]:
        return tiny.check(), capsys.readouterr().err

    cold = said()
    assert cold[0] == 1
    assert said() == cold
    kept = [path for path in tiny.project.cache.rglob("*") if path.is_file()]
    assert len(kept) > 5
    for path in kept:
        path.write_bytes(path.read_bytes()[:-7])
    assert said() == cold
    for path in tiny.project.cache.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    assert said() == cold
