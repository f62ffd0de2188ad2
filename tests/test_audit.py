"""The audit itself, on pages with known faults drawn in: each is found where it stands, and nothing else is.

A page in `looks/` is named after the rule it breaks, with what is particular to it behind `--`; the fault is in the
block whose id is `here`. A page without such a block is one of which there is nothing to say.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
import weasyprint
from conftest import TESTS
from laid_out import GARAMOND, bare

from press.audit.audit import audit
from press.audit.figures import SurveyedSection
from press.audit.silences import heed
from press.places import Folio
from press.problem import Origin, Severity, Silence
from press.silences import passage
from press.style.limits import Limits
from press.typesetting.engine.survey import survey
from press.typesetting.faults import faults
from press.typesetting.page import Survey
from press.typesetting.rules import LOOKS as NAMED

LOOKS = TESTS / "looks"
PAGES = sorted(LOOKS.glob("*.html"))
FAULTY = [page for page in PAGES if 'id="here"' in page.read_text(encoding="utf-8")]
FACE = f'@font-face {{ font-family: "EB Garamond"; src: url("{GARAMOND}") }}'


def laid_out(page: Path) -> Survey:
    fonts = weasyprint.text.fonts.FontConfiguration()
    face = weasyprint.CSS(string=FACE, font_config=fonts)
    return survey(weasyprint.HTML(filename=page).render(stylesheets=[face], font_config=fonts).pages)


def ids(pages: list[Path]) -> list:
    return [pytest.param(page, id=page.stem) for page in pages]


@pytest.mark.parametrize("page", ids(FAULTY))
def test_the_audit_finds_the_fault_that_is_drawn_in_and_nothing_else(page: Path) -> None:
    found = faults(laid_out(page), Limits())
    assert [(fault.rule.name, fault.block) for fault in found] == [(page.stem.partition("--")[0], "here")]


@pytest.mark.parametrize("page", ids([page for page in PAGES if page not in FAULTY]))
def test_the_audit_finds_nothing_on_clean_pages(page: Path) -> None:
    pages = laid_out(page)
    assert len(pages) > 2
    assert faults(pages, Limits()) == ()


def test_every_rule_has_a_page_but_those_that_no_bare_page_shows() -> None:
    elsewhere = {"float-here", "float-early", "uneven-sinkage", "strained-hyphen", "river"}
    assert {page.stem.partition("--")[0] for page in FAULTY} == {rule.name for rule in NAMED} - elsewhere


def opening(y: float, kind: str = "chapter") -> SurveyedSection:
    """A chapter whose title stands at a height of its page, with text two lines below."""
    (page, *_) = laid_out(LOOKS / "clean.html")
    title = replace(page.lines[0], kind="heading", baseline=y)
    text = replace(page.lines[0], kind="text", justified=True, baseline=y + 36)
    pages = (replace(page, lines=(title, text)),)
    return SurveyedSection(pages, (Folio(1, 1),), Origin("manuscript/book.yaml", 7), kind)


def test_an_opening_at_another_depth_than_the_others_is_told_of() -> None:
    sections = [opening(40.0), opening(40.0), opening(58.0), opening(40.2), opening(76.0, kind="prose")]
    found = audit(sections, {}, Limits()).findings
    told = [each.fault.message for each in found if each.fault.rule.name == "uneven-sinkage"]
    assert told == [
        "its title stands 13.5 pt lower than that of other pieces of its kind (chapter)",
        "its text begins 13.5 pt lower than that of other pieces of its kind (chapter)",
    ]


def test_two_openings_of_a_kind_are_no_measure_for_a_third() -> None:
    sections = [opening(40.0), opening(40.0), opening(58.0)]
    assert not [each for each in audit(sections, {}, Limits()).findings if each.fault.rule.name == "uneven-sinkage"]


def told_of(html: str) -> list[str]:
    return [fault.rule.name for fault in faults(survey(bare(html)), Limits())]


ENTRIES = "<p>Quill, Ada, 1</p>" * 4
PICTURE = "<img style='width: 20px; height: 20px' src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'>"


def test_a_column_with_nothing_but_a_picture_is_no_column_of_lines() -> None:
    columns = f"{ENTRIES}<p style='break-before: column'>{PICTURE}</p><p style='break-before: column'>Rook, 2</p>"
    assert told_of(f"<div style='columns: 3; column-fill: auto; height: 150px'>{columns}</div>") == []


def test_columns_below_others_are_not_measured_by_them() -> None:
    above, below = (f"<div style='columns: 2'>{entries}</div>" for entries in (ENTRIES * 2, ENTRIES))
    assert told_of(f"{above}<p>Between.</p>{below}") == []


@pytest.mark.parametrize("below", ["font: 9px/9px serif", "font: 14px/18px serif"])
def test_small_type_close_below_large_type_is_not_over_it(below: str) -> None:
    title = "<h1 style='font: 40px/38px serif; margin: 0'>Title</h1>"
    assert told_of(f"{title}<p style='{below}'>A subtitle</p><p>Text below.</p>") == []
    assert told_of(f"{title}<p style='{below}; margin-top: -12px'>A subtitle</p><p>Text below.</p>") == ["overprint"]


def test_a_survey_is_plain_values() -> None:
    pages = laid_out(LOOKS / "crowded-notes.html")
    assert pickle.loads(pickle.dumps(pages)) == pages


def test_a_fault_is_marked_where_it_stands() -> None:
    (fault,) = faults(laid_out(LOOKS / "ladder.html"), Limits())
    assert fault.page == 0
    assert fault.box == (20, 20 + 2 * 18, 232, 3 * 18)
    (fault,) = faults(laid_out(LOOKS / "short-page.html"), Limits())
    assert fault.box == (20, 20 + 3 * 18, 232, 3 * 18)
    assert fault.message == "a short page: 3 lines are lacking"


def test_a_style_may_let_more_pass() -> None:
    assert faults(laid_out(LOOKS / "loose-line.html"), Limits(loose=2.0)) == ()
    assert len(faults(laid_out(LOOKS / "ladder--of-two.html"), Limits(ladder=2))) == 1


def test_punctuation_may_hang_where_the_style_lets_it() -> None:
    pages = laid_out(LOOKS / "overfull-line.html")
    assert len(faults(pages, Limits(hang=0.5))) == 1
    assert faults(pages, Limits(hang=5.0)) == ()


# --- silences ----------------------------------------------------------------------------------------

LINES = {"manuscript/chapters/1.md": ("---", "---", "The ferry crossed", "the river.", "", "It was not seen again.")}


def audited(name: str, line: int) -> tuple[SurveyedSection, dict[str, Origin]]:
    pages = laid_out(LOOKS / f"{name}.html")
    folios = tuple(Folio(n, n) for n in range(1, len(pages) + 1))
    return SurveyedSection(pages, folios, Origin("manuscript/book.yaml", 7)), {
        "here": Origin("manuscript/chapters/1.md", line)
    }


def silence(rule: str, words: str) -> Silence:
    return Silence(rule, "chapters/1.md", words, "because", Origin("manuscript/looks.yaml", 1))


def test_a_finding_names_the_line_and_the_folio() -> None:
    part, origins = audited("runt", 3)
    (finding,) = audit([part], origins, Limits()).findings
    problem = finding.problem()
    assert problem.severity is Severity.LOOK
    assert str(problem) == "manuscript/chapters/1.md:3: look: p. 1: a last line of “at.” alone [runt]"


def test_what_the_press_makes_is_looked_for_where_the_book_asks_for_it() -> None:
    part, _ = audited("runt", 3)
    (finding,) = audit([part], {}, Limits()).findings
    assert finding.origin == Origin("manuscript/book.yaml", 7)


@pytest.mark.parametrize("words", ["crossed the river", "The ferry", "river."])
def test_words_of_the_paragraph_silence_a_look(words: str) -> None:
    part, origins = audited("runt", 3)
    found, problems = heed(audit([part], origins, Limits()), [silence("runt", words)], LINES)
    assert (found.findings, len(found.silenced), problems) == ((), 1, ())


@pytest.mark.parametrize(("rule", "words"), [("runt", "It was not seen"), ("widow", "The ferry")])
def test_a_silence_that_silences_nothing_is_an_error(rule: str, words: str) -> None:
    part, origins = audited("runt", 3)
    found, problems = heed(audit([part], origins, Limits()), [silence(rule, words)], LINES)
    assert len(found.findings) == 1
    assert [(problem.rule.name, problem.severity) for problem in problems] == [("stale-look", Severity.ERROR)]


def test_a_passage_is_a_paragraph_of_prose_or_a_line_of_a_register() -> None:
    assert passage(Origin("manuscript/chapters/1.md", 4), LINES).endswith("The ferry crossed the river.")
    assert passage(Origin("people.yaml", 2), {"people.yaml": ("- id: a", "  born: 1899")}) == "born: 1899"
    assert passage(Origin("nowhere.md", 2), LINES) == ""
