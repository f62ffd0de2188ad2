"""Marks for indexes: on which words they stand, what is found beside them, what counts, what references say."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TESTS, Project

from press.book import Book
from press.build import edit
from press.editing.points import on_words
from press.indexes.entries import Entry, SubEntry
from press.indexes.index import make_index
from press.indexes.options import PRESETS, IndexOptions
from press.places import Folio, Places
from press.problem import Severity
from press.terms import told
from press.text import Emphasis, Inlines, Mention, Note, Text

BOOK = """title: A Book
language: en-GB
indexes:
{indexes}
documents: [documents/one.md, documents/two.md]
contents:
  body:
    - chapters/one.md
    - chapters/two.md
  back:
    - documents
    - index-of-names
{pieces}
"""
CHAPTER = "---\ntitle: {title}\n---\n{text}\n"
DOCUMENT = "---\nid: {id}\ntitle: A Paper\nkind: note\ntreatment: full\nsource: By hand.\nrights: None.\n---\n{text}\n"
SUBJECTS = "- {id: tolls, heading: tolls}\n- {id: fog, heading: fog}\n"


def book(
    top: Path,
    one: str,
    two: str = "Nothing.",
    papers: tuple[str, str] = ("First.", "Second."),
    *,
    registers: str = "  - {id: subjects, file: subjects.yaml}\n",
    pieces: str = "    - {piece: index, of: subjects}",
    behind: bool = False,
    **files: str,
) -> tuple[Book, list[str]]:
    """A small book of two chapters, the second perhaps `behind` the body, and two documents; and the errors in it."""
    project = Project(top, TESTS / "books" / "tiny").remove("manuscript")
    project.write("manuscript/book.yaml", BOOK.format(indexes=registers, pieces=pieces))
    if behind:
        second = "    - chapters/two.md\n"
        project.mend("manuscript/book.yaml", f"{second}  back:\n", f"  back:\n{second}")
    for name, text in {"subjects": SUBJECTS, "people": QUILL, "sources": "[]\n", **files}.items():
        project.write(f"manuscript/{name}.yaml", text if name != "sources" or text != "[]\n" else "references: []\n")
    project.write("manuscript/chapters/one.md", CHAPTER.format(title="One", text=one))
    project.write("manuscript/chapters/two.md", CHAPTER.format(title="Two", text=two))
    for name, text in zip(("one", "two"), papers, strict=True):
        project.write(f"manuscript/documents/{name}.md", DOCUMENT.format(id=f"paper-{name}", text=text))
    found, problems = edit(project.project)
    return found, [str(problem) for problem in problems if problem.severity is Severity.ERROR]


QUILL = "- {id: quill, name: {family: Quill, given: Ada}, forms: [Ada Quill, Quill]}\n"


def places_of(book: Book) -> Places:
    """Every anchor on a page of its own, two apart, in reading order."""
    anchors = [anchor for each in book.occurrences for anchor in (each.anchor, each.end) if anchor]
    return {anchor: (Folio(2 * n, 2 * n),) for n, anchor in enumerate(anchors, 1)}


def printed(book: Book, piece: str, options: IndexOptions = PRESETS["chicago"], places: Places | None = None) -> str:
    """An index, an entry a line, sub-entries in brackets."""
    groups = make_index(book, places_of(book) if places is None else places, options, piece)
    return "\n".join(shown(each) for group in groups for each in group.entries)


def shown(entry: Entry) -> str:
    line = told(entry.name) + locators(entry)
    line += "".join(f" [{shown_sub(sub)}]" for sub in entry.subentries)
    for word, targets in (("see", entry.see), ("see under", entry.see_under), ("see also", entry.see_also)):
        line += f" {word} {'; '.join(told(name) for name, _ in targets)}" if targets else ""
    return line


def shown_sub(sub: SubEntry) -> str:
    line = sub.label + locators(sub)
    for word, targets in (("see", sub.see), ("see also", sub.see_also)):
        line += f" ({word} {'; '.join(told(name) for name, _ in targets)})" if targets else ""
    return line + "".join(f" [{shown_sub(each)}]" for each in sub.subentries)


def locators(part: Entry | SubEntry) -> str:
    return "".join(f" {each.text}" for each in part.locators)


# --- on which word a mark stands ---------------------------------------------------------------------


def mark(term: str, *inlines: object, edge: str = "") -> Mention:
    return Mention(term, inlines, mark="subject", edge=edge)  # type: ignore[arg-type]


def drawn(inlines: Inlines) -> str:
    """A line in signs, each mark around its words."""
    signs = {Mention: "<{}:{}>", Emphasis: "*{1}*", Note: "^"}
    parts = (
        each.text
        if isinstance(each, Text)
        else signs[type(each)].format(getattr(each, "term", ""), drawn(getattr(each, "inlines", ())))  # type: ignore[index]
        for each in inlines
    )
    return "".join(parts)


NOTE = Note("n", (), None)  # type: ignore[arg-type]
BEGIN, END = {"edge": "begin"}, {"edge": "end"}


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ((Text("boat. "), mark("a"), Text(" Ada went")), "boat. <a:Ada> went"),
        ((Text("boat."), mark("a"), Text(" Ada went")), "<a:boat.> Ada went"),
        ((Text("a boat"), mark("a"), Text(", went")), "a <a:boat>, went"),
        ((Text("boat "), mark("a"), Text("Ada")), "boat <a:Ada>"),
        ((mark("a"), mark("b"), Text(" Ada went")), "<a:<b:Ada>> went"),
        ((Text("The Hall "), mark("a")), "The <a:Hall>"),
        ((Text("it went. "), mark("a", **END), Text(" Then")), "it <a:went.> Then"),
        ((Text("it "), mark("a", **BEGIN), Text(" went.")), "it <a:went.>"),
        ((Text("one "), mark("a", **END), mark("b", **BEGIN), Text(" two")), "one".replace("one", "<a:one> <b:two>")),
        ((Text("He saw "), mark("q", Text("Ada")), Text(" "), mark("a", **END), Text(" go")), "He saw <a:<q:Ada>> go"),
        ((Text("He saw "), mark("a"), Text(" "), mark("q", Text("Ada")), Text(" go")), "He saw <a:<q:Ada>> go"),
        ((Text("a word"), mark("a"), NOTE, Text(" so")), "a <a:word>^ so"),
        ((NOTE, mark("a"), Text(" Ada")), "^ <a:Ada>"),
        ((Emphasis((mark("a"), Text("Ledger"))), Text(" so")), "*<a:Ledger>* so"),
        ((mark("a", mark("b")), Text("Ada so")), "<a:<b:Ada>> so"),
        ((mark("a"),), "<a:>"),
    ],
)
def test_a_mark_without_words_stands_on_the_word_beside_it(line: Inlines, on: str) -> None:
    assert drawn(on_words(line)) == on


# --- what is found beside marks ----------------------------------------------------------------------


def found(book: Book) -> list[tuple[str, str, str]]:
    return [(each.register, each.term, each.form) for each in book.occurrences]


def test_a_name_is_found_in_words_that_are_about_something_and_not_in_those_that_name_it(tmp_path: Path) -> None:
    text = "[Quill’s dues]{subject=tolls} and [Quill Wharf]{place=wharf} and [Quill]{place=none}."
    made, errors = book(
        tmp_path,
        text,
        registers="  - {id: subjects, file: subjects.yaml}\n  - {id: places, file: places.yaml}\n",
        pieces="    - {piece: index, of: [subjects, places]}",
        places="- {id: wharf, heading: Quill Wharf}\n",
    )
    assert errors == []
    assert found(made) == [
        ("subjects", "tolls", "Quill’s dues"),
        ("people", "quill", "Quill"),
        ("places", "wharf", "Quill Wharf"),
    ]


def test_the_longest_form_wins_whatever_register_it_is_of(tmp_path: Path) -> None:
    made, errors = book(
        tmp_path,
        "The Bank of Deal lent to Deal; the bank did not. Fog at sea, and fog on land.",
        registers="  - {id: places, file: places.yaml}\n  - {id: organisations, file: bodies.yaml}\n"
        "  - {id: subjects, file: subjects.yaml}\n",
        pieces="    - {piece: index, of: [subjects, places, organisations]}",
        places="- {id: deal, heading: Deal, forms: [Deal]}\n",
        bodies="- {id: bank, heading: Bank of Deal, forms: [Bank of Deal]}\n",
        subjects="- {id: fog, heading: fog, forms: [fog]}\n",
    )
    assert errors == []
    assert [(term, form) for _, term, form in found(made)] == [
        ("bank", "Bank of Deal"),
        ("deal", "Deal"),
        ("fog", "Fog"),
        ("fog", "fog"),
    ]


def test_a_title_that_a_register_lists_is_found_and_no_name_within_it(tmp_path: Path) -> None:
    source = "references:\n- {id: life, type: book, title: 'The Life of Quill: A Book', author: [{family: Moe}]}\n"
    made, errors = book(
        tmp_path,
        "He read *The Life of Quill* and *A Life of Quill*.^[[@life].]",
        registers="  - {id: works, file: works.yaml}\n",
        pieces="    - {piece: index, of: works}",
        works="- {id: life, forms: [The Life of Quill]}\n",
        sources=source,
    )
    assert errors == []
    assert found(made) == [("works", "life", "The Life of Quill"), ("people", "quill", "Quill")]
    assert printed(made, "index-of-works") == "Life of Quill, The (Moe) 2"


# --- ranges ------------------------------------------------------------------------------------------


def test_ranges_overlap_without_nesting_and_go_from_chapter_to_chapter(tmp_path: Path) -> None:
    made, errors = book(
        tmp_path,
        "[]{subject=tolls .begin} One. []{subject=fog .begin} Two.",
        "Three. []{subject=tolls .end} Four. []{subject=fog .end}",
    )
    assert errors == []
    (tolls, fog) = made.occurrences
    assert (tolls.passed, fog.passed) == (("one", "two"), ("one", "two"))
    folios = {tolls.anchor: 3, fog.anchor: 4, tolls.end: 9, fog.end: 12}
    places = {anchor: (Folio(number, number),) for anchor, number in folios.items()}
    assert printed(made, "index-of-subjects", places=places) == "fog 4–12\ntolls 3–9"


def test_a_range_may_end_behind_the_chapters_and_lets_the_documents_have_their_own(tmp_path: Path) -> None:
    made, errors = book(
        tmp_path,
        "[]{subject=tolls .begin} One. []{subject=tolls sub=late .begin} Two.",
        "Three. []{subject=tolls sub=late .end} Four. []{subject=tolls .end}",
        ("[]{subject=fog .begin} We ask.", "No. []{subject=fog .end}"),
        behind=True,
    )
    assert errors == []
    assert {(each.term, each.sub): each.passed for each in made.occurrences} == {
        ("tolls", ""): ("one", "two"),
        ("tolls", "late"): ("one", "two"),
        ("fog", ""): ("paper-one", "paper-two"),
    }


LEDGER = """- id: tolls
  heading: tolls
  aliases: [dues, {name: winter rates, sub: rates of > in winter}]
  see_also: [fog, "fog > on the bar"]
- {id: fog, heading: fog, aliases: [mist]}
"""


def test_ranges_of_a_heading_its_sub_entries_and_another_overlap_as_they_will(tmp_path: Path) -> None:
    made, errors = book(
        tmp_path,
        '[]{subject=tolls .begin} One. []{subject=tolls sub="rates of" .begin} Two. []{subject=fog .begin} Three.'
        ' []{subject=tolls .end} [Four]{subject=fog sub="on the bar"}.',
        '[Five]{subject=tolls}. []{subject=tolls sub="rates of > in winter" .begin} Six. []{subject=fog .end} Seven.'
        ' []{subject=tolls sub="rates of" .end} Eight. []{subject=tolls sub="rates of > in winter" .end}',
        subjects=LEDGER,
    )
    assert errors == []
    at = {each.anchor: n for n, each in enumerate(made.occurrences, 1)}
    ends = {each.end: n for n, each in zip((4, 9, 8, 0, 0, 10), made.occurrences, strict=True) if each.end}
    places = {anchor: (Folio(number, number),) for anchor, number in {**at, **ends}.items()}
    assert printed(made, "index-of-subjects", places=places).splitlines() == [
        "dues see tolls",
        "fog 3–8 [on the bar 4]",
        "mist see fog",
        "tolls 1–4 [rates of 2–9 [in winter 6–10]] see also fog; fog: on the bar",
        "winter rates see under tolls",
    ]


def test_a_range_over_two_numberings_is_given_in_both(tmp_path: Path) -> None:
    made, _ = book(tmp_path, "[]{subject=tolls .begin} One. []{subject=tolls .end} [Fog]{subject=fog}.")
    tolls, fog = made.occurrences
    places = {
        tolls.anchor: (Folio(5, 5, True),),
        fog.anchor: (Folio(6, 6, True), Folio(7, 1)),
        tolls.end: (Folio(8, 2),),
    }
    assert printed(made, "index-of-subjects", places=places).splitlines()[1] == "tolls v–vi 1–2"


def test_a_range_over_documents_given_by_number_names_each_of_them(tmp_path: Path) -> None:
    papers = ("[]{subject=tolls .begin} We ask.", "You may not. []{subject=tolls .end}")
    made, errors = book(
        tmp_path,
        "[](#paper-one), [](#paper-two).",
        papers=papers,
        registers="  - {id: subjects, file: subjects.yaml, documents: number}\n",
        subjects="- {id: tolls, heading: tolls}\n",
    )
    assert errors == []
    assert printed(made, "index-of-subjects") == "tolls Doc. 1 Doc. 2"


def test_no_range_goes_from_the_chapters_into_the_documents(tmp_path: Path) -> None:
    _, errors = book(tmp_path, "[]{subject=tolls .begin} One.", papers=("[]{subject=tolls .end} We ask.", "No."))
    assert [error.partition("error: ")[2].partition("\n")[0] for error in errors] == [
        'the range of "tolls" is begun and never ended [index-range]',
        'the range of "tolls" is ended and was never begun [index-range]',
    ]


# --- what counts -------------------------------------------------------------------------------------

EVERYWHERE = """## A heading on [tolls]{subject=tolls}

In the text [tolls]{subject=tolls},^[In a note [tolls]{subject=tolls}. See [@x] on [the dues]{subject=tolls}.]

> and in a quotation [tolls]{subject=tolls}."""


@pytest.mark.parametrize(
    ("says", "pages"),
    [
        ("", "2 4 6n1 8n1 10 12"),
        ("in_notes: none", "2 4 10 12"),
        ("quotations: no", "2 4 6n1 8n1 12"),
        ("documents: none", "2 4 6n1 8n1 10"),
        ("documents: number", "2 4 6n1 8n1 10 Doc. 1"),
    ],
)
def test_a_register_says_what_counts_in_its_index(tmp_path: Path, says: str, pages: str) -> None:
    made, errors = book(
        tmp_path,
        EVERYWHERE,
        papers=("We ask for [tolls]{subject=tolls}.", "No."),
        registers=f"  - {{id: subjects, file: subjects.yaml{', ' * bool(says)}{says}}}\n",
        sources="references:\n- {id: x, type: book, title: A Book}\n",
    )
    assert errors == []
    assert printed(made, "index-of-subjects") == f"tolls {pages}"


# --- headings and references -------------------------------------------------------------------------

LEADING = """- id: tolls
  heading: tolls
  aliases: [dues, {name: sea dues, sub: at sea}, {name: winter dues, sub: at sea > in winter}]
  see_also: [fog, person=quill, "fog > thick"]
- {id: fog, heading: fog, see_also: [tolls, place=deal]}
- {id: lamps, heading: lamps, aliases: [lights]}
"""


def test_references_lead_to_headings_and_sub_entries_of_this_index_and_of_others(tmp_path: Path) -> None:
    made, errors = book(
        tmp_path,
        'Ada Quill. [A]{subject=tolls}, [b]{subject=tolls sub="at sea"}, [c]{subject=tolls sub="at sea > in winter"}, '
        '[d]{subject=fog sub="thick"} at Deal.',
        registers="  - {id: subjects, file: subjects.yaml}\n  - {id: places, file: places.yaml, title: Where}\n",
        pieces="    - {piece: index, of: subjects}\n    - {piece: index, of: places}",
        places="- {id: deal, heading: Deal, forms: [Deal]}\n",
        subjects=LEADING,
    )
    assert errors == []
    assert printed(made, "index-of-subjects").splitlines() == [
        "dues see tolls",
        "fog [thick 10] see also Deal (Where); tolls",
        "sea dues see under tolls",
        "tolls 4 [at sea 6 [in winter 8]] see also fog; fog: thick; Quill, Ada",
        "winter dues see under tolls",
    ], "what is never marked has no entry, and nothing leads to it"


def test_passages_stand_in_the_order_of_their_list_and_by_number(tmp_path: Path) -> None:
    made, _ = book(
        tmp_path,
        '[]{passage=psalms sub="107:23"}a []{passage=psalms sub="9:10"}b []{passage=genesis sub="11:4"}c '
        '[]{passage=psalms sub="9:2"}d []{passage=genesis sub="1:2"}e',
        registers="  - {id: passages, file: passages.yaml}\n",
        pieces="    - {piece: index, of: passages}",
        passages="- {id: genesis, heading: Genesis}\n- {id: psalms, heading: Psalms}\n",
    )
    assert printed(made, "index-of-passages").splitlines() == [
        "Genesis [1:2 10] [11:4 6]",
        "Psalms [9:2 8] [9:10 4] [107:23 2]",
    ]


def test_the_first_lines_of_verse_list_themselves_once_each(tmp_path: Path) -> None:
    verse = "| The tide is out,\n|   and still he waits.\n\n"
    made, errors = book(
        tmp_path,
        f"{verse}Again:\n\n{verse}> | “Who calls?”\n> | No one.",
        registers="  - {id: first-lines}\n",
        pieces="    - {piece: index, of: first-lines}",
    )
    assert errors == []
    assert printed(made, "index-of-first-lines").splitlines() == ["The tide is out 2 4", "“Who calls?” 6"]


def test_a_form_of_another_heading_counts_under_the_sub_entry_that_this_refers_to(tmp_path: Path) -> None:
    made, errors = book(
        tmp_path,
        "Of [dues]{subject=tolls} and winter dues.",
        subjects="- id: tolls\n  heading: tolls\n"
        "  aliases: [{name: winter dues, sub: in winter, forms: [winter dues]}]\n",
    )
    assert errors == []
    assert printed(made, "index-of-subjects").splitlines() == ["tolls 2 [in winter 4]", "winter dues see under tolls"]


def test_a_mark_where_no_index_looks_is_not_enough(tmp_path: Path) -> None:
    text = "---\ntitle: Names\n---\nWords before on [tolls]{subject=tolls}.\n"
    project = Project(tmp_path, TESTS / "books" / "tiny").remove("manuscript")
    book(tmp_path, "[Fog]{subject=fog}.", pieces="    - {piece: index, of: subjects, headnote: back/words.md}")
    project.write("manuscript/back/words.md", text)
    _, problems = edit(project.project)
    assert [problem.message for problem in problems if problem.rule.name == "heading-never-marked"] == [
        'subject "tolls" is never marked'
    ]


def test_what_is_marked_for_an_index_alone_is_told_where_none_looks(tmp_path: Path) -> None:
    pieces = "    - glossary.md\n    - {piece: index, of: subjects}"
    project = Project(tmp_path, TESTS / "books" / "tiny").remove("manuscript")
    registers = "  - {id: subjects, file: subjects.yaml}\n"
    project.write("manuscript/book.yaml", BOOK.format(indexes=registers, pieces=pieces))
    for name, text in {"subjects": SUBJECTS, "people": QUILL, "sources": "references: []\n"}.items():
        project.write(f"manuscript/{name}.yaml", text)
    for name in ("one", "two"):
        project.write(f"manuscript/chapters/{name}.md", CHAPTER.format(title=name, text="Quill. []{subject=fog}"))
        project.write(
            f"manuscript/documents/{name}.md", DOCUMENT.format(id=f"paper-{name}", text="[It]{subject=tolls}.")
        )
    terms = "staithe\n: A [stage]{subject=tolls}.\n\ntoll\n: A fee.[]{subject=tolls} [Quill]{person=quill}.\n"
    project.write("manuscript/glossary.md", f"---\nkind: glossary\n---\n{terms}")
    told_of = [str(each.origin) for each in edit(project.project)[1] if each.rule.name == "index-mark"]
    assert told_of == ["manuscript/glossary.md:5", "manuscript/glossary.md:8"]


def test_what_a_mark_says_may_go_over_the_end_of_a_line(tmp_path: Path) -> None:
    made, errors = book(tmp_path, 'He [paid]{subject=tolls sub="at sea > in\nwinter" .principal} and went on.')
    assert errors == []
    assert [(each.sub, each.principal) for each in made.occurrences] == [("at sea > in winter", True)]
