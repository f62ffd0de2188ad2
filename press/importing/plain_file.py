"""A word processor's file made plain for pandoc, and what is to be told of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from press.importing.typescript import Changed, LeftOut


@dataclass(slots=True)
class PlainFile:
    """The file, what of it is in no place that pandoc reads, and what now stands otherwise.

    `quotes`: the words in the text of which something is told, and what; where they stand is found by them.
    """

    content: bytes
    left: list[LeftOut] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)
