"""Many workers do what one does, and what goes wrong in any of them is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import at_work
import pytest

from press.problem import Faulty
from press.workers import cores


@pytest.fixture(scope="module")
def apart() -> Iterator[Callable[..., Any]]:
    """Calls a function in a process that has no threads, from which workers can be forked."""
    with ProcessPoolExecutor(1, get_context("spawn"), at_work.begin) as process:
        yield lambda do, *given: process.submit(do, *given).result()


@pytest.fixture(params=[1, 2])
def number(request: pytest.FixtureRequest) -> int:
    return request.param


def test_every_task_is_done_once(apart: Callable[..., Any], number: int) -> None:
    here, done = apart(at_work.all_of, at_work.double, [3, 1, 4, 1, 5], number)
    assert [done[n][0] for n in range(5)] == [6, 2, 8, 2, 10]
    assert ({process for _, process in done.values()} == {here}) == (number == 1)


def test_the_faults_of_all_tasks_are_told_together(apart: Callable[..., Any], number: int) -> None:
    with pytest.raises(Faulty) as raised:
        apart(at_work.all_of, at_work.refuse_odd, range(6), number)
    assert sorted(problem.origin.line for problem in raised.value.problems) == [1, 3, 5]


def test_a_desk_that_cannot_be_laid_is_a_fault_like_any_other(apart: Callable[..., Any], number: int) -> None:
    with pytest.raises(Faulty, match="no such colour"):
        apart(at_work.all_of, at_work.double, [1, 2], number, at_work.no_desk)


def test_a_hand_ended_from_outside_is_told(apart: Callable[..., Any]) -> None:
    with pytest.raises(Faulty, match="ended from outside"):
        apart(at_work.all_of, at_work.die, [1, 2, 3], 2)


def test_what_is_begun_can_be_asked_for_later(apart: Callable[..., Any], number: int) -> None:
    assert apart(at_work.one_begun, 21, number)[0] == 42


def test_tasks_are_asked_for_one_by_one_after_what_was_made_has_been_seen(
    apart: Callable[..., Any], number: int
) -> None:
    at, seen = apart(at_work.one_by_one, number)
    assert (sorted(at), at[3]) == ([0, 1, 2, 3], 3)
    assert (sorted(seen[:3]), seen[3]) == ([2, 4, 6], 8)


def test_hands_that_have_rested_go_on(apart: Callable[..., Any], number: int) -> None:
    before, after = apart(at_work.before_and_after_a_rest, number)
    assert before.isdisjoint(after) == (number > 1)


def test_the_number_of_hands_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_WORKERS", "3")
    assert cores() == 3
