"""The one loop: compose, typeset, read the page numbers, until every section has been set from the right ones.

A book is set section by section, on all cores, for no section depends on another but by the page numbers that it
prints. These follow from the lengths of sections, which show only when they have been set. So it goes in four phases:

1. *The body.* The chapters are set, and whatever prints no page number. A chapter that does ("see p. 40") is set too,
   for its length, with a dash for what is not known yet.
2. *The chapters again*, those of them that lack no page any more now that the lengths of all are known: what comes
   after them asks for theirs.
3. *The rest*. What asks for pages that are not known is set once for its length; but the documents and the index, which
   are long, wait for what they ask for.
4. *Settling.* Whenever all that was begun is made, the pages are counted anew, and whatever would now read otherwise
   than it was set, or begin on another side, is set again; until there is nothing.

Where everything stands is told by `paginate`; here it is only decided what is set, and when. A worker that has nothing
to set makes running heads. It never matters which worker is the quicker: the same book comes of it. Each setting,
repairs of notes included, is a pure function of its `Order`, and so is kept between runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from press.book import Piece
from press.compose.compose import Section
from press.compose.kept import KeptSections
from press.indexes.entries import Group
from press.places import Folio, Places
from press.problem import Faulty, Origin, Problem, in_order
from press.typesetting.account import Account
from press.typesetting.desk import set_order
from press.typesetting.fragment import Fragment
from press.typesetting.furniture import Furniture
from press.typesetting.note_heads import heads_over_notes
from press.typesetting.orders import Heads, Order
from press.typesetting.paginate import Pagination, Setting, heads_of, paginate
from press.typesetting.rules import UNSETTLED
from press.typesetting.tally import Tally
from press.typesetting.wishes import NO_WISHES
from press.typesetting.workshop import Workshop

ROUNDS = 6
"""How often a section is set at most."""
WAITING = ("documents", "index-of-names", "index")
"""The kinds of pieces that are not set before the pages are known that they ask for."""
LONG = 1000
"""Pages of a book from which on memory is worth more than time: workers that have set its chapters, and those that have
set its documents, end and give theirs back before others go on; the print edition is made from the pages without their
structure, and before the pages are read.
"""
Progress = Callable[[int, int, int], None]
"""Told how often a section has been set at most, how many are set as they will stay, and how many there are."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole book set: sections in order, folios of all pages with blanks, places, how often a section was set; how
    many pages have been set now, and were not kept.
    """

    settings: tuple[Setting, ...]
    folios: tuple[Folio, ...]
    places: Places
    rounds: int
    fresh: int

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The account of notes of each section."""
        return tuple(setting.fragment.account for setting in self.settings)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The tally of paragraphs of each section."""
        return tuple(setting.fragment.tally for setting in self.settings)

    def problems(self, origins: Mapping[str, Origin]) -> tuple[Problem, ...]:
        """The paragraphs that are not set as they should be; `origins`: block → its line of the manuscript."""
        return in_order(p for s in self.settings for p in s.fragment.tally.problems(s.section.key, origins))

    @property
    def asked(self) -> Iterator[tuple[str, bool, str, str]]:
        """Families of type, whether their italics, what the pages ask of them, and for which characters."""
        return (asked for setting in self.settings for page in setting.fragment.survey for asked in page.asked)

    @property
    def repairs(self) -> int:
        """How many repairs of notes it took."""
        return sum(setting.fragment.repairs for setting in self.settings)


def settle(shop: Workshop, progress: Progress) -> Proof:
    """The book with its page numbers settled and every note in its place. Raises `Faulty` if either cannot be."""
    schedule = _Schedule(shop, progress)
    orders = schedule.orders()
    for order, made in shop.workers.feed(set_order, lambda: next(orders, None)):  # type: ignore[misc]  # the union
        shop.store.keep(order.key(shop.fingerprint), made)
        if isinstance(made, Fragment):  # running heads are only kept: binding asks the store for them
            schedule.fresh += made.count
            schedule.receive(order, made)
    return schedule.proof()


class _Phase(Enum):
    """Which sections are being set; what each phase may begin is said above."""

    BODY = "the body"
    CHAPTERS = "the chapters again"
    REST = "the rest"
    SETTLING = "settling"


@dataclass(slots=True, eq=False, kw_only=True)
class _PieceState:
    """What is known of one piece so far: its section as it was last composed, and the pages of the anchors that this
    asks for as they were known then; its order, which is what it was last set from, and the fragment that came of it;
    how often it has been set, and whether it is being set now; the entries of an index as it was last composed.
    """

    number: int
    piece: Piece
    section: Section | None = None
    pages: tuple[object, ...] = ()
    order: Order | None = None
    fragment: Fragment | None = None
    times: int = 0
    under_way: bool = False
    index: tuple[Group, ...] = ()

    @property
    def made(self) -> tuple[Section, Fragment] | None:
        """The section with its fragment, if it has been set."""
        return (self.section, self.fragment) if self.section and self.fragment else None


class _Schedule:
    """Decides what is set when: `orders` says it, `receive` is told what came of it, and `proof` is the end."""

    def __init__(self, shop: Workshop, progress: Progress) -> None:
        self.shop, self.book, self.progress = shop, shop.book, progress
        self.states = [_PieceState(number=n, piece=piece) for n, piece in enumerate(shop.book.pieces)]
        self.body = [state for state in self.states if state.piece in shop.book.body]
        self.fresh = 0
        self.queue: list[Order] = []
        """What is to be set next, in this order."""
        self.sections = KeptSections(shop.composer, shop.store, shop.fingerprint)
        self.idle = _IdleHeads(shop)
        self.pagination = self._paginate(self.states)
        """Where everything stood when it was last looked."""

    def orders(self) -> Iterator[Order | Heads | None]:
        """What a worker is to do, one thing after another; None while all that is left waits for what is under way.

        Raises `Faulty` if a section has been set too often.
        """
        for phase in (_Phase.BODY, _Phase.CHAPTERS):
            self._look(phase)
            while any(self._under_way_or_queued(state) for state in self.body):
                yield from self._begin()
        self._look(_Phase.REST)  # what is queued still is looked at again with all else
        while True:
            while self.queue or self._under_way:
                yield from self._begin()
            self._look(_Phase.SETTLING)
            if not self.queue:  # everything stands as it was set
                return

    def receive(self, order: Order, fragment: Fragment) -> None:
        """Take a section that has been set."""
        state = self.states[order.piece]
        state.fragment, state.under_way = fragment, False
        self.idle.set_again(order.piece)
        total = len(self.states)
        under_way = sum(each.under_way for each in self.states)
        self.progress(self._rounds, total - len(self.queue) - under_way, total)

    def proof(self) -> Proof:
        """The book as it stands now, every piece having been set."""
        end = self._paginate(self.states)
        return Proof(tuple(end.settings.values()), end.folios, end.places, self._rounds, self.fresh)

    @property
    def _rounds(self) -> int:
        return max((state.times for state in self.states), default=0)

    @property
    def _under_way(self) -> bool:
        return any(state.under_way for state in self.states)

    def _under_way_or_queued(self, state: _PieceState) -> bool:
        return state.under_way or any(order.piece == state.number for order in self.queue)

    @property
    def _complete(self) -> bool:
        """Whether every section has been set once at least: then all pages are known."""
        return all(state.made for state in self.states)

    # --- what is begun ---------------------------------------------------------------------------

    def _begin(self) -> Iterator[Order | Heads | None]:
        """The first of the queue, or nothing if the store has what comes of it; running heads if the queue is empty."""
        if not self.queue:
            yield self.idle.next()
            return
        order = self.queue.pop(0)
        state = self.states[order.piece]
        state.order, state.under_way, state.times = order, True, state.times + 1
        if state.times > ROUNDS:
            still = f"page numbers still change after a section has been set {ROUNDS} times"
            raise Faulty([Problem(self.book.origin, UNSETTLED, still)])
        if kept := self.shop.store.load(order.key(self.shop.fingerprint), Fragment):
            self.receive(order, kept)
        else:
            yield order

    def _look(self, phase: _Phase) -> None:
        """See where everything stands now, and queue what is to be set next."""
        # Other sections may be made before the last chapter is, but which they are depends on who was quicker, and so
        # would the pages: they are not counted.
        self.pagination = self._paginate(self.body if phase in (_Phase.CHAPTERS, _Phase.REST) else self.states)
        if phase in (_Phase.REST, _Phase.SETTLING) and len(self.pagination.folios) > LONG:
            self.shop.workers.rest(1)  # two indexes at once would fill the memory
        self.idle.stand(self.pagination.settings, self.pagination.places)
        self.queue = self._due(phase)

    def _paginate(self, states: list[_PieceState]) -> Pagination:
        """Where those of some sections stand that have been set."""
        made = {state.number: made for state in states if (made := state.made)}
        return paginate(self.book, self.shop.style.openings, made, self.shop.style.page_one)

    def _due(self, phase: _Phase) -> list[Order]:
        """What stands otherwise than it was set and may be begun, in the order in which to begin it."""
        orders = [self._order(state) for state in self.states if not state.under_way]
        stale = [order for order in orders if not order.asks_the_same(self.states[order.piece].order)]
        due = [order for order in stale if self._may_begin(order, phase)]
        if phase is not _Phase.CHAPTERS and not due and not self._under_way:
            due = stale  # each waits for another, or for itself
        return sorted(due, key=self._urgency)

    def _may_begin(self, order: Order, phase: _Phase) -> bool:
        """Whether a section is to be set now, though pages that it asks for may be unknown."""
        state = self.states[order.piece]
        if phase is _Phase.CHAPTERS:  # of what else asks for pages more are known after it
            return order.written and (state in self.body or not order.section.asked)
        if order.written or state.made:
            return order.written  # its length has been known since it was set first: dashes would tell nothing new
        if phase is _Phase.BODY:
            return state in self.body
        # What waits is begun when it lacks nothing but its own pages, as documents that point to one another do.
        unknown = (anchor for anchor in order.section.asked if anchor not in order.places)
        waits = state.piece.kind in WAITING
        return not waits or all(f'id="{anchor}"' in order.section.html for anchor in unknown)

    def _urgency(self, order: Order) -> tuple[bool, bool, int]:
        """First what is not kept, so that it is set while the rest is looked for; of it what others wait for, and the
        longest, so that no worker is left with that in the end.
        """
        state = self.states[order.piece]
        kept = self.shop.store.has(order.key(self.shop.fingerprint))
        return kept, state not in self.body and state.piece.kind not in WAITING, -len(order.section.html)

    # --- what it is set from ---------------------------------------------------------------------

    def _order(self, state: _PieceState) -> Order:
        """What a piece would be set from as things stand."""
        section, places = self._compose(state), self.pagination.places
        wanted = {anchor: places[anchor] for anchor in section.asked if anchor in places}
        return Order(
            piece=state.number,
            section=section,
            verso=self.pagination.versos[state.number],
            places=wanted,
            index=state.index,
            # when all sections are set, an anchor without a page will never have one
            written=self._complete or len(wanted) == len(section.asked),
            pictures=self.shop.pictures(section.html),
            wishes=state.fragment.wishes if state.fragment else NO_WISHES,
        )

    def _compose(self, state: _PieceState) -> Section:
        """The section of a piece, composed again if the pages that it asks for are others now and it may be set so."""
        pages = self._pages(state.section)
        for_length = (
            not state.made and state.piece.kind not in WAITING
        )  # with some pages known it is nearer to its true length
        useful = self._complete or None not in pages or for_length
        if state.section is None or (pages != state.pages and useful):
            if state.piece.of and pages:  # at first it is composed without entries, to tell of which anchors it asks
                state.index = self.shop.composer.index(state.piece, self.pagination.places)
            state.section = self.sections.compose(state.piece, self.pagination.places, state.index)
            state.pages = self._pages(state.section)
        return state.section

    def _pages(self, section: Section | None) -> tuple[object, ...]:
        """The pages of the anchors that a section asks for, None for one that is not known."""
        return tuple(map(self.pagination.places.get, sorted(section.asked))) if section else ()


class _IdleHeads:
    """Running heads of what stands, for a worker to make that has nothing to set while other sections are under way.

    It may be in vain, for a section may come to stand elsewhere yet: but then no time is lost. None is made twice.
    """

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self.places: Places = {}
        self.standing: dict[int, Setting] = {}
        """By the number of their piece: what can still be given running heads."""
        self.asked = set[str]()
        """The keys of those that have been asked for."""

    def stand(self, settings: Mapping[int, Setting], places: Places) -> None:
        """See where sections stand. Without a place for the first page of one, its folios are not known either."""
        self.places = places
        self.standing = {n: setting for n, setting in settings.items() if setting.piece.anchor in places}

    def set_again(self, number: int) -> None:
        """A section has been set: it no longer has the pages that it stood with."""
        self.standing.pop(number, None)

    def next(self) -> Heads | None:
        """The running heads of a section that can have some and has none yet."""
        style = self.shop.style
        while self.standing:
            _, setting = self.standing.popitem()
            heads = heads_of(setting, heads_over_notes(setting, self.places, style), style.line_numbers)
            key = heads.key(self.shop.fingerprint)
            # a section set for its length alone will be set again
            if setting.fragment.pdf and key not in self.asked and not self.shop.store.load(key, Furniture):
                self.asked.add(key)
                return heads
        return None
