"""The standing attack: what it does to a manuscript, and that it finds what it looks for."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import SMALL

from bench.attack import WITHOUT_LINE, check_mutants, victim_at
from bench.mutants import MUTATIONS, spoil
from press import build as pipeline


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "small"


def test_a_mutant_differs_in_one_file_and_can_be_mended(manuscript: Path) -> None:
    path, before = spoil(manuscript, random.Random(1))
    assert path.read_bytes() != before == SMALL[path.relative_to(manuscript).as_posix()].encode()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.__name__.strip("_"))
def test_every_mutation_does_something_to_any_text(mutation: object) -> None:
    text = SMALL["chapters/one.md"]
    assert any(mutation(text, random.Random(seed)) != text for seed in range(20))  # type: ignore[operator]
    assert isinstance(mutation("", random.Random(1)), str)  # type: ignore[operator]


def test_a_fault_without_a_line_is_known() -> None:
    said = "a.md:3: error: no [one]\nb.md: error: no [two]\nerror: full: dist [disk]\nc.yaml: error: no [missing-key]\n"
    assert WITHOUT_LINE.findall(said) == ["two", "disk"]


@pytest.mark.slow
def test_an_attack_finds_what_is_broken_and_else_nothing(
    manuscript: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = check_mutants(victim_at(tmp_path / "sound", manuscript), 2, random.Random(5))
    assert {what for what in sound if not what.startswith("without")} == {"mutants"}
    monkeypatch.setattr(pipeline, "examine", lambda _: {}["nothing"])
    broken = check_mutants(victim_at(tmp_path / "broken", manuscript), 1, random.Random(5))
    assert broken["status of our own fault"] == broken["mutants"] > 0
