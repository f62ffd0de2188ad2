"""The sections just changed, alone, with the page numbers of the last build, long before the book is settled.

Its notes and folios are true unless the change moves a page elsewhere; the build that follows says so, and sees to it
that the pages end well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from press.pdf.bind import impose
from press.pdf.section import save
from press.places import Folio
from press.problem import Faulty
from press.typesetting.desk import set_section
from press.typesetting.fragment import Fragment
from press.typesetting.last_places import Last
from press.typesetting.orders import Order
from press.typesetting.paginate import Setting
from press.typesetting.settle import Proof
from press.typesetting.wishes import NO_WISHES, Wishes
from press.typesetting.workshop import Workshop


@dataclass(frozen=True, slots=True)
class SectionPreview:
    """A PDF of some sections, the folios of its pages, the titles of the sections, and these as they were set."""

    pdf: bytes
    folios: tuple[Folio, ...]
    titles: tuple[str, ...]
    settings: tuple[Setting, ...]


def set_alone(shop: Workshop, changed: Collection[str], *, unsettled: bool = False) -> SectionPreview | None:
    """The pieces with the given anchors set where they stood in the last build; None if there was none, or they did not
    stand in it. With `unsettled` such pieces are set too, as if the book began with them. Raises `Faulty`.
    """
    # Not settled: the pages of all others are taken from the last build, and so nothing else need be set.
    last = shop.store.load(Last.key(shop), Last) or Last({}, {})
    if unsettled:
        last = Last(last.places, {**dict.fromkeys(changed, Folio(1, 1)), **last.firsts})
    orders = []
    for n, piece in enumerate(shop.book.pieces):
        if piece.anchor in changed and piece.anchor in last.firsts:
            section = shop.composer.compose(piece, last.places, {}, ())
            places = {anchor: last.places[anchor] for anchor in section.asked if anchor in last.places}
            verso = last.firsts[piece.anchor].sheet % 2 == 0
            orders.append(
                Order(
                    piece=n,
                    section=section,
                    verso=verso,
                    places=places,
                    index=(),
                    written=True,
                    pictures=shop.pictures(section.html),
                )
            )
    fragments = {n: _fragment(shop, order, last.wishes) for n, order in enumerate(orders)}
    settings = {}
    for n, fragment in fragments.items():
        piece, order = shop.book.pieces[orders[n].piece], orders[n]
        first = last.firsts[piece.anchor]  # where it began; it may have grown since
        folios = tuple(Folio(first.sheet + at, first.number + at, first.roman) for at in range(fragment.count))
        settings[order.piece] = Setting(piece, order.section, fragment, folios)
    if not settings:
        return None
    own = tuple(setting for _, setting in sorted(settings.items()))
    folios = tuple(folio for setting in own for folio in setting.folios)
    gathering = impose(shop, Proof(own, folios, last.places, 1, len(folios)))
    titles = tuple(str(setting.piece.title) or setting.piece.anchor for setting in own)
    return SectionPreview(save(gathering.pdf), folios, titles, own)


def _fragment(shop: Workshop, order: Order, wishes: Mapping[str, Wishes]) -> Fragment:
    """A section as it was set for the whole book, or else laid out once, with what its pages were last asked for: the
    whole book, which follows, is given the time to see whether they end as well so. Raises `Faulty`.
    """
    if kept := shop.store.load(order.key(shop.fingerprint), Fragment):
        return kept
    before = wishes.get(shop.book.pieces[order.piece].anchor, NO_WISHES)
    try:
        return _set(shop, replace(order, wishes=before, at_once=True))
    except Faulty:  # what was wished for may be what cannot be had of the words as they are now
        return _set(shop, order)


def _set(shop: Workshop, order: Order) -> Fragment:
    key = order.key(shop.fingerprint)
    if kept := shop.store.load(key, Fragment):
        return kept
    ((_, fragment),) = shop.workers.work(set_section, [order])
    shop.store.keep(key, fragment)
    return fragment
