"""How fast the press is, against plain WeasyPrint on the same text in the same run.

A book of the length asked for is made by repeating the manuscript (`repeat`), in a temporary folder. Then, in
turn and each in a process of its own: plain WeasyPrint (`plain`; its HTML is made beforehand and not counted),
our cold build of the reading edition, our warm build after one changed paragraph, the changed chapter alone as
`./go watch` shows it first, the whole book behind it, and a check. A process is timed from its start to its end,
Python's own start included; what a running watch makes, from the change of the file, for many changes in turn: the
chapter to its PDF, the whole book until both editions lie in `dist/`. Memory is that of a process and all its children
together at its highest, what some of them share counted once. A book of much of something (`enlarge`) is checked, and
made in both editions.
"""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from bench.enlarge import Extent, asked, enlarge
from bench.repeat import repeat
from press.project import Project
from press.store import Store

TOP = Path(__file__).resolve().parents[1]
LENGTHS = (100, 550, 1100, 2200)
STAGES = {
    "edit": "press.build.edit",
    "cite": "press.build.cite",
    "settle": "press.typesetting.settle.settle",
    "bind": "press.pdf.bind.bind",
}
"""What a build passes through: the functions that do it."""
ADDED = " The point deserves notice, and there will be occasion to come back to it."
SAVES = 20
"""How often a chapter is saved while it is watched."""
BOOKS = 5
"""How often the whole book is made in a watch."""
SAMPLED = 0.25
"""Seconds between two looks at a process's memory."""
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Run:
    """One thing measured: seconds by the clock and of all processors, pages made, memory in bytes at its highest, and
    seconds by stage.
    """

    what: str
    seconds: float
    processor: float
    pages: int
    memory: int
    stages: Mapping[str, float] = field(default_factory=dict)


def measure_all(
    project: Project, pages: int, say: Callable[[str], None], *, plain: bool = True, extent: Extent | None = None
) -> str:
    """A table of all that is measured on a book of about so many pages; without plain WeasyPrint if not `plain`.

    With an `extent` the book has so much of what it says, and is checked, and made in both editions. Each measurement
    is told to `say` as it is made: all of them together may take an hour.
    """
    with tempfile.TemporaryDirectory(prefix="press-bench-") as folder:
        book = Path(folder, "book")
        say(f"making a book of about {pages} pages{''.join(f', {each}' for each in asked(extent)) if extent else ''}")
        made = repeat(project, pages, book)
        if extent:
            enlarge(made, extent)
        runs = []
        for run in _runs_of_much(book) if extent else _runs(book, Path(folder), plain=plain):
            say(f"{run.what}: {run.seconds:.1f} s")
            runs.append(run)
        return table(runs)


def _runs(book: Path, folder: Path, *, plain: bool) -> Iterator[Run]:
    if plain:  # first, to be what the others are measured against
        html, pdf = folder / "plain.html", folder / "plain.pdf"
        measure("html", book, "plain HTML", str(html))
        yield _plain(html, pdf)
    shutil.rmtree(book / ".cache", ignore_errors=True)  # the HTML has had the citations worded
    yield measure("build", book, "cold build")
    change(book)
    yield measure("build", book, "warm build, one paragraph changed")
    yield measure("chapter", book, f"the changed chapter alone, median of {SAVES} saves")
    yield measure("watch", book, f"both editions in a watch, median of {BOOKS} saves")
    measure("check", book, "check, cold")  # unless it is checked once, the last change has to be worded
    yield measure("check", book, "check, warm")


def _runs_of_much(book: Path) -> Iterator[Run]:
    yield measure("check", book, "check, cold")
    yield measure("check", book, "check, warm")
    yield measure("whole", book, "cold build, both editions")


def table(runs: list[Run]) -> str:
    """The runs as a table of Markdown, each with its ratio to the first; then the stages, then the machine."""
    first = runs[0].seconds
    lines = [
        "| | seconds | ratio | of processors | pages | pages/s | peak memory |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for run in runs:
        rate = f"{run.pages / run.seconds:.1f}" if run.pages else ""
        memory = f"{run.memory / MIB:.0f} MiB" if run.memory else ""
        ratio = f"{run.seconds / first:.3f}"
        cells = [run.what, f"{run.seconds:.2f}", ratio, f"{run.processor:.2f}", str(run.pages or ""), rate, memory]
        lines.append(f"| {' | '.join(cells)} |")
    for run in runs:
        if run.stages:
            stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in run.stages.items())
            lines += ["", f"Seconds by stage, {run.what}: {stages}."]
    return "\n".join([*lines, "", machine()])


def machine() -> str:
    """The machine, as far as it can be told: processors, system, Python."""
    name = ""
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
        name = found[1] if found else ""
    cores = f"{os.cpu_count()} × {name or platform.machine()}"
    return f"{cores}, {platform.system()} {platform.release()}, Python {platform.python_version()}."


def change(top: Path) -> Path:
    """Add a sentence to a paragraph in the middle of the middle chapter; the chapter's file."""
    book = yaml.safe_load((top / "manuscript/book.yaml").read_text(encoding="utf-8"))
    body = book["contents"]["body"]
    path: Path = top / "manuscript" / body[len(body) // 2]
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    # running text alone: no heading, list or quotation
    prose = [n for n, each in enumerate(paragraphs) if len(each.split()) > 60 and each[0].isalpha()]
    paragraphs[prose[len(prose) // 2]] += ADDED
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return path


# --- processes ----------------------------------------------------------------------------------


def _plain(html: Path, pdf: Path) -> Run:
    """The engine's own command, with no fonts but the style's, as the press itself runs it."""
    fonts = TOP / "press/typesetting/engine/fonts.conf"
    command = [sys.executable, "-W", "ignore", "-m", "weasyprint", str(html), str(pdf)]
    _, seconds, processor, memory = _timed(command, {"FONTCONFIG_FILE": str(fonts)})
    return Run("plain WeasyPrint, `target-counter`", seconds, processor, pages_of(pdf), memory)


def measure(task: str, top: Path, what: str, *arguments: str) -> Run:
    """Run a task of this module in a process of its own."""
    told, seconds, processor, memory = _timed([sys.executable, "-m", "bench.bench", task, str(top), *arguments])
    # the last line is the answer; and a task that times itself, as the chapter does, knows better
    answer = {"seconds": seconds, "processor": processor, "pages": 0, "stages": {}, **json.loads(told.splitlines()[-1])}
    return Run(what, answer["seconds"], answer["processor"], answer["pages"], memory, answer["stages"])


def _timed(command: list[str], more: Mapping[str, str] | None = None) -> tuple[str, float, float, int]:
    """What a command prints, its seconds by the clock and of processors, its highest memory, children and all."""
    environment = {**os.environ, "PYTHONPATH": str(TOP), **(more or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody's Python compiles all of the press anew each time
    # of children that have ended, of which there is one: each measurement waits for the one before
    begun, before = time.perf_counter(), _spent(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as process:
        highest = [0]
        over = threading.Event()
        watcher = threading.Thread(target=_watch_memory, args=(process.pid, highest, over))
        watcher.start()
        told, _ = process.communicate()
        seconds = time.perf_counter() - begun
        over.set()
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return told, seconds, _spent(resource.RUSAGE_CHILDREN) - before, highest[0]


def _spent(whose: int) -> float:
    """Seconds of processors that this process, or its children that have ended, have had."""
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime


def _watch_memory(process: int, highest: list[int], over: threading.Event) -> None:
    while not over.wait(SAMPLED):
        highest[0] = max(highest[0], sum(map(_memory, _family(process))))


def _family(process: int) -> Iterator[int]:
    """A process and all that descend from it (Linux; elsewhere nothing)."""
    yield process
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))
    except OSError:  # it has just ended
        return


def _memory(process: int) -> int:
    """The memory of a process in bytes, what it shares with others by halves; 0 when it has just ended."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def pages_of(pdf: Path) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(pdf) as opened:
        return len(opened.pages)


# --- what a process of its own does --------------------------------------------------------------


@contextmanager
def _stages() -> Iterator[dict[str, float]]:
    """Seconds spent in each stage while the block runs."""
    spent: dict[str, float] = {}

    def timing(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                spent[stage] = round(spent.get(stage, 0) + time.perf_counter() - begun, 2)

        return timed

    with ExitStack() as stack:
        for stage, path in STAGES.items():  # from outside: the press does not know that it is measured
            module, name = path.rsplit(".", 1)
            stack.enter_context(patch(path, timing(stage, getattr(import_module(module), name))))
        yield spent


def _build(top: Path) -> dict[str, Any]:
    """The reading edition, as `press.build` makes it before it goes on to the print edition."""
    from press import build as pipeline
    from press import files
    from press.editions import silent
    from press.pdf import bind
    from press.typesetting import last_places, settle

    project = Project.at(top)
    with _stages() as stages:
        book, style, wording, _ = pipeline.prepare(project)
        store = Store(project.cache)
        with pipeline.set_up(project, book, style, wording, store=store) as shop:
            settled = settle.settle(shop, silent)
            content = bind.bind(shop, settled)
            last_places.remember(shop, settled)
        files.replace_file(project.dist / f"{book.imprint.slug}-reading.pdf", content)
    return {"pages": len(settled.folios), "stages": stages}


def _whole(top: Path) -> dict[str, Any]:
    """Both editions, as `./go` makes them."""
    from press import build as pipeline

    with _stages() as stages:
        made = pipeline.build(Project.at(top))
    return {"pages": made.pages, "stages": stages}


def _chapter(top: Path) -> dict[str, Any]:
    from press.preview.live import Excerpt, LiveBook

    desk = LiveBook(Project.at(top))
    desk.look()  # a watch has read the book, and is warm, before anything is saved
    desk.warm_up()
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    saves: list[tuple[float, float, Excerpt]] = []
    for _ in range(SAVES):
        change(top)
        begun, before = time.perf_counter(), sum(map(_spent, whose))

        def show(seen: Excerpt, begun: float = begun, before: float = before) -> None:
            # what is checked after that nobody waits for
            saves.append((time.perf_counter() - begun, sum(map(_spent, whose)) - before, seen))

        desk.look(show=show)
    assert len(saves) == SAVES, "a save has changed no chapter"
    seconds, processor, seen = sorted(saves, key=itemgetter(0, 1))[SAVES // 2]
    return {"seconds": seconds, "processor": processor, "pages": len(seen.view.folios)}


def _watch(top: Path) -> dict[str, Any]:
    from press.preview.watch import Watcher
    from press.preview.window import Window

    made: list[tuple[float, float]] = []
    with Window() as window, tempfile.TemporaryDirectory(prefix="press-bench-") as folder:
        watcher = Watcher(Project.at(top), window, Path(folder), lambda _: None)
        for save in range(BOOKS + 1):
            changed = [str(change(top).relative_to(top))] if save else []
            begun, before = time.perf_counter(), _worked(os.getpid())
            watcher.saved(frozenset(changed))
            while watcher.making:
                time.sleep(0.02)
                watcher.check_build()
            made.append((time.perf_counter() - begun, _worked(os.getpid()) - before))
            time.sleep(1)  # as who writes does, at least
        pages = len(watcher.live_book.good)
        watcher.stop_build(3)
    seconds, processor = sorted(made[1:])[BOOKS // 2]
    return {"seconds": seconds, "processor": processor, "pages": pages}


def _worked(process: int) -> float:
    """Seconds of processors that a process has had, and all that descend from it, whether they have ended or not."""
    ticks = 0
    for each in _family(process):
        with suppress(OSError):  # it has just ended: its time is its parent's now
            fields = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _html(top: Path, to: str) -> dict[str, Any]:
    from bench.plain import write_plain

    write_plain(Project.at(top), Path(to))
    return {}


def _check(top: Path) -> dict[str, Any]:
    from press import cli

    return {"status": cli.check(Project.at(top))}


TASKS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "build": _build,
    "whole": _whole,
    "chapter": _chapter,
    "watch": _watch,
    "html": _html,
    "check": _check,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
