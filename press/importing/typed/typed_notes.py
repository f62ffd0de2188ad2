"""Notes typed as text, and their calls in it → notes at their calls, in any form: at the foot of a page, at the end of
a chapter or of the book, in brackets, *[Footnote 1: …]*, behind raised figures or asterisks.

A call and a note belong together by their label and by their turn: the third call *1* has the third note *1*, if there
are as many of the one as of the other. Where there are not, a note goes to the nearest call before it in its own
chapter. What finds no other stays in the text, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from press.importing.tidy import tidy
from press.importing.typed.typed_calls import DOUBTFUL, NotePlacer, TypedNote, best_form, label_of_note
from press.importing.typescript import Changed, LeftOut, place_of, words_of
from press.text import (
    Block,
    Blocks,
    Heading,
    Link,
    Paragraph,
    SectionBreak,
    Superscript,
    Text,
    plain,
)

LABEL = r"\d{1,3}|[A-Z]|\*{1,3}|[†‡§]{1,2}"
BRACKETED = re.compile(rf"\[\s*(?:foot|end)?(?:note|n|fn)\.?\s*(?P<label>{LABEL})?\s*:\s*", re.IGNORECASE)
"""*[Footnote 1: …]*, as Project Gutenberg has notes."""
SURE = re.compile(
    r"\[(?P<a>\d{1,3}|[A-Z]|\*{1,3})\]:?\s*(?=\S)|(?P<b>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=\S)|[\^{](?P<c>\d{1,3})\}?\s+"
)
"""How a note begins wherever it stands."""
LOOSE = re.compile(r"\((?P<a>\d{1,3})\)\s*(?=\S)|(?P<b>\d{1,3})[.):]?\s+(?=\S)|(?P<c>\*{1,3}|[†‡§]{1,2})\s*(?=\S)")
"""How it begins below a rule, or a heading of notes."""
STARRED = re.compile(r"(?P<a>\*{1,3}|[†‡§]{1,2})\s*(?=[^\s*])")
NOTES = re.compile(
    r"(?:(?:foot|end)?notes?|anmerkungen|fu(?:ß|ss)noten|notes de bas de page|noten)"
    r"(?:\s*[:.]|\s+(?:to|zu|on|for)\b.{0,60})?",
    re.IGNORECASE,
)


def with_typed_notes(
    blocks: Blocks, left: list[LeftOut], changed: list[Changed], titles: list[tuple[int, str]]
) -> Blocks:
    """The blocks with every typed note at its call."""
    notes = list(_notes_in(blocks))
    if not notes:
        return blocks
    taken = {n for note in notes for n in range(note.at, note.until)}
    chapters = _chapters(blocks, taken)
    for note in notes:
        note.chapter = chapters[note.at]
    form, matched = best_form(blocks, notes, taken, chapters)
    if not matched:
        return blocks
    used = {id(note) for note in matched.values()}
    placer = NotePlacer(form, matched)
    placed = [block if n in taken else placer.placed(block) for n, block in enumerate(blocks)]
    gone: set[int] = set()
    for note in notes:
        if id(note) in used:
            gone |= set(range(note.at, note.until))
            titles.append((place_of(blocks[note.at]), AT_CALL.format(note.label)))
        else:
            words = " ".join(words_of(each) for each in note.blocks)[:60]
            changed.append(Changed(place_of(blocks[note.at]), f'{UNCALLED}: "{note.label} {words}"'))
    told = f"{len(matched)} typed notes put at their calls ({form})"
    changed.append(Changed(place_of(blocks[notes[0].at]), told, "likely" if form in DOUBTFUL else "sure"))
    return _joined(placed, gone | set(_bare(blocks, gone, left)))


def _bare(blocks: Blocks, gone: set[int], left: list[LeftOut]) -> Iterator[int]:
    """Headings and rules below which nothing is left, now that their notes are gone."""
    for n, block in enumerate(blocks):
        if not isinstance(block, (Heading, SectionBreak)) or n + 1 not in gone:
            continue
        end = next((m for m in range(n + 1, len(blocks)) if m not in gone), len(blocks))
        if isinstance(block, SectionBreak):
            yield n
        elif end == len(blocks) or isinstance(blocks[end], Heading):
            left.append(LeftOut(place_of(block), words_of(block), HEADING_GONE, "sure"))
            yield n
    for n, block in enumerate(blocks[:-1]):  # a heading of them all, above those of the chapters
        if isinstance(block, Heading) and _is_notes(block) and isinstance(blocks[n + 1], Heading) and n + 2 in gone:
            left.append(LeftOut(place_of(block), words_of(block), HEADING_GONE, "sure"))
            yield n


def _joined(blocks: Sequence[Block], gone: set[int]) -> Blocks:
    """The blocks without those that are gone; a paragraph that they have parted is one again."""
    kept: list[Block] = []
    for n, block in enumerate(blocks):
        if n in gone:
            continue
        last = kept[-1] if kept and n - 1 in gone else None
        if isinstance(last, Paragraph) and isinstance(block, Paragraph) and goes_on(last, block):
            kept[-1] = replace(last, inlines=tidy((*last.inlines, Text(" "), *block.inlines)))
        else:
            kept.append(block)
    return tuple(kept)


def goes_on(one: Paragraph, other: Paragraph) -> bool:
    """Whether a paragraph that something has parted goes on in the next: neither a stop ends the one, nor a capital
    begins the other.
    """
    end = plain(one.inlines).rstrip(" \"”’')]")[-1:]
    return end not in ".!?:" and plain(other.inlines).lstrip(" \"“‘('[")[:1].islower()


HEADING_GONE = "the heading of notes that now stand at their calls"
AT_CALL = "note {}, at its call"
UNCALLED = "a typed note that nothing in the text calls, left where it stands"


# --- notes -----------------------------------------------------------------------------------------------


def _notes_in(blocks: Blocks) -> Iterator[TypedNote]:
    """Every note that is typed at the top of the text."""
    n, area = 0, False
    while n < len(blocks):
        block = blocks[n]
        if isinstance(block, Heading):
            area = _is_notes(block) or (area and n + 1 < len(blocks) and _begins(blocks[n + 1], area=True) is not None)
        elif isinstance(block, SectionBreak):
            area = area or (n + 1 < len(blocks) and _begins(blocks[n + 1], area=True) is not None)
        elif isinstance(block, Paragraph):
            if (found := BRACKETED.match(_first(block))) is not None:
                end = _closing(blocks, n)
                inner = [_cut(block, found.end()), *blocks[n + 1 : end]]
                inner[-1] = _without_bracket(inner[-1])
                yield TypedNote(label_of_note(found["label"] or ""), inner, n, end)
                n = end
                continue
            if (begun := _begins(block, area=area)) is not None:
                label, length = begun
                end = n + 1
                while area and _under_heading(blocks, n) and end < len(blocks) and _goes_on(blocks[end]):
                    end += 1
                yield TypedNote(label, [_cut(block, length), *blocks[n + 1 : end]], n, end)
                n = end
                continue
            area = area and _under_heading(blocks, n)
        n += 1


def _is_notes(head: Heading) -> bool:
    return NOTES.fullmatch(plain(head.inlines).strip(" :.")) is not None


def _under_heading(blocks: Blocks, n: int) -> bool:
    """Whether the last heading above is one of notes."""
    above = next((each for each in reversed(blocks[:n]) if isinstance(each, Heading)), None)
    return above is not None and _is_notes(above)


def _goes_on(block: Block) -> bool:
    return isinstance(block, Paragraph) and _begins(block, area=True) is None


def _first(block: Paragraph) -> str:
    first = block.inlines[0] if block.inlines else None
    return first.text if isinstance(first, Text) else ""


def _begins(block: Block, *, area: bool) -> tuple[str, int] | None:
    """The label with which a paragraph begins as a note does, and its length."""
    if not isinstance(block, Paragraph):
        return None
    first = block.inlines[0] if block.inlines else None
    if isinstance(first, (Superscript, Link)):
        words = plain(first.inlines).strip(" []().")
        return (words, 0) if words.isdecimal() and len(words) < 4 else None
    text = _first(block)
    found = SURE.match(text) or (LOOSE.match(text) if area else STARRED.match(text))
    if found is None:
        return None
    said = next(each for each in found.groups() if each)
    return label_of_note(said), found.end()


def _cut(block: Paragraph, length: int) -> Paragraph:
    """A paragraph without the label that it begins with."""
    first, *rest = block.inlines
    kept = (Text(first.text[length:], first.line),) if isinstance(first, Text) else ()
    return replace(block, inlines=tidy((*kept, *rest)))


def _closing(blocks: Blocks, n: int) -> int:
    """Behind which block a bracket closes that a note has opened."""
    depth = 0
    for end in range(n, min(n + 20, len(blocks))):
        words = words_of(blocks[end])
        depth += words.count("[") - words.count("]")
        if depth <= 0 or isinstance(blocks[end], Heading):
            return end + 1
    return n + 1


def _without_bracket(block: Block) -> Block:
    if not isinstance(block, Paragraph) or not block.inlines or not isinstance(last := block.inlines[-1], Text):
        return block
    return replace(block, inlines=tidy((*block.inlines[:-1], Text(last.text.rstrip().removesuffix("]"), last.line))))


def _chapters(blocks: Blocks, taken: set[int]) -> list[int]:
    """Below which heading of the text each block stands, by number."""
    found, chapter = [], 0
    for n, block in enumerate(blocks):
        chapter += isinstance(block, Heading) and n not in taken and not _is_notes(block)
        found.append(chapter)
    return found
