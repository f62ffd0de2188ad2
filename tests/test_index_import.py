"""Marks for an index in an author's file: each comes into the manuscript, or is told with file and place."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from authors_files import called, noted, p
from authors_files import docx as packed
from test_import import errors_of
from typescripts import Imported, made_by_pandoc

from press.importing.index_marks import MarkList
from press.importing.markup.index_latex import latex_marks
from press.importing.word.index_marks import word_marks

LATEX = r"""\documentclass{book}
\begin{document}
\chapter{The Tolls\index{chapters}}
\index{tolls|(}
At Saltmarsh\index{Saltmarsh} a toll was taken\index{tolls!at sea|textbf}.\footnote{So Verrall\index{Verrall, Jonas}.}
The dues\index{dues|see{tolls}} were paid\index{fog@Fog, the|textit}. % \index{never}
It was\index{tolls|seealso{Fog, the; nothing}}.

Nobody paid.\index{tolls|)} It ended.\index{a!b!c!d} \index{Hall"!@The \emph{Hall}"!}
\input{other}
\end{document}
"""


def imported(top: Path, name: str, content: str | bytes) -> Imported:
    project = Imported(top)
    assert project.accept(project.typescript(name, content)) == 0
    assert errors_of(project) == []
    return project


def test_marks_of_latex_become_marks_and_headings(tmp_path: Path) -> None:
    project = imported(tmp_path, "tolls.tex", LATEX)
    text = " ".join(project.chapters().split())
    assert "[]{subject=chapters}[]{subject=tolls .begin} At Saltmarsh[]{subject=saltmarsh} a toll" in text
    assert 'was taken[]{subject=tolls sub="at sea" .principal}.^[So Verrall[]{subject=verrall-jonas}.]' in text
    assert 'Nobody paid.[]{subject=tolls .end} It ended.[]{subject=a sub="b > c, d"}' in text
    assert "never" not in text
    assert project.read("manuscript/subjects.yaml").split("\n\n")[2:4] == [
        "- id: fog-the\n  heading: Fog, the\n  sort: fog",
        "- id: saltmarsh\n  heading: Saltmarsh",
    ]
    assert "- id: tolls\n  heading: tolls\n  aliases: [dues]\n  see_also: [fog-the]\n" in project.read(
        "manuscript/subjects.yaml"
    )
    assert "{piece: index, of: subjects}" in project.read("manuscript/book.yaml")


def test_what_is_lost_of_marks_is_told_with_its_line(tmp_path: Path) -> None:
    report = imported(tmp_path, "tolls.tex", LATEX).read("manuscript/import-report.md")
    assert r'the index mark "Fog, the" (tolls.tex, line 6): not kept: its page in another type, \textit' in report
    assert '(tolls.tex, line 9): sub-headings of more than two levels: now "b > c, d"' in report
    assert 'a reference of the index: it refers to "nothing", which is no heading (tolls.tex, line 7)' in report
    assert r"another file (line 10): import it too:" in report


@pytest.mark.parametrize(
    ("said", "levels", "sort"),
    [
        (r"a!b!c", "a > b > c", ""),
        (r"Saint John@St John", "St John", "Saint John"),
        (r'He said "!no"!', "He said !no!", ""),
        (r"\emph{Times}@\emph{The Times}", "The Times", "Times"),
        (r"A \& B -- C", "A & B – C", ""),
        (r"\'Emile Zola, \L\'od\'z, \c{c}a", "Émile Zola, Łódź, ça", ""),
        (r"na\"{\i}ve", "naïve", ""),
    ],
)
def test_makeindex_is_read_as_it_reads_itself(said: str, levels: str, sort: str) -> None:
    found = MarkList.of("a.tex")
    assert latex_marks(rf"x\index{{{said}}}y", found) == "x⁅⁅0⁆⁆y"
    assert " > ".join(found.marks[0].levels) == levels
    assert found.marks[0].sorts[0] == sort


@pytest.mark.parametrize(
    ("marks", "written", "told"),
    [
        (r"a\index{x|(} b", "a[]{subject=x} b", "begun and never ended"),
        (r"a\index{x|)} b", "a[]{subject=x} b", "ended and never begun"),
        (r"a\footnote{n\index{x|(}.} b\index{x|)} c", "[]{subject=x}", "in a note, a table or a caption"),
    ],
)
def test_a_range_that_cannot_be_one_is_a_place(tmp_path: Path, marks: str, written: str, told: str) -> None:
    project = imported(tmp_path, "r.tex", rf"\section{{One}} {marks}")
    assert written in project.chapters()
    assert told in project.read("manuscript/import-report.md")
    assert ".begin" not in project.chapters()


# --- .docx and .odt -------------------------------------------------------------------------------------

FIELDS = {
    "QA": r'XE "Saltmarsh:the quay" \b',
    "QB": "XE “Verrall, Jonas”",
    "QC": r'XE "tolls" \r "passage"',
    "QD": r'XE "dues" \t "See tolls"',
    "QE": r'XE "fog" \i',
    "QF": r'XE "fog" \t "See also tolls"',
    "QG": r'XE "a\:b" \r gone',
}
WORD = "# Tolls\n\nAt SaltmarshQA a toll.^[So VerrallQB says.]\n\nQX A passage.\n\nIt went on. QYQCQD Then.QEQFQG\n"


def field(said: str) -> str:
    """A field as Word writes it, in several runs."""
    half = len(said) // 2
    parts = [said[:half], said[half:]]
    parts = [f'<w:instrText xml:space="preserve">{each.replace(chr(34), "&quot;")}</w:instrText>' for each in parts]
    runs = ['<w:fldChar w:fldCharType="begin"/>', *parts, '<w:fldChar w:fldCharType="end"/>']
    return "".join(f"<w:r>{each}</w:r>" for each in runs)


def put_into(path: Path, parts: dict[str, str], *names: str) -> bytes:
    """An archive with other words for some, in the members named."""
    changed = path.with_name(f"changed{path.suffix}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename in names:
                text = content.decode()
                for words, put in parts.items():
                    text = text.replace(words, put)
                content = text.encode()
            new.writestr(item, content)
    return changed.read_bytes()


def docx(folder: Path) -> bytes:
    """A file of Word with fields, and a bookmark that goes over two paragraphs."""
    end, begin = "</w:t></w:r>", '<w:r><w:t xml:space="preserve">'
    marks = {key: f"{end}{field(said)}{begin}" for key, said in FIELDS.items()}
    marks |= {
        "QX": f'{end}<w:bookmarkStart w:id="77" w:name="passage"/>{begin}',
        "QY": f'{end}<w:bookmarkEnd w:id="77"/>{begin}',
    }
    return put_into(made_by_pandoc(folder, "docx", WORD), marks, "word/document.xml", "word/footnotes.xml")


def test_fields_of_word_become_marks(tmp_path: Path) -> None:
    project = imported(tmp_path, "tolls.docx", docx(tmp_path))
    text = project.chapters()
    assert 'At Saltmarsh[]{subject=saltmarsh sub="the quay" .principal} a toll.' in text
    assert "^[So Verrall[]{subject=verrall-jonas} says.]" in text
    assert "[]{subject=tolls .begin}" in text.split("\n\n")[1]
    assert "It went on.[]{subject=tolls .end} Then.[]{subject=fog}[]{subject=a-b}" in " ".join(text.split())
    headings = project.read("manuscript/subjects.yaml")
    assert "- id: tolls\n  heading: tolls\n  aliases: [dues]\n" in headings
    assert "- id: fog\n  heading: fog\n  see_also: [tolls]\n" in headings
    report = project.read("manuscript/import-report.md")
    assert 'the index mark "fog" (tolls.docx, paragraph 4): not kept: italic page numbers' in report
    assert 'the index mark "a:b" (tolls.docx, paragraph 4): not kept: the bookmark "gone", not found' in report


def test_a_file_of_word_without_marks_is_left_as_it_is(tmp_path: Path) -> None:
    content = made_by_pandoc(tmp_path, "docx", "He XE-rays it.").read_bytes()
    assert word_marks(content, MarkList.of("a.docx")) is content


def test_marks_of_writer_become_marks(tmp_path: Path) -> None:
    mark = '<text:alphabetical-index-mark text:string-value="quay" text:key1="Saltmarsh" text:main-entry="true"/>'
    around = [f'<text:alphabetical-index-mark-{each} text:id="I1"/>' for each in ("start", "end")]
    path = made_by_pandoc(tmp_path, "odt", "# Tolls\n\nAt SaltmarshQA a toll. QBthe feeQC rose.\n")
    content = put_into(path, {"QA": mark, "QB": around[0], "QC": around[1]}, "content.xml")
    text = imported(tmp_path, "tolls.odt", content).chapters()
    assert 'Saltmarsh[]{subject=saltmarsh sub="quay" .principal} a toll. []{subject=the-fee}the fee rose.' in text


def test_marks_of_word_that_writer_has_saved_keep_their_levels(tmp_path: Path) -> None:
    mark = '<text:alphabetical-index-mark text:string-value=" " text:key1="Saltmarsh:quay of"/>'
    path = made_by_pandoc(tmp_path, "odt", "# Tolls\n\nAt SaltmarshQA a toll.\n")
    text = imported(tmp_path, "tolls.odt", put_into(path, {"QA": mark}, "content.xml")).chapters()
    assert 'Saltmarsh[]{subject=saltmarsh sub="quay of"} a toll.' in text


# --- DocBook and TEI --------------------------------------------------------------------------------------

DOCBOOK = """<?xml version="1.0"?>
<book xmlns="http://docbook.org/ns/docbook" version="5.0"><title>Tolls</title>
<chapter xml:id="c1"><title>The Tolls</title>
<indexterm zone="c1"><primary>chapters</primary></indexterm>
<para>At Saltmarsh<indexterm significance="preferred"><primary sortas="saltm">Saltmarsh</primary><secondary>its quay
</secondary></indexterm> a toll &mdash; was taken.<indexterm xml:id="r1" class="startofrange"><primary>tolls</primary>
</indexterm></para>
<para>Then they paid.<indexterm class="endofrange" startref="r1"/> And<indexterm><primary>dues</primary><see>tolls</see>
</indexterm> so<indexterm type="names"><primary>tolls</primary><seealso>Saltmarsh</seealso></indexterm> on.</para>
</chapter></book>"""


def test_marks_of_docbook_become_marks(tmp_path: Path) -> None:
    project = imported(tmp_path, "tolls.dbk", DOCBOOK)
    text = " ".join(project.chapters().split())
    assert '[]{subject=chapters .begin}At Saltmarsh[]{subject=saltmarsh sub="its quay" .principal} a toll —' in text
    assert "taken.[]{subject=tolls .begin} Then they paid.[]{subject=tolls .end} And so[]{names=tolls} on." in text
    assert text.endswith("on.[]{subject=chapters .end}")
    headings = project.read("manuscript/subjects.yaml")
    assert "heading: Saltmarsh\n  sort: saltm\n" in headings
    assert "heading: tolls\n  aliases: [dues]\n" in headings
    assert "{id: names, kind: subjects, mark: names, file: names.yaml, title: Index of Names}" in project.read(
        "manuscript/book.yaml"
    )
    assert "{piece: index, of: names}" in project.read("manuscript/book.yaml")
    assert "[]{names=" in text and "heading: " in project.read("manuscript/names.yaml")


def test_marks_of_several_indexes_fill_a_register_each(tmp_path: Path) -> None:
    latex = r"\section{One} At Dover\index[places]{Dover} tolls\index{tolls} fell\index[Ships]{Heron!wreck of}."
    latex += r" \index[places]{Kent|see{Dover}}\index[style]{a}"
    project = imported(tmp_path, "a.tex", latex)
    assert "At Dover[]{place=dover} tolls[]{subject=tolls} fell" in (text := " ".join(project.chapters().split()))
    assert '[]{ships=heron sub="wreck of"}' in text and "[]{style-index=a}" in text
    assert "aliases: [Kent]" in project.read("manuscript/places.yaml")
    book = project.read("manuscript/book.yaml")
    assert "  - {id: places, file: places.yaml}\n" in book and "{piece: index, of: ships}" in book


def test_fields_of_word_say_of_which_index_they_are(tmp_path: Path) -> None:
    said = {"QA": r'XE "Dover" \f places', "QB": 'XE "tolls"'}
    marks = {key: f"</w:t></w:r>{field(each)}<w:r><w:t>" for key, each in said.items()}
    content = put_into(made_by_pandoc(tmp_path, "docx", "At DoverQA tollsQB fell."), marks, "word/document.xml")
    project = imported(tmp_path, "tolls.docx", content)
    assert "At Dover[]{place=dover} tolls[]{subject=tolls} fell." in project.chapters()
    assert project.read("manuscript/places.yaml") == "- id: dover\n  heading: Dover\n"


TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Tolls of the Estuary</title>
<author>A. Compiler</author></titleStmt></fileDesc></teiHeader><text><body>
<div><head>The Tolls</head>
<p>At <placeName>Saltmarsh</placeName><index><term>Saltmarsh</term><index><term>quay</term></index></index> a toll was
<hi rend="italic">taken</hi>.<note><p>In a note.</p></note><index
spanTo="#e1"><term sortKey="tol">tolls</term></index></p>
<p>He said <q>pay</q>. <del>gone</del> <strange>odd words</strange></p>
<list><item>One</item><item>Two</item></list>
<quote><p>Set off.</p></quote>
<p>It ended.<anchor xml:id="e1"/> And <index><term>fog</term><ref>tolls</ref></index>fog came.</p>
<lg><l>The lamp is out,</l><l>the tide is in</l></lg></div>
<div><head>Fog</head><p>White.</p><pb n="3"/></div></body></text></TEI>"""


def test_a_text_in_tei_is_read_with_its_marks_and_the_rest_is_told(tmp_path: Path) -> None:
    project = imported(tmp_path, "tolls.xml", TEI)
    assert project.chapters().split("---\n", 2)[2].split("\n---")[0].strip() == "\n\n".join(
        [
            'At Saltmarsh[]{subject=saltmarsh sub="quay"} a toll was *taken*.^[In a note.][]{subject=tolls .begin}',
            "He said “pay”. odd words",
            "- One\n- Two",
            "> Set off.",
            "It ended.[]{subject=tolls .end} And []{subject=fog}fog came.",
            "| The lamp is out,\n| the tide is in",
        ]
    )
    assert "title: Tolls of the Estuary\nauthor: A. Compiler\n" in project.read("manuscript/book.yaml")
    headings = project.read("manuscript/subjects.yaml")
    assert "heading: tolls\n  sort: tol\n" in headings
    assert "heading: fog\n  see_also: [tolls]\n" in headings
    report = project.read("manuscript/import-report.md")
    assert re.search(r"struck out in the original, <del> \(line 8\):\n\n +gone\n", report)
    assert re.search(r"an element not read but for its words, 1 in all, the first on line 8:\n\n +<strange>\n", report)


def test_names_of_tei_that_say_whose_they_are_are_marked(tmp_path: Path) -> None:
    names = '<p>In <placeName ref="#d">the port</placeName> and <placeName key="k">Kent</placeName>, '
    names += '<placeName>Ash</placeName>, <orgName ref="#b">the Board</orgName>; back in <placeName ref="#d">Dover'
    names += "</placeName>.</p>"
    listed = '</fileDesc><standOff><place xml:id="d"><placeName>Dover</placeName></place></standOff>'
    project = imported(tmp_path, "n.xml", TEI.replace("<lg>", f"{names}<lg>").replace("</fileDesc>", listed))
    text = " ".join(project.chapters().split())
    assert "In []{place=dover}the port and []{place=kent}Kent, Ash," in text
    assert "[]{organisation=the-board}the Board; back in []{place=dover}Dover." in text
    assert "heading: Dover\n" in project.read("manuscript/places.yaml")


def test_tables_of_tei_are_tables(tmp_path: Path) -> None:
    table = "<table><head>Tolls</head><row role='label'><cell>Post</cell><cell>Toll</cell></row>"
    table += (
        "<row><cell>Dover</cell><cell><hi rend='i'>4</hi></cell></row><row><cell cols='2'>none</cell></row></table>"
    )
    project = imported(tmp_path, "t.xml", TEI.replace("<lg>", f"{table}<lg>"))
    text = project.chapters()
    assert re.search(r"Post +\|? *Toll", text) and re.search(r"Dover +\|? *\*4\*", text)
    assert "<table>" not in project.read("manuscript/import-report.md")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<TEI><text>\n<p>x</text></TEI>", ":2: error: not XML: mismatched tag"),
        ("<TEI><teiHeader/></TEI>", ": error: no <text> in the TEI"),
        ("<recipe><p>x</p></recipe>", ": error: XML of another kind, <recipe>"),
        ('<!DOCTYPE book [<!ENTITY a SYSTEM "/etc/passwd">]>\n<book>&a;</book>', "entities that the file declares"),
    ],
)
def test_xml_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Imported(tmp_path)
    assert project.accept(project.typescript("bad.xml", text)) == 1
    told = capsys.readouterr().err
    assert said in told
    assert not (tmp_path / "manuscript").exists()


def test_a_mark_that_does_not_come_through_is_told(tmp_path: Path) -> None:
    tex = "\\section{One} Words.\n\n\\begin{comment}\nGone\\index{gone}.\n\\end{comment}\nMore.\n"
    report = imported(tmp_path, "lost.tex", tex).read("manuscript/import-report.md")
    assert re.search(r"an index mark in what is not part of the text \(lost.tex, line 4\):\n\n +gone\n", report)


def test_a_mark_behind_a_forced_new_line_at_the_end_leaves_none(tmp_path: Path) -> None:
    runs = ["<w:br/>", *(f'<w:fldChar w:fldCharType="{each}"/>' for each in ("begin", "end"))]
    runs.insert(2, '<w:instrText> XE "tolls" </w:instrText>')
    broken = p("Words.").replace("</w:p>", "".join(f"<w:r>{each}</w:r>" for each in runs) + "</w:p>")
    body = p("One", style="Heading1") + broken + p("So", called(1))
    project = Imported(tmp_path)
    assert project.accept(packed(tmp_path / "a.docx", body, footnotes=noted(1, broken))) == 0
    assert "Words.[]{subject=tolls}\n\nSo^[Words.[]{subject=tolls}]\n" in project.chapters()
