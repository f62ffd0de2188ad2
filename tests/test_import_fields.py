"""Cross-references of an author's file are the press's own, with ids on their targets; dead and typed ones are told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from test_import_citations import docx, live, run
from typescripts import Imported, made_by_pandoc

from press import build as pipeline

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{where}:1.0"'
    for name, where in {"office": "office", "text": "text", "draw": "drawing", "style": "style"}.items()
)
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42m"
    "Nk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAGE = f"""<html><head><title>The Quay</title></head><body><h1>The Quay</h1><h2 id="c1">One</h2>
<p>See <a href="#c2">chapter 2</a>, <a href="#f">Figure 3</a>, <a href="#t">table 9</a>, <a href="#s">the ropes</a>,
<a href="#p">this</a>, <a href="#gone">nowhere</a>. As Fig. 3 shows, and chapter 2; see p. 45 above.</p>
<figure id="f"><img src="{PICTURE}" alt="A rope"><figcaption>Figure 3. The rope</figcaption></figure>
<h3 id="s">Of ropes</h3><p id="p">They are long.</p>
<table id="t"><caption>Table 9. Posts</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
<h2 id="c2">Two</h2><p>The end.</p></body></html>"""


def head(words: str, bookmark: str) -> str:
    return f'<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{marked(bookmark, run(words))}'


def marked(name: str, inner: str) -> str:
    return f'<w:bookmarkStart w:id="{name[-1]}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{name[-1]}"/>'


def imported(tmp_path: Path, file: Path) -> tuple[str, str]:
    """The chapters and the report of a file, whose manuscript has no errors."""
    project = Imported(tmp_path)
    assert project.accept(file) == 0
    return project.chapters(), project.read("manuscript/import-report.md")


@pytest.mark.once
def test_fields_of_word_are_references_to_titles_pages_and_notes(tmp_path: Path) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    simple = f'<w:fldSimple w:instr=" REF _Ref2 \\h ">{run("The Shop")}</w:fldSimple>'
    words = [
        run("See page ") + live(" PAGEREF _Ref2 \\h ", "117") + run(" and note ") + live(" NOTEREF _Ref3 \\h ", "1"),
        run("In ") + simple + run(" he sold. Chapter ") + live(" REF _Ref2 \\r \\h ", "2") + run(" says so."),
        run("A word") + marked("_Ref3", call) + run(" and again") + live(" NOTEREF _Ref3 \\f \\h ", "1") + run("."),
        head("The Shop", "_Ref2"),
        run("Words ") + marked("_Ref4", run("of his")) + run(" own."),
        run("See p. ") + live(" PAGEREF _Ref4 ", "9") + run("; ") + live(" REF _Ref9 ", "the lost") + run("."),
    ]
    chapters, told = imported(tmp_path, docx(tmp_path, *words, notes=run("The note.")))
    assert "See [](#the-shop){.page} and [](#note-in-one)" in chapters
    assert "In [The Shop](#the-shop) he sold. [Chapter 2](#the-shop) says so." in chapters
    assert "A word[^note-in-one] and again^[See [](#note-in-one).]." in chapters
    assert "[^note-in-one]: The note." in chapters
    assert "Words []{#place-in-the-shop}of his own." in chapters
    assert "See [](#place-in-the-shop){.page}; the lost." in chapters
    assert '"page 117" is now [](#the-shop){.page}' in told
    assert 'a reference whose target is not in the text: its words are kept: "the lost" (_Ref9)' in told
    assert "References whose targets are not in the text, 1" in told


def test_the_number_of_a_caption_stays_in_its_words_where_there_is_no_figure(tmp_path: Path) -> None:
    number = f'<w:fldSimple w:instr=" SEQ Figure \\* ARABIC ">{run("7")}</w:fldSimple>'
    chapters, _ = imported(tmp_path, docx(tmp_path, run("Figure ") + number + run(". The house.")))
    assert "Figure 7. The house." in chapters


@pytest.mark.once
def test_references_of_an_odt_lead_to_what_they_led_to(tmp_path: Path) -> None:
    def refer(kind: str, form: str, name: str, words: str) -> str:
        said = f'text:reference-format="{form}" text:ref-name="{name}"'
        return f"<text:{kind}-ref {said}>{words}</text:{kind}-ref>"

    note = (
        '<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>The note.</text:p></text:note-body></text:note>"
    )
    body = (
        '<text:h text:outline-level="1">One</text:h>'
        f"<text:p>See page {refer('bookmark', 'page', 'b', '12')}, note {refer('note', 'text', 'ftn1', '1')}, and "
        f"{refer('reference', 'text', 'r', 'his own')}.</text:p><text:p>A word{note} here.</text:p>"
        '<text:h text:outline-level="1"><text:bookmark text:name="b"/>Two</text:h>'
        '<text:p>Of <text:reference-mark-start text:name="r"/>his own<text:reference-mark-end text:name="r"/>.</text:p>'
    )
    file = made_by_pandoc(tmp_path, "odt", "# One\n")
    changed = tmp_path / "quay.odt"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = f"<office:document-content {NAMES}><office:automatic-styles/><office:body><office:text>{body}"
            whole = f"{text}</office:text></office:body></office:document-content>".encode()
            new.writestr(name, whole if name == "content.xml" else old.read(name))
    chapters, _ = imported(tmp_path, changed)
    assert "See [](#two){.page}, [](#note-in-one), and [his own](#place-in-two)." in chapters
    assert "A word[^note-in-one] here." in chapters and "Of []{#place-in-two}his own." in chapters


@pytest.mark.once
def test_links_of_a_page_are_references_and_typed_ones_are_proposed(tmp_path: Path) -> None:
    page = tmp_path / "quay.html"
    page.write_text(PAGE, encoding="utf-8")
    chapters, told = imported(tmp_path, page)
    assert "See [](#two), [](#f), [](#t), [the ropes](#s), [this](#p), nowhere." in chapters
    assert "![The rope](figures/figure-1.png){#f " in chapters and ": Posts {#t}" in chapters
    assert "## Of ropes {#s}" in chapters and "[]{#p}They are long." in chapters
    assert '"Figure 3" is now [](#f), printed as figure 1' in told
    assert '"Fig. 3" may be [](#f): the figure of that number [sure]' in told
    assert '"chapter 2" may be [](#two)' in told and '"p. 45 above": a number of the typescript' in told


def test_references_of_latex_and_of_our_own_markdown_come_through(tmp_path: Path) -> None:
    tex = "\\section{One}\\label{sec:one}\nSee section \\ref{sec:two}.\n\\section{Two}\\label{sec:two}\nThe end.\n"
    file = tmp_path / "quay.tex"
    file.write_text(tex, encoding="utf-8")
    assert "See section [](#two)." in imported(tmp_path / "a", file)[0]
    own = tmp_path / "quay.md"
    own.write_text("# One\n\nSee [](#two){.page} and [](#two).\n\n# Two {#two}\n\nThe end.\n", encoding="utf-8")
    assert "See [](#two){.page} and [](#two)." in imported(tmp_path / "b", own)[0]


def test_a_place_in_the_text_has_an_id_to_whose_page_the_text_refers(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    own = tmp_path / "quay.md"
    own.write_text("# One\n\nSee [there](#place) on [](#place){.page}.\n\n# Two\n\nThe [end]{#place}.\n", "utf-8")
    assert project.accept(own) == 0
    book, problems = pipeline.edit(project.project)
    assert book.targets["place"].kind == "place"
    assert not [each for each in problems if each.rule.name == "unknown-reference"]


def test_a_decision_names_file_and_line_and_how_sure_a_guess_is(tmp_path: Path) -> None:
    text = "# One\n\nA word of the first.\n\n# Two\n\nIt is said.[^a]\n\nSee [this](#gone).\n\n[^a]: *Ibid.*, 45.\n"
    own = tmp_path / "quay.md"
    own.write_text(text, encoding="utf-8")
    project = Imported(tmp_path)
    assert project.accept(own) == 0
    told = project.read("manuscript/import-report.md")
    written = project.read("manuscript/chapters/02-two.md").splitlines()
    line = next(n for n, each in enumerate(written, 1) if each.startswith("See this."))
    assert f"References whose targets are not in the text, 1: see what was changed: chapters/02-two.md:{line}." in told
    assert "after the file [doubtful]" in told and "Guesses that may be wrong, 2" in told


def test_signs_that_an_author_has_typed_are_no_signs(tmp_path: Path) -> None:
    signs = "a \ue2f4ff\ue2f5 b \ue2f4abc\ue2f5 c \ue2f4616263\ue2f5 d"
    chapters, _ = imported(tmp_path, docx(tmp_path, run(signs)))
    assert all(letter in chapters for letter in "abcd")
