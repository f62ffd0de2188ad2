"""Manuscripts and styles spoiled, checked and built, and what is wrong with the answers."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from bench.mutants import spoil, texts_in
from bench.victim import Victim
from press import build as pipeline
from press import cli
from press.project import Project
from press.typesetting.engine import typeset as _engine  # noqa: F401  # loaded once, and not by each mutant again

PATIENCE = {"check": 30.0, "build": 180.0}
"""Seconds after which a task with a spoiled manuscript is taken to hang."""
OF_STYLES = 0.3
"""How many of the files spoiled are those of the style."""
WITHOUT_LINE = re.compile(r"^(?:error: |[^\n:]*: error: )[^\n]*\[(?!missing-)([\w-]+)\]$", re.MULTILINE)
"""A fault that names no line, but for those of which none can be named."""


def check_mutants(victim: Victim, rounds: Iterable[int], chance: random.Random) -> Counter[str]:
    """Spoil a file, check, and mend it again; count what is wrong with the answers."""
    return _mislead(victim, "check", rounds, chance)


def build_mutants(victim: Victim, rounds: Iterable[int], chance: random.Random) -> Counter[str]:
    """The same with builds, of what a check lets pass: else there would be one of them in twenty that sets a page."""
    return _mislead(victim, "build", rounds, chance)


def _mislead(victim: Victim, task: str, rounds: Iterable[int], chance: random.Random) -> Counter[str]:
    counts = Counter[str]()
    project = Project.at(victim.top, victim.manuscript)
    run: Callable[[Project], int] = getattr(cli, task)
    if _answer(run, project, victim, 600)[0] == 1:  # of a fault of the press each mutant tells
        raise RuntimeError("the book that is to be spoiled has faults already")
    books, designs = texts_in(victim.manuscript), _texts_of_style(project)
    with redirect_stderr(io.StringIO()):
        cli.check(project)  # all that a check needs is loaded once, and not by each process again
    for number in rounds:
        before = victim.products()
        path, content = spoil(designs if chance.random() < OF_STYLES else books, chance)
        if task == "build":
            while _answer(cli.check, project, victim, PATIENCE["check"])[0]:
                path.write_bytes(content)
                path, content = spoil(designs if chance.random() < OF_STYLES else books, chance)
        status, said = _answer(run, project, victim, PATIENCE[task])
        after = victim.products()
        faults = [*_amiss(status, said)]
        if status and after != before:
            faults.append("half files")
        counts["tried"] += 1
        counts["built"] += task == "build" and status == 0
        counts.update(faults)
        if faults:
            kept = victim.top.parent / f"{task}-{number}-{path.name}"
            kept.write_bytes(path.read_bytes())
            kept.with_name(f"{kept.name}.said").write_text(
                f"{path.relative_to(victim.top)}: {', '.join(faults)}\n{said}", encoding="utf-8"
            )
        path.write_bytes(content)
    return counts


def _texts_of_style(project: Project) -> list[Path]:
    """The files of which the style of the book consists."""
    book, _ = pipeline.edit(project)
    style = pipeline.style_of(project, book)
    return [*(path for folder in style.folders for path in texts_in(folder)), style.csl.path]


def _amiss(status: int | None, said: str) -> Iterable[str]:
    """What is wrong with an answer, by its status and its words."""
    if status is None:
        yield "hangs"
    elif status == cli.OUR_FAULT:
        yield "status 70"
    elif status not in (0, 1):
        yield f"status {status}"
    if "Traceback" in said:
        yield "tracebacks"
    yield from (f"no line: {rule}" for rule in dict.fromkeys(WITHOUT_LINE.findall(said)))


def _answer(run: Callable[[Project], int], project: Project, victim: Victim, patience: float) -> tuple[int | None, str]:
    """The status of a task in a process of its own, None if it hangs, and what it said."""
    told = victim.temporary.with_name(f"{victim.top.name}-said")
    child = os.fork()
    if not child:
        said = io.StringIO()
        status = 99
        try:
            os.environ["PRESS_WORKERS"] = "1"  # what is looked for shows in one process, too
            with redirect_stderr(said), redirect_stdout(said):
                status = run(project)
        finally:
            told.write_text(said.getvalue(), encoding="utf-8", errors="replace")
            os._exit(status)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        ended, how = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(how), told.read_text(encoding="utf-8") if told.exists() else ""
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None, ""
