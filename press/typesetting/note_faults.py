"""Notes that are not where they must be, as problems: what stands at the line of each, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping

from press.problem import Faulty, Origin, Problem
from press.rules import NOTE_IN_TABLE_HEAD
from press.typesetting.account import Account, Stray
from press.typesetting.rules import NOTE_ASTRAY, NOTE_NOT_AT_END, NOTE_TOO_TALL


def refuse_amiss(account: Account, origins: Mapping[str, Origin]) -> None:
    """Raises `Faulty` for notes at an end that are lost, doubled or out of order: no other layout would mend them."""
    if account.amiss:
        raise Faulty(
            Problem(
                origins.get(each.anchor, Origin("manuscript")),
                NOTE_NOT_AT_END,
                f"a note that stands at an end is {each.fault}",
            )
            for each in account.amiss
        )


def unplaced(stray: Stray, account: Account, origins: Mapping[str, Origin]) -> Problem:
    """A note that cannot be placed, and what an editor can do about it."""
    origin = origins.get(stray.anchor, Origin("manuscript"))
    tallest = max(
        (h for foot in account.feet for (anchor, _), h in foot.printed if anchor == stray.anchor), default=0.0
    )
    if stray.fault == "called twice":
        hint = "move the note to a cell, or to the sentence before the table"
        return Problem(origin, NOTE_IN_TABLE_HEAD, "a note in the head of a table that runs over a page", hint)
    if tallest > account.feet[stray.page].height - account.area.kept:
        hint = "divide it: notes are cut between lines, rows and terms"
        return Problem(origin, NOTE_TOO_TALL, "a part of a note is taller than a page", hint)
    hint = "shorten the note, or put its call elsewhere"
    if stray.fault == "out of order":
        hint = "in a table: divide the row, whose cells go on to the next page, or put the note into the text before it"
    message = f"a note is {stray.fault} and could not be brought to the page of its call"
    return Problem(origin, NOTE_ASTRAY, message, hint)
