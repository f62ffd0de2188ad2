"""Live citations of an author's file come out as citations in every form that is in use; a dead one is told."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml
from typescripts import Imported, made_by_pandoc

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ORME = {
    "type": "book",
    "title": "Tides and <i>Ropes</i>",
    "author": [{"family": "Orme", "given": "Nell"}],
    "issued": {"date-parts": [["1931"]]},
}
HAY = {**ORME, "title": "The Quay", "author": [{"family": "Hay", "given": "A."}], "issued": {"date-parts": [[1950, 4]]}}
URI = "http://zotero.org/users/1/items/"


def item(record: dict[str, Any], uri: str = "A", number: int = 7, **said: Any) -> dict[str, Any]:
    return {"id": number, "uris": [URI + uri], "itemData": {"id": number, **record}, **said}


def csl(*items: dict[str, Any]) -> str:
    return json.dumps({"citationID": "x", "citationItems": list(items), "schema": "csl-citation.json"})


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def live(said: str, words: str, data: str = "") -> str:
    """A field, what it says cut in pieces, as Word does with long ones."""
    pieces = [said[n : n + 40] for n in range(0, len(said), 40)]
    code = "".join(f'<w:r><w:instrText xml:space="preserve">{escape(each)}</w:instrText></w:r>' for each in pieces)
    held = f"<w:fldData>{data}</w:fldData>" if data else ""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{held}</w:fldChar></w:r>'
    return begin + code + sign.format("separate") + run(words) + sign.format("end")


def docx(folder: Path, *paragraphs: str, notes: str = "", **others: str) -> Path:
    """A .docx of paragraphs, below a heading, with other parts by their names."""
    path = made_by_pandoc(folder, "docx", "# One\n\nA word.^[A note.]\n")
    body = "".join(each if each.startswith("<w:sdt>") else f"<w:p>{each}</w:p>" for each in paragraphs)
    head = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>One</w:t></w:r></w:p>'
    parts = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{head}{body}</w:body></w:document>'}
    if notes:
        note = f'<w:footnote w:id="2"><w:p>{notes}</w:p></w:footnote>'
        parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>'
    parts |= {name.replace("__", "/"): text for name, text in others.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.infolist():
            if each.filename not in parts:
                new.writestr(each, old.read(each))
        for name, text in parts.items():
            new.writestr(name, text)
    path.write_bytes(out.getvalue())
    return path


def imported(folder: Path, file: Path) -> tuple[str, list[dict[str, Any]], str]:
    """The text, the sources and the report of an import that must end well."""
    project = Imported(folder)
    assert project.accept(file) == 0
    sources = yaml.safe_load(project.read("manuscript/sources.yaml"))["references"]
    return project.chapters(), sources, project.read("manuscript/import-report.md")


ENDNOTE = (
    "<EndNote><Cite><Author>Orme</Author><Year>1931</Year><RecNum>4</RecNum><Pages>9</Pages><record><rec-number>4"
    '</rec-number><ref-type name="Book">6</ref-type><contributors><authors><author>Orme, Nell</author></authors>'
    "</contributors><titles><title>Tides</title></titles><dates><year>1931</year></dates></record></Cite></EndNote>"
)
SOURCES = (
    '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Tag>Orm31'
    "</b:Tag><b:SourceType>Book</b:SourceType><b:Author><b:Author><b:NameList><b:Person><b:Last>Orme</b:Last><b:First>"
    "Nell</b:First></b:Person></b:NameList></b:Author></b:Author><b:Title>Tides</b:Title><b:Year>1931</b:Year>"
    "</b:Source></b:Sources>"
)
ZOTERO = csl(item(ORME, locator="9", label="page"))
PROPERTY = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="x">{}'
    "</Properties>"
)


def control(said: str) -> str:
    data = base64.b64encode(said.encode()).decode()
    tag = f'<w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{data}"/></w:sdtPr>'
    return f"<w:sdt>{tag}<w:sdtContent>{run('(O)')}</w:sdtContent></w:sdt>"


def bookmark(said: str) -> tuple[str, str]:
    """Words in a bookmark of Zotero's, and the properties that hold its data in two pieces."""
    halves = (said[: len(said) // 2], said[len(said) // 2 :])
    held = "".join(
        f'<property name="ZOTERO_BREF_q_{n}"><vt:lpwstr>{escape(half)}</vt:lpwstr></property>'
        for n, half in enumerate(halves, 1)
    )
    mark = '<w:bookmarkStart w:id="5" w:name="ZOTERO_BREF_q"/>' + run("(O 1931)") + '<w:bookmarkEnd w:id="5"/>'
    return mark, PROPERTY.format(held)


FORMS = {
    "a field of Zotero": (live(f" ADDIN ZOTERO_ITEM CSL_CITATION {ZOTERO} ", "(O 1931)"), {}),
    "a bookmark of Zotero": (
        bookmark(f"ITEM CSL_CITATION {ZOTERO}")[0],
        {"docProps__custom.xml": bookmark(f"ITEM CSL_CITATION {ZOTERO}")[1]},
    ),
    "a field of Mendeley Desktop": (live(f"ADDIN CSL_CITATION {ZOTERO}", "(O 1931)"), {}),
    "a control of Mendeley Cite": (control(ZOTERO), {}),
    "EndNote with its data in the field": (live(f" ADDIN EN.CITE {ENDNOTE}", "(O 1931)"), {}),
    "EndNote with its data beside": (
        live(" ADDIN EN.CITE ", "(O 1931)", base64.b64encode(ENDNOTE.encode()).decode()),
        {},
    ),
    "a source of Word": (live(r" CITATION Orm31 \p 9 \l 2057 ", "(O 1931)"), {"customXml__item1.xml": SOURCES}),
    "a citation put in by a tracked change": (
        f'<w:ins w:id="8" w:author="Ed">{live(f" ADDIN ZOTERO_ITEM CSL_CITATION {ZOTERO} ", "(O)")}</w:ins>',
        {},
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_live_citation_is_one_in_every_form(form: str, tmp_path: Path) -> None:
    words, others = FORMS[form]
    text, sources, report = imported(tmp_path, docx(tmp_path, run("It ebbs ") + words + run(" and flows."), **others))
    key = "Orm31" if "Word" in form else "orme1931"
    assert f"It ebbs[@{key}, 9] and flows." in text
    assert [each["id"] for each in sources] == [key]
    assert sources[0]["author"] == [{"family": "Orme", "given": "Nell"}]
    assert "lost their data" not in report


def test_zotero_in_an_odt_is_live_too(tmp_path: Path) -> None:
    path = made_by_pandoc(tmp_path, "odt", "# One\n\nIt ebbs WORDS and flows.\n")
    name = escape(f"ZOTERO_ITEM CSL_CITATION {ZOTERO} RNDabc")
    marks = f'<text:reference-mark-start text:name="{name}"/>(O)<text:reference-mark-end text:name="{name}"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.infolist():
            held = old.read(each)
            new.writestr(each, held.replace(b"WORDS", marks.encode()) if each.filename == "content.xml" else held)
    path.write_bytes(out.getvalue())
    text, sources, _ = imported(tmp_path, path)
    assert "It ebbs[@orme1931, 9] and flows." in text
    assert sources[0]["title"] == "Tides and *Ropes*"


def test_prefixes_suffixes_locators_and_several_works_are_kept(tmp_path: Path) -> None:
    said = csl(
        item(ORME, prefix="see also", locator="2", label="chapter", suffix=", on <i>ropes</i>"),
        item(HAY, "B", 8, locator="4-9", suffix="n. 3", **{"suppress-author": True}),
    )
    words = live(f" ADDIN ZOTERO_ITEM CSL_CITATION {said} ", "(O)")
    text, _, _ = imported(tmp_path, docx(tmp_path, run("It ebbs.") + words))
    assert "[see also @orme1931, ch. 2, on *ropes*; -@hay1950, 4-9, n. 3]" in text


def test_the_mark_of_a_citation_stands_behind_the_stop_and_close_to_its_word(tmp_path: Path) -> None:
    words = live(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl(item(ORME))} ", "(O)")
    written = run("“It ebbs ") + words + run(".” So he ") + words + run(" said—and ") + words + run("— went.")
    text, _, told = imported(tmp_path, docx(tmp_path, written))
    assert "“It ebbs.”[@orme1931] So he[@orme1931] said—and[@orme1931]— went." in text
    assert "citations that stood before a stop or a space, now close behind" in told


def test_a_citation_that_is_dead_is_told_with_its_paragraph(tmp_path: Path) -> None:
    words = live(" ADDIN EN.CITE ", "(Orme 1931)")
    _, _, told = imported(tmp_path, docx(tmp_path, run("A word."), run("It ebbs ") + words + run(".")))
    assert "paragraph 3 (chapters/01-one.md:7): a citation without its data: its words are kept" in told


def test_works_are_told_apart_by_their_address_and_by_what_they_are(tmp_path: Path) -> None:
    some = (item(ORME, "A", 7), item(HAY, "A", 7), item({**ORME, "title": "Nets"}, "C", 7), item(ORME, "A", 99))
    words = "".join(run("; ") + live(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl(each)} ", "(x)") for each in some)
    text, sources, _ = imported(tmp_path, docx(tmp_path, run("So") + words + run(".")))
    assert "[@orme1931; @hay1950; @orme1931b; @orme1931]" in text.replace("\n", " ")
    assert [each["id"] for each in sources] == ["orme1931", "hay1950", "orme1931b"]


def test_the_key_of_better_bibtex_is_taken(tmp_path: Path) -> None:
    words = live(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl(item({**ORME, 'citation-key': 'ormeTides'}))} ", "(x)")
    assert "[@ormeTides]" in imported(tmp_path, docx(tmp_path, run("So") + words))[0]


DEAD = {
    "Zotero": live(" ADDIN ZOTERO_ITEM CSL_CITATION {broken ", "(Orme 1931)"),
    "a work without data": live(' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{"id": 3}]} ', "(Orme 1931)"),
    "an item that is none": live(' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": ["x"]} ', "(Orme 1931)"),
    "EndNote": live(" ADDIN EN.CITE ", "(Orme 1931)", "bm90aGluZw=="),
    "Word": live(" CITATION Gone ", "(Orme 1931)"),
}


@pytest.mark.parametrize("form", DEAD)
def test_a_dead_citation_keeps_its_words_and_is_told(form: str, tmp_path: Path) -> None:
    text, sources, report = imported(tmp_path, docx(tmp_path, run("It ebbs ") + DEAD[form] + run(".")))
    assert "It ebbs (Orme 1931)." in text
    assert sources == []
    assert "Citations that have lost their data, 1" in report
    assert '"(Orme 1931)"' in report


def test_what_programs_make_is_left_out_and_said_and_is_no_empty_chapter(tmp_path: Path) -> None:
    heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    cited = live(f" ADDIN ZOTERO_ITEM CSL_CITATION {ZOTERO} ", "(x)")
    paragraphs = (
        live(r' TOC \o "1-3" ', "Contents 3"),
        run("It ebbs ") + cited,
        heading + run("Bibliography"),
        live(' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY ', "Orme. Tides."),
    )
    text, _, report = imported(tmp_path, docx(tmp_path, *paragraphs))
    assert "Orme. Tides" not in text
    assert "Contents 3" not in text
    assert sorted(each.name for each in (tmp_path / "manuscript").glob("*/*.md")) == ["01-one.md"]
    left = report.partition("## Left out")[2]
    assert all(words in left for words in ("Orme. Tides.", "Contents 3", "Bibliography"))


def test_marks_stand_beside_a_note_that_is_only_a_citation(tmp_path: Path) -> None:
    notes = live(f" ADDIN ZOTERO_ITEM CSL_CITATION {ZOTERO} ", "Orme, 9")
    marked = "".join(
        f"<w:r><w:rPr><w:{mark}/></w:rPr><w:t>{words}</w:t></w:r>"
        for mark, words in (("i", "Lear"), ("smallCaps", "nkvd"), ('vertAlign w:val="superscript"', "th"))
    )
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    text, _, _ = imported(tmp_path, docx(tmp_path, run("On ") + marked + run(" so.") + call, notes=notes))
    assert "*Lear*[nkvd]{.smallcaps}[th]{.super} so.^[[@orme1931, 9]]" in text


def test_what_is_typed_by_hand_is_proposed_and_not_changed(tmp_path: Path) -> None:
    text = (
        "---\nreferences:\n- {id: orme1931, type: book, title: Tides and Ropes, author: [{family: Orme}]}\n"
        "---\n\n# One\n\nA.^[[@orme1931, 4]] B.^[Ibid., p. 9.] C.^[Orme, *Tides*, 12.] D.^[[@orme1931] p. 3.]\n\n"
        "E.^[A remark by Orme.]\n"
    )
    project = Imported(tmp_path)
    assert project.accept(project.typescript("road.md", text)) == 0
    report = project.read("manuscript/import-report.md").partition("## Citations typed by hand")[2]
    report = report.partition("\n## ")[0]
    assert '"Ibid., p. 9." may be [@orme1931, 9]' in report
    assert '"Orme, Tides, 12." may be [@orme1931, 12]' in report
    assert '"…p. 3" may be [@orme1931, 3]' in report
    assert "remark" not in report
    assert "^[Ibid., p. 9.]" in project.chapters()
