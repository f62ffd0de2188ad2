"""What a compositor does besides setting paragraphs again: white moved, lists carded, headnotes and columns kept."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from laid_out import bare
from test_copyfit import WORDS, Set, lay_out, text

from press.style.limits import Limits
from press.typesetting.carding import MOST, card
from press.typesetting.copyfit import copyfit, cost, wish
from press.typesetting.engine.survey import survey
from press.typesetting.even_columns import even_columns
from press.typesetting.faults import faults
from press.typesetting.flow import PageMeasures, Row, ends, read_flow, read_measures
from press.typesetting.make_up import make_up
from press.typesetting.page import Line, facing, text_of
from press.typesetting.rules import STRANDED_HEADNOTE, UNEQUAL_PAGES
from press.typesetting.ways import Way, ways_of
from press.typesetting.wishes import NO_WISH, NO_WISHES, Wishes

LINE = Row(height=18, space=0, head=0, notes=0, later=0, hyphen=False, tied=False, heading=False, at=0, of=1)
PLAIN = "<style>body { hyphens: none !important; text-align: left !important }</style>"


def fitted(html: str, limits: Limits | None = None) -> tuple[Set, Wishes]:
    """A text with its pages ending as well as can be."""
    return copyfit(lambda wishes: lay_out(html, wishes), limits or Limits(longer=1))


def entry(n: int, lines: int, margin: float = 0.0) -> list[Row]:
    """An entry of a list of so many lines."""
    first = replace(LINE, space=margin, listed=True, of=lines, entry=(f"b-{n}", margin), tied=lines > 1)
    return [replace(first, at=at, space=0 if at else margin, tied=at < lines - 1) for at in range(lines)]


# --- white -----------------------------------------------------------------------------------------


def apart_by_a_line(seed: int) -> str:
    """A text whose quotations and rules stand apart by a line."""
    return f"<style>blockquote, .rule {{ margin: 18px 0 !important }} h2 {{ margin: 18px 0 }}</style>{text(seed)}"


def test_the_white_above_quotations_and_rules_is_moved_where_pages_end_the_better_for_it() -> None:
    stiff, moved = 0, 0
    for seed in range(6):
        html = apart_by_a_line(seed)
        stiff += cost(fitted(html)[0].survey, Limits(longer=1))
        moved += cost(fitted(html.replace("id=", "id=b-").replace('id=b-"', 'id="b-'))[0].survey, Limits(longer=1))
    assert moved < stiff


def test_pages_with_white_moved_are_those_that_were_made_up_in_the_mind() -> None:
    tried = 0
    for seed in range(6):
        html = apart_by_a_line(seed).replace('<p id="q', '<p id="b-q').replace('class="rule" id=', 'class="rule" id=b-')
        laid = lay_out(html)
        wished, expected = wish(laid.survey, laid.measured, NO_WISHES, Limits())
        if any(each.above is not None and block.startswith("b-") for block, each in wished.paragraphs):
            assert ends(lay_out(html, wished).survey) == expected
            tried += 1
    assert tried


@pytest.mark.parametrize("above", [5, 21])
def test_an_ornament_has_as_much_more_white_above_as_below_and_the_lines_after_it_keep_their_places(above: int) -> None:
    """Of those above it so many lines stand on the page that it is in the middle of it, or at the head of the next."""
    lines = ["the ferry and the geese"] * 30
    before, after = "<br>".join(lines[:above]), "<br>".join(lines)
    html = (
        "<style>.rule { margin: 18px 0; break-before: auto !important }</style>"
        f'<p id="b-a">{before}</p><p class="rule" id="b-r">*</p><p id="b-z">{after}</p>'
    )
    plain = lay_out(html)
    rule = next(block for block in read_flow(plain.survey) if block.anchor == "b-r")
    (way,) = (each for each in ways_of(rule, plain.measured, {}, Limits(), 18.0) if each.wish)
    moved = lay_out(html, Wishes(paragraphs=((way.block, way.wish),)))
    stood, stands = ({line.block: line.y for line in reversed(list(page_of(each, "b-r")))} for each in (plain, moved))
    assert stands["b-r"] - stood["b-r"] == 9
    assert stands["b-z"] - stood["b-z"] == 18
    flow = [
        [way if block.anchor == way.block else Way("", NO_WISH, block.rows, 0.0)] for block in read_flow(plain.survey)
    ]
    assert ends(moved.survey) == make_up(flow, read_measures(plain.survey), Limits(), {}).ends


def page_of(laid: Set, block: str) -> tuple[Line, ...]:
    """The lines of the page on which a block stands."""
    return next(page.lines for page in laid.survey if any(line.block == block for line in page.lines))


def test_a_page_may_end_between_the_rows_of_a_table_as_the_engine_has_it() -> None:
    rows = "".join(f'<tr id="b-row.{n}"><td>{" ".join(WORDS[:7])}</td><td>{n}</td></tr>' for n in range(40))
    styled = "<style>tr { break-inside: avoid } td { width: 180px; padding: 0 } table { border-spacing: 0 }</style>"
    pages = lay_out(
        f'{styled}<p id="a">{" ".join(WORDS)}</p><table>{rows}</table><p id="b">{" ".join(WORDS)}</p>'
    ).survey
    flow = [[Way("", NO_WISH, block.rows, 0.0)] for block in read_flow(pages)]
    assert len(pages) > 3
    assert make_up(flow, read_measures(pages), Limits()).ends == ends(pages)


def test_white_between_stanzas_is_moved_for_no_page() -> None:
    styled = "<style>p { text-indent: 0 !important } .first { margin-top: 9px }</style>"
    lines = [f'<p id="b-{n}"{" class=first" if n % 4 == 0 else ""}>the ferry and the geese</p>' for n in range(12)]
    flow = read_flow(lay_out(f'{styled}<p id="b-a">{" ".join(WORDS)}</p>{"".join(lines)}').survey)
    assert [block.anchor for block in flow if block.held] == [
        "b-a",
        "b-4",
        "b-8",
    ]  # that above the first is of the poem


# --- lists -----------------------------------------------------------------------------------------


def test_what_a_page_of_a_list_lacks_is_put_between_its_entries_evenly() -> None:
    rows = [row for n in range(10) for row in entry(n, 2, 9.0)]
    carded = card(rows, 18.0, 18.0)
    assert [each.block for each in carded] == [f"b-{n}" for n in range(1, 10)]  # none above what begins the page
    assert len({each.above for each in carded}) == 1
    assert 17.5 < sum(each.above - 9.0 for each in carded) < 18.0


@pytest.mark.parametrize(
    ("rows", "white"),
    [
        pytest.param([row for n in range(10) for row in entry(n, 2)], 9 * 18.0 * MOST + 1, id="it would be seen"),
        pytest.param([row for n in range(5) for row in entry(n, 4)], 6.0, id="few entries"),
        pytest.param([*[LINE] * 6, *[row for n in range(10) for row in entry(n, 2)], LINE], 9.0, id="text below it"),
    ],
)
def test_no_page_is_carded_where_that_would_be_seen(rows: list[Row], white: float) -> None:
    assert card(rows, white, 18.0) == ()


def list_of(seed: int) -> str:
    """Entries of two and three lines, none of which is parted."""
    lot = random.Random(seed)
    lines = (" ".join(lot.choices(WORDS, k=lot.choice((14, 14, 14, 22)))) for _ in range(70))
    entries = "".join(f'<li id="b-{n}">{each}</li>' for n, each in enumerate(lines))
    styled = "<style>ul { margin: 0; padding: 0; list-style: none } li { break-inside: avoid }</style>"
    return f"{styled}{PLAIN}<ul>{entries}</ul>"


def test_facing_pages_of_a_list_are_made_equal() -> None:
    unequal = 0
    for html in map(list_of, range(4)):
        before, after = lay_out(html).survey, fitted(html)[0].survey
        unequal += sum(verso.lacking != recto.lacking for _, verso, recto in facing(before))
        assert all(verso.lacking == recto.lacking for _, verso, recto in facing(after))
        assert [line.text for _, line in text_of(after)] == [line.text for _, line in text_of(before)]
    assert unequal


# --- documents -------------------------------------------------------------------------------------


def test_of_two_make_ups_the_one_is_taken_that_keeps_a_headnote_with_its_document() -> None:
    """Twelve lines a page; the headnote ends with the twelfth, or, if the paragraph before it is longer, later."""
    measures = PageMeasures(height=216, pitch=18, apart=10, above_notes=0, foot=0, verso=False)

    def paragraph(lines: int, cost: float = 0.0, *, headnote: bool = False) -> Way:
        return Way("b", NO_WISH, tuple(replace(LINE, at=n, of=lines, headnote=headnote) for n in range(lines)), cost)

    as_is, longer = paragraph(8), paragraph(9, 0.5)
    flow = [[as_is, longer], [paragraph(4, headnote=True)], [paragraph(20)], [paragraph(20)]]
    assert make_up(flow, measures, Limits()).ways[0] is longer
    plain = [[as_is, longer], [paragraph(4)], [paragraph(20)], [paragraph(20)]]
    assert make_up(plain, measures, Limits()).ways[0] is as_is


def test_a_headnote_is_kept_with_its_document_where_a_line_more_or_less_can_do_it() -> None:
    stranded = kept = 0
    for seed in range(20, 32):
        lead = f'<div class="document-headnote"><p id="b-h">{" ".join(WORDS[:30])}.</p></div>'
        paragraphs = text(seed, 12).replace("<h2", "<p").replace("</h2>", "</p>").split("\n")
        html = "\n".join(part + lead.replace("b-h", f"b-h{n}") for n, part in enumerate(paragraphs))
        before, after = lay_out(html).survey, fitted(html)[0].survey
        stranded += sum(fault.rule == STRANDED_HEADNOTE for fault in faults(before, Limits()))
        kept += sum(fault.rule == STRANDED_HEADNOTE for fault in faults(after, Limits()))
    assert kept < stranded


# --- columns ---------------------------------------------------------------------------------------

COLUMNS = "<style>.columns { columns: 2; column-gap: 20px; text-align: left } #index-6 { break-before: column }</style>"


def test_the_last_columns_of_an_index_are_made_even() -> None:
    entries = "".join(f'<p id="index-{n}">Quill, Ada, {n}</p>' for n in range(8))
    uneven = survey(bare(f'{COLUMNS}<div class="columns">{entries}</div>', ""))
    assert even_columns(uneven, Limits()) == "index-4"
    plain = COLUMNS.replace("#index-6 { break-before: column }", "")
    forced = survey(bare(f'{plain}<div class="columns">{entries}</div>', Wishes(column="index-5").css()))
    assert next(line.block for line in forced[0].lines if line.column == 2) == "index-5"
    assert even_columns(survey(bare(f'{plain}<div class="columns">{entries}</div>', "")), Limits()) == ""


def test_unequal_columns_alone_are_reason_enough_to_set_an_index_again() -> None:
    entries = "".join(f'<p id="index-{n}">Quill, Ada, {n}</p>' for n in range(8))
    laid = Set(survey(bare(f'{COLUMNS}<div class="columns">{entries}</div>', "")), {})
    assert wish(laid.survey, {}, NO_WISHES, Limits())[0].column == "index-4"
    assert UNEQUAL_PAGES not in {fault.rule for fault in faults(laid.survey, Limits())}
