"""A project that is attacked, its tasks begun and ended, and what is wrong with what they leave."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import setrlimit
from typing import TypeAlias

from press.manifest import digest, entries_of

PRESS = Path(__file__).resolve().parents[1]
MARK = "PRESS_UNDER_ATTACK"
"""A variable of the environment by which every process of an attacked run is known again."""
ORPHANED = 3.0
"""Seconds after which nothing of a run that was killed may be alive."""
HANGING = 60.0
"""Seconds after which a run that was told to end is taken to hang."""
PROGRAM = (  # as ./go begins
    "import os, signal, sys; signal.signal(2, lambda *_: os._exit(130)); import site; site.main();"
    "from pathlib import Path; from press.project import Project; from press import cli;"
    "sys.exit(getattr(cli, sys.argv[1])(Project.at(Path(sys.argv[2]), Path(sys.argv[3]))))"
)
MAKING = ("build", "html", "epub")
"""The tasks that put products in place."""
Products: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Victim:
    """A project that is attacked: its folder, its manuscript, and a folder for temporary files that must stay empty."""

    top: Path
    manuscript: Path
    temporary: Path

    def products(self) -> Products:
        """What stands in `dist/`, whatever its name, but for the manifest, which follows from it."""
        files = [path for path in (self.top / "dist").iterdir() if path.is_file()]
        return {path.name: path.read_bytes() for path in files if path.suffix != ".json"}

    def manifest_is_true(self) -> bool:
        """Whether the manifest tells of the products that stand in `dist/`, and of no others."""
        there = {name: digest(content) for name, content in self.products().items()}
        manifests = (self.top / "dist").glob("*.json")
        told = {str(each["file"]): each["sha256"] for path in manifests for each in entries_of(path.read_bytes())}
        return told == there

    def begin(self, task: str, mark: str, limit: tuple[int, int] | None = None) -> subprocess.Popen[bytes]:
        """Begin a task in a group of its own; `limit`: what of the machine it may have, and how much."""
        environment = {**os.environ, "PYTHONPATH": str(PRESS), MARK: mark, "TMPDIR": str(self.temporary)}
        return subprocess.Popen(
            [sys.executable, "-S", "-c", PROGRAM, task, str(self.top), str(self.manuscript)],
            env=environment,
            cwd=self.top,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=partial(setrlimit, limit[0], (limit[1], limit[1])) if limit else None,  # noqa: PLW1509
        )

    def finish(self, task: str) -> None:
        """Run a task that must go well, or there is nothing to attack. Raises `RuntimeError`."""
        run = self.begin(task, "sound")
        _, said = run.communicate()
        if run.returncode:
            raise RuntimeError(f"the book that is to be attacked cannot be made: {said.decode(errors='replace')}")

    def become(self, book: int) -> None:
        """Make of the manuscript one of two books, all products of which differ in a word."""
        path = self.manuscript / "book.yaml"
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("place:")]
        path.write_text("\n".join([*lines, f"place: {('Norwich', 'Ipswich')[book]}", ""]), encoding="utf-8")

    def made_of_both(self, tasks: Collection[str] = ("build",)) -> tuple[list[Products], list[Products]]:
        """What the tasks may make of the one book and of the other, which then stands in `dist/`: what has no pages
        says those of print where this text has been built last, and numbers of paragraphs where it has not.
        """
        made: tuple[list[Products], list[Products]] = [], []
        for book in (0, 1):
            shutil.rmtree(self.top / ".cache", ignore_errors=True)
            self.become(book)
            for _ in range(2 if set(tasks) - {"build"} else 1):
                for task in sorted(tasks, key="build".__eq__):
                    self.finish(task)
                made[book].append(self.products())
        return made


def victim_at(top: Path, manuscript: Path) -> Victim:
    """A project laid out in a folder, with a copy of a manuscript and of the styles."""
    for name, source in (("manuscript", manuscript), ("styles", PRESS / "styles"), ("profiles", PRESS / "profiles")):
        shutil.copytree(source, top / name, copy_function=shutil.copyfile, dirs_exist_ok=True)
    temporary = top.with_name(f"{top.name}-tmp")  # on no small disk, on which it would be the one that is full
    for folder in (top / "dist", temporary):
        folder.mkdir(exist_ok=True)
    return Victim(top, top / "manuscript", temporary)


def changed_by(task: str, before: Products, made: Collection[Products]) -> list[Products]:
    """What may stand in `dist/` once a task has been done: what it makes is new, and all else as it was."""
    kind = {"build": ".pdf", "html": ".html", "epub": ".epub"}[task]
    return [{**before, **{name: each[name] for name in each if name.endswith(kind)}} for each in made]


def ended(run: subprocess.Popen[bytes], how: signal.Signals, alone: bool, mark: str, kept: Path) -> Iterator[str]:
    """End a run, its main process alone or all of its group, and say what is wrong with how it ended; what it said
    that it should not is put into the folder `kept`.
    """
    already = run.poll() is not None
    with suppress(ProcessLookupError):
        run.send_signal(how) if alone else os.killpg(run.pid, how)
    told = time.monotonic()
    try:
        _, said = run.communicate(timeout=HANGING)
    except subprocess.TimeoutExpired:
        yield "hangs"
        os.killpg(run.pid, signal.SIGKILL)
        _, said = run.communicate()
    if b"Traceback" in said:
        yield "tracebacks"
        (kept / f"{mark}.said").write_bytes(said)
    if not already and how != signal.SIGKILL and run.returncode not in (0, -how, 128 + how):
        yield f"status {run.returncode} by {how.name}"
    while (left := alive(mark)) and time.monotonic() < told + ORPHANED:
        time.sleep(0.1)
    for process in left:
        yield "orphans"
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def alive(mark: str) -> list[int]:
    """The processes of a run that are alive, by what their environment says of them; on Linux alone."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            dead = (folder / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
            if not dead and f"{MARK}={mark}\0".encode() in (folder / "environ").read_bytes() + b"\0":
                found.append(int(folder.name))
    return found


def left_by(victim: Victim, allowed: Collection[Products]) -> Iterator[str]:
    """What is wrong with what a run has left, once another has begun and ended."""
    run = victim.begin("check", "after")
    run.communicate()
    found = victim.products()
    if found not in allowed:
        names = {*found, *next(iter(allowed))}
        whole = all(any(found.get(name) == each.get(name) for each in allowed) for name in names)
        yield "mixed editions" if whole else "half files"
    elif not victim.manifest_is_true():
        yield "mixed editions"
    if list(victim.temporary.iterdir()) or list((victim.top / ".cache").glob("run-*")):
        yield "leaks"
        for left in victim.temporary.iterdir():
            shutil.rmtree(left, ignore_errors=True)
