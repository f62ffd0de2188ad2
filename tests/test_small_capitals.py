"""Letters that the type has no small capitals for: what is set without any, so that words are of one kind."""

from __future__ import annotations

from pathlib import Path

import fontpkg
import pytest
from conftest import Project, desk_at
from laid_out import bare
from weasyprint.formatting_structure import boxes

from press import build
from press.compose.compose import Composer
from press.style.small_capitals import without_small_capitals


def found(text: str, *families: str) -> list[str]:
    """What is set without small capitals in the type of some families."""
    fonts = {each: tuple(sorted(Path(file.path) for file in fontpkg.family(each).files)) for each in families}
    return [each[0] for each in without_small_capitals(fonts).finditer(text)]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("The gate says γνῶθι σεαυτόν to all", ["γνῶθι σεαυτόν"]),
        ("Of λογος alone, and of ἦθος", ["λογος", "ἦθος"]),
        ("Ibn Ḥazm’s heirs at Bistrița; the Feħér", ["Bistrița"]),
        ("Abū l-Faraǧ al-Iṣfahānī", ["Faraǧ", "Iṣfahānī"]),
        ("Čapek, Łódź, Ångström and Straße", []),
        ("в Одессе", []),  # none of its letters has one: all are of one kind
    ],
)
def test_words_with_a_letter_that_has_no_small_capital_are_set_without(text: str, without: list[str]) -> None:
    assert found(text, "EB Garamond") == without


def test_of_a_script_that_has_them_only_words_together_with_one_that_lacks_them_are_set_without() -> None:
    greek = "λόγος, and ϝέργον ἔργον"
    assert found(greek, "Source Serif 4", "Source Sans 3") == ["ϝέργον ἔργον"]


def test_a_text_of_many_words_is_gone_through_in_time() -> None:
    assert len(found("λόγος " * 2000 + "ἦθος", "EB Garamond")) == 1


def test_what_has_no_small_capitals_has_none_on_the_first_line_of_a_chapter_either() -> None:
    marked = 'Over the gate <i>stood</i> <span class="no-small-caps">γνῶθι σεαυτόν</span>, and nobody read it. '
    sheet = "p::first-line { font-variant-caps: small-caps } .no-small-caps { font-variant-caps: normal }"
    (page,) = bare(f"<p>{marked}</p>", sheet)
    texts = [each for each in page._page_box.descendants() if isinstance(each, boxes.TextBox)]
    caps = {each.text.strip(): each.style["font_variant_caps"] for each in texts if len(each.text) > 3}
    assert [caps[words] for words in ("Over the gate", "stood", "γνῶθι σεαυτόν")] == [
        "small-caps",
        "small-caps",
        "normal",
    ]


def test_the_templates_mark_what_has_no_small_capitals(tiny: Project) -> None:
    book, style, wording, _ = build.prepare(
        desk_at(
            tiny.mend(
                "manuscript/chapters/01-the-ledger.md",
                "There is one leaf",
                "## Of γνῶθι *σεαυτόν*\n\nThere is one leaf",
            ).top
        )
    )
    piece = next(each for each in book.pieces if each.kind == "chapter")
    html = Composer(book, style, wording).compose(piece, {}, {}, ()).html
    marked = '<span class="no-small-caps">{}</span>'.format
    assert f"Of {marked('γνῶθι')} <em>{marked('σεαυτόν')}</em></span></h2>" in html
