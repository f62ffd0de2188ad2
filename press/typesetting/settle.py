"""The one loop: compose, typeset, read the page numbers, until every section has been set from the right ones.

Sections are set side by side, for none depends on another but by `places`. It is looked what is to be set three times
or more: at first, the chapters and what prints no page numbers; when the last chapter is set, all the rest; and then
whenever everything begun is made, what has come to stand otherwise than it was set, until there is nothing. What asks
for pages that are not known yet is set once for its length, with dashes in their place, and it is looked how its pages
can be made to end well; but the documents and the index, which are long, wait. A worker that has nothing to set makes
the running heads of what stands. It never matters which worker is the quicker: the same book comes of it.

Each setting, repairs of notes included, is a pure function of the section's HTML and side, and so is kept between runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from press.book import Piece
from press.compose.compose import Section
from press.indexes.index import Group
from press.places import Folio, Places
from press.problem import Faulty, Origin, Problem, in_order
from press.typesetting.account import Account
from press.typesetting.desk import Heads, Order, Workshop, set_order
from press.typesetting.fragment import Fragment
from press.typesetting.furniture import Furniture
from press.typesetting.tally import Tally
from press.typesetting.wishes import NO_WISHES

ROUNDS = 6
"""How often a section is set at most."""
WAITING = ("documents", "index-of-names")
"""The kinds of pieces that are not set before the pages are known that they ask for."""
LONG = 1000
"""Pages of a book from which on workers that have set its documents give their memory back before they go on."""
Progress = Callable[[int, int, int], None]
"""Told how often a section has been set at most, how many are set as they will stay, and how many there are."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A section as finally set: its pages and their folios."""

    piece: Piece
    section: Section
    fragment: Fragment
    folios: tuple[Folio, ...]

    @property
    def verso(self) -> bool:
        """Whether it begins on a verso."""
        return self.folios[0].sheet % 2 == 0


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole book set: sections in order, folios of all pages with blanks, places, how often a section was set."""

    settings: tuple[Setting, ...]
    folios: tuple[Folio, ...]
    places: Places
    rounds: int

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The account of notes of each section."""
        return tuple(setting.fragment.account for setting in self.settings)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The tally of paragraphs of each section."""
        return tuple(setting.fragment.tally for setting in self.settings)

    def problems(self, origins: Mapping[str, Origin]) -> tuple[Problem, ...]:
        """The paragraphs that are not set as they should be."""
        return in_order(p for s in self.settings for p in s.fragment.tally.problems(s.section.key, origins))

    @property
    def asked(self) -> Iterator[tuple[str, str]]:
        """Families of type, and the features that the pages ask of them."""
        return (asked for setting in self.settings for page in setting.fragment.survey for asked in page.asked)

    @property
    def repairs(self) -> int:
        """How many repairs of notes it took."""
        return sum(setting.fragment.repairs for setting in self.settings)


def settle(shop: Workshop, progress: Progress) -> Proof:
    """The book with its page numbers settled and every note in its place. Raises `Faulty` if either cannot be."""
    setter = _Setter(shop, progress)
    begun: list[Order | Heads] = []

    def next_order() -> Order | Heads | None:
        if order := setter.next() or setter.next_heads():
            begun.append(order)
        return order

    for number, made in shop.workers.feed(set_order, next_order):  # type: ignore[misc]  # mypy is lost in the union
        order = begun[number]
        if isinstance(order, Heads):
            shop.store.keep(order.key(shop.fingerprint), made)
        elif isinstance(made, Fragment):
            setter.receive(order, made)
    return setter.proof()


def heads_of(setting: Setting) -> Heads:
    """What the running heads and folios of a section are made of."""
    names = tuple(page.name for page in setting.fragment.pages)
    return Heads(setting.section.html, names, setting.folios[0].number, setting.verso)


class _Setter:
    """Has the sections set, and remembers what each was set from."""

    def __init__(self, shop: Workshop, progress: Progress) -> None:
        self.shop, self.book, self.composer, self.progress = shop, shop.book, shop.composer, progress
        self.places: Places = {}
        self.known: dict[int, tuple[object, ...]] = {}
        self.sections: dict[int, Section] = {}
        self.versos = [shop.style.openings.get(piece.kind, "recto") == "verso" for piece in shop.book.pieces]
        self.orders: dict[int, Order] = {}
        self.fragments: dict[int, Fragment] = {}
        """What each piece was last set from, and what came of it."""
        self.index: tuple[Group, ...] = ()
        self.times = Counter[int]()
        self.under_way: set[int] = set()
        self.queue: list[Order] = []
        self.standing: list[tuple[int, Setting]] = []
        """What was made when it was last looked, as it then stood, and has not been given running heads since."""
        self.headed = set[str]()
        """The keys of running heads that have been asked for."""
        self.looks = 0
        self.body = {n for n, piece in enumerate(self.book.pieces) if piece in self.book.body}

    def next(self) -> Order | None:
        """What is to be set now, if anything; what is in the store already is taken from there. Raises `Faulty`."""
        while (self.queue and not self._body_has_come) or self._look():
            order = self.queue.pop(0)
            self.orders[order.piece] = order
            self.times[order.piece] += 1
            if self.times[order.piece] > ROUNDS:
                still = f"page numbers still change after a section has been set {ROUNDS} times"
                raise Faulty([Problem(self.book.origin, "unsettled", still)])
            self.under_way.add(order.piece)
            if not (kept := self.shop.store.load(order.key(self.shop.fingerprint), Fragment)):
                return order
            self.receive(order, kept, new=False)
        return None

    def next_heads(self) -> Heads | None:
        """The running heads of a section that stands, while others are under way; none twice. They may be in vain."""
        while self.under_way and self.standing:
            n, setting = self.standing.pop()
            heads = heads_of(setting)
            key = heads.key(self.shop.fingerprint)
            stands = setting.fragment.pdf and self.fragments[n] is setting.fragment
            if stands and key not in self.headed and not self.shop.store.load(key, Furniture):
                self.headed.add(key)
                return heads
        return None

    def receive(self, order: Order, fragment: Fragment, *, new: bool = True) -> None:
        """Take a section that has been set."""
        self.under_way.discard(order.piece)
        self.fragments[order.piece] = fragment
        if new:
            self.shop.store.keep(order.key(self.shop.fingerprint), fragment)
        total = len(self.book.pieces)
        self.progress(max(self.times.values()), total - len(self.queue) - len(self.under_way), total)

    @property
    def _body_has_come(self) -> bool:
        """Whether the last chapter has been set and it has not been looked since what can be set now."""
        return self.looks == 1 and self.body <= set(self.fragments)

    def _look(self) -> bool:
        """Look what is to be set now, when it is time to look; says whether there is anything."""
        if self._body_has_come:
            self._stand(self.body)
        elif not self.under_way:
            if self._stand(set(self.fragments)) > LONG:
                self.shop.workers.rest()
        else:
            return False
        self.looks += 1
        self.queue = self._due()
        return bool(self.queue)

    def _stand(self, pieces: Collection[int]) -> int:
        """See where some sections stand; gives the number of pages."""
        settings, folios = self._place(pieces)
        numbered = zip(sorted(pieces), settings, strict=True)
        self.standing = [(n, setting) for n, setting in numbered if setting.piece.anchor in self.places]
        return len(folios)

    def _due(self) -> list[Order]:
        """What stands otherwise than it was set and has nothing left to wait for; first what others wait for."""
        orders = [self._order(n, piece) for n, piece in enumerate(self.book.pieces) if n not in self.under_way]
        stale = [order for order in orders if not _same(order, self.orders.get(order.piece))]
        due = [order for order in stale if self._may_begin(order)]
        if not due and not self.under_way:
            due = stale  # each waits for another, or for itself

        def urgency(order: Order) -> tuple[bool, int]:
            piece = self.book.pieces[order.piece]
            return piece not in self.book.body and piece.kind not in WAITING, -len(order.section.html)

        return sorted(due, key=urgency)

    def _order(self, n: int, piece: Piece) -> Order:
        """What a piece is to be set from. It is composed again when all pages that it asks for are known, and for its
        length with those that are.
        """
        complete = len(self.fragments) == len(self.book.pieces)
        known = self._known(n)
        enough = complete or None not in known or (n not in self.fragments and piece.kind not in WAITING)
        if n not in self.sections or (known != self.known[n] and enough):
            if piece.kind == "index-of-names" and known:
                self.index = self.composer.index(self.places)
            self.sections[n] = self.composer.compose(piece, self.places, {}, self.index)
            self.known[n] = self._known(n)
        section = self.sections[n]
        wishes = self.fragments[n].wishes if n in self.fragments else NO_WISHES
        wanted = {anchor: self.places[anchor] for anchor in section.asked if anchor in self.places}
        entries = self.index if piece.kind == "index-of-names" else ()
        written = complete or len(wanted) == len(section.asked)
        return Order(n, section, self.versos[n], wanted, entries, written, self.shop.pictures(section.html), wishes)

    def _known(self, n: int) -> tuple[object, ...]:
        """The pages that a section asks for."""
        return tuple(self.places.get(anchor) for anchor in sorted(self.sections[n].asked)) if n in self.sections else ()

    def _may_begin(self, order: Order) -> bool:
        """Whether a section is to be set though pages may be unknown: once, for its length, if it does not wait."""
        if order.written or order.piece in self.fragments:
            return order.written
        if self.looks == 1:
            return order.piece in self.body
        unknown = (anchor for anchor in order.section.asked if anchor not in order.places)
        waits = self.book.pieces[order.piece].kind in WAITING
        return not waits or all(f'id="{anchor}"' in order.section.html for anchor in unknown)

    def proof(self) -> Proof:
        """The book as it stands now, every piece having been set."""
        settings, folios = self._place(set(self.fragments))
        return Proof(tuple(settings), tuple(folios), self.places, max(self.times.values(), default=0))

    def _place(self, pieces: Collection[int]) -> tuple[list[Setting], list[Folio]]:
        """Some of the sections one behind another, with blank pages where one opens on the next recto or verso.

        Pages are known up to the first piece, in the front or after it, that is not among them.
        """
        settings: list[Setting] = []
        folios: list[Folio] = []
        places: dict[str, tuple[Folio, ...]] = {}
        before_body, known = 0, True
        for n, piece in enumerate(self.book.pieces):
            roman = piece in self.book.front
            if piece == next(iter(self.book.body), None):
                before_body, known = len(folios) + len(folios) % 2, True
            self.versos[n] = self._opens_on_verso(piece, len(folios))
            if len(folios) % 2 != self.versos[n]:
                folios.append(_folio(len(folios) + 1, roman or len(folios) < before_body, before_body))
            first = len(folios) + 1
            if known:
                places[piece.anchor] = (_folio(first, roman, before_body),)
            if n not in pieces:
                known = False
                continue
            fragment = self.fragments[n]
            own = tuple(_folio(first + n, roman, before_body) for n in range(fragment.count))
            settings.append(Setting(piece, self.sections[n], fragment, own))
            folios += own
            if known:
                places |= _places(settings[-1])
        if len(folios) % 2:
            folios.append(_folio(len(folios) + 1, False, before_body))
        self.places = places
        return settings, folios

    def _opens_on_verso(self, piece: Piece, pages: int) -> bool:
        """Whether a piece opens on a verso, after so many pages."""
        first = piece in self.book.body[:1]  # page 1 is a recto, whatever the style says
        opening = "recto" if first else self.shop.style.openings.get(piece.kind, "recto")
        return bool(pages % 2) if opening == "next" else opening == "verso"


def _same(order: Order, other: Order | None) -> bool:
    """Whether two orders ask for the same, whatever their paragraphs are wished to be."""
    return other is not None and _basis(order) == _basis(other)


def _basis(order: Order) -> tuple[object, ...]:
    return order.section.html, order.verso, order.written, order.pictures


def _folio(sheet: int, roman: bool, before_body: int) -> Folio:
    return Folio(sheet, sheet - (0 if roman else before_body), roman)


def _places(setting: Setting) -> dict[str, tuple[Folio, ...]]:
    """Anchor → folios in a section; the anchors of blocks are of no interest outside it."""
    places: dict[str, tuple[Folio, ...]] = {}
    for folio, page in zip(setting.folios, setting.fragment.pages, strict=True):
        for anchor in page.anchors:
            if not anchor.startswith(("b-", "bh-")):
                places[anchor] = (*places.get(anchor, ()), folio)
    return places
