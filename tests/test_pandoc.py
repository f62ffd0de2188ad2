"""Pandoc at work for everybody: shut in, with a limit to its time, and its failures told as those of who asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypandoc
import pytest
from conftest import TOP

from press import build as pipeline
from press import pandoc
from press.citations.references import references_of
from press.importing.convert import convert
from press.importing.receive import receive
from press.pandoc import run_pandoc
from press.pdf.archive import csl_json
from press.problem import Faulty, Origin, Problem
from press.project import Project

STARTER = Project.at(TOP, TOP / "press/starter")


def a_program(path: Path, *lines: str) -> Callable[[], str]:
    """Where pandoc is, if it is this."""
    path.write_text("\n".join(("#!/bin/sh", *lines)))
    path.chmod(0o755)
    return lambda: str(path)


def cite(top: Path) -> None:
    project = Project(STARTER.manuscript, STARTER.styles, top, top / ".cache", top)
    pipeline.prepare(project)


def take_in(top: Path) -> None:
    (top / "tide.md").write_text("# The Tide\n\nIt rose.\n")
    convert(receive(top / "tide.md"))


def list_works(_: Path) -> None:
    csl_json(references_of(()), Origin("sources.yaml"))


def complaint(task: Callable[[Path], None], top: Path) -> Problem:
    """What a task that fails complains of."""
    with pytest.raises(Faulty) as fault:
        task(top)
    (problem,) = fault.value.problems
    return problem


@pytest.mark.parametrize("task", [cite, take_in, list_works])
def test_that_there_is_no_pandoc_is_told_with_what_to_do(
    task: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: "/nowhere/pandoc")
    problem = complaint(task, tmp_path)
    assert (problem.rule.name, problem.hint) == ("no-pandoc", "install the press anew: it comes with it")


@pytest.mark.parametrize(("task", "rule"), [(cite, "citeproc"), (take_in, "import-broken"), (list_works, "csl-json")])
def test_what_pandoc_complains_of_is_a_problem_of_who_asked(
    task: Callable[[Path], None], rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pypandoc, "get_pandoc_path", a_program(tmp_path / "pandoc", "echo I cannot >&2", "exit 3"))
    problem = complaint(task, tmp_path)
    assert problem.rule.name == rule
    assert problem.message.endswith(": I cannot")


@pytest.mark.parametrize(("task", "rule"), [(cite, "citeproc"), (take_in, "import-too-long"), (list_works, "csl-json")])
def test_a_pandoc_that_does_not_end_is_given_up(
    task: Callable[[Path], None], rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pypandoc, "get_pandoc_path", a_program(tmp_path / "pandoc", "exec sleep 600"))
    monkeypatch.setattr(pandoc, "PATIENCE", 0.2)
    problem = complaint(task, tmp_path)
    assert problem.rule.name == rule
    assert "still" in problem.message


def test_pandoc_reads_no_file_that_a_text_asks_for(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    text = f".. include:: {tmp_path}/secret\n"
    shut_in = run_pandoc(["--from=rst", "--to=plain"], text, Origin("x"))
    assert b"the secret" not in shut_in.output
    assert b"the secret" in run_pandoc(["--from=rst", "--to=plain"], text, Origin("x"), folder=tmp_path).output
