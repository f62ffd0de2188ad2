"""The account of an import: every word of the author's own file is in the manuscript, or in the report with a reason.

What pandoc's readers drop is put where they read it: text boxes, fields, readings, wrappers, marks of styles.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from authors_files import boxed, called, docx, live, noted, odt, p, t
from test_readers import ASKED
from typescripts import Imported, made_by_pandoc

from bench.authors_file import write_authors_file
from press import build as pipeline
from press.importing.account.alignment import aligned
from press.importing.account.file_account import account_of
from press.importing.account.file_words import FileWord, WordRun, words_of_runs
from press.importing.markup.words_of_markup import words_of_markdown
from press.importing.markup.words_of_page import words_of_page
from press.text import Cluster, Emphasis, Note, SmallCaps, walk

RUBY = "<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"
HEAD = p("One", style="Heading1")
SHAPE = '<w:pict><v:shape><v:textpath string="DRAWN LETTERS"/></v:shape></w:pict>'


def imported(top: Path, file: Path, status: int = 0) -> tuple[str, str]:
    """The text that comes of a file, in one line, and the report."""
    project = Imported(top / "project")
    assert project.accept(file) == status
    text = " ".join(part.partition("\n---\n")[2] for part in re.split(r"^---$", project.chapters(), flags=re.MULTILINE))
    return " ".join(project.chapters().split()) or text, project.read("manuscript/import-report.md")


def within(tag: str, held: str) -> str:
    """An element of Word's that holds others."""
    return f"<w:{tag}>{held}</w:{tag}>"


CELLS = '<w:tbl><w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>{}</w:tbl>'
SHORT = f"<w:tr><w:tc>{p('One')}</w:tc></w:tr><w:tr><w:tc>{p('Two')}</w:tc><w:tc>{p('Three')}</w:tc></w:tr>"
HEADED = (
    f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{p('Two')}</w:tc><w:tc>{p('Three')}</w:tc></w:tr>"
    f"<w:tr><w:tc>{p('One')}</w:tc></w:tr>"
)
UNDER = (
    f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("one")}</w:tc><w:tc>{p("two")}</w:tc></w:tr>'
    f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('Covered words.')}</w:tc><w:tc>{p('four')}</w:tc></w:tr>"
)
WORDS = {
    "a text box": (p("Host before", boxed(p("Boxed words.")), " host after."), "Host before host after. Boxed words."),
    "a box in a box": (
        p("Host", boxed(p("Outer", boxed(p("Inner.")), " box.")), " after."),
        "Host after. Outer box. Inner.",
    ),
    "a box in a table": (
        "<w:tbl><w:tblGrid><w:gridCol w:w='9'/><w:gridCol w:w='9'/></w:tblGrid><w:tr><w:tc>"
        f"{p('Cell', boxed(p('Boxed')))}</w:tc><w:tc>{p('Other')}</w:tc></w:tr></w:tbl>",
        "Boxed",
    ),
    "a simple field": (
        p("As ", f'<w:fldSimple w:instr=" REF x ">{t("Figure 7")}</w:fldSimple>', " shows."),
        "As Figure 7 shows.",
    ),
    "a field in a link": (
        p("To ", f'<w:hyperlink w:anchor="a"><w:fldSimple w:instr="PAGE">{t("nine")}</w:fldSimple></w:hyperlink>', "."),
        "To nine.",
    ),
    "custom XML": (within("customXml", p("A ", within("customXml", t("custom")), " word.")), "A custom word."),
    "a direction": (p("A ", within("bdo", t("turned")), within("dir", t(" word")), "."), "A turned word."),
    "a reading over its characters": (p("In ", RUBY.format(t("Tokyo"), t("東京")), " then."), "(Tokyo) then."),
    "breaks that part words": (
        p("<w:r><w:t>one</w:t><w:cr/><w:t>two</w:t><w:ptab/><w:t>three</w:t></w:r>"),
        "two three",
    ),
    "tags of many kinds": (
        p(within("smartTag", t("A ")), within("sdt", within("sdtContent", t("held"))), " word."),
        "A held word.",
    ),
    "changes that nobody has signed": (
        p(within("ins", t("Put in")), within("del", "<w:r><w:delText>taken out</w:delText></w:r>"), ".")
        + p(within("moveFrom", t("Gone.")))
        + p(within("moveTo", t("Come."))),
        "Put in. Come.",
    ),
    "a letter or a number alone": (p("I.") + p("So it was."), r"I\. So it was."),
    "a new line at the end of words with a mark": (
        p("The ", "<w:r><w:rPr><w:smallCaps/></w:rPr><w:t>nkvd</w:t><w:br/></w:r>", t("came.")),
        "The [nkvd]{.smallcaps}\\ came.",
    ),
    "a first row that is shorter than others": (CELLS.format(SHORT), "| Two | Three |"),
    "a row that is shorter than the head": (CELLS.format(HEADED), "| Two | Three |"),
    "two ways to say it": (
        p(f"<mc:AlternateContent><mc:Choice>{t('Said once.')}</mc:Choice><mc:Fallback>{t('Said once.')}</mc:Fallback>"
          "</mc:AlternateContent>"),
        "Said once.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WORDS)
def test_words_that_pandoc_drops_are_in_their_places(what, tmp_path):
    body, expected = WORDS[what]
    text, report = imported(tmp_path, docx(tmp_path / "a.docx", HEAD + body + p("After.")))
    assert expected in text
    assert "none is in neither" in report
    assert text.count("After.") == 1


LEFT = {
    "a cell under another": (
        {},
        CELLS.format(UNDER),
        "Covered words.",
        "words of a cell that is merged with the one above it",
    ),
    "hidden words": ({}, p("Shown", t(" hidden words", "<w:vanish/>"), "."), "hidden words", "hidden text"),
    "a running head": ({"header1": p("My Book, draft 3")}, p("Shown."), "My Book, draft 3", "a running head"),
    "a note that nothing calls": (
        {"footnotes": noted(1, p("Never called."))},
        p("Shown."),
        "Never called.",
        "a note that nothing in the text calls",
    ),
    "drawn letters": ({}, p("Shown.", f"<w:r>{SHAPE}</w:r>"), "DRAWN LETTERS", "WordArt"),
}


@pytest.mark.parametrize("what", LEFT)
def test_what_is_left_out_is_told_with_its_reason(what, tmp_path):
    parts, body, words, why = LEFT[what]
    text, report = imported(tmp_path, docx(tmp_path / "a.docx", HEAD + p("Before.") + body, **parts))
    left = report.partition("## Left out")[2]
    assert words in left
    assert why in left
    assert words not in text
    assert "none is in neither" in report


def test_a_note_that_ends_with_a_mark_for_the_index_is_one_like_any_other(tmp_path):
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    mark = f'{begin}<w:r><w:instrText xml:space="preserve"> XE "Paris" </w:instrText></w:r>{end}'
    body = HEAD + p("He fled", called(1), ".")
    text, _ = imported(tmp_path, docx(tmp_path / "a.docx", body, footnotes=noted(1, p("To Paris", mark))))
    assert "^[To Paris[]{subject=paris}]" in text


def test_what_a_page_hides_and_the_contents_that_writer_has_made_are_told(tmp_path):
    page = (
        "<h1>One</h1><p>Shown <span style='display: none'>not this</span> words.</p><p hidden>Nor this.</p>"
        "<div id='Table of Contents1'><p>Arrival 1</p></div><p>After.</p>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    text, report = imported(tmp_path, tmp_path / "a.html")
    assert "Shown words. After." in text
    for why, words in (("hidden text", "not this"), ("hidden text", "Nor this."), ("the made table of", "Arrival 1")):
        assert re.search(rf"{why}[^\n]*:\n\n +{words}\n", report), words
    assert "none is in neither" in report


def test_marks_of_fields_that_a_program_leaves_in_a_page_do_not_make_it_unreadable(tmp_path):
    words = "So\x07\x03Kern, 45.\x08 " * 9
    (tmp_path / "a.html").write_text(f"<h1>One</h1><p>{words}</p>", encoding="utf-8")
    text, _ = imported(tmp_path, tmp_path / "a.html")
    assert "SoKern, 45. SoKern, 45." in text


def test_the_letter_of_a_typed_note_is_told_as_its_number_is(tmp_path):
    words = "ONE\n\nThe tide fell[A] and rose.\n\nIt was[B] so.\n\n[A] A note.\n\n[B] Another.\n"
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    text, report = imported(tmp_path, tmp_path / "a.txt")
    assert "fell^[A note.] and rose. It was^[Another.] so." in text
    assert "none is in neither" in report


def test_the_title_of_the_book_is_words_in_which_nothing_is_a_mark(tmp_path):
    (tmp_path / "a.html").write_text("<title>Rate* of @tides</title><h1>One</h1><p>So.</p>", encoding="utf-8")
    imported(tmp_path, tmp_path / "a.html")
    assert "title: Rate\\* of \\@tides" in (tmp_path / "project/manuscript/book.yaml").read_text(encoding="utf-8")


def test_what_is_hidden_is_told_with_its_paragraph(tmp_path):
    body = p("Before.") + p("Shown", t(" not this", "<w:vanish/>"), ".")
    _, report = imported(tmp_path, docx(tmp_path / "a.docx", HEAD + body))
    assert "- paragraph 3 (chapters/01-one.md:7), hidden text:\n\n      not this" in report


def test_a_page_number_at_the_foot_is_nobodys(tmp_path):
    _, report = imported(tmp_path, docx(tmp_path / "a.docx", HEAD + p("Shown."), footer1=p("Page".strip("Page") + "7")))
    assert "Nothing was left out." in report


def test_notes_boxes_and_fields_of_an_odt_are_in_their_places(tmp_path):
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>A note.</text:p></text:note-body></text:note>"
    )
    body = (
        '<text:h text:outline-level="1">One</text:h>'
        f"<text:p>Host{note} before "
        "<draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame>after, "
        '<text:note-ref text:ref-name="f">note 9</text:note-ref> and <text:sequence-ref>table 2</text:sequence-ref>, '
        "<text:user-defined>so</text:user-defined>.</text:p>"
        "<text:p><draw:custom-shape><text:p>Shaped.</text:p></draw:custom-shape>Next.</text:p>"
        "<text:p>In <text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>Tokyo</text:ruby-text>"
        "</text:ruby>.</text:p>"
        '<text:section text:name="x" text:display="none"><text:p>Not shown.</text:p></text:section>'
        "<text:p><text:meta>Held</text:meta> <text:placeholder>here</text:placeholder>.</text:p>"
    )
    text, report = imported(tmp_path, odt(tmp_path / "a.odt", body))
    assert "Host^[A note.] before after, note 9 and table 2, so. Boxed." in text
    assert "Next. Shaped." in text
    assert "(Tokyo)." in text
    assert "Held here." in text
    assert "hidden text:\n\n      Not shown." in report
    assert "none is in neither" in report


MARKED = {
    "<w:i/>": "*{}*",
    "<w:b/>": "**{}**",
    "<w:smallCaps/>": "[{}]{{.smallcaps}}",
    '<w:vertAlign w:val="superscript"/>': "[{}]{{.super}}",
    '<w:vertAlign w:val="subscript"/>': "~{}~",
    "<w:strike/>": "~~{}~~",
    "<w:dstrike/>": "~~{}~~",
    '<w:u w:val="double"/>': "*{}*",
    '<w:rStyle w:val="Emphasis"/>': "*{}*",
    '<w:rStyle w:val="Deep"/>': "*{}*",
    '<w:rStyle w:val="Small"/>': "[{}]{{.smallcaps}}",
    '<w:rStyle w:val="Emphasis"/><w:i w:val="0"/>': "{}",
}
CHARACTERS = (
    '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Deep"><w:name w:val="Deep"/><w:basedOn w:val="Emphasis"/></w:style>'
    '<w:style w:type="character" w:styleId="Small"><w:name w:val="Small"/><w:rPr><w:smallCaps/></w:rPr></w:style>'
)


def test_every_mark_of_a_run_or_of_its_style_is_kept(tmp_path):
    body = "".join(p("So ", t(f"word{n}", said), " stands.", called(n)) for n, said in enumerate(MARKED, 1))
    notes = "".join(noted(n, p("In ", t(f"note{n}", said), ".")) for n, said in enumerate(MARKED, 1))
    text, report = imported(tmp_path, docx(tmp_path / "a.docx", HEAD + body, footnotes=notes, styles=CHARACTERS))
    for n, spelt in enumerate(MARKED.values(), 1):
        assert f"So {spelt.format(f'word{n}')} stands.^[In {spelt.format(f'note{n}')}.]" in text
    assert "Of 22 words in italics, bold, small capitals or the like, or struck, raised or lowered, 22 are so" in report


def test_marks_of_an_odt_are_kept_whichever_style_gives_them(tmp_path):
    def style(name: str, said: str, parent: str = "", family: str = "text") -> str:
        based = f' style:parent-style-name="{parent}"' if parent else ""
        inner = f"<style:text-properties {said}/>" if said else ""
        return f'<style:style style:name="{name}" style:family="{family}"{based}>{inner}</style:style>'

    automatic = (
        style("T1", 'fo:font-variant="small-caps"')
        + style("T2", "", "Emphasis")
        + style("T3", 'fo:font-style="italic" fo:font-variant="small-caps"')
        + style("T4", 'style:text-line-through-style="solid"')
        + style("P1", 'fo:font-style="italic"', family="paragraph")
    )
    spans = " ".join(f'<text:span text:style-name="T{n}">word{n}</text:span>' for n in (1, 2, 3, 4))
    body = f'<text:p>So {spans}.</text:p><text:p text:style-name="P1">All of it.</text:p><text:p>End.</text:p>'
    file = odt(tmp_path / "a.odt", body, automatic, style("Emphasis", 'fo:font-style="italic"'))
    text, report = imported(tmp_path, file)
    assert "So [word1]{.smallcaps} *word2* *[word3]{.smallcaps}* ~~word4~~." in text
    assert "*All of it.*" in text
    assert "7 are so in the manuscript" in report


QUOTES = [
    *("Quote", "Intense Quote", "Block Text", "Zitat", "Intensives Zitat", "Citation", "Citation intense", "Cita"),
    *("Citazione", "Citaat", "Citat", "Extract", "Blockquote", "Block Quotation", "Quotations", "Cytat", "Цитата"),
]


@pytest.mark.parametrize("name", QUOTES)
def test_a_style_of_quotations_is_known_by_its_name_in_any_language_and_by_what_it_is_based_on(name, tmp_path):
    styles = (
        f'<w:style w:type="paragraph" w:styleId="s1"><w:name w:val="{name}"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="s2"><w:name w:val="My Own"/><w:basedOn w:val="s1"/></w:style>'
    )
    body = p("Before.") + p("Quoted.", style="s1") + p("Quoted too.", style="s2") + p("After.", called(1))
    note = noted(1, p("So:"), p("Quoted here.", style="s2"))
    text, _ = imported(tmp_path, docx(tmp_path / "a.docx", HEAD + body, styles=styles, footnotes=note))
    assert "Before. > Quoted. > > Quoted too. After." in text
    assert "> Quoted here." in text


def test_quotations_and_headings_of_an_odt_are_known_by_their_styles(tmp_path):
    styles = (
        '<style:style style:name="Zitat_20_lang" style:display-name="Zitat lang" style:family="paragraph"'
        ' style:parent-style-name="Quotations"/><style:style style:name="Quotations" style:family="paragraph"/>'
        '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/>'
    )
    automatic = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Zitat_20_lang"/>'
    body = (
        '<text:p text:style-name="Heading_20_1">Typed as a heading</text:p><text:p>Before.</text:p>'
        '<text:p text:style-name="P1">Quoted.</text:p><text:p text:style-name="Quotations">And this.</text:p>'
    )
    text, _ = imported(tmp_path, odt(tmp_path / "a.odt", body, automatic, styles))
    assert "title: Typed as a heading" in text
    assert "Before. > Quoted. > > And this." in text


def test_a_list_that_goes_on_behind_a_paragraph_keeps_its_numbers(tmp_path):
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    kind = f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
    numbering = f'{kind}<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    items = [p(word, properties=item) for word in ("One.", "Two.", "Three.", "Four.")]
    body = HEAD + items[0] + items[1] + p("Between.") + items[2] + items[3]
    text, _ = imported(tmp_path, docx(tmp_path / "a.docx", body, numbering=numbering))
    assert "1. One. 2. Two. Between. 3. Three. 4. Four." in text


# --- the account itself -------------------------------------------------------------------------------------


def words(text: str, marks: frozenset[str] = frozenset()) -> list[FileWord]:
    return list(words_of_runs([WordRun(text, marks)]))


def test_what_is_in_neither_is_lost_and_what_stands_elsewhere_or_is_told_is_not():
    text = "the lamp was lit with paraffin from Flushing and nobody came to see it at all that night"
    book = "with paraffin from Flushing and the lamp was lit that night"
    account = account_of(words(text), words(book), ["nobody"], [(0, "it was told that they came to see it")])
    assert [each.words for each in account.lost] == ["at all"]
    assert (account.words, account.kept, account.told) == (18, 12, 4)
    assert [each.words for each in account.moved] != []


def test_words_that_are_parted_otherwise_are_the_same_words():
    assert aligned("to day is the day".split(), "today is the day".split()) == [0, 0, 1, 2, 3]
    assert account_of(words("It is so to day."), words("It is so today."), [], []).lost == ()
    assert account_of(words("a (U+5317) b"), words("a 北 b"), [], []).lost == ()


def test_a_mark_that_is_lost_is_told_with_its_words():
    file = [*words("She read "), *words("Pravda daily", frozenset(["italics"])), *words(" and slept")]
    account = account_of(file, words("She read Pravda daily and slept"), [], [])
    assert [(each.words, each.mark) for each in account.lost_marks] == [("Pravda daily", "italics")]
    assert (account.marked, account.kept_marks) == (2, 0)


def test_a_long_text_is_held_against_another_in_time_that_grows_with_the_words():
    many = [f"w{n * 7919 % 5003}" for n in range(60_000)]
    missing = [*many[:20_000], *many[20_500:]]
    assert aligned(many, missing).count(-1) == 500


def test_an_import_that_loses_words_says_which_and_ends_with_1(tmp_path, capsys, monkeypatch):
    from press.importing import convert  # its reader of .docx is the one that is made to forget

    forgotten = convert.made_plain
    monkeypatch.setattr(
        convert, "made_plain", lambda content, suffix, table: type(forgotten(content, ".txt", table))(content)
    )
    text, report = imported(
        tmp_path, docx(tmp_path / "a.docx", HEAD + p("A", f"<w:dir>{t(' lost lamp')}</w:dir>", ".")), 1
    )
    assert "lost lamp" not in text
    assert "paragraph 2 (chapters/01-one.md:5), in neither the manuscript nor this report: “lost lamp”" in report
    assert "a.docx: error: words in neither, paragraph 2: “lost lamp” [words-not-imported]" in capsys.readouterr().err


def test_a_live_citation_that_is_neither_cited_nor_told_is_missed(tmp_path):
    dead = live("ADDIN ZOTERO_ITEM CSL_CITATION {}", "(Orme 1931)")
    _, report = imported(tmp_path, docx(tmp_path / "a.docx", HEAD + p("It ebbs ", dead, ".")))
    assert "Of 1 live citations 1 are in it, or told as dead." in report


def test_the_words_of_a_page_are_those_that_its_readers_see():
    page = (
        "<html><head><title>No text</title><style>p{}</style></head><body><!-- by the author -->"
        "<p>One <em>two</em> th<b>ree</b>.<script>x()</script><a href='#n1'><sup>1</sup></a></p>"
        "<p>Four<br>five</p></body>"
    )
    found = words_of_page(page).words
    assert [each.written for each in found if not each.kind] == "by the author One two three Four five".split()
    assert [each.letters for each in found if "italics" in each.marks] == ["two"]


def test_the_words_of_markdown_are_those_without_its_signs():
    text = (
        "---\ntitle: A Title\nlang: en\n---\n\n# Head {#id .x}\n\n"
        "1. An *it*alic [link](http://a.b/c_(d)) 20[th]{.super}\n\n"
        "::: {.note}\nIn it.^[A note @key2020, 4.]\n:::\n\n[^1]: Below &amp; so <b>bold</b>.\n"
    )
    said = [each.written for each in words_of_markdown(text).words]
    assert said == "A Title Head An italic link 20th In it A note 4 Below so bold".split()


# --- styles as the editor says ------------------------------------------------------------------------------


def test_the_table_of_styles_is_written_beside_the_import_and_read_again_as_the_editor_has_it(tmp_path):
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Display 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Extract"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="Draft: note"/></w:style>'
        '<w:style w:type="character" w:styleId="d"><w:name w:val="Ship"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = p("The *Tide*", style="a") + p("So ", t("Heron", '<w:rStyle w:val="d"/>'), ".") + p("Quoted.", style="b")
    file = docx(tmp_path / "a.docx", HEAD + body + p("Not this.", style="c"), styles=styles)
    _, report = imported(tmp_path, file)
    table = (tmp_path / "project/manuscript/import-styles.yaml").read_text(encoding="utf-8")
    assert "  Display 1: text  # 1 paragraph\n" in table
    assert "  Extract: quotation  # 1 paragraph, by its name\n" in table
    assert '  "Draft: note": text  # 1 paragraph\n' in table
    assert "words:\n  Ship: bold  # 1 run\n" in table
    assert 'the style "Extract", 1 paragraph: taken for quotation, by its name (see import-styles.yaml)' in report
    said = table.replace("Display 1: text", "Display 1: heading 2").replace("Extract: quotation", "Extract: verse")
    said = said.replace('note": text', 'note": left out').replace("Ship: bold", "Ship: italics")
    (tmp_path / "said.yaml").write_text(said, encoding="utf-8")
    again = Imported(tmp_path / "again")
    assert again.accept(file, styles=tmp_path / "said.yaml") == 0
    text = " ".join(again.chapters().split())
    assert "title: The \\*Tide\\* id: the-tide --- So *Heron*. | Quoted." in text
    assert "Not this" not in text
    assert "of a style that is left out:\n\n      Not this." in again.read("manuscript/import-report.md")


def test_an_import_with_a_table_of_styles_beside_it_is_a_manuscript_without_faults(tmp_path, capsys):
    imported(tmp_path, docx(tmp_path / "a.docx", HEAD + p("A lamp.")))
    assert "no warnings" in capsys.readouterr().err


def test_a_line_in_bold_by_itself_is_a_heading_and_signs_alone_are_a_break_and_both_are_told(tmp_path):
    bold = "<w:b/>"
    body = (
        HEAD
        + p("The first day.")
        + p(t("At the landing", bold))
        + p("It rained.")
        + p("* * *")
        + p("It cleared.")
        + p(t("This is a sentence in bold.", bold))
        + "".join(p(t("HAMLET", bold)) + p("Words.") for _ in range(3))
        + p("Two", style="Heading1")
        + p("The end.")
    )
    text, report = imported(tmp_path, docx(tmp_path / "a.docx", body))
    assert "The first day. ## At the landing It rained. *** It cleared. **This is a sentence in bold.**" in text
    assert text.count("**HAMLET**") == 3
    assert ': bold by itself: taken for a heading of level 2: "At the landing" [likely]' in report
    assert 'paragraph 5 (chapters/01-one.md:11): a line of signs alone: taken for a break, "* * *" [sure]' in report
    assert "Guesses that may be wrong, " in report


def test_a_book_of_word_and_zotero_comes_whole_with_every_mark_note_and_citation(tmp_path):
    path = tmp_path / "book.docx"
    made = write_authors_file(path, pages=6).counts
    project = Imported(tmp_path / "project")
    assert project.accept(path) == 0
    book, problems = pipeline.edit(project.project)
    nodes = [each for piece in book.body if piece.chapter for each in walk(piece.chapter.blocks)]
    assert sum(isinstance(each, Note) for each in nodes) == made["notes"]
    assert sum(isinstance(each, Cluster) for each in nodes) == made["citations"]
    assert sum(isinstance(each, Emphasis) for each in nodes) == made["i"]
    assert sum(isinstance(each, SmallCaps) for each in nodes) == made["smallCaps"]
    assert [str(each) for each in problems if each.severity.value == "error"] == []
    report = project.read("manuscript/import-report.md")
    assert "none is in neither" in report
    assert f"Of {made['citations']} live citations {made['citations']} are in it" in report


SAME = (
    "# One\n\nShe read *Pravda* in the **harbour** at H~2~O.^[With a *note*.]\n\n> Quoted at length.\n\n"
    "1. midwives\n2. ladders\n\n| Year | Heads |\n|------|------:|\n| 1903 | 4112 |\n\n# Two\n\nThe ~~last~~ lamp.\n"
)


@pytest.mark.parametrize("suffix", ["docx", "odt", "html", "md"])
def test_of_every_kind_of_file_all_words_notes_and_marks_are_accounted_for(suffix, tmp_path):
    file = tmp_path / "same.md"
    file.write_text(SAME, encoding="utf-8")
    file = file if suffix == "md" else made_by_pandoc(tmp_path, suffix, SAME)
    text, report = imported(tmp_path, file)
    assert "*Pravda* in the **harbour** at H~2~O.^[With a *note*.]" in text
    assert "The ~~last~~ lamp." in text
    assert "none is in neither" in report
    found = re.search(r"Of (\d+) words in italics.* (\d+) are so in the manuscript", report)
    assert suffix == "md" or (found and found[1] == found[2])


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("soffice") or os.environ.get(ASKED)), reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["odt", "docx", "html"])
def test_a_file_that_libreoffice_has_written_is_accounted_for(suffix, tmp_path):
    made = made_by_pandoc(tmp_path, "docx", SAME)
    command = ["soffice", "--headless", "--convert-to", suffix, "--outdir", str(tmp_path / "by"), str(made)]
    # the fonts that the press sets with are no fonts to LibreOffice, which does not start without any
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
    text, report = imported(tmp_path, tmp_path / "by" / f"road.{suffix}")
    assert "*Pravda*" in text
    assert "none is in neither" in report
