"""Figures with a width, and what stands at the head or foot of a page: where it may, and a book of it on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from approved import approved, in_style, styles_of
from laid_out import Shop, write
from leaves import Page, golden_text, read_pages
from poppler import poppler
from random_books import shell
from test_styles import folio

from press.compose.compose import Section
from press.editing.blocks import parse_headed
from press.fields import Written
from press.importing.tree.reader import Tree
from press.importing.writing.markdown import MarkdownWriter
from press.problem import Origin, Problem
from press.style.limits import Limits
from press.text import Figure, walk
from press.typesetting.engine.typeset import Compositor, Layout
from press.typesetting.faults import faults
from press.typesetting.floats import Stand, Waiting, holds, part_floats, room_for, rows_of_pages, stand_floats
from press.typesetting.flow import PageMeasures, Row
from press.typesetting.page import Floated, Line
from press.typesetting.page import Page as Surveyed
from press.typesetting.turned import part
from press.words.placing import in_their_places
from press.words.proof import Typed

# --- what is said of a figure ------------------------------------------------------------------------


def figures(said: str) -> tuple[list[Figure], list[Problem]]:
    problems: list[Problem] = []
    text = f'![The bridge.](figures/bridge.svg){{#bridge {said} alt="Five, at=5 and width=7."}}'
    _, blocks = parse_headed((), Written(text, Origin("chapter", 1)), problems)
    return [each for each in walk(blocks) if isinstance(each, Figure)], problems


@pytest.mark.parametrize("width", ["60%", "100%", "8cm", "80mm", "3.5in", "200pt"])
def test_a_width_is_said_as_pandoc_has_it_with_quotation_marks_or_without(width: str) -> None:
    for said in (f"width={width}", f'width="{width}"'):
        (figure,), problems = figures(said)
        assert (figure.width, figure.alt, problems) == (width, "Five, at=5 and width=7.", [])


@pytest.mark.parametrize(
    "said", ["width=", 'width=""', "width=60", "width=-3cm", "width=0%", "width=101%", "width=8ft"]
)
def test_what_is_no_width_is_told_in_one_line(said: str) -> None:
    (figure,), problems = figures(said)
    assert (figure.width, [problem.rule.name for problem in problems]) == ("", ["figure-width"])


@pytest.mark.parametrize("said", ["at=", "at=left", "at=Top", 'at="top bottom"'])
def test_what_is_no_place_is_told_with_those_that_there_are(said: str) -> None:
    (figure,), (problem,) = figures(said)
    assert (figure.at, problem.rule.name) == ("here", "float-place")
    assert "here, top, bottom, page" in problem.hint


# --- taken out of the text -----------------------------------------------------------------------------


def parted(html: str) -> tuple[str, dict[str, tuple[str, str]]]:
    section = Section("one", f"<html><body>{html}</body></html>", ())
    text, floats = part_floats(section, frozenset())
    return text.html, {each.anchor: (each.since, each.until) for each in floats}


def float_of(anchor: str, inside: str = "<figure></figure>") -> str:
    return f"<!--float top {anchor}-->{inside}<!--/float-->"


def test_the_place_of_a_float_stands_between_no_two_that_a_sheet_looks_at_together() -> None:
    place = '<span id="{0}-place" data-place="{0}-place"></span>'
    html, _ = parted(f'<h2>One</h2>{float_of("a")}{float_of("b")}<p id="p">Two</p>')
    assert f"<h2>One{place.format('a')}{place.format('b')}</h2><p" in html
    html, _ = parted(f'<div class="text">\n{float_of("a")}\n<p id="p">Two</p></div>')
    assert f'<div class="text">\n\n<p id="p">{place.format("a")}Two</p></div>' in html
    html, _ = parted(f"<ul><li>One</li></ul>{float_of('a')}<ul><li>Two</li></ul>")
    assert '</ul><div id="a-place" data-place="a-place"></div><ul>' in html


def test_a_float_passes_no_heading_of_a_section_and_nothing_that_is_numbered_with_it() -> None:
    section = '<h2 id="h1">A</h2><p>a</p>{}<p>b</p>{}<h2 id="h2">B</h2><p>c</p>'
    _, floats = parted(section.format(float_of("a"), float_of("b")))
    assert floats == {"a": ("h1", "h2"), "b": ("h1", "h2")}
    _, floats = parted(section.format(float_of("a"), '<figure id="f"></figure>'))
    assert floats == {"a": ("h1", "f")}
    _, floats = parted(section.format(float_of("a", "<table></table>"), '<figure id="f"></figure>'))
    assert floats == {"a": ("h1", "h2")}


# --- pages made up in the mind ---------------------------------------------------------------------------

MEASURES = PageMeasures(height=180, pitch=18, apart=0, above_notes=0, foot=0, verso=False)
"""Pages of ten lines."""


def line(heading: bool = False) -> Row:
    return Row(
        height=18,
        space=0,
        head=0,
        notes=0,
        later=0,
        hyphen=False,
        tied=heading,
        heading=heading,
        at=0,
        of=1,
        least=(1, 1),
    )


ROWS = [line() for _ in range(60)]


def waiting(name: str, at: str, place: int, lines: int = 3, since: int = 0, until: int = 60) -> Waiting:
    return Waiting(name, at, lines * 18.0, place, since, until)


def stood(
    *floats: Waiting, rows: list[Row] = ROWS, earliest: dict[str, int] | None = None
) -> list[tuple[str, int, str]]:
    return [(each.anchor, each.page, each.at) for each in stand_floats(rows, MEASURES, floats, earliest or {})]


def test_a_float_stands_at_the_head_of_the_page_of_its_place_if_the_place_stays_there() -> None:
    assert stood(waiting("a", "top", 13)) == [("a", 1, "top")]
    assert stood(waiting("a", "top", 18)) == [("a", 2, "top")]  # three lines down it would be on the next page


def test_a_float_stands_at_the_foot_of_the_page_of_its_place_or_of_the_next() -> None:
    assert stood(waiting("a", "bottom", 5)) == [("a", 0, "bottom")]
    assert stood(waiting("a", "bottom", 9)) == [("a", 1, "bottom")]


def test_nothing_stands_above_the_title_of_a_chapter_nor_above_a_heading_at_the_head_of_a_page() -> None:
    assert stood(waiting("a", "top", 2)) == [("a", 1, "top")]
    rows = [*ROWS[:10], line(heading=True), *ROWS[11:]]
    assert stood(waiting("a", "top", 9), rows=rows) == [("a", 2, "top")]


def test_a_float_stays_within_its_section() -> None:
    # the section begins on the second page, so that its float may stand at the head of the third
    assert stood(waiting("a", "top", 14, since=12)) == [("a", 2, "top")]
    assert stood(waiting("a", "top", 14, since=12, until=22)) == [("a", 2, "top")]
    # it ends on the page on which it begins: no page will have it
    assert stood(waiting("a", "top", 14, since=12, until=18)) == []
    assert stood(waiting("a", "bottom", 14, since=12, until=15)) == []
    assert stood(waiting("a", "bottom", 14, since=12, until=17)) == [("a", 1, "bottom")]


def test_floats_keep_their_order() -> None:
    late = waiting("a", "bottom", 9)
    assert stood(late, waiting("b", "top", 9)) == [("a", 1, "bottom"), ("b", 2, "top")]
    assert stood(late, waiting("b", "bottom", 9)) == [("a", 1, "bottom"), ("b", 1, "bottom")]
    assert stood(waiting("a", "page", 9), waiting("b", "top", 9)) == [("a", 0, "page"), ("b", 1, "top")]
    assert stood(waiting("a", "page", 15), waiting("b", "bottom", 15)) == [("a", 1, "page"), ("b", 2, "bottom")]


def test_nothing_on_a_page_by_itself_comes_behind_what_is_numbered_after_it() -> None:
    chart = waiting("a", "page", 9)
    # a figure in the text, which may be one that no page would have: on the same page, and on the next
    assert stood(replace(chart, following=9), waiting("b", "bottom", 14)) == [("b", 1, "bottom")]
    assert stood(replace(chart, following=10)) == [("a", 0, "page")]
    assert not holds(Stand("a", 0, "page"), {"a": replace(chart, following=9)}, ROWS, rows_of_pages([10], 60))
    section = '<body><p>One</p><!--float page a--><figure></figure><!--/float--><h2 id="h">Two</h2>{}</body>'
    for behind, following in (('<figure id="f"></figure>', "f"), ("", ""), ('<table><caption id="t"></table>', "")):
        _, (each,) = part_floats(Section("one", section.format(behind), ()), frozenset())
        assert (each.until, each.following) == ("h", following)


def test_a_page_keeps_lines_of_text_beside_its_floats() -> None:
    found = stood(waiting("a", "top", 11, 3), waiting("b", "top", 11, 3), waiting("c", "top", 11, 3))
    assert found == [("a", 1, "top"), ("b", 1, "top"), ("c", 2, "top")]


def test_a_float_that_came_out_otherwise_goes_to_a_later_page() -> None:
    assert stood(waiting("a", "top", 13), earliest={"a": 2}) == [("a", 2, "top")]


def test_a_float_no_longer_holds_its_page_when_its_place_has_moved_on() -> None:
    each, pages = waiting("a", "top", 13), rows_of_pages([10, 7, 10], 60)
    assert holds(Stand("a", 1, "top"), {"a": each}, ROWS, pages)
    assert not holds(Stand("a", 1, "top"), {"a": replace(each, place=18)}, ROWS, pages)
    assert not holds(Stand("a", 9, "top"), {"a": each}, ROWS, pages)


def test_what_a_float_takes_of_a_page_is_whole_lines() -> None:
    assert room_for(100.0, 18.0, MEASURES) == 126
    assert room_for(108.0, 18.0, MEASURES) == 126


# --- told, and accounted for ------------------------------------------------------------------------------


def on_page(block: str, y: float) -> Line:
    edges = {"left_edge": 0.0, "right_edge": 100.0, "x": 0.0, "right": 90.0, "y": y, "height": 18.0, "baseline": y + 13}
    told = {"size": 14.0, "gap": 0.2, "gaps": 3, "justified": False, "hyphen": False, "first": True, "last": True}
    return Line(block=block, kind="caption", column=0, text="The bridge in the snow.", **edges, **told)


@pytest.mark.parametrize(("how", "rule"), [("here", "float-here"), ("other", "float-here"), ("early", "float-early")])
def test_what_is_amiss_with_a_float_is_for_somebody_s_eye(how: str, rule: str) -> None:
    floated = Floated((0, 0, 100, 18), (on_page("b-one-3", 0),), ())
    sizes = {"width": 200, "height": 300, "depth": 162, "notes_depth": 0, "white": 0, "pitch": 18, "room": 18}
    text = {"area": (0, 18, 100, 162), "lines": (on_page("b-one-4", 18),), "notes": (), "pictures": ()}
    page = Surveyed(verso=False, blank=False, **sizes, **text, floats=(floated,), strays=(("b-one-3", how),))
    (fault,) = faults((page,), Limits())
    assert (fault.rule.name, fault.block, fault.box) == (rule, "b-one-3", (0, 0, 90, 18))


def test_the_account_reads_a_float_at_its_place_whatever_page_it_stands_on() -> None:
    def typed(text: str) -> Typed:
        return Typed(text, text, (0, 0, 1, 1))

    order = [(1, "a", "b-one-1", 0), (2, "c", "b-one-3", 0), (2, "b", "b-one-2", 1), (2, "e", "b-one-5", 0)]
    order.insert(1, (1, "d", "b-one-4", 1))
    read = in_their_places([(sheet, typed(text), block, apart) for sheet, text, block, apart in order])
    assert "".join(each.text for _, each in read) == "abcde"
    # the caption of a table in the text, which has no number of its own, comes behind what floats before it
    order = [(1, "a", "b-one-1", 0), (1, "c", "blue", 0), (1, "d", "b-one-3", 0), (1, "b", "b-one-2", 1)]
    read = in_their_places([(sheet, typed(text), block, apart) for sheet, text, block, apart in order])
    assert "".join(each.text for _, each in read) == "abcd"


# --- brought in from outside ------------------------------------------------------------------------------


def picture(name: str, **said: str) -> str:
    attributes = ["", [], [list(pair) for pair in said.items()]]
    image = {"t": "Image", "c": [attributes, [{"t": "Str", "c": "Boats"}], ["boats.svg", ""]]}
    (figure,) = (each for each in Tree(name).read([{"t": "Para", "c": [image]}]) if isinstance(each, Figure))
    return re.sub(r".*\{(.*)alt=.*", r"\1", MarkdownWriter().text((figure,)).strip()).strip()


def test_an_import_keeps_a_width_that_somebody_has_asked_for() -> None:
    assert picture("a.md", width="50%", at="top") == "at=top width=50%"
    assert picture("a.html", width="5cm", at="nowhere") == "width=5cm"
    assert picture("a.md", width="300px") == ""
    assert picture("a.docx", width="5.833in") == ""  # the size on a page of the word processor's


# --- on the page ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=styles_of("floats"))
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A style, and the book of floats in it."""
    return request.param, in_style(tmp_path_factory.mktemp("floats"), "floats", request.param).make()


@pytest.fixture(scope="module")
def pages(printed: tuple[str, Path]) -> tuple[str, tuple[Page, ...]]:
    """The style, and the pages of the book."""
    return printed[0], read_pages(printed[1])


def test_the_pages_with_floats_read_as_they_have_been_approved(pages: tuple[str, tuple[Page, ...]]) -> None:
    style, found = pages
    assert golden_text(found, folio) == approved("floats", style)


def place(pages: tuple[Page, ...], words: str) -> tuple[int, float]:
    """The page of some words, and how far down they stand."""
    first, second = words.split()
    for page in pages:
        for one, other in zip(page.words, page.words[1:], strict=False):
            if (one.text, other.text) == (first, second):
                return page.number, one.top
    raise AssertionError(words)


def test_a_float_stands_between_the_text_and_the_notes(pages: tuple[str, tuple[Page, ...]]) -> None:
    caption, continued = place(pages[1], "Oil rises"), place(pages[1], "2 continued.")
    call, note = place(pages[1], "shown by"), place(pages[1], "2 An")
    assert caption[0] == call[0] == note[0] == continued[0] - 1
    assert call[1] < caption[1] < note[1]


def elements(pdf: Path) -> Iterator[tuple[str, str]]:
    """What a reader who listens hears: each element of some kinds, with its words."""
    kind, said = "", list[str]()
    for each in poppler("pdfinfo", pdf, "-struct-text").splitlines():
        if found := re.fullmatch(r" *(P|H2|Caption|Table|Figure)\b.*", each):
            yield kind, " ".join(said)
            kind, said = found[1], []
        elif each.strip().startswith('"'):
            said.append(each.strip().strip('"').replace("\u00a0", " "))
    yield kind, " ".join(said)


def test_a_float_is_read_aloud_behind_the_paragraph_that_mentions_it(printed: tuple[str, Path]) -> None:
    heard = list(elements(printed[1]))
    for caption, mention in {
        "The tower from": "drawn in",
        "Oil rises": "shown by",
        "from a letter": "stands a view",
    }.items():
        at = next(n for n, (kind, words) in enumerate(heard) if kind == "Caption" and caption in words)
        assert mention in " ".join(words for kind, words in heard[at - 3 : at] if kind == "P")


def test_a_paragraph_that_goes_on_below_a_float_is_one(printed: tuple[str, Path]) -> None:
    first = "It is said that an old fisherman was told of the glass"
    (found,) = [words for kind, words in elements(printed[1]) if kind == "P" and first in words]
    assert found.endswith("looked at the new burner from Paris as soon as the ice had gone.")


def test_the_place_of_a_turned_table_behind_another_is_before_the_paragraph_that_follows() -> None:
    tables = '<!--float here a--><table></table><!--/float-->\n<!--turned--><table id="b-1"></table><!--/turned-->'
    section, _ = part(Section("one", f'<html><body><p>One</p>{tables}\n<p id="p">Two</p></body></html>', ()))
    assert '</table><!--/float-->\n<div id="b-1-place" data-place="b-1-place"></div>\n<p id="p">' in section.html


# --- where no page will have it there --------------------------------------------------------------------


@pytest.mark.parametrize(("lines", "stands"), [(9, "bottom"), (60, "page")])
def test_what_no_page_has_at_its_head_stands_at_the_foot_or_behind_the_last_lines(
    lines: int, stands: str, tmp_path: Path
) -> None:
    rows = "\n".join(f"| {1860 + n} | {n} |" for n in range(9 if lines < 10 else 24))
    sums = f"| Year | Sum |\n|------|----:|\n{rows}\n\n: The sums. {{#sums at=top}}"
    text = f"---\nid: c\ntitle: One\n---\n\n{' '.join([SENTENCE] * (lines // 3))}\n\nSee [](#sums).\n\n{sums}\n"
    name = "manuscript/chapters/1.md"
    (setting,) = Shop(write(tmp_path, {name: text, **shell([name])})).proof().settings
    pages = setting.fragment.survey
    assert [each.at for each in setting.fragment.wishes.stands] == [stands]
    assert [how for page in pages for _, how in page.strays] == ["other"]


def test_a_chapter_set_again_is_begun_with_the_room_that_its_floats_have_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms: list[tuple[tuple[int, float, float], ...]] = []
    lay_out = Compositor.lay_out

    def noted(of: Compositor, section: Section, verso: bool, *rest: Any, **named: Any) -> Layout:
        if section.key == "one" and "data-float" not in section.html:
            rooms.append(section.rooms)
        return lay_out(of, section, verso, *rest, **named)

    monkeypatch.setattr(Compositor, "lay_out", noted)
    some = "\n\n".join([" ".join([SENTENCE] * 5)] * 6)
    texts = [f"See [](#sums) on [](#two){{.page}}.\n\n{some}\n\n{table('sums', 'at=top')}\n\n{some}", some]
    names = [f"manuscript/chapters/{n}.md" for n in ("one", "two")]
    chapters = [f"---\nid: {n}\ntitle: One\n---\n\n{text}\n" for n, text in zip(("one", "two"), texts, strict=True)]
    Shop(write(tmp_path, {**dict(zip(names, chapters, strict=True)), **shell(names)})).proof()
    first, *later = rooms
    # Once without, for nobody knew where it would stand; then, with the page of the other chapter too, always with it.
    assert not first
    assert later and len({*later}) == 1 and later[0]


# --- beside turned tables ------------------------------------------------------------------------------

SENTENCE = "The ferry went over at every tide and came back with whoever was waiting there."


def table(anchor: str, said: str) -> str:
    return (
        f"| Year | Sum |\n|------|----:|\n| 1899 | 31 |\n| 1900 | 32 |\n\n: The sums of {anchor}. {{#{anchor} {said}}}"
    )


@pytest.mark.parametrize(
    ("at", "number"),
    [
        *(("top", 6), ("bottom", 1)),
        *(pytest.param(at, n, marks=pytest.mark.slow) for at in ("top", "bottom", "page") for n in (1, 4)),
    ],
)
def test_tables_that_float_and_turned_ones_stand_in_the_order_of_their_numbers(
    at: str, number: int, tmp_path: Path
) -> None:
    name = "manuscript/chapters/1.md"
    some = "\n\n".join([" ".join([SENTENCE] * 5)] * number)
    tables = [table("one", f"at={at}"), table("two", ".turned"), table("three", f"at={at}"), table("four", ".turned")]
    named = "See [](#one), [](#two), [](#three) and [](#four)."
    many = "\n\n".join([" ".join([SENTENCE] * 5)] * 14)
    text = "\n\n".join(["---\nid: c\ntitle: One\n---", some, named, *tables, many])
    shop = Shop(write(tmp_path, {name: f"{text}\n", **shell([name])}))
    proof = shop.proof()
    folios = [int(str(proof.places[each][0])) for each in ("one", "two", "three", "four")]
    assert folios == sorted(folios)
    (setting,) = proof.settings
    pages = setting.fragment.survey
    first = next(n for n, page in enumerate(pages) if page.turned)
    assert pages[first - 1].lacking <= 1 or pages[first - 1].alone


IN_TEXT = {
    "short": table("two", "").replace(" }", "}"),
    "long": table("two", "").replace(" }", "}").replace("| 1900 | 32 |", "\n".join(f"| {n} | 32 |" for n in range(60))),
    "with a note": table("two", "").replace(" }", "}").replace("31", "31^[By the clerk's count.]"),
}


@pytest.mark.parametrize(
    "kind", ["short", *(pytest.param(each, marks=pytest.mark.slow) for each in ("long", "with a note"))]
)
def test_a_table_in_the_text_comes_behind_a_turned_one_that_is_numbered_before_it(kind: str, tmp_path: Path) -> None:
    name = "manuscript/chapters/1.md"
    some = " ".join([SENTENCE] * 5)
    tables = [table("one", ".turned"), some, IN_TEXT[kind], some, table("three", "at=bottom"), table("four", ".turned")]
    named = "See [](#one), [](#two), [](#three) and [](#four)."
    text = "\n\n".join(["---\nid: c\ntitle: One\n---", some, named, *tables, *[some] * 14])
    shop = Shop(write(tmp_path, {name: f"{text}\n", **shell([name])}))
    proof = shop.proof()
    folios = [int(str(proof.places[each][0])) for each in ("one", "two", "three", "four")]
    assert folios == sorted(folios) and folios[0] < folios[1]
    (setting,) = proof.settings
    pages = setting.fragment.survey
    first = next(n for n, page in enumerate(pages) if page.turned)
    assert kind != "short" or pages[first - 1].lacking <= 1
    assert {each.at for each in setting.fragment.wishes.stands} == {"bottom", "top" if kind == "short" else "over"}
