"""Many workers make the same book as one, and what goes wrong in any of them is told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from conftest import TOP, Project

from press.problem import Faulty, FaultyThroughout, Origin, Problem
from press.workers import Workers, cores

Apart = Callable[..., Any]


def desk() -> dict[str, int]:
    return {"pid": os.getpid()}


def broken() -> dict[str, int]:
    raise Faulty([Problem(Origin("styles/classic/1-page.css", 3), "css", "no such colour")])


def double(where: dict[str, int], number: int) -> tuple[int, int]:
    return number * 2, where["pid"]


def refuse_odd(_: Any, number: int) -> int:
    if number % 2:
        raise Faulty([Problem(Origin("chapter.md", number), "odd", f"{number} is odd")])
    return number


def refuse_all(_: Any, number: int) -> int:
    raise FaultyThroughout([Problem(Origin("styles/classic/1-page.css", number), "odd", "no page can be set")])


def die(_: Any, number: int) -> int:
    os._exit(9)


def work(
    number: int, do: Callable[..., Any], tasks: Sequence[int], make: Callable[[], Any] = desk
) -> tuple[dict[int, Any], int]:
    """What so many workers make of some tasks, and the process that gave them."""
    with Workers(make, number) as workers:
        return dict(workers.work(do, tasks)), os.getpid()


def work_later(number: int, do: Callable[..., Any]) -> Any:
    with Workers(desk, number) as workers:
        return workers.begin(do, 21)()


def work_in_turn(number: int) -> list[tuple[int, int]]:
    """Four tasks, of which the last needs what the others make, with what was made of each."""
    seen: list[tuple[int, int]] = []
    waiting = [1, 2, 3, 4]

    def next_task() -> int | None:
        if len(waiting) == 1 and len(seen) < 3:
            return None
        return waiting.pop(0) if waiting else None

    with Workers(desk, number) as workers:
        for task, (made, _) in workers.feed(double, next_task):
            seen.append((task, made))
    return seen


def begin_after_one_has_ended() -> None:
    with Workers(desk, 2) as workers:
        with suppress(Faulty):
            workers.begin(die, 1)()
        workers.begin(double, 2)


def work_after_one_has_ended() -> None:
    with Workers(desk, 2) as workers:
        with suppress(Faulty):
            workers.begin(die, 1)()
        list(workers.work(double, [2]))


def work_rest_and_work(number: int) -> tuple[set[int], set[int]]:
    """The processes that did the work, before they rested and after."""
    with Workers(desk, number) as workers:
        before = {pid for _, (_, pid) in workers.work(double, [1, 2, 3])}
        workers.rest()
        return before, {pid for _, (_, pid) in workers.work(double, [1, 2, 3])}


def rest_to_one_and_work() -> set[int]:
    """The processes that do the work when only one is to come after a rest."""
    with Workers(desk, 3) as workers:
        list(workers.work(double, [1, 2, 3]))
        workers.rest(1)
        return {pid for _, (_, pid) in workers.work(double, [1, 2, 3, 4, 5, 6])}


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """Calls a function in a process of its own: workers are forked, which one with threads, as pytest's is, may not."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        yield lambda do, *given: process.submit(do, *given).result()


@pytest.fixture(params=[1, 2])
def number(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.mark.once
def test_every_task_is_done_once(apart: Apart, number: int) -> None:
    done, own = apart(work, number, double, [3, 1, 4, 1, 5])
    assert [done[n][0] for n in range(5)] == [6, 2, 8, 2, 10]
    assert ({pid for _, pid in done.values()} == {own}) == (number == 1)


def test_the_faults_of_all_tasks_are_told_together(apart: Apart, number: int) -> None:
    with pytest.raises(Faulty) as raised:
        apart(work, number, refuse_odd, range(6))
    assert sorted(problem.origin.line for problem in raised.value.problems) == [1, 3, 5]


def test_after_a_fault_that_all_tasks_would_have_no_other_is_begun(apart: Apart) -> None:
    with pytest.raises(Faulty) as raised:
        apart(work, 1, refuse_all, range(6))
    assert [problem.origin.line for problem in raised.value.problems] == [0]


def test_a_desk_that_cannot_be_laid_is_a_fault_like_any_other(apart: Apart, number: int) -> None:
    with pytest.raises(Faulty, match="no such colour"):
        apart(work, number, double, [1, 2], broken)


def test_a_worker_ended_from_outside_is_told(apart: Apart) -> None:
    with pytest.raises(Faulty, match="ended from outside"):
        apart(work, 2, die, [1, 2, 3])
    with pytest.raises(Faulty, match="ended from outside"):
        apart(work_later, 2, die)


@pytest.mark.parametrize("given", [begin_after_one_has_ended, work_after_one_has_ended])
def test_so_is_one_that_has_ended_before_the_next_task_is_given(apart: Apart, given: Callable[[], None]) -> None:
    with pytest.raises(Faulty, match="ended from outside"):
        apart(given)


def test_what_is_begun_can_be_asked_for_later(apart: Apart, number: int) -> None:
    assert apart(work_later, number, double)[0] == 42


def test_tasks_are_asked_for_one_by_one_after_what_was_made_has_been_seen(apart: Apart, number: int) -> None:
    seen = apart(work_in_turn, number)
    assert sorted(seen[:3]) == [(1, 2), (2, 4), (3, 6)]
    assert seen[3:] == [(4, 8)]


def test_workers_that_have_rested_go_on(apart: Apart, number: int) -> None:
    before, after = apart(work_rest_and_work, number)
    assert before.isdisjoint(after) == (number > 1)


def test_one_process_alone_comes_after_a_rest_if_so_asked(apart: Apart):
    assert len(apart(rest_to_one_and_work)) == 1


def test_the_number_of_workers_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_WORKERS", "3")
    assert cores() == 3


# --- a book by one worker and by two ---------------------------------------------------------------

BUILD = """
import os, sys
from pathlib import Path
sys.stderr.isatty = lambda: True  # as if somebody watched the bar
threads = []
os.register_at_fork(before=lambda: threads.append(len(os.listdir("/proc/self/task"))))
from press import cli
from press.project import Project
status = cli.build(Project.at(Path(sys.argv[1])))
Path("threads").write_text(" ".join(map(str, threads)))
raise SystemExit(status)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """The tiny book made by two workers, and how many threads their process had whenever it was forked.

    It is a process of its own, which hashes by a seed of its own, inherits no date, and finds nothing set already.
    """
    project = Project(tmp_path_factory.mktemp("by-two"))
    environment = {**os.environ, "PRESS_WORKERS": "2", "PYTHONHASHSEED": "random", "PYTHONPATH": str(TOP)}
    environment.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, "-c", BUILD, str(project.top)]
    subprocess.run(command, check=True, env=environment, cwd=project.top, capture_output=True)
    return (project.top / "dist/tiny-reading.pdf").read_bytes(), project.read("threads")


def test_two_workers_in_another_process_make_the_book_that_one_makes(made: Path, built: tuple[bytes, str]) -> None:
    assert built[0] == made.read_bytes()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
def test_workers_are_forked_while_no_other_thread_is_alive(built: tuple[bytes, str]) -> None:
    assert set(built[1].split()) == {"1"}


def test_what_a_process_has_is_not_searched_as_it_ends() -> None:
    told = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > len(gc.get_objects())))"
    ended = subprocess.run(
        [sys.executable, "-c", f"{told}; import press.build"], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "True\n"
