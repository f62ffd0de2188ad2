"""Sections of HTML × Style → pages: the one door to WeasyPrint's layout.

`Compositor.lay_out` is a pure function of the section's HTML, the side it begins on, the paragraphs turned over to
the next page, and how its pages are wished to end; it remembers what it has set until told to clear.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import weasyprint

from press.compose.compose import Section
from press.limits import LAYOUT_SECONDS, LAYOUT_SECONDS_PER_LETTER
from press.memory import give_back
from press.patience import at_most
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.style.rules import NO_SIDE_COLUMN
from press.style.style import Style
from press.typesetting.account import Account, take_account
from press.typesetting.engine.fetch import ProjectFetcher
from press.typesetting.engine.initials import crowded
from press.typesetting.engine.justify import broken_whole
from press.typesetting.engine.messages import File, css_problems, layout_problems, listening
from press.typesetting.engine.notes import join_calls_and_notes, read_notes
from press.typesetting.engine.paragraphs import ParagraphWork
from press.typesetting.engine.patches.pages import kept_free
from press.typesetting.engine.patches.table import apply
from press.typesetting.engine.patches.work import limited
from press.typesetting.engine.points import MARKUP, PointsTaken, place_points, take_points
from press.typesetting.engine.shaping import forget
from press.typesetting.engine.sides import column_sheet, place_sides
from press.typesetting.engine.survey import survey
from press.typesetting.measured_paragraph import MeasuredParagraph
from press.typesetting.orders import BODY
from press.typesetting.page import Survey
from press.typesetting.tally import Amiss, Tally
from press.typesetting.turned import counted_all
from press.typesetting.wishes import NO_WISHES, Wishes

PT = 0.75
"""Points in a CSS px."""
MANY = 40
"""Pages of which no more are remembered."""
LEFT = 60
"""Pages laid out after which it is searched for what the engine has left behind: boxes that refer to one another. A
search takes as long as the layout of a page or two.
"""
ALONG = ("left-corner", "left", "center", "right", "right-corner")
LEAVES = '<p style="break-before: page">\u00a0</p>' * 4
"""What takes a verso and a recto, neither of which is the first page."""
BOXES = [f"{edge}-{at}" for edge in ("top", "bottom") for at in ALONG]
BOXES += [f"{edge}-{at}" for edge in ("left", "right") for at in ("top", "middle", "bottom")]
OPENING = '<span class="initial '
"""What an initial begins with, as the templates write it."""
BESIDE = '<span class="side'
"""What begins something that stands in the margin."""
UNFURNISHED = "@page { " + " ".join(f"@{box} {{ content: none !important }}" for box in BOXES) + " }"
"""Keeps every margin box empty: running heads and folios are laid over the pages afterwards (`furniture`)."""


def own_sheet(verso: bool, trim: str) -> str:
    """The sheet of one section: on which side it begins, and the trim size if the book has one of its own."""
    side = "left" if verso else "right"
    return f"html {{ break-before: {side} }}" + (f" @page {{ size: {trim} }}" if trim else "")


def bleeding(beyond: float) -> str:
    """The sheet that has pages painted so many points beyond their trim."""
    return f" @page {{ bleed: {beyond:g}pt }} " if beyond else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A section laid out: the engine's document, the anchors of each page, the account of its notes, the tally of
    its paragraphs, the survey of its pages, and its paragraphs as measured.

    Into the document only this package looks: `write` makes of it what others want.
    """

    document: Any
    anchors: tuple[tuple[str, ...], ...]
    account: Account
    tally: Tally
    survey: Survey
    measured: Mapping[str, MeasuredParagraph]

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self.anchors)


def with_long(
    rooms: Sequence[tuple[int, float, float]], long: Mapping[int, float]
) -> tuple[tuple[int, float, float], ...]:
    """The room in CSS px that pages (from 0) keep at the head and the foot: less than none at the foot of long ones."""
    kept = {page: (head, foot) for page, head, foot in rooms}
    for page, by in long.items():
        head, foot = kept.get(page, (0.0, 0.0))
        kept[page] = head, foot - by
    return tuple((page, head, foot) for page, (head, foot) in kept.items())


def _refuse_odd_pages(pages: Sequence[Any]) -> None:
    """Raises `ValueError` where a page is none that a PDF can have (PDF 32000-1, C.2), or has no room for text."""
    for page in pages:
        box, width, height = page._page_box, page.width * PT, page.height * PT
        if not (3 <= width <= 14_400 and 3 <= height <= 14_400):
            raise ValueError(f"a page of {width:g} × {height:g} points")
        if box.page_type.name is None or not (box.width > 0 and box.height > 0):
            raise ValueError("a page without room for text")


class Compositor:
    """Holds the style's sheets and fonts as the engine wants them, and what has been laid out."""

    def __init__(self, project: Project, style: Style, trim: str, origins: Mapping[str, Origin]) -> None:
        apply()  # whoever lays anything out has one of these first
        self.project = project
        self.base = project.manuscript.resolve().as_uri() + "/"
        self.style_base = style.folders[0].parent.resolve().as_uri() + "/"
        self.trim, self.origins, self.folders = trim, origins, style.folders
        self.beyond = style.print.beyond
        self.fetcher = ProjectFetcher((project.manuscript, *style.folders), style.fonts)
        # One of each for all sheets and layouts: what a sheet defines of fonts, counters or profiles is lost without a
        # word if a layout is made with others.
        self.fonts = weasyprint.text.fonts.FontConfiguration()
        self.counters = weasyprint.css.counters.CounterStyle()
        self.profiles: dict[str, Any] = {}
        self.images: dict[str, Any] = {}
        self.memory: dict[tuple[object, ...], Layout] = {}
        self.last: tuple[str, Any, PointsTaken | None] | None = None
        self.justification, self.side_column = style.justification, style.side_column
        self.pages = 0
        self.sheets = self._read_sheets(style)

    def _read_sheets(self, style: Style) -> list[Any]:
        problems: list[Problem] = []
        sheets = []
        # One by one, for the engine tells the line of a fault and not the sheet.
        for sheet in style.sheets:
            with listening() as messages:
                sheets.append(self._css(sheet.text, (sheet.folder / "x").resolve().as_uri()))
            problems += css_problems(sheet.path, messages, sheet.text)
        if problems:
            raise Faulty(problems)
        return sheets

    def _css(self, text: str, base: str) -> Any:
        return weasyprint.CSS(
            string=text,
            base_url=base,
            url_fetcher=self.fetcher,
            font_config=self.fonts,
            counter_style=self.counters,
            color_profiles=self.profiles,
        )

    def render(self, html: str, own: str = "") -> Any:
        """The engine's document of some HTML in the style's sheets and an own one."""
        with limited(len(html)), at_most(LAYOUT_SECONDS + LAYOUT_SECONDS_PER_LETTER * len(html)):
            read, taken = self._read(html)
            document = read.render(
                stylesheets=[*self.sheets, self._css(own, self.base)],
                font_config=self.fonts,
                counter_style=self.counters,
                color_profiles=self.profiles,
                cache=self.images,
            )
        for url, image in list(self.images.items()):
            if hasattr(image, "id"):  # the engine would name it in the PDF by the machine's path
                inside = url.removeprefix(self.base).removeprefix(self.style_base)
                image.id = hashlib.sha256(inside.encode()).hexdigest()[:16]
            if isinstance(image, weasyprint.images.SVGImage):
                del self.images[url]  # it holds on to all of the layout that it was first met in
        self.pages += len(document.pages)
        if taken:
            place_points(document.pages, taken)
        return document

    def _read(self, html: str) -> tuple[Any, PointsTaken | None]:
        """Some HTML as the engine reads it, without points, and these. The last is kept: to be laid out does not change
        it, and most of what is laid out is so again.
        """
        if self.last is None or self.last[0] != html:
            self.last = None  # two are too many
            read = weasyprint.HTML(string=html, base_url=self.base, url_fetcher=self.fetcher)
            self.last = html, read, take_points(read.etree_element) if MARKUP in html else None
        return self.last[1:]

    def leaves(self, section: Section, verso: bool) -> Sequence[Any]:
        """Pages of the engine's as a section has them, with nothing on them: the first, and some that follow it."""
        found = BODY.search(section.html)
        begun = section.html[: found.end()] if found else "<body>"
        with kept_free(()):
            document = self.render(f"{begun}{LEAVES}</body></html>", own_sheet(verso, self.trim) + UNFURNISHED)
        pages: Sequence[Any] = document.pages
        return pages

    @contextmanager
    def listening(self, where: str) -> Iterator[None]:
        """Run the block; raises `Faulty` if the engine complained of anything in it."""
        with listening() as messages:
            yield
        if messages:
            raise Faulty(layout_problems(self.origins.get(where, Origin(where)), messages, self.origins, self._file_at))

    def _file_at(self, path: Path) -> File | None:
        """A file of the manuscript or of the styles, whatever links lead to those folders."""
        project = self.project
        for folder in (project.manuscript, *self.folders):
            if path.is_relative_to(whole := folder.resolve()):
                name = path.relative_to(whole)
                ours = folder is project.manuscript
                return File(name.as_posix() if ours else "", project.shown(folder / name))
        return None

    def forget(self) -> None:
        """Forget what has been laid out and measured."""
        self.memory.clear()
        self.last = None
        forget(self.fonts)
        self._sweep()

    def anew(self, origins: Mapping[str, Origin]) -> Compositor:
        """The same compositor for another book in its style, or for this one after a change."""
        self.origins = origins
        self.memory.clear()
        self.images.clear()  # they may have changed
        return self

    def sweep(self) -> None:
        """Search for what the engine has left behind."""
        give_back()
        self.pages = 0

    def _sweep(self) -> None:
        if self.pages > LEFT:  # only then it is worth the time
            self.sweep()

    def lay_out(
        self,
        section: Section,
        verso: bool,
        turned: frozenset[str] = frozenset(),
        wishes: Wishes = NO_WISHES,
        sheet: str = "",
    ) -> Layout:
        """The section's pages as wished for, without running heads and folios.

        Of those that are kept free nothing is told but by the document. `sheet`: what it has beside the style's. Raises
        `Faulty` with what the engine complains of.
        """
        key = (section.html, section.free, section.rooms, verso, turned, *wishes.of_pages, sheet)
        if key not in self.memory:
            # The pages of a long section are too many to be kept, and it is seldom laid out twice in the same way.
            if sum(each.count for each in self.memory.values()) > MANY:
                self.memory.clear()
            self._sweep()
            self.memory[key] = self._lay_out(section, verso, turned, wishes, sheet)
        return self.memory[key]

    def _lay_out(self, section: Section, verso: bool, turned: frozenset[str], wishes: Wishes, sheet: str) -> Layout:
        own = own_sheet(verso, self.trim) + bleeding(self.beyond) + UNFURNISHED + column_sheet(self.side_column) + sheet
        own += "".join(f" #{anchor} {{ break-before: page }}" for anchor in sorted(turned))
        for short in wishes.short:
            own += f" {replace(short, page=counted_all(short.page, section.free)).css()}"
        own += wishes.css()
        work = ParagraphWork(self.justification, frozenset(section.names), wishes.of_lines)
        work.initials = OPENING in section.html
        longer = {counted_all(each.page, section.free) - 1: each.by for each in wishes.long}
        room = kept_free(section.free, with_long(section.rooms, longer))
        with self.listening(f"section {section.key}"), broken_whole(work), room:
            document = self.render(section.html, own)
            if work.initials and (lacking := crowded(document.pages)):
                own += "".join(f" #{each} {{ padding-top: {room:g}px }}" for each, room in lacking.items() if each)
                document = self.render(section.html, own)
        _refuse_odd_pages(document.pages)
        crowded_sides = self._sides(document.pages) if BESIDE in section.html else ()
        numbers = [n for n in range(len(document.pages)) if n not in section.free]
        pages, kept = [document.pages[n] for n in numbers], {page: room for page, *room in section.rooms}
        rooms = {n: (kept[page][0], kept[page][1]) for n, page in enumerate(numbers) if page in kept}
        read = read_notes(pages, ends=bool(section.called or section.ends))
        account = take_account(read, section.foot, section.called, section.ends)
        join_calls_and_notes(document.pages)  # it adds anchors, which those of the layout then have
        anchors = tuple(tuple(page.anchors) for page in pages)
        surveyed = survey(pages, wishes.shorter, rooms, wishes.longer)
        tally = replace(work.tally(), crowded=crowded_sides)
        return Layout(document, anchors, account, tally, surveyed, work.measured())

    def _sides(self, pages: Sequence[Any]) -> tuple[Amiss, ...]:
        """What stands in the margins brought there; what has no room. Raises `Faulty` if the column is too wide."""
        column = self.side_column
        try:
            return place_sides(pages, column) if column.width.points else ()
        except ValueError as lacking:
            message = f"the column in the margin is {lacking} pt wider than that, the white before the trim counted in"
            raise Faulty([Problem(column.origin, NO_SIDE_COLUMN, message, "make it narrower")]) from None
