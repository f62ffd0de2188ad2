"""The web edition: a folder of pages, one for each part of the book and each document, with contents, search, and notes
beside the text.

It needs no server and asks for nothing outside its folder: opened from a disk it is what it is on the web. Its script
is the press's own; a manuscript or a style has none.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from importlib.resources import files as resources
from typing import Any
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from press.book import Book
from press.compose.endnotes import place_notes
from press.ebook.citing import as_data, citation_of, linked_data, scholarly_tags
from press.ebook.navigation import NavigationPoint, navigation_of
from press.ebook.search_words import search_script
from press.ebook.text_files import (
    IMPRINT,
    TextFile,
    elements,
    inner,
    lead_across,
    pages_of_files,
    parse_part,
    raise_headings,
    title_inlines,
)
from press.ebook.web_page import Parts, matter_of, refuse_links
from press.style.rendering import guarded
from press.style.style import Style

PAGE, SEARCH, SHEET = "site.html.j2", "site-search.html.j2", "site-css.j2"
FIRST, SEARCHED, EDITION = "index.html", "search.html", "edition.html"
APART = "book-"
"""Before the name of a part that would be that of another page."""
LISTED = "documents-listed"
"""The class of a list that stands in the place of documents that are in files of their own."""
OWN = ("site.js", "search.js", "minisearch.js", "minisearch-licence.txt")
"""What lies in `site_files/`: the press's scripts, and the library that searches (MiniSearch, MIT)."""


def make_site(book: Book, style: Style, parts: Parts, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the folder by their paths in it. Raises `Faulty` for a fault of a template."""
    refuse_links("\n".join(str(html) for _, html in parts.text) + parts.closing, style)
    files = site_files(book, style, parts)
    for file in files[1:]:
        raise_headings(file.root)
    lead_across(files)
    points = navigation_of(book, files[1:])
    documents = {_name_of(document.anchor) for document in book.documents}
    shared = _shared(book, style)
    made: dict[str, str] = {}
    foot = place_notes(book, style).foot
    pages = pages_of_files(files)
    for n, file in enumerate(files):
        told = _told(file, pages[n], foot)
        around = {
            "before": files[n - 1] if n else None,
            "after": files[n + 1] if n + 1 < len(files) else None,
            "contents": Markup(_contents(points, file.name, documents)),
            "text": Markup(inner(file.root, "html")),
            "title": file.title if n else "",
            "index_page": n == 0,
            # the contents of the book do not list what is said of the edition
            "edition": files[-1] if n == 0 and files[-1].anchor == IMPRINT else None,
            "tags": scholarly_tags(book, file if n else None, pages[n]),
            "linked_data": as_data(linked_data(book, file if n else None, pages[n])),
            "told": as_data(shared["told"] | told),
        }
        made[file.name] = _render(style, PAGE, {**shared, **around})
    search = {"told": as_data(shared["told"]), "contents": Markup(_contents(points, SEARCHED, documents))}
    made[SEARCHED] = _render(style, SEARCH, {**shared, **search})
    made["assets/book.css"] = "\n".join([*(each.text for each in style.sheets), _render(style, SHEET, {})])
    made["assets/words.js"] = search_script(files[1:], pages[1:], foot)
    content = {path: text.encode() for path, text in made.items()}
    content |= {f"assets/{name}": resources("press.ebook").joinpath("site_files", name).read_bytes() for name in OWN}
    return content | {f"pictures/{name}": each for name, each in pictures.items()}


def site_files(book: Book, style: Style, parts: Parts) -> tuple[TextFile, ...]:
    """The text in files, named after its parts: first the title and the contents, last what is said of the edition."""
    opening = parse_part(f"{parts.title_page}{parts.contents}")
    files = [TextFile(FIRST, "b-title", "front", opening)]
    for piece, html in parts.text:
        file = TextFile(_name_of(piece.anchor), piece.anchor, matter_of(book, piece), parse_part(str(html)), piece)
        files += [file, *part_documents(book, file)] if piece.kind == "documents" else [file]
    if parts.closing:
        heading = f'<h2 id="bh-b-imprint">{escape(style.words["imprint"])}</h2>'
        edition = f'<section class="edition" id="{IMPRINT}">{heading}{parts.closing}</section>'
        files.append(TextFile(EDITION, IMPRINT, "back", parse_part(edition)))
    return tuple(files)


def part_documents(book: Book, file: TextFile) -> Iterator[TextFile]:
    """The documents of an appendix in files of their own, taken out of its file, which lists them in their place."""
    known = {document.anchor for document in book.documents}
    for section in list(file.root):
        listed: Element | None = None
        for each in list(section):
            anchor = each.get("id", "")
            if anchor not in known:
                listed = None
                continue
            if listed is None:
                listed = Element("ol", {"class": LISTED})
                section.insert(list(section).index(each), listed)
            section.remove(each)
            root = Element("body")
            root.append(each)
            own = TextFile(_name_of(anchor), anchor, file.matter, root)
            link = SubElement(SubElement(listed, "li"), "a", {"href": f"{own.name}#{anchor}"})
            link.append(title_inlines(own.heading))
            yield own


def _name_of(anchor: str) -> str:
    """The name of the file of a part: no two parts have one, nor one that every web edition has."""
    name = f"{anchor}.html"
    # on some disks capitals make no other name
    taken = name.casefold()
    while taken.startswith(APART):
        taken = taken.removeprefix(APART)
    return f"{APART}{name}" if taken in (FIRST, SEARCHED, EDITION) else name


def texts_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pages of a web edition that hold its text, in their order, and their sheet."""
    return {path: each for path, each in files.items() if path.endswith((".html", ".css")) and path != SEARCHED}


def _shared(book: Book, style: Style) -> dict[str, Any]:
    """What every page is given."""
    words = {name: style.words[name] for name in ("cite", "copy", "copied", "close", "to_note", "page", "pages")}
    words |= {name: style.words[name] for name in ("found_none", "found_one", "found_many", "paragraph")}
    told = {"words": words, "cite": citation_of(book, style)}
    return {"imprint": book.imprint, "words": style.words, "told": told}


def _told(file: TextFile, pages: Sequence[str], foot: Container[str]) -> dict[str, Any]:
    """What the script of a page is told of it alone: the page of print on which it begins, and whether its notes stand
    at the foot there.
    """
    return {"page": pages[0] if pages else "", "foot": any(each.get("id") in foot for each in elements(file.root))}


def _contents(points: Sequence[NavigationPoint], here: str, documents: Container[str], around: str = "") -> str:
    """The contents at the side of a page, which says where it stands in them; what is `around` an entry is no other
    page.
    """
    items = ""
    for each in points:
        own = _file_of(each)
        current = ' aria-current="page"' if own == here != around else ""
        below = _contents(each.below, here, documents, own) if _opens(each, here, documents) else ""
        items += f"<li><a href={quoteattr(each.href)}{current}>{each.title}</a>{below}</li>"
    return f"<ol>{items}</ol>" if items else ""


def _file_of(point: NavigationPoint) -> str:
    return point.href.partition("#")[0]


def _opens(point: NavigationPoint, here: str, documents: Container[str]) -> bool:
    """Whether what stands below an entry is shown: chapters of a part always, documents on their own pages alone."""
    below = _files_below(point)
    return here in (_file_of(point), *below) or any(each not in documents for each in below - {_file_of(point)})


def _files_below(point: NavigationPoint) -> set[str]:
    return {name for each in point.below for name in (_file_of(each), *_files_below(each))}


def _render(style: Style, name: str, context: Mapping[str, Any]) -> str:
    return guarded(style, name, lambda: style.templates.get_template(name).render(context))
