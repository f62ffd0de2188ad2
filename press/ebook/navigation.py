"""An EPUB's navigation: its contents with what stands below an entry, the places that reading systems lead to from
everywhere, the pages of the printed book; and the same for older reading systems (NCX).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from press.book import Book
from press.ebook.text_files import IMPRINT, TextFile, elements, inner, is_heading, title_inlines, words

MARKS = {
    "acknowledgements": "acknowledgments",
    "list-of-figures": "loi",
    "list-of-tables": "lot",
    "notes": "endnotes",
    "index-of-names": "index",
    **{
        kind: kind
        for kind in (
            *("dedication", "epigraph", "foreword", "preface", "introduction", "afterword"),
            *("appendix", "glossary", "bibliography", "index", "contributors"),
        )
    },
}
"""Pieces to which reading systems lead from everywhere → what these call them."""


@dataclass(frozen=True, slots=True)
class NavigationPoint:
    """An entry: where it leads, its title as XHTML and in plain words, and what stands below it."""

    href: str
    title: str
    plain: str
    below: tuple[NavigationPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePoint:
    """A page of the printed book: its number as printed, and where it begins."""

    number: str
    href: str


def navigation_of(book: Book, files: Sequence[TextFile]) -> tuple[NavigationPoint, ...]:
    """The contents: parts with their chapters, documents with their groups, in whatever files they are."""
    points: list[NavigationPoint] = []
    within = {piece.anchor: piece.part for piece in book.pieces if piece.part and piece.kind != "part"}
    documents = {document.anchor for document in book.documents}
    apart = {file.anchor: file for file in files if file.anchor in documents}
    waiting = [file for file in files if file.anchor not in documents]
    while waiting:
        file = waiting.pop(0)
        below = list(_documents(book, file, apart)) if file.piece and file.piece.kind == "documents" else []
        while waiting and within.get(waiting[0].anchor) == file.anchor:
            below.append(_point(waiting.pop(0)))
        points.append(_point(file, tuple(below)))
    return tuple(points)


def _point(file: TextFile, below: tuple[NavigationPoint, ...] = ()) -> NavigationPoint:
    href = f"{file.name}#{file.anchor}"
    return NavigationPoint(href, inner(title_inlines(file.heading)).strip(), file.title, below)


def _documents(book: Book, file: TextFile, apart: Mapping[str, TextFile]) -> Iterator[NavigationPoint]:
    """The groups of documents with the documents in them, or these alone; `apart`: those in files of their own."""
    by_id = {key: each for one in (file, *apart.values()) for each in elements(one.root) if (key := each.get("id"))}
    group: list[NavigationPoint] = []
    head: tuple[str, str] = ("", "")
    for document in book.documents:
        if str(document.group) != head[0]:
            yield from _closed(file, head, group)
            head, group = (str(document.group), f"b-group-{document.anchor}"), []
        heading = by_id.get(f"bh-{document.anchor}")
        if heading is not None:
            title = inner(title_inlines(heading)).strip()
            home = apart.get(document.anchor, file).name
            group.append(NavigationPoint(f"{home}#{document.anchor}", title, words(heading)))
    yield from _closed(file, head, group)


def _closed(file: TextFile, head: tuple[str, str], group: list[NavigationPoint]) -> Iterator[NavigationPoint]:
    if head[0]:
        yield NavigationPoint(f"{file.name}#{head[1]}", escape(head[0]), head[0], tuple(group))
    else:
        yield from group


def landmarks_of(book: Book, files: Sequence[TextFile]) -> tuple[tuple[str, str, str], ...]:
    """What a reading system calls a place, where it is, its title: the first of a kind, and where the text begins."""
    found: dict[str, tuple[str, str]] = {}
    for file in files:
        kind = file.piece.named_kind if file.piece else ""
        if file.piece and file.piece in book.body:
            found.setdefault("bodymatter", (f"{file.name}#{file.anchor}", file.title))
        if kind in MARKS:
            found.setdefault(MARKS[kind], (f"{file.name}#{file.anchor}", file.title))
        if file.anchor == IMPRINT:
            found["copyright-page"] = (f"{file.name}#{file.anchor}", file.title)
    # where notes close their chapters, they have no piece of their own
    if (first := next(_closing_notes(files), None)) and MARKS["notes"] not in found:
        found[MARKS["notes"]] = first
    return tuple((mark, href, title) for mark, (href, title) in found.items())


def _closing_notes(files: Sequence[TextFile]) -> Iterator[tuple[str, str]]:
    """The headings of the notes that close chapters and documents: where each is, and its words."""
    for file in files:
        for section in (each for each in elements(file.root) if each.get("role") == "doc-endnotes"):
            yield from ((f"{file.name}#{each.get('id')}", words(each)) for each in section if is_heading(each))


def contents_list(points: Sequence[NavigationPoint], folder: str) -> str:
    """The entries as a list in XHTML, for a file from which the text lies in a `folder`."""
    items = "".join(
        f"<li><a href={quoteattr(folder + each.href)}>{each.title}</a>{contents_list(each.below, folder)}</li>"
        for each in points
    )
    return f'<ol class="toc">{items}</ol>' if items else ""


def landmarks_list(landmarks: Sequence[tuple[str, str, str]], folder: str) -> str:
    """The same of landmarks."""
    items = "".join(
        f'<li><a href={quoteattr(_from(folder, href))} epub:type="{mark}">{escape(title)}</a></li>'
        for mark, href, title in landmarks
    )
    return f"<ol>{items}</ol>"


def _from(folder: str, href: str) -> str:
    """A link into the text, which lies in a folder, or to the navigation, which does not."""
    return href if href.startswith("nav.") else folder + href


def page_list(pages: Sequence[PagePoint], folder: str) -> str:
    """The same of the pages of the printed book."""
    items = "".join(f"<li><a href={quoteattr(_from(folder, each.href))}>{each.number}</a></li>" for each in pages)
    return f"<ol>{items}</ol>"


def ncx(identifier: str, title: str, points: Sequence[NavigationPoint], pages: Sequence[PagePoint], folder: str) -> str:
    """The navigation as EPUB 2 has it, which many devices still read."""
    counted = iter(range(1, 1_000_000))

    def point(each: NavigationPoint) -> str:
        at = next(counted)
        here = (
            f'<navPoint id="navPoint-{at}">'
            f"<navLabel><text>{escape(each.plain)}</text></navLabel><content src={quoteattr(folder + each.href)} />"
        )
        return f"{here}{''.join(map(point, each.below))}</navPoint>"

    listed = "".join(map(point, points))
    targets = "".join(
        f'<pageTarget id="pageTarget-{n}" type="{"normal" if each.number.isdecimal() else "front"}" value="{n}">'
        f"<navLabel><text>{each.number}</text></navLabel>"
        f"<content src={quoteattr(_from(folder, each.href))} /></pageTarget>"
        for n, each in enumerate(pages, 1)
    )
    paged = f"<pageList><navLabel><text>{escape(title)}</text></navLabel>{targets}</pageList>" if targets else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ncx version="2005-1" xmlns="http://www.daisy.org/z3986/2005/ncx/">\n'
        f'<head><meta name="dtb:uid" content={quoteattr(identifier)} />'
        f'<meta name="dtb:depth" content="{_depth(points)}" />'
        f'<meta name="dtb:totalPageCount" content="{len(pages)}" />'
        f'<meta name="dtb:maxPageNumber" content="{len(pages)}" /></head>\n'
        f"<docTitle><text>{escape(title)}</text></docTitle>\n<navMap>{listed}</navMap>{paged}\n</ncx>\n"
    )


def _depth(points: Sequence[NavigationPoint]) -> int:
    return 1 + max((_depth(each.below) for each in points), default=0) if points else 0
