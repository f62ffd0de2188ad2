"""The standing attack: what it does to a manuscript, and that it finds what it looks for."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from conftest import SMALL

from bench.attack import COLUMNS, KINDS, attack, rounds, row
from bench.machines import NO_ROOM, WAYS
from bench.misled import WITHOUT_LINE, check_mutants
from bench.mutants import MUTATIONS, spoil, texts_in
from bench.victim import changed_by, victim_at
from press import build as pipeline
from press.manifest import digest


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "small"


def test_a_mutant_differs_in_one_file_and_can_be_mended(manuscript: Path) -> None:
    path, before = spoil(texts_in(manuscript), random.Random(1))
    assert path.read_bytes() != before == SMALL[path.relative_to(manuscript).as_posix()].encode()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.__name__.strip("_"))
def test_every_mutation_does_something_to_any_text(mutation: object) -> None:
    text = SMALL["chapters/one.md"]
    assert any(mutation(text, random.Random(seed)) != text for seed in range(20))  # type: ignore[operator]
    assert isinstance(mutation("", random.Random(1)), str)  # type: ignore[operator]


def test_a_fault_without_a_line_is_known() -> None:
    said = "a.md:3: error: no [one]\nb.md: error: no [two]\nerror: full: dist [disk]\nc.yaml: error: no [missing-key]\n"
    assert WITHOUT_LINE.findall(said) == ["two", "disk"]


def test_a_full_disk_is_to_be_told_with_a_path() -> None:
    assert NO_ROOM.search("error: No space left on device: dist [disk]\n")
    assert not NO_ROOM.search("error: No space left on device [disk]\n")


def test_what_a_task_makes_is_new_and_all_else_as_it_was() -> None:
    before, after = (
        {"a-reading.pdf": b"1", "a.html": b"1"},
        {"a-reading.pdf": b"2", "a-print.pdf": b"2", "a.html": b"2"},
    )
    assert changed_by("build", before, [after]) == [{"a-reading.pdf": b"2", "a-print.pdf": b"2", "a.html": b"1"}]
    assert changed_by("epub", before, [after]) == [before]


def test_a_manifest_of_other_files_is_noticed(manuscript: Path, tmp_path: Path) -> None:
    victim = victim_at(tmp_path / "victim", manuscript)
    (victim.top / "dist/a.html").write_bytes(b"1")
    manifest = victim.top / "dist/a.json"
    manifest.write_text(json.dumps({"products": [{"file": "a.html", "sha256": digest(b"1")}]}))
    assert victim.manifest_is_true()
    (victim.top / "dist/a.html").write_bytes(b"2")
    assert not victim.manifest_is_true()


def test_an_attack_goes_on_as_often_as_it_is_told_or_for_its_time_and_once_at_least() -> None:
    assert list(rounds(3, 0)) == [1, 2, 3]
    assert list(rounds(0, 0)) == [1]


def test_a_run_is_ended_in_every_way() -> None:
    assert {(how.name, alone) for how, alone in WAYS} == {
        (how, alone) for how in ("SIGINT", "SIGTERM", "SIGKILL") for alone in (True, False)
    }
    assert len(KINDS["kills"]) == len(WAYS)


def test_a_line_of_the_table_tells_all_that_is_wrong() -> None:
    line = row("kills", Counter({"tried": 7, "orphans": 2, "no line: disk": 1, "no line: css": 1, "status 3": 1}))
    told = dict(zip(("tried", *COLUMNS), line.split()[1:], strict=False))
    assert {what: times for what, times in told.items() if times != "0"} == {
        "tried": "7",
        "no line": "2",
        "orphans": "2",
    }
    assert line.endswith("1 no line: css  1 no line: disk  1 status 3")


@pytest.mark.slow
def test_the_press_stands_an_attack_of_every_kind_that_needs_no_disk_of_its_own(
    manuscript: Path, tmp_path: Path
) -> None:
    head, *lines = attack(manuscript, tmp_path, 3, counts={"checks": 20, "builds": 2, "kills": 6, "machines": 4})
    assert head.split()[0] == "tried"
    assert len(lines) == 3 + len(WAYS)
    assert [line for line in lines if set(line[37:165].split()) != {"0"}] == []


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder a disk of its own")
def test_a_disk_of_any_room_leaves_the_old_products_or_the_new(manuscript: Path, tmp_path: Path) -> None:
    _, *lines = attack(manuscript, tmp_path, 3, counts={"disks": 200})
    assert len(lines) == len(KINDS["disks"])
    for line in lines:
        if "not tried" not in line:  # a container may refuse even root
            assert set(line[37:165].split()) == {"0"}
            assert "no path told" not in line


@pytest.mark.slow
def test_an_attack_finds_what_is_broken_and_else_nothing(
    manuscript: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = check_mutants(victim_at(tmp_path / "sound", manuscript), range(20), random.Random(5))
    assert {what for what, times in sound.items() if times} == {"tried"}
    monkeypatch.setattr(pipeline, "examine", lambda _: {}["nothing"])
    broken = check_mutants(victim_at(tmp_path / "broken", manuscript), range(3), random.Random(5))
    assert broken["status 70"] == broken["tried"] == 3
