"""Where everything stood when a book was last settled: what a chapter that is set alone goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from press.printing.places import Folio, Places
from press.project import Project
from press.store import Store, key_of


@dataclass(frozen=True, slots=True)
class Settled:
    """All places, the folios of each piece by its anchor, and the folios of all pages with blanks."""

    places: Places = field(default_factory=dict)
    pieces: Mapping[str, tuple[Folio, ...]] = field(default_factory=dict)
    folios: tuple[Folio, ...] = ()


def remember(project: Project, settled: Settled, store: Store) -> None:
    """Keep what has been settled for the next watch."""
    store.keep(_key(project), settled)


def recall(project: Project, store: Store) -> Settled:
    """What was last settled, or nothing."""
    return store.load(_key(project), Settled) or Settled()


def _key(project: Project) -> str:
    return key_of("settled", str(project.manuscript.resolve()))
