"""Where everything stood in the last build, for the next preview of a chapter alone.

It is kept in the store, and so only saves time: without it a preview does not know its folios.
"""

from __future__ import annotations

from dataclasses import dataclass

from press.places import Folio, Places
from press.store import key_of
from press.typesetting.settle import Proof
from press.typesetting.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Last:
    """What is remembered of the last build for the next preview: all places, and the first folio of each piece."""

    places: Places
    firsts: dict[str, Folio]

    @staticmethod
    def key(shop: Workshop) -> str:
        """The key under which it is kept, for one manuscript in one style."""
        return key_of("last", str(shop.project.manuscript.resolve()), shop.style.name)


def remember(shop: Workshop, proof: Proof) -> None:
    """Keep the places of a settled book for the next preview."""
    firsts = {setting.piece.anchor: setting.folios[0] for setting in proof.settings}
    shop.store.keep(Last.key(shop), Last(proof.places, firsts))
