"""What of an author's file is no plain text comes along, or is told with its words and its place: titles with marks,
charts, diagrams, objects, pictures that are not there, formulas, tables in notes, lists resumed.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from authors_files import TYPE, called, docx, live, noted, odt, p, t
from typescripts import Imported

from press.importing.markup.words_of_xml import words_of_xml
from press.importing.tree.formulas import inlines_of_tex
from press.importing.word.drawn import embedded_words
from press.text import Subscript, Superscript, Text

HEAD = p("One", style="Heading1")
LAST = p("Two", style="Heading1") + p("The end.")
SCHEMA = "http://schemas.openxmlformats.org/"
CHART = (
    f'<c:chartSpace xmlns:c="{SCHEMA}drawingml/2006/chart" xmlns:a="{SCHEMA}drawingml/2006/main"><c:title>'
    "<a:t>Rye</a:t></c:title><c:cat><c:v>Kursk</c:v><c:v>Orel</c:v></c:cat></c:chartSpace>"
)
DIAGRAM = (
    f'<d:dataModel xmlns:d="{SCHEMA}drawingml/2006/diagram" xmlns:a="{SCHEMA}drawingml/2006/main">'
    "<a:t>First stage</a:t><a:t>Second stage</a:t></d:dataModel>"
)
LISTS = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'


def imported(tmp_path: Path, file: Path, status: int = 0) -> tuple[str, str, str]:
    """The book's record, its chapters and the report, without where each thing stands in the manuscript."""
    project = Imported(tmp_path / "project")
    assert project.accept(file) == status
    report = " ".join(project.read("manuscript/import-report.md").split())
    report = re.sub(r" \([\w/.-]+:\d+\)", "", report)
    return project.read("manuscript/book.yaml"), project.chapters(), report


def graphic(inner: str, name: str = "") -> str:
    """A drawing in a line."""
    said = f'<wp:docPr id="1" name="Thing" descr="{name}"/>'
    return f"<w:r><w:drawing><wp:inline>{said}<a:graphic>{inner}</a:graphic></wp:inline></w:drawing></w:r>"


def related(path: Path, relations: list[tuple[str, str, str, str]], parts: dict[str, str]) -> Path:
    """The .docx with parts and what leads to them: id, kind, target, mode."""
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name).decode() for name in old.namelist()}
    name = "word/_rels/document.xml.rels"
    listed = "".join(
        f'<Relationship Id="{ident}" Type="{TYPE}/{kind}" Target="{target}"{mode}/>'
        for ident, kind, target, mode in relations
    )
    files[name] = files[name].replace("</Relationships>", f"{listed}</Relationships>")
    with zipfile.ZipFile(path, "w") as new:
        for each, text in {**files, **parts}.items():
            new.writestr(each, text)
    return path


@pytest.mark.once
def test_what_word_keeps_in_parts_of_their_own_is_told_with_its_words_and_its_place(tmp_path: Path) -> None:
    chart = f'<c:chart xmlns:c="{SCHEMA}drawingml/2006/chart" r:id="c1"/>'
    diagram = f'<d:relIds xmlns:d="{SCHEMA}drawingml/2006/diagram" r:dm="d1"/>'
    ole = (
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet" r:id="o1"/>'
    )
    body = (
        p("A house ", graphic('<a:blip r:link="x1"/>', "An outer house"), " linked.")
        + p("A hut ", graphic('<a:blip r:embed="x9"/>', "A missing hut"), " missing.")
        + p("Harvests ", graphic(chart), " charted.")
        + p("Stages ", graphic(diagram), " drawn.")
        + p("Sheets ", f"{ole}</w:object></w:r>", " embedded.")
        + '<w:altChunk r:id="a1"/>'
    )
    relations = [
        ("x1", "image", "http://example.org/a.png", ' TargetMode="External"'),
        ("c1", "chart", "charts/chart1.xml", ""),
        ("d1", "diagramData", "diagrams/data1.xml", ""),
        ("a1", "aFChunk", "chunk.htm", ""),
    ]
    parts = {
        "word/charts/chart1.xml": CHART,
        "word/diagrams/data1.xml": DIAGRAM,
        "word/chunk.htm": "<html><head><style>p {}</style></head><p>Chunk words.</p></html>",
    }
    _, _, report = imported(tmp_path, related(docx(tmp_path / "a.docx", HEAD + body + LAST), relations, parts))
    for told in (
        "paragraph 2, a picture that is not printed: it is outside the file (http://example.org/a.png): An outer house",
        "paragraph 3, a picture that is not printed: it is not in the file (x9): A missing hut",
        "paragraph 4, a chart: draw it anew as a picture, or make a table of it; it says: Rye / Kursk / Orel",
        "paragraph 5, a diagram (SmartArt): draw it anew as a picture; it says: First stage / Second stage",
        "paragraph 6, an object of another program, of which a picture is kept at most: Excel.Sheet",
        "paragraph 6, another file embedded whole: import it too: Chunk words.",
    ):
        assert told in report


def test_a_file_within_the_file_that_cannot_be_read_has_no_words() -> None:
    assert not embedded_words(b"PK\x03\x04 broken")
    assert not embedded_words(b"\xd0\xcf\x11\xe0\x00\x00")
    assert embedded_words(b"Only  words") == "Only words"


@pytest.mark.once
def test_objects_pictures_tables_in_notes_and_resumed_lists_of_an_odt(tmp_path: Path) -> None:
    item = "<text:list-item><text:p>{}</text:p></text:list-item>".format
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell>{}</table:table-row>".format
    cell = "<table:table-cell><text:p>Men</text:p></table:table-cell>"
    table = f"<table:table>{row('Year', cell)}{row('1917', '<table:table-cell/>')}</table:table>"
    note = (
        '<text:note text:id="f" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"<text:p>See:</text:p>{table}<text:p>As told.</text:p></text:note-body></text:note>"
    )
    body = (
        f'<text:h text:outline-level="1">One</text:h><text:p>A note{note} here.</text:p>'
        f'<text:list xml:id="l7" text:style-name="L1">{item("one")}{item("two")}</text:list><text:p>Between.</text:p>'
        f'<text:list text:style-name="L1">{item("anew")}</text:list><text:p>And.</text:p>'
        f'<text:list text:continue-list="l7" text:style-name="L1">{item("three")}</text:list>'
        '<text:p>A chart <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> of rye.</text:p>'
        '<text:p>A hut <draw:frame><draw:image xlink:href="http://example.org/hut.png"/></draw:frame> far.</text:p>'
        '<text:h text:outline-level="1">Two</text:h><text:p>End.</text:p>'
    )
    chart = '<a xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>Rye in Kursk</text:p></a>'
    file = odt(tmp_path / "a.odt", body, f"{LISTS}</text:list-style>", parts={"Object 1/content.xml": chart})
    _, text, report = imported(tmp_path, file)
    assert "| Year | Men |" in text
    assert "| 1917 |  |" in text
    assert re.search(r"1\. one\n+2\. two\n+Between\.\n+1\. anew\n+And\.\n+3\. three", text)
    assert "an object of another program, of which a picture is kept at most: Rye in Kursk" in report
    assert "it is on the network (http://example.org/hut.png)" in report


@pytest.mark.parametrize("suffix", ["md", "html"])
def test_tables_in_notes_and_pictures_that_are_not_there_of_markdown_and_html(suffix: str, tmp_path: Path) -> None:
    texts = {
        "md": "# One\n\nA note[^1] and ![a hut](none.png).\n\n[^1]: See:\n\n    | Year | Men |\n    |---|---|\n"
        "    | 1917 | 12 |\n\n# Two\n\nEnd.\n",
        "html": '<h1>One</h1><p>A note<a href="#n" id="r"><sup>1</sup></a> and <img src="none.png" alt="a hut">; '
        "<math><msup><mi>x</mi><mn>2</mn></msup></math> of <math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>.</p>"
        "<svg><text>Drawn words</text></svg><h1>Two</h1><p>End.</p>"
        '<ol><li id="n">See: <table><tr><th>Year</th><th>Men</th></tr><tr><td>1917</td><td>12</td></tr></table></ol>',
    }
    (tmp_path / f"a.{suffix}").write_text(texts[suffix])
    _, text, report = imported(tmp_path, tmp_path / f"a.{suffix}")
    assert "| 1917 | 12 |" in text
    assert "paragraph 2, a picture that is not printed: not at hand (none.png): a hut" in report
    if suffix == "html":
        assert "x[2]{.super} of" in text
        assert 'a formula, set as its TeX: "\\frac{a}{b}"' in report
        assert "Drawn words" in report


def test_a_simple_formula_is_words_and_no_other_is() -> None:
    assert inlines_of_tex("x^{2}") == (Text("x"), Superscript((Text("2"),)))
    assert inlines_of_tex(r"\mathrm{H}_{2}O") == (Text("H"), Subscript((Text("2"),)), Text("O"))
    assert inlines_of_tex(r"\alpha") == (Text("α"),)
    for other in (r"\frac{a}{b}", r"\sqrt{x}", r"x^{2^{3}}", r"\sum_{i}^{n}x", "x^{", ""):
        assert inlines_of_tex(other) is None


@pytest.mark.once
def test_titles_keep_their_italics_and_their_notes_are_told_and_authors_have_affiliations(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="{n}"/></w:style>'
        for n in ("Title", "Subtitle", "Author", "Affiliation")
    )
    body = (
        p(t("The "), t("Pravda", "<w:i/>"), t(" of Men"), called(2), style="Title")
        + p(t("On "), t("Hamlet", "<w:i/>"), style="Subtitle")
        + p("Ann Author", style="Author")
        + p("The Staithe Press", style="Affiliation")
    )
    file = docx(tmp_path / "a.docx", body + HEAD + p("Words.") + LAST, footnotes=noted(2, p("Not it.")), styles=styles)
    book, _, report = imported(tmp_path, file)
    assert "title: The *Pravda* of Men\nsubtitle: On *Hamlet*\n" in book
    assert (
        "a note on the title of the book, which has no place there: put it into the text or the imprint: Not it."
        in report
    )
    records = (tmp_path / "project/manuscript/contributors.yaml").read_text()
    assert "affiliation: The Staithe Press" in records


def test_a_title_of_a_page_keeps_its_marks_in_both_its_parts_and_its_note_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<h1>The <i>Sonnets</i>: A study of <i>Hamlet</i> and H<sub>2</sub>O<a href='#n'><sup>1</sup></a></h1>"
        "<h2>One</h2><p>Words.</p><h2>Two</h2><p>End.</p><ol><li id='n'>Not the first.</li></ol>"
    )
    book, _, report = imported(tmp_path, tmp_path / "a.html")
    assert "title: The *Sonnets*\nsubtitle: A study of *Hamlet* and H~2~O\n" in book
    assert "Not the first." in report


@pytest.mark.once
def test_the_words_of_a_reference_keep_their_italics_and_one_that_begins_a_sentence_its_capital(tmp_path: Path) -> None:
    slanted = live(" REF _R1 \\h ", "X").replace(t("X"), t("The ") + t("Pravda", "<w:i/>"))
    number = live(" REF _R2 \\r \\h ", "2")
    mark = '<w:bookmarkStart w:id="{0}" w:name="_R{0}"/>'.format
    body = (
        p("See ", slanted, " now. Chapter ", number, " says; so does chapter ", number, ".")
        + p(mark(1), t("The "), t("Pravda", "<w:i/>"), '<w:bookmarkEnd w:id="1"/>', " lay there.")
        + p(mark(2), "Chapter 2. Two", '<w:bookmarkEnd w:id="2"/>', style="Heading1")
        + p("The end.")
    )
    _, text, report = imported(tmp_path, docx(tmp_path / "a.docx", p("Chapter 1. One", style="Heading1") + body))
    assert "See [The *Pravda*](#place-in-one) now. [Chapter 2](#two) says; so does [](#two)." in " ".join(text.split())
    assert "a reference that begins a sentence keeps its words" in report


def test_docbook_and_tei_are_accounted_for_by_their_own_words(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<book xmlns="http://docbook.org/ns/docbook"><info><title>The Road</title></info><chapter><title>One</title>'
        "<para>Words <emphasis>slanted</emphasis>.<footnote><para>A note.</para></footnote></para>"
        '<mediaobject><imageobject><imagedata fileref="x.png"/></imageobject>'
        "<textobject><phrase>A hut</phrase></textobject><caption><para>Unheard caption</para></caption>"
        "</mediaobject></chapter></book>"
    )
    _, _, report = imported(tmp_path, tmp_path / "a.xml", status=1)
    assert "in neither the manuscript nor this report: “Unheard caption”" in report
    found = words_of_xml(
        "<TEI><teiHeader><p>of itself</p></teiHeader><text><body><p>It <hi rend='italic'>is</hi> so<note>A note.</note>"
        " long-<lb break='no'/>er <choice><sic>eror</sic><corr>error</corr></choice>.</p></body></text></TEI>",
        "a.xml",
    )
    said = [each.written for each in found.words if not each.kind]
    assert said == ["It", "is", "so", "long", "er", "eror", "error", "A", "note"]
    assert found.words[3].marks == {"italics"}
