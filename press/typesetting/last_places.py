"""Where everything stood in the last build, for the next preview of a chapter alone, and for the page of mentions.

It is kept in the store, and so only saves time: without it a preview does not know its folios.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from press.book import Book
from press.places import Folio, PageWords, Places
from press.project import Project
from press.store import Store, digest_of, key_of
from press.style.style import Style
from press.typesetting.fragment import Fragment
from press.typesetting.paginate import Setting
from press.typesetting.settle import Proof
from press.typesetting.wishes import Wishes
from press.typesetting.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Last:
    """What is remembered of the last build: all places, and the first folio of each piece; of which text it was; the
    pages of each piece, by its anchor, for the book without pages; `look`: of which state of the style they are;
    `wishes`: what each piece was asked for so that its pages end well.
    """

    places: Places
    firsts: dict[str, Folio]
    text: str = ""
    pages: Mapping[str, tuple[PageWords, ...]] = field(default_factory=dict)
    look: str = ""
    wishes: Mapping[str, Wishes] = field(default_factory=dict)

    @staticmethod
    def key(shop: Workshop) -> str:
        """The key under which it is kept, for one manuscript in one style."""
        return Last.key_for(shop.project, shop.style.name)

    @staticmethod
    def key_for(project: Project, style: str) -> str:
        """The same, of a manuscript and a style by its name."""
        return key_of("last", str(project.manuscript.resolve()), style)


def remember(shop: Workshop, proof: Proof, read: Sequence[tuple[str, ...]] = ()) -> None:
    """Keep the places of a settled book for the next preview; `read`: the words on each sheet of the finished PDF."""
    firsts = {setting.piece.anchor: setting.folios[0] for setting in proof.settings}
    wishes = {setting.piece.anchor: setting.fragment.wishes for setting in proof.settings}
    last = Last(proof.places, firsts, pages=pages_of(proof, read, shop.store), look=_look(shop.style), wishes=wishes)
    keep_last(shop.store, shop.project, shop.book, shop.style.name, last)


def pages_of(
    proof: Proof, read: Sequence[tuple[str, ...]] = (), store: Store | None = None
) -> Mapping[str, tuple[PageWords, ...]]:
    """The words of every page of a settled book that is not blank, by the anchor of its piece; `store` has those of
    sections that have been set before.
    """
    kept = store or Store(None)
    return {setting.piece.anchor: tuple(_printed(setting, read, kept)) for setting in proof.settings}


def _printed(setting: Setting, read: Sequence[tuple[str, ...]], store: Store) -> Iterator[PageWords]:
    fragment = setting.fragment
    words = store.recall(key_of("words", fragment.surveyed), tuple, lambda: _words(fragment))
    for folio, own in zip(setting.folios, words, strict=True):
        # what a style places on its page, as an imprint at the foot, is in no flow, and is read off the file
        placed = read[folio.sheet - 1] if len(read) >= folio.sheet else ()
        if own or placed:
            yield PageWords(folio, own or placed)


def _words(fragment: Fragment) -> tuple[tuple[str, ...], ...]:
    """The words on each page of a section, line by line."""
    found = (page.lines or [line for each in page.floats for line in each.lines] for page in fragment.survey)
    return tuple(tuple(line.text for line in lines) for lines in found)


def keep_last(store: Store, project: Project, book: Book, style: str, last: Last) -> None:
    """Keep the places of a book as those of its present text."""
    store.keep(Last.key_for(project, style), replace(last, text=_text(book)))


def last_of_same_text(project: Project, book: Book, style: str) -> Last | None:
    """What is remembered of the last build, if that was of this very text; None if it was not, or there is none."""
    last = Store(project.cache).load(Last.key_for(project, style), Last)
    return last if last and last.text == _text(book) else None


def last_pages(project: Project, book: Book, style: Style) -> Last | None:
    """The same, if it was set in this very style too, so that its pages are those of the next build."""
    last = last_of_same_text(project, book, style.name)
    return last if last and last.pages and last.look == _look(style) else None


def _look(style: Style) -> str:
    """A digest of all files of a style and of those that it is based on."""
    return digest_of(style.folders)


def places_of_same_text(project: Project, book: Book, style: str) -> Places | None:
    """Where everything stood in the last build, if that was of this very text; None if it was not, or there is none."""
    last = last_of_same_text(project, book, style)
    return last.places if last else None


def _text(book: Book) -> str:
    """A digest of every line of a manuscript."""
    return key_of(*(part for path, lines in sorted(book.lines.items()) for part in (path, "\n".join(lines))))
