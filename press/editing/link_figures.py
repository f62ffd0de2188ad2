"""Figures linked: each gets its number and its anchor, each picture of a group a letter beside; plates are gathered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from press.book import Target
from press.editing.figure_rules import PLATE
from press.editing.placement import HERE
from press.editing.placement import PLATE as AMONG_PLATES
from press.editing.registers import Registers
from press.problem import Problem
from press.text import Block, Blocks, Figure, FigureGroup, Inlines, Note, plain, walk

if TYPE_CHECKING:
    from press.editing.numbering import UnitLinker

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def link_figure(block: Figure, unit: UnitLinker) -> Figure:
    """A figure with its number; decoration has none."""
    if block.decorative:
        unit.registers.file_exists(block.path, block.origin)
        return block
    number = _number(unit)
    anchor = block.anchor or _anchor(number, unit)
    return replace(_shown(block, unit, anchor, number, block.at), number=number)


def link_group(block: FigureGroup, unit: UnitLinker) -> FigureGroup:
    """A group with its number; each of its pictures is known by that and its letter: 3b."""
    number = _number(unit)
    anchor = block.anchor or _anchor(number, unit)
    _add_target(block, unit, anchor, number)
    figures = tuple(
        replace(_shown(each, unit, each.anchor or f"{anchor}-{letter}", f"{number}{letter}", block.at), letter=letter)
        for each, letter in zip(block.figures, LETTERS, strict=False)
    )
    caption = _caption(block, unit, block.at)
    return replace(block, figures=figures, caption=caption, anchor=anchor, number=number)


def without_plates(blocks: Blocks, registers: Registers) -> Blocks:
    """Linked blocks without the plates among them, which are kept for who gathers them."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, (Figure, FigureGroup)) and block.at == AMONG_PLATES:
            registers.plates.append(block)
        else:
            kept.append(block)
    return tuple(kept)


def _number(unit: UnitLinker) -> str:
    return "" if unit.uncounted else unit.registers.next_number("figure", unit.letter)


def _anchor(number: str, unit: UnitLinker) -> str:
    return f"figure-{number.replace('.', '-')}" if number else f"figure-{unit.anchor}"


def _add_target(block: Figure | FigureGroup, unit: UnitLinker, anchor: str, number: str) -> None:
    title = plain(block.caption)
    target = Target(kind="figure", number=number, home=unit.anchor, title=title, origin=block.origin)
    unit.registers.add_target(anchor, target)


def _shown(block: Figure, unit: UnitLinker, anchor: str, number: str, at: str) -> Figure:
    """A picture that can be referred to, and whose file is there."""
    _add_target(block, unit, anchor, number)
    unit.registers.file_exists(block.path, block.origin)
    return replace(block, caption=_caption(block, unit, at), anchor=anchor)


def _caption(block: Figure | FigureGroup, unit: UnitLinker, at: str) -> Inlines:
    """A caption linked; below a plate no note can be called, which would be numbered with those of the text."""
    if at == AMONG_PLATES and (note := _note(block.caption)):
        hint = "say it in words; or put the figure in the text"
        unit.registers.problems.append(Problem(note.origin, PLATE, "a note in the caption of a plate", hint))
    # a picture is a block, and stands in no heading and no note
    unit.where, unit.floats = "caption", at not in (HERE, AMONG_PLATES)
    line = unit.line(block.caption)
    unit.where, unit.floats = "text", False
    return line


def _note(caption: Inlines) -> Note | None:
    return next((each for each in walk(caption) if isinstance(each, Note)), None)
