"""Running heads over the section of notes: `Notes to pages 23–45`, on every page those of its own notes.

Chicago 18, 14.50: of the notes that begin on a page the first and the last say to which pages of the text it belongs;
where none begins, those that go on. They print page numbers, but in the heads alone, which are made when all have been
settled; so the section need not be set again for them.
"""

from __future__ import annotations

from press.compose.endnotes import SECTION
from press.indexes.locators import page_range
from press.places import Folio, Places
from press.style.style import Style
from press.typesetting.account import CALL
from press.typesetting.paginate import Setting


def heads_over_notes(setting: Setting, places: Places, style: Style) -> tuple[str, ...]:
    """What the head of each page of a section of notes says; nothing for any other section."""
    if setting.piece.kind != SECTION:
        return ()
    return tuple(_said(folio, setting.section.ends, places, style) for folio in setting.folios)


def _said(folio: Folio, notes: tuple[str, ...], places: Places, style: Style) -> str:
    """What the head of one page says, empty if no note stands on it."""
    standing = [note for note in notes if folio in places.get(note, ())]
    begun = [note for note in standing if places[note][0] == folio]
    calls = [places[f"{CALL}{note}"][0] for note in begun or standing if f"{CALL}{note}" in places]
    if not calls:
        return ""
    first, last = min(calls), max(calls)
    word = style.words["notes_to_page" if first == last else "notes_to_pages"]
    return f"{word} {page_range(first, last, style.index.elision)}"
