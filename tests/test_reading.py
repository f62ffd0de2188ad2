"""The reading edition, without Java: what it claims, what it holds, and what a reader who listens is told."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TINY, TOP, Project
from leaves import read_texts
from pikepdf import Array, Dictionary, Name
from poppler import poppler

from press import cli
from press.build import edit
from press.cli import validation
from press.cli.validators import VERAPDF
from press.clock import DATE_OF_SUBSETS, edition_date


def kids(element: Any) -> list[Any]:
    held = element.get("/K", ())
    return list(held) if isinstance(held, (Array, tuple)) else [held]


def nodes(element: Any) -> list[Any]:
    return [kid for kid in kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def walk(element: Any) -> Iterator[Any]:
    yield element
    for kid in nodes(element):
        yield from walk(kid)


def tags(element: Any) -> list[str]:
    return [str(kid.S)[1:] for kid in nodes(element)]


@pytest.fixture(scope="module")
def pdf(made: Path) -> pikepdf.Pdf:
    return pikepdf.open(made)


@pytest.fixture(scope="module")
def tree(pdf: pikepdf.Pdf) -> list[Any]:
    return list(walk(pdf.Root.StructTreeRoot.K[0]))


def lists_after(tree: list[Any], heading: str, pdf: pikepdf.Pdf) -> list[Any]:
    """The outermost lists on the page on which a piece begins, by its entry in the outline."""
    with pdf.open_outline() as outline:
        page = next(entry.destination[0].objgen for entry in outline.root if entry.title == heading)
    on_page = [e for e in tree if e.S == Name.L and any("/Pg" in each and each.Pg.objgen == page for each in walk(e))]
    return [e for e in on_page if e.P.S != Name.LBody]


def test_it_claims_both_standards_and_says_whose_it_is(pdf):
    xmp = pdf.Root.Metadata.read_bytes().decode()
    metadata = pdf.open_metadata()
    assert metadata.pdfa_status == "3A"
    assert metadata["dc:title"] == "The Ferry at Low Water: A Very Short History"
    assert metadata["dc:creator"] == ["R. M. Thwaite"]
    assert metadata["xmp:CreateDate"] == "2024-01-01T00:00:00Z"
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Title) == "The Ferry at Low Water: A Very Short History"
    assert str(pdf.docinfo.CreationDate) == "D:20240101000000+00'00'"


def test_its_colours_are_those_of_a_profile(pdf):
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == Name.GTS_PDFA1
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_a_link_is_one_annotation_that_says_where_it_leads(pdf):
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    labels = {page.label for page in pdf.pages}
    links = 0
    for page in pdf.pages:
        annotations = list(page.obj.get("/Annots", ()))
        assert len({tuple(map(float, each.Rect)) for each in annotations}) == len(annotations)
        for each in annotations:
            assert owners[int(each.StructParent)].S == Name.Link
            assert int(each.F) == 4
            assert str(each.Contents).removeprefix("p. ") in labels
            links += 1
    assert links > 60


def test_an_entry_of_the_contents_is_one_link_and_no_more(pdf, tree):
    (contents,) = lists_after(tree, "Contents", pdf)
    entries = nodes(contents)
    assert len(entries) >= 8
    page = next(each.Pg for each in walk(contents) if "/Pg" in each)
    assert [tags(body) for entry in entries for body in nodes(entry)] == [["Link"]] * len(entries)
    assert len(page.Annots) == len(entries)


@pytest.mark.parametrize("heading", ["Contents", "Documents", "Figures", "People", "Chronology", "Bibliography"])
def test_what_is_a_list_to_the_eye_is_one_to_the_ear(pdf, tree, heading):
    assert all(set(tags(each)) == {"LI"} for each in lists_after(tree, heading, pdf))


def test_the_index_is_a_list_under_each_letter_with_lists_of_sub_entries(pdf, tree):
    letters = lists_after(tree, "Index of Names", pdf)
    assert len(letters) == 6
    assert all(tags(each.P) == ["H2", "L"] for each in letters)
    inner = [e for letter in letters for e in walk(letter) if e.S == Name.L and e.P.S == Name.LBody]
    assert [tags(each) for each in inner] == [["LI"]]


def test_a_list_item_has_at_most_a_label_and_one_body(tree):
    items = [tags(element) for element in tree if element.S == Name.LI]
    assert {tuple(item) for item in items} == {("LBody",), ("Lbl", "LBody")}


def test_a_foreign_phrase_is_read_in_its_own_language(tree):
    (phrase,) = [element for element in tree if "/Lang" in element]
    assert (str(phrase.Lang), str(phrase.S)) == ("fr", "/Span")


FRENCH = """
Monsieur, le clou du débarcadère ne porte plus la lanterne.^[On a trouvé un clou neuf.]{.original} J'en ai demandé un
autre à votre commis, qui m'a redemandé l'ancien.

Si un bateau manquait le débarcadère faute de lumière, je n'en répondrais pas.^[The herrings: see @brandt [19].]
"""


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny book with its document in French, made."""
    project = Project(tmp_path_factory.mktemp("french") / "book")
    letter = "manuscript/documents/01-lantern-letter.md"
    header = project.read(letter).rpartition("---\n")[0].replace("treatment: full", "treatment: full\nlanguage: fr")
    project.write(letter, f"{header}---{FRENCH}\n{'malheureusement ' * 90}")
    project.make()
    return project


@pytest.mark.slow
def test_a_document_is_read_in_its_own_language_and_the_editor_s_notes_to_it_in_the_book_s(french):
    with pikepdf.open(french.top / "dist/tiny-reading.pdf") as pdf:
        tree = list(walk(pdf.Root.StructTreeRoot.K[0]))
        said = [(str(element.S)[1:], str(element.Lang)) for element in tree if "/Lang" in element]
        (text,) = [element for element in tree if "/Lang" in element and element.S == Name.Div]
        assert tags(text) == ["P", "P", "P"]
    phrase, headnote = ("Span", "fr"), ("Note", "en-GB")
    assert said == [phrase, headnote, ("Div", "fr"), ("Note", "fr"), ("Note", "en-GB")]


def test_the_words_of_a_document_are_divided_by_its_own_language(french):
    text = "\n".join(read_texts(french.top / "dist/tiny-reading.pdf"))
    assert set(re.findall(r"(mal[a-z]*)[-\u2010]$", text, re.MULTILINE)) & {"malheu", "malheureu"}


def test_a_document_in_the_book_s_own_language_is_not_marked(french):
    french.mend("manuscript/documents/01-lantern-letter.md", "language: fr", "language: en")
    (document,) = edit(french.project)[0].documents
    assert document.language == ""


def test_nothing_in_the_structure_is_empty(tree):
    assert not any(element.S in (Name.NonStruct, Name.Div, Name.P) and not kids(element) for element in tree)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """The structure of the tiny book with a list, a table and a paragraph that go on over the page."""
    words = "Everybody said so and nobody meant it, least of all the ferrymen of the estuary. " * 12
    rows = "\n".join(f"| {n} | {n * n} |" for n in range(60))
    items = f"1. {words}\n\n   - [encore]{{lang=fr}} {words}\n   - again\n2. {words}\n\n   {words}\n3. {words}"
    project = Project(tmp_path_factory.mktemp("long") / "book")
    chapter = project.read("manuscript/chapters/02-the-crossing.md")
    more = f"{items}\n\n| n | its square |\n|--:|--:|\n{rows}\n\n{words * 4}\n"
    project.write("manuscript/chapters/02-the-crossing.md", f"{chapter}\n\n{more}")
    with pikepdf.open(project.make()) as pdf:
        yield list(walk(pdf.Root.StructTreeRoot.K[0]))


def pages_of(element: Any) -> set[tuple[int, int]]:
    content = [kid for each in walk(element) for kid in kids(each) if isinstance(kid, Dictionary)]
    return {each.Pg.objgen for each in (*walk(element), *content) if "/Pg" in each}


@pytest.mark.slow
def test_a_paragraph_that_goes_on_over_the_page_is_one_paragraph(long):
    (paragraph,) = [e for e in long if e.S == Name.P and len(kids(e)) > 40 and e.P.S == Name.Div]
    assert len(pages_of(paragraph)) > 1


def test_a_list_that_goes_on_over_the_page_is_one_list_of_whole_items(long):
    outer = next(element for element in long if element.S == Name.L and len(pages_of(element)) > 1)
    items = [item for item in nodes(outer) if item.S == Name.LI]
    assert [tags(item) for item in items] == [["Lbl", "LBody"]] * 3
    assert [tags(nodes(item)[1]) for item in items] == [["P"], ["P", "P"], ["P"]]


def test_a_table_that_goes_on_over_the_page_has_headers_of_its_own_on_each(long):
    heads = [str(cell.ID) for cell in long if cell.S == Name.TH]
    assert len(heads) == len(set(heads)) > 3 + 3 + 2


def test_nothing_is_left_of_the_marks(pdf, made):
    addresses = [str(a.A.URI) for page in pdf.pages for a in page.obj.get("/Annots", ()) if "/A" in a]
    assert not any(address.startswith("mark:") for address in addresses)


def test_cells_name_their_headers_and_headers_what_they_head(tree):
    heads = {str(cell.ID): str(cell.A.Scope) for cell in tree if cell.S == Name.TH}
    assert sorted(heads.values()) == ["/Column"] * 3 + ["/Row"] * 3
    cells = [[str(each) for each in cell.A.Headers] for cell in tree if cell.S == Name.TD]
    assert len(cells) == 9 + 6
    assert all(len(headers) == 1 and headers[0] in heads for headers in cells)


def test_a_figure_has_its_description_and_its_box_on_the_page(pdf, tree, made):
    (figure,) = [element for element in tree if element.S == Name.Figure]
    assert str(figure.Alt).startswith("A chart: two banks")
    left, foot, right, top = map(float, figure.A.BBox)
    number = next(n for n, page in enumerate(pdf.pages, 1) if page.obj.objgen == figure.Pg.objgen)
    words = poppler("pdftotext", made, "-bbox", "-f", str(number), "-l", str(number))
    caption = re.findall(r'yMin="([\d.]+)"[^>]*>Figure<', words, re.IGNORECASE)[-1]
    height = float(figure.Pg.MediaBox[3])
    assert (right - left, top - foot) == pytest.approx((270, 112.5), abs=0.1)
    assert 0 < foot - (height - float(caption)) < 15


def test_identifiers_are_unique_and_listed(pdf, tree):
    found = [bytes(element.ID) for element in tree if "/ID" in element]
    listed = [bytes(each) for each in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert len(found) == len(set(found)) > 20
    assert listed == sorted(found)


def test_all_that_is_drawn_is_in_the_structure_or_is_an_artifact(pdf, tree):
    held = {(e.Pg.objgen, kid) for e in tree for kid in kids(e) if isinstance(kid, int)}
    shown = 0
    for page in pdf.pages:
        open_: list[Any] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BMC":
                    open_.append(operands[0])
                case "BDC":
                    open_.append(operands[0] if operands[0] == Name.Artifact else int(operands[1].MCID))
                case "EMC":
                    open_.pop()
                case "TJ" | "Tj" | "Do" | "S" | "f":
                    assert any(each == Name.Artifact or (page.obj.objgen, each) in held for each in open_)
                    shown += 1
    assert shown > 400


def test_the_manuscript_and_the_bibliography_are_in_the_archive(pdf):
    files = {path.relative_to(TINY).as_posix(): path for path in (TINY / "manuscript").rglob("*") if path.is_file()}
    kept = {str(f.Desc): f for f in pdf.Root.AF if f.AFRelationship == Name.Source}
    assert kept.keys() == files.keys()
    for name, specification in kept.items():
        stream = specification.EF.F
        assert stream.read_bytes() == files[name].read_bytes()
        assert str(stream.Params.ModDate) == "D:20240101000000+00'00'"
        assert "/" not in str(specification.UF)
    (data,) = [f for f in pdf.Root.AF if f.AFRelationship == Name.Data]
    works = {work["id"]: work for work in json.loads(data.EF.F.read_bytes())}
    assert works["pelham"]["author"] == [{"family": "Pelham", "given": "Ruth"}]
    assert works["pelham"]["issued"] == {"date-parts": [[1962]]}
    assert len(pdf.attachments) == len(files) + 1


@pytest.mark.slow
def test_what_is_not_printed_is_not_in_the_archive(tiny: Project):
    tiny.write("manuscript/chapters/99-draft.md", "---\ntitle: Not yet\n---\nWait.\n")
    with pikepdf.open(io.BytesIO(tiny.make().read_bytes())) as pdf:
        assert not any("draft" in name for name in pdf.attachments)


def test_the_date_is_the_edition_s_unless_one_is_given(proofed, monkeypatch):
    imprint = proofed[0].imprint
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE_OF_SUBSETS)  # as where none is given
    assert f"{edition_date(imprint):%Y-%m-%d %H:%M}" == "2024-01-01 00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert f"{edition_date(imprint):%Y-%m-%d %H:%M}" == "2001-09-09 01:46"


def test_an_impossible_date_is_one_line(tiny: Project, monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert tiny.check() == 1
    said = capsys.readouterr().err.splitlines()
    assert said == ['SOURCE_DATE_EPOCH: error: "yesterday" is not a number of seconds [date]', "1 error"]


# --- validate ------------------------------------------------------------------------------------


@pytest.fixture
def bound(tmp_path: Path, made: Path) -> Project:
    """The tiny book with its reading edition made."""
    project = Project(tmp_path / "bound").cold()
    return project.write("dist/tiny-reading.pdf", made.read_bytes())


def test_each_missing_thing_is_one_line(bound: Project, monkeypatch, capsys):
    def said(install: bool = False) -> str:
        assert cli.validate(bound.project, install) == 1
        return capsys.readouterr().err.splitlines()[0]

    assert said().endswith("is not installed [no-validator]")
    monkeypatch.setenv("PATH", "/nowhere")
    assert said(install=True) == "mvn: error: veraPDF is fetched with Maven, and there is none [no-maven]"
    VERAPDF.jars(bound.project.cache).mkdir(parents=True)
    assert said() == "java: error: veraPDF needs Java, and there is none [no-java]"
    bound.remove("dist")
    assert said() == "dist: error: no reading edition to validate [missing-file]"


def test_a_rule_that_fails_is_told_with_its_page_chapter_and_element(pdf, tree, made):
    figure = next(element for element in tree if element.S == Name.Figure)
    number, generation = figure.objgen
    rule = {"clause": "7.3", "testNumber": 1, "failedChecks": 2, "description": "Figures shall have a description"}
    path = f"root/document[0]/StructTreeRoot[0]/K[0]({number} {generation} obj SEFigure Figure)"
    rule["checks"] = [{"context": path, "errorMessage": ""}]
    details = {"passedChecks": 5, "failedChecks": 2, "ruleSummaries": [rule]}
    said = json.dumps({"report": {"jobs": [{"validationResult": [{"details": details}]}]}})
    verdict = validation.read_report(said, "dist/tiny-reading.pdf", made, "PDF/UA-1")
    assert (verdict.checks, verdict.failed) == (7, 2)
    (problem,) = verdict.problems()
    assert str(problem) == (
        "dist/tiny-reading.pdf: error: figures shall have a description, 2 times: first page 5 (The Crossing), "
        "Div > NonStruct > NonStruct > Figure [PDF/UA-1 7.3-1]"
    )


def test_the_place_of_an_annotation_is_the_element_that_holds_it(pdf):
    page = next(n for n, page in enumerate(pdf.pages) if page.label == "v")
    number, generation = pdf.pages[page].Annots[0].objgen
    path = f"root/document[0]/pages[{page}](1 0 obj PDPage)/annots[0]({number} {generation} obj PDLinkAnnot)"
    assert validation.tell_place(path, pdf) == "page v (Contents), L > LI > LBody > Link"
    assert validation.tell_place("root/document[0]", pdf) == "the file as a whole"


@pytest.mark.slow
@pytest.mark.skipif(not VERAPDF.jars(TOP / ".cache").is_dir(), reason="./go validate --install")
def test_verapdf_finds_nothing_amiss(bound: Project, capsys):
    (bound.project.cache).symlink_to(TOP / ".cache")
    assert cli.validate(bound.project) == 0
    assert [line.split("\t")[-1] for line in capsys.readouterr().out.splitlines()[1:3]] == ["0", "0"]
