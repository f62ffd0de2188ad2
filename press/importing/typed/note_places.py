"""Citations in parentheses become notes, whose numbers stand behind the stop and close to the word: *so* [@kern2003]*.*
is *so.*[@kern2003] (Chicago 18, 13.29).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from press.importing.typescript import Changed, place_of
from press.lines import remade
from press.text import Block, Blocks, Cluster, Heading, Inline, Inlines, Text

STOP = re.compile(r"[.,;:!?…]+[”’\"'»)]*")
"""A stop with what closes behind it; a dash goes on behind the number of a note."""
BEHIND = "citations that stood before a stop or a space, now close behind"


def behind_stops(blocks: Blocks, changed: list[Changed]) -> Blocks:
    """The blocks with every citation of the text behind the stop that it stood before, and behind no space."""
    moved: list[int] = []

    def line_of(block: Block) -> Callable[[Inlines], Inlines]:
        def line(inlines: Inlines) -> Inlines:
            made = _moved(inlines)
            if made != inlines:
                moved.append(place_of(block))
            return made

        return line

    made = tuple(block if isinstance(block, Heading) else remade((block,), line_of(block))[0] for block in blocks)
    if moved:
        changed.append(Changed(moved[0], f"{BEHIND}, in {len(moved)} paragraphs from here on"))
    return made


def _clustered(inlines: Inlines) -> list[Inline]:
    """A line in which citations that only a semicolon or a comma parts are one: they will have one number."""
    out: list[Inline] = []
    for each in inlines:
        match out, each:
            case [*_, Cluster(running=False) as one, Text(text=text)], Cluster(running=False) if text.strip() in (
                ";",
                ",",
            ):
                out[-2:] = [replace(one, citations=(*one.citations, *each.citations))]
            case _:
                out.append(each)
    return out


def _moved(inlines: Inlines) -> Inlines:
    out: list[Inline] = []
    waiting = _clustered(inlines)
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, Cluster) or not out:  # that which opens a line has nothing to stand behind
            out.append(each)
            continue
        if isinstance(last := out[-1], Text) and last.text.endswith((" ", "\u00a0")):
            out[-1] = Text(last.text.rstrip(" \u00a0"), last.line)
        following = waiting[0] if waiting else None
        if isinstance(following, Text) and (stop := STOP.match(following.text)):
            out.append(Text(stop[0], following.line))
            waiting[0] = Text(following.text[stop.end() :], following.line)
        out.append(each)
    joined: list[Inline] = []
    for each in out:
        if isinstance(each, Text) and joined and isinstance(last := joined[-1], Text):
            joined[-1] = Text(last.text + each.text, last.line)
        elif each != Text(""):
            joined.append(each)
    return tuple(joined)
