"""A book spoiled on purpose: which slips of an editor are told, which come out right, and which pass in silence."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from conftest import TOP, Project

from bench.slips import SlipKind, change, judge_slips, put_in, read_sound, table_of_slips
from bench.slips_of_records import SLIPS_OF_RECORDS
from bench.slips_of_text import SLIPS_OF_TEXT
from press import build as pipeline
from press.editing.slips import slips
from press.project import Project as Desk
from press.store import Store

SLIPS = (*SLIPS_OF_TEXT, *SLIPS_OF_RECORDS)
UNKNOWN = put_in("x", "unknown", "The boat sank.\n‸She was lost.[@nobody1899]\nNobody drowned.")


def verdicts(desk: Desk, *kinds: SlipKind) -> dict[str, str]:
    """What becomes of a slip of each kind in the tiny book."""
    return {each.kind.name: each.verdict for each in judge_slips(desk, kinds, len(kinds), 1)}


@pytest.mark.slow
def test_a_slip_is_told_right_silent_or_told_in_the_wrong_place(tiny: Project) -> None:
    def misplaced(book: object, random: Random) -> object:
        slip = UNKNOWN.make(book, random)  # type: ignore[arg-type]
        return slip and slip._replace(first=1, last=1)

    assert verdicts(
        tiny.project,
        UNKNOWN,
        put_in("x", "right", "The boat &mdash; it was blue &mdash; sank.", "The boat — it was blue — sank."),
        put_in("x", "not so", "The boat sank.", "The boat was saved."),
        put_in("x", "never right", "The boat sank."),
        change("x", "in its record", r"^  type: .*$", "  type: bok", files=r"sources\.yaml", how="record"),
        SlipKind("x", "misplaced", misplaced),  # type: ignore[arg-type]
    ) == {
        "unknown": "told",
        "right": "right",
        "not so": "silent",
        "never right": "silent",
        "in its record": "told",
        "misplaced": "wrong place",
    }


@pytest.mark.slow
def test_what_only_pages_show_is_told_when_it_is_built(tiny: Project) -> None:
    row = "| " + " | ".join(f"Extraordinarily{n}" for n in range(22)) + " |"
    wide = put_in("x", "too wide", f"{row}\n|{'---|' * 22}\n{row}")
    tiny.write("manuscript/book.yaml", tiny.read("manuscript/book.yaml").replace("    - index-of-names\n", ""))
    assert [each.verdict for each in judge_slips(tiny.project, [wide], 1, 1)] == ["silent"]
    assert [each.verdict for each in judge_slips(tiny.project, [wide], 1, 1, built=True)] == ["told"]


def test_what_breaks_the_press_is_told(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("a fault of the press")

    judging = judge_slips(tiny.project, [UNKNOWN], 2, 1)
    assert next(judging).verdict == "told"
    monkeypatch.setattr(pipeline, "prepare", break_down)
    assert next(judging)[2:] == ("traceback", "ZeroDivisionError: a fault of the press")


@pytest.mark.slow
def test_the_same_seed_spoils_the_same_places(tiny: Project) -> None:
    first, again, other = (
        [kind.make(read_sound(tiny.project.manuscript), Random(n)) for kind in SLIPS] for n in (1, 1, 2)
    )
    assert first == again != other


def test_every_kind_finds_a_place_and_changes_the_book_there() -> None:
    book = read_sound(TOP / "manuscript")
    for kind in SLIPS:
        slip = kind.make(book, Random(1))
        assert slip, kind.name
        assert slip.content != book.files[slip.name], kind.name
        if slip.first > 0:
            spoiled, sound = slip.content.decode().split("\n"), book.text(slip.name).split("\n")
            assert spoiled[: slip.first - 1] != spoiled or sound != spoiled
            assert 1 <= slip.first <= slip.last <= len(spoiled), kind.name
    assert len({(kind.group, kind.name) for kind in SLIPS}) == len(SLIPS) > 200


@pytest.mark.slow
def test_no_slip_breaks_the_press_and_the_table_counts_each_once(tiny: Project) -> None:
    judged = list(judge_slips(tiny.project, SLIPS, 20, 1))
    assert [each for each in judged if each.verdict == "traceback"] == []
    table = table_of_slips(judged).splitlines()
    counted = [row for row in table if row.startswith("| ")][2:]
    assert len(counted) == len({each.kind for each in judged}) + 1
    assert counted[-1].startswith("| all | 20 |")
    fine = sum(each.verdict in ("told", "right") for each in judged)
    share = f"{fine} of 20 ({5 * fine:.1f} %) are told in their place or come out right."
    assert table[table.index(share) + 2] == ("Nothing is left." if fine == 20 else "What is left:")
    assert len(table) == table.index(share) + 3 + 20 - fine


def test_slips_that_are_kept_are_those_that_would_be_found(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    lines = {"a.md": ("The the boat sank.",), "b.md": ("She was lost .",), "c.md": ("She was lost .",)}
    changes = {
        "nothing": {},
        "a line before it": {"a.md": ("", *lines["a.md"])},
        "the line itself": {"b.md": ("She was lost.",)},
    }
    for what, changed in changes.items():
        lines |= changed
        for language in ("en-GB", "de"):
            anew = [(each, each.origin) for each in slips(lines, language)]
            for _ in range(2):
                assert [(each, each.origin) for each in slips(lines, language, store)] == anew, what
    assert [str(each.origin) for each in slips(lines, "en-GB", store)] == ["a.md:2", "c.md:1"]
