"""A word processor's file made plain for pandoc, and what is to be told of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from press.importing.typescript import LeftOut

HIDDEN = "hidden text"
RUNNING = "a running head or foot of the file: the press makes its own"
RUBY = "a reading over its characters, now behind them in parentheses"


@dataclass(slots=True)
class PlainFile:
    """The file, what of it is in no place that pandoc reads, and what now stands otherwise.

    `quotes`: the words in the text of which something is told, and what; where they stand is found by them.
    `near`: what is left out and has no words in the text, with those that it stands beside.
    """

    content: bytes
    left: list[LeftOut] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)
    near: list[tuple[str, LeftOut]] = field(default_factory=list)
