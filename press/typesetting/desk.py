"""What a worker does at its desk: set a section, furnish it, cast the type. It runs in a process of its own.

Each is a function of a desk and of one plain value that says all that is to be done; what comes back is plain too.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from press.book import Book
from press.citations.wording import Wording
from press.compose.compose import Composer, Cuts, Section
from press.compose.sentences import Cut
from press.indexes.index import Group, turn_leaves
from press.places import Places
from press.problem import Faulty, Problem, has_errors
from press.project import Project
from press.store import Store, digest_of, key_of
from press.style.style import Style
from press.typesetting.copyfit import copyfit, plan
from press.typesetting.engine.patches.table import apply, problems_of, versions
from press.typesetting.engine.typeset import Compositor, Layout
from press.typesetting.engine.write import bookmarks_of, pages_of, write_pages
from press.typesetting.fonts import cast
from press.typesetting.foresight import Share
from press.typesetting.fragment import Face, Fragment
from press.typesetting.furniture import Furniture, furnish
from press.typesetting.page import Survey
from press.typesetting.repair import Repair
from press.typesetting.total_fit import MeasuredParagraph
from press.typesetting.wishes import NO_WISHES, Wishes
from press.workers import Workers

TURNS = 6
"""How often an index is laid out at most to see where its leaves turn."""
Finish: TypeAlias = Callable[[bytes], bytes]
"""What makes of a section's PDF, as it was written, one that can be gathered."""
PICTURE = re.compile(r'<img\b[^>]*\bsrc="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Order:
    """What one section is set from: which piece, its section, side, page numbers and index entries, whether its
    pages are to be written, a digest of its pictures, and what it is asked for so that its pages end well.
    """

    piece: int
    section: Section
    verso: bool
    places: Places
    index: tuple[Group, ...]
    written: bool
    pictures: str
    wishes: Wishes = NO_WISHES

    def key(self, fingerprint: str) -> str:
        """The key of what comes of it, under a fingerprint of everything else that layout depends on."""
        named = (self.section.names, self.wishes.key())
        return key_of(fingerprint, self.section.html, self.pictures, f"{self.verso} {self.written}", repr(named))


@dataclass(frozen=True, slots=True)
class Heads:
    """What the running heads and folios of a section are made of: its HTML, page names, first folio, side."""

    html: str
    names: tuple[str, ...]
    folio: int
    verso: bool

    def key(self, fingerprint: str) -> str:
        """The key of what comes of it."""
        head = self.html[: self.html.find("</head>")], *re.findall(r"<body[^>]*>", self.html)
        return key_of(fingerprint, "furniture", *head, f"{self.names} {self.folio} {self.verso}")


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that a book is set with: its composer, workers with a desk each, and the store of what they have made.

    `problems`: warnings of what the engine has not been patched for; the press does without.
    """

    project: Project
    book: Book
    style: Style
    composer: Composer
    workers: Workers[Desk]
    store: Store
    fingerprint: str
    problems: tuple[Problem, ...] = ()

    def pictures(self, html: str) -> str:
        """A digest of the pictures that a section shows."""
        return digest_of({self.project.manuscript / name for name in PICTURE.findall(html)})


@contextmanager
def open_workshop(
    project: Project,
    book: Book,
    style: Style,
    wording: Wording,
    finish: Finish,
    *,
    workers: int = 0,
    store: Store | None = None,
) -> Iterator[Workshop]:
    """A workshop for one book; `workers` is the number of processes, 0 for one on each core.

    `finish`: what is made of the PDF of a section that has just been written, in the process that wrote it. Raises
    `Faulty` if the press cannot work with the engine that is installed.
    """
    # Before the workers are forked, so that every one of them has the engine that the fingerprint tells of.
    if has_errors(unpatched := problems_of(apply())):
        raise Faulty(unpatched)
    composer = Composer(book, style, wording)
    files = [file for files in style.fonts.values() for file in files]
    fingerprint = key_of(versions(), digest_of([*style.folders, *files]), book.trim)
    with Workers(partial(Desk, project, book, style, composer, finish), workers) as ready:
        yield Workshop(project, book, style, composer, ready, store or Store(None), fingerprint, unpatched)


@dataclass(frozen=True, slots=True)
class Laid:
    """A section laid out, its notes in their places: what was composed, its pages, blocks turned over, repairs; and
    the notes that stand whole, leave pages short, and will be cut if it is laid out again.
    """

    section: Section
    layout: Layout
    turned: frozenset[str]
    repairs: int
    shares: Mapping[str, Share] = field(default_factory=dict)

    @property
    def survey(self) -> Survey:
        """Its pages."""
        return self.layout.survey

    @property
    def measured(self) -> Mapping[str, MeasuredParagraph]:
        """Its paragraphs as measured."""
        return self.layout.measured


class Desk:
    """What a worker works with. Made once in each process, for the engine's fonts cannot be shared."""

    def __init__(self, project: Project, book: Book, style: Style, composer: Composer, finish: Finish) -> None:
        self.book, self.style, self.composer, self.finish = book, style, composer, finish
        self.compositor = Compositor(project, style, book.trim, composer.origins)


def set_section(desk: Desk, order: Order) -> Fragment:
    """One section laid out, its notes brought to their places, and its pages written if that is wanted."""
    fragment = _set_section(desk, order)
    desk.compositor.forget()
    return fragment


class _Trials:
    """One section laid out again and again, with other wishes; `cuts` is where its long notes are expected to be cut.

    The first layout, in which they are still whole, is enough for the copyfitting; it is not for the length of a
    section, on which the pages of all that follow depend.
    """

    def __init__(self, desk: Desk, order: Order) -> None:
        self.desk, self.order, self.piece = desk, order, desk.book.pieces[order.piece]
        self.worded = desk.composer.worded(self.piece)
        self.cuts = dict(order.wishes.cuts)
        self.foreseen = bool(self.cuts)
        self.fitted = order.written and desk.style.justification.whole

    def lay_out(self, wishes: Wishes) -> Laid:
        """The section set with its paragraphs as wished for, its notes in their places. Raises `Faulty`."""
        order = _turn_leaves(self.desk, replace(self.order, wishes=wishes))
        repair = self._repair(order)
        first, self.foreseen = not self.foreseen, True
        if first and (shares := repair.foresee(self.desk.style.words["continued"])):
            self.cuts = {note: (Cut(each.sentences),) if each.sentences else () for note, each in shares.items()}
            cut = {note: each for note, each in shares.items() if each.sentences}
            if not cut or (self.fitted and not wishes):
                return Laid(repair.section, repair.layout, frozenset(), 0, cut)
            repair = self._repair(order)
        section, layout = repair.mend(self.desk.composer.origins)
        self.cuts = {**self.cuts, **({} if repair.turned else repair.cuts)}
        return Laid(section, layout, repair.turned, repair.repairs)

    def _repair(self, order: Order) -> Repair:
        desk, section = self.desk, order.section

        def compose(cuts: Cuts) -> Section:
            return desk.composer.compose(self.piece, order.places, cuts, order.index) if cuts else section

        set_again = partial(desk.compositor.lay_out, verso=order.verso, wishes=order.wishes)
        return Repair(set_again, compose, self.worded, desk.style.long_note, cuts=self.cuts)


def _set_section(desk: Desk, order: Order) -> Fragment:
    trials = _Trials(desk, order)
    if trials.fitted:
        laid, wishes = copyfit(trials.lay_out, desk.style.limits, order.wishes)
    else:
        laid = trials.lay_out(NO_WISHES)
        wishes = plan(laid, desk.style.limits) if desk.style.justification.whole else NO_WISHES
    wishes = replace(wishes, cuts=tuple(trials.cuts.items()))
    section, layout = laid.section, laid.layout
    pages, bookmarks = pages_of(layout), bookmarks_of(layout)  # before they are written: then they are gone
    pdf, faces = b"", tuple[Face, ...]()
    if order.written:
        with desk.compositor.listening(f"section {section.key}"):
            pdf, faces = write_pages(layout)
            pdf = desk.finish(pdf)
    return Fragment(
        pages,
        order.verso,
        layout.account,
        bookmarks,
        section.html if section.html != order.section.html else "",
        laid.turned,
        laid.repairs,
        faces,
        pdf,
        layout.tally,
        pickle.dumps(layout.survey, pickle.HIGHEST_PROTOCOL),
        wishes,
    )


def _turn_leaves(desk: Desk, order: Order) -> Order:
    """The order of an index with headings said again where a leaf turns, which shows when it is laid out."""
    if not order.index:
        return order
    for _ in range(TURNS):
        rectos: dict[str, list[bool]] = {}
        for leaf, anchors in enumerate(
            desk.compositor.lay_out(order.section, order.verso, wishes=order.wishes).anchors
        ):
            for anchor in anchors:
                rectos.setdefault(anchor, []).append(leaf % 2 == order.verso)
        if (index := turn_leaves(order.index, rectos)) == order.index:
            return order
        section = desk.composer.compose(desk.book.pieces[order.piece], order.places, {}, index)
        order = replace(order, section=section, index=index)
    still = f"headings still turn from leaf to leaf after the index has been laid out {TURNS} times"
    raise Faulty([Problem(desk.book.origin, "unsettled", still)])


def set_heads(desk: Desk, heads: Heads) -> Furniture:
    """The running heads and folios of a section."""
    with desk.compositor.listening("running heads"):
        furniture = furnish(heads.html, heads.names, heads.folio, heads.verso, desk.compositor)
    desk.compositor.forget()
    return furniture


def set_order(desk: Desk, order: Order | Heads) -> Fragment | Furniture:
    """A section, or the running heads and folios of one."""
    return set_heads(desk, order) if isinstance(order, Heads) else set_section(desk, order)


def cast_type(desk: Desk, faces: tuple[Face, ...]) -> bytes:
    """A PDF that holds the faces of the book."""
    with desk.compositor.listening("type"):
        return cast(faces, desk.compositor)
