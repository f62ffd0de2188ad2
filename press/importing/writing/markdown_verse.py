"""Verse, and what a drama begins with → the manuscript's Markdown; `words`: what writes a line of words."""

from __future__ import annotations

from collections.abc import Callable

from press.text import Drama, Inlines, Verse, VerseLine


def verse_lines(block: Verse, words: Callable[[Inlines], str]) -> str:
    """Lines behind bars, with the source alone below the last stanza; in a block if more is to be said of them."""
    said = _said(block)
    bar = "" if said else "| "
    stanzas = [[f"{bar}{_line(line, words)}" for line in stanza] for stanza in block.stanzas]
    if block.source:
        stanzas.append([f"{bar}--- {words(block.source)}"])
    lines = ("\n\n" if said else "\n|\n").join("\n".join(each) for each in stanzas)
    return f"::: {{.verse {said}}}\n{lines}\n:::" if said else lines


def drama_opening(block: Drama) -> str:
    """The line on which a drama begins."""
    said = _said(block)
    return f"::: {{.drama {said}}}" if said else "::: drama"


def _said(block: Verse | Drama) -> str:
    """What is said of the count of lines."""
    said = (f"start={block.start}" if block.start != 1 else "", "" if block.numbered else ".unnumbered")
    return " ".join(filter(None, said))


def _line(line: VerseLine, words: Callable[[Inlines], str]) -> str:
    written = words(line.inlines)
    first, *others = [f"#{each.name}" for each in line.ids] or [""]
    for said in (*others, f"{'.shared ' if line.shared else ''}{first}".strip()):
        written = f"[{written}]{{{said}}}" if said else written
    return f"{' ' * line.indent}{written}"
