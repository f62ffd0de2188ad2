"""The press under attack: its own tasks killed, starved and fed with nonsense, and what came of it counted."""

from __future__ import annotations

import io
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.mutants import spoil
from press import cli
from press.project import Project

PRESS = Path(__file__).resolve().parents[1]
MARK = "PRESS_UNDER_ATTACK"
"""A variable of the environment by which every process of an attacked run is known again."""
ORPHANED = 3.0
"""Seconds after which nothing of a run that was killed may be alive."""
HANGING = 60.0
"""Seconds after which a run that was told to end is taken to hang."""
PATIENCE = 30
"""Seconds after which a check of a spoiled manuscript is taken to hang."""
WITHOUT_LINE = re.compile(r"^(?:error: |[^\n:]*: error: )[^\n]*\[(?!missing-)([\w-]+)\]$", re.MULTILINE)
"""A fault that names no line, but for those of which none can be named."""
LIMITS = (
    *((resource.RLIMIT_NOFILE, files) for files in (6, 9, 12, 16, 24, 40)),
    *((resource.RLIMIT_FSIZE, size) for size in range(0, 1_000_000, 100_000)),
    *((resource.RLIMIT_AS, size << 20) for size in (150, 300, 600)),
)
"""What of the machine a build may lack: files at once, the size of a file, memory."""
PROGRAM = (
    "import os, signal, sys; signal.signal(2, lambda *_: os._exit(130)); from pathlib import Path;"  # as ./go begins
    "from press.project import Project; from press import cli;"
    "sys.exit(getattr(cli, sys.argv[1])(Project.at(Path(sys.argv[2]), Path(sys.argv[3])), *sys.argv[4:]))"
)


@dataclass(frozen=True, slots=True)
class Victim:
    """A project that is attacked: its folder, its manuscript, and a folder for temporary files that must stay empty."""

    top: Path
    manuscript: Path

    @property
    def temporary(self) -> Path:
        """What the runs are told is the system's folder for temporary files."""
        return self.top / "tmp"

    def products(self) -> dict[str, bytes]:
        """What stands in `dist/`."""
        return {path.name: path.read_bytes() for path in (self.top / "dist").iterdir() if path.is_file()}

    def begin(self, task: str, mark: str, limit: tuple[int, int] | None = None) -> subprocess.Popen[bytes]:
        """Begin a task in a group of its own; `limit`: what of the machine it may have, and how much."""
        environment = {**os.environ, "PYTHONPATH": str(PRESS), MARK: mark, "TMPDIR": str(self.temporary)}
        command = [sys.executable, "-c", PROGRAM, task, str(self.top), str(self.manuscript)]
        return subprocess.Popen(
            command,
            env=environment,
            cwd=self.top,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=partial(resource.setrlimit, limit[0], (limit[1], limit[1])) if limit else None,  # noqa: PLW1509
        )


def victim_at(top: Path, manuscript: Path) -> Victim:
    """A project laid out in a folder, with a copy of a manuscript and of the styles."""
    for name, source in (("manuscript", manuscript), ("styles", PRESS / "styles"), ("profiles", PRESS / "profiles")):
        shutil.copytree(source, top / name, copy_function=shutil.copyfile, dirs_exist_ok=True)
    for name in ("dist", "tmp"):
        (top / name).mkdir(exist_ok=True)
    return Victim(top, top / "manuscript")


def alive(mark: str) -> list[int]:
    """The processes of a run that are alive, by what their environment says of them; on Linux alone."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            dead = (folder / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
            if not dead and f"{MARK}={mark}\0".encode() in (folder / "environ").read_bytes() + b"\0":
                found.append(int(folder.name))
    return found


# --- kills -------------------------------------------------------------------------------------------


def kill_builds(victim: Victim, seconds: float, chance: random.Random) -> Counter[str]:
    """Build again and again, end each build at some moment in some way, and count what is wrong afterwards."""
    counts = Counter[str]()
    begun = time.monotonic()
    _change(victim, 1)
    _finish(victim, "old")
    duration = time.monotonic() - begun
    old = victim.products()
    _change(victim, 0)
    _finish(victim, "new")
    pairs = {0: victim.products(), 1: old}
    book = 1
    while time.monotonic() < begun + seconds or not counts["kills"]:
        before = victim.products()
        _change(victim, book)
        if chance.random() < 0.5:  # a build from nothing, every other time
            shutil.rmtree(victim.top / ".cache", ignore_errors=True)
        counts["kills"] += 1
        mark = f"{os.getpid()}-{counts['kills']}"
        run = victim.begin("build", mark)
        time.sleep(chance.uniform(0, duration * 1.1))
        how = chance.choice((signal.SIGINT, signal.SIGTERM, signal.SIGKILL))
        counts.update(f"{fault}" for fault in _end(run, how, chance.random() < 0.5, mark))
        counts.update(_left(victim, (before, pairs[book])))
        book = 1 - book
    return counts


def _change(victim: Victim, book: int) -> None:
    """Make of the manuscript one of two books, of which both editions differ in a word."""
    path = victim.manuscript / "book.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("place:")]
    path.write_text("\n".join([*lines, f"place: {('Norwich', 'Ipswich')[book]}", ""]), encoding="utf-8")


def _finish(victim: Victim, mark: str) -> None:
    run = victim.begin("build", mark)
    _, said = run.communicate()
    if run.returncode:
        raise RuntimeError(f"the book that is to be attacked cannot be built: {said.decode(errors='replace')}")


def _end(run: subprocess.Popen[bytes], how: signal.Signals, alone: bool, mark: str) -> Iterator[str]:
    """End a run, its main process alone or all of its group, and say what is wrong with how it ended."""
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
    if not already and how != signal.SIGKILL and run.returncode not in (0, -how, 128 + how):
        yield f"status {run.returncode} by {how.name}"
    while (left := alive(mark)) and time.monotonic() < told + ORPHANED:
        time.sleep(0.1)
    for process in left:
        yield "orphans"
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _left(victim: Victim, allowed: tuple[dict[str, bytes], dict[str, bytes]]) -> Iterator[str]:
    """What is wrong with what a run has left, once another has begun and ended."""
    run = victim.begin("check", "after")
    run.communicate()
    found = victim.products()
    if found not in allowed:
        whole = all(found.get(name) in [pair.get(name) for pair in allowed] for name in allowed[1])
        yield "mixed editions" if whole else "half files"
    if list(victim.temporary.iterdir()) or list((victim.top / ".cache").glob("run-*")):
        yield "leaks"
        shutil.rmtree(victim.temporary)
        victim.temporary.mkdir()


# --- a machine that lacks something --------------------------------------------------------------------


def starve_builds(victim: Victim, seconds: float, chance: random.Random) -> Counter[str]:
    """Build on a machine that lacks something, in every way that the time allows; count what is wrong afterwards."""
    counts = Counter[str]()
    begun = time.monotonic()
    _change(victim, 0)
    _finish(victim, "old")
    old = victim.products()
    _change(victim, 1)
    _finish(victim, "new")
    pairs = (old, victim.products())
    for limit in chance.sample(LIMITS, len(LIMITS)):
        if time.monotonic() > begun + seconds and counts["machine faults"]:
            break
        before = victim.products()
        _change(victim, int(before == old))
        counts["machine faults"] += 1
        run = victim.begin("build", f"starved-{counts['machine faults']}", limit)
        try:
            _, said = run.communicate(timeout=HANGING)
        except subprocess.TimeoutExpired:
            counts["hangs"] += 1
            os.killpg(run.pid, signal.SIGKILL)
            continue
        counts["tracebacks"] += b"Traceback" in said
        counts["status of our own fault"] += run.returncode == cli.OUR_FAULT
        counts.update(_left(victim, pairs))
    return counts


# --- spoiled manuscripts -------------------------------------------------------------------------------


def check_mutants(victim: Victim, seconds: float, chance: random.Random) -> Counter[str]:
    """Spoil a file, check, and mend it again; count what is wrong with the answers."""
    counts = Counter[str]()
    project = Project.at(victim.top, victim.manuscript)
    with redirect_stderr(io.StringIO()):
        cli.check(project)  # all that a check needs is loaded once, and not by each process again
    begun = time.monotonic()
    while time.monotonic() < begun + seconds or not counts["mutants"]:
        state = chance.getstate()
        path, before = spoil(victim.manuscript, chance)
        counts["mutants"] += 1
        status, said = _checked(project, victim.top / "said")
        faults = [*(["hangs"] if status is None else []), *(["tracebacks"] if "Traceback" in said else [])]
        faults += ["status of our own fault"] if status == cli.OUR_FAULT else []
        faults += [f"status {status}"] if status not in (None, 0, 1, cli.OUR_FAULT) else []
        faults += [f"without a line: {rule}" for rule in set(WITHOUT_LINE.findall(said)) if status == 1]
        counts.update(faults)
        if any(not fault.startswith("without") for fault in faults):
            kept = victim.top / f"mutant-{counts['mutants']}-{path.name}"
            kept.write_bytes(path.read_bytes())
            (victim.top / f"{kept.name}.said").write_text(f"{hash(state)}\n{said}", encoding="utf-8")
        path.write_bytes(before)
    return counts


def _checked(project: Project, told: Path) -> tuple[int | None, str]:
    """The status of a check in a process of its own, None if it hangs, and what it said."""
    child = os.fork()
    if not child:
        said = io.StringIO()
        status = 99
        try:
            with redirect_stderr(said), redirect_stdout(said):
                status = cli.check(project)
        finally:
            told.write_text(said.getvalue(), encoding="utf-8", errors="replace")
            os._exit(status)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ended, how = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(how), told.read_text(encoding="utf-8") if told.exists() else ""
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None, ""


# --- all of it -------------------------------------------------------------------------------------------


def attack(manuscript: Path, seconds: float, seed: int, folder: Path) -> str:
    """A table of what the press has stood, each kind of attack for a third of the time; what failed is in `folder`."""
    rows = []
    for name, kind in (("mutants", check_mutants), ("kills", kill_builds), ("machine faults", starve_builds)):
        counts = kind(victim_at(folder / name.replace(" ", "-"), manuscript), seconds / 3, random.Random(seed))
        wrong = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()) if what != name and count)
        rows.append(f"{name:16} {counts[name]:6}   {wrong or 'nothing wrong'}")
    return "\n".join(rows)
