"""What programs that keep references write is taken with its marks, names and dates; what is not taken is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Project
from hypothesis import given, settings
from hypothesis import strategies as st

from press import cli
from press.importing.receive import receive
from press.importing.references.export import biblatex, csl_json
from press.importing.references.sift import read_references, sift_references
from press.importing.writing.records import source_record
from press.problem import Faulty


def taken(folder: Path, name: str, text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The records that a file adds to an empty manuscript, as they are read again, and what is told."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    read = read_references(receive(path))
    sifted = sift_references(read.records, {}, name, "sources.yaml", read.made)
    records = yaml.safe_load("".join(map(source_record, sifted.new)) or "[]")
    return records, [each.message for each in (*read.problems, *sifted.problems)]


def bib(folder: Path, fields: str, kind: str = "book") -> dict[str, Any]:
    records, _ = taken(folder, "a.bib", f"@{kind}{{a, author = {{Orme, Nell}}, title = {{Tides}}, {fields}}}")
    return records[0]


WORDS = {
    r"title = {On \emph{Lear} and the 3\textsuperscript{rd} Act}": {"title": "On *Lear* and the 3^rd^ Act"},
    'title = "The Long Quay"': {"title": "The Long Quay"},
    "title = “The Long Quay”": {"title": "The Long Quay"},
    "title = {“Ebb” and ``Flow''}": {"title": "“Ebb” and “Flow”"},
    "title = {A 5 * 4 Grid [sic]}": {"title": r"A 5 \* 4 Grid \[sic\]"},
    "author = {de la Mare, Nell}": {"author": [{"family": "Mare", "given": "Nell", "non-dropping-particle": "de la"}]},
    "title = {Where Is the Quay?}, subtitle = {An Inquiry}": {"title": "Where Is the Quay? An Inquiry"},
    "publisher = {Hay and Sons}": {"publisher": "Hay and Sons"},
    "location = {London and New York}": {"publisher-place": "London and New York"},
    "date = {1931-23}": {"issued": "1931-23"},
    "date = {1931/}": {"issued": "1931/.."},
    "date = {1931~}": {"issued": "1931~"},
    "year = {c. 1931}": {"issued": "c. 1931"},
    "year = {Autumn 1931}": {"issued": "Autumn 1931"},
    "year = {when the war began}": {"issued": {"literal": "when the war began"}},
    "callnumber = {Q 7}": {"call-number": "Q 7"},
}


@pytest.mark.parametrize("fields", WORDS)
def test_bibtex_is_taken_as_its_author_means_it(fields: str, tmp_path: Path) -> None:
    head = "" if fields.startswith(("title", "author")) else "title = {Tides}, "
    name = "" if fields.startswith("author") else "author = {Orme, Nell}, "
    title = "title = {Tides}, " if fields.startswith("author") else ""
    records, told = taken(tmp_path, "a.bib", f"@book{{a, {name}{head}{title}{fields}}}")
    assert {key: records[0][key] for key in WORDS[fields]} == WORDS[fields]
    assert told == []


def test_the_title_of_a_volume_keeps_its_subtitle_and_that_of_the_series_has_none(tmp_path: Path) -> None:
    fields = "booktitle = {Essays}, booksubtitle = {On Ropes}, maintitle = {All Works}, volume = 3"
    record = bib(tmp_path, fields, "inbook")
    assert (record["volume-title"], record["container-title"]) == ("Essays: On Ropes", "All Works")


def test_an_archival_entry_has_its_archive_and_its_shelfmark(tmp_path: Path) -> None:
    fields = "library = {Quay House}, location = {Hull}, shelfmark = {MS 4}, box = {2}, date = {1931-05-02}"
    record = bib(tmp_path, fields, "archival")
    assert record["type"] == "manuscript"
    assert (record["archive"], record["archive-place"], record["archive_location"]) == (
        "Quay House",
        "Hull",
        "MS 4, box 2",
    )


def test_one_bad_entry_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    text = (
        "@book{a, title = {Ebb}, year = 1930}\n@book{b, title = {Flow, year = 1931}\n"
        "@book{c, title = {Slack}, year = 1932}\n@book{d, title = {Neap} ! , year = }\n@book{e, title = {Spring}}\n"
    )
    records, told = taken(tmp_path, "a.bib", text)
    assert [each["id"] for each in records] == ["a", "c", "e"]
    assert [each.split(":")[0] for each in told] == ['"b" cannot be read', '"d" cannot be read']


def test_a_record_of_json_that_is_none_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    records, told = taken(tmp_path, "a.json", json.dumps([{"id": "a", "type": "book", "title": "Ebb"}, "what", 7]))
    assert [each["id"] for each in records] == ["a"]
    assert len(told) == 2


def test_what_is_not_taken_is_told_field_by_field(tmp_path: Path) -> None:
    text = "@book{a, title = {Ebb}, abstract = {Of water.}, nickname = {Wet}, keywords = {sea, salt}}\n"
    _, told = taken(tmp_path, "a.bib", text)
    assert [each.partition(" is")[0] for each in told] == [
        '"abstract" of "a"',
        '"keywords" of "a"',
        '"nickname" of "a"',
    ]
    _, told = taken(
        tmp_path, "a.json", '[{"id": "a", "type": "book", "title": "Ebb", "mood": "low", "author": [{"x": 1}]}]'
    )
    assert any('"mood"' in each for each in told)
    assert any('"author: x"' in each for each in told)


def test_marks_of_csl_are_kept_and_other_signs_are_no_marks(tmp_path: Path) -> None:
    title = '<i>Lear</i> &amp; H<sub>2</sub>O, 3 < 4, a_b_c, [1], <span style="font-variant:small-caps;">bc</span>'
    records, told = taken(tmp_path, "a.json", json.dumps([{"id": "a", "type": "book", "title": title}]))
    assert records[0]["title"].startswith("*Lear* & H~2~O, 3 ")
    assert records[0]["title"].endswith("[bc]{.smallcaps}")
    assert told == []


DATES: dict[str, tuple[Any, Any]] = {
    "empty parts": ({"date-parts": [["1931", "", ""]]}, 1931),
    "an open end": ({"date-parts": [[1931], [0]]}, "1931/.."),
    "a season": ({"date-parts": [[1931]], "season": 3}, "1931-23"),
    "a season as a month": ({"date-parts": [[1931, 13]]}, "1931-21"),
    "circa": ({"date-parts": [[1931]], "circa": True}, "1931~"),
    "words": ({"literal": "Spring 1931"}, "Spring 1931"),
    "other words": ({"literal": "a wet day"}, {"literal": "a wet day"}),
    "raw": ({"raw": "1931-05"}, "1931-05"),
}


@pytest.mark.parametrize("name", DATES)
def test_every_date_of_csl_is_one_of_the_press(name: str, tmp_path: Path) -> None:
    given_, wanted = DATES[name]
    records, told = taken(tmp_path, "a.json", json.dumps([{"id": "a", "type": "book", "title": "T", "issued": given_}]))
    assert str(records[0]["issued"]) == str(wanted)
    assert told == []


def test_zotero_s_extra_becomes_fields_or_stays_line_by_line(tmp_path: Path) -> None:
    note = "Original Date: 1899\nBound in: calf\nCall Number: Q 7\nA remark."
    records, _ = taken(tmp_path, "a.json", json.dumps([{"id": "a", "type": "book", "title": "T", "note": note}]))
    assert (str(records[0]["original-date"]), records[0]["call-number"]) == ("1899", "Q 7")
    assert records[0]["note"] == "Bound in: calf\nA remark."


def test_two_letters_of_one_year_are_two_and_one_book_twice_is_one(tmp_path: Path) -> None:
    letter = {"type": "manuscript", "title": "To Anna", "author": [{"family": "Orme"}]}
    book = {"type": "book", "title": "Tides", "author": [{"family": "Orme"}], "issued": {"date-parts": [[1931]]}}
    days = [{"id": f"l{n}", **letter, "issued": {"date-parts": [[1931, n, 2]]}} for n in (3, 4)]
    text = json.dumps([*days, {"id": "b1", **book}, {"id": "b2", **book, "publisher": "Hay"}])
    records, told = taken(tmp_path, "a.json", text)
    assert [each["id"] for each in records] == ["l3", "l4", "b1"]
    assert told == ['"b2" is there already as "b1": not added']


def test_keys_are_as_people_want_them(tmp_path: Path) -> None:
    work = {
        "type": "book",
        "title": "Tides",
        "author": [{"family": "van Orme", "given": "N."}],
        "issued": {"raw": "1931"},
    }
    ids = [
        {"id": "17", **work},
        {"id": "http://zotero.org/users/1/items/AB12CD34", **work, "title": "Ropes"},
        {"id": "18", **work, "title": "Sails", "citation-key": "sails"},
        {"id": "ørsted", **work, "title": "Nets"},
        {"id": "19", **work, "title": "Piers", "note": "Citation Key: piers1931"},
    ]
    records, told = taken(tmp_path, "a.json", json.dumps(ids))
    assert [each["id"] for each in records] == ["vanorme1931", "vanorme1931b", "sails", "ørsted", "piers1931"]
    assert told == ['2 records are numbered by their program: keys are made of author and year, as "vanorme1931"']


RIS = """TY  - BOOK
ID  - 4
AU  - van Orme, Nell
TI  - Tides
CY  - Hull
PB  - Hay
PY  - 1931///Autumn
N1  - Bound.
XX  - what
ER  -

astray
TY  - JOUR
AU  - Hay, A.
TI  - Ropes
JO  - The Quay
SP  - 4
EP  - 9
ER  -
"""
ENDNOTE = """<?xml version="1.0"?><xml><records><record><rec-number>3</rec-number><foreign-keys><key>3</key>
</foreign-keys><ref-type name="Book">6</ref-type>
<contributors><authors><author><style>Orme, Nell</style></author></authors>
</contributors><titles><title><style>On </style><style face="italic">Lear</style></title></titles>
<call-num>Q 7</call-num>
<dates><year>1931</year></dates><research-notes>mine</research-notes></record></records></xml>"""
WORD = """<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source>
<b:Tag>Orm31</b:Tag><b:SourceType>Book</b:SourceType><b:Author><b:Author><b:NameList><b:Person><b:Last>Orme</b:Last>
<b:First>Nell</b:First></b:Person></b:NameList></b:Author></b:Author><b:Title>Tides</b:Title><b:Year>1931</b:Year>
<b:City>Hull</b:City></b:Source></b:Sources>"""


def test_ris_is_read_with_what_pandoc_leaves_out(tmp_path: Path) -> None:
    (tides, ropes), told = taken(tmp_path, "a.ris", RIS)
    assert tides["author"] == [{"family": "Orme", "given": "Nell", "non-dropping-particle": "van"}]
    assert (tides["id"], tides["publisher-place"], tides["note"]) == ("orme1931", "Hull", "Bound.")
    assert (ropes["container-title"], ropes["page"]) == ("The Quay", "4-9")
    assert any("astray" in each for each in told)
    assert any('"XX"' in each for each in told)


def test_endnote_s_xml_and_word_s_sources_are_read(tmp_path: Path) -> None:
    (orme,), told = taken(tmp_path, "a.xml", ENDNOTE)
    assert (orme["id"], orme["title"], orme["call-number"]) == ("orme1931", "On *Lear*", "Q 7")
    assert any('"research-notes"' in each for each in told)
    (orme,), told = taken(tmp_path, "b.xml", WORD)
    assert (orme["id"], orme["publisher-place"], told) == ("Orm31", "Hull", [])


@pytest.mark.parametrize("text", ["<xml", "<a><b/></a>", '<!DOCTYPE a [<!ENTITY x "y">]><xml><records/></xml>', "[1]"])
def test_a_file_that_is_no_list_of_references_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    with pytest.raises(Faulty):
        taken(tmp_path, "a.xml", text)


# --- there and back ------------------------------------------------------------------------------------------

PLAIN = st.text(st.sampled_from("abcdeXYZ  éł'’.-?!:;,&%#{}[]<>_*^~$@|/\\\"“”0123456789"), min_size=1, max_size=24).map(
    lambda text: " ".join(text.split())
)
MARKED = st.sampled_from(
    ["*Lear* again", "H~2~O", "the 3^rd^ Act", "[nkvd]{.smallcaps}", "[née]{.nocase} Orme", "**so**"]
)
FIELD = st.one_of(PLAIN, MARKED, st.builds("{}: {}".format, MARKED, MARKED))
NAME = st.one_of(
    st.fixed_dictionaries(
        {"family": st.sampled_from(["Orme", "de la Mare", "O’Neil", "Łódź"]), "given": st.just("N.")}
    ),
    st.fixed_dictionaries({"literal": st.sampled_from(["The Harbour Board", "Hay and Sons"])}),
    st.just({"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}),
)
DATE = st.sampled_from(
    ["1931", "1931-05", "1931-05-02", "1931~", "1931/1933", "1931/..", "1931-21", "Spring 1931", "193X", "n.d."]
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["book", "chapter", "manuscript", "article-journal", "interview", "thesis"]),
            "title": FIELD,
        },
        optional={
            "author": st.lists(NAME, min_size=1, max_size=3),
            "editor": st.lists(NAME, min_size=1, max_size=2),
            "issued": DATE,
            "accessed": DATE,
            "publisher": FIELD,
            "container-title": FIELD,
            "archive_location": FIELD,
            "volume": st.integers(1, 40),
            "page": st.sampled_from(["4-9", "xii", "4, 7"]),
            "note": st.sampled_from(["Original: 1899\nCall Number: Q", "two  words", "a {b} 50% \\x"]),
            "abstract": st.just("Of water."),
            "URL": st.just("https://example.org/a_b~c?d=%20&e"),
            "section": st.sampled_from(["printed", "archives"]),
            "cite": st.just("Orme, *Tides*"),
            "sort": st.just("Tides"),
        },
    ),
    min_size=1,
    max_size=6,
)


def even(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: even(each) for key, each in value.items()}
    return [even(each) for each in value] if isinstance(value, list) else str(value)


@settings(max_examples=8)
@given(RECORDS)
def test_what_is_exported_and_imported_again_is_the_same(tmp_path_factory: Any, some: list[dict[str, Any]]) -> None:
    folder = tmp_path_factory.mktemp("export")
    records = [{"id": f"orme{n}", **each} for n, each in enumerate(some)]
    for name, text in (("a.json", csl_json(records)), ("a.bib", biblatex(records, "a.bib"))):
        (folder / name).write_text(text, encoding="utf-8")
        read = read_references(receive(folder / name))
        written = "".join(source_record(record) for record, _ in read.records)
        assert even(yaml.safe_load(written)) == even(records)
        assert read.problems == ()


def test_export_writes_both_files_and_their_import_adds_nothing(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    assert cli.export(tiny.project) == 0
    for suffix in ("json", "bib"):
        capsys.readouterr()
        assert tiny.take(f"dist/tiny-sources.{suffix}", "--into", "manuscript") == 0
        assert "0 records added, 3 there already" in capsys.readouterr().out


def test_what_is_changed_in_the_reference_manager_is_what_comes_back(tmp_path: Path) -> None:
    text = biblatex([{"id": "a", "type": "book", "title": "Ebb and [flow]{.nocase}"}], "a.bib")
    assert taken(tmp_path, "a.bib", text)[0][0]["title"] == "Ebb and [flow]{.nocase}"
    changed = re.sub(r"(\n  title = .*?)Ebb", r"\1Spring", text)
    assert taken(tmp_path, "a.bib", changed)[0][0]["title"] == "Spring and flow"


def test_a_record_that_cannot_be_read_is_not_exported(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    tiny.write("manuscript/sources.yaml", tiny.read("manuscript/sources.yaml") + "- id: z\n  type: book\n  titel: T\n")
    assert cli.export(tiny.project) == 1
    assert "unknown key" in capsys.readouterr().err
    assert not list(tiny.top.glob("dist/*sources*"))
