"""Pieces of prose that say what they are: their pages, where these open, what of them is printed, what lists them."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from conftest import TINY, Project
from leaves import read_texts

from press import build as pipeline
from press import cli
from press.compose.labels import Labels
from press.indexes.index import make_index
from press.indexes.options import PRESETS
from press.kinds import PROSE
from press.places import Folio
from press.problem import Faulty

FILES = {
    "praise": "title: Praise for *Ferries*\n---\n> It smells of the estuary.\n\nRuth Pelham\n",
    "frontispiece": '---\n![The ferry.](figures/chart.svg){alt="A chart."}\n',
    "dedication": "---\nTo the memory of\\\nAda\n",
    "epigraph": "epigraph: All rivers run.\nepigraph_source: Ecclesiastes\n---\n> The nail.\n\nQuill\n",
    "series": "---\n*Studies of the Estuary*\n",
    "also-by": "title: Also by Thwaite\n---\n*The Nail*\n",
    "foreword": "signed: Ann Quince\nplace: Saltmarsh\ndate: 2024-05\n---\nIt is short.\n",
    "acknowledgements": "---\nThanks.\n",
    "note": "title: A Note on Names\n---\nAs they are. See [](#dedication) and [](#foreword).\n",
    "glossary": "---\nstaithe\n: A landing stage.\n",
}
ORDER = (
    *("front/praise.md", "front/frontispiece.md", "title-page", "front/dedication.md", "front/epigraph.md"),
    *("front/series.md", "front/also-by.md", "contents", "front/foreword.md", "front/acknowledgements.md"),
    *("front/note.md",),
)
PAGES = [
    "Praise for Ferries It smells of the estuary. Ruth Pelham",
    "The ferry.",
    "A Small Book",
    "",
    "To the memory of Ada",
    "",
    "All rivers run. Ecclesiastes The nail. Quill",
    "Studies of the Estuary",
    "Also by Thwaite The Nail",
]
"""The first pages of the book, in either style: a frontispiece faces the title page, other books face the series, and
none of them has a folio."""


@pytest.fixture
def fronted(tiny: Project) -> Project:
    """A small book with each kind of piece before and behind its chapter."""
    tiny.small().write("manuscript/figures/chart.svg", (TINY / "manuscript/figures/chart.svg").read_bytes())
    for kind, text in FILES.items():
        tiny.write(f"manuscript/front/{kind}.md", f"---\nkind: {kind}\n{text}")
    listed = f"contents:\n  front: [{', '.join(ORDER)}]\n"
    tiny.mend("manuscript/book.yaml", "contents:\n", listed)
    return tiny.mend("manuscript/book.yaml", "  back:\n", "  back:\n    - front/glossary.md\n")


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.once
@pytest.mark.parametrize("style", ["classic", "modern"])
def test_each_kind_has_its_page_and_no_folio_where_custom_has_none(
    fronted: Project, style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = fronted.mend("manuscript/book.yaml", "style: classic", f"style: {style}").make()
    pages = [words(page) for page in read_texts(made)]
    assert pages[: len(PAGES)] == PAGES
    foreword = next(page for page in pages if "It is short." in page)
    assert "It is short. Ann Quince Saltmarsh, May 2024" in foreword
    assert "Foreword" in foreword
    assert any("Acknowledgements Thanks." in page for page in pages)
    assert any("See dedication and ‘Foreword’." in page for page in pages)
    assert any("Glossary" in page and "staithe A landing stage." in page for page in pages)
    contents = next(page for page in pages if "Contents" in page)
    assert [name for name in ("Praise", "Dedication", "Epigraph", "Series", "Frontispiece") if name in contents] == []
    assert all(name in contents for name in ("Foreword", "Acknowledgements", "A Note on Names", "Glossary"))
    with pikepdf.open(made) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:5] == ["Praise for Ferries", "Frontispiece", "Dedication", "Epigraph", "Series"]
    assert capsys.readouterr().err == ""


def test_an_epub_knows_each_kind_and_names_those_without_a_title(fronted: Project) -> None:
    assert cli.html(fronted.project) == 0
    page = fronted.read("dist/a-small-book.html")
    assert '<h2 id="bh-dedication" class="unseen">Dedication</h2>' in page
    assert cli.epub(fronted.project) == 0
    with zipfile.ZipFile(io.BytesIO((fronted.top / "dist/a-small-book.epub").read_bytes())) as epub:
        texts = {name: epub.read(name).decode() for name in epub.namelist() if name.endswith(".xhtml")}
    whole = "\n".join(texts.values())
    for kind in ("dedication", "epigraph", "foreword", "acknowledgments", "glossary", "seriespage"):
        assert f'epub:type="{kind}"' in whole, kind
    nav = next(text for name, text in texts.items() if name.endswith("nav.xhtml"))
    assert ">Dedication</a>" in nav
    landmarks = nav.partition('epub:type="landmarks"')[2]
    assert 'epub:type="bodymatter">1 One</a>' in landmarks
    assert 'epub:type="foreword">Foreword</a>' in landmarks


def test_a_page_without_a_title_is_called_by_what_it_is_as_a_figure_is(fronted: Project) -> None:
    book, style, _, _ = pipeline.prepare(fronted.project)
    labels = Labels(book, style)
    assert [labels.label(book.targets[each], "", "") for each in ("frontispiece", "dedication", "foreword")] == [
        *("frontispiece", "dedication", "‘Foreword’"),
    ]


def test_the_picture_of_a_frontispiece_is_no_figure_among_the_others(fronted: Project) -> None:
    figure = '\n![The nail.](figures/chart.svg){alt="A nail."}\n'
    fronted.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\nIt went.\n{figure}")
    book, problems = pipeline.edit(fronted.project)
    assert [each.rule.name for each in problems] == ["piece-order"]  # these stand as no book has them
    targets = [target.number for target in book.targets.values() if target.kind == "figure"]
    assert targets == ["", "1"]


@pytest.mark.parametrize("kind", ["", "note", "appendix"])
def test_prose_has_a_title_unless_the_style_has_a_word_for_it(
    fronted: Project, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    header = f"kind: {kind}\n" if kind else "id: note\n"
    fronted.write("manuscript/front/note.md", f"---\n{header}---\nAs they are.\n")
    assert fronted.check() == 1
    assert 'manuscript/front/note.md:2: error: missing key "title" [missing-key]' in capsys.readouterr().err


BARE = [name for name, kind in PROSE.items() if kind.title == "none"]
VAIN = [(kind, key) for kind in BARE for key in ("subtitle", "short", "signed", "place")]


@pytest.mark.parametrize(("kind", "key"), [*VAIN, ("praise", "number"), ("dedication", "epigraph")])
def test_what_a_kind_does_not_print_is_told(
    fronted: Project, kind: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fronted.mend(f"manuscript/front/{kind}.md", f"kind: {kind}\n", f"kind: {kind}\n{key}: no\n")
    assert fronted.check() == 1
    told = f'manuscript/front/{kind}.md:3: error: "{key}" is not printed of the kind "{kind}" [never-printed]'
    assert told in capsys.readouterr().err


def test_a_date_is_a_day_of_the_calendar_and_is_worded_once(
    fronted: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    fronted.mend("manuscript/front/foreword.md", "date: 2024-05", "date: May 2024")
    assert fronted.check() == 1
    assert 'foreword.md:5: error: "May 2024" is not a date [date]' in capsys.readouterr().err
    fronted.mend("manuscript/front/foreword.md", "date: May 2024", "date: 2024-05\ndate_text: Whitsun 2024")
    assert fronted.check() == 1
    assert '"date" is printed in the words of "date_text"' in capsys.readouterr().err


def test_a_kind_that_there_is_not_names_those_there_are(fronted: Project) -> None:
    fronted.mend("manuscript/front/foreword.md", "kind: foreword", "kind: forword")
    with pytest.raises(Faulty) as fault:
        pipeline.look_over(fronted.project)
    told = next(problem for problem in fault.value.problems if problem.rule.name == "wrong-value")
    assert 'did you mean "foreword"?' in told.hint
    assert "acknowledgements" in told.hint


LISTED = """
![The ferry.](figures/chart.svg){alt="A chart."}

![The estuary. A chart.](figures/chart.svg){.map alt="A chart."}

| Year | Passages |
| --- | ---: |
| 1903 | 12 |

: The *passages*
"""


@pytest.mark.once
@pytest.mark.parametrize("style", ["classic", "modern"])
def test_tables_and_maps_have_lists_of_their_own(fronted: Project, style: str) -> None:
    lists = "front: [list-of-figures, list-of-tables, list-of-maps]"
    fronted.mend("manuscript/book.yaml", f"front: [{', '.join(ORDER)}]", lists)
    fronted.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\nIt went.\n{LISTED}")
    made = fronted.mend("manuscript/book.yaml", "style: classic", f"style: {style}").make()
    pages = [words(page) for page in read_texts(made)]
    assert [page.removesuffix(" i").removeprefix("i ") for page in pages[:1]] == ["Figures 1 The ferry 1"]
    assert "Tables 1 The passages" in pages[1]
    assert "Maps 2 The estuary 1" in pages[2]


def test_without_a_list_of_maps_these_are_figures_like_others(fronted: Project) -> None:
    fronted.mend("manuscript/book.yaml", f"front: [{', '.join(ORDER)}]", "front: [list-of-figures]")
    fronted.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\nIt went.\n{LISTED}")
    assert cli.html(fronted.project) == 0
    listed = fronted.read("dist/a-small-book.html").partition('id="list-of-figures"')[2].partition("</section>")[0]
    assert re.findall(r'number">(\d)</span> ([\w ]+)<', listed) == [("1", "The ferry"), ("2", "The estuary")]


def test_a_list_has_the_first_sentence_of_a_caption_with_its_marks_and_without_its_notes(fronted: Project) -> None:
    fronted.mend("manuscript/book.yaml", f"front: [{', '.join(ORDER)}]", "front: [list-of-figures]")
    caption = "J. Dahl in the *Nail*.^[By hand.] He is on the left."
    figure = f'![{caption}](figures/chart.svg){{#dahl-nail alt="A chart."}}'
    fronted.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\nIt went.\n\n{figure}\n")
    assert cli.html(fronted.project) == 0
    listed = fronted.read("dist/a-small-book.html").partition('id="list-of-figures"')[2].partition("</section>")[0]
    assert re.findall(r"</span> (.*)</a>", listed) == ["J.\xa0Dahl in the <em>Nail</em>"]


def test_who_is_named_in_a_dedication_alone_is_in_no_index(fronted: Project) -> None:
    fronted.write("manuscript/people.yaml", "- {id: ada, name: {only: Ada}, forms: [Ada]}\n")
    fronted.mend("manuscript/book.yaml", "    - colophon", "    - index-of-names")
    book, _ = pipeline.edit(fronted.project)
    assert {each.unit for each in book.occurrences} == {"dedication"}
    assert make_index(book, {each.anchor: (Folio(1, 1),) for each in book.occurrences}, PRESETS["chicago"]) == ()
