"""Builds killed, and builds on machines that lack something or whose disk is full: what is wrong then, counted."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.victim import HANGING, MAKING, Victim, changed_by, ended, left_by
from press import cli

WAYS = tuple((how, alone) for how in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL) for alone in (True, False))
"""How a run is ended: by which signal, and its main process alone or all of its group."""
LIMITS = (
    *((resource.RLIMIT_NOFILE, files) for files in (6, 9, 12, 16, 24, 40)),
    *((resource.RLIMIT_FSIZE, size) for size in range(0, 1_000_000, 100_000)),
    *((resource.RLIMIT_AS, size << 20) for size in (150, 300, 600)),
)
"""What of the machine a build may lack: files at once, the size of a file, memory."""
STEP = 100_000
"""Bytes by which a disk on which there was no room has more."""
SIZE = 256 << 20
"""Bytes of a small disk while there is room on it."""
NO_ROOM = re.compile(r"^error: No space left on device: [^:\s][^\n]* \[disk\]$", re.MULTILINE)
"""What is told of a full disk: with a path."""


def kill_builds(victim: Victim, rounds: Iterable[int], chance: random.Random, way: int) -> Counter[str]:
    """Make products again and again, end each run at some moment in one of `WAYS`, and count what is wrong then."""
    counts = Counter[str]()
    pairs = victim.made_of_both(MAKING)
    lengths = {task: _length(victim, task) for task in MAKING}
    how, alone = WAYS[way]
    for number in rounds:
        task, book = chance.choice(("build", "build", "build", "html", "epub")), number % 2
        before = victim.products()
        victim.become(book)
        cold = chance.random() < 0.5
        if cold:
            shutil.rmtree(victim.top / ".cache", ignore_errors=True)
        mark = f"{os.getpid()}-{way}-{number}"
        run = victim.begin(task, mark)
        time.sleep(chance.uniform(0, lengths[task][cold] * 1.1))
        counts["tried"] += 1
        counts[f"({task})"] += 1
        counts.update(ended(run, how, alone, mark, victim.top.parent))
        counts.update(left_by(victim, (before, *changed_by(task, before, pairs[book]))))
    return counts


def _length(victim: Victim, task: str) -> tuple[float, float]:
    """The seconds that a task takes with all that has been kept, and with nothing kept."""
    lengths = []
    for cold in (True, False):
        if cold:
            shutil.rmtree(victim.top / ".cache", ignore_errors=True)
        begun = time.monotonic()
        victim.finish(task)
        lengths.append(time.monotonic() - begun)
    return lengths[1], lengths[0]


def starve_builds(victim: Victim, rounds: Iterable[int], chance: random.Random) -> Counter[str]:
    """Build on a machine that lacks something, in one way after another; count what is wrong afterwards."""
    counts = Counter[str]()
    pairs = victim.made_of_both()
    for _, limit in zip(rounds, chance.sample(LIMITS, len(LIMITS)), strict=False):
        victim.become(int(victim.products() in pairs[0]))
        counts.update(_answer(victim, "build", f"starved-{counts['tried']}", limit)[0])
        counts.update(left_by(victim, [*pairs[0], *pairs[1]]))
        counts["tried"] += 1
    return counts


def _answer(victim: Victim, task: str, mark: str, limit: tuple[int, int] | None) -> tuple[list[str], str]:
    """What is wrong with how a task ends on such a machine, and what it said."""
    run = victim.begin(task, mark, limit)
    try:
        _, told = run.communicate(timeout=HANGING)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        return ["hangs"], ""
    said = told.decode(errors="replace")
    wrong = ["tracebacks"] if "Traceback" in said else []
    wrong += ["status 70"] if run.returncode == cli.OUR_FAULT else []
    return wrong, said


def fill_disk(victim: Victim, rounds: Iterable[int], chance: random.Random, full: str) -> Counter[str]:
    """Make products with ever more room on the disk of a folder (`full`: "dist", or "" for all of the project), from
    none on until all of them have been made; count what is wrong afterwards. Only root can have such a disk.
    """
    counts = Counter[str]()
    pairs = victim.made_of_both(MAKING)
    folder = victim.top / full
    waiting = set(MAKING)
    for number in rounds:
        if not waiting:
            break
        room = (number - 1) * STEP
        for task in MAKING:
            before, book = victim.products(), chance.randrange(2)
            victim.become(book)  # while there is still room for that
            if not full and chance.random() < 0.5:
                shutil.rmtree(victim.top / ".cache", ignore_errors=True)
            _leave_room(folder, room)
            wrong, said = _answer(victim, task, f"full-{full}-{number}", None)
            after = changed_by(task, before, pairs[book])
            if before not in after and victim.products() in after:
                waiting.discard(task)
            elif not NO_ROOM.search(said) and before not in after:
                wrong.append("no path told")
                (victim.temporary.parent / f"full-{full}-{task}-{room}.said").write_text(said, encoding="utf-8")
            counts["tried"] += 1
            counts.update(wrong)
            counts.update(left_by(victim, (before, *after)))
            _leave_room(folder, SIZE)
    counts["most room, in kB"] = room // 1000
    return counts


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """The folder with a disk of its own while the block runs. Raises `OSError` for whoever may have none."""
    folder.mkdir(parents=True, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder], check=False).returncode:
        raise OSError("only root can give a folder a disk of its own")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _leave_room(folder: Path, room: int) -> None:
    """Make a small disk so large that so many bytes are free on it."""
    disk = os.statvfs(folder)
    size = (disk.f_blocks - disk.f_bfree) * disk.f_frsize + room
    # of no bytes at all this file system would take that it has no limit
    subprocess.run(["mount", "-o", f"remount,size={max(size, disk.f_frsize)}", folder], check=True)
