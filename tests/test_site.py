"""The web edition: whole, linked across its pages, asking for nothing, searched without a server, put there at once."""

from __future__ import annotations

import json
import posixpath
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import TINY, Project
from test_web import Page, words

from press import build as pipeline
from press import cli
from press.ebook.citing import linked_data, scholarly_tags
from press.ebook.lettering import with_type
from press.ebook.page_breaks import fold
from press.ebook.web_page import web_style
from press.manifest import digest, entries_of, stale_products
from press.problem import Origin, Problem
from press.rules import STALE_PRODUCT
from press.screen_editions import export_epub, export_html, export_site
from press.store import Store
from press.style.read import read_style
from press.words.screen_account import account_for_site

LETTER = "manuscript/documents/01-lantern-letter.md"
LEDGER = "manuscript/chapters/01-the-ledger.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """The tiny book as a web edition. Nobody may change it."""
    project = Project(tmp_path_factory.mktemp("site"))
    return project, export_site(project.project)


@pytest.fixture(scope="module")
def site(made: tuple[Project, Path]) -> dict[str, Page]:
    """Its pages, by their names."""
    return {path.name: Page(path) for path in sorted(made[1].glob("*.html"))}


def test_every_link_of_every_page_leads_to_a_file_and_a_place_in_it(made: tuple[Project, Path], site) -> None:
    inward = 0
    for name, page in site.items():
        assert [anchor for anchor, count in page.ids.items() if count > 1] == []
        for link in page.all("a"):
            href = link.get("href", "")
            if re.match(r"https?:|mailto:", href):
                continue
            file, _, anchor = href.partition("#")
            file = file or name
            assert file in site, href
            assert not anchor or anchor in site[file].ids, href
            inward += 1
    assert inward > 200


def test_the_manifest_has_a_digest_of_the_whole_folder(made: tuple[Project, Path]) -> None:
    project, folder = made
    known = (project.top / "dist/tiny.json").read_bytes()
    (entry,) = (each for each in entries_of(known) if each["kind"] == "site")
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    files.remove("assets/files.json")
    listed = "".join(f"{digest((folder / name).read_bytes())}  {name}\n" for name in files)
    assert entry["folder_sha256"] == digest(listed.encode())
    assert entry["file"] == "tiny-site/index.html"
    there = {entry["file"]: entry["sha256"], "tiny-site/": entry["folder_sha256"]}
    assert list(stale_products(known, there, "dist")) == []
    assert len(list(stale_products(known, {**there, "tiny-site/": digest(b"")}, "dist"))) == 1


def test_a_site_of_which_another_page_was_changed_is_no_longer_told_of(tiny: Project) -> None:
    folder, told = export_site(tiny.project), list[Problem]()
    page = next(path for path in folder.glob("*.html") if path.name != "index.html")
    page.write_text("other words")
    export_html(tiny.project, told.append)
    assert [each.origin.path for each in told if each.rule == STALE_PRODUCT] == ["dist/tiny-site/index.html"]


def test_a_page_asks_for_what_lies_beside_it_and_for_nothing_else(made: tuple[Project, Path], site) -> None:
    for page in site.values():
        for each in page.root.iter():
            asked = [each.get(name) for name in ("src", "srcset", "data", "poster", "background") if each.get(name)]
            asked += [each.get("href")] if each.tag == "link" else []
            for path in asked:
                assert (made[1] / path).is_file(), path
            if each.tag == "script" and not each.get("src"):
                assert each.get("type") in ("application/json", "application/ld+json")
                json.loads("".join(each.itertext()))
        (policy,) = (each for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy")
        assert "default-src 'none'" in policy.get("content", "")
        assert "http" not in policy.get("content", "")
    sheet = (made[1] / "assets/book.css").read_text(encoding="utf-8")
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_each_part_is_a_page_with_one_title_and_the_way_to_the_next(site: dict[str, Page]) -> None:
    parts = {"ledger.html", "crossing.html", "documents.html", "index-of-names.html", "edition.html"}
    assert parts < site.keys()
    for name, page in site.items():
        assert len(page.all("h1")) == 1, name
        assert len(page.all("main")) == 1
    at, seen = "index.html", []
    while at:
        seen.append(at)
        at = next((each.get("href", "") for each in site[at].all("a", rel="next")), "")
    assert {*seen, "search.html"} == site.keys()


def test_each_document_is_a_page_of_its_own_to_which_the_appendix_leads(made: tuple[Project, Path], site) -> None:
    listed = [each for each in site["documents.html"].all("ol") if each.get("class") == "documents-listed"]
    leads = [link.get("href", "") for each in listed for link in each.iter("a")]
    assert leads == [f"{name}.html#{name}" for name in ("lantern-letter",)]
    assert not [each for each in site["documents.html"].all("section") if "document" in each.get("class", "").split()]
    for lead in leads:
        page = site[lead.partition("#")[0]]
        (heading,) = page.all("h1")
        assert words(heading).startswith("Document ")
        assert page.all("link", rel="prev") and page.all("link", rel="next")
        (current,) = (each for each in page.all("a") if each.get("aria-current") == "page")
        assert current.get("href") == lead
        assert [each for each in page.all("section") if each.get("role") == "doc-endnotes"]  # with its own notes
        tags = {each.get("name"): each.get("content") for each in page.all("meta")}
        assert tags["citation_title"] == words(heading)
        assert tags["citation_inbook_title"] == "The Ferry at Low Water: A Very Short History"
    turns = [words(each) for each in site["documents.html"].all("a", rel="next")]
    assert turns[0].startswith("Document 1")


def test_a_document_that_its_page_has_not_is_told(made: tuple[Project, Path]) -> None:
    project, folder = made
    _, printed, _, _ = pipeline.prepare(project.project)
    style = web_style(read_style(project.project, "web", printed.csl.path.stem, Origin(""), paged=False), printed)
    page = (folder / "lantern-letter.html").read_text(encoding="utf-8")
    files = {path.name: path.read_text(encoding="utf-8") for path in _in_order(folder)}
    assert account_for_site(project.project, style, files) == ()
    spoiled = {**files, "lantern-letter.html": page.replace("A new nail was found.", "")}
    lost = account_for_site(project.project, style, spoiled)
    assert [(each.origin.path, each.origin.line) for each in lost] == [(LETTER, 17)]


def _in_order(folder: Path) -> list[Path]:
    """The pages of an edition, one behind another."""
    found, at = [], "index.html"
    while at:
        found.append(folder / at)
        onward = re.search(r'rel="next" href="([^"]+)"', found[-1].read_text(encoding="utf-8"))
        at = onward[1] if onward else ""
    return found


def test_a_list_of_people_leads_to_the_index(site: dict[str, Page]) -> None:
    named = [each for each in site["list-of-people.html"].all("span") if each.get("class") == "person"]
    links = [link.get("href", "") for each in named for link in each.iter("a")]
    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        assert file == "index-of-names.html"
        assert anchor in site[file].ids


def test_every_word_of_the_text_is_searched_at_its_place(made: tuple[Project, Path], site: dict[str, Page]) -> None:
    script = (made[1] / "assets/words.js").read_text(encoding="utf-8")
    told = json.loads(script.removeprefix("window.PRESS_WORDS = ").rstrip().removesuffix(";"))
    searched = "".join(fold(row[3]) for row in told["rows"])
    for name in ("ledger.html", "crossing.html", "lantern-letter.html"):
        for paragraph in site[name].all("p"):
            for line in re.split(
                r"\d+|(?<=\.)[a-z](?= )", words(paragraph)
            ):  # numbers of paragraphs and calls are no words
                assert fold(line) in searched, line
    for file, place, _, _ in told["rows"]:
        assert place in site[told["files"][file][0]].ids
    assert "Luca Ongaro" in (made[1] / "assets/minisearch-licence.txt").read_text(encoding="utf-8")


def test_a_page_says_to_managers_of_references_and_search_engines_what_it_is(site: dict[str, Page]) -> None:
    tags = {each.get("name"): each.get("content") for each in site["ledger.html"].all("meta")}
    assert tags["citation_title"] == "The Ledger of Saltmarsh Ferry"  # its number is not of the title
    assert tags["citation_inbook_title"] == "The Ferry at Low Water: A Very Short History"
    assert (tags["citation_author"], tags["citation_editor"]) == ("R. M. Thwaite", "P. Osgood")
    assert (tags["citation_publication_date"], tags["citation_language"]) == ("2024", "en-GB")
    (data,) = site["ledger.html"].all("script", type="application/ld+json")
    said = json.loads("".join(data.itertext()))
    assert (said["@type"], said["name"]) == ("Chapter", "The Ledger of Saltmarsh Ferry")
    assert (said["isPartOf"]["@type"], said["isPartOf"]["isbn"]) == ("Book", "9780000000002")
    people = {role: [each["name"] for each in said["isPartOf"][role]] for role in ("author", "editor")}
    assert people == {"author": ["R. M. Thwaite"], "editor": ["P. Osgood"]}
    (told,) = site["ledger.html"].all("script", id="b-told")
    assert json.loads("".join(told.itertext()))["cite"] == (
        "R. M. Thwaite, The Ferry at Low Water: A Very Short History, edited by P. Osgood"
        " (Saltmarsh: The Staithe Press, 2024)"
    )


def test_words_that_a_page_has_not_are_told_with_their_line(made: tuple[Project, Path]) -> None:
    project, folder = made
    _, printed, _, _ = pipeline.prepare(project.project)
    style = web_style(read_style(project.project, "web", printed.csl.path.stem, Origin(""), paged=False), printed)
    order = [part for part in json.loads((folder / "assets/files.json").read_text()) if part.endswith(".html")]
    spine, at = [], "index.html"
    while at:
        spine.append(at)
        found = re.search(r'rel="next" href="([^"]+)"', (folder / at).read_text(encoding="utf-8"))
        at = found[1] if found else ""
    assert {*spine, "search.html"} == set(order)
    files = {name: (folder / name).read_text(encoding="utf-8") for name in spine}
    files["assets/book.css"] = (folder / "assets/book.css").read_text(encoding="utf-8")
    assert account_for_site(project.project, style, files) == ()
    spoiled = {**files, "ledger.html": re.sub(r"<blockquote>.*?</blockquote>", "", files["ledger.html"], flags=re.S)}
    lost = account_for_site(project.project, style, spoiled)
    assert [(each.origin.path, each.origin.line) for each in lost] == [(LEDGER, 63)]
    hidden = {**files, "assets/book.css": files["assets/book.css"] + ".site blockquote { display: none }"}
    assert any(each.origin.line == 63 for each in account_for_site(project.project, style, hidden))


def test_a_volume_that_has_only_been_edited_has_no_author(tiny: Project) -> None:
    tiny.small().mend("manuscript/book.yaml", "language:", "editor: A. Nobody\nlanguage:")
    book, _ = pipeline.edit(tiny.project)
    assert "author" not in linked_data(book, None)
    assert [each["name"] for each in linked_data(book, None)["editor"]] == ["A. Nobody"]
    assert dict(scholarly_tags(book, None))["citation_editor"] == "A. Nobody"
    assert "citation_author" not in dict(scholarly_tags(book, None))


def test_chapters_whose_names_are_taken_have_pages_of_their_own(tiny: Project) -> None:
    """By the pages that every web edition has, and by one another when they give way to these."""
    named = ("index", "book-index", "search", "Edition", "book-edition", "book-book-search")
    tiny.small()
    for n, name in enumerate(named):
        tiny.write(f"manuscript/0{n}-x.md", f"---\ntitle: Chapter {n}\nid: {name}\n---\nWords of {n}.\n")
    listed = "".join(f"    - 0{n}-x.md\n" for n in range(len(named)))
    tiny.mend("manuscript/book.yaml", "  body:\n", f"  body:\n{listed}")
    folder = export_site(tiny.project)
    pages = [path.name for path in folder.glob("*.html")]
    assert len({name.casefold() for name in pages}) == len(pages)
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.html")]
    assert all(sum(f"Words of {n}." in text for text in texts) == 1 for n in range(len(named)))


# --- the folder ------------------------------------------------------------------------------------


def test_files_of_the_last_edition_go_and_those_of_others_stay(
    tiny: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.without("cover-names")
    tiny.write("manuscript/front/extra.md", "---\ntitle: More\n---\nIt went over.\n")
    tiny.mend("manuscript/book.yaml", "  body:\n", "  body:\n    - front/extra.md\n")
    assert cli.html(tiny.project, site=True) == 0
    folder = tiny.top / "dist/tiny-site"
    assert (folder / "extra.html").is_file()
    (folder / "CNAME").write_text("tiny.example.org\n")
    tiny.mend("manuscript/book.yaml", "    - front/extra.md\n", "")
    tiny.remove("manuscript/front/extra.md")
    assert cli.html(tiny.project, site=True) == 0
    assert not (folder / "extra.html").exists()
    assert (folder / "CNAME").read_text() == "tiny.example.org\n"
    capsys.readouterr()
    (folder / "ledger.html").write_text("mine")
    assert cli.html(tiny.project, site=True) == 1
    assert "dist/tiny-site/ledger.html: error: not as the press left it [not-ours]" in capsys.readouterr().err
    assert (folder / "ledger.html").read_text() == "mine"


def test_the_same_book_gives_the_same_pages(made: tuple[Project, Path]) -> None:
    project, folder = made
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    export_site(project.project)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


# --- drawings --------------------------------------------------------------------------------------

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><title>A quay</title>'
    '<text x="10" y="40" font-family="serif">Quay</text></svg>'
)


def test_a_drawing_carries_the_type_of_its_lettering_and_keeps_its_words(tiny: Project) -> None:
    name = next((TINY / "manuscript").rglob("*.svg")).relative_to(TINY).as_posix()
    tiny.write(name, SVG)
    (drawn,) = (export_site(tiny.project) / "pictures").glob("*.svg")
    text = drawn.read_text(encoding="utf-8")
    assert re.search(r'@font-face\{font-family:"EB Garamond";[^}]*url\("data:font/woff2;base64,', text)
    assert """font-family="'EB Garamond', serif">Quay</text>""" in text
    assert len(text) < 20_000  # its own letters alone
    with zipfile.ZipFile(export_epub(tiny.project)) as epub:
        (inner,) = (epub.read(each) for each in epub.namelist() if posixpath.splitext(each)[1] == ".svg")
    assert inner == drawn.read_bytes()


@pytest.mark.parametrize(
    "head",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" aria-label="a > b">',
        '<!-- an <svg> -->\n<svg xmlns="http://www.w3.org/2000/svg">',
    ],
    ids=["a sign in an attribute", "a comment"],
)
def test_type_is_put_where_a_drawing_begins_and_nowhere_else(tiny: Project, head: str) -> None:
    style = read_style(tiny.project, "classic", "", Origin(""))
    made = with_type(f"{head}<text>Quay</text></svg>".encode(), style, Store(tiny.project.cache))
    root = ElementTree.fromstring(made)
    assert [each.tag.rpartition("}")[2] for each in root] == ["style", "text"]
    assert root[0].text.startswith('@font-face{font-family:"EB Garamond"')
