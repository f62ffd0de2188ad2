"""What the README promises of pages holds in every shipped style, by the same audit."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from conftest import TOP, Project
from laid_out import Shop

from press.audit.audit import Audit, audit
from press.audit.figures import SurveyedSection
from press.store import Store
from press.typesetting import rules
from press.typesetting.page import facing, headed

STYLES = ("classic", "modern")
WORDS = """
the ferry river lantern harbour master ledger bishop geese lace Flushing estuary winter arithmetic schoolmaster warrant
parish halfpenny customs lighthouse keeper herring voyage sailcloth stitching of a in and to was her it had been for
""".split()
NEVER = (rules.RECTO_HYPHEN, rules.WIDOW, rules.ORPHAN, rules.LADDER, rules.OVERFULL_LINE, rules.CROWDED_NOTES)
"""What no page of a shipped style has."""
OF_TYPE = (rules.TOUCHING_NUMBER, rules.WRONG_FIGURES, rules.OVERPRINT, rules.TABLE_BEYOND, rules.UNEVEN_SINKAGE)


def prose(seed: int, paragraphs: int) -> str:
    """A chapter of words drawn by lot, every third paragraph with a note."""
    lot = random.Random(seed)

    def words(least: int, most: int) -> str:
        return " ".join(lot.choices(WORDS, k=lot.randint(least, most))).capitalize()

    def paragraph(n: int) -> str:
        note = f"^[{words(8, 30)} in {lot.randint(1700, 1990)}.]" if n % 3 == 0 else ""
        return f"{words(30, 80)}.{note} {words(20, 70)} in {lot.randint(1700, 1990)}."

    return f"---\ntitle: The Ferry {seed}\n---\n\n" + "\n\n".join(map(paragraph, range(paragraphs))) + "\n"


def audited(top: Path, style: str) -> tuple[Audit, list[SurveyedSection]]:
    """A book set in a style, and looked at."""
    book = top / "manuscript/book.yaml"
    said = [line for line in book.read_text(encoding="utf-8").splitlines() if not line.startswith("style:")]
    book.write_text("\n".join([*said, f"style: {style}", ""]), encoding="utf-8")
    shop = Shop(top, Store(top / ".cache"))
    sections = [
        SurveyedSection(each.fragment.survey, each.folios, each.piece.origin, each.piece.named_kind)
        for each in shop.proof().settings
    ]
    return audit(sections, {}, shop.style.limits), sections


def equal(sections: list[SurveyedSection]) -> tuple[int, int]:
    """How many spreads of chapters without a heading are of equal depth, and how many there are."""
    spreads = [
        (verso, recto)
        for section in sections
        if section.kind == "chapter"
        for _, verso, recto in facing(section.pages)
        if not headed(verso) and not headed(recto)
    ]
    return sum(verso.lacking == recto.lacking for verso, recto in spreads), len(spreads)


@pytest.mark.parametrize("style", STYLES)
def test_pages_of_a_small_book_end_well_in_either_style(tmp_path: Path, style: str) -> None:
    project = Project(tmp_path).small()
    project.write("manuscript/chapters/one.md", prose(3, 42))
    found, sections = audited(project.top, style)
    counts = {rule.name: found.counts[rule] for rule in (*NEVER, *OF_TYPE, rules.VERSO_HYPHEN, rules.UNEQUAL_PAGES)}
    assert set(counts.values()) == {0}, counts
    assert equal(sections)[1] > 3


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_pages_of_the_whole_book_end_well_in_either_style(tmp_path: Path, style: str) -> None:
    shutil.copytree(TOP / "manuscript", tmp_path / "manuscript")
    for name in ("styles", "profiles"):
        (tmp_path / name).symlink_to(TOP / name)
    found, sections = audited(tmp_path, style)
    counts = {rule.name: found.counts[rule] for rule in (*NEVER, *OF_TYPE)}
    assert set(counts.values()) == {0}, counts
    assert found.counts[rules.VERSO_HYPHEN] + found.counts[rules.STRANDED_HEADING] <= 1
    assert found.counts[rules.SHORT_PAGE] <= 2
    assert found.counts[rules.UNEQUAL_COLUMNS] == 0
    assert found.counts[rules.STRANDED_HEADNOTE] == 0
    assert found.figures.plain_equal >= 0.95 * found.figures.plain_facing  # lists and documents too
    same, spreads = equal(sections)
    assert spreads > 15
    assert same >= 0.95 * spreads
