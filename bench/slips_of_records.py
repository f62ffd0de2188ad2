"""The kinds of slips in records: keys, ids, dates, titles, the YAML itself; and files that are no text at all."""

from __future__ import annotations

from bench.slips import SlipKind, change, rewrite

BOOK = r"book\.yaml"
PEOPLE = r"people\.yaml"
SOURCES = r"sources\.yaml"
EVENTS = r"events\.yaml"
DOCUMENTS = r"documents/.*\.md"
CHAPTERS = r"chapters/.*\.md"
ISSUED = r"^  issued: .*$"
TITLE = r"^  title: .*$"


def _of_record(name: str, pattern: str, by: str, files: str, right: str = "") -> SlipKind:
    return change("records", name, pattern, by, files=files, right=right, how="record")


def _anywhere(name: str, pattern: str, by: str, files: str) -> SlipKind:
    return change("records", name, pattern, by, files=files, how="anywhere")


KEYS = (
    _of_record("key of a source misspelled", r"^  author:", "  autor:", SOURCES),
    _of_record(
        "key of a source that CSL has not", r"^  section: (\w+)$", r"  section: \1\n  publsher: Wherry", SOURCES
    ),
    _of_record("key of a source in capitals", r"^  title:", "  Title:", SOURCES),
    _of_record("key of a person misspelled", r"^  forms:", "  form:", PEOPLE),
    _of_record("key of the book misspelled", r"^subtitle:", "subtitel:", BOOK),
    _of_record("key of an event misspelled", r"^  text:", "  txt:", EVENTS),
    _of_record("key of a document misspelled", r"^rights:", "right:", DOCUMENTS),
    _of_record("key of a chapter misspelled", r"^title:", "titel:", CHAPTERS),
    _of_record("key twice", r"^language: (.*)$", r"language: \1\nlanguage: \1", BOOK),
    _anywhere("id of a source misspelled", r"^- id: ([\w-]+)$", r"- id: \1q", SOURCES),
    _anywhere("id of a chapter misspelled", r"^id: (<target>)$", r"id: \1q", CHAPTERS),
    _of_record("id with a blank", r"^- id: ([\w-]+)$", r"- id: \1 x", SOURCES),
    _of_record(
        "id twice", r"^- id: ([\w-]+)$", r"- {id: \1, section: none, type: book, title: Again}\n\n- id: \1", SOURCES
    ),
    _of_record("section that is none", r"^  section: \w+$", "  section: prnted", SOURCES),
    _of_record("type that is none", r"^  type: .*$", "  type: bok", SOURCES),
    _of_record("author as words", r"^  author: \[.*$", "  author: Ruth Pelham", SOURCES),
    _of_record("name of an author misspelled", r"\{family: ", "{famly: ", SOURCES),
    _of_record("piece misspelled", r"^    - title-page$", "    - titel-page", BOOK),
    _anywhere("chapter left out of the contents", r"^    - chapters/.*\n", "", BOOK),
    _of_record("file that is not there", r"^    - chapters/(.*)\.md$", r"    - chapters/\1s.md", BOOK),
    _of_record("chapter twice", r"^    - (chapters/.*\.md)$", r"    - \1\n    - \1", BOOK),
    _of_record("style that is none", r"^style: .*$", "style: clasic", BOOK),
    _of_record("citation style that is none", r"^style: (.*)$", r"style: \1\ncitations: chigaco", BOOK),
    _of_record("language by its name", r"^language: .*$", "language: english", BOOK),
    _of_record("another language than the text’s", r"^language: .*$", "language: de", BOOK),
    _of_record("slug that leads away", r"^title: (.*)$", r"title: \1\nslug: ../away", BOOK),
    _of_record("slug with blanks", r"^title: (.*)$", r"title: \1\nslug: The Book", BOOK),
    _of_record("ISBN with a wrong figure", r"^style: (.*)$", r"style: \1\nisbn: 978-0-00-000001-2", BOOK),
    _of_record("trim without units", r"^style: (.*)$", r"style: \1\ntrim: 5.5 8.5", BOOK),
    _of_record("signature that is none", r"^style: (.*)$", r"style: \1\nsignature: 12", BOOK),
    _of_record("year with a figure too many", r"^year: (\d+)$", r"year: \g<1>6", BOOK),
    _of_record("document of no kind", r"^kind: .*$", "kind: leter", DOCUMENTS),
    _of_record("treatment that is none", r"^treatment: .*$", "treatment: whole", DOCUMENTS),
    _of_record("sender who is unknown", r"^treatment: (.*)$", r"treatment: \1\nfrom: [nobody]", DOCUMENTS),
    _of_record("event that sees nothing", r"^  see: .*$", "  see: nowhere", EVENTS),
    _of_record("person who sees nobody", r"^  forms: (.*)$", r"  forms: \1\n  see_also: [nobody]", PEOPLE),
    _anywhere(
        "form that two persons have", r"^(- id: (?!<person>$).*\n(?:  .*\n)*?  forms: \[)", r"\1<name>, ", PEOPLE
    ),
    _of_record("language of a person by its name", r"^  lang: .*$", "  lang: russian", PEOPLE),
    _of_record("death before birth", r"^  died: (\d+)$", r"  born: 1999\n  died: \1", PEOPLE),
    _of_record("name as words of two", r"^  name: \{.*\}$", "  name: [Ada, Quill]", PEOPLE),
    _of_record("alias of no kind", r"kind: (cover|code|birth|pen|married|title|spelling)", "kind: alias", PEOPLE),
)

DATES = (
    _of_record("thirteenth month", ISSUED, '  issued: "1937-13"', SOURCES),
    _of_record("thirtieth of February", ISSUED, '  issued: "1937-02-30"', SOURCES),
    _of_record("date in the American manner", ISSUED, "  issued: 10/2/1937", SOURCES, "10/2/1937"),
    _of_record("month without its nought", ISSUED, "  issued: 1937-2", SOURCES),
    _of_record("year of five figures", ISSUED, "  issued: 19371", SOURCES),
    _of_record("letter O for a nought", ISSUED, "  issued: 194O", SOURCES),
    _of_record("thirteenth month of an event", r"^- date: (\d{4}).*$", r"- date: \1-13", EVENTS),
    _of_record("thirtieth of February of an event", r"^- date: (\d{4}).*$", r"- date: \1-02-30", EVENTS),
    _anywhere("event out of its order", r"^- date: \d{4}.*$(?=[\s\S]*^- date)", "- date: 2066", EVENTS),
    _of_record("thirteenth month of a document", r"^date: (\d{4}).*$", r"date: \1-13", DOCUMENTS),
    _of_record("thirtieth of February of a document", r"^date: (\d{4}).*$", r"date: \1-02-30", DOCUMENTS),
    _of_record("date of a document in words", r"^date: .*$", "date: May 1937", DOCUMENTS),
)

TITLES = (
    _of_record("number sign in a title", TITLE, "  title: The Tide # A History", SOURCES),
    _of_record("colon in a title", TITLE, "  title: The Tide: A History", SOURCES, "The Tide: A History"),
    _of_record("code in a title", TITLE, "  title: The Tide of `Saltmarsh`", SOURCES),
    _of_record("formula in a title", TITLE, "  title: The Tide of $x^2$", SOURCES),
    _of_record("asterisk in a title", TITLE, "  title: The Tide of *Saltmarsh", SOURCES),
    _of_record("apostrophe that opens a title", TITLE, "  title: 'Tis the Tide", SOURCES),
    _of_record("quotation that opens a title", TITLE, '  title: "The Tide" at Saltmarsh', SOURCES),
    _of_record("bracket that opens a title", TITLE, "  title: [The Tide", SOURCES),
    _of_record("at sign that opens a title", TITLE, "  title: @The Tide", SOURCES),
    _of_record("script in a title", TITLE, "  title: The [Tide](javascript:alert(1))", SOURCES),
    _of_record("HTML in a title", TITLE, "  title: The <script>Tide</script>", SOURCES),
    _of_record("title of a chapter with a colon", r"^title: .*$", "title: The Tide: A History", CHAPTERS),
    _of_record("title of a chapter with a number sign", r"^title: (.*)$", "title: The Tide # first", CHAPTERS),
    _of_record("title of a chapter unclosed", r"^title: .*$", "title: The *Tide", CHAPTERS),
    _of_record("title of a chapter left empty", r"^title: .*$", "title:", CHAPTERS),
    _of_record("apostrophe in a gloss", r"^  gloss: .*$", "  gloss: 'keeper of the ferry", PEOPLE),
    _of_record("mojibake in a bio", r"^  bio: .*$", "  bio: He kept the cafÃ© by the sea.", PEOPLE),
    _of_record("doubled word in a bio", r"^  bio: .*$", "  bio: He kept the the ferry by the sea.", PEOPLE),
    _of_record("to do in a bio", r"^  bio: .*$", "  bio: He kept the ferry TODO check.", PEOPLE),
    _of_record("hyphen in a bio", r"^  bio: .*$", "  bio: He kept the ferry in 1914-1918.", PEOPLE),
    _of_record("ligature in a title", TITLE, "  title: The \ufb01rst Tide", SOURCES, "The first Tide"),
    _of_record("mojibake in a title", TITLE, "  title: The CafÃ© by the Tide", SOURCES),
    _of_record("blank before a comma in an event", r"^  text: .*$", "  text: The ferry , late as ever, comes.", EVENTS),
    _of_record("two stops in an event", r"^  text: .*$", "  text: The ferry comes..", EVENTS),
    _of_record("asterisk in an event", r"^  text: .*$", "  text: The *ferry comes.", EVENTS),
)

YAML = (
    _of_record("tab for blanks", r"^  type:", "\ttype:", SOURCES),
    _of_record("blank too few", r"^  type:", " type:", SOURCES),
    _of_record("no blank behind a colon", r"^  type: (.*)$", r"  type:\1", SOURCES),
    _of_record("bracket unclosed", r"^  author: \[(.*)\]$", r"  author: [\1", SOURCES),
    _of_record("quotation unclosed", TITLE, '  title: "The Tide', SOURCES),
    _of_record("list where a word is asked for", r"^publisher: (.*)$", "publisher: [A, B]", BOOK),
    _of_record("header never closed", r"\A---\n((?:.+\n)+?)---\n", r"---\n\1", CHAPTERS),
    _of_record("header left out", r"\A---\n(?:.+\n)+?---\n", "", CHAPTERS),
    _of_record("header with a blank line before it", r"\A---\n", "\n---\n", CHAPTERS),
)

FILES = (
    rewrite("files", "word processor’s file", CHAPTERS, lambda old: b"PK\x03\x04\x14\x00\x06\x00" + old[:200], "PK…"),
    rewrite("files", "Latin-1", CHAPTERS, lambda old: old.replace(b"e ", b"\xe9 ", 1), "\\xe9"),
    rewrite("files", "UTF-16", CHAPTERS, lambda old: old.decode().encode("utf-16"), "\\xff\\xfe…"),
    rewrite("files", "nothing in it", CHAPTERS, lambda old: b"", "(nothing)"),
    rewrite(
        "files", "header alone", CHAPTERS, lambda old: b"\n---\n".join(old.split(b"\n---\n")[:1]) + b"\n---\n", "---"
    ),
    rewrite("files", "a nought among its letters", CHAPTERS, lambda old: old.replace(b"the", b"t\x00he", 1), "\\x00"),
    rewrite("files", "no records in it", PEOPLE, lambda old: b"", "(nothing)"),
    rewrite("files", "HTML", CHAPTERS, lambda old: b"<!DOCTYPE html><html><body><p>Tide.</p></body></html>", "<html>"),
    rewrite("files", "rich text", CHAPTERS, lambda old: b"{\\rtf1\\ansi The tide.}", "{\\rtf1"),
    rewrite(
        "files",
        "marks of a merge",
        CHAPTERS,
        lambda old: old + b"\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> x\n",
        "<<<<<<<",
    ),
)

SLIPS_OF_RECORDS = (*KEYS, *DATES, *TITLES, *YAML, *FILES)
