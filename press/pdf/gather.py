"""Fragments, furniture and type → one tagged PDF of the book: pages in order, links, outline, labels, structure."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, String

from press.links import public_link
from press.pdf.elements import identified_in
from press.pdf.section import write_nothing
from press.places import Folio
from press.typesetting.fragment import Bookmark, Fragment, Spot
from press.typesetting.furniture import Furniture

BEFORE, BETWEEN, AFTER = b"q", b"Q /Artifact << /Type /Pagination >> BDC q", b"Q EMC"
"""What stands around a page's own content and its furniture: neither disturbs the other, and only one is read out."""


class Gathering:
    """The book's PDF as it grows, section by section. Pages count from 0; spots are pt from a page's lower left."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.fonts: list[Object] = []
        self.spots: dict[str, tuple[int, Spot]] = {}
        self.bookmarks: list[tuple[int, Bookmark]] = []
        self.sections = 0
        self.linked: dict[str, int] = {}
        """Where links lead in the book, each with the section, from 0, that is the first to have it."""
        self.stray: dict[str, int] = {}
        """What links lead to that is neither of the web nor a place in the book, with the first section to have it."""
        self.owned: set[tuple[int, int]] = set()
        self.opened = ExitStack()
        """What type has been taken from: it must stay open until the book is saved."""
        self.marks = [self.pdf.make_stream(mark) for mark in (BEFORE, BETWEEN, AFTER)]
        self.document = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        self.elements: list[Object] = []
        self.identified: dict[bytes, Object] = {}
        """The elements that have an identifier, by it."""
        self.part, self.depth = "", 0
        self.home: Object = self.document
        self.parents: list[Any] = []
        self.next_parent = 0

    def add(self, fragment: Fragment, furniture: Furniture, part: str = "", depth: int = 0) -> None:
        """Add a section, with its running heads and folios: by its key the part of the book that it belongs to, and how
        much deeper than in a book without parts it stands in the outline.
        """
        if part != self.part:
            self.part = part
            self.home = self._open_part() if part else self.document
        self.depth = depth
        with pikepdf.open(io.BytesIO(fragment.pdf)) as section, pikepdf.open(io.BytesIO(furniture.pdf)) as heads:
            self._take(section, heads, fragment)
        self.sections += 1

    def _open_part(self) -> Object:
        """An element for a part of the book, to hold what its sections mean."""
        part = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, K=Array()))
        self.elements.append(part)
        return part

    def _take(self, section: pikepdf.Pdf, heads: pikepdf.Pdf, fragment: Fragment) -> None:
        first = len(self.pdf.pages)
        with warnings.catch_warnings():  # destinations by name are not in the fragments, so none can be lost
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            self.pdf.pages.extend(section.pages)
        pages = [self.pdf.pages[first + n] for n in range(fragment.count)]
        self.fonts.append(pages[0].obj.Resources.Font)  # which all pages of a section share
        for n, (page, set_page, head) in enumerate(zip(pages, fragment.pages, heads.pages, strict=True)):
            if not set_page.blank:  # a page without text has neither head nor folio
                self._furnish(page.obj, head, f"/Furniture{n}")
            for anchor, spot in set_page.anchors.items():
                self.spots.setdefault(anchor, (first + n, spot))  # what runs over pages begins on its first
        deeper = (replace(each, level=each.level + self.depth) for each in fragment.bookmarks)
        self.bookmarks += [(first + bookmark.page, bookmark) for bookmark in deeper]
        self._take_structure(section, pages)
        self._own([page.obj for page in pages])

    def _own(self, pages: Iterable[Object]) -> None:
        """Take over the streams of pages, whatever they are of, so that the PDF they come from can be closed.

        Its objects, of which a page's structure has hundreds, would else be in memory twice until the book is saved.
        """
        waiting: list[Any] = [part for page in pages for part in (page.Contents, page.Resources)]
        while waiting:
            each = waiting.pop()
            if isinstance(each, (pikepdf.Stream, Dictionary, Array)):
                if each.is_indirect:
                    if each.objgen in self.owned:  # a picture or the furniture may be met on many pages
                        continue
                    self.owned.add(each.objgen)
                if isinstance(each, pikepdf.Stream):  # until it is written it is read from where it came from
                    kept: dict[str, Any] = {key: each.stream_dict.get(key) for key in ("/Filter", "/DecodeParms")}
                    if content := each.read_raw_bytes():
                        each.write(content, filter=kept["/Filter"], decode_parms=kept["/DecodeParms"])
                    else:  # of a page that is blank
                        write_nothing(each)
                held = each.stream_dict if isinstance(each, pikepdf.Stream) else each
                waiting += list(held) if isinstance(held, Array) else [held[key] for key in held.keys()]  # noqa: SIM118

    def add_blank(self, following: Fragment | None = None) -> None:
        """Add an empty page of the size of the one before; of what follows, where a book begins with a verso."""
        if self.pdf.pages:
            boxes = _boxes_of(self.pdf.pages[-1])
        else:
            assert following
            with pikepdf.open(io.BytesIO(following.pdf)) as section:
                boxes = _boxes_of(section.pages[0])
        page = Dictionary(Type=Name.Page, Resources=Dictionary(), Contents=self.pdf.make_stream(b""))
        write_nothing(page.Contents)
        for box, value in boxes.items():
            page[box] = Array(value)
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))

    def _furnish(self, page: Object, head: pikepdf.Page, name: str) -> None:
        """Lay running head and folio over a page, as an artifact."""
        form = self.pdf.copy_foreign(head.as_form_xobject())
        self.fonts.append(form.Resources.Font)
        page.Resources.XObject[name] = form
        before, between, after = self.marks
        page.Contents = Array([before, page.Contents, between, self.pdf.make_stream(f"{name} Do".encode()), after])

    def _take_structure(self, section: pikepdf.Pdf, pages: Sequence[pikepdf.Page]) -> None:
        """Take over what a section's pages mean, its numbers in the parent tree moved behind those given so far."""
        root = self.pdf.copy_foreign(section.Root.StructTreeRoot)
        for element in root.K[0].K:  # a book is one Document, not one for each section
            if self.depth:
                _deepen(element)
            element.P = self.home
            if self.part:
                self.home.K.append(element)
            else:
                self.elements.append(element)
        self.identified |= identified_in(section, self.pdf)
        numbers = list(root.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        for key, value in zip(keys, numbers[1::2], strict=True):
            self.parents += [key + self.next_parent, value]
        for page in pages:
            page.obj.StructParents = int(page.obj.StructParents) + self.next_parent
            for link in page.obj.get("/Annots", ()):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + self.next_parent
                if "/A" in link and not public_link(uri := str(link.A.get("/URI", ""))):
                    self.stray.setdefault(uri, self.sections)
                if "/Dest" in link:
                    self.linked.setdefault(str(link.Dest), self.sections)
        self.next_parent += max(keys, default=-1) + 1  # keys of the tree are used once in a file (14.7.4.4)

    def close(self, type_: bytes, names: Iterable[str], folios: Iterable[Folio]) -> pikepdf.Pdf:
        """The book, when every section has been added: type embedded, links resolved, outline, labels, structure."""
        self._embed(type_, tuple(names))
        self.pdf.Root.Names = Dictionary(Dests=Dictionary(Names=self._destinations()))
        self._write_outline()
        self.pdf.Root.PageLabels = page_labels(folios)
        self.document.K = Array(self.elements)
        tree = Dictionary(Nums=Array(self.parents))
        root = Dictionary(Type=Name.StructTreeRoot, K=Array([self.document]), ParentTree=self.pdf.make_indirect(tree))
        root.ParentTreeNextKey = self.next_parent
        self.pdf.Root.StructTreeRoot = self.pdf.make_indirect(root)
        self.document.P = self.pdf.Root.StructTreeRoot
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        return self.pdf

    @property
    def dead(self) -> set[str]:
        """Anchors that links point to and no page has."""
        return self.linked.keys() - self.spots.keys()

    def _embed(self, type_: bytes, names: Sequence[str]) -> None:
        """Give every page the faces that it names: all of them, for a face that is not used costs a reference alone."""
        source = self.opened.enter_context(pikepdf.open(io.BytesIO(type_)))
        faces = {f"/{name}": self.pdf.copy_foreign(source.pages[0].Resources.Font[f"/{name}"]) for name in names}
        for fonts in self.fonts:
            for name, face in faces.items():
                fonts[name] = face

    def _destinations(self) -> Array:
        """The name tree's leaf: only what a link points to; the rest nobody could reach."""
        found: list[Any] = []
        pages = [page.obj for page in self.pdf.pages]
        # a name tree is in the order of the bytes of its names (PDF 32000-1, 7.9.6), or readers do not find them
        for anchor in sorted(self.linked.keys() & self.spots.keys(), key=lambda each: bytes(String(each))):
            found += [String(anchor), _destination(pages, *self.spots[anchor])]
        return Array(found)

    def _write_outline(self) -> None:
        """The outline: an entry stands under the last one of a lower level."""
        pages = [page.obj for page in self.pdf.pages]
        with self.pdf.open_outline() as outline:
            line: list[tuple[int, OutlineItem]] = []
            for number, bookmark in self.bookmarks:
                item = OutlineItem(bookmark.label, _destination(pages, number, bookmark.spot))
                item.is_closed = not bookmark.open
                while line and line[-1][0] >= bookmark.level:
                    line.pop()
                (line[-1][1].children if line else outline.root).append(item)
                line.append((bookmark.level, item))


def _destination(pages: Sequence[Object], number: int, spot: Spot) -> Array:
    """A place on a page."""
    return Array([pages[number], Name.XYZ, round(spot[0], 2), round(spot[1], 2), 0])


def _deepen(element: Object) -> None:
    """Have every heading one level lower: of a chapter within a part, whose own title is the highest."""
    waiting: list[Any] = [element]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Array):
            waiting += list(each)
        elif isinstance(each, Dictionary) and "/S" in each:
            level = str(each.S)[2:]
            if str(each.S)[:2] == "/H" and level.isdigit():
                each.S = Name(f"/H{int(level) + 1}")
            if "/K" in each:
                waiting.append(each.K)


def page_labels(folios: Iterable[Folio]) -> Object:
    """The PDF's page labels, agreeing with the folios printed (PDF 32000-1, 12.4.2)."""
    numbers: list[Any] = []
    expected: tuple[bool, int] | None = None
    for at, folio in enumerate(folios):
        if expected != (folio.roman, folio.number):  # else the range before goes on by itself
            style = Name.r if folio.roman else Name.D
            numbers += [at, Dictionary(S=style, St=folio.number)]
        expected = (folio.roman, folio.number + 1)
    return Dictionary(Nums=Array(numbers))


def _boxes_of(page: pikepdf.Page) -> dict[str, list[float]]:
    """The boxes of a page, as plain numbers."""
    return {box: [float(edge) for edge in page.obj[box]] for box in ("/MediaBox", "/BleedBox", "/TrimBox")}
