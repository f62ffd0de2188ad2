"""Many workers make the same book as one, and what goes wrong in any of them is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import TOP, Project

from press.problem import Faulty, Origin, Problem
from press.workers import Workers, cores


def desk() -> dict[str, int]:
    return {"pid": os.getpid()}


def double(where: dict[str, int], number: int) -> tuple[int, int]:
    return number * 2, where["pid"]


def refuse_odd(_: Any, number: int) -> int:
    if number % 2:
        raise Faulty([Problem(Origin("chapter.md", number), "odd", f"{number} is odd")])
    return number


def die(_: Any, number: int) -> int:
    os._exit(9)


@pytest.fixture(params=[1, 2])
def number(request: pytest.FixtureRequest) -> int:
    return request.param


def test_every_task_is_done_once(number: int) -> None:
    with Workers(desk, number) as workers:
        done = dict(workers.work(double, [3, 1, 4, 1, 5]))
    assert [done[n][0] for n in range(5)] == [6, 2, 8, 2, 10]
    assert ({pid for _, pid in done.values()} == {os.getpid()}) == (number == 1)


def test_the_faults_of_all_tasks_are_told_together(number: int) -> None:
    with Workers(desk, number) as workers, pytest.raises(Faulty) as raised:
        list(workers.work(refuse_odd, range(6)))
    assert sorted(problem.origin.line for problem in raised.value.problems) == [1, 3, 5]


def test_a_desk_that_cannot_be_laid_is_a_fault_like_any_other(number: int) -> None:
    def broken() -> dict[str, int]:
        raise Faulty([Problem(Origin("styles/classic/1-page.css", 3), "css", "no such colour")])

    with Workers(broken, number) as workers, pytest.raises(Faulty, match="no such colour"):
        list(workers.work(double, [1, 2]))


def test_a_hand_ended_from_outside_is_told() -> None:
    with Workers(desk, 2) as workers, pytest.raises(Faulty, match="ended from outside"):
        list(workers.work(die, [1, 2, 3]))


def test_what_is_begun_can_be_asked_for_later(number: int) -> None:
    with Workers(desk, number) as workers:
        answer = workers.begin(double, 21)
        assert answer()[0] == 42


def test_tasks_are_asked_for_one_by_one_after_what_was_made_has_been_seen(number: int) -> None:
    seen: list[int] = []
    waiting = [1, 2, 3, 4]

    def next_task() -> int | None:
        if len(waiting) == 1 and len(seen) < 3:
            return None  # the last task needs what the others make
        return waiting.pop(0) if waiting else None

    with Workers(desk, number) as workers:
        for at, (made, _) in workers.feed(double, next_task):
            seen.append(made)
            assert at < 4
    assert sorted(seen[:3]) == [2, 4, 6]
    assert seen[3] == 8


def test_hands_that_have_rested_go_on(number: int) -> None:
    with Workers(desk, number) as workers:
        before = {pid for _, (_, pid) in workers.work(double, [1, 2, 3])}
        workers.rest()
        after = {pid for _, (_, pid) in workers.work(double, [1, 2, 3])}
    assert before.isdisjoint(after) == (number > 1)


def test_the_number_of_hands_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_WORKERS", "3")
    assert cores() == 3


def test_two_hands_make_the_book_that_one_makes(tiny: Project, tmp_path: Path) -> None:
    made = []
    for number in ("1", "2"):
        program = f"from pathlib import Path; from press import cli as report; from press.project import Project;\
            raise SystemExit(report.build(Project.at(Path({str(tiny.top)!r}))))"
        environment = {**os.environ, "PRESS_WORKERS": number, "PYTHONPATH": str(TOP)}
        subprocess.run([sys.executable, "-c", program], check=True, env=environment, cwd=tmp_path)
        made.append((tiny.top / "dist/tiny-reading.pdf").read_bytes())
        tiny.remove(".cache")
    assert made[0] == made[1]
