"""`./go import` of files that are not what their names say, or that another program than Word has packed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from authors_files import called, docx, noted, odt, p
from typescripts import Imported

from press.importing.receive import receive
from press.problem import Faulty


def refused(path: Path, content: bytes) -> tuple[str, str]:
    """What is said of a file, and what is to be done."""
    path.write_bytes(content)
    with pytest.raises(Faulty) as fault:
        receive(path)
    (problem,) = fault.value.problems
    return problem.message, problem.hint


RTF = rb"{\rtf1\ansi The lamp was lit.}"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = b"<!DOCTYPE html>\n<html><body><p>The lamp was lit.</p></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "said", "hint"),
    [
        ("a.rtf", RTF, 'the press does not read ".rtf" files', "save it as .docx"),
        ("a.doc", OLD, 'the press does not read ".doc" files', "save it as .docx"),
        ("a.doc", RTF, 'does not read ".doc" files; this is a file in Rich Text Format', "save it as .docx"),
        ("a.docx", RTF, "a file in Rich Text Format, whatever its name says", "save it as .docx"),
        ("a.docx", OLD, "a file of Word 97–2003, whatever its name says", "save it as .docx"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "a file locked by a password", "with the password"),
        ("a.txt", RTF, "a file in Rich Text Format, whatever its name says", "save it as .docx"),
        ("a.md", b"%PDF-1.7\n%x", "a PDF, whatever its name says", "save it as .docx"),
        ("a.txt", PAGE, "a web page, whatever its name says", "let its name end in .html"),
        ("a.doc", PAGE, "this is a web page", "let its name end in .html"),
        ("a", PAGE, "its name has no ending; this is a web page", "let its name end in .html"),
        ("a.html", b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web archive, or a letter", "as .html"),
    ],
)
def test_a_file_is_called_what_it_is_and_how_to_save_it_is_said(name, content, said, hint, tmp_path):
    message, advice = refused(tmp_path / name, content)
    assert said in message
    assert hint in advice


def test_archives_are_known_by_what_they_hold(tmp_path):
    whole = {"docx": docx(tmp_path / "x.docx", p("The lamp.")), "odt": odt(tmp_path / "x.odt", "<text:p>A.</text:p>")}
    assert refused(tmp_path / "a.odt", whole["docx"].read_bytes()) == (
        "a .docx file, whatever its name says",
        "let its name end in .docx",
    )
    assert refused(tmp_path / "a.docx", whole["odt"].read_bytes())[0] == "an .odt file, whatever its name says"
    assert refused(tmp_path / "a.txt", whole["odt"].read_bytes())[0] == "an .odt file, whatever its name says"
    with zipfile.ZipFile(tmp_path / "s", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert refused(tmp_path / "a.docx", (tmp_path / "s").read_bytes())[0] == "a spreadsheet, whatever its name says"


@pytest.mark.parametrize("how", [{"main": "document2"}, {"strict": True}, {"main": "text"}])
def test_the_text_is_where_the_package_says_and_strict_files_are_read(how, tmp_path):
    file = docx(
        tmp_path / "a.docx",
        p("One", style="Heading1") + p("The lamp was lit.", called(1)),
        footnotes=noted(1, p("With paraffin.")),
        **how,
    )
    project = Imported(tmp_path / "project")
    assert project.accept(file) == 0
    assert "The lamp was lit.^[With paraffin.]" in project.chapters()
    assert "title: One" in project.chapters()


def test_an_archive_that_unfolds_to_more_than_a_book_is_refused_before_it_is_unfolded(tmp_path):
    path = tmp_path / "a.docx"
    docx(path, p("The lamp."))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"word/bomb{n}.xml", bytes(150_000_000))
    assert path.stat().st_size < 1_000_000
    message, _ = refused(path, path.read_bytes())
    assert "more than a book has" in message


def test_a_document_type_in_a_docx_is_refused_for_its_entities_may_multiply(tmp_path):
    made = docx(tmp_path / "a.docx", p("The lamp."))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            text = old.read(name)
            doctype = b'<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>' if name == "word/document.xml" else b""
            new.writestr(name, doctype + text)
    with pytest.raises(Faulty, match=r"not a \.docx file"):
        receive(tmp_path / "b.docx")


@pytest.mark.parametrize(
    ("notes", "made"),
    [
        ("[1]: So it is said.\n[2]: Ibid.", "wall^[So it is said.] and back^[Ibid.]."),  # not two addresses of links
        ("[1] So it is said.\n\n[2] Ibid.", "wall^[So it is said.] and back^[Ibid.]."),
        ("## Notes\n\n1. So it is said.\n2. *Ibid.*", "wall^[So it is said.] and back^[*Ibid.*]."),
        ('[1]: https://example.org "There"', "wall[1](<https://example.org>) and back\\[2\\]."),
    ],
)
def test_notes_typed_in_markdown_with_figures_in_brackets_keep_their_words(
    notes: str, made: str, tmp_path: Path
) -> None:
    project = Imported(tmp_path)
    text = f"# One\n\nThe tide came over the wall[1] and back[2].\n\n{notes}\n\n# Two\n\nSo it [A] went on.\n"
    assert project.accept(project.typescript("a.md", text)) == 0
    assert f"The tide came over the {made}" in " ".join(project.chapters().split())
    assert "So it \\[A\\] went on." in project.chapters()
