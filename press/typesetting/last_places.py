"""Where everything stood in the last build, for the next preview of a chapter alone, and for the page of mentions.

It is kept in the store, and so only saves time: without it a preview does not know its folios.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from press.book import Book
from press.places import Folio, Places
from press.project import Project
from press.store import Store, key_of
from press.typesetting.settle import Proof
from press.typesetting.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Last:
    """What is remembered of the last build for the next preview: all places, and the first folio of each piece; and of
    which text it was.
    """

    places: Places
    firsts: dict[str, Folio]
    text: str = ""

    @staticmethod
    def key(shop: Workshop) -> str:
        """The key under which it is kept, for one manuscript in one style."""
        return Last.key_for(shop.project, shop.style.name)

    @staticmethod
    def key_for(project: Project, style: str) -> str:
        """The same, of a manuscript and a style by its name."""
        return key_of("last", str(project.manuscript.resolve()), style)


def remember(shop: Workshop, proof: Proof) -> None:
    """Keep the places of a settled book for the next preview."""
    firsts = {setting.piece.anchor: setting.folios[0] for setting in proof.settings}
    keep_last(shop.store, shop.project, shop.book, shop.style.name, Last(proof.places, firsts))


def keep_last(store: Store, project: Project, book: Book, style: str, last: Last) -> None:
    """Keep the places of a book as those of its present text."""
    store.keep(Last.key_for(project, style), replace(last, text=_text(book)))


def places_of_same_text(project: Project, book: Book, style: str) -> Places | None:
    """Where everything stood in the last build, if that was of this very text; None if it was not, or there is none."""
    last = Store(project.cache).load(Last.key_for(project, style), Last)
    return last.places if last and last.text == _text(book) else None


def _text(book: Book) -> str:
    """A digest of every line of a manuscript."""
    return key_of(*(part for path, lines in sorted(book.lines.items()) for part in (path, "\n".join(lines))))
