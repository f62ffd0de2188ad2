"""What of a style says which words a book must print: plain values, which another process can be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from press.style.records import AuthorsRecord, ContentsOptions, NotesAt
from press.style.style import Style, notes_at


@dataclass(frozen=True, slots=True)
class CopyStyle:
    """The fields of a style by which words are printed or not, and where; `notes_of`: kinds of a piece → where its
    notes stand.
    """

    folders: tuple[Path, ...]
    shown: str
    words: Mapping[str, str]
    authors: AuthorsRecord
    contents: ContentsOptions
    imprint: tuple[str, ...]
    credits: Literal["caption", "list"]
    bibliography_at: Literal["book", "chapter"]
    notes_of: Callable[..., NotesAt]


def copy_style(style: Style) -> CopyStyle:
    """What a style says of words."""
    return CopyStyle(
        folders=style.folders,
        shown=style.shown,
        words=style.words,
        authors=style.authors,
        contents=style.contents,
        imprint=style.imprint,
        credits=style.credits,
        bibliography_at=style.bibliography_at,
        notes_of=partial(notes_at, style.notes_at, style.notes_at_of),
    )
