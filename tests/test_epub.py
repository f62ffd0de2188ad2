"""The book as an EPUB: valid, the same every time, every link and note in its place, named and described."""

from __future__ import annotations

import io
import json
import posixpath
import re
import shutil
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import TINY, TOP, Project, desk_at
from PIL import Image

from press import cli
from press.cli.validation import check_epub, read_messages
from press.cli.validators import EPUBCHECK, install
from press.importing.begin_folder import STARTER
from press.importing.names.full_names import sure_name
from press.problem import Faulty
from press.screen_editions import export_epub

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"


class Epub:
    """An EPUB unpacked: its files in order, and those of the text parsed."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.infos = archive.infolist()
            self.files = {info.filename: archive.read(info) for info in self.infos}
        pages = [name for name in self.files if name.endswith(".xhtml")]
        self.pages = {name: ElementTree.fromstring(self.files[name]) for name in pages}
        self.package = ElementTree.fromstring(self.files["EPUB/content.opf"])
        self.ids = {name: {each.get("id") for each in page.iter()} for name, page in self.pages.items()}

    def typed(self, kind: str) -> list[tuple[str, ElementTree.Element]]:
        """The elements of an `epub:type`, each with its file."""
        return [(n, e) for n, page in self.pages.items() for e in page.iter() if e.get(f"{OPS}type") == kind]


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


OF_STARTER = pytest.param(STARTER, id="starter", marks=pytest.mark.slow)


@pytest.fixture(scope="module", params=[pytest.param(TINY / "manuscript", id="tiny"), OF_STARTER])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The EPUB of a book."""
    top = tmp_path_factory.mktemp("epub")
    # a store of its own: where another test has set the book, its pages would be known, and stand in the index
    project = replace(desk_at(top, request.param), styles=TOP / "styles", cache=top / ".cache")
    return export_epub(project)


@pytest.fixture(scope="module")
def epub(made: Path) -> Epub:
    return Epub(made.read_bytes())


def test_the_archive_begins_as_a_reading_system_expects(epub: Epub) -> None:
    assert epub.infos[0].filename == "mimetype"
    assert epub.infos[0].compress_type == zipfile.ZIP_STORED
    assert epub.files["mimetype"] == b"application/epub+zip"


def test_every_link_leads_to_a_place_in_a_file_of_the_book(epub: Epub) -> None:
    inward = 0
    for name, page in epub.pages.items():
        for link in page.iter(f"{XHTML}a"):
            href = link.get("href", "")
            if href.startswith(("http:", "https:", "mailto:")):
                continue
            file, _, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
            assert target in epub.pages, href
            assert not anchor or anchor in epub.ids[target], href
            inward += 1
    assert inward > 60


def test_every_call_has_its_note_and_every_note_its_way_back(epub: Epub) -> None:
    calls = epub.typed("noteref")
    notes = {note.get("id"): (name, note) for name, note in epub.typed("footnote")}
    assert len(calls) == len(notes) > 10
    for name, call in calls:
        home, note = notes[call.get("href", "").partition("#")[2]]
        assert home == name
        assert call.get("role") == "doc-noteref"
        assert note.get("role") == "doc-footnote"
        back = [each for each in note.iter(f"{XHTML}a") if each.get("role") == "doc-backlink"]
        assert [each.get("href", "").partition("#")[2] for each in back] == [call.get("id")]


def test_each_file_is_named_after_its_heading_and_stands_in_the_navigation(epub: Epub) -> None:
    (toc,) = (each for each in epub.pages["EPUB/nav.xhtml"].iter(f"{XHTML}nav") if each.get(f"{OPS}type") == "toc")
    listed = [words(each) for each in toc.iterfind(f"{XHTML}ol/{XHTML}li/{XHTML}a")]
    chapters = [page for name, page in epub.pages.items() if "/ch" in name]
    assert listed == [words(next(page.iter(f"{XHTML}h1"))) for page in chapters]
    for name, page in epub.pages.items():
        title = words(next(page.iter(f"{XHTML}title")))
        headings = [words(each) for each in page.iter(f"{XHTML}h1")]
        if name in ("EPUB/nav.xhtml", "EPUB/text/cover.xhtml", "EPUB/text/title_page.xhtml"):
            headings = ["Contents" if name == "EPUB/nav.xhtml" else words(next(epub.package.iter(f"{DC}title")))]
        assert title == headings[0]
        assert page.get("lang") == "en-GB"


def test_the_number_of_a_note_is_no_word_of_the_title_that_calls_it(tiny: Project) -> None:
    chapter = "manuscript/chapters/02-the-crossing.md"
    tiny.write(chapter, tiny.read(chapter).replace("title: The Crossing", "title: The Crossing^[Of 1911.]"))
    epub = Epub(export_epub(tiny.project).read_bytes())
    (page,) = (page for page in epub.pages.values() if "Crossing" in words(next(page.iter(f"{XHTML}title"))))
    assert words(next(page.iter(f"{XHTML}title"))) == "2 The Crossing"
    assert words(next(page.iter(f"{XHTML}h1"))) == "2 The Crossing1"
    for name in ("EPUB/nav.xhtml", "EPUB/toc.ncx"):
        assert "The Crossing<" in epub.files[name].decode()
    assert not any("\ue000" in content.decode() for name, content in epub.files.items() if name.endswith("html"))


def test_the_package_says_what_the_title_page_says(epub: Epub) -> None:
    told = {tag: [words(each) for each in epub.package.iter(f"{DC}{tag}")] for tag in ("title", "creator", "language")}
    title = words(epub.pages["EPUB/text/title_page.xhtml"])
    assert len(told["title"]) == 2
    assert all(each in title for each in told["title"] + told["creator"])
    assert told["language"] == ["en-GB"]
    (identifier,) = (words(each) for each in epub.package.iter(f"{DC}identifier"))
    assert identifier.startswith(("urn:isbn:978", "urn:uuid:"))
    media = {item.get("media-type") for item in epub.package.iter(f"{OPF}item")}
    assert "image/svg+xml" in media
    (cover,) = (item for item in epub.package.iter(f"{OPF}item") if item.get("properties") == "cover-image")
    assert epub.files[f"EPUB/{cover.get('href')}"].startswith(b"\x89PNG")


def test_the_index_leads_into_the_chapters_and_the_notes(epub: Epub) -> None:
    index = epub.pages[next(name for name, ids in epub.ids.items() if "index-of-names" in ids)]
    led = {link.get("href", "").partition("#")[0] for link in index.iter(f"{XHTML}a") if link.get("class") == "locator"}
    assert len(led) >= 2
    assert all(file.startswith("ch") for file in led)


@pytest.mark.slow
def test_the_same_book_gives_the_same_epub(tiny: Project) -> None:
    first = export_epub(tiny.project).read_bytes()
    assert export_epub(tiny.project).read_bytes() == first
    assert {info.date_time[:3] for info in Epub(first).infos} == {(2024, 1, 1)}


@pytest.mark.slow
def test_a_year_that_no_archive_can_say_is_no_hindrance(tiny: Project) -> None:
    tiny.mend("manuscript/book.yaml", "year: 2024", "year: 1611")
    epub = Epub(export_epub(tiny.project).read_bytes())
    assert [words(each) for each in epub.package.iter(f"{DC}date")] == ["1611"]


@pytest.mark.slow
@pytest.mark.skipif(
    not (EPUBCHECK.jars(TOP / ".cache").is_dir() and shutil.which("java")), reason="./go epub --check --install"
)
def test_the_validator_of_the_w3c_finds_nothing(made: Path) -> None:
    assert check_epub("the EPUB", made, TOP / ".cache") == ()


@pytest.mark.slow
def test_what_the_validator_lacks_is_one_line_and_the_epub_is_made(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(install: bool = False) -> str:
        assert cli.epub(tiny.project, check=True, install=install) == 1
        return capsys.readouterr().err.splitlines()[0]

    assert said() == f"epubcheck: error: {EPUBCHECK} is not installed [no-validator]"
    assert (tiny.top / "dist/tiny.epub").is_file()
    monkeypatch.setenv("PATH", "/nowhere")
    assert said(install=True) == "mvn: error: epubcheck is fetched with Maven, and there is none [no-maven]"
    EPUBCHECK.jars(tiny.project.cache).mkdir(parents=True)
    assert said() == "java: error: epubcheck needs Java, and there is none [no-java]"


@pytest.mark.parametrize("maven", ["exit 1", 'for each; do out=$each; done; touch "${out#*=}/epubcheck-5.jar"'])
def test_a_validator_is_fetched_whole_or_not_at_all(
    maven: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin/mvn"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{maven}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    cache, fails = tmp_path / "cache", maven == "exit 1"
    with pytest.raises(Faulty, match="cannot be fetched") if fails else nullcontext():
        install(EPUBCHECK, cache)
    assert list(cache.iterdir()) == ([] if fails else [EPUBCHECK.jars(cache)])


def test_a_fault_that_the_validator_finds_is_told_with_its_file_and_line() -> None:
    fault = {"ID": "RSC-012", "severity": "ERROR", "message": "Fragment identifier is not defined."}
    fault |= {"locations": [{"path": "EPUB/text/ch003.xhtml", "line": 15}]}
    advice = {"ID": "ACC-009", "severity": "USAGE", "message": "MathML has no alternative.", "locations": []}
    doubt = {"ID": "PKG-010", "severity": "WARNING", "message": "Filename contains spaces.", "locations": []}
    found = read_messages(json.dumps({"messages": [fault, advice, doubt]}), "dist/tiny.epub")
    assert list(map(str, found)) == [
        "dist/tiny.epub: error: fragment identifier is not defined (RSC-012, EPUB/text/ch003.xhtml:15) [epubcheck]",
        "dist/tiny.epub: warning: filename contains spaces (PKG-010) [epubcheck]",
    ]


def test_a_fault_leaves_the_last_good_epub(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.epub(tiny.project) == 0
    before = (tiny.top / "dist/tiny.epub").read_bytes()
    tiny.mend("manuscript/chapters/02-the-crossing.md", "@brandt, 18", "@brant, 18")
    assert cli.epub(tiny.project) == 1
    assert "unknown-source" in capsys.readouterr().err
    assert (tiny.top / "dist/tiny.epub").read_bytes() == before


def told(project: Project) -> str:
    return Epub(export_epub(project.project).read_bytes()).files["EPUB/content.opf"].decode()


def test_what_can_be_read_and_by_whom_is_told_and_conformance_only_by_who_certifies_it(tiny: Project) -> None:
    record = told(tiny)
    for said in (
        *(
            'accessMode">textual<',
            'accessMode">visual<',
            'accessModeSufficient">textual<',
            'accessibilityHazard">none<',
        ),
        *(f'accessibilityFeature">{each}<' for each in ("alternativeText", "index", "readingOrder", "tableOfContents")),
    ):
        assert f'property="schema:{said}' in record
    assert "conformsTo" not in record
    certified = "accessibility: {certifier: Wherry Access, report: https://wherry.example.org/tiny}\nslug: tiny\n"
    tiny.mend("manuscript/book.yaml", "slug: tiny\n", certified)
    record = told(tiny)
    assert "EPUB Accessibility 1.1 - WCAG 2.1 Level AA" in record
    assert 'property="a11y:certifiedBy" refines="#epub-conforms" id="epub-certifier">Wherry Access<' in record
    assert 'rel="a11y:certifierReport" refines="#epub-certifier" href="https://wherry.example.org/tiny"' in record


def test_a_report_on_accessibility_that_is_no_address_is_told(
    tiny: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.mend("manuscript/book.yaml", "slug: tiny\n", "accessibility: {certifier: W., report: tiny.pdf}\nslug: tiny\n")
    assert tiny.check() == 1
    assert '"tiny.pdf" is no address of the web [dead-link]' in capsys.readouterr().err
    tiny.mend("manuscript/book.yaml", "report: tiny.pdf", "report: https://wherry.example.org/tiny")
    tiny.mend("manuscript/book.yaml", "certifier: W.", 'certifier: ""')
    assert tiny.check() == 1
    assert "a certifier without a name [missing-key]" in capsys.readouterr().err
    tiny.mend("manuscript/book.yaml", 'certifier: "", ', "")
    assert tiny.check() == 1
    assert 'missing key "certifier" [missing-key]' in capsys.readouterr().err


def test_the_date_of_change_follows_from_the_content_unless_somebody_sets_it(
    tiny: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed() -> str:
        return re.findall(r'"dcterms:modified">([^<]*)<', told(tiny))[0]

    first = changed()
    assert re.fullmatch(r"2024-01-01T\d\d:\d\d:\d\dZ", first)
    assert changed() == first
    tiny.mend("manuscript/chapters/02-the-crossing.md", "It was lace.", "It was all lace.")
    assert changed() != first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert changed() == "2023-11-14T22:13:20Z"


def test_the_isbn_of_the_printed_book_is_not_that_of_the_epub(tiny: Project) -> None:
    assert "urn:isbn" not in told(tiny)
    tiny.mend(
        "manuscript/book.yaml", "isbn: 978-0-00-000000-2", "isbn: {print: 978-0-00-000000-2, epub: 978-0-00-000002-6}"
    )
    assert '<dc:identifier id="epub-id-1">urn:isbn:9780000000026<' in told(tiny)


def test_titles_are_sorted_without_their_article_and_the_blurb_describes_the_book(tiny: Project) -> None:
    tiny.mend("manuscript/book.yaml", "slug: tiny\n", "slug: tiny\ncover: {blurb: A ferry *and* a tide.}\n")
    record = told(tiny)
    assert 'refines="#epub-title-1" property="file-as">Ferry at Low Water, The<' in record
    assert "<dc:description>A ferry and a tide.</dc:description>" in record


def test_landmarks_lead_to_the_beginning_the_contents_and_what_is_looked_up(epub: Epub) -> None:
    (marks,) = (e for e in epub.pages["EPUB/nav.xhtml"].iter(f"{XHTML}nav") if e.get(f"{OPS}type") == "landmarks")
    kinds = {each.get(f"{OPS}type") for each in marks.iter(f"{XHTML}a")}
    assert {"cover", "titlepage", "toc", "bodymatter", "index", "bibliography", "copyright-page"} <= kinds
    matters = {page.find(f"{XHTML}body").get(f"{OPS}type") for page in epub.pages.values()}  # type: ignore[union-attr]
    assert matters == {"frontmatter", "bodymatter", "backmatter"}
    for page in epub.pages.values():
        for each in page.iter():
            assert each.get("lang") == each.get("{http://www.w3.org/XML/1998/namespace}lang")


def test_notes_that_close_their_chapters_have_a_landmark(epub: Epub) -> None:
    (marks,) = (e for e in epub.pages["EPUB/nav.xhtml"].iter(f"{XHTML}nav") if e.get(f"{OPS}type") == "landmarks")
    (notes,) = (each for each in marks.iter(f"{XHTML}a") if each.get(f"{OPS}type") == "endnotes")
    file, _, anchor = notes.get("href", "").partition("#")
    (heading,) = (each for each in epub.pages[f"EPUB/{file}"].iter() if each.get("id") == anchor)
    assert words(heading) == notes.text == "Notes"


def test_words_in_small_capitals_are_copied_as_they_are_written_and_classes_of_verse_are_kept(epub: Epub) -> None:
    sheet = epub.files["EPUB/styles/text.css"].decode()
    assert "text-transform" not in sheet
    assert "all-small-caps" in sheet
    assert "background: #fff" in sheet  # a drawing is seen by night
    scrolled = [each for page in epub.pages.values() for each in page.iter() if each.get("class") == "scroll"]
    assert scrolled
    assert all((each.get("tabindex"), each.get("role")) == ("0", "group") for each in scrolled)
    assert all(each.get("aria-label") or each.get("aria-labelledby") for each in scrolled)


def test_every_table_scrolls_by_itself_that_of_cover_names_too(epub: Epub) -> None:
    around = {
        table.get("class"): each
        for page in epub.pages.values()
        for each in page.iter()
        for table in each
        if table.tag == f"{XHTML}table"
    }
    assert "cover-names" in around
    assert {each.get("class") for each in around.values()} == {"scroll"}


def test_no_template_of_the_screen_has_a_table_that_does_not_scroll() -> None:
    for path in sorted((TOP / "styles/web").glob("*.j2")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for n, line in enumerate(lines):
            assert not line.startswith("<table") or lines[n - 1].startswith('<div class="scroll"'), (path.name, n + 1)


def test_names_that_can_be_divided_are_sorted_by_the_surname_and_others_stand_as_they_are(tiny: Project) -> None:
    def filed(author: str, editor: str) -> list[str]:
        tiny.small().mend("manuscript/book.yaml", "language:", f"author: {author}\neditor: {editor}\nlanguage:")
        return re.findall(r'refines="#epub-creator-\d" property="file-as">([^<]*)<', told(tiny))

    assert filed("Jane Q. Doe", "R. M. Thwaite") == ["Doe, Jane Q.", "Thwaite, R. M."]
    assert filed("The Editors", "Saltmarsh Historical Society") == []
    # a particle, two surnames, two people, and a degree
    assert filed("Ludwig van Beethoven", "Gabriel García Márquez") == []
    assert filed("Jane Doe and John Roe", "Jane Smith PhD") == []


def test_a_name_in_a_language_that_has_the_surname_first_is_not_divided() -> None:
    assert sure_name("Jane Doe", "en-GB") is not None
    assert sure_name("László Péter", "hu") is None
    assert sure_name("Li Hongzhang", "en") is None


def test_what_is_said_of_accessibility_is_what_the_book_has(tiny: Project) -> None:
    def said(project: Project) -> str:
        (found,) = re.findall(r'schema:accessibilitySummary">([^<]*)<', told(project))
        return found

    assert said(tiny) == (
        "The whole text can be read aloud. Headings, notes, index, and cross-references are links."
        " Every figure is described."
    )
    tiny.small().write("manuscript/chapters/one.md", "---\ntitle: One\n---\nIt went over.\n")
    assert said(tiny) == "The whole text can be read aloud. Headings are links."
    # a style with a sentence of its own says that
    tiny.mend("styles/web/style.yaml", "{links} are links. {figures}", "It is read well.")
    assert said(tiny) == "The whole text can be read aloud. It is read well."


def test_a_picture_is_named_after_what_is_in_it_whatever_its_own_name_says(tiny: Project) -> None:
    """And two of one name in two folders are two."""
    drawn = {kind: io.BytesIO() for kind in ("png", "jpeg")}
    for kind, content in drawn.items():
        Image.new("L", (900, 600), 90).save(content, kind)
    tiny.small().write("manuscript/a/one", drawn["png"].getvalue()).write("manuscript/b/one", drawn["jpeg"].getvalue())
    tiny.write("manuscript/a/two.jpg", drawn["png"].getvalue())
    called = "".join(f'\n\n![]({name}){{alt="A plain grey ground."}}' for name in ("a/one", "b/one", "a/two.jpg"))
    tiny.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\nIt went over.{called}\n")
    epub = Epub(export_epub(tiny.project).read_bytes())
    pictures = {name.rpartition("/")[2]: each for name, each in epub.files.items() if "media/picture" in name}
    assert {name: each[:3] for name, each in pictures.items()} == {
        "picture-001.png": b"\x89PN",
        "picture-002.jpg": b"\xff\xd8\xff",
        "picture-003.png": b"\x89PN",
    }
